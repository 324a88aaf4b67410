package sql_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"portcullis/lang"
	"portcullis/rego/bind"
	psql "portcullis/rego/sql"
)

// TestArraysOfTimestamps: PostgreSQL shows the timestamps of an array in the
// session's time zone, whose offset may have seconds for what is long ago.
func TestArraysOfTimestamps(t *testing.T) {
	conditions := []string{
		`contains(row.moments, "1500-05-31T18:15:00Z")`, `anytrue([for m in row.moments : m < "1000-01-01T00:00:00Z"])`, `length(row.moments) == 1`,
		`alltrue([for m in row.moments : m > "9999-12-31T00:00:00Z"])`, `alltrue([for m in row.moments : m < "0001-01-01T00:00:00.5Z"])`, `row.moments == null`,
	}
	source := "portal \"acme\" {}\ntable \"things\" {\n  fields = {\n    id = number\n    moments = list(timestamp)\n  }\n}\n"
	for i, c := range conditions {
		source += fmt.Sprintf("profile \"p%d\" {\n  allow \"table\" \"things\" {\n    actions = [\"view\"]\n    rows = %s\n  }\n}\n", i, c)
	}
	policy, engine := opened(t, source)
	var rows []map[string]any
	for i, list := range [][]any{
		{"1500-06-01T00:00:00+05:45"}, {"0001-01-01T00:00:00+01:00"}, {"9999-12-31T23:59:59-01:00"}, {"infinity"}, {}, {"2026-03-01T09:00:00.5Z", nil}, {"-infinity"},
	} {
		rows = append(rows, map[string]any{"id": json.Number(fmt.Sprint(i)), "moments": list})
	}
	types := maps.Clone(postgresTypes)
	types[lang.List] = "timestamptz[]"
	db := onPostgreSQL(t, types)
	db.SetMaxOpenConns(1)
	db.fill(t, policy, data{"things": rows})
	for _, zone := range []string{"UTC", "Asia/Kathmandu", "America/New_York"} {
		db.run(t, "SET TimeZone = '"+zone+"'")
		for i, c := range conditions {
			profile := fmt.Sprint("p", i)
			s, err := psql.Select(bound(t, bind.NewPolicy(engine.Form()), bind.User{Login: "x", Profiles: []string{profile}}, "table", "things", "view"), db.dialect)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range db.ask(t, s) {
				got = append(got, fmt.Sprint(r["id"]))
			}
			slices.Sort(got)
			if want := visibleKeys(t, engine, profile, rows); !slices.Equal(got, want) {
				t.Errorf("%s in %s: got %v, want %v\n%s", c, zone, got, want, s.SQL)
			}
		}
	}
}
