package enginetest

import (
	"context"
	"fmt"
	"slices"

	"portcullis/lang"
	"portcullis/lang/reference"
	"portcullis/rego"
)

// expected is the reference's answer.
func (p *portal) expected(r *rego.Request, about thing) grid {
	g := grid{rows: map[string][]cell{}}
	for _, row := range reference.Visible(p.policy, document(r)) {
		g.rows[keyOf(about, row.Row)] = cells(about, row.Row, row.Masked, row.Hidden)
	}
	return g
}

func keyOf(about thing, row map[string]any) string {
	return keyText(about.table.Key, row)
}

func cells(about thing, row map[string]any, masked, out []string) []cell {
	list := make([]cell, len(about.fields))
	for i, f := range about.fields {
		switch v, there := row[f.Name]; {
		case slices.Contains(out, f.Name) && !there:
			list[i] = hidden
		case there:
			list[i] = shown(f, v)
			list[i].masked = slices.Contains(masked, f.Name)
		default:
			list[i] = cell{value: "neither shown nor hidden"}
		}
	}
	return list
}

// visible is the answer of `visible`, of the whole page.
func (p *portal) visible(r *rego.Request, about thing) (grid, error) {
	rows, err := p.engine.Visible(context.Background(), r)
	if err != nil {
		return grid{}, err
	}
	return gridOf(rows, about), nil
}

func gridOf(rows []rego.VisibleRow, about thing) grid {
	g := grid{rows: map[string][]cell{}}
	for _, row := range rows {
		g.rows[keyOf(about, row.Row)] = cells(about, row.Row, row.Masked, row.Hidden)
	}
	return g
}

// decisions is the answer of `decision`, of some of the rows: each so many.
func (p *portal) decisions(r *rego.Request, about thing, want grid, each int) string {
	for i := 0; i < len(r.Rows); i += each {
		one := *r
		one.Row, one.Rows = r.Rows[i], nil
		key := keyOf(about, one.Row)
		d, err := p.engine.Decide(context.Background(), &one)
		if err != nil {
			return err.Error()
		}
		expected, allowed := want.rows[key]
		if d.Allow != allowed {
			return fmt.Sprintf("row %s: decision allows it: %v", key, d.Allow)
		}
		for j, f := range about.fields {
			if got := decided(d, f, one.Row); allowed && !got.equal(expected[j], false) {
				return fmt.Sprintf("row %s, cell %s: by decision %s, and not %s", key, f.Name, got, expected[j])
			}
		}
	}
	return ""
}

func decided(d *rego.Decision, f *lang.Field, row map[string]any) cell {
	mask, masked := d.Masked[f.Name]
	switch {
	case !slices.Contains(d.Visible, f.Name):
		return hidden
	case masked:
		c := shown(f, mask)
		c.masked = true
		return c
	default:
		return shown(f, row[f.Name])
	}
}
