package check

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
)

var typeNames = []string{"string", "number", "bool", "date", "timestamp", "enum", "uuid", "json", "list"}

// otherNames are what the types are called elsewhere.
var otherNames = map[string]string{
	"int": "number", "integer": "number", "bigint": "number", "float": "number", "double": "number",
	"decimal": "number", "numeric": "number", "money": "number", "text": "string", "varchar": "string",
	"char": "string", "guid": "uuid", "jsonb": "json", "object": "json", "boolean": "bool", "datetime": "timestamp", "time": "timestamp",
	"array": "list", "set": "list",
}

// typeOf reads a type as it is written in a policy.
func (r *resolver) typeOf(expr hclsyntax.Expression) (policy.Type, bool) {
	refuse := func(at hcl.Range, format string, args ...any) (policy.Type, bool) {
		r.report(diag.Within(diag.Problem(at, "Invalid type", fmt.Sprintf(format, args...)), expr.Range()))
		return policy.Type{}, false
	}
	if word := hcl.ExprAsKeyword(expr); word != "" {
		return r.typeNamed(word, expr.Range())
	}
	switch expr := expr.(type) {
	case *hclsyntax.FunctionCallExpr:
		switch {
		case expr.ExpandFinal:
			return refuse(expr.Range(), "A type has no ... in it.")
		case expr.Name == "enum":
			return r.enumOf(expr)
		case expr.Name == "list":
			if len(expr.Args) != 1 {
				return refuse(expr.Range(), "A list has one type of element: list(string).")
			}
			elem, ok := r.typeOf(expr.Args[0])
			if !ok {
				return policy.Type{}, false
			}
			if !elem.Scalar() {
				return refuse(expr.Args[0].Range(), "The elements of a list are scalars; %s is none.", elem)
			}
			return policy.Type{Kind: policy.List, Elem: &elem}, true
		}
		if t, ok := r.typeNamed(expr.Name, expr.NameRange); ok {
			return refuse(expr.Range(), "The type %s takes nothing in parentheses.", t)
		}
		return policy.Type{}, false
	case *hclsyntax.TemplateExpr:
		if v, diags := expr.Value(nil); !diags.HasErrors() && v.IsKnown() && !v.IsNull() {
			return refuse(expr.Range(), "A type is written without quotes: %s.", v.AsString())
		}
	case *hclsyntax.ObjectConsExpr:
		return refuse(expr.Range(), "Found an object; a field with more to say than its type is a block: field \"name\" { type = … }.")
	}
	return refuse(expr.Range(), "A type is needed: %s.", "string, number, bool, date, timestamp, enum(\"a\", \"b\"), uuid, json or list(T)")
}

func (r *resolver) typeNamed(word string, at hcl.Range) (policy.Type, bool) {
	kinds := map[string]policy.Kind{
		"string": policy.String, "number": policy.Number, "bool": policy.Bool, "date": policy.Date, "timestamp": policy.Timestamp, "uuid": policy.UUID,
		"json": policy.JSON,
	}
	if k, ok := kinds[word]; ok {
		return policy.Type{Kind: k}, true
	}
	var detail string
	switch other := otherNames[word]; {
	case word == "enum":
		detail = `An enum names its values: enum("a", "b").`
	case word == "list":
		detail = "A list names the type of its elements: list(string)."
	case other != "":
		detail = fmt.Sprintf("There is no type %q. Did you mean %q?", word, other)
	default:
		detail = fmt.Sprintf("There is no type %q.%s", word, diag.DidYouMean(word, typeNames))
	}
	r.report(diag.Problem(at, "Invalid type", detail))
	return policy.Type{}, false
}

func (r *resolver) enumOf(call *hclsyntax.FunctionCallExpr) (policy.Type, bool) {
	t := policy.Type{Kind: policy.Enum}
	if len(call.Args) == 0 {
		r.report(diag.Problem(call.Range(), "Invalid type", `An enum has at least one value: enum("a", "b").`))
		return policy.Type{}, false
	}
	seen := map[string]bool{}
	ok := true
	for _, arg := range call.Args {
		s, good := r.textOf(arg, call.Range())
		if !good {
			ok = false
			continue
		}
		if seen[s] {
			r.report(diag.Within(diag.Problem(arg.Range(), "Duplicate enum value", fmt.Sprintf("The enum has the value %q twice.", s)), call.Range()))
			continue
		}
		seen[s] = true
		t.Values = append(t.Values, s)
	}
	return t, ok
}
