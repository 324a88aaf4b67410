package bind

import (
	"strings"
	"sync"

	"portcullis/rego/form"
)

// The kinds of rows. For each: how what stands at a path is got, and whether
// there is a row at all.

// source is how what stands in a row is got.
type source[R any] struct {
	path   func(path []string) get[R]
	leaf   func(name string, l leaf) test[R] // asks a field of the row's own; may be nil, and may give nil
	fields map[*form.Field]own[R]            // of the row's own; may be nil
}

// own is how a field of the row's own is got, and whether it is there.
type own[R any] struct {
	get   get[R]
	there test[R]
}

// field gives what stands at a field of the row's own.
func (s *source[R]) field(f *form.Field) get[R] {
	if of, ok := s.fields[f]; ok {
		return of.get
	}
	return s.path([]string{f.Name})
}

// has asks whether a field of the row's own is there.
func (s *source[R]) has(f *form.Field) test[R] {
	if of, ok := s.fields[f]; ok {
		return of.there
	}
	if s.leaf != nil {
		if t := s.leaf(f.Name, leaf{ask: ifThere}); t != nil {
			return t
		}
	}
	at := s.field(f)
	return func(a asked[R]) bool { return at(a).kind != absent }
}

// prepared is the source of a resource's rows, made when it is first needed:
// where a row has its fields is the same for everybody.
type prepared[R any] struct {
	once   sync.Once
	source source[R]
}

func (p *prepared[R]) get(of *resource, path func([]string) get[R], leaf func(string, leaf) test[R]) *source[R] {
	p.once.Do(func() {
		p.source = source[R]{path: path, leaf: leaf}
		fields := make(map[*form.Field]own[R], len(of.Table.Fields))
		for _, f := range of.Table.Fields {
			fields[f] = own[R]{p.source.field(f), p.source.has(f)}
		}
		p.source.fields = fields
	})
	return &p.source
}

func isMap(row map[string]any) bool { return row != nil }

func inMap(path []string) get[map[string]any] {
	if len(path) == 0 {
		return func(a asked[map[string]any]) Value { return Of(a.row) }
	}
	name, rest := path[0], path[1:]
	if len(rest) == 0 {
		return func(a asked[map[string]any]) Value {
			x, ok := a.row[name]
			if !ok {
				return Value{}
			}
			return Of(x)
		}
	}
	return func(a asked[map[string]any]) Value {
		x, ok := a.row[name]
		if !ok {
			return Value{}
		}
		return Of(x).walk(rest)
	}
}

func isRecord(row Record) bool { return row != nil }

func inRecord(path []string) get[Record] {
	if len(path) == 0 {
		return func(a asked[Record]) Value { return Related(a.row) }
	}
	name, rest := path[0], path[1:]
	return func(a asked[Record]) Value { return a.row.Field(name).walk(rest) }
}

// columns are the columns of rows that are lists, by name.
type columns struct {
	table *form.Table
	at    map[string]int
}

func isList(row []any) bool { return row != nil }

// field finds the column of a path, or of a relation on the way whose value
// has the rest.
func (c columns) field(path []string) get[[]any] {
	for n := len(path); n > 0; n-- {
		if i, ok := c.at[strings.Join(path[:n], ".")]; ok {
			return cell(i, path[n:])
		}
	}
	if key := c.keyOf(path); key >= 0 {
		return func(a asked[[]any]) Value {
			if key < len(a.row) && a.row[key] == nil {
				return Null()
			}
			return Value{}
		}
	}
	return func(asked[[]any]) Value { return Value{} }
}

func cell(i int, rest []string) get[[]any] {
	if len(rest) == 0 {
		return func(a asked[[]any]) Value {
			if i >= len(a.row) {
				return Value{}
			}
			return Of(a.row[i])
		}
	}
	return func(a asked[[]any]) Value {
		if i >= len(a.row) {
			return Value{}
		}
		return Of(a.row[i]).walk(rest)
	}
}

// keyOf gives a column of the key of the row that a path of relations leads
// to; -1 where it is no such path, or there is no such column.
func (c columns) keyOf(path []string) int {
	t := c.table
	for _, name := range path {
		r := t.Relation(name)
		if r == nil || r.Many {
			return -1
		}
		t = r.Target
	}
	for _, f := range t.Key { // any of which is null where the row is missing
		if i, ok := c.at[strings.Join(append(path[:len(path):len(path)], f.Name), ".")]; ok {
			return i
		}
	}
	return -1
}
