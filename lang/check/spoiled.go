package check

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// spoiled is what is declared with a mistake in it. The mistake has been
// reported; whatever mentions the name is not judged.
type spoiled struct {
	names  map[string]bool        // of fields, relations, properties, locals, conditions, actions
	tables map[*policy.Table]bool // tables of which not all is known
	views  map[string]bool        // reports and forms, as kind and name, of whose fields not all are known
	user   bool                   // what `user` has is not all known
	team   bool                   // what `team` has is not all known
}

// spoil notes a name as one that expressions mentioning it are not judged by.
func (s *spoiled) spoil(name string) {
	if s.names == nil {
		s.names = map[string]bool{}
	}
	s.names[name] = true
}

func (s *spoiled) spoilTable(t *policy.Table) {
	if s.tables == nil {
		s.tables = map[*policy.Table]bool{}
	}
	s.tables[t] = true
}

func (s *spoiled) spoilView(kind policy.StatementKind, name string) {
	if s.views == nil {
		s.views = map[string]bool{}
	}
	s.views[string(kind)+" "+name] = true
}

func (s *spoiled) view(kind policy.StatementKind, name string) bool {
	return s.views[string(kind)+" "+name]
}

func (s *spoiled) any() bool { return len(s.names) > 0 || len(s.tables) > 0 || s.user || s.team }

// touches reports whether an expression mentions something spoiled. The table
// is that of its row, or nil.
func (s *spoiled) touches(expr hclsyntax.Expression, table *policy.Table) bool {
	if !s.any() {
		return false
	}
	if table != nil && s.tables[table] {
		return true
	}
	found := false
	syntax.EachTraversal(expr, func(t syntax.Traversal) {
		switch {
		case t.Root == "user" && s.user, t.Root == "team" && s.team:
			found = true
		}
		for _, name := range t.Steps {
			found = found || s.names[name]
		}
	})
	return found
}
