package enginetest

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"testing"

	"portcullis/internal/debian"
	"portcullis/internal/pgtest"
	"portcullis/lang"

	_ "github.com/jackc/pgx/v5/stdlib"
)

var postgresTypes = map[lang.Kind]string{
	lang.String: "text", lang.Number: "numeric", lang.Bool: "boolean", lang.Date: "date",
	lang.Timestamp: "timestamptz", lang.Enum: "text", lang.List: "jsonb", lang.UUID: "uuid", lang.JSON: "jsonb",
}

var madeDatabases atomic.Int64

// onPostgreSQL gives a new database of a server for tests.
func onPostgreSQL(t failer) *filterDatabase {
	t.Helper()
	server, err := pgtest.Shared()
	if test, ok := t.(testing.TB); ok {
		debian.Need(test, err)
	} else if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test%d", madeDatabases.Add(1))
	main, err := sql.Open("pgx", server.DSN("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer main.Close()
	if _, err := main.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", server.DSN(name))
	if err != nil {
		t.Fatal(err)
	}
	return &filterDatabase{
		DB: db, dialect: "postgresql", types: postgresTypes,
		holder: func(n int) string { return fmt.Sprintf("$%d", n) },
		bind: func(_ lang.Type, v any) any {
			switch v := v.(type) {
			case json.Number:
				return v.String()
			case []any:
				text, _ := json.Marshal(v) // of texts and numbers
				return string(text)
			default:
				return v
			}
		},
	}
}
