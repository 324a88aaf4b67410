package lint

import (
	"fmt"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"portcullis/lang/policy"
	"portcullis/rego/scalar"
)

// conditions warns of parts of the conditions that have names, and of those of reports,
// that say something else than they seem to.
func (l *linter) conditions() {
	told := map[policy.Cond]bool{}
	for _, c := range l.policy.Conditions {
		l.parts(c.When, told)
	}
	for _, report := range l.policy.Reports {
		l.parts(report.Rows, told)
	}
}

func (l *linter) parts(c policy.Cond, told map[policy.Cond]bool) {
	l.comparedWithItself(c, told)
	l.openPrefixes(c, told)
}

// conditionsOf is [linter.conditions] for those of a profile's statements.
func (l *linter) conditionsOf(p *policy.Profile) {
	told, places := map[policy.Cond]bool{}, map[string]bool{}
	for _, st := range p.Statements {
		if !l.quiet(st.When) {
			l.parts(st.When, told)
		}
		for _, t := range st.Targets {
			if !l.quiet(t.Check) {
				l.parts(t.Check, told)
			}
			if l.quiet(t.Rows) {
				continue
			}
			l.parts(t.Rows, told)
			if st.Effect == policy.Allow {
				l.nullsStayOut(t.Rows, l.never(), places)
			}
		}
	}
}

// neverNull gives the fields that are never null.
func neverNull(p *policy.Policy) map[*policy.Field]bool {
	never := map[*policy.Field]bool{}
	for _, t := range p.Tables {
		for _, f := range t.Key {
			never[f] = true
		}
		for _, f := range t.Fields {
			if f.Required {
				never[f] = true
			}
		}
	}
	return never
}

// quiet reports whether there is nothing to be said of a condition's parts, whatever
// asks it.
func (l *linter) quiet(c policy.Cond) bool {
	return c == nil || l.memory.quiet.Of(c, func() bool {
		alone, told := &linter{}, map[policy.Cond]bool{}
		alone.comparedWithItself(c, told)
		alone.openPrefixes(c, told)
		alone.nullsStayOut(c, l.never(), map[string]bool{})
		return len(alone.diags) == 0
	})
}

func (l *linter) comparedWithItself(c policy.Cond, told map[policy.Cond]bool) {
	visit(c, false, func(c policy.Cond, _ bool) {
		cmp, ok := c.(*policy.Compare)
		if !ok || told[c] {
			return
		}
		if x := policy.FormatValue(cmp.X); x == policy.FormatValue(cmp.Y) {
			told[c] = true
			l.warn(cmp.Range, "Compared with itself", "Both sides are %s, so this is the same of every row where it is not null.", x)
		}
	})
}

// openPrefixes warns of a prefix that ends in a person's value: u1 would be taken
// for the beginning of u12, too.
func (l *linter) openPrefixes(c policy.Cond, told map[policy.Cond]bool) {
	visit(c, false, func(c policy.Cond, _ bool) {
		t, ok := c.(*policy.Text)
		if !ok || told[c] || t.Op != scalar.StartsWith || !endsInPerson(t.Y) {
			return
		}
		told[c] = true
		example := policy.Template{Parts: []policy.Value{t.Y, &policy.Literal{T: policy.Type{Kind: policy.String}, Value: cty.StringVal("/")}}}
		if parts, ok := t.Y.(*policy.Template); ok {
			example.Parts = append(slices.Clip(parts.Parts), example.Parts[1])
		}
		l.warn(t.Y.Source(), "Prefix without an end", "It ends in a value of the person, so what begins with another person's longer value begins with it, too: u1 with u12. Let what stands behind the value end it: %s.", policy.FormatValue(&example))
	})
}

// endsInPerson reports whether a text ends in what is known of the person.
func endsInPerson(v policy.Value) bool {
	switch v := v.(type) {
	case *policy.Template:
		return endsInPerson(v.Parts[len(v.Parts)-1])
	case *policy.Path:
		return v.Root == policy.RootUser && v.Type().Kind != policy.Bool
	case *policy.Login, *policy.TeamName:
		return true
	case *policy.UserProperty, *policy.TeamPropertyOf:
		return v.Type().Kind != policy.Bool
	case *policy.Changed, *policy.Coalesce, *policy.IfValue:
		return slices.ContainsFunc(policy.Operands(v), endsInPerson)
	default:
		return false
	}
}

// nullsStayOut warns where an allow asks that a field is not some value: rows
// where it is null are then left out as well, which few expect. A condition
// that asks elsewhere whether the field is null has thought of it.
func (l *linter) nullsStayOut(rows policy.Cond, never map[*policy.Field]bool, places map[string]bool) {
	asked := map[string]bool{}
	visit(rows, false, func(c policy.Cond, _ bool) {
		if n, ok := c.(*policy.IsNull); ok {
			asked[policy.FormatValue(n.X)] = true
		}
	})
	visit(rows, false, func(c policy.Cond, negated bool) {
		cmp, ok := c.(*policy.Compare)
		if !ok || !negated {
			return
		}
		path, ok := cmp.X.(*policy.Path)
		if !ok {
			path, ok = cmp.Y.(*policy.Path)
		}
		if !ok || path.Root != policy.RootRow || len(path.Steps) > 0 || never[path.Field] {
			return
		}
		name := policy.FormatValue(path)
		place := fmt.Sprint(cmp.Range)
		if asked[name] || places[place] {
			return
		}
		places[place] = true
		l.warn(cmp.Range, "Null stays out", "Where %s is null, this is unknown, so the allow does not apply to the row. If it should, write %s == null || …, or coalesce(%s, …); if it should not, the field may be one that is required.", name, name, name)
	})
}

// visit calls f for a condition and all its parts, and says whether an odd
// number of ! is around them. Conditions that are named in it are not entered.
func visit(c policy.Cond, negated bool, f func(c policy.Cond, negated bool)) {
	if c == nil {
		return
	}
	f(c, negated)
	switch c := c.(type) {
	case *policy.Const, *policy.Compare, *policy.IsNull, *policy.Text, *policy.Truth, *policy.Named, *policy.Visible, *policy.Granted:
	case *policy.Not:
		visit(c.X, !negated, f)
	case *policy.And:
		visit(c.X, negated, f)
		visit(c.Y, negated, f)
	case *policy.Or:
		visit(c.X, negated, f)
		visit(c.Y, negated, f)
	case *policy.Choice:
		visit(c.If, negated, f)
		visit(c.Then, negated, f)
		visit(c.Else, negated, f)
	case *policy.Any:
		visit(c.Body, negated, f)
	case *policy.All:
		visit(c.Body, negated, f)
	default:
		panic(fmt.Sprintf("lint: no visit of the condition %T", c))
	}
}
