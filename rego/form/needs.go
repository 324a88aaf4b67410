package form

import (
	"maps"
	"slices"
	"strings"
)

// needs collects the paths that formulas look into, by root.
type needs struct {
	row    map[string]bool // of Row and New
	person map[string]bool // of Record
	vars   map[*Var]route
}

// route is where the element of a list comes from.
type route struct {
	root Root
	path []string
}

func newNeeds() *needs {
	return &needs{row: map[string]bool{}, person: map[string]bool{}, vars: map[*Var]route{}}
}

// add collects what a formula looks into.
func (n *needs) add(f Formula) {
	formulas, operands, lists := Parts(f)
	for _, over := range lists {
		n.list(over)
	}
	if over, v := Quantified(f); v != nil {
		n.vars[v] = n.route(over.At, over.Relation)
	}
	for _, x := range operands {
		n.operand(x)
	}
	for _, inner := range formulas {
		n.add(inner)
	}
}

func (n *needs) operand(x Operand) {
	OperandPlaces(x, func(p Place, rows *Relation) { n.place(n.route(p, rows)) })
}

func (n *needs) list(over List) { n.place(n.route(over.At, over.Relation)) }

func (n *needs) place(r route) {
	if len(r.path) == 0 {
		return
	}
	switch r.root {
	case Row, New:
		n.row[strings.Join(r.path, ".")] = true
	case Record:
		n.person[strings.Join(r.path, ".")] = true
	}
}

// route gives the way from the root to a place, or to the rows of a relation there.
func (n *needs) route(p Place, rows *Relation) route {
	r := route{root: p.Root}
	if from, ok := n.vars[p.Var]; ok && p.Root == Each {
		r.root = from.root
		r.path = append(r.path, from.path...)
	}
	for _, step := range p.Steps {
		r.path = append(r.path, step.Name)
	}
	if p.Field != nil {
		r.path = append(r.path, p.Field.Name)
	}
	if rows != nil {
		r.path = append(r.path, rows.Name)
	}
	return r
}

// clause collects what a statement looks into.
func (n *needs) clause(c *Clause) {
	n.add(c.Rows)
	n.add(c.Statement.When)
	if c.Check != nil {
		n.add(c.Check)
	}
	for _, s := range c.Sets {
		n.add(s.Null)
		for _, of := range s.Cases {
			n.add(of.When)
			n.operand(of.X)
		}
	}
}

// Needs gives the paths that a decision on an action of the resource looks into
// in rows of its table: "status", "contact.client_id", over to-many relations too
// ("items.sku"). A decision on an existing row also tells what of it is seen and
// editable.
func (r *Resource) Needs(action string) []string {
	n := newNeeds()
	if r.Modes[action] != Standing {
		for _, name := range r.Table.Key.Names() {
			n.row[name] = true
		}
	}
	if r.Rows != nil {
		n.add(r.Rows)
	}
	on := map[string]bool{action: true}
	if r.Modes[action].Existing() {
		on["view"], on["update"] = true, true
	}
	for _, u := range r.Uses {
		for _, a := range u.Actions {
			if on[a] {
				n.clause(u.Clause)
				break
			}
		}
	}
	return slices.Sorted(maps.Keys(n.row))
}

// Needs gives the paths that any decision looks into in the person's row, nil
// where people have none.
func (f *Form) Needs() []string {
	if f.Users == nil {
		return nil
	}
	n := newNeeds()
	n.person[f.Users.Table.Key[0].Name] = true
	n.person[f.Users.Login.Name] = true
	for _, s := range f.Statements {
		for _, c := range s.Clauses {
			n.clause(c)
		}
	}
	for _, r := range f.Resources {
		if r.Rows != nil {
			n.add(r.Rows)
		}
	}
	return slices.Sorted(maps.Keys(n.person))
}
