package bind

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/policy"
)

// splat binds a path with [*].
func (b *binder) splat(e *hclsyntax.SplatExpr) operand {
	bad := &badOperand{e.Range()}
	var many *manyOperand
	switch source := b.operand(e.Source).(type) {
	case *badOperand:
		return bad
	case *manyOperand:
		many = source
	case *recordOperand:
		b.report(e.MarkerRange, "Misplaced [*]", "%s is one row, not many: leave [*] out.", source.text())
		return bad
	default:
		if !b.isValue(source, true) {
			return bad
		}
		b.report(e.MarkerRange, "Misplaced [*]", "[*] follows a relation to many rows; %s. Leave it out.", b.describe(source))
		return bad
	}
	if many.splat {
		b.report(e.MarkerRange, "Second [*]", "A path has one [*] at most. Ask of each row: anytrue([for r in %s : contains(…)]).", many.from)
		return bad
	}
	many.splat = true
	many.text += "[*]"
	switch each := e.Each.(type) {
	case *hclsyntax.AnonSymbolExpr:
	case *hclsyntax.RelativeTraversalExpr:
		if _, ok := each.Source.(*hclsyntax.AnonSymbolExpr); !ok {
			b.refuseBehind(each.Source, many)
			return bad
		}
		many.elem = b.walk(many.elem, each.Traversal)
	default:
		b.refuseBehind(each, many)
		return bad
	}
	return b.splatted(many, e)
}

// splatted judges what is behind [*].
func (b *binder) splatted(many *manyOperand, e *hclsyntax.SplatExpr) operand {
	many.rows.Range = e.Range()
	switch elem := many.elem.(type) {
	case *recordOperand:
		many.text = elem.text()
		return many
	case *typedOperand:
		many.text += strings.TrimPrefix(policy.FormatValue(elem.v), many.v.Name)
		elem.text = many.text
		return many
	case *manyOperand:
		b.report(e.Each.Range(), "Many rows of many rows", "A path leads over one relation to many rows. Ask of each row: anytrue([for r in %s : …]).", many.from)
	}
	return &badOperand{e.Range()}
}

// refuseBehind reports what cannot follow [*].
func (b *binder) refuseBehind(expr hclsyntax.Expression, many *manyOperand) {
	switch e := expr.(type) {
	case *hclsyntax.SplatExpr:
		b.report(e.MarkerRange, "Second [*]", "A path has one [*] at most. Ask of each row: anytrue([for r in %s : …]).", many.from)
	case *hclsyntax.IndexExpr:
		b.report(e.BracketRange, "Index", "Elements are not picked by [ ]. Fields are named after a dot; of lists and rows, contains, anytrue and alltrue ask.")
	default:
		b.report(e.Range(), "Not a path", "Only names of fields and relations follow [*].")
	}
}
