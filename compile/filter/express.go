package filter

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/compile/lower"
	"portcullis/compile/regogen"
	"portcullis/rego/form"
)

// expresser turns formulas about rows of one table into conditions of OPA's
// filter. Every column is a reference of three parts, every test is positive,
// and operands are of one type. What the dialects do not all do exactly is not
// expressed: the atom that stands for it says why (see [atom]).
type expresser struct {
	table   *form.Table
	asker   string // the statement that is expressed
	body    *regogen.Body
	module  *regogen.Module
	aliases map[string]alias  // those in use
	facts   map[string]string // rules about the person, by what they say
	items   int
}

func newExpresser(t *form.Table, mod *regogen.Module, visited bool) *expresser {
	return &expresser{
		table: t, module: mod, aliases: map[string]alias{}, facts: map[string]string{}, body: regogen.NewBody(mod, "_either", visited),
	}
}

// express gives the condition under which a formula holds.
func (e *expresser) express(f form.Formula) condition {
	if !form.Certain(f) && !form.Impossible(f) && !form.LooksAt(f, form.Row) {
		return e.fact(f)
	}
	switch f := f.(type) {
	case form.Always:
		return always
	case form.Never:
		return never
	case form.Every:
		out := always
		for _, part := range f {
			joined, ok := out.and(e.express(part))
			if !ok {
				return e.tooMany()
			}
			out = joined
		}
		return out
	case form.Some:
		out := never
		for _, part := range f {
			if e.covered(part, f) {
				continue
			}
			joined, ok := out.or(e.express(part))
			if !ok {
				return e.tooMany()
			}
			out = joined
		}
		return out
	case form.Known:
		return e.known(f.X)
	case form.Null:
		return e.null(f.At)
	case form.Relate:
		return e.relate(f)
	case form.OneOf:
		return e.oneOf(f)
	case form.TextTest:
		return e.cannot("%s, which databases do not all do alike", f.Op)
	case form.Granted:
		return e.fact(f)
	case form.Listed:
		return e.cannot("%s, a list", described(f.Over))
	case form.Exists:
		return e.exists(f)
	case form.ForAll:
		return e.forAll(f)
	default:
		panic(fmt.Sprintf("filter: a formula of kind %T", f))
	}
}

func (e *expresser) tooMany() condition {
	return e.cannot("a condition of more than %d alternatives", most)
}

// cannot gives the condition that stands for what cannot be expressed: a
// reference of four parts, which OPA's checker refuses, and whose parts say
// why. It is about the row, so that it is never decided beforehand.
func (e *expresser) cannot(format string, args ...any) condition {
	why := fmt.Sprintf(format, args...)
	at := regogen.Dotted(regogen.Dotted(aliasOf(e.table, nil).unknown(), e.asker), "cannot be filtered by "+why)
	return is(atom{lines: []string{at + " == true"}, cannot: why})
}

// covered reports that a disjunction's part says that a row on the way to a
// column is missing, where another part says that the column is null: over a
// LEFT JOIN the one implies the other.
func (e *expresser) covered(part form.Formula, of form.Some) bool {
	row, ok := part.(form.Null)
	if !ok || row.At.Root != form.Row || row.At.Field != nil {
		return false
	}
	return slices.ContainsFunc(of, func(other form.Formula) bool {
		n, ok := other.(form.Null)
		return ok && n.At.Root == form.Row && n.At.Field != nil && n.At.Field.Scalar() &&
			len(n.At.Steps) >= len(row.At.Steps) && slices.Equal(n.At.Steps[:len(row.At.Steps)], row.At.Steps)
	})
}

// fact gives the condition of a formula about the person alone.
func (e *expresser) fact(f form.Formula) condition {
	if every, ok := f.(form.Every); ok {
		out := conjunction{}
		for _, part := range every {
			out = append(out, e.fact(part)[0]...)
		}
		return condition{out}.reduced()
	}
	_, some := f.(form.Some)
	if _, v := form.Quantified(f); (some || v != nil) && !e.bound(f) {
		return is(atom{lines: []string{e.named(f)}, known: true})
	}
	return is(atom{lines: e.body.Lines(f), known: true})
}

// bound reports whether the formula uses an element of a list around it.
func (e *expresser) bound(f form.Formula) bool {
	found := false
	for v := range e.body.Vars {
		found = found || form.Uses(f, v)
	}
	return found
}

// named writes a formula about the person as a rule of its own, once.
func (e *expresser) named(f form.Formula) string {
	key := regogen.NewBody(regogen.NewModule("", ""), "_", false).Alone("", f)
	if name, done := e.facts[key]; done {
		return name
	}
	name := fmt.Sprintf("_person_%d", len(e.facts)+1)
	e.facts[key] = name
	e.module.Rules.WriteString(e.body.Alone(name, f))
	return name
}

// column gives an operand's column; why is why there is none that a filter can use.
func (e *expresser) column(x form.Operand) (ref, why string) {
	p, ok := x.(form.Place)
	if !ok {
		return "", fmt.Sprintf("%s, which is computed of a column", operandText(x))
	}
	a := aliasOf(e.table, p.Steps)
	f := p.Field
	if f == nil { // the related row: as missing as its key is
		f = a.table.Key[0]
	}
	switch {
	case f.Type.Kind == form.ListOf:
		return "", fmt.Sprintf("%s, a list", operandText(x))
	case f.Type.Kind == form.JSON:
		return "", fmt.Sprintf("%s, which in a database may be the null of JSON", operandText(x))
	case slices.ContainsFunc(p.Steps, ledByAnother):
		return "", fmt.Sprintf("%s, to which a text leads where a uuid is meant, or a uuid where a text is", operandText(x))
	case slices.ContainsFunc(p.Steps, ledByTimestamp):
		return "", fmt.Sprintf("%s, which a timestamp leads to: a database may hold it as text", operandText(x))
	case !joinable(a.table, f):
		return "", fmt.Sprintf("%s, whose column's name (%s) OPA does not keep as it is", operandText(x), f.Column)
	}
	e.use(p.Steps)
	return a.column(f), ""
}

// ledByAnother reports whether a relation goes by a value of another type than the
// key that it leads to.
func ledByAnother(r *form.Relation) bool {
	return !slices.EqualFunc(r.Key, r.Target.Key, func(f, of *form.Field) bool { return f.Type.Kind == of.Type.Kind })
}

// ledByTimestamp reports whether a relation goes by a timestamp.
func ledByTimestamp(r *form.Relation) bool {
	return slices.ContainsFunc(r.Key, func(f *form.Field) bool { return f.Type.Kind == form.Timestamp })
}

// use takes an alias, and those that it is joined to, into the unknowns.
func (e *expresser) use(steps []*form.Relation) {
	for i := range steps {
		a := aliasOf(e.table, steps[:i+1])
		e.aliases[a.name] = a
	}
}

func (e *expresser) known(x form.Operand) condition {
	if inner, ok := x.(form.Changed); ok {
		return e.known(inner.X)
	}
	ref, why := e.column(x)
	if why != "" {
		return e.cannot("%s", why)
	}
	if t := x.Type(); t.Kind == form.Enum {
		return e.oneOf(form.OneOf{X: x, Values: lower.Members(t, nil, false)})
	}
	return is(notNull(ref))
}

func notNull(ref string) atom {
	return atom{lines: []string{ref + " != null"}, about: ref, notNull: []string{ref}, only: true}
}

func (e *expresser) null(p form.Place) condition {
	ref, why := e.column(p)
	if why != "" {
		return e.cannot("%s", why)
	}
	return is(atom{lines: []string{ref + " == null"}, about: ref, null: true})
}

func (e *expresser) oneOf(f form.OneOf) condition {
	ref, why := e.column(f.X)
	if why == "" {
		why = uncomparable(f.X.Type().Kind, form.Equal, f.X)
	}
	var values []string
	for _, v := range f.Values {
		if !portable(v) {
			why = fmt.Sprintf("the constant %s, which not every database has", regogen.Literal(v))
		}
		values = append(values, regogen.Literal(v))
	}
	if why != "" {
		return e.cannot("%s", why)
	}
	slices.Sort(values)
	values = slices.Compact(values)
	switch {
	case f.Except:
		out := conjunction{notNull(ref)}
		for _, v := range values {
			out = append(out, atom{lines: []string{ref + " != " + v}, about: ref, notNull: []string{ref}})
		}
		return condition{out}.reduced()
	case len(values) == 1:
		return is(equal(ref, values[0]))
	default:
		return is(oneOf(ref, "{"+strings.Join(values, ", ")+"}"))
	}
}

func equal(ref, term string) atom {
	return atom{lines: []string{ref + " == " + term}, about: ref, notNull: []string{ref}, equals: term}
}

func oneOf(ref, terms string) atom {
	return atom{lines: []string{ref + " in " + terms}, about: ref, notNull: []string{ref}, equals: terms, among: true}
}

// described names what a list is, for the author of a policy.
func described(over form.List) string {
	at := operandText(over.At)
	if over.Relation != nil {
		return at + "." + over.Relation.Name
	}
	return at
}

// operandText names an operand, for the author of a policy.
func operandText(x form.Operand) string {
	switch x := x.(type) {
	case form.Place:
		at := rootNames[x.Root] + x.Name
		if x.Root == form.Each {
			at = x.Var.Name
		}
		for _, step := range x.Steps {
			at += "." + step.Name
		}
		if x.Field != nil {
			at += "." + x.Field.Name
		}
		return at
	case form.Changed:
		return string(x.By) + "(" + operandText(x.X) + ")"
	case form.Moved:
		if x.Type().Kind == form.Date {
			return "dateadd(" + operandText(x.X) + ", …)"
		}
		return "timeadd(" + operandText(x.X) + ", …)"
	case form.Midnight:
		return "midnight(" + operandText(x.X) + ")"
	case form.Template:
		text := `"`
		for _, part := range x {
			if c, ok := part.(form.Constant); ok {
				text += c.Value.(string)
			} else {
				text += "${" + operandText(part) + "}"
			}
		}
		return text + `"`
	case form.Count:
		return "length(" + described(x.Over) + ")"
	case form.Constant:
		return regogen.Literal(x)
	default:
		panic(fmt.Sprintf("filter: an operand of kind %T", x))
	}
}

var rootNames = map[form.Root]string{
	form.Row: "row", form.New: "new", form.Record: "user", form.Login: "user.login", form.UserProperty: "user.", form.TeamName: "team.name",
	form.TeamProperty: "team.", form.Now: "now", form.Today: "today", form.Hour: "hour(now)", form.Weekday: "weekday(today)",
}
