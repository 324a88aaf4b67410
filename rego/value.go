package rego

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"

	"portcullis/rego/scalar"

	"github.com/open-policy-agent/opa/v1/ast"
)

// names are the terms of the names that requests of a portal consist of, made
// once; nil makes each anew.
type names map[string]*ast.Term

// newNames makes the terms of all fields, relations and properties, and of what
// every request has.
func newNames(c *Catalog) names {
	n := names{}
	add := func(name string) { n[name] = ast.StringTerm(name) }
	for _, name := range []string{
		"user", "action", "resource", "type", "name", "row", "rows", "set", "related", "to", "now", "login", "profiles",
		"team", "team_profiles", "team_properties", "properties", "record", "key",
	} {
		add(name)
	}
	for _, t := range c.Tables {
		for _, f := range t.Fields {
			add(f.Name)
		}
		for name := range t.Relations {
			add(name)
		}
	}
	for name := range c.UserProperties {
		add(name)
	}
	for name := range c.TeamProperties {
		add(name)
	}
	return n
}

func (n names) term(name string) *ast.Term {
	if t, ok := n[name]; ok {
		return t
	}
	return ast.InternedTerm(name)
}

// converter makes the terms of one request.
type converter struct {
	names
	beyond bool       // a number of it is beyond the bound of numbers
	slab   []ast.Term // to take terms from, so that not each is allocated by itself
}

// own gives a term of its own for a value.
func (c *converter) own(v ast.Value) *ast.Term {
	if len(c.slab) == 0 {
		const together = 32
		c.slab = make([]ast.Term, together)
	}
	t := &c.slab[0]
	c.slab, t.Value = c.slab[1:], v
	return t
}

func (c *converter) string(s string) *ast.Term { return c.own(ast.String(s)) }

func (c *converter) decimal(s string) *ast.Term { return c.own(ast.Number(s)) }

// request converts a request into OPA's input document. What is not given is
// left out, so that the policy tells it from null.
func (c *converter) request(q *Request) (ast.Value, error) {
	b := builder{converter: c, items: make([][2]*ast.Term, 0, 9)}
	user, err := c.user(&q.User)
	b.add("user", user, err)
	b.text("action", q.Action)
	b.add("resource", ast.ObjectTerm(
		ast.Item(c.term("type"), c.string(q.Resource.Type)),
		ast.Item(c.term("name"), c.string(q.Resource.Name)),
	), nil)
	b.mapping("row", q.Row)
	if q.Rows != nil {
		b.value("rows", q.Rows)
	}
	b.mapping("set", q.Set)
	b.mapping("related", q.Related)
	if q.To != nil {
		to, err := c.recipient(q.To)
		b.add("to", to, err)
	}
	b.text("now", q.Now)
	input, err := b.object()
	if err != nil {
		return nil, err
	}
	return input.Value, nil
}

func (c *converter) user(u *User) (*ast.Term, error) {
	b := builder{converter: c, items: make([][2]*ast.Term, 0, 7)}
	if u.Login != nil {
		b.value("login", u.Login)
	}
	b.texts("profiles", u.Profiles)
	b.text("team", u.Team)
	b.texts("team_profiles", u.TeamProfiles)
	b.mapping("team_properties", u.TeamProperties)
	b.mapping("properties", u.Properties)
	b.mapping("record", u.Record)
	return b.object()
}

func (c *converter) recipient(to *Recipient) (*ast.Term, error) {
	b := builder{converter: c}
	b.value("key", to.Key)
	b.value("profiles", to.Profiles)
	return b.object()
}

// builder makes an object, and remembers the first error.
type builder struct {
	*converter
	items [][2]*ast.Term
	err   error
}

func (b *builder) add(name string, t *ast.Term, err error) {
	switch {
	case b.err != nil:
	case err != nil:
		b.err = fmt.Errorf("%s: %w", name, err)
	default:
		b.items = append(b.items, ast.Item(b.term(name), t))
	}
}

func (b *builder) value(name string, x any) {
	if b.err == nil {
		t, err := b.convert(x)
		b.add(name, t, err)
	}
}

func (b *builder) text(name, s string) {
	if s != "" {
		b.add(name, b.string(s), nil)
	}
}

func (b *builder) texts(name string, list []string) {
	if list != nil {
		b.value(name, list)
	}
}

func (b *builder) mapping(name string, m map[string]any) {
	if m != nil {
		b.value(name, m)
	}
}

func (b *builder) object() (*ast.Term, error) {
	if b.err != nil {
		return nil, b.err
	}
	return ast.ObjectTerm(b.items...), nil
}

// convert gives OPA's term of one of the Go values that [Request] names. OPA has
// some terms ready: of bools, null, and small numbers.
func (c *converter) convert(x any) (*ast.Term, error) {
	switch x := x.(type) {
	case nil:
		return ast.InternedNullTerm, nil
	case bool:
		return ast.InternedTerm(x), nil
	case string:
		return c.string(x), nil
	case json.Number:
		return c.number(x)
	case int:
		return ast.InternedTerm(x), nil
	case int8, int16, int32, int64:
		return c.decimal(strconv.FormatInt(reflect.ValueOf(x).Int(), 10)), nil
	case uint, uint8, uint16, uint32, uint64:
		return c.decimal(strconv.FormatUint(reflect.ValueOf(x).Uint(), 10)), nil
	case float32:
		return float(float64(x), 32)
	case float64:
		return float(x, 64)
	case map[string]any:
		return c.mapping(x)
	case []any:
		return list(c, x)
	case []string:
		return list(c, x)
	case []map[string]any:
		return list(c, x)
	default:
		return nil, notValue(x)
	}
}

// number takes what JSON calls a number, and nothing else: OPA trusts it. One
// that is beyond the bound of numbers would have OPA reckon for long, or panic; as
// no number, it goes in as an object, which is no value of any type. Zeros that
// go on for long are left out.
func (c *converter) number(n json.Number) (*ast.Term, error) {
	d, err := scalar.ParseNumber(string(n))
	switch {
	case errors.Is(err, scalar.ErrNotNumber):
		return nil, notNumber(n)
	case err != nil:
		c.beyond = true
		return ast.ObjectTerm(ast.Item(ast.StringTerm(beyond), ast.StringTerm(string(n)))), nil
	case len(n) > 2*scalar.MaxDigits, d.Sign() == 0 && strings.ContainsAny(string(n), "eE"):
		return c.decimal(d.String()), nil
	default:
		return c.decimal(string(n)), nil
	}
}

func notNumber(n json.Number) error { return fmt.Errorf("%q is not a number", string(n)) }

// beyond is the name under which an object has the number that it stands for; no
// JSON has such a name, as it is not UTF-8.
const beyond = "\xffnumber"

// restored gives a value of an answer with its numbers as they came.
func restored(x any) any {
	switch x := x.(type) {
	case map[string]any:
		if n, ok := x[beyond].(string); ok {
			return json.Number(n)
		}
		for k, v := range x {
			x[k] = restored(v)
		}
	case []any:
		for i, v := range x {
			x[i] = restored(v)
		}
	}
	return x
}

func float(f float64, bits int) (*ast.Term, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, fmt.Errorf("%v is not a number of JSON", f)
	}
	return ast.NumberTerm(json.Number(strconv.FormatFloat(f, 'g', -1, bits))), nil
}

// mapping and list take what is nil for null, as encoding/json does: a list
// that is not there is not a list without elements.
func (c *converter) mapping(m map[string]any) (*ast.Term, error) {
	if m == nil {
		return ast.InternedNullTerm, nil
	}
	items := make([][2]*ast.Term, 0, len(m))
	for k, x := range m {
		t, err := c.convert(x)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k, err)
		}
		items = append(items, ast.Item(c.term(k), t))
	}
	return ast.ObjectTerm(items...), nil
}

func list[T any](c *converter, elems []T) (*ast.Term, error) {
	if elems == nil {
		return ast.InternedNullTerm, nil
	}
	terms := make([]*ast.Term, len(elems))
	for i, x := range elems {
		t, err := c.convert(x)
		if err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
		terms[i] = t
	}
	return ast.ArrayTerm(terms...), nil
}
