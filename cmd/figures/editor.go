package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"portcullis/cmd/figures/workload"
)

// profileFiles is how many files of profiles the portal of an editor has, beside the
// one of its schema.
const profileFiles = 49

// editing measures `portcullis lsp` as an editor has it: how long after a key that is
// struck in one of fifty files the editor has the diagnostics, and how long completion
// takes, of 95 in a hundred; and the memory of the server.
func editing(shape workload.Shape) ([]measure, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	program := filepath.Join(dir, "portcullis-lsp")
	if text, err := exec.Command("go", "build", "-o", program, "portcullis/cmd/portcullis").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building portcullis: %w\n%s", err, text)
	}
	e := &editor{dir: filepath.Join(dir, "editor-"+shape.Name), versions: map[string]int{}, heard: sync.NewCond(&sync.Mutex{}), answers: map[int]bool{}}
	if err := write(e.dir, shape.Files(profileFiles)); err != nil {
		return nil, err
	}
	if err := e.start(program); err != nil {
		return nil, err
	}
	line := func(name string, do func(i int) error) measure {
		return measure{group: "editor/" + shape.Name, name: name, ours: true, unit: name, n: profileFiles, percentile: 95, do: do}
	}
	key, completion := line("key", e.key), line("completion", e.complete)
	key.base = true
	key.metric = func() (float64, string, error) { return e.peak() / 1024, "MB-peak", nil }
	return []measure{key, completion}, nil
}

// editor is an editor that talks to a server.
type editor struct {
	dir     string
	process *exec.Cmd
	in      io.Writer

	heard    *sync.Cond
	calls    int
	answers  map[int]bool   // to calls, whether they told of an error
	versions map[string]int // of the documents whose diagnostics have come
	last     error
}

func (e *editor) start(program string) error {
	e.process = exec.Command(program, "lsp")
	in, err := e.process.StdinPipe()
	if err != nil {
		return err
	}
	out, err := e.process.StdoutPipe()
	if err != nil {
		return err
	}
	e.in = in
	if err := e.process.Start(); err != nil {
		return err
	}
	atEnd = append(atEnd, func() { in.Close(); _ = e.process.Wait() })
	go e.listen(bufio.NewReader(out))
	if err := e.call("initialize", map[string]any{"rootUri": e.uri(""), "capabilities": map[string]any{}}); err != nil {
		return err
	}
	e.tell("initialized", map[string]any{})
	for i := range profileFiles {
		text, err := os.ReadFile(filepath.Join(e.dir, workload.ProfileFile(i)))
		if err != nil {
			return err
		}
		e.tell("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
			"uri": e.uri(workload.ProfileFile(i)), "languageId": "portcullis", "version": 1, "text": string(text),
		}})
	}
	return e.await(workload.ProfileFile(profileFiles-1), 1)
}

// peak gives how many KB of memory the server had at most, as Linux tells it; 0 where
// that is not known.
func (e *editor) peak() (kb float64) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", e.process.Process.Pid))
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	_, _ = fmt.Sscan(rest, &kb)
	return kb
}

func (e *editor) uri(name string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(e.dir, name))}
	return u.String()
}

// key types a space before the first line of a file, or takes it away, and waits for
// the diagnostics of what is there then.
func (e *editor) key(i int) error {
	name := workload.ProfileFile(i)
	e.heard.L.Lock()
	version := max(e.versions[e.uri(name)], 1) + 1
	e.heard.L.Unlock()
	change := map[string]any{"range": between(0, 0), "text": " "}
	if version%2 == 1 {
		change = map[string]any{"range": between(0, 1), "text": ""}
	}
	e.tell("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": e.uri(name), "version": version},
		"contentChanges": []any{change},
	})
	return e.await(name, version)
}

func between(start, end int) map[string]any {
	return map[string]any{"start": map[string]any{"line": 0, "character": start}, "end": map[string]any{"line": 0, "character": end}}
}

// complete asks what may stand in the first condition of a file.
func (e *editor) complete(i int) error {
	name := workload.ProfileFile(i)
	text, err := os.ReadFile(filepath.Join(e.dir, name))
	if err != nil {
		return err
	}
	before, _, ok := strings.Cut(string(text), "row.")
	if !ok {
		return fmt.Errorf("%s has no condition", name)
	}
	line := strings.Count(before, "\n")
	column := len(before) - strings.LastIndexByte(before, '\n') - 1 + len("row.")
	return e.call("textDocument/completion", map[string]any{
		"textDocument": map[string]any{"uri": e.uri(name)}, "position": map[string]any{"line": line, "character": column},
	})
}

func (e *editor) send(message map[string]any) {
	message["jsonrpc"] = "2.0"
	text, err := json.Marshal(message)
	if err == nil {
		_, err = fmt.Fprintf(e.in, "Content-Length: %d\r\n\r\n%s", len(text), text)
	}
	if err != nil {
		e.hear(func() { e.last = err })
	}
}

func (e *editor) tell(method string, params any) {
	e.send(map[string]any{"method": method, "params": params})
}

// call asks for something, and waits for the answer.
func (e *editor) call(method string, params any) error {
	e.calls++
	id := e.calls
	e.send(map[string]any{"id": id, "method": method, "params": params})
	failed := false
	err := e.wait(func() (ok bool) { failed, ok = e.answers[id]; return ok })
	if err == nil && failed {
		return fmt.Errorf("%s ends in an error", method)
	}
	return err
}

// await waits for the diagnostics of a version of a file.
func (e *editor) await(name string, version int) error {
	return e.wait(func() bool { return e.versions[e.uri(name)] >= version })
}

func (e *editor) wait(until func() bool) error {
	late := time.AfterFunc(5*time.Minute, func() { e.hear(func() { e.last = fmt.Errorf("the server does not answer") }) })
	defer late.Stop()
	e.heard.L.Lock()
	defer e.heard.L.Unlock()
	for !until() && e.last == nil {
		e.heard.Wait()
	}
	return e.last
}

func (e *editor) hear(note func()) {
	e.heard.L.Lock()
	defer e.heard.L.Unlock()
	note()
	e.heard.Broadcast()
}

// listen notes what the server says, until it ends.
func (e *editor) listen(out *bufio.Reader) {
	for {
		head, err := textproto.NewReader(out).ReadMIMEHeader()
		length, _ := strconv.Atoi(head.Get("Content-Length"))
		text := make([]byte, length)
		if err == nil {
			_, err = io.ReadFull(out, text)
		}
		var m struct {
			ID     int
			Method string
			Error  json.RawMessage
			Params struct {
				URI     string
				Version int
			}
		}
		if err == nil {
			err = json.NewDecoder(bytes.NewReader(text)).Decode(&m)
		}
		e.hear(func() {
			switch {
			case err != nil:
				e.last = err
			case m.Method == "":
				e.answers[m.ID] = m.Error != nil
			case m.Method == "textDocument/publishDiagnostics":
				e.versions[m.Params.URI] = m.Params.Version
			}
		})
		if err != nil {
			return
		}
		if m.Method != "" && m.ID != 0 { // a question of the server's
			e.send(map[string]any{"id": m.ID, "result": nil})
		}
	}
}
