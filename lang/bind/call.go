package bind

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/rego/scalar"
)

// typedFunction is one that the binder gives its types itself. Every other one is
// of constants alone, and HCL evaluates it.
type typedFunction struct {
	usage    string // as it is written
	min, max int    // arguments
	bind     func(b *binder, e *hclsyntax.FunctionCallExpr) operand
	// always: it is bound also where all its arguments are constants, because
	// HCL's own of the name differs, or it has none.
	always bool
}

// takes reports whether the call has a number of arguments that it can have.
func (f typedFunction) takes(e *hclsyntax.FunctionCallExpr) bool {
	return !e.ExpandFinal && len(e.Args) >= f.min && len(e.Args) <= f.max
}

var functions map[string]typedFunction

func init() { // the functions call binder methods that look into the map
	functions = map[string]typedFunction{
		"contains": {usage: "contains(LIST, x)", min: 2, max: 2, always: true, bind: (*binder).contains},
		"anytrue":  {usage: "anytrue([for x in LIST : CONDITION])", min: 1, max: 1, always: true, bind: (*binder).anytrue},
		"alltrue":  {usage: "alltrue([for x in LIST : CONDITION])", min: 1, max: 1, always: true, bind: (*binder).alltrue},
		"coalesce": {usage: "coalesce(x, y)", min: 2, max: 100, always: true, bind: (*binder).coalesce},
		"format":   {usage: `format("%s/", user.id)`, min: 1, max: 100, bind: (*binder).formatText},
		"join":     {usage: `join("/", [user.region, user.id])`, min: 2, max: 100, bind: (*binder).joinText},
		"holds":    {usage: "holds(RECORD, condition.NAME)", min: 2, max: 2, always: true, bind: (*binder).holds},
		"visible":  {usage: "visible(RECORD)", min: 1, max: 1, always: true, bind: (*binder).visible},
		"length":   {usage: "length(LIST)", min: 1, max: 1, bind: (*binder).length},
		"timeadd":  {usage: `timeadd(time, "-720h")`, min: 2, max: 2, always: true, bind: (*binder).timeadd},
		"dateadd":  {usage: "dateadd(date, -30)", min: 2, max: 2, always: true, bind: (*binder).dateadd},
		"hour":     {usage: "hour(now)", min: 1, max: 1, always: true, bind: (*binder).hour},
		"weekday":  {usage: "weekday(today)", min: 1, max: 1, always: true, bind: (*binder).weekday},
		"midnight": {usage: "midnight(today)", min: 1, max: 1, always: true, bind: (*binder).midnight},
	}
	for _, op := range scalar.Predicates() {
		functions[string(op)] = typedFunction{usage: op.Usage(), min: 2, max: 2, always: true, bind: (*binder).text}
	}
	for _, c := range scalar.Changes() {
		functions[string(c)] = typedFunction{usage: c.Usage(), min: 1, max: 1, bind: (*binder).changed}
	}
}

// call binds a call of one of the functions.
func (b *binder) call(e *hclsyntax.FunctionCallExpr, f typedFunction) operand {
	bad := &badOperand{e.Range()}
	n := len(e.Args)
	switch {
	case e.ExpandFinal:
		last := e.Args[n-1]
		b.report(last.Range(), "Spread argument", "The arguments of %s are written out, without … behind them: %s.", e.Name, f.usage)
	case n < f.min:
		b.report(e.CloseParenRange, "Too few arguments", "%s has %s: %s.", e.Name, arguments(f), f.usage)
	case n > f.max:
		b.report(e.Args[f.max].Range(), "Too many arguments", "%s has %s: %s.", e.Name, arguments(f), f.usage)
	default:
		return f.bind(b, e)
	}
	for _, arg := range e.Args {
		b.probe(arg)
	}
	return bad
}

func arguments(f typedFunction) string {
	switch {
	case f.max > f.min:
		return fmt.Sprintf("at least %d arguments", f.min)
	case f.min == 1:
		return "one argument"
	default:
		return "two arguments"
	}
}

// unknownFunction reports a call that cannot be of what is not constant.
func (b *binder) unknownFunction(e *hclsyntax.FunctionCallExpr) {
	for _, arg := range e.Args {
		b.probe(arg)
	}
	if _, ok := constant.Functions[e.Name]; ok {
		d := b.report(e.NameRange, "Function of constants", "%s takes constants alone. Of what is known of rows and persons there are %s.", e.Name, strings.Join(functionNames(), ", "))
		diag.Within(d, e.Range())
		return
	}
	b.diags = append(b.diags, constant.NoFunction(e))
}

func functionNames() []string {
	names := make([]string, 0, len(functions))
	for n := range functions {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// text binds a predicate of texts.
func (b *binder) text(e *hclsyntax.FunctionCallExpr) operand {
	x, y := b.stringArg(e, 0), b.stringArg(e, 1)
	if x == nil || y == nil {
		return &badOperand{e.Range()}
	}
	return &condOperand{foldText(&policy.Text{Expr: policy.Expr{Range: e.Range()}, Op: scalar.Predicate(e.Name), X: x, Y: y})}
}

// stringArg binds an argument that is a string: nil if it is not.
func (b *binder) stringArg(e *hclsyntax.FunctionCallExpr, i int) policy.Value {
	return b.argument(e, i, policy.Type{Kind: policy.String}, constant.Advice{Found: policy.Enum, Text: "An enum is asked of by == and contains."})
}

// argument binds an argument of a scalar type: nil if it has another.
func (b *binder) argument(e *hclsyntax.FunctionCallExpr, i int, want policy.Type, hint constant.Advice) policy.Value {
	op := b.operand(e.Args[i])
	if !b.isValue(op, false) {
		return nil
	}
	return b.as(op, constant.Wanted{Type: want, By: func() string { return "What " + e.Name + " takes" }, Advice: hint})
}

// changed binds a change of a text.
func (b *binder) changed(e *hclsyntax.FunctionCallExpr) operand {
	x := b.stringArg(e, 0)
	if x == nil {
		return &badOperand{e.Range()}
	}
	return typed(&policy.Changed{Expr: policy.Expr{Range: e.Range()}, By: scalar.Change(e.Name), X: x})
}

// coalesce binds coalesce(x, y, …) as coalesce(x, coalesce(y, …)).
func (b *binder) coalesce(e *hclsyntax.FunctionCallExpr) operand {
	ops := make([]operand, len(e.Args))
	ok := true
	for i, arg := range e.Args {
		ops[i] = b.operand(arg)
		ok = b.isValue(ops[i], true) && ok
	}
	if !ok {
		return &badOperand{e.Range()}
	}
	result := ops[len(ops)-1]
	for i := len(ops) - 2; i >= 0 && !isBad(result); i-- {
		if c, ok := ops[i].(*constOperand); ok && !c.value.IsNull() && i == 0 && isClosed(result) {
			return c
		}
		if isNull(ops[i]) && isClosed(result) {
			continue
		}
		result = b.choice(&choiceOperand{x: ops[i], y: result, rng: e.Range()})
	}
	return result
}

func isClosed(op operand) bool {
	_, ok := op.(*constOperand)
	return ok
}

// length binds length(LIST).
func (b *binder) length(e *hclsyntax.FunctionCallExpr) operand {
	s := b.sequence(e.Args[0], "length")
	if s == nil {
		return &badOperand{e.Range()}
	}
	b.settle(s.list)
	return typed(distributeValue(s.over, func(over policy.Seq) policy.Value {
		if list, ok := over.(*policy.LiteralSeq); ok {
			return &policy.Literal{Expr: policy.Expr{Range: e.Range()}, T: policy.Type{Kind: policy.Number}, Value: cty.NumberIntVal(int64(len(list.Values)))}
		}
		return &policy.Length{Expr: policy.Expr{Range: e.Range()}, Over: over}
	}))
}

// Usages gives how the functions of conditions are written, by name.
func Usages() map[string]string {
	usages := make(map[string]string, len(functions))
	for name, f := range functions {
		usages[name] = f.usage
	}
	return usages
}
