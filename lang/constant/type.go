package constant

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"portcullis/rego/scalar"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// Typed gives a constant as one of the wanted type, and reports one
// that is not.
func Typed(v cty.Value, expr hclsyntax.Expression, w Wanted) (cty.Value, hcl.Diagnostics) {
	none := cty.NullVal(policy.CtyType(w.Type))
	if v.IsNull() {
		return none, nil
	}
	fail := func(summary, format string, args ...any) (cty.Value, hcl.Diagnostics) {
		return none, hcl.Diagnostics{diag.Problem(expr.Range(), summary, fmt.Sprintf(format, args...))}
	}
	if w.Kind == policy.JSON {
		return fail("No JSON constant", "%s, of which there are no constants but null.", w.Phrase())
	}
	ty := v.Type()
	if w.Kind == policy.List {
		if !IsCtyList(ty) {
			return fail("Wrong type", "%s; %s is %s.%s", w.Phrase(), LiteralText(v), CtyPhrase(ty), listHint(v))
		}
		return typedList(v, expr, w)
	}
	if ty != policy.CtyType(w.Type) {
		return fail("Wrong type", "%s; %s is %s.%s", w.Phrase(), LiteralText(v), CtyPhrase(ty), scalarHint(v, w.Type))
	}
	switch w.Kind {
	case policy.Number:
		n, err := exactNumber(v)
		if err != nil {
			return fail("Number out of range", "%s", syntax.Sentence(err))
		}
		return n, nil
	case policy.Date:
		if _, err := scalar.ParseDate(v.AsString()); err != nil {
			return fail("Invalid date", "%s, written like \"2026-03-01\"; %s is none: %s.", w.Phrase(), LiteralText(v), err)
		}
	case policy.Timestamp:
		if _, err := scalar.ParseTimestamp(v.AsString()); err != nil {
			return fail("Invalid timestamp", "%s, written like \"2026-03-01T09:00:00Z\"; %s is none: %s.", w.Phrase(), LiteralText(v), err)
		}
	case policy.UUID:
		if !scalar.IsUUID(v.AsString()) {
			return fail("Invalid uuid", "%s, written like %q; %s is none: %s.", w.Phrase(), scalar.ExampleUUID, LiteralText(v), scalar.ErrUUID)
		}
	case policy.Enum:
		if s := v.AsString(); !slices.Contains(w.Values, s) {
			hint := ""
			if near := diag.Nearest(s, w.Values); near != "" {
				hint = fmt.Sprintf(" Did you mean %q?", near)
			}
			return fail("Value outside the enum", "%s; %s is not among them.%s", w.Phrase(), LiteralText(v), hint)
		}
	}
	return v, nil
}

func typedList(v cty.Value, expr hclsyntax.Expression, w Wanted) (cty.Value, hcl.Diagnostics) {
	var (
		diags hcl.Diagnostics
		elems []cty.Value
		n     = v.LengthInt()
		want  = Wanted{Type: *w.Elem}
	)
	if w.By != nil {
		want.By = func() string { return "Each element of " + w.By() }
	}
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		typed, more := Typed(e, ElementExpr(expr, len(elems), n), want)
		elems = append(elems, typed)
		diags = append(diags, more...)
	}
	if len(elems) == 0 {
		return cty.ListValEmpty(policy.CtyType(*w.Elem)), nil
	}
	return cty.ListVal(elems), diags
}

func listHint(v cty.Value) string {
	if !v.Type().IsPrimitiveType() {
		return ""
	}
	return fmt.Sprintf(" For a list of one, write [%s].", LiteralText(v))
}

// scalarHint says how a constant of another type would be written.
func scalarHint(v cty.Value, want policy.Type) string {
	switch ty := v.Type(); {
	case ty == cty.String && want.Kind == policy.Number:
		if _, err := cty.ParseNumberVal(v.AsString()); err == nil {
			return fmt.Sprintf(" Write %s, without quotes.", v.AsString())
		}
	case ty == cty.String && want.Kind == policy.Bool:
		if s := v.AsString(); s == "true" || s == "false" {
			return fmt.Sprintf(" Write %s, without quotes.", s)
		}
	case want.Kind == policy.String && (ty == cty.Number || ty == cty.Bool):
		return fmt.Sprintf(" Write \"%s\".", LiteralText(v))
	}
	return ""
}

// maxExponent2 is beyond [scalar.MaxPower] in powers of two: what is so great is
// not written out to be looked at.
const maxExponent2 = 3330

// saneNumber says what is wrong with a number of a size that no number has.
func saneNumber(v cty.Value) error {
	f := v.AsBigFloat()
	if exp := f.MantExp(nil); f.IsInf() || f.Sign() != 0 && (exp > maxExponent2 || exp < -maxExponent2) {
		return scalar.ErrSize
	}
	return nil
}

// tooLong reports whether a number that was written out has more digits than
// can be told apart in computing with it.
func tooLong(v cty.Value) bool {
	mantissa, _, _ := strings.Cut(v.AsBigFloat().Text('e', -1), "e")
	return len(strings.Trim(mantissa, "-")) > scalar.MaxDigits+len(".")
}

// exactNumber gives a number as the decimal that it is meant to be: HCL holds
// it in binary, and what it computes is off in the last of its digits.
func exactNumber(v cty.Value) (cty.Value, error) {
	if err := saneNumber(v); err != nil {
		return v, err
	}
	f := v.AsBigFloat()
	if f.Sign() == 0 {
		return cty.Zero, nil
	}
	if f.IsInt() && f.MinPrec() <= 300 {
		return v, nil
	}
	text := f.Text('e', scalar.MaxDigits-1)
	if _, err := scalar.ParseNumber(text); err != nil {
		return v, err
	}
	return cty.ParseNumberVal(text)
}

// ParseDuration reads a duration of whole microseconds, which is what
// timestamps can tell apart.
func ParseDuration(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	switch {
	case err != nil && durationForm.MatchString(s):
		return 0, fmt.Errorf("it is longer than 292 years")
	case err != nil:
		return 0, fmt.Errorf("it is not of that form")
	case d%time.Microsecond != 0:
		return 0, fmt.Errorf("timestamps have whole microseconds")
	}
	return d, nil
}

var durationForm = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$`)
