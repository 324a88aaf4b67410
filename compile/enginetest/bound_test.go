package enginetest

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/bind"
)

// closures is the answer of the filter that is bound to the person, which is
// asked of rows as maps, or as lists of columns.
func (p *portal) closures(r *rego.Request, about thing, columns bool) (grid, error) {
	b, err := p.engine.Bind(r.User, r.Resource, r.Action, r.Now)
	if err != nil {
		return grid{}, err
	}
	for i, f := range b.Fields() {
		if len(b.Fields()) != len(about.fields) || f.Name != about.fields[i].Name {
			return grid{}, fmt.Errorf("it has other fields: %v", b.Fields())
		}
	}
	g := grid{rows: map[string][]cell{}}
	if columns {
		names := columnNames(about.table, about.needs, "")
		rows := b.Columns(names...)
		for _, row := range r.Rows {
			if err := askClosure(rows, inColumns(about.table, about.needs, row), row, about, g); err != nil {
				return grid{}, err
			}
		}
		return g, nil
	}
	for _, row := range r.Rows {
		if err := askClosure(b.Maps(), row, row, about, g); err != nil {
			return grid{}, err
		}
	}
	return g, nil
}

func askClosure[R any](rows *bind.Rows[R], asked R, row map[string]any, about thing, g grid) error {
	seen, allowed := rows.Cells(asked, nil)
	if rows.Allows(asked) != allowed {
		return fmt.Errorf("row %s is allowed: %v, and has cells: %v", keyOf(about, row), !allowed, allowed)
	}
	if !allowed {
		return nil
	}
	list := make([]cell, len(about.fields))
	for i, f := range about.fields {
		switch c := seen[i]; c.State {
		case bind.Hidden:
			list[i] = hidden
		case bind.Masked:
			list[i] = shown(f, c.Mask)
			list[i].masked = true
		case bind.Shown:
			list[i] = shown(f, row[f.Name])
		default:
			return fmt.Errorf("there is no state %d of a cell", c.State)
		}
	}
	g.rows[keyOf(about, row)] = list
	return nil
}

// columnNames names the fields of a row and of those that to-one relations lead
// to, as a LEFT JOIN has them, and to-many relations as a whole.
func columnNames(t *lang.Table, need paths, prefix string) []string {
	var names []string
	for _, f := range t.Fields {
		names = append(names, prefix+f.Name)
	}
	for _, r := range relationsIn(t, need) {
		if r.Many {
			names = append(names, prefix+r.Name)
		} else {
			names = append(names, columnNames(r.Target, need[r.Name], prefix+r.Name+".")...)
		}
	}
	return names
}

// inColumns gives a row in the order of columnNames; of a missing row nulls.
func inColumns(t *lang.Table, need paths, row map[string]any) []any {
	var values []any
	for _, f := range t.Fields {
		values = append(values, row[f.Name])
	}
	for _, r := range relationsIn(t, need) {
		if r.Many {
			values = append(values, row[r.Name])
			continue
		}
		other, _ := row[r.Name].(map[string]any)
		values = append(values, inColumns(r.Target, need[r.Name], other)...)
	}
	return values
}

// relationsIn gives the relations of a table that are needed, in the order of names.
func relationsIn(t *lang.Table, need paths) []*lang.Relation {
	var list []*lang.Relation
	for _, name := range slices.Sorted(maps.Keys(need)) {
		if i := slices.IndexFunc(t.Relations, func(r *lang.Relation) bool { return r.Name == name }); i >= 0 {
			list = append(list, t.Relations[i])
		}
	}
	return list
}

// page is the answer of the engine that is bound to the form.
func (p *portal) page(r *rego.Request, about thing) (grid, error) {
	rows, err := p.bound.Visible(context.Background(), r)
	if err != nil {
		return grid{}, err
	}
	return gridOf(rows, about), nil
}
