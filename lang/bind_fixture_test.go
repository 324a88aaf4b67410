package lang

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

func scalarType(k Kind) Type { return Type{Kind: k} }

func enumOf(values ...string) Type { return Type{Kind: Enum, Values: values} }

func listOf(t Type) Type { return Type{Kind: List, Elem: &t} }

func field(name string, t Type) *Field { return &Field{Name: name, Type: t, Column: name} }

// bindPortal is the schema that the tests of the binder bind against.
func bindPortal() (*Portal, map[string]*Table) {
	status := enumOf("draft", "open", "done")
	clients := &Table{Name: "clients", Fields: []*Field{field("id", scalarType(Number)), field("region", scalarType(String)), field("since", scalarType(Date))}}
	contacts := &Table{Name: "contacts", Fields: []*Field{
		field("id", scalarType(Number)), field("name", scalarType(String)), field("email", scalarType(String)),
		field("client_id", scalarType(Number)), field("grade", enumOf("a", "b")),
	}}
	products := &Table{Name: "products", Fields: []*Field{field("id", scalarType(Number)), field("sku", scalarType(String)), field("kinds", listOf(scalarType(String)))}}
	items := &Table{Name: "items", Fields: []*Field{
		field("id", scalarType(Number)), field("order_id", scalarType(Number)), field("product_id", scalarType(Number)),
		field("qty", scalarType(Number)), field("gift", scalarType(Bool)), field("state", status), field("notes", listOf(scalarType(String))),
	}}
	orders := &Table{Name: "orders", Fields: []*Field{
		field("id", scalarType(Number)), field("contact_id", scalarType(Number)), field("added_by", scalarType(Number)),
		field("status", status), field("phase", enumOf("open", "shut")), field("colour", enumOf("red")),
		field("title", scalarType(String)), field("total", scalarType(Number)), field("due", scalarType(Date)),
		field("sent", scalarType(Timestamp)), field("urgent", scalarType(Bool)), field("tags", listOf(scalarType(String))),
		field("labels", listOf(scalarType(String))), field("states", listOf(status)), field("sizes", listOf(scalarType(Number))),
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
			{Name: "region", Type: scalarType(String)},
			{Name: "clearance", Type: scalarType(Number)},
			{Name: "groups", Type: listOf(scalarType(String))},
			{Name: "staff", Type: scalarType(Bool)},
		},
		TeamProperties: []*Property{{Name: "tier", Type: enumOf("free", "paid")}, {Name: "since", Type: scalarType(Date)}},
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
