package lang

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// resolveLocals evaluates the constants, each after those that it uses.
func (r *resolver) resolveLocals() {
	r.locals = map[string]cty.Value{}
	var list []*localSyntax
	number := map[string]int{}
	seen := declared{}
	for _, l := range r.doc.locals {
		if !r.once(seen, "local", l.name) {
			r.spoiled.spoil(l.name.text)
			continue
		}
		number[l.name.text] = len(list)
		list = append(list, l)
	}
	order, circles := dependencyOrder(len(list), func(i int) []reference {
		var refs []reference
		for _, t := range localRefs(list[i].expr) {
			if name := steps(t[1:]); len(name) > 0 {
				if to, ok := number[name[0]]; ok {
					refs = append(refs, reference{to: to, at: t.SourceRange()})
				}
			}
		}
		return refs
	})
	for _, circle := range circles {
		for _, ref := range circle {
			r.spoiled.spoil(list[ref.to].name.text)
		}
		r.circle(circle, "local", "refers to", func(i int) string { return list[i].name.text })
	}
	r.undeclaredLocals(list, number)
	for _, i := range order {
		l := list[i]
		if r.spoiled.touches(l.expr, nil) || r.spoiled.names[l.name.text] {
			r.spoiled.spoil(l.name.text)
			continue
		}
		v, diags := evalConstant(l.expr, r.locals)
		r.reportIn(l.expr.Range(), diags)
		if diags.HasErrors() {
			r.spoiled.spoil(l.name.text)
			continue
		}
		r.locals[l.name.text] = v
	}
}

// undeclaredLocals reports locals that refer to locals that are not there. It
// goes before the evaluation, when not all that could have been meant is known.
func (r *resolver) undeclaredLocals(list []*localSyntax, number map[string]int) {
	for _, l := range list {
		for _, t := range localRefs(l.expr) {
			if len(t) < 2 {
				continue
			}
			step, ok := t[1].(hcl.TraverseAttr)
			if !ok {
				continue
			}
			if _, ok := number[step.Name]; !ok {
				r.undeclared("local", label{text: step.Name, at: nameRange(step)}, l.expr.Range(), sortedKeys(number))
				r.spoiled.spoil(l.name.text)
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
	r.report(problem(last.at, "Circular "+what, fmt.Sprintf("This goes round a circle: %s.", path.String())))
}

// conditionInfo is a condition while it is being resolved.
type conditionInfo struct {
	*Condition      // nil if it has a mistake
	depth      int  // of conditions within one another
	unclear    bool // it is declared twice, or goes round a circle
}

// maxConditionDepth bounds conditions that use conditions that use …
const maxConditionDepth = 100

// resolveConditions types the conditions, each after those that it uses.
func (r *resolver) resolveConditions() {
	var list []*conditionSyntax
	number := map[string]int{}
	seen := declared{}
	for _, c := range r.doc.conditions {
		if !r.once(seen, "condition", c.name()) {
			r.conditions[c.name().text].unclear = true
			continue
		}
		number[c.name().text] = len(list)
		r.conditions[c.name().text] = &conditionInfo{}
		list = append(list, c)
	}
	r.conditionNames = sortedKeys(r.conditions)
	uses := func(i int) []reference {
		if list[i].when == nil {
			return nil
		}
		var refs []reference
		eachTraversal(list[i].when.Expr, func(t traversal) {
			if t.root == "condition" && len(t.steps) > 0 {
				if to, ok := number[t.steps[0]]; ok {
					refs = append(refs, reference{to: to, at: t.at})
				}
			}
		})
		return refs
	}
	order, circles := dependencyOrder(len(list), uses)
	for _, circle := range circles {
		for _, ref := range circle {
			r.conditions[list[ref.to].name().text].unclear = true
		}
		r.circle(circle, "condition", "uses", func(i int) string { return list[i].name().text })
	}
	for _, i := range order {
		info := r.conditions[list[i].name().text]
		for _, ref := range uses(i) {
			info.depth = max(info.depth, r.conditions[list[ref.to].name().text].depth+1)
		}
		if info.depth == maxConditionDepth {
			r.report(problem(list[i].name().at, "Nested too deep", fmt.Sprintf("Conditions may use one another at most %d deep.", maxConditionDepth)))
		}
		c := r.condition(list[i])
		if !info.unclear && info.depth < maxConditionDepth {
			info.Condition = c
		}
		if c != nil {
			r.policy.Conditions = append(r.policy.Conditions, c)
		}
	}
}

// condition types one condition; nil if it has a mistake.
func (r *resolver) condition(s *conditionSyntax) *Condition {
	r.describe(&s.declaration)
	if s.table == nil {
		r.missing(&s.declaration, "a condition", "table", "the table whose rows it is about")
	}
	if s.when == nil {
		r.missing(&s.declaration, "a condition", "when", "what must hold of the row")
	}
	n, ok := r.name(s.table)
	if !ok {
		return nil
	}
	info := r.table(n, s.table.SrcRange)
	if info == nil || s.when == nil {
		return nil
	}
	when, ok := r.bind(s.when, placeRows, info.Table)
	if !ok {
		return nil
	}
	return &Condition{Name: s.name().text, Table: info.Table, When: when, Range: s.name().at, tests: expanded(when)}
}

// scope is what an expression at a place, over rows of a table, may use.
func (r *resolver) scope(p place, table *Table) *scope {
	return &scope{
		place: p, portal: r.policy.Portal, table: table, locals: r.locals,
		condition: r.conditionNamed, conditionNames: r.conditionNames,
	}
}

// conditionNamed resolves condition.NAME; nil without a diagnostic if the
// condition has a mistake, which has been reported.
func (r *resolver) conditionNamed(name string, use hcl.Range) (*Condition, hcl.Diagnostics) {
	if info := r.conditions[name]; info != nil {
		return info.Condition, nil
	}
	detail := fmt.Sprintf("No condition %q is declared.%s", name, didYouMean(name, r.conditionNames))
	return nil, hcl.Diagnostics{problem(use, "Undeclared condition", detail)}
}

// bind types a condition; false if it could not, which has been reported. A
// nil condition is one that always holds.
func (r *resolver) bind(a attr, p place, table *Table) (Cond, bool) {
	cond, diags, ok := r.tryBind(a, p, table)
	r.reportIn(a.SrcRange, diags)
	return cond, ok
}

func (r *resolver) tryBind(a attr, p place, table *Table) (Cond, hcl.Diagnostics, bool) {
	if r.spoiled.touches(a.Expr, table) {
		return nil, nil, false
	}
	cond, diags := bindCondition(a.Expr, r.scope(p, table))
	return cond, diags, cond != nil && !diags.HasErrors()
}
