package local

import (
	"slices"

	"portcullis/rego"
	"portcullis/rego/form"
)

// menu joins the menus of the person's profiles in the order of their names:
// sections of one name at the place of the first, each item once, and only
// what may be opened; empty sections go.
func (x *accessing) menu() []rego.MenuSection {
	sections := []rego.MenuSection{}
	for _, name := range x.who.Profiles() {
		for _, s := range x.policy.Profile(name).Menu {
			i := slices.IndexFunc(sections, func(of rego.MenuSection) bool { return of.Section == s.Name })
			if i < 0 {
				i = len(sections)
				sections = append(sections, rego.MenuSection{Section: s.Name})
			}
			x.merge(&sections[i], s)
		}
	}
	sections = slices.DeleteFunc(sections, func(s rego.MenuSection) bool { return len(s.Items) == 0 })
	for i := range sections {
		if sections[i].Label == "" {
			sections[i].Label = sections[i].Section
		}
	}
	return sections
}

func (x *accessing) merge(into *rego.MenuSection, s form.Section) {
	if into.Label == "" {
		into.Label = s.Label
	}
	for _, item := range s.Items {
		there := slices.ContainsFunc(into.Items, func(of rego.MenuItem) bool {
			return of.Type == item.Type && of.Name == item.Name
		})
		if !there && x.opens(item) {
			into.Items = append(into.Items, rego.MenuItem(item))
		}
	}
}

// opens reports whether an item may be opened: a table or a report by seeing it.
func (x *accessing) opens(item form.Item) bool {
	action := "access"
	if item.Type == string(form.KindTable) || item.Type == string(form.KindReport) {
		action = "view"
	}
	return slices.Contains(x.actions[x.form.Resource(form.ResourceKind(item.Type), item.Name)], action)
}
