package sql

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"portcullis/rego/form"
)

// valueOf reads a caller's value as one of a field's type.
func valueOf(f *form.Field, v any) (form.Constant, error) {
	c := form.Constant{T: f.Type}
	ok := false
	switch f.Kind {
	case form.String:
		c.Value, ok = v.(string)
	case form.Enum:
		text, isText := v.(string)
		c.Value, ok = text, isText && slices.Contains(f.Values, text)
	case form.Bool:
		c.Value, ok = v.(bool)
	case form.Date:
		text, isText := v.(string)
		c.Value, ok = text, isText && isDate(text)
	case form.Timestamp:
		text, isText := v.(string)
		c.Value, ok = text, isText && isTimestamp(text)
	case form.Number:
		c.Value, ok = numberOf(v)
	case form.ListOf:
		return c, fmt.Errorf("%q is a list, which is compared with nothing", f.Name)
	default:
		panic(fmt.Sprintf("sql: a field of kind %q", f.Kind))
	}
	if !ok {
		return c, fmt.Errorf("%v is no value of %q, which is of the type %s", v, f.Name, f.Kind)
	}
	return c, nil
}

var numberForm = regexp.MustCompile(`^-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$`)

func numberOf(v any) (form.Decimal, bool) {
	var text string
	switch v := v.(type) {
	case json.Number:
		text = string(v)
	case int:
		text = strconv.Itoa(v)
	case int64:
		text = strconv.FormatInt(v, 10)
	case float64:
		text = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return form.Decimal(text), numberForm.MatchString(text)
}

func isDate(text string) bool {
	d, err := time.Parse(time.DateOnly, text)
	return err == nil && d.Year() >= 1
}

var timestampForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$`)

func isTimestamp(text string) bool {
	at, err := time.Parse(time.RFC3339Nano, text)
	return err == nil && at.Year() >= 1 && timestampForm.MatchString(text)
}
