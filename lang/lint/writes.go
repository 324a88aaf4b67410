package lint

import (
	"slices"
	"strings"

	"portcullis/lang/check"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

// coversNothing warns of an allow whose `fields` are an empty list.
func (l *linter) coversNothing(st *policy.Statement) {
	if len(st.Targets) == 0 {
		return
	}
	for _, t := range st.Targets {
		usesFields := slices.ContainsFunc(t.Actions, func(a string) bool { return slices.Contains(check.UsedBy["fields"], a) })
		if t.Table == nil || len(t.Fields) > 0 || !usesFields {
			return
		}
	}
	t := st.Targets[0]
	if slices.Contains(t.Actions, "view") {
		l.warn(st.Range, "Statement about no field", "It covers no field, so of a row it shows the key alone. If that is meant, name it: fields = [%s].", quoted(t.Table.Key.Names()))
		return
	}
	l.warn(st.Range, "Statement about no field", "It covers no field, so nothing can be written by it.")
}

func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = diag.Quote(name)
	}
	return strings.Join(list, ", ")
}

// neverCreates warns of an allow by which, taken by itself, no row can be
// created: a required field stays null, or what the statement asks of the row
// is never true of one that it lets people make.
func (l *linter) neverCreates(st *policy.Statement) {
	for i := range st.Targets {
		t := &st.Targets[i]
		if !slices.ContainsFunc(t.Actions, func(a string) bool { return a == "create" || a == "import" || t.Form != nil }) {
			continue
		}
		left := l.left(st, t)
		for _, f := range t.Table.Fields {
			if f.Required && !t.Table.Key.Is(f) && left[f] == leftNull {
				l.warn(st.Range, "Create that fails", "By itself, this %s creates no row of %q: its field %q is required, and the statement neither lets people send it nor sets it.", st.Effect, t.Table.Name, f.Name)
				return
			}
		}
		o := lookingAt(left)
		for _, c := range []policy.Cond{t.Rows, t.Check} {
			if o.neverTrue(c) && !l.memory.neverTrue(c) {
				l.warn(c.Source(), "Create that fails", "By itself, this %s creates no row of %q: the condition asks for a field that the statement neither lets people send nor sets, so that it is null, or unknown if it is generated.", st.Effect, t.Table.Name)
				return
			}
		}
	}
}

// left gives the fields of a created row that a statement neither lets people
// send nor sets, or sets to null, and what they have then.
func (l *linter) left(st *policy.Statement, t *policy.Target) map[*policy.Field]leaving {
	left := map[*policy.Field]leaving{}
	for _, f := range t.Table.Fields {
		switch {
		case f.Generated:
			left[f] = leftUnknown
		case f.Default != nil:
			left[f] = leftDefault
		default:
			left[f] = leftNull
		}
	}
	for _, u := range t.Fields {
		f := u.Field
		if !slices.Contains(t.ReadOnly, f) && (f.Sensitive == "" || u.Named && l.reveals[st.Profile][f.Sensitive]) {
			delete(left, f)
		}
	}
	for _, s := range t.Sets {
		if lit, ok := s.Value.(*policy.Literal); ok && lit.Value.IsNull() {
			left[s.Field] = leftNull
		} else {
			delete(left, s.Field)
		}
	}
	return left
}

// unseenWrites warns of writes to rows that nobody can see: all actions on an
// existing row need view of it as well.
func (l *linter) unseenWrites() {
	seen := map[string]bool{}
	for _, st := range l.policy.Statements {
		if st.Effect != policy.Allow || l.dead[st] {
			continue
		}
		for _, t := range st.Targets {
			if slices.Contains(t.Actions, "view") {
				seen[string(st.Kind)+" "+t.Name] = true
			}
		}
	}
	for _, st := range l.policy.Statements {
		if st.Effect != policy.Allow || st.Kind != policy.KindTable && st.Kind != policy.KindReport || l.dead[st] {
			continue
		}
		for _, t := range st.Targets {
			if seen[string(st.Kind)+" "+t.Name] {
				continue
			}
			i := slices.IndexFunc(t.Actions, func(a string) bool { return a != "create" && a != "import" && a != "manage_structure" })
			if i < 0 {
				continue
			}
			l.warn(st.Range, "Action without view", "The action %s needs view of the row as well, and no statement gives view of the %s %q.", t.Actions[i], st.Kind, t.Name)
			break
		}
	}
}

// masksNeverShown warns of a mask that another of the same profile always
// comes before.
func (l *linter) masksNeverShown() {
	type place struct {
		thing string
		field *policy.Field
	}
	type masked struct {
		by   *policy.Statement
		rows policy.Cond
		mask policy.Mask
	}
	for _, p := range l.policy.Profiles {
		before := map[place][]masked{}
		for _, st := range p.Statements {
			if st.Effect != policy.Allow || l.dead[st] {
				continue
			}
			for _, t := range st.Targets {
				for _, m := range t.Masks {
					at := place{string(st.Kind) + " " + t.Name, m.Field}
					i := slices.IndexFunc(before[at], func(o masked) bool {
						return o.mask.Text() != m.Text() && l.memory.implied(o.by.When, st.When) && l.memory.implied(o.rows, t.Rows)
					})
					if i >= 0 {
						l.maskNeverShown(st, m.Field, before[at][i].by)
					}
					before[at] = append(before[at], masked{st, t.Rows, m})
				}
			}
		}
	}
}

func (l *linter) maskNeverShown(st *policy.Statement, f *policy.Field, first *policy.Statement) {
	l.warn(st.Range, "Mask never shown", "The mask of %q is never seen: wherever this statement applies, the one at %s does too, and of two masks the first by file name and line is shown.", f.Name, diag.At(first.Range))
}

// personsFields warns of updates by which people change what the policy goes
// by: fields of the users table that conditions read of `user`. A check on
// such a field has thought of it.
func (l *linter) personsFields() {
	for _, st := range l.policy.Statements {
		if st.Effect != policy.Allow || l.dead[st] {
			continue
		}
		for i := range st.Targets {
			t := &st.Targets[i]
			if t.Table == nil || t.Table != l.policy.Portal.Users || !slices.Contains(t.Actions, "update") {
				continue
			}
			if f := l.personsField(st, t); f != nil {
				l.warn(st.Range, "Rights that people change", "Who updates %q by this changes what people may do: it is read of user at %s. Make it read_only here, or say in check what it may become.", f.Name, diag.At(l.reads.person[f]))
				break
			}
		}
	}
}

// personsField gives such a field that a statement about the users table lets
// people write; nil where it has none.
func (l *linter) personsField(st *policy.Statement, t *policy.Target) *policy.Field {
	checked := map[*policy.Field]bool{}
	policy.EachPath(t.Check, func(p policy.Reach) {
		if p.Root == policy.RootNew && len(p.Steps) == 0 {
			checked[p.Field] = true
		}
	})
	left := l.left(st, t)
	for _, f := range t.Table.Fields {
		set := slices.ContainsFunc(t.Sets, func(s policy.Set) bool { return s.Field == f })
		if _, read := l.reads.person[f]; read && !t.Table.Key.Has(f) && left[f] == 0 && !set && !checked[f] {
			return f
		}
	}
	return nil
}
