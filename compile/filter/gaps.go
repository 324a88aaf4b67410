package filter

import (
	"fmt"
	"slices"
	"sync"

	"portcullis/compile/lower"
	"portcullis/compile/regogen"
	"portcullis/internal/memo"
	"portcullis/lang"
	"portcullis/lang/lint"
	"portcullis/rego/form"

	"github.com/hashicorp/hcl/v2"
)

// gap is a part of a statement that a filter cannot express. A person who has
// the statement gets an error in place of a filter.
type gap struct {
	statement string // file:line
	part      string // as the policy has it
	why       string
	at        hcl.Range
}

// gapFinder finds what a filter cannot express of a statement on a table. What
// it has looked at it does not look at again: of a condition that is named
// several times the gaps are told once.
type gapFinder struct {
	policy    *lower.Policy
	table     *form.Table
	statement string // file:line
	done      map[wanted]bool
	found     []gap
}

// gapsIn gives the parts of a condition that a filter cannot express where the
// condition must be proven to have the truth value want. Where all parts can
// be expressed and the whole cannot, it is the whole.
func gapsIn(p *lower.Policy, t *form.Table, statement string, c lang.Cond, want bool) []gap {
	if c == nil {
		return nil
	}
	f := &gapFinder{policy: p, table: t, statement: statement, done: map[wanted]bool{}}
	f.find(wanted{c, want})
	return f.found
}

// find reports whether a filter cannot express a condition.
func (f *gapFinder) find(c wanted) bool {
	if cannot, done := f.done[c]; done {
		return cannot
	}
	why := newExpresser(f.table, regogen.NewModule("", ""), false).express(f.policy.Proven(c.cond, c.want)).cannot()
	f.done[c] = why != ""
	if why == "" {
		return false
	}
	within := false
	for _, part := range partsOf(c.cond, c.want) {
		within = f.find(part) || within
	}
	if !within {
		f.found = append(f.found, gap{f.statement, lang.Format(c.cond), why, c.cond.Source()})
	}
	return true
}

// wanted is a condition, and the truth value that it must have.
type wanted struct {
	cond lang.Cond
	want bool
}

// partsOf gives what a condition is made of.
func partsOf(c lang.Cond, want bool) []wanted {
	switch c := c.(type) {
	case *lang.Not:
		return []wanted{{c.X, !want}}
	case *lang.And:
		return []wanted{{c.X, want}, {c.Y, want}}
	case *lang.Or:
		return []wanted{{c.X, want}, {c.Y, want}}
	case *lang.Choice:
		return []wanted{{c.If, true}, {c.If, false}, {c.Then, want}, {c.Else, want}}
	case *lang.Named:
		return []wanted{{c.Asked(), want}}
	case *lang.Const, *lang.Compare, *lang.IsNull, *lang.Text, *lang.Truth, *lang.Any, *lang.All, *lang.Visible, *lang.Granted:
		return nil
	default:
		panic(fmt.Sprintf("filter: a condition of kind %T", c))
	}
}

// gapsOf gives what the filter of an action cannot express.
func (f *Filters) gapsOf(r *form.Resource, action string) []gap {
	var out []gap
	if report := f.model.Reports[r]; report.Rows != nil {
		out = gapsIn(f.model.Policy, r.Table, report.At, report.Rows, true)
	}
	for _, u := range r.Uses {
		if u.Part != form.Permits && u.Part != form.Refuses || !u.On(action) && !u.On("view") {
			continue
		}
		of, done := f.gaps[u.Clause]
		if !done && !f.expressible(r, u.Clause) {
			of = gapsIn(f.model.Policy, r.Table, u.Clause.Statement.ID, f.model.Asked[u.Clause].Rows, u.Part == form.Permits)
			f.gaps[u.Clause] = of
		}
		out = append(out, of...)
	}
	return slices.CompactFunc(out, func(a, b gap) bool { return a == b })
}

// expressible reports whether a statement's filter has been written, whole.
func (f *Filters) expressible(r *form.Resource, c *form.Clause) bool {
	w := f.writers[r]
	if w == nil || f.model.Form.Visited() { // where filters ask more of what is known of a person
		return false
	}
	written, ok := w.conditions[c]
	return ok && written.condition.cannot() == ""
}

// Expressible keeps which conditions filters can express, for who asks for the
// [Warnings] of a portal again and again, one after another. The zero one is empty.
type Expressible struct {
	known memo.Memo[wanted, bool]

	// What was made of the last policy's declarations, which are all other ones where
	// the portal is, and of its statements that may not be expressible.
	portal *lang.Portal
	schema func() (*lower.Policy, map[*lang.Table]*form.Table)
	some   *lang.Policy
	diags  hcl.Diagnostics
}

// Warnings gives a warning for each part of a rule that OPA's query
// filter cannot express, apart from those that a comment answers. What is known,
// which may be nil, is not worked out again.
func Warnings(p *lang.Policy, known *Expressible) hcl.Diagnostics {
	if known == nil {
		known = &Expressible{}
	}
	last := known.some
	if known.portal != p.Portal {
		last, known.portal, known.schema = nil, p.Portal, schemaOf(p)
	}
	known.some = known.without(p)
	switch {
	case known.some == nil:
		return nil
	case last == nil || !slices.Equal(last.Statements, known.some.Statements):
		known.diags = warnings(known.some)
	}
	return lint.Unanswered(p, slices.Clone(known.diags))
}

func warnings(p *lang.Policy) hcl.Diagnostics {
	var diags hcl.Diagnostics
	seen := map[hcl.Range]bool{}
	f := newFilters(regogen.New(p))
	for _, r := range f.model.Form.Resources {
		for _, action := range filteredActions(r) {
			for _, g := range f.gapsOf(r, action) {
				if seen[g.at] {
					continue
				}
				seen[g.at] = true
				diags = append(diags, g.warning())
			}
		}
	}
	slices.SortStableFunc(diags, func(a, b *hcl.Diagnostic) int { return compareRanges(*a.Subject, *b.Subject) })
	return diags
}

// schemaOf lowers a policy without its statements, once that is asked for.
func schemaOf(p *lang.Policy) func() (*lower.Policy, map[*lang.Table]*form.Table) {
	bare := *p
	bare.Statements = nil
	return sync.OnceValues(func() (*lower.Policy, map[*lang.Table]*form.Table) {
		lowered, tables := lower.Lower(&bare), map[*lang.Table]*form.Table{}
		for i, t := range p.Tables {
			tables[t] = lowered.Form.Tables[i]
		}
		return lowered, tables
	})
}

// without gives the policy without the statements that can be expressed: there are few
// of others. It is nil where there are none, nor reports.
func (e *Expressible) without(p *lang.Policy) *lang.Policy {
	e.known.Round()
	expressible := func(t *lang.Table, c lang.Cond, want bool) bool {
		return c == nil || e.known.Of(wanted{c, want}, func() bool {
			lowered, tables := e.schema()
			return len(gapsIn(lowered, tables[t], "", c, want)) == 0
		})
	}
	some := *p
	some.Statements = nil
	for _, s := range p.Statements {
		if slices.ContainsFunc(s.Targets, func(t lang.Target) bool { return !expressible(t.Table, t.Rows, s.Effect == lang.Allow) }) {
			some.Statements = append(some.Statements, s)
		}
	}
	if len(some.Statements) == 0 && !slices.ContainsFunc(p.Reports, func(r *lang.Report) bool { return !expressible(r.Table, r.Rows, true) }) {
		return nil
	}
	return &some
}

func (g gap) warning() *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagWarning,
		Summary:  "Not for query filters",
		Detail: fmt.Sprintf("OPA cannot filter a query by %s. Decisions and pages of rows are not affected, but a person "+
			"to whom this rule applies gets an error from OPA's compile endpoint in place of a filter. "+
			"(If it is meant so: # portcullis: allow not-for-query-filters REASON)", g.why),
		Subject: &g.at,
	}
}

func compareRanges(a, b hcl.Range) int {
	switch {
	case a.Filename < b.Filename:
		return -1
	case a.Filename > b.Filename:
		return 1
	default:
		return a.Start.Byte - b.Start.Byte
	}
}
