package pull

import (
	"fmt"
	"slices"
	"strings"
)

// block is a table as it is going to be written.
type block struct {
	*table
	ident     string
	key       []*field // nil where it has none
	refused   string   // why it cannot be a table of the portal; "" where it can
	fields    []*field
	relations []relation
	notes     []string // what could not be said of it
}

type field struct {
	*column
	ident string
}

// relation is a belongs_to, or a has_many.
type relation struct {
	ident string
	many  bool
	table *block
	key   []*field
}

// arrange gives names to tables, columns and relations, and says of what the
// language has no word for why it has none.
func arrange(d *database) []*block {
	var blocks []*block
	taken := names{}
	for _, t := range d.tables {
		blocks = append(blocks, &block{table: t})
	}
	// What has a name of the language already keeps it.
	for _, exact := range []bool{true, false} {
		for _, b := range blocks {
			if ident := Identifier(b.name, "t_"); b.ident == "" && (!exact || ident == b.name && !taken[ident]) {
				b.ident = taken.take(ident, Identifier(b.schema+"_"+b.name, "t_"))
			}
		}
	}
	for _, b := range blocks {
		b.arrangeFields()
		b.chooseKey()
	}
	relate(blocks)
	return blocks
}

func (b *block) arrangeFields() {
	if !Sayable(b.physical()) {
		b.refused = "a policy's texts are in Unicode's form NFC, and its name is not"
	}
	if strings.Contains(b.name, ".") || strings.Contains(b.schema, ".") {
		b.refused = "its name has a dot in it, which in `source` sets the schema apart"
	}
	taken := names{}
	for _, c := range b.columns {
		if c.typ != nil && Identifier(c.name, "c_") == c.name {
			taken[c.name] = true
		}
	}
	for _, c := range b.columns {
		switch {
		case c.typ == nil:
			b.note("column %q (%s): %s", c.name, c.declared, c.note)
			continue
		case !Sayable(c.name):
			b.note("column %q: a policy's texts are in Unicode's form NFC, and this name is not", c.name)
			continue
		}
		ident := c.name
		if Identifier(c.name, "c_") != c.name {
			ident = taken.take(Identifier(c.name, "c_"))
		}
		b.fields = append(b.fields, &field{column: c, ident: ident})
		if c.note != "" {
			b.note("column %q (%s): %s", c.name, c.declared, c.note)
		}
	}
}

func (b *block) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

func (b *block) field(column string) *field {
	i := slices.IndexFunc(b.fields, func(f *field) bool { return f.name == column })
	if i < 0 {
		return nil
	}
	return b.fields[i]
}

// chooseKey takes the primary key, or other columns that are unique and never null.
func (b *block) chooseKey() {
	if b.refused != "" {
		return
	}
	candidates := append([][]string{b.primary}, b.unique...)
	for i, columns := range candidates {
		key := b.fieldsOf(columns)
		if len(key) == 0 || slices.ContainsFunc(key, func(f *field) bool { return !f.typ.Scalar() || i > 0 && !f.required }) {
			continue
		}
		b.key = key
		if i > 0 {
			b.note("key: %s unique and never null; %s", is(columns), b.whyNotPrimary())
		}
		return
	}
	b.refused = b.whyNotPrimary() + "; nor is another column unique and never null"
}

// is begins a sentence about columns.
func is(columns []string) string {
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = fmt.Sprintf("%q", c)
	}
	if len(quoted) == 1 {
		return quoted[0] + " is"
	}
	return strings.Join(quoted, ", ") + " together are"
}

// fieldsOf gives the fields of columns; nil where one of them is left out.
func (b *block) fieldsOf(columns []string) []*field {
	var fields []*field
	for _, c := range columns {
		f := b.field(c)
		if f == nil {
			return nil
		}
		fields = append(fields, f)
	}
	return fields
}

func (b *block) whyNotPrimary() string {
	switch len(b.primary) {
	case 0:
		return "it has no primary key"
	case 1:
		return fmt.Sprintf("its primary key %q is of a type that cannot be a key", b.primary[0])
	default:
		return fmt.Sprintf("its primary key (%s) has a column of a type that cannot be a key", strings.Join(b.primary, ", "))
	}
}

// relate makes relations of foreign keys: each one way and the other.
func relate(blocks []*block) {
	taken := map[*block]names{}
	for _, b := range blocks {
		taken[b] = names{}
		for _, f := range b.fields {
			taken[b][f.ident] = true
		}
	}
	type other struct {
		from *block
		key  []*field
		one  string
	}
	into := map[*block][]other{}
	for _, b := range blocks {
		for _, r := range b.references {
			key, target, why := b.resolve(r, blocks)
			if why != "" {
				b.note("reference (%s) to %s: %s", strings.Join(r.columns, ", "), (&table{schema: r.schema, name: r.table}).physical(), why)
				continue
			}
			// A column that does not name the other table says in which way it is
			// meant: created_by leads to created_by_user.
			// Of several columns the last tells the row: order_id and line.
			by := key[len(key)-1].ident
			candidates := []string{by + "_" + singular(target.ident)}
			if len(key) > 1 {
				candidates = append([]string{singular(target.ident)}, candidates...)
			}
			if singular(by) == singular(target.ident) {
				candidates = append([]string{singular(by)}, candidates...)
			}
			if name := referred(by); name != "" && len(key) == 1 {
				candidates = append([]string{name}, candidates...)
			}
			one := taken[b].take(candidates...)
			b.relations = append(b.relations, relation{ident: one, table: target, key: key})
			if b.refused == "" {
				into[target] = append(into[target], other{b, key, one})
			}
		}
	}
	for _, b := range blocks {
		for _, o := range into[b] {
			several := slices.ContainsFunc(into[b], func(p other) bool { return p.one != o.one && p.from == o.from })
			candidates := []string{o.from.ident, o.from.ident + "_by_" + o.one}
			if several || o.from == b {
				candidates = candidates[1:]
			}
			b.relations = append(b.relations, relation{ident: taken[b].take(candidates...), many: true, table: o.from, key: o.key})
		}
	}
}

// resolve gives the field and the block that a foreign key connects, or why it
// is no relation.
func (b *block) resolve(r reference, blocks []*block) (key []*field, target *block, why string) {
	i := slices.IndexFunc(blocks, func(t *block) bool { return t.schema == r.schema && t.name == r.table })
	if i < 0 {
		return nil, nil, "that table is not among those written"
	}
	target = blocks[i]
	switch {
	case target.refused != "":
		return nil, nil, "that table is left out"
	case b.fieldsOf(r.columns) == nil:
		return nil, nil, "the column is left out"
	case len(r.to) != len(r.columns):
		return nil, nil, "it names no column of that table, which has no primary key"
	}
	for _, of := range target.key {
		at := slices.Index(r.to, of.name)
		if at < 0 || len(r.to) != len(target.key) {
			names := make([]string, len(target.key))
			for i, f := range target.key {
				names[i] = fmt.Sprintf("%q", f.name)
			}
			return nil, nil, fmt.Sprintf("a relation holds the key of the other table, which is %s", strings.Join(names, ", "))
		}
		f := b.field(r.columns[at])
		if !f.typ.Equal(*of.typ) {
			return nil, nil, fmt.Sprintf("the column is %s, and the key of the other table %s", f.typ, of.typ)
		}
		key = append(key, f)
	}
	return key, target, ""
}
