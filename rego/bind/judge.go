package bind

import "portcullis/rego/form"

// Judge says in place of a policy's formulas what its statements come to. It is for
// whoever asks what an answer rests on, and whether it would be another if something
// were otherwise: that is not in a form, of which what is unknown proves nothing. A
// formula is proven, or it is not, as [form.Statement] and [form.Clause] tell.
type Judge interface {
	// Counts reports whether a statement counts at all.
	Counts(s *form.Statement) bool
	// When reports whether the condition on the person is proven.
	When(who *Person, s *form.Statement) bool
	// Rows reports whether the condition on a row is proven.
	Rows(who *Person, c *form.Clause, row map[string]any) bool
	// Check reports whether the `check` is proven of a row and of the row as it would be.
	Check(who *Person, c *form.Clause, row, to map[string]any) bool
	// Given gives one of the values that the clause sets; false where it is not known.
	Given(who *Person, c *form.Clause, set int) (any, bool)
	// In reports whether a row is proven to be in a report.
	In(who *Person, r *form.Resource, row map[string]any) bool
}

// Judged gives the policy as a judge has it. It answers for rows that are maps;
// residuals are not made of it.
func (p *Policy) Judged(j Judge) *Policy {
	judged := *p
	judged.judge = j
	return &judged
}

// counting leaves out the statements that do not count.
func (p *Policy) counting(uses []*form.Use) []*form.Use {
	if p.judge == nil {
		return uses
	}
	var out []*form.Use
	for _, u := range uses {
		if p.judge.Counts(u.Clause.Statement) {
			out = append(out, u)
		}
	}
	return out
}

// judged makes what is asked of a statement ask the judge.
func (s *Statement) judged(j Judge) {
	s.when = form.Decided(j.When(s.who, s.Clause.Statement))
	s.rows = func(a asked[map[string]any]) bool { return j.Rows(s.who, s.Clause, a.row) }
	if s.Clause.Check != nil {
		s.check = func(a asked[map[string]any]) bool { return j.Check(s.who, s.Clause, a.row, a.new) }
	}
}

// judgedRule gives the test of a rule by the judge.
func judgedRule[R any](j Judge, who *Person, u *form.Use) test[R] {
	return func(a asked[R]) bool {
		row, _ := any(a.row).(map[string]any)
		return j.Rows(who, u.Clause, row)
	}
}
