package sql

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"portcullis/rego/form"
)

// printer writes one statement.
type printer struct {
	dialect
	params params
	base   *frame               // of Row
	after  *frame               // of New; nil where it is the same row
	vars   map[*form.Var]*frame // of Each
	person *person              // who asks, where they are not known; nil of a bound form
	named  int                  // aliases so far
	done   []done               // see cond
	inline bool                 // values are written into the text; those of a script are in any case
	err    error
}

func newPrinter(d dialect) *printer {
	return &printer{dialect: d, params: params{known: map[param]string{}}, vars: map[*form.Var]*frame{}}
}

// fail remembers the first reason for which there is no statement.
func (p *printer) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// alias gives a name that no other table of the statement has.
func (p *printer) alias(hint string) string {
	const most = 40 // of the 63 bytes of PostgreSQL's names
	name := "t" + strconv.Itoa(p.named)
	if p.named++; hint != "" {
		name += "_" + hint[:min(len(hint), most)]
	}
	return p.quote(name)
}

// done is a formula on the row that has been written.
type done struct {
	f    form.Formula
	text string
}

// cond writes a condition that is TRUE just where the formula is proven. What is
// asked for one cell is mostly what is asked for the next, and is written once.
func (p *printer) cond(f form.Formula) string {
	if len(p.vars) > 0 { // within a list it is of the element
		return p.write(f)
	}
	for _, d := range p.done {
		if identical(d.f, f) {
			return d.text
		}
	}
	text := p.write(f)
	p.done = append(p.done, done{f, text})
	return text
}

func (p *printer) write(f form.Formula) string {
	switch f := f.(type) {
	case form.Always:
		return p.truth(true)
	case form.Never:
		return p.truth(false)
	case form.Every:
		return allOf(p.conjuncts(f))
	case form.Some:
		return p.some(f)
	case form.Known:
		return p.isKnown(f.X)
	case form.Null:
		return p.isNull(f.At)
	case form.Relate:
		return p.relate(f)
	case form.OneOf:
		return p.oneOf(f)
	case form.TextTest:
		return p.textTest(f)
	case form.Granted:
		if f.Not {
			return "NOT " + p.person.holds(quoteLiteral(f.Profile))
		}
		return p.person.holds(quoteLiteral(f.Profile))
	case form.Listed:
		return p.isListed(f.Over)
	case form.Exists:
		return p.exists(f.Over, f.Var, f.Body)
	case form.ForAll:
		return p.forAll(f.Over, f.Var, f.Body)
	default:
		panic(fmt.Sprintf("sql: a formula of kind %T", f))
	}
}

// allOf joins conditions by AND, each once.
func allOf(conds []string) string {
	if len(conds) == 1 {
		return conds[0]
	}
	once := make([]string, 0, len(conds))
	for _, c := range conds {
		if !slices.Contains(once, c) {
			once = append(once, c)
		}
	}
	return strings.Join(once, " AND ")
}

// anyOf joins conditions by OR, each once.
func anyOf(conds []string) string {
	once := make([]string, 0, len(conds))
	for _, c := range conds {
		if strings.Contains(c, " AND ") {
			c = "(" + c + ")"
		}
		if !slices.Contains(once, c) {
			once = append(once, c)
		}
	}
	return strings.Join(once, " OR ")
}

// operandOfAnd writes a formula so that it can stand beside AND.
func (p *printer) operandOfAnd(f form.Formula) string {
	if _, either := f.(form.Some); either {
		return "(" + p.cond(f) + ")"
	}
	return p.cond(f)
}

func (p *printer) some(f form.Some) string {
	parts := make([]string, 0, len(f))
	for _, part := range f {
		null, ok := part.(form.Null)
		joined := ok && p.stored(null.At)
		if joined && missingRow(null, f) {
			continue
		}
		c := ""
		if joined && null.At.Field != nil && missesRows(f, null.At) {
			c = p.isNullOrMissing(null.At)
		} else {
			c = p.cond(part)
		}
		parts = append(parts, c)
	}
	return anyOf(parts)
}

// missingRow reports that a disjunction's part says that a row on the way to a
// field is missing, where another says that the field is null: over a LEFT
// JOIN that is one condition.
func missingRow(row form.Null, of form.Some) bool {
	return row.At.Field == nil && slices.ContainsFunc(of, func(other form.Formula) bool {
		n, ok := other.(form.Null)
		return ok && n.At.Field != nil && leadsOver(n.At, row.At) && missesRows(of, n.At)
	})
}

// missesRows reports whether a disjunction has, for each row on the way to a
// field, that it is missing.
func missesRows(of form.Some, at form.Place) bool {
	for i := range at.Steps {
		if !slices.ContainsFunc(of, func(other form.Formula) bool {
			row, ok := other.(form.Null)
			return ok && row.At.Field == nil && len(row.At.Steps) == i+1 && leadsOver(at, row.At)
		}) {
			return false
		}
	}
	return len(at.Steps) > 0
}

// leadsOver reports whether a place is reached over the row at another.
func leadsOver(at, row form.Place) bool {
	return at.Root == row.Root && at.Var == row.Var && len(row.Steps) <= len(at.Steps) &&
		slices.Equal(at.Steps[:len(row.Steps)], row.Steps)
}

func (p *printer) isKnown(x form.Operand) string {
	if _, constant := x.(form.Constant); constant {
		return p.truth(true)
	}
	if at, ok := x.(form.Place); ok && at.T.Kind == form.ListOf {
		return p.isListed(form.List{At: at})
	}
	t := p.operand(x)
	return allOf(append([]string{cmp.Or(t.ref, t.sql) + " IS NOT NULL"}, t.validity()...))
}

// isNull writes that what stands at a place is there, and null.
func (p *printer) isNull(at form.Place) string {
	if !p.stored(at) {
		return p.person.isNull(p, at)
	}
	if p.unknown(at) {
		return p.truth(false)
	}
	row := p.row(at)
	if at.Field == nil && (at.Root != form.Each || at.Var.Table != nil) {
		if len(at.Steps) == 0 {
			return p.missing(row)
		}
		return allOf(append(p.decided(at), p.missing(row)))
	}
	if len(at.Steps) == 0 {
		return p.isNullOrMissing(at)
	}
	return p.there(row) + " AND " + p.isNullOrMissing(at)
}

// decided writes that it is known whether the key that a path begins with leads
// anywhere: of a row that is made now, all that the database might fill in is
// there, or null is what else is of the key.
func (p *printer) decided(at form.Place) []string {
	here := p.row(form.Place{Root: at.Root, Var: at.Var})
	var filled, nulls []string
	for _, f := range at.Steps[0].Key {
		if p.fills(at, f) {
			filled = append(filled, p.column(here, f)+" IS NOT NULL")
		} else {
			nulls = append(nulls, p.column(here, f)+" IS NULL")
		}
	}
	if len(filled) == 0 || len(nulls) == 0 {
		return filled
	}
	return []string{"(" + anyOf(append(nulls, allOf(filled))) + ")"}
}

// unknown reports whether a place is a field of a row that is made now which the
// database fills in: null there says nothing.
func (p *printer) unknown(at form.Place) bool {
	return len(at.Steps) == 0 && at.Field != nil && p.fills(at, at.Field)
}

// fills reports whether a place is of a row that is made now, and the database
// fills in the row's field.
func (p *printer) fills(at form.Place, f *form.Field) bool {
	return p.base.fresh && f.Generated && (at.Root == form.Row || at.Root == form.New)
}

// isNullOrMissing writes that a field is null, or a row on the way to it missing.
func (p *printer) isNullOrMissing(at form.Place) string {
	row := p.row(at)
	switch {
	case at.Field == nil:
		return p.element(p, at.T, row.alias).sql + " IS NULL"
	default:
		return p.dialect.isNull(at.T, p.column(row, at.Field))
	}
}

func (p *printer) relate(f form.Relate) string {
	if _, constant := f.X.(form.Constant); constant {
		f.X, f.Y, f.Op = f.Y, f.X, mirrored[f.Op]
	}
	if shortcut, ok := p.relateCount(f); ok {
		return shortcut
	}
	if c, constant := f.Y.(form.Constant); constant && (f.Op == form.Equal || f.Op == form.NotEqual && f.X.Type().Kind == form.Enum) {
		return p.oneOf(form.OneOf{X: f.X, Values: []form.Constant{c}, Except: f.Op == form.NotEqual})
	}
	x, y := p.operand(f.X), p.operand(f.Y)
	if x.told && !y.told && y.constant == nil {
		x, y, f.Op = y, x, mirrored[f.Op]
	}
	if f.Op != form.Equal && f.Op != form.NotEqual {
		x.sql, y.sql = cmp.Or(x.ordered, x.sql), cmp.Or(y.ordered, y.sql)
	}
	test := p.compare(p, f.X.Type().Kind, f.Op, x, y)
	if y.told { // of its own type, which may have values that x has not
		x.equal = nil
	}
	if y.constant != nil || y.told {
		return allOf(append(append([]string{test}, x.beside(f.Op)...), y.validity()...))
	}
	return allOf(append(append([]string{test}, x.validity()...), y.validity()...))
}

var mirrored = map[form.Comparison]form.Comparison{
	form.Equal: form.Equal, form.NotEqual: form.NotEqual, form.Less: form.Greater, form.LessOrEqual: form.GreaterOrEqual,
	form.Greater: form.Less, form.GreaterOrEqual: form.LessOrEqual,
}

// most is of how many constants each is a parameter of its own.
const most = 20

func (p *printer) oneOf(f form.OneOf) string {
	if shortcut, ok := p.countIsZero(f); ok {
		return shortcut
	}
	of := f.X.Type()
	if f.Except && of.Kind == form.Enum { // of an enum, all but some are the others
		f.Values, f.Except = others(of, f.Values), false
	}
	values := possible(of, f.Values)
	switch {
	case len(values) > 0:
	case f.Except:
		return p.isKnown(f.X)
	default:
		return p.truth(false)
	}
	x := p.operand(f.X)
	beside := x.equalling()
	if f.Except {
		beside = x.validity()
	}
	return allOf(append([]string{p.amongConstants(of.Kind, x, values, f.Except)}, beside...))
}

// possible gives those of the constants that a value of a type may equal: an
// enum has no values but its own.
func possible(t form.Type, values []form.Constant) []form.Constant {
	if t.Kind != form.Enum {
		return values
	}
	return slices.DeleteFunc(slices.Clone(values), func(c form.Constant) bool {
		return !slices.Contains(t.Values, c.Value.(string))
	})
}

// others gives the values of an enum that are none of some.
func others(t form.Type, values []form.Constant) []form.Constant {
	var list []form.Constant
	for _, v := range t.Values {
		if !slices.ContainsFunc(values, func(c form.Constant) bool { return c.Value == v }) {
			list = append(list, form.Constant{T: t, Value: v})
		}
	}
	return list
}

// amongConstants writes that a value is, or is not, one of some constants. Many
// are one parameter, a JSON array, but for timestamps.
func (p *printer) amongConstants(k form.Kind, x term, values []form.Constant, except bool) string {
	if len(values) > most && k != form.Timestamp {
		return p.amongMany(p, k, x, values, except)
	}
	if len(values) > 1 {
		return p.among(p, k, x, values, except)
	}
	op := form.Equal
	if except {
		op = form.NotEqual
	}
	return p.compare(p, k, op, x, term{constant: &values[0]})
}

// holders gives constants as parameters.
func (p *printer) holders(values []form.Constant) []string {
	holders := make([]string, len(values))
	for i, v := range values {
		holders[i] = p.constant(v)
	}
	return holders
}

// array gives constants as one parameter, and what its elements are.
func (p *printer) array(values []form.Constant) (of paramType, holder string) {
	for i, v := range values {
		t, _, err := p.bindable(v)
		if err != nil {
			p.fail(err)
		}
		if i == 0 || t == asDecimal { // one of them makes all decimals
			of = t
		}
	}
	text, err := listJSON(form.Constant{Value: values})
	if err != nil {
		p.fail(err)
	}
	return of, p.add(asJSON, text)
}

func (p *printer) textTest(f form.TextTest) string {
	x, y := p.operand(f.X), p.operand(f.Y)
	test := p.text(f.Op, p.written(x), p.written(y))
	if f.Not {
		test = "NOT (" + test + ")"
	}
	return allOf(append(append([]string{test}, x.validity()...), y.validity()...))
}

// member writes that a text is one of an enum's values.
func (p *printer) member(text string, t form.Type) string {
	values := make([]string, len(t.Values))
	for i, v := range t.Values {
		values[i] = p.ofSchema(v)
	}
	return text + " IN (" + strings.Join(values, ", ") + ")"
}
