package regogen

import (
	"fmt"
	"slices"

	"portcullis/rego/form"
)

// writeResource writes what there is to know of a resource before a request:
// a constant that the library's rules read.
func (m *Model) writeResource(mod *Module, r *form.Resource) {
	if r.Table == nil {
		mod.constant("", m.parts(r), "resource", string(r.Kind), r.Name)
		return
	}
	mod.constant(Comment(fmt.Sprintf("%s %q", r.Kind, r.Name)), m.resource(r), "resource", string(r.Kind), r.Name)
}

// parts gives the modes of a resource's actions; by profile, the numbers of its
// statements; by part and action, those of everybody's; and by number, what is
// told of them.
func (m *Model) parts(r *form.Resource) Object {
	modes := Object{}
	for action, mode := range r.Modes {
		modes[action] = string(mode)
	}
	o := Object{"modes": modes, "because": ByNumber{}, "of": Object{}}
	for _, u := range r.Uses {
		s, n := u.Clause.Statement, m.Numbers[u.Clause]
		for _, action := range u.Actions {
			o.at(string(u.Part)).include(action, n)
			if list := sight(u.Part, action); list != "" {
				o.at(list).append(s.Profile, n)
			}
		}
		o.at("of").append(s.Profile, n)
		o.of("because")[n] = Object{"statement": u.Clause.Statement.ID, "effect": string(s.Effect), "profile": s.Profile}
		if s.Message != "" {
			o.of("messages")[n] = s.Message
		}
		if s.Timed() {
			o.of("when")[n] = u.Clause.Statement.ID
		}
		if m.onPages[n] && !m.whole[u.Clause] {
			if list := columns(u.Clause); len(list) > 0 {
				o.of("numbers")[n] = list
			}
		}
	}
	return o
}

// sight gives the name of the list, by profile, of the statements by which a row
// is seen, or is not: what is asked most.
func sight(p form.Part, action string) string {
	switch {
	case action != "view":
		return ""
	case p == form.Permits:
		return "shows"
	case p == form.Refuses:
		return "hides"
	default:
		return ""
	}
}

// reasons adds for each action on existing rows the numbers of the statements
// that tell why it was decided as it was, if they apply (decides); and of those
// that have a message for somebody who is refused (told).
func (m *Model) reasons(o Object, r *form.Resource) {
	decides, told := Object{}, Object{}
	for action, mode := range r.Modes {
		if mode != form.OnRow {
			continue
		}
		for _, u := range r.Uses {
			if slices.Contains(u.Actions, action) || u.Part == form.Refuses && slices.Contains(u.Actions, "view") {
				decides.include(action, m.Numbers[u.Clause])
				if u.Clause.Statement.Message != "" {
					told.include(action, m.Numbers[u.Clause])
				}
			}
		}
	}
	o.put("decides", decides)
	o.put("told", told)
}

// include adds a number to the set under a key.
func (o Object) include(key string, n int) {
	numbers, _ := o[key].(Set)
	o[key] = append(numbers, n)
}

// append adds a number to the list under a key.
func (o Object) append(key string, n int) {
	numbers, _ := o[key].(Array)
	o[key] = append(numbers, n)
}

// at gives the object under a key, made if it is not there.
func (o Object) at(key string) Object {
	inner, ok := o[key].(Object)
	if !ok {
		inner = Object{}
		o[key] = inner
	}
	return inner
}

// of gives what is known under a key by the numbers of statements.
func (o Object) of(key string) ByNumber {
	inner, ok := o[key].(ByNumber)
	if !ok {
		inner = ByNumber{}
		o[key] = inner
	}
	return inner
}

// resource gives the constant of a table, a report or a form.
func (m *Model) resource(r *form.Resource) Object {
	o := m.parts(r)
	o["key"] = SetOf(r.Table.Key.Names())
	o["fields"] = SetOf(form.FieldNames(r.Table.Fields)) // what is not shown of them is hidden
	m.reasons(o, r)
	if r.Rows != nil {
		o["report"] = r.Name
	}
	o["checked"], o["plain"], o["writes"] = Set{}, ByNumber{}, ByNumber{}
	for _, u := range r.Uses {
		m.coverage(o, r, u)
	}
	o["cells"] = "open" // whether all that is covered is seen plain
	if o["masks"] != nil || o["revealed"] != nil {
		o["cells"] = "veiled"
	}
	if written(r) {
		o.writing(r.Table)
	} else {
		o.unwritten(r.Table)
	}
	return o
}

// unwritten adds the types of values that are the same where they are not written
// alike: whoever sends a field of what nobody writes as it is is not told that it may
// not be sent.
func (o Object) unwritten(t *form.Table) {
	alike := Object{}
	for _, f := range t.Fields {
		of := f.Type
		if of.Kind == form.ListOf {
			of = *of.Elem
		}
		if of.Kind == form.Timestamp || of.Kind == form.JSON {
			alike[f.Name] = typeLiteral(f.Type)
		}
	}
	o.put("alike", alike)
}

// written reports whether any statement is about writes.
func written(r *form.Resource) bool {
	return slices.ContainsFunc(r.Uses, func(u *form.Use) bool {
		return slices.ContainsFunc(u.Actions, func(a string) bool { return r.Modes[a].Writes() })
	})
}

// coverage adds which fields a statement covers: to be seen plain or masked,
// and to be written; and which a deny takes.
func (m *Model) coverage(o Object, r *form.Resource, u *form.Use) {
	n := m.Numbers[u.Clause]
	if (u.Part == form.Locks || u.Part == form.Refuses) && u.Clause.Statement.Bare {
		o.include("rowless", n) // which tells of no row whether it is this or that
	}
	switch u.Part {
	case form.Locks:
		o.of("locked")[n] = SetOf(form.FieldNames(u.Locked))
	case form.Permits:
		if u.On("view") {
			o.seen(n, u)
		}
		if slices.ContainsFunc(u.Actions, func(a string) bool { return r.Modes[a].Writes() }) {
			o.writes(n, u)
		}
	case form.Refuses, form.Demands:
	default:
		panic(fmt.Sprintf("regogen: a statement's part %q", u.Part))
	}
}

// seen adds the fields that a statement shows, the key always among them.
func (o Object) seen(n int, u *form.Use) {
	if len(u.Masks) > 0 {
		o.of("masks")[n] = Object{}
	}
	if u.Clause.Rowless {
		o.include("on_all_rows", n)
	}
	o.of("plain")[n] = SetOf(u.Clause.Table.Key.Names())
	for _, f := range u.Plain {
		for _, to := range o.covering(u, f) {
			to.add("plain", n, f.Name)
		}
	}
	for _, mask := range u.Masks {
		for _, to := range o.covering(u, mask.Field) {
			to.masked(n)[mask.Field.Name] = maskLiteral(mask.Shows)
		}
	}
}

// writes adds the fields that a statement lets people write.
func (o Object) writes(n int, u *form.Use) {
	o.of("writes")[n] = Set{}
	for _, f := range u.Writes {
		for _, to := range o.covering(u, f) {
			to.add("writes", n, f.Name)
		}
	}
	if len(u.Clause.Sets) > 0 {
		var names []string
		for _, s := range u.Clause.Sets {
			names = append(names, s.Field.Name)
		}
		o.of("sets")[n] = SetOf(names)
	}
	if u.Clause.Check != nil {
		checked, _ := o["checked"].(Set)
		o["checked"] = append(checked, n)
	}
}

// covering gives the objects that say that a statement covers a field: that of
// what it covers for everybody or, if the field is of a class that the
// statement's own profile does not reveal, of what is revealed to each profile
// that does.
func (o Object) covering(u *form.Use, f *form.Field) []Object {
	of, all := u.Holders(f)
	if all {
		return []Object{o}
	}
	var out []Object
	for _, name := range of {
		out = append(out, o.at("revealed").at(name))
	}
	return out
}

// add adds a field to those of a statement.
func (o Object) add(how string, n int, field string) {
	fields, _ := o.of(how)[n].(Set)
	o.of(how)[n] = append(fields, field)
}

// maskLiteral gives what the library's portal.mask takes: a constant, or an object for
// a piece of the value.
func maskLiteral(shows form.Disguise) any {
	switch d := shows.(type) {
	case form.Constant:
		return d
	case form.Piece:
		return Object{d.Of: d.N}
	default:
		panic(fmt.Sprintf("regogen: a mask of type %T", d))
	}
}

// masked gives the masks of a statement.
func (o Object) masked(n int) Object {
	masks, ok := o.of("masks")[n].(Object)
	if !ok {
		masks = Object{}
		o.of("masks")[n] = masks
	}
	return masks
}

// writing adds what is needed to judge a write.
func (o Object) writing(t *form.Table) {
	types, blank, required := Object{}, Object{}, Set{}
	defaults, timed := Object{}, Object{}
	for _, f := range t.Fields {
		types[f.Name] = typeLiteral(f.Type)
		switch x := f.Default.(type) {
		case form.Constant:
			defaults[f.Name] = x
		case form.Place:
			timed[f.Name] = map[form.Root]string{form.Now: "now", form.Today: "today"}[x.Root]
		case nil:
			if !f.Generated { // that one is unknown
				blank[f.Name] = nil
			}
		case form.Changed, form.Count, form.Moved, form.Midnight, form.Template:
			panic(fmt.Sprintf("regogen: a default of kind %T", x))
		default:
			panic(fmt.Sprintf("regogen: a default of kind %T", x))
		}
		if f.Required && !t.Key.Is(f) {
			required = append(required, f.Name)
		}
	}
	toOne, others := Object{}, Object{}
	for _, rel := range t.Relations {
		if rel.Many {
			blank[rel.Name] = Array{}
			continue
		}
		key := Object{}
		for i, f := range rel.Key {
			if _, null := blank[f.Name]; null {
				blank[rel.Name] = nil
			}
			key[f.Name] = rel.Target.Key[i].Name
			if of := rel.Target.Key[i]; of.Kind != f.Kind {
				others.at(rel.Name)[f.Name] = typeLiteral(of.Type)
			}
		}
		toOne[rel.Name] = key
	}
	o["types"] = types
	o["blank"] = blank
	o.put("defaults", defaults)
	o.put("timed", timed)
	o.put("required", required)
	o.put("to_one", toOne)
	o.put("target_types", others)
}
