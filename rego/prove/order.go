package prove

import (
	"cmp"
	"math/big"
	"slices"
)

// sort is what values of one kind are ordered by.
type sort uint8

// The sorts. Between two numbers, and as far as this package goes two texts,
// there is always another; days and instants are counted.
const (
	numbers sort = iota + 1
	texts
	days
	instants // in microseconds
)

func (s sort) counted() bool { return s == days || s == instants }

// node is a value of a sort: a constant, or one that is open.
type node struct {
	sort     sort
	number   *big.Rat // of constant numbers
	text     string   // of constant texts
	constant bool
	uuid     bool   // of open texts
	of       string // what is open, to be read
}

// point is a node, and for counted sorts so many steps after it. Their
// constants are points after the node that stands for zero.
type point struct {
	at  int
	off int64
}

// bound is an atom: node a is at most w steps after node b. In sorts that are
// not counted w is 0.
type bound struct {
	a, b int
	w    int64
}

// order holds what is said of the order of values.
type order struct {
	*search
	nodes   []node
	zero    [instants + 1]int // 1 and up: the zero of counted sorts
	consts  map[constKey]int
	atoms   map[bound]lit
	bounds  map[lit]bound
	chained map[[2]lit]bool
}

type constKey struct {
	sort sort
	text string
}

func newOrder(s *search) *order {
	o := &order{search: s, nodes: make([]node, 1), consts: map[constKey]int{}, atoms: map[bound]lit{}, bounds: map[lit]bound{}, chained: map[[2]lit]bool{}}
	for _, of := range []sort{days, instants} {
		o.zero[of] = o.add(node{sort: of, constant: true, of: "0"})
	}
	return o
}

func (o *order) add(n node) int {
	o.nodes = append(o.nodes, n)
	return len(o.nodes) - 1
}

// open gives a point that may be anywhere.
func (o *order) open(of sort, name string) point { return point{at: o.add(node{sort: of, of: name})} }

// text gives the point of a constant text.
func (o *order) text(s string) point { return o.constant(constKey{texts, s}, node{text: s}) }

// number gives the point of a constant number.
func (o *order) number(r *big.Rat) point {
	return o.constant(constKey{numbers, r.RatString()}, node{number: r})
}

func (o *order) constant(key constKey, n node) point {
	at, ok := o.consts[key]
	if !ok {
		n.sort, n.constant = key.sort, true
		at = o.add(n)
		o.consts[key] = at
	}
	return point{at: at}
}

// count gives the point of a constant day or instant.
func (o *order) count(of sort, n int64) point { return point{at: o.zero[of], off: n} }

// compare orders two constant nodes.
func (o *order) compare(a, b int) int {
	x, y := &o.nodes[a], &o.nodes[b]
	if x.sort == numbers {
		return x.number.Cmp(y.number)
	}
	return cmp.Compare(x.text, y.text) // UTF-8 keeps the order of code points
}

// atMost gives "x is at most y".
func (o *order) atMost(x, y point) lit {
	a, b, w := x.at, y.at, y.off-x.off
	if a == b {
		return decided(w >= 0)
	}
	if !o.nodes[a].sort.counted() {
		if o.nodes[a].constant && o.nodes[b].constant {
			return decided(o.compare(a, b) <= 0)
		}
		fresh := o.atoms[bound{a, b, 0}] == 0
		l := o.atom(bound{a, b, 0})
		if fresh {
			o.learn(l, o.atom(bound{b, a, 0})) // the order is total
		}
		return l
	}
	if a > b { // not (b - a ≤ -w-1)
		return -o.atom(bound{b, a, -w - 1})
	}
	return o.atom(bound{a, b, w})
}

func (o *order) atom(of bound) lit {
	l, ok := o.atoms[of]
	if !ok {
		l = o.free()
		o.atoms[of] = l
		o.bounds[l] = of
	}
	return l
}

// less gives "x is before y".
func (o *order) less(x, y point) lit { return -o.atMost(y, x) }

// equal gives "x is y".
func (o *order) equal(x, y point) lit { return o.and(o.atMost(x, y), o.atMost(y, x)) }

func decided(b bool) lit {
	if b {
		return yes
	}
	return no
}

// edge says that node a is at most w steps after b, and, if strict, not there.
type edge struct {
	a, b   int
	w      int64
	strict int64 // 1 if so
	why    lit   // what says it; 0 where it is so anyway
}

// edges gives what atoms that hold, or do not, say.
func (o *order) edges(atoms []lit) map[sort][]edge {
	out := map[sort][]edge{}
	used := map[sort]map[int]bool{}
	for _, l := range atoms {
		of, ok := o.bounds[abs(l)]
		if !ok {
			continue
		}
		by := o.nodes[of.a].sort
		if used[by] == nil {
			used[by] = map[int]bool{}
		}
		used[by][of.a], used[by][of.b] = true, true
		switch {
		case l > 0:
			out[by] = append(out[by], edge{of.a, of.b, of.w, 0, l})
		case by.counted():
			out[by] = append(out[by], edge{of.b, of.a, -of.w - 1, 0, l})
		default:
			out[by] = append(out[by], edge{of.b, of.a, 0, 1, l})
		}
	}
	for by, nodes := range used {
		if by.counted() {
			first, last := rangeOf(by)
			for n := range nodes {
				if n != o.zero[by] {
					out[by] = append(out[by], edge{n, o.zero[by], last, 0, 0}, edge{o.zero[by], n, -first, 0, 0})
				}
			}
			slices.SortStableFunc(out[by], func(x, y edge) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
			continue
		}
		var constants []int
		for n := range nodes {
			if o.nodes[n].constant {
				constants = append(constants, n)
			}
		}
		if by == texts { // nothing is before the empty text
			empty := o.text("").at
			for n := range nodes {
				if !o.nodes[n].constant {
					out[by] = append(out[by], edge{empty, n, 0, 0, 0})
				}
			}
			if !slices.Contains(constants, empty) {
				constants = append(constants, empty)
			}
			slices.SortStableFunc(out[by], func(x, y edge) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
		}
		slices.SortFunc(constants, o.compare)
		for i := 1; i < len(constants); i++ {
			out[by] = append(out[by], edge{constants[i-1], constants[i], 0, 1, 0})
		}
	}
	return out
}

// distance is how far after the start a node is at most: so many steps, and so
// many times less than that.
type distance struct{ n, strict int64 }

func (d distance) plus(e edge) distance { return distance{d.n + e.w, d.strict - e.strict} }

func (d distance) before(o distance) bool {
	return d.n < o.n || d.n == o.n && d.strict < o.strict
}

// maxCircles is how many contradictions are looked for at a time.
const maxCircles = 16

// place finds places for the nodes of one sort at which all edges hold, or
// gives sets of propositions that contradict each other.
func place(edges []edge) (map[int]distance, [][]lit) {
	var all [][]lit
	for {
		at, circle := settle(edges)
		if circle == nil {
			if all != nil {
				return nil, all
			}
			return at, nil
		}
		var why []lit
		last := -1
		for _, i := range circle {
			if edges[i].why != 0 {
				why = append(why, edges[i].why)
				last = i
			}
		}
		all = append(all, why)
		if last < 0 || len(all) == maxCircles {
			return nil, all
		}
		edges = slices.Delete(slices.Clone(edges), last, last+1) // look for others
	}
}

// settle finds places, or a circle of edges that cannot all hold: Bellman and Ford's
// search for a negative circle, in which a node is looked at again only once another
// that bounds it has moved.
func settle(edges []edge) (map[int]distance, []int) {
	number := map[int]int{} // of nodes, from 0
	var nodes []int
	count := func(node int) int {
		n, ok := number[node]
		if !ok {
			n = len(nodes)
			number[node] = n
			nodes = append(nodes, node)
		}
		return n
	}
	ends := make([][2]int, len(edges))
	for i, e := range edges {
		ends[i] = [2]int{count(e.a), count(e.b)}
	}
	bounds := make([][]int, len(nodes)) // by node, the edges that say how far from it another may be
	for i, e := range ends {
		bounds[e[1]] = append(bounds[e[1]], i)
	}
	at := make([]distance, len(nodes))
	from := make([]int, len(nodes)) // the edge by which a node got its place
	waits := make([]bool, len(nodes))
	var queue []int
	for n := range nodes {
		from[n], waits[n] = -1, true
		queue = append(queue, n)
	}
	for moves := 0; len(queue) > 0; {
		n := queue[0]
		queue, waits[n] = queue[1:], false
		for _, i := range bounds[n] {
			a := ends[i][0]
			d := at[n].plus(edges[i])
			if !d.before(at[a]) {
				continue
			}
			at[a], from[a] = d, i
			if !waits[a] {
				queue, waits[a] = append(queue, a), true
			}
			if moves++; moves%len(nodes) == 0 {
				if circle := circleOf(from, ends); circle != nil {
					return nil, circle
				}
			}
		}
	}
	places := make(map[int]distance, len(nodes))
	for n, node := range nodes {
		places[node] = at[n]
	}
	return places, nil
}

// circleOf gives the edges of a circle among those by which nodes got their places; nil
// if there is none.
func circleOf(from []int, ends [][2]int) []int {
	seen := make([]int, len(from)) // by whom, counted from 1
	for start := range from {
		n := start
		for seen[n] == 0 && from[n] >= 0 {
			seen[n] = start + 1
			n = ends[from[n]][1]
		}
		if from[n] < 0 || seen[n] != start+1 {
			continue
		}
		var circle []int
		for m := n; ; {
			circle = append(circle, from[m])
			if m = ends[from[m]][1]; m == n {
				return circle
			}
		}
	}
	return nil
}

// chain ties the atoms on one pair of nodes, and on one node and constants, to
// one another, so that the solver need not find out by trying.
func (o *order) chain() {
	pairs := map[[2]int][]bound{}
	above, below := map[int][]int{}, map[int][]int{} // constants by open node
	for of := range o.atoms {
		a, b := &o.nodes[of.a], &o.nodes[of.b]
		switch {
		case a.sort.counted():
			pairs[[2]int{of.a, of.b}] = append(pairs[[2]int{of.a, of.b}], of)
		case b.constant:
			above[of.a] = append(above[of.a], of.b)
		case a.constant:
			below[of.b] = append(below[of.b], of.a)
		}
	}
	var ties [][2]lit
	tie := func(a, b lit) {
		if !o.chained[[2]lit{a, b}] {
			o.chained[[2]lit{a, b}] = true
			ties = append(ties, [2]lit{a, b})
		}
	}
	for _, list := range pairs {
		slices.SortFunc(list, func(x, y bound) int { return cmp.Compare(x.w, y.w) })
		for i := 1; i < len(list); i++ {
			tie(-o.atoms[list[i-1]], o.atoms[list[i]])
		}
	}
	for x, list := range above {
		slices.SortFunc(list, o.compare)
		for i := 1; i < len(list); i++ {
			tie(-o.atoms[bound{x, list[i-1], 0}], o.atoms[bound{x, list[i], 0}])
			if l, ok := o.atoms[bound{list[i], x, 0}]; ok {
				tie(-o.atoms[bound{x, list[i-1], 0}], -l)
			}
		}
	}
	for x, list := range below {
		slices.SortFunc(list, o.compare)
		for i := 1; i < len(list); i++ {
			tie(-o.atoms[bound{list[i], x, 0}], o.atoms[bound{list[i-1], x, 0}])
		}
	}
	slices.SortFunc(ties, func(x, y [2]lit) int { return slices.Compare(x[:], y[:]) })
	for _, c := range ties {
		o.learn(c[0], c[1])
	}
}
