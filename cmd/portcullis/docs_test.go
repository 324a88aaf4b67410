package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

// TestHelpExamples runs the examples that `help COMMAND` shows.
func TestHelpExamples(t *testing.T) {
	dir := workplace(t)
	for _, c := range newApp(strings.NewReader(""), io.Discard, io.Discard).rootCommand().Commands() {
		if c.RunE == nil || c.Name() == "help" {
			continue
		}
		t.Run(c.Name(), func(t *testing.T) {
			if c.Example == "" {
				t.Fatal("the command has no example")
			}
			for line := range strings.Lines(c.Example) {
				line = strings.TrimSpace(line)
				if out, err := shell(dir, line); err != nil {
					t.Errorf("%s: %v\n%s", line, err, out)
				} else if out == "" && !strings.Contains(line, "fmt") {
					t.Errorf("%s prints nothing", line)
				}
			}
		})
	}
}

// fenced is a code block of a Markdown file.
var fenced = regexp.MustCompile("(?ms)^```([a-z]+)\n(.*?)^```$")

// TestReadme writes the files that the README shows, carries out its console
// blocks, and compares what is printed with what the README says.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := workplace(t)
	consoles := 0
	for _, block := range fenced.FindAllStringSubmatch(string(readme), -1) {
		switch language, text := block[1], block[2]; language {
		case "hcl", "json":
			if name, ok := fileName(text); ok {
				writeReadmeFile(t, filepath.Join(dir, name), text)
			}
		case "console":
			consoles++
			runConsole(t, dir, text)
		}
	}
	if consoles == 0 {
		t.Error("the README has no console block")
	}
}

// fileName is what a block's first line, a comment, says that it is.
func fileName(block string) (string, bool) {
	first, _, _ := strings.Cut(block, "\n")
	name, ok := strings.CutPrefix(first, "# ")
	return name, ok && strings.HasSuffix(name, ".hcl")
}

func writeReadmeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// runConsole carries out the lines after a `$`, each with the output below it.
func runConsole(t *testing.T, dir, text string) {
	t.Helper()
	for step := range strings.SplitSeq("\n"+text, "\n$ ") {
		line, want, _ := strings.Cut(step, "\n")
		if line == "" {
			continue
		}
		got, _ := shell(dir, strings.ReplaceAll(line, "go run ./cmd/portcullis", "portcullis"))
		want, got = strings.TrimSpace(want), strings.TrimSpace(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("$ %s (-README +printed)\n%s", line, diff)
		}
	}
}
