package reference

import (
	"fmt"

	"portcullis/lang"
)

// path follows to-one relations to a field.
func (s scope) path(p *lang.Path) cell {
	record, reached := s.walk(p.Root, p.Var, p.Steps)
	switch reached {
	case value:
		return lookField(record, p.Field)
	case null: // "A path through a missing row is null"
		return cell{state: null, typ: p.Field.Type}
	default:
		return cell{}
	}
}

// walk gives the record that to-one relations lead to; null where a row is
// missing on the way, unknown where a relation is lacking or no record.
func (s scope) walk(root lang.Root, v *lang.Var, steps []*lang.Relation) (map[string]any, state) {
	var start any
	if root == lang.RootUser && s.person.anonymous {
		return nil, null
	}
	switch root {
	case lang.RootRow:
		start = s.row
	case lang.RootNew:
		start = s.new
	case lang.RootUser:
		start = s.person.record
	case lang.RootVar:
		start = s.vars[v].record
	default:
		panic(fmt.Sprintf("reference: no such root: %d", root))
	}
	if start == (missing{}) {
		return nil, null
	}
	record, ok := start.(map[string]any)
	if !ok {
		return nil, unknown
	}
	for _, step := range steps {
		next, present := record[step.Name]
		if present && next == nil {
			return nil, null
		}
		if record, ok = next.(map[string]any); !ok {
			return nil, unknown
		}
	}
	return record, value
}

// recordOf gives the record that a condition is asked of: "the condition with
// RECORD in place of `row`".
func (s scope) recordOf(of *lang.Record) any {
	if of == nil {
		return s.row
	}
	record, reached := s.walk(of.Root, of.Var, of.Steps)
	switch reached {
	case value:
		return record
	case null:
		return missing{}
	default:
		return nil
	}
}

// missing stands for a row that is not there: whatever is asked of it is null.
type missing struct{}

// elements gives what a sequence ranges over; false where it cannot be known.
func (s scope) elements(over lang.Seq) ([]element, bool) {
	switch over := over.(type) {
	case *lang.LiteralSeq:
		var elements []element
		for _, v := range over.Values {
			elements = append(elements, element{scalar: constant(over.Elem, v)})
		}
		return elements, true
	case *lang.FieldSeq:
		list := s.valueOf(over.X)
		if list.state != value { // "A null list is unknown"
			return nil, false
		}
		var elements []element
		for _, c := range list.list {
			elements = append(elements, element{scalar: c})
		}
		return elements, true
	case *lang.RowSeq:
		return s.rows(over)
	default:
		panic(fmt.Sprintf("reference: no such sequence: %T", over))
	}
}

// rows gives the records of a to-many relation: "a to-many path through [a
// missing row] has no rows"; one "that is not a list" is unknown.
func (s scope) rows(over *lang.RowSeq) ([]element, bool) {
	record, reached := s.walk(over.Root, over.Var, over.Steps)
	if reached != value {
		return nil, reached == null
	}
	records, ok := record[over.Relation.Name].([]any)
	if !ok {
		return nil, false
	}
	var elements []element
	for _, r := range records {
		elements = append(elements, element{record: r})
	}
	return elements, true
}
