package sql

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// params are the values of a statement, in the order of their numbers. Two that
// are equal are two parameters: what is known of the person is among them, and a
// statement's text must not depend on which of these happen to be equal. What the
// schema says is one, however often it is used.
type params struct {
	values []any
	known  map[param]string // of the schema
}

type param struct {
	t     paramType
	value any    // an int64, float64, string or bool
	with  string // of asColumn, the column
}

// resume starts with the parameters of a statement that another is written around.
func (p *params) resume(s *Statement) { p.values = append(p.values, s.values...) }

// add gives the holder of a value.
func (p *printer) add(t paramType, value any) string { return p.hold(param{t: t, value: value}) }

// ofSchema gives the holder of a text that the schema says, or the language.
func (p *printer) ofSchema(text string) string {
	of := param{t: asText, value: text}
	if h, ok := p.params.known[of]; ok {
		return h
	}
	h := p.hold(of)
	p.params.known[of] = h
	return h
}

// addFor gives the holder of a value that takes the type of the column that it
// is compared with.
func (p *printer) addFor(column string, value any) string {
	return p.hold(param{asColumn, value, column})
}

func (p *printer) hold(of param) string {
	if p.person != nil || p.inline {
		return p.literal(of)
	}
	p.params.values = append(p.params.values, of.value)
	return p.holder(len(p.params.values), of.t)
}

// constant gives a value of the policy, the person or the time.
func (p *printer) constant(c form.Constant) string {
	t, value, err := p.bindable(c)
	if err != nil {
		p.fail(err)
		return p.null(c.T)
	}
	return p.add(t, p.bound(t, value))
}

// bindable gives a constant as an int64 (whole numbers; timestamps, in
// microseconds), a float64 (numbers that a double tells from others), a bool,
// or a text.
func (p *printer) bindable(c form.Constant) (paramType, any, error) {
	if err := p.accepts(c); err != nil {
		return "", nil, err
	}
	switch c.T.Kind {
	case form.String, form.Enum, form.UUID:
		return asText, c.Value.(string), nil
	case form.Bool:
		return asBool, c.Value.(bool), nil
	case form.Number:
		return numberParam(c.Value.(form.Decimal))
	case form.Date:
		return asDate, c.Value.(string), nil
	case form.Timestamp:
		at, err := scalar.ParseTimestamp(c.Value.(string))
		if err != nil {
			return "", nil, fmt.Errorf("%v is not a timestamp: %w", c.Value, err)
		}
		return asInstant, at, nil
	case form.ListOf:
		text, err := listJSON(c)
		return asJSON, text, err
	default:
		panic(fmt.Sprintf("sql: a constant of kind %q", c.T.Kind))
	}
}

func numberParam(n form.Decimal) (paramType, any, error) {
	d, err := parseDecimal(n)
	if err != nil {
		return "", nil, err
	}
	if whole, ok := d.Int(); ok {
		return asInteger, whole, nil
	}
	if f, ok := double(d); ok {
		return asDecimal, f, nil
	}
	return asDecimal, d.String(), nil
}

// acceptsText refuses what a database may not have as text.
func acceptsText(c form.Constant) error {
	if text, ok := c.Value.(string); ok && (strings.ContainsRune(text, 0) || !utf8.ValidString(text)) {
		return fmt.Errorf("%q is no text of a database", text)
	}
	return nil
}

// listJSON writes a list as JSON.
func listJSON(c form.Constant) (string, error) {
	text, err := json.Marshal(jsonValue(c))
	if err != nil {
		return "", errors.New("a list has what is no value")
	}
	return string(text), nil
}

// jsonValue gives a constant, a list among them, as JSON has it.
func jsonValue(c form.Constant) any {
	switch v := c.Value.(type) {
	case form.Decimal:
		return json.Number(v)
	case []form.Constant:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = jsonValue(e)
		}
		return list
	default:
		return v
	}
}
