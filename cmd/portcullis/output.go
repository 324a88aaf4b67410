package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/hashicorp/hcl/v2"
	"golang.org/x/term"

	"portcullis/fixtures/data"
	"portcullis/lang"
)

// app is what the commands share: the three streams, and how to print on them.
type app struct {
	in     io.Reader
	stdout io.Writer
	out    *bufio.Writer // on stdout: results
	err    io.Writer     // everything else

	start      string // the directory that the command was started in
	place      place  // where the portal is
	removes    func() // takes away what was written to read it; nil if nothing was
	json       bool   // one JSON document instead of text
	documented bool   // and it has been printed

	shown *progress // what is being told of, if anything; its line goes before something else is printed

	outColor, errColor bool
	outWidth, errWidth uint // of the terminal; 0, which never wraps, where there is none
}

func newApp(in io.Reader, out, errs io.Writer) *app {
	a := &app{in: in, stdout: out, out: bufio.NewWriter(out), err: errs, place: place{named: here, dir: here}}
	a.start, _ = os.Getwd() // or paths stay as they are
	a.outColor, a.outWidth = terminal(out)
	a.errColor, a.errWidth = terminal(errs)
	return a
}

// terminal tells whether what is written to w may be coloured, and how wide the
// terminal is. NO_COLOR is https://no-color.org; FORCE_COLOR, which has colour
// where there is no terminal, as CI shows it, https://force-color.org.
func terminal(w io.Writer) (color bool, width uint) {
	never := os.Getenv("NO_COLOR") != ""
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		force := os.Getenv("FORCE_COLOR")
		return force != "" && force != "0" && !never, 0
	}
	width = 80 // of one that does not tell
	if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
		width = uint(columns)
	}
	return !never && os.Getenv("TERM") != "dumb", width
}

// document prints the JSON document of a command.
func (a *app) document(v any) error {
	a.documented = true
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("cannot write the JSON document: %w", err)
	}
	return nil
}

// documentWith prints a JSON document that has a command's result beside the
// diagnostics, so that a script reads these from any command alike.
func (a *app) documentWith(diags hcl.Diagnostics, result any) error {
	document := map[string]json.RawMessage{}
	for _, part := range []any{lang.DiagnosticsJSON(diags), result} {
		var text bytes.Buffer
		e := json.NewEncoder(&text)
		e.SetEscapeHTML(false)
		err := e.Encode(part)
		if err == nil {
			err = json.Unmarshal(text.Bytes(), &document)
		}
		if err != nil {
			return fmt.Errorf("cannot write the JSON document: %w", err)
		}
	}
	return a.document(document)
}

// success gives a word that says that all went well, green on a terminal.
func (a *app) success(word string) string { return a.bold("32", word) }

// failure gives a word that says no, red on a terminal.
func (a *app) failure(word string) string { return a.bold("31", word) }

func (a *app) bold(hue, word string) string {
	if !a.outColor {
		return word
	}
	return "\x1b[" + hue + ";1m" + word + "\x1b[0m"
}

// complain reports misuse, or a failure of the system.
func (a *app) complain(err error) {
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	fmt.Fprintf(a.err, "Error: %v\n", err)
	if a.json && !a.documented {
		// If this fails too, so does the flush that follows.
		_ = a.document(lang.DiagnosticsJSON(hcl.Diagnostics{{
			Severity: hcl.DiagError,
			Summary:  "The command could not be carried out",
			Detail:   err.Error(),
		}}))
	}
}

// refuse reports the diagnostics of a portal with errors in place of a result.
func (a *app) refuse(files map[string]*hcl.File, diags hcl.Diagnostics) error {
	var err error
	if a.json {
		err = a.document(lang.DiagnosticsJSON(diags))
	} else {
		err = a.warn(files, diags)
		a.count(diags)
	}
	return cmp.Or(err, verdict(diags))
}

// count ends diagnostics among which there are errors: they may be longer than
// the screen.
func (a *app) count(diags hcl.Diagnostics) {
	errs := 0
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			errs++
		}
	}
	if errs == 0 {
		return
	}
	text := data.Plural(errs, "error")
	if warnings := len(diags) - errs; warnings > 0 {
		text += ", " + data.Plural(warnings, "warning")
	}
	fmt.Fprintf(a.err, "%s.\n", text)
}

// warn prints diagnostics beside a result.
func (a *app) warn(files map[string]*hcl.File, diags hcl.Diagnostics) (err error) {
	write := func() { err = lang.WriteDiagnostics(a.err, files, diags, a.errColor, a.errWidth) }
	if a.shown == nil {
		write()
	} else {
		a.shown.pause(write)
	}
	return err
}

// verdict gives the error, nil for none, that a command ends with when its
// diagnostics have been printed.
func verdict(diags hcl.Diagnostics) error {
	var no error
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		if _, ok := hcl.DiagnosticExtra[*lang.SystemError](d); ok {
			return errSystem
		}
		no = errNo
	}
	return no
}

// withoutPath takes the operation and the path out of an error that is going
// to be told with a path of its own.
func withoutPath(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
