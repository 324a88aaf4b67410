package lang

import "fmt"

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
		if info.incomplete || info.Key == nil || info.syntax.owner != nil && info.Owner == nil {
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
	n := label{text: "id", at: s.name().at}
	context := s.header
	if s.key != nil {
		named, ok := r.name(s.key)
		if !ok {
			return
		}
		n, context = named, s.key.SrcRange
		info.Key = r.field(info, n, context)
	} else if info.Key = info.fields["id"]; info.Key == nil && !info.incomplete {
		r.report(within(problem(n.at, "Missing key", fmt.Sprintf("The table %q has no field \"id\", which is the key where no other is named: key = \"…\".", info.Name)), s.header))
	}
	switch key := info.Key; {
	case key == nil:
	case key.Type.Kind == List:
		r.report(within(problem(n.at, "Invalid key", fmt.Sprintf("%s.%s is a %s; a key is a scalar.", info.Name, key.Name, key.Type)), context))
	case key.Sensitive != "":
		r.report(within(problem(n.at, "Sensitive key", fmt.Sprintf("%s.%s is the key, which is visible wherever its row is; it cannot be sensitive (%q).", info.Name, key.Name, key.Sensitive)), context))
	}
}

func (r *resolver) resolveTableRelations(info *tableInfo) {
	seen := declared{}
	for _, s := range info.syntax.relations {
		n := s.name()
		if !r.once(seen, "relation", n) {
			r.spoiled.spoil(n.text)
			continue
		}
		if f := info.fields[n.text]; f != nil {
			r.report(within(problem(n.at, "Ambiguous name", fmt.Sprintf("%q is a field of %q as well, declared at %s; a path could mean either.", n.text, info.Name, at(f.Range))), s.header))
		}
		rel := r.relation(info, s)
		if rel == nil {
			info.relations[n.text] = &Relation{Name: n.text, Many: s.many, Range: n.at}
			r.spoiled.spoil(n.text)
			continue
		}
		info.relations[n.text] = rel
		info.Relations = append(info.Relations, rel)
	}
}

// relation resolves one relation; nil if it has a mistake.
func (r *resolver) relation(info *tableInfo, s *relationSyntax) *Relation {
	kind := "belongs_to"
	if s.many {
		kind = "has_many"
	}
	r.describe(&s.declaration)
	if s.table == nil {
		r.missing(&s.declaration, article(kind), "table", "the table that it leads to")
	}
	if s.key == nil {
		r.missing(&s.declaration, article(kind), "key", "the field that holds the key of the row on the other side")
	}
	var target *tableInfo
	if n, ok := r.name(s.table); ok {
		target = r.table(n, s.table.SrcRange)
	}
	holder, referred := info, target
	if s.many {
		holder, referred = target, info
	}
	if holder == nil {
		return nil
	}
	n, ok := r.name(s.key)
	if !ok {
		return nil
	}
	key := r.field(holder, n, s.key.SrcRange)
	if key == nil || referred == nil {
		return nil
	}
	if referred.Key == nil || key.Type.Kind == "" || referred.Key.Type.Kind == "" {
		return nil
	}
	if !canHold(key.Type, referred.Key.Type) {
		r.report(within(problem(n.at, "Mismatched key", fmt.Sprintf("%s.%s is %s, and cannot hold the key %s.%s, which is %s.",
			holder.Name, key.Name, article(key.Type.String()), referred.Name, referred.Key.Name, article(referred.Key.Type.String()))), s.key.SrcRange))
		return nil
	}
	return &Relation{Name: s.name().text, Many: s.many, Target: target.Table, Key: key, Range: s.name().at}
}

// canHold reports whether a field of one type can hold a key of another.
func canHold(field, key Type) bool { return field.Kind != List && canEqual(field, key) }

func (r *resolver) resolveOwner(info *tableInfo) {
	s := info.syntax
	if s.owner == nil {
		return
	}
	n, ok := r.name(s.owner)
	if !ok {
		return
	}
	owner := r.field(info, n, s.owner.SrcRange)
	if owner == nil {
		return
	}
	info.Owner = owner
	if r.policy.Portal == nil || r.spoiled.user || owner.Type.Kind == "" {
		return
	}
	person, what := Type{Kind: String}, "the login, which is a string in a portal without a users table"
	if users := r.policy.Portal.Users; users != nil {
		key := users.Key
		if key == nil || key.Type.Kind == "" {
			return
		}
		person, what = key.Type, fmt.Sprintf("the key %s.%s, which is %s", users.Name, key.Name, article(key.Type.String()))
	}
	if !canHold(owner.Type, person) {
		r.report(within(problem(n.at, "Mismatched owner", fmt.Sprintf("%s.%s is %s, and cannot hold %s.", info.Name, owner.Name, article(owner.Type.String()), what)), s.owner.SrcRange))
	}
}
