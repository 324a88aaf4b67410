package difftest

import (
	"fmt"
	"math/bits"
	"slices"

	"portcullis/rego/form"

	"pgregory.net/rapid"
)

// Portal is a schema, and the text of a policy for it.
type Portal struct {
	Name           string
	Timezone       string // "" for none
	Source         string // HCL
	Tables         []*Table
	Users          *Table // nil without a users table
	Login          *Field
	UserProperties []*Field
	TeamProperties []*Field
	Reports        []*View
	Forms          []*View
	Components     []componentKind
	Teams          []string
	Profiles       []string
	Anonymous      []string // of the profiles

	locals     []constant
	conditions []named
}

// GoString keeps rapid's log short: what matters is printed by the test.
func (p *Portal) GoString() string { return "portal " + p.Name }

// Table is a table.
type Table struct {
	Name    string
	Source  string   // its name in SQL, "" for the same
	Key     []*Field // one, or several in an order of their own
	Owner   *Field
	Fields  []*Field
	Rels    []*Relation
	Actions []string // its own
}

// Field is a field or a property.
type Field struct {
	Name      string
	Column    string // its name in SQL, "" for the same
	Type      Type
	Required  bool
	Default   string // in HCL: what a new row has where nobody says; "" for null
	Generated bool   // the database fills it in then
	Sensitive string
}

// Relation is belongs_to, or has_many.
type Relation struct {
	Name   string
	Many   bool
	Target *Table
	Key    []*Field // of the row that refers to another, each for one of the other's key
}

// View is a report or a form.
type View struct {
	Name   string
	Table  *Table
	Fields []*Field
}

// Type is a type as it is written: "string", "enum" with values, "list" of elem.
type Type struct {
	Kind   string
	Values []string
	Elem   *Type
}

func (t Type) equal(u Type) bool {
	if t.Kind != u.Kind || !slices.Equal(t.Values, u.Values) {
		return false
	}
	return t.Elem == nil || t.Elem.equal(*u.Elem)
}

type constant struct {
	name string
	typ  Type
}

// named is a condition block.
type named struct {
	name  string
	table *Table
}

// gen draws.
type gen struct {
	t *rapid.T
	p *Portal
	// rowwise has statements of rows rather than of anything: few on all rows,
	// and few that nothing of the row decides.
	rowwise bool
	naming  bool // a condition that is named is written
}

// below draws a number below n. Rapid's own ranges prefer small numbers by far,
// so this is made of even bits; a shrunk one is still the smaller.
func (g *gen) below(n int) int {
	width := bits.Len(uint(n)) + 2
	v := 0
	for range width {
		v <<= 1
		if coin.Draw(g.t, "bit") {
			v |= 1
		}
	}
	return v * n >> width
}

var coin = rapid.Bool()

// chance is true so many times of a hundred. Shrinking makes it false.
func (g *gen) chance(percent int) bool { return g.below(100) >= 100-percent }

func pick[T any](g *gen, from []T) T { return from[g.below(len(from))] }

// some draws some of a list, in its order.
func some[T any](g *gen, from []T, percent int) []T {
	var chosen []T
	for _, x := range from {
		if g.chance(percent) {
			chosen = append(chosen, x)
		}
	}
	return chosen
}

// Portals draws portals.
func Portals() *rapid.Generator[*Portal] { return portals(false) }

// RowPortals draws portals whose statements tell rows apart.
func RowPortals() *rapid.Generator[*Portal] { return portals(true) }

func portals(rowwise bool) *rapid.Generator[*Portal] {
	return rapid.Custom(func(t *rapid.T) *Portal {
		g := &gen{t: t, p: &Portal{}, rowwise: rowwise}
		g.schema()
		g.write()
		return g.p
	})
}

// Names that are words of HCL, Rego or the bundle's input are among them.
var (
	tableNames  = []string{"orders", "people", "items", "data", "default", "row"}
	portalNames = []string{"acme", "shop", "system", "set"}
	timezones   = []string{
		"", "", "UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati",
	}
	fieldNames = map[string][]string{
		"string":    {"title", "region", "import", "some"},
		"number":    {"total", "rank", "count", "with"},
		"bool":      {"active", "not", "paid"},
		"date":      {"due", "today", "data"},
		"timestamp": {"at", "now", "package"},
		"enum":      {"status", "tier", "in"},
		"list":      {"tags", "every", "contains"},
		"uuid":      {"token", "else", "uuid"},
		"json":      {"meta", "json"},
	}
	enums = [][]string{{"draft", "open", "done"}, {"open", "void"}, {"a"}, {"open", "", "b%_"}}
)

func (g *gen) scalar() Type {
	switch kind := pick(g, []string{"string", "number", "bool", "date", "timestamp", "enum", "uuid"}); kind {
	case "enum":
		return Type{Kind: kind, Values: pick(g, enums)}
	default:
		return Type{Kind: kind}
	}
}

func (g *gen) anyType() Type {
	if g.chance(15) {
		elem := g.scalar()
		return Type{Kind: "list", Elem: &elem}
	}
	if g.chance(8) {
		return Type{Kind: "json"}
	}
	return g.scalar()
}

// schema draws everything that is declared.
func (g *gen) schema() {
	p := g.p
	p.Name = pick(g, portalNames)
	p.Timezone = pick(g, timezones)
	withUsers := g.chance(65)
	for i, name := range tableNames[:1+g.below(4)] {
		t := g.table(name)
		p.Tables = append(p.Tables, t)
		if i == 0 && withUsers {
			g.users()
		} else if g.chance(35) {
			g.severalKeys(t)
		}
	}
	for _, t := range p.Tables {
		g.relations(t)
	}
	for _, t := range p.Tables {
		g.owner(t)
		if g.chance(20) {
			t.Actions = append(t.Actions, "approve_"+t.Name)
		}
	}
	for _, t := range p.Tables {
		for _, f := range t.Fields {
			g.whenCreated(f)
		}
	}
	p.UserProperties = g.properties()
	p.TeamProperties = g.properties()
	g.components()
}

func (g *gen) table(name string) *Table {
	t := &Table{Name: name}
	if g.chance(25) {
		t.Source = pick(g, []string{"crm." + name, "The \"" + name + "\"", "crm.select " + name})
	}
	key := &Field{Name: "id", Type: Type{Kind: "number"}}
	if g.chance(25) {
		key = &Field{Name: "code", Type: Type{Kind: "string"}}
	}
	if g.chance(6) {
		key = &Field{Name: "since", Type: Type{Kind: pick(g, []string{"date", "timestamp"})}}
	}
	if g.chance(15) {
		key = &Field{Name: "uid", Type: Type{Kind: "uuid"}}
	}
	t.Key, t.Fields = []*Field{key}, []*Field{key}
	for range 1 + g.below(6) {
		g.field(t, g.anyType())
	}
	return t
}

// severalKeys makes two or three of a table's fields its key, in any order.
func (g *gen) severalKeys(t *Table) {
	scalars := func() []*Field {
		return slices.DeleteFunc(slices.Clone(t.Fields), func(f *Field) bool { return f.Type.Kind == "list" || f.Type.Kind == "json" })
	}
	for len(scalars()) < 2 {
		g.field(t, g.scalar())
	}
	t.Key = nil
	for left, n := scalars(), 2+g.below(2); len(left) > 0 && len(t.Key) < n; {
		f := pick(g, left)
		f.Sensitive = ""
		t.Key = append(t.Key, f)
		left = slices.DeleteFunc(left, func(o *Field) bool { return o == f })
	}
}

// isKey reports whether a field is of the table's key.
func (t *Table) isKey(f *Field) bool { return slices.Contains(t.Key, f) }

// beside gives the fields that are not of the key.
func (t *Table) beside() []*Field { return slices.DeleteFunc(slices.Clone(t.Fields), t.isKey) }

// field adds a field of the type, unless its names are used up.
func (g *gen) field(t *Table, typ Type) {
	for _, name := range fieldNames[typ.Kind] {
		if t.taken(name) {
			continue
		}
		f := &Field{Name: name, Type: typ, Required: g.chance(15)}
		if g.chance(15) {
			f.Column = pick(g, []string{"Order " + name, name + "\"; --", "Ünï '" + name + "'"})
		}
		if g.chance(20) {
			f.Sensitive = pick(g, []string{"pii", "ephi"})
		}
		t.Fields = append(t.Fields, f)
		return
	}
}

// whenCreated draws where a field's value comes from in a new row.
func (g *gen) whenCreated(f *Field) {
	switch n := g.below(100); {
	case n < 76:
	case n < 86:
		f.Generated = true
	case f.Type.Kind == "json":
	case f.Type.Kind == "timestamp" && n < 95:
		f.Default = "now"
	case f.Type.Kind == "date" && n < 95:
		f.Default = "today"
	default:
		f.Default = g.constant(f.Type)
	}
}

func (t *Table) taken(name string) bool {
	return slices.ContainsFunc(t.Fields, func(f *Field) bool { return f.Name == name }) ||
		slices.ContainsFunc(t.Rels, func(r *Relation) bool { return r.Name == name })
}

func (g *gen) users() {
	t := g.p.Tables[0]
	g.p.Users = t
	g.p.Login = &Field{Name: "email", Type: Type{Kind: "string"}}
	if g.chance(10) {
		g.p.Login.Type = Type{Kind: pick(g, []string{"number", "uuid"})}
	}
	t.Fields = append(t.Fields, g.p.Login)
}

// relations gives a table to-one relations, and their targets the to-many ones
// that lead back.
func (g *gen) relations(t *Table) {
	for i := range g.below(3) {
		target := pick(g, g.p.Tables)
		r := &Relation{Name: fmt.Sprintf("one%d", i), Target: target}
		for _, of := range target.Key {
			r.Key = append(r.Key, g.holder(t, r, of))
		}
		t.Rels = append(t.Rels, r)
		if back := "many_" + t.Name; g.chance(60) && !target.taken(back) {
			target.Rels = append(target.Rels, &Relation{Name: back, Many: true, Target: t, Key: r.Key})
		}
	}
}

// holder gives the field of a table that holds one of another's key: one of its own,
// or one that it has already, as lines of an order have the order in their key, and
// what belongs to a tenant has the tenant in all that it refers to.
func (g *gen) holder(t *Table, r *Relation, of *Field) *Field {
	typ := g.holding(of.Type)
	there := slices.DeleteFunc(slices.Clone(t.Fields), func(f *Field) bool { return !f.Type.equal(typ) || slices.Contains(r.Key, f) })
	if len(there) > 0 && g.chance(30) {
		return pick(g, there)
	}
	name := r.Name + "_id"
	if len(r.Target.Key) > 1 {
		name = r.Name + "_" + of.Name
	}
	f := &Field{Name: name, Type: typ, Required: g.chance(10)}
	t.Fields = append(t.Fields, f)
	return f
}

// holding draws a type of fields that can hold a key.
func (g *gen) holding(key Type) Type {
	switch {
	case key.Kind == "uuid" && g.chance(35):
		return Type{Kind: "string"}
	case key.Kind == "string" && g.chance(15):
		return Type{Kind: "uuid"}
	default:
		return key
	}
}

// owner is a field that can hold the users table's key, or the login where there
// is no users table.
func (g *gen) owner(t *Table) {
	if g.chance(40) {
		return
	}
	typ := Type{Kind: "string"}
	if g.p.Users != nil {
		typ = g.p.Users.Key[0].Type
	}
	t.Owner = &Field{Name: "added_by", Type: g.holding(typ)}
	t.Fields = append(t.Fields, t.Owner)
}

func (g *gen) properties() []*Field {
	var props []*Field
	for i := range g.below(4) {
		props = append(props, &Field{Name: fmt.Sprintf("p%d", i), Type: g.anyType()})
	}
	return props
}

func (g *gen) components() {
	p := g.p
	for i := range g.below(3) {
		t := pick(g, p.Tables)
		fields := slices.Concat(t.Key, some(g, t.beside(), 60))
		p.Reports = append(p.Reports, &View{Name: fmt.Sprintf("report%d", i), Table: t, Fields: fields})
	}
	for i := range g.below(3) {
		t := pick(g, p.Tables)
		fields := some(g, t.Fields, 60)
		if len(fields) == 0 {
			fields = t.Fields
		}
		p.Forms = append(p.Forms, &View{Name: fmt.Sprintf("form %d", i), Table: t, Fields: fields})
	}
	names := []string{"x", "y-\"z\"", "ünï", "123"}
	for _, kind := range form.Components() {
		p.Components = append(p.Components, componentKind{kind, some(g, names, 30)})
	}
	p.Teams = some(g, []string{"red", "blue"}, 50)
	p.Profiles = append([]string{"Client"}, some(g, []string{"staff", "the \"boss\"", "é"}, 50)...)
	if g.chance(40) {
		p.Anonymous = some(g, p.Profiles, 40)
	}
}
