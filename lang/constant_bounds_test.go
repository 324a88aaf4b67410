package lang

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/bind"
	"portcullis/lang/constant"
	"portcullis/lang/policy"
)

// TestConstantBounds evaluates constants that ask for more than a machine has.
func TestConstantBounds(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	loops := "1"
	for i := range 12 {
		loops = fmt.Sprintf("[for v%d in range(1000) : %s]", i, loops)
	}
	splats := "local.list"
	for range 12 {
		splats = fmt.Sprintf("local.list[*][length(%s)]", splats)
	}
	locals := map[string]cty.Value{"list": cty.TupleVal(make([]cty.Value, 0))}
	var many []cty.Value
	for i := range 500 {
		many = append(many, cty.NumberIntVal(int64(i)))
	}
	locals["list"] = cty.TupleVal(many)
	hostile := map[string]string{
		"nested for":                loops,
		"nested for in a template":  `"%{for a in range(1000)}%{for b in range(1000)}%{for c in range(1000)}x%{endfor}%{endfor}%{endfor}"`,
		"nested splats":             splats,
		"for that makes an object":  `{for a in range(1000) : "k${a}" => [for b in range(1000) : b]}`,
		"replace":                   `replace("` + long + `", "x", "` + long + `")`,
		"regexreplace":              `regexreplace("` + long + `", "x", "` + long + `")`,
		"regexall":                  `regexall("` + strings.Repeat("(x)", 2000) + `", "` + long + `")`,
		"join":                      `join("` + long + `", [for i in range(1000) : "a"])`,
		"setproduct":                `setproduct(range(1000), range(1000), range(1000), range(1000))`,
		"spread":                    `setproduct([for i in range(100) : range(100)]...)`,
		"distinct":                  `distinct(concat(range(1000), range(1000), range(1000), range(1000)))`,
		"indent":                    `indent(1000000000, "a\nb")`,
		"format":                    `format("%1000000000d", 1)`,
		"format with a precision":   `format("%.1000000000f", 1)`,
		"formatlist":                `formatlist("%1000000000d", [1])`,
		"range":                     `range(1e9)`,
		"range with a small step":   `range(0, 1, 1e-300)`,
		"json too deep":             `jsondecode("` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `")`,
		"numbers too large":         strings.Repeat("1e900 * ", 200) + "1",
		"text of a large number":    `"${1e900 * 1e900}"`,
		"number read from a text":   `tonumber("1e1000000000")`,
		"number in JSON":            `jsondecode("[1e1000000000]")[0] + 1`,
		"number parsed":             `parseint("` + strings.Repeat("z", 5000) + `", 36)`,
		"power":                     `pow(10, 100000)`,
		"in the side not taken":     `true ? 1 : length(` + loops + `)`,
		"in the side that is short": `true || length(` + loops + `) > 1`,
	}
	for name, src := range hostile {
		t.Run(name, func(t *testing.T) {
			expr := parseExpr(t, src)
			v, diags := constant.Eval(expr, locals)
			if !diags.HasErrors() {
				t.Errorf("gives a %s", v.Type().FriendlyName())
			}
		})
	}
}

// TestConstantGrowth doubles a text and a list, local by local.
func TestConstantGrowth(t *testing.T) {
	for name, step := range map[string]string{
		"text": `"${local.x}${local.x}"`,
		"list": `concat(local.x, local.x)`,
		"tree": `[local.x, local.x]`,
		"deep": `[local.x]`,
		"one":  `{a = local.x, b = local.x}`,
	} {
		t.Run(name, func(t *testing.T) {
			x := cty.StringVal("0123456789")
			if name != "text" {
				x = cty.TupleVal([]cty.Value{cty.True})
			}
			expr := parseExpr(t, step)
			for i := range 200 {
				v, diags := constant.Eval(expr, map[string]cty.Value{"x": x})
				if diags.HasErrors() {
					t.Logf("ends after %d steps", i)
					return
				}
				x = v
			}
			t.Error("grows without end")
		})
	}
}

// TestLargeLists evaluates and binds what a person may have an export write.
func TestLargeLists(t *testing.T) {
	var list strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&list, "%d,", i)
	}
	expr := parseExpr(t, "contains(["+list.String()+"], row.total)")
	c, diags := bind.Condition(expr, bindScope(bind.PlaceRows, "orders"))
	if diags.HasErrors() {
		t.Fatal(diags[0])
	}
	if n := len(c.(*policy.Any).Over.(*policy.LiteralSeq).Values); n != 20_000 {
		t.Errorf("%d values", n)
	}
}

// TestBindIsLinear binds chains of which one is ten times as long as another, and
// counts what is allocated, as that tells without a clock what is done.
func TestBindIsLinear(t *testing.T) {
	for name, link := range map[string]string{
		"and":      "row.total > 3 && ",
		"or":       "contains(row.items[*].qty, 3) || ",
		"not":      "!",
		"choice":   "row.urgent ? row.total > 3 : ",
		"mistakes": "row.totl > 3 && ",
	} {
		t.Run(name, func(t *testing.T) {
			allocated := func(n int) float64 {
				expr := parseExpr(t, strings.Repeat(link, n)+"row.urgent")
				return testing.AllocsPerRun(1, func() {
					_, diags := bind.Condition(expr, bindScope(bind.PlaceRows, "orders"))
					if diags.HasErrors() != (name == "mistakes") {
						t.Fatal(diags)
					}
				})
			}
			short, long := allocated(500), allocated(5000)
			if long > 11*short+1000 {
				t.Errorf("500 take %v allocations, 5,000 take %v", short, long)
			}
		})
	}
}

// TestBindBounds has choices between lists repeat what is asked of them.
func TestBindBounds(t *testing.T) {
	src := "row.urgent"
	for i := range 30 {
		src = fmt.Sprintf("anytrue([for v%d in coalesce(row.tags, row.labels) : %s])", i, src)
	}
	_, diags := bind.Condition(parseExpr(t, src), bindScope(bind.PlaceRows, "orders"))
	if !diags.HasErrors() || diags[0].Summary != "Expression too large" {
		t.Error(diags)
	}
}
