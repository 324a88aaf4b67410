package pull

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang"
)

// ChangeKind says in which way a portal and a database differ.
type ChangeKind string

// The ways. What is New is in the database alone; what is Gone, in the portal alone;
// what Differs is in both.
const (
	New     ChangeKind = "new"
	Gone    ChangeKind = "gone"
	Differs ChangeKind = "differs"
)

// Change is one thing in which a portal and a database differ.
type Change struct {
	Kind     ChangeKind
	Table    string // as the portal calls it, or would
	Field    string // "" for the table itself, or a relation
	Relation string
	Text     string    // a sentence without its end
	At       hcl.Range // where the portal has it, or the table that lacks it; zero for a new table
}

// Comparison is what to compare of a portal.
type Comparison struct {
	Portal *lang.Policy // as far as it can be made out
	// Declared leaves out tables that the portal does not have.
	Declared bool
}

// Compare tells in what a portal and the database differ. Left out are tables, columns
// and references that a comment of the portal names as left out, as what [Schema]
// writes does of those that the language cannot have. A portal may say more of a column
// than the database does, such as that a text is an enum; and it may have relations,
// and tables of views, of its own.
func (d *Database) Compare(c Comparison) []Change {
	var changes []Change
	for _, s := range d.stepsTo(c) {
		if s.Text != "" {
			changes = append(changes, s.Change)
		}
	}
	return changes
}

// step is a change with what it takes to make the portal's file so. One without a
// text is of what the language cannot have, which nobody needs to be told.
type step struct {
	Change
	block    *block
	add      *block      // a table
	field    *field      // to be added
	relation *relation   // to be added
	note     string      // to be added
	values   []string    // to be added to an enum
	marks    *lang.Table // to be marked
	of       *lang.Field // of it
}

func (d *Database) stepsTo(c Comparison) []step {
	p := readComments(c.Portal)
	blocks := arrange(d.database, c.Portal)
	var steps []step
	for _, t := range c.Portal.Tables {
		steps = append(steps, d.toMark(t)...)
	}
	for _, b := range blocks {
		switch {
		case b.known != nil:
			steps = append(steps, d.toAdd(b, p)...)
		case c.Declared, p.leavesOut(b):
		case b.refused != "":
			steps = append(steps, step{add: b})
		default:
			text := fmt.Sprintf("the database has a %s %s, and the portal has not", b.kind, Quoted(b.physical()))
			steps = append(steps, step{Change: Change{Kind: New, Table: b.ident, Text: text}, add: b})
		}
	}
	return steps
}

// toAdd gives what a table of the portal lacks.
func (d *Database) toAdd(b *block, p *comments) []step {
	var steps []step
	comment := p.of(b.known)
	for _, c := range b.columns {
		if slices.ContainsFunc(b.known.Fields, func(f *lang.Field) bool { return d.column(b.table, f.Column) == c }) ||
			strings.Contains(comment, fmt.Sprintf("# column %q", c.name)) {
			continue
		}
		s := step{block: b, field: b.field(c.name)}
		about := fmt.Sprintf("column %q", c.name)
		if s.field != nil {
			about = fmt.Sprintf("field %q", s.field.ident)
		}
		if i := slices.IndexFunc(b.notes, func(n string) bool { return strings.HasPrefix(n, about) }); i >= 0 {
			s.note = b.notes[i]
		}
		if s.field != nil {
			text := fmt.Sprintf("the database has a column %s of %s, and the portal has not", Quoted(c.name), TypeText(*c.typ))
			s.Change = Change{Kind: New, Table: b.ident, Field: s.field.ident, Text: text, At: b.known.Range}
		}
		steps = append(steps, s)
	}
	for i := range b.relations {
		r := &b.relations[i]
		if r.known || r.table.known == nil && (r.table.refused != "" || p.leavesOut(r.table)) {
			continue
		}
		// What leads to another table that is not in the portal yet comes with that.
		of := fmt.Sprintf("# %s:", r.by)
		if !r.many && strings.Contains(comment, of) || r.many && r.table.known != nil && strings.Contains(p.of(r.table.known), of) {
			continue
		}
		s := step{block: b, relation: r}
		if !r.many {
			text := fmt.Sprintf("the database has a %s, and the portal no relation of it", r.by)
			s.Change = Change{Kind: New, Table: b.ident, Relation: r.ident, Text: text, At: b.known.Range}
		}
		steps = append(steps, s)
	}
	return steps
}

// toMark gives what the database has not, or otherwise.
func (d *Database) toMark(p *lang.Table) []step {
	t := d.table(p.Source)
	if t == nil {
		if !d.asked(p.Source) {
			return nil
		}
		text := fmt.Sprintf("the database has no table %s", Quoted(p.Source))
		return []step{{Change: Change{Kind: Gone, Table: p.Name, Text: text, At: p.Range}, marks: p}}
	}
	var steps []step
	if keys := append([][]string{t.primary}, t.unique...); len(t.primary) > 0 && len(p.Key) > 0 {
		unique := slices.ContainsFunc(keys, func(key []string) bool {
			return len(key) > 0 && !slices.ContainsFunc(key, func(name string) bool {
				return !slices.ContainsFunc(p.Key, func(f *lang.Field) bool { return d.equal(f.Column, name) })
			})
		})
		if !unique {
			text := fmt.Sprintf("the database does not keep the key of %s unique; its primary key is %s", p.Name, strings.Join(t.primary, ", "))
			steps = append(steps, step{Change: Change{Kind: Differs, Table: p.Name, Text: text, At: p.Range}, marks: p})
		}
	}
	for _, f := range p.Fields {
		s := step{Change: Change{Table: p.Name, Field: f.Name, At: f.Range}, marks: p, of: f}
		c := d.column(t, f.Column)
		switch {
		case c == nil:
			s.Kind, s.Text = Gone, fmt.Sprintf("the database has no column %s", Quoted(f.Column))
		case f.Type.Kind == "" || c.typ == nil:
			continue
		default:
			missing, ok := d.takes(f.Type, *c.typ)
			switch {
			case !ok:
				s.Kind, s.Text = Differs, fmt.Sprintf("the database has %s in column %s", TypeText(*c.typ), Quoted(f.Column))
			case len(missing) > 0:
				s.Kind, s.Text, s.values = Differs, fmt.Sprintf("the database has more values in column %s: %s", Quoted(f.Column), strings.Join(quotedAll(missing), ", ")), missing
			case f.Required && !c.required && !slices.Contains(t.primary, c.name) && t.stored():
				s.Kind, s.Text = Differs, fmt.Sprintf("the database has nulls in column %s, or may have", Quoted(f.Column))
			default:
				continue
			}
		}
		steps = append(steps, s)
	}
	return steps
}

func quotedAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = Quoted(s)
	}
	return out
}

// takes tells whether a portal may say that a column is of a type, where the database
// says that it is of another; and which values of an enum it does not say.
func (d *database) takes(portal, column lang.Type) (missing []string, ok bool) {
	is := func(p, c lang.Kind) bool { return portal.Kind == p && column.Kind == c }
	switch {
	case is(lang.Enum, lang.Enum):
		for _, v := range column.Values {
			if !slices.Contains(portal.Values, v) {
				missing = append(missing, v)
			}
		}
		return missing, len(missing)+len(portal.Values) == len(column.Values)
	case is(lang.List, lang.List):
		return d.takes(*portal.Elem, *column.Elem)
	case portal.Kind == column.Kind,
		is(lang.Enum, lang.String), is(lang.String, lang.Enum), is(lang.UUID, lang.String), is(lang.String, lang.UUID), is(lang.List, lang.JSON):
		return nil, true
	case d.loose:
		return nil, column.Kind == lang.String || is(lang.Bool, lang.Number) || is(lang.Number, lang.Bool) || is(lang.String, lang.Date)
	default:
		return nil, false
	}
}

// known gives the table of a portal that is one of the database.
func (d *database) known(t *table, portal *lang.Policy) *lang.Table {
	if portal == nil {
		return nil
	}
	for _, p := range portal.Tables {
		if d.table(p.Source) == t {
			return p
		}
	}
	return nil
}

// table gives the table that a portal's source names.
func (d *database) table(source string) *table {
	source = strings.TrimPrefix(source, d.usual+".")
	return named(d, d.tables, source, (*table).physical)
}

// column gives the column that a portal names.
func (d *database) column(t *table, name string) *column {
	return named(d, t.columns, name, func(c *column) string { return c.name })
}

// named gives what has a name, just so if there is one.
func named[T any](d *database, all []*T, name string, of func(*T) string) *T {
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, d.equal} {
		if i := slices.IndexFunc(all, func(x *T) bool { return same(of(x), name) }); i >= 0 {
			return all[i]
		}
	}
	return nil
}

func (d *database) equal(a, b string) bool { return a == b || d.folds && strings.EqualFold(a, b) }

// asked tells whether a table would have been read if it were there.
func (d *Database) asked(source string) bool {
	schema, _, ok := strings.Cut(source, ".")
	if !ok {
		schema = d.usual
	}
	return len(d.schemas) == 0 || slices.Contains(d.schemas, schema)
}
