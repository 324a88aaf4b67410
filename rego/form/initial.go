package form

import (
	"bytes"
	"encoding/json"
	"fmt"

	"portcullis/rego/scalar"
)

// The fields of new rows. Package form says in JSON what a field has that is
// neither sent nor set: "default": {"value": "draft"}, or {"time": "now"} or
// {"time": "today"}; "generated": true where the database fills it in.

// fieldJSON is a [Field] as it is written.
type fieldJSON struct {
	Name string `json:"name"`
	Type
	Required  bool         `json:"required,omitempty"`
	Default   *defaultJSON `json:"default,omitempty"`
	Generated bool         `json:"generated,omitempty"`
	Sensitive string       `json:"sensitive,omitempty"`
	Column    string       `json:"column"`
}

type defaultJSON struct {
	Value any    `json:"value,omitempty"`
	Time  string `json:"time,omitempty"`
}

// MarshalJSON writes a field, a number that it has by default as a number of JSON.
func (f *Field) MarshalJSON() ([]byte, error) {
	w := fieldJSON{f.Name, f.Type, f.Required, nil, f.Generated, f.Sensitive, f.Column}
	switch x := f.Default.(type) {
	case nil:
	case Constant:
		w.Default = &defaultJSON{Value: plain(x)}
	case Place:
		w.Default = &defaultJSON{Time: rootNames[x.Root]}
	default:
		return nil, fmt.Errorf("the default of %s is of kind %T", f.Name, x)
	}
	return json.Marshal(w)
}

// plain gives a constant as JSON has it.
func plain(c Constant) any {
	switch v := c.Value.(type) {
	case Decimal:
		return json.Number(v)
	case []Constant:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = plain(e)
		}
		return out
	default:
		return v
	}
}

// UnmarshalJSON reads what MarshalJSON wrote. It refuses a default that is no
// value of the field, or that stands beside generated.
func (f *Field) UnmarshalJSON(text []byte) error {
	if f.readPlain(text) {
		return nil
	}
	return f.read(text)
}

func (f *Field) read(text []byte) error {
	var w fieldJSON
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	dec.UseNumber()
	if err := dec.Decode(&w); err != nil {
		return err
	}
	*f = Field{Name: w.Name, Type: w.Type, Required: w.Required, Generated: w.Generated, Sensitive: w.Sensitive, Column: w.Column}
	if w.Default == nil {
		return nil
	}
	var ok bool
	switch f.Default, ok = w.Default.of(f.Type); {
	case !ok:
		return fmt.Errorf("the default of %s is no value of type %s", f.Name, f.Kind)
	case f.Generated:
		return fmt.Errorf("%s has a default, and is generated", f.Name)
	}
	return nil
}

// readPlain reads what most fields are written as: an object of texts and bools, as
// {"name":"total","type":"number","required":true,"column":"total"}. It reports false,
// and changes nothing, where there is anything else in it.
func (f *Field) readPlain(text []byte) bool {
	var out Field
	rest, ok := bytes.CutPrefix(text, []byte("{"))
	for more := true; ok && more; {
		var name, value string
		if name, rest, ok = plainText(rest); !ok {
			break
		}
		if rest, ok = bytes.CutPrefix(rest, []byte(":")); !ok {
			break
		}
		truth := bytes.HasPrefix(rest, []byte("true"))
		if truth {
			rest = rest[len("true"):]
		} else {
			value, rest, ok = plainText(rest)
		}
		ok = ok && out.set(name, value, truth)
		rest, more = bytes.CutPrefix(rest, []byte(","))
	}
	if ok = ok && string(rest) == "}"; ok {
		*f = out
	}
	return ok
}

// set sets what a field has under a name in JSON, a text or true.
func (f *Field) set(name, value string, truth bool) bool {
	switch {
	case name == "required" && truth:
		f.Required = true
	case name == "generated" && truth:
		f.Generated = true
	case truth:
		return false
	case name == "name":
		f.Name = value
	case name == "type":
		f.Kind = Kind(value)
	case name == "sensitive":
		f.Sensitive = value
	case name == "column":
		f.Column = value
	default:
		return false
	}
	return true
}

// plainText reads a text of JSON that has no escapes and nothing but ASCII.
func plainText(text []byte) (value string, rest []byte, ok bool) {
	if len(text) == 0 || text[0] != '"' {
		return "", nil, false
	}
	for i, c := range text[1:] {
		switch {
		case c == '"':
			return string(text[1 : 1+i]), text[2+i:], true
		case c < ' ' || c > '~' || c == '\\':
			return "", nil, false
		}
	}
	return "", nil, false
}

// of gives a default of a field of the type.
func (w *defaultJSON) of(t Type) (Operand, bool) {
	switch {
	case w.Time == rootNames[Now] && t.Kind == Timestamp && w.Value == nil:
		return Place{Root: Now, T: t}, true
	case w.Time == rootNames[Today] && t.Kind == Date && w.Value == nil:
		return Place{Root: Today, T: t}, true
	case w.Time != "" || w.Value == nil:
		return nil, false
	default:
		return constantOf(t, w.Value)
	}
}

// constantOf reads a constant as JSON has it; elements of a list may be null.
func constantOf(t Type, x any) (Constant, bool) {
	c := Constant{T: t, Value: x}
	if list, ok := x.([]any); ok && t.Kind == ListOf && t.Elem != nil {
		elems := make([]Constant, len(list))
		for i, e := range list {
			if elems[i], ok = (Constant{T: *t.Elem}), true; e != nil {
				elems[i], ok = constantOf(*t.Elem, e)
			}
			if !ok {
				return Constant{}, false
			}
		}
		c.Value = elems
		return c, true
	}
	if !t.Scalar() {
		return Constant{}, false
	}
	if _, err := scalar.Parse(t, x); err != nil {
		return Constant{}, false
	}
	if n, ok := x.(json.Number); ok {
		c.Value = Decimal(n)
	}
	return c, true
}
