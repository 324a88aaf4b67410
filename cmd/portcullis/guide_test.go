package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"portcullis/internal/debian"
	"portcullis/internal/opatest"
	"portcullis/internal/published"
)

const agentsGuide = "../../compile/publish/AGENTS.md"

// TestAgentsGuide follows the guide to agents in production: with its bundle
// server, and with a service that takes logs in place of a company's.
func TestAgentsGuide(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	guide, err := os.ReadFile(agentsGuide)
	if err != nil {
		t.Fatal(err)
	}
	debian.Program(t, "openssl", "openssl")
	r, logs := newReader(t), opatest.NewOutput()
	service := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		body := io.Reader(q.Body)
		if q.Header.Get("Content-Encoding") == "gzip" {
			unzipped, err := gzip.NewReader(q.Body)
			if err != nil {
				t.Error(err)
				return
			}
			body = unzipped
		}
		text, err := io.ReadAll(body)
		if err != nil {
			t.Error(err)
		}
		_, _ = logs.Write([]byte(q.URL.Path + " " + strings.TrimSpace(string(text)) + "\n"))
	}))
	t.Cleanup(service.Close)

	bundles, address := filepath.Join(r.dir, "bundles"), opatest.FreeAddress(t)
	if err := os.Mkdir(bundles, 0o755); err != nil {
		t.Fatal(err)
	}
	r.here = strings.NewReplacer(
		agentAddress, r.address, "localhost:8080", address, "/srv/bundles", bundles,
		"http://localhost:9000", service.URL,
		// nginx makes an ETag of a file's size and the second of its change.
		"cp event.tar.gz", "sleep 1; cp event.tar.gz")
	for _, block := range fenced.FindAllStringSubmatch(string(guide), -1) {
		if block[2] == "bundles.conf" {
			opatest.Nginx(t, r.here.Replace(block[3]))
		}
	}
	r.follow(agentsGuide)
	// What the guide has left on the bundle server is damaged.
	if err := os.WriteFile(filepath.Join(bundles, "event.tar.gz"), published.File(t, r.dir, "event.tar.gz"), 0o600); err != nil {
		t.Fatal(err)
	}
	deployed(r, "http://"+address)
	alerting(t, r.dir, "http://"+r.address)

	// The service has got the decision, without what is sensitive, and the status.
	decision := logs.Await(t, "event/visible")
	if !strings.HasPrefix(decision, "/logs ") || !strings.Contains(decision, `"phone":"***"`) {
		t.Errorf("the service gets %s", decision)
	}
	for _, secret := range []string{`"nuts"`, "+55 11 5550 0102", "rui@mortar.example"} {
		if !strings.Contains(string(guide), secret) || strings.Contains(logs.String(), secret) {
			t.Errorf("the service gets to know %q, or nobody does", secret)
		}
	}
	if got := logs.String(); !strings.Contains(got, "/status ") || !strings.Contains(got, "bundle_error") {
		t.Error("the service gets no status of what went wrong")
	}
}

// deployed holds the files for Kubernetes and Compose to their schemas, and runs the
// agents that these describe, with the bundle and the key that the guide made. What they
// have in a container is where the test has it.
func deployed(r *reader, bundles string) {
	t, dir := r.T, r.dir
	t.Helper()
	type pod struct {
		Spec struct {
			Containers []struct {
				Name string
				Args []string
			}
		}
	}
	var agents [][]string
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for d := yaml.NewDecoder(bytes.NewReader(published.File(t, dir, "kubernetes.yaml"))); ; {
		var node yaml.Node
		if err := d.Decode(&node); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		var whole map[string]any
		var is struct {
			APIVersion string `yaml:"apiVersion"`
			Kind       string
			Data       map[string]string
			Spec       struct{ Template pod }
		}
		if err := errors.Join(node.Decode(&whole), node.Decode(&is)); err != nil {
			t.Fatal(err)
		}
		schema := published.Kubernetes(t, is.APIVersion, is.Kind)
		if err := published.Conforms(t, schema, whole); err != nil {
			t.Errorf("%s: %v", is.Kind, err)
		}
		whole["sepc"] = map[string]any{}
		if published.Conforms(t, schema, whole) == nil {
			t.Errorf("the schema of a %s takes anything", is.Kind)
		}
		if config, ok := is.Data["opa.yaml"]; ok {
			put("kubernetes-opa.yaml", config)
		}
		for _, c := range is.Spec.Template.Spec.Containers {
			if c.Name == "opa" {
				agents = append(agents, c.Args)
			}
		}
	}
	var compose struct {
		Services map[string]struct{ Command []string }
	}
	var whole map[string]any
	text := published.File(t, dir, "compose.yaml")
	if err := errors.Join(yaml.Unmarshal(text, &compose), yaml.Unmarshal(text, &whole)); err != nil {
		t.Fatal(err)
	}
	schema := published.Compose(t)
	if err := published.Conforms(t, schema, whole); err != nil {
		t.Errorf("compose.yaml: %v", err)
	}
	if published.Conforms(t, schema, map[string]any{"services": map[string]any{"a": map[string]any{"comand": "b"}}}) == nil {
		t.Error("the schema of compose.yaml takes anything")
	}
	if agents = append(agents, compose.Services["agent"].Command); len(agents) != 2 {
		t.Fatalf("there are %d agents", len(agents))
	}
	for i, config := range []string{"kubernetes-opa.yaml", "opa.yaml"} {
		answers, tells := agentOf(r, config, bundles, agents[i])
		if got := body(t, "http://"+answers+"/v1/data/event/allow"); !strings.Contains(got, "false") {
			t.Errorf("%s: the agent says %s", config, got)
		}
		if got := body(t, "http://"+tells+"/metrics"); !strings.Contains(got, "bundle_loaded_counter") {
			t.Errorf("%s: the metrics are %s", config, got)
		}
		if got := body(t, "http://"+tells+"/v1/data"); tells != answers && !strings.Contains(got, "404") {
			t.Errorf("whoever asks after health may ask for data: %s", got)
		}
	}
}

// agentOf runs an agent with the arguments that it has in a container, until the test
// ends. It is ready when it comes back, with where it answers, and where it tells of
// its health.
func agentOf(r *reader, config, bundles string, inContainer []string) (answers, tells string) {
	t, dir := r.T, r.dir
	t.Helper()
	for range 5 { // another process may take a port that was free
		answers, tells = opatest.FreeAddress(t), ""
		var args []string
		for _, arg := range inContainer {
			if strings.HasPrefix(arg, "--diagnostic-addr=") {
				tells = opatest.FreeAddress(t)
			}
			args = append(args, strings.NewReplacer(
				r.address, answers, "0.0.0.0:8282", tells, "/etc/opa/opa.yaml", filepath.Join(dir, config), "/etc/opa/", dir+"/",
			).Replace(arg))
		}
		if tells == "" {
			tells = answers
		}
		// Where the test has what a container has elsewhere.
		args = append(args, "--set=services.bundles.url="+bundles, "--set=persistence_directory="+t.TempDir(), "--skip-version-check")
		c, said := exec.Command("opa", args...), opatest.NewOutput()
		debian.Bind(c, syscall.SIGKILL)
		c.Stdout, c.Stderr = said, said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = c.Wait()
		}()
		t.Cleanup(func() {
			_ = c.Process.Kill()
			<-ended
		})
		if ready(t, "http://"+tells+"/health?bundles", ended) {
			return answers, tells
		}
		if !strings.Contains(said.String(), "address already in use") {
			t.Fatalf("the agent is not ready:\n%s", said)
		}
	}
	t.Fatal("no port stays free long enough for an agent")
	return "", ""
}

// ready waits until an agent says that it has its bundles, or has ended.
func ready(t *testing.T, url string, ended <-chan struct{}) bool {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if response, err := http.Get(url); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return true
			}
		}
		select {
		case <-ended:
			return false
		default:
		}
	}
	return false
}

func body(t *testing.T, url string) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// alerts is what Prometheus is to make of some agents: a, on which all is well; b, which
// does not reach the bundle server, and has refused a bundle before; c, which never had
// one; and d, which is behind, slow, and fails.
const alerts = `
rule_files: [alerts.yaml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - {series: 'up{job="opa", instance="a"}', values: '1x30'}
      - {series: 'up{job="opa", instance="c"}', values: '1x30'}
      - {series: 'bundle_loaded_counter{name="event", instance="a"}', values: '1x30'}
      - {series: 'last_success_bundle_request{name="event", instance="a"}', values: '0+60000000000x30'}
      - {series: 'last_success_bundle_request{name="event", instance="b"}', values: '0x30'}
      - {series: 'bundle_failed_load_counter{name="event", instance="b", code="bundle_error"}', values: '0x24 1x6'}
      - {series: 'last_success_bundle_activation{name="event", instance="a", active_revision="42"}', values: '200x30'}
      - {series: 'last_success_bundle_activation{name="event", instance="d", active_revision="41"}', values: '100x30'}
      - {series: 'http_request_duration_seconds_count{handler="v1/data", instance="a", code="200"}', values: '0+10x30'}
      - {series: 'http_request_duration_seconds_count{handler="v1/data", instance="d", code="500"}', values: '0+1x30'}
      - {series: 'http_request_duration_seconds_bucket{handler="v1/data", instance="d", le="0.1"}', values: '0+1x30'}
      - {series: 'http_request_duration_seconds_bucket{handler="v1/data", instance="d", le="1"}', values: '0+10x30'}
      - {series: 'http_request_duration_seconds_bucket{handler="v1/data", instance="d", le="+Inf"}', values: '0+10x30'}
    promql_expr_test:
      - {expr: 'ALERTS{instance="b", alertname="PolicyRefused"}', eval_time: 28m, exp_samples: [{labels: 'ALERTS{alertname="PolicyRefused", alertstate="firing", code="bundle_error", instance="b", name="event"}', value: 1}]}
      - {expr: 'count by (alertname, instance) (ALERTS{alertstate="firing"})', eval_time: 29m, exp_samples: [
          {labels: '{alertname="PolicyRefused", instance="b"}', value: 1},
          {labels: '{alertname="PolicyOutOfReach", instance="b"}', value: 1},
          {labels: '{alertname="AgentWithoutPolicy", instance="c"}', value: 1},
          {labels: '{alertname="RolloutStuck"}', value: 1},
          {labels: '{alertname="DecisionsFail", instance="d"}', value: 1},
          {labels: '{alertname="DecisionsSlow"}', value: 1}]}
      - {expr: 'count by (alertname) (ALERTS{instance="a"})', eval_time: 29m, exp_samples: []}
`

// alerting has Prometheus's own tool read the alerts and try them, and finds what they
// ask for among the metrics of the guide's agent.
func alerting(t *testing.T, dir, agent string) {
	t.Helper()
	tool := debian.Program(t, "promtool", "prometheus")
	if err := os.WriteFile(filepath.Join(dir, "alerts-test.yaml"), []byte(alerts), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check", "rules", "alerts.yaml"}, {"test", "rules", "alerts-test.yaml"}} {
		c := exec.Command(tool, args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	metrics, found := body(t, agent+"/metrics"), 0
	for _, name := range regexp.MustCompile(`\b[a-z_]+\{`).FindAllString(string(published.File(t, dir, "alerts.yaml")), -1) {
		if found++; name != "up{" && !strings.Contains(metrics, "\n"+name) { // up is Prometheus's own
			t.Errorf("the agent has no metric %s…}", name)
		}
	}
	if found < 6 {
		t.Errorf("the alerts ask for %d metrics", found)
	}
}
