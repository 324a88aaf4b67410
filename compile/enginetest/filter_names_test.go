package enginetest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/lang"
)

// wordsOfSQLite are the words of SQLite's grammar (SQLite Keywords), and what it
// gives a meaning of its own.
const wordsOfSQLite = `
	abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade case
	cast check collate column commit conflict constraint create cross current current_date current_time current_timestamp
	database default deferrable deferred delete desc detach distinct do drop each else end escape except exclude exclusive
	exists explain fail filter first following for foreign from full generated glob group groups having if ignore immediate
	in index indexed initially inner insert instead intersect into is isnull join key last left like limit match
	materialized natural no not nothing notnull null nulls of offset on or order others outer over partition plan pragma
	preceding primary query raise range recursive references regexp reindex release rename replace restrict returning right
	rollback row rows savepoint select set table temp temporary then ties to transaction trigger unbounded union unique
	update using vacuum values view virtual when where window with without
	true false rowid oid main`

// sqlWords are the identifiers among the words of both, and of a request.
func sqlWords(t *testing.T, pg *filterDatabase) []string {
	t.Helper()
	words := strings.Fields(wordsOfSQLite + " user action now related resource row rows set to input data plain")
	rows, err := pg.Query("SELECT word FROM pg_get_keywords()")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var word string
		if err := rows.Scan(&word); err != nil {
			t.Fatal(err)
		}
		words = append(words, word)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(words)
	words = slices.Compact(words)
	if len(words) < 450 {
		t.Fatalf("only %d words", len(words))
	}
	identifier := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	return slices.DeleteFunc(words, func(w string) bool { return !identifier.MatchString(w) })
}

// TestTableNames has the alias of a table with any name be one that both
// databases take bare, as OPA writes it.
func TestTableNames(t *testing.T) {
	lite, pg := onSQLite(t), onPostgreSQL(t)
	defer lite.Close()
	defer pg.Close()
	var source strings.Builder
	source.WriteString("portal \"words\" {}\n")
	for _, word := range sqlWords(t, pg) {
		fmt.Fprintf(&source, "table %q {\n  fields = { id = number }\n}\n", word)
	}
	policy, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": {Data: []byte(source.String())}})
	if policy == nil {
		t.Fatal(diags)
	}
	b, err := compile.Bundle(policy, compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tables := b.Data["words"].(map[string]any)["catalog"].(map[string]any)["tables"].(map[string]any)
	for name, table := range tables {
		query := fmt.Sprintf("SELECT 1 FROM (SELECT 1 AS id) AS %[1]s LEFT JOIN (SELECT 2 AS id) AS %[1]s__other ON %[1]s.id = %[1]s__other.id "+
			"WHERE (%[1]s.id = 1 AND %[1]s__other.id IS NULL)", table.(map[string]any)["alias"])
		for _, db := range []*filterDatabase{lite, pg} {
			if _, err := db.Exec(query); err != nil {
				t.Errorf("a table %s, on %s: %v", name, db.dialect, err)
			}
		}
	}
}

// TestColumnNames has columns with any name work on both databases, on SQLite
// by the catalog's mappings.
func TestColumnNames(t *testing.T) {
	lite, pg := onSQLite(t), onPostgreSQL(t)
	defer lite.Close()
	defer pg.Close()
	var fields, profiles strings.Builder
	names := []any{}
	for i, group := range slices.Collect(slices.Chunk(sqlWords(t, pg), 40)) {
		var rows []string
		for _, word := range group {
			fmt.Fprintf(&fields, "    %s = string\n", word)
			rows = append(rows, fmt.Sprintf("row.%s != \"b\" && row.there.%s == \"a\"", word, word))
		}
		profiles.WriteString(strings.ReplaceAll(statement(fmt.Sprint(i), "allow", strings.Join(rows, " && ")), "orders", "order"))
		names = append(names, fmt.Sprint(i))
	}
	s := compiled(t, `portal "words" {}
table "order" {
  source = "the order"
  key    = "key_of_it"
  fields = {
    key_of_it  = number
    select_    = string
    `+fields.String()+`
  }
  belongs_to "there" {
    table = "order"
    key   = "key_of_it"
  }
}
`+profiles.String())
	table := s.policy.Tables[0]
	d := data{}
	for i, v := range []any{"a", "b", nil, "c"} {
		row := map[string]any{}
		for _, f := range table.Fields {
			row[f.Name] = v
		}
		row["key_of_it"] = json.Number(fmt.Sprint(i + 1))
		d[table] = append(d[table], row)
	}
	lite.fill(t, d)
	pg.fill(t, d)
	for _, name := range names {
		q := filterRequest{"table", "order", "view", map[string]any{"login": "ana", "profiles": []any{name}}, ""}
		if !s.check(t, d, q, lite, pg) {
			t.Errorf("%v: not expressed", name)
		}
		if got := s.allowed(t, q, s.rows(d, table, q), table.Key); !slices.Equal(got, keysOf(table.Key, 1)) {
			t.Errorf("%v: %v are allowed", name, got)
		}
	}
}
