package sql

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// Page is what a caller takes of the rows that a statement gives. It knows the
// statement's columns alone, so a hidden cell is null to it, and a masked one
// its mask: nothing is filtered, sorted or paged by what is not shown.
type Page struct {
	Where []Filter // all must hold
	Order []Order  // the key comes last, so that the order is total
	// After has the values of the last row of the page before, in the order of
	// Order, with the key last (unless Order has it): the page begins behind
	// that row. A key of several fields is the list of them, or is written out.
	// Nil for the first page.
	After  []any
	Limit  int // at most so many rows; 0 for all
	Offset int // without so many at the beginning
}

// Filter is a condition on a column. Value is nil, a bool, a string, a number
// (json.Number, int, int64 or float64), or for In a []any of these. Equal and
// NotEqual take nil, for null and not null; else a null cell satisfies nothing.
type Filter struct {
	Column string
	Op     FilterOp
	Value  any
}

// FilterOp is how a column is compared.
type FilterOp string

// How columns are compared.
const (
	Equal          FilterOp = "="
	NotEqual       FilterOp = "!="
	Less           FilterOp = "<"
	LessOrEqual    FilterOp = "<="
	Greater        FilterOp = ">"
	GreaterOrEqual FilterOp = ">="
	In             FilterOp = "in"
	StartsWith     FilterOp = "startswith"
	EndsWith       FilterOp = "endswith"
	Contains       FilterOp = "contains"
)

// Order is a column to sort by. Nulls come last; first where it is descending.
// Text is sorted code point by code point.
type Order struct {
	Column     string
	Descending bool
}

// Page wraps the statement so that it gives a page of its rows. It refuses a
// column that the statement does not give, and a value that is not of the
// column's type.
func (s *Statement) Page(page Page) (*Statement, error) {
	w, err := s.wrap()
	if err != nil {
		return nil, err
	}
	order, err := w.order(page.Order)
	if err != nil {
		return nil, err
	}
	conds, err := w.filters(page.Where)
	if err != nil {
		return nil, err
	}
	if page.After != nil {
		after, err := w.after(order, page.After)
		if err != nil {
			return nil, err
		}
		conds = append(conds, after)
	}
	if page.Limit < 0 || page.Offset < 0 {
		return nil, errors.New("a page has no negative limit or offset")
	}
	columns := make([]string, len(s.Columns))
	for i, name := range s.Columns {
		columns[i] = w.base.alias + "." + w.identifier(name)
	}
	text := w.selected(strings.Join(columns, ", "), conds) + w.sorted(order)
	limited := page.Limit > 0 || page.Offset > 0
	if limited {
		text += w.limited(w.printer, page.Limit, page.Offset)
	}
	out, err := w.statement(text, s.Columns, s.fields)
	if err != nil {
		return nil, err
	}
	out.key, out.fenced = s.key, limited
	return out, nil
}

// Fence gives the statement so that any expression at all may stand around it: the
// database evaluates none on a row, or a cell, that the statement does not give.
// Without it a database may move a condition into the statement, where it meets
// rows that the person does not see; one that fails on some values then tells of
// these. What [Statement.Page] and [Statement.Count] put around never fails, and
// needs no fence.
func (s *Statement) Fence() (*Statement, error) {
	if s.fenced {
		return s, nil
	}
	fence, err := dialects[s.dialect].fence()
	if err != nil {
		return nil, err
	}
	out := *s
	out.SQL, out.text, out.fenced = s.SQL+fence, s.text+fence, true
	return &out, nil
}

// Count wraps the statement so that it gives the number of its rows, of those
// that satisfy all the filters.
func (s *Statement) Count(where ...Filter) (*Statement, error) {
	w, err := s.wrap()
	if err != nil {
		return nil, err
	}
	conds, err := w.filters(where)
	if err != nil {
		return nil, err
	}
	return w.statement(w.selected("count(*) AS "+w.identifier("count"), conds), []string{"count"}, nil)
}

// Explain gives the statement that asks the database how it would run this one.
func (s *Statement) Explain() (*Statement, error) {
	before, err := dialects[s.dialect].explain()
	if err != nil {
		return nil, err
	}
	return &Statement{SQL: before + s.SQL, Params: s.Params, dialect: s.dialect}, nil
}

// wrapper writes a statement around another, whose columns are the fields of
// the one table that it knows.
type wrapper struct {
	*printer
	of *Statement
}

func (s *Statement) wrap() (*wrapper, error) {
	if s.fields == nil {
		return nil, errors.New("only a statement that gives rows can be wrapped")
	}
	w := &wrapper{newPrinter(dialects[s.dialect]), s}
	w.params.resume(s)
	w.inline = s.inline
	given := &form.Table{Key: s.key}
	for _, f := range s.fields {
		copied := *f
		copied.Column = f.Name
		given.Fields = append(given.Fields, &copied)
	}
	w.base = &frame{alias: w.quote("v"), table: given}
	return w, nil
}

func (w *wrapper) field(name string) (*form.Field, error) {
	if f := w.base.table.Field(name); f != nil {
		return f, nil
	}
	return nil, fmt.Errorf("there is no column %q; there are %s", name, strings.Join(w.of.Columns, ", "))
}

func (w *wrapper) selected(what string, conds []string) string {
	text := "SELECT " + what + "\nFROM (\n" + w.of.text + "\n) AS " + w.base.alias
	if len(conds) > 0 {
		text += "\nWHERE " + strings.Join(conds, "\n  AND ")
	}
	return text
}

func (w *wrapper) filters(list []Filter) ([]string, error) {
	var conds []string
	for _, f := range list {
		cond, err := w.filter(f)
		if err != nil {
			return nil, err
		}
		conds = append(conds, w.operandOfAnd(cond))
	}
	return conds, nil
}

// filter gives a caller's condition as a formula.
func (w *wrapper) filter(f Filter) (form.Formula, error) {
	field, err := w.field(f.Column)
	if err != nil {
		return nil, err
	}
	at := form.Place{Root: form.Row, Field: field, T: field.Type}
	if f.Op == In {
		return w.in(at, f.Value)
	}
	if f.Value == nil {
		switch f.Op {
		case Equal:
			return form.Null{At: at}, nil
		case NotEqual:
			return form.Known{X: at}, nil
		}
		return nil, fmt.Errorf("%q is compared with null by %s", f.Column, f.Op)
	}
	c, err := valueOf(field, f.Value)
	if err != nil {
		return nil, err
	}
	return comparison(at, f.Op, c)
}

func (w *wrapper) in(at form.Place, value any) (form.Formula, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("%q is looked for in %v, which is no list", at.Field.Name, value)
	}
	of := form.OneOf{X: at}
	for _, v := range list {
		c, err := valueOf(at.Field, v)
		if err != nil {
			return nil, err
		}
		of.Values = append(of.Values, c)
	}
	if len(of.Values) == 0 {
		return form.Never{}, nil
	}
	return of, nil
}

var comparisons = map[FilterOp]form.Comparison{
	Less: form.Less, LessOrEqual: form.LessOrEqual, Greater: form.Greater, GreaterOrEqual: form.GreaterOrEqual,
}

var predicates = map[FilterOp]scalar.Predicate{
	StartsWith: scalar.StartsWith, EndsWith: scalar.EndsWith, Contains: scalar.StrContains,
}

func comparison(at form.Place, op FilterOp, c form.Constant) (form.Formula, error) {
	refused := fmt.Errorf("%q, of the type %s, is not compared by %s", at.Field.Name, at.T.Kind, op)
	switch {
	case op == Equal || op == NotEqual:
		return form.OneOf{X: at, Values: []form.Constant{c}, Except: op == NotEqual}, nil
	case comparisons[op] != "":
		if !at.T.Ordered() {
			return nil, refused
		}
		return form.Relate{Op: comparisons[op], X: at, Y: c}, nil
	case predicates[op] != "" && at.T.Kind == form.String:
		return form.TextTest{Op: predicates[op], X: at, Y: c}, nil
	}
	return nil, refused
}

// sortKey is a column to sort by.
type sortKey struct {
	field      *form.Field
	descending bool
}

// order resolves the columns to sort by, and adds the key.
func (w *wrapper) order(list []Order) ([]sortKey, error) {
	var keys []sortKey
	list = slices.Clone(list)
	for _, name := range w.of.key.Names() {
		if !slices.ContainsFunc(list, func(o Order) bool { return o.Column == name }) {
			list = append(list, Order{Column: name})
		}
	}
	for _, o := range list {
		f, err := w.field(o.Column)
		if err != nil {
			return nil, err
		}
		if !f.Scalar() {
			return nil, fmt.Errorf("%q is of the type %s, by which nothing is sorted", f.Name, f.Kind)
		}
		keys = append(keys, sortKey{f, o.Descending})
	}
	return keys, nil
}

func (w *wrapper) sorted(keys []sortKey) string {
	terms := make([]string, len(keys))
	for i, k := range keys {
		t := w.printer.field(w.printer, k.field.Type, w.column(row{w.base.alias, w.base.table}, k.field))
		terms[i] = w.sortTerm(k.field.Kind, t, k.descending)
	}
	return "\nORDER BY " + strings.Join(terms, ", ")
}

// after writes that a row comes behind one with the given values: in some
// column it does, and equals it in all before.
func (w *wrapper) after(keys []sortKey, values []any) (string, error) {
	if last, ok := lastOf(values).([]any); ok && len(last) == len(w.of.key) {
		values = slices.Clone(values[:len(values)-1])
		for i, name := range w.of.key.Names() {
			if at := slices.IndexFunc(keys, func(k sortKey) bool { return k.field.Name == name }); at >= len(values) {
				values = append(values, last[i])
			}
		}
	}
	if len(values) != len(keys) {
		return "", fmt.Errorf("the row to begin behind has %d values; %d are needed: those of the columns to sort by, and the key", len(values), len(keys))
	}
	var ways []string
	var same []func() string // written where something needs them, since what is written has parameters
	for i, k := range keys {
		behind, equal, err := w.behind(k, values[i])
		if err != nil {
			return "", err
		}
		if behind != nil {
			var every []string
			for _, text := range append(slices.Clone(same), behind) {
				every = append(every, text())
			}
			ways = append(ways, allOf(every))
		}
		same = append(same, sync.OnceValue(equal))
	}
	if len(ways) == 0 {
		return w.truth(false), nil
	}
	if len(ways) == 1 {
		return ways[0], nil
	}
	return "(" + anyOf(ways) + ")", nil
}

func lastOf(values []any) any {
	if len(values) == 0 {
		return nil
	}
	return values[len(values)-1]
}

// behind gives what writes that a column comes behind a value (nil if none does), and that it
// equals it. What is no value of the column's type comes where the database sorts it.
func (w *wrapper) behind(k sortKey, value any) (behind, equal func() string, err error) {
	at := form.Place{Root: form.Row, Field: k.field, T: k.field.Type}
	isNull := func() string { return w.cond(form.Null{At: at}) }
	known := func() string { return w.cond(form.Known{X: at}) }
	related := func(op form.Comparison, c form.Constant) string { return w.cond(form.Relate{Op: op, X: at, Y: c}) }
	if w.mixed() {
		x := w.operand(at)
		isNull = func() string { return x.sql + " IS NULL" }
		known = func() string { return x.sql + " IS NOT NULL" }
		related = func(op form.Comparison, c form.Constant) string {
			return w.compare(w.printer, k.field.Kind, op, x, w.operand(c))
		}
	}
	if value == nil {
		if k.descending {
			return known, isNull, nil
		}
		return nil, isNull, nil
	}
	c, err := valueOf(k.field, value)
	if err != nil {
		return nil, nil, err
	}
	equal = func() string { return w.cond(form.OneOf{X: at, Values: []form.Constant{c}}) }
	switch {
	case k.descending:
		behind = func() string { return related(form.Less, c) }
	case slices.Contains(w.of.key.Names(), k.field.Name):
		behind = func() string { return related(form.Greater, c) }
	default:
		behind = func() string { return "(" + related(form.Greater, c) + " OR " + isNull() + ")" }
	}
	return behind, equal, nil
}
