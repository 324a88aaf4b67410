// Command agent answers questions of OPA's data API from bundles, and nothing
// else of what OPA's own agent does: it is what can be compiled quickly with any
// version of OPA.
//
//	agent BUNDLE…
//
// It listens on a port of loopback, which it prints.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// loaded is a bundle that OPA has compiled.
type loaded struct {
	compiler *ast.Compiler
	store    storage.Store
}

func main() {
	for _, name := range os.Args[1:] {
		portal, b, err := load(name)
		if err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		for _, rule := range []string{"allow", "decision", "visible", "access", "catalog", "logging/mask"} {
			path := "/v1/data/" + portal + "/" + rule
			query, err := b.prepare(path)
			if err != nil {
				log.Fatalf("%s: %s: %v", name, path, err)
			}
			http.HandleFunc(path, answer(query))
		}
		http.HandleFunc("/v1/compile/"+portal+"/filter/", b.filter)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(l.Addr())
	log.Fatal(http.Serve(l, nil))
}

func load(name string) (string, *loaded, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	b, err := bundle.NewReader(file).WithSkipBundleVerification(true).WithProcessAnnotations(true).Read()
	if err != nil {
		return "", nil, err
	}
	modules := map[string]*ast.Module{}
	for _, m := range b.Modules {
		modules[m.Path] = m.Parsed
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		return "", nil, compiler.Errors
	}
	return (*b.Manifest.Roots)[0], &loaded{compiler, inmem.NewFromObject(b.Data)}, nil
}

func (b *loaded) prepare(path string) (rego.PreparedEvalQuery, error) {
	return rego.New(
		rego.ParsedQuery(ast.NewBody(ast.NewExpr(ast.NewTerm(ref(strings.TrimPrefix(path, "/v1/data/")))))),
		rego.Compiler(b.compiler), rego.Store(b.store),
	).PrepareForEval(context.Background())
}

// ref gives the reference of a path such as acme/allow.
func ref(path string) ast.Ref {
	r := ast.Ref{ast.DefaultRootDocument}
	for _, part := range strings.Split(path, "/") {
		r = append(r, ast.StringTerm(part))
	}
	return r
}

func answer(query rego.PreparedEvalQuery) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var asked struct {
			Input any `json:"input"`
		}
		if r.Method == http.MethodPost {
			d := json.NewDecoder(r.Body)
			d.UseNumber()
			if err := d.Decode(&asked); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
		}
		results, err := query.Eval(r.Context(), rego.EvalInput(asked.Input))
		if err != nil || len(results) != 1 {
			http.Error(w, fmt.Sprint(results, err), http.StatusInternalServerError)
			return
		}
		reply(w, results[0].Expressions[0].Value)
	}
}

func reply(w http.ResponseWriter, result any) {
	if err := json.NewEncoder(w).Encode(map[string]any{"result": result}); err != nil {
		log.Print(err)
	}
}
