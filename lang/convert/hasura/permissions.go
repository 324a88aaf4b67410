package hasura

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"portcullis/lang/convert"
)

// kinds are the permissions of a table: where they stand, and what they are here.
var kinds = []struct{ key, action, word string }{
	{"select_permissions", "view", "select"},
	{"insert_permissions", "create", "insert"},
	{"update_permissions", "update", "update"},
	{"delete_permissions", "delete", "delete"},
}

// keys are those that a permission may have.
var keys = map[string][]string{
	"view": {
		"columns", "filter", "limit", "allow_aggregations", "computed_fields", "query_root_fields", "subscription_root_fields",
	},
	"create": {"columns", "check", "set", "backend_only"},
	"update": {"columns", "filter", "check", "set", "backend_only"},
	"delete": {"filter", "backend_only"},
}

// profile gives that of a role, made where it is new.
func (im *importer) profile(role string) *convert.Profile {
	if p := im.roles[role]; p != nil {
		return p
	}
	p := &convert.Profile{Name: role}
	im.roles[role] = p
	im.portal.Profiles = append(im.portal.Profiles, p)
	return p
}

// permission is one that is being read.
type permission struct {
	*reading
	t      *table
	n      node // all of it
	action string
	what   string
	rule   *convert.Rule
	notes  []string
}

func (im *importer) readPermissions(t *table) {
	for _, kind := range kinds {
		items, err := im.items(t.node.get(kind.key))
		if err != nil {
			im.left(t.node.get(kind.key), kind.key+" of "+t.name, err.Error())
			continue
		}
		for _, entry := range items {
			role := entry.get("role").text()
			if role == "" || role == "*" {
				im.left(entry, kind.key+" of "+t.name, "it names no role")
				continue
			}
			p := &permission{
				reading: &reading{im, role}, t: t, n: entry.get("permission"), action: kind.action,
				what: fmt.Sprintf("%s of %s for %s", kind.word, t.name, role),
			}
			p.n.file = entry.file
			p.read(im.profile(role))
		}
	}
	for _, role := range im.portal.Profiles {
		im.needView(t, role)
	}
}

func (p *permission) read(profile *convert.Profile) {
	p.rule = &convert.Rule{Kind: "table", Names: []string{p.t.Name}, Actions: []string{p.action}}
	if why := p.parts(); why != "" {
		p.found(convert.Narrowed, p.n, p.what, why+": it is denied")
		source := "nothing"
		if p.n.Node != nil {
			source = p.n.source()
		}
		profile.Rules = append(profile.Rules, &convert.Rule{
			Deny: true, Kind: "table", Names: p.rule.Names, Actions: p.rule.Actions, Narrowed: p.action == "view", Writes: true,
			Comment: []string{"Not said of " + p.what + ": " + source, strings.ToUpper(why[:1]) + why[1:] + "."},
		})
		return
	}
	p.rule.Comment = p.notes
	if p.rule.Fields != nil && len(p.rule.Fields) == 0 && p.action != "create" {
		p.found(convert.Exact, p.n, p.what+" (no column)", "")
		return
	}
	profile.Rules = append(profile.Rules, p.rule)
	p.found(convert.Exact, p.n, p.what, "")
}

// parts reads the keys of a permission. It gives why one cannot be said.
func (p *permission) parts() (why string) {
	for _, m := range p.n.members() {
		if !slices.Contains(keys[p.action], m.name) {
			return fmt.Sprintf("nothing is known of the key %q", m.name)
		}
	}
	if p.n.get("backend_only").yes() {
		return "it is for back ends alone"
	}
	if p.action != "delete" {
		if why := p.columnList(); why != "" {
			return why
		}
	}
	filter := "filter"
	if p.action == "create" {
		filter = "check"
	}
	if p.rule.Rows, why = p.condition(frame{p.t}, p.n.get(filter)); why != "" {
		return why
	}
	if p.action == "update" {
		if why := p.check(); why != "" {
			return why
		}
	}
	if why := p.presets(); why != "" {
		return why
	}
	p.note("limit", "a limit on the rows of one answer is no matter of access")
	p.note("allow_aggregations", "aggregations are no right of their own")
	p.note("computed_fields", "a computed field is no column")
	return ""
}

// note notes what is left out of a permission.
func (p *permission) note(key, why string) {
	n := p.n.get(key)
	if n.none() || n.Tag == "!!bool" && !n.yes() || n.Value == "" && len(n.Content) == 0 {
		return
	}
	p.left(n, key+" of "+p.what, why)
	p.notes = append(p.notes, fmt.Sprintf("Left out: %s: %s; %s.", key, n.source(), why))
}

// columnList reads the columns. The language shows the key of each row that it shows.
func (p *permission) columnList() string {
	columns := p.n.get("columns")
	if columns.text() == "*" {
		return ""
	}
	p.rule.Fields = []string{}
	if columns.none() {
		return ""
	}
	key := false
	for _, c := range columns.Content {
		f := p.column(p.t, c.Value)
		if f == nil {
			return fmt.Sprintf("a policy cannot write the name of the column %q", c.Value)
		}
		key = key || f.Name == p.t.Key[0]
		if p.action == "update" && f.Name == p.t.Key[0] {
			p.left(columns, fmt.Sprintf("%s of %s", c.Value, p.what), "the key of a row is never changed")
			continue
		}
		if !slices.Contains(p.rule.Fields, f.Name) {
			p.rule.Fields = append(p.rule.Fields, f.Name)
		}
	}
	if p.action == "view" && len(p.rule.Fields) > 0 && !key {
		return fmt.Sprintf("it lacks the column %q, which is taken to be the key, and a key is seen wherever its row is", p.t.Key[0])
	}
	return ""
}

// check reads what an update must leave. Without one, Hasura asks nothing of the new row.
func (p *permission) check() (why string) {
	n := p.n.get("check")
	if n.none() {
		p.rule.Check = convert.True{}
	} else if p.rule.Check, why = p.condition(frame{p.t}, n); why != "" {
		return why
	}
	if _, ok := p.rule.Check.(convert.True); ok { // a check says something
		p.rule.Check = convert.Not{Cond: convert.Null{X: convert.Column{Path: []string{p.t.Key[0]}, Type: p.t.Field(p.t.Key[0]).Type}}}
	}
	return ""
}

// presets reads the values that a write gets.
func (p *permission) presets() string {
	for _, m := range p.n.get("set").members() {
		f := p.column(p.t, m.name)
		if f == nil {
			return fmt.Sprintf("a policy cannot write the name of the column %q", m.name)
		}
		if f.Name == p.t.Key[0] {
			return "a key is set"
		}
		v, why := p.value(f.Type, m.value)
		if why != "" {
			return why
		}
		p.rule.Set = append(p.rule.Set, convert.Assigned{Field: f.Name, Value: v})
		p.rule.Fields = slices.DeleteFunc(p.rule.Fields, func(name string) bool { return name == f.Name })
	}
	return ""
}

// needView tells where a role may change or delete rows that it may not see, or fields:
// the language asks for `view` of both.
func (im *importer) needView(t *table, role *convert.Profile) {
	rules := map[string]*convert.Rule{}
	for _, r := range role.Rules {
		if r.Names[0] == t.Name && !r.Deny {
			rules[r.Actions[0]] = r
		}
	}
	view := rules["view"]
	for _, action := range []string{"update", "delete"} {
		r := rules[action]
		if r == nil || view != nil && sees(view, r) {
			continue
		}
		r.Writes = true
		r.Comment = append(r.Comment, "Narrowed: the language asks for `view` of what is changed, and Hasura does not.")
		im.found(convert.Narrowed, t.node, fmt.Sprintf("%s of %s for %s", action, t.name, role.Name),
			"it is for rows or columns that the role may not select, and the language asks for `view` of them")
	}
}

// sees tells whether what one rule changes is surely what the other shows.
func sees(view, r *convert.Rule) bool {
	for _, c := range conjuncts(view.Rows) {
		if !slices.ContainsFunc(conjuncts(r.Rows), func(other convert.Cond) bool { return reflect.DeepEqual(c, other) }) {
			return false
		}
	}
	return view.Fields == nil || r.Actions[0] == "delete" ||
		r.Fields != nil && !slices.ContainsFunc(r.Fields, func(f string) bool { return !slices.Contains(view.Fields, f) })
}

// conjuncts are the conditions that one needs, all of them.
func conjuncts(c convert.Cond) []convert.Cond {
	switch c := c.(type) {
	case convert.True:
		return nil
	case convert.And:
		return c
	case convert.False, convert.Or, convert.Not, convert.IsTrue, convert.Compare, convert.Null, convert.In, convert.Has, convert.Text, convert.Exists:
	}
	return []convert.Cond{c}
}

// readInherited reads roles that have the permissions of others.
func (im *importer) readInherited() error {
	list, there, err := im.load("inherited_roles.yaml")
	if err != nil || !there {
		return err
	}
	items, err := im.items(list)
	if err != nil {
		return err
	}
	for _, n := range items {
		role := n.get("role_name").text()
		if role == "" || role == "*" {
			im.left(n, "an inherited role", "it has no name")
			continue
		}
		var set []string
		for _, c := range n.get("role_set").Content {
			if im.roles[c.Value] != nil && !slices.Contains(set, c.Value) {
				set = append(set, c.Value)
			}
		}
		im.inherit(n, im.profile(role), set)
	}
	return nil
}

// inherit gives a role what others have. Where they differ in a write, Hasura gives none
// of them; and what the role has of its own, it has in place of theirs.
func (im *importer) inherit(n node, p *convert.Profile, set []string) {
	type slot struct{ table, action string }
	own := map[slot]bool{}
	for _, r := range p.Rules {
		own[slot{r.Names[0], r.Actions[0]}] = true
	}
	from := map[slot][]*convert.Rule{}
	var order []slot
	for _, role := range set {
		for _, r := range im.portal.Rules(im.roles[role]) {
			s := slot{r.Names[0], r.Actions[0]}
			if from[s] == nil {
				order = append(order, s)
			}
			from[s] = append(from[s], r)
		}
	}
	plain := len(own) == 0
	for _, s := range order {
		differ := s.action != "view" && len(from[s]) > 1
		plain = plain && !differ && len(from[s]) > 0
	}
	if plain {
		p.Includes = set
		im.found(convert.Exact, n, "inherited role "+p.Name, "")
		return
	}
	for _, s := range order {
		switch rules := from[s]; {
		case own[s]:
		case s.action != "view" && len(rules) > 1:
			p.Comment = append(p.Comment, fmt.Sprintf("Left out: %s of %s, in which the roles that %s inherits from differ: Hasura gives it none of theirs.", s.action, s.table, p.Name))
		default:
			p.Rules = append(p.Rules, rules...)
		}
	}
	im.found(convert.Exact, n, "inherited role "+p.Name, "")
}
