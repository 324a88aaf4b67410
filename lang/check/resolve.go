package check

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// resolver makes the policy of a document. It notes what it could not make out
// (see spoil), so that what depends on it stays silent.
type resolver struct {
	doc    *syntax.Document
	diags  hcl.Diagnostics
	policy *policy.Policy

	locals     map[string]cty.Value
	tables     map[string]*tableInfo
	reports    map[string]*policy.Report
	forms      map[string]*policy.Form
	components map[policy.StatementKind]map[string]*policy.Component
	actions    map[string]bool // the declared ones
	conditions map[string]*conditionInfo
	profiles   map[string]*profileInfo

	conditionNames []string            // in order
	inOrder        []*policy.Condition // each after those that it names

	spoiled spoiled
}

// Resolve gives the policy, which is whole only if no diagnostic is an error.
// Where names are written is noted in uses, unless they are nil.
func Resolve(doc *syntax.Document, files []*policy.File, uses *policy.Uses) (*policy.Policy, hcl.Diagnostics) {
	r := &resolver{
		doc: doc, policy: &policy.Policy{Files: files, Uses: uses},
		tables: map[string]*tableInfo{}, reports: map[string]*policy.Report{}, forms: map[string]*policy.Form{},
		components: map[policy.StatementKind]map[string]*policy.Component{},
		actions:    map[string]bool{}, conditions: map[string]*conditionInfo{}, profiles: map[string]*profileInfo{},
	}
	r.resolveLocals()
	r.resolveTables()
	r.resolvePortal()
	r.resolveRelations()
	r.resolveComponents()
	r.resolveActions()
	r.resolveConditions()
	r.resolveReports()
	r.resolveForms()
	r.resolveProfiles()
	r.resolveTeams()
	r.resolveStatements()
	r.resolveMenus()
	r.sort()
	r.policy.Locals = r.locals
	r.resolveViews()
	r.policy.NoteDeclarations()
	return r.policy, r.diags
}

func (r *resolver) report(d *hcl.Diagnostic) { r.diags = append(r.diags, d) }

func (r *resolver) reportAll(diags hcl.Diagnostics) { r.diags = append(r.diags, diags...) }

// sort puts the policy's lists in the order that [policy.Policy] promises.
func (r *resolver) sort() {
	p := r.policy
	byName(p.Tables, func(t *policy.Table) string { return t.Name })
	byName(p.Reports, func(t *policy.Report) string { return t.Name })
	byName(p.Forms, func(f *policy.Form) string { return f.Name })
	for _, list := range [][]*policy.Component{p.Pages, p.Dashboards, p.Channels, p.Capabilities} {
		byName(list, func(c *policy.Component) string { return c.Name })
	}
	byName(p.Teams, func(t *policy.Team) string { return t.Name })
	byName(p.Conditions, func(c *policy.Condition) string { return c.Name })
	byName(p.Profiles, func(p *policy.Profile) string { return p.Name })
	for _, t := range p.Tables {
		byName(t.Relations, func(rel *policy.Relation) string { return rel.Name })
	}
	slices.SortStableFunc(p.Statements, func(a, b *policy.Statement) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Range.Start.Byte, b.Range.Start.Byte))
	})
}

func byName[T any](list []T, name func(T) string) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(name(a), name(b)) })
}

// sortedKeys gives a map's keys in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// declared notes where names were declared, to tell of the second time.
type declared map[string]hcl.Range

// once reports a name that is there already, with both places.
func (r *resolver) once(seen declared, what string, n syntax.Label) bool {
	first, again := seen[n.Text]
	if again {
		r.report(diag.Problem(n.At, "Duplicate "+what, fmt.Sprintf("The %s %q is declared twice, first at %s.", what, n.Text, diag.At(first))))
		return false
	}
	seen[n.Text] = n.At
	return true
}

// undeclared reports a name that is not among the candidates. It is silent
// where a thing of the kind was declared without a name: that may be the one.
func (r *resolver) undeclared(what string, n syntax.Label, context hcl.Range, candidates []string) {
	if r.doc.MayDeclare(what) {
		return
	}
	detail := fmt.Sprintf("No %s %q is declared.%s", what, n.Text, diag.DidYouMean(n.Text, candidates))
	if len(candidates) == 0 {
		detail = fmt.Sprintf("No %s %q is declared; the portal declares none.", what, n.Text)
	}
	r.report(diag.Within(diag.Problem(n.At, "Undeclared "+what, detail), context))
}

// missing reports an argument that a block must have.
func (r *resolver) missing(decl *syntax.Declaration, what, argument, why string) {
	if decl.Incomplete {
		return // it may be the one that was not understood
	}
	r.report(diag.Problem(decl.Header, "Missing argument", fmt.Sprintf("%s needs %q: %s.", syntax.Capital(what), argument, why)))
}
