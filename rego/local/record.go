package local

import (
	"maps"
	"slices"

	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// after gives the row as it would be with changes to its fields, a new one with
// what it has by default. Where the key
// of a to-one relation changes, the related row is the one in the request, none
// if the key is null, and else unknown, which is absent.
func (w *write) after(changes map[string]any) map[string]any {
	record := maps.Clone(w.stored)
	if w.stored == nil {
		record = blank(w.on.Table)
		changes = joined(w.who.Initial(w.on.Table), changes)
	}
	for _, f := range w.on.Table.Fields {
		if x, ok := changes[f.Name]; ok {
			record[f.Name] = x
		}
	}
	for _, r := range w.on.Table.Relations {
		changed := slices.ContainsFunc(r.Key, func(f *form.Field) bool { _, has := changes[f.Name]; return has })
		if r.Many || !changed {
			continue
		}
		delete(record, r.Name)
		if to, known := w.leadsTo(r, record); known {
			record[r.Name] = to
		}
	}
	return record
}

// blank is a new row before it has anything. What it has by default, or from the
// database, is not null but for a change.
func blank(t *form.Table) map[string]any {
	record := make(map[string]any, len(t.Fields)+len(t.Relations))
	for _, f := range t.Fields {
		if f.Default == nil && !f.Generated {
			record[f.Name] = nil
		}
	}
	for _, r := range t.Relations {
		switch {
		case r.Many:
			record[r.Name] = []any{}
		case slices.ContainsFunc(r.Key, func(f *form.Field) bool { _, null := record[f.Name]; return null }):
			record[r.Name] = nil
		}
	}
	return record
}

// leadsTo gives the row that the key in a record leads to: none if a part of it
// is null; false where it is not known. One that says to have another key is not
// believed.
func (w *write) leadsTo(r *form.Relation, record map[string]any) (any, bool) {
	to, known := w.q.Related[r.Name]
	other, _ := to.(map[string]any)
	for i, f := range r.Key {
		key, has := record[f.Name]
		if has && bind.IsNull(key) {
			return nil, true
		}
		of := r.Target.Key[i]
		named, says := other[of.Name]
		known = known && has && bind.Valid(f.Type, key) && (!says || bind.Same(of.Type, named, key))
	}
	return to, known
}
