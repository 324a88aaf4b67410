package prove

import (
	"sync"
	"testing"
)

// TestSolversBesideOneAnother has many searches at once on questions that take learning: as
// many pigeons as there are holes and one find none, and one for each where they are enough.
func TestSolversBesideOneAnother(t *testing.T) {
	var all sync.WaitGroup
	for n := range 12 {
		all.Go(func() {
			const holes = 6
			pigeons := holes + n%2
			s := newSearch()
			in := make([][]lit, pigeons)
			for p := range in {
				in[p] = make([]lit, holes)
				for h := range in[p] {
					in[p][h] = s.free()
				}
				s.assert(s.or(in[p]...))
			}
			for h := range holes {
				for p := range in {
					for q := range p {
						s.learn(-in[p][h], -in[q][h])
					}
				}
			}
			if _, ok := s.next(); ok != (pigeons <= holes) {
				t.Errorf("%d pigeons in %d holes: %v", pigeons, holes, ok)
			}
		})
	}
	all.Wait()
}
