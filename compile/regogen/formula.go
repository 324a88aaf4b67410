package regogen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// Body writes formulas as the bodies of Rego rules. A formula that holds in
// several ways becomes several rules of one name; within a body, a function of
// its own.
type Body struct {
	helper  string // what the names of helping functions begin with
	count   *int   // how many there are of that name
	Vars    map[*form.Var]string
	helpers *strings.Builder
	imports map[string]bool
	visited bool // by anonymous people, too, of whom all is null
	paged   bool // of a page, whose numbers have been looked at (see columns)
}

// NewBody gives a writer of bodies for a module, in which the names of helping
// functions begin with the given one.
func NewBody(mod *Module, helper string, visited bool) *Body {
	return &Body{
		helper: helper, count: new(int), Vars: map[*form.Var]string{}, helpers: &mod.Rules, imports: mod.Imports, visited: visited,
	}
}

// Alone writes the rules of a formula that uses no variable from outside, and
// behind them the functions that they call.
func (b *Body) Alone(head string, f form.Formula) string {
	var helpers strings.Builder
	apart := *b
	apart.Vars, apart.helpers = map[*form.Var]string{}, &helpers
	rules := apart.rules(head, f)
	return rules + helpers.String()
}

// rules writes a rule with the given head for each way in which f holds.
func (b *Body) rules(head string, f form.Formula) string {
	var out strings.Builder
	for _, way := range ways(f) {
		out.WriteString(Rule(head, b.Lines(way)))
	}
	return out.String()
}

// Rule writes a rule that holds if all lines do.
func Rule(head string, lines []string) string {
	if len(lines) > 0 {
		return fmt.Sprintf("%s if {\n%s\n}\n\n", head, strings.Join(lines, "\n"))
	}
	if !strings.Contains(head, ":=") {
		head += " := true"
	}
	return head + "\n\n"
}

// ways gives the formulas of which one has to hold for f to hold.
func ways(f form.Formula) []form.Formula {
	switch f := f.(type) {
	case form.Never:
		return nil
	case form.Some:
		return f
	default:
		return []form.Formula{f}
	}
}

// head goes on with the head of a function: of the variables, those that the
// formula does not look at are left open.
func (b *Body) head(begun string, f form.Formula, variables ...string) string {
	used := b.scope(f)
	for _, v := range variables {
		if !slices.Contains(used, v) {
			v = "_"
		}
		begun += ", " + v
	}
	return begun + ")"
}

// unproven writes what must hold together for f not to hold: that the ways in
// which it does come to nothing. (Under `not` a call with an argument that is
// undefined would be undefined itself.)
func (b *Body) unproven(f form.Formula) []string {
	var out []string
	for _, way := range ways(f) {
		out = append(out, "{true |\n"+strings.Join(b.Lines(way), "\n")+"\n} == set()")
	}
	return out
}

// Lines writes what must hold together for f to hold.
func (b *Body) Lines(f form.Formula) []string {
	switch f := f.(type) {
	case form.Always:
		return nil
	case form.Never:
		return []string{"false"}
	case form.Every:
		var out []string
		for _, part := range byCost(f) {
			for _, line := range b.Lines(part) {
				if !slices.Contains(out, line) || strings.HasPrefix(line, "some ") {
					out = append(out, line)
				}
			}
		}
		return out
	case form.Some:
		return []string{b.function(f)}
	case form.Known:
		return b.Known(f.X, true)
	case form.Null:
		// An equation would have OPA infer the type, and refuse contradictions.
		return []string{"is_null(" + b.orNull(f.At) + ")"}
	case form.Relate:
		lines := b.Known(f.X, false)
		// What stands somewhere and equals a known value is known itself.
		if _, stands := f.Y.(form.Place); !stands || f.Op != form.Equal || !f.X.Type().Equal(f.Y.Type()) {
			lines = append(lines, b.Known(f.Y, false)...)
		}
		relation := fmt.Sprintf("%s %s %s", b.Term(f.X), f.Op, b.Term(f.Y))
		if p, ok := f.X.(form.Place); ok && p.Root == form.Each && p.Field == nil && p.T.Kind == form.String && f.Op == form.Equal {
			return append([]string{relation}, lines...) // few elements come to the rest
		}
		return append(lines, relation)
	case form.OneOf:
		return b.oneOf(f)
	case form.TextTest:
		lines := append(b.Known(f.X, false), b.Known(f.Y, false)...)
		test := fmt.Sprintf("%s(%s, %s)", f.Op.Rego(), b.Term(f.X), b.Term(f.Y))
		if f.Not {
			test += " == false"
		}
		return append(lines, test)
	case form.Granted:
		line := Literal(f.Profile) + " in " + b.Library("principal") + ".profiles"
		if f.Not {
			line = "not " + line
		}
		return []string{line}
	case form.Listed:
		return b.listed(f.Over)
	case form.Exists:
		return b.exists(f)
	case form.ForAll:
		return b.forAll(f)
	default:
		panic(fmt.Sprintf("regogen: a formula of kind %T", f))
	}
}

// byCost orders what must hold together so that what is quickly asked is asked
// first, and the rest only where that holds.
func byCost(f form.Every) form.Every {
	return slices.SortedStableFunc(slices.Values(f), func(x, y form.Formula) int { return cmp.Compare(cost(x), cost(y)) })
}

// cost says how long OPA takes to ask a formula, as a rank: an equation is nothing to
// it, a function of its own takes a microsecond, the library's functions a few.
func cost(f form.Formula) int {
	switch f := f.(type) {
	case form.Always, form.Never:
		return 0
	case form.OneOf:
		return 1 + reading(f.X.Type())
	case form.Relate:
		return 2 + reading(f.X.Type())
	case form.TextTest:
		return 4
	case form.Known:
		return 2 + reading(f.X.Type())
	case form.Null:
		return 2
	case form.Granted:
		return 5
	case form.Listed, form.Some, form.Every, form.Exists, form.ForAll:
		return 20
	default:
		panic(fmt.Sprintf("regogen: a formula of kind %T", f))
	}
}

// reading says how long OPA takes to tell that a value is of a type.
func reading(t form.Type) int {
	switch t.Kind {
	case form.Number, form.UUID:
		return 5
	case form.Date, form.Timestamp:
		return 6
	case form.ListOf, form.JSON:
		return 10
	default:
		return 0
	}
}

func (b *Body) oneOf(f form.OneOf) []string {
	var terms []string
	for _, v := range f.Values {
		terms = append(terms, b.Term(v))
	}
	x := b.Term(f.X)
	var lines []string
	// What stands somewhere and equals a constant is known; what is computed of
	// it need not be: Rego counts the letters of a string, too.
	if _, stands := f.X.(form.Place); !stands || f.Except {
		lines = b.Known(f.X, false)
	}
	switch {
	case !f.Except && len(terms) == 1:
		return append(lines, x+" == "+terms[0])
	case !f.Except:
		return append(lines, x+" in {"+strings.Join(terms, ", ")+"}")
	case len(terms) == 1:
		return append(lines, x+" != "+terms[0])
	default:
		return append(lines, "not "+x+" in {"+strings.Join(terms, ", ")+"}")
	}
}

func (b *Body) listed(over form.List) []string {
	if over.Relation != nil {
		return []string{"is_array(" + b.List(over) + ")"}
	}
	if t := over.At.T; t.Kind == form.ListOf && t.Elem.Kind == form.String {
		return []string{b.Library("types") + ".texts(" + b.List(over) + ")"}
	}
	return []string{b.Valid(over.At.T, b.List(over))}
}

func (b *Body) exists(f form.Exists) []string {
	v := b.variable(f.Var)
	return append([]string{"some " + v + " in " + b.List(f.Over)}, b.Lines(f.Body)...)
}

func (b *Body) forAll(f form.ForAll) []string {
	v := b.variable(f.Var)
	return []string{"every " + v + " in " + b.List(f.Over) + " {\n" + strings.Join(b.Lines(f.Body), "\n") + "\n}"}
}

// variable gives a name that no other element has. A condition that is lowered
// twice binds its variable in each.
func (b *Body) variable(v *form.Var) string {
	*b.count++
	name := fmt.Sprintf("each_%d", *b.count)
	b.Vars[v] = name
	return name
}

// function writes a disjunction as a function of the variables in its scope,
// and gives its call.
func (b *Body) function(f form.Some) string {
	*b.count++
	name := fmt.Sprintf("%s_%d", b.helper, *b.count)
	scope := b.scope(f)
	if len(scope) == 0 { // a rule then, that is asked once
		b.helpers.WriteString(b.rules(name, f))
		return name
	}
	for _, way := range ways(f) {
		args, used := slices.Clone(scope), b.scope(way)
		for i, v := range args {
			if !slices.Contains(used, v) {
				args[i] = "_"
			}
		}
		b.helpers.WriteString(Rule(fmt.Sprintf("%s(%s)", name, strings.Join(args, ", ")), b.Lines(way)))
	}
	return fmt.Sprintf("%s(%s)", name, strings.Join(scope, ", "))
}

// scope gives the variables that a formula uses from outside itself.
func (b *Body) scope(f form.Formula) []string {
	names := map[string]bool{}
	form.Free(f, func(p form.Place) {
		switch p.Root {
		case form.Row:
			names["row"] = true
		case form.New:
			names["new"] = true
		case form.Each:
			names[b.Vars[p.Var]] = true
		}
	})
	return sortedKeys(names)
}

// Library writes the name of a package of the library, and has it imported.
func (b *Body) Library(name string) string {
	b.imports[name] = true
	return name
}
