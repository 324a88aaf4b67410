package lang

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// resolveStatements resolves the statements of all profiles.
func (r *resolver) resolveStatements() {
	for _, p := range r.policy.Profiles {
		for _, s := range r.profiles[p.Name].syntax.statements {
			st := r.statement(p, s)
			p.Statements = append(p.Statements, st)
			r.policy.Statements = append(r.policy.Statements, st)
		}
	}
}

// statementResolver resolves one statement.
type statementResolver struct {
	*resolver
	syntax  *statementSyntax
	st      *Statement
	things  []*thing
	actions map[string]bool // of all its things together; nil if they are not known
	told    map[string]bool // what has been said of one of its things already
	unclear bool            // which fields it covers is not known
}

func (r *resolver) statement(p *Profile, s *statementSyntax) *Statement {
	st := &Statement{
		Effect: s.effect, Kind: s.kind, Profile: p,
		File: s.header.Filename, Line: s.header.Start.Line, Range: s.header,
	}
	r.describe(&s.declaration)
	st.Message, _ = r.text(s.message)
	if s.when != nil {
		st.When, _ = r.bind(s.when, placeWhen, nil)
	}
	sr := &statementResolver{resolver: r, syntax: s, st: st, told: map[string]bool{}}
	var known bool
	st.Bare = s.rows == nil
	sr.things, st.Wildcard, known = r.things(s)
	for _, t := range sr.things {
		st.Targets = append(st.Targets, Target{Name: t.name, Actions: t.actions, Report: t.report, Form: t.form})
		if t.table != nil {
			st.Targets[len(st.Targets)-1].Table = t.table.Table
		}
	}
	switch s.kind {
	case KindTable, KindReport:
		sr.resolveActions(known)
		sr.resolveRows()
		sr.resolveFields()
	case KindForm:
		sr.actions = map[string]bool{"access": true}
		sr.resolveFields()
	case KindChannel:
		sr.resolveActions(known)
	case KindMessage:
		sr.resolveRecipients()
	case KindPage, KindDashboard, KindCapability:
	default:
		panic("lang: unknown kind of statement " + string(s.kind))
	}
	st.Targets = slices.DeleteFunc(st.Targets, func(t Target) bool { return len(t.Actions) == 0 })
	return st
}

// resolveActions gives each thing those of the statement's actions that it has.
func (sr *statementResolver) resolveActions(known bool) {
	s := sr.syntax
	sr.actions = map[string]bool{}
	defer func() {
		for _, t := range sr.st.Targets {
			for _, a := range t.Actions {
				sr.actions[a] = true
			}
		}
		if !known || len(sr.actions) == 0 {
			sr.actions = nil
		}
	}()
	if s.actions == nil {
		if s.effect == Allow {
			sr.missing(&s.declaration, fmt.Sprintf("an allow of kind %s", s.kind), "actions", `what is allowed; actions = ["*"] is everything`)
			known = false
		}
		return
	}
	names, ok := sr.names(s.actions)
	if !ok {
		known = false
		return
	}
	if len(names) == 0 {
		sr.reportAt(s.actions, s.actions.Expr.Range(), "Empty list", fmt.Sprintf("The %s names no action.", s.effect))
		known = false
		return
	}
	if i := slices.IndexFunc(names, func(n label) bool { return n.text == "*" }); i >= 0 {
		if len(names) > 1 {
			other := names[(i+1)%len(names)]
			sr.reportAt(s.actions, other.at, "Name beside \"*\"", fmt.Sprintf("\"*\" stands for every action already, %q among them.", other.text))
		}
		return
	}
	for _, n := range names {
		if !sr.actionExists(n, known) {
			known = false
		}
	}
	for i, t := range sr.things {
		var has []string
		for _, n := range names {
			if slices.Contains(t.actions, n.text) {
				has = append(has, n.text)
			}
		}
		slices.Sort(has)
		sr.st.Targets[i].Actions = has
	}
}

// actionExists reports an action that none of the statement's things has.
func (sr *statementResolver) actionExists(n label, known bool) bool {
	has := map[string]bool{}
	for _, t := range sr.things {
		for _, a := range t.actions {
			has[a] = true
		}
	}
	if has[n.text] {
		return true
	}
	if sr.spoiled.names[n.text] || sr.doc.mayDeclare("action") {
		return false
	}
	elsewhere := slices.Contains(tableActions, n.text) || sr.resolver.actions[n.text] || slices.Contains(channelActions, n.text) || n.text == "access"
	if len(sr.things) == 0 {
		// There is nothing that could have it; a name that no thing of the
		// kind could have is wrong all the same.
		for _, a := range sr.actionsOfKind() {
			has[a] = true
		}
		if !known && elsewhere || has[n.text] {
			return true
		}
	} else if !known && elsewhere {
		return true // what is not known may have it
	}
	detail := fmt.Sprintf("There is no action %q.%s", n.text, didYouMean(n.text, sortedKeys(has)))
	if elsewhere {
		detail = fmt.Sprintf("%s has the action %q.%s", sr.none(), n.text, didYouMean(n.text, sortedKeys(has)))
	}
	sr.reportAt(sr.syntax.actions, n.at, "Unknown action", detail)
	return false
}

func (sr *statementResolver) actionsOfKind() []string {
	switch sr.syntax.kind {
	case KindReport:
		return reportActions
	case KindChannel:
		return channelActions
	default:
		return slices.Concat(tableActions, sortedKeys(sr.resolver.actions))
	}
}

// none begins a sentence about what no thing of the statement has.
func (sr *statementResolver) none() string {
	switch len(sr.things) {
	case 0:
		return fmt.Sprintf("No %s", sr.syntax.kind)
	case 1:
		return fmt.Sprintf("No %s like %q", sr.syntax.kind, sr.things[0].name)
	default:
		return fmt.Sprintf("None of the %ss", sr.syntax.kind)
	}
}

// resolveRows binds `rows` for each thing.
func (sr *statementResolver) resolveRows() {
	s := sr.syntax
	if s.rows == nil {
		if s.effect == Allow {
			sr.missing(&s.declaration, fmt.Sprintf("an allow of kind %s", s.kind), "rows", "a condition on the rows, own, or all")
		}
		return
	}
	if isAll(s.rows) {
		return
	}
	if len(sr.actions) == 1 && sr.actions["manage_structure"] {
		sr.reportAt(s.rows, s.rows.Expr.Range(), "Argument without use",
			"The action manage_structure is about the table and has no row to ask: an allow of it has rows = all, a deny of it no rows.")
		return
	}
	for i, t := range sr.things {
		cond, diags, ok := sr.tryBind(s.rows, placeRows, t.table.Table)
		sr.reportOnce(s.rows, diags)
		if ok {
			sr.st.Targets[i].Rows = cond
		}
	}
}

// reportAt reports a problem within an argument.
func (sr *statementResolver) reportAt(a attr, at hcl.Range, summary, detail string) {
	sr.report(within(problem(at, summary, detail), a.SrcRange))
}

// reportOnce reports what binding an argument to one more thing has to say,
// unless the same was said when it was bound to another.
func (sr *statementResolver) reportOnce(a attr, diags hcl.Diagnostics) {
	var fresh hcl.Diagnostics
	var said []string
	for _, d := range diags {
		key := d.Summary
		if d.Subject != nil {
			key += d.Subject.String()
		}
		if !sr.told[key] {
			fresh, said = append(fresh, d), append(said, key)
		}
	}
	for _, key := range said {
		sr.told[key] = true
	}
	sr.reportIn(a.SrcRange, fresh)
}

// resolveRecipients reads who may be written to.
func (sr *statementResolver) resolveRecipients() {
	s := sr.syntax
	sr.st.Anyone = s.users == nil && s.profiles == nil
	names, _ := sr.names(s.profiles)
	for _, n := range names {
		if p := sr.profile(n, s.profiles.SrcRange); p != nil {
			sr.st.Profiles = append(sr.st.Profiles, p)
		}
	}
	byName(sr.st.Profiles, func(p *Profile) string { return p.Name })
	if s.users == nil || sr.spoiled.user {
		return
	}
	users := sr.policy.Portal.Users
	if users == nil {
		sr.reportAt(s.users, s.users.NameRange, "No users table", "\"users\" lists keys of the users table, and the portal names no such table: users = \"…\".")
		return
	}
	if users.Key == nil || users.Key.Type.Kind == "" || sr.spoiled.touches(s.users.Expr, nil) {
		return
	}
	sr.recipientKeys(s.users, users.Key.Type)
}

func (sr *statementResolver) recipientKeys(a attr, key Type) {
	list, ok := unparenthesised(a.Expr).(*hclsyntax.TupleConsExpr)
	if !ok {
		v, diags := constantOf(a.Expr, Type{Kind: List, Elem: &key}, sr.locals)
		sr.reportIn(a.SrcRange, diags)
		if !diags.HasErrors() && !v.IsNull() {
			sr.st.Users = v.AsValueSlice()
		}
		return
	}
	for _, e := range list.Exprs {
		v, diags := constantOf(e, key, sr.locals)
		sr.reportIn(a.SrcRange, diags)
		switch {
		case diags.HasErrors():
		case v.IsNull():
			sr.reportAt(a, e.Range(), "Null value", "null is no key of the users table.")
		case slices.ContainsFunc(sr.st.Users, v.RawEquals):
			sr.reportAt(a, e.Range(), "Duplicate value", "This key is in the list already.")
		default:
			sr.st.Users = append(sr.st.Users, v)
		}
	}
}
