package difftest

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
	"github.com/hashicorp/hcl/v2"
	"pgregory.net/rapid"

	"portcullis/compile"
	"portcullis/fixtures/lsp"
	"portcullis/lang"
)

// TestRenameKeepsTheMeaning renames something of random portals in an editor: the
// decision form is the same then, but for the name.
func TestRenameKeepsTheMeaning(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "p.portal.hcl")
	uri := (&url.URL{Scheme: "file", Path: file}).String()
	toServer, fromEditor := io.Pipe()
	toEditor, fromServer := io.Pipe()
	go func() {
		_ = lsp.Serve(context.Background(), toServer, fromServer, lsp.Options{})
		fromServer.Close()
	}()
	client := jrpc2.NewClient(channel.LSP(toEditor, fromEditor), &jrpc2.ClientOptions{
		OnCallback: func(context.Context, *jrpc2.Request) (any, error) { return nil, nil },
		OnNotify:   func(*jrpc2.Request) {},
	})
	defer client.Close()
	if _, err := client.Call(t.Context(), "initialize", map[string]any{}); err != nil {
		t.Fatal(err)
	}
	renamed := 0
	rapid.Check(t, func(rt *rapid.T) {
		source := Portals().Draw(rt, "portal").Source
		p, err := load(source)
		if tooLarge(err) {
			return
		}
		if err != nil {
			rt.Fatal(err)
		}
		all := declaredNames(p)
		n := all[rapid.IntRange(0, len(all)-1).Draw(rt, "name")]
		for _, other := range all { // or the order of names would be another
			if strings.HasPrefix(other.text, n.text) && other.text != n.text {
				return
			}
		}
		if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
			rt.Fatal(err)
		}
		text := map[string]any{"uri": uri, "version": 1, "text": source}
		if err := client.Notify(t.Context(), "textDocument/didOpen", map[string]any{"textDocument": text}); err != nil {
			rt.Fatal(err)
		}
		to := n.text + suffix
		rsp, err := client.Call(t.Context(), "textDocument/rename", map[string]any{
			"textDocument": text, "position": positionOf(source, n.at), "newName": to,
		})
		if err != nil {
			// A name may come from a local, and a key may be one by its name alone.
			if strings.Contains(err.Error(), "not written out") || strings.Contains(err.Error(), "Missing key") {
				return
			}
			rt.Fatalf("%s: %v\n%s", n.text, err, source)
		}
		var edit lsp.WorkspaceEdit
		if err := rsp.UnmarshalResult(&edit); err != nil {
			rt.Fatal(err)
		}
		after, err := load(editedText(source, edit.Changes[uri]))
		if err != nil {
			rt.Fatal(err)
		}
		was, is := formText(rt, p), formText(rt, after)
		if strings.ReplaceAll(is, suffix, "") != was {
			rt.Fatalf("%s is renamed, and means something else\nbefore %s\nafter  %s\n%s", n.text, was, is, source)
		}
		if is != was { // conditions are written out in the form, without their names
			renamed++
		}
	})
	if renamed == 0 {
		t.Error("nothing was renamed")
	}
}

const suffix = "_renamed"

type declaredName struct {
	text string
	at   hcl.Range
}

// declaredNames gives the names that a policy declares.
func declaredNames(p *lang.Policy) []declaredName {
	var all []declaredName
	for _, u := range p.Tables {
		all = append(all, declaredName{u.Name, u.Range})
		for _, f := range u.Fields {
			all = append(all, declaredName{f.Name, f.Range})
		}
		for _, r := range u.Relations {
			all = append(all, declaredName{r.Name, r.Range})
		}
	}
	for _, x := range p.Reports {
		all = append(all, declaredName{x.Name, x.Range})
	}
	for _, x := range p.Forms {
		all = append(all, declaredName{x.Name, x.Range})
	}
	for _, x := range p.Profiles {
		all = append(all, declaredName{x.Name, x.Range})
	}
	for _, x := range p.Conditions {
		all = append(all, declaredName{x.Name, x.Range})
	}
	for _, x := range slices.Concat(p.Portal.UserProperties, p.Portal.TeamProperties) {
		all = append(all, declaredName{x.Name, x.Range})
	}
	return all
}

func positionOf(source string, at hcl.Range) lsp.Position {
	offset := at.Start.Byte
	if source[offset] == '"' {
		offset++
	}
	line := strings.LastIndexByte(source[:offset], '\n') + 1
	return lsp.Position{Line: at.Start.Line - 1, Character: len(utf16.Encode([]rune(source[line:offset])))}
}

// editedText gives a text after edits, which come in the order of places.
func editedText(text string, edits []lsp.TextEdit) string {
	lines := strings.SplitAfter(text, "\n")
	for _, e := range slices.Backward(edits) {
		line := utf16.Encode([]rune(lines[e.Range.Start.Line]))
		lines[e.Range.Start.Line] = string(utf16.Decode(line[:e.Range.Start.Character])) + e.NewText + string(utf16.Decode(line[e.Range.End.Character:]))
	}
	return strings.Join(lines, "")
}

func formText(t *rapid.T, p *lang.Policy) string {
	f, catalog, err := compile.Decisions(p)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + string(catalog)
}
