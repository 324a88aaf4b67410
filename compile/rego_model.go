package compile

import (
	"fmt"
	"slices"

	"portcullis/lang"
)

// writeResource writes what there is to know of a resource before a request:
// a constant that the library's rules read.
func (m *model) writeResource(mod *module, r *resource) {
	if r.table == nil {
		fmt.Fprintf(&mod.rules, "%s := %s\n\n", member("resource."+string(r.kind), r.name), literal(m.parts(r)))
		return
	}
	fmt.Fprintf(&mod.rules, "%s%s := %s\n\n",
		comment(fmt.Sprintf("%s %q", r.kind, r.name)), member("resource."+string(r.kind), r.name), literal(m.resource(r)))
}

// parts gives the modes of a resource's actions and, by part, action and
// profile, the statements.
func (m *model) parts(r *resource) object {
	modes := object{}
	for action, mode := range r.modes {
		modes[action] = string(mode)
	}
	o := object{"modes": modes, "table": ""}
	for _, u := range r.uses {
		for _, action := range u.actions {
			at := o.at(string(u.part)).at(action)
			profile := u.clause.statement.Profile.Name
			ids, _ := at[profile].(array)
			at[profile] = append(ids, u.clause.id())
		}
	}
	return o
}

// at gives the object under a key, made if it is not there.
func (o object) at(key string) object {
	inner, ok := o[key].(object)
	if !ok {
		inner = object{}
		o[key] = inner
	}
	return inner
}

// resource gives the constant of a table, a report or a form.
func (m *model) resource(r *resource) object {
	o := m.parts(r)
	o["table"] = r.table.Name
	o["key"] = r.table.Key.Name
	o["fields"] = setOf(fieldNames(r.fields))
	if r.report != nil && r.report.Rows != nil {
		o["report"] = r.name
	}
	o["checked"] = set{}
	for _, u := range r.uses {
		m.coverage(o, r, u)
	}
	if r.written() {
		m.writing(o, r)
	}
	return o
}

// written reports whether any statement is about writes.
func (r *resource) written() bool {
	return slices.ContainsFunc(r.uses, func(u *use) bool {
		return slices.ContainsFunc(u.actions, func(a string) bool { return writes(r.modes[a]) })
	})
}

func writes(m mode) bool { return m == modeUpdate || m == modeCreate }

// coverage adds which fields a statement covers: to be seen plain or masked,
// and to be written; and which a deny takes.
func (m *model) coverage(o object, r *resource, u *use) {
	by := id(u)
	if u.part == partLock {
		var names []string
		for _, f := range u.target.Fields {
			names = append(names, f.Field.Name)
		}
		o.at("locked")[by] = setOf(names)
		return
	}
	if u.part == partDemand {
		o["checked"] = add(o["checked"], by)
		return
	}
	if u.part != partAllow {
		return
	}
	if slices.Contains(u.actions, "view") {
		m.seen(o, u)
	}
	if slices.ContainsFunc(u.actions, func(a string) bool { return writes(r.modes[a]) }) {
		m.written(o, u)
	}
	m.classified(o, u)
}

func add(list any, id string) set {
	ids, _ := list.(set)
	return append(ids, id)
}

func (m *model) seen(o object, u *use) {
	masks := object{}
	for _, mask := range u.target.Masks {
		masks[mask.Field.Name] = mask.Value
	}
	plain := set{}
	for _, f := range u.target.Fields {
		if _, masked := masks[f.Field.Name]; !masked && m.mayReveal(u, f.Field) {
			plain = append(plain, f.Field.Name)
		}
	}
	for _, mask := range u.target.Masks {
		if !m.mayReveal(u, mask.Field) {
			delete(masks, mask.Field.Name)
		}
	}
	o.at("plain")[id(u)] = plain
	if len(masks) > 0 {
		o.at("masks")[id(u)] = masks
	}
}

func id(u *use) string { return u.clause.id() }

func (m *model) written(o object, u *use) {
	free := set{}
	for _, f := range u.target.Fields {
		if m.writable(u, f) {
			free = append(free, f.Field.Name)
		}
	}
	o.at("writes")[id(u)] = free
	if len(u.target.Sets) > 0 {
		var names []string
		for _, s := range u.target.Sets {
			names = append(names, s.Field.Name)
		}
		o.at("sets")[id(u)] = setOf(names)
	}
	if u.target.Check != nil {
		o["checked"] = add(o["checked"], id(u))
	}
}

// writable reports whether somebody may write a field through a statement.
func (m *model) writable(u *use, f lang.FieldUse) bool {
	if f.Field.Sensitive != "" && !f.Named || !m.mayReveal(u, f.Field) {
		return false
	}
	return !slices.Contains(u.target.ReadOnly, f.Field)
}

// mayReveal reports whether anybody sees a field through a statement.
func (m *model) mayReveal(u *use, f *lang.Field) bool {
	return f.Sensitive == "" || len(m.revealers(u.clause.statement.Profile, f.Sensitive)) > 0
}

// classified adds the sensitive fields that a statement's own profile does
// not reveal, each with the profiles whose holders it is revealed to.
func (m *model) classified(o object, u *use) {
	p := u.clause.statement.Profile
	fields := object{}
	for _, f := range u.target.Fields {
		class := f.Field.Sensitive
		if class == "" || slices.Contains(p.Reveal, class) {
			continue
		}
		if by := m.revealers(p, class); len(by) > 0 {
			fields[f.Field.Name] = setOf(by)
		}
	}
	if len(fields) > 0 {
		o.at("classified")[id(u)] = fields
	}
}

// writing adds what is needed to judge a write.
func (m *model) writing(o object, r *resource) {
	t := r.table
	types, blank, required := object{}, object{}, set{}
	for _, f := range t.Fields {
		types[f.Name] = typeLiteral(f.Type)
		blank[f.Name] = nil
		if f.Required && f != t.Key {
			required = append(required, f.Name)
		}
	}
	toOne := object{}
	for _, rel := range t.Relations {
		if rel.Many {
			blank[rel.Name] = array{}
			continue
		}
		blank[rel.Name] = nil
		toOne[rel.Name] = object{"key": rel.Key.Name, "target_key": rel.Target.Key.Name}
	}
	o["types"] = types
	o["blank"] = blank
	o.put("required", required)
	o.put("to_one", toOne)
}

func fieldNames(fields []*lang.Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}
