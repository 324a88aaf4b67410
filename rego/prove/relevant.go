package prove

import (
	"slices"

	"portcullis/rego/form"
)

// relevant gives a question's versions without the profiles of which its facts know
// nothing: a policy may have a thousand, and a thing statements of three of them. Of those
// whom it makes no difference which they have, one stands for all, since people with
// any profile at all do not get the default ones.
//
// What is asked of messages is asked of the recipient's profiles, too: there all stay.
func relevant(of Query) Query {
	names := map[string]bool{}
	for _, list := range append([][]string{of.Claims, of.Some, of.None}, of.Without...) {
		for _, name := range list {
			names[name] = true
		}
	}
	facts := slices.Concat(of.Has, of.Lacks, of.Had, of.HadNever, of.Also, of.Of)
	if of.NotBoth != nil {
		facts = append(facts, of.NotBoth.Has, of.NotBoth.HadNever)
		facts = append(facts, of.NotBoth.Had...)
	}
	asked := []form.Formula{of.When, of.Unless}
	for _, t := range append(slices.Clone(of.Only), of.Except...) {
		asked = append(asked, t.Is, t.Unless)
	}
	for _, f := range asked {
		form.AddGranted(f, names)
	}
	for _, f := range []*form.Form{of.Old, of.New} {
		if f == nil {
			continue
		}
		for _, fact := range facts {
			r := f.Resource(fact.Kind, fact.Name)
			if r == nil {
				continue
			}
			if r.Modes[fact.Action] == form.Message {
				return of
			}
			form.AddGranted(r.Rows, names)
			for _, u := range r.Uses {
				named(u, names)
			}
		}
		for _, t := range f.Teams {
			for _, p := range t.Profiles {
				names[p] = true
			}
		}
	}
	of.Old, of.New = of.kept(of.Old, names), of.kept(of.New, names)
	return of
}

// kept gives a version with the profiles that count.
func (of Query) kept(f *form.Form, names map[string]bool) *form.Form {
	if f == nil {
		return nil
	}
	other := of.Old
	if f == of.Old {
		other = of.New
	}
	out := *f
	out.Profiles = nil
	stands := "" // for those that make no difference
	matters := func(p *form.Profile) bool {
		return p.Default || p.Anonymous || slices.ContainsFunc(p.Closure, func(name string) bool { return names[name] })
	}
	for i, p := range f.Profiles {
		counts := matters(p)
		if other != nil && !counts && (i >= len(other.Profiles) || other.Profiles[i] != p) {
			at := i
			if i >= len(other.Profiles) || other.Profiles[i].Name != p.Name {
				at = slices.IndexFunc(other.Profiles, func(o *form.Profile) bool { return o.Name == p.Name })
			}
			counts = at < 0 || matters(other.Profiles[at])
		}
		if !counts && stands == "" {
			stands, counts = p.Name, true
		}
		if counts {
			out.Profiles = append(out.Profiles, p)
		}
	}
	return &out
}

// named adds the profiles on which it depends what a statement does.
func named(u *form.Use, names map[string]bool) {
	names[u.Clause.Statement.Profile] = true
	for _, c := range u.Classed {
		for _, p := range c.By {
			names[p] = true
		}
	}
	for _, f := range []form.Formula{u.Clause.Statement.When, u.Clause.Rows, u.Clause.Check} {
		form.AddGranted(f, names)
	}
	for _, s := range u.Clause.Sets {
		for _, c := range s.Cases {
			form.AddGranted(c.When, names)
		}
		form.AddGranted(s.Null, names)
	}
}
