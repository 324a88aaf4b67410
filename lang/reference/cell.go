package reference

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"

	"portcullis/lang"
)

// cell is what a place holds: nothing that can be looked at (unknown), null,
// or a value of a type.
type cell struct {
	state state
	typ   lang.Type
	text  string    // string, enum
	num   number    // number
	flag  bool      // bool
	at    time.Time // date (its midnight in UTC), timestamp
	list  []cell    // list; its elements are null or values
	raw   any       // the value as JSON has it
}

type state int

const (
	unknown state = iota // the zero cell is unknown
	null
	value
)

// look reads a JSON value as a type: "a value of the wrong type, one outside
// its enum included", is unknown (§4, Null).
func look(t lang.Type, raw any) cell {
	if raw == nil {
		return cell{state: null, typ: t}
	}
	c := cell{state: value, typ: t, raw: raw}
	ok := false
	switch t.Kind {
	case lang.String:
		c.text, ok = raw.(string)
	case lang.Enum:
		c.text, ok = raw.(string)
		ok = ok && slices.Contains(t.Values, c.text)
	case lang.UUID:
		c.text, ok = raw.(string)
		ok = ok && uuidText.MatchString(c.text)
	case lang.JSON:
		ok = true
	case lang.Bool:
		c.flag, ok = raw.(bool)
	case lang.Number:
		var n json.Number
		if n, ok = raw.(json.Number); ok {
			c.num, ok = parseNumber(string(n))
		}
	case lang.Date:
		c.text, ok = raw.(string)
		if ok {
			c.at, ok = parseDate(c.text)
		}
	case lang.Timestamp:
		c.text, ok = raw.(string)
		if ok {
			c.at, ok = parseTimestamp(c.text)
		}
	case lang.List:
		c.list, ok = lookList(*t.Elem, raw)
	}
	if !ok {
		return cell{}
	}
	return c
}

// lookList reads the elements of a list; one of the wrong type makes the list
// one of the wrong type, a null one does not.
func lookList(elem lang.Type, raw any) ([]cell, bool) {
	elements, ok := raw.([]any)
	if !ok {
		return nil, false
	}
	list := make([]cell, 0, len(elements))
	for _, e := range elements {
		c := look(elem, e)
		if c.state == unknown {
			return nil, false
		}
		list = append(list, c)
	}
	return list, true
}

// lookField reads a field of a record: one "that a record lacks" is unknown.
func lookField(record map[string]any, f *lang.Field) cell {
	raw, ok := record[f.Name]
	if !ok {
		return cell{}
	}
	return look(f.Type, raw)
}

// uuidText is "its canonical small-letter form" (§2).
var uuidText = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

var dateText = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)

// parseDate reads `2026-03-01`, in the years 0001 to 9999.
func parseDate(s string) (time.Time, bool) {
	if !dateText.MatchString(s) {
		return time.Time{}, false
	}
	t, err := time.Parse("2006-01-02", s)
	return t, err == nil && inRange(t)
}

var timestampText = regexp.MustCompile(
	`^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`)

// parseTimestamp reads "RFC 3339 with `T` and `Z` or an offset, years 0001 to
// 9999, at most six decimals" (§2). The year is that of the text, so that the
// instant may be some hours outside. There is no second 60: no engine that the
// policy runs on has an instant for it.
func parseTimestamp(s string) (time.Time, bool) {
	if !timestampText.MatchString(s) || strings.HasPrefix(s, "0000") {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	return t.UTC(), err == nil
}

func inRange(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 1 && year <= 9999
}

// dateCell and timestampCell make cells of what is reckoned; outside the years
// of the types there is nothing.
func dateCell(t time.Time) cell {
	if !inRange(t) {
		return cell{}
	}
	return look(lang.Type{Kind: lang.Date}, t.UTC().Format("2006-01-02"))
}

func timestampCell(t time.Time) cell {
	if !inRange(t) {
		return cell{}
	}
	text := t.UTC().Format(time.RFC3339Nano)
	return cell{state: value, typ: lang.Type{Kind: lang.Timestamp}, text: text, at: t.UTC(), raw: text}
}

// constant makes a cell of a policy's constant.
func constant(t lang.Type, v cty.Value) cell {
	return look(t, rawConstant(v))
}

// rawConstant gives a policy's constant as JSON has it.
func rawConstant(v cty.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Type() == cty.String:
		return v.AsString()
	case v.Type() == cty.Bool:
		return v.True()
	case v.Type() == cty.Number:
		// The shortest decimal that is this number: the one that was written.
		return json.Number(v.AsBigFloat().Text('g', -1))
	default: // a list, set or tuple
		elements := []any{}
		for it := v.ElementIterator(); it.Next(); {
			_, e := it.Element()
			elements = append(elements, rawConstant(e))
		}
		return elements
	}
}

// same reports whether two cells that can be looked at hold one value, null
// being one: it is how stored and sent, or two sets, are told apart.
func same(x, y cell) bool {
	if x.state == unknown || y.state == unknown || x.state != y.state {
		return false
	}
	return x.state == null || equal(x, y)
}

// equal compares two values of one type.
func equal(x, y cell) bool {
	switch x.typ.Kind {
	case lang.Bool:
		return x.flag == y.flag
	case lang.List:
		return slices.EqualFunc(x.list, y.list, same)
	case lang.JSON:
		return sameJSON(x.raw, y.raw)
	default:
		return order(x, y) == 0
	}
}

// sameJSON compares "as values" (§7): objects whatever the order of their members.
func sameJSON(x, y any) bool {
	switch x := x.(type) {
	case json.Number:
		y, ok := y.(json.Number)
		a, okA := parseNumber(string(x))
		b, okB := parseNumber(string(y))
		if !ok || !okA || !okB {
			return ok && x == y
		}
		return compareNumbers(a, b) == 0
	case []any:
		y, ok := y.([]any)
		return ok && slices.EqualFunc(x, y, sameJSON)
	case map[string]any:
		y, ok := y.(map[string]any)
		return ok && maps.EqualFunc(x, y, sameJSON)
	case string:
		y, ok := y.(string)
		return ok && x == y
	case bool:
		y, ok := y.(bool)
		return ok && x == y
	default:
		return y == nil
	}
}

// order compares two values of one type by their order.
func order(x, y cell) int {
	switch x.typ.Kind {
	case lang.Number:
		return compareNumbers(x.num, y.num)
	case lang.Date, lang.Timestamp:
		return x.at.Compare(y.at)
	default:
		// "Text is compared code point by code point": UTF-8 keeps their order.
		return strings.Compare(x.text, y.text)
	}
}
