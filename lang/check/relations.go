package check

import (
	"fmt"

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
	n := syntax.Label{Text: "id", At: s.Name().At}
	context := s.Header
	if s.Key != nil {
		named, ok := r.name(s.Key)
		if !ok {
			return
		}
		n, context = named, s.Key.SrcRange
		info.Key = r.field(info, n, context)
	} else if info.Key = info.fields["id"]; info.Key == nil && !info.incomplete {
		r.report(diag.Within(diag.Problem(n.At, "Missing key", fmt.Sprintf("The table %q has no field \"id\", which is the key where no other is named: key = \"…\".", info.Name)), s.Header))
	}
	switch key := info.Key; {
	case key == nil:
	case key.Type.Kind != "" && !key.Type.Scalar():
		r.report(diag.Within(diag.Problem(n.At, "Invalid key", fmt.Sprintf("%s.%s is a %s; a key is a scalar.", info.Name, key.Name, key.Type)), context))
	case key.Sensitive != "":
		r.report(diag.Within(diag.Problem(n.At, "Sensitive key", fmt.Sprintf("%s.%s is the key, which is visible wherever its row is; it cannot be sensitive (%q).", info.Name, key.Name, key.Sensitive)), context))
	}
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
	n, ok := r.name(s.Key)
	if !ok {
		return nil
	}
	key := r.field(holder, n, s.Key.SrcRange)
	if key == nil || referred == nil {
		return nil
	}
	if referred.Key == nil || key.Type.Kind == "" || referred.Key.Type.Kind == "" {
		return nil
	}
	if !canHold(key.Type, referred.Key.Type) {
		r.report(diag.Within(diag.Problem(n.At, "Mismatched key", fmt.Sprintf("%s.%s is %s, and cannot hold the key %s.%s, which is %s.",
			holder.Name, key.Name, diag.Article(key.Type.String()), referred.Name, referred.Key.Name, diag.Article(referred.Key.Type.String()))), s.Key.SrcRange))
		return nil
	}
	return &policy.Relation{Name: s.Name().Text, Many: s.Many, Target: target.Table, Key: key, Range: s.Name().At}
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
		if key == nil || key.Type.Kind == "" {
			return
		}
		person, what = key.Type, fmt.Sprintf("the key %s.%s, which is %s", users.Name, key.Name, diag.Article(key.Type.String()))
	}
	if !canHold(owner.Type, person) {
		r.report(diag.Within(diag.Problem(n.At, "Mismatched owner", fmt.Sprintf("%s.%s is %s, and cannot hold %s.", info.Name, owner.Name, diag.Article(owner.Type.String()), what)), s.Owner.SrcRange))
	}
}
