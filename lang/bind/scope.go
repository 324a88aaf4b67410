package bind

import (
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

// Place is where an expression stands; it decides which roots it may use.
type Place int

const (
	PlaceRows    Place = iota + 1 // rows of a statement or report, when of a condition: row, user, team, now, today, local, condition, all, own
	PlaceCheck                    // check: row, new, user, team, now, today, local, condition
	PlaceWhen                     // when of a statement: user, team, now, today, local
	PlaceSet                      // values of set: user, team, now, today, local
	PlaceDefault                  // default of a field: now, today, local
)

// The roots that expressions begin with.
var (
	rowRoots    = []string{"row", "user", "team", "now", "today", "local", "condition", "all", "own"}
	checkRoots  = []string{"row", "new", "user", "team", "now", "today", "local", "condition"}
	personRoots = []string{"user", "team", "now", "today", "local"}
	timeRoots   = []string{"now", "today", "local"}
)

func (p Place) roots() []string {
	switch p {
	case PlaceRows:
		return rowRoots
	case PlaceCheck:
		return checkRoots
	case PlaceDefault:
		return timeRoots
	default:
		return personRoots
	}
}

// refusal says why a root may not be used at the place.
func (p Place) refusal(root string) string {
	switch {
	case p == PlaceDefault:
		return fmt.Sprintf("A default is a constant, now or today; %s is known of a request alone, and belongs in set.", root)
	case root == "new":
		return "new, the row as it would be after the write, can be asked of in check alone."
	case p == PlaceCheck:
		return fmt.Sprintf("%s stands where rows are chosen, in rows; check is a condition on new.", root)
	case p == PlaceSet:
		return fmt.Sprintf("A value of set is made of constants, user, team, now and today; %s is not among them.", root)
	case root == "row" || root == "condition":
		return fmt.Sprintf("when is a condition on user, team, now and today alone; one on %s belongs in rows.", root)
	default:
		return fmt.Sprintf("when is a condition on user, team, now and today; %s stands in rows.", root)
	}
}

// Scope is what an expression is bound against.
type Scope struct {
	Place  Place
	Portal *policy.Portal       // the users table and the properties
	Table  *policy.Table        // row's and new's; nil where there is none
	Locals map[string]cty.Value // evaluated; one that is not known is spoiled, and passed over
	// condition resolves condition.NAME; nil without diagnostics is one that is
	// known to be wrong already.
	Condition      func(name string, use hcl.Range) (*policy.Condition, hcl.Diagnostics)
	ConditionNames []string // in order
	Uses           *policy.Uses
}

// Condition gives an expression its type as a condition: nil on errors,
// and without any where it refers to what is known to be wrong already.
func Condition(expr hclsyntax.Expression, sc *Scope) (policy.Cond, hcl.Diagnostics) {
	b := newBinder(expr, sc)
	c := b.condition(expr)
	if c != nil {
		b.checkSize(expr, func(s *size) { s.cond(c) }, func(e policy.Expansion) policy.Tests { return e.Cond(c) })
	}
	if b.diags.HasErrors() {
		return nil, b.diags
	}
	return c, b.diags
}

// Value gives an expression its type as a value of the type that is
// wanted, null included: nil as [bindCondition] is.
func Value(expr hclsyntax.Expression, want policy.Type, sc *Scope) (policy.Value, hcl.Diagnostics) {
	b := newBinder(expr, sc)
	var v policy.Value
	if op := b.operand(expr); b.isValue(op, true) {
		v = b.as(op, constant.Wanted{Type: want})
	}
	if v != nil {
		b.checkSize(expr, func(s *size) { s.value(v) }, func(e policy.Expansion) policy.Tests { return e.Leaf(v) })
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
	*Scope
	open  map[hclsyntax.Node]bool // the nodes that are not closed constants
	vars  *variable               // the innermost for-variable in scope
	asked size                    // what may be written out by holds
	diags hcl.Diagnostics
}

func newBinder(expr hclsyntax.Expression, sc *Scope) *binder {
	rng := expr.Range()
	return &binder{Scope: sc, open: constant.FindReferences(expr).Open, asked: size{10*maxTests + 20*(rng.End.Byte-rng.Start.Byte)}}
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
	names := slices.Clone(b.Place.roots())
	for v := b.vars; v != nil; v = v.outer {
		names = append(names, v.name)
	}
	return names
}

func (b *binder) report(subject hcl.Range, summary, format string, args ...any) *hcl.Diagnostic {
	d := diag.Problem(subject, summary, fmt.Sprintf(format, args...))
	b.diags = append(b.diags, d)
	return d
}
