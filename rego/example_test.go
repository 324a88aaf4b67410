package rego_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// shop is the policy of the examples.
const shop = `
portal "shop" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string }
}
table "orders" {
  fields = { id = number, buyer_id = number, status = enum("draft", "open"), total = number, margin = number }
}
page "checkout" {}

profile "customer" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.buyer_id == user.id
    hide    = ["margin"]
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.buyer_id == user.id && row.status == "draft"
    fields  = ["status"]
    check   = new.status == "open"
    message = "A draft can be ordered; what is ordered stays."
  }
  allow "page" "checkout" {}
  menu {
    section "Shop" {
      item "table" "orders" { label = "My orders" }
      item "page" "checkout" {}
    }
  }
}
`

// A back end opens the bundle once. It may come from a file, or from wherever
// bundles are published; here it is built on the spot.
func ExampleOpen() {
	engine := shopEngine()
	fmt.Println(engine.Portal())
	for _, f := range engine.Catalog().Tables["orders"].Fields {
		fmt.Println(f.Name, f.Type)
	}
	// What a decision looks into, and so what a row has to be sent with:
	fmt.Println(engine.Catalog().Tables["orders"].Actions["update"].Needs)
	// Output:
	// shop
	// id number
	// buyer_id number
	// status enum("draft", "open")
	// total number
	// margin number
	// [buyer_id id status]
}

// Allow answers with yes or no. Whatever goes wrong is a no.
func ExampleEngine_Allow() {
	engine := shopEngine()
	for _, id := range []int{1, 2} {
		yes, err := engine.Allow(context.Background(), &rego.Request{
			User:     ana,
			Action:   "view",
			Resource: rego.Resource{Type: "table", Name: "orders"},
			Row:      map[string]any{"id": 7, "buyer_id": id},
		})
		fmt.Println(yes, err)
	}
	// Output:
	// true <nil>
	// false <nil>
}

// Decide tells in addition what of the row is seen and can be changed, what the
// policy adds to a write, and why.
func ExampleEngine_Decide() {
	engine := shopEngine()
	request := &rego.Request{
		User:     ana,
		Action:   "update",
		Resource: rego.Resource{Type: "table", Name: "orders"},
		Row:      map[string]any{"id": 7, "buyer_id": 1, "status": "draft", "total": 80, "margin": 12},
		Set:      map[string]any{"status": "open"},
	}
	decision, err := engine.Decide(context.Background(), request)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(decision.Allow, decision.Visible, decision.Editable)
	for _, reason := range decision.Because {
		fmt.Println(reason.Statement, reason.Effect, reason.Profile)
	}

	request.Row["status"] = "open"
	if decision, err = engine.Decide(context.Background(), request); err != nil {
		log.Fatal(err)
	}
	fmt.Println(decision.Allow, decision.Message)
	// Output:
	// true [buyer_id id status total] [status]
	// shop.portal.hcl:20 allow customer
	// false A draft can be ordered; what is ordered stays.
}

// Visible takes a page of rows at once, and gives those that the person may
// see, with the cells that they may see.
func ExampleEngine_Visible() {
	engine := shopEngine()
	rows, err := engine.Visible(context.Background(), &rego.Request{
		User:     ana,
		Action:   "view",
		Resource: rego.Resource{Type: "table", Name: "orders"},
		Rows: []map[string]any{
			{"id": 7, "buyer_id": 1, "status": "draft", "total": 80, "margin": 12},
			{"id": 8, "buyer_id": 2, "status": "open", "total": 15, "margin": 3},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range rows {
		fmt.Println(r.Row, r.Hidden)
	}
	// Output:
	// map[buyer_id:1 id:7 status:draft total:80] [margin]
}

// Bind leaves of the policy what one person's rows are asked: a filter that
// runs in memory, at a fraction of a microsecond for a row.
func ExampleEngine_Bind() {
	engine := shopEngine()
	mine, err := engine.Bind(ana, rego.Resource{Type: "table", Name: "orders"}, "view", "")
	if err != nil {
		log.Fatal(err)
	}
	rows := []map[string]any{
		{"id": 7, "buyer_id": 1, "status": "draft", "total": 80, "margin": 12},
		{"id": 8, "buyer_id": 2, "status": "open", "total": 15, "margin": 3},
	}
	for _, row := range rows {
		fmt.Println(row["id"], mine.Allows(row))
	}
	// What is left is also there as a formula, for a database to ask.
	fmt.Println(form.Text(mine.Residual().Rows))
	// Output:
	// 7 true
	// 8 false
	// ["in","row.buyer_id",[{"number":"1"}]]
}

// Cells tell of each field how it is seen, in the memory of the row before.
func ExampleEngine_Bind_cells() {
	engine := shopEngine()
	mine, err := engine.Bind(ana, rego.Resource{Type: "table", Name: "orders"}, "view", "")
	if err != nil {
		log.Fatal(err)
	}
	// Rows may be lists, as drivers of databases give them.
	rows := mine.Columns("id", "buyer_id", "status", "total", "margin")
	cells := make([]bind.Cell, 0, 5)
	for _, row := range [][]any{{7, 1, "draft", 80, 12}, {8, 2, "open", 15, 3}, {9, 1, "open", 20, 5}} {
		var seen bool
		if cells, seen = rows.Cells(row, cells); !seen {
			continue
		}
		for i, f := range mine.Fields() {
			if cells[i].State == bind.Shown {
				fmt.Println(f.Name, row[i], cells[i].Editable)
			}
		}
	}
	// Output:
	// id 7 false
	// buyer_id 1 false
	// status draft true
	// total 80 false
	// id 9 false
	// buyer_id 1 false
	// status open false
	// total 20 false
}

// purchase is a row of a program's own.
type purchase struct {
	id, buyer int64
	status    string
}

func (o *purchase) Field(name string) bind.Value {
	switch name {
	case "id":
		return bind.Int(o.id)
	case "buyer_id":
		return bind.Int(o.buyer)
	case "status":
		return bind.Text(o.status)
	default:
		return bind.Absent()
	}
}

// A program's own types need no map: they say what stands under a name.
func ExampleEngine_Bind_records() {
	engine := shopEngine()
	mine, err := engine.Bind(ana, rego.Resource{Type: "table", Name: "orders"}, "update", "")
	if err != nil {
		log.Fatal(err)
	}
	for _, o := range []*purchase{{7, 1, "draft"}, {8, 2, "draft"}, {9, 1, "open"}} {
		fmt.Println(o.id, mine.Records().Allows(o))
	}
	// Output:
	// 7 true
	// 8 false
	// 9 false
}

// Access tells what there is for a person, before any row is looked at.
func ExampleEngine_Access() {
	engine := shopEngine()
	access, err := engine.Access(context.Background(), ana, "")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(access.Tables["orders"], access.Pages, access.Sortable["orders"])
	for _, section := range access.Menu {
		for _, item := range section.Items {
			fmt.Println(section.Label, item.Type, item.Name, item.Label, item.As)
		}
	}
	// Output:
	// [update view] [checkout] [buyer_id id status total]
	// Shop table orders My orders object
	// Shop page checkout checkout page
}

// ana is a person who has logged in: who she is, and her row of the users table.
var ana = rego.User{
	Login:    "ana@example.com",
	Profiles: []string{"customer"},
	Record:   map[string]any{"id": 1, "email": "ana@example.com"},
}

func shopEngine() *rego.Engine {
	policy, _, diags := lang.Load(fstest.MapFS{"shop.portal.hcl": {Data: []byte(shop)}})
	if diags.HasErrors() {
		log.Fatal(diags)
	}
	var bundle bytes.Buffer
	if err := compile.Write(&bundle, policy, compile.Options{}); err != nil {
		log.Fatal(err)
	}
	engine, err := rego.Open(context.Background(), &bundle)
	if err != nil {
		log.Fatal(err)
	}
	return engine
}
