package difftest

import (
	"fmt"
	"strings"

	"portcullis/rego/scalar"
)

// Kinds are the kinds of types.
var Kinds = []string{"string", "number", "bool", "date", "timestamp", "enum", "uuid", "json", "list"}

// atoms are conditions on a value X of each type, for values of every kind and
// of none. Those of lists have numbers for elements.
var atoms = map[string][]string{
	"every": {`X == null`, `X != null`},
	"scalar": {
		`X == C`, `X != C`, `contains([C, D], X)`, `!contains([C, D], X)`, `coalesce(X, C) == C`, `(X == null ? C : X) == C`,
		`(W == "a" ? X : D) == C`, `alltrue([for c in [C, D] : c != X])`, `X == W2`,
	},
	"ordered":   {`X < C`, `X <= C`, `X > C`, `X >= C`, `C < X`},
	"string":    ofTexts(),
	"bool":      {`X`, `!X`, `coalesce(X, true)`, `X ? W == "a" : W == "b"`},
	"enum":      {`X == W3`, `X != W3`},
	"date":      {`dateadd(X, 1) == C`, `dateadd(X, -1) == null`, `X == today`, `X < dateadd(today, 1)`},
	"timestamp": {`timeadd(X, "1h") == C`, `timeadd(X, "-1us") == null`, `X == now`, `X < timeadd(now, "1h")`},
	"uuid":      {`X == "system"`, `X != "system"`, `contains([C, "system"], X)`, `!contains(["system"], X)`, `!contains([C, "system"], X)`, `X == W`, `X != W`},
	"list": {
		`length(X) == 1`, `length(X) != 1`, `length(X) > 0`, `length(X) <= 1`, `contains(X, 1)`, `!contains(X, 1)`, `contains([0, 1], length(X))`,
		`anytrue([for e in X : e > 0])`, `alltrue([for e in X : e > 0])`, `anytrue([for e in X : W == "a"])`, `alltrue([for e in X : W == "a"])`,
		`anytrue([for e in X : e == null])`, `length(X) == coalesce(W2, 1)`, `anytrue([for e in X : true])`, `alltrue([for e in X : false])`,
	},
}

// ofTexts gives conditions with each function of texts.
func ofTexts() []string {
	list := []string{`upper(X) == "É"`}
	for _, p := range scalar.Predicates() {
		list = append(list, string(p)+`(X, "a")`, string(p)+`(X, "b")`, string(p)+`("a_b", X)`)
	}
	for _, c := range scalar.Changes() {
		list = append(list, string(c)+`(X) == "a"`, string(c)+`(X) == null`, `startswith(`+string(c)+`(X), "a")`, `X < `+string(c)+`(X)`)
	}
	return list
}

// manyAtoms are conditions on the values x of rows that refer to a row P.
var manyAtoms = []string{
	`anytrue([for m in P.many : m.x == C])`, `alltrue([for m in P.many : m.x == C])`, `contains(P.many[*].x, C)`, `!contains(P.many[*].x, C)`,
	`anytrue([for m in P.many : true])`, `alltrue([for m in P.many : false])`, `anytrue([for m in P.many : W == "a"])`, `alltrue([for m in P.many : W == "a"])`,
	`length(P.many) == 0`, `length(P.many) != 0`, `length(P.many) > 1`, `length(P.many) < 2`, `anytrue([for m in P.many : m.t.x != C && m.w == W])`,
	`alltrue([for m in P.many : anytrue([for n in m.many : n.x != C])])`, `anytrue([for m in P.many : alltrue([for n in m.many : n.x == C || n.w == m.w])])`,
}

// matrixMany gives every condition on what refers to a row, to the row that it
// refers to, and to the one that this refers to: one to-one step, and two.
func matrixMany(typ Type) []string {
	var list []string
	for _, atom := range manyAtoms {
		for _, from := range []string{"row", "row.t", "row.t.t"} {
			list = append(list, strings.ReplaceAll(matrixAtom(atom, "row.x", typ), "P.many", from+".many"))
		}
	}
	return list
}

// matrixType gives a type of a kind.
func matrixType(kind string) Type {
	t := Type{Kind: kind}
	switch kind {
	case "enum":
		t.Values = []string{"open", "", "b%_"}
	case "list":
		t.Elem = &Type{Kind: "number"}
	}
	return t
}

// second gives the type of what is compared with values of a type, or of a
// list's elements; third that of another enum, for enums.
func (t Type) second() Type {
	if t.Kind == "list" {
		return *t.Elem
	}
	return t
}

func (t Type) third() Type {
	if t.Kind == "enum" {
		return Type{Kind: "enum", Values: []string{"b%_", "elsewhere", "open"}}
	}
	return t
}

// matrixConditions gives every condition on a value of a type at each place.
func matrixConditions(typ Type, places ...string) []string {
	classes := []string{"every", typ.Kind}
	switch typ.Kind {
	case "list", "json":
	case "bool", "enum", "uuid":
		classes = append(classes, "scalar")
	default:
		classes = append(classes, "scalar", "ordered")
	}
	var list []string
	for _, class := range classes {
		for _, atom := range atoms[class] {
			for _, place := range places {
				list = append(list, matrixAtom(atom, place, typ))
			}
		}
	}
	return list
}

func matrixAtom(atom, place string, typ Type) string {
	constants := []string{"", ""}
	if typ.Kind != "list" && typ.Kind != "json" {
		values := typ.values()
		constants = []string{literal(values[0]), literal(values[len(values)-1])}
	}
	return strings.NewReplacer("W2", "row.w2", "W3", "row.w3", "W", "row.w", "X", place, "C", constants[0], "D", constants[1]).Replace(atom)
}

// Matrix is a portal whose table "t" has a field x of a kind of type, for all
// values that there are of it, and whose profiles have every condition on x: in
// a row, in the row that it refers to, and as a fact about the person and the
// team.
type Matrix struct {
	Source string
	// Rows are the profiles that tell rows apart, by one condition on the row's x
	// each; with the profiles "cells" and "people", that have them all, cells are
	// told apart: by conditions on rows, and on people.
	Rows []string
	// Masks are the profiles that show x by masks.
	Masks []string
	// Values are of the type, extreme ones among them; Wrong are not.
	Values, Wrong []any
	// Others are values of the other fields.
	Others map[string][]any
	// Cells is how many cells there are of each kind, a0 and d0 and so on.
	Cells int
}

// NewMatrix writes the portal of a kind of type.
func NewMatrix(kind string) Matrix {
	typ := matrixType(kind)
	m := Matrix{Values: []any{nil}, Wrong: Wrong(kind), Others: map[string][]any{"w": {"a", "b", nil}, "w2": {nil}, "w3": {nil}}}
	if kind == "list" {
		m.Values = append(m.Values, []any{}, []any{nil}, numbers("1"), numbers("1", "0"), numbers("0"), append(numbers("0"), nil), numbers("3", "1"))
		m.Wrong = append(m.Wrong, []any{"x"}, "")
	} else {
		m.Values = append(append(m.Values, typ.values()...), extreme[kind]...)
	}
	m.Others["w2"] = append(m.Others["w2"], typ.second().values()[:2]...)
	if kind != "list" {
		m.Others["w3"] = append(m.Others["w3"], typ.third().values()[:2]...)
	}
	w := &writer{}
	w.line("portal \"acme\" {\n  user_properties = {\n    x = %s\n    w3 = %s\n  }\n  team_properties = {\n    x = %s\n  }\n}", typ, typ.third(), typ)
	onRows, onPeople := matrixConditions(typ, "row.x", "row.t.x"), matrixConditions(typ, "user.x", "team.x")
	switch kind {
	case "string", "number":
		onRows = append(onRows, matrixMany(typ)...)
	case "uuid":
		m.Others["w"] = append(m.Others["w"], m.Values[1], m.Wrong[0])
	case "enum":
		onPeople = append(onPeople, `user.x == user.w3`, `user.x != user.w3`)
	}
	fields := []string{"id = number", "x = " + typ.String(), "w = string", "w2 = " + typ.second().String(), "w3 = " + typ.third().String(), "t_id = number"}
	m.Cells = max(len(onRows), len(onPeople))
	for i := range m.Cells {
		fields = append(fields, fmt.Sprintf("a%d = bool\n    d%[1]d = bool", i))
	}
	w.line("table \"t\" {\n  fields = {\n    %s\n  }\n  belongs_to \"t\" {\n    table = \"t\"\n    key = \"t_id\"\n  }\n  has_many \"many\" {\n    table = \"t\"\n    key = \"t_id\"\n  }\n}", strings.Join(fields, "\n    "))
	for i, text := range matrixConditions(typ, "row.x") {
		w.line("profile \"allow%d\" {\n  %s\n}", i, matrixStatement("allow", text, ""))
		w.line("profile \"deny%d\" {\n  %s\n  %s\n}", i, matrixStatement("allow", "all", ""), matrixStatement("deny", text, ""))
		m.Rows = append(m.Rows, fmt.Sprintf("allow%d", i), fmt.Sprintf("deny%d", i))
	}
	w.matrixCells("cells", onRows)
	w.matrixCells("people", onPeople)
	m.Masks = w.matrixMasks(typ)
	m.Source = w.String()
	return m
}

// matrixStatement writes a statement on view.
func matrixStatement(effect, rows, more string) string {
	return fmt.Sprintf("%s \"table\" \"t\" {\n    actions = [\"view\"]\n    rows = %s%s\n  }", effect, rows, more)
}

// matrixCells writes a profile in which each condition opens a cell, and closes another.
func (w *writer) matrixCells(name string, conditions []string) {
	var open []string
	w.line("profile %q {", name)
	for i, text := range conditions {
		open = append(open, fmt.Sprintf("d%d", i))
		w.line("  %s", matrixStatement("allow", text, fmt.Sprintf("\n    fields = [\"a%d\"]", i)))
		w.line("  %s", matrixStatement("deny", text, fmt.Sprintf("\n    fields = [\"d%d\"]", i)))
	}
	w.line("  %s\n}", matrixStatement("allow", "all", "\n    fields = "+quotedList(open)))
}

// matrixMasks writes a profile that shows x by several masks, and plain, and hides it,
// and one for each part of a value, which shows x plain on some rows and else by it.
func (w *writer) matrixMasks(typ Type) (profiles []string) {
	masks := []string{"null", "[1]", "[]"}
	switch typ.Kind {
	case "list":
	case "json":
		masks = masks[:1]
	default:
		values := typ.values()
		masks = []string{literal(values[1]), "null", literal(values[0])}
	}
	masking := func(rows, mask string) string {
		return matrixStatement("allow", rows, fmt.Sprintf("\n    fields = [\"x\", \"w\"]\n    mask = {\n      x = %s\n    }", mask))
	}
	rows := []string{`row.w == "a" && row.w2 == null`, `row.w != "b"`, `row.t.w2 == null || row.w2 != null`}
	w.line("profile \"masks\" {\n  %s", matrixStatement("allow", `row.w3 != null`, "\n    fields = [\"x\"]"))
	for i, mask := range masks {
		w.line("  %s", masking(rows[i], mask))
	}
	w.line("  %s\n}", matrixStatement("deny", `row.t.w == "a"`, "\n    fields = [\"x\"]"))
	profiles = append(profiles, "masks")
	for i, piece := range piecesOf(typ) {
		name := fmt.Sprintf("piece%d", i)
		w.line("profile %q {\n  %s\n  %s\n}", name, matrixStatement("allow", `row.w == "a"`, "\n    fields = [\"x\"]"), masking("all", piece))
		profiles = append(profiles, name)
	}
	return profiles
}

// piecesOf gives masks that show a part of a type's values.
func piecesOf(typ Type) []string {
	switch typ.Kind {
	case "string":
		return []string{"last(1)", "first(2)", "last(2)", "first(1)"}
	case "date":
		return []string{"year()", "month()"}
	default:
		return nil
	}
}
