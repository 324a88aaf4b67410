package sql

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"portcullis/rego/bind"
	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// Statement is one statement with the values of its parameters.
type Statement struct {
	SQL string
	// Params are the parameters in the order of their numbers, each an int64, a
	// float64, a bool or a string, as drivers take them for the types that the
	// statement gives them.
	Params  []any
	Columns []string

	dialect Dialect
	text    string        // the statement before its parameters are numbered
	values  []any         // before they are put in the order of the text
	fields  []*form.Field // of the columns; nil where they are not a table's
	key     form.Key
	inline  bool // values are in its text
	fenced  bool // a limit or a fence is at its end
}

// exactInteger is the last of the whole numbers that all are exact in a double.
const exactInteger = 1 << 53

// StatementDocument is a statement in JSON.
type StatementDocument struct {
	SQL     string   `json:"sql"`
	Params  []any    `json:"params"`
	Columns []string `json:"columns"`
}

// MarshalJSON writes the statement as {"sql": "…", "params": […], "columns":
// […]}. A whole number that a reader of JSON may not have exactly is a text,
// from which the statement makes the same number.
func (s *Statement) MarshalJSON() ([]byte, error) {
	params := make([]any, len(s.Params))
	for i, v := range s.Params {
		params[i] = v
		if n, ok := v.(int64); ok && (n > exactInteger || n < -exactInteger) {
			params[i] = strconv.FormatInt(n, 10)
		}
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(StatementDocument{s.SQL, params, s.Columns})
	if err != nil {
		return nil, fmt.Errorf("writing a statement as JSON: %w", err)
	}
	return []byte(b.String()), nil
}

// Inline prints what [Select] does with the values in its text, in place of
// parameters: a statement to be pasted.
func Inline(r *bind.Residual, to Dialect) (*Statement, error) { return selecting(r, to, true) }

// Select prints the statement that gives the rows on which an action is allowed
// to a person, and the cells that they see of these. Where there can be none, it
// asks no table. An error means that the dialect cannot have a constant or a
// name as it is.
func Select(r *bind.Residual, to Dialect) (*Statement, error) { return selecting(r, to, false) }

func selecting(r *bind.Residual, to Dialect, inline bool) (*Statement, error) {
	d, ok := dialects[to]
	if !ok {
		return nil, fmt.Errorf("there is no dialect %q", to)
	}
	p := newPrinter(d)
	p.inline = inline
	table := r.Resource.Table
	p.base = &frame{alias: p.alias(""), table: table}
	_, none := r.Rows.(form.Never)
	names, fields := make([]string, len(r.Sights)), make([]*form.Field, len(r.Sights))
	var text strings.Builder
	text.Grow(64 * (len(r.Sights) + 8))
	text.WriteString("SELECT")
	for i, s := range r.Sights {
		names[i], fields[i] = s.Field.Name, s.Field
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteString("\n  ")
		if none {
			text.WriteString(p.null(s.Field.Type))
		} else {
			p.writeCell(&text, s)
		}
		text.WriteString(" AS ")
		p.writeName(&text, s.Field.Name)
	}
	if none {
		text.WriteString(p.nowhere())
	} else {
		text.WriteString(p.from(r))
	}
	out, err := p.statement(text.String(), names, fields)
	if err != nil {
		return nil, err
	}
	out.key = table.Key
	return out, nil
}

// statement numbers the parameters of a finished text.
func (p *printer) statement(text string, columns []string, fields []*form.Field) (*Statement, error) {
	if p.err != nil {
		return nil, p.err
	}
	out := &Statement{Columns: columns, dialect: p.name(), text: text, values: p.params.values, fields: fields, inline: p.inline}
	out.SQL, out.Params = p.positioned(text, p.params.values)
	return out, nil
}

// from writes where the rows come from, and which they are.
func (p *printer) from(r *bind.Residual) string {
	conds := p.conjuncts(r.Rows)
	if r.Edits != nil {
		conds = append(conds, p.edits(r.Edits))
	}
	out := "\nFROM " + p.source(p.base.table.Source) + " AS " + p.base.alias + p.joined(p.base.joins, "\n")
	if len(conds) > 0 {
		out += "\nWHERE " + strings.Join(conds, "\n  AND ")
	}
	return out
}

// conjuncts writes the conditions that must all hold, without those that do.
func (p *printer) conjuncts(f form.Formula) []string {
	var parts form.Every
	switch f := f.(type) {
	case form.Always:
	case form.Every:
		parts = f
	default:
		parts = form.Every{f}
	}
	conds := make([]string, 0, len(parts))
	for _, part := range parts {
		if c := p.operandOfAnd(part); c != p.truth(true) || len(parts) == 1 {
			conds = append(conds, c)
		}
	}
	return conds
}

// edits writes that one of the ways in which a field can be changed is open.
func (p *printer) edits(list []bind.Edit) string {
	var ways []string
	for _, e := range list {
		conds := p.conjuncts(e.When)
		if _, never := e.Unless.(form.Never); !never {
			conds = append(conds, p.notTrue(p.cond(e.Unless)))
		}
		ways = append(ways, allOf(conds))
	}
	return "(" + anyOf(ways) + ")"
}

// writeCell writes what a column shows.
func (p *printer) writeCell(to *strings.Builder, s bind.Sight) {
	if s.Hidden() {
		to.WriteString(p.null(s.Field.Type))
		return
	}
	if _, open := s.Open.(form.Always); !open {
		s = under(s)
	}
	_, always := s.Plain.(form.Always)
	if !always && len(s.Masks) > 0 {
		to.WriteString(p.masking(s))
		return
	}
	if !always {
		to.WriteString("CASE WHEN ")
		to.WriteString(p.cond(s.Plain))
		to.WriteString(" THEN ")
	}
	to.WriteString(p.plain(s.Field.Type, p.column(row{p.base.alias, p.base.table}, s.Field)))
	if !always {
		to.WriteString(" END")
	}
}

// masking writes what a column shows that may be masked.
func (p *printer) masking(s bind.Sight) string {
	ref := p.column(row{p.base.alias, p.base.table}, s.Field)
	text := "CASE"
	_, never := s.Plain.(form.Never)
	if !never {
		text += " WHEN " + p.cond(s.Plain) + " THEN " + p.masked(s.Field.Type, ref)
	}
	for i, m := range s.Masks {
		shown := p.maskOf(s.Field, m.Shows, ref, !never)
		if _, always := m.When.(form.Always); !always {
			text += " WHEN " + p.cond(m.When) + " THEN " + shown
			continue
		}
		if never && i == 0 {
			return shown
		}
		text += " ELSE " + shown
		break
	}
	return text + " END"
}

// under gives a field's sight with what opens it in each of its conditions.
func under(s bind.Sight) bind.Sight {
	out := bind.Sight{Field: s.Field, Open: form.Always{}, Plain: form.And(s.Open, s.Plain)}
	for _, m := range s.Masks {
		out.Masks = append(out.Masks, bind.Mask{When: form.And(s.Open, m.When), Shows: m.Shows})
	}
	return out
}

// maskOf writes a mask of a column, which may share a CASE with it.
func (p *printer) maskOf(f *form.Field, shows form.Disguise, ref string, shared bool) string {
	switch d := shows.(type) {
	case form.Constant:
		d.T = f.Type
		if d.IsNull() {
			return p.null(f.Type)
		}
		return p.mask(p, d, shared)
	case form.Piece:
		if f.Kind == form.Date {
			return p.datePiece(p, d, ref)
		}
		return p.textPiece(p, d, ref)
	default:
		panic(fmt.Sprintf("sql: a mask of type %T", d))
	}
}

// dots writes what stands for what a piece leaves out.
func (p *printer) dots() string {
	return p.ofSchema(scalar.Dots)
}

// between joins the piece of a text and the dots, in their order.
func between(of form.Piece, piece, dots, join string) string {
	if of.Of == "first" {
		return piece + join + dots
	}
	return dots + join + piece
}

// firstDay writes the rest of a date of which the year, or the month as well, is kept.
func firstDay(of form.Piece) (kept int, rest string) {
	if of.Of == "year" {
		return len("2026"), "-01-01"
	}
	return len("2026-03"), "-01"
}
