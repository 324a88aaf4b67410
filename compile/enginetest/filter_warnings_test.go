package enginetest

import (
	"fmt"
	"strings"
	"testing"

	opafilter "portcullis/compile/filter"

	"github.com/google/go-cmp/cmp"
)

// TestWarnings has just the parts of rules told that a filter cannot express,
// each at its place.
func TestWarnings(t *testing.T) {
	source := schema + `
condition "late" {
  table = "orders"
  when  = row.at < now
}
profile "p" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.rush && (startswith(row.title, "a") || row.total > 1) && !contains(row.items[*].sku, "x")
  }
  allow "table" "orders" {
    actions = ["delete"]
    rows    = condition.late
  }
  allow "table" "orders" {
    actions = ["create"]
    rows    = startswith(row.title, "a")
  }
  deny "table" "orders" {
    actions = ["view"]
    rows    = row.title < "b" && row.rush
  }
  deny "table" "orders" {
    actions = ["update"]
    rows    = user.region == "EU" && length(row.tags) > 1
  }
  allow "table" "orders" {
    actions = ["export"]
    rows    = row.rush || startswith(user.region, "E") || row.due < today
  }
  allow "page" "x" { when = now > "2026-01-01T00:00:00Z" }
}
page "x" {}
report "late" {
  table  = "orders"
  rows   = row.due < today && row.at < now
  fields = ["id"]
}
`
	s := compiled(t, source)
	var got []string
	lines := strings.Split(source, "\n")
	for _, d := range opafilter.Warnings(s.policy, nil) {
		r := d.Subject
		if r.Start.Line != r.End.Line {
			t.Errorf("%v is of more than one line", r)
		}
		got = append(got, fmt.Sprintf("%s: %s", lines[r.Start.Line-1][r.Start.Column-1:r.End.Column-1], d.Detail[:strings.Index(d.Detail, ". ")]))
	}
	want := []string{
		`row.at < now: OPA cannot filter a query by row.at, a timestamp: a database may hold it as text`,
		`startswith(row.title, "a"): OPA cannot filter a query by startswith, which databases do not all do alike`,
		`contains(row.items[*].sku, "x"): OPA cannot filter a query by a test of all elements of row.items`,
		`row.title < "b": OPA cannot filter a query by row.title in the order of text, which depends on the database's collation`,
		`length(row.tags) > 1: OPA cannot filter a query by length(row.tags), which is computed of a column`,
		`row.at < now: OPA cannot filter a query by row.at, a timestamp: a database may hold it as text`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	c := s.engine.Catalog()
	if n := len(c.Tables["orders"].Actions["view"].Filter.Cannot); n != 3 {
		t.Errorf("the catalog tells of %d parts for view", n)
	}
	if n := len(c.Tables["orders"].Actions["delete"].Filter.Cannot); n != 4 {
		t.Errorf("the catalog tells of %d parts for delete", n)
	}
	if n := len(c.Tables["orders"].Actions["export"].Filter.Cannot); n != 3 {
		t.Errorf("the catalog tells of %d parts for export", n)
	}
	if f := c.Tables["orders"].Actions["create"].Filter; f != nil {
		t.Errorf("create has a filter: %v", f)
	}
}
