package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"portcullis/internal/debian"
	"portcullis/internal/opatest"
	"portcullis/internal/update"
	"portcullis/lang"

	"github.com/rogpeppe/go-internal/diff"
)

// workplace is a directory with a copy of the repository's examples, where
// commands may write.
func workplace(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS("../../examples")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// shell runs a command line there, and gives all that it prints.
func shell(dir, line string) (string, error) {
	c := exec.Command("sh", "-c", line)
	c.Dir = dir
	out, err := c.CombinedOutput()
	return string(out), err
}

// registryAddress is where the registry of the examples listens.
const registryAddress = "localhost:5000"

// interrupted runs a command line that has no end, until it has printed a line.
func interrupted(dir, line string) (string, error) {
	c := exec.Command("sh", "-c", "exec "+line)
	c.Dir = dir
	out, err := c.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := c.Start(); err != nil {
		return "", err
	}
	printed, err := bufio.NewReader(out).ReadString('\n')
	return printed, errors.Join(err, c.Process.Signal(os.Interrupt), c.Wait())
}

// TestHelpExamples runs the examples that `help COMMAND` shows.
func TestHelpExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	dir := workplace(t)
	if out, err := shell(dir, "git init -q && git add . && git -c user.name=a -c user.email=a@example.com commit -q -m one"); err != nil {
		t.Fatalf("%v\n%s", err, out) // diff compares with what is committed
	}
	root := newApp(strings.NewReader(""), io.Discard, io.Discard).rootCommand()
	commands := root.Commands()
	for _, c := range root.Commands() {
		if c.Name() != "completion" { // which cobra explains
			commands = append(commands, c.Commands()...)
		}
	}
	for _, c := range commands {
		if c.RunE == nil || c.Name() == "help" {
			continue
		}
		t.Run(strings.ReplaceAll(c.CommandPath(), " ", "-"), func(t *testing.T) {
			if c.Example == "" {
				t.Fatal("the command has no example")
			}
			for line := range strings.Lines(c.Example) {
				line = strings.TrimSpace(line)
				run := shell
				switch c.Name() {
				case "serve", "preview":
					run = interrupted
				case "push":
					line = strings.ReplaceAll(line, registryAddress, opatest.Registry(t))
				}
				if out, err := run(dir, line); err != nil {
					t.Errorf("%s: %v\n%s", line, err, out)
				} else if out == "" && !strings.Contains(line, "fmt") && c.Name() != "lsp" { // which answers what an editor asks
					t.Errorf("%s prints nothing", line)
				}
			}
		})
	}
}

// TestManual has mandoc look for what is wrong in the manual pages, of which each command
// has one.
func TestManual(t *testing.T) {
	lint := debian.Program(t, "mandoc", "mandoc")
	dir := filepath.Join(t.TempDir(), "man")
	t.Setenv("SOURCE_DATE_EPOCH", "1772323200")
	if out, err := shell(".", "portcullis docs --man "+dir); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*.1"))
	if err != nil {
		t.Fatal(err)
	}
	root := newApp(strings.NewReader(""), io.Discard, io.Discard).rootCommand()
	for _, c := range root.Commands() {
		name := filepath.Join(dir, "portcullis-"+c.Name()+".1")
		page, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(string(page), `1 "2026-03-01" "portcullis `) {
			t.Errorf("%s is of another day:\n%.200s", name, page)
		}
	}
	out, err := exec.Command(lint, append([]string{"-T", "lint", "-W", "warning"}, pages...)...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("mandoc: %v\n%s", err, out)
	}
	shown, err := exec.Command(lint, "-T", "utf8", filepath.Join(dir, "portcullis-validate.1")).Output()
	if plain := regexp.MustCompile(".\b").ReplaceAllString(string(shown), ""); err != nil || !strings.Contains(plain, "portcullis validate examples/stacker-orders --format sarif") {
		t.Errorf("mandoc shows %v\n%s", err, plain)
	}
	wrong := filepath.Join(dir, "wrong.1")
	if err := os.WriteFile(wrong, []byte(".TH\n.XX\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(lint, "-T", "lint", "-W", "warning", wrong).CombinedOutput(); err == nil {
		t.Errorf("mandoc finds nothing: %s", out)
	}
}

// fenced is a code block of a Markdown file: its language, the name of the
// file that it is, if any, and its text.
var fenced = regexp.MustCompile("(?ms)^```([a-z]+)(?: (\\S+))?\n(.*?)^```$")

// pages are the README and those that go on with its portal, in order.
var pages = []string{"../../README.md", "../../fixtures/TESTING.md", "../../rego/ASKING.md"}

// TestReadme follows the pages, and the READMEs of the examples: it writes the
// files that they show, carries out their console blocks, and compares what is
// printed with what they say. With -update, they are made to say what is printed.
func TestReadme(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	readmes, err := filepath.Glob("../../examples/*/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range readmes {
		t.Run(filepath.Base(filepath.Dir(name)), func(t *testing.T) { newReader(t).follow(name) })
	}
	t.Run("tutorial", func(t *testing.T) {
		debian.Program(t, "sqlite3", "sqlite3")
		newReader(t).follow("../../cmd/TUTORIAL.md")
	})
	t.Run("versions", func(t *testing.T) { newReader(t).follow("../../cmd/VERSIONS.md") })
	t.Run("pages", func(t *testing.T) {
		r := newReader(t)
		for _, name := range pages {
			r.follow(name)
		}
	})
}

// What is named: pages in Go and Rego by their path within the repository, and in
// pages by links from where they are; files and folders in pages as code.
var (
	placed = regexp.MustCompile("`((?:cmd|compile|fixtures|internal|lang|rego)/[A-Za-z0-9_/.-]+)`")
	cited  = regexp.MustCompile(`[A-Za-z][A-Za-z/]*\.md\b`)
	linked = regexp.MustCompile(`\]\(([^)#:\s]+)(#[^)]*)?\)`)
)

// TestPagesAreThere looks for the pages that comments name, and for the pages,
// files and folders that pages name.
func TestPagesAreThere(t *testing.T) {
	const root = "../.."
	found := 0
	there := func(from, name string) {
		found++
		if _, err := os.Stat(name); err != nil {
			t.Errorf("%s names what is not there: %s", from, name)
		}
	}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if base := entry.Name(); base == "node_modules" || base == "testdata" || strings.HasPrefix(base, ".") && name != root {
				return fs.SkipDir
			}
			return nil
		}
		pattern, dir := cited, root
		switch filepath.Ext(name) {
		case ".go", ".rego":
		case ".md":
			pattern, dir = linked, filepath.Dir(name)
		default:
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(text)) {
			if pattern == cited {
				_, comment, is := strings.Cut(line, "// ")
				if filepath.Ext(name) == ".rego" {
					_, comment, is = strings.Cut(line, "# ")
				}
				if line = comment; !is {
					continue
				}
			}
			for _, m := range placed.FindAllStringSubmatch(line, -1) {
				if pattern == linked {
					there(name, filepath.Join(root, m[1]))
				}
			}
			for _, m := range pattern.FindAllStringSubmatch(line, -1) {
				there(name, filepath.Join(dir, m[min(1, len(m)-1)]))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 20 {
		t.Errorf("only %d pages are named", found)
	}
}

// TestContract reads the fragments of the contract: HCL as the language's own
// parser does, and JSON.
func TestContract(t *testing.T) {
	read := 0
	for _, name := range []string{"../../lang/LANGUAGE.md", "../../cmd/CONTRACTS.md"} {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range fenced.FindAllStringSubmatch(string(page), -1) {
			read++
			switch language, text := block[1], block[3]; language {
			case "hcl":
				if _, diags := lang.FormatSource(name, []byte(text)); diags.HasErrors() {
					t.Errorf("%v in\n%s", diags, text)
				}
			case "json":
				if !json.Valid([]byte(text)) {
					t.Errorf("%s is no JSON", text)
				}
			default:
				t.Errorf("what is a block of %q", language)
			}
		}
	}
	if read < 5 {
		t.Errorf("only %d blocks", read)
	}
}

// follow does what a document says.
func (r *reader) follow(name string) {
	t := r.T
	readme, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	printed := fenced.ReplaceAllStringFunc(string(readme), func(block string) string {
		parts := fenced.FindStringSubmatch(block)
		switch language, file, text := parts[1], parts[2], parts[3]; {
		case language == "console":
			return "```console\n" + r.console(text) + "```"
		case file != "":
			r.write(file, text)
		case language == "hcl":
			// HCL has comments, so there the file's name is in the first line.
			first, _, _ := strings.Cut(text, "\n")
			if file, ok := strings.CutPrefix(first, "# "); ok && strings.HasSuffix(file, ".hcl") {
				r.write(file, text)
			}
		}
		return block
	})
	if r.commands == 0 {
		t.Error("there is no console block")
	}
	switch {
	case t.Failed() || string(readme) == printed:
	case update.Golden():
		if err := os.WriteFile(name, []byte(printed), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s", diff.Diff(name+" (as it is)", readme, name+" (as commands print)", []byte(printed)))
	}
}

// reader does what somebody does who follows a README, from the repository's
// root.
type reader struct {
	*testing.T
	dir      string
	address  string // of the agent, in place of OPA's own
	here     *strings.Replacer
	commands int
}

// agentAddress is where the agents of READMEs listen.
const agentAddress = "localhost:8181"

func newReader(t *testing.T) *reader {
	t.Helper()
	r := &reader{T: t, dir: workplace(t)}
	// A port that nothing else listens on.
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	r.address = l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	r.here = strings.NewReplacer("go run ./cmd/portcullis", "portcullis", agentAddress, r.address, "/path/to/portcullis", repository)
	return r
}

func (r *reader) write(name, text string) {
	r.Helper()
	name = filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(r.here.Replace(text)), 0o666); err != nil {
		r.Fatal(err)
	}
}

// console carries out the lines after a `$`, and gives the block with what
// they print.
func (r *reader) console(block string) string {
	r.Helper()
	var out strings.Builder
	for step := range strings.SplitSeq("\n"+block, "\n$ ") {
		line, _, _ := strings.Cut(step, "\n")
		if line == "" {
			continue
		}
		r.commands++
		out.WriteString("$ " + line + "\n")
		here := r.here.Replace(line)
		if background, ok := strings.CutSuffix(here, " &"); ok {
			r.start(background)
			continue
		}
		printed, err := shell(r.dir, here)
		// A no is worth showing, misuse is not.
		if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() != statusNo {
			r.Errorf("$ %s: %v\n%s", line, err, printed)
		}
		printed = goTells.ReplaceAllString(printed, "")
		out.WriteString(printed)
		if printed != "" && !strings.HasSuffix(printed, "\n") {
			out.WriteString("\n")
		}
	}
	return out.String()
}

// goTells is what the go command tells of its work, which differs.
var goTells = regexp.MustCompile("(?m)^(go: .*|\tgo mod tidy)\n")

// start runs an agent until the test ends.
func (r *reader) start(line string) {
	r.Helper()
	c := exec.CommandContext(r.Context(), "sh", "-c", "exec "+line)
	c.Dir = r.dir
	log, err := os.Create(filepath.Join(r.dir, "agent.log"))
	if err != nil {
		r.Fatal(err)
	}
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() { _ = errors.Join(c.Wait(), log.Close()) })
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		response, err := http.Get("http://" + r.address + "/health?bundles")
		if err == nil && response.StatusCode == http.StatusOK {
			return
		}
		if time.Now().After(deadline) {
			said, _ := os.ReadFile(log.Name())
			r.Fatalf("the agent does not answer: %v\n%s", err, said)
		}
	}
}
