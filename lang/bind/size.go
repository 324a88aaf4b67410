package bind

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/policy"
)

// size counts the nodes of a typed expression as a tree, as those see it who
// walk over it. Choices between lists repeat what is asked of their elements,
// so a short text can make a tree that no one could hold.
type size struct{ left int }

// checkSize reports an expression whose tree is out of all proportion to its
// text, and then one that is too large with its conditions written out.
func (b *binder) checkSize(expr hclsyntax.Expression, count func(*size), written func(policy.Expansion) policy.Tests) {
	rng := expr.Range()
	s := &size{left: 10_000 + 20*(rng.End.Byte-rng.Start.Byte)}
	if count(s); s.left < 0 {
		b.report(rng, "Expression too large", "Choices between lists, by coalesce and ?:, stand within one another so deep that the expression has too many cases. Give parts of it names, as conditions.")
		return
	}
	e := policy.Expansion{Named: map[*policy.Condition]int{}}
	b.checkExpansion(expr, written(e), e.Named)
}

// spend counts one node, and reports whether to go on.
func (s *size) spend() bool {
	s.left--
	return s.left >= 0
}

func (s *size) cond(c policy.Cond) {
	if !s.spend() {
		return
	}
	switch c := c.(type) {
	case *policy.Const, *policy.Named, *policy.Visible, *policy.Granted:
	case *policy.Not:
		s.cond(c.X)
	case *policy.And:
		s.cond(c.X)
		s.cond(c.Y)
	case *policy.Or:
		s.cond(c.X)
		s.cond(c.Y)
	case *policy.Choice:
		s.cond(c.If)
		s.cond(c.Then)
		s.cond(c.Else)
	case *policy.Compare:
		s.value(c.X)
		s.value(c.Y)
	case *policy.IsNull:
		s.value(c.X)
	case *policy.Text:
		s.value(c.X)
		s.value(c.Y)
	case *policy.Truth:
		s.value(c.X)
	case *policy.Any:
		s.seq(c.Over)
		s.cond(c.Body)
	case *policy.All:
		s.seq(c.Over)
		s.cond(c.Body)
	}
}

func (s *size) value(v policy.Value) {
	if !s.spend() {
		return
	}
	if c, ok := v.(*policy.IfValue); ok {
		s.cond(c.If)
	}
	if l, ok := v.(*policy.Length); ok {
		s.seq(l.Over)
	}
	for _, x := range policy.Operands(v) {
		s.value(x)
	}
}

func (s *size) seq(q policy.Seq) {
	if f, ok := q.(*policy.FieldSeq); ok && s.spend() {
		s.value(f.X)
	}
}
