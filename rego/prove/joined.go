package prove

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// Joined gives a row of the world with the rows that its relations lead to, as
// requests have them, so many steps deep.
func (w *World) Joined(t *form.Table, row map[string]any, depth int) map[string]any {
	out := make(map[string]any, len(row)+len(t.Relations))
	for _, f := range t.Fields {
		if v, ok := row[f.Name]; ok {
			out[f.Name] = v
		} else {
			out[f.Name] = nil
		}
	}
	if depth == 0 {
		return out
	}
	for _, r := range t.Relations {
		if !r.Many {
			out[r.Name] = nil
			if to := w.leads(r, row); to != nil {
				out[r.Name] = w.Joined(r.Target, to, depth-1)
			}
			continue
		}
		rows := []any{}
		for _, to := range w.Tables[r.Target.Name] {
			if tupleOf(r.Key, to) == tupleOf(t.Key, row) && tupleOf(r.Key, to) != "" {
				rows = append(rows, w.Joined(r.Target, to, depth-1))
			}
		}
		out[r.Name] = rows
	}
	return out
}

// leads gives the row that a to-one relation leads to, or nil.
func (w *World) leads(r *form.Relation, row map[string]any) map[string]any {
	key := tupleOf(r.Key, row)
	if key == "" {
		return nil
	}
	for _, to := range w.Tables[r.Target.Name] {
		if tupleOf(r.Target.Key, to) == key {
			return to
		}
	}
	return nil
}

// Related gives the related rows of the row as a write would make it, for the
// relations whose keys are sent or, in a new row, there by default.
func (w *World) Related(t *form.Table, depth int) map[string]any {
	out, given := map[string]any{}, map[string]any{}
	for _, f := range t.Fields {
		if x := f.Default; x != nil && w.Row == nil {
			given[f.Name] = w.initial(x)
		}
	}
	maps.Copy(given, w.Set)
	row := map[string]any{}
	maps.Copy(row, w.Row)
	maps.Copy(row, given)
	for _, r := range t.Relations {
		if r.Many {
			continue
		}
		turned := slices.ContainsFunc(r.Key, func(f *form.Field) bool { _, is := given[f.Name]; return is })
		if to := w.leads(r, row); turned && to != nil {
			out[r.Name] = w.Joined(r.Target, to, depth)
		} else {
			out[r.Name] = nil
		}
	}
	return out
}

// initial gives what there is by default.
func (w *World) initial(x form.Operand) any {
	switch x := x.(type) {
	case form.Constant:
		return x.Value
	case form.Place:
		if x.Root == form.Today {
			return w.Now[:len("2026-03-01")]
		}
		return w.Now
	case form.Changed, form.Count, form.Moved, form.Midnight, form.Template:
		panic(fmt.Sprintf("prove: a default of kind %T", x))
	default:
		panic(fmt.Sprintf("prove: a default of kind %T", x))
	}
}

// tupleOf writes the values of fields; "" where one of them is null.
func tupleOf(fields []*form.Field, row map[string]any) string {
	var parts []string
	for _, f := range fields {
		v := row[f.Name]
		if v == nil {
			return ""
		}
		parts = append(parts, fmt.Sprintf("%v", v))
	}
	return strings.Join(parts, "\x00") + "\x00"
}
