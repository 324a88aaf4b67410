package lang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// usedBy: the actions that make use of an argument. `access` is that of forms.
var usedBy = map[string][]string{
	"fields":    {"view", "create", "update", "import", "access"},
	"hide":      {"view", "create", "update", "import", "access"},
	"read_only": {"create", "update", "import", "access"},
	"check":     {"create", "update", "import", "access"},
	"set":       {"create", "update", "import", "access"},
	"mask":      {"view"},
}

// resolveFields resolves all that a statement says of fields, and `check`.
func (sr *statementResolver) resolveFields() {
	s := sr.syntax
	sr.checkArguments()
	sr.resolveCovered()
	if s.readOnly != nil && s.effect == Allow {
		sr.eachField(s.readOnly, true, func(i int, f *Field, n label) {
			sr.st.Targets[i].ReadOnly = append(sr.st.Targets[i].ReadOnly, f)
		})
	}
	if s.mask != nil && s.effect == Allow {
		sr.resolveMask()
	}
	if s.set != nil && s.effect == Allow {
		sr.resolveSet()
	}
	if s.check != nil {
		for i, t := range sr.things {
			cond, diags, ok := sr.tryBind(s.check, placeCheck, t.table.Table)
			sr.reportOnce(s.check, diags)
			if ok {
				sr.st.Targets[i].Check = cond
			}
		}
	}
}

// checkArguments reports arguments that do not go with the effect, with each
// other, or with the actions.
func (sr *statementResolver) checkArguments() {
	s := sr.syntax
	if s.effect == Deny {
		for _, a := range []attr{s.hide, s.readOnly, s.mask, s.set} {
			if a != nil {
				sr.reportAt(a, a.NameRange, "Argument not for deny", denyHint[a.Name])
			}
		}
		if s.check != nil && s.fields != nil {
			sr.reportAt(s.check, s.check.NameRange, "Conflicting arguments", fmt.Sprintf("A deny with \"fields\" (line %d) takes these fields and refuses no write, so it has no \"check\". Make two statements of it.", s.fields.NameRange.Start.Line))
		}
	} else if s.fields != nil && s.hide != nil {
		sr.reportAt(s.hide, s.hide.NameRange, "Conflicting arguments", fmt.Sprintf("\"fields\" (line %d) says which fields are covered, \"hide\" which are not; a statement has one of them.", s.fields.NameRange.Start.Line))
	}
	if sr.actions == nil {
		return
	}
	for _, a := range []attr{s.fields, s.hide, s.readOnly, s.mask, s.check, s.set} {
		if a == nil || s.effect == Deny && (a == s.hide || a == s.readOnly || a == s.mask || a == s.set) {
			continue
		}
		if !slices.ContainsFunc(usedBy[a.Name], func(action string) bool { return sr.actions[action] }) {
			users := slices.DeleteFunc(slices.Clone(usedBy[a.Name]), func(action string) bool { return action == "access" })
			sr.reportAt(a, a.NameRange, "Argument without use", fmt.Sprintf("%q is used by %s; the statement is about %s.",
				a.Name, join(users, "and"), join(sortedKeys(sr.actions), "and")))
		}
	}
}

// denyHint says what to write in place of an argument that a deny cannot have.
var denyHint = map[string]string{
	"hide":      "A deny has no \"hide\": name the fields that it takes in \"fields\".",
	"read_only": "A deny has no \"read_only\": to take fields from writes alone, name them in \"fields\", with actions = [\"update\"].",
	"mask":      "A deny has no \"mask\": it takes, and gives nothing in place. Masks are for an allow.",
	"set":       "A deny has no \"set\": it gives no values to a write. Sets are for an allow.",
}

// resolveCovered works out which fields the statement covers, or takes.
func (sr *statementResolver) resolveCovered() {
	s := sr.syntax
	if s.effect == Deny {
		if s.fields == nil {
			return
		}
		for i := range sr.st.Targets {
			sr.st.Targets[i].Partial = true
		}
		sr.eachField(s.fields, false, func(i int, f *Field, n label) {
			if f == sr.things[i].table.Key && (sr.actions["view"] || sr.actions == nil && s.actions == nil) {
				sr.keyStays(s.fields, n, i, "taken from anyone")
			}
			sr.cover(i, f, true)
		})
		sr.sortCovered()
		return
	}
	hidden := make([]map[*Field]bool, len(sr.things))
	for i := range hidden {
		hidden[i] = map[*Field]bool{}
	}
	if s.hide != nil {
		sr.eachField(s.hide, false, func(i int, f *Field, n label) {
			hidden[i][f] = true
			if f == sr.things[i].table.Key {
				sr.keyStays(s.hide, n, i, "hidden")
			}
		})
	}
	if s.fields != nil {
		sr.eachField(s.fields, false, func(i int, f *Field, n label) { sr.cover(i, f, true) })
		sr.sortCovered()
		return
	}
	for i, t := range sr.things {
		for _, f := range t.fields {
			if !hidden[i][f] {
				sr.cover(i, f, false)
			}
		}
	}
}

func (sr *statementResolver) cover(i int, f *Field, named bool) {
	t := &sr.st.Targets[i]
	t.Fields = append(t.Fields, FieldUse{Field: f, Named: named})
}

// sortCovered puts the fields in the table's order.
func (sr *statementResolver) sortCovered() {
	for i, t := range sr.things {
		place := map[*Field]int{}
		for n, f := range t.table.Fields {
			place[f] = n
		}
		slices.SortFunc(sr.st.Targets[i].Fields, func(a, b FieldUse) int { return place[a.Field] - place[b.Field] })
	}
}

// keyStays reports an attempt to hide the key.
func (sr *statementResolver) keyStays(a attr, n label, i int, how string) {
	d := problem(n.at, "Hidden key", fmt.Sprintf("%s.%s is the key, which is visible wherever its row is; it cannot be %s.", sr.things[i].table.Name, n.text, how))
	sr.reportOnce(a, hcl.Diagnostics{d})
}

// eachField calls f for each thing and each field that the argument lists, and
// reports names that some thing has no field of. With covered, it reports
// fields that the statement does not cover as well.
func (sr *statementResolver) eachField(a attr, covered bool, f func(i int, f *Field, n label)) {
	names, ok := sr.names(a)
	for _, n := range names {
		for i, field := range sr.fieldNamed(a, n, covered) {
			if field != nil {
				f(i, field, n)
			} else {
				ok = false
			}
		}
	}
	if !ok && !covered {
		sr.unclear = true
	}
}

// fieldNamed gives each thing's field of a name, nil where it is not to be used.
func (sr *statementResolver) fieldNamed(a attr, n label, covered bool) []*Field {
	fields := make([]*Field, len(sr.things))
	var lack []*thing
	for i, t := range sr.things {
		f, known := sr.fieldOf(t, n.text)
		if f == nil && known {
			lack = append(lack, t)
		}
		fields[i] = f
	}
	if len(lack) > 0 {
		sr.reportAt(a, n.at, "Unknown field", sr.lacking(lack, n.text))
	}
	if !covered || sr.unclear {
		return fields
	}
	for i, f := range fields {
		if f == nil || sr.covers(i, f) {
			continue
		}
		fields[i] = nil
		d := problem(n.at, "Field not covered", fmt.Sprintf("The statement does not cover %q, because %s.", n.text, sr.whyNotCovered(n.text)))
		sr.reportOnce(a, hcl.Diagnostics{d})
	}
	return fields
}

// lacking says which of the statement's things have no field of a name.
func (sr *statementResolver) lacking(lack []*thing, name string) string {
	if len(lack) == 1 || len(lack) == len(sr.things) && !sr.st.Wildcard {
		return sr.noField(lack[0], name) + sr.others(lack[1:])
	}
	var names []string
	for i, t := range lack {
		if i == 3 && len(lack) > 4 {
			return fmt.Sprintf("%s and %d more of the things named have no field %q.", strings.Join(names, ", "), len(lack)-3, name)
		}
		names = append(names, quote(t.name))
	}
	return fmt.Sprintf("The field must be in everything that the statement names; %s have no field %q.", strings.Join(names, ", "), name)
}

func (sr *statementResolver) others(lack []*thing) string {
	if len(lack) == 0 {
		return ""
	}
	names := make([]string, len(lack))
	for i, t := range lack {
		names[i] = t.name
	}
	return fmt.Sprintf(" Nor has %s.", join(names, "or"))
}

func (sr *statementResolver) covers(i int, f *Field) bool {
	if f == sr.things[i].table.Key && sr.syntax.hide == nil {
		return true
	}
	return slices.ContainsFunc(sr.st.Targets[i].Fields, func(u FieldUse) bool { return u.Field == f })
}

func (sr *statementResolver) whyNotCovered(name string) string {
	if sr.syntax.hide != nil {
		return fmt.Sprintf("%q is in its \"hide\"", name)
	}
	return fmt.Sprintf("%q is not in its \"fields\"", name)
}

func (sr *statementResolver) resolveMask() {
	a := sr.syntax.mask
	list, _ := sr.entries(a, `phone = "•••"`)
	for _, e := range list {
		for i, f := range sr.fieldNamed(a, e.name, true) {
			switch {
			case f == nil || f.Type.Kind == "":
				continue
			case f == sr.things[i].table.Key:
				sr.keyStays(a, e.name, i, "masked")
				continue
			case sr.spoiled.touches(e.expr, nil):
				continue
			}
			want := f.Type
			if want.Kind == Enum {
				want = Type{Kind: String}
			}
			v, diags := constantOf(e.expr, want, sr.locals)
			sr.reportOnce(a, diags)
			if !diags.HasErrors() {
				sr.st.Targets[i].Masks = append(sr.st.Targets[i].Masks, Mask{Field: f, Value: v})
			}
		}
	}
}

func (sr *statementResolver) resolveSet() {
	a := sr.syntax.set
	list, _ := sr.entries(a, "added_by = user.id")
	for _, e := range list {
		for i, f := range sr.fieldSet(e.name) {
			switch {
			case f == nil || f.Type.Kind == "" || sr.spoiled.touches(e.expr, nil):
				continue
			case f == sr.things[i].table.Key && sr.actions["update"]:
				d := problem(e.name.at, "Changed key", fmt.Sprintf("%s.%s is the key, which an update never changes.", sr.things[i].table.Name, f.Name))
				sr.reportOnce(a, hcl.Diagnostics{d})
				continue
			}
			v, diags := bindValue(e.expr, f.Type, sr.scope(placeSet, nil))
			sr.reportOnce(a, diags)
			if !diags.HasErrors() && v != nil {
				sr.requireValue(a, f, v)
				sr.st.Targets[i].Sets = append(sr.st.Targets[i].Sets, Set{Field: f, Value: v})
			}
		}
	}
}

// requireValue reports the constant null for a field that is never null.
func (sr *statementResolver) requireValue(a attr, f *Field, v Value) {
	if l, ok := v.(*Literal); ok && f.Required && (l.Value == cty.NilVal || l.Value.IsNull()) {
		d := problem(v.Source(), "Null value", fmt.Sprintf("The field %q is required, and never null.", f.Name))
		sr.reportOnce(a, hcl.Diagnostics{d})
	}
}

// fieldSet gives each thing's field that `set` may give a value. A form may
// set fields of its table that people are not asked for.
func (sr *statementResolver) fieldSet(n label) []*Field {
	if sr.syntax.kind != KindForm {
		return sr.fieldNamed(sr.syntax.set, n, false)
	}
	fields := make([]*Field, len(sr.things))
	for i, t := range sr.things {
		fields[i] = sr.field(t.table, n, sr.syntax.set.SrcRange)
	}
	return fields
}
