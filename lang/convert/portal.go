package convert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"portcullis/lang/pull"
	"portcullis/rego/scalar"
)

// Type is a type of the language.
type Type = scalar.Type

// Portal is what a source means.
type Portal struct {
	Name        string
	Description string
	Users       string // the users table, "" for none
	Login       string // the field of it that has the login
	Properties  []*Field
	Tables      []*Table
	Components  []Component
	Profiles    []*Profile
	Findings    []Finding
}

// Table is a table of the portal.
type Table struct {
	Name      string
	Source    string // its name in SQL, if it is another
	Key       []string
	Fields    []*Field
	Relations []*Relation
	Comment   []string
}

// Field is a field of a table, or a property of a person.
type Field struct {
	Name      string
	Column    string // its name in SQL, if it is another
	Type      Type
	Required  bool
	Default   string // as the language has it, "" for none
	Generated bool
}

// Relation leads from a table to another.
type Relation struct {
	Name  string
	Many  bool
	Table string
	Key   []string
}

// Component is a page, dashboard, channel or capability.
type Component struct{ Kind, Name string }

// Profile is what one of the source's roles may do.
type Profile struct {
	Name      string
	File      string // the stem of the file that it is written to
	Title     string
	Anonymous bool
	Includes  []string
	Comment   []string
	Rules     []*Rule
	Menu      []Section
	Untested  bool // something narrowed concerns all that it may do
}

// Rule is a statement. One about tables has actions and rows.
type Rule struct {
	Deny    bool
	Kind    string
	Names   []string
	Actions []string

	Rows     Cond
	Fields   []string // only these; nil for all but Hide
	Hide     []string
	ReadOnly []string
	Check    Cond // nil for none: Rows are asked of the new row
	Set      []Assigned

	Users    []Const // of a message
	Profiles []string

	Comment  []string
	Narrowed bool // the source means more than this: no test is written of the table
	Writes   bool // so it does of what may be written, and no test is written of that
}

// Assigned is a value that a write gets.
type Assigned struct {
	Field string
	Value Operand
}

// Section is a part of a menu.
type Section struct {
	Name, Label string
	Items       []Item
}

// Item is an entry of a menu; As is "" for its kind's default.
type Item struct{ Kind, Name, Label, As string }

// How is how a part of a source was taken.
type How string

// A part of a source means the same in the portal, or less, or has no place in it.
const (
	Exact    How = "exact"
	Narrowed How = "narrowed"
	LeftOut  How = "left out"
)

// Finding is what became of a part of the source.
type Finding struct {
	How  How
	File string
	Line int
	What string // names the part
	Why  string // of one that is not exact
}

// Found notes what became of a part of the source.
func (p *Portal) Found(f Finding) { p.Findings = append(p.Findings, f) }

// Count gives how many parts were taken in a way.
func (p *Portal) Count(h How) int {
	n := 0
	for _, f := range p.Findings {
		if f.How == h {
			n++
		}
	}
	return n
}

// Table gives the table of a name, nil if there is none.
func (p *Portal) Table(name string) *Table {
	i := slices.IndexFunc(p.Tables, func(t *Table) bool { return t.Name == name })
	if i < 0 {
		return nil
	}
	return p.Tables[i]
}

// Property gives the property of a person of a name, nil if there is none.
func (p *Portal) Property(name string) *Field {
	i := slices.IndexFunc(p.Properties, func(f *Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return p.Properties[i]
}

// Declare adds a component, if it is not there yet.
func (p *Portal) Declare(kind, name string) {
	if c := (Component{kind, name}); !slices.Contains(p.Components, c) {
		p.Components = append(p.Components, c)
	}
}

// names gives the components of a kind, and the tables.
func (p *Portal) names(kind string) []string {
	var out []string
	for _, t := range p.Tables {
		if kind == "table" {
			out = append(out, t.Name)
		}
	}
	for _, c := range p.Components {
		if c.Kind == kind {
			out = append(out, c.Name)
		}
	}
	return out
}

// sort puts in order what a source has in any.
func (p *Portal) sort() {
	slices.SortFunc(p.Tables, func(a, b *Table) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(p.Properties, func(a, b *Field) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(p.Components, func(a, b Component) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	slices.SortStableFunc(p.Profiles, func(a, b *Profile) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortStableFunc(p.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}

// Field gives the field of a name, nil if there is none.
func (t *Table) Field(name string) *Field {
	i := slices.IndexFunc(t.Fields, func(f *Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return t.Fields[i]
}

// Relation gives the relation of a name, nil if there is none.
func (t *Table) Relation(name string) *Relation {
	i := slices.IndexFunc(t.Relations, func(r *Relation) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return t.Relations[i]
}

// Relate gives the relations that lead from a row to those of another table whose
// column has the value of one of the row's, declared where they are new; and whether
// they lead to many rows. It is not ok where the language has no such way: one of the
// two is the key of its table, or both hold the key of a third.
func (p *Portal) Relate(from *Table, column string, to *Table, other string) (path []string, many, ok bool) {
	switch {
	case to.keyIs(other) && !from.keyIs(column) && from.holds(column, to):
		return []string{p.relation(from, false, to, column)}, false, true
	case from.keyIs(column) && !to.keyIs(other) && to.holds(other, from):
		return []string{p.relation(from, true, to, other)}, true, true
	}
	for _, r := range from.Relations {
		if middle := p.Table(r.Table); !r.Many && slices.Equal(r.Key, []string{column}) && !from.keyIs(column) {
			for _, back := range to.Relations {
				if !back.Many && slices.Equal(back.Key, []string{other}) && back.Table == middle.Name {
					return []string{r.Name, p.relation(middle, true, to, other)}, true, true
				}
			}
		}
	}
	return nil, false, false
}

// keyIs tells whether a field alone is the key.
func (t *Table) keyIs(field string) bool { return slices.Equal(t.Key, []string{field}) }

// holds tells whether a column can hold keys of another table, which are of one field.
func (t *Table) holds(column string, other *Table) bool {
	f := t.Field(column)
	return f != nil && f.Type.Equal(other.Field(other.Key[0]).Type)
}

// relation gives the relation of a table by a key, declared where it is new.
func (p *Portal) relation(from *Table, many bool, to *Table, key string) string {
	for _, r := range from.Relations {
		if r.Many == many && r.Table == to.Name && slices.Equal(r.Key, []string{key}) {
			return r.Name
		}
	}
	name := to.Name
	if !many {
		name = strings.TrimSuffix(key, "_id")
	}
	name = Free(name, func(s string) bool { return from.Field(s) != nil || from.Relation(s) != nil })
	from.Relations = append(from.Relations, &Relation{Name: name, Many: many, Table: to.Name, Key: []string{key}})
	return name
}

// Free is the first name of a series that is not taken.
func Free(name string, taken func(string) bool) string {
	if name == "" {
		name = "unnamed"
	}
	for n, base := 2, name; taken(name); n++ {
		name = fmt.Sprintf("%s_%d", base, n)
	}
	return name
}

// NameFiles gives each profile a file of its own.
func (p *Portal) NameFiles() {
	taken := map[string]bool{"schema": true, "fixture": true}
	for _, profile := range p.Profiles {
		stem := pull.Identifier(profile.Name, "profile_")
		if stem == "" {
			stem = "profile"
		}
		profile.File = Free(stem, func(s string) bool { return taken[s] })
		taken[profile.File] = true
	}
}

// covers tells whether a rule covers a field.
func (r *Rule) covers(t *Table, field string) bool {
	if r.Fields != nil {
		return slices.Contains(t.Key, field) || slices.Contains(r.Fields, field)
	}
	return !slices.Contains(r.Hide, field)
}

// about tells whether a rule is about an action on a thing.
func (r *Rule) about(kind, name, action string) bool {
	if r.Kind != kind || !slices.Contains(r.Names, name) && !slices.Contains(r.Names, "*") {
		return false
	}
	return len(r.Actions) == 0 || slices.Contains(r.Actions, action) || slices.Contains(r.Actions, "*")
}
