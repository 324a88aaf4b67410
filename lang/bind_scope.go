package lang

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// place is where an expression stands; it decides which roots it may use.
type place int

const (
	placeRows  place = iota + 1 // rows of a statement or report, when of a condition: row, user, team, now, today, local, condition, all, own
	placeCheck                  // check: row, new, user, team, now, today, local, condition
	placeWhen                   // when of a statement: user, team, now, today, local
	placeSet                    // values of set: user, team, now, today, local
)

// The roots that expressions begin with.
var (
	rowRoots    = []string{"row", "user", "team", "now", "today", "local", "condition", "all", "own"}
	checkRoots  = []string{"row", "new", "user", "team", "now", "today", "local", "condition"}
	personRoots = []string{"user", "team", "now", "today", "local"}
	allRoots    = []string{"row", "new", "user", "team", "now", "today", "local", "condition", "all", "own"}
)

func (p place) roots() []string {
	switch p {
	case placeRows:
		return rowRoots
	case placeCheck:
		return checkRoots
	default:
		return personRoots
	}
}

// refusal says why a root may not be used at the place.
func (p place) refusal(root string) string {
	switch {
	case root == "new":
		return "new, the row as it would be after the write, can be asked of in check alone."
	case p == placeCheck:
		return fmt.Sprintf("%s stands where rows are chosen, in rows; check is a condition on new.", root)
	case p == placeSet:
		return fmt.Sprintf("A value of set is made of constants, user, team, now and today; %s is not among them.", root)
	case root == "row" || root == "condition":
		return fmt.Sprintf("when is a condition on user, team, now and today alone; one on %s belongs in rows.", root)
	default:
		return fmt.Sprintf("when is a condition on user, team, now and today; %s stands in rows.", root)
	}
}

// scope is what an expression is bound against.
type scope struct {
	place  place
	portal *Portal              // the users table and the properties
	table  *Table               // row's and new's; nil where there is none
	locals map[string]cty.Value // evaluated; one that is not known is spoiled, and passed over
	// condition resolves condition.NAME; nil without diagnostics is one that is
	// known to be wrong already.
	condition      func(name string, use hcl.Range) (*Condition, hcl.Diagnostics)
	conditionNames []string // in order
}

// bindCondition gives an expression its type as a condition: nil on errors,
// and without any where it refers to what is known to be wrong already.
func bindCondition(expr hclsyntax.Expression, sc *scope) (Cond, hcl.Diagnostics) {
	b := newBinder(expr, sc)
	c := b.condition(expr)
	if c != nil {
		b.checkSize(expr, func(s *size) { s.cond(c) }, func(e expansion) tests { return e.cond(c) })
	}
	if b.diags.HasErrors() {
		return nil, b.diags
	}
	return c, b.diags
}

// bindValue gives an expression its type as a value of the type that is
// wanted, null included: nil as [bindCondition] is.
func bindValue(expr hclsyntax.Expression, want Type, sc *scope) (Value, hcl.Diagnostics) {
	b := newBinder(expr, sc)
	var v Value
	if op := b.operand(expr); b.isValue(op, true) {
		v = b.as(op, wanted{Type: want})
	}
	if v != nil {
		b.checkSize(expr, func(s *size) { s.value(v) }, func(e expansion) tests { return e.leaf(v) })
	}
	if b.diags.HasErrors() {
		return nil, b.diags
	}
	return v, b.diags
}

// binder gives one expression its types. Its methods report what is wrong, and
// give nil (or a [badOperand]) for it, which is passed over in silence further
// up: a mistake is reported once.
type binder struct {
	*scope
	open  map[hclsyntax.Node]bool // the nodes that are not closed constants
	vars  *variable               // the innermost for-variable in scope
	diags hcl.Diagnostics
}

func newBinder(expr hclsyntax.Expression, sc *scope) *binder {
	return &binder{scope: sc, open: findReferences(expr).open}
}

// variable is a for-variable and what it stands for.
type variable struct {
	name  string
	elem  operand
	outer *variable
}

func (v *variable) find(name string) *variable {
	for ; v != nil; v = v.outer {
		if v.name == name {
			return v
		}
	}
	return nil
}

// rootNames are the names that an expression can begin with here.
func (b *binder) rootNames() []string {
	names := slices.Clone(b.place.roots())
	for v := b.vars; v != nil; v = v.outer {
		names = append(names, v.name)
	}
	return names
}

func (b *binder) report(subject hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	d := problem(subject, summary, fmt.Sprintf(format, args...))
	b.diags = append(b.diags, d)
	return d
}
