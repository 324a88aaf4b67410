package check

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// resolveRelations gives the tables their keys, then their relations, which
// hold other tables' keys, then their owners, which hold the users table's.
func (r *resolver) resolveRelations() {
	tables := r.tablesInOrder()
	for _, info := range tables {
		r.resolveKey(info)
	}
	for _, info := range tables {
		r.resolveTableRelations(info)
	}
	for _, info := range tables {
		r.resolveOwner(info)
	}
	for _, info := range tables {
		if info.incomplete || info.Key == nil || info.syntax.Owner != nil && info.Owner == nil {
			r.spoilTable(info)
		}
	}
	r.resolveLogin()
	r.checkUserNames()
}

// spoilTable silences what is said of the table, and of the paths to it.
func (r *resolver) spoilTable(info *tableInfo) {
	r.spoiled.spoilTable(info.Table)
	if r.policy.Portal != nil && r.policy.Portal.Users == info.Table {
		r.spoiled.user = true
	}
	for _, other := range r.tables {
		for _, rel := range other.Relations {
			if rel.Target == info.Table {
				r.spoiled.spoil(rel.Name)
			}
		}
	}
}

func (r *resolver) tablesInOrder() []*tableInfo {
	list := make([]*tableInfo, 0, len(r.policy.Tables))
	for _, t := range r.policy.Tables {
		list = append(list, r.tables[t.Name])
	}
	return list
}

func (r *resolver) resolveKey(info *tableInfo) {
	s := info.syntax
	context := s.Header
	names := []syntax.Label{{Text: "id", At: s.Name().At}}
	if s.Key != nil {
		context = s.Key.SrcRange
		var ok bool
		if names, ok = r.keyNames(s.Key); !ok {
			return
		}
	}
	var key policy.Key
	for _, n := range names {
		var f *policy.Field
		if s.Key != nil {
			f = r.field(info, n, context)
		} else if f = info.fields["id"]; f == nil && !info.incomplete {
			r.report(diag.Within(diag.Problem(n.At, "Missing key", fmt.Sprintf("The table %q has no field \"id\", which is the key where no other is named: key = \"…\".", info.Name)), s.Header))
		}
		switch {
		case f == nil:
			continue
		case f.Type.Kind != "" && !f.Type.Scalar():
			r.report(diag.Within(diag.Problem(n.At, "Invalid key", fmt.Sprintf("%s.%s is a %s; a key is a scalar.", info.Name, f.Name, f.Type)), context))
		case f.Sensitive != "":
			r.report(diag.Within(diag.Problem(n.At, "Sensitive key", fmt.Sprintf("%s.%s is %s, which is visible wherever its row is; it cannot be sensitive (%q).", info.Name, f.Name, asKey(len(names)), f.Sensitive)), context))
		}
		key = append(key, f)
	}
	if len(key) < len(names) {
		return
	}
	info.Key = key
	for _, f := range key {
		f.Required = f.Required || len(key) > 1 // a database fills in the one field of a key at most
	}
	if p := r.policy.Portal; p != nil && p.Users == info.Table && len(key) > 1 {
		r.spoiled.user = true
		r.report(diag.Within(diag.Problem(s.Key.Expr.Range(), "Key of several fields", fmt.Sprintf("%q is the users table, whose key is one field: other tables hold it to say whose a row is.", info.Name)), context))
	}
}

// asKey says what a field is to a key of so many fields.
func asKey(fields int) string {
	if fields == 1 {
		return "the key"
	}
	return "of the key"
}

// howMany counts the fields of a key.
func howMany(fields int) string {
	if fields == 1 {
		return "one field"
	}
	return fmt.Sprintf("%d fields", fields)
}

// keyNames gives the names of a key's fields: the one, or a list of them.
func (r *resolver) keyNames(a syntax.Attr) ([]syntax.Label, bool) {
	if a == nil {
		return nil, false
	}
	if _, written := syntax.Unparenthesised(a.Expr).(*hclsyntax.TupleConsExpr); !written {
		v, diags := constant.Eval(a.Expr, r.locals)
		if diags.HasErrors() || !v.Type().IsTupleType() && !v.Type().IsListType() {
			n, ok := r.name(a)
			return []syntax.Label{n}, ok
		}
	}
	names, ok := r.names(a)
	if ok && len(names) == 0 {
		r.report(diag.Within(diag.Problem(a.Expr.Range(), "Empty list", "A key has at least one field."), a.SrcRange))
	}
	return names, ok && len(names) > 0
}

func (r *resolver) resolveTableRelations(info *tableInfo) {
	seen := declared{}
	for _, s := range info.syntax.Relations {
		n := s.Name()
		if !r.once(seen, "relation", n) {
			r.spoiled.spoil(n.Text)
			continue
		}
		if f := info.fields[n.Text]; f != nil {
			r.report(diag.Within(diag.Problem(n.At, "Ambiguous name", fmt.Sprintf("%q is a field of %q as well, declared at %s; a path could mean either.", n.Text, info.Name, diag.At(f.Range))), s.Header))
		}
		rel := r.relation(info, s)
		if rel == nil {
			info.relations[n.Text] = &policy.Relation{Name: n.Text, Many: s.Many, Range: n.At}
			r.spoiled.spoil(n.Text)
			continue
		}
		info.relations[n.Text] = rel
		info.Relations = append(info.Relations, rel)
	}
}

// relation resolves one relation; nil if it has a mistake.
func (r *resolver) relation(info *tableInfo, s *syntax.RelationSyntax) *policy.Relation {
	kind := "belongs_to"
	if s.Many {
		kind = "has_many"
	}
	r.describe(&s.Declaration)
	if s.Table == nil {
		r.missing(&s.Declaration, diag.Article(kind), "table", "the table that it leads to")
	}
	if s.Key == nil {
		r.missing(&s.Declaration, diag.Article(kind), "key", "the field that holds the key of the row on the other side")
	}
	var target *tableInfo
	if n, ok := r.name(s.Table); ok {
		target = r.table(n, s.Table.SrcRange)
	}
	holder, referred := info, target
	if s.Many {
		holder, referred = target, info
	}
	if holder == nil {
		return nil
	}
	names, ok := r.keyNames(s.Key)
	var key policy.Key
	for _, n := range names {
		if f := r.field(holder, n, s.Key.SrcRange); f != nil {
			key = append(key, f)
		}
	}
	if !ok || len(key) < len(names) || referred == nil || !r.holds(holder, names, key, referred, s.Key) {
		return nil
	}
	return &policy.Relation{Name: s.Name().Text, Many: s.Many, Target: target.Table, Key: key, Range: s.Name().At}
}

// holds reports whether the fields of a relation's key can hold, each in its
// turn, the key of the table that is referred to.
func (r *resolver) holds(holder *tableInfo, names []syntax.Label, key policy.Key, referred *tableInfo, a syntax.Attr) bool {
	if referred.Key == nil {
		return false
	}
	if len(key) != len(referred.Key) {
		r.report(diag.Within(diag.Problem(a.Expr.Range(), "Mismatched key", fmt.Sprintf("The key of %s is %s: it takes %s of %s to hold it, in this order.",
			referred.Name, diag.Join(referred.Key.Names(), "and"), howMany(len(referred.Key)), holder.Name)), a.SrcRange))
		return false
	}
	for i, f := range key {
		of := referred.Key[i]
		if f.Type.Kind == "" || of.Type.Kind == "" {
			return false
		}
		if !canHold(f.Type, of.Type) {
			r.report(diag.Within(diag.Problem(names[i].At, "Mismatched key", fmt.Sprintf("%s.%s is %s, and cannot hold the key %s.%s, which is %s.",
				holder.Name, f.Name, diag.Article(f.Type.String()), referred.Name, of.Name, diag.Article(of.Type.String()))), a.SrcRange))
			return false
		}
	}
	return true
}

// canHold reports whether a field of one type can hold a key of another.
func canHold(field, key policy.Type) bool {
	return field.Scalar() && constant.CanEqual(field, key)
}

func (r *resolver) resolveOwner(info *tableInfo) {
	s := info.syntax
	if s.Owner == nil {
		return
	}
	n, ok := r.name(s.Owner)
	if !ok {
		return
	}
	owner := r.field(info, n, s.Owner.SrcRange)
	if owner == nil {
		return
	}
	info.Owner = owner
	if r.policy.Portal == nil || r.spoiled.user || owner.Type.Kind == "" {
		return
	}
	person, what := policy.Type{Kind: policy.String}, "the login, which is a string in a portal without a users table"
	if users := r.policy.Portal.Users; users != nil {
		key := users.Key
		if len(key) != 1 || key[0].Type.Kind == "" {
			return
		}
		person, what = key[0].Type, fmt.Sprintf("the key %s.%s, which is %s", users.Name, key[0].Name, diag.Article(key[0].Type.String()))
	}
	if !canHold(owner.Type, person) {
		r.report(diag.Within(diag.Problem(n.At, "Mismatched owner", fmt.Sprintf("%s.%s is %s, and cannot hold %s.", info.Name, owner.Name, diag.Article(owner.Type.String()), what)), s.Owner.SrcRange))
	}
}
