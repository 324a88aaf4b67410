package prove

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"portcullis/rego/scalar"
)

// values gives a value to every node that the atoms speak of: an *big.Rat, a
// string, or an int64 of days or microseconds. Else it gives sets of
// atoms that contradict each other or, where no values are found, none of either.
func (w *world) values(atoms []lit) (map[int]any, [][]lit) {
	out := map[int]any{}
	edges := w.edges(atoms)
	for _, by := range []sort{numbers, days, instants} {
		at, why := place(edges[by])
		if why != nil {
			return nil, why
		}
		if by == numbers {
			w.spread(at, out)
			continue
		}
		zero := at[w.zero[by]].n
		for n, d := range at {
			out[n] = d.n - zero
		}
	}
	if _, why := place(edges[texts]); why != nil {
		return nil, why
	}
	if !w.write(atoms, edges[texts], out) {
		return nil, nil
	}
	return out, nil
}

// spread gives numbers that stand as their nodes do.
func (w *world) spread(at map[int]distance, out map[int]any) {
	byRank := map[int64][]int{}
	fixed := map[int64]*big.Rat{}
	for n, d := range at {
		byRank[d.strict] = append(byRank[d.strict], n)
		if w.nodes[n].constant {
			fixed[d.strict] = w.nodes[n].number
		}
	}
	ranks := make([]int64, 0, len(byRank))
	for r := range byRank {
		ranks = append(ranks, r)
	}
	slices.Sort(ranks)
	var last *big.Rat
	for i, r := range ranks {
		value := fixed[r]
		if value == nil {
			value = w.nextTo(last, ranks[i+1:], fixed)
		}
		last = value
		for _, n := range byRank[r] {
			out[n] = value
		}
	}
}

// nextFixed gives the next constant, and how many open ranks are before it.
func nextFixed(ranks []int64, fixed map[int64]*big.Rat) (*big.Rat, int64) {
	for i, r := range ranks {
		if fixed[r] != nil {
			return fixed[r], int64(i)
		}
	}
	return nil, 0
}

// nextTo gives a number after low, and before the next constant.
func (w *world) nextTo(low *big.Rat, ranks []int64, fixed map[int64]*big.Rat) *big.Rat {
	high, more := nextFixed(ranks, fixed)
	return between(low, high, more)
}

// between gives a plain number after low and before high, either of which may
// be missing, that leaves room for so many more before high.
func between(low, high *big.Rat, more int64) *big.Rat {
	one := big.NewRat(1, 1)
	switch {
	case low == nil && high == nil:
		return one
	case low == nil:
		return new(big.Rat).Sub(floorOf(high, true), big.NewRat(more+1, 1))
	case high == nil:
		return new(big.Rat).Add(floorOf(low, false), one)
	}
	for scale := big.NewRat(1, 1); ; scale.Mul(scale, big.NewRat(10, 1)) {
		scaled := floorOf(new(big.Rat).Mul(low, scale), false)
		next := scaled.Add(scaled, one)
		next.Quo(next, scale)
		room := new(big.Rat).Add(next, new(big.Rat).Quo(big.NewRat(more, 1), scale))
		if room.Cmp(high) < 0 {
			return next
		}
	}
}

// floorOf gives the whole number at or below r, or at or above it.
func floorOf(r *big.Rat, up bool) *big.Rat {
	n := new(big.Int).Div(r.Num(), r.Denom())
	if up && !r.IsInt() {
		n.Add(n, big.NewInt(1))
	}
	return new(big.Rat).SetInt(n)
}

// writing looks for texts by trying.
type writing struct {
	*world
	of     map[int]int // the node that speaks for those that are one text: a constant if there is one
	nodes  []int       // open ones that speak, in the order in which they are tried
	value  map[int]string
	checks map[int][]func() bool // by the node whose value is the last that is needed
	steps  int
	hints  map[int][]string
	tests  []heldTest
	folds  map[int][]textChange // what a folded text is of
	folded map[int][]int        // the folded texts of one
	made   map[int][]textPart   // what a text is made of
	out    map[int]any          // values of other sorts
	uuids  map[int]bool         // those that are uuids
}

// heldTest is a predicate of two texts that holds, or does not.
type heldTest struct {
	textTest
	holds bool
}

// maxWritten is how many texts are tried.
const maxWritten = 5000

// write finds texts of which all that atoms say is so.
func (w *world) write(atoms []lit, edges []edge, out map[int]any) bool {
	s := &writing{world: w, of: map[int]int{}, value: map[int]string{}, checks: map[int][]func() bool{}, hints: map[int][]string{}, folds: map[int][]textChange{}, folded: map[int][]int{}, made: map[int][]textPart{}, uuids: map[int]bool{}, out: out}
	all := s.join(atoms, edges)
	for _, n := range all {
		if w.order.nodes[n].uuid {
			s.uuids[s.speaker(n)] = true
		}
	}
	for n := range s.uuids {
		if c := w.order.nodes[n]; c.constant && !scalar.IsUUID(c.text) {
			return false
		}
	}
	at := map[int]int{}
	for _, n := range all {
		if r := s.speaker(n); !w.order.nodes[r].constant {
			if _, ok := at[r]; !ok {
				at[r] = 0
				s.nodes = append(s.nodes, r)
			}
		}
	}
	for _, n := range all {
		if from, ok := w.origin[n]; ok {
			r, of := s.speaker(n), s.speaker(from.x)
			s.folds[r] = append(s.folds[r], textChange{from.by, of})
			s.folded[of] = append(s.folded[of], r)
		}
	}
	for _, n := range all {
		if parts := w.parts[n]; parts != nil {
			s.made[s.speaker(n)] = parts
		}
	}
	slices.SortStableFunc(s.nodes, func(a, b int) int { return cmp.Compare(s.depth(a, maxDepth), s.depth(b, maxDepth)) })
	for i, n := range s.nodes {
		at[n] = i
	}
	check := func(is func() bool, nodes ...int) bool {
		last := -1
		for _, n := range nodes {
			if i, ok := at[s.speaker(n)]; ok {
				last = max(last, i)
			}
		}
		if last < 0 {
			return is()
		}
		s.checks[s.nodes[last]] = append(s.checks[s.nodes[last]], is)
		return true
	}
	fine := true
	for _, e := range edges {
		fine = fine && check(func() bool {
			c := strings.Compare(s.read(e.a), s.read(e.b))
			return c < 0 || c == 0 && e.strict == 0
		}, e.a, e.b)
		if e.why != 0 {
			s.hint(e.a, e.b)
			s.hint(e.b, e.a)
		}
	}
	for _, t := range s.tests {
		fine = fine && check(func() bool { return t.op.Holds(s.read(t.x), s.read(t.y)) == t.holds }, t.x, t.y)
		s.hint(t.x, t.y)
	}
	for _, n := range all {
		if from, ok := w.origin[n]; ok {
			fine = fine && check(func() bool { return from.by.Of(s.read(from.x)) == s.read(n) }, n, from.x)
		}
	}
	for _, t := range s.tests {
		s.guessAt(t.y, t.x)
	}
	for _, e := range edges {
		s.guessAt(e.a, e.b)
		s.guessAt(e.b, e.a)
	}
	s.settle(all)
	for _, n := range all {
		parts := w.parts[n]
		if parts == nil {
			continue
		}
		of := []int{n}
		for _, p := range parts {
			if p.node != 0 && w.order.nodes[p.node].sort == texts {
				of = append(of, p.node)
			}
		}
		fine = fine && check(func() bool { text, ok := s.spelled(parts); return ok && text == s.read(n) }, of...)
	}
	if !fine || !s.try(0) {
		return false
	}
	for _, n := range all {
		if !w.order.nodes[n].constant {
			out[n] = s.read(n)
		}
	}
	return true
}

// join finds which nodes are one text, and gives all that are spoken of.
func (s *writing) join(atoms []lit, edges []edge) []int {
	var all []int
	add := func(n int) {
		if _, ok := s.of[n]; !ok {
			s.of[n] = n
			all = append(all, n)
		}
	}
	at := map[[2]int]bool{}
	for _, e := range edges {
		add(e.a)
		add(e.b)
		at[[2]int{e.a, e.b}] = true
	}
	for _, e := range edges {
		if e.strict == 0 && at[[2]int{e.b, e.a}] {
			a, b := s.speaker(e.a), s.speaker(e.b)
			if s.order.nodes[b].constant {
				a, b = b, a
			}
			s.of[b] = a
		}
	}
	for _, l := range atoms {
		if t, ok := s.tested[abs(l)]; ok {
			add(t.x)
			add(t.y)
			s.tests = append(s.tests, heldTest{t, l > 0})
		}
	}
	for i := 0; i < len(all); i++ { // a folded text, and what it is of; one of parts, and these
		if from, ok := s.origin[all[i]]; ok {
			add(from.x)
		}
		for _, p := range s.parts[all[i]] {
			if p.node != 0 && s.order.nodes[p.node].sort == texts {
				add(p.node)
			}
		}
	}
	return all
}

func (s *writing) speaker(n int) int {
	for s.of[n] != n {
		n = s.of[n]
	}
	return n
}

// maxDepth is how deep texts are made of one another as far as their order goes.
const maxDepth = 8

// depth says after how many others a text is tried: after those that it is a
// folded one of, or made of, and those of parts that it is to begin with.
func (s *writing) depth(n, most int) int {
	out := 0
	if most == 0 {
		return out
	}
	for _, from := range s.folds[n] {
		out = max(out, 1+s.depth(from.x, most-1))
	}
	for _, p := range s.made[n] {
		if p.node != 0 && s.order.nodes[p.node].sort == texts {
			out = max(out, 1+s.depth(s.speaker(p.node), most-1))
		}
	}
	for _, t := range s.tests {
		if y := s.speaker(t.y); s.speaker(t.x) == n && s.made[y] != nil {
			out = max(out, 1+s.depth(y, most-1))
		}
	}
	return out
}

// hint adds what a text is compared with to what its node might be.
func (s *writing) hint(n, with int) {
	if c := s.order.nodes[s.speaker(with)]; c.constant {
		n = s.speaker(n)
		s.hints[n] = append(s.hints[n], c.text)
	}
}

func (s *writing) read(n int) string {
	n = s.speaker(n)
	if c := s.order.nodes[n]; c.constant {
		return c.text
	}
	return s.value[n]
}

// try gives values to the nodes from the i-th on.
func (s *writing) try(i int) bool {
	if i == len(s.nodes) {
		return true
	}
	n := s.nodes[i]
	tried := map[string]bool{}
	for _, text := range s.candidates(n, i) {
		if tried[text] || s.uuids[n] && !scalar.IsUUID(text) {
			continue
		}
		tried[text] = true
		if s.steps++; s.steps > maxWritten {
			return false
		}
		s.value[n] = text
		if !slices.ContainsFunc(s.checks[n], func(is func() bool) bool { return !is() }) && s.try(i+1) {
			return true
		}
	}
	delete(s.value, n)
	return false
}

// candidates gives texts that a node might be, plain ones first.
func (s *writing) candidates(n, i int) []string {
	for _, from := range s.folds[n] {
		return []string{from.by.Of(s.read(from.x))}
	}
	if text, ok := s.spelled(s.made[n]); ok && s.made[n] != nil {
		return []string{text}
	}
	var start, end, parts []string
	out := slices.Clone(s.hints[n])
	if s.uuids[n] {
		for i := range int64(len(s.nodes) + 2) {
			out = append(out, plainUUID(i+1), strings.ReplaceAll(plainUUID(i+1), "00000000-0000-", "ffffffff-ffff-"))
		}
		for _, earlier := range s.nodes {
			out = append(out, s.value[earlier])
		}
		return out
	}
	for _, f := range s.folded[n] {
		out = append(out, s.hints[f]...)
	}
	for _, t := range s.tests {
		if x := s.speaker(t.x); !t.holds || x != n && !slices.Contains(s.folded[n], x) {
			continue
		}
		switch p := s.read(t.y); t.op {
		case scalar.StartsWith:
			start = append(start, p)
		case scalar.EndsWith:
			end = append(end, p)
		case scalar.StrContains:
			parts = append(parts, p)
		}
	}
	given := len(out)
	first, last := longest(start), longest(end)
	middle := ""
	for _, p := range parts {
		if !strings.Contains(first, p) && !strings.Contains(last, p) && !strings.Contains(middle, p) {
			middle += p
		}
	}
	for _, earlier := range s.nodes[:i] {
		out = append(out, s.value[earlier])
	}
	for overlap := min(len(first), len(last)); overlap > 0 && middle == ""; overlap-- {
		if first[len(first)-overlap:] == last[:overlap] {
			out = append(out, first+last[overlap:])
		}
	}
	for _, filler := range []string{"", "a", "b", "c", "x", "1", "z", "~", "!", " ", "A", "aa", "a1", "b2", "\U0010FFFF"} {
		if text := first + middle + filler + last; text != "" {
			out = append(out, text, first+filler+middle+last)
		}
	}
	for _, h := range slices.Clone(out[:given]) {
		out = append(out, scalar.Upper.Of(h), title(h))
		for _, filler := range []string{"a", "0", " ", "\x01", "~"} {
			out = append(out, h+filler)
		}
		out = append(out, before(h)...)
	}
	for _, earlier := range s.nodes[:i] {
		v := s.value[earlier]
		out = append(out, v+"a", v+" ", scalar.Upper.Of(v), scalar.Lower.Of(v), v+middle+last, first+v)
	}
	return append(out, "") // plain to a policy, and a riddle to people
}

// before gives texts that are a little before another.
func before(text string) []string {
	runes := []rune(text)
	if len(runes) == 0 {
		return nil
	}
	start, r := string(runes[:len(runes)-1]), runes[len(runes)-1]
	out := []string{start}
	if r > 1 && r != 0xE000 { // there is nothing but surrogates before that
		out = append(out, start+string(r-1), start+string(r-1)+"a", start+string(r-1)+"~")
	}
	return out
}

func longest(texts []string) string {
	out := ""
	for _, t := range texts {
		if len(t) > len(out) {
			out = t
		}
	}
	return out
}

func title(s string) string {
	if s == "" {
		return s
	}
	return scalar.Upper.Of(s[:1]) + scalar.Lower.Of(s[1:])
}
