package pull_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang"
	"portcullis/lang/pull"
)

const portalFile = "tables.portal.hcl"

// declared reads a portal of one file, as far as its tables can be made out.
func declared(t *testing.T, text string) pull.Comparison {
	t.Helper()
	policy, _, diags := lang.Reread(fstest.MapFS{portalFile: {Data: []byte(text)}}, nil)
	if policy == nil {
		t.Fatal(diags)
	}
	if errs := pull.Readable(policy); errs.HasErrors() {
		t.Fatal(errs)
	}
	return pull.Comparison{Portal: policy}
}

func read(t *testing.T, source string) *pull.Database {
	t.Helper()
	d, err := pull.Read(context.Background(), source)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// merge merges into a text, and holds that to do so again changes nothing.
func merge(t *testing.T, d *pull.Database, text string) (*pull.Merged, string) {
	t.Helper()
	m, err := d.Merge(declared(t, text), portalFile)
	if err != nil {
		t.Fatal(err)
	}
	once := string(m.Text)
	again, err := d.Merge(declared(t, once), portalFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(once, string(again.Text)); diff != "" {
		t.Errorf("a second merge changes something:\n%s", diff)
	}
	return m, once
}

// TestMergeOfPieces takes away each piece of what is written of a database, one at a
// time: a table, a field, a relation. Merged, nothing is missing, and all else is as
// it was.
func TestMergeOfPieces(t *testing.T) {
	d := read(t, onSQLite(t, script(t, "sqlite.sql")))
	whole, err := d.Write()
	if err != nil {
		t.Fatal(err)
	}
	text := "portal \"p\" {}\n\n" + string(whole.Text)
	pieces := piecesOf(t, text)
	if len(pieces) < 50 {
		t.Errorf("there are %d pieces", len(pieces))
	}
	for i, p := range pieces {
		if testing.Short() && i%5 != 0 {
			continue
		}
		canonical, diags := lang.FormatSource("", []byte(text[:p.start]+text[p.end:]))
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		less := string(canonical)
		m, once := merge(t, d, less)
		if p.back == (len(m.Changes) > 0) {
			t.Errorf("without %s, the differences are %v", p.what, m.Changes)
		}
		if changes := d.Compare(declared(t, once)); len(changes) > 0 {
			t.Errorf("without %s, what is merged differs: %v", p.what, changes)
		}
		if canonical, _ := lang.FormatSource("", []byte(once)); string(canonical) != once {
			t.Errorf("without %s, what is merged is not in canonical form", p.what)
		}
		if missing := linesOf(less, once); len(missing) > 0 {
			t.Errorf("without %s, lines are lost: %q", p.what, missing)
		}
		policy, _, diags := lang.Load(fstest.MapFS{portalFile: {Data: []byte(once)}})
		if diags.HasErrors() || len(policy.Tables) != whole.Tables {
			t.Errorf("without %s, what is merged is no portal: %v", p.what, diags)
		}
	}
}

// TestMergeOfWhole has nothing be changed in what was written of a database.
func TestMergeOfWhole(t *testing.T) {
	for name, source := range map[string]string{
		"rental": onPostgres(t, "whole_rental", script(t, "rental.sql")), "postgres": onPostgres(t, "whole_postgres", script(t, "postgres.sql")),
		"sqlite": onSQLite(t, script(t, "sqlite.sql")), "mysql": onMariaDB(t, "merged", script(t, "mysql.sql")),
	} {
		d := read(t, source)
		whole, err := d.Write()
		if err != nil {
			t.Fatal(err)
		}
		m, err := d.Merge(declared(t, string(whole.Text)), portalFile)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(whole.Text), string(m.Text)); diff != "" || len(m.Changes) > 0 {
			t.Errorf("%s: a merge of what is there changes something: %v\n%s", name, m.Changes, diff)
		}
	}
}

// linesOf gives the words of lines that a text has and another has not.
func linesOf(text, in string) []string {
	words := func(s string) map[string]int {
		n := map[string]int{}
		for line := range strings.Lines(s) {
			n[strings.Join(strings.Fields(line), " ")]++
		}
		return n
	}
	have, want := words(in), words(text)
	var missing []string
	for line, n := range want {
		if have[line] < n {
			missing = append(missing, line)
		}
	}
	return missing
}

// piece is a part of a file. A has_many is one that does not come back by itself.
type piece struct {
	what       string
	start, end int
	back       bool
}

func piecesOf(t *testing.T, text string) []piece {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(text), "", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var out []piece
	line := func(what string, from, to hcl.Pos, back bool) {
		end := to.Byte + strings.IndexByte(text[to.Byte:], '\n') + 1
		out = append(out, piece{what, from.Byte, end, back})
	}
	for _, b := range file.Body.(*hclsyntax.Body).Blocks {
		if b.Type != "table" {
			continue
		}
		line("table "+b.Labels[0], b.TypeRange.Start, b.CloseBraceRange.End, false)
		for _, inner := range b.Body.Blocks {
			line(fmt.Sprintf("%s %s of %s", inner.Type, inner.Labels[0], b.Labels[0]), inner.TypeRange.Start, inner.CloseBraceRange.End, inner.Type == "has_many")
		}
		if a := b.Body.Attributes["fields"]; a != nil {
			for _, item := range a.Expr.(*hclsyntax.ObjectConsExpr).Items {
				line("a field of "+b.Labels[0], item.KeyExpr.Range().Start, item.ValueExpr.Range().End, false)
			}
		}
	}
	return out
}

// TestMerge holds what is made of a file that was written by hand, with all that it has
// otherwise, against what it should be.
func TestMerge(t *testing.T) {
	d := read(t, onSQLite(t, `
		CREATE TABLE people (id INTEGER PRIMARY KEY, "E-Mail" TEXT NOT NULL, region TEXT, level TEXT CHECK (level IN ('low', 'high', 'top')), born DATE, photo BLOB, extra JSON);
		CREATE TABLE orders (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES people, created_by INTEGER REFERENCES people, total NUMERIC, due TEXT, note TEXT, tags JSON, secret TEXT, amount NUMERIC);
		CREATE TABLE lines (order_id INTEGER REFERENCES orders, line INTEGER, PRIMARY KEY (order_id, line));
		CREATE TABLE log (text TEXT);
		CREATE TABLE audit (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES people);
		CREATE VIEW totals AS SELECT id, total FROM orders;`))
	for _, name := range []string{"hand", "terse"} {
		text, err := os.ReadFile(filepath.Join("testdata", "merge", name+".portal.hcl"))
		if err != nil {
			t.Fatal(err)
		}
		m, once := merge(t, d, string(text))
		var told strings.Builder
		for _, c := range m.Changes {
			fmt.Fprintf(&told, "%s %d %s/%s/%s: %s\n", c.Kind, c.At.Start.Line, c.Table, c.Field, c.Relation, c.Text)
		}
		golden(t, filepath.Join("merge", name+".merged"), []byte(once))
		golden(t, filepath.Join("merge", name+".told"), []byte(told.String()))
		if missing := linesOf(string(text), once); name == "hand" && len(missing) != 2 { // the enum's, and the mark of a table that is there
			t.Errorf("lines are lost: %q", missing)
		}
	}
}

// TestMergeAmongFiles has tables that another file declares not be written again, and
// what they lack be told; and lines end as they did.
func TestMergeAmongFiles(t *testing.T) {
	d := read(t, onSQLite(t, "CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT); CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a);"))
	policy, _, _ := lang.Reread(fstest.MapFS{
		"a.portal.hcl": {Data: []byte("portal \"p\" {}\ntable \"a\" {\n  fields = { id = number }\n}\n")},
		portalFile:     {Data: []byte("# mine\r\n")},
	}, nil)
	m, err := d.Merge(pull.Comparison{Portal: policy}, portalFile)
	if err != nil {
		t.Fatal(err)
	}
	const want = "# mine\r\n\r\ntable \"b\" {\r\n  fields = {\r\n    id   = number\r\n    a_id = number\r\n  }\r\n  belongs_to \"a\" {\r\n    table = \"a\"\r\n    key   = \"a_id\"\r\n  }\r\n}\r\n"
	if diff := cmp.Diff(want, string(m.Text)); diff != "" {
		t.Error(diff)
	}
	if len(m.Others) != 1 || m.Others[0].Field != "x" || m.Others[0].At.Filename != "a.portal.hcl" {
		t.Errorf("of other files it is told: %v", m.Others)
	}
	if changes := d.Compare(pull.Comparison{Portal: policy, Declared: true}); len(changes) != 1 {
		t.Errorf("of declared tables alone it is told: %v", changes)
	}
}

// TestCompareSchemas: tables of schemas that are not asked for are not gone.
func TestCompareSchemas(t *testing.T) {
	url := onPostgres(t, "compared", "CREATE SCHEMA crm; CREATE TABLE crm.a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);")
	const text = "portal \"p\" {}\ntable \"a\" {\n  source = \"crm.a\"\n  fields = { id = number }\n}\n" +
		"table \"b\" {\n  source = \"public.b\"\n  fields = { id = number }\n}\ntable \"c\" {\n  source = \"crm.c\"\n  fields = { id = number }\n}\n"
	for schemas, want := range map[string]int{"": 1, "public": 0, "crm": 1} {
		d, err := pull.Read(context.Background(), url, strings.Fields(schemas)...)
		if err != nil {
			t.Fatal(err)
		}
		if changes := d.Compare(declared(t, text)); len(changes) != want {
			t.Errorf("of %q it is told: %v", schemas, changes)
		}
	}
}

// TestManyTables reads a database as large programs have it, where each table says who
// made a row and who changed it: what comes out is a portal, with no relation that is
// told apart by a number, and no list of all tables where people are.
func TestManyTables(t *testing.T) {
	const who = "create_uid int REFERENCES res_users, create_date timestamp, write_uid int REFERENCES res_users, write_date timestamp"
	statements := "CREATE TABLE res_users (id serial PRIMARY KEY, login text NOT NULL UNIQUE);\nALTER TABLE res_users ADD create_uid int REFERENCES res_users, ADD write_uid int REFERENCES res_users;\n" +
		"CREATE TABLE res_company (id serial PRIMARY KEY, name text NOT NULL, parent_id int REFERENCES res_company, " + who + ");\n" +
		"CREATE TABLE res_partner (id serial PRIMARY KEY, name text, parent_id int REFERENCES res_partner, commercial_partner_id int REFERENCES res_partner, user_id int REFERENCES res_users, " + who + ");\n"
	for _, model := range []string{"sale", "purchase", "stock", "project", "hr", "mrp", "account", "crm", "fleet", "event", "website", "repair", "rental", "survey"} {
		statements += fmt.Sprintf(`CREATE TABLE %[1]s_order (id serial PRIMARY KEY, name varchar NOT NULL, company_id int NOT NULL REFERENCES res_company, partner_id int REFERENCES res_partner,
			partner_invoice_id int REFERENCES res_partner, partner_shipping_id int REFERENCES res_partner, user_id int REFERENCES res_users, state varchar, note jsonb, amount_total numeric, rate float8, active bool, %[2]s);
			CREATE TABLE %[1]s_order_line (id serial PRIMARY KEY, order_id int NOT NULL REFERENCES %[1]s_order ON DELETE CASCADE, sequence int, name text, price_unit numeric, %[2]s);
			CREATE TABLE %[1]s_tag (id serial PRIMARY KEY, name jsonb NOT NULL, color int, %[2]s);
			CREATE TABLE %[1]s_order_tag_rel (order_id int NOT NULL REFERENCES %[1]s_order, tag_id int NOT NULL REFERENCES %[1]s_tag, PRIMARY KEY (order_id, tag_id));`, model, who)
	}
	d := read(t, onPostgres(t, "many", statements))
	whole, err := d.Write()
	if err != nil {
		t.Fatal(err)
	}
	policy := load(t, whole.Text)
	if len(policy.Tables) != 3+4*14 {
		t.Errorf("there are %d tables", len(policy.Tables))
	}
	one := map[string]string{}
	for _, table := range policy.Tables {
		for _, r := range table.Relations {
			if strings.ContainsAny(r.Name, "0123456789") {
				t.Errorf("%s has a relation %s", table.Name, r.Name)
			}
			if table.Name == "sale_order" || table.Name == "res_users" || table.Name == "res_partner" && !strings.Contains(r.Target.Name, "order") {
				one[table.Name+"."+r.Name] = fmt.Sprint(r.Key.Names())
			}
		}
	}
	want := map[string]string{
		"res_partner.parent": "[parent_id]", "res_partner.commercial_partner": "[commercial_partner_id]", "res_partner.user": "[user_id]",
		"res_partner.create_user": "[create_uid]", "res_partner.write_user": "[write_uid]",
		"res_partner.children": "[parent_id]", "res_partner.res_partners_by_commercial_partner": "[commercial_partner_id]",
		"res_users.create_user": "[create_uid]", "res_users.write_user": "[write_uid]",
		"sale_order.company": "[company_id]", "sale_order.partner": "[partner_id]", "sale_order.partner_invoice": "[partner_invoice_id]",
		"sale_order.partner_shipping": "[partner_shipping_id]", "sale_order.user": "[user_id]", "sale_order.create_user": "[create_uid]",
		"sale_order.write_user": "[write_uid]", "sale_order.sale_order_lines": "[order_id]", "sale_order.sale_order_tag_rels": "[order_id]",
	}
	if diff := cmp.Diff(want, one); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
