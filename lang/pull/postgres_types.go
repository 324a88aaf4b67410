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
	"bpchar":    {lang.String, "the database drops the spaces at the end of such a text"},
	"float4":    {lang.Number, "a binary fraction; the language's numbers are decimals"},
	"float8":    {lang.Number, "a binary fraction; the language's numbers are decimals"},
	"timestamp": {lang.Timestamp, "it has no time zone, and is taken to be in UTC"},
}

const unmapped = "the language has no type for it"

func (r *postgresReader) readTypes() error {
	r.types = map[uint32]*postgresType{}
	var (
		oid uint32
		t   postgresType
	)
	const query = `
		SELECT t.oid, t.typname::text, n.nspname = 'pg_catalog', t.typtype::text, t.typcategory = 'A' AND t.typlen = -1,
			t.typelem, t.typbasetype, t.typnotnull,
			ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder)
		FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace`
	into := []any{&oid, &t.name, &t.system, &t.kind, &t.array, &t.element, &t.base, &t.never, &t.values}
	return r.each(query, nil, into, func() {
		read := t
		r.types[oid] = &read
		t.values = nil // the next row's are not to be written over these
	})
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
		return typ, note, inner || t.never
	case t.kind == "e":
		if typ, ok := enumOf(t.values); ok {
			return typ, "", false
		}
		return nil, "a policy cannot name all of its values", false
	case t.array:
		elem, note, _ := r.typeOf(t.element)
		if elem == nil || !elem.Scalar() {
			return nil, unmapped, false
		}
		return &lang.Type{Kind: lang.List, Elem: elem}, note, false
	case t.name == "citext":
		return &lang.Type{Kind: lang.String}, "the database takes capital and small letters for the same, which the language never does", false
	case t.system:
		if kind, ok := exact[t.name]; ok {
			return &lang.Type{Kind: kind}, "", false
		}
		if near, ok := inexact[t.name]; ok {
			return &lang.Type{Kind: near.kind}, near.note, false
		}
	}
	return nil, unmapped, false
}

// PostgreSQL writes CHECK (status IN ('a', 'b')) back as one of
//
//	CHECK ((status = ANY (ARRAY['a'::text, 'b'::text])))
//	CHECK (((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))
const arrayItem = `'((?:[^'\\]|'')*)'::(?:text|character varying)(?:, )?`

var (
	anyOfArray = regexp.MustCompile(`^CHECK \(\(\(?(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_$]*)\)?(?:::text)? = ANY \(\(?ARRAY\[((?:` +
		arrayItem + `)+)\]\)?(?:::text\[\])?\)\)\)$`)
	eachItem = regexp.MustCompile(arrayItem)
)

// enumChecked makes an enum of a text column whose values a check lists.
func enumChecked(c *column, definition string) {
	if c == nil || c.typ == nil || c.typ.Kind != lang.String {
		return
	}
	match := anyOfArray.FindStringSubmatch(definition)
	if match == nil {
		return
	}
	var values []string
	for _, item := range eachItem.FindAllStringSubmatch(match[1], -1) {
		values = append(values, strings.ReplaceAll(item[1], "''", "'"))
	}
	if typ, ok := enumOf(values); ok {
		c.typ = typ
	}
}
