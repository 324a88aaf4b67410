package main

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/joshdk/go-junit"
	"go.yaml.in/yaml/v3"

	"portcullis/internal/debian"
	"portcullis/internal/published"
)

// action is what is run of the action for workflows of GitHub.
type action struct {
	Inputs map[string]struct{ Default string }
	Runs   struct {
		Steps []struct {
			Name, Run, Uses string
			Env             map[string]string
		}
	}
}

// project is a repository with the examples in it, tagged v1, and a folder that comes
// first on the path.
type project struct{ dir, bin, portal string }

func newProject(t *testing.T) *project {
	t.Helper()
	p := &project{dir: workplace(t), bin: t.TempDir(), portal: "examples/jestor-contractor"}
	p.git(t, "init -q")
	p.commit(t)
	return p
}

func (p *project) git(t *testing.T, args string) {
	t.Helper()
	if out, err := shell(p.dir, "git -c user.name=a -c user.email=a@example.com "+args); err != nil {
		t.Fatalf("git %s: %v\n%s", args, err, out)
	}
}

func (p *project) commit(t *testing.T) {
	t.Helper()
	p.git(t, "add .")
	p.git(t, "commit -q -m one")
	p.git(t, "tag -f v1")
}

// program puts a script in place of the go command, since the program that it would
// build is there already: the test's own.
func (p *project) program(t *testing.T, script string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(p.bin, "go"), []byte("#!/bin/bash\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// widen shows contractors a field that was hidden from them.
func (p *project) widen(t *testing.T) {
	t.Helper()
	name := filepath.Join(p.dir, p.portal, "contractor.portal.hcl")
	source, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	wider := strings.Replace(string(source), `    hide      = ["request_date"]`+"\n", "", 1)
	if wider == string(source) {
		t.Fatal("nothing hides the field")
	}
	if err := os.WriteFile(name, []byte(wider), 0o600); err != nil {
		t.Fatal(err)
	}
}

var placeholder = regexp.MustCompile(`\$\{\{ *([a-z_.-]+) *\}\}`)

// TestAction carries out the steps of the action, but for other people's actions, as a
// pull request has them: without GitHub, whose program gh is one that notes what it is
// asked.
func TestAction(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	text, err := os.ReadFile("../../.github/actions/portcullis/action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	p, temp := newProject(t), t.TempDir()
	p.program(t, `cp "$(command -v portcullis)" `+temp+"/portcullis")
	// A comment is there after the first.
	fake := "#!/bin/sh\necho \"$*\" >>" + temp + "/asked\ncase \"$*\" in *--paginate*) cat " + temp + "/there;; esac\n"
	for name, content := range map[string]string{filepath.Join(p.bin, "gh"): fake, temp + "/there": ""} {
		if err := os.WriteFile(name, []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	values := map[string]string{
		"github.action_path": "/nowhere", "github.repository": "o/r", "github.token": "secret", "runner.temp": temp,
		"github.event.pull_request.base.sha": "HEAD", "github.event.pull_request.number": "7",
		"inputs.directory": p.portal, "inputs.fail-on": "gain",
	}
	for name, input := range a.Inputs {
		if values["inputs."+name] == "" {
			values["inputs."+name] = expanded(t, values, input.Default)
		}
	}
	// run carries out all steps, and gives what they print and whether the last says no.
	run := func() (out string, failed bool) {
		t.Helper()
		_ = os.Remove(temp + "/summary")
		for _, step := range a.Runs.Steps {
			if step.Run == "" {
				continue
			}
			c := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
			c.Dir = p.dir
			c.Env = append(os.Environ(), "RUNNER_TEMP="+temp, "GITHUB_STEP_SUMMARY="+temp+"/summary", "PATH="+p.bin+":"+os.Getenv("PATH"))
			for name, value := range step.Env {
				c.Env = append(c.Env, name+"="+expanded(t, values, value))
			}
			printed, err := c.CombinedOutput()
			out += string(printed)
			if err != nil && step.Name != "Result" {
				t.Fatalf("%s: %v\n%s", step.Name, err, printed)
			}
			failed = err != nil
		}
		return out, failed
	}
	read := func(name string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(temp, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}

	if out, failed := run(); failed {
		t.Fatalf("a portal as it was fails:\n%s", out)
	}
	if summary := read("summary"); !strings.Contains(summary, "No one gains or loses access.") {
		t.Errorf("the summary is %q", summary)
	}
	if asked := read("asked"); !strings.Contains(asked, "--method POST repos/o/r/issues/7/comments --field body=@"+temp) {
		t.Errorf("the comment is not written: %s", asked)
	}
	if err := published.Conforms(t, published.SARIF(t), json.RawMessage(read("portcullis.sarif"))); err != nil {
		t.Error(err)
	}
	if read("portcullis-coverage.txt") == "" {
		t.Error("there is no coverage")
	}

	p.widen(t)
	if err := os.WriteFile(temp+"/there", []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, failed := run()
	if !failed || !strings.Contains(out, "::error title=Portcullis::Failed: test diff") {
		t.Errorf("a field that is shown now: failed is %v\n%s", failed, out)
	}
	if !strings.Contains(read("summary"), "request_date") {
		t.Errorf("the summary is %q", read("summary"))
	}
	if asked := read("asked"); !strings.Contains(asked, "--method PATCH repos/o/r/issues/comments/99 ") {
		t.Errorf("the comment is not changed: %s", asked)
	}
}

// expanded gives a text with the values of a run in it.
func expanded(t *testing.T, values map[string]string, text string) string {
	t.Helper()
	return placeholder.ReplaceAllStringFunc(text, func(s string) string {
		name := placeholder.FindStringSubmatch(s)[1]
		value, ok := values[name]
		if !ok {
			t.Fatalf("nothing is known of %s", name)
		}
		return value
	})
}

// TestGitLab holds GitLab's form to GitLab's schema, and carries out its script as a
// merge request has it: without GitLab.
func TestGitLab(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	text, err := workflows.ReadFile("ci/gitlab.yml")
	if err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	var pipeline struct {
		Portal struct {
			Variables map[string]string
			Script    []string
			Artifacts struct {
				Paths   []string
				Reports map[string]string
			}
		}
	}
	if err := errors.Join(yaml.Unmarshal(text, &whole), yaml.Unmarshal(text, &pipeline)); err != nil {
		t.Fatal(err)
	}
	schema := published.GitLab(t)
	if err := published.Conforms(t, schema, whole); err != nil {
		t.Error(err)
	}
	if published.Conforms(t, schema, map[string]any{"portal": map[string]any{"scripts": []string{"true"}}}) == nil {
		t.Error("the schema takes a job without a script")
	}

	p, program := newProject(t), newProject(t)
	p.program(t, `all="$*"; out=${all#*-o }; cp "$(command -v portcullis)" "${out%% *}"`)
	job := func() (out string, failed bool) {
		t.Helper()
		if err := os.RemoveAll(filepath.Join(p.dir, ".portcullis")); err != nil {
			t.Fatal(err)
		}
		// As GitLab's runner has bash.
		c := exec.Command("bash", "-eo", "pipefail", "-c", strings.Join(pipeline.Portal.Script, "\n"))
		c.Dir = p.dir
		c.Env = append(os.Environ(), "PATH="+p.bin+":"+os.Getenv("PATH"), "CI_PROJECT_DIR="+p.dir, "CI_MERGE_REQUEST_DIFF_BASE_SHA=HEAD",
			"PORTCULLIS_REPOSITORY=file://"+program.dir, "PORTCULLIS_VERSION=v1")
		for name, value := range pipeline.Portal.Variables {
			c.Env = append(c.Env, name+"="+value)
		}
		c.Env = append(c.Env, "PORTAL="+p.portal)
		printed, err := c.CombinedOutput()
		return string(printed), err != nil
	}
	artifact := func(name string) string {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(p.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	artifacts := append(slices.Collect(maps.Values(pipeline.Portal.Artifacts.Reports)), pipeline.Portal.Artifacts.Paths...)

	if out, failed := job(); failed {
		t.Fatalf("a portal as it was fails:\n%s", out)
	}
	for _, name := range artifacts {
		if artifact(name) == "" {
			t.Errorf("%s is empty", name)
		}
	}
	if got := artifact("portal-quality.json"); strings.TrimSpace(got) != "[]" {
		t.Errorf("code quality is %s", got)
	}
	p.widen(t)
	out, failed := job()
	if !failed || !strings.Contains(artifact("portal-access.md"), "request_date") {
		t.Errorf("a field that is shown now: failed is %v\n%s", failed, out)
	}
	suites, err := junit.IngestFile(filepath.Join(p.dir, "portal-tests.xml"))
	if err != nil {
		t.Fatal(err)
	}
	tests, red := 0, 0
	for _, suite := range suites {
		tests, red = tests+suite.Totals.Tests, red+suite.Totals.Failed
	}
	if tests == 0 || red == 0 {
		t.Errorf("%d of %d tests are red", red, tests)
	}
	// What is wrong altogether is in the report, and does not keep the others from being made.
	if err := os.WriteFile(filepath.Join(p.dir, p.portal, "more.portal.hcl"), []byte("page   \"one\" { nonsense = 1 }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, failed := job(); !failed || !strings.Contains(artifact("portal-quality.json"), "more.portal.hcl") || !strings.Contains(out, "+page \"one\"") {
		t.Errorf("nonsense: failed is %v\n%s", failed, out)
	}
}

// TestHooks has Debian's pre-commit carry out the hooks, on the files that it gives them.
// In place of Go's own, its go puts the test's program where pre-commit looks for it.
func TestHooks(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	program := debian.Program(t, "pre-commit", "pre-commit")
	hooks, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, repository := newProject(t), newProject(t)
	p.program(t, `case "$1" in install) mkdir -p "$GOPATH/bin" && cp "$(command -v portcullis)" "$GOPATH/bin/portcullis";; esac`)
	config := "repos:\n  - repo: " + repository.dir + "\n    rev: v1\n    hooks: [{id: portcullis-fmt}, {id: portcullis-validate}]\n"
	for name, content := range map[string][]byte{
		filepath.Join(repository.dir, ".pre-commit-hooks.yaml"): hooks,
		filepath.Join(p.dir, ".pre-commit-config.yaml"):         []byte(config),
	} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	repository.commit(t)
	p.commit(t)
	home := t.TempDir()
	run := func(args ...string) (string, bool) {
		t.Helper()
		c := exec.Command(program, append([]string{"run", "--color=never"}, args...)...)
		c.Dir = p.dir
		c.Env = append(os.Environ(), "PATH="+p.bin+":"+os.Getenv("PATH"), "PRE_COMMIT_HOME="+home)
		out, err := c.CombinedOutput()
		return string(out), err == nil
	}
	passed := regexp.MustCompile(`(?m)^portcullis (fmt|validate)\.+Passed$`)
	if out, ok := run("--all-files"); !ok || len(passed.FindAllString(out, -1)) != 2 {
		t.Fatalf("the portals as they are: %v\n%s", ok, out)
	}
	if out, ok := run("--files", p.portal+"/README.md"); !ok || strings.Count(out, "Skipped") != 2 {
		t.Errorf("a page: %v\n%s", ok, out)
	}
	name := filepath.Join(p.dir, p.portal, "more.portal.hcl")
	if err := os.WriteFile(name, []byte("page   \"one\" {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.git(t, "add .")
	if out, ok := run(); ok || !strings.Contains(out, "files were modified by this hook") || len(passed.FindAllString(out, -1)) != 1 {
		t.Errorf("a file in another form: %v\n%s", ok, out)
	}
	if got, err := os.ReadFile(name); err != nil || string(got) != "page \"one\" {}\n" {
		t.Errorf("what is committed is %s, %v", got, err)
	}
	if err := os.WriteFile(name, []byte("page \"one\" {\n  nonsense = 1\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.git(t, "add .")
	if out, ok := run(); ok || !strings.Contains(out, "more.portal.hcl line 2") {
		t.Errorf("nonsense: %v\n%s", ok, out)
	}
}
