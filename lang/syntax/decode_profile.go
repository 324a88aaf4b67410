package syntax

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/rego/form"
)

func (d *Decoder) profile(b *hclsyntax.Block) {
	p := &ProfileSyntax{Declaration: d.declare(b, "a profile", texts, 1)}
	r, ok := d.read(b, "a profile", shapes[b.Type])
	p.Incomplete = !ok
	p.Description, p.Title = r.attr("description"), r.attr("title")
	p.Deflt, p.Anonymous = r.attr("default"), r.attr("anonymous")
	p.Includes, p.Reveal = r.attr("includes"), r.attr("reveal")
	for _, sb := range r.blocks("allow", "deny") {
		if s := d.statement(sb); s != nil {
			p.Statements = append(p.Statements, s)
		}
	}
	menus := r.blocks("menu")
	for i, mb := range menus {
		if i > 0 {
			d.report(diag.Within(diag.Problem(mb.TypeRange, "Duplicate menu", fmt.Sprintf("A profile has one menu; this one has another at %s.", diag.At(menus[0].TypeRange))), b.DefRange()))
		}
		p.Menu = append(p.Menu, d.menu(mb)...)
	}
	if len(p.Labels) > 0 {
		d.Doc.Profiles = append(d.Doc.Profiles, p)
	}
}

func (d *Decoder) menu(b *hclsyntax.Block) []*sectionSyntax {
	if len(b.Labels) > 0 {
		d.report(diag.Within(diag.Problem(b.LabelRanges[0], "Too many names", "A menu has no name; its sections have."), b.DefRange()))
	}
	r, _ := d.read(b, "a menu", shapes[b.Type])
	var sections []*sectionSyntax
	for _, sb := range r.blocks("section") {
		s := &sectionSyntax{Declaration: d.declare(sb, "a section", texts, 1)}
		sr, _ := d.read(sb, "a section", shapes[sb.Type])
		s.Label = sr.attr("label")
		for _, ib := range sr.blocks("item") {
			if item := d.item(ib); item != nil {
				s.Items = append(s.Items, item)
			}
		}
		if len(s.Labels) > 0 {
			sections = append(sections, s)
		}
	}
	return sections
}

func (d *Decoder) item(b *hclsyntax.Block) *ItemSyntax {
	i := &ItemSyntax{}
	i.Header = b.DefRange()
	r, _ := d.read(b, "a menu item", shapes[b.Type])
	i.Label, i.As = r.attr("label"), r.attr("as")
	if len(b.Labels) != 2 {
		d.report(diag.Problem(i.Header, "Missing name", "A menu item has a kind and a name: item \"table\" \"name\" { … }."))
		return nil
	}
	i.Kind = Label{Text: normal(b.Labels[0]), At: b.LabelRanges[0]}
	i.Labels = []Label{{Text: normal(b.Labels[1]), At: b.LabelRanges[1]}}
	return i
}

// StatementKinds in the order in which messages list them.
var StatementKinds = form.Kinds()

// statement decodes an allow or a deny; nil if its kind is not known.
func (d *Decoder) statement(b *hclsyntax.Block) *StatementSyntax {
	s := &StatementSyntax{Effect: policy.Allow}
	s.Header = b.DefRange()
	if b.Type == "deny" {
		s.Effect = policy.Deny
	}
	if len(b.Labels) == 0 {
		d.report(diag.Problem(b.TypeRange, "Missing kind", fmt.Sprintf("A statement says of what kind its things are, and names them: %s \"table\" \"name\" { … }.", b.Type)))
		return nil
	}
	if !d.statementKind(s, b) {
		return nil
	}
	what := fmt.Sprintf("%s %q", b.Type, string(s.Kind))
	names := *b
	names.Labels, names.LabelRanges = b.Labels[1:], b.LabelRanges[1:]
	names.TypeRange = b.LabelRanges[0]
	if len(names.Labels) == 0 {
		d.report(diag.Within(diag.Problem(b.LabelRanges[0], "Missing name", fmt.Sprintf("A statement names the things that it is about, or \"*\" for all: %s %q \"*\" { … }.", b.Type, string(s.Kind))), s.Header))
	} else {
		s.Labels, _ = d.labels(&names, what, 0)
	}
	r, ok := d.read(b, fmt.Sprintf("%s of kind %s", diag.Article(b.Type), s.Kind), statementShape(s.Kind))
	s.Incomplete = !ok || len(s.Labels) == 0
	for i := range Arguments {
		*Arguments[i].at(s) = r.attr(Arguments[i].Name)
	}
	return s
}

// statementKind reads the first label. A misspelt kind is taken for the
// nearest, so that the rest of the statement is judged in the same run.
func (d *Decoder) statementKind(s *StatementSyntax, b *hclsyntax.Block) bool {
	written := b.Labels[0]
	s.Kind = policy.StatementKind(written)
	if slices.Contains(StatementKinds, s.Kind) {
		return true
	}
	kinds := make([]string, len(StatementKinds))
	for i, k := range StatementKinds {
		kinds[i] = string(k)
	}
	d.report(diag.Within(diag.Problem(b.LabelRanges[0], "Unknown kind", fmt.Sprintf("There are no statements about things of the kind %s.%s", diag.Quote(written), diag.DidYouMean(written, kinds))), s.Header))
	s.Kind = policy.StatementKind(diag.Nearest(written, kinds))
	return s.Kind != ""
}
