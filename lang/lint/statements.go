package lint

import (
	"slices"

	"portcullis/lang/check"
	"portcullis/lang/policy"
)

// statements warns of statements that are about nothing by their form. That one can
// never apply, or adds nothing, is proven elsewhere (fixtures/access).
func (l *linter) statements(p *policy.Profile) {
	for _, st := range p.Statements {
		before := len(l.diags)
		switch {
		case len(st.Targets) == 0:
			l.warn(st.Range, "Statement about nothing", "No %s is declared, so this %s is about nothing.", st.Kind, st.Effect)
		case l.takesNothing(st):
			l.warn(st.Range, "Statement about nothing", "Its \"fields\" name no field, so this deny takes nothing. Without \"fields\" it takes the rows.")
		case st.Kind == policy.KindMessage && !st.Anyone && len(st.Users) == 0 && len(st.Profiles) == 0:
			l.warn(st.Range, "Statement about nothing", "The %s names neither users nor profiles in its lists, so it is about nobody.", st.Effect)
		case st.Effect == policy.Allow:
			l.structureRows(st)
			l.coversNothing(st)
		}
		l.dead[st] = len(l.diags) > before
	}
}

// takesNothing reports whether a deny of fields names none of anything.
func (l *linter) takesNothing(st *policy.Statement) bool {
	for _, t := range st.Targets {
		if !t.Partial || len(t.Fields) > 0 {
			return false
		}
	}
	return true
}

// structureRows warns of manage_structure in an allow that is about some rows.
func (l *linter) structureRows(st *policy.Statement) {
	for _, t := range st.Targets {
		if t.Rows != nil && len(t.Actions) > 1 && len(t.Actions) < len(check.TableActions) && slices.Contains(t.Actions, "manage_structure") {
			l.warn(st.Range, "Unreachable action", "manage_structure is about no row, so an allow of it that is about some rows does not count. Make a statement of its own for it, with rows = all.")
			return
		}
	}
}
