package regogen

import (
	"cmp"
	"maps"
	"slices"

	"portcullis/compile/lower"
	"portcullis/lang"
	"portcullis/rego/form"
)

// model is the decision form with what generated Rego adds to it: the numbers
// by which statements are known there.
type Model struct {
	*lower.Policy
	clauses []*form.Clause        // by table, then by statement
	Numbers map[*form.Clause]int  // in the order of statements, then of tables; one for all tables of what is whole
	whole   map[*form.Clause]bool // whether it applies does not depend on rows, on any of its statement's tables
	onPages map[int]bool          // the numbers of clauses that rows of a page are asked
}

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
