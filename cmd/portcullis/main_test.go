package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"portcullis/internal/mariatest"
	"portcullis/internal/opatest"
	"portcullis/internal/pgtest"
	"portcullis/internal/update"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(withOPA{m}, map[string]func(){
		"portcullis": main,
		"curl": func() {
			if err := curl(os.Args[1:]); err != nil {
				fmt.Fprintln(os.Stderr, "curl:", err)
				os.Exit(1)
			}
		},
	})
}

// withOPA runs tests with OPA's own program on the path, to see that it takes
// the bundles.
type withOPA struct{ testscript.TestingM }

func (w withOPA) Run() int {
	if err := opatest.OnPath(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer pgtest.Stop()
	defer mariatest.Stop()
	return w.TestingM.Run()
}

// curl does what the documents have curl do, on machines without it:
// curl -s URL [-H HEADER] [-d @FILE].
func curl(args []string) error {
	request, err := http.NewRequest(http.MethodGet, "http://", nil)
	if err != nil {
		return err
	}
	for i := 0; i < len(args); i++ {
		next := ""
		if i+1 < len(args) {
			next = args[i+1]
		}
		name, value, isHeader := strings.Cut(next, ": ")
		file, isFile := strings.CutPrefix(next, "@")
		switch {
		case args[i] == "-s":
		case args[i] == "-H" && isHeader:
			request.Header.Set(name, value)
			i++
		case args[i] == "-d" && isFile:
			body, err := os.Open(file)
			if err != nil {
				return err
			}
			defer body.Close()
			request.Method, request.Body = http.MethodPost, body
			i++
		case !strings.HasPrefix(args[i], "-") && request.URL.Host == "":
			if request.URL, err = url.Parse("http://" + args[i]); err != nil {
				return err
			}
		default:
			return fmt.Errorf("this stand-in knows only -s URL [-H HEADER] [-d @FILE], not %q", args)
		}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(os.Stdout, response.Body)
	return err
}

// TestScripts runs the scripts of testdata/script, one for each command. They
// find the repository's examples in $EXAMPLES.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       update.Golden(),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("EXAMPLES", examples)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":  scriptStatus,
			"json":    scriptJSON,
			"keypair": scriptKeypair,
			"sqlite":  scriptSQLite,
		},
	})
}

// scriptStatus is the command `status N PROGRAM ARG…`: the program must end
// with just this exit status. Its output is there for stdout and stderr.
func scriptStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N program [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("cannot run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// scriptSQLite is the command `sqlite FILE SCRIPT`: it makes a database of SQL.
func scriptSQLite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sqlite file script")
	}
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(ts.ReadFile(args[1]))
	ts.Check(err)
}

// scriptJSON is the command `[!] json PATH [VALUE]`: stdout must be one JSON
// document that has the value (as JSON, or as text for a string) at the dotted
// path, or anything there if no value is given.
func scriptJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: [!] json path [value]")
	}
	var document any
	stdout := ts.ReadFile("stdout")
	d := json.NewDecoder(strings.NewReader(stdout))
	d.UseNumber()
	if err := d.Decode(&document); err != nil || !json.Valid([]byte(stdout)) {
		ts.Fatalf("stdout is not one JSON document: %v", err)
	}
	got, found := lookUp(document, args[0])
	text, ok := got.(string)
	if !ok {
		encoded, err := json.Marshal(got)
		ts.Check(err)
		text = string(encoded)
	}
	matches := found && (len(args) == 1 || text == args[1])
	if matches == neg {
		ts.Fatalf("%s is %s (found: %v), unexpectedly", args[0], text, found)
	}
}

// lookUp finds what a dotted path leads to.
func lookUp(v any, path string) (any, bool) {
	for step := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			next, ok := at[step]
			if !ok {
				return nil, false
			}
			v = next
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(at) {
				return nil, false
			}
			v = at[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// scriptKeypair is the command `keypair [-ec] NAME`: it writes a private RSA key,
// or one of an elliptic curve, to NAME.pem, and its public key to NAME.pub.
func scriptKeypair(ts *testscript.TestScript, neg bool, args []string) {
	make := opatest.KeyPair
	if len(args) == 2 && args[0] == "-ec" {
		make, args = opatest.CurvePair, args[1:]
	}
	if neg || len(args) != 1 {
		ts.Fatalf("usage: keypair [-ec] name")
	}
	private, public, err := make()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".pem"), []byte(private), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".pub"), []byte(public), 0o600))
}
