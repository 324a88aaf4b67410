package enginetest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"portcullis/internal/pgtest"
	"portcullis/lang"
)

// postgres is a database of the server for tests. The plain one sorts texts as
// English does. The odd one sorts them by code points; its columns are of types
// that are nearly those of the language, and of collations that fold case, and
// its sessions show times far away.
type postgres struct {
	odd  bool
	conn *pgx.Conn
	tx   pgx.Tx // of the world that is held, which never is committed
}

func (p *postgres) name() string {
	if p.odd {
		return "PostgreSQL with columns of every kind, in the locale C"
	}
	return "PostgreSQL"
}

func (p *postgres) dialect() string     { return "postgresql" }
func (p *postgres) plain() bool         { return !p.odd }
func (p *postgres) takes(w *world) bool { return !w.wrong }

// onPostgres makes a database of a name and connects to it.
func onPostgres(name string, odd bool) (*postgres, error) {
	server, err := pgtest.Shared()
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, server.DSN("postgres"))
	if err != nil {
		return nil, err
	}
	defer admin.Close(ctx)
	options, setup := "", "CREATE SCHEMA crm"
	if odd {
		options = " TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
		setup += "; CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false); SET TimeZone = 'Asia/Kathmandu'"
	}
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name + options} { // one may be left with -count
		if _, err := admin.Exec(ctx, statement); err != nil {
			return nil, err
		}
	}
	p := &postgres{odd: odd}
	if p.conn, err = pgx.Connect(ctx, server.DSN(name)); err != nil {
		return nil, err
	}
	_, err = p.conn.Exec(ctx, setup)
	return p, err
}

func (p *postgres) hold(w *world) error {
	ctx := context.Background()
	if p.tx != nil {
		if err := p.tx.Rollback(ctx); err != nil {
			return err
		}
	}
	var err error
	if p.tx, err = p.conn.Begin(ctx); err != nil {
		return err
	}
	var script strings.Builder
	for _, t := range w.policy.Tables {
		p.fill(&script, w, t)
	}
	if _, err = p.conn.PgConn().Exec(ctx, script.String()).ReadAll(); err != nil {
		return fmt.Errorf("%w\n%s", err, script.String())
	}
	return nil
}

func (p *postgres) fill(script *strings.Builder, w *world, t *lang.Table) {
	var columns, rows []string
	kinds := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		if kinds[i] = p.column(w, t, f); kinds[i] == "enum" {
			kinds[i] = identifier("type of " + t.Name + " " + f.Name)
			values := make([]string, len(f.Type.Values))
			for j, v := range f.Type.Values {
				values[j] = literal(v)
			}
			fmt.Fprintf(script, "CREATE TYPE %s AS ENUM (%s);\n", kinds[i], strings.Join(values, ", "))
		}
		columns = append(columns, identifier(f.Column)+" "+kinds[i]+inPostgresByDefault(kinds[i], f))
	}
	fmt.Fprintf(script, "CREATE TABLE %s (%s);\n", qualified(t.Source), strings.Join(columns, ", "))
	for _, row := range w.rows[t] {
		values := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			values[i] = inPostgres(kinds[i], row[f.Name])
		}
		rows = append(rows, "("+strings.Join(values, ", ")+")")
	}
	for _, f := range w.indexed(t) {
		fmt.Fprintf(script, "CREATE INDEX ON %s (%s);\n", qualified(t.Source), identifier(f.Column))
	}
	if len(rows) > 0 {
		fmt.Fprintf(script, "INSERT INTO %s VALUES %s;\n", qualified(t.Source), strings.Join(rows, ",\n"))
	}
}

// inPostgresByDefault writes what a column has by default.
func inPostgresByDefault(kind string, f *lang.Field) string {
	switch v := f.Default.(type) {
	case *lang.Now:
		return " DEFAULT now()"
	case *lang.Today:
		return " DEFAULT (now() AT TIME ZONE 'UTC')::date"
	case *lang.Literal:
		return " DEFAULT " + inPostgres(kind, goValue(v.Value))
	default:
		return ""
	}
}

var plainTypes = map[lang.Kind]string{
	lang.String: "text", lang.Number: "numeric", lang.Bool: "boolean", lang.Date: "date",
	lang.Timestamp: "timestamptz", lang.Enum: "text", lang.List: "jsonb", lang.UUID: "uuid", lang.JSON: "jsonb",
}

// column gives a column's declared type, "enum" for one of its own.
func (p *postgres) column(w *world, t *lang.Table, f *lang.Field) string {
	plain := plainTypes[f.Type.Kind]
	if !p.odd {
		return plain
	}
	odd := []string{plain}
	switch f.Type.Kind {
	case lang.String:
		odd = []string{"text", "text COLLATE folded", `text COLLATE "en-x-icu"`, "varchar(100)", `varchar COLLATE folded`}
	case lang.UUID: // all alike, since PostgreSQL compares none with a text
		texts := []string{"text", "text COLLATE folded", "varchar(36)"}
		if odd = []string{"uuid"}; variety(w.policy.Tables[0].Fields[0], 2) == 0 {
			odd = texts
		}
	case lang.JSON:
		odd = []string{"json", "jsonb"}
	case lang.Enum:
		odd = []string{"enum", "enum", "text COLLATE folded", "varchar"}
	case lang.Number:
		odd = []string{"numeric", "numeric(80, 30)", "double precision", "bigint"}
		for _, row := range w.rows[t] {
			n, ok := row[f.Name].(json.Number)
			if ok && !asDouble(n) {
				odd[2] = "numeric"
			}
			if ok && !whole(n) {
				odd[3] = "numeric"
			}
		}
	case lang.List:
		odd = []string{plainTypes[f.Type.Elem.Kind] + "[]", plainTypes[f.Type.Elem.Kind] + "[]", "json", "jsonb"}
		if f.Type.Elem.Kind == lang.String || f.Type.Elem.Kind == lang.Enum {
			odd[1] = "text[] COLLATE folded"
		}
	}
	return odd[variety(f, len(odd))]
}

// asDouble tells the numbers that a double prints as they are.
func asDouble(n json.Number) bool {
	f, err := n.Float64()
	if err != nil {
		return false
	}
	given, ok := new(big.Rat).SetString(n.String())
	shortest, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64))
	return ok && given.Cmp(shortest) == 0
}

// whole tells the numbers that a bigint has.
func whole(n json.Number) bool {
	r, ok := new(big.Rat).SetString(n.String())
	return ok && r.IsInt() && r.Num().IsInt64()
}

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// inPostgres writes a value for a column.
func inPostgres(kind string, v any) string {
	if _, isList := v.([]any); v != nil && !isList && strings.HasPrefix(kind, "json") {
		return literal(jsonText(v))
	}
	switch v := v.(type) {
	case nil:
		return "NULL"
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		if r, ok := new(big.Rat).SetString(v.String()); ok && r.IsInt() && !strings.ContainsAny(v.String(), "eE") {
			return r.Num().String() // 1.0 is a bigint, too
		}
		return v.String()
	case string:
		return literal(v)
	case []any:
		if strings.HasPrefix(kind, "json") {
			return literal(jsonText(v))
		}
		return literal(arrayText(v))
	default:
		panic(fmt.Sprintf("enginetest: no literal for %T", v))
	}
}

// arrayText writes a list as PostgreSQL reads an array.
func arrayText(list []any) string {
	parts := make([]string, len(list))
	for i, e := range list {
		switch e := e.(type) {
		case nil:
			parts[i] = "NULL"
		case string:
			parts[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(e) + `"`
		default:
			parts[i] = fmt.Sprint(e)
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// ask has the database write each row as JSON, in which every type has one form
// whatever the session shows.
func (p *postgres) ask(statement string, params []any, fields []*lang.Field) ([]map[string]any, error) {
	rows, err := p.tx.Query(context.Background(), "SELECT to_json(answer)::text FROM ("+statement+") AS answer",
		append([]any{pgx.QueryExecModeDescribeExec}, params...)...)
	if err != nil {
		return nil, err
	}
	var text string
	var answer []map[string]any
	_, err = pgx.ForEachRow(rows, []any{&text}, func() error {
		columns, given, err := readRow(text)
		if err != nil {
			return err
		}
		row := map[string]any{}
		for _, f := range fields {
			row[f.Name] = outOfPostgres(f.Type, given[f.Name])
		}
		answer = append(answer, row)
		return sameColumns(columns, fields)
	})
	return answer, err
}

// readRow reads a row that is a JSON object, whose members are in the order of
// the columns.
func readRow(text string) (columns []string, row map[string]any, err error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if _, err := dec.Token(); err != nil {
		return nil, nil, err
	}
	row = map[string]any{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, nil, err
		}
		var v any
		if err := dec.Decode(&v); err != nil {
			return nil, nil, err
		}
		columns = append(columns, name.(string))
		row[columns[len(columns)-1]] = v
	}
	return columns, row, nil
}

// outOfPostgres gives a time in the form that the language has for it.
func outOfPostgres(t lang.Type, v any) any {
	switch v := v.(type) {
	case string:
		if t.Kind == lang.Timestamp {
			return instant(v)
		}
	case []any:
		if t.Kind == lang.List {
			list := make([]any, len(v))
			for i, e := range v {
				list[i] = outOfPostgres(*t.Elem, e)
			}
			return list
		}
	}
	return v
}

// instant reads what to_jsonb writes of a timestamp: years before 0001 have BC
// behind them, years after 9999 five digits, and offsets of long ago seconds. It
// is given in an offset in which it has a year of four digits.
func instant(text string) any {
	rest, before := strings.CutSuffix(text, " BC")
	rest, after := strings.CutPrefix(rest, "10000-")
	if after {
		rest = "9999-" + rest
	}
	for _, layout := range []string{"2006-01-02T15:04:05.999999Z07:00", "2006-01-02T15:04:05.999999Z07:00:00"} {
		at, err := time.Parse(layout, rest)
		switch {
		case err != nil:
			continue
		case before:
			at = at.AddDate(1-2*at.Year(), 0, 0)
		case after:
			at = at.AddDate(1, 0, 0)
		}
		zone := time.UTC
		if year := at.UTC().Year(); year < 1 || year > 9999 {
			zone = time.FixedZone("", 23*3600)
			if year > 9999 {
				zone = time.FixedZone("", -23*3600)
			}
		}
		return at.In(zone).Format(time.RFC3339Nano)
	}
	return text
}
