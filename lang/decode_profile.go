package lang

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func (d *decoder) profile(b *hclsyntax.Block) {
	p := &profileSyntax{declaration: d.declare(b, "a profile", texts, 1)}
	r, ok := d.read(b, "a profile", shape{
		attrs:  []string{"description", "title", "default", "includes", "reveal"},
		blocks: []string{"allow", "deny", "menu"},
	})
	p.incomplete = !ok
	p.description, p.title, p.deflt = r.attr("description"), r.attr("title"), r.attr("default")
	p.includes, p.reveal = r.attr("includes"), r.attr("reveal")
	for _, sb := range r.blocks("allow", "deny") {
		if s := d.statement(sb); s != nil {
			p.statements = append(p.statements, s)
		}
	}
	menus := r.blocks("menu")
	for i, mb := range menus {
		if i > 0 {
			d.report(within(problem(mb.TypeRange, "Duplicate menu", fmt.Sprintf("A profile has one menu; this one has another at %s.", at(menus[0].TypeRange))), b.DefRange()))
		}
		p.menu = append(p.menu, d.menu(mb)...)
	}
	if len(p.labels) > 0 {
		d.doc.profiles = append(d.doc.profiles, p)
	}
}

func (d *decoder) menu(b *hclsyntax.Block) []*sectionSyntax {
	if len(b.Labels) > 0 {
		d.report(within(problem(b.LabelRanges[0], "Too many names", "A menu has no name; its sections have."), b.DefRange()))
	}
	r, _ := d.read(b, "a menu", shape{blocks: []string{"section"}})
	var sections []*sectionSyntax
	for _, sb := range r.blocks("section") {
		s := &sectionSyntax{declaration: d.declare(sb, "a section", texts, 1)}
		sr, _ := d.read(sb, "a section", shape{attrs: []string{"label"}, blocks: []string{"item"}})
		s.label = sr.attr("label")
		for _, ib := range sr.blocks("item") {
			if item := d.item(ib); item != nil {
				s.items = append(s.items, item)
			}
		}
		if len(s.labels) > 0 {
			sections = append(sections, s)
		}
	}
	return sections
}

func (d *decoder) item(b *hclsyntax.Block) *itemSyntax {
	i := &itemSyntax{}
	i.header = b.DefRange()
	r, _ := d.read(b, "a menu item", shape{attrs: []string{"label", "as"}})
	i.label, i.as = r.attr("label"), r.attr("as")
	if len(b.Labels) != 2 {
		d.report(problem(i.header, "Missing name", "A menu item has a kind and a name: item \"table\" \"name\" { … }."))
		return nil
	}
	i.kind = label{text: normal(b.Labels[0]), at: b.LabelRanges[0]}
	i.labels = []label{{text: normal(b.Labels[1]), at: b.LabelRanges[1]}}
	return i
}

// statementShapes: the arguments of a statement of each kind.
var statementShapes = map[StatementKind][]string{
	KindTable:      {"actions", "rows", "fields", "hide", "read_only", "mask", "check", "set"},
	KindReport:     {"actions", "rows", "fields", "hide", "read_only", "mask", "check", "set"},
	KindForm:       {"fields", "hide", "read_only", "check", "set"},
	KindPage:       {},
	KindDashboard:  {},
	KindChannel:    {"actions"},
	KindCapability: {},
	KindMessage:    {"users", "profiles"},
}

// statementKinds in the order in which messages list them.
var statementKinds = []StatementKind{
	KindTable, KindReport, KindForm, KindPage, KindDashboard, KindChannel, KindCapability, KindMessage,
}

// statement decodes an allow or a deny; nil if its kind is not known.
func (d *decoder) statement(b *hclsyntax.Block) *statementSyntax {
	s := &statementSyntax{effect: Allow}
	s.header = b.DefRange()
	if b.Type == "deny" {
		s.effect = Deny
	}
	if len(b.Labels) == 0 {
		d.report(problem(b.TypeRange, "Missing kind", fmt.Sprintf("A statement says of what kind its things are, and names them: %s \"table\" \"name\" { … }.", b.Type)))
		return nil
	}
	if !d.statementKind(s, b) {
		return nil
	}
	what := fmt.Sprintf("%s %q", b.Type, string(s.kind))
	names := *b
	names.Labels, names.LabelRanges = b.Labels[1:], b.LabelRanges[1:]
	names.TypeRange = b.LabelRanges[0]
	if len(names.Labels) == 0 {
		d.report(within(problem(b.LabelRanges[0], "Missing name", fmt.Sprintf("A statement names the things that it is about, or \"*\" for all: %s %q \"*\" { … }.", b.Type, string(s.kind))), s.header))
	} else {
		s.labels, _ = d.labels(&names, what, 0)
	}
	attrs := append([]string{"when", "message", "description"}, statementShapes[s.kind]...)
	r, ok := d.read(b, fmt.Sprintf("%s of kind %s", article(b.Type), s.kind), shape{attrs: attrs})
	s.incomplete = !ok || len(s.labels) == 0
	s.actions, s.rows, s.when, s.message = r.attr("actions"), r.attr("rows"), r.attr("when"), r.attr("message")
	s.fields, s.hide, s.readOnly = r.attr("fields"), r.attr("hide"), r.attr("read_only")
	s.mask, s.check, s.set = r.attr("mask"), r.attr("check"), r.attr("set")
	s.users, s.profiles, s.description = r.attr("users"), r.attr("profiles"), r.attr("description")
	return s
}

// statementKind reads the first label. A misspelt kind is taken for the
// nearest, so that the rest of the statement is judged in the same run.
func (d *decoder) statementKind(s *statementSyntax, b *hclsyntax.Block) bool {
	written := b.Labels[0]
	s.kind = StatementKind(written)
	if slices.Contains(statementKinds, s.kind) {
		return true
	}
	kinds := make([]string, len(statementKinds))
	for i, k := range statementKinds {
		kinds[i] = string(k)
	}
	d.report(within(problem(b.LabelRanges[0], "Unknown kind", fmt.Sprintf("There are no statements about things of the kind %s.%s", quote(written), didYouMean(written, kinds))), s.header))
	s.kind = StatementKind(Nearest(written, kinds))
	return s.kind != ""
}
