package convert

import (
	"fmt"
	"strings"

	"portcullis/lang/pull"
)

// written is a condition in the language, before it is joined with others: an atom's
// text, or parts joined by op. Constants are op "true" and "false".
type written struct {
	op    string // "" of an atom, "&&", "||", "true", "false"
	text  string
	parts []written
}

func atom(format string, args ...any) written { return written{text: fmt.Sprintf(format, args...)} }

func truth(is bool) written { return written{op: fmt.Sprint(is)} }

// joined joins parts, without those that change nothing.
func joined(op string, parts ...written) written {
	idle, decisive := "true", "false"
	if op == "||" {
		idle, decisive = decisive, idle
	}
	var out []written
	for _, p := range parts {
		switch p.op {
		case idle:
		case decisive:
			return p
		case op:
			out = append(out, p.parts...)
		default:
			out = append(out, p)
		}
	}
	switch len(out) {
	case 0:
		return written{op: idle}
	case 1:
		return out[0]
	default:
		return written{op: op, parts: out}
	}
}

func (w written) String() string {
	switch w.op {
	case "":
		return w.text
	case "true", "false":
		return w.op
	}
	texts := make([]string, len(w.parts))
	for i, p := range w.parts {
		texts[i] = p.String()
		if p.op != "" {
			texts[i] = "(" + texts[i] + ")"
		}
	}
	return strings.Join(texts, " "+w.op+" ")
}

// scope is a row that columns are of: a root of the language and the to-one
// relations from there.
type scope struct {
	root string
	path []string
}

// lowering writes conditions in the language, where an allow applies if its
// condition is true. Of each condition there are four questions: whether it is
// true, whether it is false, and for what is below a NOT EXISTS whether it is not
// true, or not false. A comparison of null answers no to the first two, in the
// language as in SQL, and must be made to answer yes to the last two.
type lowering struct {
	scopes []scope
	vars   int
	stays  bool // some comparison leaves out nulls where a reader may not expect it
}

// question is what is asked of a condition.
type question struct {
	negated bool // whether it is false, and not whether it is true
	weak    bool // or unknown
}

// text writes a condition on a root: row or new.
func text(c Cond, root string) (w written, stays bool) {
	l := &lowering{scopes: []scope{{root: root}}}
	w = l.lower(c, question{})
	return w, l.stays
}

func (l *lowering) lower(c Cond, q question) written {
	switch c := c.(type) {
	case True:
		return truth(!q.negated)
	case False:
		return truth(q.negated)
	case And:
		return l.join("&&", c, q)
	case Or:
		return l.join("||", c, q)
	case Not:
		q.negated = !q.negated
		return l.lower(c.Cond, q)
	case IsTrue:
		return l.lower(c.Cond, question{negated: q.negated, weak: q.negated})
	case Compare:
		op := c.Op
		if q.negated {
			op = opposites[op]
		}
		return l.guarded(atom("%s %s %s", l.operand(c.X), op, l.operand(c.Y)), op == "!=", q, c.X, c.Y)
	case Null:
		if q.negated {
			return atom("%s != null", l.operand(c.X))
		}
		return atom("%s == null", l.operand(c.X))
	case In:
		if len(c.Values) == 0 {
			return truth(q.negated)
		}
		values := make([]string, len(c.Values))
		for i, v := range c.Values {
			values[i] = l.operand(v)
		}
		return l.call(fmt.Sprintf("contains([%s], %s)", strings.Join(values, ", "), l.operand(c.X)), q, c.X)
	case Has:
		return l.call(fmt.Sprintf("contains(%s, %s)", l.operand(c.List), l.operand(c.X)), q, c.List, c.X)
	case Text:
		return l.call(fmt.Sprintf("%s(%s, %s)", c.Func, l.operand(c.X), l.operand(c.Y)), q, c.X, c.Y)
	case Exists:
		return l.exists(c, q.negated)
	default:
		panic(fmt.Sprintf("convert: a condition %T", c))
	}
}

func (l *lowering) join(op string, conds []Cond, q question) written {
	if q.negated {
		op = map[string]string{"&&": "||", "||": "&&"}[op]
	}
	parts := make([]written, len(conds))
	for i, c := range conds {
		parts[i] = l.lower(c, q)
	}
	return joined(op, parts...)
}

// call writes a function that is a condition.
func (l *lowering) call(text string, q question, operands ...Operand) written {
	if q.negated {
		text = "!" + text
	}
	return l.guarded(atom("%s", text), q.negated, q, operands...)
}

// guarded adds that an operand is null, where that is to be a yes.
func (l *lowering) guarded(w written, negative bool, q question, operands ...Operand) written {
	parts := []written{w}
	for _, o := range operands {
		if !nullable(o) {
			continue
		}
		if q.weak {
			parts = append(parts, atom("%s == null", l.operand(o)))
		} else if _, person := o.(Person); negative && !person {
			l.stays = true
		}
	}
	return joined("||", parts...)
}

func nullable(o Operand) bool {
	switch o := o.(type) {
	case Column:
		return o.Null
	case Person:
		return true
	case Const, Now:
		return false
	default:
		panic(fmt.Sprintf("convert: an operand %T", o))
	}
}

func (l *lowering) exists(c Exists, negated bool) written {
	from := l.scopes[len(l.scopes)-1-c.Up]
	path := append(append([]string{}, from.path...), c.Path...)
	defer func(n int) { l.scopes = l.scopes[:n] }(len(l.scopes))
	if !c.Many {
		l.scopes = append(l.scopes, scope{from.root, path})
		key := atom("%s.%s %s null", from.root, strings.Join(append(path, c.Key.Path...), "."), map[bool]string{false: "!=", true: "=="}[negated])
		if negated {
			return joined("||", key, l.lower(c.Where, question{negated: true, weak: true}))
		}
		return joined("&&", key, l.lower(c.Where, question{}))
	}
	l.vars++
	v := "e"
	if l.vars > 1 {
		v = fmt.Sprintf("e%d", l.vars)
	}
	list := from.root + "." + strings.Join(path, ".")
	l.scopes = append(l.scopes, scope{root: v})
	if negated {
		where := l.lower(c.Where, question{negated: true, weak: true})
		if where.op == "false" { // none at all
			return atom("length(%s) == 0", list)
		}
		return atom("alltrue([for %s in %s : %s])", v, list, where)
	}
	where := l.lower(c.Where, question{})
	if where.op == "true" {
		return atom("length(%s) > 0", list)
	}
	return atom("anytrue([for %s in %s : %s])", v, list, where)
}

func (l *lowering) operand(o Operand) string {
	switch o := o.(type) {
	case Column:
		s := l.scopes[len(l.scopes)-1-o.Up]
		return strings.Join(append(append([]string{s.root}, s.path...), o.Path...), ".")
	case Person:
		return "user." + o.Name
	case Now:
		return "now"
	case Const:
		return literal(o.Value)
	default:
		panic(fmt.Sprintf("convert: an operand %T", o))
	}
}

// literal writes a constant.
func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return pull.Quoted(v)
	case []any:
		items := make([]string, len(v))
		for i, x := range v {
			items[i] = literal(x)
		}
		return "[" + strings.Join(items, ", ") + "]"
	default: // json.Number, bool
		return fmt.Sprint(v)
	}
}
