package local

import (
	"slices"

	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// message decides whether a person may write to another: an allow names them,
// and every deny is proven to be about others.
func (a *asking) message(d *rego.Decision) {
	profiles := a.recipientProfiles()
	for _, s := range proven(a.permits, nil, true) {
		if a.names(s.Clause.Statement.Letter) {
			a.granted = append(a.granted, s)
		}
	}
	for _, s := range proven(a.refuses, nil, false) {
		if !a.spared(s.Clause.Statement.Letter, profiles) {
			a.refused = append(a.refused, s)
		}
	}
	a.lack(a.granted)
	d.Allow = len(a.granted) > 0 && len(a.refused) == 0
}

// recipientProfiles gives the profiles of who is written to, with those that they
// include.
func (a *asking) recipientProfiles() []string {
	if a.q.To.Profiles == nil {
		return nil
	}
	return a.policy.Closure(a.q.To.Profiles)
}

// names reports whether a statement names who is written to.
func (a *asking) names(l *form.Letter) bool {
	return l.Anyone || a.addressed(l) || meet(l.Profiles, a.recipientProfiles())
}

// addressed reports whether a statement names the recipient's key.
func (a *asking) addressed(l *form.Letter) bool {
	key := a.form.KeyType()
	return bind.Valid(key, a.q.To.Key) && slices.ContainsFunc(l.Users, func(u form.Constant) bool {
		return bind.Same(key, bind.GoValue(u), a.q.To.Key)
	})
}

// spared reports whether a deny is proven to be about others than the recipient.
func (a *asking) spared(l *form.Letter, profiles []string) bool {
	if l.Anyone {
		return false
	}
	known := !bind.IsNull(a.q.To.Key) && bind.Valid(a.form.KeyType(), a.q.To.Key)
	otherKey := len(l.Users) == 0 || known && !a.addressed(l)
	otherProfiles := len(l.Profiles) == 0 || a.q.To.Profiles != nil && !meet(l.Profiles, profiles)
	return otherKey && otherProfiles
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(name string) bool { return slices.Contains(b, name) })
}
