package difftest

import (
	"testing"

	"portcullis/compile/lower"
	"portcullis/fixtures/why"
	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
	"portcullis/lang/reference"
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
			watch := &reference.Watch{Applied: func(s *lang.Statement) { decided[s] = true }}
			d := reference.Interpreter{Policy: p, Watch: watch}.Decide(r)
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
