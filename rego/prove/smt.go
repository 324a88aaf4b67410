package prove

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"portcullis/rego/scalar"
)

// Solver is who decides a question.
type Solver string

// The solvers. z3 and cvc5 are programs that read SMT-LIB
// (https://smt-lib.org), as they are packaged by Debian.
const (
	Builtin Solver = "builtin" // the procedure of this package; also ""
	Z3      Solver = "z3"
	CVC5    Solver = "cvc5"
	All     Solver = "all"  // each of them, and all must agree
	Auto    Solver = "auto" // the procedure of this package and, of what it leaves open, those that are installed
)

// programs are the solvers that are programs of their own, with how they are run.
// What they may spend is counted in their steps.
var programs = []struct {
	solver Solver
	args   []string
	option string
}{
	{Z3, []string{"-in"}, "(set-option :rlimit 1000000)"},
	{CVC5, []string{"--lang=smt2", "--produce-models", "--strings-exp", "--rlimit=100000", "-"}, ""},
}

// Ready refuses a solver that is none, or that needs a program which is not installed.
func (s Solver) Ready() error {
	known := s == "" || s == Builtin || s == All || s == Auto
	for _, p := range programs {
		known = known || s == p.solver
		if s != p.solver && s != All {
			continue
		}
		if _, err := exec.LookPath(string(p.solver)); err != nil {
			return fmt.Errorf("the solver %s is not installed", p.solver)
		}
	}
	if !known {
		return fmt.Errorf("there is no solver %q: one of builtin, z3, cvc5, all", string(s))
	}
	return nil
}

// asked asks a question of those that are to decide it.
func (s Solver) asked(ask func(Solver) (*Answer, error)) (*Answer, error) {
	switch s {
	case "", Builtin, Z3, CVC5:
		return ask(s)
	case Auto:
		first, err := ask(Builtin)
		for _, p := range programs {
			if err != nil || first.Verdict != Undecided || p.solver.Ready() != nil {
				continue
			}
			more, err := ask(p.solver)
			if err != nil || more.Verdict != Undecided {
				return more, err
			}
		}
		return first, err
	case All:
		first, err := ask(Builtin)
		by := Builtin
		for _, p := range programs {
			if err != nil {
				return nil, err
			}
			var more *Answer
			if more, err = ask(p.solver); err != nil || more.Verdict == Undecided {
				continue
			}
			if first.Verdict != Undecided && first.Verdict != more.Verdict {
				return nil, fmt.Errorf("%w: %s says %s, and %s says %s", ErrDisagree, by, first.Verdict, p.solver, more.Verdict)
			}
			if first.Verdict == Undecided {
				first, by = more, p.solver
			}
		}
		return first, err
	default:
		return nil, s.Ready()
	}
}

// ErrDisagree says that one solver has proven what another has refuted.
var ErrDisagree = errors.New("solvers disagree, which is a fault of Portcullis or of one of them")

// decideBy looks for a world as [Question.decide] does, but that a program finds truth
// values and values that go together.
func (q *Question) decideBy(ctx context.Context, solver Solver, limits Limits) (*Answer, error) {
	w := q.world
	w.limits = limits
	for turn := 1; turn <= limits.Turns; turn++ {
		w.teach()
		found, err := w.askProgram(ctx, solver)
		switch {
		case ctx.Err() != nil:
			return nil, fmt.Errorf("proving: %w: %w", errInterrupted, ctx.Err())
		case err != nil:
			return &Answer{Why: fmt.Sprintf("%s: %s", solver, err), Turns: turn}, nil
		case found == nil:
			return &Answer{Verdict: Never, Turns: turn}, nil
		}
		more, answer := q.look(found.truth, limits, turn, func(atoms []lit) (map[int]any, [][]lit) { return w.valuesBy(found, atoms) })
		if more {
			continue
		}
		if answer == nil {
			answer = &Answer{Why: "texts that satisfy all predicates of them were not found"}
		}
		answer.Turns = turn
		return answer, nil
	}
	return &Answer{Why: fmt.Sprintf("no answer within %d turns", limits.Turns), Turns: limits.Turns}, nil
}

// solved is what a program found: truth by proposition, and values by node.
type solved struct {
	truth []bool
	value map[int]any // *big.Rat, string, or int64
}

// askProgram puts what is asserted to a program; nil says that it cannot hold.
func (w *world) askProgram(ctx context.Context, solver Solver) (*solved, error) {
	i := slices.IndexFunc(programs, func(p struct {
		solver Solver
		args   []string
		option string
	},
	) bool {
		return p.solver == solver
	})
	text, err := w.script(programs[i].option)
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, string(solver), programs[i].args...)
	c.Stdin = strings.NewReader(text)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	runErr := c.Run() // fails where there is no model to be told of
	said, rest, _ := strings.Cut(strings.TrimLeft(out.String(), " \n"), "\n")
	switch strings.TrimSpace(said) {
	case "unsat":
		return nil, nil
	case "sat":
		if strings.Contains(rest, "(error") {
			return nil, fmt.Errorf("it told no model: %s", firstLine(rest))
		}
		return w.told(rest)
	case "unknown":
		return nil, errors.New("it does not know")
	default:
		if said == "" && runErr != nil {
			return nil, fmt.Errorf("running it: %w", runErr)
		}
		return nil, fmt.Errorf("it said %s", firstLine(said))
	}
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// script writes all that is asserted as SMT-LIB: a constant for each open node, a
// function for each proposition that means something, and a question for a model.
func (w *world) script(option string) (string, error) {
	var b strings.Builder
	b.WriteString("(set-logic ALL)\n(set-option :produce-models true)\n" + option + "\n")
	b.WriteString(`(define-fun hex () RegLan (re.union (re.range "0" "9") (re.range "a" "f")))` + "\n")
	var asked []string
	for n := 1; n < len(w.nodes); n++ {
		node := &w.nodes[n]
		if node.constant {
			continue
		}
		name := fmt.Sprintf("n%d", n)
		asked = append(asked, name)
		sort := map[sort]string{numbers: "Real", texts: "String", days: "Int", instants: "Int"}[node.sort]
		fmt.Fprintf(&b, "(declare-const %s %s)\n", name, sort)
		if node.sort.counted() {
			first, last := rangeOf(node.sort)
			fmt.Fprintf(&b, "(assert (and (<= %s %s) (<= %s %s)))\n", smtInt(first), name, name, smtInt(last))
		}
		if node.uuid {
			fmt.Fprintf(&b, `(assert (str.in_re %s (re.++ ((_ re.^ 8) hex) (str.to_re "-") ((_ re.^ 4) hex) (str.to_re "-") ((_ re.^ 4) hex) (str.to_re "-") ((_ re.^ 4) hex) (str.to_re "-") ((_ re.^ 12) hex))))`+"\n", name)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(w.texting.parts)) {
		parts := w.texting.parts[n]
		if slices.ContainsFunc(parts, func(p textPart) bool { return p.node != 0 && w.nodes[p.node].sort != texts }) {
			continue // how numbers are spelled is not said, which leaves more open
		}
		fmt.Fprintf(&b, "(assert (= n%d (str.++", n)
		for _, p := range parts {
			if p.node == 0 {
				text, err := smtText(p.text)
				if err != nil {
					return "", err
				}
				b.WriteString(" " + text)
			} else {
				fmt.Fprintf(&b, " n%d", p.node)
			}
		}
		b.WriteString(")))\n")
	}
	for l := lit(2); int(l) < len(w.circuit.parts); l++ {
		if parts := w.circuit.parts[l]; parts != nil {
			fmt.Fprintf(&b, "(define-fun p%d () Bool (and%s))\n", l, smtLits(parts))
			continue
		}
		meaning, err := w.meaning(l)
		switch {
		case err != nil:
			return "", err
		case meaning != "":
			fmt.Fprintf(&b, "(define-fun p%d () Bool %s)\n", l, meaning)
		default:
			fmt.Fprintf(&b, "(declare-const p%d Bool)\n", l)
		}
		asked = append(asked, fmt.Sprintf("p%d", l))
	}
	for _, l := range w.asserted {
		fmt.Fprintf(&b, "(assert%s)\n", smtLits([]lit{l}))
	}
	for _, clause := range w.lemmas {
		fmt.Fprintf(&b, "(assert (or false%s))\n", smtLits(clause))
	}
	b.WriteString("(check-sat)\n")
	if len(asked) > 0 {
		b.WriteString("(get-value (" + strings.Join(asked, " ") + "))\n")
	}
	return b.String(), nil
}

// meaning writes what a proposition says of values; "" if it is free.
func (w *world) meaning(l lit) (string, error) {
	if of, ok := w.bounds[l]; ok {
		a, err := w.smtNode(of.a)
		if err != nil {
			return "", err
		}
		b, err := w.smtNode(of.b)
		if err != nil {
			return "", err
		}
		switch {
		case w.nodes[of.a].sort == texts:
			return fmt.Sprintf("(str.<= %s %s)", a, b), nil
		case w.nodes[of.a].sort.counted():
			return fmt.Sprintf("(<= %s (+ %s %s))", a, b, smtInt(of.w)), nil
		}
		return fmt.Sprintf("(<= %s %s)", a, b), nil
	}
	t, ok := w.tested[l]
	if !ok {
		return "", nil
	}
	x, err := w.smtNode(t.x)
	if err != nil {
		return "", err
	}
	y, err := w.smtNode(t.y)
	if err != nil {
		return "", err
	}
	switch t.op {
	case scalar.StartsWith:
		return fmt.Sprintf("(str.prefixof %s %s)", y, x), nil
	case scalar.EndsWith:
		return fmt.Sprintf("(str.suffixof %s %s)", y, x), nil
	case scalar.StrContains:
		return fmt.Sprintf("(str.contains %s %s)", x, y), nil
	default:
		return "", nil // what is not said leaves more open
	}
}

func (w *world) smtNode(n int) (string, error) {
	node := &w.nodes[n]
	switch {
	case !node.constant:
		return fmt.Sprintf("n%d", n), nil
	case node.sort == numbers:
		text := fmt.Sprintf("(/ %s.0 %s.0)", new(big.Int).Abs(node.number.Num()), node.number.Denom())
		if node.number.Sign() < 0 {
			text = "(- " + text + ")"
		}
		return text, nil
	case node.sort == texts:
		return smtText(node.text)
	default:
		return "0", nil // of counted sorts, where they are counted from
	}
}

func smtInt(n int64) string {
	if n < 0 {
		return fmt.Sprintf("(- %d)", -n)
	}
	return strconv.FormatInt(n, 10)
}

func smtLits(all []lit) string {
	var b strings.Builder
	for _, l := range all {
		switch {
		case l == yes:
			b.WriteString(" true")
		case l == no:
			b.WriteString(" false")
		case l < 0:
			fmt.Fprintf(&b, " (not p%d)", -l)
		default:
			fmt.Fprintf(&b, " p%d", l)
		}
	}
	return b.String()
}

// maxLetter is the last letter that there is in SMT-LIB's theory of strings.
const maxLetter = 0x2FFFF

// smtText writes a text; it refuses letters that SMT-LIB does not have.
func smtText(s string) (string, error) {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r > maxLetter:
			return "", fmt.Errorf("its texts have no U+%X", r)
		case r == '"':
			b.WriteString(`""`)
		case r < ' ' || r > '~' || r == '\\':
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String(), nil
}

// told reads the values that a program tells.
func (w *world) told(text string) (*solved, error) {
	list, rest, err := readList(text)
	if err != nil || strings.TrimSpace(rest) != "" {
		return nil, fmt.Errorf("it told what is no model: %s", firstLine(text))
	}
	out := &solved{truth: make([]bool, len(w.circuit.parts)), value: map[int]any{}}
	out.truth[yes] = true
	for _, pair := range list {
		if len(pair.list) != 2 || len(pair.list[0].atom) < 2 {
			return nil, fmt.Errorf("it told %s", firstLine(text))
		}
		n, err := strconv.Atoi(pair.list[0].atom[1:])
		if err != nil {
			return nil, fmt.Errorf("it told of %s", pair.list[0].atom)
		}
		if value := pair.list[1]; pair.list[0].atom[0] == 'p' {
			out.truth[n] = value.atom == "true"
		} else if out.value[n], err = w.nodeValue(n, value); err != nil {
			return nil, err
		}
	}
	holds := func(l lit) bool { return out.truth[abs(l)] == (l > 0) }
	for l := 2; l < len(w.circuit.parts); l++ {
		if parts := w.circuit.parts[l]; parts != nil {
			out.truth[l] = !slices.ContainsFunc(parts, func(p lit) bool { return !holds(p) })
		}
	}
	return out, nil
}

func (w *world) nodeValue(n int, x sexpr) (any, error) {
	if w.nodes[n].sort == texts {
		return textTold(x.atom)
	}
	r, ok := x.number()
	switch {
	case !ok:
		return nil, fmt.Errorf("it told a number that cannot be read")
	case !w.nodes[n].sort.counted():
		return r, nil
	case !r.IsInt() || !r.Num().IsInt64():
		return nil, fmt.Errorf("it told a time %s", r)
	}
	return r.Num().Int64(), nil
}

// textTold reads a text as SMT-LIB writes it.
func textTold(atom string) (any, error) {
	s := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(atom, `"`), `"`), `""`, `"`)
	var b strings.Builder
	for s != "" {
		before, after, found := strings.Cut(s, `\u`)
		b.WriteString(before)
		if !found {
			break
		}
		digits, rest := "", ""
		if braced, ok := strings.CutPrefix(after, "{"); ok {
			digits, rest, _ = strings.Cut(braced, "}")
		} else if len(after) >= 4 {
			digits, rest = after[:4], after[4:]
		}
		r, err := strconv.ParseUint(digits, 16, 32)
		if err != nil || !utf8.ValidRune(rune(r)) {
			return nil, errors.New("it told a text that is none")
		}
		b.WriteRune(rune(r))
		s = rest
	}
	return b.String(), nil
}

// sexpr is an expression of SMT-LIB: an atom or a list.
type sexpr struct {
	atom string
	list []sexpr
}

// number reads 5, 1.5, (- 5), (/ 1 3) and what is made of these.
func (x sexpr) number() (*big.Rat, bool) {
	if x.list == nil {
		return new(big.Rat).SetString(x.atom)
	}
	var of []*big.Rat
	for _, part := range x.list[1:] {
		r, ok := part.number()
		if !ok {
			return nil, false
		}
		of = append(of, r)
	}
	switch {
	case x.list[0].atom == "-" && len(of) == 1:
		return new(big.Rat).Neg(of[0]), true
	case x.list[0].atom == "/" && len(of) == 2 && of[1].Sign() != 0:
		return new(big.Rat).Quo(of[0], of[1]), true
	}
	return nil, false
}

// readList reads a list, and gives what is after it.
func readList(s string) ([]sexpr, string, error) {
	s, ok := strings.CutPrefix(strings.TrimLeft(s, " \n\t\r"), "(")
	if !ok {
		return nil, s, errors.New("a list is missing")
	}
	list := []sexpr{}
	for {
		s = strings.TrimLeft(s, " \n\t\r")
		switch {
		case s == "":
			return nil, s, errors.New("a list has no end")
		case s[0] == ')':
			return list, s[1:], nil
		case s[0] == '(':
			inner, rest, err := readList(s)
			if err != nil {
				return nil, s, err
			}
			list, s = append(list, sexpr{list: inner}), rest
		default:
			end := atomEnd(s)
			list, s = append(list, sexpr{atom: s[:end]}), s[end:]
		}
	}
}

func atomEnd(s string) int {
	if s[0] != '"' {
		if end := strings.IndexAny(s, " \n\t\r()"); end >= 0 {
			return end
		}
		return len(s)
	}
	for i := 1; i < len(s); i++ {
		if s[i] == '"' {
			if i+1 < len(s) && s[i+1] == '"' {
				i++
				continue
			}
			return i + 1
		}
	}
	return len(s)
}

// valuesBy gives a value to every node that the atoms speak of, as a program told.
// Where texts are folded, or made of numbers, which it was not told, and where it told
// texts of its own that are none, they are looked for here.
func (w *world) valuesBy(found *solved, atoms []lit) (map[int]any, [][]lit) {
	spoken := w.spoken(atoms)
	own := len(w.origin) > 0
	for n := range spoken {
		own = own || w.texting.parts[n] != nil
	}
	if own {
		return w.values(atoms)
	}
	out := map[int]any{}
	var ranks []*big.Rat
	for n := range spoken {
		if v, ok := found.value[n]; ok {
			out[n] = v
		}
		if w.nodes[n].constant && w.nodes[n].sort == numbers {
			out[n] = w.nodes[n].number
		}
		if r, ok := out[n].(*big.Rat); ok {
			ranks = append(ranks, r)
		}
	}
	slices.SortFunc(ranks, (*big.Rat).Cmp)
	ranks = slices.CompactFunc(ranks, func(a, b *big.Rat) bool { return a.Cmp(b) == 0 })
	var low *big.Rat
	plain := map[string]*big.Rat{}
	for i, r := range ranks { // 1/3 is no decimal: take one that is between the same neighbours
		low0 := low
		low = r
		if !decimalRat(r) {
			var high *big.Rat
			if i+1 < len(ranks) {
				high = ranks[i+1]
			}
			low = between(low0, high, 0)
		}
		plain[r.RatString()] = low
	}
	for n, v := range out {
		if r, ok := v.(*big.Rat); ok {
			out[n] = plain[r.RatString()]
		}
	}
	return out, nil
}

// decimalRat reports whether a number has finitely many digits.
func decimalRat(r *big.Rat) bool {
	d := new(big.Int).Set(r.Denom())
	for _, p := range []int64{2, 5} {
		for by := big.NewInt(p); new(big.Int).Mod(d, by).Sign() == 0; {
			d.Div(d, by)
		}
	}
	return d.IsInt64() && d.Int64() == 1
}
