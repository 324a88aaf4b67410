package lang

import (
	"fmt"
	"slices"
)

// itemKinds: what a menu may list.
var itemKinds = []string{"table", "report", "form", "page", "dashboard"}

// presentations: how an item may be shown.
var presentations = []string{"object", "board", "page", "dashboard"}

func (r *resolver) resolveMenus() {
	for _, p := range r.policy.Profiles {
		seen := declared{}
		for _, s := range r.profiles[p.Name].syntax.menu {
			if !r.once(seen, "section", s.name()) {
				continue
			}
			section := &Section{Name: s.name().text, Label: s.name().text, Range: s.name().at}
			if text, ok := r.text(s.label); ok {
				section.Label = text
			}
			for _, i := range s.items {
				if item := r.item(i, section); item != nil {
					section.Items = append(section.Items, item)
				}
			}
			p.Menu = append(p.Menu, section)
		}
	}
}

// item resolves one item; nil if there is no such thing.
func (r *resolver) item(s *itemSyntax, section *Section) *Item {
	n := s.name()
	if !slices.Contains(itemKinds, s.kind.text) {
		r.report(within(problem(s.kind.at, "Unknown kind", fmt.Sprintf("A menu has no items of the kind %q.%s", s.kind.text, didYouMean(s.kind.text, itemKinds))), s.header))
		return nil
	}
	item := &Item{Kind: StatementKind(s.kind.text), Name: n.text, Label: n.text, As: "object", Range: s.header}
	if item.Kind == KindPage || item.Kind == KindDashboard {
		item.As = string(item.Kind)
	}
	if text, ok := r.text(s.label); ok {
		item.Label = text
	}
	if as, ok := r.name(s.as); ok {
		if !slices.Contains(presentations, as.text) {
			r.report(within(problem(as.at, "Unknown presentation", fmt.Sprintf("An item is not shown as %q.%s", as.text, didYouMean(as.text, presentations))), s.as.SrcRange))
		}
		item.As = as.text
	}
	if !r.exists(item.Kind, n.text) {
		r.undeclared(s.kind.text, n, s.header, r.namesOf(item.Kind))
		return nil
	}
	for _, other := range section.Items {
		if other.Kind == item.Kind && other.Name == item.Name {
			r.report(within(problem(n.at, "Duplicate item", fmt.Sprintf("The section %q has the %s %q already, at %s.", section.Name, item.Kind, item.Name, at(other.Range))), s.header))
			return nil
		}
	}
	return item
}
