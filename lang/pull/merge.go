package pull

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang"
	"portcullis/lang/format"
	"portcullis/lang/syntax"
)

// Merged is a file with what the database has beside it.
type Merged struct {
	Result
	Changes []Change // that are in the text now
	Others  []Change // of tables that other files of the portal have
}

// Merge writes into a file of a portal what the database has and the portal has not:
// tables at its end, fields and relations in their tables, values of enums. What the
// database has not, or otherwise, gets a comment that says so, which goes when it is
// no longer so. All else of the file stays as it is, byte for byte; a file that is in
// the canonical form stays in it. To merge again changes nothing.
func (d *Database) Merge(c Comparison, name string) (*Merged, error) {
	comments := readComments(c.Portal)
	src := comments.files[name]
	m := &merger{comments: comments, name: name, src: src}
	m.unmark()
	out := &Merged{}
	var blocks []*block
	for _, s := range d.stepsTo(c) {
		switch table := s.table(); {
		case s.add != nil:
			blocks = append(blocks, s.add)
		case table == nil, table.Range.Filename != name:
			if s.Text != "" {
				out.Others = append(out.Others, s.Change)
			}
			continue
		case s.marks != nil:
			m.mark(s)
		default:
			m.add(s)
		}
		if s.Text != "" {
			out.Changes = append(out.Changes, s.Change)
		}
	}
	m.flush()
	text := format.Edited(src, m.edits)
	if len(blocks) > 0 {
		written, err := write(blocks)
		if err != nil {
			return nil, err
		}
		out.Result = *written
		if len(bytes.TrimSpace(text)) > 0 {
			text = append(bytes.TrimRight(text, "\r\n"), "\n\n"...)
		}
		text = append(text, written.Text...)
	}
	if bytes.Contains(src, []byte("\r\n")) {
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	}
	canonical, diags := lang.FormatSource(name, text)
	if diags.HasErrors() {
		return nil, fmt.Errorf("cannot merge into %s: %w", name, diags)
	}
	if was, diags := lang.FormatSource(name, src); !diags.HasErrors() && bytes.Equal(was, src) {
		text = canonical
	}
	out.Text = text
	return out, nil
}

func (s step) table() *lang.Table {
	if s.marks != nil {
		return s.marks
	}
	if s.block != nil {
		return s.block.known
	}
	return nil
}

// merger edits a file.
type merger struct {
	*comments
	name  string
	src   []byte
	edits []format.Edit

	tables []*addition
}

// addition is what is added to a table: fields of either form, relations, comments.
type addition struct {
	to                              *hclsyntax.Block
	plain, fields, relations, notes strings.Builder
}

// The beginnings of comments that mark what is not as the database has it.
const (
	goneMark   = "# gone: "
	differMark = "# differs: "
)

// unmark takes away the marks of an earlier time; those that hold are made again.
func (m *merger) unmark() {
	tokens, _ := hclsyntax.LexConfig(m.src, m.name, hcl.InitialPos)
	for _, t := range tokens {
		text := string(t.Bytes)
		if t.Type != hclsyntax.TokenComment || !strings.HasPrefix(text, goneMark+"the database ") && !strings.HasPrefix(text, differMark+"the database ") {
			continue
		}
		start := m.lineStart(t.Range.Start.Byte)
		if strings.TrimSpace(string(m.src[start:t.Range.Start.Byte])) == "" {
			m.edits = append(m.edits, format.Edit{Start: start, End: t.Range.End.Byte})
		}
	}
}

func (m *merger) lineStart(at int) int { return bytes.LastIndexByte(m.src[:at], '\n') + 1 }

// lineEnd gives the end of a line, without what ends it, if nothing but a comma and a
// comment is between it and a place in it.
func (m *merger) lineEnd(at int) (int, bool) {
	end := len(m.src)
	if i := bytes.IndexByte(m.src[at:], '\n'); i >= 0 {
		end = at + i
	}
	rest := strings.TrimLeft(string(m.src[at:end]), " \t,")
	rest = strings.TrimRight(rest, "\r")
	return end - (end - at - len(strings.TrimRight(string(m.src[at:end]), "\r"))), rest == "" || strings.HasPrefix(rest, "#") || strings.HasPrefix(rest, "//")
}

// above puts a comment on a line of its own before what stands at a place.
func (m *merger) above(at int, text string) {
	start := m.lineStart(at)
	indent := string(m.src[start:at])
	if strings.TrimSpace(indent) == "" {
		m.edits = append(m.edits, format.Edit{Start: start, End: start, Text: indent + text + "\n"})
		return
	}
	m.edits = append(m.edits, format.Edit{Start: at, End: at, Text: "\n" + text + "\n"})
}

// mark marks a table or a field, or gives an enum its values.
func (m *merger) mark(s step) {
	b := m.block(s.marks)
	if b == nil {
		return
	}
	text := goneMark
	if s.Kind == Differs {
		text = differMark
	}
	text += oneLine(s.Text)
	at := b.TypeRange.Start.Byte
	if s.of != nil {
		place, typ := m.fieldOf(b, s.of)
		if place < 0 {
			return
		}
		if end := enumEnd(typ); end >= 0 && len(s.values) > 0 {
			m.edits = append(m.edits, format.Edit{Start: end, End: end, Text: ", " + strings.Join(quotedAll(s.values), ", ")})
			return
		}
		at = place
	}
	m.above(at, text)
}

// fieldOf finds where a field is declared, and its type.
func (m *merger) fieldOf(table *hclsyntax.Block, f *lang.Field) (at int, typ hclsyntax.Expression) {
	for _, b := range table.Body.Blocks {
		if b.Type == "field" && len(b.Labels) == 1 && b.Labels[0] == f.Name {
			if a := b.Body.Attributes["type"]; a != nil {
				typ = a.Expr
			}
			return b.TypeRange.Start.Byte, typ
		}
	}
	for _, item := range plainFields(table) {
		if r := item.KeyExpr.Range(); r.Start.Line == f.Range.Start.Line && r.Start.Byte <= f.Range.Start.Byte && f.Range.Start.Byte <= r.End.Byte {
			return r.Start.Byte, item.ValueExpr
		}
	}
	return -1, nil
}

func plainFields(table *hclsyntax.Block) []hclsyntax.ObjectConsItem {
	if a := table.Body.Attributes["fields"]; a != nil {
		if o, ok := a.Expr.(*hclsyntax.ObjectConsExpr); ok {
			return o.Items
		}
	}
	return nil
}

// enumEnd gives the end of the last value of an enum, or of a list of one; -1 where
// the type is written otherwise.
func enumEnd(typ hclsyntax.Expression) int {
	call, ok := typ.(*hclsyntax.FunctionCallExpr)
	switch {
	case !ok || len(call.Args) == 0 || call.ExpandFinal:
		return -1
	case call.Name == "enum":
		return call.Args[len(call.Args)-1].Range().End.Byte
	case call.Name == "list":
		return enumEnd(call.Args[0])
	default:
		return -1
	}
}

// add adds a field, a relation or a note to a table.
func (m *merger) add(s step) {
	b := m.block(s.block.known)
	if b == nil {
		return
	}
	i := slices.IndexFunc(m.tables, func(a *addition) bool { return a.to == b })
	if i < 0 {
		i, m.tables = len(m.tables), append(m.tables, &addition{to: b})
		end := b.OpenBraceRange.End.Byte
		if _, ok := m.lineEnd(end); !ok { // a block on one line
			m.edits = append(m.edits, format.Edit{Start: end, End: end, Text: "\n"})
		}
	}
	a := m.tables[i]
	if f := s.field; f != nil {
		if s.block.plain(f) && len(plainFields(b)) > 0 {
			fmt.Fprintf(&a.plain, "%s = %s\n", f.ident, TypeText(*f.typ))
		} else {
			a.fields.WriteString(s.block.fieldText(f))
		}
	}
	if s.relation != nil {
		a.relations.WriteString(s.relation.text())
	}
	if s.note != "" {
		a.notes.WriteString("# " + oneLine(s.note) + "\n")
	}
}

// flush writes what is added to tables: fields behind the fields, relations behind all
// that a table has, and comments at its end.
func (m *merger) flush() {
	for _, a := range m.tables {
		fields, all := a.to.OpenBraceRange.End.Byte, 0
		for _, attr := range a.to.Body.Attributes {
			fields = max(fields, attr.SrcRange.End.Byte)
		}
		for _, b := range a.to.Body.Blocks {
			if b.Type == "field" {
				fields = max(fields, b.CloseBraceRange.End.Byte)
			}
			all = max(all, b.CloseBraceRange.End.Byte)
		}
		m.insertPlain(a.to, a.plain.String())
		m.insertBlocks(fields, a.fields.String())
		m.insertBlocks(max(fields, all), a.relations.String())
		if notes := a.notes.String(); notes != "" {
			m.insert(a.to.CloseBraceRange.Start.Byte, indented(notes, "  "))
		}
	}
}

// insert puts lines before what stands at a place, which begins its line.
func (m *merger) insert(at int, lines string) {
	start := m.lineStart(at)
	if strings.TrimSpace(string(m.src[start:at])) != "" {
		m.edits = append(m.edits, format.Edit{Start: at, End: at, Text: "\n" + lines})
		return
	}
	m.edits = append(m.edits, format.Edit{Start: start, End: start, Text: lines})
}

// insertPlain puts fields behind the last of the object of fields.
func (m *merger) insertPlain(b *hclsyntax.Block, lines string) {
	if lines == "" {
		return
	}
	items := plainFields(b)
	last := items[len(items)-1]
	at := last.ValueExpr.Range().End.Byte
	if end, ok := m.lineEnd(at); ok {
		m.edits = append(m.edits, format.Edit{Start: end, End: end, Text: "\n" + strings.TrimSuffix(indented(lines, "    "), "\n")})
		return
	}
	one := strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", ", ")
	m.edits = append(m.edits, format.Edit{Start: at, End: at, Text: ", " + one})
}

// insertBlocks puts blocks behind the line of a place.
func (m *merger) insertBlocks(at int, text string) {
	if text == "" {
		return
	}
	formatted, diags := lang.FormatSource("", []byte(text))
	if !diags.HasErrors() {
		text = string(formatted)
	}
	text = indented(text, "  ")
	if end, ok := m.lineEnd(at); ok {
		m.edits = append(m.edits, format.Edit{Start: end, End: end, Text: "\n" + strings.TrimSuffix(text, "\n")})
		return
	}
	m.edits = append(m.edits, format.Edit{Start: at, End: at, Text: "\n" + text})
}

func indented(lines, by string) string {
	var out strings.Builder
	for line := range strings.Lines(lines) {
		if strings.TrimSpace(line) != "" {
			out.WriteString(by)
		}
		out.WriteString(line)
	}
	return out.String()
}

// Readable gives the errors of the syntax of a portal's files, within which no table
// can be found for sure.
func Readable(p *lang.Policy) hcl.Diagnostics {
	var errs hcl.Diagnostics
	for _, f := range p.Files {
		_, diags := syntax.ParseFile(f.Name, f.Bytes)
		errs = append(errs, syntax.SyntaxErrors(diags)...)
	}
	return errs
}
