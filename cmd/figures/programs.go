package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"portcullis/cmd/figures/workload"
)

// suiteCases is how many cases a suite has.
const suiteCases = 1_000

// programs measures whole processes, from their start to their end: `validate`
// of the small portal, and a thousand cases run by `portcullis test` and, on
// the policy written by hand, by `opa test`. Both programs are built first.
func programs(p *portal) ([]measure, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	ours, opa := filepath.Join(dir, "portcullis"), filepath.Join(dir, "opa")
	for program, pkg := range map[string]string{ours: "portcullis/cmd/portcullis", opa: "github.com/open-policy-agent/opa"} {
		if text, err := exec.Command("go", "build", "-o", program, pkg).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("building %s: %w\n%s", pkg, err, text)
		}
	}
	portalDir, handDir := filepath.Join(dir, "portal"), filepath.Join(dir, "hand")
	if err := writeSuites(p, portalDir, handDir); err != nil {
		return nil, err
	}
	bare := filepath.Join(dir, "bare")
	if err := os.CopyFS(bare, p.shape.Source()); err != nil {
		return nil, err
	}
	validate := process("validate/"+p.shape.Name, "portcullis-validate", ours, "validate", bare)
	suite := process("suite/1000-cases", "portcullis-test", ours, "test", portalDir)
	peer := process("suite/1000-cases", "opa-test", opa, "test", handDir)
	validate.base, peer.base = true, true
	return []measure{validate, peer, suite}, nil
}

// atEnd ends what was started for the figures.
var atEnd []func()

// scratch makes a folder for what the figures write, which [removeScratch]
// takes away, ending what runs there.
var scratch = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "figures") })

func removeScratch() {
	for _, end := range atEnd {
		end()
	}
	atEnd = nil
	if dir, err := scratch(); err == nil {
		_ = os.RemoveAll(dir)
	}
}

// process makes a measure of running a program, which has to end well.
func process(group, name, program string, args ...string) measure {
	var peak int64
	return measure{
		group: group, name: name, unit: "process", ours: strings.HasPrefix(name, "portcullis"),
		do: func(int) error {
			c := exec.Command(program, args...)
			if out, err := c.CombinedOutput(); err != nil {
				return fmt.Errorf("%s: %w\n%.2000s", name, err, out)
			}
			peak = peakMemory(c.ProcessState)
			return nil
		},
		metric: func() (float64, string, error) { return float64(peak) / 1024, "MB-peak", nil },
	}
}

// writeSuites writes the portal with its tests, and the policy written by hand
// with the same tests in Rego.
func writeSuites(p *portal, portalDir, handDir string) error {
	rows := workload.Rows(decisionRows, 1)
	request := p.shape.View(1)
	allowed, err := p.allowed(rows)
	if err != nil {
		return err
	}
	suite, err := p.shape.Suite(rows, func(row int) bool { return allowed[row] }, suiteCases)
	if err != nil {
		return err
	}
	if err := write(portalDir, p.shape.Source(), suite); err != nil {
		return err
	}
	for name, text := range handRego(p.shape) {
		if err := writeFile(filepath.Join(handDir, name), []byte(text)); err != nil {
			return err
		}
	}
	data, err := json.Marshal(map[string]any{"figures": map[string]any{"request": request, "rows": rows}})
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(handDir, "data.json"), data); err != nil {
		return err
	}
	return writeFile(filepath.Join(handDir, "figures_test.rego"), []byte(handTests(allowed, suiteCases)))
}

// allowed asks which of the rows the person with one profile may see.
func (p *portal) allowed(rows []map[string]any) ([]bool, error) {
	request := p.shape.View(1)
	allowed := make([]bool, len(rows))
	for i, row := range rows {
		r := *request
		r.Row = row
		var err error
		if allowed[i], err = p.engine.Allow(context.Background(), &r); err != nil {
			return nil, err
		}
	}
	return allowed, nil
}

func writeFile(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o600)
}

// handTests writes the cases as tests of the policy written by hand.
func handTests(allowed []bool, cases int) string {
	var b strings.Builder
	b.WriteString(`package figures_test

import data.figures
import data.hand

asked(row) := object.union(figures.request, {"row": figures.rows[row]})

`)
	for i := range cases {
		not := "not "
		if allowed[i%len(allowed)] {
			not = ""
		}
		fmt.Fprintf(&b, "test_%04d if %shand.allow with input as asked(%d)\n\n", i, not, i%len(allowed))
	}
	return b.String()
}
