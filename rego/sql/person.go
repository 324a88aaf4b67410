package sql

import (
	"fmt"
	"strings"

	"portcullis/rego/form"
)

// person is who asks, where the statement is not bound to them: an `input.user`
// in JSON, which PostgreSQL is told. What is read of it is an uncorrelated
// subquery, which the database evaluates once.
type person struct {
	tables string // the schema of tables whose source has none, quoted
	user   string // where the person is told
	team   string // and where the properties of their team
	zone   string // by which now has a date and an hour
	types  string // the schema of the functions that rls_types.sql makes, quoted
	// indexes says that indexes may serve for what is compared with what is told.
	indexes bool
	// holds writes that the person has a profile, which is written as it is.
	holds func(profile string) string
	// narrow, if there is one, gives what is read of the person by a function of a type.
	narrow func(returns, expression string) string
}

// as writes a function of rls_types.sql, of what is told and a column's type, once a
// statement.
func (who *person) as(function, value, as string) string {
	return "(SELECT " + who.types + "." + function + "(" + value + ", " + as + "))"
}

// plain writes a column of text or uuids as it is, and any other as its text.
func (who *person) plain(ref string) string { return who.types + ".plain(" + ref + ")" }

// local writes what clocks show at a time in the portal's time zone.
func (who *person) local(at string) string {
	return "(" + at + " AT TIME ZONE " + quoteLiteral(who.zone) + ")"
}

// midnight gives when a date begins. Of two midnights PostgreSQL takes the
// second, so the first is looked for: what is so far from UTC as a day before it.
func (who *person) midnight(date string) term {
	at := postgres{}.micros("CASE WHEN " + who.local(`"begun"."early"`) + ` = "begun"."shown" THEN "begun"."early" ELSE ` + who.local(`"begun"."shown"`) + " END")
	early := `("day"."shown" AT TIME ZONE 'UTC') - (` + who.local(`"day"."before"`) + ` - ("day"."before" AT TIME ZONE 'UTC'))`
	return term{told: true, once: true, sql: "(SELECT " + at + ` FROM (SELECT "day"."shown", ` + early + ` AS "early" FROM (SELECT ` +
		`(` + date + `)::timestamp AS "shown", ((` + date + `)::timestamp - interval '1 day') AT TIME ZONE 'UTC' AS "before") AS "day") AS "begun")`}
}

// spelling writes a value as a part of a text.
func (who *person) spelling(kind form.Kind, x string) string {
	switch kind {
	case form.Number:
		return "trim_scale(" + x + ")::text"
	case form.Bool:
		return "CASE " + x + " WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END"
	default:
		return x
	}
}

// json gives what is told at a place, or of a list: NULL where it is not.
func (who *person) json(p *printer, over form.List) string {
	if who.narrow != nil && over.At.Root != form.Each {
		return who.narrow("jsonb", who.at(p, over))
	}
	return who.at(p, over)
}

func (who *person) at(p *printer, over form.List) string {
	at := over.At
	var path []string
	for _, step := range at.Steps {
		path = append(path, step.Name)
	}
	if at.Field != nil {
		path = append(path, at.Field.Name)
	}
	if over.Relation != nil {
		path = append(path, over.Relation.Name)
	}
	from := who.user
	switch at.Root {
	case form.Each:
		from = p.vars[at.Var].alias + `."v"`
	case form.Record:
		path = append([]string{"record"}, path...)
	case form.Login:
		path = []string{"login"}
	case form.UserProperty:
		path = []string{"properties", at.Name}
	case form.TeamName:
		path = []string{"team"}
	case form.TeamProperty:
		from, path = who.team, []string{at.Name}
	default:
		panic(fmt.Sprintf("sql: a place of root %d in JSON", at.Root))
	}
	if len(path) == 0 {
		return from
	}
	for i, name := range path {
		path[i] = quoteLiteral(name)
	}
	return "(" + from + " #> ARRAY[" + strings.Join(path, ", ") + "])"
}

// value gives what is told at a place, null where it is not of its type.
func (who *person) value(p *printer, at form.Place) term {
	once := term{told: true, once: true}
	switch at.Root {
	case form.Now:
		return once.made(postgres{}.micros("now()"), nil)
	case form.Today:
		return once.made(who.local("now()")+"::date", nil)
	case form.Hour:
		return once.made("extract(hour FROM "+who.local("now()")+")", nil)
	case form.Weekday:
		return once.made("extract(isodow FROM "+who.local("now()")+")", nil)
	}
	v := who.at(p, form.List{At: at})
	if at.Root == form.Each {
		t := who.typed(p, at.T, v)
		t.told = true
		return t
	}
	once.sql = "(SELECT " + who.typed(p, at.T, `"told"."v"`).sql + " FROM (SELECT " + v + `) AS "told"("v"))`
	if who.narrow != nil {
		once.sql = who.narrow(returned(at.T.Kind), once.sql)
	}
	return once
}

// returned gives the type of what is read of the person as a value of a kind.
func returned(k form.Kind) string {
	switch k {
	case form.Number, form.Timestamp:
		return "numeric"
	case form.Bool:
		return "boolean"
	case form.Date:
		return "date"
	case form.JSON:
		return "jsonb"
	default:
		return "text"
	}
}

func (who *person) typed(p *printer, t form.Type, v string) term {
	if t.Kind != form.Enum {
		return postgres{}.fromJSON(t, v)
	}
	text := "(" + v + " #>> '{}')"
	return term{sql: "CASE WHEN jsonb_typeof(" + v + ") = 'string' AND " + p.member(text+` COLLATE "C"`, t) + " THEN " + text + " END"}
}

// isNull writes that null is told; of a property, that nothing is.
func (who *person) isNull(p *printer, at form.Place) string {
	v := "jsonb_typeof(" + who.json(p, form.List{At: at}) + ")"
	switch at.Root {
	case form.UserProperty, form.TeamProperty, form.TeamName:
		return "coalesce(" + v + ", 'null') = 'null'"
	case form.Now, form.Today, form.Hour, form.Weekday:
		return p.truth(false)
	default:
		return v + " = 'null'"
	}
}

// isListed writes that a list is told.
func (who *person) isListed(p *printer, over form.List) string {
	v := who.json(p, over)
	if over.Relation != nil {
		return "jsonb_typeof(" + v + ") = 'array'"
	}
	return p.listed(p, over.At.T, v)
}

// quoteLiteral writes a text. A backslash has no meaning in it, whatever
// standard_conforming_strings is.
func quoteLiteral(text string) string {
	quoted := "'" + strings.ReplaceAll(text, "'", "''") + "'"
	if strings.Contains(text, `\`) {
		return "E" + strings.ReplaceAll(quoted, `\`, `\\`)
	}
	return quoted
}
