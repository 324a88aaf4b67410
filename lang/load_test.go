package lang

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/check"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// loadText loads a portal of one file.
func loadText(src string) (*policy.Policy, hcl.Diagnostics) {
	p, _, diags := Load(fstest.MapFS{"main.portal.hcl": {Data: []byte(src)}})
	return p, diags
}

func loadFull(t *testing.T) *policy.Policy {
	t.Helper()
	src, err := os.ReadFile("testdata/full.portal.hcl")
	if err != nil {
		t.Fatal(err)
	}
	p, diags := loadText(string(src))
	if len(diags) > 0 {
		for _, d := range diags {
			t.Error(d)
		}
	}
	if p == nil {
		t.Fatal("no policy")
	}
	return p
}

// summary writes what a statement came to, for tests to compare.
func summary(st *policy.Statement) string {
	var w strings.Builder
	w.WriteString(st.Effect.String() + " " + string(st.Kind))
	for _, t := range st.Targets {
		w.WriteString(" | " + t.Name + " [" + strings.Join(t.Actions, " ") + "]")
		section := func(name string, parts []string) {
			if len(parts) > 0 {
				w.WriteString(" " + name + "(" + strings.Join(parts, " ") + ")")
			}
		}
		if t.Rows != nil {
			w.WriteString(" rows")
		}
		if t.Check != nil {
			w.WriteString(" check")
		}
		var fields, readOnly, masks, sets []string
		for _, u := range t.Fields {
			name := u.Field.Name
			if u.Named {
				name += "!"
			}
			fields = append(fields, name)
		}
		for _, f := range t.ReadOnly {
			readOnly = append(readOnly, f.Name)
		}
		for _, m := range t.Masks {
			masks = append(masks, m.Field.Name)
		}
		for _, s := range t.Sets {
			sets = append(sets, s.Field.Name)
		}
		name := "covers"
		if t.Partial {
			name = "takes"
		}
		section(name, fields)
		section("read_only", readOnly)
		section("mask", masks)
		section("set", sets)
	}
	if st.When != nil {
		w.WriteString(" when")
	}
	return w.String()
}

func TestLoadFull(t *testing.T) {
	p := loadFull(t)
	var got []string
	for _, st := range p.Statements {
		got = append(got, summary(st))
	}
	every := "covers(id contact_id added_by total margin due changed_at tags phone status placed)"
	want := []string{
		"allow table | orders [export view] rows covers(id contact_id added_by total due changed_at tags phone status placed) mask(phone status)",
		"allow table | orders [create update] rows check " + every + " read_only(total) set(added_by changed_at)",
		"allow table | orders [approve read_comments] rows " + every + " when",
		"allow table | orders [view] rows covers(id! status!)",
		"allow table | products [view] covers(id sku) | statuses [view] covers(id)",
		"allow table | tasks [create create_comments delete delete_comments edit_comments export import manage_structure print read_comments update view] covers(id title)",
		"deny table | payables [create create_comments delete delete_comments edit_comments export import manage_structure print read_comments update view]",
		"deny table | orders [delete update] rows",
		"deny table | orders [view] takes(margin!) when",
		"deny table | orders [update] check",
		"allow report | open_orders [delete export import print update view] covers(id total)",
		"allow form | join_event [access] covers(name email) set(added_by)",
		"allow page | tasks [access] | tasks-edit [access]",
		"allow dashboard | kpis [access] when",
		"allow channel | 123 [read]",
		"allow capability | manage_users [access]",
		"allow message | * [access]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("statements (-want +got):\n%s", diff)
	}
}

func TestLoadFullSchema(t *testing.T) {
	p := loadFull(t)
	if p.Portal.Name != "acme" || p.Portal.Users.Name != "contacts" || p.Portal.Login.Name != "email" {
		t.Errorf("portal: %+v", p.Portal)
	}
	byTable := map[string]*policy.Table{}
	for _, table := range p.Tables {
		byTable[table.Name] = table
	}
	orders := byTable["orders"]
	if orders.Source != "crm.orders" || !slices.Equal(orders.Key.Names(), []string{"id"}) || orders.Owner.Name != "added_by" {
		t.Errorf("orders: %+v", orders)
	}
	if byTable["products"].Source != "products" {
		t.Errorf("the source of a table is its name by default, not %q", byTable["products"].Source)
	}
	email := byTable["contacts"].Fields[3]
	if email.Name != "email" || !email.Required || email.Sensitive != "pii" || email.Column != "e_mail" {
		t.Errorf("email: %+v", email)
	}
	items := orders.Relations[1]
	if items.Name != "items" || !items.Many || items.Target != byTable["order_items"] || items.Key[0].Name != "order_id" {
		t.Errorf("items: %+v", items)
	}
	status, placed := orders.Fields[9], orders.Fields[10]
	if status.Type.String() != `enum("draft", "open", "done", "void")` || policy.FormatValue(status.Default) != `"draft"` || status.Generated {
		t.Errorf("status: %+v", status)
	}
	if placed.Default != nil || !placed.Generated {
		t.Errorf("placed: %+v", placed)
	}
	if diff := cmp.Diff([]string{"id", "total"}, check.FieldNames(p.Reports[0].Fields)); diff != "" {
		t.Errorf("fields of the report (-want +got):\n%s", diff)
	}
	team := p.Teams[0]
	if len(team.Profiles) != 1 || team.Properties[1].Property.Name != "tier" || team.Properties[1].Value.AsString() != "paid" {
		t.Errorf("team: %+v", team)
	}
}

func TestLoadFullProfile(t *testing.T) {
	p := loadFull(t)
	var customer *policy.Profile
	for _, profile := range p.Profiles {
		if profile.Name == "customer" {
			customer = profile
		}
	}
	if !customer.Default || customer.Title != "Customer" || len(customer.Closure) != 2 || customer.Closure[0].Name != "base" {
		t.Errorf("customer: %+v", customer)
	}
	section := customer.Menu[0]
	want := []policy.Item{
		{Kind: policy.KindTable, Name: "tasks", Label: "My tasks", As: "board"},
		{Kind: policy.KindPage, Name: "tasks", Label: "tasks", As: "page"},
		{Kind: policy.KindReport, Name: "open_orders", Label: "open_orders", As: "object"},
	}
	var got []policy.Item
	for _, item := range section.Items {
		item.Range = hcl.Range{}
		got = append(got, *item)
	}
	if diff := cmp.Diff(want, got); diff != "" || section.Label != "Work" {
		t.Errorf("menu %q (-want +got):\n%s", section.Label, diff)
	}
	message := p.Statements[len(p.Statements)-1]
	if message.Anyone || len(message.Users) != 3 || message.Profiles[0].Name != "staff" {
		t.Errorf("message: %+v", message)
	}
}

// TestLoadFiles: the files of a directory are one policy, in any order.
func TestLoadFiles(t *testing.T) {
	fsys := fstest.MapFS{
		"b.portal.hcl":        {Data: []byte("portal \"p\" {}\nprofile \"x\" {\n  allow \"page\" \"home\" {}\n}\n")},
		"a.portal.hcl":        {Data: []byte("page \"home\" {}\nprofile \"y\" {\n  deny \"page\" \"home\" {}\n}\n")},
		"notes.txt":           {Data: []byte("not HCL {{{")},
		"x.test.hcl":          {Data: []byte("test {{{")},
		"sub/deep.portal.hcl": {Data: []byte("not HCL {{{")},
	}
	p, sources, diags := Load(fsys)
	if p == nil {
		t.Fatal(diags)
	}
	if p.Files[0].Name != "a.portal.hcl" || len(p.Files) != 2 || len(sources.Files()) != 2 {
		t.Errorf("files: %v", p.Files)
	}
	if first := p.Statements[0]; first.File != "a.portal.hcl" || first.Line != 3 || first.Effect != policy.Deny {
		t.Errorf("first statement: %s:%d", first.File, first.Line)
	}
}

func TestLoadUnreadable(t *testing.T) {
	tests := []struct {
		name    string
		fsys    fs.FS
		summary string
		system  bool
	}{
		{"empty directory", fstest.MapFS{}, "No policy", false},
		{"no directory", os.DirFS(t.TempDir() + "/none"), "Cannot be read", true},
		{"link to itself", linkToItself(t), "Cannot be read", true},
		{"a directory named like a file", fstest.MapFS{"a.portal.hcl/x": {}}, "Not a file", false},
		{"too large", fstest.MapFS{"a.portal.hcl": {Data: make([]byte, syntax.MaxFileSize+1)}}, "File too large", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, _, diags := Load(test.fsys)
			if p != nil || len(diags) != 1 || diags[0].Summary != test.summary {
				t.Fatalf("policy %v, %v", p, diags)
			}
			if _, system := diags[0].Extra.(*SystemError); system != test.system {
				t.Errorf("told of the machine: %v", system)
			}
		})
	}
}

func linkToItself(t *testing.T) fs.FS {
	dir := t.TempDir()
	if err := os.Symlink("a.portal.hcl", dir+"/a.portal.hcl"); err != nil {
		t.Fatal(err)
	}
	return os.DirFS(dir)
}
