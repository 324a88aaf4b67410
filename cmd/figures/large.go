package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"portcullis/cmd/figures/workload"
)

// How many cases and rows are many.
const (
	manyCases = 100_000
	manyRows  = 1_000_000
)

// largeSuites measures whole processes on tests that are larger than any that
// a person writes: cases in one file, by `portcullis test`, and a fixture's
// rows, by `portcullis view`.
func largeSuites(p *portal) ([]measure, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	ours := filepath.Join(dir, "portcullis-large")
	if text, err := exec.Command("go", "build", "-o", ours, "portcullis/cmd/portcullis").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building portcullis: %w\n%s", err, text)
	}
	cases, rows := filepath.Join(dir, "cases"), filepath.Join(dir, "rows")
	few := workload.Rows(decisionRows, 1)
	allowed, err := p.allowed(few)
	if err != nil {
		return nil, err
	}
	suite, err := p.shape.Suite(few, func(row int) bool { return allowed[row] }, manyCases)
	if err != nil {
		return nil, err
	}
	if err := write(cases, p.shape.Source(), suite); err != nil {
		return nil, err
	}
	if suite, err = p.shape.Suite(workload.Rows(manyRows, 1), nil, 0); err != nil {
		return nil, err
	}
	if err := write(rows, p.shape.Source(), suite); err != nil {
		return nil, err
	}
	measures := []measure{
		process(fmt.Sprintf("suite/%d-cases", manyCases), "portcullis-test", ours, "test", cases),
		process(fmt.Sprintf("view/%d-rows", manyRows), "portcullis-view", ours, "view", workload.Table, "--as", "ana", "-C", rows),
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
