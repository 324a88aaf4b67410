package prove

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"portcullis/rego/form"
)

// world is what is open in a question: the rows of tables, as terms, and what
// stands in their cells. Two terms of one table with one key are one row.
type world struct {
	*order
	*texting
	forms       []*form.Form
	tables      map[string]*table // that are spoken of
	quantifiers map[lit]*quantifier
	counts      map[lit]*count
	counted     map[string][]*count
	limits      Limits
	cut         bool           // something was left open for want of room
	beyond      map[lit]string // what is outside of the fragment, by what may be true or not for it
	rows        int
	days        int // see tell
	met         map[pair]bool
	likened     map[lit]*likened
	listed      map[string]bool // what has been said of lists
	slots       int
}

// table is a table of any of the versions.
type table struct {
	name    string
	key     []*form.Field
	fields  []*form.Field       // of all versions
	domains map[string][]string // of enums, by field: the values of all versions
	// required says of a field that is never null, as every version has it.
	required map[string]bool
	terms    []*term
}

// term stands for a row that a question speaks of.
type term struct {
	table *table
	in    lit     // the row is there
	leads lit     // of a to-one relation's row: something has its key; else 0
	by    []*cell // likewise: what has it
	name  string
	base  *term                     // of a row as a write would make it: where other cells come from
	fresh bool                      // of a row that a write creates: it has no rows to-many
	made  func(f *form.Field) *cell // likewise: makes a cell
	gets  func(f *form.Field) bool  // likewise: whether the write may give it a value
	cells map[string]*cell
	steps map[string]*term
	depth int // how many rows had to be there for this one to be asked for
	// copies says that so many rows like this one are to be there besides.
	copies int
	apart  []*form.Field // of their key, what tells them apart
	copied lit
}

// cell is a value that is open, or not: of one type, or null.
type cell struct {
	kind  form.Kind
	null  lit
	truth lit            // bool
	cases map[string]lit // enum: exactly one holds, if not null
	order []string       // of the cases
	at    point          // other scalars
	elems *list          // list
	elem  *form.Type     // list
	pick  *pick          // list: one of two
	name  string
	fixed bool // a constant
	// absent says that nothing is known of it: of what the database fills in of a
	// new row. 0 is never.
	absent lit
}

// known gives "something is known of the cell", null among it.
func (c *cell) known() lit {
	if c.absent == 0 {
		return yes
	}
	return -c.absent
}

func newWorld(limits Limits) *world {
	s := newSearch()
	o := newOrder(s)
	return &world{
		order: o, texting: newTexting(o), tables: map[string]*table{}, quantifiers: map[lit]*quantifier{},
		counts: map[lit]*count{}, counted: map[string][]*count{}, limits: limits, met: map[pair]bool{}, beyond: map[lit]string{},
		likened: map[lit]*likened{}, listed: map[string]bool{},
	}
}

// table gives the table of a name, of all versions that have it.
func (w *world) table(name string) *table {
	known := w.tables[name]
	if known != nil {
		return known
	}
	for _, f := range w.forms {
		i := slices.IndexFunc(f.Tables, func(t *form.Table) bool { return t.Name == name })
		if i < 0 {
			continue
		}
		t := f.Tables[i]
		if known == nil {
			known = &table{name: t.Name, key: t.Key, domains: map[string][]string{}, required: map[string]bool{}}
			w.tables[t.Name] = known
		}
		for _, field := range t.Fields {
			before := slices.ContainsFunc(known.fields, func(f *form.Field) bool { return f.Name == field.Name })
			known.required[field.Name] = field.Required && (!before || known.required[field.Name])
			if !slices.ContainsFunc(known.fields, func(f *form.Field) bool { return cellName(f) == cellName(field) }) {
				known.fields = append(known.fields, field)
			}
			of := field.Type
			if of.Kind == form.ListOf {
				of = *of.Elem
			}
			for _, v := range of.Values {
				if !slices.Contains(known.domains[field.Name], v) {
					known.domains[field.Name] = append(known.domains[field.Name], v)
				}
			}
		}
	}
	return known
}

func (t *table) isKey(f *form.Field) bool {
	return slices.ContainsFunc(t.key, func(k *form.Field) bool { return k.Name == f.Name })
}

// addRow adds a term for a row of a table that is there if in holds. It may be the
// row that another term stands for.
func (w *world) addRow(t *table, name string, in lit, depth int) *term {
	n := &term{table: t, in: in, name: name, cells: map[string]*cell{}, steps: map[string]*term{}, depth: depth}
	w.rows++
	return n
}

// pool says that a term is a row of its table, as others are.
func (w *world) pool(n *term) { n.table.terms = append(n.table.terms, n) }

// pair is two terms of a table, of which it is said what follows if they are
// one row.
type pair struct{ a, b *term }

// introduce has the terms of each table that a model rests on meet, so far as
// they have not.
func (w *world) introduce(there, asked func(*term) bool) {
	for _, name := range sortedKeys(w.tables) {
		terms := w.tables[name].terms
		for i, a := range terms {
			if !asked(a) {
				continue
			}
			for _, b := range terms[:i] {
				if asked(b) && (there(a) || there(b)) && !w.met[pair{a, b}] {
					w.met[pair{a, b}] = true
					w.meet(a, b)
				}
			}
		}
	}
}

// one gives "both terms are there, and are one row".
func (w *world) one(a, b *term) lit { return w.and(a.in, b.in, w.sameKey(a, b)) }

// or gives the other of two terms.
func (n *term) or(b, than *term) *term {
	if n == than {
		return b
	}
	return n
}

func (w *world) sameKey(a, b *term) lit {
	parts := make([]lit, 0, len(a.table.key))
	for _, f := range a.table.key {
		parts = append(parts, w.equalCells(w.cell(a, f), w.cell(b, f)))
	}
	return w.and(parts...)
}

// meet has two terms agree where they are one row.
func (w *world) meet(a, b *term) {
	one := w.one(a, b)
	for _, to := range []*term{a, b} {
		if to.leads != 0 { // whoever has the key of a row that is there leads to it
			other := a.or(b, to)
			key := []lit{to.leads, other.in}
			for i, f := range other.table.key {
				key = append(key, w.equalCells(to.by[i], w.cell(other, f)))
			}
			w.assert(w.implies(w.and(key...), to.in))
		}
	}
	if one == no {
		return
	}
	for _, name := range sortedKeys(a.cells) {
		if other := b.cells[name]; other != nil {
			w.assert(w.implies(one, w.alike(a.cells[name], other)))
		}
	}
}

// cell gives the cell of a field.
func (w *world) cell(n *term, f *form.Field) *cell {
	key := cellName(f)
	if c := n.cells[key]; c != nil {
		return c
	}
	if n.made != nil {
		c := n.made(f)
		n.cells[key] = c
		return c
	}
	c := w.fresh(f.Type, n.table.domains[f.Name], n.name+"."+f.Name)
	if n.table.isKey(f) || n.table.required[f.Name] { // rows that are stored keep to the schema
		c.null = no
	}
	n.cells[key] = c
	if slices.Contains(n.table.terms, n) {
		for _, other := range n.table.terms {
			if there := other.cells[key]; there != nil && (w.met[pair{n, other}] || w.met[pair{other, n}]) {
				w.assert(w.implies(w.one(n, other), w.alike(c, there)))
			}
		}
	}
	return c
}

// fresh gives an open cell of a type.
func (w *world) fresh(t form.Type, domain []string, name string) *cell {
	c := &cell{kind: t.Kind, null: w.free(), name: name, elem: t.Elem}
	switch t.Kind {
	case form.Bool:
		c.truth = w.free()
	case form.Enum:
		if len(domain) == 0 {
			domain = t.Values
		}
		w.oneCase(c, domain)
	case form.ListOf:
		if len(domain) == 0 {
			domain = t.Elem.Values
		}
		c.elems = &list{domain: domain}
	case form.JSON:
	default:
		c.at = w.open(sortOf(t.Kind), name)
		w.nodes[c.at.at].uuid = t.Kind == form.UUID
	}
	return c
}

func (w *world) oneCase(c *cell, domain []string) {
	c.cases, c.order = map[string]lit{}, domain
	some := []lit{c.null}
	for i, v := range domain {
		c.cases[v] = w.free()
		some = append(some, c.cases[v])
		for _, before := range domain[:i] {
			w.learn(-c.cases[v], -c.cases[before])
		}
	}
	w.assert(w.or(some...))
}

// constant gives the cell of a constant.
func (w *world) constant(k form.Constant) *cell {
	c := &cell{kind: k.T.Kind, null: no, name: "constant", fixed: true}
	switch v := k.Value.(type) {
	case nil:
		c.null = yes
		c.truth = no
		c.at = w.text("")
	case bool:
		c.truth = decided(v)
	case form.Decimal:
		r, ok := new(big.Rat).SetString(string(v))
		if !ok {
			panic(fmt.Sprintf("prove: a number %q", v))
		}
		c.at = w.number(r)
	case string:
		switch k.T.Kind {
		case form.Enum:
			c.cases, c.order = map[string]lit{v: yes}, []string{v}
		case form.Date, form.Timestamp:
			n, ok := counted(k.T.Kind, v)
			if !ok {
				panic(fmt.Sprintf("prove: a %s %q", k.T.Kind, v))
			}
			c.at = w.count(sortOf(k.T.Kind), n)
		default:
			c.at = w.text(v)
		}
	case []form.Constant:
		c.elem, c.elems = k.T.Elem, &list{fixed: true}
		for _, e := range v {
			c.elems.slots = append(c.elems.slots, &slot{in: yes, cell: w.constant(e)})
		}
	default:
		panic(fmt.Sprintf("prove: a constant %T", v))
	}
	return c
}

func sortOf(k form.Kind) sort {
	switch k {
	case form.Number:
		return numbers
	case form.Date:
		return days
	case form.Timestamp:
		return instants
	default:
		return texts
	}
}

// alike gives "both cells have one value, or null".
func (w *world) alike(a, b *cell) lit {
	if a == b {
		return yes
	}
	return w.and(w.same(a.null, b.null), w.or(a.null, w.equalCells(a, b)))
}

// equalCells gives "both have one value"; of what is null it says nothing.
func (w *world) equalCells(a, b *cell) lit {
	switch {
	case a == b:
		return yes
	case a.kind == form.Bool && b.kind == form.Bool:
		return w.same(a.truth, b.truth)
	case a.cases != nil && b.cases != nil:
		var parts []lit
		for _, v := range a.order {
			if other, ok := b.cases[v]; ok {
				parts = append(parts, w.and(a.cases[v], other))
			}
		}
		return w.or(parts...)
	case a.cases != nil:
		var parts []lit
		for _, v := range a.order {
			parts = append(parts, w.and(a.cases[v], w.equal(w.text(v), b.at)))
		}
		return w.or(parts...)
	case b.cases != nil:
		return w.equalCells(b, a)
	case a.kind == form.ListOf && b.kind == form.ListOf:
		return w.likeLists(a, b)
	case !(form.Type{Kind: a.kind}).Scalar() || !(form.Type{Kind: b.kind}).Scalar():
		return yes // JSON of one row: what is in it is not held together
	case w.nodes[a.at.at].sort != w.nodes[b.at.at].sort:
		return no
	default:
		return w.equal(a.at, b.at)
	}
}

// step gives the row that a to-one relation leads to.
func (w *world) step(n *term, r *form.Relation) *term {
	name := relationName(r)
	if to := n.steps[name]; to != nil {
		return to
	}
	if n.base != nil && !slices.ContainsFunc(r.Key, n.gets) {
		return w.step(n.base, r)
	}
	to := w.addRow(w.table(r.Target.Name), n.name+"."+r.Name, yes, n.depth)
	leads := []lit{n.in}
	for _, k := range r.Key {
		c := w.cell(n, k)
		leads = append(leads, -c.null, c.known())
		to.by = append(to.by, c)
	}
	to.leads = w.and(leads...)
	to.in = w.and(to.leads, w.free())
	for i, c := range to.by {
		w.fix(to, to.table.key[i], c)
	}
	n.steps[name] = to
	w.pool(to)
	return to
}

// fix gives a term's cell the value of another, where the term is there, which is not
// null then. A text is the key of a row whose key is a uuid only if it is one.
func (w *world) fix(n *term, f *form.Field, c *cell) {
	there := *c
	if f.Kind == form.UUID && c.kind != form.UUID {
		there = *w.fresh(f.Type, nil, n.name+"."+f.Name)
		w.assert(w.implies(n.in, w.equalCells(&there, c)))
	}
	there.null = no
	n.cells[cellName(f)] = &there
}

// member gives "the row is one of those that a to-many relation leads to".
func (w *world) member(of *term, r *form.Relation, n *term) lit {
	parts := []lit{of.in, n.in}
	for i, k := range r.Key {
		c := w.cell(n, k)
		parts = append(parts, -c.null, w.equalCells(c, w.cell(of, of.table.key[i])))
	}
	return w.and(parts...)
}

// joined adds a row that a to-many relation leads to, where it is there.
func (w *world) joined(of *term, r *form.Relation, name string) *term {
	n := w.addRow(w.table(r.Target.Name), name, w.and(of.in, w.free()), of.depth+1)
	for i, k := range r.Key {
		w.fix(n, k, w.cell(of, of.table.key[i]))
	}
	w.pool(n)
	return n
}

func relationName(r *form.Relation) string {
	name := r.Name + "/" + r.Target.Name
	for _, k := range r.Key {
		name += "/" + k.Name
	}
	return name
}

func cellName(f *form.Field) string {
	if f.Kind == form.ListOf {
		return f.Name + " " + string(f.Kind) + " " + string(f.Elem.Kind)
	}
	return f.Name + " " + string(f.Kind)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
