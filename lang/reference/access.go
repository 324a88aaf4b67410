package reference

import (
	"cmp"
	"slices"

	"portcullis/lang"
)

// Access answers `data.<portal>.access`, as cmd/CONTRACTS.md §3 has it in JSON. The
// lists `users` and `denied_users` are in no particular order.
func Access(p *lang.Policy, input any) map[string]any { return Interpreter{Policy: p}.Access(input) }

// Access answers `data.<portal>.access`, as the function does.
func (i Interpreter) Access(input any) map[string]any {
	p := i.Policy
	request, _ := input.(map[string]any)
	who, refusal := readPerson(p, request)
	if refusal != "" {
		who = &person{} // has no profile, so that nothing is allowed
	}
	who.applied = i.Applied
	x := accessing{policy: p, person: who}
	tables, reports, sortable := map[string]any{}, map[string]any{}, map[string]any{}
	for _, t := range p.Tables {
		x.rowActions(lang.KindTable, t.Name, tables, sortable)
	}
	for _, r := range p.Reports {
		x.rowActions(lang.KindReport, r.Name, reports, sortable)
	}
	forms := []any{}
	for _, f := range p.Forms {
		if len(x.actions(lang.KindForm, f.Name)) > 0 {
			forms = append(forms, f.Name)
		}
	}
	answer := map[string]any{
		"tables": tables, "reports": reports, "sortable": sortable, "forms": forms, "message": x.message(), "menu": x.menu(),
	}
	for kind, of := range components {
		answer[of.under] = x.components(kind)
	}
	return answer
}

// accessing is one person's look at the portal.
type accessing struct {
	policy *lang.Policy
	person *person
}

// actions gives the actions of a thing "where some allow's `when` is true, and
// no deny without `rows`, `fields` and `check` applies; `manage_structure` where
// it is allowed".
func (x accessing) actions(kind lang.StatementKind, name string) []any {
	t, known, _ := findThing(x.policy, string(kind), name)
	listed := []any{}
	for _, action := range known {
		a := asking{policy: x.policy, person: x.person, thing: t, action: action}
		if action == "manage_structure" {
			if a.structure().allowed {
				listed = append(listed, action)
			}
			continue
		}
		if x.someAllow(a) && !x.wholeDeny(a) {
			listed = append(listed, action)
		}
	}
	return listed
}

func (x accessing) someAllow(a asking) bool {
	return slices.ContainsFunc(allows(x.policy, x.person, a.thing, a.action), func(r rule) bool {
		if (scope{person: x.person}).holds(r.When) != True {
			return false
		}
		x.person.applies(r.Statement)
		return true
	})
}

func (x accessing) wholeDeny(a asking) bool {
	return slices.ContainsFunc(denies(x.policy, x.person, a.thing, a.action), func(r rule) bool {
		if !deniesAll(r) || (scope{person: x.person}).holds(r.When) == False {
			return false
		}
		x.person.applies(r.Statement)
		return true
	})
}

// deniesAll reports whether a deny is one "without `rows`, `fields` and `check`".
func deniesAll(r rule) bool { return r.allRows() && !r.Partial && r.Check == nil }

func (x accessing) rowActions(kind lang.StatementKind, name string, into, sortable map[string]any) {
	actions := x.actions(kind, name)
	if len(actions) > 0 {
		into[name] = actions
	}
	if slices.Contains(actions, any("view")) {
		sortable[name] = x.sortable(kind, name)
	}
}

// sortable gives the fields that "some view statement that surely applies to each"
// row "shows plain and no field deny of the person names", or that "every view
// statement in force does" (§5.10).
func (x accessing) sortable(kind lang.StatementKind, name string) []any {
	t, _, _ := findThing(x.policy, string(kind), name)
	a := asking{policy: x.policy, person: x.person, thing: t, action: "view"}
	s := scope{person: x.person}
	names := []string{}
	for _, f := range t.fields {
		sure, each := false, true
		for _, r := range allows(x.policy, x.person, t, "view") {
			if s.holds(r.When) != True {
				continue
			}
			_, masks := r.mask(f)
			shows := !masks && r.covers(f) && a.mayKnow(r, f)
			sure = sure || shows && r.allRows()
			each = each && shows
		}
		plain := sure || each
		for _, r := range denies(x.policy, x.person, t, "view") {
			if r.Partial && r.covers(f) && s.holds(r.When) != False {
				plain = false
			}
		}
		if plain || t.table.Key.Has(f) {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return anyList(names)
}

// components lists those of a kind that the person may do something with, and their
// actions where these are more than `access`.
func (x accessing) components(kind lang.StatementKind) any {
	names, byName := []string{}, map[string]any{}
	for _, c := range x.policy.Components[kind] {
		if actions := x.actions(kind, c.Name); len(actions) > 0 {
			names = append(names, c.Name)
			byName[c.Name] = actions
		}
	}
	if !slices.Equal(components[kind].actions, accessAction) {
		return byName
	}
	slices.Sort(names)
	return anyList(names)
}

// message gives "what allows and denies name, as they stand"; where a deny is
// about everyone, nobody is left to name.
func (x accessing) message() map[string]any {
	t, _, _ := findThing(x.policy, string(lang.KindMessage), "*")
	s := scope{person: x.person}
	everyone, nobody := false, false
	var allowed, denied []rule
	for _, r := range allows(x.policy, x.person, t, "access") {
		if s.holds(r.When) == True {
			allowed = append(allowed, r)
			everyone = everyone || r.Anyone
		}
	}
	for _, r := range denies(x.policy, x.person, t, "access") {
		if s.holds(r.When) != False {
			denied = append(denied, r)
			nobody = nobody || r.Anyone
		}
	}
	if nobody {
		everyone, allowed = false, nil
	}
	users, profiles := namesOf(allowed)
	deniedUsers, deniedProfiles := namesOf(denied)
	return map[string]any{
		"everyone": everyone, "users": users, "profiles": profiles,
		"denied_users": deniedUsers, "denied_profiles": deniedProfiles,
	}
}

// namesOf gives whom message statements name, each once.
func namesOf(rules []rule) (users, profiles []any) {
	users, profiles = []any{}, []any{}
	names := []string{}
	for _, r := range rules {
		for _, v := range r.Users {
			raw := rawConstant(v)
			if !slices.Contains(users, raw) {
				users = append(users, raw)
			}
		}
		for _, p := range r.Statement.Profiles {
			if !slices.Contains(names, p.Name) {
				names = append(names, p.Name)
			}
		}
	}
	slices.Sort(names)
	return users, append(profiles, anyList(names)...)
}

// opens reports what "they may open": a table or a report is opened by seeing it.
func (x accessing) opens(item *lang.Item) bool {
	actions := x.actions(item.Kind, item.Name)
	if item.Kind == lang.KindTable || item.Kind == lang.KindReport {
		return slices.Contains(actions, "view")
	}
	return len(actions) > 0
}

// menu joins the menus of the person's profiles "in the order of profile names;
// sections of one name merge at the place of the first; empty ones go".
func (x accessing) menu() []any {
	type section struct {
		name, label string
		items       []any
		seen        map[string]bool
	}
	var sections []*section
	for _, profile := range x.person.profiles {
		for _, s := range profile.Menu {
			i := slices.IndexFunc(sections, func(o *section) bool { return o.name == s.Name })
			if i < 0 {
				i = len(sections)
				sections = append(sections, &section{name: s.Name, seen: map[string]bool{}})
			}
			into := sections[i]
			into.label = cmp.Or(into.label, s.Label)
			for _, item := range s.Items {
				id := string(item.Kind) + " " + item.Name
				if into.seen[id] || !x.opens(item) {
					continue
				}
				into.seen[id] = true
				into.items = append(into.items, map[string]any{
					"type": string(item.Kind), "name": item.Name, "label": item.Label, "as": item.As,
				})
			}
		}
	}
	menu := []any{}
	for _, s := range sections {
		if len(s.items) > 0 {
			menu = append(menu, map[string]any{"section": s.name, "label": cmp.Or(s.label, s.name), "items": s.items})
		}
	}
	return menu
}

func anyList(names []string) []any {
	list := []any{}
	for _, n := range names {
		list = append(list, n)
	}
	return list
}
