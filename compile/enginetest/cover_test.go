package enginetest

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"

	"portcullis/compile/internal/difftest"
	"portcullis/lang"
)

// usual is how many portals a usual run asks, usualFirst the seed of the first of them:
// so many in a row that say all.
const usual, usualFirst = 12, 292

// sayings are what has to be said somewhere in the policies that a usual run asks.
var sayings = []string{
	// types
	`= string$`, `= number$`, `= bool$`, `= date$`, `= timestamp$`, `= enum\(`, `= list\(string\)`, `= list\(number\)`, `= list\(bool\)`,
	`= list\(date\)`, `= list\(timestamp\)`, `= list\(enum\(`, `required *= true`, `sensitive *=`, `column *=`, `source *=`,
	// paths and lists
	`row\.one\d\.one\d\.one\d\.[a-z_]+`, `has_many`, `for m in row\.many`, `for m in row\.one\d(\.one\d)*\.many`, `\[\*\]`, `for \w+ in m\.`, `user\.one\d`,
	// operators
	` == `, ` != `, ` < `, ` <= `, ` > `, ` >= `, ` && `, ` \|\| `, `!\(?\w`, ` \? .* : `, `== null`, `!= null`, `contains\(\[`, `contains\(row\.`, `anytrue\(`,
	`alltrue\(`, `startswith\(`, `endswith\(`, `strcontains\(`, `lower\(`, `upper\(`, `coalesce\(`, `length\(`, `timeadd\(`, `dateadd\(`, `\bnow\b`, `\btoday\b`,
	`user\.[a-z]`, `team\.[a-z]`, `local\.`, `condition\.`, `\bown\b`,
	// statements
	`deny "table"`, `deny "report"`, `allow "report"`, `allow "table" "\*"`, `(?s)deny "table" [^{]*\{[^}]*\n    fields *=`, `\n    fields *=`, `hide *=`, `read_only *=`,
	`(?m)^  key *= \[`, `(?m)^    key *= \[`, `visible\(row`, `visible\(m`, `holds\(row`, `holds\(m`, `= uuid$`, `= json$`, `"\$\{`, `weekday\(`, `hour\(`, `midnight\(`,
	`anonymous *=`, `(last|first|year|month)\(\d?\)`,
	`mask *=`, `set *=`, `check *=`, `when *=`, `includes *=`, `reveal *=`, `default *= true`, `report "`,
}

// TestCoverage: a usual run asks of everything that the language has, on rows
// that have every odd value in some field.
func TestCoverage(t *testing.T) {
	said := map[string]int{}
	met := map[string]int{}
	for seed := usualFirst; seed < usualFirst+usual; seed++ {
		source := difftest.RowPortals().Example(seed).Source
		for _, s := range sayings {
			if regexp.MustCompile(`(?m)` + s).MatchString(source) {
				said[s]++
			}
		}
		p := load(source)
		if p == nil {
			t.Fatalf("seed %d has errors", seed)
		}
		d := newDrawer(uint64(seed))
		w := newWorld(p, d.tables(p, 16))
		lookAt(w, met)
		for range 10 {
			lookAtPerson(p, d.asker(w), met)
		}
	}
	for _, s := range sayings {
		if said[s] == 0 {
			t.Errorf("%s is said by no policy", s)
		}
	}
	for _, what := range []string{
		"string null", "number null", "bool null", "date null", "timestamp null", "enum null", "list null", "list empty", "list with null",
		"empty text", "LIKE's metacharacters", "a quote", "not normal", "normal", "a double's neighbour", "decimals of doubles", "negative zero",
		"the first date", "the last date", "self-reference", "dangling", "a key of several", "several lead", "a part of what leads is null", "a part of the key leads",
		"rows that several lead from", "of a wrong type",
		"no profiles", "several profiles", "no properties", "a missing property", "a property of null", "nobody",
	} {
		if met[what] == 0 {
			t.Errorf("%s: nowhere", what)
		}
	}
	t.Log(said, met)
}

// lookAt counts what the rows of a world have.
func lookAt(w *world, met map[string]int) {
	for _, t := range w.policy.Tables {
		for _, row := range w.rows[t] {
			lookAtKeys(w, t, row, met)
			for _, f := range t.Fields {
				lookAtValue(f.Type, row[f.Name], met)
			}
			for _, r := range t.Relations {
				if r.Many || keyText(r.Key, row) == "" {
					continue
				}
				other := w.byKey[r.Target][keyText(r.Key, row)]
				switch {
				case other == nil:
					met["dangling"]++
				case r.Target == t:
					met["self-reference"]++
				}
			}
		}
	}
}

// lookAtKeys counts what keys of several fields lead to.
func lookAtKeys(w *world, t *lang.Table, row map[string]any, met map[string]int) {
	if len(t.Key) > 1 {
		met["a key of several"]++
	}
	for _, r := range t.Relations {
		isNull := func(f *lang.Field) bool { return row[f.Name] == nil }
		switch {
		case r.Many && len(t.Key) > 1 && len(w.byRef[r][keyText(t.Key, row)]) > 0:
			met["rows that several lead from"]++
		case r.Many:
		case len(r.Key) > 1 && slices.ContainsFunc(r.Key, isNull):
			met["a part of what leads is null"]++
		case w.byKey[r.Target][keyText(r.Key, row)] == nil:
		case len(r.Key) > 1:
			met["several lead"]++
			fallthrough
		default:
			if len(t.Key) > 1 && slices.ContainsFunc(r.Key, t.Key.Has) {
				met["a part of the key leads"]++
			}
		}
	}
}

func lookAtValue(typ lang.Type, v any, met map[string]int) {
	kind := kindNames[typ.Kind]
	if !ofType(typ, v) {
		met["of a wrong type"]++
	}
	switch v := v.(type) {
	case nil:
		met[kind+" null"]++
	case []any:
		if len(v) == 0 {
			met["list empty"]++
		}
		for _, e := range v {
			if e == nil {
				met["list with null"]++
			} else if typ.Elem != nil {
				lookAtValue(*typ.Elem, e, met)
			}
		}
	case string:
		lookAtText(v, met)
	case json.Number:
		switch v {
		case "9007199254740993":
			met["a double's neighbour"]++
		case "0.1000000000000000055511151231257827", "0.30000000000000004":
			met["decimals of doubles"]++
		case "-0":
			met["negative zero"]++
		}
	}
}

func lookAtText(v string, met map[string]int) {
	for what, is := range map[string]bool{
		"empty text": v == "", "LIKE's metacharacters": v == "%" || v == "_" || v == "a_b", "a quote": v == "'" || v == `"`,
		"not normal": v == norm.NFD.String(v) && v != norm.NFC.String(v), "normal": v == norm.NFC.String(v) && v != norm.NFD.String(v),
		"the first date": v == "0001-01-01", "the last date": v == "9999-12-31",
	} {
		if is {
			met[what]++
		}
	}
}

func lookAtPerson(p *lang.Policy, a asker, met map[string]int) {
	declared := func(name string) bool {
		_, given := a.Properties[name]
		return given
	}
	missing := slices.ContainsFunc(p.Portal.UserProperties, func(p *lang.Property) bool { return !declared(p.Name) })
	null := slices.ContainsFunc(p.Portal.UserProperties, func(p *lang.Property) bool { return declared(p.Name) && a.Properties[p.Name] == nil })
	for what, is := range map[string]bool{
		"no profiles": len(a.Profiles) == 0, "several profiles": len(a.Profiles) > 1, "no properties": a.Properties == nil,
		"a missing property": a.Properties != nil && missing, "a property of null": null, "nobody": p.Portal.Users != nil && a.key == nil,
		"anonymous people": a.Login == nil && slices.ContainsFunc(p.Profiles, func(p *lang.Profile) bool { return p.Anonymous }),
	} {
		if is {
			met[what]++
		}
	}
}
