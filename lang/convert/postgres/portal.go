package postgres

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"portcullis/lang/convert"
	"portcullis/lang/pull"
)

// field is a column that the portal has.
type field = pull.Field

// table is a table of the database, and what it is in the portal.
type table struct {
	pull.Table
	columns []string
	out     *convert.Table
}

func (t *table) name() name { return name{t.Schema, t.Name} }

func (t *table) field(column string) *field {
	i := slices.IndexFunc(t.Fields, func(f field) bool { return f.Name == column })
	if i < 0 {
		return nil
	}
	return &t.Fields[i]
}

// importer makes a portal of a source.
type importer struct {
	*source
	portal *convert.Portal
	tables map[name]*table
}

// Live reads a database.
func Live(ctx context.Context, title, url string) (*convert.Portal, error) {
	s, err := readLive(ctx, url)
	if err != nil {
		return nil, err
	}
	return portalOf(title, s)
}

// Dump reads what pg_dump -s prints.
func Dump(title, file string, text []byte) (*convert.Portal, error) {
	s, err := readDump(file, text)
	if err != nil {
		return nil, err
	}
	return portalOf(title, s)
}

func portalOf(title string, s *source) (*convert.Portal, error) {
	im := &importer{
		source: s, tables: map[name]*table{},
		portal: &convert.Portal{Name: title, Description: "Imported from a database's policies and privileges"},
	}
	for _, t := range s.tables {
		im.addTable(t)
	}
	if len(im.portal.Tables) == 0 {
		return nil, fmt.Errorf("%s has no table that a portal can have", s.file)
	}
	slices.Sort(s.roles)
	if len(s.roles) == 0 {
		s.roles = []string{"public"}
	}
	for _, role := range s.roles {
		im.addRole(role)
	}
	for _, f := range s.findings {
		im.found(convert.LeftOut, f.line, f.what, f.why)
	}
	if s.unspoken {
		im.found(convert.LeftOut, 0, "privileges", "there is not one; a policy is taken to say what its roles may try")
	}
	im.portal.NameFiles()
	return im.portal, nil
}

func (im *importer) found(how convert.How, line int, what, why string) {
	im.portal.Found(convert.Finding{How: how, File: im.file, Line: line, What: what, Why: why})
}

func (im *importer) addTable(t pull.Table) {
	to := &table{Table: t}
	im.tables[to.name()] = to
	for _, f := range t.Fields {
		to.columns = append(to.columns, f.Name)
	}
	if t.Refused != "" {
		im.found(convert.LeftOut, 0, "table "+t.Name, t.Refused)
		return
	}
	out := &convert.Table{Name: t.Ident, Key: t.Key, Comment: slices.Clone(t.Notes)}
	if source := strings.TrimPrefix(t.Schema+"."+t.Name, "."); source != t.Ident {
		out.Source = source
	}
	for _, f := range t.Fields {
		field := &convert.Field{Name: f.Ident, Type: f.Type, Required: f.Required, Default: f.Default, Generated: f.Generated}
		if f.Name != f.Ident {
			field.Column = f.Name
		}
		out.Fields = append(out.Fields, field)
	}
	for _, r := range t.Relations {
		out.Relations = append(out.Relations, &convert.Relation{Name: r.Ident, Many: r.Many, Table: r.Table, Key: r.Key})
	}
	to.out = out
	im.portal.Tables = append(im.portal.Tables, out)
}

// reads tells whether the role of a reading may read a column of another table.
func (r *reading) reads(t *table, column string) bool {
	columns, all, ok := r.source.columns(r.role, t.name(), "SELECT")
	return ok && (all || slices.Contains(columns, column))
}

func (r *reading) columns(role string, t name, command string) ([]string, bool, bool) {
	return r.source.columns(role, t, command)
}

// leftOut is a policy that cannot be said, and why.
type leftOut struct {
	policy *policy
	why    string
}

// rows gives the rows on which a role may do something, by the policies that say it of
// rows as they are: one of the permissive ones must hold, and each restrictive one. Of
// those to be it is asked what check gives.
func (im *importer) rows(role string, t *table, command string, asking []*table) (convert.Cond, []leftOut) {
	return im.policed(role, t, command, asking, func(p *policy) node {
		if command == "INSERT" {
			return p.checked()
		}
		return p.using
	})
}

// checked is what a policy asks of new rows.
func (p *policy) checked() node {
	if p.check != nil {
		return p.check
	}
	return p.using
}

func (im *importer) policed(role string, t *table, command string, asking []*table, part func(*policy) node) (convert.Cond, []leftOut) {
	if !im.secured[t.name()] {
		return convert.True{}, nil
	}
	var some, each []convert.Cond
	var left []leftOut
	for _, p := range im.policiesFor(role, t.name(), command) {
		var c convert.Cond = convert.True{} // a policy without a part asks nothing by it
		if n := part(p); len(n) > 0 {
			r := &reading{importer: im, role: role, frames: []frame{{t.Name, t}}, asking: asking}
			var err error
			if c, err = r.condition(n, false); err != nil {
				left = append(left, leftOut{p, err.Error()})
				c = convert.False{}
			}
		}
		if p.permissive {
			some = append(some, c)
		} else {
			each = append(each, c)
		}
	}
	return convert.All(append([]convert.Cond{convert.Any(some...)}, each...)...), left
}

// addRole makes a role's profile.
func (im *importer) addRole(role string) {
	p := &convert.Profile{Name: role, Anonymous: role == "anon"}
	for _, from := range im.source.tables {
		if t := im.tables[name{from.Schema, from.Name}]; t.out != nil {
			im.addRules(p, role, t)
		}
	}
	if len(p.Rules) == 0 {
		im.found(convert.LeftOut, 0, "role "+role, "it may do nothing with the tables")
		return
	}
	im.portal.Profiles = append(im.portal.Profiles, p)
}

// words are the actions of the commands.
var words = map[string]string{"SELECT": "view", "INSERT": "create", "UPDATE": "update", "DELETE": "delete"}

func (im *importer) addRules(p *convert.Profile, role string, t *table) {
	rules := map[string]*convert.Rule{}
	var selected convert.Cond
	var unseen []leftOut
	for _, command := range commands {
		columns, all, ok := im.source.columns(role, t.name(), command)
		if !ok && command != "DELETE" || command == "DELETE" && !all {
			continue
		}
		rule := &convert.Rule{Kind: "table", Names: []string{t.Ident}, Actions: []string{words[command]}}
		var left []leftOut
		rule.Rows, left = im.rows(role, t, command, []*table{t})
		if !all {
			rule.Fields = im.fields(t, columns, command == "SELECT" || command == "INSERT")
		}
		if command == "SELECT" {
			selected, unseen = rule.Rows, left
			if i := slices.IndexFunc(t.Key, func(f string) bool { return !all && !slices.Contains(columns, t.field2(f)) }); i >= 0 {
				why := fmt.Sprintf("the role may not read %q of the key, which is seen wherever a row is", t.Key[i])
				im.refuse(p, rule, why, nil, true)
				im.found(convert.Narrowed, 0, fmt.Sprintf("SELECT on %s for %s", t.Name, role), why)
				continue
			}
		}
		if command == "UPDATE" {
			check, more := im.policed(role, t, command, []*table{t}, (*policy).checked)
			left = append(left, more...)
			if selected != nil { // a row that is changed is still seen
				check = convert.All(check, selected)
				left = append(left, unseen...)
			}
			if !reflect.DeepEqual(check, rule.Rows) {
				rule.Check = check
			}
			if _, all := check.(convert.True); all && rule.Check != nil {
				rule.Check = convert.Not{Cond: convert.Null{X: convert.Column{Path: t.Key[:1], Type: t.out.Field(t.Key[0]).Type}}}
			}
		}
		im.settle(p, role, t, command, rule, left)
		rules[rule.Actions[0]] = rule
	}
	im.needView(role, t, rules)
}

// field2 gives the column of a field.
func (t *table) field2(ident string) string {
	for _, f := range t.Fields {
		if f.Ident == ident {
			return f.Name
		}
	}
	return ""
}

// fields gives the fields of columns.
func (im *importer) fields(t *table, columns []string, key bool) []string {
	out := []string{}
	for _, c := range columns {
		if f := t.field(c); f != nil && (key || !slices.Contains(t.Key, f.Ident)) {
			out = append(out, f.Ident)
		}
	}
	return out
}

// settle adds a rule, with what of it is left out.
func (im *importer) settle(p *convert.Profile, role string, t *table, command string, rule *convert.Rule, left []leftOut) {
	what := fmt.Sprintf("%s on %s for %s", command, t.Name, role)
	for i, l := range left {
		if slices.ContainsFunc(left[:i], func(other leftOut) bool { return other.policy == l.policy }) {
			continue
		}
		im.found(convert.Narrowed, l.policy.line, fmt.Sprintf("policy %q, %s", l.policy.name, what), l.why)
	}
	for _, policy := range im.policiesFor(role, t.name(), command) {
		if !slices.ContainsFunc(left, func(l leftOut) bool { return l.policy == policy }) {
			im.found(convert.Exact, policy.line, fmt.Sprintf("policy %q, %s", policy.name, what), "")
		}
	}
	never := false
	if _, no := rule.Rows.(convert.False); no {
		never = true
	}
	if _, no := rule.Check.(convert.False); no {
		never = true
	}
	if never || rule.Fields != nil && len(rule.Fields) == 0 {
		if len(left) > 0 {
			im.refuse(p, rule, left[0].why, left, command == "SELECT")
		}
		return
	}
	for _, l := range left {
		rule.Comment = append(rule.Comment, fmt.Sprintf("Left out: %s", oneLine(l.policy.text)), sentence(l.why))
	}
	rule.Narrowed = len(left) > 0 && command == "SELECT"
	rule.Writes = len(left) > 0
	p.Rules = append(p.Rules, rule)
}

// refuse denies what cannot be said.
func (im *importer) refuse(p *convert.Profile, rule *convert.Rule, why string, left []leftOut, view bool) {
	deny := &convert.Rule{Deny: true, Kind: "table", Names: rule.Names, Actions: rule.Actions, Narrowed: view, Writes: true}
	for _, l := range left {
		deny.Comment = append(deny.Comment, "Not said: "+oneLine(l.policy.text))
	}
	deny.Comment = append(deny.Comment, sentence(why))
	p.Rules = append(p.Rules, deny)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// needView tells where a role may change columns that it may not read: the language asks
// for both.
func (im *importer) needView(role string, t *table, rules map[string]*convert.Rule) {
	view, update := rules["view"], rules["update"]
	if update == nil {
		return
	}
	if view == nil || view.Fields != nil && (update.Fields == nil ||
		slices.ContainsFunc(update.Fields, func(f string) bool { return !slices.Contains(view.Fields, f) })) {
		update.Writes = true
		im.found(convert.Narrowed, 0, fmt.Sprintf("UPDATE on %s for %s", t.Name, role), "it is for columns that the role may not read, and the language asks for `view` of them")
	}
}
