package lang

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// decoder turns HCL's bodies into the syntax form. It judges the shape alone:
// which blocks and arguments stand where, and how names may look.
type decoder struct {
	doc   document
	diags hcl.Diagnostics
}

func (d *decoder) report(diag *hcl.Diagnostic) { d.diags = append(d.diags, diag) }

var fileShape = shape{blocks: []string{
	"portal", "table", "report", "form", "page", "dashboard", "channel", "capability",
	"action", "team", "locals", "condition", "profile",
}}

// file decodes one file into the document. Blocks in which HCL found syntax
// errors are passed over: the document is then only a part of the portal.
func (d *decoder) file(f *hcl.File, broken hcl.Diagnostics) {
	d.doc.partial = d.doc.partial || len(broken) > 0
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return
	}
	whole := *body
	if len(broken) > 0 {
		whole.Attributes = nil // a policy file has none; these are the remains of a block
		whole.Blocks = unbroken(body.Blocks, broken)
	}
	r, _ := d.readBody(&whole, hcl.Range{}, "a policy file", fileShape)
	for _, b := range r.blockList {
		switch b.Type {
		case "portal":
			d.portal(b)
		case "table":
			d.table(b)
		case "report":
			d.reportBlock(b)
		case "form":
			d.form(b)
		case "page", "dashboard", "channel", "capability":
			d.component(b)
		case "action":
			d.action(b)
		case "team":
			d.team(b)
		case "locals":
			d.locals(b)
		case "condition":
			d.condition(b)
		case "profile":
			d.profile(b)
		default:
			panic("lang: no decoder for block " + b.Type)
		}
	}
}

// unbroken gives the blocks that no syntax error is in.
func unbroken(blocks hclsyntax.Blocks, broken hcl.Diagnostics) hclsyntax.Blocks {
	broken = sortDiagnostics(slices.Clone(broken))
	return slices.DeleteFunc(slices.Clone(blocks), func(b *hclsyntax.Block) bool {
		r := b.Range()
		next, _ := slices.BinarySearchFunc(broken, r.Start.Byte, func(d *hcl.Diagnostic, at int) int {
			return cmp.Compare(d.Subject.Start.Byte, at)
		})
		return next < len(broken) && broken[next].Subject.Start.Byte <= r.End.Byte
	})
}

func (d *decoder) portal(b *hclsyntax.Block) {
	p := &portalSyntax{declaration: d.declare(b, "a portal", identifiers, 1)}
	r, ok := d.read(b, "a portal", shape{attrs: []string{"description", "users", "login", "user_properties", "team_properties"}})
	p.incomplete = !ok
	p.description = r.attr("description")
	p.users, p.login = r.attr("users"), r.attr("login")
	p.userProperties, p.teamProperties = r.attr("user_properties"), r.attr("team_properties")
	d.doc.portals = append(d.doc.portals, p)
}

func (d *decoder) table(b *hclsyntax.Block) {
	t := &tableSyntax{declaration: d.declare(b, "a table", identifiers, 1)}
	r, ok := d.read(b, "a table", shape{
		attrs:  []string{"description", "source", "key", "owner", "fields"},
		blocks: []string{"field", "belongs_to", "has_many"},
	})
	t.incomplete = !ok
	t.description, t.source, t.key, t.owner = r.attr("description"), r.attr("source"), r.attr("key"), r.attr("owner")
	t.fields = r.attr("fields")
	for _, fb := range r.blocks("field") {
		f := d.field(fb)
		if len(f.labels) == 0 {
			t.incomplete = true
			continue
		}
		t.fieldBlocks = append(t.fieldBlocks, f)
	}
	for _, rb := range r.blocks("belongs_to", "has_many") {
		rel := d.relation(rb)
		if len(rel.labels) == 0 {
			t.incomplete = true
			continue
		}
		t.relations = append(t.relations, rel)
	}
	if len(t.labels) > 0 {
		d.doc.tables = append(d.doc.tables, t)
	}
}

func (d *decoder) field(b *hclsyntax.Block) *fieldSyntax {
	f := &fieldSyntax{declaration: d.declare(b, "a field", identifiers, 1)}
	r, ok := d.read(b, "a field", shape{attrs: []string{"description", "type", "required", "sensitive", "column"}})
	f.incomplete = !ok
	f.description, f.typ, f.required = r.attr("description"), r.attr("type"), r.attr("required")
	f.sensitive, f.column = r.attr("sensitive"), r.attr("column")
	return f
}

func (d *decoder) relation(b *hclsyntax.Block) *relationSyntax {
	rel := &relationSyntax{declaration: d.declare(b, "a relation", identifiers, 1), many: b.Type == "has_many"}
	r, ok := d.read(b, article(b.Type)+" relation", shape{attrs: []string{"description", "table", "key"}})
	rel.incomplete = !ok
	rel.description, rel.table, rel.key = r.attr("description"), r.attr("table"), r.attr("key")
	return rel
}

func (d *decoder) reportBlock(b *hclsyntax.Block) {
	s := &reportSyntax{declaration: d.declare(b, "a report", identifiers, 0)}
	r, ok := d.read(b, "a report", shape{attrs: []string{"description", "table", "rows", "fields"}})
	s.incomplete = !ok
	s.description, s.table, s.rows, s.fields = r.attr("description"), r.attr("table"), r.attr("rows"), r.attr("fields")
	if len(s.labels) > 0 {
		d.doc.reports = append(d.doc.reports, s)
	}
}

func (d *decoder) form(b *hclsyntax.Block) {
	s := &formSyntax{declaration: d.declare(b, "a form", texts, 0)}
	r, ok := d.read(b, "a form", shape{attrs: []string{"description", "table", "fields"}})
	s.incomplete = !ok
	s.description, s.table, s.fields = r.attr("description"), r.attr("table"), r.attr("fields")
	if len(s.labels) > 0 {
		d.doc.forms = append(d.doc.forms, s)
	}
}

func (d *decoder) component(b *hclsyntax.Block) {
	c := &componentSyntax{declaration: d.declare(b, "a "+b.Type, texts, 0), kind: StatementKind(b.Type)}
	r, _ := d.read(b, "a "+b.Type, shape{attrs: []string{"description"}})
	c.description = r.attr("description")
	if len(c.labels) > 0 {
		d.doc.components = append(d.doc.components, c)
	}
}

func (d *decoder) action(b *hclsyntax.Block) {
	a := &actionSyntax{declaration: d.declare(b, "an action", identifiers, 0)}
	r, ok := d.read(b, "an action", shape{attrs: []string{"description", "tables"}})
	a.incomplete = !ok
	a.description, a.tables = r.attr("description"), r.attr("tables")
	if len(a.labels) > 0 {
		d.doc.actions = append(d.doc.actions, a)
	}
}

func (d *decoder) team(b *hclsyntax.Block) {
	t := &teamSyntax{declaration: d.declare(b, "a team", identifiers, 1)}
	r, ok := d.read(b, "a team", shape{attrs: []string{"description", "profiles", "properties"}})
	t.incomplete = !ok
	t.description, t.profiles, t.properties = r.attr("description"), r.attr("profiles"), r.attr("properties")
	if len(t.labels) > 0 {
		d.doc.teams = append(d.doc.teams, t)
	}
}

// locals decodes a block whose arguments are all names of constants.
func (d *decoder) locals(b *hclsyntax.Block) {
	if len(b.Labels) > 0 {
		d.report(within(problem(b.LabelRanges[0], "Too many names", "A locals block has no name of its own; its arguments are the names of constants."), b.DefRange()))
	}
	if b.Body == nil {
		return
	}
	for _, a := range inOrder(b.Body.Attributes) {
		n := label{text: a.Name, at: a.NameRange}
		d.checkName(n, "a local", identifiers)
		d.doc.attributes = append(d.doc.attributes, a)
		d.doc.locals = append(d.doc.locals, &localSyntax{name: n, expr: a.Expr})
	}
	for _, nested := range b.Body.Blocks {
		d.report(problem(nested.TypeRange, "Unknown block", fmt.Sprintf("Locals are arguments: %s = a constant.", nested.Type)))
		d.doc.nameless("local")
	}
}

func (d *decoder) condition(b *hclsyntax.Block) {
	c := &conditionSyntax{declaration: d.declare(b, "a condition", identifiers, 1)}
	r, ok := d.read(b, "a condition", shape{attrs: []string{"description", "table", "when"}})
	c.incomplete = !ok
	c.description, c.table, c.when = r.attr("description"), r.attr("table"), r.attr("when")
	if len(c.labels) > 0 {
		d.doc.conditions = append(d.doc.conditions, c)
	}
}
