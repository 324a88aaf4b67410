package lang

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

func scalar(k Kind) Type { return Type{Kind: k} }

func enumOf(values ...string) Type { return Type{Kind: Enum, Values: values} }

func listOf(t Type) Type { return Type{Kind: List, Elem: &t} }

func field(name string, t Type) *Field { return &Field{Name: name, Type: t, Column: name} }

// bindPortal is the schema that the tests of the binder bind against.
func bindPortal() (*Portal, map[string]*Table) {
	status := enumOf("draft", "open", "done")
	clients := &Table{Name: "clients", Fields: []*Field{field("id", scalar(Number)), field("region", scalar(String)), field("since", scalar(Date))}}
	contacts := &Table{Name: "contacts", Fields: []*Field{
		field("id", scalar(Number)), field("name", scalar(String)), field("email", scalar(String)),
		field("client_id", scalar(Number)), field("grade", enumOf("a", "b")),
	}}
	products := &Table{Name: "products", Fields: []*Field{field("id", scalar(Number)), field("sku", scalar(String)), field("kinds", listOf(scalar(String)))}}
	items := &Table{Name: "items", Fields: []*Field{
		field("id", scalar(Number)), field("order_id", scalar(Number)), field("product_id", scalar(Number)),
		field("qty", scalar(Number)), field("gift", scalar(Bool)), field("state", status), field("notes", listOf(scalar(String))),
	}}
	orders := &Table{Name: "orders", Fields: []*Field{
		field("id", scalar(Number)), field("contact_id", scalar(Number)), field("added_by", scalar(Number)),
		field("status", status), field("phase", enumOf("open", "shut")), field("colour", enumOf("red")),
		field("title", scalar(String)), field("total", scalar(Number)), field("due", scalar(Date)),
		field("sent", scalar(Timestamp)), field("urgent", scalar(Bool)), field("tags", listOf(scalar(String))),
		field("labels", listOf(scalar(String))), field("states", listOf(status)), field("sizes", listOf(scalar(Number))),
	}}
	for _, t := range []*Table{clients, contacts, products, items, orders} {
		t.Key = t.Fields[0]
	}
	orders.Owner = orders.Fields[2]
	contacts.Relations = []*Relation{{Name: "client", Target: clients, Key: contacts.Fields[3]}}
	items.Relations = []*Relation{
		{Name: "product", Target: products, Key: items.Fields[2]},
		{Name: "order", Target: orders, Key: items.Fields[1]},
	}
	orders.Relations = []*Relation{
		{Name: "contact", Target: contacts, Key: orders.Fields[1]},
		{Name: "items", Many: true, Target: items, Key: items.Fields[1]},
	}
	portal := &Portal{
		Name: "acme", Users: contacts, Login: contacts.Fields[2],
		UserProperties: []*Property{
			{Name: "region", Type: scalar(String)},
			{Name: "clearance", Type: scalar(Number)},
			{Name: "groups", Type: listOf(scalar(String))},
			{Name: "staff", Type: scalar(Bool)},
		},
		TeamProperties: []*Property{{Name: "tier", Type: enumOf("free", "paid")}, {Name: "since", Type: scalar(Date)}},
	}
	return portal, map[string]*Table{"clients": clients, "contacts": contacts, "products": products, "items": items, "orders": orders}
}

var bindLocals = map[string]cty.Value{
	"open":    cty.TupleVal([]cty.Value{cty.StringVal("draft"), cty.StringVal("open")}),
	"none":    cty.NullVal(cty.DynamicPseudoType),
	"limit":   cty.NumberIntVal(100),
	"name":    cty.StringVal("Ana"),
	"on":      cty.True,
	"broken":  cty.DynamicVal,
	"nothing": cty.EmptyTupleVal,
	"sub":     cty.ObjectVal(map[string]cty.Value{"deep": cty.StringVal("done")}),
}

func bindScope(p place, table string) *scope {
	portal, tables := bindPortal()
	sc := &scope{place: p, portal: portal, table: tables[table], locals: bindLocals, conditionNames: []string{"late", "rich", "wrong"}}
	conditions := map[string]*Condition{
		"late": {Name: "late", Table: tables["orders"], When: &Const{Value: true}},
		"rich": {Name: "rich", Table: tables["clients"], When: &Const{Value: true}},
	}
	sc.condition = func(name string, _ hcl.Range) (*Condition, hcl.Diagnostics) { return conditions[name], nil }
	return sc
}

func parseExpr(t testing.TB, src string) hclsyntax.Expression {
	t.Helper()
	expr, diags := hclsyntax.ParseExpression([]byte(src), "t.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s: %s", src, diags)
	}
	return expr
}

// problems writes diagnostics as tests expect them: the source that is marked,
// the summary, and the detail.
func problems(src string, diags hcl.Diagnostics) string {
	var lines []string
	for _, d := range diags {
		marked := src[d.Subject.Start.Byte:d.Subject.End.Byte]
		lines = append(lines, fmt.Sprintf("%s | %s: %s", marked, d.Summary, d.Detail))
	}
	return strings.Join(lines, "\n")
}

// bound binds a condition, and writes what came of it.
func bound(t testing.TB, src string, sc *scope) string {
	t.Helper()
	c, diags := bindCondition(parseExpr(t, src), sc)
	switch {
	case diags.HasErrors():
		if c != nil {
			t.Errorf("%s: a condition in spite of errors", src)
		}
		return problems(src, diags)
	case c == nil:
		return "spoiled"
	default:
		return Format(c)
	}
}
