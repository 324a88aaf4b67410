// Command sqlite338 asks the oldest SQLite that statements are for, in the driver that
// embeds it. It is a module of its own, since a driver registers a name that another
// release has too, and has to be compiled from C.
//
// On stdin it is told statements, a JSON object on each line: {"sql": "…", "params": […]}.
// Of each it prints the rows, a JSON list of lists.
package main

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"os"

	_ "github.com/mattn/go-sqlite3" // the driver
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: sqlite338 FILE")
	}
	if err := answer(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func answer(file string) error {
	db, err := sql.Open("sqlite3", "file:"+file+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	in.UseNumber()
	out := json.NewEncoder(os.Stdout)
	for in.More() {
		var of struct {
			SQL    string `json:"sql"`
			Params []any  `json:"params"`
		}
		if err := in.Decode(&of); err != nil {
			return err
		}
		rows, err := ask(db, of.SQL, of.Params)
		if err != nil {
			return fmt.Errorf("%w\n%s", err, of.SQL)
		}
		if err := out.Encode(rows); err != nil {
			return err
		}
	}
	return nil
}

func ask(db *sql.DB, statement string, params []any) ([][]any, error) {
	for i, p := range params {
		n, ok := p.(json.Number)
		if !ok {
			continue
		}
		whole, err := n.Int64()
		if params[i] = whole; err != nil {
			if params[i], err = n.Float64(); err != nil {
				return nil, err
			}
		}
	}
	rows, err := db.Query(statement, params...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	list := [][]any{}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i, v := range values {
			switch v := v.(type) {
			case []byte:
				values[i] = string(v)
			case float64: // JSON has no infinite ones
				values[i] = fmt.Sprint(v)
			}
		}
		list = append(list, values)
	}
	return list, rows.Err()
}
