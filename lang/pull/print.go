package pull

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang"
)

// text writes the blocks as HCL, formatted only where it is a comment.
func text(blocks []*block) string {
	var out strings.Builder
	for _, b := range blocks {
		written := b.text()
		if b.refused != "" {
			written = commented(fmt.Sprintf("The %s %s%s %s.", b.kind, Quoted(b.physical()), leftOut, oneLine(b.refused)), written)
		}
		out.WriteString(written + "\n")
	}
	return out.String()
}

// leftOut is said of a table in a comment, which keeps it out of the file.
const leftOut = " is left out:"

// commented puts a text in a comment, below what is said of it.
func commented(about, text string) string {
	var out strings.Builder
	out.WriteString("# " + about + "\n")
	if formatted, diags := lang.FormatSource("", []byte(text)); !diags.HasErrors() {
		text = string(formatted)
	}
	for line := range strings.Lines(text) {
		out.WriteString(strings.TrimRight("# "+line, " \n") + "\n")
	}
	return out.String()
}

func (b *block) text() string {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("table %s {", Quoted(b.ident))
	if b.comment != "" {
		line("description = %s", Quoted(b.comment))
	}
	if b.physical() != b.ident {
		line("source = %s", Quoted(b.physical()))
	}
	if key := keyText(b.key); b.key != nil && key != `"id"` {
		line("key = %s", key)
	}
	plain := slices.DeleteFunc(slices.Clone(b.fields), func(f *field) bool { return !b.plain(f) })
	if len(plain) > 0 {
		line("fields = {")
		for _, f := range plain {
			line("%s = %s", f.ident, TypeText(*f.typ))
		}
		line("}")
	}
	for _, f := range b.fields {
		if !b.plain(f) {
			out.WriteString(b.fieldText(f))
		}
	}
	for _, r := range b.relations {
		out.WriteString(r.text())
	}
	for _, n := range b.notes {
		line("# %s", oneLine(n))
	}
	line("}")
	return out.String()
}

func (r relation) text() string {
	kind := "belongs_to"
	if r.many {
		kind = "has_many"
	}
	return fmt.Sprintf("%s %s {\ntable = %s\nkey = %s\n}\n", kind, Quoted(r.ident), Quoted(r.table.ident), keyText(r.key))
}

// keyText writes the fields of a key: the one, or the list of several.
func keyText(key []*field) string {
	names := make([]string, len(key))
	for i, f := range key {
		names[i] = Quoted(f.ident)
	}
	if len(names) == 1 {
		return names[0]
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// plain tells whether all there is to say of a field is its type. The words of
// HCL that begin something else inside an object are fields of the other form.
func (b *block) plain(f *field) bool {
	words := []string{"for", "null", "true", "false"}
	if initial, generated := f.whenCreated(); initial != "" || generated {
		return false
	}
	return f.ident == f.name && f.comment == "" && (!f.required || slices.Contains(b.key, f)) && !slices.Contains(words, f.ident)
}

func (b *block) fieldText(f *field) string {
	var out strings.Builder
	fmt.Fprintf(&out, "field %s {\n", Quoted(f.ident))
	if f.comment != "" {
		fmt.Fprintf(&out, "description = %s\n", Quoted(f.comment))
	}
	fmt.Fprintf(&out, "type = %s\n", TypeText(*f.typ))
	if f.required && !slices.Contains(b.key, f) {
		out.WriteString("required = true\n")
	}
	switch initial, generated := f.whenCreated(); {
	case generated:
		out.WriteString("generated = true\n")
	case initial != "":
		fmt.Fprintf(&out, "default = %s\n", initial)
	}
	if f.ident != f.name {
		fmt.Fprintf(&out, "column = %s\n", Quoted(f.name))
	}
	out.WriteString("}\n")
	return out.String()
}

// TypeText writes a type. Its values are written as HCL's own writer does,
// which [lang.Type.String] need not.
func TypeText(t lang.Type) string {
	switch t.Kind {
	case lang.Enum:
		values := make([]string, len(t.Values))
		for i, v := range t.Values {
			values[i] = Quoted(v)
		}
		return "enum(" + strings.Join(values, ", ") + ")"
	case lang.List:
		return "list(" + TypeText(*t.Elem) + ")"
	default:
		return t.String()
	}
}

// Quoted writes a text as HCL's string literal.
func Quoted(s string) string { return string(hclwrite.TokensForValue(cty.StringVal(s)).Bytes()) }

// oneLine keeps what a database's names may bring within a comment.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r < ' ' {
			return ' '
		}
		return r
	}, s)
}
