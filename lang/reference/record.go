package reference

import (
	"maps"
	"slices"

	"portcullis/lang"
)

// write is a row to be: what is stored, what is sent, what statements set.
type write struct {
	table   *lang.Table
	stored  map[string]any // nil for a new row
	sent    map[string]any // without what counts as not sent
	related map[string]any
	garbled bool // `related` is no object
	person  *person
}

// storedOrNil is the stored row as conditions are asked of it.
func (w write) storedOrNil() any {
	if w.stored == nil {
		return nil
	}
	return w.stored
}

// after gives `new`, "the row as it would be after the write", as a record: what
// is unknown of it is absent.
func (w write) after(given map[string]cell) map[string]any {
	record := maps.Clone(w.stored)
	if w.stored == nil {
		record = w.blank()
	}
	touched := map[*lang.Field]bool{}
	for _, f := range w.table.Fields {
		if raw, ok := w.sent[f.Name]; ok {
			record[f.Name] = raw
			touched[f] = true
		}
		if c, ok := given[f.Name]; ok {
			record[f.Name] = c.raw
			touched[f] = true
		}
	}
	for _, r := range w.table.Relations {
		keyTouched := slices.ContainsFunc(r.Key, func(f *lang.Field) bool { return touched[f] })
		if r.Many || (w.stored != nil && !keyTouched) {
			continue // "relations whose keys stay are those of `row`"
		}
		if other, known := w.relatedRow(r, record); known {
			record[r.Name] = other
		} else {
			delete(record, r.Name)
		}
	}
	return record
}

// blank is a new row before anything is sent: "a field neither sent nor set has
// its `default`, is unknown if `generated`, and else null; it has no to-many rows".
func (w write) blank() map[string]any {
	record := map[string]any{}
	for _, f := range w.table.Fields {
		switch {
		case f.Generated: // unknown
		case f.Default == nil:
			record[f.Name] = nil
		default:
			if c := (scope{person: w.person}).valueOf(f.Default); c.state != unknown {
				record[f.Name] = c.raw
			}
		}
	}
	for _, r := range w.table.Relations {
		if r.Many {
			record[r.Name] = []any{}
		}
	}
	return record
}

// relatedRow gives the related record of the row to be: "a to-one relation
// whose key is sent or set, and which is not in `related`, is unknown, or a
// missing row if the key is null"; "a relation of which one part of the key is
// null leads to a missing row".
func (w write) relatedRow(r *lang.Relation, record map[string]any) (any, bool) {
	other, known := w.related[r.Name]
	for i, f := range r.Key {
		key := lookField(record, f)
		switch key.state {
		case null:
			return nil, true
		case unknown:
			known = false
		}
		if fields, isRecord := other.(map[string]any); isRecord {
			if _, named := fields[r.Target.Key[i].Name]; named && !same(lookField(fields, r.Target.Key[i]), key) {
				known = false // it is not the row that the key names
			}
		}
	}
	return other, known
}

// without what counts as not sent: "A visible, unmasked field that is sent with
// its stored value counts as not sent".
func effective(sent map[string]any, stored map[string]any, t *lang.Table, s sight) map[string]any {
	rest := maps.Clone(sent)
	for _, f := range t.Fields {
		raw, ok := sent[f.Name]
		if ok && s.plain(f) && same(look(f.Type, raw), lookField(stored, f)) {
			delete(rest, f.Name)
		}
	}
	return rest
}
