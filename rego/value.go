package rego

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
)

// value converts the request into OPA's input document. What is not given is
// left out, so that the policy tells it from null.
func (q *Request) value() (ast.Value, error) {
	b := builder{}
	b.add("user", q.User.value)
	b.text("action", q.Action)
	b.add("resource", func() (ast.Value, error) {
		return ast.NewObject(
			ast.Item(key("type"), ast.StringTerm(q.Resource.Type)),
			ast.Item(key("name"), ast.StringTerm(q.Resource.Name)),
		), nil
	})
	b.mapping("row", q.Row)
	if q.Rows != nil {
		b.add("rows", func() (ast.Value, error) { return convert(q.Rows) })
	}
	b.mapping("set", q.Set)
	b.mapping("related", q.Related)
	if q.To != nil {
		b.add("to", q.To.value)
	}
	b.text("now", q.Now)
	return b.object()
}

func (u User) value() (ast.Value, error) {
	b := builder{}
	if u.Login != nil {
		b.add("login", func() (ast.Value, error) { return convert(u.Login) })
	}
	b.texts("profiles", u.Profiles)
	b.text("team", u.Team)
	b.texts("team_profiles", u.TeamProfiles)
	b.mapping("team_properties", u.TeamProperties)
	b.mapping("properties", u.Properties)
	b.mapping("record", u.Record)
	return b.object()
}

func (to *Recipient) value() (ast.Value, error) {
	b := builder{}
	b.add("key", func() (ast.Value, error) { return convert(to.Key) })
	b.add("profiles", func() (ast.Value, error) { return convert(to.Profiles) })
	return b.object()
}

// builder makes an object, and remembers the first error.
type builder struct {
	items [][2]*ast.Term
	err   error
}

func (b *builder) add(name string, value func() (ast.Value, error)) {
	if b.err != nil {
		return
	}
	v, err := value()
	if err != nil {
		b.err = fmt.Errorf("%s: %w", name, err)
		return
	}
	b.items = append(b.items, ast.Item(key(name), ast.NewTerm(v)))
}

func (b *builder) text(name, s string) {
	if s != "" {
		b.add(name, func() (ast.Value, error) { return ast.String(s), nil })
	}
}

func (b *builder) texts(name string, list []string) {
	if list != nil {
		b.add(name, func() (ast.Value, error) { return convert(list) })
	}
}

func (b *builder) mapping(name string, m map[string]any) {
	if m != nil {
		b.add(name, func() (ast.Value, error) { return convert(m) })
	}
}

func (b *builder) object() (ast.Value, error) {
	if b.err != nil {
		return nil, b.err
	}
	return ast.NewObject(b.items...), nil
}

func key(name string) *ast.Term { return ast.InternedTerm(name) }

// convert gives OPA's value of one of the Go values that [Request] names.
func convert(x any) (ast.Value, error) {
	switch x := x.(type) {
	case nil:
		return ast.Null{}, nil
	case bool:
		return ast.Boolean(x), nil
	case string:
		return ast.String(x), nil
	case json.Number:
		return number(x)
	case int:
		return ast.Number(strconv.Itoa(x)), nil
	case int8, int16, int32, int64:
		return ast.Number(strconv.FormatInt(reflect.ValueOf(x).Int(), 10)), nil
	case uint, uint8, uint16, uint32, uint64:
		return ast.Number(strconv.FormatUint(reflect.ValueOf(x).Uint(), 10)), nil
	case float32:
		return float(float64(x), 32)
	case float64:
		return float(x, 64)
	case map[string]any:
		return mapping(x)
	case []any:
		return list(x)
	case []string:
		return list(x)
	case []map[string]any:
		return list(x)
	default:
		return nil, notValue(x)
	}
}

// number takes what JSON calls a number, and nothing else: OPA trusts it.
func number(n json.Number) (ast.Value, error) {
	if !json.Valid([]byte(n)) || !digit(n[len(n)-1]) || n[0] != '-' && !digit(n[0]) {
		return nil, fmt.Errorf("%q is not a number", string(n))
	}
	return ast.Number(n), nil
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func float(f float64, bits int) (ast.Value, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil, fmt.Errorf("%v is not a number of JSON", f)
	}
	return ast.Number(strconv.FormatFloat(f, 'g', -1, bits)), nil
}

// mapping and list take what is nil for null, as encoding/json does: a list
// that is not there is not a list without elements.
func mapping(m map[string]any) (ast.Value, error) {
	if m == nil {
		return ast.Null{}, nil
	}
	items := make([][2]*ast.Term, 0, len(m))
	for k, x := range m {
		v, err := convert(x)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k, err)
		}
		items = append(items, ast.Item(key(k), ast.NewTerm(v)))
	}
	return ast.NewObject(items...), nil
}

func list[T any](elems []T) (ast.Value, error) {
	if elems == nil {
		return ast.Null{}, nil
	}
	terms := make([]*ast.Term, len(elems))
	for i, x := range elems {
		v, err := convert(x)
		if err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
		terms[i] = ast.NewTerm(v)
	}
	return ast.NewArray(terms...), nil
}
