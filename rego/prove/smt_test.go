package prove

import (
	"errors"
	"math/big"
	"testing"
)

// TestSolversMustAgree: with all of them, one that proves what another refutes is an
// error; what one leaves open, another decides.
func TestSolversMustAgree(t *testing.T) {
	for _, c := range []struct {
		name              string
		builtin, z3, cvc5 Verdict
		want              Verdict
		disagree          bool
	}{
		{"all agree", Never, Never, Never, Never, false},
		{"some leave it open", Undecided, Undecided, Sometimes, Sometimes, false},
		{"the program against z3", Never, Sometimes, Never, Undecided, true},
		{"z3 against cvc5", Undecided, Never, Sometimes, Undecided, true},
		{"nobody knows", Undecided, Undecided, Undecided, Undecided, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			says := map[Solver]Verdict{Builtin: c.builtin, Z3: c.z3, CVC5: c.cvc5}
			got, err := All.asked(func(s Solver) (*Answer, error) { return &Answer{Verdict: says[s]}, nil })
			switch {
			case errors.Is(err, ErrDisagree) != c.disagree:
				t.Error(err)
			case err == nil && got.Verdict != c.want:
				t.Errorf("%s, not %s", got.Verdict, c.want)
			}
		})
	}
	if err := Solver("yices").Ready(); err == nil {
		t.Error("there is a solver yices")
	}
}

// TestTexts of SMT-LIB come back as they went.
func TestTexts(t *testing.T) {
	for _, text := range []string{"", "a", `quoted "so"`, `back\slash \u{61}`, "é\n", "\U0001F600"} {
		written, err := smtText(text)
		if err != nil {
			t.Fatal(err)
		}
		list, rest, err := readList("((n1 " + written + ")) x")
		if err != nil || rest != " x" || len(list) != 1 {
			t.Fatal(list, rest, err)
		}
		if got, err := textTold(list[0].list[1].atom); err != nil || got != text {
			t.Errorf("%q came back as %q: %v", text, got, err)
		}
	}
	if _, err := smtText("\U0010FFFF"); err == nil {
		t.Error("SMT-LIB has no U+10FFFF")
	}
	if _, err := textTold(`"\u{d800}"`); err == nil {
		t.Error("half a letter is a text")
	}
}

// TestNumbers of SMT-LIB are read, whatever they are made of.
func TestNumbers(t *testing.T) {
	for text, want := range map[string]*big.Rat{
		"(5)": big.NewRat(5, 1), "(1.5)": big.NewRat(3, 2), "((- 5))": big.NewRat(-5, 1), "((/ 1.0 3.0))": big.NewRat(1, 3), "((- (/ 1 4)))": big.NewRat(-1, 4),
	} {
		list, _, err := readList(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := list[0].number(); !ok || got.Cmp(want) != 0 {
			t.Errorf("%s is read as %v", text, got)
		}
	}
	for _, text := range []string{"((/ 1 0))", "(x)", "((+ 1 2))"} {
		if list, _, err := readList(text); err == nil {
			if _, ok := list[0].number(); ok {
				t.Errorf("%s is a number", text)
			}
		}
	}
	for _, text := range []string{"", "x", "((a)"} {
		if _, _, err := readList(text); err == nil {
			t.Errorf("%q is a list", text)
		}
	}
	if decimalRat(big.NewRat(1, 3)) || !decimalRat(big.NewRat(7, 40)) {
		t.Error("7/40 has finitely many digits, and 1/3 has not")
	}
}
