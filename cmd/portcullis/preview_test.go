package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"portcullis/internal/opatest"
)

// TestPreview edits a portal while it is shown.
func TestPreview(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const policy = `portal "shop" {}
table "notes" {
  fields = { id = number, text = string, secret = string }
}
profile "customer" {
  allow "table" "notes" {
    actions = ["view"]
    rows    = all
    hide    = ["secret"]
  }
}
`
	write("shop.portal.hcl", policy)
	write("shop.test.hcl", `fixture "shop" {
  table "notes" {
    rows = <<-GRID
      id | text  | secret
      1  | first | s1
    GRID
  }
}
`)
	write("zoe.json", `{"login": "zoe", "profiles": ["customer"]}`)
	write("rows.json", `[{"id": 1}]`)
	before := listing(t, dir)
	t.Chdir(dir)
	out, _ := served(t, "preview", "--json")
	url := addressIn(t, out)

	p := previewed{url}
	page := func(path string) string { return p.page(t, path) }
	awaits := func(path string, is func(page string) bool) { p.awaits(t, path, is) }
	const notes = "view/notes?as=profile:customer"
	if text := page(notes); !strings.Contains(text, "first") || strings.Contains(text, "s1") || !strings.Contains(text, `value="@zoe.json"`) || strings.Contains(text, "@rows.json") {
		t.Errorf("the first page: %s", text)
	}
	if text := page("view/notes?as=@zoe.json"); !strings.Contains(text, "first") || strings.Contains(text, "s1") {
		t.Errorf("a person of a file: %s", text)
	}
	write("shop.portal.hcl", strings.Replace(policy, `    hide    = ["secret"]`+"\n", "", 1))
	awaits(notes, func(page string) bool { return strings.Contains(page, "s1") })

	write("shop.portal.hcl", strings.Replace(policy, "= all", "= al", 1))
	awaits(notes, func(page string) bool {
		return strings.Contains(page, "shop.portal.hcl line 8") && strings.Contains(page, "s1")
	})
	write("shop.portal.hcl", policy)
	awaits(notes, func(page string) bool {
		return !strings.Contains(page, "has errors") && !strings.Contains(page, "s1") && strings.Contains(page, "first")
	})
	if after := listing(t, dir); after != before {
		t.Errorf("there was %s, and now there is %s", before, after)
	}
}

// TestPreviewData shows rows of a folder elsewhere, over a mistake in them, and a
// version of git beside.
func TestPreviewData(t *testing.T) {
	dir, data := t.TempDir(), t.TempDir()
	write := func(dir, name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const policy = `portal "shop" {}
table "notes" {
  fields = { id = number, text = string }
}
table "others" {
  fields = { id = number }
}
profile "customer" {
  allow "table" "*" {
    actions = ["view"]
    rows    = all
  }
}
`
	const tests = `fixture "shop" {
  user "ana" {
    login    = "ana"
    profiles = ["customer"]
  }
}
`
	write(dir, "shop.portal.hcl", policy)
	write(dir, "shop.test.hcl", tests)
	write(data, "notes.csv", "id,text\n1,first\n")
	commit(t, dir)
	t.Chdir(dir)
	out, _ := served(t, "preview", "--json", "--data", data)
	p := previewed{addressIn(t, out)}
	const notes = "view/notes?as=user:ana"
	if text := p.page(t, notes); !strings.Contains(text, "first") || !strings.Contains(text, "The data have no file for others") {
		t.Errorf("the first page: %s", text)
	}
	write(data, "notes.csv", "id,text\n1,second\n")
	p.awaits(t, notes, func(page string) bool { return strings.Contains(page, "second") })
	write(data, "notes.csv", "id,text\nx,third\n")
	p.awaits(t, notes, func(page string) bool {
		return strings.Contains(page, "notes.csv line 2") && strings.Contains(page, "second") && strings.Contains(page, "last version without")
	})
	write(data, "notes.csv", "id,text\n1,third\n")
	p.awaits(t, notes, func(page string) bool {
		return strings.Contains(page, "third") && !strings.Contains(page, "has errors")
	})

	// A mistake in a test leaves the fixture as it is; one in the fixture leaves all.
	write(dir, "shop.test.hcl", tests+"test \"a\" {}\n")
	p.awaits(t, notes, func(page string) bool {
		return strings.Contains(page, "has errors") && strings.Contains(page, "third") && !strings.Contains(page, "last version without")
	})
	write(dir, "shop.test.hcl", strings.Replace(tests, "login", "logn", 1))
	p.awaits(t, notes, func(page string) bool {
		return strings.Contains(page, "has errors") && strings.Contains(page, "third") && strings.Contains(page, "last version without")
	})
	write(dir, "shop.test.hcl", tests)
	p.awaits(t, notes, func(page string) bool { return !strings.Contains(page, "has errors") })

	write(dir, "shop.portal.hcl", strings.Replace(policy, "= all", "= row.id > 1", 1))
	p.awaits(t, notes+"&version=git:HEAD", func(page string) bool {
		return strings.Contains(page, "1 row and 0 cells differ") && strings.Contains(page, "ana in git:HEAD")
	})
	commit(t, dir) // and HEAD is another one
	if text := p.page(t, notes+"&version=git:HEAD"); !strings.Contains(text, "Both see the same.") {
		t.Errorf("after a commit HEAD is what it was: %s", text)
	}
}

// commit commits all that is in a directory.
func commit(t *testing.T, dir string) {
	t.Helper()
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-qm", "a change"}} {
		c := exec.CommandContext(t.Context(), "git", args...)
		c.Dir = dir
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
	}
}

// previewed is a preview at an address.
type previewed struct{ url string }

func (p previewed) page(t *testing.T, path string) string {
	t.Helper()
	answer, err := http.Get(p.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// awaits gives the page when it is as it should be.
func (p previewed) awaits(t *testing.T, path string, is func(page string) bool) string {
	t.Helper()
	var last string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if last = p.page(t, path); is(last) {
			return last
		}
	}
	t.Fatalf("it never came; at last there was\n%s", last)
	return ""
}

// addressIn gives the address that is printed as JSON.
func addressIn(t *testing.T, out *opatest.Output) string {
	t.Helper()
	var document struct{ URL string }
	if err := json.Unmarshal([]byte("{"+out.Await(t, `"url"`)+"}"), &document); err != nil {
		t.Fatal(err)
	}
	return document.URL
}

func listing(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}
