package regogen

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"portcullis/rego/form"

	"github.com/open-policy-agent/opa/v1/ast"
)

// object, byNumber, set and array are constants of the generated Rego, which
// [literal] writes. Their elements are these, strings, bools, numbers and
// constants of the form.
type (
	Object   map[string]any
	ByNumber map[int]any
	Set      []any
	Array    []any
)

// SetOf gives the set of strings.
func SetOf(names []string) Set {
	out := make(Set, len(names))
	for i, n := range names {
		out[i] = n
	}
	return out
}

// arrayOf gives the array of strings.
func arrayOf(names []string) Array { return Array(SetOf(names)) }

// put adds to an object unless the value is empty.
func (o Object) put(key string, value any) {
	switch v := value.(type) {
	case Object:
		if len(v) == 0 {
			return
		}
	case Set:
		if len(v) == 0 {
			return
		}
	}
	o[key] = value
}

// Literal writes a constant as Rego. It is the only way by which a text of
// the policy gets into generated code.
func Literal(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		return Text(v)
	case int:
		return strconv.Itoa(v)
	case bool, int64:
		return fmt.Sprint(v)
	case form.Decimal:
		return string(v)
	case form.Constant:
		return Literal(v.Value)
	case []form.Constant:
		out := make(Array, len(v))
		for i, e := range v {
			out[i] = e
		}
		return Literal(out)
	case Object:
		parts := make([]string, 0, len(v))
		for _, k := range sortedKeys(v) {
			parts = append(parts, Text(k)+": "+Literal(v[k]))
		}
		return bracketed("{", parts, "}")
	case ByNumber:
		parts := make([]string, 0, len(v))
		for _, n := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, strconv.Itoa(n)+": "+Literal(v[n]))
		}
		return bracketed("{", parts, "}")
	case Array:
		return bracketed("[", literals(v), "]")
	case Set:
		if len(v) == 0 {
			return "set()"
		}
		parts := literals(v)
		slices.SortFunc(parts, func(a, b string) int {
			if _, numbers := v[0].(int); numbers && len(a) != len(b) {
				return len(a) - len(b)
			}
			return strings.Compare(a, b)
		})
		return bracketed("{", slices.Compact(parts), "}")
	default:
		panic(fmt.Sprintf("regogen: a literal of type %T", value))
	}
}

// bracketed breaks what is longer than a line of readable Rego, as OPA's
// formatter does.
func bracketed(open string, parts []string, end string) string {
	long, size := false, len(open)+len(end)
	for i, part := range parts {
		if i > 0 {
			size += len(", ")
		}
		size += len(part)
		long = long || size > 100 || strings.Contains(part, "\n")
	}
	if !long {
		return open + strings.Join(parts, ", ") + end
	}
	var b strings.Builder
	b.Grow(size + len(parts) + len("\n"))
	b.WriteString(open)
	b.WriteByte('\n')
	for _, part := range parts {
		b.WriteString(part)
		b.WriteString(",\n")
	}
	b.WriteString(end)
	return b.String()
}

func literals(values []any) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = Literal(v)
	}
	return out
}

// Text writes a string: JSON's escapes are Rego's.
func Text(s string) string {
	if isPlain(s) {
		return `"` + s + `"`
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic("regogen: " + err.Error())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// isPlain reports whether a text needs no escapes: it is of what ASCII prints, without
// the quote and the backslash.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// yamlText writes a string of an annotation, which is YAML in comments. YAML's
// lines end at more than Rego's, so that what cannot be printed is escaped.
func yamlText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	return b.String() + `"`
}

// typeLiteral writes a type as the library's types.valid takes it.
func typeLiteral(t form.Type) any {
	switch t.Kind {
	case form.Enum:
		return Object{"enum": SetOf(t.Values)}
	case form.ListOf:
		return Object{"list": typeLiteral(*t.Elem)}
	default:
		return string(t.Kind)
	}
}

// Comment writes text as a Rego comment of one line.
func Comment(s string) string {
	return "# " + strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r <= ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029
	}), " ") + "\n"
}

// Reserved reports whether a name cannot stand after a dot in every release of OPA.
func Reserved(name string) bool { return ast.IsKeyword(name) || name == "data" || name == "input" }

// Dotted writes the reference to a part of a part, after a dot where OPA's
// formatter has one.
func Dotted(of string, names ...string) string {
	for _, name := range names {
		if ast.IsVarCompatibleString(name) && !ast.IsKeyword(name) {
			of += "." + name
		} else {
			of += "[" + Text(name) + "]"
		}
	}
	return of
}

var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// refers reports whether code refers to parts of what has the name.
func refers(code, name string) bool {
	part := regexp.MustCompile(`(?:^|[^A-Za-z0-9_.])` + name + `\.`)
	for line := range strings.Lines(code) {
		if strings.Contains(line, name+".") && !strings.HasPrefix(line, "#") && part.MatchString(quoted.ReplaceAllString(line, `""`)) {
			return true
		}
	}
	return false
}

// indented indents code as OPA's formatter does: a line stands as many tabs to
// the right as there are lines that opened a bracket which is still open.
func indented(source string) string {
	var b strings.Builder
	b.Grow(len(source) + len(source)/8)
	var open []int // lines of the brackets that are open
	n := 0
	for line := range strings.SplitSeq(strings.TrimSpace(source), "\n") {
		n++
		line = strings.TrimLeft(line, "\t")
		closing := 0
		for closing < len(line) && closing < len(open) && strings.IndexByte(")]}", line[closing]) >= 0 {
			closing++
		}
		open = open[:len(open)-closing]
		if line != "" {
			for i, at := range open {
				if i == 0 || at != open[i-1] {
					b.WriteByte('\t')
				}
			}
		}
		b.WriteString(line)
		b.WriteByte('\n')
		open = bracketsIn(line[closing:], n, open)
	}
	return b.String()
}

// bracketsIn gives the lines of the brackets that are open after a line of code.
func bracketsIn(line string, n int, open []int) []int {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '#':
			return open
		case '"':
			for i++; i < len(line) && line[i] != '"'; i++ {
				if line[i] == '\\' {
					i++
				}
			}
		case '(', '[', '{':
			open = append(open, n)
		case ')', ']', '}':
			open = open[:max(len(open)-1, 0)]
		}
	}
	return open
}
