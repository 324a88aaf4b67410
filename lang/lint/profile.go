package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/policy"
)

// profileKey is a profile, and what others say of it that warnings about its
// statements go by: the classes that are revealed to people who have these.
type profileKey struct {
	profile *policy.Profile
	reveals string
}

// findings is what a profile's own statements say, whatever others do. They do not
// change once they are made.
type findings struct {
	readings // of their conditions
	opened   map[*policy.Table]bool
	named    []*policy.Profile // in statements
	views    map[string]bool   // the things of which an allow gives view, by kind and name
	needs    []need
	dead     map[*policy.Statement]bool // those that have been told of already, as about nothing
	persons  bool                       // an allow is about updates of the users table

	statements, conditions, unrevealed hcl.Diagnostics
}

// need is a thing of which a statement needs view, for an action.
type need struct {
	statement   *policy.Statement
	name, thing string
	action      string
}

func thingOf(kind policy.StatementKind, name string) string { return string(kind) + " " + name }

// profiles gives the profiles that have statements, in the order of these.
func (l *linter) profiles() []*policy.Profile {
	var list []*policy.Profile
	var last *policy.Profile
	for _, st := range l.policy.Statements {
		if st.Profile != last {
			last = st.Profile
			list = append(list, last)
		}
	}
	return list
}

// finding gives what a profile's statements say.
func (l *linter) finding(p *policy.Profile) *findings {
	key := profileKey{p, strings.Join(slices.Sorted(maps.Keys(l.reveals[p])), "\n")}
	return l.memory.findings.Of(key, func() *findings {
		f := &findings{
			readings: newReadings(), opened: map[*policy.Table]bool{}, views: map[string]bool{}, dead: map[*policy.Statement]bool{},
		}
		own := &linter{policy: l.policy, memory: l.memory, reveals: l.reveals, never: l.never, dead: f.dead}
		part := func(warn func(*policy.Profile)) hcl.Diagnostics {
			own.diags = nil
			warn(p)
			return own.diags
		}
		f.statements = part(own.statements)
		f.conditions = part(own.conditionsOf)
		f.unrevealed = part(own.unrevealedFields)
		for _, st := range p.Statements {
			f.note(st, l.policy.Portal.Users)
		}
		return f
	})
}

// note takes what a statement says.
func (f *findings) note(st *policy.Statement, users *policy.Table) {
	f.named = append(f.named, st.Profiles...)
	f.cond(st.When)
	for i := range st.Targets {
		t := &st.Targets[i]
		f.cond(t.Rows)
		f.cond(t.Check)
		for _, set := range t.Sets {
			policy.EachPathOf(set.Value, f.path)
		}
		if st.Effect != policy.Allow {
			continue
		}
		f.opened[t.Table] = true
		if f.dead[st] {
			continue
		}
		thing := thingOf(st.Kind, t.Name)
		if slices.Contains(t.Actions, "view") {
			f.views[thing] = true
		}
		if st.Kind == policy.KindTable || st.Kind == policy.KindReport {
			if i := slices.IndexFunc(t.Actions, func(a string) bool { return a != "create" && a != "import" && a != "manage_structure" }); i >= 0 {
				f.needs = append(f.needs, need{st, t.Name, thing, t.Actions[i]})
			}
		}
		f.persons = f.persons || t.Table != nil && t.Table == users && slices.Contains(t.Actions, "update")
	}
}

// together is what the statements of all profiles say.
type together struct {
	profiles []*policy.Profile
	of       []*findings // of each
	views    map[string]bool
	opened   map[*policy.Table]bool
	named    map[*policy.Profile]bool
}

// find finds out what all profiles say, and takes it into what is read.
func (l *linter) find() {
	t := &together{
		profiles: l.profiles(), views: map[string]bool{}, opened: map[*policy.Table]bool{}, named: map[*policy.Profile]bool{},
	}
	l.all = t
	for _, p := range t.profiles {
		f := l.finding(p)
		t.of = append(t.of, f)
		maps.Copy(t.views, f.views)
		maps.Copy(t.opened, f.opened)
		for _, q := range f.named {
			t.named[q] = true
		}
		maps.Copy(l.reads.tables, f.tables)
		for field, at := range f.person {
			if _, ok := l.reads.person[field]; !ok {
				l.reads.person[field] = at
			}
		}
	}
}

// ofProfile warns of what a profile's statements say, taken with all others.
func (l *linter) ofProfile(p *policy.Profile, f *findings) {
	l.diags = append(append(l.diags, f.statements...), f.conditions...)
	l.unseenWrites(f)
	if f.persons {
		l.personsFields(p, f)
	}
	l.diags = append(l.diags, f.unrevealed...)
}
