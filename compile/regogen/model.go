// Package regogen writes the Rego of a policy from its decision form: a constant
// for each resource, and for each statement and table a function of the row, found
// by OPA's index whatever their number. What is common to all policies is the
// library, in Rego written by hand (library/), with tests of its own.
//
//	model.go    the form with the numbers by which statements are known in Rego
//	module.go   a file of Rego
//	literal.go  constants, names and comments: how a policy's texts get into code
//	formula.go  formulas as the bodies of rules; operand.go has what they compare
//	clauses.go  what statements ask of rows, of the person and of writes
//	resource.go what there is to know of a resource before a request
//	portal.go   what does not belong to one table; person.go, who a person is
//	log_mask.go what of a decision an agent may log
//	library.go  the library, under the portal's name
package regogen

import (
	"cmp"
	"maps"
	"slices"

	"portcullis/compile/lower"
	"portcullis/lang"
	"portcullis/rego/form"
)

// Model is the decision form with what generated Rego adds to it: the numbers
// by which statements are known there.
type Model struct {
	*lower.Policy
	clauses []*form.Clause        // by table, then by statement
	Numbers map[*form.Clause]int  // in the order of statements, then of tables; one for all tables of what is whole
	whole   map[*form.Clause]bool // whether it applies does not depend on rows, on any of its statement's tables
	onPages map[int]bool          // the numbers of clauses that rows of a page are asked
}

// New lowers a checked policy.
func New(p *lang.Policy) *Model {
	m := &Model{
		Policy: lower.Lower(p), Numbers: map[*form.Clause]int{}, whole: map[*form.Clause]bool{}, onPages: map[int]bool{},
	}
	for _, s := range m.Form.Statements {
		whole := !slices.ContainsFunc(s.Clauses, func(c *form.Clause) bool { return !c.RowBlind() })
		for _, c := range s.Clauses {
			m.whole[c] = whole
		}
	}
	m.number()
	m.findOnPages()
	m.clauses = slices.Clone(m.Clauses)
	slices.SortStableFunc(m.clauses, func(a, b *form.Clause) int { return cmp.Compare(tableName(a), tableName(b)) })
	return m
}

func tableName(c *form.Clause) string {
	if c.Table == nil {
		return ""
	}
	return c.Table.Name
}

// number gives the clauses their numbers.
func (m *Model) number() {
	n, whole := 0, map[*form.Statement]int{}
	for _, c := range m.Clauses {
		if m.whole[c] && whole[c.Statement] != 0 {
			m.Numbers[c] = whole[c.Statement]
			continue
		}
		n++
		m.Numbers[c] = n
		if m.whole[c] {
			whole[c.Statement] = n
		}
	}
}

// findOnPages marks the clauses that bear on existing rows.
func (m *Model) findOnPages() {
	for _, r := range m.Form.Resources {
		for _, u := range r.Uses {
			for _, a := range u.Actions {
				if u.Part != form.Demands && r.Modes[a].Existing() {
					m.onPages[m.Numbers[u.Clause]] = true
				}
			}
		}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
