package lint

import (
	"slices"
	"strings"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// coversNothing warns of an allow whose `fields` are an empty list.
func (l *linter) coversNothing(st *policy.Statement) {
	if len(st.Targets) == 0 {
		return
	}
	for _, t := range st.Targets {
		usesFields := slices.ContainsFunc(t.Actions, syntax.ArgumentNamed("fields").Serves)
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

// given gives the fields that a statement lets people send.
func (l *linter) given(st *policy.Statement, t *policy.Target) map[*policy.Field]bool {
	given := map[*policy.Field]bool{}
	for _, u := range t.Fields {
		f := u.Field
		if !t.Keeps(f) && (f.Sensitive == "" || u.Named && l.reveals[st.Profile][f.Sensitive]) {
			given[f] = true
		}
	}
	return given
}

// unseenWrites warns of a profile's writes to rows that nobody can see: all actions on
// an existing row need view of it as well.
func (l *linter) unseenWrites(f *findings) {
	var told *policy.Statement
	for _, n := range f.needs {
		if n.statement == told || l.all.views[n.thing] {
			continue
		}
		told = n.statement
		l.warn(told.Range, "Action without view", "The action %s needs view of the row as well, and no statement gives view of the %s %q.", n.action, told.Kind, n.name)
	}
}

// personsFields warns of updates by which people change what the policy goes
// by: fields of the users table that conditions read of `user`. A check on
// such a field has thought of it.
func (l *linter) personsFields(p *policy.Profile, found *findings) {
	for _, st := range p.Statements {
		if st.Effect != policy.Allow || found.dead[st] {
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
	given := l.given(st, t)
	for _, f := range t.Table.Fields {
		set := slices.ContainsFunc(t.Sets, func(s policy.Set) bool { return s.Field == f })
		if _, read := l.reads.person[f]; read && !t.Table.Key.Has(f) && given[f] && !set && !checked[f] {
			return f
		}
	}
	return nil
}
