package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"portcullis/fixtures/run"
	"portcullis/fixtures/stored"
	"portcullis/lang/pull"
	"portcullis/rego"
	"portcullis/rego/local"
)

// engineNames are the engines that tests can run through. The first two answer
// every question, the others are asked of rows.
var engineNames = []string{"opa", "bound", "sqlite", "postgres"}

// engineChoice is an engine that tests are to run through.
type engineChoice struct {
	name string
	url  string // of a database, "" for that of the environment
}

// ofRows tells whether the engine is asked of a fixture's rows alone.
func (e engineChoice) ofRows() bool { return e.name != "opa" && e.name != "bound" }

// readEngines reads the value of --engine: names or URLs apart by commas, each
// engine once. Those that answer every question come first.
func readEngines(text string) ([]engineChoice, error) {
	var list []engineChoice
	for part := range strings.SplitSeq(text, ",") {
		e := engineChoice{name: part}
		switch last := len(list) - 1; {
		case pull.IsPostgres(part):
			e = engineChoice{"postgres", part}
		case pull.IsMySQL(part):
			e = engineChoice{"mysql", part}
		case part == "mysql":
			return nil, errors.New("--engine: mysql is given as mysql://USER@HOST:PORT/DATABASE")
		case slices.Contains(engineNames, part):
		case last >= 0 && list[last].url != "": // the URL has several hosts
			list[last].url += "," + part
			continue
		default:
			return nil, fmt.Errorf("--engine: unknown engine %q; the engines are %s", part, engineForms)
		}
		if slices.ContainsFunc(list, func(other engineChoice) bool { return other.name == e.name }) {
			return nil, fmt.Errorf("--engine: %s is there twice", e.name)
		}
		list = append(list, e)
	}
	slices.SortStableFunc(list, func(a, b engineChoice) int {
		switch {
		case a.ofRows() == b.ofRows():
			return 0
		case b.ofRows():
			return -1
		default:
			return 1
		}
	})
	if list[0].ofRows() {
		return nil, fmt.Errorf("--engine: %s is asked of rows alone, and needs opa or bound beside it", list[0].name)
	}
	return list, nil
}

const engineForms = "opa, bound, sqlite, postgres or postgres://…, and mysql://…"

// onEngines has the portal's tests run through the engines that were named. Where
// there are several, they must agree. OPA that is named answers for all rows of a
// large table; where none is, for some.
func (p *portal) onEngines(ctx context.Context, choices []engineChoice) error {
	if len(choices) == 0 {
		return nil
	}
	peers := make([]run.Peer, len(choices))
	for i, e := range choices {
		peer, err := p.peer(ctx, e)
		if err != nil {
			return fmt.Errorf("--engine: %s: %w", e.name, err)
		}
		peers[i] = peer
	}
	panel, err := run.NewPanel(p.policy, peers)
	if err != nil {
		return fmt.Errorf("--engine: %w", err)
	}
	p.runner = p.runner.With(p.policy, panel)
	return nil
}

// peer gives an engine of the portal's bundle.
func (p *portal) peer(ctx context.Context, e engineChoice) (run.Peer, error) {
	asked := p.runner.Engine() // embedded OPA, or an agent
	if e.name == "opa" {
		return run.Peer{Name: e.name, Engine: asked}, nil
	}
	engine, ok := asked.(*rego.Engine)
	if !ok {
		var err error
		if engine, err = p.engine(ctx); err != nil {
			return run.Peer{}, err
		}
	}
	var viewer *stored.Viewer
	var err error
	switch e.name {
	case "bound":
		return run.Peer{Name: e.name, Engine: local.New(engine)}, nil
	case "sqlite":
		viewer, err = stored.SQLite(engine)
	case "postgres":
		viewer, err = stored.PostgreSQL(ctx, engine, e.url)
	case "mysql":
		viewer, err = stored.MySQL(ctx, engine, e.url)
	default:
		panic("no such engine: " + e.name) // readEngines has refused it
	}
	if err != nil {
		return run.Peer{}, err
	}
	p.databases = append(p.databases, database{e.name, viewer})
	return run.Peer{Name: e.name, Viewer: viewer}, nil
}

// database is an engine of rows by its name.
type database struct {
	name string
	*stored.Viewer
}

// leaveDatabases ends what tests have used of databases, until there are others.
func (p *portal) leaveDatabases() {
	for _, db := range p.databases {
		db.Close()
	}
}

// tellDatabases leaves the databases, and tells what these were not asked.
func (a *app) tellDatabases(p *portal) {
	p.leaveDatabases()
	for _, db := range p.databases {
		for _, text := range db.Passed() {
			fmt.Fprintf(a.err, "Warning: %s was not asked: %s\n", db.name, text)
		}
	}
}
