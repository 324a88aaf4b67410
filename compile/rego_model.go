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
		mod.constant("", m.parts(r), "resource", string(r.kind), r.name)
		return
	}
	mod.constant(comment(fmt.Sprintf("%s %q", r.kind, r.name)), m.resource(r), "resource", string(r.kind), r.name)
}

// parts gives the modes of a resource's actions; by profile, the numbers of its
// statements; by part and action, those of everybody's; and by number, what is
// told of them.
func (m *model) parts(r *resource) object {
	modes := object{}
	for action, mode := range r.modes {
		modes[action] = string(mode)
	}
	o := object{"modes": modes, "because": byNumber{}, "of": object{}}
	for _, u := range r.uses {
		s, n := u.clause.statement, u.clause.number
		for _, action := range u.actions {
			o.at(string(u.part)).include(action, n)
			if list := sight(u.part, action); list != "" {
				o.at(list).append(s.Profile.Name, n)
			}
		}
		o.at("of").append(s.Profile.Name, n)
		o.of("because")[n] = object{"statement": u.clause.id(), "effect": s.Effect.String(), "profile": s.Profile.Name}
		if s.Message != "" {
			o.of("messages")[n] = s.Message
		}
		if s.When != nil {
			o.of("when")[n] = u.clause.id()
		}
	}
	return o
}

// sight gives the name of the list, by profile, of the statements by which a row
// is seen, or is not: what is asked most.
func sight(p part, action string) string {
	switch {
	case action != "view":
		return ""
	case p == partAllow:
		return "shows"
	case p == partDeny:
		return "hides"
	default:
		return ""
	}
}

// reasons adds for each action on existing rows the numbers of the statements
// that tell why it was decided as it was, if they apply (decides); and of those
// that have a message for somebody who is refused (told).
func (o object) reasons(r *resource) {
	decides, told := object{}, object{}
	for action, mode := range r.modes {
		if mode != modeRow {
			continue
		}
		for _, u := range r.uses {
			if slices.Contains(u.actions, action) || u.part == partDeny && slices.Contains(u.actions, "view") {
				decides.include(action, u.clause.number)
				if u.clause.statement.Message != "" {
					told.include(action, u.clause.number)
				}
			}
		}
	}
	o.put("decides", decides)
	o.put("told", told)
}

// include adds a number to the set under a key.
func (o object) include(key string, n int) {
	numbers, _ := o[key].(set)
	o[key] = append(numbers, n)
}

// append adds a number to the list under a key.
func (o object) append(key string, n int) {
	numbers, _ := o[key].(array)
	o[key] = append(numbers, n)
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

// of gives what is known under a key by the numbers of statements.
func (o object) of(key string) byNumber {
	inner, ok := o[key].(byNumber)
	if !ok {
		inner = byNumber{}
		o[key] = inner
	}
	return inner
}

// resource gives the constant of a table, a report or a form.
func (m *model) resource(r *resource) object {
	o := m.parts(r)
	o["key"] = r.table.Key.Name
	o["fields"] = setOf(fieldNames(r.table.Fields)) // what is not shown of them is hidden
	o.reasons(r)
	if r.report != nil && r.report.Rows != nil {
		o["report"] = r.name
	}
	o["checked"], o["plain"], o["writes"] = set{}, byNumber{}, byNumber{}
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
	n := u.clause.number
	switch u.part {
	case partLock:
		var names []string
		for _, f := range u.target.Fields {
			names = append(names, f.Field.Name)
		}
		o.of("locked")[n] = setOf(names)
	case partAllow:
		if slices.Contains(u.actions, "view") {
			m.seen(o, u)
		}
		if slices.ContainsFunc(u.actions, func(a string) bool { return writes(r.modes[a]) }) {
			m.written(o, r, u)
		}
	case partDeny, partDemand:
	default:
		panic(fmt.Sprintf("compile: a statement's part %q", u.part))
	}
}

// seen adds the fields that a statement shows, the key always among them.
func (m *model) seen(o object, u *use) {
	n, masks := u.clause.number, object{}
	for _, mask := range u.target.Masks {
		masks[mask.Field.Name] = mask.Value
	}
	if len(masks) > 0 {
		o.of("masks")[n] = object{}
	}
	if u.clause.rowless() {
		o.include("on_all_rows", n)
	}
	o.of("plain")[n] = set{u.clause.table.Key.Name}
	for _, f := range u.target.Fields {
		value, masked := masks[f.Field.Name]
		for _, to := range m.covering(o, u, f.Field) {
			if masked {
				to.masked(n)[f.Field.Name] = value
			} else {
				to.add("plain", n, f.Field.Name)
			}
		}
	}
}

// written adds the fields that a statement lets people write.
func (m *model) written(o object, r *resource, u *use) {
	n := u.clause.number
	o.of("writes")[n] = set{}
	for _, f := range u.target.Fields {
		if !m.writable(u, f) {
			continue
		}
		for _, to := range m.covering(o, u, f.Field) {
			to.add("writes", n, f.Field.Name)
		}
	}
	if len(u.target.Sets) > 0 {
		var names []string
		for _, s := range u.target.Sets {
			names = append(names, s.Field.Name)
		}
		o.of("sets")[n] = setOf(names)
	}
	if u.target.Check != nil {
		checked, _ := o["checked"].(set)
		o["checked"] = append(checked, n)
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

// covering gives where it belongs that a statement covers a field: with what it
// covers for everybody, or, if the field is of a class that the statement's own
// profile does not reveal, with what is revealed to each profile that does.
func (m *model) covering(o object, u *use, f *lang.Field) []object {
	p := u.clause.statement.Profile
	if f.Sensitive == "" || slices.Contains(p.Reveal, f.Sensitive) {
		return []object{o}
	}
	var out []object
	for _, name := range m.revealers(p, f.Sensitive) {
		out = append(out, o.at("revealed").at(name))
	}
	return out
}

// add adds a field to those of a statement.
func (o object) add(how string, n int, field string) {
	fields, _ := o.of(how)[n].(set)
	o.of(how)[n] = append(fields, field)
}

// masked gives the masks of a statement.
func (o object) masked(n int) object {
	masks, ok := o.of("masks")[n].(object)
	if !ok {
		masks = object{}
		o.of("masks")[n] = masks
	}
	return masks
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
