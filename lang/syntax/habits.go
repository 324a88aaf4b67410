package syntax

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/diag"
)

// People write what they know from SQL, Rego, JavaScript or Terraform. HCL's
// parser says of it that a newline is missing, so expressions that it refuses
// are read once more here, with the operators that others have: habits finds
// these, and says what to write instead, the author's own operands in it.

// habits finds what other languages write in the lines of a file that HCL
// cannot parse.
func habits(src []byte, tokens hclsyntax.Tokens) hcl.Diagnostics {
	t := &translator{src: src}
	depth := 0
	for i := 0; i < len(tokens); {
		line := i
		for i < len(tokens) && !EndsLine(tokens[i]) {
			i++
		}
		t.line(tokens, line, i, &depth)
		i++
	}
	return t.diags
}

type translator struct {
	src   []byte
	diags hcl.Diagnostics
	whole hcl.Range // the expression
}

// line looks at one line: a comment as SQL has them, or an argument with an
// expression, which goes on where brackets are open.
func (t *translator) line(tokens hclsyntax.Tokens, from, to int, skip *int) {
	if from < *skip {
		return // within an expression that has been read
	}
	line := tokens[from:to]
	switch {
	case len(line) >= 2 && adjacent(line, 0, hclsyntax.TokenMinus, hclsyntax.TokenMinus):
		t.comment(line)
		return
	case len(line) < 2 || line[0].Type != hclsyntax.TokenIdent:
		return
	case conditional(line, 0) && line[1].Type == hclsyntax.TokenIdent:
		name := "rows"
		if word("when")(line, 0) {
			name = "when"
		}
		t.argument(line, name, line[1:])
		return
	case len(line) < 3:
		return
	case conditional(line, 1) && line[2].Type == hclsyntax.TokenIdent:
		t.argument(line, string(line[0].Bytes), line[2:])
		return
	}
	start := 2
	name := string(line[0].Bytes)
	switch {
	case line[1].Type == hclsyntax.TokenEqual:
	case adjacent(line, 1, hclsyntax.TokenColon, hclsyntax.TokenEqual):
		start = 3
		t.found(hcl.RangeBetween(line[1].Range, line[2].Range), fmt.Sprintf("An argument is given with =: %s = …", name))
	case line[1].Type == hclsyntax.TokenColon, line[1].Type == hclsyntax.TokenEqualOp:
		t.found(line[1].Range, fmt.Sprintf("An argument is given with =: %s = …", name))
	default:
		return
	}
	// The expression ends with the line, unless a bracket is open.
	end, open := from+start, 0
	var expr hclsyntax.Tokens
	for ; end < len(tokens); end++ {
		switch token := tokens[end]; {
		case open == 0 && (EndsLine(token) || token.Type == hclsyntax.TokenCBrace):
			goto read
		case EndsLine(token) || token.Type == hclsyntax.TokenComment:
		default:
			if Opens(token.Type) {
				open++
			} else if Closes(token.Type) {
				open--
			}
			expr = append(expr, token)
		}
	}
read:
	*skip = end
	if n := slices.IndexFunc(expr, func(token hclsyntax.Token) bool { return token.Type == hclsyntax.TokenMinus }); n > 0 && adjacent(expr, n, hclsyntax.TokenMinus, hclsyntax.TokenMinus) && open == 0 {
		t.comment(expr[n:])
		expr = expr[:n]
	}
	if len(expr) > 0 && len(expr) < maxTranslated {
		t.whole = hcl.RangeBetween(expr[0].Range, expr[len(expr)-1].Range)
		t.expression(expr)
	}
}

// comment notes a comment as SQL has them, which goes to the end of its line.
func (t *translator) comment(e hclsyntax.Tokens) {
	end := 2
	for end < len(e) && e[end].Range.Start.Line == e[0].Range.Start.Line {
		end++
	}
	t.found(hcl.RangeBetween(e[0].Range, e[end-1].Range), "A comment begins with # or //: "+strings.TrimSpace("# "+t.text(e[2:end])))
}

// argument notes a condition that stands in a line as a statement does.
func (t *translator) argument(line hclsyntax.Tokens, name string, condition hclsyntax.Tokens) {
	if line[len(line)-1].Type == hclsyntax.TokenOBrace {
		return
	}
	t.instead(line, line, "A condition is the value of an argument, written alone.", name+" = "+t.expression(condition))
}

// conditional finds the words that others write before a condition.
func conditional(e hclsyntax.Tokens, i int) bool {
	return word("if")(e, i) || word("when")(e, i) || word("where")(e, i)
}

// maxTranslated bounds the tokens of an expression that is looked into: each
// level of it is read once for each level above.
const maxTranslated = 500

func (t *translator) found(at hcl.Range, detail string) {
	d := diag.Problem(at, "Written differently here", detail)
	if t.whole.Filename == at.Filename && t.whole.Start.Byte <= at.Start.Byte && at.End.Byte <= t.whole.End.Byte {
		diag.Within(d, t.whole)
	}
	t.diags = append(t.diags, d)
}

// instead notes a habit within an expression, and gives what to write for that.
func (t *translator) instead(e, at hclsyntax.Tokens, what, text string) string {
	t.found(hcl.RangeBetween(at[0].Range, at[len(at)-1].Range), fmt.Sprintf("%s Write %s", what, text))
	if !strings.Contains(text, "…") && !strings.Contains(text, "CONDITION") {
		t.diags[len(t.diags)-1].Extra = &diag.Instead{At: hcl.RangeBetween(e[0].Range, e[len(e)-1].Range), Text: text}
	}
	return text
}

func (t *translator) text(tokens hclsyntax.Tokens) string {
	if len(tokens) == 0 {
		return ""
	}
	return string(t.src[tokens[0].Range.Start.Byte:tokens[len(tokens)-1].Range.End.Byte])
}

// expression translates by the least binding operator: ?:, or, and, not,
// comparisons, and what they compare.
func (t *translator) expression(e hclsyntax.Tokens) string {
	if at := top(e, is(hclsyntax.TokenQuestion)); at > 0 && !adjacent(e, at, hclsyntax.TokenQuestion, hclsyntax.TokenQuestion) {
		if colon := top(e[at:], is(hclsyntax.TokenColon)); colon > 0 {
			return t.expression(e[:at]) + " ? " + t.expression(e[at+1:at+colon]) + " : " + t.expression(e[at+colon+1:])
		}
	}
	if len(e) > 1 && conditional(e, 0) {
		then, other := top(e, word("then")), top(e, word("else"))
		if then > 1 && other > then {
			text := t.expression(e[1:then]) + " ? " + t.expression(e[then+1:other]) + " : " + t.expression(e[other+1:])
			return t.instead(e, e[:1], "There is no if; a choice is made by ?:.", text)
		}
		return t.instead(e, e[:1], "A condition is written alone.", t.expression(e[1:]))
	}
	if at := top(e, word("if")); at > 0 && !joins(e[at-1].Type) && !word("and")(e, at-1) && !word("or")(e, at-1) {
		if other := top(e, word("else")); other > at {
			text := t.expression(e[at+1:other]) + " ? " + t.expression(e[:at]) + " : " + t.expression(e[other+1:])
			return t.instead(e, e[at:at+1], "There is no if; a choice is made by ?:.", text)
		}
		return t.instead(e, e[at:at+1], "There is no if: what must hold as well is joined by &&.", t.expression(e[:at])+" && "+t.expression(e[at+1:]))
	}
	if at := top(e, is(hclsyntax.TokenOr)); at > 0 {
		return t.expression(e[:at]) + " || " + t.expression(e[at+1:])
	}
	if at := top(e, word("or")); at > 0 {
		return t.instead(e, e[at:at+1], "Either of two is ||.", t.expression(e[:at])+" || "+t.expression(e[at+1:]))
	}
	if at := top(e, is(hclsyntax.TokenAnd)); at > 0 {
		return t.expression(e[:at]) + " && " + t.expression(e[at+1:])
	}
	if at := top(e, conjunction); at > 0 {
		return t.instead(e, e[at:at+1], "Both of two are &&.", t.expression(e[:at])+" && "+t.expression(e[at+1:]))
	}
	if len(e) > 1 && word("not")(e, 0) {
		return t.instead(e, e[:1], "What is not so is said by !.", "!"+atom(t.expression(e[1:])))
	}
	if len(e) > 1 && word("some")(e, 0) {
		if in := top(e, word("in")); in > 1 {
			return t.instead(e, e[:1], "Of the rows or values of a list is asked by anytrue.",
				fmt.Sprintf("anytrue([for %s in %s : CONDITION])", t.text(e[1:in]), t.text(e[in+1:])))
		}
	}
	return t.comparison(e)
}

// comparison translates what compares two operands.
func (t *translator) comparison(e hclsyntax.Tokens) string {
	for _, c := range comparisonHabits {
		at := top(e, c.found)
		if at <= 0 || at+c.length >= len(e) {
			continue
		}
		var text string
		if c.op == "coalesce" {
			text = fmt.Sprintf("coalesce(%s, %s)", t.operand(e[:at]), t.comparison(e[at+c.length:]))
		} else {
			text = t.comparison(e[:at]) + " " + c.op + " " + t.comparison(e[at+c.length:]) // either side may have a ?? of its own
		}
		return t.instead(e, e[at:at+c.length], c.what, text)
	}
	if at := top(e, word("is")); at > 0 && at < len(e)-1 {
		op, rest := "==", e[at+1:]
		if word("not")(rest, 0) {
			op, rest = "!=", rest[1:]
		}
		return t.instead(e, e[at:], "Null and others are asked for by == and !=.", t.operand(e[:at])+" "+op+" "+t.operand(rest))
	}
	if at := top(e, word("between")); at > 0 {
		if and := top(e[at:], word("and")); and > 0 {
			x := t.operand(e[:at])
			return t.instead(e, e[at:at+1], "There is no BETWEEN.", fmt.Sprintf("%s >= %s && %s <= %s", x, t.operand(e[at+1:at+and]), x, t.operand(e[at+and+1:])))
		}
	}
	for _, op := range []string{"in", "like", "ilike"} {
		at := top(e, word(op))
		if at <= 0 || at == len(e)-1 {
			continue
		}
		left, not := e[:at], ""
		place := e[at : at+1]
		if word("not")(e, at-1) && at > 1 {
			left, not, place = e[:at-1], "!", e[at-1:at+1]
		}
		if op == "in" {
			return t.instead(e, place, "Whether a list has a value is asked by contains.", fmt.Sprintf("%scontains(%s, %s)", not, t.list(e[at+1:]), t.operand(left)))
		}
		return t.instead(e, place, "Text is asked of by startswith, endswith and strcontains.", not+t.pattern(t.operand(left), e[at+1:], op == "ilike"))
	}
	return t.operand(e)
}

// comparisonHabits are others' operators that are made of signs, and what is
// written for them.
var comparisonHabits = []struct {
	found    func(hclsyntax.Tokens, int) bool
	length   int
	what, op string
}{
	{pair(hclsyntax.TokenEqualOp, hclsyntax.TokenEqual), 2, "Values are compared by ==.", "=="},
	{pair(hclsyntax.TokenNotEqual, hclsyntax.TokenEqual), 2, "Values are compared by !=.", "!="},
	{pair(hclsyntax.TokenLessThan, hclsyntax.TokenGreaterThan), 2, "What differs is found by !=.", "!="},
	{pair(hclsyntax.TokenColon, hclsyntax.TokenEqual), 2, "Values are compared by ==; nothing is assigned.", "=="},
	{pair(hclsyntax.TokenQuestion, hclsyntax.TokenQuestion), 2, "What stands in for null is given by coalesce.", "coalesce"},
	{is(hclsyntax.TokenEqual), 1, "Values are compared by ==.", "=="},
}

// list translates what IN is followed by: SQL's list is in parentheses.
func (t *translator) list(e hclsyntax.Tokens) string {
	if e[0].Type != hclsyntax.TokenOParen || e[len(e)-1].Type != hclsyntax.TokenCParen {
		return t.operand(e)
	}
	return "[" + t.items(e[1:len(e)-1]) + "]"
}

// items translates expressions with commas between them.
func (t *translator) items(e hclsyntax.Tokens) string {
	var out []string
	for len(e) > 0 {
		at := top(e, is(hclsyntax.TokenComma))
		if at < 0 {
			return strings.Join(append(out, t.expression(e)), ", ")
		}
		out = append(out, t.expression(e[:at]))
		e = e[at+1:]
	}
	return strings.Join(out, ", ")
}

// pattern translates a pattern of LIKE where it asks for a part of a text.
func (t *translator) pattern(x string, e hclsyntax.Tokens, fold bool) string {
	if fold {
		x = "lower(" + x + ")"
	}
	text := strings.Trim(t.operand(e), `"`)
	if fold {
		text = strings.ToLower(text)
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(text, "%"), "%")
	begins, ends := strings.HasSuffix(text, "%"), strings.HasPrefix(text, "%")
	switch {
	case strings.ContainsAny(inner, "%_"):
		return fmt.Sprintf("strcontains(%s, …)", x)
	case begins && ends:
		return fmt.Sprintf("strcontains(%s, %q)", x, inner)
	case begins:
		return fmt.Sprintf("startswith(%s, %q)", x, inner)
	case ends:
		return fmt.Sprintf("endswith(%s, %q)", x, inner)
	default:
		return fmt.Sprintf("%s == %q", x, text)
	}
}

// operand translates what is compared: brackets and calls, texts in single
// quotes, others' words for null, true and false.
func (t *translator) operand(e hclsyntax.Tokens) string {
	var out strings.Builder
	for i := 0; i < len(e); {
		if i > 0 {
			out.Write(t.src[e[i-1].Range.End.Byte:e[i].Range.Start.Byte])
		}
		switch token := e[i]; {
		case token.Type == hclsyntax.TokenApostrophe:
			end := i + 1
			for end < len(e) && e[end].Type != hclsyntax.TokenApostrophe {
				end++
			}
			last := min(end, len(e)-1)
			inner := string(t.src[token.Range.End.Byte:max(e[last].Range.Start.Byte, token.Range.End.Byte)])
			out.WriteString(t.instead(e[i:last+1], e[i:last+1], "Text is in double quotes.", diag.Quote(inner)))
			i = last + 1
		case token.Type == hclsyntax.TokenIdent && ConstantWords[strings.ToLower(string(token.Bytes))] != "" && !(i > 0 && e[i-1].Type == hclsyntax.TokenDot):
			out.WriteString(ConstantWords[strings.ToLower(string(token.Bytes))])
			i++
		case token.Type == hclsyntax.TokenOParen || token.Type == hclsyntax.TokenOBrack:
			end := closing(e, i)
			inner := e[i+1 : end]
			if token.Type == hclsyntax.TokenOParen && method(e[:i]) {
				path := t.text(e[:i-2])
				name, args := methods[strings.ToLower(string(e[i-1].Bytes))], t.items(inner)
				if name == "" {
					name = string(e[i-1].Bytes)
				}
				text := strings.TrimSuffix(fmt.Sprintf("%s(%s, %s", name, path, args), ", ") + ")"
				t.instead(e[:min(end+1, len(e))], e[i-1:i], "Functions stand before what they are of, and lists are asked by contains, texts by strcontains.", text)
				out.Reset()
				out.WriteString(text)
			} else if len(inner) > 0 && word("for")(inner, 0) {
				out.WriteString(t.text(e[i:min(end+1, len(e))]))
			} else {
				out.Write(token.Bytes)
				out.WriteString(t.items(inner))
				if end < len(e) {
					out.Write(e[end].Bytes)
				}
			}
			i = end + 1
		case Opens(token.Type):
			end := min(closing(e, i)+1, len(e))
			out.WriteString(t.text(e[i:end]))
			i = end
		default:
			out.Write(token.Bytes)
			i++
		}
	}
	return out.String()
}

// ConstantWords are what others write for constants.
var ConstantWords = map[string]string{
	"null": "null", "nil": "null", "none": "null", "undefined": "null",
	"true": "true", "false": "false",
}

// method reports whether a path before a parenthesis ends with a name after a
// dot, as the methods of objects are called.
func method(e hclsyntax.Tokens) bool {
	return len(e) > 2 && e[len(e)-1].Type == hclsyntax.TokenIdent && e[len(e)-2].Type == hclsyntax.TokenDot
}

// methods are the names that objects have in other languages for functions.
var methods = map[string]string{
	"includes": "contains", "contains": "contains", "has": "contains",
	"startswith": "startswith", "hasprefix": "startswith", "endswith": "endswith", "hassuffix": "endswith",
	"tolowercase": "lower", "touppercase": "upper", "size": "length", "count": "length", "len": "length",
}

// closing gives the place of the bracket that closes the one at i.
func closing(e hclsyntax.Tokens, i int) int {
	open := 0
	for ; i < len(e); i++ {
		if Opens(e[i].Type) {
			open++
		} else if Closes(e[i].Type) {
			if open--; open == 0 {
				return i
			}
		}
	}
	return len(e)
}

// top gives the first place outside brackets at which something is found, or -1.
func top(e hclsyntax.Tokens, found func(hclsyntax.Tokens, int) bool) int {
	for i := 0; i < len(e); i++ {
		if found(e, i) {
			return i
		}
		if e[i].Type == hclsyntax.TokenApostrophe {
			for i++; i < len(e) && e[i].Type != hclsyntax.TokenApostrophe; i++ {
			}
		} else if Opens(e[i].Type) {
			i = closing(e, i)
		}
	}
	return -1
}

// conjunction finds an and that is not that of a BETWEEN before it.
func conjunction(e hclsyntax.Tokens, i int) bool {
	if !word("and")(e, i) {
		return false
	}
	last := top(e[:i], word("between"))
	return last < 0 || top(e[last:i], word("and")) >= 0
}

func is(t hclsyntax.TokenType) func(hclsyntax.Tokens, int) bool {
	return func(e hclsyntax.Tokens, i int) bool { return e[i].Type == t }
}

func pair(a, b hclsyntax.TokenType) func(hclsyntax.Tokens, int) bool {
	return func(e hclsyntax.Tokens, i int) bool { return adjacent(e, i, a, b) }
}

// word finds a name in any case that is not part of a path, nor called.
func word(name string) func(hclsyntax.Tokens, int) bool {
	return func(e hclsyntax.Tokens, i int) bool {
		return e[i].Type == hclsyntax.TokenIdent && strings.EqualFold(string(e[i].Bytes), name) &&
			(i == 0 || e[i-1].Type != hclsyntax.TokenDot) && (i+1 == len(e) || e[i+1].Type != hclsyntax.TokenDot)
	}
}

// adjacent reports whether two tokens are there with nothing between them.
func adjacent(e hclsyntax.Tokens, i int, a, b hclsyntax.TokenType) bool {
	return i+1 < len(e) && e[i].Type == a && e[i+1].Type == b && e[i].Range.End.Byte == e[i+1].Range.Start.Byte
}

// atom puts parentheses around what has an operator.
func atom(text string) string {
	if operatorIn.MatchString(text) {
		return "(" + text + ")"
	}
	return text
}

var operatorIn = regexp.MustCompile(` ([=!<>]=|[<>?]|&&|\|\|) `)
