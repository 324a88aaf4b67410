package pull

import (
	"regexp"
	"strings"

	"portcullis/lang"
)

// postgresType is a row of pg_type.
type postgresType struct {
	name    string
	system  bool   // of PostgreSQL itself
	kind    string // b base, e enum, d domain, and others
	array   bool
	element uint32
	base    uint32   // of a domain
	never   bool     // a domain that is never null
	values  []string // of an enum
	checks  []string // of a domain
	initial string   // of a domain
}

// exact are the types that hold just what a type of the language does.
var exact = map[string]lang.Kind{
	"text": lang.String, "varchar": lang.String, "name": lang.String, "uuid": lang.UUID, "json": lang.JSON, "jsonb": lang.JSON,
	"int2": lang.Number, "int4": lang.Number, "int8": lang.Number, "numeric": lang.Number,
	"bool": lang.Bool, "date": lang.Date, "timestamptz": lang.Timestamp,
}

// inexact are those that nearly do, with what is different.
var inexact = map[string]struct {
	kind lang.Kind
	note string
}{
	"bpchar":    {lang.String, "the spaces at the end of such a text are none of it"},
	"float4":    {lang.Number, floatNote},
	"float8":    {lang.Number, floatNote},
	"timestamp": {lang.Timestamp, "it has no time zone, and is taken to be in UTC"},
}

const (
	unmapped   = "the language has no type for it"
	floatNote  = "a binary fraction, which is taken to be the shortest decimal that it prints"
	citextNote = "statements compare it exactly; the database's keys, and OPA's filter, take capital and small letters for the same"
	foldNote   = "statements compare it exactly; the database's keys, and OPA's filter, take different texts for the same, as its collation does"
	unsayable  = "a policy cannot name all of its values"
)

// none says of types more than that there is none for them.
var none = map[string]string{
	"money":    "what it is as a number depends on a setting of the server; a column of type numeric says it exactly",
	"time":     "the language has no time of day",
	"timetz":   "the language has no time of day",
	"interval": "the language has no lengths of time; a number of seconds or days says it",
	"bytea":    "the language has no bytes",
	"tsvector": "it serves to search, and is worked out of other columns",
	"xml":      "the language has no XML",
	"char":     "it is one byte; a column of type text says it",
}

func (r *postgresReader) readTypes() error {
	r.types = map[uint32]*postgresType{}
	var (
		oid uint32
		t   postgresType
	)
	const query = `
		SELECT t.oid, t.typname::text, n.nspname = 'pg_catalog', t.typtype::text, t.typcategory = 'A' AND t.typlen = -1,
			t.typelem, t.typbasetype, t.typnotnull,
			ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder),
			ARRAY(SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c' AND c.convalidated ORDER BY c.conname),
			coalesce(pg_get_expr(t.typdefaultbin, 0), '')
		FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace`
	into := []any{&oid, &t.name, &t.system, &t.kind, &t.array, &t.element, &t.base, &t.never, &t.values, &t.checks, &t.initial}
	return r.each(query, nil, into, func() {
		read := t
		r.types[oid] = &read
		t.values, t.checks = nil, nil // the next row's are not to be written over these
	})
}

// initialOf gives what a type has by default, as a domain may.
func (r *postgresReader) initialOf(oid uint32) string {
	for t := r.types[oid]; t != nil && t.kind == "d"; t = r.types[t.base] {
		if t.initial != "" {
			return t.initial
		}
	}
	return ""
}

// arrays tells why arrays of some types are left out, whose elements statements cannot
// tell from those of others.
func (r *postgresReader) arrays(element uint32) (why string, left bool) {
	t := r.types[element]
	domain := t != nil && t.kind == "d"
	for t != nil && t.kind == "d" {
		t = r.types[t.base]
	}
	switch {
	case t == nil || !t.system:
		return "", false
	case t.name == "bpchar":
		return "spaces are added to its texts; an array of text says them exactly", true
	case domain && (t.name == "timestamp" || t.name == "timestamptz"):
		return "it is an array of a domain; one of " + t.name + " says it exactly", true
	default:
		return "", false
	}
}

// typeOf gives the language's type for one of PostgreSQL's, nil for none, with
// what is to be known of that, and whether it is one without nulls.
func (r *postgresReader) typeOf(oid uint32) (_ *lang.Type, note string, never bool) {
	t := r.types[oid]
	switch {
	case t == nil:
		return nil, unmapped, false
	case t.kind == "d":
		typ, note, inner := r.typeOf(t.base)
		for _, definition := range t.checks {
			typ = enumChecked(typ, definition)
		}
		return typ, note, inner || t.never
	case t.kind == "e":
		if typ, ok := enumOf(t.values); ok {
			return typ, "", false
		}
		return nil, unsayable, false
	case t.array:
		elem, note, _ := r.typeOf(t.element)
		why, left := r.arrays(t.element)
		switch {
		case left:
			return nil, why, false
		case elem == nil:
			return nil, note, false
		case !elem.Scalar():
			return nil, "the language has no lists of " + elem.String(), false
		}
		return &lang.Type{Kind: lang.List, Elem: elem}, note, false
	case t.name == "citext":
		return &lang.Type{Kind: lang.String}, citextNote, false
	case t.system:
		if kind, ok := exact[t.name]; ok {
			return &lang.Type{Kind: kind}, "", false
		}
		if near, ok := inexact[t.name]; ok {
			return &lang.Type{Kind: near.kind}, near.note, false
		}
		if why, ok := none[t.name]; ok {
			return nil, why, false
		}
	}
	return nil, unmapped, false
}

// PostgreSQL writes CHECK (status IN ('a', 'b')) back as one of
//
//	CHECK ((status = ANY (ARRAY['a'::text, 'b'::text])))
//	CHECK (((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
const arrayItem = `'((?:[^'\\]|'')*)'::(text|character varying|bpchar|citext)(?:, )?`

var (
	anyOfArray = regexp.MustCompile(`^CHECK \(\(\(?(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_$]*|VALUE)\)?(?:::text)? = ANY \(\(?ARRAY\[((?:` +
		arrayItem + `)+)\]\)?(?:::text\[\])?\)\)\)$`)
	eachItem = regexp.MustCompile(arrayItem)
)

// enumChecked makes an enum of the type of a text whose values a check lists. A
// citext may have them in capital letters too.
func enumChecked(typ *lang.Type, definition string) *lang.Type {
	if typ == nil || typ.Kind != lang.String {
		return typ
	}
	match := anyOfArray.FindStringSubmatch(definition)
	if match == nil {
		return typ
	}
	var values []string
	for _, item := range eachItem.FindAllStringSubmatch(match[1], -1) {
		value := strings.ReplaceAll(item[1], "''", "'")
		switch item[2] {
		case "citext":
			return typ
		case "bpchar":
			value = strings.TrimRight(value, " ")
		}
		values = append(values, value)
	}
	if of, ok := enumOf(values); ok {
		return of
	}
	return typ
}
