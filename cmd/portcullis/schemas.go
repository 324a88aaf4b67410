package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"portcullis/cmd/docs"
	"portcullis/fixtures/access"
	"portcullis/fixtures/coverage"
	"portcullis/fixtures/logged"
	"portcullis/fixtures/mutation"
	"portcullis/fixtures/report"
	"portcullis/fixtures/run"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/sql"
)

// printed is a kind of document: the type that it is of, and whether it stands
// beside diagnostics.
type printed struct {
	is     reflect.Type
	beside bool
}

func alone[T any]() printed  { return printed{is: reflect.TypeFor[T]()} }
func beside[T any]() printed { return printed{is: reflect.TypeFor[T](), beside: true} }

var diagnosticsType = reflect.TypeOf(lang.DiagnosticsJSON(nil))

// documents has what each command prints with --json when all is well, by the
// command's name. Every command may print diagnostics instead.
var documents = map[string][]printed{
	"build":         {beside[buildDocument]()},
	"can":           {alone[decided]()},
	"completion":    {alone[shellDocument]()},
	"diff":          {alone[access.Report](), alone[access.LogReport]()},
	"docs":          {alone[pagesDocument](), alone[sectionsDocument](), alone[siteDocument]()},
	"explain":       {alone[jsonExplanation](), alone[explanationsDocument]()},
	"explain-input": {alone[logged.Request]()},
	"fmt":           {beside[fmtDocument](), beside[sourceDocument]()},
	"help":          {alone[helpDocument]()},
	"import":        {beside[importDocument]()},
	"init":          {beside[initDocument]()},
	"matrix":        {alone[access.Matrix]()},
	"preview":       {alone[previewDocument]()},
	"push":          {beside[pushDocument]()},
	"schema-pull":   {beside[pullDocument](), beside[checkDocument]()},
	"serve":         {beside[serveDocument]()},
	"sql":           {alone[sql.StatementDocument](), beside[scriptDocument]()},
	"test":          {alone[report.Document](), alone[sourceDocument]()},
	"types":         {alone[sourceDocument]()},
	"validate":      {},
	"verify":        {beside[verifyDocument]()},
	"version":       {alone[versionDocument]()},
	"view":          {alone[run.GridDocument]()},
	"who":           {alone[who](), alone[could](), alone[peopleDocument]()},
}

// inputSchema is the name of what a decision is asked with.
const inputSchema = "input"

func schemaNames() []string {
	return append([]string{inputSchema}, slices.Sorted(maps.Keys(documents))...)
}

// schemaOf gives the JSON Schema of a document, made of the Go types that are
// written and read.
func schemaOf(name string) (*jsonschema.Schema, error) {
	if name == inputSchema {
		s, err := schemaOfType(reflect.TypeFor[rego.Request]())
		if err != nil {
			return nil, err
		}
		s.Required = nil // nobody is a visitor, and what makes no sense is refused
		s.Schema, s.Title = draft, "What a decision is asked with"
		return s, nil
	}
	kinds, ok := documents[name]
	if !ok {
		hint := "; the page schemas lists them"
		if near := lang.Nearest(name, schemaNames()); near != "" {
			hint = fmt.Sprintf("; did you mean %q?", near)
		}
		return nil, fmt.Errorf("no document is called %q%s", name, hint)
	}
	refusal, err := schemaOfType(diagnosticsType)
	if err != nil {
		return nil, err
	}
	out := &jsonschema.Schema{Schema: draft, Title: "What " + name + " prints with --json"}
	for _, kind := range kinds {
		s, err := schemaOfType(kind.is)
		if err != nil {
			return nil, err
		}
		if kind.beside {
			with := refusal.CloneSchemas()
			maps.Copy(s.Properties, with.Properties)
			s.Required = append(s.Required, with.Required...)
			s.PropertyOrder = append(s.PropertyOrder, with.PropertyOrder...)
		}
		out.AnyOf = append(out.AnyOf, s)
	}
	out.AnyOf = append(out.AnyOf, refusal)
	return out, nil
}

const draft = "https://json-schema.org/draft/2020-12/schema"

func schemaOfType(t reflect.Type) (*jsonschema.Schema, error) {
	s, err := jsonschema.ForType(t, &jsonschema.ForOptions{})
	if err != nil {
		return nil, fmt.Errorf("the schema of %s: %w", t, err)
	}
	if t == reflect.TypeFor[report.Document]() { // which knows neither
		for name, part := range map[string]reflect.Type{
			"coverage": reflect.TypeFor[coverage.Document](), "mutation": reflect.TypeFor[mutation.Document](),
		} {
			if s.Properties[name], err = schemaOfType(part); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

func (a *app) printSchema(name string) error {
	s, err := schemaOf(name)
	if err != nil {
		return err
	}
	return a.document(s)
}

// schemasPage has all schemas.
func schemasPage() (*docs.Page, error) {
	var text bytes.Buffer
	text.WriteString("# JSON Schemas\n\nOf the input of a decision, and of what each command prints with `--json`. They are made of the program's own types, and\nare of this version: a later one may print more. `portcullis docs --schema NAME` prints one.\n")
	for _, name := range schemaNames() {
		s, err := schemaOf(name)
		if err != nil {
			return nil, err
		}
		written, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("the schema of %s: %w", name, err)
		}
		fmt.Fprintf(&text, "\n## %s\n\n%s.\n\n```json\n%s\n```\n", name, s.Title, written)
	}
	return &docs.Page{Topic: "schemas", Summary: "JSON Schemas of the input, and of what commands print with --json", Text: text.Bytes()}, nil
}
