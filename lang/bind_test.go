package lang

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"portcullis/internal/update"

	"portcullis/lang/bind"
	"portcullis/lang/constant"
	"portcullis/lang/policy"
)

var places = map[string]bind.Place{"rows": bind.PlaceRows, "check": bind.PlaceCheck, "when": bind.PlaceWhen, "set": bind.PlaceSet}

// TestBind binds the expressions of testdata/bind. A case is a line with the
// expression, and beneath it, indented, the typed condition as [policy.Format] writes
// it, or for each mistake the text that is marked, the summary and the detail.
// A line `rows orders:` says where the expressions after it stand; in set,
// it has the type that is wanted of them.
func TestBind(t *testing.T) {
	files, err := filepath.Glob("testdata/bind/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := bindCases(t, string(src))
			if update.Golden() {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(src), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// bindCases gives the text of a file of cases with what comes of each.
func bindCases(t *testing.T, src string) string {
	var (
		w  strings.Builder
		in = caseScope{place: bind.PlaceRows, table: "orders"}
	)
	for line := range strings.Lines(src) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "    "):
			continue
		case strings.HasSuffix(line, ":") && !strings.ContainsAny(line, "\"["):
			in = parseCaseScope(t, strings.TrimSuffix(line, ":"))
		case line != "" && !strings.HasPrefix(line, "#"):
			line += "\n    " + strings.ReplaceAll(in.bind(t, line), "\n", "\n    ")
		}
		w.WriteString(line + "\n")
	}
	return w.String()
}

// caseScope is where the expressions of a file of cases stand.
type caseScope struct {
	place bind.Place
	table string
	want  policy.Type
}

func parseCaseScope(t *testing.T, line string) caseScope {
	name, rest, _ := strings.Cut(line, " ")
	p, ok := places[name]
	if !ok {
		t.Fatalf("no place %q", name)
	}
	if p == bind.PlaceSet {
		return caseScope{place: p, want: caseTypes[rest]}
	}
	return caseScope{place: p, table: rest}
}

var caseTypes = map[string]policy.Type{
	"string": scalarType(policy.String), "number": scalarType(policy.Number), "bool": scalarType(policy.Bool), "date": scalarType(policy.Date),
	"timestamp": scalarType(policy.Timestamp), "status": enumOf("draft", "open", "done"), "tier": enumOf("free", "paid"),
	"strings": listOf(scalarType(policy.String)), "uuid": scalarType(policy.UUID),
}

func (c caseScope) bind(t *testing.T, src string) string {
	if c.place != bind.PlaceSet {
		return bound(t, src, bindScope(c.place, c.table))
	}
	v, diags := bind.Value(parseExpr(t, src), c.want, bindScope(c.place, ""))
	switch {
	case diags.HasErrors():
		return problems(src, diags)
	case v == nil:
		return "spoiled"
	case !constant.CanEqual(v.Type(), c.want):
		t.Errorf("%s: a value of type %s, not %s", src, v.Type(), c.want)
	}
	return policy.FormatValue(v)
}

// TestBindWithoutUsers binds in a portal that has no users table.
func TestBindWithoutUsers(t *testing.T) {
	sc := bindScope(bind.PlaceRows, "orders")
	sc.Portal.Users, sc.Portal.Login = nil, nil
	for src, want := range map[string]string{
		`user.region == user.login`: `user.region == user.login`,
		`user.email == "x"`:         `email | Unknown field: user has no "email": the portal has no users table, and no user property of the name. There is "region", "clearance", "groups", "staff" and "login".`,
		`user == 3`:                 `user | Relation used as a value: user is no value; its login and its properties are, such as user.login.`,
	} {
		if got := bound(t, src, sc); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", src, got, want)
		}
	}
	sc.Table.Owner = bind.FindField(sc.Table, "title")
	if got, want := bound(t, "own", sc), "row.title == user.login"; got != want {
		t.Errorf("own of a portal without users: %s, want %s", got, want)
	}
}

// TestBindNodes looks at what [policy.Format] does not show.
func TestBindNodes(t *testing.T) {
	t.Run("every node has its place", func(t *testing.T) {
		src := `row.total > 3 && contains(row.items[*].product.sku, "x")`
		c, diags := bind.Condition(parseExpr(t, src), bindScope(bind.PlaceRows, "orders"))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		text := func(r hcl.Range) string { return src[r.Start.Byte:r.End.Byte] }
		and := c.(*policy.And)
		compare := and.X.(*policy.Compare)
		anyOf := and.Y.(*policy.Any)
		equal := anyOf.Body.(*policy.Compare)
		got := []string{
			text(and.Range), text(compare.Range), text(compare.X.Source()), text(compare.Y.Source()), text(anyOf.Range),
			text(anyOf.Over.Source()), text(equal.X.Source()), text(equal.Y.Source()),
		}
		want := []string{
			src, "row.total > 3", "row.total", "3", `contains(row.items[*].product.sku, "x")`,
			"row.items[*].product.sku", "row.items[*].product.sku", `"x"`,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("elements of a constant list take the type of their use", func(t *testing.T) {
		for src, want := range map[string]string{
			`contains(["2026-01-01"], row.due)`:                                     "date",
			`anytrue([for s in ["open"] : s == "draft" || row.status == s])`:        `enum("draft", "open", "done")`,
			`contains([], row.total)`:                                               "number",
			`contains([], row.urgent)`:                                              "bool",
			`anytrue([for s in ["2026-01-01T00:00:00Z"] : timeadd(s, "1h") > now])`: "timestamp",
			`anytrue([for s in ["a", null] : s == null])`:                           "string",
			`anytrue([for s in [null] : s == 1])`:                                   "number",
		} {
			c, diags := bind.Condition(parseExpr(t, src), bindScope(bind.PlaceRows, "orders"))
			if diags.HasErrors() {
				t.Errorf("%s: %s", src, diags)
				continue
			}
			anyOf := c.(*policy.Any)
			seq := anyOf.Over.(*policy.LiteralSeq)
			if seq.Elem.String() != want || anyOf.Var.Elem.String() != want {
				t.Errorf("%s: elements of type %s, variable of type %s, want %s", src, seq.Elem, anyOf.Var.Elem, want)
			}
			if cmp, ok := anyOf.Body.(*policy.Compare); ok && !constant.CanEqual(cmp.X.Type(), cmp.Y.Type()) {
				t.Errorf("%s: compares %s with %s", src, cmp.X.Type(), cmp.Y.Type())
			}
			if or, ok := anyOf.Body.(*policy.Or); ok {
				if lit := or.X.(*policy.Compare).Y.(*policy.Literal); lit.T.String() != want {
					t.Errorf("%s: the constant is of type %s, want %s", src, lit.T, want)
				}
			}
		}
	})
	t.Run("an inner variable is not the outer of its name", func(t *testing.T) {
		c, diags := bind.Condition(parseExpr(t, `anytrue([for m in row.items : anytrue([for m in m.notes : m == "x"]) && m.gift])`), bindScope(bind.PlaceRows, "orders"))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		outer := c.(*policy.Any)
		inner := outer.Body.(*policy.And).X.(*policy.Any)
		if inner.Body.(*policy.Compare).X.(*policy.Element).Var != inner.Var || inner.Over.(*policy.FieldSeq).X.(*policy.Path).Var != outer.Var ||
			outer.Body.(*policy.And).Y.(*policy.Truth).X.(*policy.Path).Var != outer.Var {
			t.Error("variables are mixed up")
		}
	})
	t.Run("numbers are exact", func(t *testing.T) {
		for src, want := range map[string]string{
			"0.1": "0.1", "0.1 + 0.2": "0.3", "1.10": "1.1", "-0": "0", "1e-7 * 3": "0.0000003",
			"123456789012345678901234567890.123456789": "123456789012345678901234567890.123456789",
			"9007199254740993":                         "9007199254740993",
		} {
			v, diags := constant.Of(parseExpr(t, src), scalarType(policy.Number), nil)
			if got := v.AsBigFloat().Text('f', -1); diags.HasErrors() || got != want {
				t.Errorf("%s is %s, want %s %v", src, got, want, diags)
			}
		}
	})
}

func TestConstantOf(t *testing.T) {
	cases := []struct {
		src  string
		want policy.Type
		out  string // the value, or what is wrong
	}{
		{`null`, scalarType(policy.Number), `null`},
		{`"x"`, scalarType(policy.String), `"x"`},
		{`[1, 2]`, listOf(scalarType(policy.Number)), `[1, 2]`},
		{`[]`, listOf(scalarType(policy.Date)), `[]`},
		{`[1, "2"]`, listOf(scalarType(policy.Number)), `"2" | Wrong type: A number is needed here; "2" is a string. Write 2, without quotes.`},
		{`1`, listOf(scalarType(policy.Number)), `1 | Wrong type: A list of numbers is needed here; 1 is a number. For a list of one, write [1].`},
		{`["2026-02-29", null]`, listOf(scalarType(policy.Date)), `"2026-02-29" | Invalid date: A date is needed here, written like "2026-03-01"; "2026-02-29" is none: there is no such day.`},
		{`"opne"`, enumOf("open", "done"), `"opne" | Value outside the enum: One of "open" and "done" is needed here; "opne" is not among them. Did you mean "open"?`},
		{`row.x`, scalarType(policy.String), `row | Not a constant: A constant is needed here; row is known only when a decision is asked for.`},
		{`upper(lokal.x)`, scalarType(policy.String), `lokal | Not a constant: A constant is needed here; there is no "lokal". Did you mean "local"?`},
		{`local.nmae`, scalarType(policy.String), `nmae | Undeclared local: No local "nmae" is declared. Did you mean "name"?`},
		{`local.broken`, scalarType(policy.String), `null`},
		{`[for row in [1, 2] : row * 2]`, listOf(scalarType(policy.Number)), `[2, 4]`},
		{`[for local in ["a"] : upper(local)]`, listOf(scalarType(policy.String)), `["A"]`},
		{`{a = 1}`, scalarType(policy.Number), `{a = 1} | Wrong type: A number is needed here; {…} is an object.`},
		{`lower("ÀB")`, scalarType(policy.String), `"Àb"`},
		{`timeadd("2026-01-01T00:00:00.25+01:00", "90m")`, scalarType(policy.Timestamp), `"2026-01-01T00:30:00.25Z"`},
		{`formatdate("YYYY", dateadd("2025-12-31", 1))`, scalarType(policy.String), `formatdate("YYYY", dateadd("2025-12-31", 1)) | Invalid function argument`},
		{`join("-", sort(distinct(["b", "a", "b"])))`, scalarType(policy.String), `"a-b"`},
		{`length("äb") + length([1])`, scalarType(policy.Number), `3`},
		{`alltrue([true, anytrue([false])])`, scalarType(policy.Bool), `false`},
		{`lwoer("A")`, scalarType(policy.String), `lwoer | Unknown function: There is no function "lwoer". Did you mean "lower"?`},
		{`"${local.name}!"`, scalarType(policy.String), `"Ana!"`},
		{`"%{for x in local.open}${x};%{endfor}"`, scalarType(policy.String), `"draft;open;"`},
		{`{(local.name) = 1, b = 2}["Ana"]`, scalarType(policy.Number), `1`},
		{`max(local.open...)`, scalarType(policy.Number), `max(local.open...) | Invalid function argument`},
		{`flatten([[1], [2, 3]])[*]`, listOf(scalarType(policy.Number)), `[1, 2, 3]`},
	}
	for _, c := range cases {
		v, diags := constant.Of(parseExpr(t, c.src), c.want, bindLocals)
		got := problems(c.src, diags)
		if !diags.HasErrors() {
			got = policy.ConstantText(v)
		}
		if got != c.out && !(strings.HasSuffix(c.out, "argument") && strings.Contains(got, "Invalid function argument")) {
			t.Errorf("%s\ngot  %s\nwant %s", c.src, got, c.out)
		}
		for _, d := range diags {
			if d.EvalContext != nil || d.Expression != nil {
				t.Errorf("%s: the diagnostic would print values", c.src)
			}
		}
	}
}

func TestLocalRefs(t *testing.T) {
	expr := parseExpr(t, `[for local in local.a : local.b] == [local.c.d, upper(local.e), [for x in local.f : local.g[x]]]`)
	var names []string
	for _, r := range constant.LocalRefs(expr) {
		names = append(names, r[1].(hcl.TraverseAttr).Name)
	}
	slices.Sort(names)
	if diff := cmp.Diff([]string{"a", "c", "e", "f", "g"}, names); diff != "" {
		t.Error(diff)
	}
}
