package check

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/bind"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// tableInfo is a table while it is being resolved.
type tableInfo struct {
	*policy.Table
	syntax     *syntax.TableSyntax
	fields     map[string]*policy.Field
	relations  map[string]*policy.Relation
	incomplete bool // it may have more fields and relations than are known
}

// resolveTables makes the tables and their fields; keys, owners and relations,
// which need other tables' fields, follow in resolveRelations.
func (r *resolver) resolveTables() {
	seen := declared{}
	for _, s := range r.doc.Tables {
		if !r.once(seen, "table", s.Name()) {
			// Which of the two is meant is not known.
			r.tables[s.Name().Text].incomplete = true
			continue
		}
		info := &tableInfo{
			Table:      &policy.Table{Name: s.Name().Text, Source: s.Name().Text, Range: s.Name().At, Description: r.describe(&s.Declaration)},
			syntax:     s,
			fields:     map[string]*policy.Field{},
			relations:  map[string]*policy.Relation{},
			incomplete: s.Incomplete,
		}
		if source, ok := r.name(s.Source); ok {
			info.Source = source.Text
		}
		r.resolveFields(info)
		r.tables[info.Name] = info
		r.policy.Tables = append(r.policy.Tables, info.Table)
	}
}

// fieldDeclaration is a field of either form.
type fieldDeclaration struct {
	name  syntax.Label
	typ   hclsyntax.Expression // nil if the block has none
	block *syntax.FieldSyntax  // nil for a plain field
}

func (r *resolver) resolveFields(info *tableInfo) {
	seen, columns := declared{}, map[string]*policy.Field{}
	for _, decl := range r.fieldDeclarations(info) {
		if !r.once(seen, "field", decl.name) {
			r.spoiled.spoil(decl.name.Text)
			continue
		}
		f := &policy.Field{Name: decl.name.Text, Column: decl.name.Text, Range: decl.name.At}
		if decl.typ == nil {
			r.spoiled.spoil(f.Name)
		} else if t, ok := r.typeOf(decl.typ); ok {
			f.Type = t
		} else {
			r.spoiled.spoil(f.Name)
		}
		if decl.block != nil {
			r.describeField(f, decl.block)
		}
		if other := columns[f.Column]; other != nil {
			r.report(diag.Problem(f.Range, "Duplicate column", fmt.Sprintf("The fields %q and %q of %q have the one column %q; the first is at %s.", other.Name, f.Name, info.Name, f.Column, diag.At(other.Range))))
		} else {
			columns[f.Column] = f
		}
		info.fields[f.Name] = f
		info.Fields = append(info.Fields, f)
	}
}

// fieldDeclarations lists the fields in the order of the source.
func (r *resolver) fieldDeclarations(info *tableInfo) []fieldDeclaration {
	var list []fieldDeclaration
	plain, ok := r.entries(info.syntax.Fields, "name = string")
	if !ok {
		info.incomplete = true
	}
	for _, e := range plain {
		r.checkName(e.name, "a field", syntax.Identifiers)
		list = append(list, fieldDeclaration{name: e.name, typ: e.expr})
	}
	for _, b := range info.syntax.FieldBlocks {
		decl := fieldDeclaration{name: b.Name(), block: b}
		if b.Typ != nil {
			decl.typ = b.Typ.Expr
		} else {
			r.missing(&b.Declaration, "a field", "type", "what its values are, such as string or number")
		}
		list = append(list, decl)
	}
	slices.SortStableFunc(list, func(a, b fieldDeclaration) int { return cmp.Compare(a.name.At.Start.Byte, b.name.At.Start.Byte) })
	return list
}

func (r *resolver) describeField(f *policy.Field, b *syntax.FieldSyntax) {
	f.Description = r.describe(&b.Declaration)
	f.Required = r.flag(b.Required)
	r.whenCreated(f, b)
	if b.Sensitive != nil && (syntax.Keyword(b.Sensitive.Expr) == "true" || syntax.Keyword(b.Sensitive.Expr) == "false") {
		r.report(diag.Within(diag.Problem(b.Sensitive.Expr.Range(), "Wrong type", "A class of sensitive data is named here, such as sensitive = \"pii\"; a field that is not sensitive has none."), b.Sensitive.SrcRange))
	} else if class, ok := r.name(b.Sensitive); ok {
		f.Sensitive = class.Text
		r.policy.Uses.Declare(class.At, class.Text, policy.Word{Kind: policy.WordClass, Name: class.Text})
	}
	if column, ok := r.name(b.Column); ok {
		f.Column = column.Text
	}
}

// whenCreated reads where a field's value comes from when a row is created.
func (r *resolver) whenCreated(f *policy.Field, b *syntax.FieldSyntax) {
	f.Generated = r.flag(b.Generated)
	a := b.Deflt
	if a == nil {
		return
	}
	if f.Generated {
		r.report(diag.Within(diag.Problem(a.NameRange, "Conflicting arguments", fmt.Sprintf("The field %q has a default, or the database fills it in (generated, line %d): not both.", f.Name, b.Generated.NameRange.Start.Line)), a.SrcRange))
		return
	}
	if f.Type.Kind == "" || r.spoiled.touches(a.Expr, nil) {
		return
	}
	v, diags := bind.Value(a.Expr, f.Type, &bind.Scope{Place: bind.PlaceDefault, Locals: r.locals})
	r.reportIn(a.SrcRange, diags)
	switch v := v.(type) {
	case nil:
	case *policy.Literal:
		if v.Value.IsNull() {
			r.report(diag.Within(diag.Problem(a.Expr.Range(), "Null value", "A field without a default is null in a new row; say nothing where that is meant."), a.SrcRange))
			return
		}
		f.Default = v
	case *policy.Now, *policy.Today:
		f.Default = v
	default:
		r.report(diag.Within(diag.Problem(a.Expr.Range(), "Not a default", "A default is a constant, now or today as they are. What is worked out of them is a generated field, or a value of set."), a.SrcRange))
	}
}

// checkName reports a name in an object that its declaration cannot have.
func (r *resolver) checkName(n syntax.Label, what string, rule syntax.NameRule) {
	d := syntax.Decoder{}
	d.CheckName(n, what, rule)
	r.reportAll(d.Diags)
}

// table gives the table of a name, or reports that there is none.
func (r *resolver) table(n syntax.Label, context hcl.Range) *tableInfo {
	if info := r.tables[n.Text]; info != nil {
		r.policy.Uses.Note(n.At, n.Text, info.Table)
		return info
	}
	isReport := slices.ContainsFunc(r.doc.Reports, func(s *syntax.ReportSyntax) bool {
		return slices.ContainsFunc(s.Labels, func(l syntax.Label) bool { return l.Text == n.Text })
	})
	if isReport && !r.mayDeclare("table") {
		r.report(diag.Within(diag.Problem(n.At, "Undeclared table", fmt.Sprintf("%q is a report; a table is needed here.", n.Text)), context))
		return nil
	}
	r.undeclared("table", n, context, sortedKeys(r.tables))
	return nil
}

// field gives the field of a name, or reports that the table has none. It is
// silent about what a mistake in the table may have hidden.
func (r *resolver) field(info *tableInfo, n syntax.Label, context hcl.Range) *policy.Field {
	if f := info.fields[n.Text]; f != nil {
		r.policy.Uses.Note(n.At, n.Text, f)
		return f
	}
	var valid, invalid []string
	for _, name := range FieldNames(info.Fields) {
		if syntax.Identifier.MatchString(name) {
			valid = append(valid, name)
		} else {
			invalid = append(invalid, name)
		}
	}
	if info.incomplete || diag.Nearest(n.Text, invalid) != "" {
		return nil // what is meant has been reported, for its own name
	}
	detail := fmt.Sprintf("The table %q has no field %q.%s", info.Name, n.Text, diag.DidYouMean(n.Text, valid))
	if rel := info.relations[n.Text]; rel != nil {
		detail = fmt.Sprintf("%q is a relation of %q, and no field.", n.Text, info.Name)
		if !rel.Many && rel.Key != nil {
			detail += holdsItsKey(rel)
		}
	}
	r.report(diag.Within(diag.Problem(n.At, "Unknown field", detail), context))
	return nil
}

// holdsItsKey ends a detail with the field that was meant by the relation's name.
func holdsItsKey(rel *policy.Relation) string {
	if len(rel.Key) == 1 {
		return fmt.Sprintf(" Did you mean %q, the field with its key?", rel.Key[0].Name)
	}
	return fmt.Sprintf(" Did you mean one of %s, the fields with its key?", diag.Join(rel.Key.Names(), "and"))
}

func FieldNames(fields []*policy.Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}
