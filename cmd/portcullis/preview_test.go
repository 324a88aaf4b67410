package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
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

	page := func(path string) string {
		t.Helper()
		answer, err := http.Get(url + path)
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
	awaits := func(path string, is func(page string) bool) string {
		t.Helper()
		var last string
		for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if last = page(path); is(last) {
				return last
			}
		}
		t.Fatalf("it never came; at last there was\n%s", last)
		return ""
	}
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
