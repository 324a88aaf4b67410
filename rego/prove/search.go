package prove

import (
	"slices"
	"sync"

	"github.com/crillab/gophersat/solver"
)

// search looks for truth values under which everything asserted holds. What is
// asserted only grows.
type search struct {
	*circuit
	asserted []lit
	lemmas   [][]lit // clauses that hold of all values, whatever is asserted

	sat    *solver.Solver
	all    [][]int // the clauses so far
	size   int     // how many propositions sat knows
	told   int     // propositions that sat knows the parts of
	stated int     // of asserted
	taught int     // of lemmas
	broken bool
}

func newSearch() *search { return &search{circuit: newCircuit()} }

// assert has a proposition hold.
func (s *search) assert(l lit) {
	if l != yes {
		s.asserted = append(s.asserted, l)
	}
}

// learn adds a clause that holds of all values.
func (s *search) learn(clause ...lit) { s.lemmas = append(s.lemmas, clause) }

// next gives a model, by proposition, or false where there is none.
func (s *search) next() ([]bool, bool) {
	clauses := s.news()
	if s.broken {
		return nil, false
	}
	s.all = append(s.all, clauses...)
	if s.size != len(s.parts) { // a solver's propositions are those that it began with
		s.size = len(s.parts)
		s.sat = solver.New(solver.ParseSliceNb(s.all, s.size-1))
	} else {
		for _, c := range clauses {
			lits := make([]solver.Lit, len(c))
			for i, l := range c {
				lits[i] = solver.IntToLit(int32(l))
			}
			s.sat.AppendClause(solver.NewClause(lits))
		}
	}
	if s.solve() != solver.Sat {
		s.broken = true
		return nil, false
	}
	found := s.sat.Model()
	model := make([]bool, len(s.parts))
	for i := range found {
		if i+1 < len(model) {
			model[i+1] = found[i]
		}
	}
	return model, true
}

// solving is held while a solver works, for all of gophersat's learn in one buffer: two at
// once spoil what the other has learned, and with it the proof.
var solving sync.Mutex

func (s *search) solve() solver.Status {
	solving.Lock()
	defer solving.Unlock()
	return s.sat.Solve()
}

// news gives the clauses that are not with the solver yet.
func (s *search) news() [][]int {
	var out [][]int
	if s.told == 0 {
		out = append(out, []int{int(yes)})
		s.told = 2
	}
	for ; s.told < len(s.parts); s.told++ {
		parts := s.parts[s.told]
		if parts == nil {
			continue
		}
		whole := make([]int, 0, len(parts)+1)
		whole = append(whole, s.told)
		for _, p := range parts {
			out = append(out, []int{-s.told, int(p)})
			whole = append(whole, -int(p))
		}
		out = append(out, whole)
	}
	for ; s.stated < len(s.asserted); s.stated++ {
		l := s.asserted[s.stated]
		if l == no {
			s.broken = true
		}
		out = append(out, []int{int(l)})
	}
	for ; s.taught < len(s.lemmas); s.taught++ {
		var clause []int
		holds := false
		for _, l := range s.lemmas[s.taught] {
			if l == yes {
				holds = true
			}
			if l != no && !slices.Contains(clause, int(l)) {
				clause = append(clause, int(l))
			}
		}
		switch {
		case holds:
		case len(clause) == 0:
			s.broken = true
		default:
			out = append(out, clause)
		}
	}
	return out
}
