package rego

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

func TestConvert(t *testing.T) {
	for _, c := range []struct {
		name string
		x    any
		want string // as JSON
	}{
		{"null", nil, `null`},
		{"true", true, `true`},
		{"false", false, `false`},
		{"text", "a\"\\\n\x00é𝄞\u2028", `"a\"\\\n\u0000é𝄞\u2028"`},
		{"empty text", "", `""`},
		{"int", -7, `-7`},
		{"least int", math.MinInt, `-9223372036854775808`},
		{"int8", int8(math.MinInt8), `-128`},
		{"int16", int16(math.MinInt16), `-32768`},
		{"int32", int32(math.MaxInt32), `2147483647`},
		{"int64", int64(math.MaxInt64), `9223372036854775807`},
		{"uint", uint(7), `7`},
		{"uint8", uint8(math.MaxUint8), `255`},
		{"uint16", uint16(math.MaxUint16), `65535`},
		{"uint32", uint32(math.MaxUint32), `4294967295`},
		{"uint64", uint64(math.MaxUint64), `18446744073709551615`},
		{"float32", float32(0.1), `0.1`},
		{"float64", 0.1, `0.1`},
		{"great float", 1e21, `1e+21`},
		{"small float", -math.SmallestNonzeroFloat64, `-5e-324`},
		{"json.Number", json.Number("12345678901234567890.10"), `12345678901234567890.10`},
		{"negative json.Number", json.Number("-0.5e-3"), `-0.5e-3`},
		{"list", []any{1, "x", nil, []any{}}, `[1,"x",null,[]]`},
		{"texts", []string{"b", "a"}, `["b","a"]`},
		{"no texts", []string{}, `[]`},
		{"record", map[string]any{"b": 1, "a": map[string]any{"c": nil}}, `{"a":{"c":null},"b":1}`},
		{"records", []map[string]any{{"id": 1}, {}}, `[{"id":1},{}]`},
		{"no fields", map[string]any{}, `{}`},
		{"nil for a list", []any(nil), `null`},
		{"nil for texts", []string(nil), `null`},
		{"nil for records", []map[string]any(nil), `null`},
		{"nil for a record", map[string]any(nil), `null`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := new(converter).convert(c.x)
			if err != nil {
				t.Fatal(err)
			}
			if want := ast.MustParseTerm(c.want).Value; got.Value.Compare(want) != 0 || got.String() != want.String() {
				t.Errorf("%s is converted to %s", c.want, got)
			}
			document, err := json.Marshal(&Request{Set: map[string]any{"x": c.x}})
			if err != nil {
				t.Fatal(err)
			}
			if want := ast.MustParseTerm(`{"user": {}, "resource": {"type": "", "name": ""}, "set": {"x": ` + c.want + `}}`).Value; ast.MustParseTerm(string(document)).Value.Compare(want) != 0 {
				t.Errorf("%s is written as %s", c.want, document)
			}
		})
	}
}

func TestConvertRefuses(t *testing.T) {
	number := 1
	for _, c := range []struct {
		name string
		x    any
		want string // in the error
	}{
		{"NaN", math.NaN(), "NaN"},
		{"infinity", math.Inf(1), "+Inf"},
		{"minus infinity", math.Inf(-1), "-Inf"},
		{"a float32 that is none", float32(math.Inf(1)), "+Inf"},
		{"an empty number", json.Number(""), `""`},
		{"a word", json.Number("ten"), "ten"},
		{"null for a number", json.Number("null"), "null"},
		{"true for a number", json.Number("true"), "true"},
		{"text for a number", json.Number(`"1"`), "not a number"},
		{"a list for a number", json.Number("[1]"), "[1]"},
		{"hexadecimal", json.Number("0x10"), "0x10"},
		{"a plus", json.Number("+1"), "+1"},
		{"leading zeros", json.Number("01"), "01"},
		{"underscores", json.Number("1_000"), "1_000"},
		{"no digits", json.Number("-"), "-"},
		{"no digits behind the point", json.Number("1."), "1."},
		{"NaN as a number", json.Number("NaN"), "NaN"},
		{"two numbers", json.Number("1 2"), "1 2"},
		{"a space before", json.Number(" 1"), " 1"},
		{"a space behind", json.Number("1 "), "1 "},
		{"a newline behind", json.Number("1\n"), `1\n`},
		{"a time", time.Time{}, "time.Time"},
		{"bytes", []byte("x"), "[]uint8"},
		{"a pointer", &number, "*int"},
		{"a complex number", 1i, "complex128"},
		{"a function", func() {}, "func()"},
		{"another map", map[int]any{1: 1}, "map[int]"},
		{"within a list", []any{1, math.NaN()}, "[1]: NaN"},
		{"within a record", map[string]any{"total": struct{}{}}, "total: a struct {}"},
		{"within records", []map[string]any{{}, {"client": map[string]any{"region": 'x', "size": make(chan int)}}}, "[1]: client: size: a chan int"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := new(converter).convert(c.x)
			if err == nil {
				t.Fatalf("it is converted to %v", got)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %q, without %q", err, c.want)
			}
			if document, err := json.Marshal(&Request{Set: map[string]any{"x": c.x}}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("it is written as %s, %v", document, err)
			}
		})
	}
}

// TestRequestValue asks for the input document: what is not given is left out,
// and what is given and empty is not.
func TestRequestValue(t *testing.T) {
	for _, c := range []struct {
		name string
		q    Request
		want string
	}{
		{"nothing", Request{}, `{"user": {}, "resource": {"type": "", "name": ""}}`},
		{
			"everything",
			Request{
				User: User{
					Login: "ana", Profiles: []string{"p"}, Team: "t", TeamProfiles: []string{"q"},
					TeamProperties: map[string]any{"tier": "paid"}, Properties: map[string]any{"floor": 3},
					Record: map[string]any{"id": 1},
				},
				Action: "update", Resource: Resource{Type: "table", Name: "orders"},
				Row: map[string]any{"id": 7}, Rows: []map[string]any{{"id": 8}}, Set: map[string]any{"total": nil},
				Related: map[string]any{"client": nil}, To: &Recipient{Key: 11, Profiles: []string{"staff"}},
				Now: "2026-03-01T09:00:00Z",
			},
			`{
				"user": {
					"login": "ana", "profiles": ["p"], "team": "t", "team_profiles": ["q"],
					"team_properties": {"tier": "paid"}, "properties": {"floor": 3}, "record": {"id": 1}
				},
				"action": "update", "resource": {"type": "table", "name": "orders"},
				"row": {"id": 7}, "rows": [{"id": 8}], "set": {"total": null},
				"related": {"client": null}, "to": {"key": 11, "profiles": ["staff"]},
				"now": "2026-03-01T09:00:00Z"
			}`,
		},
		{
			"given and empty",
			Request{
				User: User{
					Profiles: []string{}, TeamProfiles: []string{}, TeamProperties: map[string]any{},
					Properties: map[string]any{}, Record: map[string]any{},
				},
				Row: map[string]any{}, Rows: []map[string]any{}, Set: map[string]any{}, Related: map[string]any{},
				To: &Recipient{Profiles: []string{}},
			},
			`{
				"user": {"profiles": [], "team_profiles": [], "team_properties": {}, "properties": {}, "record": {}},
				"resource": {"type": "", "name": ""},
				"row": {}, "rows": [], "set": {}, "related": {}, "to": {"key": null, "profiles": []}
			}`,
		},
		{
			"a recipient of whom nothing is known",
			Request{To: &Recipient{}},
			`{"user": {}, "resource": {"type": "", "name": ""}, "to": {"key": null, "profiles": null}}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := (&converter{names: names{"type": ast.StringTerm("type")}}).request(&c.q)
			if err != nil {
				t.Fatal(err)
			}
			if want := ast.MustParseTerm(c.want).Value; got.Compare(want) != 0 {
				t.Errorf("the input is %s, not %s", got, want)
			}
			document, err := json.Marshal(&c.q)
			if err != nil {
				t.Fatal(err)
			}
			if written := ast.MustParseTerm(string(document)).Value; written.Compare(got) != 0 {
				t.Errorf("the input is written as %s, not %s", written, got)
			}
		})
	}
}

// TestRequestRefuses asks where the error is said to be.
func TestRequestRefuses(t *testing.T) {
	bad := map[string]any{"x": math.NaN()}
	for want, q := range map[string]Request{
		"user: team_properties: x: ": {User: User{TeamProperties: bad}},
		"user: properties: x: ":      {User: User{Properties: bad}},
		"user: record: x: ":          {User: User{Record: bad}},
		"row: x: ":                   {Row: bad},
		"rows: [1]: x: ":             {Rows: []map[string]any{{}, bad}},
		"set: x: ":                   {Set: bad},
		"related: x: ":               {Related: bad},
		"to: key: ":                  {To: &Recipient{Key: math.NaN()}},
	} {
		if v, err := new(converter).request(&q); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s%v, %v", want, v, err)
		}
		if document, err := json.Marshal(&q); err == nil || !strings.Contains(err.Error(), " "+want) {
			t.Errorf("%s%s, %v", want, document, err)
		}
	}
}

// TestNotUTF8 has JSON refused that would carry another text than was given.
func TestNotUTF8(t *testing.T) {
	for name, q := range map[string]Request{
		"a text":        {Row: map[string]any{"x": []any{"a\xff"}}},
		"a field":       {Row: map[string]any{"\xff": 1}},
		"the login":     {User: User{Login: "\xff"}},
		"a profile":     {User: User{Profiles: []string{"\xff"}}},
		"the action":    {Action: "\xff"},
		"what is asked": {Resource: Resource{Name: "\xff"}},
	} {
		if document, err := json.Marshal(&q); err == nil || !strings.Contains(err.Error(), "not UTF-8") {
			t.Errorf("%s: %s, %v", name, document, err)
		}
	}
}
