package bind

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// contains binds contains(LIST, x) as anytrue([for e in LIST : e == x]).
func (b *binder) contains(e *hclsyntax.FunctionCallExpr) operand {
	bad := &badOperand{e.Range()}
	s := b.sequence(e.Args[0], "contains")
	x := b.operand(e.Args[1])
	if s == nil {
		b.isValue(x, true)
		return bad
	}
	rng := e.Range()
	if many, ok := s.elem.(*recordOperand); ok {
		rows := many.record
		b.report(e.Args[0].Range(), "Relation used as a value", "contains compares values; %s are rows of %s. Name a field of them, such as %s.%s.", rows.text(), rows.table.Name, rows.text(), rows.table.Key[0].Name)
		b.isValue(x, true)
		return bad
	}
	if t, _, known := natural(x); known && t.Kind == policy.List {
		b.report(x.place(), "List used as a value", "contains asks for one element; %s. To ask whether one of them is in the list, write anytrue([for e in %s : contains(…, e)]).", b.describe(x), b.source(x))
		return bad
	}
	body := b.compare(policy.Eq, s.elem, x, rng)
	if s.list != nil {
		if c, ok := x.(*constOperand); ok && body != nil && !isNull(c) {
			if found, decided := foldContains(s.list, c.value); decided {
				b.settle(s.list)
				return &condOperand{&policy.Const{Expr: policy.Expr{Range: rng}, Value: found}}
			}
		}
		b.settle(s.list)
	}
	if body == nil {
		return bad
	}
	return &condOperand{distribute(s.over, func(over policy.Seq) policy.Cond {
		return &policy.Any{Expr: policy.Expr{Range: rng}, Over: over, Var: s.v, Body: body}
	})}
}

// foldContains looks for a constant in a constant list; undecided where the
// list has nulls, or is one of several.
func foldContains(list *constList, x cty.Value) (found, decided bool) {
	if len(list.parts) != 1 {
		return false, false
	}
	for _, e := range list.parts[0].values {
		switch {
		case e.IsNull():
			return false, false
		case e.Type() == x.Type() && e.Equals(x).True():
			found = true
		}
	}
	return found, true
}

func (b *binder) anytrue(e *hclsyntax.FunctionCallExpr) operand { return b.quantify(e, false) }

func (b *binder) alltrue(e *hclsyntax.FunctionCallExpr) operand { return b.quantify(e, true) }

// quantify binds anytrue and alltrue.
func (b *binder) quantify(e *hclsyntax.FunctionCallExpr, all bool) operand {
	rng := e.Range()
	switch arg := syntax.Unparenthesised(e.Args[0]).(type) {
	case *hclsyntax.ForExpr:
		return b.quantifyFor(arg, e, all)
	case *hclsyntax.TupleConsExpr:
		return condAt(b.chain(arg, rng, all), rng)
	}
	s := b.sequence(e.Args[0], e.Name)
	if s == nil {
		return &badOperand{rng}
	}
	if rows, ok := s.elem.(*recordOperand); ok {
		b.report(e.Args[0].Range(), "Relation used as a value", "%s asks a condition of each row: %s([for r in %s : …]).", e.Name, e.Name, strings.TrimSuffix(rows.text(), "[*]"))
		return &badOperand{rng}
	}
	body := b.truth(s.elem)
	b.settle(s.list)
	return b.quantified(s, body, rng, all)
}

// quantified makes the condition on the sequence; body may be nil.
func (b *binder) quantified(s *sequence, body policy.Cond, rng hcl.Range, all bool) operand {
	if body == nil {
		return &badOperand{rng}
	}
	return &condOperand{distribute(s.over, func(over policy.Seq) policy.Cond {
		if all {
			return &policy.All{Expr: policy.Expr{Range: rng}, Over: over, Var: s.v, Body: body}
		}
		return &policy.Any{Expr: policy.Expr{Range: rng}, Over: over, Var: s.v, Body: body}
	})}
}

// chain binds a list of conditions that is written out.
func (b *binder) chain(e *hclsyntax.TupleConsExpr, rng hcl.Range, all bool) policy.Cond {
	conds := make([]policy.Cond, 0, len(e.Exprs))
	for _, x := range e.Exprs {
		if c := b.condition(x); c != nil {
			conds = append(conds, c)
		}
	}
	switch {
	case len(conds) < len(e.Exprs):
		return nil
	case len(conds) == 0:
		return &policy.Const{Expr: policy.Expr{Range: rng}, Value: all}
	}
	return balance(conds, rng, all)
}

// balance joins conditions into a tree that is no deeper than it must be.
func balance(conds []policy.Cond, rng hcl.Range, all bool) policy.Cond {
	if len(conds) == 1 {
		return conds[0]
	}
	half := len(conds) / 2
	x, y := balance(conds[:half], rng, all), balance(conds[half:], rng, all)
	if all {
		return &policy.And{Expr: policy.Expr{Range: rng}, X: x, Y: y}
	}
	return &policy.Or{Expr: policy.Expr{Range: rng}, X: x, Y: y}
}

// quantifyFor binds anytrue and alltrue of a for.
func (b *binder) quantifyFor(loop *hclsyntax.ForExpr, e *hclsyntax.FunctionCallExpr, all bool) operand {
	rng := e.Range()
	s := b.sequence(loop.CollExpr, "for")
	var elem operand = &badOperand{loop.CollExpr.Range()}
	if s != nil {
		elem, s.v.Name = s.elem, loop.ValVar
	}
	b.vars = &variable{name: loop.ValVar, elem: elem, outer: b.vars}
	if loop.KeyVar != "" {
		b.vars = &variable{name: loop.KeyVar, elem: &badOperand{loop.SrcRange}, outer: b.vars}
	}
	ok := b.checkFor(loop, e.Name)
	body := b.condition(loop.ValExpr)
	if loop.KeyVar != "" {
		b.vars = b.vars.outer
	}
	b.vars = b.vars.outer
	if s == nil {
		return &badOperand{rng}
	}
	b.settle(s.list)
	if !ok {
		return &badOperand{rng}
	}
	return b.quantified(s, body, rng, all)
}

// checkFor reports the forms of for that the language does not have.
func (b *binder) checkFor(loop *hclsyntax.ForExpr, by string) bool {
	before := len(b.diags)
	if loop.KeyExpr != nil {
		b.report(loop.OpenRange, "Unsupported for", "%s takes a list of conditions, [for x in LIST : CONDITION]; this for makes an object.", by)
	}
	if loop.KeyVar != "" {
		b.report(loop.OpenRange, "Unsupported for", "for has one variable here, the element: for %s in ….", loop.ValVar)
	}
	if loop.CondExpr != nil {
		hint := "put it into the condition with &&"
		if by == "alltrue" {
			hint = "put it into the condition, as !(…) ||"
		}
		b.condition(loop.CondExpr)
		b.report(loop.CondExpr.Range(), "Unsupported for", "for has no if here; %s.", hint)
	}
	return len(b.diags) == before
}
