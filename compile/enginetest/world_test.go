package enginetest

import (
	"encoding/json"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"

	"portcullis/lang"
	"portcullis/rego/scalar"
	"portcullis/rego/sql"
)

// world has the rows of every table, by field. Values are nil, bool, string,
// json.Number and lists of these.
type world struct {
	policy *lang.Policy
	rows   map[*lang.Table][]map[string]any
	byKey  map[*lang.Table]map[string]map[string]any
	byRef  map[*lang.Relation]map[string][]map[string]any // by the key of another table's row that rows hold, of relations to many
	wide   bool                                           // has numbers that SQLite does not have exactly
	wrong  bool                                           // has values that are not of their column's type
}

// newWorld reads the rows of tables as JSON has them; what is missing is null.
// It gives nil where they are no database's: a key that is there twice, or a null
// where there is to be none.
func newWorld(p *lang.Policy, tables map[string]any) *world {
	w := &world{
		policy: p, rows: map[*lang.Table][]map[string]any{},
		byKey: map[*lang.Table]map[string]map[string]any{}, byRef: map[*lang.Relation]map[string][]map[string]any{},
	}
	for _, t := range p.Tables {
		w.byKey[t] = map[string]map[string]any{}
		list, _ := tables[t.Name].([]any)
		for _, x := range list {
			given, _ := x.(map[string]any)
			row := make(map[string]any, len(t.Fields))
			for _, f := range t.Fields {
				row[f.Name] = given[f.Name]
			}
			key := keyText(t.Key, row)
			missing := slices.ContainsFunc(t.Fields, func(f *lang.Field) bool { return (f.Required || t.Key.Has(f)) && row[f.Name] == nil })
			if missing || w.byKey[t][key] != nil {
				return nil
			}
			w.byKey[t][key] = row
			w.rows[t] = append(w.rows[t], row)
			w.look(t, row)
		}
	}
	for _, t := range p.Tables {
		for _, r := range t.Relations {
			if r.Many {
				w.byRef[r] = w.index(r.Target, r.Key)
			}
		}
	}
	return w
}

// look takes note of values that not every database can hold.
func (w *world) look(t *lang.Table, row map[string]any) {
	for _, f := range t.Fields {
		v := row[f.Name]
		w.wrong = w.wrong || !ofType(f.Type, v)
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, e := range list {
			n, ok := e.(json.Number)
			w.wide = w.wide || ok && !sql.SQLiteHas(n)
		}
	}
}

var (
	uuid    = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	day     = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	moment  = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$`)
	yearOne = "0001"
)

// ofType tells whether a value is null, or one of a type.
func ofType(t lang.Type, v any) bool {
	if v == nil {
		return true
	}
	s, text := v.(string)
	switch t.Kind {
	case lang.String:
		return text
	case lang.Enum:
		return text && slices.Contains(t.Values, s)
	case lang.UUID:
		return text && uuid.MatchString(s)
	case lang.JSON:
		return true
	case lang.Date:
		_, err := time.Parse("2006-01-02", s)
		return text && err == nil && day.MatchString(s) && s >= yearOne
	case lang.Timestamp:
		_, err := time.Parse(time.RFC3339Nano, s)
		return text && err == nil && moment.MatchString(s) && s >= yearOne
	case lang.Number:
		_, err := scalar.Parse(t, v) // some are beyond the bound
		return err == nil
	case lang.Bool:
		_, ok := v.(bool)
		return ok
	default:
		list, ok := v.([]any)
		return ok && !slices.ContainsFunc(list, func(e any) bool { return !ofType(*t.Elem, e) })
	}
}

func (w *world) index(t *lang.Table, key lang.Key) map[string][]map[string]any {
	by := map[string][]map[string]any{}
	for _, row := range w.rows[t] {
		if text := keyText(key, row); text != "" {
			by[text] = append(by[text], row)
		}
	}
	return by
}

// keyText writes the key that a row has in some fields; "" where a part is null.
func keyText(key lang.Key, row map[string]any) string {
	text := ""
	for _, f := range key {
		if row[f.Name] == nil {
			return ""
		}
		text += quote(canonical(f.Type, row[f.Name]))
	}
	return text
}

// keyValue gives the key of a row: the list of its values, if it has several.
func keyValue(key lang.Key, row map[string]any) any {
	if len(key) == 1 {
		return row[key[0].Name]
	}
	list := []any{}
	for _, f := range key {
		list = append(list, row[f.Name])
	}
	return list
}

// paths is what of a row's relations is needed, by name.
type paths map[string]paths

func needed(list []string) paths {
	out := paths{}
	for _, path := range list {
		at := out
		for name := range strings.SplitSeq(path, ".") {
			if at[name] == nil {
				at[name] = paths{}
			}
			at = at[name]
		}
	}
	return out
}

// nested gives a row with the related rows that are needed in it.
func (w *world) nested(t *lang.Table, row map[string]any, need paths) map[string]any {
	out := make(map[string]any, len(t.Fields)+len(t.Relations))
	for _, f := range t.Fields {
		out[f.Name] = row[f.Name]
	}
	for _, r := range t.Relations {
		inner, ok := need[r.Name]
		if !ok {
			continue
		}
		if r.Many {
			list := []any{}
			for _, other := range w.byRef[r][keyText(t.Key, row)] {
				list = append(list, w.nested(r.Target, other, inner))
			}
			out[r.Name] = list
			continue
		}
		out[r.Name] = nil
		if other := w.byKey[r.Target][keyText(r.Key, row)]; other != nil {
			out[r.Name] = w.nested(r.Target, other, inner)
		}
	}
	return out
}

// canonical gives one text to all forms of a value of a type: to 1.0 and 1e0,
// and to one instant in two offsets. What is not of the type has a text that
// no value of the type has.
func canonical(t lang.Type, v any) string {
	if t.Kind == lang.JSON {
		return canonicalJSON(v)
	}
	switch v := v.(type) {
	case nil:
		return "null"
	case json.Number:
		if t.Kind == lang.Number {
			return rational(v)
		}
	case string:
		if t.Kind == lang.Timestamp {
			if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
				return "t " + at.UTC().Format("2006-01-02T15:04:05.999999999")
			}
		}
		return "s " + v
	case []any:
		if t.Kind == lang.List {
			parts := make([]string, len(v))
			for i, e := range v {
				parts[i] = quote(canonical(*t.Elem, e))
			}
			return "[" + strings.Join(parts, ",") + "]"
		}
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // it came as JSON
	}
	return "j " + string(text)
}

// canonicalJSON gives one text to all forms of a JSON value.
func canonicalJSON(v any) string {
	switch v := v.(type) {
	case json.Number:
		return rational(v)
	case []any:
		parts := make([]string, len(v))
		for i, e := range v {
			parts[i] = canonicalJSON(e)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, quote(name)+":"+canonicalJSON(v[name]))
		}
		return "{" + strings.Join(parts, ",") + "}"
	default:
		text, err := json.Marshal(v)
		if err != nil {
			panic(err) // it came as JSON
		}
		return string(text)
	}
}

func rational(n json.Number) string {
	if r, ok := new(big.Rat).SetString(n.String()); ok {
		return "n " + r.RatString()
	}
	return "j " + n.String()
}

func quote(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a text always can be
	}
	return string(text)
}
