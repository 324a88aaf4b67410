package bind

import (
	"fmt"
	"sync"

	"portcullis/rego/form"
)

// Bound is a person bound to an action on the existing rows of a table or
// report, at a time. It is safe for concurrent use.
type Bound struct {
	who    *Person
	on     *resource
	action string
	view   rules
	act    rules        // of the action, where it is not view
	update rules        // of update, for what may be edited
	in     form.Formula // what proves that a row is in the report

	leaving, mapping, recording sync.Once
	residual                    *Residual
	maps                        *Rows[map[string]any]
	records                     *Rows[Record]
}

// Bind binds the person to an action on the existing rows of a table or
// report. The error says that there is no such thing, or no such action on
// existing rows.
func (who *Person) Bind(kind form.ResourceKind, name, action string) (*Bound, error) {
	r := who.policy.resources[resourceKey{kind, name}]
	if r == nil || r.Table == nil || kind == form.KindForm {
		return nil, fmt.Errorf("there is no %s %q with rows", kind, name)
	}
	if mode := r.Modes[action]; mode != form.OnRow && mode != form.Update {
		return nil, fmt.Errorf("%s %q has no action %q on existing rows", kind, name, action)
	}
	b := &binder{who: who}
	bound := &Bound{who: who, on: r, action: action, view: b.rules(r, "view", nil), in: form.Always{}}
	bound.update = b.rules(r, "update", &bound.view)
	switch action {
	case "view":
		bound.act = bound.view
	case "update":
		bound.act = bound.update
	default:
		bound.act = b.rules(r, action, &bound.view)
	}
	if r.Rows != nil {
		bound.in = b.formula(r.Rows)
	}
	return bound, nil
}

// Residual gives what is left of the policy, for other engines to ask of rows.
// It is shared: do not change it.
func (b *Bound) Residual() *Residual {
	b.leaving.Do(func() { b.residual = b.leave() })
	return b.residual
}

func (b *Bound) leave() *Residual {
	out := &Residual{Resource: b.on.Resource, Action: b.action, Rows: and(b.in, b.view.proof())}
	shown := sightings{}
	out.Sights = make([]Sight, len(b.on.Fields))
	for i, f := range b.on.Fields {
		out.Sights[i] = b.who.sight(f, b.on.Table.Key.Has(f), b.view, &shown)
	}
	if b.action != "view" {
		out.Rows = and(out.Rows, b.act.proof())
	}
	if b.on.Modes[b.action] == form.Update {
		out.Edits = b.who.edits(b.on, b.update, out.Sights)
		if out.Edits != nil && len(out.Edits) == 0 {
			out.Rows = form.Never{}
		}
	}
	return out
}

// Fields gives the fields of the table or report, in the schema's order: what
// the cells of [Rows.Cells] are of. It is shared: do not change it.
func (b *Bound) Fields() []*form.Field { return b.on.Fields }

// Maps gives the filter of rows that are maps of fields, and of relations with
// what they lead to, as a request has them.
func (b *Bound) Maps() *Rows[map[string]any] {
	b.mapping.Do(func() { b.maps = newRows(b, b.on.maps.get(b.on, inMap, leafInMap), isMap) })
	return b.maps
}

// Records gives the filter of rows of a caller's own type.
func (b *Bound) Records() *Rows[Record] {
	b.recording.Do(func() { b.records = newRows(b, b.on.records.get(b.on, inRecord, leafInRecord), isRecord) })
	return b.records
}

// Columns gives the filter of rows that are lists of values, one for each of
// the columns. A column is named as a field, or as a path to the field of a
// related row ("contact.client_id"), as a LEFT JOIN has it: a related row whose
// key is null is not there. It may also be a relation, whose value is a map or
// a list of maps. What no column has is unknown.
func (b *Bound) Columns(names ...string) *Rows[[]any] {
	c := columns{table: b.on.Table, at: make(map[string]int, len(names))}
	for i, name := range names {
		c.at[name] = i
	}
	return newRows(b, &source[[]any]{path: c.field, leaf: c.leaf}, isList)
}

// Allows reports whether the action is allowed on a row; see [Rows.Allows].
func (b *Bound) Allows(row map[string]any) bool { return b.Maps().Allows(row) }

// Cells tells what is seen of a row; see [Rows.Cells].
func (b *Bound) Cells(row map[string]any, into []Cell) ([]Cell, bool) {
	return b.Maps().Cells(row, into)
}
