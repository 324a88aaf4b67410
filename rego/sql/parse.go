package sql

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"portcullis/rego/form"
)

var filterText = regexp.MustCompile(`(?s)^\s*(\w+)\s*(==?|!=|<=|>=|<|>|\s(?:in|startswith|endswith|contains)\s)\s*(.*?)\s*$`)

// ParseFilter reads a filter of one of the statement's columns as a person
// writes it: `total >= 100`, `status = open`, `note contains "50%"`, `due =
// null`, `id in [1, 2]`. A text may stand without quotes.
func (s *Statement) ParseFilter(text string) (Filter, error) {
	m := filterText.FindStringSubmatch(text)
	if m == nil {
		return Filter{}, fmt.Errorf(`%q is no filter; write it like "total >= 100"`, text)
	}
	f := Filter{Column: m[1], Op: FilterOp(strings.TrimSpace(m[2]))}
	if f.Op == "==" {
		f.Op = Equal
	}
	w, err := s.wrap()
	if err != nil {
		return Filter{}, err
	}
	field, err := w.field(f.Column)
	if err != nil {
		return Filter{}, err
	}
	if f.Value, err = parseValue(field, f.Op, m[3]); err != nil {
		return f, err
	}
	return f, checkEnum(field, f.Value)
}

// checkEnum refuses what no row can have, and is a slip therefore.
func checkEnum(f *form.Field, value any) error {
	if f.Kind != form.Enum {
		return nil
	}
	values, several := value.([]any)
	if !several {
		values = []any{value}
	}
	for _, v := range values {
		if text, ok := v.(string); ok && !slices.Contains(f.Values, text) {
			return fmt.Errorf("%q is no value of %q; there are %s", text, f.Name, strings.Join(f.Values, ", "))
		}
	}
	return nil
}

// ParseOrder reads columns to sort by, set apart by commas; one with - before
// it is descending.
func ParseOrder(text string) []Order {
	var list []Order
	for _, name := range strings.Split(text, ",") {
		name, descending := strings.CutPrefix(strings.TrimSpace(name), "-")
		list = append(list, Order{name, descending})
	}
	return list
}

// ParseAfter reads the values of a row to begin behind, a JSON array.
func ParseAfter(text string) ([]any, error) {
	v, err := parseJSON(text)
	list, ok := v.([]any)
	if err != nil || !ok {
		return nil, fmt.Errorf(`%s is no JSON array; write it like '["open", 7]'`, text)
	}
	return list, nil
}

func parseValue(f *form.Field, op FilterOp, text string) (any, error) {
	if text == "null" {
		return nil, nil
	}
	if n := len(text); n > 1 && text[0] == '\'' && text[n-1] == '\'' {
		return nil, fmt.Errorf("%s: a text stands without quotes, or in double ones", text)
	}
	quoted := strings.HasPrefix(text, `"`)
	switch {
	case op == In || quoted || f.Kind == form.Bool:
		v, err := parseJSON(text)
		if err != nil {
			return nil, fmt.Errorf("%s is no value of %q: %w", text, f.Name, err)
		}
		return v, nil
	case f.Kind == form.Number:
		return json.Number(text), nil
	default:
		return text, nil
	}
}

func parseJSON(text string) (any, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, fmt.Errorf("reading JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("there is something after the JSON value in %s", text)
	}
	return v, nil
}
