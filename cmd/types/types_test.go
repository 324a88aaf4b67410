package types

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"portcullis/compile"
	"portcullis/internal/published"
	_ "portcullis/internal/update" // for -update
	"portcullis/lang"
	"portcullis/rego"
)

// odd is a portal whose names and values are hard to tell apart, or are no names of
// either language.
const odd = `
portal "odd_1" {
  users           = "user"
  login           = "nr"
  user_properties = { type = list(enum("a\"b", "ä", "日本", "1", "", "__proto__")), cell = json }
  team_properties = { of = uuid }
}
table "user" {
  fields = { id = number, nr = number, a_1b = string, a1b = string, row = enum("x"), class = timestamp }
}
table "user_row" {
  key    = ["id", "line"]
  fields = { id = number, line = number, row_id = list(date), null = bool, user_id = number, other_id = number, other_line = number }
  belongs_to "user" {
    table = "user"
    key   = "user_id"
  }
  belongs_to "other" {
    table = "user_row"
    key   = ["other_id", "other_line"]
  }
}
report "cell" {
  table  = "user"
  fields = ["id"]
}
page "*/" "a b" "a-b" "A B" {}
profile "*/ \"" {}
team "row" { profiles = ["*/ \""] }
`

// catalogs gives those of the examples, and of the odd portal.
func catalogs(t *testing.T) map[string]*rego.Catalog {
	t.Helper()
	dirs, err := filepath.Glob("../../examples/*/schema.portal.hcl")
	if err != nil || len(dirs) < 6 {
		t.Fatalf("%d examples: %v", len(dirs), err)
	}
	strange := t.TempDir()
	if err := os.WriteFile(filepath.Join(strange, "odd.portal.hcl"), []byte(odd), 0o600); err != nil {
		t.Fatal(err)
	}
	out := map[string]*rego.Catalog{}
	for _, file := range append(dirs, filepath.Join(strange, "odd.portal.hcl")) {
		policy, _, diags := lang.Load(lang.Dir(filepath.Dir(file)))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		_, text, err := compile.Decisions(policy)
		if err != nil {
			t.Fatal(err)
		}
		c := &rego.Catalog{}
		if err := json.Unmarshal(text, c); err != nil {
			t.Fatal(err)
		}
		out[c.Portal] = c
	}
	return out
}

// written writes each portal's types as a file of its own, and gives the folder.
func written(t *testing.T, format, file string) string {
	t.Helper()
	dir := t.TempDir()
	for portal, c := range catalogs(t) {
		source, err := Write(format, c, "1.0")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := Write(format, c, "1.0"); again != source || err != nil {
			t.Errorf("written again, the types of %s are others: %v", portal, err)
		}
		put(t, filepath.Join(dir, fmt.Sprintf(file, portal)), source)
	}
	return dir
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// usage is a program's; each line after an @ts-expect-error is one that must not compile.
const usage = `
import type { Access, Decision, Request, Visible } from "./client_orders";
import type { Row } from "./odd_1";

const q: Request<"table", "orders"> = {
  user: { login: "ana@beans.example", profiles: ["customer"], record: { id: 1, email: "ana@beans.example" } },
  action: "view",
  resource: { type: "table", name: "orders" },
  row: { id: 1, contact_id: 1, status: null, contact: { id: 1, client: null }, items: [{ quantity: 2 }] },
};
const page: Request<"page", "shop"> = { action: "access", resource: { type: "page", name: "shop" } };
const message: Request<"message", "*"> = { action: "access", resource: { type: "message", name: "*" }, to: { key: 1, profiles: ["staff"] } };
const kind = (d: Visible<"people">): string => d.row.kind ?? "hidden"; // a mask may be any text
const fields = (d: Decision<"orders">): ("id" | "margin" | string)[] => d.visible;
const open = (a: Access): boolean => a.pages.includes("shop") && (a.tables.orders ?? []).includes("view");
const odd: Row<"user_row"> = { "null": true, row_id: ["2026-01-01"], other: { id: 1, line: 2 } };
void [q, page, message, kind, fields, open, odd];

// @ts-expect-error
const action: Request<"table", "orders"> = { action: "vew", resource: { type: "table", name: "orders" } };
// @ts-expect-error
const table: Request<"table", "order"> = { action: "view", resource: { type: "table", name: "order" } };
// @ts-expect-error
const field: Row<"user_row"> = { nul: true };
// @ts-expect-error
const type: Row<"user_row"> = { id: "1" };
// @ts-expect-error
const value: Row<"user"> = { row: "y" };
// @ts-expect-error
const key: Row<"user"> = { id: null };
// @ts-expect-error
const related: Request<"table", "orders">["row"] = { contact: [{ id: 1 }] };
// @ts-expect-error
const none: Request<"page", "shop">["row"] = { id: 1 };
void [action, table, field, type, value, key, related, none];
`

// TestTypeScript compiles the types of all portals, and a program that uses them.
func TestTypeScript(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	compiler := published.Package(t, "typescript@5.9.3", "sha512-jl1vZzPDinLr9eUt3J/t7V6FgNEw9QjvBPdysz9KfQDD41fQrC2Y4vKQdiaUpFT4bXlb1RHhLpp8wtm6M5TgSw==")
	dir := written(t, "typescript", "%s.ts")
	put(t, filepath.Join(dir, "usage.ts"), usage)
	put(t, filepath.Join(dir, "tsconfig.json"), `{"compilerOptions": {
		"strict": true, "noEmit": true, "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true, "types": [], "target": "es2022", "lib": ["es2022"]
	}}`)
	out, err := exec.Command("node", filepath.Join(compiler, "lib", "tsc.js"), "--project", dir).CombinedOutput()
	if err != nil {
		t.Errorf("tsc: %v\n%s", err, out)
	}
}

// program asks with the types: it prints two requests, and reads the answers to them
// strictly, so that the types lack nothing of these.
const program = `package main

import (
	"encoding/json"
	"fmt"
	"os"

	orders "types.example/client_orders"
)

func main() {
	row := orders.OrdersRow{
		ID: orders.Of(json.Number("1")), ContactID: orders.Of(json.Number("7")), Note: orders.Null[string](),
		Contact: orders.Of(orders.PeopleRow{ID: orders.Of(json.Number("7"))}),
	}
	ana := &orders.User{
		Login: orders.Of("ana@beans.example"), Profiles: []orders.Profile{orders.ProfileCustomer},
		Record: orders.Of(orders.PeopleRow{ID: orders.Of(json.Number("7")), Email: orders.Of("ana@beans.example")}),
	}
	on := orders.Resource{Type: "table", Name: orders.TableOrders}
	if len(os.Args) == 1 {
		write(orders.Request{User: ana, Action: orders.ActionView, Resource: on, Row: row})
		write(orders.Request{User: ana, Action: orders.ActionView, Resource: on, Rows: []orders.OrdersRow{row}})
		write(orders.Request{User: ana})
		return
	}
	d := json.NewDecoder(os.Stdin)
	d.DisallowUnknownFields()
	var decision orders.Decision
	var visible []orders.Visible[orders.OrdersRow]
	var access orders.Access
	for _, into := range []any{&decision, &visible, &access} {
		if err := d.Decode(into); err != nil {
			panic(err)
		}
	}
	id, known := visible[0].Row.ID.Get()
	_, note := visible[0].Row.Note.Get()
	fmt.Println(decision.Allow, id, known, visible[0].Row.Note.IsZero(), note, visible[0].Row.Margin.IsZero(), access.Tables[orders.TableOrders][0])
}

func write(q orders.Request) {
	if err := json.NewEncoder(os.Stdout).Encode(q); err != nil {
		panic(err)
	}
}
`

// TestGo compiles the types of all portals, and asks an engine by those of one.
func TestGo(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	dir := written(t, "go", "%s/types.go")
	put(t, filepath.Join(dir, "go.mod"), "module types.example\n\ngo 1.24\n")
	put(t, filepath.Join(dir, "main.go"), program)
	run := func(in []byte, args ...string) []byte {
		t.Helper()
		c := exec.Command("go", args...)
		c.Dir, c.Stdin = dir, bytes.NewReader(in)
		c.Env = append(os.Environ(), "GOFLAGS=")
		out, err := c.Output()
		if err != nil {
			said := ""
			if exit, ok := err.(*exec.ExitError); ok {
				said = string(exit.Stderr)
			}
			t.Fatalf("go %v: %v\n%s%s", args, err, out, said)
		}
		return out
	}
	run(nil, "vet", "./...")

	policy, _, diags := lang.Load(lang.Dir("../../examples/stacker-orders"))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var bundle bytes.Buffer
	if err := compile.Write(&bundle, policy, compile.Options{}); err != nil {
		t.Fatal(err)
	}
	engine, err := rego.Open(t.Context(), &bundle)
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(run(nil, "run", ".")))
	d.DisallowUnknownFields()
	d.UseNumber()
	var one, many, none rego.Request
	for _, q := range []*rego.Request{&one, &many, &none} {
		if err := d.Decode(q); err != nil {
			t.Fatal(err)
		}
	}
	if _, is := one.Row["margin"]; is {
		t.Error("a field that was not given is sent")
	}
	var answers bytes.Buffer
	decision, err := engine.Decide(t.Context(), &one)
	if err != nil {
		t.Fatal(err)
	}
	visible, err := engine.Visible(t.Context(), &many)
	if err != nil {
		t.Fatal(err)
	}
	access, err := engine.Access(t.Context(), none.User, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, answer := range []any{decision, visible, access} {
		if err := json.NewEncoder(&answers).Encode(answer); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := strings.TrimSpace(string(run(answers.Bytes(), "run", ".", "read"))), "true 1 true false false true create"; got != want {
		t.Errorf("of the answers a program has %s, not %s", got, want)
	}
}
