package bind_test

import (
	"testing"

	"portcullis/rego/bind"
)

// noted is a row that notes which of its fields are got.
type noted struct {
	row caller
	got map[string]int
}

func (n noted) Field(name string) bind.Value {
	n.got[name]++
	return n.row.Field(name)
}

// TestQuickFirst has what is told by a field of the row's own be asked before lists, rows
// around and dates, in whatever order a policy names them.
func TestQuickFirst(t *testing.T) {
	for condition, first := range map[string]string{
		`anytrue([for s in row.seats : s.id == 1]) && row.title == "x"`:                       "title",
		`row.title == "x" && anytrue([for s in row.seats : s.id == 1])`:                       "title",
		`row.person.client.region == "EU" && row.title == "x"`:                                "title",
		`row.due < today && row.title == "x"`:                                                 "title",
		`lower(row.title) == "x" && !row.open`:                                                "open",
		`length(row.seats) == 2 || row.open`:                                                  "open",
		`alltrue([for s in row.seats : s.id > 7]) || contains([1, 2], row.total) || row.open`: "open",
	} {
		row := noted{full(), map[string]int{}}
		row.row["total"] = 1 // which is among them
		b := bound(t, opened(t, ofRows(condition)), ana(condition), "orders", "view")
		b.Records().Allows(row)
		other := 0
		for name, n := range row.got {
			if name != first && name != "total" {
				other += n
			}
		}
		if other > 0 {
			t.Errorf("%s: got %v, and %s tells it all", condition, row.got, first)
		}
	}
}
