package lint

import (
	"slices"

	"portcullis/lang/check"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/rego/form"
)

// statements warns of statements that can never apply.
func (l *linter) statements() {
	for _, st := range l.policy.Statements {
		before := len(l.diags)
		switch {
		case len(st.Targets) == 0:
			l.warn(st.Range, "Statement about nothing", "No %s is declared, so this %s is about nothing.", st.Kind, st.Effect)
		case l.takesNothing(st):
			l.warn(st.Range, "Statement about nothing", "Its \"fields\" name no field, so this deny takes nothing. Without \"fields\" it takes the rows.")
		case st.Kind == policy.KindMessage && !st.Anyone && len(st.Users) == 0 && len(st.Profiles) == 0:
			l.warn(st.Range, "Statement about nothing", "The %s names neither users nor profiles in its lists, so it is about nobody.", st.Effect)
		case l.neverApplies(st.Effect, st.When):
			l.warn(st.When.Source(), "Unreachable statement", "This condition is never true, so the %s never applies.", st.Effect)
		case l.memory.neverTrue(st.When): // of a deny
			l.onlyUnknown(st.When)
		default:
			l.unreachable(st)
		}
		l.dead[st] = len(l.diags) > before
	}
}

func (l *linter) unreachable(st *policy.Statement) {
	if l.unreachableRows(st) {
		return
	}
	l.structureRows(st)
	if st.Effect == policy.Deny {
		l.deniesNothing(st)
	} else {
		l.deniedWhole(st)
		l.coversNothing(st)
		l.neverCreates(st)
	}
}

func (l *linter) unreachableRows(st *policy.Statement) bool {
	for _, t := range st.Targets {
		if !l.neverApplies(st.Effect, t.Rows) && !l.neverRefuses(st.Effect, t.Check) {
			if st.Effect == policy.Deny && l.memory.neverTrue(t.Rows) {
				l.onlyUnknown(t.Rows)
			}
			return false // to one thing, it can apply
		}
	}
	t := st.Targets[0]
	switch {
	case l.neverApplies(st.Effect, t.Rows):
		l.warn(t.Rows.Source(), "Unreachable statement", "This condition is true of no row, so the %s never applies.", st.Effect)
	case st.Effect == policy.Deny:
		l.warn(t.Check.Source(), "Unreachable statement", "This check holds for every write, so the deny refuses none.")
	default:
		l.warn(t.Check.Source(), "Unreachable statement", "This check holds for no write, so the allow never applies to one.")
	}
	return true
}

// neverApplies reports whether a statement with this condition never applies:
// an allow needs it to be true, a deny only not to be false.
func (l *linter) neverApplies(e policy.Effect, cond policy.Cond) bool {
	if e == policy.Allow {
		return l.memory.neverTrue(cond)
	}
	return cond != nil && l.memory.of(cond) == canBeFalse
}

// neverRefuses reports whether a check is no way for the statement to apply to
// a write: of an allow where it never holds, of a deny where it always does.
func (l *linter) neverRefuses(e policy.Effect, check policy.Cond) bool {
	if e == policy.Allow {
		return l.memory.neverTrue(check)
	}
	return check != nil && l.memory.of(check) == canBeTrue
}

// onlyUnknown warns of a condition of a deny that is true of nothing.
func (l *linter) onlyUnknown(c policy.Cond) {
	l.warn(c.Source(), "Never true", "This is never true. The deny applies nevertheless where it is unknown, as it is of null; to deny just there, write … == null.")
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
	if st.Effect != policy.Allow {
		return
	}
	for _, t := range st.Targets {
		if t.Rows != nil && len(t.Actions) > 1 && len(t.Actions) < len(check.TableActions) && slices.Contains(t.Actions, "manage_structure") {
			l.warn(st.Range, "Unreachable action", "manage_structure is about no row, so an allow of it that is about some rows does not count. Make a statement of its own for it, with rows = all.")
			return
		}
	}
}

// deniesNothing warns of a deny of some actions that nobody is allowed. A deny of
// all that there are needs no allow: it is there for those to come.
func (l *linter) deniesNothing(st *policy.Statement) {
	for _, t := range st.Targets {
		if len(t.Actions) == len(actionsOf(st.Kind, t)) || slices.ContainsFunc(t.Actions, func(a string) bool { return l.allowed()[st.Kind][t.Name][a] }) {
			return
		}
	}
	l.warnOfNoUse(st.Range, "Nothing to deny", "Nobody is allowed any of these actions, so this deny takes nothing.")
}

func actionsOf(kind policy.StatementKind, t policy.Target) []string {
	if t.Table != nil && t.Report == nil && t.Form == nil {
		return t.Table.Actions
	}
	return form.Actions(form.ResourceKind(kind))
}

// allowed gives the actions that some allow gives, by kind and name.
func (l *linter) allowed() map[policy.StatementKind]map[string]map[string]bool {
	if l.allows != nil {
		return l.allows
	}
	l.allows = map[policy.StatementKind]map[string]map[string]bool{}
	for _, st := range l.policy.Statements {
		if st.Effect != policy.Allow {
			continue
		}
		if l.allows[st.Kind] == nil {
			l.allows[st.Kind] = map[string]map[string]bool{}
		}
		for _, t := range st.Targets {
			if l.allows[st.Kind][t.Name] == nil {
				l.allows[st.Kind][t.Name] = map[string]bool{}
			}
			for _, a := range t.Actions {
				l.allows[st.Kind][t.Name][a] = true
			}
		}
	}
	return l.allows
}

// deniedWhole warns of an allow that a deny, which everyone has who has the
// allow, takes back whole.
func (l *linter) deniedWhole(st *policy.Statement) {
	denies := map[string]map[string]*policy.Statement{} // by thing, by action
	for _, p := range st.Profile.Closure {
		for _, d := range p.Statements {
			if d.Effect != policy.Deny || d.Kind != st.Kind || d.When != nil || st.Kind == policy.KindMessage {
				continue
			}
			for _, t := range d.Targets {
				if t.Rows != nil || t.Check != nil || t.Partial {
					continue
				}
				if denies[t.Name] == nil {
					denies[t.Name] = map[string]*policy.Statement{}
				}
				for _, a := range t.Actions {
					denies[t.Name][a] = d
				}
			}
		}
	}
	if len(denies) == 0 {
		return
	}
	var last *policy.Statement
	for _, t := range st.Targets {
		for _, a := range t.Actions {
			if last = denies[t.Name][a]; last == nil {
				return
			}
		}
	}
	l.warn(st.Range, "Unreachable statement", "The deny at %s takes back all that this statement allows.", diag.At(last.Range))
}
