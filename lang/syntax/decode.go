package syntax

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

// Decoder turns HCL's bodies into the syntax form. It judges the shape alone:
// which blocks and arguments stand where, and how names may look.
type Decoder struct {
	Doc   Document
	Diags hcl.Diagnostics
}

func (d *Decoder) report(diag *hcl.Diagnostic) { d.Diags = append(d.Diags, diag) }

// Decode gives the document of one file. Blocks in which HCL found syntax errors
// are passed over: the document is then only a part of the file.
func Decode(f *hcl.File, broken hcl.Diagnostics) (*Document, hcl.Diagnostics) {
	d := &Decoder{Doc: Document{Partial: len(broken) > 0}}
	if body, ok := f.Body.(*hclsyntax.Body); ok {
		d.file(body, broken)
	}
	return &d.Doc, d.Diags
}

func (d *Decoder) file(body *hclsyntax.Body, broken hcl.Diagnostics) {
	whole := *body
	if len(broken) > 0 {
		whole.Attributes = nil // these may be the remains of a block
		whole.Blocks = unbroken(body.Blocks, broken)
	}
	r, _ := d.readBody(&whole, hcl.Range{}, "a policy file", shapes[""])
	d.head(&whole)
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
			if !policy.StatementKind(b.Type).Component() {
				panic("syntax: no decoder for block " + b.Type)
			}
			d.component(b)
		}
	}
}

// head takes the arguments at the top of a file of a folder that the portal
// uses: what other files have to say of that stands in the portal block.
func (d *Decoder) head(body *hclsyntax.Body) {
	for _, name := range shapes[""].attrs {
		a := body.Attributes[name]
		switch {
		case a == nil:
		case UsedFolder(a.NameRange) == "":
			d.report(diag.Problem(a.NameRange, "Misplaced argument", fmt.Sprintf("%q stands in the portal block. At the top of a file it stands in folders that a portal uses, which have no such block.", name)))
		default:
			d.reading(a)
		}
	}
}

// reading notes what says what else is read, and by whom.
func (d *Decoder) reading(a Attr) {
	switch {
	case a == nil:
	case a.Name == "requires":
		d.Doc.Requires = append(d.Doc.Requires, a)
	default:
		d.Doc.Uses = append(d.Doc.Uses, Use{Folder: path.Dir(a.NameRange.Filename), Folders: a})
	}
}

// UsedFolder gives the folder of a file that the portal uses, and "" for a file
// of its own: names of files are relative to the portal's directory.
func UsedFolder(at hcl.Range) string {
	if folder := path.Dir(at.Filename); folder != "." {
		return folder
	}
	return ""
}

// unbroken gives the blocks that no syntax error is in.
func unbroken(blocks hclsyntax.Blocks, broken hcl.Diagnostics) hclsyntax.Blocks {
	broken = diag.Sort(slices.Clone(broken))
	return slices.DeleteFunc(slices.Clone(blocks), func(b *hclsyntax.Block) bool {
		r := b.Range()
		next, _ := slices.BinarySearchFunc(broken, r.Start.Byte, func(d *hcl.Diagnostic, at int) int {
			return cmp.Compare(d.Subject.Start.Byte, at)
		})
		return next < len(broken) && broken[next].Subject.Start.Byte <= r.End.Byte
	})
}

func (d *Decoder) portal(b *hclsyntax.Block) {
	if folder := UsedFolder(b.TypeRange); folder != "" {
		d.report(diag.Problem(b.DefRange(), "Portal in a used folder", fmt.Sprintf("The folder %s is used by a portal, and has no portal block of its own. What it uses and requires stands at the top of a file: use = [\"…\"].", folder)))
		return
	}
	p := &portalSyntax{Declaration: d.declare(b, "a portal", Identifiers, 1)}
	r, ok := d.read(b, "a portal", shapes[b.Type])
	d.reading(r.attr("use"))
	d.reading(r.attr("requires"))
	p.Incomplete = !ok
	p.Description = r.attr("description")
	p.Users, p.Login, p.Timezone = r.attr("users"), r.attr("login"), r.attr("timezone")
	p.UserProperties, p.TeamProperties = r.attr("user_properties"), r.attr("team_properties")
	d.Doc.Portals = append(d.Doc.Portals, p)
}

func (d *Decoder) table(b *hclsyntax.Block) {
	t := &TableSyntax{Declaration: d.declare(b, "a table", Identifiers, 1)}
	r, ok := d.read(b, "a table", shapes[b.Type])
	t.Incomplete = !ok
	t.Description, t.Source, t.Key, t.Owner = r.attr("description"), r.attr("source"), r.attr("key"), r.attr("owner")
	t.Fields = r.attr("fields")
	for _, fb := range r.blocks("field") {
		f := d.field(fb)
		if len(f.Labels) == 0 {
			t.Incomplete = true
			continue
		}
		t.FieldBlocks = append(t.FieldBlocks, f)
	}
	for _, rb := range r.blocks("belongs_to", "has_many") {
		rel := d.relation(rb)
		if len(rel.Labels) == 0 {
			t.Incomplete = true
			continue
		}
		t.Relations = append(t.Relations, rel)
	}
	if len(t.Labels) > 0 {
		d.Doc.Tables = append(d.Doc.Tables, t)
	}
}

func (d *Decoder) field(b *hclsyntax.Block) *FieldSyntax {
	f := &FieldSyntax{Declaration: d.declare(b, "a field", Identifiers, 1)}
	r, ok := d.read(b, "a field", shapes[b.Type])
	f.Incomplete = !ok
	f.Description, f.Typ, f.Required = r.attr("description"), r.attr("type"), r.attr("required")
	f.Sensitive, f.Column = r.attr("sensitive"), r.attr("column")
	f.Deflt, f.Generated = r.attr("default"), r.attr("generated")
	return f
}

func (d *Decoder) relation(b *hclsyntax.Block) *RelationSyntax {
	rel := &RelationSyntax{Declaration: d.declare(b, "a relation", Identifiers, 1), Many: b.Type == "has_many"}
	r, ok := d.read(b, diag.Article(b.Type)+" relation", shapes[b.Type])
	rel.Incomplete = !ok
	rel.Description, rel.Table, rel.Key = r.attr("description"), r.attr("table"), r.attr("key")
	return rel
}

func (d *Decoder) reportBlock(b *hclsyntax.Block) {
	s := &ReportSyntax{Declaration: d.declare(b, "a report", Identifiers, 0)}
	r, ok := d.read(b, "a report", shapes[b.Type])
	s.Incomplete = !ok
	s.Description, s.Table, s.Rows, s.Fields = r.attr("description"), r.attr("table"), r.attr("rows"), r.attr("fields")
	if len(s.Labels) > 0 {
		d.Doc.Reports = append(d.Doc.Reports, s)
	}
}

func (d *Decoder) form(b *hclsyntax.Block) {
	s := &formSyntax{Declaration: d.declare(b, "a form", texts, 0)}
	r, ok := d.read(b, "a form", shapes[b.Type])
	s.Incomplete = !ok
	s.Description, s.Table, s.Fields = r.attr("description"), r.attr("table"), r.attr("fields")
	if len(s.Labels) > 0 {
		d.Doc.Forms = append(d.Doc.Forms, s)
	}
}

func (d *Decoder) component(b *hclsyntax.Block) {
	c := &componentSyntax{Declaration: d.declare(b, "a "+b.Type, texts, 0), Kind: policy.StatementKind(b.Type)}
	r, _ := d.read(b, "a "+b.Type, shapes[b.Type])
	c.Description = r.attr("description")
	if len(c.Labels) > 0 {
		d.Doc.Components = append(d.Doc.Components, c)
	}
}

func (d *Decoder) action(b *hclsyntax.Block) {
	a := &actionSyntax{Declaration: d.declare(b, "an action", Identifiers, 0)}
	r, ok := d.read(b, "an action", shapes[b.Type])
	a.Incomplete = !ok
	a.Description, a.Tables = r.attr("description"), r.attr("tables")
	if len(a.Labels) > 0 {
		d.Doc.Actions = append(d.Doc.Actions, a)
	}
}

func (d *Decoder) team(b *hclsyntax.Block) {
	t := &TeamSyntax{Declaration: d.declare(b, "a team", Identifiers, 1)}
	r, ok := d.read(b, "a team", shapes[b.Type])
	t.Incomplete = !ok
	t.Description, t.Profiles, t.Properties = r.attr("description"), r.attr("profiles"), r.attr("properties")
	if len(t.Labels) > 0 {
		d.Doc.Teams = append(d.Doc.Teams, t)
	}
}

// locals decodes a block whose arguments are all names of constants.
func (d *Decoder) locals(b *hclsyntax.Block) {
	if len(b.Labels) > 0 {
		d.report(diag.Within(diag.Problem(b.LabelRanges[0], "Too many names", "A locals block has no name of its own; its arguments are the names of constants."), b.DefRange()))
	}
	if b.Body == nil {
		return
	}
	for _, a := range inOrder(b.Body.Attributes) {
		n := Label{Text: a.Name, At: a.NameRange}
		d.CheckName(n, "a local", Identifiers)
		d.Doc.Attributes = append(d.Doc.Attributes, a)
		d.Doc.Locals = append(d.Doc.Locals, &LocalSyntax{Name: n, Expr: a.Expr})
	}
	for _, nested := range b.Body.Blocks {
		d.report(diag.Problem(nested.TypeRange, "Unknown block", fmt.Sprintf("Locals are arguments: %s = a constant.", nested.Type)))
		d.Doc.nameless("local")
	}
}

func (d *Decoder) condition(b *hclsyntax.Block) {
	c := &ConditionSyntax{Declaration: d.declare(b, "a condition", Identifiers, 1)}
	r, ok := d.read(b, "a condition", shapes[b.Type])
	c.Incomplete = !ok
	c.Description, c.Table, c.When = r.attr("description"), r.attr("table"), r.attr("when")
	if len(c.Labels) > 0 {
		d.Doc.Conditions = append(d.Doc.Conditions, c)
	}
}
