package compile

import (
	"strings"

	"portcullis/lang"
)

// needs collects the paths that formulas look into, by root: "status",
// "contact.client_id", over to-many relations too ("items.sku").
type needs struct {
	row    map[string]bool // of Row and New
	person map[string]bool // of Record
	vars   map[*lang.Var]route
}

// route is where the element of a list comes from.
type route struct {
	root Root
	path []string
}

func newNeeds() *needs {
	return &needs{row: map[string]bool{}, person: map[string]bool{}, vars: map[*lang.Var]route{}}
}

// add collects what a formula looks into.
func (n *needs) add(f Formula) {
	formulas, operands, lists := parts(f)
	for _, over := range lists {
		n.list(over)
	}
	switch f := f.(type) {
	case Exists:
		n.vars[f.Var] = n.route(f.Over.At, f.Over.Relation)
	case ForAll:
		n.vars[f.Var] = n.route(f.Over.At, f.Over.Relation)
	}
	for _, x := range operands {
		n.operand(x)
	}
	for _, inner := range formulas {
		n.add(inner)
	}
}

func (n *needs) operand(x Operand) {
	operandPlaces(x, func(p Place, rows *lang.Relation) { n.place(n.route(p, rows)) })
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
func (n *needs) route(p Place, rows *lang.Relation) route {
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
func (n *needs) clause(c *clause) {
	for _, f := range []Formula{c.applies, c.inForce, c.spares, c.lifted, c.passes} {
		n.add(f)
	}
	if target := c.target(); target != nil {
		for _, s := range target.Sets {
			n.value(s.Value)
		}
	}
}

func (n *needs) value(v lang.Value) {
	l := &lowering{}
	n.add(l.null(v))
	for _, alt := range l.alternatives(v) {
		n.add(alt.guard)
		n.operand(alt.x)
	}
}

// ofAction collects what a decision on an action of a resource looks into. A
// decision on an existing row also tells what of it is seen and editable.
func (r *resource) ofAction(action string) *needs {
	n := newNeeds()
	if r.modes[action] != modeStanding {
		n.row[r.table.Key.Name] = true
	}
	if r.report != nil {
		n.add(isTrue(r.report.Rows))
	}
	on := map[string]bool{action: true}
	if mode := r.modes[action]; mode == modeRow || mode == modeUpdate {
		on["view"], on["update"] = true, true
	}
	for _, u := range r.uses {
		for _, a := range u.actions {
			if on[a] {
				n.clause(u.clause)
				break
			}
		}
	}
	return n
}

// ofPerson collects what any decision looks into of the person's row.
func (m *model) ofPerson() []string {
	n := newNeeds()
	p := m.policy.Portal
	n.person[p.Users.Key.Name] = true
	n.person[p.Login.Name] = true
	for _, c := range m.clauses {
		n.clause(c)
	}
	for _, r := range m.policy.Reports {
		n.add(isTrue(r.Rows))
	}
	return sortedKeys(n.person)
}
