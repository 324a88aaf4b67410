package lint

import (
	"slices"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

// maxCompared bounds the statements about one thing that are compared in pairs.
const maxCompared = 500

// redundantStatements warns of statements that add nothing to another of the
// same profile.
func (l *linter) redundantStatements() {
	for _, p := range l.policy.Profiles {
		about := map[string][]*policy.Statement{} // by the kind and name of the first thing
		for _, st := range p.Statements {
			if len(st.Targets) == 0 {
				continue
			}
			for _, t := range st.Targets {
				key := string(st.Kind) + " " + t.Name
				about[key] = append(about[key], st)
			}
		}
		for i, st := range p.Statements {
			if len(st.Targets) == 0 || l.dead[st] {
				continue
			}
			others := about[string(st.Kind)+" "+st.Targets[0].Name]
			if len(others) > maxCompared {
				continue
			}
			for _, other := range others {
				if other == st || l.dead[other] || !l.memory.covers(other, st) {
					continue
				}
				// Of two that are equal, the second is the redundant one.
				if slices.Index(p.Statements, other) > i && l.memory.covers(st, other) {
					continue
				}
				l.warn(st.Range, "Redundant statement", "The %s at %s says all that this one says.", other.Effect, diag.At(other.Range))
				break
			}
		}
	}
}

// implied reports whether a condition holds wherever another does, as far as
// their texts show.
func (m *Memory) implied(wide, narrow policy.Cond) bool {
	return wide == nil || narrow != nil && m.text(wide) == m.text(narrow)
}

// covers reports whether whatever b does, a does as well.
func (m *Memory) covers(a, b *policy.Statement) bool {
	if a.Effect != b.Effect || a.Kind != b.Kind || b.Message != "" && a.Message != b.Message || !m.implied(a.When, b.When) {
		return false
	}
	if a.Kind == policy.KindMessage && !coversRecipients(a, b) {
		return false
	}
	for i := range b.Targets {
		t := &b.Targets[i]
		j := slices.IndexFunc(a.Targets, func(u policy.Target) bool { return u.Name == t.Name })
		if j < 0 || !m.coversTarget(a.Effect, &a.Targets[j], t) {
			return false
		}
	}
	return true
}

func coversRecipients(a, b *policy.Statement) bool {
	if a.Anyone || b.Anyone {
		return a.Anyone
	}
	for _, u := range b.Users {
		if !slices.ContainsFunc(a.Users, u.RawEquals) {
			return false
		}
	}
	for _, p := range b.Profiles {
		if !slices.Contains(a.Profiles, p) {
			return false
		}
	}
	return true
}

func (m *Memory) coversTarget(e policy.Effect, a, b *policy.Target) bool {
	for _, action := range b.Actions {
		if !slices.Contains(a.Actions, action) {
			return false
		}
	}
	if !m.implied(a.Rows, b.Rows) {
		return false
	}
	if e == policy.Deny {
		if !a.Partial && a.Check == nil {
			return true
		}
		return a.Partial == b.Partial && m.text(a.Check) == m.text(b.Check) && coversFields(a, b)
	}
	return m.coversWrite(a, b) && coversFields(a, b)
}

// coversWrite compares what allows say of writes. Without `check`, the rows
// are asked of the row as it would be, so they must be the same then.
func (m *Memory) coversWrite(a, b *policy.Target) bool {
	if m.text(a.Check) != m.text(b.Check) || len(a.Sets) != len(b.Sets) {
		return false
	}
	for i := range a.Sets {
		if a.Sets[i].Field != b.Sets[i].Field || policy.FormatValue(a.Sets[i].Value) != policy.FormatValue(b.Sets[i].Value) {
			return false
		}
	}
	for _, f := range a.ReadOnly {
		if !slices.Contains(b.ReadOnly, f) {
			return false
		}
	}
	for _, m := range a.Masks {
		if !slices.ContainsFunc(b.Masks, func(n policy.Mask) bool { return n.Field == m.Field && n.Text() == m.Text() }) {
			return false
		}
	}
	return true
}

func coversFields(a, b *policy.Target) bool {
	for _, u := range b.Fields {
		if !slices.Contains(a.Fields, u) && !slices.Contains(a.Fields, policy.FieldUse{Field: u.Field, Named: true}) {
			return false
		}
	}
	return true
}
