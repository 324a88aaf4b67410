package syntax

import (
	"slices"

	"portcullis/lang/policy"
	"portcullis/rego/form"
)

// shape is the arguments and blocks that the language has at a place.
type shape struct{ attrs, blocks []string }

// components are the blocks that declare things by their names alone.
var components = func() []string {
	var names []string
	for _, kind := range form.Components() {
		names = append(names, string(kind))
	}
	return names
}()

// shapes: what may stand in a block of each type; in a file, of the type "". What
// may in a statement depends on its kind.
var shapes = map[string]shape{
	"": {
		attrs:  []string{"use", "requires"}, // in files of folders that the portal uses
		blocks: slices.Concat([]string{"portal", "table", "report", "form"}, components, []string{"action", "team", "locals", "condition", "profile"}),
	},
	"portal": {attrs: []string{"description", "users", "login", "user_properties", "team_properties", "timezone", "use", "requires"}},
	"table": {
		attrs:  []string{"description", "source", "key", "owner", "fields"},
		blocks: []string{"field", "belongs_to", "has_many"},
	},
	"field":      {attrs: []string{"description", "type", "required", "default", "generated", "sensitive", "column"}},
	"belongs_to": {attrs: []string{"description", "table", "key"}},
	"has_many":   {attrs: []string{"description", "table", "key"}},
	"report":     {attrs: []string{"description", "table", "rows", "fields"}},
	"form":       {attrs: []string{"description", "table", "fields"}},
	"action":     {attrs: []string{"description", "tables"}},
	"team":       {attrs: []string{"description", "profiles", "properties"}},
	"condition":  {attrs: []string{"description", "table", "when"}},
	"profile": {
		attrs:  []string{"description", "title", "default", "anonymous", "includes", "reveal"},
		blocks: []string{"allow", "deny", "menu"},
	},
	"menu":    {blocks: []string{"section"}},
	"section": {attrs: []string{"label"}, blocks: []string{"item"}},
	"item":    {attrs: []string{"label", "as"}},
}

func shapeOf(block string) shape {
	if slices.Contains(components, block) {
		return shape{attrs: []string{"description"}}
	}
	return shapes[block]
}

// ShapeOf gives the arguments and blocks that may stand in a block of a type (in
// a file, of the type ""); of a statement, in one about things of a kind.
func ShapeOf(block, kind string) (arguments, blocks []string) {
	if block == "allow" || block == "deny" {
		return statementShape(policy.StatementKind(kind)).attrs, nil
	}
	s := shapeOf(block)
	return s.attrs, s.blocks
}
