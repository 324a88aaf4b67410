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
	*declarations
	doc    *syntax.Document
	diags  hcl.Diagnostics
	policy *policy.Policy

	profiles   map[string]*profileInfo
	remembered map[*syntax.ProfileSyntax]*profileKept
	circular   bool // profiles include one another in a circle

	memory  *Memory
	doubted bool // something was not said since there may be declarations that are not known
	asks    bool // some condition asks whether a row is visible
}

// declarations are what is declared once for all profiles. They do not change any
// more when profiles are resolved.
type declarations struct {
	of     *syntax.Document
	policy policy.Policy // without profiles, teams and statements
	diags  hcl.Diagnostics
	asks   bool
	whole  bool // nothing was said of them, nor left unsaid

	locals     map[string]cty.Value
	tables     map[string]*tableInfo
	reports    map[string]*policy.Report
	forms      map[string]*policy.Form
	components map[policy.StatementKind]map[string]*policy.Component
	actions    map[string]bool // the declared ones
	conditions map[string]*conditionInfo

	conditionNames []string            // in order
	inOrder        []*policy.Condition // each after those that it names

	spoiled spoiled
}

// Resolve gives the policy, which is whole only if no diagnostic is an error.
// Where names are written is noted in uses, unless they are nil. What is known from
// a memory, which may be nil, is not resolved again.
func Resolve(doc *syntax.Document, files []*policy.File, uses *policy.Uses, m *Memory) (*policy.Policy, hcl.Diagnostics) {
	if m == nil {
		m = &Memory{}
	}
	m.round()
	d := m.declared(doc, files, uses != nil)
	p := d.policy
	p.Files, p.Uses = files, uses
	uses.Join(d.policy.Uses)
	r := &resolver{
		declarations: d, doc: doc, policy: &p, diags: slices.Clone(d.diags), memory: m, asks: d.asks,
		profiles: map[string]*profileInfo{},
	}
	r.noteLocals()
	r.resolveProfiles()
	r.resolveTeams()
	r.resolveStatements()
	r.resolveMenus()
	r.keep()
	r.sort()
	r.resolveViews()
	r.policy.NoteGrants()
	return r.policy, r.diags
}

// declare resolves what is declared once for all profiles.
func declare(doc *syntax.Document, files []*policy.File, uses *policy.Uses) *declarations {
	d := &declarations{
		of: doc, tables: map[string]*tableInfo{}, reports: map[string]*policy.Report{}, forms: map[string]*policy.Form{},
		components: map[policy.StatementKind]map[string]*policy.Component{},
		actions:    map[string]bool{}, conditions: map[string]*conditionInfo{},
	}
	r := &resolver{declarations: d, doc: doc, policy: &policy.Policy{Files: files, Uses: uses}}
	r.resolveLocals()
	r.resolveTables()
	r.resolvePortal()
	r.resolveRelations()
	r.resolveComponents()
	r.resolveActions()
	r.resolveConditions()
	r.resolveReports()
	r.resolveForms()
	r.sortDeclarations()
	r.policy.Locals = r.locals
	r.policy.NoteDeclarations()
	for _, c := range r.policy.Conditions {
		r.ask(c.When)
	}
	for _, report := range r.policy.Reports {
		r.ask(report.Rows)
	}
	d.policy, d.diags, d.asks = *r.policy, r.diags, r.asks
	d.whole = len(r.diags) == 0 && !r.doubted
	return d
}

// mayDeclare is [syntax.Document.MayDeclare]. What is silent for its sake is resolved
// again next time.
func (r *resolver) mayDeclare(kind string) bool {
	may := r.doc.MayDeclare(kind)
	r.doubted = r.doubted || may
	return may
}

func (r *resolver) report(d *hcl.Diagnostic) { r.diags = append(r.diags, d) }

func (r *resolver) reportAll(diags hcl.Diagnostics) { r.diags = append(r.diags, diags...) }

// sortDeclarations puts the policy's lists in the order that [policy.Policy] promises,
// and sort those that come later.
func (r *resolver) sortDeclarations() {
	p := r.policy
	byName(p.Tables, func(t *policy.Table) string { return t.Name })
	byName(p.Reports, func(t *policy.Report) string { return t.Name })
	byName(p.Forms, func(f *policy.Form) string { return f.Name })
	for _, list := range p.Components {
		byName(list, func(c *policy.Component) string { return c.Name })
	}
	byName(p.Conditions, func(c *policy.Condition) string { return c.Name })
	for _, t := range p.Tables {
		byName(t.Relations, func(rel *policy.Relation) string { return rel.Name })
	}
}

func (r *resolver) sort() {
	p := r.policy
	byName(p.Teams, func(t *policy.Team) string { return t.Name })
	byName(p.Profiles, func(p *policy.Profile) string { return p.Name })
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
	if r.mayDeclare(what) {
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
