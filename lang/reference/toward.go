package reference

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"portcullis/lang"
)

// Lack is a leaf of a condition that came to something else than was wished.
type Lack struct {
	Is     string // what is there: `orders.status is "done"`
	Needed string // what would have to be: `"open"`; "" where it is plain

	constant bool // nothing that is asked about can change it
}

// String writes both: `orders.status is "done", needed "open"`.
func (l Lack) String() string {
	if l.Needed == "" {
		return l.Is
	}
	return l.Is + ", needed " + l.Needed
}

// wish is a scope in which conditions are wished to be true, or false.
type wish struct {
	scope
	table string // of `row`
}

// toward gives leaves that would have to come to something else for a condition
// to be as wished, True or False: the fewest of them, and the first in the
// source where there are several such choices. There are none just where the
// condition is so already.
func (w wish) toward(c lang.Cond, want Truth) []Lack {
	switch c := c.(type) {
	case nil:
		return w.constant(true, want)
	case *lang.Const:
		return w.constant(c.Value, want)
	case *lang.Named:
		if c.Of != nil {
			return w.toward(c.When, want)
		}
		named := w
		named.scope = scope{person: w.person, row: w.row}
		return named.toward(c.Condition.When, want)
	case *lang.Visible:
		return w.toward(c.When, want)
	case *lang.Not:
		return w.toward(c.X, not(want))
	case *lang.And:
		return w.both(want == True, w.toward(c.X, want), w.toward(c.Y, want))
	case *lang.Or:
		return w.both(want == False, w.toward(c.X, want), w.toward(c.Y, want))
	case *lang.Choice:
		// (If && Then) || (!If && Else)
		then := w.both(want == True, w.toward(c.If, want), w.toward(c.Then, want))
		otherwise := w.both(want == True, w.toward(c.If, not(want)), w.toward(c.Else, want))
		return w.both(want == False, then, otherwise)
	case *lang.Any:
		if !lang.IsLeaf(c) {
			return w.elementsToward(c.Over, c.Var, c.Body, want, want == False)
		}
	case *lang.All:
		if !lang.IsLeaf(c) {
			return w.elementsToward(c.Over, c.Var, c.Body, want, want == True)
		}
	case *lang.Granted:
		if w.truthOf(c) == want {
			return nil
		}
		return []Lack{{Is: "the profile " + strconv.Quote(c.Profile.Name) + map[Truth]string{True: " is not had", False: " is had"}[want], constant: true}}
	case *lang.Compare, *lang.IsNull, *lang.Text, *lang.Truth:
	default:
		panic(fmt.Sprintf("reference: no such condition: %T", c))
	}
	if w.truthOf(c) == want {
		return nil
	}
	return []Lack{w.lack(c, want)}
}

func (w wish) constant(is bool, want Truth) []Lack {
	if fromBool(is) == want {
		return nil
	}
	return []Lack{{Is: "it is " + strconv.FormatBool(is) + " of everything", constant: true}}
}

// both joins what two conditions lack, if both have to be as wished; or else it
// takes the one that lacks less.
func (w wish) both(needed bool, x, y []Lack) []Lack {
	switch {
	case needed:
		return union(x, y)
	case distance(y) < distance(x):
		return y
	default:
		return x
	}
}

// distance counts lacks; beyond a constant there is nothing.
func distance(lacks []Lack) int {
	if slices.ContainsFunc(lacks, func(l Lack) bool { return l.constant }) {
		return math.MaxInt
	}
	return len(lacks)
}

func union(x, y []Lack) []Lack {
	all := slices.Clone(x)
	for _, l := range y {
		if !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

// elementsToward is toward for anytrue and alltrue: of every element, or of the
// one that lacks least.
func (w wish) elementsToward(over lang.Seq, v *lang.Var, body lang.Cond, want Truth, every bool) []Lack {
	elements, known := w.elements(over)
	if !known {
		return []Lack{{Is: w.seqName(over) + " is not known"}}
	}
	var found []Lack
	for i, e := range elements {
		in := w
		in.scope = w.bind(v, e)
		lacks := in.toward(body, want)
		if every {
			found = union(found, lacks)
		} else if i == 0 || distance(lacks) < distance(found) {
			found = lacks
		}
	}
	if len(elements) == 0 && !every {
		return []Lack{{Is: w.seqName(over) + " has no rows"}}
	}
	return found
}

// lack describes a leaf that is not as wished.
func (w wish) lack(c lang.Cond, want Truth) Lack {
	switch c := c.(type) {
	case *lang.Not:
		return w.lack(c.X, not(want))
	case *lang.Compare:
		return w.compared(c, want)
	case *lang.IsNull:
		return Lack{Is: w.is(c.X), Needed: map[Truth]string{True: "null", False: "a value"}[want]}
	case *lang.Truth:
		return Lack{Is: w.is(c.X), Needed: want.String()}
	case *lang.Text:
		verb := map[lang.TextOp]string{lang.StartsWith: "to begin with ", lang.EndsWith: "to end with ", lang.StrContains: "to contain "}[c.Op]
		if want == False {
			verb = "not " + verb
		}
		return Lack{Is: w.is(c.X), Needed: verb + w.said(c.Y)}
	case *lang.Any:
		if equal, ok := c.Body.(*lang.Compare); ok {
			return w.contained(c, equal, want)
		}
	case *lang.All:
		if other, ok := c.Body.(*lang.Not); ok { // !contains, as the language may have it
			if equal, ok := other.X.(*lang.Compare); ok {
				return w.contained(&lang.Any{Over: c.Over, Var: c.Var}, equal, not(want))
			}
		}
	case *lang.Const, *lang.Named, *lang.Visible, *lang.Granted, *lang.And, *lang.Or, *lang.Choice:
	default:
		panic(fmt.Sprintf("reference: no such condition: %T", c))
	}
	return Lack{Is: lang.Format(c) + " is " + w.truthOf(c).String()}
}

var opposite = map[lang.CompareOp]string{lang.Eq: "other than", lang.Lt: ">=", lang.Le: ">", lang.Gt: "<=", lang.Ge: "<"}

var turned = map[lang.CompareOp]lang.CompareOp{lang.Eq: lang.Eq, lang.Lt: lang.Gt, lang.Le: lang.Ge, lang.Gt: lang.Lt, lang.Ge: lang.Le}

func (w wish) compared(c *lang.Compare, want Truth) Lack {
	x, y, op := c.X, c.Y, c.Op
	if about(x) < about(y) {
		x, y, op = y, x, turned[op]
	}
	how := string(op) + " "
	switch {
	case want == False:
		how = opposite[op] + " "
		if op == lang.Eq && w.valueOf(x).state != value {
			how = "a value other than "
		}
	case op == lang.Eq:
		how = ""
	}
	return Lack{Is: w.is(x), Needed: how + w.said(y)}
}

// about ranks what a comparison is about: what may change from row to row comes
// before what is one person's, and that before a constant.
func about(v lang.Value) int {
	switch v := v.(type) {
	case *lang.Literal:
		return 0
	case *lang.Path:
		if v.Root == lang.RootUser {
			return 1
		}
		return 3
	case *lang.Element:
		return 3
	case *lang.Case:
		return about(v.X)
	case *lang.TimeAdd:
		return about(v.X)
	case *lang.DateAdd:
		return about(v.X)
	case *lang.Midnight:
		return about(v.X)
	case *lang.Template:
		return 1
	case *lang.Coalesce:
		return max(about(v.X), about(v.Y))
	case *lang.IfValue:
		return max(about(v.Then), about(v.Else))
	case *lang.Length:
		return 2
	default:
		return 1
	}
}

// contained is the lack of a `contains`, whose elements are compared with one
// value.
func (w wish) contained(c *lang.Any, equal *lang.Compare, want Truth) Lack {
	x := equal.Y // what is looked for
	if !isOf(equal.X, c.Var) {
		x = equal.X
	}
	list, isLiteral := c.Over.(*lang.LiteralSeq)
	if isLiteral {
		texts := make([]string, len(list.Values))
		for i, v := range list.Values {
			texts[i] = text(constant(list.Elem, v))
		}
		how := "one of "
		if want == False {
			how = "none of "
		}
		return Lack{Is: w.is(x), Needed: how + strings.Join(texts, ", ")}
	}
	how := "among them"
	if want == False {
		how = "not among them"
	}
	return Lack{Is: w.seqIs(c, equal, x), Needed: w.said(x) + " " + how}
}

// isOf reports whether a value is the element that a variable stands for, or a
// field of it.
func isOf(v lang.Value, element *lang.Var) bool {
	switch v := v.(type) {
	case *lang.Element:
		return v.Var == element
	case *lang.Path:
		return v.Root == lang.RootVar && v.Var == element
	default:
		return false
	}
}

// seqIs writes a list, or a field of the rows that a relation leads to.
func (w wish) seqIs(c *lang.Any, equal *lang.Compare, x lang.Value) string {
	elements, known := w.elements(c.Over)
	name := w.seqName(c.Over)
	each := equal.X
	if each == x {
		each = equal.Y
	}
	if path, ok := each.(*lang.Path); ok {
		name += "[*]" + pathName("", path.Steps, path.Field.Name)
	}
	if !known {
		return name + " is not known"
	}
	texts := make([]string, 0, len(elements))
	for _, e := range elements {
		texts = append(texts, text(w.bind(c.Var, e).valueOf(each)))
	}
	return name + " is [" + strings.Join(texts, ", ") + "]"
}

// is writes an operand and its value: `orders.status is "done"`.
func (w wish) is(v lang.Value) string { return w.name(v) + " is " + text(w.valueOf(v)) }

// said writes the value of an operand, and what it is the value of.
func (w wish) said(v lang.Value) string {
	if _, isLiteral := v.(*lang.Literal); isLiteral {
		return text(w.valueOf(v))
	}
	return text(w.valueOf(v)) + " (" + w.name(v) + ")"
}

func text(c cell) string {
	switch c.state {
	case unknown:
		return "unknown"
	case null:
		return "null"
	default:
		return written(c.raw)
	}
}

// written gives a value as JSON.
func written(raw any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(raw); err != nil {
		return fmt.Sprint(raw)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// name writes an operand as the policy does, but that a row is called by its
// table.
func (w wish) name(v lang.Value) string {
	if path, ok := v.(*lang.Path); ok && path.Root == lang.RootRow {
		return pathName(w.table, path.Steps, path.Field.Name)
	}
	return lang.FormatValue(v)
}

func pathName(root string, steps []*lang.Relation, last string) string {
	for _, step := range steps {
		root += "." + step.Name
	}
	return root + "." + last
}

func (w wish) seqName(over lang.Seq) string {
	switch over := over.(type) {
	case *lang.FieldSeq:
		return w.name(over.X)
	case *lang.RowSeq:
		root := w.table
		switch over.Root {
		case lang.RootNew:
			root = "new"
		case lang.RootUser:
			root = "user"
		case lang.RootVar:
			root = over.Var.Name
		}
		return pathName(root, over.Steps, over.Relation.Name)
	default:
		return "the list"
	}
}
