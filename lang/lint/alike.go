package lint

import (
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
	"portcullis/rego/form"
)

// namesAlike warns of two things of a kind whose names look the same.
func (l *linter) namesAlike() {
	type named struct {
		name  string
		names []syntax.Label
	}
	kinds := []named{
		{"profile", labelsOf(l.policy.Profiles, func(p *policy.Profile) syntax.Label { return syntax.Label{Text: p.Name, At: p.Range} })},
		{"form", labelsOf(l.policy.Forms, func(f *policy.Form) syntax.Label { return syntax.Label{Text: f.Name, At: f.Range} })},
	}
	for _, kind := range form.Components() {
		kinds = append(kinds, named{string(kind), labelsOf(l.policy.Components[kind], componentLabel)})
	}
	for _, kind := range kinds {
		seen := map[string]syntax.Label{}
		for _, n := range kind.names {
			look := diag.Skeleton(n.Text)
			if first, ok := seen[look]; ok {
				l.warn(n.At, "Names that look alike", "The %s looks like the one at %s, and is another.%s", kind.name, diag.At(first.At), diag.SeemsSame(n.Text, first.Text)+diag.SeemsSame(first.Text, n.Text))
				continue
			}
			seen[look] = n
		}
	}
}

func componentLabel(c *policy.Component) syntax.Label { return syntax.Label{Text: c.Name, At: c.Range} }

func labelsOf[T any](list []T, f func(T) syntax.Label) []syntax.Label {
	out := make([]syntax.Label, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
