package bound

import (
	"maps"

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
		key, changed := changes[r.Key.Name]
		if r.Many || !changed {
			continue
		}
		delete(record, r.Name)
		if to, known := w.leadsTo(r, key); known {
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
		_, null := record[r.Key.Name]
		switch {
		case r.Many:
			record[r.Name] = []any{}
		case null:
			record[r.Name] = nil
		}
	}
	return record
}

// leadsTo gives the row that a key leads to; false where it is not known. One
// that says to have another key is not believed.
func (w *write) leadsTo(r *form.Relation, key any) (any, bool) {
	if bind.IsNull(key) {
		return nil, true
	}
	to, has := w.q.Related[r.Name]
	if !has || !bind.Valid(r.Key.Type, key) {
		return nil, false
	}
	if record, ok := to.(map[string]any); ok {
		if named, has := record[r.Target.Key.Name]; has && !bind.Same(r.Target.Key.Type, named, key) {
			return nil, false
		}
	}
	return to, true
}
