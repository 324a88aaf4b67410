package sql

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// A write is decided by a trigger function in PL/pgSQL, step by step as package
// bound does it. Its variables: "stored" is the row as it is, "asked" the row
// with what is sent, "gives_N" what the N-th allow sets, "next" a row to be with
// the values of one allow, "final" the row to be. The arrays of booleans have an
// element for each allow.

// writer writes such a function's part that decides.
type writer struct {
	*script
	r      *form.Resource
	action string
	create bool
	allows []*form.Use
	text   strings.Builder

	// sendable are the fields that can have been sent; plain writes whether one
	// is seen plain on the stored row, "" where it is.
	sendable []*form.Field
	plain    func(*form.Field) string
	// asks are fields that have to be sent as statements set them. The others
	// that are set the trigger writes, and they are not sent.
	asks []*form.Field
	// shows are the columns of a view through which rows are written, by field;
	// nil where the table itself is.
	shows map[*form.Field]string
}

func (s *script) writer(r *form.Resource, action string) *writer {
	return &writer{
		script: s, r: r, action: action, create: r.Modes[action] == form.Create, allows: r.At(form.Permits, action),
		plain: func(*form.Field) string { return "" },
	}
}

func (w *writer) say(format string, args ...any) { fmt.Fprintf(&w.text, "  "+format+"\n", args...) }

// column refers to a field of one of the function's rows.
func (w *writer) column(variable string, f *form.Field) string {
	p := w.printer(w.r.Table, variable)
	return p.column(row{variable, w.r.Table}, f)
}

// differ writes that two values are not the same, or one is null.
func differ(t form.Type, x, y string) string {
	switch {
	case isText(t.Kind):
		return x + `::text COLLATE "C" IS DISTINCT FROM ` + y + `::text COLLATE "C"`
	case t.Kind == form.JSON:
		return "to_jsonb(" + x + ") IS DISTINCT FROM to_jsonb(" + y + ")"
	case t.Kind == form.ListOf:
		return x + "::text IS DISTINCT FROM " + y + "::text"
	default:
		return x + " IS DISTINCT FROM " + y
	}
}

// printing gives a printer of conditions on two of the function's rows. A row
// that is made now has no to-many rows.
func (w *writer) printing(stored, next string) *printer {
	p := w.printer(w.r.Table, stored)
	p.base.fresh = w.create
	if next != stored {
		p.after = &frame{alias: next, table: w.r.Table}
	}
	return p
}

// tested writes conditions as an expression, never null.
func (w *writer) tested(p *printer, conds []string) string {
	w.keep(p)
	joins := p.joined(p.base.joins, " ")
	if p.after != nil {
		joins += p.joined(p.after.joins, " ")
	}
	if len(conds) == 0 {
		return p.truth(true)
	}
	if joins != "" {
		return `EXISTS (SELECT 1 FROM (SELECT 1) AS "one"` + joins + " WHERE " + allOf(conds) + ")"
	}
	return "coalesce(" + allOf(conds) + ", FALSE)"
}

// test writes that formulas are proven of two of the function's rows.
func (w *writer) test(stored, next string, all ...form.Formula) string {
	p := w.printing(stored, next)
	var conds []string
	for _, f := range all {
		if f != nil {
			conds = append(conds, w.conjuncts(p, f)...)
		}
	}
	return w.tested(p, conds)
}

func (w *writer) has(profile string) string {
	return quoteLiteral(profile) + ` = ANY ("who"."profiles")`
}

// revealed writes that a field that an allow covers is covered for the person.
func (w *writer) revealed(u *form.Use, f *form.Field) string {
	of, all := u.Holders(f)
	switch {
	case all:
		return "TRUE"
	case len(of) == 0:
		return "FALSE"
	}
	var ways []string
	for _, profile := range of {
		ways = append(ways, w.has(profile))
	}
	return "(" + anyOf(ways) + ")"
}

// satisfies writes that an allow applies to a row to be, as far as that is asked
// of it.
func (w *writer) satisfies(u *form.Use, next string) string {
	c := u.Clause
	switch {
	case w.create:
		return w.test(next, next, c.Statement.When, c.Rows, c.Check)
	case c.Check != nil:
		return w.test(`"stored"`, next, c.Check)
	default:
		return w.test(next, next, c.Rows)
	}
}

// decide writes the decision; "final" is the row to be. Where values have to be
// sent as statements set them, one that is set counts as sent at first: another
// statement may let it be written. If so nothing is granted, it does not.
func (w *writer) decide() string {
	w.candidates()
	if len(w.asks) > 0 {
		w.say(`FOR "attempt" IN 1..2 LOOP`)
		w.say(`"sent" := '{}'; "given" := '{}'; "locked" := '{}'; "conflict" := FALSE; "refused" := FALSE; "words" := NULL;`)
	}
	w.sends()
	w.forms()
	w.gives()
	w.restrictions()
	w.covered()
	if len(w.asks) > 0 {
		w.say(`EXIT WHEN NOT "refused";`)
		w.say("END LOOP;")
	}
	w.refuse()
	return w.text.String()
}

// tells writes the statement that finds out who asks.
func (s *script) tells() string { return `  SELECT * INTO "who" FROM ` + s.who() + ";\n" }

// declarations writes the variables that the decision uses.
func (w *writer) declarations() string {
	table := w.source(w.r.Table)
	var b strings.Builder
	for _, name := range []string{"blank", "asked", "next", "final"} {
		fmt.Fprintf(&b, "  %q %s;\n", name, table)
	}
	for i, u := range w.allows {
		if len(u.Clause.Sets) > 0 {
			fmt.Fprintf(&b, "  \"gives_%d\" %s;\n", i+1, table)
		}
	}
	for _, name := range []string{"candidate", "able", "first", "giver", "applied", "effective"} {
		fmt.Fprintf(&b, "  %q boolean[] := array_fill(FALSE, ARRAY[%d]);\n", name, len(w.allows))
	}
	b.WriteString("  \"who\" record;\n  \"sent\" text[] := '{}';\n  \"given\" text[] := '{}';\n  \"locked\" text[] := '{}';\n" +
		"  \"conflict\" boolean := FALSE;\n  \"refused\" boolean := FALSE;\n  \"words\" text;\n")
	return b.String()
}

// candidates finds the allows that apply to the stored row, and what they set.
func (w *writer) candidates() {
	for i, u := range w.allows {
		test := w.has(u.Clause.Statement.Profile)
		if !w.create {
			test += " AND " + w.test(`"stored"`, `"stored"`, u.Clause.Statement.When, u.Clause.Rows)
		}
		w.say(`"candidate"[%d] := %s;`, i+1, test)
		w.say(`"able"[%d] := "candidate"[%d];`, i+1, i+1)
		for _, set := range u.Clause.Sets {
			w.value(i+1, set)
		}
	}
}

// value gives a field what an allow sets, if that is known.
func (w *writer) value(n int, set form.Set) {
	to := fmt.Sprintf(`"gives_%d"`, n)
	keyword := "IF"
	for _, c := range set.Cases {
		p := w.printing(`"stored"`, `"stored"`)
		conds := w.conjuncts(p, c.When)
		if set.Field.Kind == form.Enum {
			conds = append(conds, p.member(p.written(p.operand(c.X))+` COLLATE "C"`, set.Field.Type))
		}
		w.say("%s %s THEN", keyword, w.tested(p, conds))
		w.say("  %s;", w.assign(to, set.Field, c.X))
		keyword = "ELSIF"
	}
	if _, never := set.Null.(form.Never); !never {
		w.say("%s %s THEN", keyword, w.test(`"stored"`, `"stored"`, set.Null))
		w.say("  %s := NULL;", w.column(to, set.Field))
		keyword = "ELSIF"
	}
	if keyword == "IF" {
		w.say(`"able"[%d] := FALSE;`, n)
		return
	}
	w.say("ELSE\n    \"able\"[%d] := FALSE;\n  END IF;", n)
}

// assign gives a field of a row a value.
func (w *writer) assign(to string, f *form.Field, x form.Operand) string {
	p := w.printing(`"stored"`, `"stored"`)
	defer w.keep(p)
	into := w.column(to, f)
	constant, isConstant := x.(form.Constant)
	place, isPlace := x.(form.Place)
	switch {
	case f.Kind == form.ListOf && isConstant:
		return fmt.Sprintf("%s := jsonb_populate_record(%s, jsonb_build_object(%s, %s))", to, to, quoteLiteral(f.Column), p.constant(constant))
	case f.Kind == form.ListOf && isPlace:
		return fmt.Sprintf("%s := jsonb_populate_record(%s, jsonb_build_object(%s, %s))", to, to, quoteLiteral(f.Column), p.person.json(p, form.List{At: place}))
	case f.Kind == form.Timestamp && isPlace && place.Root == form.Now:
		return into + " := now()"
	case f.Kind == form.Timestamp && !isConstant:
		micros := "(" + p.written(p.operand(x)) + ")"
		return into + " := '1970-01-01 00:00:00+00'::timestamptz + floor(" + micros + " / 1000000) * interval '1 second' + (" + micros + " - floor(" + micros + " / 1000000) * 1000000) * interval '1 microsecond'"
	default:
		return into + " := " + p.written(p.operand(x))
	}
}

// sends finds what counts as sent: what differs from the stored row or, in a new
// one, from what there is by default. A view shows null for that. What has to be
// sent as a statement sets it does not count.
func (w *writer) sends() {
	if w.create {
		for _, f := range w.defaults() {
			w.say("%s;", w.assign(`"blank"`, f, f.Default))
		}
	}
	switch {
	case w.shows == nil:
		w.say(`"asked" := NEW;`)
	case w.create:
		w.say(`"asked" := "blank";`)
	default:
		w.say(`"asked" := "stored";`)
	}
	for _, f := range w.sendable {
		column, test, put := w.column("NEW", f), "", ""
		if w.shows != nil {
			column = "NEW." + w.shows[f]
			put = w.column(`"asked"`, f) + " := " + column + "; "
			if f.Kind == form.ListOf { // which a view may show as JSON
				put = fmt.Sprintf(`"asked" := jsonb_populate_record("asked", jsonb_build_object(%s, %s)); `, quoteLiteral(f.Column), column)
			}
		}
		switch {
		case w.create && (w.shows != nil || f.Default == nil):
			test = column + " IS NOT NULL"
		case w.create:
			test = differ(f.Type, w.column(`"blank"`, f), column)
		case w.shows != nil:
			test = differ(f.Type, "OLD."+w.shows[f], column)
		default:
			test = differ(f.Type, w.column(`"stored"`, f), column)
		}
		w.say(`IF %s THEN "sent" := "sent" || %s::text; %sEND IF;`, test, quoteLiteral(f.Name), put)
	}
	for _, f := range w.asks {
		reset := w.column(`"asked"`, f) + " := " + w.column(`"blank"`, f)
		if !w.create {
			reset = w.column(`"asked"`, f) + " := " + w.column(`"stored"`, f)
		}
		for i, u := range w.allows {
			if u.Sets(f) {
				w.say(`IF "attempt" = 2 AND "able"[%d] AND %s = ANY ("sent") AND NOT (%s) THEN "sent" := array_remove("sent", %s); %s; END IF;`, i+1, quoteLiteral(f.Name),
					differ(f.Type, w.column("NEW", f), w.column(fmt.Sprintf(`"gives_%d"`, i+1), f)), quoteLiteral(f.Name), reset)
			}
		}
	}
}

// defaults gives the fields that have something in a new row by default.
func (w *writer) defaults() []*form.Field {
	return slices.DeleteFunc(slices.Clone(w.r.Table.Fields), func(f *form.Field) bool { return f.Default == nil })
}

// forms refuses what may not be sent at all, or is no value of its field, before
// anything is asked of the row to be: of these alone the person is told.
func (w *writer) forms() {
	for _, f := range w.sendable {
		p := w.printing(`"asked"`, `"asked"`)
		valid := w.column(`"asked"`, f) + " IS NULL OR " + p.isKnown(form.Place{Root: form.Row, Field: f, T: f.Type})
		w.keep(p)
		may := w.some(func(i int, u *form.Use) string { return fmt.Sprintf(`"candidate"[%d]`, i) }, f)
		if plain := w.plain(f); plain != "" {
			may += " AND " + plain
		}
		if !w.create && w.r.Table.Key.Has(f) {
			may = "FALSE"
		}
		w.say("IF %s = ANY (\"sent\") THEN", quoteLiteral(f.Name))
		w.say("  IF (%s) IS NOT TRUE THEN %s END IF;", may, w.malformed(fmt.Sprintf("The field %q may not be sent.", f.Name)))
		w.say("  IF (%s) IS NOT TRUE THEN %s END IF;", valid, w.malformed(fmt.Sprintf("The field %q cannot have this value.", f.Name)))
		w.say("END IF;")
	}
}

// malformed refuses what may not be sent, unless it may not count as sent.
func (w *writer) malformed(words string) string {
	end := w.raise(quoteLiteral(words))
	if len(w.asks) > 0 {
		return `IF "attempt" = 2 THEN ` + end + ` END IF; "refused" := TRUE;`
	}
	return end
}

// some writes that one of the allows that cover a field is as it is asked.
func (w *writer) some(is func(n int, u *form.Use) string, f *form.Field) string {
	var ways []string
	for i, u := range w.allows {
		if !u.Lets(f) {
			continue
		}
		way := is(i+1, u)
		if revealed := w.revealed(u, f); revealed != "TRUE" {
			way += " AND " + revealed
		}
		ways = append(ways, way)
	}
	if len(ways) == 0 {
		return "FALSE"
	}
	return "(" + anyOf(ways) + ")"
}

func (w *writer) raise(words string) string {
	return "RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = " + words + ";"
}

// gives finds the row to be, and which allows grant it.
func (w *writer) gives() {
	for i, u := range w.allows {
		next := `"asked"`
		if len(u.Clause.Sets) > 0 {
			next = `"next"`
			w.say(`"next" := "asked";`)
			w.put(i+1, u, next)
		}
		w.say(`"first"[%d] := "able"[%d] AND %s;`, i+1, i+1, w.satisfies(u, next))
		covers := []string{`"sent" = '{}'`}
		for _, f := range u.Writes {
			cover := quoteLiteral(f.Name) + ` = ANY ("sent")`
			if revealed := w.revealed(u, f); revealed != "TRUE" {
				cover += " AND " + revealed
			}
			covers = append(covers, cover)
		}
		w.say(`"giver"[%d] := "first"[%d] AND (%s);`, i+1, i+1, anyOf(covers))
	}
	w.say(`"final" := "asked";`)
	for i, u := range w.allows {
		for _, set := range u.Clause.Sets {
			name, from, to := quoteLiteral(set.Field.Name), w.column(fmt.Sprintf(`"gives_%d"`, i+1), set.Field), w.column(`"final"`, set.Field)
			w.say(`IF "giver"[%d] AND %s = ANY ("given") THEN "conflict" := "conflict" OR %s;`, i+1, name, differ(set.Field.Type, from, to))
			w.say(`ELSIF "giver"[%d] THEN %s := %s; "given" := "given" || %s::text; END IF;`, i+1, to, from, name)
		}
	}
	w.say(`IF "conflict" THEN "refused" := TRUE; "words" := 'Two statements give one field different values.'; END IF;`)
	for i, u := range w.allows {
		w.say(`"applied"[%d] := "candidate"[%d] AND %s;`, i+1, i+1, w.satisfies(u, `"final"`))
		if len(u.Clause.Sets) == 0 {
			w.say(`"effective"[%d] := "applied"[%d];`, i+1, i+1)
			continue
		}
		w.say(`"effective"[%d] := "applied"[%d] AND "giver"[%d];`, i+1, i+1, i+1)
		w.say(`IF "giver"[%d] AND NOT "applied"[%d] THEN "refused" := TRUE; END IF;`, i+1, i+1)
	}
}

func (w *writer) put(n int, u *form.Use, to string) {
	for _, set := range u.Clause.Sets {
		w.say(`%s := %s;`, w.column(to, set.Field), w.column(fmt.Sprintf(`"gives_%d"`, n), set.Field))
	}
}

// restrictions asks the denies, in the order of statements.
func (w *writer) restrictions() {
	of := `"stored"`
	if w.create {
		of = `"final"`
	}
	denies := slices.Concat(w.r.At(form.Refuses, w.action), w.r.At(form.Demands, w.action), w.r.At(form.Locks, w.action))
	slices.SortStableFunc(denies, func(a, b *form.Use) int { return a.Clause.Statement.Order - b.Clause.Statement.Order })
	for _, u := range denies {
		ways := []string{"NOT " + w.has(u.Clause.Statement.Profile), w.test(of, of, u.Clause.Statement.When), w.test(of, of, u.Clause.Rows)}
		if u.Part == form.Demands {
			ways = append(ways, w.test(of, `"final"`, u.Clause.Check))
		}
		w.say("IF (%s) IS NOT TRUE THEN", anyOf(ways))
		if u.Part == form.Locks {
			var names []string
			for _, f := range u.Locked {
				names = append(names, quoteLiteral(f.Name))
			}
			if len(names) == 0 {
				names = []string{"NULL"}
			}
			w.say(`  "locked" := "locked" || ARRAY[%s]::text[];`, strings.Join(names, ", "))
			if text := u.Clause.Statement.Message; text != "" {
				w.say(`  IF "sent" && ARRAY[%s]::text[] THEN "words" := coalesce("words", %s); END IF;`, strings.Join(names, ", "), quoteLiteral(text))
			}
		} else {
			w.say(`  "refused" := TRUE;`)
			if text := u.Clause.Statement.Message; text != "" {
				w.say(`  "words" := coalesce("words", %s);`, quoteLiteral(text))
			}
		}
		w.say("END IF;")
	}
}

// covered refuses what no allow that grants covers.
func (w *writer) covered() {
	open := func(f *form.Field, which ...string) string {
		var taken []string
		for i, u := range w.allows {
			if u.Sets(f) {
				for _, name := range which {
					taken = append(taken, fmt.Sprintf("NOT %q[%d]", name, i+1))
				}
			}
		}
		return allOf(append(taken, "NOT "+quoteLiteral(f.Name)+` = ANY ("locked")`))
	}
	var granted []string
	for i := range w.allows {
		granted = append(granted, fmt.Sprintf(`"effective"[%d]`, i+1))
	}
	if w.create {
		w.say(`IF NOT (%s) THEN "refused" := TRUE; END IF;`, anyOf(granted))
	} else {
		ways := []string{}
		for _, f := range w.r.Fields {
			way := w.some(func(i int, _ *form.Use) string { return fmt.Sprintf(`"candidate"[%d]`, i) }, f)
			if w.r.Table.Key.Has(f) || way == "FALSE" {
				continue
			}
			way += " AND " + open(f, "candidate")
			if plain := w.plain(f); plain != "" {
				way += " AND " + plain
			}
			ways = append(ways, way)
		}
		w.say(`IF "sent" = '{}' AND (%s) IS NOT TRUE THEN "refused" := TRUE; END IF;`, cmp.Or(anyOf(ways), "FALSE"))
	}
	for _, f := range w.sendable {
		may := w.some(func(i int, _ *form.Use) string { return fmt.Sprintf(`"effective"[%d]`, i) }, f) + " AND " + open(f, "first", "applied")
		w.say(`IF %s = ANY ("sent") AND (%s) IS NOT TRUE THEN "refused" := TRUE; END IF;`, quoteLiteral(f.Name), may)
	}
	for _, f := range w.r.Table.Fields {
		if f.Required && !w.r.Table.Key.Is(f) && !(w.create && f.Generated) {
			w.say(`IF %s IS NULL THEN "refused" := TRUE; "words" := coalesce("words", %s); END IF;`, w.column(`"final"`, f),
				quoteLiteral(fmt.Sprintf("The field %q must not be null.", f.Name)))
		}
	}
	if w.r.Rows != nil {
		w.say(`IF NOT %s THEN "refused" := TRUE; END IF;`, w.test(`"final"`, `"final"`, w.r.Rows))
	}
	for _, f := range w.asks {
		w.say(`IF %s THEN "refused" := TRUE; "words" := coalesce("words", %s); END IF;`, differ(f.Type, w.column(`"final"`, f), w.column("NEW", f)),
			quoteLiteral(fmt.Sprintf("The field %q must have the value that the policy sets.", f.Name)))
	}
}

// refuse ends a write that is refused with the author's words: of the first deny
// that applies, or of the first allow that does not.
func (w *writer) refuse() {
	for i, u := range w.allows {
		if text := u.Clause.Statement.Message; text != "" {
			w.say(`IF "refused" AND "words" IS NULL AND %s AND NOT "effective"[%d] THEN "words" := %s; END IF;`,
				w.has(u.Clause.Statement.Profile), i+1, quoteLiteral(text))
		}
	}
	w.say(`IF "refused" THEN %s END IF;`, w.raise(`coalesce("words", `+quoteLiteral(fmt.Sprintf("%s of %q is not allowed.", w.action, w.r.Name))+")"))
}
