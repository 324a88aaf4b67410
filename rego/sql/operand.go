package sql

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// operand gives a value that a formula looks at.
func (p *printer) operand(x form.Operand) term {
	switch x := x.(type) {
	case form.Constant:
		return term{constant: &x}
	case form.Place:
		return p.place(x)
	case form.Changed:
		of := p.operand(x.X)
		return of.made(p.changed(x.By, p.written(of)), of.typed)
	case form.Moved:
		return p.movedBy(x)
	case form.Template:
		return p.template(x)
	case form.Midnight:
		return p.person.midnight(p.written(p.operand(x.X))) // of today and constants
	case form.Count:
		return p.count(x.Over)
	default:
		panic(fmt.Sprintf("sql: an operand of kind %T", x))
	}
}

// changed writes what a function makes of a text.
func (p *printer) changed(by scalar.Change, x string) string {
	switch by {
	case scalar.Lower, scalar.Upper:
		return p.cased(by == scalar.Upper, x)
	default:
		panic(fmt.Sprintf("sql: a change of texts %q", by))
	}
}

// template gives a text of what is told of the person.
func (p *printer) template(parts form.Template) term {
	var typed []string
	texts := make([]string, len(parts))
	all := term{told: true, once: true}
	for i, part := range parts {
		of := p.operand(part)
		all.told, all.once = all.told && (of.told || of.constant != nil), all.once && (of.once || of.constant != nil)
		texts[i], typed = p.person.spelling(part.Type().Kind, p.written(of)), append(typed, of.validity()...)
	}
	return all.made("("+strings.Join(texts, " || ")+")", typed)
}

// written gives a value, which may be a constant, as SQL.
func (p *printer) written(t term) string {
	if t.constant != nil {
		return p.constant(*t.constant)
	}
	return t.sql
}

func (p *printer) place(at form.Place) term {
	switch {
	case !p.stored(at):
		return p.person.value(p, at)
	case at.Field == nil:
		return p.element(p, at.T, p.row(at).alias)
	default:
		here := p.row(at)
		t := p.field(p, at.T, p.column(here, at.Field))
		if p.person != nil {
			t.as = p.qualified("(NULL::"+p.source(here.table.Source)+")", at.Field.Column)
		}
		return t
	}
}

// made gives what is made of a value.
func (t term) made(sql string, typed []string) term {
	if t.once {
		sql = "(SELECT " + sql + ")"
	}
	return term{sql: sql, typed: typed, told: t.told, once: t.once}
}

// movedBy gives a date or timestamp moved, which is null where it leaves the
// years of its type.
func (p *printer) movedBy(x form.Moved) term {
	kind := x.Type().Kind
	low, high, ok := p.bounds(kind, x.By)
	if !ok {
		return term{sql: p.null(x.Type())}
	}
	of := p.operand(x.X)
	from := ""
	if kind == form.Timestamp && of.ref == "" { // a long text, which is named to be written once
		from = " FROM (SELECT " + of.sql + " AS " + p.quote("from") + ") AS " + p.quote("moved")
		of.sql = p.quote("moved") + "." + p.quote("from")
	}
	within := append(slices.Clone(of.validity()),
		p.compare(p, kind, form.GreaterOrEqual, of, low), p.compare(p, kind, form.LessOrEqual, of, high))
	by := p.add(asInteger, x.By)
	to := of.sql + " + " + by
	if kind == form.Date {
		to = p.moved(of.sql, by)
	}
	sql := "CASE WHEN " + allOf(within) + " THEN " + to + " END"
	if from != "" {
		sql = "(SELECT " + sql + from + ")"
	}
	return of.made(sql, nil)
}

// bounds gives from where to where a date or timestamp can be moved so that it
// stays in the years of its type; false if from nowhere.
func (p *printer) bounds(kind form.Kind, by int64) (low, high term, ok bool) {
	unit, outside := int64(1), int64(0)
	switch {
	case kind == form.Date:
		unit = scalar.PerDay
	case p.wide():
		outside = scalar.Outside
	}
	const from, to int64 = scalar.FirstInstant, scalar.LastInstant
	if reach := (to - from + outside) / unit; by > reach || by < -reach {
		return term{}, term{}, false
	}
	bound := func(micros int64) term {
		text := scalar.TimestampText(micros)
		if kind == form.Date {
			text = scalar.TimeOf(micros).Format(time.DateOnly)
		}
		return term{constant: &form.Constant{T: form.Type{Kind: kind}, Value: text}}
	}
	return bound(from - min(by*unit, outside)), bound(to - max(by*unit, -outside)), true
}

// count gives the number of a list's elements.
func (p *printer) count(over form.List) term {
	listed := p.isListed(over)
	switch {
	case !p.stored(over.At):
		return term{sql: p.length(p.person.json(p, over)), typed: []string{listed}}
	case over.Relation == nil:
		return term{sql: p.length(p.column(p.row(over.At), over.At.Field)), typed: []string{listed}}
	}
	f, source, linked := p.ranged(over)
	t := term{sql: "(SELECT count(*) FROM " + source + p.joined(f.joins, " ") + " WHERE " + allOf(linked) + ")"}
	if listed != p.truth(true) {
		t.typed = []string{listed}
	}
	return t
}

// relateCount writes whether there are any rows at all without counting them.
func (p *printer) relateCount(f form.Relate) (string, bool) {
	op, count := f.Op, f.X
	n, ok := f.Y.(form.Constant)
	if !ok || n.T.Kind != form.Number {
		return "", false
	}
	switch {
	case isNumber(n, 0) && (op == form.Greater || op == form.NotEqual), isNumber(n, 1) && op == form.GreaterOrEqual:
		return p.anyRows(count, true)
	case isNumber(n, 0) && (op == form.Equal || op == form.LessOrEqual), isNumber(n, 1) && op == form.Less:
		return p.anyRows(count, false)
	}
	return "", false
}

func (p *printer) countIsZero(f form.OneOf) (string, bool) {
	if len(f.Values) != 1 || !isNumber(f.Values[0], 0) {
		return "", false
	}
	return p.anyRows(f.X, f.Except)
}

func isNumber(c form.Constant, n int64) bool {
	text, ok := c.Value.(form.Decimal)
	if !ok {
		return false
	}
	d, err := parseDecimal(text)
	if err != nil {
		return false
	}
	whole, ok := d.Int()
	return ok && whole == n
}

// anyRows writes that a relation has rows, or has none, if it is one that is counted.
func (p *printer) anyRows(x form.Operand, any bool) (string, bool) {
	count, ok := x.(form.Count)
	if !ok || count.Over.Relation == nil {
		return "", false
	}
	var conds []string
	if listed := p.isListed(count.Over); listed != p.truth(true) {
		conds = append(conds, listed)
	}
	v := &form.Var{Table: count.Over.Relation.Target}
	test := "EXISTS (" + p.selection(count.Over, v, func() string { return "" }) + ")"
	if !any {
		test = "NOT " + test
	}
	return allOf(append(conds, test)), true
}
