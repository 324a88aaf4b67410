package enginetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"portcullis/lang"
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
	if errors.Is(err, errDeep) {
		return grid{}, statement, false, nil
	}
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

// paged asks a database for what a statement gives in an order that is drawn, at once
// and behind one of its rows, by the keys. It gives what is wrong with that, "" if
// nothing is, and false where there is no statement, or that row has what cannot be
// named.
func (p *portal) paged(db database, r *rego.Request, about thing, want grid) (diff string, ok bool, err error) {
	b, err := p.engine.Bind(r.User, r.Resource, r.Action, r.Now)
	if err != nil {
		return "", false, err
	}
	s, err := sql.Select(b.Residual(), sql.Dialect(db.dialect()))
	if err != nil {
		return "", false, nil // which selected tells
	}
	d := newDrawer(uint64(len(r.Rows) + 1000*len(want.rows))) // the same for the same question
	page := sql.Page{}
	for _, f := range about.fields {
		if f.Type.Scalar() && d.chance(20) {
			page.Order = append(page.Order, sql.Order{Column: f.Name, Descending: d.chance(50)})
		}
	}
	ask := func(page sql.Page) ([]map[string]any, string, error) {
		next, err := s.Page(page)
		if err != nil {
			return nil, "", err
		}
		rows, err := db.ask(next.SQL, next.Params, about.fields)
		return rows, fmt.Sprintf("%s\n%#v", next.SQL, next.Params), err
	}
	all, statement, err := ask(page)
	if errors.Is(err, errDeep) {
		return "", false, nil
	}
	if err != nil || len(all) != len(want.rows) {
		return fmt.Sprintf("%d rows in order %v, not %d\n%s", len(all), page.Order, len(want.rows), statement), true, err
	}
	if len(all) == 0 {
		return "", true, nil
	}
	at := d.IntN(len(all))
	for _, o := range page.Order {
		page.After = append(page.After, all[at][o.Column])
	}
	if key := about.table.Key; slices.ContainsFunc(key, func(f *lang.Field) bool {
		return !slices.ContainsFunc(page.Order, func(o sql.Order) bool { return o.Column == f.Name })
	}) {
		page.After = append(page.After, keyValue(key, all[at]))
	}
	if _, err := s.Page(page); err != nil && strings.Contains(err.Error(), " is no value of ") {
		return "", false, nil
	}
	rest, statement, err := ask(page)
	if errors.Is(err, errDeep) {
		return "", false, nil
	}
	if err != nil {
		return statement, true, err
	}
	for i, row := range all[at+1:] {
		if i >= len(rest) || keyOf(about, rest[i]) != keyOf(about, row) {
			return fmt.Sprintf("behind row %s in order %v, row %s is not the next but %d\n%s", keyOf(about, all[at]), page.Order, keyOf(about, row), i, statement), true, nil
		}
	}
	if len(rest) > len(all)-at-1 {
		return fmt.Sprintf("behind row %s in order %v, there are more rows than behind it\n%s", keyOf(about, all[at]), page.Order, statement), true, nil
	}
	return "", true, nil
}
