package check

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/bind"
	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// resolveStatements resolves the statements of all profiles.
func (r *resolver) resolveStatements() {
	for _, p := range r.policy.Profiles {
		info := r.profiles[p.Name]
		if !info.same() {
			for i, s := range info.statements {
				p.Statements = append(p.Statements, r.statementOf(info, i, s))
			}
		}
		r.policy.Statements = append(r.policy.Statements, p.Statements...)
	}
}

// statementResolver resolves one statement.
type statementResolver struct {
	*resolver
	syntax  *syntax.StatementSyntax
	st      *policy.Statement
	things  []*thing
	actions map[string]bool // of all its things together; nil if they are not known
	told    map[string]bool // what has been said of one of its things already
	unclear bool            // which fields it covers is not known
}

func (r *resolver) statement(p *policy.Profile, s *syntax.StatementSyntax) *policy.Statement {
	st := &policy.Statement{
		Effect: s.Effect, Kind: s.Kind, Profile: p,
		File: s.Header.Filename, Line: s.Header.Start.Line, Range: s.Header,
	}
	r.describe(&s.Declaration)
	st.Message, _ = r.text(s.Message)
	if s.When != nil {
		st.When, _ = r.bind(s.When, bind.PlaceWhen, nil)
	}
	sr := &statementResolver{resolver: r, syntax: s, st: st, told: map[string]bool{}}
	var known bool
	st.Bare = s.Rows == nil
	sr.things, st.Wildcard, known = r.things(s)
	for _, t := range sr.things {
		st.Targets = append(st.Targets, policy.Target{Name: t.name, Actions: t.actions, Report: t.report, Form: t.form})
		if t.table != nil {
			st.Targets[len(st.Targets)-1].Table = t.table.Table
		}
	}
	switch s.Kind {
	case policy.KindTable, policy.KindReport:
		sr.resolveActions(known)
		sr.resolveRows()
		sr.resolveFields()
	case policy.KindForm:
		sr.actions = map[string]bool{"access": true}
		sr.resolveFields()
	case policy.KindMessage:
		sr.resolveRecipients()
	default:
		if s.Kind.Named() {
			sr.resolveActions(known)
		}
	}
	st.Targets = slices.DeleteFunc(st.Targets, func(t policy.Target) bool { return len(t.Actions) == 0 })
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
	if s.Actions == nil {
		if s.Effect == policy.Allow {
			sr.missing(&s.Declaration, fmt.Sprintf("an allow of kind %s", s.Kind), "actions", `what is allowed; actions = ["*"] is everything`)
			known = false
		}
		return
	}
	names, ok := sr.names(s.Actions)
	if !ok {
		known = false
		return
	}
	if len(names) == 0 {
		sr.reportAt(s.Actions, s.Actions.Expr.Range(), "Empty list", fmt.Sprintf("The %s names no action.", s.Effect))
		known = false
		return
	}
	if i := slices.IndexFunc(names, func(n syntax.Label) bool { return n.Text == "*" }); i >= 0 {
		if len(names) > 1 {
			other := names[(i+1)%len(names)]
			sr.reportAt(s.Actions, other.At, "Name beside \"*\"", fmt.Sprintf("\"*\" stands for every action already, %q among them.", other.Text))
		}
		return
	}
	for _, n := range names {
		sr.policy.Uses.Note(n.At, n.Text, policy.Word{Kind: policy.WordAction, Name: n.Text})
		if !sr.actionExists(n, known) {
			known = false
		}
	}
	for i, t := range sr.things {
		var has []string
		for _, n := range names {
			if slices.Contains(t.actions, n.Text) {
				has = append(has, n.Text)
			}
		}
		slices.Sort(has)
		sr.st.Targets[i].Actions = has
	}
}

// actionExists reports an action that none of the statement's things has.
func (sr *statementResolver) actionExists(n syntax.Label, known bool) bool {
	has := map[string]bool{}
	for _, t := range sr.things {
		for _, a := range t.actions {
			has[a] = true
		}
	}
	if has[n.Text] {
		return true
	}
	if sr.spoiled.names[n.Text] || sr.mayDeclare("action") {
		return false
	}
	elsewhere := sr.resolver.actions[n.Text]
	for _, actions := range otherActions {
		elsewhere = elsewhere || slices.Contains(actions, n.Text)
	}
	if len(sr.things) == 0 {
		// There is nothing that could have it; a name that no thing of the
		// kind could have is wrong all the same.
		for _, a := range sr.actionsOfKind() {
			has[a] = true
		}
		if !known && elsewhere || has[n.Text] {
			return true
		}
	} else if !known && elsewhere {
		return true // what is not known may have it
	}
	detail := fmt.Sprintf("There is no action %q.%s", n.Text, diag.DidYouMean(n.Text, sortedKeys(has)))
	if elsewhere {
		detail = fmt.Sprintf("%s has the action %q.%s", sr.none(), n.Text, diag.DidYouMean(n.Text, sortedKeys(has)))
	}
	sr.reportAt(sr.syntax.Actions, n.At, "Unknown action", detail)
	return false
}

func (sr *statementResolver) actionsOfKind() []string {
	if kind := sr.syntax.Kind; kind != policy.KindTable {
		return otherActions[kind]
	}
	return slices.Concat(TableActions, sortedKeys(sr.resolver.actions))
}

// none begins a sentence about what no thing of the statement has.
func (sr *statementResolver) none() string {
	switch len(sr.things) {
	case 0:
		return fmt.Sprintf("No %s", sr.syntax.Kind)
	case 1:
		return fmt.Sprintf("No %s like %q", sr.syntax.Kind, sr.things[0].name)
	default:
		return fmt.Sprintf("None of the %ss", sr.syntax.Kind)
	}
}

// resolveRows binds `rows` for each thing.
func (sr *statementResolver) resolveRows() {
	s := sr.syntax
	if s.Rows == nil {
		if s.Effect == policy.Allow {
			sr.missing(&s.Declaration, fmt.Sprintf("an allow of kind %s", s.Kind), "rows", "a condition on the rows, own, or all")
		}
		return
	}
	if isAll(s.Rows) {
		return
	}
	if len(sr.actions) == 1 && sr.actions["manage_structure"] {
		sr.reportAt(s.Rows, s.Rows.Expr.Range(), "Argument without use",
			"The action manage_structure is about the table and has no row to ask: an allow of it has rows = all, a deny of it no rows.")
		return
	}
	for i, t := range sr.things {
		cond, diags, ok := sr.tryBind(s.Rows, bind.PlaceRows, t.table.Table)
		sr.reportOnce(s.Rows, diags)
		if ok {
			sr.st.Targets[i].Rows = cond
		}
	}
}

// reportAt reports a problem within an argument.
func (sr *statementResolver) reportAt(a syntax.Attr, at hcl.Range, summary, detail string) {
	sr.report(diag.Within(diag.Problem(at, summary, detail), a.SrcRange))
}

// reportOnce reports what binding an argument to one more thing has to say,
// unless the same was said when it was bound to another.
func (sr *statementResolver) reportOnce(a syntax.Attr, diags hcl.Diagnostics) {
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
	sr.st.Anyone = s.Users == nil && s.Profiles == nil
	names, _ := sr.names(s.Profiles)
	for _, n := range names {
		if p := sr.profile(n, s.Profiles.SrcRange); p != nil {
			sr.st.Profiles = append(sr.st.Profiles, p)
		}
	}
	byName(sr.st.Profiles, func(p *policy.Profile) string { return p.Name })
	if s.Users == nil || sr.spoiled.user {
		return
	}
	users := sr.policy.Portal.Users
	if users == nil {
		sr.reportAt(s.Users, s.Users.NameRange, "No users table", "\"users\" lists keys of the users table, and the portal names no such table: users = \"…\".")
		return
	}
	if len(users.Key) != 1 || users.Key[0].Type.Kind == "" || sr.spoiled.touches(s.Users.Expr, nil) {
		return
	}
	sr.recipientKeys(s.Users, users.Key[0].Type)
}

func (sr *statementResolver) recipientKeys(a syntax.Attr, key policy.Type) {
	list, ok := syntax.Unparenthesised(a.Expr).(*hclsyntax.TupleConsExpr)
	if !ok {
		v, diags := constant.Of(a.Expr, policy.Type{Kind: policy.List, Elem: &key}, sr.locals)
		sr.reportIn(a.SrcRange, diags)
		if !diags.HasErrors() && !v.IsNull() {
			sr.st.Users = v.AsValueSlice()
		}
		return
	}
	for _, e := range list.Exprs {
		v, diags := constant.Of(e, key, sr.locals)
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
