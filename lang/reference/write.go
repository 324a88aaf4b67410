package reference

import (
	"maps"
	"slices"

	"portcullis/lang"
)

const conflictMessage = "two statements set one field to different values"

// outcome is what a write comes to.
type outcome struct {
	allowed  bool
	editable []*lang.Field
	set      map[string]cell
	allows   []rule // that applied
	denies   []rule // that applied
	conflict bool
	fixing   []rule // whose `set` keeps its fields from being sent
	lapsed   []rule // that gave values, and do not apply to the row as it is then
	told     *told  // where not all of this may be told
}

// write decides a write whose values are sent, §5.3 to §5.7. Of update, w.stored
// is the row and s what the person sees of it.
func (a asking) write(w write, s sight) outcome {
	candidates := a.candidates(w)
	var first, giving []rule
	for _, r := range candidates {
		if !a.appliesWithItsOwn(w, r) {
			continue
		}
		first = append(first, r)
		if len(r.Sets) > 0 && a.gives(r, w) {
			giving = append(giving, r)
		}
	}
	given, agreed := a.join(giving)
	if !agreed {
		return outcome{conflict: true, allows: first, denies: a.unconditional(w)}
	}
	final := w.after(given)
	o := outcome{set: given, denies: a.deniesOfWrite(w, final)}
	for _, r := range candidates {
		if !a.accepts(w, r, final) {
			if contains(giving, r) {
				o.lapsed = append(o.lapsed, r)
			}
			continue
		}
		first = append(first, r)
		if len(r.Sets) == 0 || contains(giving, r) {
			o.allows = append(o.allows, r) // one whose set was not given covers nothing
		}
	}
	o.fixing = first
	fixed := fieldsSet(first)
	o.editable = a.editable(w, s, o, fixed)
	o.allowed = len(o.lapsed) == 0 && !sendsAny(w, fixed) && !refusesRow(o.denies) &&
		a.wellFormed(w, final) && a.inReport(final) && a.coversAll(w, s, o)
	return o
}

// fieldsSet gives the fields that applying statements set. They cannot be sent.
func fieldsSet(applying []rule) map[string]bool {
	fixed := map[string]bool{}
	for _, r := range applying {
		for _, set := range r.Sets {
			fixed[set.Field.Name] = true
		}
	}
	return fixed
}

func sendsAny(w write, fixed map[string]bool) bool {
	for name := range w.sent {
		if fixed[name] {
			return true
		}
	}
	return false
}

// candidates gives the allows that may apply whatever `new` is: of update
// those whose `rows` is true of `row`.
func (a asking) candidates(w write) []rule {
	var found []rule
	for _, r := range allows(a.policy, a.person, a.thing, a.action) {
		if w.stored == nil || a.atRow(r, w.stored) == True {
			found = append(found, r)
		}
	}
	return found
}

// accepts asks a candidate of `new`. Update: "whose `check` is true of `new`.
// Without `check`, `rows` must be true of `new` as well". Create: "`rows` and
// `check` are both asked of it".
func (a asking) accepts(w write, r rule, final map[string]any) bool {
	checked := true
	if r.Check != nil {
		row := any(w.stored)
		if w.stored == nil {
			row = final
		}
		checked = scope{person: a.person, row: row, new: final}.holds(r.Check) == True
	}
	if w.stored == nil || r.Check == nil {
		return checked && a.atRow(r, final) == True
	}
	return checked
}

// appliesWithItsOwn is "A statement is asked of `new` with its own `set` in it."
// What it sets must be something that the field can hold.
func (a asking) appliesWithItsOwn(w write, r rule) bool {
	own, ok := a.setsOf(r)
	return ok && a.accepts(w, r, w.after(own))
}

func (a asking) setsOf(r rule) (map[string]cell, bool) {
	own := map[string]cell{}
	for _, set := range r.Sets {
		c := scope{person: a.person}.valueOf(set.Value)
		if c.state == unknown || look(set.Field.Type, c.raw).state == unknown {
			return nil, false
		}
		own[set.Field.Name] = look(set.Field.Type, c.raw)
	}
	return own, true
}

// gives is "Those that apply and cover a field that is sent (when none is sent:
// all that apply) give theirs".
func (a asking) gives(r rule, w write) bool {
	if len(w.sent) == 0 {
		return true
	}
	for _, f := range a.thing.fields {
		if _, sent := w.sent[f.Name]; sent && a.coversWrite(r, f) {
			return true
		}
	}
	return false
}

// join is "two that give one field different values refuse the write".
func (a asking) join(giving []rule) (map[string]cell, bool) {
	given := map[string]cell{}
	for _, r := range giving {
		own, _ := a.setsOf(r)
		for name, c := range own {
			if other, twice := given[name]; twice && !same(other, c) {
				return nil, false
			}
			if _, twice := given[name]; !twice {
				given[name] = c
			}
		}
	}
	return given, true
}

// coversWrite is coverage for writing: "A sensitive field is covered for writing
// only by a statement that names it in `fields`, and to which it is revealed."
func (a asking) coversWrite(r rule, f *lang.Field) bool {
	if f.Sensitive != "" && !(r.names(f) && a.mayKnow(r, f)) {
		return false
	}
	return r.covers(f) && !r.keepsReadOnly(f)
}

// deniesOfWrite gives the denies that apply to a write: asked of `row`, "as
// stored (for `create` and `import`, of the row to be)"; with `check`, "writes
// whose `new` does not satisfy it are refused".
func (a asking) deniesOfWrite(w write, final map[string]any) []rule {
	row := any(w.stored)
	if w.stored == nil {
		row = final
	}
	var applying []rule
	for _, r := range denies(a.policy, a.person, a.thing, a.action) {
		if a.atRow(r, row) == False {
			continue
		}
		if r.Check != nil && (scope{person: a.person, row: row, new: final}).holds(r.Check) == True {
			continue
		}
		applying = append(applying, r)
	}
	return applying
}

// unconditional gives the denies that apply where there is no one `new`.
func (a asking) unconditional(w write) []rule {
	if w.stored == nil {
		return nil
	}
	return a.applyingDenies(a.action, w.stored)
}

// wellFormed is "one that sends a value of the wrong type, or would leave null
// in a required field, is refused".
func (a asking) wellFormed(w write, final map[string]any) bool {
	if w.garbled || len(w.misfits()) > 0 {
		return false
	}
	return !slices.ContainsFunc(w.table.Fields, func(f *lang.Field) bool {
		held, has := final[f.Name]
		return !w.table.Key.Is(f) && f.Required && has && held == nil
	})
}

// coversAll is "Every field that is sent must be covered"; "A write that sends
// nothing is allowed if some field of the row could be changed".
func (a asking) coversAll(w write, s sight, o outcome) bool {
	if len(w.sent) == 0 && w.stored != nil {
		return len(o.editable) > 0
	}
	if len(o.allows) == 0 {
		return false
	}
	for name := range w.sent {
		i := slices.IndexFunc(a.thing.fields, func(f *lang.Field) bool { return f.Name == name })
		if i < 0 || !a.maySend(w, s, o, a.thing.fields[i]) {
			return false
		}
	}
	return true
}

func (a asking) maySend(w write, s sight, o outcome, f *lang.Field) bool {
	if takesField(o.denies, f) {
		return false
	}
	if w.stored != nil && (w.table.Key.Has(f) || !s.plain(f)) {
		return false // "The key is never changed"; "it must be visible and unmasked"
	}
	return slices.ContainsFunc(o.allows, func(r rule) bool { return a.coversWrite(r, f) })
}

// editable gives the fields that may be sent: of a new row, by what applies to
// it; of a stored row, whatever is sent now.
func (a asking) editable(w write, s sight, o outcome, fixed map[string]bool) []*lang.Field {
	if w.stored != nil {
		return a.editableOfRow(w.stored, s)
	}
	return a.sendable(w, s, o, fixed)
}

// editableOfRow gives the fields of a stored row that an update could change,
// where nothing is asked of `new`.
func (a asking) editableOfRow(row map[string]any, s sight) []*lang.Field {
	o := outcome{allows: a.applyingAllows("update", row), denies: a.applyingDenies("update", row)}
	if !s.allowed || refusesRow(o.denies) {
		return nil
	}
	return a.sendable(write{table: a.thing.table, stored: row}, s, o, fieldsSet(o.allows))
}

func (a asking) sendable(w write, s sight, o outcome, fixed map[string]bool) []*lang.Field {
	var fields []*lang.Field
	for _, f := range a.thing.fields {
		if !fixed[f.Name] && a.maySend(w, s, o, f) {
			fields = append(fields, f)
		}
	}
	return fields
}

func contains(rules []rule, r rule) bool {
	return slices.ContainsFunc(rules, func(other rule) bool { return other.Statement == r.Statement })
}

// rawSet gives what statements set as JSON has it.
func rawSet(set map[string]cell) map[string]any {
	raw := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		raw[name] = set[name].raw
	}
	return raw
}
