package pull

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/lang"
)

// block is a table as it is going to be written.
type block struct {
	*table
	ident     string
	known     *lang.Table // as the portal has it already; nil where it has not
	has       []written   // its relations there
	key       []*field    // nil where it has none
	refused   string      // why it cannot be a table of the portal; "" where it can
	fields    []*field
	relations []relation
	notes     []string // what could not be said of it
}

type field struct {
	*column
	ident string
	known *lang.Field
}

// relation is a belongs_to, or a has_many.
type relation struct {
	ident string
	many  bool
	table *block
	key   []*field
	by    *reference
	known bool // by the portal
}

// arrange gives names to tables, columns and relations, and says of what the
// language has no word for why it has none. What the portal has already keeps the
// name that it has there.
func arrange(d *database, portal *lang.Policy) []*block {
	var blocks []*block
	taken, comments := names{}, readComments(portal)
	if portal != nil {
		for _, t := range portal.Tables {
			taken[t.Name] = true
		}
		for _, r := range portal.Reports {
			taken[r.Name] = true
		}
	}
	for _, t := range d.tables {
		b := &block{table: t}
		if b.known = d.known(t, portal); b.known != nil {
			b.ident, b.has = b.known.Name, comments.relations(b.known)
		}
		blocks = append(blocks, b)
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
		b.arrangeFields(d)
		b.chooseKey()
	}
	relate(blocks)
	return blocks
}

func (b *block) arrangeFields(d *database) {
	if !Sayable(b.physical()) {
		b.refused = "a policy's texts are in Unicode's form NFC, and its name is not"
	}
	if strings.Contains(b.name, ".") || strings.Contains(b.schema, ".") {
		b.refused = "its name has a dot in it, which in `source` sets the schema apart"
	}
	taken := names{}
	known := map[*column]*lang.Field{}
	if b.known != nil {
		for _, f := range b.known.Fields {
			taken[f.Name] = true
			if c := d.column(b.table, f.Column); c != nil {
				known[c] = f
			}
		}
		for _, r := range b.has {
			taken[r.name] = true
		}
	}
	for _, c := range b.columns {
		if c.typ != nil && known[c] == nil && Identifier(c.name, "c_") == c.name && !taken[c.name] {
			known[c], taken[c.name] = nil, true
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
		f := &field{column: c, ident: c.name, known: known[c]}
		if f.known != nil {
			f.ident = f.known.Name
		} else if _, exact := known[c]; !exact {
			f.ident = taken.take(Identifier(c.name, "c_"))
		}
		b.fields = append(b.fields, f)
		if c.note != "" {
			b.note("field %q (%s): %s", f.ident, c.declared, c.note)
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
	if b.known != nil { // whose key somebody has chosen
		for _, k := range b.known.Key {
			i := slices.IndexFunc(b.fields, func(f *field) bool { return f.known == k })
			if i < 0 {
				b.key = nil
				break
			}
			b.key = append(b.key, b.fields[i])
		}
		if b.key != nil {
			return
		}
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
	switch {
	case b.known != nil:
		b.refused = "its key is not a column of it"
	case b.stored():
		b.refused = b.whyNotPrimary() + "; nor is another column unique and never null"
	default:
		b.refused = "the database knows of no key that a " + b.kind + " has; with a key and without these marks of a comment it is a table"
	}
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

// pattern is of how many tables a column is taken to be one that all have, such as
// created_by: the way back from what it leads to would say nothing.
const pattern = 10

// other is a table's reference from the side of what it leads to.
type other struct {
	from  *block
	key   []*field
	by    *reference
	known bool
}

// relate makes relations of foreign keys: each one way and the other.
func relate(blocks []*block) {
	taken := map[*block]names{}
	for _, b := range blocks {
		taken[b] = names{}
		for _, f := range b.fields {
			taken[b][f.ident] = true
		}
		if b.known != nil {
			for _, r := range b.has {
				taken[b][r.name] = true
			}
			for _, f := range b.known.Fields {
				taken[b][f.Name] = true
			}
		}
	}
	into := map[*block][]other{}
	for _, b := range blocks {
		for i := range b.references {
			r := &b.references[i]
			key, target, why := b.resolve(*r, blocks)
			if why != "" {
				b.note("%s: %s", r, why)
				continue
			}
			one := relation{table: target, key: key, by: r}
			if one.ident, one.known = b.relationKnown(false, target, key); !one.known {
				one.ident = taken[b].take(toOne(idents(key), target.ident)...)
			}
			b.relations = append(b.relations, one)
			if b.refused == "" && b.stored() {
				into[target] = append(into[target], other{b, key, r, one.known})
			}
		}
	}
	for _, b := range blocks {
		columns := map[string]int{}
		for _, o := range into[b] {
			columns[strings.Join(idents(o.key), ", ")]++
		}
		for _, o := range into[b] {
			name, known := b.relationKnown(true, o.from, o.key)
			if columns[strings.Join(idents(o.key), ", ")] > pattern && !known {
				continue
			}
			if !known {
				several := slices.ContainsFunc(into[b], func(p other) bool { return p.by != o.by && p.from == o.from })
				name = taken[b].take(toMany(o.from.ident, idents(o.key), several || o.from == b)...)
			}
			b.relations = append(b.relations, relation{ident: name, many: true, table: o.from, key: o.key, by: o.by, known: known || o.known})
		}
		for _, column := range slices.Sorted(maps.Keys(columns)) {
			if n := columns[column]; n > pattern {
				b.note("%d tables refer to it by %s; no has_many is written for these", n, column)
			}
		}
	}
}

func idents(key []*field) []string {
	names := make([]string, len(key))
	for i, f := range key {
		names[i] = f.ident
	}
	return names
}

// relationKnown gives the name of a relation that the portal has already.
func (b *block) relationKnown(many bool, target *block, key []*field) (string, bool) {
	for _, r := range b.has {
		if r.many == many && r.table == target.ident && slices.Equal(r.key, idents(key)) {
			return r.name, true
		}
	}
	return "", false
}

// String begins a note on a reference.
func (r reference) String() string {
	return fmt.Sprintf("reference (%s) to %s", strings.Join(r.columns, ", "), (&table{schema: r.schema, name: r.table}).physical())
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
