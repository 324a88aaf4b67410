package check

import (
	"fmt"
	"slices"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
	"portcullis/rego/form"
)

// itemKinds: what a menu may list. Presentations: how it may be shown.
var itemKinds, presentations = texts(form.MenuKinds()), form.Presentations()

func texts(kinds []policy.StatementKind) []string {
	out := make([]string, len(kinds))
	for i, kind := range kinds {
		out[i] = string(kind)
	}
	return out
}

func (r *resolver) resolveMenus() {
	for _, p := range r.policy.Profiles {
		if info := r.profiles[p.Name]; !info.same() && len(info.syntax.Menu) > 0 {
			r.apart(info, func() { r.menu(info) })
		}
	}
}

func (r *resolver) menu(info *profileInfo) {
	seen := declared{}
	for _, s := range info.syntax.Menu {
		if !r.once(seen, "section", s.Name()) {
			continue
		}
		r.policy.Uses.Declare(s.Name().At, s.Name().Text, policy.Word{Kind: policy.WordSection, Name: s.Name().Text}) // those of one name are one
		section := &policy.Section{Name: s.Name().Text, Label: s.Name().Text, Range: s.Name().At}
		if text, ok := r.text(s.Label); ok {
			section.Label = text
		}
		for _, i := range s.Items {
			if item := r.item(i, section); item != nil {
				section.Items = append(section.Items, item)
			}
		}
		info.Menu = append(info.Menu, section)
	}
}

// item resolves one item; nil if there is no such thing.
func (r *resolver) item(s *syntax.ItemSyntax, section *policy.Section) *policy.Item {
	n := s.Name()
	if !slices.Contains(itemKinds, s.Kind.Text) {
		r.report(diag.Within(diag.Problem(s.Kind.At, "Unknown kind", fmt.Sprintf("A menu has no items of the kind %q.%s", s.Kind.Text, diag.DidYouMean(s.Kind.Text, itemKinds))), s.Header))
		return nil
	}
	item := &policy.Item{Kind: policy.StatementKind(s.Kind.Text), Name: n.Text, Label: n.Text, As: "object", Range: s.Header}
	if item.Kind.Component() {
		item.As = string(item.Kind)
	}
	if text, ok := r.text(s.Label); ok {
		item.Label = text
	}
	if as, ok := r.name(s.As); ok {
		if !slices.Contains(presentations, as.Text) {
			r.report(diag.Within(diag.Problem(as.At, "Unknown presentation", fmt.Sprintf("An item is not shown as %q.%s", as.Text, diag.DidYouMean(as.Text, presentations))), s.As.SrcRange))
		}
		item.As = as.Text
	}
	if !r.exists(item.Kind, n.Text) {
		r.undeclared(s.Kind.Text, n, s.Header, r.namesOf(item.Kind))
		return nil
	}
	r.noteThing(item.Kind, n)
	for _, other := range section.Items {
		if other.Kind == item.Kind && other.Name == item.Name {
			r.report(diag.Within(diag.Problem(n.At, "Duplicate item", fmt.Sprintf("The section %q has the %s %q already, at %s.", section.Name, item.Kind, item.Name, diag.At(other.Range))), s.Header))
			return nil
		}
	}
	return item
}
