package regogen

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"portcullis/lang"
	"portcullis/rego/form"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// Module is a Rego file of the bundle.
type Module struct {
	path    string
	Header  string // comments, annotations among them
	pkg     string
	Imports map[string]bool // of the library's packages
	defines map[string]bool // functions that the library calls
	Rules   strings.Builder
}

// File gives the module as OPA's formatter leaves it.
func (m *Module) File(portal string) bundle.ModuleFile {
	var b strings.Builder
	fmt.Fprintf(&b, "%spackage %s\n\n", m.Header, m.pkg)
	rules, imported := m.Rules.String(), ""
	for _, name := range sortedKeys(m.Imports) {
		// What a filter came to may leave out what imported it.
		if refers(rules, name[strings.LastIndexByte(name, ' ')+1:]) {
			imported += "import data.portal." + name + "\n"
		}
	}
	if imported != "" {
		imported += "\n"
	}
	b.WriteString(imported + strings.TrimRight(rules, "\n"))
	at := path.Join("/", portal, m.path)
	if path.IsAbs(m.path) {
		at = m.path
	}
	return bundle.ModuleFile{URL: at, Path: at, Raw: []byte(indented(renamed(b.String(), portal)))}
}

// NewModule gives an empty module of a package, by its path in the bundle.
func NewModule(file, pkg string) *Module {
	return &Module{path: file, pkg: pkg, Imports: map[string]bool{}, defines: map[string]bool{}}
}

// constant writes a constant; its name is that of a rule, and of a part of it.
func (m *Module) constant(note string, value any, rule string, parts ...string) {
	m.Rules.WriteString(note + Dotted(rule, parts...) + " := " + Literal(value) + "\n\n")
}

// Note writes comments: which statement the rules that follow are of, and
// what it says.
func (m *Module) Note(c *form.Clause, attribute string, cond lang.Cond) {
	s := c.Statement
	m.Rules.WriteString(Comment(fmt.Sprintf("%s: %s of profile %q", c.Statement.ID, s.Effect, s.Profile)))
	if cond != nil {
		m.Rules.WriteString(Comment(attribute + " = " + lang.Format(cond)))
	}
}

func sortByPath(modules []*Module) {
	slices.SortFunc(modules, func(a, b *Module) int { return strings.Compare(a.path, b.path) })
}

// join puts modules of one package into one, named by the first and the last.
func join(modules []*Module) *Module {
	first, last := modules[0], modules[len(modules)-1]
	out := NewModule(strings.TrimSuffix(first.path, ".rego")+"_to_"+path.Base(last.path), first.pkg)
	for _, m := range modules {
		maps.Copy(out.Imports, m.Imports)
		maps.Copy(out.defines, m.defines)
		out.Rules.WriteString(m.Rules.String())
	}
	return out
}
