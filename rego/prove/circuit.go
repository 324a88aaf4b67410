package prove

import (
	"encoding/binary"
	"slices"
)

// lit is a proposition of a circuit, or, with its sign changed, its negation.
type lit int32

// What is decided.
const (
	yes lit = 1
	no  lit = -yes
)

// circuit is a set of propositions: free ones, and conjunctions of others.
// Equal conjunctions are one proposition.
type circuit struct {
	parts [][]lit // of conjunctions, by proposition; nil for free ones
	known map[string]lit
}

func newCircuit() *circuit {
	return &circuit{parts: make([][]lit, 2), known: map[string]lit{}} // 0 is none, 1 is yes
}

// free gives a new proposition.
func (c *circuit) free() lit {
	c.parts = append(c.parts, nil)
	return lit(len(c.parts) - 1)
}

// and gives the conjunction.
func (c *circuit) and(all ...lit) lit {
	parts := make([]lit, 0, len(all))
	for _, p := range all {
		if p == no {
			return no
		}
		if p != yes {
			parts = append(parts, p)
		}
	}
	slices.SortFunc(parts, func(a, b lit) int {
		if d := int(abs(a)) - int(abs(b)); d != 0 {
			return d
		}
		return int(a) - int(b)
	})
	parts = slices.Compact(parts)
	for i := 1; i < len(parts); i++ {
		if parts[i] == -parts[i-1] {
			return no
		}
	}
	switch len(parts) {
	case 0:
		return yes
	case 1:
		return parts[0]
	}
	key := make([]byte, 0, 4*len(parts))
	for _, p := range parts {
		key = binary.LittleEndian.AppendUint32(key, uint32(p))
	}
	if of, ok := c.known[string(key)]; ok {
		return of
	}
	of := c.free()
	c.parts[of] = parts
	c.known[string(key)] = of
	return of
}

// or gives the disjunction.
func (c *circuit) or(all ...lit) lit {
	parts := make([]lit, len(all))
	for i, p := range all {
		parts[i] = -p
	}
	return -c.and(parts...)
}

// implies gives "if a, then b".
func (c *circuit) implies(a, b lit) lit { return c.or(-a, b) }

// same gives "a if and only if b".
func (c *circuit) same(a, b lit) lit {
	switch {
	case a == b:
		return yes
	case a == -b:
		return no
	}
	return c.or(c.and(a, b), c.and(-a, -b))
}

// choose gives "a where cond, else b".
func (c *circuit) choose(cond, a, b lit) lit {
	return c.or(c.and(cond, a), c.and(-cond, b))
}

func abs(l lit) lit {
	if l < 0 {
		return -l
	}
	return l
}

// relevant gives, by proposition, what the truth of the asserted ones rests on
// in a model (of a conjunction that fails, one part that does), and calls visit
// for each free one among them, with its value.
func (c *circuit) relevant(asserted []lit, model []bool, visit func(l lit)) []bool {
	seen := make([]bool, len(c.parts))
	holds := func(l lit) bool { return model[abs(l)] == (l > 0) }
	stack := slices.Clone(asserted)
	for len(stack) > 0 {
		l := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		v := abs(l)
		if v == yes || seen[v] {
			continue
		}
		seen[v] = true
		parts := c.parts[v]
		switch {
		case parts == nil:
			if model[v] {
				visit(v)
			} else {
				visit(-v)
			}
		case model[v]:
			stack = append(stack, parts...)
		default:
			// Prefer what is looked at anyway.
			fails := lit(0)
			for _, p := range parts {
				if holds(p) {
					continue
				}
				if fails == 0 || seen[abs(p)] {
					fails = p
				}
				if seen[abs(p)] {
					break
				}
			}
			stack = append(stack, fails)
		}
	}
	return seen
}
