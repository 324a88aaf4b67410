package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"portcullis/cmd/figures/workload"
	"portcullis/internal/pgtest"
	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
	psql "portcullis/rego/sql"

	_ "github.com/jackc/pgx/v5/stdlib"       // the driver "pgx"
	_ "github.com/ncruces/go-sqlite3/driver" // the driver "sqlite3"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	opa "github.com/open-policy-agent/opa/v1/rego"
	opacompile "github.com/open-policy-agent/opa/v1/rego/compile"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// filters measures what is done once for a person and a table: OPA's own
// compilation of a filter, prepared beforehand, binding, and the text of a
// statement.
func filters(p *portal) ([]measure, error) {
	request := p.shape.View(1)
	compiled, err := p.compilation(request)
	if err != nil {
		return nil, err
	}
	policy := p.engine.Policy()
	bound := func() (*bind.Bound, error) {
		return policy.Person(bind.User(request.User), request.Now).Bind(form.ResourceKind("table"), workload.Table, "view")
	}
	line := func(name string, base bool, do func(int) error) measure {
		return measure{group: "filter/" + p.shape.Name, name: name, base: base, ours: !base, unit: "filter", do: do}
	}
	return []measure{
		line("opa-compile", true, func(int) error { return compiled() }),
		line("bind", false, func(int) error {
			b, err := bound()
			if err == nil {
				b.Maps()
			}
			return err
		}),
		line("bind-and-sql", false, func(int) error {
			b, err := bound()
			if err == nil {
				_, err = psql.Select(b.Residual(), psql.PostgreSQL)
			}
			return err
		}),
	}, nil
}

// compilation prepares OPA's compilation of the filter of orders to a WHERE.
func (p *portal) compilation(request *rego.Request) (func() error, error) {
	loaded, err := bundle.NewReader(bytes.NewReader(p.bundle)).Read()
	if err != nil {
		return nil, fmt.Errorf("reading the bundle: %w", err)
	}
	modules := map[string]*ast.Module{}
	for _, m := range loaded.Modules {
		modules[m.Path] = m.Parsed
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return nil, compiler.Errors
	}
	about := p.engine.Catalog().Tables[workload.Table].Actions["view"].Filter
	rule := ast.MustParseRef("data." + strings.ReplaceAll(about.Path, "/", "."))
	var unknowns []*ast.Term
	for _, u := range about.Unknowns {
		unknowns = append(unknowns, ast.MustParseTerm(u))
	}
	ctx := context.Background()
	prepared, err := opacompile.New(
		opacompile.Target("sql", "postgresql"),
		opacompile.ParsedUnknowns(unknowns...),
		opacompile.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(rule)))),
		opacompile.MaskRule(rule[:len(rule)-1].Append(ast.StringTerm(about.MaskRule))),
		opacompile.Rego(opa.Compiler(compiler), opa.Store(inmem.NewFromObject(loaded.Data))),
	).Prepare(ctx)
	if err != nil {
		return nil, fmt.Errorf("preparing the filter: %w", err)
	}
	input, err := ast.InterfaceToValue(map[string]any{"user": request.User, "now": request.Now})
	if err != nil {
		return nil, err
	}
	return func() error {
		found, err := prepared.Compile(ctx, opa.EvalParsedInput(input))
		if err != nil {
			return err
		}
		if where, ok := found.For("sql", "postgresql").Query.(string); !ok || where == "" {
			return fmt.Errorf("OPA gives no WHERE")
		}
		return nil
	}, nil
}

// database is one on which statements are measured.
type database struct {
	dialect psql.Dialect
	rows    int
	open    func() (*sql.DB, error)
	fill    string
}

// createOrders makes the table, with types that are the databases' own.
const createOrders = `
CREATE TABLE orders (id bigint PRIMARY KEY, client_id bigint, contact_id bigint, added_by bigint, assigned_to bigint,
  status text, channel text, reference text, title text, note text, total NUMERIC_TYPE, margin NUMERIC_TYPE, discount NUMERIC_TYPE,
  quantity bigint, due DATE_TYPE, ordered_on DATE_TYPE, updated_at TIMESTAMP_TYPE, priority bigint, confidential BOOL_TYPE, tags LIST_TYPE);
`

// queries measures one statement on a table: what the printer makes of the
// policy, beside the WHERE that a person would write for it. Both count the
// rows and the cells that they show, and are prepared, as their text stays the same.
func queries(p *portal, d database) ([]measure, error) {
	request := p.shape.View(1)
	bound, err := p.engine.Bind(request.User, request.Resource, request.Action, request.Now)
	if err != nil {
		return nil, err
	}
	printed, err := psql.Select(bound.Residual(), d.dialect)
	if err != nil {
		return nil, err
	}
	db, err := d.open()
	if err != nil {
		return nil, err
	}
	if _, err := db.Exec(d.fill); err != nil {
		return nil, fmt.Errorf("filling %s: %w", d.dialect, err)
	}
	const counts = "SELECT count(*), count(total), count(title) FROM "
	hand := counts + `orders WHERE (client_id = 7 OR added_by = 3 AND status = 'draft' OR total < 100 AND status <> 'done') AND NOT confidential`
	ours := counts + "(" + printed.SQL + ") AS seen"
	group := fmt.Sprintf("query/%s/%d-rows", d.dialect, d.rows)
	var list []measure
	var found []string
	for i, q := range []struct {
		name, text string
		params     []any
	}{{"hand-written-where", hand, nil}, {"printed", ours, printed.Params}} {
		statement, err := db.Prepare(q.text)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", group, q.name, err)
		}
		run := func(int) (string, error) {
			var rows, totals, titles int
			err := statement.QueryRow(q.params...).Scan(&rows, &totals, &titles)
			return fmt.Sprintf("%d rows, %d totals, %d titles", rows, totals, titles), err
		}
		counted, err := run(0)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", group, q.name, err)
		}
		found = append(found, counted)
		list = append(list, measure{
			group: group, name: q.name, base: i == 0, ours: i == 1, per: d.rows, unit: "row",
			do: func(i int) error { _, err := run(i); return err },
		})
	}
	if found[0] != found[1] || strings.HasPrefix(found[0], "0 ") {
		return nil, fmt.Errorf("%s: the WHERE by hand gives %s, the printed statement %s", group, found[0], found[1])
	}
	return list, nil
}

// databases are those that statements are measured on.
func databases() []database {
	types := func(numeric, date, timestamp, boolean, list string) string {
		return strings.NewReplacer("NUMERIC_TYPE", numeric, "DATE_TYPE", date, "TIMESTAMP_TYPE", timestamp,
			"BOOL_TYPE", boolean, "LIST_TYPE", list).Replace(createOrders)
	}
	strict := strings.NewReplacer("bigint", "integer", ");", ") STRICT;").Replace(types("integer", "text", "text", "integer", "text"))
	index := "CREATE INDEX by_client ON orders (client_id); CREATE INDEX by_adder ON orders (added_by); ANALYZE;"
	return []database{
		inMemory(psql.SQLite, types("numeric", "text", "text", "boolean", "text")+sqliteRows+index),
		inMemory(psql.SQLiteStrict, strict+sqliteRows+index),
		{
			dialect: psql.PostgreSQL, rows: 1_000_000,
			open: func() (*sql.DB, error) {
				server, err := pgtest.Shared()
				if err != nil {
					return nil, err
				}
				return sql.Open("pgx", server.DSN("postgres"))
			},
			fill: types("numeric", "date", "timestamptz", "boolean", "text[]") + `
INSERT INTO orders SELECT g, g % 20, g % 200, g % 12, g % 30, (ARRAY['draft', 'open', 'shipped', 'done', 'void'])[1 + g % 5], 'web',
  'SO-' || g, 'Order ' || g, 'Deliver to the back door.', g * 7 % 400, g % 90, 0, 1, '2026-03-01', '2026-01-01', '2026-02-01T09:00:00Z',
  g % 4, g % 13 = 0, ARRAY['eu'] FROM generate_series(1::bigint, 1000000) g;` + index,
		},
	}
}

const sqliteRows = `
WITH RECURSIVE n(g) AS (SELECT 1 UNION ALL SELECT g + 1 FROM n WHERE g < 10000)
INSERT INTO orders SELECT g, g % 20, g % 200, g % 12, g % 30,
  CASE g % 5 WHEN 0 THEN 'draft' WHEN 1 THEN 'open' WHEN 2 THEN 'shipped' WHEN 3 THEN 'done' ELSE 'void' END, 'web',
  'SO-' || g, 'Order ' || g, 'Deliver to the back door.', g * 7 % 400, g % 90, 0, 1, '2026-03-01', '2026-01-01', '2026-02-01T09:00:00Z',
  g % 4, g % 13 = 0, '["eu"]' FROM n;`

// inMemory is a database of SQLite.
func inMemory(dialect psql.Dialect, fill string) database {
	return database{dialect: dialect, rows: 10_000, fill: fill, open: func() (*sql.DB, error) {
		db, err := sql.Open("sqlite3", "file::memory:?_timefmt=sqlite")
		if err == nil {
			db.SetMaxOpenConns(1) // each connection has a memory of its own
		}
		return db, err
	}}
}
