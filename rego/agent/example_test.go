package agent_test

import (
	"context"
	"fmt"
	"log"

	_ "portcullis/internal/update" // for -update
	"portcullis/rego"
	"portcullis/rego/agent"
)

// A back end opens its agent once, and asks it for each page that it shows.
func ExampleAgent_Visible() {
	ctx := context.Background()
	opa, err := agent.Open(ctx, "http://localhost:8181", "shop", agent.Options{})
	if err != nil {
		log.Fatal(err)
	}
	rows, err := opa.Visible(ctx, &rego.Request{
		User:     rego.User{Login: "ana", Profiles: []string{"seller"}, Properties: map[string]any{"region": "EU"}},
		Action:   "view",
		Resource: rego.Resource{Type: "table", Name: "orders"},
		Rows: []map[string]any{
			{"id": 1, "region": "EU", "title": "Beans", "total": 120.5},
			{"id": 2, "region": "US", "title": "Cups", "total": 15},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range rows {
		fmt.Println(row.Row, row.Hidden)
	}
}

// A database finds the rows that a person may see.
func ExampleAgent_Filter() {
	ctx := context.Background()
	opa, err := agent.Open(ctx, "http://localhost:8181", "shop", agent.Options{})
	if err != nil {
		log.Fatal(err)
	}
	filter, err := opa.Filter(ctx, &rego.Request{
		User:     rego.User{Login: "ana", Profiles: []string{"seller"}, Properties: map[string]any{"region": "EU"}},
		Action:   "view",
		Resource: rego.Resource{Type: "table", Name: "orders"},
	}, agent.PostgreSQL)
	if err != nil {
		log.Fatal(err)
	}
	if filter.Nothing {
		return
	}
	// The catalog says under which alias the table is queried, and with which joins.
	fmt.Println("SELECT * FROM orders AS", opa.Catalog().Tables["orders"].Alias, filter.SQL)
}
