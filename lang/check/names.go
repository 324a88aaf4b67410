package check

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/bind"
	"portcullis/lang/constant"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// resolveLocals evaluates the constants, each after those that it uses.
func (r *resolver) resolveLocals() {
	r.locals = map[string]cty.Value{}
	var list []*syntax.LocalSyntax
	number := map[string]int{}
	seen := declared{}
	for _, l := range r.doc.Locals {
		if !r.once(seen, "local", l.Name) {
			r.spoiled.spoil(l.Name.Text)
			continue
		}
		number[l.Name.Text] = len(list)
		list = append(list, l)
	}
	for _, l := range list {
		r.policy.Uses.Declare(l.Name.At, l.Name.Text, policy.Word{Kind: policy.WordLocal, Name: l.Name.Text})
	}
	order, circles := dependencyOrder(len(list), func(i int) []reference {
		var refs []reference
		for _, t := range constant.LocalRefs(list[i].Expr) {
			if name := syntax.Steps(t[1:]); len(name) > 0 {
				if to, ok := number[name[0]]; ok {
					refs = append(refs, reference{to: to, at: t.SourceRange()})
				}
			}
		}
		return refs
	})
	for _, circle := range circles {
		for _, ref := range circle {
			r.spoiled.spoil(list[ref.to].Name.Text)
		}
		r.circle(circle, "local", "refers to", func(i int) string { return list[i].Name.Text })
	}
	r.undeclaredLocals(list, number)
	for _, i := range order {
		l := list[i]
		if r.spoiled.touches(l.Expr, nil) || r.spoiled.names[l.Name.Text] {
			r.spoiled.spoil(l.Name.Text)
			continue
		}
		v, diags := constant.Eval(l.Expr, r.locals)
		r.reportIn(l.Expr.Range(), diags)
		if diags.HasErrors() {
			r.spoiled.spoil(l.Name.Text)
			continue
		}
		r.locals[l.Name.Text] = v
	}
}

// noteLocals notes where expressions name locals.
func (r *resolver) noteLocals() {
	if r.policy.Uses == nil {
		return
	}
	declared := map[string]bool{}
	for _, l := range r.doc.Locals {
		declared[l.Name.Text] = true
	}
	for _, file := range r.doc.Files {
		for _, step := range r.memory.localsIn(file) {
			if declared[step.Name] {
				r.policy.Uses.Note(constant.NameRange(step), step.Name, policy.Word{Kind: policy.WordLocal, Name: step.Name})
			}
		}
	}
}

// localsIn gives the names of locals in the expressions of a file.
func localsIn(file *syntax.Document) []hcl.TraverseAttr {
	var names []hcl.TraverseAttr
	for _, a := range file.Attributes {
		for _, t := range constant.LocalRefs(a.Expr) {
			if len(t) < 2 {
				continue
			}
			if step, ok := t[1].(hcl.TraverseAttr); ok {
				names = append(names, step)
			}
		}
	}
	return names
}

// undeclaredLocals reports locals that refer to locals that are not there. It
// goes before the evaluation, when not all that could have been meant is known.
func (r *resolver) undeclaredLocals(list []*syntax.LocalSyntax, number map[string]int) {
	for _, l := range list {
		for _, t := range constant.LocalRefs(l.Expr) {
			if len(t) < 2 {
				continue
			}
			step, ok := t[1].(hcl.TraverseAttr)
			if !ok {
				continue
			}
			if _, ok := number[step.Name]; !ok {
				r.undeclared("local", syntax.Label{Text: step.Name, At: constant.NameRange(step)}, l.Expr.Range(), sortedKeys(number))
				r.spoiled.spoil(l.Name.Text)
			}
		}
	}
}

// circle reports references that come back to where they start, at the one
// that closes the circle.
func (r *resolver) circle(refs []reference, what, verb string, name func(int) string) {
	last := refs[len(refs)-1]
	var path strings.Builder
	fmt.Fprintf(&path, "%q", name(last.to))
	for i, ref := range refs {
		if i == 3 && len(refs) > 5 {
			path.WriteString(", and so on")
		}
		if i >= 3 && len(refs) > 5 && i < len(refs)-1 {
			continue
		}
		fmt.Fprintf(&path, " %s %q", verb, name(ref.to))
		if i < len(refs)-1 {
			path.WriteString(", which")
		}
	}
	r.report(diag.Problem(last.at, "Circular "+what, fmt.Sprintf("This goes round a circle: %s.", path.String())))
}

// conditionInfo is a condition while it is being resolved.
type conditionInfo struct {
	*policy.Condition      // nil if it has a mistake
	depth             int  // of conditions within one another
	unclear           bool // it is declared twice, or goes round a circle
}

// maxConditionDepth bounds conditions that use conditions that use …
const maxConditionDepth = 100

// resolveConditions types the conditions, each after those that it uses.
func (r *resolver) resolveConditions() {
	var list []*syntax.ConditionSyntax
	number := map[string]int{}
	seen := declared{}
	for _, c := range r.doc.Conditions {
		if !r.once(seen, "condition", c.Name()) {
			r.conditions[c.Name().Text].unclear = true
			continue
		}
		number[c.Name().Text] = len(list)
		r.conditions[c.Name().Text] = &conditionInfo{}
		list = append(list, c)
	}
	r.conditionNames = sortedKeys(r.conditions)
	uses := func(i int) []reference {
		if list[i].When == nil {
			return nil
		}
		var refs []reference
		syntax.EachTraversal(list[i].When.Expr, func(t syntax.Traversal) {
			if t.Root == "condition" && len(t.Steps) > 0 {
				if to, ok := number[t.Steps[0]]; ok {
					refs = append(refs, reference{to: to, at: t.At})
				}
			}
		})
		return refs
	}
	order, circles := dependencyOrder(len(list), uses)
	for _, circle := range circles {
		for _, ref := range circle {
			r.conditions[list[ref.to].Name().Text].unclear = true
		}
		r.circle(circle, "condition", "uses", func(i int) string { return list[i].Name().Text })
	}
	for _, i := range order {
		info := r.conditions[list[i].Name().Text]
		for _, ref := range uses(i) {
			info.depth = max(info.depth, r.conditions[list[ref.to].Name().Text].depth+1)
		}
		if info.depth == maxConditionDepth {
			r.report(diag.Problem(list[i].Name().At, "Nested too deep", fmt.Sprintf("Conditions may use one another at most %d deep.", maxConditionDepth)))
		}
		c := r.condition(list[i])
		if !info.unclear && info.depth < maxConditionDepth {
			info.Condition = c
		}
		if c != nil {
			r.policy.Conditions = append(r.policy.Conditions, c)
			r.inOrder = append(r.inOrder, c)
		}
	}
}

// condition types one condition; nil if it has a mistake.
func (r *resolver) condition(s *syntax.ConditionSyntax) *policy.Condition {
	r.describe(&s.Declaration)
	if s.Table == nil {
		r.missing(&s.Declaration, "a condition", "table", "the table whose rows it is about")
	}
	if s.When == nil {
		r.missing(&s.Declaration, "a condition", "when", "what must hold of the row")
	}
	n, ok := r.name(s.Table)
	if !ok {
		return nil
	}
	info := r.table(n, s.Table.SrcRange)
	if info == nil || s.When == nil {
		return nil
	}
	when, ok := r.bind(s.When, bind.PlaceRows, info.Table)
	if !ok {
		return nil
	}
	return &policy.Condition{Name: s.Name().Text, Table: info.Table, When: when, Range: s.Name().At, Tests: policy.Expanded(when)}
}

// scope is what an expression at a place, over rows of a table, may use.
func (r *resolver) scope(p bind.Place, table *policy.Table) *bind.Scope {
	return &bind.Scope{
		Place: p, Portal: r.policy.Portal, Table: table, Locals: r.locals,
		Condition: r.conditionNamed, ConditionNames: r.conditionNames, Uses: r.policy.Uses,
	}
}

// conditionNamed resolves condition.NAME; nil without a diagnostic if the
// condition has a mistake, which has been reported.
func (r *resolver) conditionNamed(name string, use hcl.Range) (*policy.Condition, hcl.Diagnostics) {
	if info := r.conditions[name]; info != nil {
		return info.Condition, nil
	}
	detail := fmt.Sprintf("No condition %q is declared.%s", name, diag.DidYouMean(name, r.conditionNames))
	return nil, hcl.Diagnostics{diag.Problem(use, "Undeclared condition", detail)}
}

// bind types a condition; false if it could not, which has been reported. A
// nil condition is one that always holds.
func (r *resolver) bind(a syntax.Attr, p bind.Place, table *policy.Table) (policy.Cond, bool) {
	cond, diags, ok := r.tryBind(a, p, table)
	r.reportIn(a.SrcRange, diags)
	return cond, ok
}

func (r *resolver) tryBind(a syntax.Attr, p bind.Place, table *policy.Table) (policy.Cond, hcl.Diagnostics, bool) {
	if r.spoiled.touches(a.Expr, table) {
		return nil, nil, false
	}
	cond, diags := bind.Condition(a.Expr, r.scope(p, table))
	return cond, diags, cond != nil && !diags.HasErrors()
}
