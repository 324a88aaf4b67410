package prove

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Limits bound the work on one question, in steps, so that the same question
// has the same answer on every machine, and say who does it.
type Limits struct {
	Turns int // of the solver
	Rows  int // that are spoken of
	Depth int // of rows that are there because of other rows

	Solver Solver // who decides; "" is [Builtin]
}

// Default is enough for what policies ask.
var Default = Limits{Turns: 2000, Rows: 150, Depth: 6}

// Verdict is the answer to a question.
type Verdict int

// The verdicts.
const (
	Undecided Verdict = iota
	Never             // there is no such world: proven
	Sometimes         // there is one: see [Answer.World]
)

// String gives the verdict's word.
func (v Verdict) String() string {
	return [...]string{"undecided", "never", "sometimes"}[v]
}

// Answer is a verdict, with a world where there is one.
type Answer struct {
	Verdict Verdict
	World   *World
	Why     string   // of what is undecided
	Beyond  []string // what of a world is outside of what the package looks into: it is a guess then
	Turns   int
}

// errInterrupted says that ctx ended.
var errInterrupted = errors.New("interrupted")

// maxClauses is how much is said to the solver of one question: turns alone bound no time,
// where each has more to say than the last.
const maxClauses = 100_000

// maxUnwritten is how often texts may not be found before that is the answer.
const maxUnwritten = 8

// decide looks for a world in which what is asserted holds.
func (q *Question) decide(ctx context.Context, limits Limits) (*Answer, error) {
	w := q.world
	w.limits = limits
	unsure, unwritten := "", 0
	for turn := 1; ; turn++ {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("proving: %w: %w", errInterrupted, err)
		}
		if turn > limits.Turns {
			return &Answer{Why: fmt.Sprintf("no answer within %d turns", limits.Turns), Turns: turn}, nil
		}
		w.teach()
		w.chain()
		model, ok := w.next()
		if !ok {
			if unsure != "" {
				return &Answer{Why: unsure, Turns: turn}, nil
			}
			return &Answer{Verdict: Never, Turns: turn}, nil
		}
		var textual []lit
		more, answer := q.look(model, limits, turn, func(atoms []lit) (map[int]any, [][]lit) {
			textual = w.textual(atoms)
			return w.values(atoms)
		})
		switch {
		case more:
		case answer != nil:
			return answer, nil
		default: // texts that nothing was found for: look elsewhere
			unsure = "texts that satisfy all predicates of them were not found"
			if unwritten++; unwritten > maxUnwritten {
				return &Answer{Why: unsure, Turns: turn}, nil
			}
			w.learn(textual...)
		}
	}
}

// look makes a world of a model: or it says more of what the model speaks of, so that
// another is needed, or gives nothing where values gives none.
func (q *Question) look(model []bool, limits Limits, turn int, valuesOf func([]lit) (map[int]any, [][]lit)) (bool, *Answer) {
	w := q.world
	var atoms []lit
	rests := w.relevant(w.asserted, model, func(l lit) { atoms = append(atoms, l) })
	slices.Sort(atoms)
	there := func(n *term) bool { return n.in == yes || model[abs(n.in)] == (n.in > 0) && rests[abs(n.in)] }
	nodes, lists := w.spoken(atoms), w.spokenLists(atoms)
	asked := func(n *term) bool { return n.in == yes || rests[abs(n.in)] || n.spoken(rests, nodes, lists) }
	if len(w.all) > maxClauses {
		return false, &Answer{Why: "more is to be said of the rows than is looked at", Turns: turn}
	}
	if w.rows > limits.Rows || w.slots > limits.Rows {
		return false, &Answer{Why: "more rows than are looked at", Turns: turn}
	}
	if w.unfold(atoms, there, asked) {
		return true, nil
	}
	values, why := valuesOf(atoms)
	if why != nil {
		for _, circle := range why {
			for i := range circle {
				circle[i] = -circle[i]
			}
			w.learn(circle...)
		}
		return true, nil
	}
	if values == nil {
		return false, nil
	}
	switch said, wrong := w.tell(q.who, values, atoms); {
	case said:
		return true, nil
	case wrong:
		return false, &Answer{Why: "no time was found at which clocks show what is asked", Turns: turn}
	}
	for _, l := range atoms {
		if c := w.counts[l]; c != nil && c.least > maxElements {
			return false, &Answer{Why: fmt.Sprintf("a world with a list of %d or more is not written out", c.least), Turns: turn}
		}
	}
	answer := &Answer{Verdict: Sometimes, Turns: turn, World: w.build(q, model, rests, atoms, values)}
	for _, l := range atoms {
		if what := w.beyond[abs(l)]; what != "" && !slices.Contains(answer.Beyond, what) {
			answer.Beyond = append(answer.Beyond, what)
		}
	}
	return false, answer
}

// spoken gives the nodes that atoms speak of.
func (w *world) spoken(atoms []lit) map[int]bool {
	out := map[int]bool{}
	for _, l := range atoms {
		if of, ok := w.bounds[abs(l)]; ok {
			out[of.a], out[of.b] = true, true
		}
		if t, ok := w.tested[abs(l)]; ok {
			out[t.x], out[t.y] = true, true
		}
	}
	return out
}

// spokenLists gives the lists that atoms speak of.
func (w *world) spokenLists(atoms []lit) map[*list]bool {
	out := map[*list]bool{}
	for _, l := range atoms {
		if q := w.quantifiers[abs(l)]; q != nil && q.list != nil {
			out[q.list.elems] = true
		}
		if c := w.counts[abs(l)]; c != nil && c.list != nil {
			out[c.list.elems] = true
		}
		if of := w.likened[abs(l)]; of != nil {
			out[of.a.elems], out[of.b.elems] = true, true
		}
	}
	return out
}

// spoken reports whether a model rests on a cell of the row, though it may not
// be there: if another is that row, it has what is in that.
func (n *term) spoken(rests []bool, nodes map[int]bool, lists map[*list]bool) bool {
	for _, c := range n.cells {
		if c.null != 0 && abs(c.null) != yes && rests[abs(c.null)] || c.truth != 0 && abs(c.truth) != yes && rests[abs(c.truth)] || nodes[c.at.at] || lists[c.elems] {
			return true
		}
		for _, l := range c.cases {
			if rests[abs(l)] {
				return true
			}
		}
	}
	return false
}

// textual gives the clause that not all that is said of texts holds as it does.
func (w *world) textual(atoms []lit) []lit {
	var out []lit
	for _, l := range atoms {
		_, tested := w.tested[abs(l)]
		of, ordered := w.bounds[abs(l)]
		if tested || ordered && w.order.nodes[of.a].sort == texts {
			out = append(out, -l)
		}
	}
	return out
}

// Question is a question about one or two versions.
type Question struct {
	world    *world
	who      *person
	versions []*version
	others   int // versions as somebody else has them
	row      *term
	write    *write
	changes  map[string]*change
	to       *recipient // of a message; else nil
}
