package enginetest

import (
	"fmt"
	"strings"

	"portcullis/rego"
	"portcullis/rego/sql"
)

// selected is the answer of the SQL of the bound form on a database; false where
// the database cannot have a number that it would have to be asked with.
func (p *portal) selected(db database, r *rego.Request, about thing) (g grid, statement string, ok bool, err error) {
	b, err := p.engine.Bind(r.User, r.Resource, r.Action, r.Now)
	if err != nil {
		return grid{}, "", false, err
	}
	s, err := sql.Select(b.Residual(), sql.Dialect(db.dialect()))
	if err != nil {
		if strings.Contains(err.Error(), " has no exact number ") || strings.HasPrefix(err.Error(), "MySQL has no timestamp ") {
			return grid{}, "", false, nil
		}
		return grid{}, "", false, err
	}
	statement = fmt.Sprintf("%s\n%#v", s.SQL, s.Params)
	if err := sameColumns(s.Columns, about.fields); err != nil {
		return grid{}, statement, false, err
	}
	rows, err := db.ask(s.SQL, s.Params, about.fields)
	if err != nil {
		return grid{}, statement, false, err
	}
	g = grid{rows: map[string][]cell{}, blank: true}
	for _, row := range rows {
		list := make([]cell, len(about.fields))
		for i, f := range about.fields {
			list[i] = shown(f, row[f.Name])
		}
		key := keyOf(about, row)
		if _, twice := g.rows[key]; twice {
			return grid{}, statement, false, fmt.Errorf("row %s is there twice", key)
		}
		g.rows[key] = list
	}
	return g, statement, true, nil
}
