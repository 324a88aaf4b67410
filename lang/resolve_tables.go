package lang

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// tableInfo is a table while it is being resolved.
type tableInfo struct {
	*Table
	syntax     *tableSyntax
	fields     map[string]*Field
	relations  map[string]*Relation
	incomplete bool // it may have more fields and relations than are known
}

// resolveTables makes the tables and their fields; keys, owners and relations,
// which need other tables' fields, follow in resolveRelations.
func (r *resolver) resolveTables() {
	seen := declared{}
	for _, s := range r.doc.tables {
		if !r.once(seen, "table", s.name()) {
			// Which of the two is meant is not known.
			r.tables[s.name().text].incomplete = true
			continue
		}
		info := &tableInfo{
			Table:      &Table{Name: s.name().text, Source: s.name().text, Range: s.name().at, Description: r.describe(&s.declaration)},
			syntax:     s,
			fields:     map[string]*Field{},
			relations:  map[string]*Relation{},
			incomplete: s.incomplete,
		}
		if source, ok := r.name(s.source); ok {
			info.Source = source.text
		}
		r.resolveFields(info)
		r.tables[info.Name] = info
		r.policy.Tables = append(r.policy.Tables, info.Table)
	}
}

// fieldDeclaration is a field of either form.
type fieldDeclaration struct {
	name  label
	typ   hclsyntax.Expression // nil if the block has none
	block *fieldSyntax         // nil for a plain field
}

func (r *resolver) resolveFields(info *tableInfo) {
	seen, columns := declared{}, map[string]*Field{}
	for _, decl := range r.fieldDeclarations(info) {
		if !r.once(seen, "field", decl.name) {
			r.spoiled.spoil(decl.name.text)
			continue
		}
		f := &Field{Name: decl.name.text, Column: decl.name.text, Range: decl.name.at}
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
			r.report(problem(f.Range, "Duplicate column", fmt.Sprintf("The fields %q and %q of %q have the one column %q; the first is at %s.", other.Name, f.Name, info.Name, f.Column, at(other.Range))))
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
	plain, ok := r.entries(info.syntax.fields, "name = string")
	if !ok {
		info.incomplete = true
	}
	for _, e := range plain {
		r.checkName(e.name, "a field", identifiers)
		list = append(list, fieldDeclaration{name: e.name, typ: e.expr})
	}
	for _, b := range info.syntax.fieldBlocks {
		decl := fieldDeclaration{name: b.name(), block: b}
		if b.typ != nil {
			decl.typ = b.typ.Expr
		} else {
			r.missing(&b.declaration, "a field", "type", "what its values are, such as string or number")
		}
		list = append(list, decl)
	}
	slices.SortStableFunc(list, func(a, b fieldDeclaration) int { return cmp.Compare(a.name.at.Start.Byte, b.name.at.Start.Byte) })
	return list
}

func (r *resolver) describeField(f *Field, b *fieldSyntax) {
	f.Description = r.describe(&b.declaration)
	f.Required = r.flag(b.required)
	if b.sensitive != nil && (keyword(b.sensitive.Expr) == "true" || keyword(b.sensitive.Expr) == "false") {
		r.report(within(problem(b.sensitive.Expr.Range(), "Wrong type", "A class of sensitive data is named here, such as sensitive = \"pii\"; a field that is not sensitive has none."), b.sensitive.SrcRange))
	} else if class, ok := r.name(b.sensitive); ok {
		f.Sensitive = class.text
	}
	if column, ok := r.name(b.column); ok {
		f.Column = column.text
	}
}

// checkName reports a name in an object that its declaration cannot have.
func (r *resolver) checkName(n label, what string, rule nameRule) {
	d := decoder{}
	d.checkName(n, what, rule)
	r.reportAll(d.diags)
}

// table gives the table of a name, or reports that there is none.
func (r *resolver) table(n label, context hcl.Range) *tableInfo {
	if info := r.tables[n.text]; info != nil {
		return info
	}
	isReport := slices.ContainsFunc(r.doc.reports, func(s *reportSyntax) bool {
		return slices.ContainsFunc(s.labels, func(l label) bool { return l.text == n.text })
	})
	if isReport && !r.doc.mayDeclare("table") {
		r.report(within(problem(n.at, "Undeclared table", fmt.Sprintf("%q is a report; a table is needed here.", n.text)), context))
		return nil
	}
	r.undeclared("table", n, context, sortedKeys(r.tables))
	return nil
}

// field gives the field of a name, or reports that the table has none. It is
// silent about what a mistake in the table may have hidden.
func (r *resolver) field(info *tableInfo, n label, context hcl.Range) *Field {
	if f := info.fields[n.text]; f != nil {
		return f
	}
	var valid, invalid []string
	for _, name := range fieldNames(info.Fields) {
		if identifier.MatchString(name) {
			valid = append(valid, name)
		} else {
			invalid = append(invalid, name)
		}
	}
	if info.incomplete || Nearest(n.text, invalid) != "" {
		return nil // what is meant has been reported, for its own name
	}
	detail := fmt.Sprintf("The table %q has no field %q.%s", info.Name, n.text, didYouMean(n.text, valid))
	if rel := info.relations[n.text]; rel != nil {
		detail = fmt.Sprintf("%q is a relation of %q, and no field.", n.text, info.Name)
		if !rel.Many && rel.Key != nil {
			detail += fmt.Sprintf(" Did you mean %q, the field with its key?", rel.Key.Name)
		}
	}
	r.report(within(problem(n.at, "Unknown field", detail), context))
	return nil
}

func fieldNames(fields []*Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}
