package prove

import (
	"maps"
	"slices"
	"strings"

	"portcullis/rego/scalar"
)

// texting holds what is said of texts besides their order. To the search the
// order of texts is dense, and a predicate a free proposition; lemmas tie
// predicates to the constants that a text is compared with, to one another and
// to letter case, and values are found at the end, or not (see values).
type texting struct {
	*order
	tests   map[textTest]lit
	tested  map[lit]textTest
	changes map[textChange]int
	origin  map[int]textChange
	taught  map[lesson]bool
	// Texts that are made of parts, and by what they are made of.
	parts     map[int][]textPart
	templates map[string]int
}

// textTest is a predicate of two nodes, of which one at least is open.
type textTest struct {
	op   scalar.Predicate
	x, y int
}

// textChange is what a function makes of a node.
type textChange struct {
	by scalar.Change
	x  int
}

// lesson names a lemma that has been given.
type lesson struct {
	about textTest
	with  textTest
}

func newTexting(o *order) *texting {
	return &texting{
		order: o, tests: map[textTest]lit{}, tested: map[lit]textTest{}, changes: map[textChange]int{},
		origin: map[int]textChange{}, taught: map[lesson]bool{}, parts: map[int][]textPart{}, templates: map[string]int{},
	}
}

// test gives "the predicate is true of both texts".
func (t *texting) test(op scalar.Predicate, x, y int) lit {
	a, b := &t.nodes[x], &t.nodes[y]
	switch {
	case a.constant && b.constant:
		return decided(op.Holds(a.text, b.text))
	case ofParts(op) && (x == y || b.constant && b.text == ""):
		return yes
	}
	key := textTest{op, x, y}
	l, ok := t.tests[key]
	if !ok {
		l = t.free()
		t.tests[key], t.tested[l] = l, key
	}
	return l
}

// ofParts reports whether a predicate is true of a text and a part of it alone, of the
// empty one and of all of it too, and of a part's part if of the part. Of others nothing
// is taught but what follows from their being functions.
func ofParts(op scalar.Predicate) bool {
	return op == scalar.StartsWith || op == scalar.EndsWith || op == scalar.StrContains
}

// changed gives the node of what a function makes of a text.
func (t *texting) changed(by scalar.Change, x int) int {
	if n := t.nodes[x]; n.constant {
		return t.text(by.Of(n.text)).at
	}
	if from := t.origin[x]; from.x != 0 && by.Folds() && from.by.Folds() { // the last fold decides
		x = from.x
	}
	key := textChange{by, x}
	to, ok := t.changes[key]
	if !ok {
		to = t.open(texts, t.nodes[x].of+" folded").at
		t.changes[key], t.origin[to] = to, key
	}
	return to
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
		if !ofParts(test.op) {
			continue
		}
		for _, other := range tests[:i] {
			if other.x == test.x && ofParts(other.op) && t.nodes[other.y].constant && t.once(test, other) {
				t.teachBoth(test, other)
			}
		}
		if from, ok := t.origin[test.x]; ok && from.by.Folds() {
			p := t.nodes[test.y].text
			if from.by.Of(p) != p && t.once(test, textTest{"case", from.x, 0}) {
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
		t.teachChange(to, beside)
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
				if test.x == as && ofParts(test.op) && c.constant && strings.Trim(c.text, "0123456789abcdef-") != "" && t.once(test, textTest{"uuid", n, as}) {
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
	if !c.constant || !p.constant || test.op != scalar.StartsWith {
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
	if a.op == b.op && a.op != scalar.StrContains && !a.op.Holds(p, q) && !a.op.Holds(q, p) {
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
func implied(op scalar.Predicate, p string, other scalar.Predicate, q string) bool {
	return op == other && op.Holds(p, q) || other == scalar.StrContains && strings.Contains(p, q)
}

// teachChange ties what a function makes of a text to that text.
func (t *texting) teachChange(to int, beside map[int][]int) {
	from := t.origin[to]
	about := textTest{"fold", to, from.x}
	for _, n := range beside[from.x] {
		if t.once(about, textTest{"of", n, 0}) {
			t.assert(t.implies(t.equalNodes(from.x, n), t.equalNodes(to, t.changed(from.by, n))))
		}
	}
	if !from.by.Folds() {
		return
	}
	for _, n := range beside[to] {
		if c := t.nodes[n]; c.constant && from.by.Of(c.text) != c.text && t.once(about, textTest{"is", n, 0}) {
			t.assert(-t.equalNodes(to, n))
		}
	}
}
