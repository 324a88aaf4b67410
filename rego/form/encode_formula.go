package form

import (
	"fmt"
	"strconv"
	"strings"
)

// encoder writes formulas as JSON's trees. It holds the variables that are
// bound where it stands; the n-th from outside is called "en".
type encoder []*Var

// formula writes true, false, or a list that begins with the formula's kind.
func (e encoder) formula(f Formula) any {
	switch f := f.(type) {
	case Always:
		return true
	case Never:
		return false
	case Every:
		return e.list("every", f)
	case Some:
		return e.list("some", f)
	case Known:
		return []any{"known", e.operand(f.X)}
	case Null:
		return []any{"null", e.place(f.At)}
	case Relate:
		return []any{string(f.Op), e.operand(f.X), e.operand(f.Y)}
	case OneOf:
		return e.oneOf(f)
	case TextTest:
		return []any{negated(f.Not, string(f.Op)), e.operand(f.X), e.operand(f.Y)}
	case Granted:
		return []any{negated(f.Not, "granted"), f.Profile}
	case Listed:
		return []any{"listed", e.over(f.Over)}
	case Exists:
		return []any{"exists", e.over(f.Over), append(e[:len(e):len(e)], f.Var).formula(f.Body)}
	case ForAll:
		return []any{"forall", e.over(f.Over), append(e[:len(e):len(e)], f.Var).formula(f.Body)}
	default:
		panic(fmt.Sprintf("form: a formula of kind %T", f))
	}
}

func (e encoder) list(kind string, parts []Formula) any {
	out := []any{kind}
	for _, p := range parts {
		out = append(out, e.formula(p))
	}
	return out
}

func (e encoder) oneOf(f OneOf) any {
	values := []any{}
	for _, v := range f.Values {
		values = append(values, e.operand(v))
	}
	return []any{negated(f.Except, "in"), e.operand(f.X), values}
}

func negated(not bool, kind string) string {
	if not {
		return "not " + kind
	}
	return kind
}

// operand writes a place as a text, a constant as an object of its kind and
// value, and what is computed as a list that begins with the function.
func (e encoder) operand(x Operand) any {
	switch x := x.(type) {
	case Constant:
		kind := string(x.T.Kind)
		if x.T.Kind == ListOf {
			kind += " " + string(x.T.Elem.Kind)
		}
		return map[string]any{kind: encodeValue(x)}
	case Place:
		return e.place(x)
	case Changed:
		return []any{string(x.By), e.operand(x.X)}
	case Moved:
		return []any{"move", e.operand(x.X), strconv.FormatInt(x.By, 10)}
	case Midnight:
		return []any{"midnight", e.operand(x.X)}
	case Template:
		out := []any{"text"}
		for _, part := range x {
			out = append(out, e.operand(part))
		}
		return out
	case Count:
		return []any{"count", e.over(x.Over)}
	default:
		panic(fmt.Sprintf("form: an operand of kind %T", x))
	}
}

// The names of roots in paths.
var rootNames = map[Root]string{
	Row: "row", New: "new", Record: "record", Login: "login", UserProperty: "property",
	TeamName: "team", TeamProperty: "team", Now: "now", Today: "today", Hour: "hour", Weekday: "weekday",
}

func (e encoder) place(p Place) string {
	path := []string{rootNames[p.Root]}
	if p.Root == Each {
		path[0] = e.variable(p.Var)
	}
	for _, step := range p.Steps {
		path = append(path, step.Name)
	}
	if p.Field != nil {
		path = append(path, p.Field.Name)
	}
	if p.Name != "" {
		path = append(path, p.Name)
	}
	return strings.Join(path, ".")
}

func (e encoder) variable(v *Var) string {
	for i := len(e) - 1; i >= 0; i-- {
		if e[i] == v {
			return "e" + strconv.Itoa(i)
		}
	}
	panic("form: an element stands outside its list")
}

func (e encoder) over(l List) string {
	at := e.place(l.At)
	if l.Relation != nil {
		at += "." + l.Relation.Name
	}
	return at
}

// encodeValue writes a constant whose type is known from elsewhere.
func encodeValue(c Constant) any {
	switch v := c.Value.(type) {
	case nil, string, bool:
		return v
	case Decimal:
		return string(v)
	case []Constant:
		out := []any{}
		for _, e := range v {
			out = append(out, encodeValue(e))
		}
		return out
	default:
		panic(fmt.Sprintf("form: a constant of type %T", v))
	}
}
