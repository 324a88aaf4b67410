package lang

import (
	"slices"
)

// statements warns of statements that can never apply.
func (l *linter) statements() {
	for _, st := range l.policy.Statements {
		before := len(l.diags)
		switch {
		case len(st.Targets) == 0:
			l.warn(st.Range, "Statement about nothing", "No %s is declared, so this %s is about nothing.", st.Kind, st.Effect)
		case st.Kind == KindMessage && !st.Anyone && len(st.Users) == 0 && len(st.Profiles) == 0:
			l.warn(st.Range, "Statement about nothing", "The %s names neither users nor profiles in its lists, so it is about nobody.", st.Effect)
		case neverApplies(st.Effect, st.When):
			l.warn(st.When.Source(), "Unreachable statement", "This condition is never true, so the %s never applies.", st.Effect)
		default:
			l.unreachable(st)
		}
		l.dead[st] = len(l.diags) > before
	}
}

func (l *linter) unreachable(st *Statement) {
	if l.unreachableRows(st) {
		return
	}
	l.structureRows(st)
	if st.Effect == Allow {
		l.deniedWhole(st)
	}
}

// never reports whether a condition is false, or unknown, whatever the
// request. An absent condition always holds.
func never(c Cond) bool { return c != nil && neverTrue(c) }

func (l *linter) unreachableRows(st *Statement) bool {
	for _, t := range st.Targets {
		if !neverApplies(st.Effect, t.Rows) && (st.Effect == Deny || !never(t.Check)) {
			return false // to one thing, it can apply
		}
	}
	t := st.Targets[0]
	if neverApplies(st.Effect, t.Rows) {
		l.warn(t.Rows.Source(), "Unreachable statement", "This condition is true of no row, so the %s never applies.", st.Effect)
		return true
	}
	l.warn(t.Check.Source(), "Unreachable statement", "This check holds for no write, so the %s never applies to one.", st.Effect)
	return true
}

// neverApplies reports whether a statement with this condition never applies:
// an allow needs it to be true, a deny only not to be false.
func neverApplies(e Effect, cond Cond) bool {
	if e == Allow {
		return never(cond)
	}
	c, ok := cond.(*Const)
	return ok && !c.Value
}

// structureRows warns of manage_structure in an allow that is about some rows.
func (l *linter) structureRows(st *Statement) {
	if st.Effect != Allow {
		return
	}
	for _, t := range st.Targets {
		if t.Rows != nil && len(t.Actions) > 1 && len(t.Actions) < len(tableActions) && slices.Contains(t.Actions, "manage_structure") {
			l.warn(st.Range, "Unreachable action", "manage_structure is about no row, so an allow of it that is about some rows does not count. Make a statement of its own for it, with rows = all.")
			return
		}
	}
}

// deniedWhole warns of an allow that a deny, which everyone has who has the
// allow, takes back whole.
func (l *linter) deniedWhole(st *Statement) {
	denies := map[string]map[string]*Statement{} // by thing, by action
	for _, p := range st.Profile.Closure {
		for _, d := range p.Statements {
			if d.Effect != Deny || d.Kind != st.Kind || d.When != nil || st.Kind == KindMessage {
				continue
			}
			for _, t := range d.Targets {
				if t.Rows != nil || t.Check != nil || t.Partial {
					continue
				}
				if denies[t.Name] == nil {
					denies[t.Name] = map[string]*Statement{}
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
	var last *Statement
	for _, t := range st.Targets {
		for _, a := range t.Actions {
			if last = denies[t.Name][a]; last == nil {
				return
			}
		}
	}
	l.warn(st.Range, "Unreachable statement", "The deny at %s takes back all that this statement allows.", at(last.Range))
}

// neverTrue reports whether a condition is true of no request. It sees
// constants, and values that would have to equal two things at once.
func neverTrue(c Cond) bool {
	switch c := c.(type) {
	case *Const:
		return !c.Value
	case *Named:
		return neverTrue(c.Condition.When)
	case *Or:
		return neverTrue(c.X) && neverTrue(c.Y)
	case *And:
		return neverTrue(c.X) || neverTrue(c.Y) || contradicts(conjuncts(c, nil))
	case *Not:
		return alwaysTrue(c.X)
	case *Choice:
		return neverTrue(c.Then) && neverTrue(c.Else)
	case *Any:
		return neverTrue(c.Body)
	default:
		return false
	}
}

// alwaysTrue reports whether a condition is true of every request.
func alwaysTrue(c Cond) bool {
	switch c := c.(type) {
	case *Const:
		return c.Value
	case *Named:
		return alwaysTrue(c.Condition.When)
	case *Or:
		return alwaysTrue(c.X) || alwaysTrue(c.Y)
	case *And:
		return alwaysTrue(c.X) && alwaysTrue(c.Y)
	case *Not:
		x, ok := c.X.(*Const)
		return ok && !x.Value
	default:
		return false
	}
}

func conjuncts(c Cond, list []Cond) []Cond {
	if and, ok := c.(*And); ok {
		return conjuncts(and.Y, conjuncts(and.X, list))
	}
	return append(list, c)
}

// contradicts reports whether one value would have to equal two constants, or
// a constant and null.
func contradicts(all []Cond) bool {
	equals := map[string]string{}
	for _, c := range all {
		var value, constant string
		switch c := c.(type) {
		case *Compare:
			if c.Op != Eq {
				continue
			}
			x, y := c.X, c.Y
			if _, ok := x.(*Literal); ok {
				x, y = y, x
			}
			if _, ok := y.(*Literal); !ok {
				continue
			}
			value, constant = FormatValue(x), FormatValue(y)
		case *IsNull:
			value, constant = FormatValue(c.X), "null"
		default:
			continue
		}
		if before, ok := equals[value]; ok && before != constant {
			return true
		}
		equals[value] = constant
	}
	return false
}
