package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
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
	work, temp, bin := workplace(t), t.TempDir(), t.TempDir()
	portal := filepath.Join(work, "examples", "jestor-contractor", "contractor.portal.hcl")
	git := func(args string) {
		t.Helper()
		if out, err := shell(work, "git -c user.name=a -c user.email=a@example.com "+args); err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, out)
		}
	}
	git("init -q")
	git("add .")
	git("commit -q -m one")
	// The program is the test's own, which is there already; a comment is there after the first.
	fake := "#!/bin/sh\necho \"$*\" >>" + temp + "/asked\ncase \"$*\" in *--paginate*) cat " + temp + "/there;; esac\n"
	for name, content := range map[string]string{
		filepath.Join(bin, "gh"): fake,
		filepath.Join(bin, "go"): "#!/bin/sh\ncp \"$(command -v portcullis)\" " + temp + "/portcullis\n",
		temp + "/there":          "",
	} {
		if err := os.WriteFile(name, []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	values := map[string]string{
		"github.action_path": "/nowhere", "github.repository": "o/r", "github.token": "secret", "runner.temp": temp,
		"github.event.pull_request.base.sha": "HEAD", "github.event.pull_request.number": "7",
		"inputs.directory": "examples/jestor-contractor", "inputs.fail-on": "gain",
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
			c.Dir = work
			c.Env = append(os.Environ(), "RUNNER_TEMP="+temp, "GITHUB_STEP_SUMMARY="+temp+"/summary", "PATH="+bin+":"+os.Getenv("PATH"))
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
	if sarif := read("portcullis.sarif"); !strings.Contains(sarif, `"version": "2.1.0"`) {
		t.Errorf("SARIF is %q", sarif)
	}
	if read("portcullis-coverage.txt") == "" {
		t.Error("there is no coverage")
	}

	source, err := os.ReadFile(portal)
	if err != nil {
		t.Fatal(err)
	}
	wider := strings.Replace(string(source), `    hide      = ["request_date"]`+"\n", "", 1)
	if err := os.WriteFile(portal, []byte(wider), 0o600); err != nil {
		t.Fatal(err)
	}
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

// TestHooks carries out what the hooks for pre-commit do, with the files that they are
// given.
func TestHooks(t *testing.T) {
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID, Entry, Files string }
	if err := yaml.Unmarshal(text, &hooks); err != nil {
		t.Fatal(err)
	}
	files := []string{
		"examples/jestor-contractor/contractor.portal.hcl", "examples/jestor-contractor/tests/managers.test.hcl",
		"examples/zoho5-event/schema.portal.hcl", "examples/jestor-contractor/README.md",
	}
	work := workplace(t)
	for _, hook := range hooks {
		line := hook.Entry
		for _, name := range files {
			if regexp.MustCompile(hook.Files).MatchString(name) {
				line += " " + name
			}
		}
		if strings.Contains(line, "README") || strings.Count(line, ".hcl") != 3 {
			t.Fatalf("%s is given %s", hook.ID, line)
		}
		if out, err := shell(work, line); err != nil {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
	}
}
