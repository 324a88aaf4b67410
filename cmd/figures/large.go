package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"portcullis/cmd/figures/workload"
)

// How many cases and rows are many.
const (
	manyCases = 100_000
	manyRows  = 1_000_000
)

// mutated is a portal of 600 mutants, most of which mean something that the tests do
// not ask: a difference is looked for, and written as a test.
var mutated = workload.Shape{Name: "mutated", Tables: 12, Profiles: 6, Statements: 24}

// mutatedCases is how many tests it has.
const mutatedCases = 200

// mutants measures `portcullis test --mutate`, as a whole process.
func mutants() ([]measure, error) {
	p, err := openPortal(mutated)
	if err != nil {
		return nil, err
	}
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	ours, portalDir := filepath.Join(dir, "portcullis-mutants"), filepath.Join(dir, "mutated")
	if text, err := exec.Command("go", "build", "-o", ours, "portcullis/cmd/portcullis").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building portcullis: %w\n%s", err, text)
	}
	few := workload.Rows(decisionRows, 1)
	allowed, err := p.allowed(few)
	if err != nil {
		return nil, err
	}
	suite, err := p.shape.Suite(few, func(row int) bool { return allowed[row] }, mutatedCases)
	if err != nil {
		return nil, err
	}
	if err := write(portalDir, p.shape.Source(), suite); err != nil {
		return nil, err
	}
	run := process("mutants", "portcullis-test-mutate", ours, "test", "--mutate", portalDir)
	run.metric = nil // see largeSuites
	return []measure{run}, nil
}

// largeSuites measures whole processes on tests that are larger than any that
// a person writes: cases in one file, on few rows and each on another row, by
// `portcullis test`; and a fixture's rows, by `portcullis view`, and by a test of
// what is seen of them.
func largeSuites(p *portal) ([]measure, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	ours := filepath.Join(dir, "portcullis-large")
	if text, err := exec.Command("go", "build", "-o", ours, "portcullis/cmd/portcullis").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building portcullis: %w\n%s", err, text)
	}
	cases, apart, rows := filepath.Join(dir, "cases"), filepath.Join(dir, "apart"), filepath.Join(dir, "rows")
	for folder, of := range map[string]int{cases: decisionRows, apart: manyCases} {
		few := workload.Rows(of, 1)
		allowed, err := p.allowed(few)
		if err != nil {
			return nil, err
		}
		suite, err := p.shape.Suite(few, func(row int) bool { return allowed[row] }, manyCases)
		if err != nil {
			return nil, err
		}
		if err := write(folder, p.shape.Source(), suite); err != nil {
			return nil, err
		}
	}
	suite, err := p.shape.Suite(workload.Rows(manyRows, 1), nil, 0)
	if err != nil {
		return nil, err
	}
	if err := write(rows, p.shape.Source(), suite); err != nil {
		return nil, err
	}
	seen := fmt.Sprintf("test \"every field is seen somewhere\" {\n  as = [\"ana\"]\n  view %q {\n    fields = [\"%s\"]\n  }\n}\n",
		workload.Table, strings.Join(workload.Fields, `", "`))
	if err := writeFile(filepath.Join(rows, "tests", "seen.test.hcl"), []byte(seen)); err != nil {
		return nil, err
	}
	measures := []measure{
		process(fmt.Sprintf("suite/%d-cases", manyCases), "portcullis-test", ours, "test", cases),
		process(fmt.Sprintf("suite/%d-cases-on-as-many-rows", manyCases), "portcullis-test", ours, "test", apart),
		process(fmt.Sprintf("view/%d-rows", manyRows), "portcullis-view", ours, "view", workload.Table, "--as", "ana", "-C", rows),
		process(fmt.Sprintf("view/%d-rows", manyRows), "portcullis-test", ours, "test", rows),
	}
	for i := range measures {
		measures[i].metric = nil // Linux counts with a program's memory that of the one that started it, here with all rows
	}
	return measures, nil
}

// write writes files into a folder.
func write(dir string, files ...fs.FS) error {
	for _, f := range files {
		if err := os.CopyFS(dir, f); err != nil {
			return err
		}
	}
	return nil
}
