package diag

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// WriteDiagnostics writes diagnostics for people, in the manner of terraform
// validate: what is wrong, where, the source line with the range marked, what
// was expected. The files are those that the ranges point into, by name. A
// width of 0 leaves the lines of a detail as long as they are.
func WriteDiagnostics(w io.Writer, files map[string]*hcl.File, diags hcl.Diagnostics, color bool, width uint) error {
	out := bufio.NewWriter(w)
	for _, d := range diags {
		writeDiagnostic(out, files, d, color, int(width))
	}
	return out.Flush()
}

// ANSI's codes for what a terminal shows in colour.
const (
	bold, underline, red, yellow, reset = "\x1b[1m", "\x1b[4m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
)

func writeDiagnostic(out *bufio.Writer, files map[string]*hcl.File, d *hcl.Diagnostic, color bool, width int) {
	severity, hue := "Error", red
	if d.Severity == hcl.DiagWarning {
		severity, hue = "Warning", yellow
	}
	paint := func(codes, text string) string {
		if !color || text == "" {
			return text
		}
		return codes + text + reset
	}
	bar := paint(hue, "│") + " "
	var text strings.Builder
	fmt.Fprintf(&text, "%s%s\n\n", paint(bold+hue, severity+": "), paint(bold, visible(d.Summary)))
	if d.Subject != nil && d.Subject.Filename != "" {
		writeSnippet(&text, files[d.Subject.Filename], d, paint, width-10) // 10 for the bar and the number
	}
	for line := range strings.Lines(wrap(visible(d.Detail), width-2)) {
		text.WriteString(line)
	}
	fmt.Fprintln(out, paint(hue, "╷"))
	for line := range strings.Lines(strings.TrimRight(text.String(), "\n") + "\n") {
		out.WriteString(strings.TrimRight(bar+line, " \n") + "\n")
	}
	fmt.Fprintln(out, paint(hue, "╵"))
}

// writeSnippet writes the place, and the lines of the subject with it marked:
// underlined on a terminal, with ^ beneath elsewhere. There is room for so many
// characters of a line; as many as may be, if it is not positive.
func writeSnippet(text *strings.Builder, file *hcl.File, d *hcl.Diagnostic, paint func(codes, text string) string, room int) {
	subject := *d.Subject
	fmt.Fprintf(text, "  on %s line %d", visible(subject.Filename), subject.Start.Line)
	if around := blockAround(file, subject); around != "" {
		fmt.Fprintf(text, ", in %s", clipEnd(visible(around), maxBeside))
	}
	text.WriteString(":\n")
	if file == nil || subject.Start.Byte > len(file.Bytes) {
		text.WriteString("\n")
		return
	}
	if subject.Empty() {
		subject.End.Byte = min(subject.Start.Byte+1, len(file.Bytes))
	}
	start := bytes.LastIndexByte(file.Bytes[:subject.Start.Byte], '\n') + 1
	number := subject.Start.Line
	for n, from := 0, start; from < len(file.Bytes) && from < subject.End.Byte; n++ {
		if n == maxSnippet {
			text.WriteString("        …\n")
			break
		}
		line := file.Bytes[from:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		writeLine(text, number, line, subject.Start.Byte-from, subject.End.Byte-from, paint, room)
		from, number = from+len(line)+1, number+1
	}
	text.WriteString("\n")
}

// The bounds of a snippet: lines, and characters on each side of the mark.
const (
	maxSnippet = 8
	maxBeside  = 120
	minBeside  = 8 // of a terminal that is too narrow
)

// writeLine writes a source line, of which the bytes from..to are marked.
func writeLine(text *strings.Builder, number int, line []byte, from, to int, paint func(codes, text string) string, room int) {
	line = bytes.TrimRight(line, "\r")
	from, to = min(max(from, 0), len(line)), min(max(to, 0), len(line))
	before, marked, after := visible(string(line[:from])), visible(string(line[from:to])), visible(string(line[to:]))
	marked = clipEnd(marked, beside(room, 0))
	after = clipEnd(after, beside(room, runes(marked)+min(runes(before), beside(room, runes(marked))/2)))
	before = clipStart(before, beside(room, runes(marked)+runes(after)))
	underlined := paint(bold+underline, marked)
	fmt.Fprintf(text, "%6d: %s%s%s\n", number, before, underlined, after)
	if underlined == marked {
		lead := utf8.RuneCountInString(before)
		fmt.Fprintf(text, "        %s%s\n", strings.Repeat(" ", lead), strings.Repeat("^", max(1, utf8.RuneCountInString(marked))))
	}
}

// beside is how much of a line may stand on one side of what is taken already.
func beside(room, taken int) int {
	if room <= 0 {
		return maxBeside
	}
	return min(max(room-taken, minBeside), maxBeside)
}

func runes(s string) int { return utf8.RuneCountInString(s) }

// clipEnd cuts a text that is longer than so many characters.
func clipEnd(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

func clipStart(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return "…" + string(r[len(r)-most+1:])
	}
	return s
}

// blockAround gives the header of the top-level block that a range is in.
func blockAround(file *hcl.File, r hcl.Range) string {
	if file == nil {
		return ""
	}
	nav, ok := file.Nav.(interface{ ContextString(offset int) string })
	if !ok {
		return ""
	}
	return nav.ContextString(r.Start.Byte)
}

// visible replaces what a terminal would obey rather than show.
func visible(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n':
			return c
		case c == '\t':
			return ' '
		case unicode.IsControl(c) || unicode.Is(unicode.Cf, c):
			return '\uFFFD'
		}
		return c
	}, s)
}

// wrap breaks a text at spaces into lines of at most width characters.
func wrap(s string, width int) string {
	if width < 20 {
		return s + "\n"
	}
	var out strings.Builder
	for line := range strings.Lines(s + "\n") {
		used := 0
		for _, word := range strings.Fields(line) {
			n := utf8.RuneCountInString(word)
			switch {
			case used > 0 && used+1+n > width:
				out.WriteString("\n")
				used = 0
			case used > 0:
				out.WriteString(" ")
				used++
			}
			out.WriteString(word)
			used += n
		}
		out.WriteString("\n")
	}
	return out.String()
}
