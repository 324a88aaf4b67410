package constant

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/diag"
)

// guardedCall is a call of a function that is asked what it will cost before
// it is made.
type guardedCall struct {
	*hclsyntax.FunctionCallExpr
	eval *evaluation
}

// Value implements [hcl.Expression].
func (c *guardedCall) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	if _, ok := Functions[c.Name]; !ok {
		return cty.DynamicVal, hcl.Diagnostics{NoFunction(c.FunctionCallExpr)}
	}
	var (
		diags hcl.Diagnostics
		call  = *c.FunctionCallExpr
		vals  []cty.Value
	)
	call.Args = make([]hclsyntax.Expression, len(c.Args))
	for i, arg := range c.Args {
		v, more := arg.Value(ctx)
		diags = append(diags, more...)
		vals = append(vals, v)
		call.Args[i] = &hclsyntax.LiteralValueExpr{Val: v, SrcRange: arg.Range()}
	}
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	for _, v := range vals {
		if !v.IsWhollyKnown() {
			return cty.DynamicVal, diags
		}
	}
	if c.ExpandFinal {
		vals = spread(vals)
	}
	price := cost(c.Name, vals)
	for _, v := range vals {
		n, _, _ := measure(v, 0, c.eval.left+1)
		price += n
	}
	if more := c.eval.charge(price, c.Range()); more != nil || c.eval.spent {
		return cty.DynamicVal, append(diags, more...)
	}
	if detail := tooWide(c.Name, vals); detail != "" {
		return cty.DynamicVal, append(diags, diag.Problem(c.Range(), "Constant too large", detail))
	}
	v, more := call.Value(ctx)
	return v, append(diags, more...)
}

// spread puts the elements of the last argument in its place.
func spread(vals []cty.Value) []cty.Value {
	last := vals[len(vals)-1]
	if last.IsNull() || !IsCtyList(last.Type()) {
		return vals
	}
	return append(vals[:len(vals)-1:len(vals)-1], last.AsValueSlice()...)
}

// othersFunctions are functions of other languages, and what to write for them.
var othersFunctions = map[string]string{
	"last":     "A part of a value is shown by a mask alone, and by itself: mask = { phone = last(4) }.",
	"first":    "A part of a value is shown by a mask alone, and by itself: mask = { name = first(2) }.",
	"year":     "A part of a value is shown by a mask alone, and by itself: mask = { born = year() }.",
	"month":    "A part of a value is shown by a mask alone, and by itself: mask = { born = month() }.",
	"now":      "now is written without ( ).",
	"today":    "today is written without ( ).",
	"count":    "Elements are counted by length(LIST).",
	"len":      "Elements are counted by length(LIST).",
	"size":     "Elements are counted by length(LIST).",
	"includes": "Lists are asked by contains(LIST, x).",
	"not":      "What is not so is written !x.",
	"exists":   "Whether some row is so is asked by anytrue([for r in row.RELATION : CONDITION]).",
	"ifnull":   "What stands in for null is coalesce(x, y).",
	"nvl":      "What stands in for null is coalesce(x, y).",
	"isnull":   "Whether there is no value is asked by x == null.",
	"like":     "Text is asked by startswith, endswith and strcontains.",
}

// NoFunction reports a function that there is not.
func NoFunction(e *hclsyntax.FunctionCallExpr) *hcl.Diagnostic {
	names := slices.Sorted(maps.Keys(Functions))
	hint := ""
	if meant := othersFunctions[strings.ToLower(e.Name)]; meant != "" {
		hint = " " + meant
	} else if near := diag.Nearest(e.Name, names); near != "" {
		hint = fmt.Sprintf(" Did you mean %q?", near)
	}
	return diag.Within(diag.Problem(e.NameRange, "Unknown function", fmt.Sprintf("There is no function %q.%s", e.Name, hint)), e.Range())
}

// cost bounds what a call makes, in units of the budget, for the functions
// that make more than a multiple of their arguments.
func cost(name string, args []cty.Value) int {
	text := func(i int) int {
		if i >= len(args) || args[i].IsNull() || args[i].Type() != cty.String {
			return 0
		}
		return len(args[i].AsString())
	}
	elements := func(i int) int {
		if i >= len(args) || args[i].IsNull() || !args[i].CanIterateElements() {
			return 0
		}
		return args[i].LengthInt()
	}
	const most = 1 << 30
	product := func(x, y int) int {
		if x > 0 && y > most/x {
			return most
		}
		return x * y
	}
	switch name {
	case "replace", "regexreplace":
		return product(text(0)+1, text(2)+1) / bytesPerUnit
	case "regex":
		return product(text(1)+1, text(0)+1) / bytesPerUnit / bytesPerUnit
	case "regexall":
		return product(text(1)+1, text(0)+1) / bytesPerUnit
	case "trim":
		return product(text(0)+1, text(1)+1) / bytesPerUnit
	case "join":
		return product(elements(1)+1, text(0)+1) / bytesPerUnit
	case "distinct":
		return product(elements(0), elements(0)) / bytesPerUnit
	case "setproduct":
		n := 1
		for i := range args {
			n = product(n, elements(i))
		}
		return product(n, len(args))
	case "indent":
		n, _ := smallInt(args, 0)
		return product(n, text(1)+1) / bytesPerUnit
	case "parseint", "tonumber", "jsondecode", "csvdecode":
		return text(0)
	default:
		return 0
	}
}

// smallInt gives an argument that is a whole number, at most a million.
func smallInt(args []cty.Value, i int) (int, bool) {
	const most = 1_000_000
	if i >= len(args) || args[i].IsNull() || args[i].Type() != cty.Number {
		return 0, false
	}
	n, _ := args[i].AsBigFloat().Int64()
	return int(max(0, min(n, most))), n <= most
}

var (
	formatWidth = regexp.MustCompile(`%[^%a-zA-Z]*`)
	digits      = regexp.MustCompile(`[0-9]+`)
)

// tooWide refuses what the budget does not see: the widths in format, and the
// brackets in JSON.
func tooWide(name string, args []cty.Value) string {
	if len(args) == 0 || args[0].IsNull() || args[0].Type() != cty.String {
		return ""
	}
	text := args[0].AsString()
	switch name {
	case "format", "formatlist":
		for _, verb := range formatWidth.FindAllString(text, -1) {
			for _, n := range digits.FindAllString(verb, -1) {
				if width, err := strconv.Atoi(n); err != nil || width > 1000 {
					return "A width or precision in a format is at most 1000."
				}
			}
		}
	case "jsondecode":
		if strings.Count(text, "[")+strings.Count(text, "{") > 10_000 || jsonDepth(text) > maxValueDepth {
			return fmt.Sprintf("Lists and objects stand within one another more than %d deep, or there are too many of them.", maxValueDepth)
		}
	}
	return ""
}

// jsonDepth gives an upper bound of how deep brackets stand within one another.
func jsonDepth(text string) int {
	depth, most := 0, 0
	for _, c := range text {
		switch c {
		case '[', '{':
			depth++
			most = max(most, depth)
		case ']', '}':
			depth = max(0, depth-1)
		}
	}
	return most
}
