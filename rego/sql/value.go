package sql

import (
	"encoding/json"
	"fmt"
	"strconv"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// valueOf reads a caller's value as one of a field's type.
func valueOf(f *form.Field, v any) (form.Constant, error) {
	c := form.Constant{T: f.Type, Value: v}
	if !f.Scalar() {
		return c, fmt.Errorf("%q is of the type %s, which is compared with nothing", f.Name, f.Kind)
	}
	switch n := v.(type) {
	case int:
		v = json.Number(strconv.Itoa(n))
	case int64:
		v = json.Number(strconv.FormatInt(n, 10))
	case float64:
		v = json.Number(strconv.FormatFloat(n, 'g', -1, 64))
	}
	if _, err := scalar.Parse(f.Type, v); err != nil {
		return c, fmt.Errorf("%v is no value of %q, which is of the type %s: %w", v, f.Name, f.Kind, err)
	}
	if n, ok := v.(json.Number); ok {
		c.Value = form.Decimal(n)
	}
	return c, nil
}
