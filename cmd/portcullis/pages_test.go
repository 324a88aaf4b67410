package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"portcullis/internal/chromium"
)

// TestBrowserPages opens the pages that commands write, each of which is one file, in
// Debian's Chromium.
func TestBrowserPages(t *testing.T) {
	p := openedPages{chromium.Start(t)}
	t.Run("matrix", p.matrix)
	t.Run("diff", p.diff)
	t.Run("tests", p.tests)
	t.Run("hostile", p.hostile)
}

type openedPages struct{ *chromium.Browser }

// written runs a command that is to end well, and gives what it prints.
func written(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := execute(t.Context(), args, strings.NewReader(""), &out, &errs); status != statusWell {
		t.Fatalf("%q ends with status %d: %s%s", args, status, &out, &errs)
	}
	return out.String()
}

// open opens a file.
func (p openedPages) open(t *testing.T, file string) {
	t.Helper()
	p.Run(t, chromedp.Navigate("file://"+filepath.ToSlash(file)))
}

// is asks the page something that has to be true.
func (p openedPages) is(t *testing.T, expression string) {
	t.Helper()
	if !chromium.Of(t, p.Browser, chromedp.Evaluate[bool](expression)) {
		t.Errorf("it is not so: %s", expression)
	}
}

// becomes waits until something is true of the page.
func (p openedPages) becomes(t *testing.T, expression string) {
	t.Helper()
	p.Awaits(t, `String(`+expression+`)`, "true")
}

// click clicks on a cell of the matrix, which nothing covers, and it opens.
func (p openedPages) click(t *testing.T, selector string) {
	t.Helper()
	p.becomes(t, fmt.Sprintf(`(() => {
		const e = document.querySelector(%q)
		e.scrollIntoView({ block: 'center', inline: 'center' })
		const box = e.getBoundingClientRect()
		const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
		if (hit === e) e.click()
		return document.querySelector('dialog').open
	})()`, selector))
}

// choose sets a control of the matrix, as a person does.
func (p openedPages) choose(t *testing.T, id, property, value string) {
	t.Helper()
	p.Run(t, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const e = document.getElementById(%q); e.%s = %s; e.dispatchEvent(new Event('input')) }`, id, property, value)))
}

// onPaper prints the page.
func (p openedPages) onPaper(t *testing.T) {
	t.Helper()
	p.Run(t, chromium.Media("print", "light"))
	p.is(t, `[...document.querySelectorAll('.controls, dialog')].every((e) => getComputedStyle(e).display === 'none')`)
	p.is(t, `[...document.querySelectorAll('.scroll')].every((e) => getComputedStyle(e).maxHeight === 'none' && getComputedStyle(e).overflowY === 'visible')`)
	p.is(t, `[...document.querySelectorAll('thead th')].every((e) => getComputedStyle(e).position === 'static')`)
	if pdf := chromium.Of(t, p.Browser, chromedp.PrintToPDF(chromedp.PDFLandscape(), chromedp.PDFPrintBackground())); !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("on paper it is %.20q", pdf)
	}
	p.Run(t, chromium.Media("screen", "light"))
}

const lineHeads = `[...document.querySelectorAll('.matrix tbody th:not(.thing)')]`

// matrix holds each cell of the page of an example against the answers, and tries
// what an auditor does.
func (p openedPages) matrix(t *testing.T) {
	file := filepath.Join(t.TempDir(), "matrix.html")
	t.Chdir("../../examples/zoho5-event")
	written(t, "matrix", "--html", file)
	var answers struct {
		Rows []struct {
			Profile *string
			Cells   []struct{ Value, Condition, Certainty string }
		}
	}
	if err := json.Unmarshal([]byte(written(t, "matrix", "--json")), &answers); err != nil {
		t.Fatal(err)
	}
	p.open(t, file)
	p.Accessible(t, "matrix")
	p.is(t, `document.querySelectorAll('.legend li').length >= 6 && document.querySelector('.facts').textContent.includes('revision')`)

	p.choose(t, "granted", "checked", "false")
	p.Run(t, chromedp.Evaluate[chromedp.Void](`document.getElementById('fields').click(); window.dispatchEvent(new Event('beforeprint'))`))
	type cell struct{ Text, Class string }
	lines := chromium.Of(t, p.Browser, chromedp.Evaluate[[][]cell](lineHeads+`.map((th) => [...th.parentElement.querySelectorAll('td')].map((td) => ({text: td.textContent, class: td.className})))`))
	if len(lines) < 100 || len(lines) != len(answers.Rows[0].Cells) {
		t.Fatalf("%d lines, and %d answers", len(lines), len(answers.Rows[0].Cells))
	}
	for i, row := range answers.Rows {
		for j, answer := range row.Cells {
			shown, want := lines[j][i], answer.Value
			if answer.Condition != "" {
				want = answer.Condition
			}
			if !strings.Contains(shown.Text, want) || strings.Contains(shown.Class, "unproven") != (answer.Certainty != "proven") {
				t.Errorf("line %d of %d: %q (%s), and the answer is %q, %s", j, i, shown.Text, shown.Class, want, answer.Certainty)
			}
		}
	}
	p.Run(t, chromedp.Evaluate[chromedp.Void](`document.querySelector('.scroll').scrollTo(150, 400)`))
	p.becomes(t, `document.querySelector('.scroll').scrollTop === 400`)
	p.is(t, `(() => {
		const box = document.querySelector('.scroll').getBoundingClientRect()
		const near = (a, b) => Math.abs(a - b) < 3
		return [...document.querySelectorAll('.matrix thead th')].every((e) => near(e.getBoundingClientRect().top, box.top)) &&
			`+lineHeads+`.every((e) => near(e.getBoundingClientRect().left, box.left))
	})()`)

	p.choose(t, "sensitive", "checked", "true")
	p.becomes(t, lineHeads+`.length > 0 && `+lineHeads+`.every((e) => e.querySelector('.tag'))`)
	p.choose(t, "sensitive", "checked", "false")
	p.choose(t, "writes", "checked", "true")
	p.becomes(t, lineHeads+`.length > 0 && `+lineHeads+`.every((e) => !/view|export|print|read/.test(e.textContent) || e.className === 'field')`)
	p.choose(t, "writes", "checked", "false")
	p.choose(t, "search", "value", "'table participants export'")
	p.becomes(t, lineHeads+`.map((e) => e.textContent).join() === 'export'`)
	p.choose(t, "search", "value", "''")
	p.choose(t, "people", "value", "'0'")
	p.becomes(t, `document.querySelectorAll('.matrix thead th').length === 2`)
	p.choose(t, "people", "value", "''")
	p.becomes(t, `document.querySelectorAll('.matrix thead th').length > 5`)

	p.click(t, `td.warn button`)
	for _, want := range []string{"Where", "user.id", ".portal.hcl:", "allow ", "For example this person", "On this row"} {
		if said := chromium.Of(t, p.Browser, chromedp.Text(`dialog`)); !strings.Contains(said, want) {
			t.Errorf("a cell tells nothing of %q: %s", want, said)
		}
	}
	p.Accessible(t, "matrix-cell")
	p.Run(t, chromedp.KeyEvent("\x1b"), chromedp.WaitNotPresent(`dialog[open]`))
	p.onPaper(t)
}

// diff shows what changes between two versions.
func (p openedPages) diff(t *testing.T) {
	dir := t.TempDir()
	older, newer := filepath.Join(dir, "older"), filepath.Join(dir, "newer")
	for at, hides := range map[string]string{older: `["margin", "note"]`, newer: `["note"]`} {
		writeSmallPortal(t, at, fmt.Sprintf(smallPages, hides))
	}
	t.Chdir(dir)
	file := filepath.Join(dir, "diff.html")
	if err := os.WriteFile(file, []byte(written(t, "diff", older, newer, "--format", "html")), 0o600); err != nil {
		t.Fatal(err)
	}
	p.open(t, file)
	p.Run(t, chromedp.Evaluate[chromedp.Void](`for (const e of document.querySelectorAll('details')) e.open = true`))
	for _, want := range []string{"gain", "view of orders.margin", "proven", `hide    = ["note"]`, "test \""} {
		if said := chromium.Of(t, p.Browser, chromedp.Text(`main`)); !strings.Contains(said, want) {
			t.Errorf("it tells nothing of %q: %s", want, said)
		}
	}
	p.Accessible(t, "diff")
	p.onPaper(t)
}

// tests shows the policy with what its tests do not look at, and would not notice.
func (p openedPages) tests(t *testing.T) {
	dir := t.TempDir()
	writeSmallPortal(t, dir, fmt.Sprintf(smallPages, `["margin", "note"]`))
	t.Chdir(dir)
	file := filepath.Join(dir, "tests.html")
	written(t, "test", "--coverage", "--mutate", "--html", file)
	p.open(t, file)
	p.Run(t, chromedp.Evaluate[chromedp.Void](`for (const e of document.querySelectorAll('details')) e.open = true`))
	said := chromium.Of(t, p.Browser, chromedp.Text(`main`))
	for _, want := range []string{"statements applied", "to look at", "no test notices", "A test that notices it", `allow "table" "orders" {`} {
		if !strings.Contains(said, want) {
			t.Errorf("it tells nothing of %q: %s", want, said)
		}
	}
	p.is(t, `document.querySelectorAll('.source .noted').length > 1`)
	p.Accessible(t, "tests")
	p.onPaper(t)
}

// hostile has texts of a policy be no markup on any of these pages.
func (p openedPages) hostile(t *testing.T) {
	dir := t.TempDir()
	older, newer := filepath.Join(dir, "older"), filepath.Join(dir, "newer")
	for at, text := range map[string]string{older: "old", newer: "new"} {
		writeSmallPortal(t, at, fmt.Sprintf(hostilePages, text))
	}
	t.Chdir(newer)
	var files []string
	for name, args := range map[string][]string{
		"hostile-matrix": {"matrix"}, "hostile-diff": {"diff", older, newer, "--format", "html"}, "hostile-tests": {"test", "--coverage", "--mutate"},
	} {
		file := filepath.Join(dir, name+".html")
		if args[0] != "diff" {
			written(t, append(args, "--html", file)...)
		} else if err := os.WriteFile(file, []byte(written(t, args...)), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	for _, file := range files {
		p.open(t, file)
		p.Run(t, chromedp.Evaluate[chromedp.Void](`for (const e of document.querySelectorAll('details')) e.open = true`))
		p.is(t, `document.querySelectorAll('main img, svg, b, i, [onclick], [onload], [onerror], [onmouseover]').length === 0 && document.scripts.length <= 2`)
		p.is(t, `document.body.textContent.includes('<img src=x onerror=alert(1)>')`)
		p.Accessible(t, strings.TrimSuffix(filepath.Base(file), ".html"))
	}
	for _, file := range files {
		if filepath.Base(file) == "hostile-matrix.html" {
			p.open(t, file)
			p.click(t, `td button`)
			p.is(t, `document.querySelectorAll('dialog img, dialog script, dialog b').length === 0`)
		}
	}
}

func writeSmallPortal(t *testing.T, dir, policy string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	policy, tests, _ := strings.Cut(policy, "# tests\n")
	for name, text := range map[string]string{"a.portal.hcl": policy, "a.test.hcl": tests} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

const smallPages = `portal "pages" {}
table "orders" {
  fields = { id = number, owner = string, margin = number, note = string }
}
profile "customer" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.owner == user.login
    hide    = %s
  }
  allow "table" "orders" {
    actions = ["delete"]
    rows    = row.margin > 10
  }
}
# tests
fixture "pages" {
  table "orders" {
    rows = <<-GRID
      id | owner | margin | note
      1  | ana   | 3      | n
      2  | bo    | 30     | m
    GRID
  }
  user "ana" {
    login    = "ana"
    profiles = ["customer"]
  }
}
test "ana sees one" {
  as = ["ana"]
  view "orders" { rows = [1] }
}
`

const hostilePages = `portal "hostile" { description = "<script>alert(1)</script>" }
table "notes" {
  fields = { id = string, text = string }
}
page "</script><script>alert(1)</script>" "\"><img src=x onerror=alert(1)>" {}
profile "<img src=x onerror=alert(1)>" {
  allow "table" "notes" {
    actions = ["view", "delete"]
    rows    = row.text != "</script><b onclick=alert(1)>%[1]s"
  }
  deny "table" "notes" {
    actions = ["delete"]
    rows    = row.text == "<!-- <script> %[1]s"
    message = "<script>alert(1)</script> <b>שלום no</b>"
  }
  allow "page" "*" {}
}
# tests
fixture "hostile" {
  table "notes" {
    rows = <<-GRID
      id                       | text
      "<svg onload=alert(1)>"  | "<i>x</i>"
    GRID
  }
  user "<img src=x onerror=alert(1)>" {
    login    = "<b>"
    profiles = ["<img src=x onerror=alert(1)>"]
  }
}
test "</script><b>one</b>" {
  as = ["<img src=x onerror=alert(1)>"]
  view "notes" { rows = ["<svg onload=alert(1)>"] }
}
`
