package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"portcullis/cmd/figures/workload"
	"portcullis/internal/opatest"

	"github.com/google/go-cmp/cmp"
)

// agents measures what a back end waits for that asks an OPA agent on
// loopback: a decision, a page of a hundred rows, and a filter. One agent has
// both the portal's bundle and the policy written by hand, and answers both in
// turn. Times are medians.
func agents(p *portal) ([]measure, error) {
	agent, err := startAgent(p)
	if err != nil {
		return nil, err
	}
	var list []measure
	for _, prepare := range []func(*opaAgent, *portal) ([]measure, error){agentDecisions, agentPages, agentFilters} {
		measures, err := prepare(agent, p)
		if err != nil {
			return nil, err
		}
		list = append(list, measures...)
	}
	return list, nil
}

// agentDecisions asks for decisions on rows, whole documents.
func agentDecisions(agent *opaAgent, p *portal) ([]measure, error) {
	group := "agent/" + p.shape.Name + "/decision"
	request := p.shape.View(1)
	var bodies [][]byte
	for _, row := range workload.Rows(decisionRows, 1) {
		request.Row = row
		bodies = append(bodies, asked(request))
	}
	var list []measure
	answers := map[bool][]any{}
	for _, hand := range []bool{true, false} {
		m, path := agentMeasure(group, hand, "decision")
		for _, body := range bodies {
			answer, err := agent.result(path, body)
			if err != nil {
				return nil, err
			}
			answers[hand] = append(answers[hand], answer)
		}
		m.n, m.do = len(bodies), func(i int) error { return agent.post(path, bodies[i], nil) }
		list = append(list, m)
	}
	if diff := cmp.Diff(answers[true], answers[false]); diff != "" {
		return nil, fmt.Errorf("%s: the hand-written document and decision differ:\n%s", group, diff)
	}
	return list, nil
}

// agentPages asks for what is seen of a hundred rows: whole rows by hand, cells
// by ours.
func agentPages(agent *opaAgent, p *portal) ([]measure, error) {
	const count = 100
	group := fmt.Sprintf("agent/%s/page-of-%d-rows", p.shape.Name, count)
	request := p.shape.View(1)
	request.Rows = workload.Rows(count, 1)
	body := asked(request)
	var list []measure
	var seen [][]any
	for _, hand := range []bool{true, false} {
		m, path := agentMeasure(group, hand, "visible")
		answer, err := agent.result(path, body)
		if err != nil {
			return nil, err
		}
		rows, _ := answer.([]any)
		seen = append(seen, keysOf(rows))
		m.do = func(int) error { return agent.post(path, body, nil) }
		list = append(list, m)
	}
	if diff := cmp.Diff(seen[0], seen[1]); diff != "" || len(seen[0]) == 0 || len(seen[0]) == count {
		return nil, fmt.Errorf("%s: rows seen by hand-written Rego, and by ours:\n%v\n%v", group, seen[0], seen[1])
	}
	return list, nil
}

// agentFilters asks for a WHERE with what the catalog says to send along, and
// without it, which takes an agent with a large portal seconds.
func agentFilters(agent *opaAgent, p *portal) ([]measure, error) {
	about := p.engine.Catalog().Tables[workload.Table].Actions["view"].Filter
	input := map[string]any{"user": p.shape.User(1), "now": workload.Now}
	documents := []map[string]any{{"input": input, "unknowns": about.Unknowns, "options": map[string]any{"maskRule": about.MaskRule}}}
	if p.shape.Statements < 1000 {
		documents = append(documents, map[string]any{"input": input})
	}
	var list []measure
	var answers []any
	for i, document := range documents {
		body, err := json.Marshal(document)
		if err != nil {
			return nil, err
		}
		path := "/v1/compile/" + about.Path
		answer, err := agent.result(path, body)
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer)
		list = append(list, measure{
			group: "agent/" + p.shape.Name + "/filter", name: []string{"with-the-catalog's-options", "with-the-input-alone"}[i],
			base: i == 0, ours: true, unit: "filter", percentile: 50,
			do: func(int) error { return agent.post(path, body, nil) },
		})
	}
	if diff := cmp.Diff(answers[0], answers[len(answers)-1]); diff != "" || answers[0] == nil {
		return nil, fmt.Errorf("the filter is another with the catalog's options:\n%s", diff)
	}
	return list, nil
}

func agentMeasure(group string, hand bool, rule string) (m measure, path string) {
	m = measure{group: group, name: rule, base: hand, ours: !hand, unit: "request", percentile: 50}
	if hand {
		m.name = handWritten
		return m, "/v1/data/hand/" + rule
	}
	return m, "/v1/data/acme/" + rule
}

func asked(input any) []byte {
	body, err := json.Marshal(map[string]any{"input": input})
	if err != nil {
		panic(err) // it is of the workload
	}
	return body
}

// opaAgent is a running `opa run --server`.
type opaAgent struct{ url string }

// startAgent runs an agent with a portal's bundle and with the policy written by
// hand, until [removeScratch].
func startAgent(p *portal) (*opaAgent, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	opa, err := opatest.Program()
	if err != nil {
		return nil, err
	}
	file, hand := filepath.Join(dir, p.shape.Name+".tar.gz"), filepath.Join(dir, p.shape.Name+"-by-hand")
	files := handRego(p.shape)
	files[".manifest"] = `{"roots": ["hand"]}`
	for name, text := range files {
		if err := writeFile(filepath.Join(hand, name), []byte(text)); err != nil {
			return nil, err
		}
	}
	if err := writeFile(file, p.bundle); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	c := exec.Command(opa, "run", "--server", "--addr="+address, "--skip-version-check", "--log-level=error", "--bundle", file, hand)
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("starting an agent: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	atEnd = append(atEnd, func() {
		_ = c.Process.Kill()
		<-ended
	})
	a := &opaAgent{url: "http://" + address}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		response, err := http.Get(a.url + "/health")
		if err == nil {
			return a, response.Body.Close()
		}
		select {
		case err := <-ended:
			ended <- err
			return nil, fmt.Errorf("the agent ended: %w\n%s", err, said.Bytes())
		default:
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("the agent does not answer: %w", err)
		}
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// post asks, reads the answer to its end, and decodes it where it is wanted.
func (a *opaAgent) post(path string, body []byte, into any) error {
	request, err := http.NewRequest(http.MethodPost, a.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if strings.HasPrefix(path, "/v1/compile/") {
		request.Header.Set("Accept", "application/vnd.opa.sql.postgresql+json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", path, response.Status, text)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(text, into)
}

func (a *opaAgent) result(path string, body []byte) (any, error) {
	var answer struct {
		Result any `json:"result"`
	}
	err := a.post(path, body, &answer)
	return answer.Result, err
}
