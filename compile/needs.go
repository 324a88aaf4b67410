package compile

import (
	"strings"

	"portcullis/rego/form"
)

// needs collects the paths that formulas look into, by root: "status",
// "contact.client_id", over to-many relations too ("items.sku").
type needs struct {
	row    map[string]bool // of Row and New
	person map[string]bool // of Record
	vars   map[*form.Var]route
}

// route is where the element of a list comes from.
type route struct {
	root form.Root
	path []string
}

func newNeeds() *needs {
	return &needs{row: map[string]bool{}, person: map[string]bool{}, vars: map[*form.Var]route{}}
}

// add collects what a formula looks into.
func (n *needs) add(f form.Formula) {
	formulas, operands, lists := form.Parts(f)
	for _, over := range lists {
		n.list(over)
	}
	if over, v := form.Quantified(f); v != nil {
		n.vars[v] = n.route(over.At, over.Relation)
	}
	for _, x := range operands {
		n.operand(x)
	}
	for _, inner := range formulas {
		n.add(inner)
	}
}

func (n *needs) operand(x form.Operand) {
	form.OperandPlaces(x, func(p form.Place, rows *form.Relation) { n.place(n.route(p, rows)) })
}

func (n *needs) list(over form.List) { n.place(n.route(over.At, over.Relation)) }

func (n *needs) place(r route) {
	if len(r.path) == 0 {
		return
	}
	switch r.root {
	case form.Row, form.New:
		n.row[strings.Join(r.path, ".")] = true
	case form.Record:
		n.person[strings.Join(r.path, ".")] = true
	}
}

// route gives the way from the root to a place, or to the rows of a relation there.
func (n *needs) route(p form.Place, rows *form.Relation) route {
	r := route{root: p.Root}
	if from, ok := n.vars[p.Var]; ok && p.Root == form.Each {
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
func (n *needs) clause(c *form.Clause) {
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

// ofAction collects what a decision on an action of a resource looks into. A
// decision on an existing row also tells what of it is seen and editable.
func ofAction(r *form.Resource, action string) *needs {
	n := newNeeds()
	if r.Modes[action] != form.Standing {
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
	return n
}

// ofPerson collects what any decision looks into of the person's row.
func (m *model) ofPerson() []string {
	n := newNeeds()
	n.person[m.Form.Users.Table.Key[0].Name] = true
	n.person[m.Form.Users.Login.Name] = true
	for _, c := range m.clauses {
		n.clause(c)
	}
	for _, r := range m.Form.Resources {
		if r.Rows != nil {
			n.add(r.Rows)
		}
	}
	return sortedKeys(n.person)
}
