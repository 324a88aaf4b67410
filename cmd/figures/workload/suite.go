package workload

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"
)

// Suite gives the portal's tests: a fixture with the rows of [Rows] and the
// people of [Shape.User], and a number of cases, each of which says of one of
// the rows whether the person with one profile may see it.
func (s Shape) Suite(rows []map[string]any, allowed func(row int) bool, cases int) (fs.FS, error) {
	orders, err := csvOf(Fields, rows)
	if err != nil {
		return nil, err
	}
	var clients, contacts []map[string]any
	for i := 1; i <= 20; i++ {
		clients = append(clients, map[string]any{"id": i, "region": regions[i%len(regions)]})
	}
	for i := 1; i <= 200; i++ {
		contacts = append(contacts, map[string]any{"id": i, "client_id": 1 + i%20})
	}
	contacts[2]["email"], contacts[2]["client_id"] = "ana@beans.example", 7
	clientRows, err := csvOf([]string{"id", "region"}, clients)
	if err != nil {
		return nil, err
	}
	contactRows, err := csvOf([]string{"id", "client_id", "email"}, contacts)
	if err != nil {
		return nil, err
	}
	return fstest.MapFS{
		"tests/orders.csv":       {Data: orders},
		"tests/clients.csv":      {Data: clientRows},
		"tests/contacts.csv":     {Data: contactRows},
		"tests/figures.test.hcl": {Data: []byte(suiteFixture + suiteCases(rows, allowed, cases))},
	}, nil
}

const suiteFixture = `fixture "figures" {
  now = "` + Now + `"
  table "orders" { rows = csv("orders.csv") }
  table "clients" { rows = csv("clients.csv") }
  table "contacts" { rows = csv("contacts.csv") }
  user "ana" {
    login           = "ana@beans.example"
    profiles        = ["` + Customer + `"]
    team            = "beans"
    team_properties = { tier = "free" }
    properties      = { region = "` + Region + `" }
  }
}
`

func suiteCases(rows []map[string]any, allowed func(row int) bool, cases int) string {
	var b strings.Builder
	for i := range cases {
		row, can := i%len(rows), "cannot"
		if allowed(row) {
			can = "can"
		}
		fmt.Fprintf(&b, "test \"case %d\" {\n  as = [\"ana\"]\n  %s \"view\" \"orders\" { row = %v }\n}\n", i, can, rows[row]["id"])
	}
	return b.String()
}

// csvOf writes rows as comma-separated values, null as nothing and lists as JSON.
func csvOf(columns []string, rows []map[string]any) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.Write(columns); err != nil {
		return nil, err
	}
	for _, row := range rows {
		cells := make([]string, len(columns))
		for i, c := range columns {
			switch x := row[c].(type) {
			case nil:
			case []any:
				text, err := json.Marshal(x)
				if err != nil {
					return nil, err
				}
				cells[i] = string(text)
			default:
				cells[i] = fmt.Sprint(x)
			}
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
