package versiontest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"portcullis/compile"
	"portcullis/fixtures"
	"portcullis/internal/debian"
	"portcullis/internal/opatest"
	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/agent"

	"github.com/google/go-cmp/cmp"
)

// versions of OPA, with whether they have filters: the oldest that knows Rego v1
// by default, and the oldest that has the compile API's filters. The newest is
// that of go.mod, on which all other tests run.
var versions = []struct {
	version string
	filters bool
}{
	{"v1.0.0", false},
	{"v1.9.0", true},
}

// portal is an example with its tests.
type portal struct {
	policy *lang.Policy
	suite  *fixtures.Suite
	bundle string // its file
	masked string // the file with a mask for decision logs, which an agent takes one of
}

// examples builds the bundle of every example.
func examples(t *testing.T) map[string]*portal {
	t.Helper()
	dirs, err := filepath.Glob("../../examples/*/*.portal.hcl")
	if err != nil || len(dirs) == 0 {
		t.Fatal(dirs, err)
	}
	portals := map[string]*portal{}
	for _, file := range dirs {
		dir := filepath.Dir(file)
		if portals[filepath.Base(dir)] != nil {
			continue
		}
		policy, _, diags := lang.Load(os.DirFS(dir))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		suite, _, diags := fixtures.Load(os.DirFS(dir), policy)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		build := func(name string, o compile.Options) string {
			name = filepath.Join(t.TempDir(), name)
			bundle, err := os.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(compile.Write(bundle, policy, o), bundle.Close()); err != nil {
				t.Fatal(err)
			}
			return name
		}
		p := &portal{policy, suite, build("bundle.tar.gz", compile.Options{}), build("masked.tar.gz", compile.Options{LogMask: true})}
		portals[filepath.Base(dir)] = p
	}
	return portals
}

// start compiles and starts an agent with a version of OPA.
func start(t *testing.T, version string, filters bool, bundles []string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/agent")); err != nil {
		t.Fatal(err)
	}
	module := fmt.Sprintf("module agent\n\ngo 1.26\n\nrequire github.com/open-policy-agent/opa %s\n", version)
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(module), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"build", "-mod=mod", "-o", "agent", "-ldflags=-s -w"}
	if filters {
		args = append(args, "-tags=filters")
	}
	build := exec.Command("go", append(args, ".")...)
	build.Dir = dir
	build.Env = append(os.Environ(), "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build with OPA %s: %v\n%s", version, err, out)
	}
	c := exec.Command(filepath.Join(dir, "agent"), bundles...)
	debian.Bind(c, syscall.SIGKILL)
	errs := opatest.NewOutput()
	c.Stderr = errs
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("OPA %s does not take the bundles: %v\n%s", version, err, errs)
	}
	return "http://" + address[:len(address)-1]
}

// TestVersions runs the tests of the examples on other versions of OPA, and
// compares what these make of filters with what the version of go.mod makes.
func TestVersions(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	portals := examples(t)
	var bundles, load []string
	for _, p := range portals {
		bundles = append(bundles, p.masked)
		load = append(load, "--bundle", p.bundle)
	}
	ours := opatest.Start(t, nil, append(load, "--log-level=error")...)
	for _, v := range versions {
		t.Run(v.version, func(t *testing.T) {
			url := start(t, v.version, v.filters, bundles)
			for name, p := range portals {
				t.Run(name, func(t *testing.T) {
					a, err := agent.Open(t.Context(), url, p.policy.Portal.Name, agent.Options{})
					if err != nil {
						t.Fatal(err)
					}
					runTests(t, p, a)
					checkMask(t, url, p.policy.Portal.Name)
					if v.filters {
						known, err := agent.Open(t.Context(), ours.URL, p.policy.Portal.Name, agent.Options{})
						if err != nil {
							t.Fatal(err)
						}
						compareFilters(t, p, a, known)
					}
				})
			}
		})
	}
}

// checkMask asks what is put in place of an event's input.
func checkMask(t *testing.T, url, portal string) {
	t.Helper()
	event := fmt.Sprintf(`{"input": {"path": "%s/allow", "input": {"user": {"phone": "555"}}}}`, portal)
	response, err := http.Post(url+"/v1/data/"+portal+"/logging/mask", "application/json", strings.NewReader(event))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	const want = `{"result":[{"op":"upsert","path":"/input","value":{"user":{"phone":"***"}}}]}`
	if err != nil || strings.TrimSpace(string(body)) != want {
		t.Errorf("%v: the mask is %s", err, body)
	}
}

func runTests(t *testing.T, p *portal, a *agent.Agent) {
	t.Helper()
	report, err := fixtures.NewRunner(p.suite, p.policy, a).Run(t.Context(), fixtures.RunOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Tests) == 0 || !report.OK() {
		t.Errorf("%d passed, %d failed, %d skipped", report.Passed, report.Failed, report.Skipped)
	}
}

// compareFilters asks for the rows that each person of the fixtures sees.
func compareFilters(t *testing.T, p *portal, a, known *agent.Agent) {
	t.Helper()
	runner := fixtures.NewRunner(p.suite, p.policy, a)
	resources := []rego.Resource{}
	for _, table := range p.policy.Tables {
		resources = append(resources, rego.Resource{Type: "table", Name: table.Name})
	}
	for _, report := range p.policy.Reports {
		resources = append(resources, rego.Resource{Type: "report", Name: report.Name})
	}
	asked, some := 0, 0
	for _, name := range p.suite.Fixtures() {
		fixture, err := p.suite.Fixture(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, user := range fixture.Users() {
			subject, err := runner.Subject(fixture, user)
			if err != nil {
				t.Fatal(err)
			}
			for _, resource := range resources {
				q := &rego.Request{User: subject.User, Now: subject.Now, Action: "view", Resource: resource}
				got, gotErr := filter(t.Context(), a, q)
				want, wantErr := filter(t.Context(), known, q)
				if gotErr != wantErr || !cmp.Equal(got, want) {
					t.Errorf("%s of %s: %v, %v; want %v, %v", resource.Name, user, got, gotErr, want, wantErr)
				}
				asked++
				if want != nil && want.SQL != "" {
					some++
				}
			}
		}
	}
	if asked == 0 || some == 0 {
		t.Errorf("of %d filters, %d have a condition", asked, some)
	}
}

// filter gives a filter, its alternatives in the order of their texts, and
// whether there is none for want of a way to say it.
func filter(ctx context.Context, a *agent.Agent, q *rego.Request) (*agent.Filter, bool) {
	f, err := a.Filter(ctx, q, agent.PostgreSQL)
	if errors.Is(err, agent.ErrNotFilterable) {
		return nil, true
	}
	if err != nil {
		return &agent.Filter{SQL: err.Error()}, false
	}
	alternatives := strings.Split(strings.TrimPrefix(f.SQL, "WHERE "), " OR ")
	for i, one := range alternatives {
		alternatives[i] = strings.Trim(one, "()")
	}
	slices.Sort(alternatives)
	f.SQL = strings.Join(alternatives, " OR ")
	return f, false
}
