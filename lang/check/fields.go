package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/bind"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// resolveFields resolves all that a statement says of fields, and `check`.
func (sr *statementResolver) resolveFields() {
	s := sr.syntax
	sr.checkArguments()
	sr.resolveCovered()
	if s.ReadOnly != nil && s.Effect == policy.Allow {
		sr.eachField(s.ReadOnly, true, func(i int, f *policy.Field, n syntax.Label) {
			sr.st.Targets[i].ReadOnly = append(sr.st.Targets[i].ReadOnly, f)
		})
	}
	if s.Mask != nil && s.Effect == policy.Allow {
		sr.resolveMask()
	}
	if s.Set != nil && s.Effect == policy.Allow {
		sr.resolveSet()
	}
	if s.Check != nil {
		for i, t := range sr.things {
			cond, diags, ok := sr.tryBind(s.Check, bind.PlaceCheck, t.table.Table)
			sr.reportOnce(s.Check, diags)
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
	if s.Effect == policy.Deny {
		for _, argument := range syntax.Arguments {
			if a := argument.Of(s); a != nil && argument.NotForDeny != "" {
				sr.reportAt(a, a.NameRange, "Argument not for deny", fmt.Sprintf("A deny has no %q: %s", a.Name, argument.NotForDeny))
			}
		}
		if s.Check != nil && s.Fields != nil {
			sr.reportAt(s.Check, s.Check.NameRange, "Conflicting arguments", fmt.Sprintf("A deny with \"fields\" (line %d) takes these fields and refuses no write, so it has no \"check\". Make two statements of it.", s.Fields.NameRange.Start.Line))
		}
	} else if s.Fields != nil && s.Hide != nil {
		sr.reportAt(s.Hide, s.Hide.NameRange, "Conflicting arguments", fmt.Sprintf("\"fields\" (line %d) says which fields are covered, \"hide\" which are not; a statement has one of them.", s.Fields.NameRange.Start.Line))
	}
	if sr.actions == nil {
		return
	}
	for _, argument := range syntax.Arguments {
		a := argument.Of(s)
		if a == nil || a.Name != argument.Name { // another name is meant, as has been told
			continue
		}
		if s.Effect == policy.Deny && argument.NotForDeny != "" || argument.UsedBy == nil {
			continue
		}
		if !slices.ContainsFunc(argument.UsedBy, func(action string) bool { return sr.actions[action] }) {
			users := slices.DeleteFunc(slices.Clone(argument.UsedBy), func(action string) bool { return action == "access" })
			sr.reportAt(a, a.NameRange, "Argument without use", fmt.Sprintf("%q is used by %s; the statement is about %s.",
				a.Name, diag.Join(users, "and"), diag.Join(sortedKeys(sr.actions), "and")))
		}
	}
}

// resolveCovered works out which fields the statement covers, or takes.
func (sr *statementResolver) resolveCovered() {
	s := sr.syntax
	if s.Effect == policy.Deny {
		if s.Fields == nil {
			return
		}
		for i := range sr.st.Targets {
			sr.st.Targets[i].Partial = true
		}
		sr.eachField(s.Fields, false, func(i int, f *policy.Field, n syntax.Label) {
			if sr.things[i].table.Key.Has(f) && (sr.actions["view"] || sr.actions == nil && s.Actions == nil) {
				sr.keyStays(s.Fields, n, i, "taken from anyone")
			}
			sr.cover(i, f, true)
		})
		sr.sortCovered()
		return
	}
	hidden := make([]map[*policy.Field]bool, len(sr.things))
	for i := range hidden {
		hidden[i] = map[*policy.Field]bool{}
	}
	if s.Hide != nil {
		sr.eachField(s.Hide, false, func(i int, f *policy.Field, n syntax.Label) {
			hidden[i][f] = true
			if sr.things[i].table.Key.Has(f) {
				sr.keyStays(s.Hide, n, i, "hidden")
			}
		})
	}
	if s.Fields != nil {
		sr.eachField(s.Fields, false, func(i int, f *policy.Field, n syntax.Label) { sr.cover(i, f, true) })
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

func (sr *statementResolver) cover(i int, f *policy.Field, named bool) {
	t := &sr.st.Targets[i]
	t.Fields = append(t.Fields, policy.FieldUse{Field: f, Named: named})
}

// sortCovered puts the fields in the table's order.
func (sr *statementResolver) sortCovered() {
	for i, t := range sr.things {
		place := map[*policy.Field]int{}
		for n, f := range t.table.Fields {
			place[f] = n
		}
		slices.SortFunc(sr.st.Targets[i].Fields, func(a, b policy.FieldUse) int { return place[a.Field] - place[b.Field] })
	}
}

// keyStays reports an attempt to hide the key.
func (sr *statementResolver) keyStays(a syntax.Attr, n syntax.Label, i int, how string) {
	d := diag.Problem(n.At, "Hidden key", fmt.Sprintf("%s.%s is %s, which is visible wherever its row is; it cannot be %s.", sr.things[i].table.Name, n.Text, asKey(len(sr.things[i].table.Key)), how))
	sr.reportOnce(a, hcl.Diagnostics{d})
}

// eachField calls f for each thing and each field that the argument lists, and
// reports names that some thing has no field of. With covered, it reports
// fields that the statement does not cover as well.
func (sr *statementResolver) eachField(a syntax.Attr, covered bool, f func(i int, f *policy.Field, n syntax.Label)) {
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
func (sr *statementResolver) fieldNamed(a syntax.Attr, n syntax.Label, covered bool) []*policy.Field {
	fields := make([]*policy.Field, len(sr.things))
	var lack []*thing
	for i, t := range sr.things {
		f, known := sr.fieldOf(t, n.Text)
		if f == nil && known {
			lack = append(lack, t)
		}
		if f != nil {
			sr.policy.Uses.Note(n.At, n.Text, f)
		}
		fields[i] = f
	}
	if len(lack) > 0 {
		sr.reportAt(a, n.At, "Unknown field", sr.lacking(lack, n.Text))
	}
	if !covered || sr.unclear {
		return fields
	}
	for i, f := range fields {
		if f == nil || sr.covers(i, f) {
			continue
		}
		fields[i] = nil
		d := diag.Problem(n.At, "Field not covered", fmt.Sprintf("The statement does not cover %q, because %s.", n.Text, sr.whyNotCovered(n.Text)))
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
		names = append(names, diag.Quote(t.name))
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
	return fmt.Sprintf(" Nor has %s.", diag.Join(names, "or"))
}

func (sr *statementResolver) covers(i int, f *policy.Field) bool {
	if sr.things[i].table.Key.Has(f) && sr.syntax.Hide == nil {
		return true
	}
	return slices.ContainsFunc(sr.st.Targets[i].Fields, func(u policy.FieldUse) bool { return u.Field == f })
}

func (sr *statementResolver) whyNotCovered(name string) string {
	if sr.syntax.Hide != nil {
		return fmt.Sprintf("%q is in its \"hide\"", name)
	}
	return fmt.Sprintf("%q is not in its \"fields\"", name)
}

func (sr *statementResolver) resolveSet() {
	a := sr.syntax.Set
	list, _ := sr.entries(a, "added_by = user.id")
	for _, e := range list {
		for i, f := range sr.fieldSet(e.name) {
			switch {
			case f == nil || f.Type.Kind == "" || sr.spoiled.touches(e.expr, nil):
				continue
			case sr.things[i].table.Key.Has(f) && sr.actions["update"]:
				d := diag.Problem(e.name.At, "Changed key", fmt.Sprintf("%s.%s is %s, which an update never changes.", sr.things[i].table.Name, f.Name, asKey(len(sr.things[i].table.Key))))
				sr.reportOnce(a, hcl.Diagnostics{d})
				continue
			case f.Type.Kind == policy.JSON:
				d := diag.Problem(e.name.At, "JSON in set", fmt.Sprintf("%s.%s is a JSON value, which nothing but the person gives.", sr.things[i].table.Name, f.Name))
				sr.reportOnce(a, hcl.Diagnostics{d})
				continue
			}
			v, diags := bind.Value(e.expr, f.Type, sr.scope(bind.PlaceSet, nil))
			sr.reportOnce(a, diags)
			if !diags.HasErrors() && v != nil {
				sr.requireValue(a, f, v)
				sr.st.Targets[i].Sets = append(sr.st.Targets[i].Sets, policy.Set{Field: f, Value: v})
			}
		}
	}
}

// requireValue reports the constant null for a field that is never null.
func (sr *statementResolver) requireValue(a syntax.Attr, f *policy.Field, v policy.Value) {
	if l, ok := v.(*policy.Literal); ok && f.Required && (l.Value == cty.NilVal || l.Value.IsNull()) {
		d := diag.Problem(v.Source(), "Null value", fmt.Sprintf("The field %q is required, and never null.", f.Name))
		sr.reportOnce(a, hcl.Diagnostics{d})
	}
}

// fieldSet gives each thing's field that `set` may give a value. A form may
// set fields of its table that people are not asked for.
func (sr *statementResolver) fieldSet(n syntax.Label) []*policy.Field {
	if sr.syntax.Kind != policy.KindForm {
		return sr.fieldNamed(sr.syntax.Set, n, false)
	}
	fields := make([]*policy.Field, len(sr.things))
	for i, t := range sr.things {
		fields[i] = sr.field(t.table, n, sr.syntax.Set.SrcRange)
	}
	return fields
}
