package prove

import (
	"maps"
	"slices"
	"strings"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// texting holds what is said of texts besides their order. To the search the
// order of texts is dense, and a predicate a free proposition; lemmas tie
// predicates to the constants that a text is compared with, to one another and
// to letter case, and values are found at the end, or not (see values).
type texting struct {
	*order
	tests  map[textTest]lit
	tested map[lit]textTest
	cases  map[textCase]int
	origin map[int]textCase
	taught map[lesson]bool
	// Texts that are made of parts, and by what they are made of.
	parts     map[int][]textPart
	templates map[string]int
}

// textTest is a predicate of two nodes, of which one at least is open.
type textTest struct {
	op   form.TextOp
	x, y int
}

// textCase is a node in upper or lower case.
type textCase struct {
	upper bool
	x     int
}

// lesson names a lemma that has been given.
type lesson struct {
	about textTest
	with  textTest
}

func newTexting(o *order) *texting {
	return &texting{
		order: o, tests: map[textTest]lit{}, tested: map[lit]textTest{}, cases: map[textCase]int{},
		origin: map[int]textCase{}, taught: map[lesson]bool{}, parts: map[int][]textPart{}, templates: map[string]int{},
	}
}

// test gives "the predicate is true of both texts".
func (t *texting) test(op form.TextOp, x, y int) lit {
	if x == y {
		return yes
	}
	a, b := &t.nodes[x], &t.nodes[y]
	if b.constant && b.text == "" {
		return yes
	}
	if a.constant && b.constant {
		return decided(textHolds(op, a.text, b.text))
	}
	key := textTest{op, x, y}
	l, ok := t.tests[key]
	if !ok {
		l = t.free()
		t.tests[key], t.tested[l] = l, key
	}
	return l
}

func textHolds(op form.TextOp, x, y string) bool {
	switch op {
	case form.StartsWith:
		return strings.HasPrefix(x, y)
	case form.EndsWith:
		return strings.HasSuffix(x, y)
	case form.Contains:
		return strings.Contains(x, y)
	default:
		panic("prove: a predicate of text: " + string(op))
	}
}

// cased gives the node of a text in upper or lower case.
func (t *texting) cased(upper bool, x int) int {
	if n := t.nodes[x]; n.constant {
		return t.text(fold(upper, n.text)).at
	}
	if t.origin[x].x != 0 { // the last fold decides
		x = t.origin[x].x
	}
	key := textCase{upper, x}
	to, ok := t.cases[key]
	if !ok {
		to = t.open(texts, t.nodes[x].of+" folded").at
		t.cases[key], t.origin[to] = to, key
	}
	return to
}

// fold changes the letters A to Z.
func fold(upper bool, s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case upper && 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case !upper && 'A' <= r && r <= 'Z':
			return r - 'A' + 'a'
		}
		return r
	}, s)
}

// teach gives the lemmas on what texts are said to be.
func (t *texting) teach() {
	beside := t.neighbours()
	tests := make([]textTest, 0, len(t.tests))
	for test := range t.tests {
		tests = append(tests, test)
	}
	slices.SortFunc(tests, func(a, b textTest) int { return int(t.tests[a] - t.tests[b]) })
	for i, test := range tests {
		for _, n := range beside[test.x] {
			t.teachEqual(test, n)
		}
		if !t.nodes[test.y].constant {
			for _, n := range beside[test.y] {
				if t.once(test, textTest{"pattern", n, 0}) {
					t.assert(t.implies(t.equalNodes(test.y, n), t.search.same(t.tests[test], t.test(test.op, test.x, n))))
				}
			}
			continue
		}
		for _, other := range tests[:i] {
			if other.x == test.x && t.nodes[other.y].constant && t.once(test, other) {
				t.teachBoth(test, other)
			}
		}
		if from, ok := t.origin[test.x]; ok {
			p := t.nodes[test.y].text
			if fold(from.upper, p) != p && t.once(test, textTest{"case", from.x, 0}) {
				t.assert(-t.tests[test])
			}
		}
	}
	t.teachUUIDs(tests, beside)
	folded := make([]int, 0, len(t.origin))
	for to := range t.origin {
		folded = append(folded, to)
	}
	slices.Sort(folded)
	for _, to := range folded {
		t.teachCase(to, beside)
	}
}

// teachUUIDs says what a uuid is not, nor a text that is one.
func (t *texting) teachUUIDs(tests []textTest, beside map[int][]int) {
	for _, n := range slices.Sorted(maps.Keys(beside)) {
		if !t.nodes[n].uuid {
			continue
		}
		for _, as := range append(beside[n], n) {
			if t.nodes[as].constant {
				continue
			}
			is := t.equalNodes(n, as)
			for _, other := range beside[as] {
				if c := t.nodes[other]; c.constant && !scalar.IsUUID(c.text) && t.once(textTest{"uuid", n, as}, textTest{"is", other, 0}) {
					t.assert(-t.and(is, t.equalNodes(as, other)))
				}
			}
			for _, test := range tests {
				c := t.nodes[test.y]
				if test.x == as && c.constant && strings.Trim(c.text, "0123456789abcdef-") != "" && t.once(test, textTest{"uuid", n, as}) {
					t.assert(-t.and(is, t.tests[test]))
				}
			}
		}
	}
}

func (t *texting) once(about, with textTest) bool {
	key := lesson{about: about, with: with}
	if t.taught[key] {
		return false
	}
	t.taught[key] = true
	return true
}

// neighbours gives the nodes that each open text is compared with.
func (t *texting) neighbours() map[int][]int {
	out := map[int][]int{}
	for of := range t.atoms {
		if t.nodes[of.a].sort == texts {
			for _, pair := range [][2]int{{of.a, of.b}, {of.b, of.a}} {
				if !t.nodes[pair[0]].constant {
					out[pair[0]] = append(out[pair[0]], pair[1])
				}
			}
		}
	}
	for n := range out {
		slices.Sort(out[n])
		out[n] = slices.Compact(out[n])
	}
	return out
}

func (t *texting) equalNodes(x, y int) lit { return t.equal(point{at: x}, point{at: y}) }

// teachEqual ties a predicate of a text to another that the text may be.
func (t *texting) teachEqual(test textTest, n int) {
	if !t.once(test, textTest{"equal", n, 0}) {
		return
	}
	l := t.tests[test]
	t.assert(t.implies(t.equalNodes(test.x, n), t.search.same(l, t.test(test.op, n, test.y))))
	c, p := t.nodes[n], t.nodes[test.y]
	if !c.constant || !p.constant || test.op != form.StartsWith {
		return
	}
	switch {
	case c.text < p.text:
		t.assert(t.implies(l, t.less(point{at: n}, point{at: test.x})))
	case c.text == p.text:
		t.assert(t.implies(l, t.atMost(point{at: n}, point{at: test.x})))
	case !strings.HasPrefix(c.text, p.text):
		t.assert(t.implies(l, t.less(point{at: test.x}, point{at: n})))
	}
}

// teachBoth ties two predicates of one text, both with constants.
func (t *texting) teachBoth(a, b textTest) {
	p, q := t.nodes[a.y].text, t.nodes[b.y].text
	x, y := t.tests[a], t.tests[b]
	if a.op == b.op && a.op != form.Contains && !textHolds(a.op, p, q) && !textHolds(a.op, q, p) {
		t.learn(-x, -y)
	}
	if implied(a.op, p, b.op, q) {
		t.learn(-x, y)
	}
	if implied(b.op, q, a.op, p) {
		t.learn(-y, x)
	}
}

// implied reports whether op of p makes another predicate hold.
func implied(op form.TextOp, p string, other form.TextOp, q string) bool {
	return op == other && textHolds(op, p, q) || other == form.Contains && strings.Contains(p, q)
}

// teachCase ties a text in one case to the text that it is of.
func (t *texting) teachCase(to int, beside map[int][]int) {
	from := t.origin[to]
	about := textTest{"fold", to, from.x}
	for _, n := range beside[from.x] {
		if t.once(about, textTest{"of", n, 0}) {
			t.assert(t.implies(t.equalNodes(from.x, n), t.equalNodes(to, t.cased(from.upper, n))))
		}
	}
	for _, n := range beside[to] {
		if c := t.nodes[n]; c.constant && fold(from.upper, c.text) != c.text && t.once(about, textTest{"is", n, 0}) {
			t.assert(-t.equalNodes(to, n))
		}
	}
}
