package policy

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/diag"
)

// Format writes a typed condition as policy text again: text that binds to
// the same condition, apart from the places in it. What was sugar stays taken
// out.
func Format(c Cond) string {
	p := &printer{names: map[*Var]string{}}
	p.cond(c, 0)
	return p.String()
}

// FormatValue is [Format] for a value.
func FormatValue(v Value) string {
	p := &printer{names: map[*Var]string{}}
	p.value(v)
	return p.String()
}

// printer writes typed expressions. Two variables that are in scope together
// get different names.
type printer struct {
	strings.Builder
	names  map[*Var]string
	scoped []string
}

// The precedence of operators, as HCL has it.
const (
	precChoice = iota + 1
	precOr
	precAnd
	precCompare
	precNot
)

// cond writes a condition, in parentheses if it binds weaker than what is
// around it.
func (p *printer) cond(c Cond, around int) {
	switch c := c.(type) {
	case *Const:
		p.WriteString(strconv.FormatBool(c.Value))
	case *Not:
		p.WriteString("!")
		p.cond(c.X, precNot)
	case *And:
		p.infix(precAnd, around, func() { p.cond(c.X, precAnd) }, " && ", func() { p.cond(c.Y, precAnd+1) })
	case *Or:
		p.infix(precOr, around, func() { p.cond(c.X, precOr) }, " || ", func() { p.cond(c.Y, precOr+1) })
	case *Choice:
		p.infix(precChoice, around, func() { p.cond(c.If, precChoice+1) }, " ? ", func() {
			p.cond(c.Then, precChoice+1)
			p.WriteString(" : ")
			p.cond(c.Else, precChoice+1)
		})
	case *Compare:
		p.infix(precCompare, around, func() { p.value(c.X) }, " "+string(c.Op)+" ", func() { p.value(c.Y) })
	case *IsNull:
		p.infix(precCompare, around, func() { p.value(c.X) }, " == ", func() { p.WriteString("null") })
	case *Text:
		p.call(string(c.Op), c.X, c.Y)
	case *Truth:
		p.value(c.X)
	case *Any:
		p.quantifier("anytrue", c.Over, c.Var, c.Body)
	case *All:
		p.quantifier("alltrue", c.Over, c.Var, c.Body)
	case *Named:
		if c.Of == nil {
			p.WriteString("condition." + c.Condition.Name)
			break
		}
		p.WriteString("holds(")
		p.path(c.Of.Root, c.Of.Var, c.Of.Steps, "")
		p.WriteString(", condition." + c.Condition.Name + ")")
	case *Visible:
		p.WriteString("visible(")
		p.path(c.Of.Root, c.Of.Var, c.Of.Steps, "")
		p.WriteString(")")
	case *Granted:
		p.WriteString("profile " + diag.Quote(c.Profile.Name))
	default:
		panic(fmt.Sprintf("policy: no text for %T", c))
	}
}

func (p *printer) infix(prec, around int, left func(), op string, right func()) {
	if prec < around {
		p.WriteString("(")
		defer p.WriteString(")")
	}
	left()
	p.WriteString(op)
	right()
}

func (p *printer) call(name string, args ...Value) {
	p.WriteString(name + "(")
	for i, a := range args {
		if i > 0 {
			p.WriteString(", ")
		}
		p.value(a)
	}
	p.WriteString(")")
}

func (p *printer) quantifier(name string, over Seq, v *Var, body Cond) {
	p.WriteString(name + "([for ")
	p.names[v] = p.unused(v.Name)
	p.WriteString(p.names[v] + " in ")
	p.seq(over)
	p.WriteString(" : ")
	p.scoped = append(p.scoped, p.names[v])
	p.cond(body, 0)
	p.scoped = p.scoped[:len(p.scoped)-1]
	p.WriteString("])")
}

// unused gives a name that no variable in scope has, and no root.
func (p *printer) unused(name string) string {
	taken := func(s string) bool {
		for _, used := range [][]string{p.scoped, AllRoots} {
			for _, u := range used {
				if u == s {
					return true
				}
			}
		}
		return false
	}
	candidate := name
	for i := 2; taken(candidate); i++ {
		candidate = name + strconv.Itoa(i)
	}
	return candidate
}

func (p *printer) value(v Value) {
	switch v := v.(type) {
	case *Literal:
		p.WriteString(ConstantText(v.Value))
	case *Path:
		p.path(v.Root, v.Var, v.Steps, v.Field.Name)
	case *Element:
		p.variable(v.Var)
	case *Login:
		p.WriteString("user.login")
	case *UserProperty:
		p.WriteString("user." + v.Property.Name)
	case *TeamName:
		p.WriteString("team.name")
	case *TeamPropertyOf:
		p.WriteString("team." + v.Property.Name)
	case *Now:
		p.WriteString("now")
	case *Today:
		p.WriteString("today")
	case *Hour:
		p.WriteString("hour(now)")
	case *Weekday:
		p.WriteString("weekday(today)")
	case *Midnight:
		p.call("midnight", v.X)
	case *Template:
		p.template(v)
	case *Changed:
		p.call(string(v.By), v.X)
	case *Coalesce:
		p.call("coalesce", v.X, v.Y)
	case *IfValue:
		p.WriteString("(")
		p.cond(v.If, precChoice+1)
		p.WriteString(" ? ")
		p.value(v.Then)
		p.WriteString(" : ")
		p.value(v.Else)
		p.WriteString(")")
	case *TimeAdd:
		p.WriteString("timeadd(")
		p.value(v.X)
		p.WriteString(", " + diag.Quote(durationText(v.By)) + ")")
	case *DateAdd:
		p.WriteString("dateadd(")
		p.value(v.X)
		p.WriteString(", " + strconv.Itoa(v.Days) + ")")
	case *Length:
		p.WriteString("length(")
		p.seq(v.Over)
		p.WriteString(")")
	default:
		panic(fmt.Sprintf("policy: no text for %T", v))
	}
}

// template writes constant parts as they are, and what the others are of between
// ${ and }.
func (p *printer) template(v *Template) {
	p.WriteString(`"`)
	for _, part := range v.Parts {
		if c, ok := part.(*Literal); ok && c.T.Kind == String && !c.Value.IsNull() {
			text := ConstantText(c.Value)
			p.WriteString(text[1 : len(text)-1])
			continue
		}
		p.WriteString("${")
		p.value(part)
		p.WriteString("}")
	}
	p.WriteString(`"`)
}

func (p *printer) seq(q Seq) {
	switch q := q.(type) {
	case *LiteralSeq:
		p.WriteString("[")
		for i, e := range q.Values {
			if i > 0 {
				p.WriteString(", ")
			}
			p.WriteString(ConstantText(e))
		}
		p.WriteString("]")
	case *FieldSeq:
		p.value(q.X)
	case *RowSeq:
		p.path(q.Root, q.Var, q.Steps, q.Relation.Name)
	default:
		panic(fmt.Sprintf("policy: no text for %T", q))
	}
}

func (p *printer) path(root Root, v *Var, steps []*Relation, last string) {
	switch root {
	case RootRow:
		p.WriteString("row")
	case RootNew:
		p.WriteString("new")
	case RootUser:
		p.WriteString("user")
	case RootVar:
		p.variable(v)
	}
	for _, s := range steps {
		p.WriteString("." + s.Name)
	}
	if last != "" {
		p.WriteString("." + last)
	}
}

// variable writes the name of a variable; outside its quantifier the one that
// it has of itself.
func (p *printer) variable(v *Var) {
	if name, ok := p.names[v]; ok {
		p.WriteString(name)
		return
	}
	p.WriteString(v.Name)
}

// ConstantText writes a constant as a policy does.
func ConstantText(v cty.Value) string {
	if v.Type() == cty.Number && !v.IsNull() {
		f := v.AsBigFloat()
		if n, exact := f.Int64(); exact == big.Exact && n != 0 {
			return strconv.FormatInt(n, 10) // as below, and quicker
		}
		if f.IsInt() && !ShortNumber(v) {
			return f.Text('g', -1)
		}
	}
	return string(hclwrite.TokensForValue(v).Bytes())
}

// durationText writes a duration so that it reads as the same, without the
// zeros that [time.Duration.String] has.
func durationText(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}

// ShortNumber reports whether a number can be held as it was written, without
// a further look.
func ShortNumber(v cty.Value) bool {
	if v.IsNull() || !v.IsKnown() {
		return false
	}
	f := v.AsBigFloat()
	exp := f.MantExp(nil)
	return f.Sign() == 0 || f.MinPrec() <= 64 && exp <= 64 && exp >= -64
}
