package opatest

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"portcullis/internal/debian"
)

// patience is how long a test waits for what must come. It is no measure of
// anything: it is there for tests that fail.
const patience = time.Minute

// Agent is a running `opa run --server`.
type Agent struct {
	URL string // where it answers, without a slash at the end

	said *Output // ends with the process
}

// Start runs an agent until the test ends: with a configuration as OPA's
// configuration file has it, or nil, and with more arguments of `opa run`,
// bundles among them. It comes back once the agent answers, which is before it
// has asked any bundle server. Its log is of level info; "--log-level=error"
// among the arguments makes an agent that is asked much quicker.
func Start(t testing.TB, config map[string]any, args ...string) *Agent {
	t.Helper()
	if config != nil {
		text, err := json.Marshal(config)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "opa.json")
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--config-file="+file)
	}
	// Another process may get the port between our look and the agent's start.
	for range 5 {
		if a := start(t, args); a != nil {
			return a
		}
	}
	t.Fatal("no port stays free long enough for an agent")
	return nil
}

// start runs an agent; nil if its port was taken.
func start(t testing.TB, args []string) *Agent {
	t.Helper()
	address := FreeAddress(t)
	c := command(t, slices.Concat(
		[]string{"run", "--server", "--addr=" + address, "--skip-version-check", "--log-level=info"}, args)...)
	debian.Bind(c, syscall.SIGKILL)
	a := &Agent{URL: "http://" + address, said: NewOutput()}
	c.Stdout, c.Stderr = a.said, a.said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer a.said.End()
		_ = c.Wait()
	}()
	t.Cleanup(func() {
		_ = c.Process.Kill()
		<-a.said.ended
		if t.Failed() {
			t.Logf("the agent said:\n%s", a.Log())
		}
	})
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		response, err := http.Get(a.URL + "/health")
		if err == nil {
			_ = response.Body.Close()
			return a
		}
		select {
		case <-a.said.ended:
			if strings.Contains(a.Log(), "address already in use") {
				return nil
			}
			t.Fatalf("the agent ended:\n%s", a.Log())
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("the agent does not answer: %v", err)
		}
	}
}

// FreeAddress gives an address on loopback on which nothing listens.
func FreeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Log gives all that the agent has said, a JSON object to a line.
func (a *Agent) Log() string { return a.said.String() }

// Await waits until the agent says something, in a line that no call before has
// given, and gives the line, read as JSON. It ends the test if the agent ends.
func (a *Agent) Await(t testing.TB, said string) map[string]any {
	t.Helper()
	line := a.said.Await(t, said)
	var entry map[string]any
	if err := json.Unmarshal([]byte(line), &entry); err != nil {
		t.Fatalf("a line of the agent's log is no JSON: %v\n%s", err, line)
	}
	return entry
}

// Post sends a document as JSON, and gives the status and the body.
func (a *Agent) Post(t testing.TB, path string, document any) (int, []byte) {
	t.Helper()
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(a.URL+path, "application/json", bytes.NewReader(text))
	return read(t, response, err)
}

// Get asks for a path, and gives the status and the body.
func (a *Agent) Get(t testing.TB, path string) (int, []byte) {
	t.Helper()
	response, err := http.Get(a.URL + path)
	return read(t, response, err)
}

func read(t testing.TB, response *http.Response, err error) (int, []byte) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
}

// Data asks the data API for a document, named by its path as in "acme/allow",
// and gives it; nil if it is undefined. Numbers are json.Numbers.
func (a *Agent) Data(t testing.TB, path string, input any) any {
	t.Helper()
	status, body := a.Post(t, "/v1/data/"+path, map[string]any{"input": input})
	if status != http.StatusOK {
		t.Fatalf("POST /v1/data/%s: %d %s", path, status, body)
	}
	var answer struct {
		Result any `json:"result"`
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&answer); err != nil {
		t.Fatalf("POST /v1/data/%s: %v\n%s", path, err, body)
	}
	return answer.Result
}
