package difftest

import (
	"testing"

	"portcullis/compile/lower"
	"portcullis/fixtures/why"
	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
	"portcullis/lang/reference"

	"github.com/google/go-cmp/cmp"
)

// TestRefusalsAreExplained asks random requests why they are refused: there is
// something to tell just where the reference refuses them; a deny that is named
// decided there, an allow that is named did not apply, and is said to lack something.
func TestRefusalsAreExplained(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	explained := map[string]int{}
	for seed := range 60 {
		c := Cases(100).Example(seed)
		p, err := load(c.Portal.Source)
		if err != nil {
			t.Fatal(err)
		}
		explains := why.New(p, lower.Lower(p))
		for _, r := range c.Requests {
			q, ok := engineRequest(r)
			if !ok {
				continue
			}
			decided := map[*lang.Statement]bool{}
			d := reference.Interpreter{Policy: p, Applied: func(s *lang.Statement) { decided[s] = true }}.Decide(r)
			gaps := explains.WhyNot(q)
			if d.Allow != (len(gaps) == 0) {
				t.Fatalf("allowed is %v, and the gaps are %v\n%s\n%s", d.Allow, gaps, c.Portal.Source, Show(r))
			}
			if nonsense(r) {
				continue // on which nothing decides
			}
			for _, g := range gaps {
				explained[checkGap(t, decided, g, c.Portal.Source, r)]++
			}
		}
	}
	t.Log(explained)
	for _, kind := range []string{"text", "deny", "allow", "no allow"} {
		if explained[kind] < 50 {
			t.Errorf("only %d are explained by %s", explained[kind], kind)
		}
	}
}

// TestWatchedAnswers holds the engine that tells what an answer rests on to the one
// that answers, and what it says of statements that applied to the reference.
func TestWatchedAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	asked := 0
	for seed := range 60 {
		c := Cases(100).Example(seed)
		p, err := load(c.Portal.Source)
		if err != nil {
			t.Fatal(err)
		}
		explains := why.New(p, lower.Lower(p))
		for _, r := range c.Requests {
			q, ok := engineRequest(r)
			if !ok {
				continue
			}
			asked++
			want := explains.Decide(q)
			got, applied := explains.Observe(q, &why.Watch{})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s\n%s\n%s", diff, c.Portal.Source, Show(r))
			}
			decided := map[*lang.Statement]bool{}
			reference.Interpreter{Policy: p, Applied: func(s *lang.Statement) { decided[s] = true }}.Decide(r)
			for _, s := range applied {
				if !decided[s] {
					t.Fatalf("%s:%d applied, and did not in the reference\n%s\n%s", s.File, s.Line, c.Portal.Source, Show(r))
				}
			}
		}
	}
	if asked < 3000 {
		t.Errorf("only %d requests were asked", asked)
	}
}

// nonsense reports whether what is sent with a request is no object.
func nonsense(request any) bool {
	of, _ := request.(map[string]any)
	set, sent := of["set"]
	_, object := set.(map[string]any)
	return sent && !object
}

func checkGap(t *testing.T, decided map[*lang.Statement]bool, g why.Gap, source string, request any) string {
	t.Helper()
	if g.Text != "" {
		return "text"
	}
	if g.Statement == nil {
		return "no allow"
	}
	switch {
	case g.Statement.Effect == lang.Deny:
		if !decided[g.Statement] && g.Field == "" { // what hides a field does not decide on a write
			t.Fatalf("a deny that did not decide: %v\n%s\n%s", g, source, Show(request))
		}
		return "deny"
	case len(g.Lacks) == 0:
		t.Fatalf("an allow that lacks nothing: %v\n%s\n%s", g, source, Show(request))
	}
	return "allow"
}
