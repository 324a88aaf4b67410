package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// readings is what the expressions of a policy look into.
type readings struct {
	mentions
	tables map[*policy.Table]bool
	person map[*policy.Field]hcl.Range // fields of the users table that are read of user, and where
}

// mentions is what expressions name.
type mentions struct {
	locals, conditions map[string]bool
	user               bool
}

func newReadings() readings {
	return readings{
		mentions: mentions{locals: map[string]bool{}, conditions: map[string]bool{}},
		tables:   map[*policy.Table]bool{}, person: map[*policy.Field]hcl.Range{},
	}
}

// readingsOf goes through the text of all expressions, for names that leave no trace in
// the typed form, and through those that belong to no profile for tables.
func readingsOf(p *policy.Policy, doc *syntax.Document, m *Memory) *readings {
	r := newReadings()
	for _, file := range doc.Files {
		of := m.mentions.Of(file, func() *mentions { return mentionsIn(file) })
		maps.Copy(r.locals, of.locals)
		maps.Copy(r.conditions, of.conditions)
		r.user = r.user || of.user
	}
	for _, report := range p.Reports {
		r.cond(report.Rows)
	}
	for _, c := range p.Conditions {
		r.cond(c.When)
	}
	return &r
}

func mentionsIn(file *syntax.Document) *mentions {
	m := &mentions{locals: map[string]bool{}, conditions: map[string]bool{}}
	for _, a := range file.Attributes {
		m.names(a.Expr)
	}
	return m
}

func (r *mentions) names(expr hclsyntax.Expression) {
	syntax.EachTraversal(expr, func(t syntax.Traversal) {
		switch t.Root {
		case "user", "own":
			r.user = true
		case "local":
			if len(t.Steps) > 0 {
				r.locals[t.Steps[0]] = true
			}
		case "condition":
			if len(t.Steps) > 0 {
				r.conditions[t.Steps[0]] = true
			}
		}
	})
}

func (r *readings) cond(c policy.Cond) { policy.EachPath(c, r.path) }

func (r *readings) path(p policy.Reach) {
	for _, s := range p.Steps {
		r.tables[s.Target] = true
	}
	fields := []*policy.Field{p.Field}
	if len(p.Steps) > 0 {
		fields = p.Steps[0].Key // which is of another table where the relation is to many
	}
	for _, f := range fields {
		if _, ok := r.person[f]; !ok && p.Root == policy.RootUser {
			r.person[f] = p.At
		}
	}
}

// unusedNames warns of locals, conditions and profiles without any use. What
// profiles people have is known to requests alone, so one that grants or says
// anything is taken to be somebody's.
func (l *linter) unusedNames() {
	for _, s := range l.doc.Locals {
		if !l.reads.locals[s.Name.Text] {
			l.warnOfNoUse(s.Name.At, "Unused local", "Nothing uses local.%s.", s.Name.Text)
		}
	}
	for _, c := range l.policy.Conditions {
		if !l.reads.conditions[c.Name] {
			l.warnOfNoUse(c.Range, "Unused condition", "Nothing uses condition.%s.", c.Name)
		}
	}
	named := l.all.named
	for _, p := range l.policy.Profiles {
		for _, q := range p.Includes {
			named[q] = true
		}
	}
	for _, t := range l.policy.Teams {
		for _, q := range t.Profiles {
			named[q] = true
		}
	}
	for _, p := range l.policy.Profiles {
		if !named[p] && len(p.Statements) == 0 && len(p.Includes) == 0 && len(p.Menu) == 0 && len(p.Reveal) == 0 {
			l.warnOfNoUse(p.Range, "Unused profile", "The profile %q says nothing, and nothing names it.", p.Name)
		}
	}
}

// unseenTables warns of tables that no statement opens and no condition reads.
func (l *linter) unseenTables() {
	for _, t := range l.policy.Tables {
		if l.all.opened[t] || l.reads.tables[t] || t == l.policy.Portal.Users && l.reads.user {
			continue
		}
		l.warnOfNoUse(t.Range, "Unseen table", "No profile can see the table %q, and no condition reads it.", t.Name)
	}
}

// sharedKeys warns of to-many relations that lead to one row at most.
func (l *linter) sharedKeys() {
	for _, t := range l.policy.Tables {
		for _, rel := range t.Relations {
			if rel.Many && len(rel.Key) == len(rel.Target.Key) && !slices.ContainsFunc(rel.Key, func(f *policy.Field) bool { return !rel.Target.Key.Has(f) }) {
				l.warn(rel.Range, "To many by the key", "%s.%s is the key of %s, so this leads to the one row of it at most whose key equals that of %s. The key of a has_many is the field of %s that holds the key of %s.",
					rel.Target.Name, strings.Join(rel.Key.Names(), " and "), rel.Target.Name, t.Name, rel.Target.Name, t.Name)
			}
		}
	}
}

// revealsOf gives the classes that are revealed to those who have a profile's
// statements.
func revealsOf(p *policy.Policy) map[*policy.Profile]map[string]bool {
	reveals := map[*policy.Profile]map[string]bool{}
	for _, p := range p.Profiles {
		for _, q := range p.Closure {
			if reveals[q] == nil {
				reveals[q] = map[string]bool{}
			}
			for _, class := range p.Reveal {
				reveals[q][class] = true
			}
		}
	}
	return reveals
}

// unrevealedFields warns of sensitive fields that a statement names, and that
// nobody who has the statement ever sees by it.
func (l *linter) unrevealedFields(p *policy.Profile) {
	for _, st := range p.Statements {
		if st.Effect != policy.Allow {
			continue
		}
		told := map[*policy.Field]bool{}
		hidden := func(f *policy.Field, argument string) {
			if f.Sensitive == "" || l.reveals[st.Profile][f.Sensitive] || told[f] {
				return
			}
			told[f] = true
			l.warn(st.Range, "Unrevealed field", "The statement names %q in its %q, but %q data is revealed neither by the profile %q nor by one that includes it: reveal = [%q].",
				f.Name, argument, f.Sensitive, st.Profile.Name, f.Sensitive)
		}
		for _, t := range st.Targets {
			for _, u := range t.Fields {
				if u.Named {
					hidden(u.Field, "fields")
				}
			}
			for _, m := range t.Masks {
				hidden(m.Field, "mask")
			}
		}
	}
}
