package compile

import (
	"fmt"
	"maps"
	"slices"

	"portcullis/lang"
)

// model is the decision form of a portal: for each thing that can be acted on,
// the statements that count, by what they do and what they depend on.
type model struct {
	policy    *lang.Policy
	resources []*resource // tables, reports and forms, then the components
	clauses   []*clause   // by table, then by statement
	order     map[*lang.Statement]int
	onPages   map[int]bool                // the numbers of clauses that rows of a page are asked
	filters   map[*resource]*filterWriter // see filterWriters
	gaps      map[*clause][]gap           // see gapsOf

	unfiltered bool // the catalog is without filters
}

// resource is a thing that can be acted on.
type resource struct {
	kind   lang.StatementKind
	name   string
	table  *lang.Table  // of tables, reports and forms
	report *lang.Report // of reports
	fields []*lang.Field
	modes  map[string]mode // by action
	uses   []*use          // in the order of statements
}

// mode is how an action is decided.
type mode string

const (
	modeStanding mode = "standing" // without a row: components, manage_structure
	modeRow      mode = "row"      // on an existing row
	modeUpdate   mode = "update"
	modeCreate   mode = "create" // create, import, and access to a form
	modeMessage  mode = "message"
)

// part is what a statement does to a resource's action.
type part string

const (
	partAllow  part = "allow"
	partDeny   part = "deny"   // refuses the row
	partLock   part = "lock"   // takes fields, leaves the row
	partDemand part = "demand" // refuses what does not satisfy its check
)

// use is a statement at work on one resource.
type use struct {
	clause  *clause
	target  *lang.Target
	part    part
	actions []string // of the resource
}

// clause is a statement with its conditions lowered for one table (nil for
// components).
type clause struct {
	statement *lang.Statement
	table     *lang.Table
	rows      lang.Cond
	check     lang.Cond
	inForce   Formula // allow: `when` is true
	lifted    Formula // deny: `when` is false
	applies   Formula // allow: `rows` is true
	spares    Formula // deny: `rows` is false
	passes    Formula // `check` is true
	whole     bool    // whether it applies does not depend on rows, on any of its tables
	number    int     // in the order of statements, then of tables; one for all tables of what is whole
}

func (c *clause) id() string { return fmt.Sprintf("%s:%d", c.statement.File, c.statement.Line) }

// asksRows reports whether it takes a row to tell that an allow applies, or
// that a deny does not.
func (c *clause) asksRows() bool {
	if c.statement.Effect == lang.Deny {
		return !impossible(c.spares)
	}
	return !certain(c.applies)
}

// idle reports that a deny can never apply.
func (c *clause) idle() bool {
	return c.statement.Effect == lang.Deny && (certain(c.spares) || certain(c.lifted))
}

// rowless reports that a statement is about all rows of what it names.
func (c *clause) rowless() bool {
	if c.rows == nil {
		return true
	}
	constant, ok := c.rows.(*lang.Const)
	return ok && constant.Value
}

type clauseKey struct {
	statement *lang.Statement
	table     *lang.Table
}

// newModel resolves a checked policy into its decision form.
func newModel(p *lang.Policy) *model {
	m := &model{policy: p, order: map[*lang.Statement]int{}, onPages: map[int]bool{}}
	clauses := map[clauseKey]*clause{}
	byName := m.addResources()
	for i, s := range p.Statements {
		m.order[s] = i
		for j := range s.Targets {
			target := &s.Targets[j]
			key := clauseKey{s, target.Table}
			c := clauses[key]
			if c == nil {
				c = newClause(s, target)
				clauses[key] = c
				m.clauses = append(m.clauses, c)
			}
			if c.idle() {
				continue
			}
			for _, r := range byName[resourceKey{s.Kind, target.Name}] {
				r.add(c, target)
			}
		}
	}
	m.findWhole()
	m.number()
	m.findOnPages()
	slices.SortStableFunc(m.clauses, func(a, b *clause) int {
		return cmpTables(a.table, b.table)
	})
	return m
}

// findWhole marks the statements that do not depend on rows anywhere.
func (m *model) findWhole() {
	partial := map[*lang.Statement]bool{}
	for _, c := range m.clauses {
		partial[c.statement] = partial[c.statement] || !c.rowBlind()
	}
	for _, c := range m.clauses {
		c.whole = !partial[c.statement]
	}
}

// rowBlind reports whether rows do not matter to whether the clause applies.
func (c *clause) rowBlind() bool {
	if c.statement.Effect == lang.Deny {
		return impossible(c.spares)
	}
	return certain(c.applies)
}

// number gives the clauses their numbers.
func (m *model) number() {
	n, whole := 0, map[*lang.Statement]int{}
	for _, c := range m.clauses {
		if c.whole && whole[c.statement] != 0 {
			c.number = whole[c.statement]
			continue
		}
		n++
		c.number = n
		if c.whole {
			whole[c.statement] = n
		}
	}
}

// findOnPages marks the clauses that bear on existing rows.
func (m *model) findOnPages() {
	for _, r := range m.resources {
		for _, u := range r.uses {
			for _, a := range u.actions {
				if mode := r.modes[a]; u.part != partDemand && (mode == modeRow || mode == modeUpdate) {
					m.onPages[u.clause.number] = true
				}
			}
		}
	}
}

func cmpTables(a, b *lang.Table) int {
	name := func(t *lang.Table) string {
		if t == nil {
			return ""
		}
		return t.Name
	}
	switch x, y := name(a), name(b); {
	case x < y:
		return -1
	case x > y:
		return 1
	default:
		return 0
	}
}

func newClause(s *lang.Statement, t *lang.Target) *clause {
	c := &clause{
		statement: s, table: t.Table, rows: t.Rows, check: t.Check,
		applies: Never{}, inForce: Never{}, spares: Never{}, lifted: Never{}, passes: isTrue(t.Check),
	}
	if s.Effect == lang.Allow {
		c.applies, c.inForce = isTrue(t.Rows), isTrue(s.When)
	} else {
		c.spares, c.lifted = isFalse(t.Rows), isFalse(s.When)
	}
	return c
}

type resourceKey struct {
	kind lang.StatementKind
	name string
}

// addResources makes a resource of everything declared, and gives for each
// name that a statement can have the resources that the statement bears on: a
// table's also bear on its reports and forms.
func (m *model) addResources() map[resourceKey][]*resource {
	p := m.policy
	byName := map[resourceKey][]*resource{}
	add := func(r *resource) {
		m.resources = append(m.resources, r)
		byName[resourceKey{r.kind, r.name}] = append(byName[resourceKey{r.kind, r.name}], r)
		if r.table != nil && r.kind != lang.KindTable {
			of := resourceKey{lang.KindTable, r.table.Name}
			byName[of] = append(byName[of], r)
		}
	}
	for _, t := range p.Tables {
		add(&resource{kind: lang.KindTable, name: t.Name, table: t, fields: t.Fields, modes: tableModes(t.Actions)})
	}
	for _, r := range p.Reports {
		add(&resource{
			kind: lang.KindReport, name: r.Name, table: r.Table, report: r, fields: r.Fields,
			modes: tableModes(reportActions),
		})
	}
	for _, f := range p.Forms {
		add(&resource{
			kind: lang.KindForm, name: f.Name, table: f.Table, fields: f.Fields,
			modes: map[string]mode{"access": modeCreate},
		})
	}
	components := func(kind lang.StatementKind, list []*lang.Component, actions ...string) {
		for _, c := range list {
			r := &resource{kind: kind, name: c.Name, modes: map[string]mode{}}
			for _, a := range actions {
				r.modes[a] = modeStanding
			}
			add(r)
		}
	}
	components(lang.KindPage, p.Pages, "access")
	components(lang.KindDashboard, p.Dashboards, "access")
	components(lang.KindChannel, p.Channels, "post", "read")
	components(lang.KindCapability, p.Capabilities, "access")
	add(&resource{kind: lang.KindMessage, name: "*", modes: map[string]mode{"access": modeMessage}})
	return byName
}

var reportActions = []string{"delete", "export", "import", "print", "update", "view"}

func tableModes(actions []string) map[string]mode {
	modes := map[string]mode{}
	for _, a := range actions {
		switch a {
		case "create", "import":
			modes[a] = modeCreate
		case "update":
			modes[a] = modeUpdate
		case "manage_structure":
			modes[a] = modeStanding
		default:
			modes[a] = modeRow
		}
	}
	return modes
}

// add puts a statement to work on the resource, where it concerns it.
func (r *resource) add(c *clause, target *lang.Target) {
	s := c.statement
	part, actions := partAllow, target.Actions
	if s.Effect == lang.Deny {
		switch {
		case target.Partial:
			part = partLock
		case target.Check != nil:
			part = partDemand
		default:
			part = partDeny
		}
	}
	if s.Kind != r.kind { // a table's statement, on its report or form
		if s.Effect == lang.Allow {
			return
		}
		actions = r.translated(actions)
	} else if r.kind != lang.KindTable && r.kind != lang.KindReport && r.kind != lang.KindChannel {
		actions = []string{"access"}
	}
	actions = slices.DeleteFunc(slices.Clone(actions), func(a string) bool { return !r.heeds(part, a, c) })
	if len(actions) > 0 {
		r.uses = append(r.uses, &use{c, target, part, actions})
	}
}

// translated gives the actions of a report or form that a table's actions
// are: `create` is a form's `access`.
func (r *resource) translated(actions []string) []string {
	if r.kind == lang.KindForm {
		if slices.Contains(actions, "create") {
			return []string{"access"}
		}
		return nil
	}
	return actions
}

// heeds reports whether an action of the resource is concerned by a part of a
// statement.
func (r *resource) heeds(p part, action string, c *clause) bool {
	mode, has := r.modes[action]
	if !has {
		return false
	}
	switch p {
	case partLock:
		return action == "view" || mode == modeUpdate || mode == modeCreate
	case partDemand:
		return mode == modeUpdate || mode == modeCreate
	default:
		return mode != modeStanding || c.rowless()
	}
}

// profiles gives the names of a list of profiles.
func profileNames(list []*lang.Profile) []string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return names
}

// revealers gives the profiles whose holders see a class through statements
// of the profile p: those that reveal the class and include p.
func (m *model) revealers(p *lang.Profile, class string) []string {
	var names []string
	for _, q := range m.policy.Profiles {
		if slices.Contains(q.Reveal, class) && slices.Contains(q.Closure, p) {
			names = append(names, q.Name)
		}
	}
	return names
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
