package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"portcullis/rego/scalar"
)

// UnmarshalJSON reads what MarshalJSON wrote. The error says which name leads
// nowhere, or what is not of the form or of the type that it must have: what is
// read is as well typed as what a compiler has made. A form of a newer version
// is refused.
func (f *Form) UnmarshalJSON(text []byte) error {
	var w wireForm
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	err := dec.Decode(&w)
	if err != nil { // by something that is new, it may be
		var of struct {
			Version int `json:"version"`
		}
		if json.Unmarshal(text, &of) == nil {
			w.Version = of.Version
		}
	}
	if w.Version > Version {
		return fmt.Errorf("the decision form is of version %d, and this program reads versions up to %d: "+
			"the bundle was built by a newer Portcullis, and it takes one to read it", w.Version, Version)
	}
	if err != nil {
		return fmt.Errorf("the decision form: %w", err)
	}
	d := &decoder{form: Form{Portal: w.Portal, Timezone: w.Timezone, UserProperties: w.UserProperties, TeamProperties: w.TeamProperties}}
	if _, err := scalar.LoadZone(w.Timezone); err != nil {
		d.fail("%q: %w", w.Timezone, err)
	}
	for _, read := range []func(wireForm){d.checkSchema, d.schema, d.people} {
		if read(w); d.err != nil { // what follows stands on what is whole
			return fmt.Errorf("the decision form: %w", d.err)
		}
	}
	for _, s := range w.Statements {
		d.statement(s)
	}
	for _, r := range w.Resources {
		d.resource(r)
	}
	if d.err != nil {
		return fmt.Errorf("the decision form: %w", d.err)
	}
	*f = d.form
	return nil
}

// decoder resolves names, and remembers the first error.
type decoder struct {
	form       Form
	tables     map[string]*Table
	statements map[string]*Statement
	granted    map[string]bool // the profiles that there are
	err        error
}

func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(format, args...)
	}
}

func (d *decoder) schema(w wireForm) {
	d.tables = make(map[string]*Table, len(w.Tables))
	for _, of := range w.Tables {
		t := &Table{Name: of.Name, Source: of.Source, Fields: of.Fields}
		d.tables[t.Name] = t
		d.form.Tables = append(d.form.Tables, t)
		t.Key = d.key(t, of.Key)
		for _, f := range t.Key {
			if !f.Scalar() || len(t.Key) > 1 && !f.Required {
				d.fail("%s of %s cannot be of its key", f.Name, t.Name)
			}
		}
		if of.Owner != "" {
			t.Owner = d.field(t, of.Owner)
		}
	}
	for i, of := range w.Tables {
		t := d.form.Tables[i]
		for _, r := range of.Relations {
			rel := &Relation{Name: r.Name, Many: r.Many, Target: d.table(r.Target)}
			holder := t
			if r.Many {
				holder = rel.Target
			}
			rel.Key = d.key(holder, r.Key)
			d.led(t, rel)
			t.Relations = append(t.Relations, rel)
		}
	}
}

// led refuses a relation whose key cannot hold the key of a row.
func (d *decoder) led(t *Table, rel *Relation) {
	key := rel.Target.Key
	if rel.Many {
		key = t.Key
	}
	if len(rel.Key) != len(key) {
		d.fail("%s of %s has a key of %d fields in place of %d", rel.Name, t.Name, len(rel.Key), len(key))
		return
	}
	for i, f := range rel.Key {
		if f.Type.Kind != key[i].Type.Kind && !(f.Textual() && key[i].Textual()) {
			d.fail("%s of %s has a key of another type", rel.Name, t.Name)
		}
	}
}

// key reads the fields of a key, each of which stands once.
func (d *decoder) key(t *Table, names Names) Key {
	if len(names) == 0 {
		d.fail("%s has a key of no field", t.Name)
	}
	key := make(Key, 0, len(names))
	for _, name := range names {
		f := d.field(t, name)
		if key.Has(f) {
			d.fail("%s is twice of a key of %s", name, t.Name)
		}
		key = append(key, f)
	}
	return key
}

func (d *decoder) table(name string) *Table {
	t := d.tables[name]
	if t == nil {
		d.fail("there is no table %q", name)
		return &Table{Name: name}
	}
	return t
}

func (d *decoder) field(t *Table, name string) *Field {
	f := t.Field(name)
	if f == nil {
		d.fail("%s has no field %q", t.Name, name)
		return &Field{Name: name}
	}
	return f
}

func (d *decoder) fields(t *Table, names []string) []*Field {
	var out []*Field
	for _, n := range names {
		out = append(out, d.field(t, n))
	}
	return out
}

func (d *decoder) people(w wireForm) {
	if w.Users != nil {
		t := d.table(w.Users.Table)
		if len(t.Key) != 1 {
			d.fail("the users table has a key of %d fields", len(t.Key))
		}
		d.form.Users = &Users{Table: t, Login: d.field(t, w.Users.Login)}
	}
	for _, of := range w.Teams {
		t := &Team{Name: of.Name, Profiles: of.Profiles, Properties: map[string]Constant{}}
		for _, p := range w.TeamProperties {
			t.Properties[p.Name] = d.value(p.Type, of.Properties[p.Name])
		}
		d.form.Teams = append(d.form.Teams, t)
	}
	for _, of := range w.Profiles {
		p := Profile(of)
		d.form.Profiles = append(d.form.Profiles, &p)
	}
}

func (d *decoder) statement(w wireStatement) {
	s := &Statement{
		ID: w.ID, Order: len(d.form.Statements), Effect: w.Effect, Profile: w.Profile, Message: w.Message, Bare: w.Bare,
	}
	if s.Effect != Allow && s.Effect != Deny {
		d.fail("%s is neither allow nor deny", s.ID)
	}
	s.When = d.formula(nil, w.When)
	for _, of := range w.Clauses {
		c := &Clause{Statement: s, Rowless: of.Rowless}
		if of.Table != "" {
			c.Table = d.table(of.Table)
		}
		c.Rows = d.formula(c.Table, of.Rows)
		if of.Check != nil {
			c.Check = d.formula(c.Table, of.Check)
		}
		for _, set := range of.Sets {
			c.Sets = append(c.Sets, d.set(c.Table, set))
		}
		s.Clauses = append(s.Clauses, c)
	}
	if w.Letter != nil {
		s.Letter = d.letter(w.Letter)
	}
	d.checkStatement(s)
	if d.statements == nil {
		d.statements = map[string]*Statement{}
	}
	d.statements[s.ID] = s
	d.form.Statements = append(d.form.Statements, s)
}

func (d *decoder) set(t *Table, w wireSet) Set {
	if t == nil {
		d.fail("a component's statement sets %q", w.Field)
		return Set{}
	}
	s := Set{Field: d.field(t, w.Field), Null: d.formula(t, w.Null)}
	for _, of := range w.Cases {
		x := d.operand(scope{table: t}, of[1])
		d.alike(s.Field.Type, x.Type())
		s.Cases = append(s.Cases, Case{When: d.formula(t, of[0]), X: x})
	}
	return s
}

func (d *decoder) letter(w *wireLetter) *Letter {
	l := &Letter{Profiles: w.Profiles, Anyone: w.Anyone}
	for _, u := range w.Users {
		l.Users = append(l.Users, d.value(d.form.KeyType(), u))
	}
	return l
}

func (d *decoder) resource(w wireResource) {
	r := &Resource{Kind: w.Kind, Name: w.Name, Modes: w.Modes}
	if w.Table != "" {
		r.Table = d.table(w.Table)
		r.Fields = d.fields(r.Table, w.Fields)
	}
	if w.Rows != nil {
		r.Rows = d.formula(r.Table, w.Rows)
	}
	d.checkResource(r)
	for _, of := range w.Uses {
		if u := d.use(r, of); u != nil {
			r.Uses = append(r.Uses, u)
		}
	}
	d.form.Resources = append(d.form.Resources, r)
}

func (d *decoder) use(r *Resource, w wireUse) *Use {
	s := d.statements[w.Statement]
	if s == nil {
		d.fail("there is no statement %q", w.Statement)
		return nil
	}
	i := slices.IndexFunc(s.Clauses, func(c *Clause) bool { return c.Table == r.Table })
	if i < 0 {
		d.fail("%s says nothing of %s", s.ID, r.Name)
		return nil
	}
	u := &Use{Clause: s.Clauses[i], Part: w.Part, Actions: w.Actions}
	d.checkUse(r, u)
	if r.Table == nil {
		return u
	}
	u.Plain, u.Writes, u.Locked = d.fields(r.Table, w.Plain), d.fields(r.Table, w.Writes), d.fields(r.Table, w.Locked)
	for _, m := range w.Masks {
		f := d.field(r.Table, m.Field)
		u.Masks = append(u.Masks, Mask{f, d.disguise(f.Type, m.Value)})
	}
	for _, f := range r.Table.Fields {
		if by, ok := w.Classed[f.Name]; ok {
			u.Classed = append(u.Classed, Classed{f, by})
		}
	}
	return u
}
