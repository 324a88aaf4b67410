package lang

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/bind"
	"portcullis/lang/policy"
)

func scalarType(k policy.Kind) policy.Type { return policy.Type{Kind: k} }

func enumOf(values ...string) policy.Type { return policy.Type{Kind: policy.Enum, Values: values} }

func listOf(t policy.Type) policy.Type { return policy.Type{Kind: policy.List, Elem: &t} }

func field(name string, t policy.Type) *policy.Field {
	return &policy.Field{Name: name, Type: t, Column: name}
}

// bindPortal is the schema that the tests of the binder bind against.
func bindPortal() (*policy.Portal, map[string]*policy.Table) {
	status := enumOf("draft", "open", "done")
	clients := &policy.Table{Name: "clients", Fields: []*policy.Field{field("id", scalarType(policy.Number)), field("region", scalarType(policy.String)), field("since", scalarType(policy.Date))}}
	contacts := &policy.Table{Name: "contacts", Fields: []*policy.Field{
		field("id", scalarType(policy.Number)), field("name", scalarType(policy.String)), field("email", scalarType(policy.String)),
		field("client_id", scalarType(policy.Number)), field("grade", enumOf("a", "b")),
	}}
	products := &policy.Table{Name: "products", Fields: []*policy.Field{field("id", scalarType(policy.Number)), field("sku", scalarType(policy.String)), field("kinds", listOf(scalarType(policy.String)))}}
	items := &policy.Table{Name: "items", Fields: []*policy.Field{
		field("id", scalarType(policy.Number)), field("order_id", scalarType(policy.Number)), field("product_id", scalarType(policy.Number)),
		field("qty", scalarType(policy.Number)), field("gift", scalarType(policy.Bool)), field("state", status), field("notes", listOf(scalarType(policy.String))),
	}}
	orders := &policy.Table{Name: "orders", Fields: []*policy.Field{
		field("id", scalarType(policy.Number)), field("contact_id", scalarType(policy.Number)), field("added_by", scalarType(policy.Number)),
		field("status", status), field("phase", enumOf("open", "shut")), field("colour", enumOf("red")),
		field("title", scalarType(policy.String)), field("total", scalarType(policy.Number)), field("due", scalarType(policy.Date)),
		field("sent", scalarType(policy.Timestamp)), field("urgent", scalarType(policy.Bool)), field("tags", listOf(scalarType(policy.String))),
		field("labels", listOf(scalarType(policy.String))), field("states", listOf(status)), field("sizes", listOf(scalarType(policy.Number))),
		field("token", scalarType(policy.UUID)), field("tokens", listOf(scalarType(policy.UUID))), field("meta", scalarType(policy.JSON)),
	}}
	for _, t := range []*policy.Table{clients, contacts, products, items, orders} {
		t.Key = policy.Key{t.Fields[0]}
	}
	orders.Owner = orders.Fields[2]
	contacts.Relations = []*policy.Relation{{Name: "client", Target: clients, Key: policy.Key{contacts.Fields[3]}}}
	items.Relations = []*policy.Relation{
		{Name: "product", Target: products, Key: policy.Key{items.Fields[2]}},
		{Name: "order", Target: orders, Key: policy.Key{items.Fields[1]}},
	}
	orders.Relations = []*policy.Relation{
		{Name: "contact", Target: contacts, Key: policy.Key{orders.Fields[1]}},
		{Name: "items", Many: true, Target: items, Key: policy.Key{items.Fields[1]}},
	}
	portal := &policy.Portal{
		Name: "acme", Users: contacts, Login: contacts.Fields[2],
		UserProperties: []*policy.Property{
			{Name: "region", Type: scalarType(policy.String)},
			{Name: "clearance", Type: scalarType(policy.Number)},
			{Name: "groups", Type: listOf(scalarType(policy.String))},
			{Name: "staff", Type: scalarType(policy.Bool)},
		},
		TeamProperties: []*policy.Property{{Name: "tier", Type: enumOf("free", "paid")}, {Name: "since", Type: scalarType(policy.Date)}},
	}
	return portal, map[string]*policy.Table{"clients": clients, "contacts": contacts, "products": products, "items": items, "orders": orders}
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

func bindScope(p bind.Place, table string) *bind.Scope {
	portal, tables := bindPortal()
	sc := &bind.Scope{Place: p, Portal: portal, Table: tables[table], Locals: bindLocals, ConditionNames: []string{"late", "line", "rich", "wrong"}}
	conditions := map[string]*policy.Condition{
		"late": {Name: "late", Table: tables["orders"], When: &policy.Const{Value: true}},
		"rich": {Name: "rich", Table: tables["clients"], When: &policy.Const{Value: true}},
		"line": {Name: "line", Table: tables["items"], When: &policy.Const{Value: true}},
	}
	sc.Condition = func(name string, _ hcl.Range) (*policy.Condition, hcl.Diagnostics) { return conditions[name], nil }
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
func bound(t testing.TB, src string, sc *bind.Scope) string {
	t.Helper()
	c, diags := bind.Condition(parseExpr(t, src), sc)
	switch {
	case diags.HasErrors():
		if c != nil {
			t.Errorf("%s: a condition in spite of errors", src)
		}
		return problems(src, diags)
	case c == nil:
		return "spoiled"
	default:
		return policy.Format(c)
	}
}
