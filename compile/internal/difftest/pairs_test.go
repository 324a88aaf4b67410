package difftest_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"portcullis/fixtures/access"
	"portcullis/fixtures/mutation"
	"portcullis/internal/debian"
	"portcullis/lang"
	"portcullis/rego/form"
	"portcullis/rego/local"
	"portcullis/rego/prove"
)

var (
	firstPair = flag.Int("pairs.seed", 1, "the first pair of policies that is drawn")
	pairs     = flag.Int("pairs.count", 4, "how many pairs of policies are drawn")
	eachPair  = flag.Int("pairs.solvers", 0, "of each so many pairs, one is put to z3 and cvc5 too; 0 for none")
)

// pairOf draws a policy, and another that mutations, or another choice of statements,
// make of it.
func pairOf(t *testing.T, rnd *rand.Rand, seed int) (older, newer *lang.Policy, how string) {
	t.Helper()
	older, _ = drawn(t, seed)
	if rnd.IntN(4) == 0 {
		return chosen(rnd, older), chosen(rnd, older), "other statements"
	}
	newer = older
	for range 1 + rnd.IntN(3)/2 {
		mutants, err := mutation.Of(newer)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 { // some are no policy
			if len(mutants) == 0 {
				break
			}
			m := mutants[rnd.IntN(len(mutants))]
			if p, _ := lang.Check(m.Files(newer.Files)); p != nil {
				newer, how = p, how+m.String()+"; "
				break
			}
		}
	}
	return older, newer, how
}

// chosen gives a policy with some of its statements.
func chosen(rnd *rand.Rand, p *lang.Policy) *lang.Policy {
	out := *p
	out.Statements = nil
	for _, s := range p.Statements {
		if rnd.IntN(3) > 0 {
			out.Statements = append(out.Statements, s)
		}
	}
	return &out
}

// TestRandomPairs draws pairs of policies and compares them. Each gain and loss that is
// told has been run on both, through OPA; a world that was found and does not show its
// change is a fault, unless it was said to rest on a guess. What made worlds show to
// differ is told, and no solver says otherwise than another.
func TestRandomPairs(t *testing.T) {
	if *eachPair > 0 {
		for _, program := range []string{"z3", "cvc5"} {
			debian.Program(t, program, program)
		}
	}
	counts, last := map[string]int{}, *firstPair+*pairs
	if testing.Short() {
		last = min(last, *firstPair+2)
	}
	for seed := *firstPair; seed < last; seed++ {
		rnd := rand.New(rand.NewPCG(uint64(seed), 15))
		older, newer, how := pairOf(t, rnd, seed)
		comparePair(t, rnd, seed, older, newer, how, counts)
		if (seed-*firstPair+1)%50 == 0 {
			t.Log(counts)
		}
	}
	t.Log(counts)
}

func comparePair(t *testing.T, rnd *rand.Rand, seed int, older, newer *lang.Policy, how string, counts map[string]int) {
	t.Helper()
	limits := prove.Limits{Turns: 60, Rows: 60, Depth: 4}
	was, err := access.NewVersion("older", older)
	if err != nil {
		t.Fatal(err)
	}
	is, err := access.NewVersion("newer", newer)
	if err != nil {
		t.Fatal(err)
	}
	report, err := access.Compare(t.Context(), *was, *is, limits)
	if err != nil {
		t.Fatalf("pair %d: %v", seed, err)
	}
	counts["pairs"]++
	for _, c := range report.Changes {
		counts[c.Kind]++
	}
	counts["undecided"] += len(report.Undecided)
	for _, c := range report.Undecided {
		if strings.Contains(c.Why, "was found does not show it") && !strings.Contains(c.Why, "rests on") {
			counts["wrong"]++
			t.Errorf("pair %d (%s): %s of %v %s %s by %v: %s", seed, how, c.Kind, c.Resource, c.Action, fieldOf(c), c.Profiles, c.Why)
		}
	}
	for range 12 {
		w := worldOf(rnd, was.Form)
		for _, sides := range []struct {
			kind     string
			old, now *access.Version
		}{{access.Gain, was, is}, {access.Loss, is, was}} {
			r := sides.now.Form.Resources[rnd.IntN(len(sides.now.Form.Resources))]
			for _, fact := range differing(t, rnd, w, sides.old.Form, sides.now.Form, r) {
				counts["seen "+sides.kind]++
				if !told(report, sides.kind, fact) {
					missed(t, seed, how, sides.kind, fact, w, sides.old.Form, sides.now.Form, limits)
				}
			}
		}
	}
	if *eachPair > 0 && seed%*eachPair == 0 {
		limits.Solver, limits.Turns = prove.All, 20
		for _, fact := range some(rnd, facts(is.Form), 4) {
			answer, err := prove.Ask(t.Context(), prove.Query{Old: was.Form, New: is.Form, Has: []prove.Fact{fact}, HadNever: []prove.Fact{fact}}, limits)
			if err != nil {
				t.Errorf("pair %d (%s): %v: %v", seed, how, fact, err)
				continue
			}
			counts["by all "+answer.Verdict.String()]++
		}
	}
}

func fieldOf(c access.Change) string {
	if c.Field == nil {
		return ""
	}
	return *c.Field
}

func some[T any](rnd *rand.Rand, of []T, n int) []T {
	rnd.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
	return of[:min(n, len(of))]
}

// differing gives what one version decides in a world and the other does not.
func differing(t *testing.T, rnd *rand.Rand, w *prove.World, old, now *form.Form, r *form.Resource) []prove.Fact {
	t.Helper()
	if r.Table == nil || old.Resource(r.Kind, r.Name) == nil {
		return nil
	}
	rows := w.Tables[r.Table.Name]
	w.Row = rows[rnd.IntN(len(rows))]
	var out []prove.Fact
	for _, action := range []string{"view", "update", "delete", "export"} {
		if r.Modes[action] == "" {
			continue
		}
		before := decide(t, local.Of(old, nil), old, old.Resource(r.Kind, r.Name), action, w)
		for _, fact := range seenOf(r, action, decide(t, local.Of(now, nil), now, r, action, w)) {
			if !holds(before, fact, w) {
				out = append(out, fact)
			}
		}
	}
	return out
}

// told reports whether a report has a change, or says that it may have it.
func told(report *access.Report, kind string, fact prove.Fact) bool {
	return slices.ContainsFunc(slices.Concat(report.Changes, report.Undecided), func(c access.Change) bool {
		of := c.Resource.Type == string(fact.Kind) && c.Resource.Name == fact.Name
		return of && (c.Kind == kind || c.Kind == access.Mask) && (c.Action == fact.Action || c.Action == "view")
	})
}

// missed says whose fault it is that a change was not told.
func missed(t *testing.T, seed int, how, kind string, fact prove.Fact, w *prove.World, old, now *form.Form, limits prove.Limits) {
	t.Helper()
	answer, err := prove.Ask(context.Background(), prove.Query{Old: old, New: now, Has: []prove.Fact{fact}, HadNever: []prove.Fact{fact}}, limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Errorf("pair %d (%s): a %s of %v is not told; the prover says %v (%s)\nin %s", seed, how, kind, fact, answer.Verdict, answer.Why, fmt.Sprintf("%+v", w))
}
