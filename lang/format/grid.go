package format

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/rivo/uniseg"
)

// gridArguments are the arguments of a test file whose heredocs are grids: by
// the type of a block, and of the block around it.
var gridArguments = map[[2]string]string{
	{"fixture", "table"}: "rows", {"test", "table"}: "rows", {"test", "view"}: "expect",
}

// AlignGrids puts the bars of a test file's grids below one another.
func AlignGrids(body *hclsyntax.Body, text []byte) []Edit {
	var edits []Edit
	for _, block := range body.Blocks {
		for _, inner := range block.Body.Blocks {
			a := inner.Body.Attributes[gridArguments[[2]string{block.Type, inner.Type}]]
			if a == nil {
				continue
			}
			if e, ok := alignGrid(a, text); ok {
				edits = append(edits, e)
			}
		}
	}
	return edits
}

// alignGrid writes one grid anew, with the margin that its place in the file
// calls for. What is no plain text is not a grid.
func alignGrid(a *hclsyntax.Attribute, text []byte) (Edit, bool) {
	at := a.Expr.Range()
	raw := text[at.Start.Byte:at.End.Byte]
	if !bytes.HasPrefix(raw, []byte("<<")) || !plainTemplate(a.Expr) {
		return Edit{}, false
	}
	first := bytes.IndexByte(raw, '\n') + 1
	last := bytes.LastIndexByte(raw, '\n') + 1
	if first > last {
		return Edit{}, false
	}
	word := string(bytes.TrimSpace(raw[last:]))
	lines, ok := alignedGrid(string(raw[first:last]))
	if !ok {
		return Edit{}, false
	}
	margin := strings.Repeat(" ", a.NameRange.Start.Column-1)
	var out strings.Builder
	for _, line := range lines {
		if strings.TrimSpace(line) == word { // the heredoc would end here
			return Edit{}, false
		}
		if line != "" {
			out.WriteString(margin + "  " + line)
		}
		out.WriteString("\n")
	}
	out.WriteString(margin + word)
	return Edit{at.Start.Byte + first, at.End.Byte, out.String()}, true
}

// plainTemplate reports whether a template is text alone.
func plainTemplate(expr hclsyntax.Expression) bool {
	template, ok := expr.(*hclsyntax.TemplateExpr)
	if !ok {
		return false
	}
	for _, part := range template.Parts {
		if _, ok := part.(*hclsyntax.LiteralValueExpr); !ok {
			return false
		}
	}
	return true
}

// alignedGrid gives the lines of a grid with their cells in columns; at most
// one blank line in a row stays, and none at the ends. It reports false if
// where the cells of a line end depends on the types of the columns.
func alignedGrid(text string) ([]string, bool) {
	var (
		rows    [][]string // nil for a blank line
		widths  []int
		columns int // of the header
	)
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(strings.TrimRight(line, " \t\r\n"), " \t")
		if line == "" {
			if len(rows) > 0 && rows[len(rows)-1] != nil {
				rows = append(rows, nil)
			}
			continue
		}
		cells, ok := GridCells(line, columns)
		if !ok {
			return nil, false
		}
		if len(rows) == 0 {
			columns = len(cells)
		}
		rows = append(rows, cells)
		for i, cell := range cells {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], uniseg.StringWidth(cell))
		}
	}
	if len(rows) > 0 && rows[len(rows)-1] == nil {
		rows = rows[:len(rows)-1]
	}
	lines := make([]string, len(rows))
	for i, cells := range rows {
		lines[i] = gridLine(cells, widths)
	}
	return lines, true
}

// gridLine writes cells with their bars. Nothing is padded behind the last.
func gridLine(cells []string, widths []int) string {
	var line strings.Builder
	for i, cell := range cells {
		if i > 0 {
			line.WriteString(" | ")
		}
		line.WriteString(cell)
		if i < len(cells)-1 {
			line.WriteString(strings.Repeat(" ", widths[i]-uniseg.StringWidth(cell)))
		}
	}
	return strings.TrimRight(line.String(), " ")
}

// GridCells takes a line apart at its bars, but for those in the JSON string
// that a cell is. In a column of lists those in the strings of a JSON array do
// not count either; whether a column is one follows from the number of columns
// (0 for the header, which has none), or cannot be told.
func GridCells(line string, columns int) (cells []string, ok bool) {
	plain, lists := SplitGrid(line, false), SplitGrid(line, true)
	switch {
	case len(plain) == len(lists), len(plain) == columns, columns == 0:
		return plain, true
	case len(lists) == columns:
		return lists, true
	default:
		return nil, false
	}
}

func SplitGrid(line string, lists bool) []string {
	var cells []string
	for {
		line = strings.TrimLeft(line, " \t")
		end := 0
		switch {
		case strings.HasPrefix(line, `"`):
			end = jsonStringEnd(line)
		case lists && strings.HasPrefix(line, "["):
			for end < len(line) && line[end] != '|' {
				if line[end] == '"' {
					end += jsonStringEnd(line[end:])
				} else {
					end++
				}
			}
		}
		bar := strings.IndexByte(line[end:], '|')
		if bar < 0 {
			return append(cells, strings.TrimRight(line, " \t"))
		}
		cells = append(cells, strings.TrimRight(line[:end+bar], " \t"))
		line = line[end+bar+1:]
	}
}

// jsonStringEnd gives the length of the JSON string that a text begins with;
// of one that does not end, all of it.
func jsonStringEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}
