package check

import (
	"portcullis/lang/bind"
	"portcullis/lang/policy"
)

// resolveViews writes out what is asked to be visible, and reports tables that
// ask for one another in a circle.
func (r *resolver) resolveViews() {
	if !r.asks || r.circularViews() {
		return
	}
	views := bind.NewViews(r.policy)
	r.eachAsked(func(c policy.Cond) { r.reportAll(views.Write(c)) }, func(v policy.Value) { r.reportAll(views.WriteOf(v)) })
	if r.declarations.asks { // or they are what they were, and others may be reading them
		for _, c := range r.inOrder { // each after those that it names
			c.Tests = policy.Expanded(c.When)
		}
	}
	r.eachAsked(func(c policy.Cond) { r.reportAll(bind.TooLarge(c)) }, func(policy.Value) {})
}

// circularViews reports whether there are tables whose view asks for one another.
func (r *resolver) circularViews() bool {
	number := map[*policy.Table]int{}
	for i, t := range r.policy.Tables {
		number[t] = i
	}
	_, circles := dependencyOrder(len(r.policy.Tables), func(i int) []reference {
		var refs []reference
		bind.ViewStatements(r.policy, r.policy.Tables[i], func(s *policy.Statement, t *policy.Target) {
			for _, c := range []policy.Cond{s.When, t.Rows} {
				policy.EachVisible(c, func(v *policy.Visible) { refs = append(refs, reference{to: number[v.Table], at: v.Range}) })
			}
		})
		return refs
	})
	for _, circle := range circles {
		r.circle(circle, "view", "asks for", func(i int) string { return r.policy.Tables[i].Name })
	}
	return len(circles) > 0
}

// eachAsked calls asks for every condition of the policy, and sets for every value
// that a write gets.
func (r *resolver) eachAsked(asks func(policy.Cond), sets func(policy.Value)) {
	cond := func(c policy.Cond) {
		if c != nil {
			asks(c)
		}
	}
	for _, c := range r.policy.Conditions {
		cond(c.When)
	}
	for _, report := range r.policy.Reports {
		cond(report.Rows)
	}
	for _, s := range r.policy.Statements {
		cond(s.When)
		for _, t := range s.Targets {
			cond(t.Rows)
			cond(t.Check)
			for _, set := range t.Sets {
				sets(set.Value)
			}
		}
	}
}
