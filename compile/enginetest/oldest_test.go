package enginetest

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"portcullis/lang"
)

// oldest is the oldest SQLite that statements are for, which is compiled from C, so that
// a hunt alone asks it. It reads files that the newest writes.
type oldest struct {
	sqlite
	dir      string
	program  *exec.Cmd
	in       io.WriteCloser
	out      *json.Decoder
	problems *bytes.Buffer
}

func (o *oldest) name() string { return "SQLite 3.38" }
func (o *oldest) plain() bool  { return false } // OPA's filters are asked of the newest

// buildOldest compiles it, and gives where its program is.
var buildOldest = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "oldest")
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "sqlite338")
	c := exec.Command("go", "build", "-o", program, ".")
	c.Dir = filepath.Join("..", "..", "internal", "sqlite338")
	c.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return program, nil
})

func (o *oldest) hold(w *world) error {
	o.stop()
	if o.dir != "" {
		if err := os.RemoveAll(o.dir); err != nil {
			return err
		}
	}
	var err error
	if o.dir, err = os.MkdirTemp("", "oldest"); err != nil {
		return err
	}
	if o.db, err = sql.Open("sqlite3", "file:"+o.file("main")+"?_timefmt=sqlite"); err != nil {
		return err
	}
	defer o.close()
	o.db.SetMaxOpenConns(1) // which has the other file attached
	if _, err := o.db.Exec("ATTACH ? AS crm", o.file("crm")); err != nil {
		return err
	}
	for _, t := range w.policy.Tables {
		if err := o.fill(w, t); err != nil {
			return err
		}
	}
	return nil
}

func (o *oldest) file(name string) string { return filepath.Join(o.dir, name+".db") }

func (o *oldest) start() error {
	program, err := buildOldest()
	if err != nil {
		return err
	}
	o.problems = &bytes.Buffer{}
	o.program = exec.Command(program, o.file("main"))
	o.program.Stderr = o.problems
	if o.in, err = o.program.StdinPipe(); err != nil {
		return err
	}
	out, err := o.program.StdoutPipe()
	if err != nil {
		return err
	}
	o.out = json.NewDecoder(out)
	o.out.UseNumber()
	if err := o.program.Start(); err != nil {
		return err
	}
	_, err = o.answer("ATTACH '"+o.file("crm")+"' AS crm", nil)
	return err
}

func (o *oldest) stop() {
	if o.program != nil {
		_ = o.in.Close()
		_ = o.program.Wait()
		o.program = nil
	}
}

// end leaves nothing behind.
func (o *oldest) end() {
	o.stop()
	_ = os.RemoveAll(o.dir)
	if program, err := buildOldest(); err == nil {
		_ = os.RemoveAll(filepath.Dir(program))
	}
}

// answer asks a statement. What fails ends the program, which says why.
func (o *oldest) answer(statement string, params []any) ([][]any, error) {
	err := json.NewEncoder(o.in).Encode(map[string]any{"sql": statement, "params": params})
	var rows [][]any
	if err == nil {
		if err = o.out.Decode(&rows); err == nil {
			return rows, nil
		}
	}
	o.stop()
	return nil, errors.Join(err, errors.New(o.problems.String()))
}

func (o *oldest) ask(statement string, params []any, fields []*lang.Field) ([]map[string]any, error) {
	if o.program == nil {
		if err := o.start(); err != nil {
			return nil, err
		}
	}
	list, err := o.answer("SELECT * FROM ("+statement+")", params)
	if err != nil {
		if strings.Contains(err.Error(), "parser stack overflow") {
			return nil, errDeep
		}
		return nil, err
	}
	var answer []map[string]any
	for _, values := range list {
		row := map[string]any{}
		for i, f := range fields {
			v := values[i]
			switch of := v.(type) {
			case json.Number:
				if v, err = of.Int64(); err != nil {
					return nil, err
				}
			case string: // as which it writes a double
				if number, err := strconv.ParseFloat(of, 64); err == nil && f.Type.Kind == lang.Number {
					v = number
				}
			}
			row[f.Name] = outOfSQLite(f.Type, v)
		}
		answer = append(answer, row)
	}
	return answer, nil
}

// errDeep is of a statement that a database's parser has no room for, as is said of it.
var errDeep = errors.New("the parser has no room")
