package local

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// Access tells what there is for a person. The time is the clock's where now
// is empty, else RFC 3339. Errors are those of [Engine.Allow].
func (e *Engine) Access(ctx context.Context, user rego.User, now string) (*rego.Access, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("deciding: %w", err)
	}
	if now == "" {
		now = time.Now().UTC().Format("2006-01-02T15:04:05.999999Z07:00")
	}
	x := &accessing{e, e.policy.Person(bind.User(user), now), map[*form.Resource][]string{}}
	for _, r := range e.form.Resources {
		if actions := x.reached(r); len(actions) > 0 {
			x.actions[r] = actions
		}
	}
	out := &rego.Access{
		Tables: x.byName(form.KindTable), Reports: x.byName(form.KindReport), Channels: x.byName(form.KindChannel),
		Message: x.letters(), Menu: x.menu(), Sortable: x.sortable(),
	}
	for _, kind := range form.Kinds() {
		if list := out.List(kind); list != nil {
			*list = x.names(kind)
		}
	}
	return out, nil
}

// accessing is one person's look at the portal: the actions that they reach.
type accessing struct {
	*Engine
	who     *bind.Person
	actions map[*form.Resource][]string
}

// reached gives the actions of some allow that is in force, and of no deny of
// all rows that is.
func (x *accessing) reached(r *form.Resource) []string {
	var out []string
	for _, action := range slices.Sorted(maps.Keys(r.Modes)) {
		inForce := func(s *bind.Statement) bool { return s.InForce() }
		whole := func(s *bind.Statement) bool { return s.Clause.Rowless && s.InForce() }
		if slices.ContainsFunc(x.who.Statements(r.Kind, r.Name, form.Permits, action), inForce) &&
			!slices.ContainsFunc(x.who.Statements(r.Kind, r.Name, form.Refuses, action), whole) {
			out = append(out, action)
		}
	}
	return out
}

func (x *accessing) byName(kind form.ResourceKind) map[string][]string {
	out := map[string][]string{}
	for r, actions := range x.actions {
		if r.Kind == kind {
			out[r.Name] = actions
		}
	}
	return out
}

func (x *accessing) names(kind form.ResourceKind) []string {
	names := []string{}
	for r := range x.actions {
		if r.Kind == kind {
			names = append(names, r.Name)
		}
	}
	slices.Sort(names)
	return names
}

// sortable gives the fields that the person sees plain on every row that they
// may see, by table and report.
func (x *accessing) sortable() map[string][]string {
	out := map[string][]string{}
	for r, actions := range x.actions {
		if (r.Kind == form.KindTable || r.Kind == form.KindReport) && slices.Contains(actions, "view") {
			out[r.Name] = x.steady(r)
		}
	}
	return out
}

// steady gives them of one: what a statement on all rows shows, and what all show.
func (x *accessing) steady(r *form.Resource) []string {
	var views []*bind.Statement
	for _, s := range x.who.Statements(r.Kind, r.Name, form.Permits, "view") {
		if s.InForce() {
			views = append(views, s)
		}
	}
	locks := x.who.Statements(r.Kind, r.Name, form.Locks, "view")
	names := []string{}
	for _, f := range r.Fields {
		taken := slices.ContainsFunc(locks, func(s *bind.Statement) bool { return s.InForce() && s.Takes(f) })
		whole := slices.ContainsFunc(views, func(s *bind.Statement) bool { return s.Clause.Rowless && s.Shows(f) })
		veiled := slices.ContainsFunc(views, func(s *bind.Statement) bool { return !s.Shows(f) })
		if r.Table.Key.Has(f) || !taken && (whole || !veiled) {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return names
}

// letters gives whom the person may write to, as the statements name them. A
// deny that names nobody leaves nobody to write to.
func (x *accessing) letters() rego.MessageAccess {
	out := rego.MessageAccess{Users: []any{}, Profiles: []string{}, DeniedUsers: []any{}, DeniedProfiles: []string{}}
	nobody := false
	for _, s := range x.who.Statements(form.KindMessage, "*", form.Refuses, "access") {
		if l := s.Clause.Statement.Letter; s.InForce() {
			nobody = nobody || l.Anyone
			out.DeniedUsers = x.named(out.DeniedUsers, l)
			out.DeniedProfiles = append(out.DeniedProfiles, l.Profiles...)
		}
	}
	for _, s := range x.who.Statements(form.KindMessage, "*", form.Permits, "access") {
		if l := s.Clause.Statement.Letter; s.InForce() && !nobody {
			out.Everyone = out.Everyone || l.Anyone
			out.Users = x.named(out.Users, l)
			out.Profiles = append(out.Profiles, l.Profiles...)
		}
	}
	for _, list := range []*[]string{&out.Profiles, &out.DeniedProfiles} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return out
}

// named adds the users of a statement that are not there yet, as they stand: two
// spellings of one instant are both.
func (x *accessing) named(users []any, l *form.Letter) []any {
	for _, u := range l.Users {
		key := bind.GoValue(u)
		if !slices.ContainsFunc(users, func(other any) bool { return other == key || bind.Same(form.Type{Kind: form.Number}, other, key) }) {
			users = append(users, key)
		}
	}
	return users
}
