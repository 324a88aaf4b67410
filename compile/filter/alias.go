package filter

import (
	"regexp"
	"slices"
	"strings"

	"portcullis/compile/regogen"
	"portcullis/rego/form"
)

// alias is what a row is called in a filter: the row itself, or one that it
// leads to over to-one relations.
type alias struct {
	name  string
	table *form.Table
	from  string         // the alias that it is joined to; "" for the row itself
	by    *form.Relation // the relation that leads here
}

// aliasOf gives the alias of the row that steps lead to from a row of t.
func aliasOf(t *form.Table, steps []*form.Relation) alias {
	if len(steps) == 0 {
		return alias{name: BaseAlias(t), table: t}
	}
	last := steps[len(steps)-1]
	name := t.Name
	for _, step := range steps {
		name += "__" + step.Name
	}
	return alias{name: name, table: last.Target, from: aliasOf(t, steps[:len(steps)-1]).name, by: last}
}

// BaseAlias gives the name of a table's rows in a filter: the table's, where
// SQL and the input leave it free.
func BaseAlias(t *form.Table) string {
	if reservedSQL[t.Name] || slices.Contains(inputNames, t.Name) {
		return t.Name + "_"
	}
	return t.Name
}

// inputNames are what a request has at its top.
var inputNames = []string{"action", "now", "related", "resource", "row", "rows", "set", "to", "user"}

// reservedSQL has the words that PostgreSQL or SQLite does not take bare for
// the name of a table (SQL Key Words, appendix C of PostgreSQL's manual;
// SQLite's grammar, less what falls back to a name there).
var reservedSQL = words(`
	add all alter analyse analyze and any array as asc asymmetric authorization autoincrement between binary both
	case cast check collate collation column commit concurrently constraint create cross current_catalog
	current_date current_role current_schema current_time current_timestamp current_user default deferrable delete
	desc distinct do drop else end escape except exists false fetch for foreign freeze from full grant group having
	ilike in index indexed initially inner insert intersect into is isnull join lateral leading left like limit
	localtime localtimestamp natural not nothing notnull null offset on only or order outer overlaps placing primary raise
	references returning right select session_user set similar some symmetric system_user table tablesample then to
	trailing transaction true union unique update user using values variadic verbose when where window with`)

// refusedSQLite has the words that SQLite does not take bare for the name of a
// column, not even behind that of its table. PostgreSQL takes any word there.
var refusedSQLite = words(`
	add all alter and as autoincrement between case check collate commit constraint create default deferrable delete
	distinct drop else escape except exists false foreign from group having if in index insert intersect into is
	isnull join limit not nothing notnull null on or order primary references returning select set table then to
	transaction true union unique update using values when where`)

// bareColumns tells for each dialect which columns it finds by a name without
// quotes, which is how OPA writes those of letters, digits and underscores.
var bareColumns = map[string]func(name string) bool{
	"postgresql": func(name string) bool { return name == strings.ToLower(name) || !bare.MatchString(name) },
	"sqlite":     func(name string) bool { return !refusedSQLite[strings.ToLower(name)] },
}

var bare = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// otherNames gives names for the columns of a table that are not found by theirs.
func otherNames(t *form.Table, found func(name string) bool) map[string]string {
	out := map[string]string{}
	for _, f := range t.Fields {
		if found(f.Column) {
			continue
		}
		name := strings.ToLower(f.Column) + "_"
		for slices.ContainsFunc(t.Fields, func(g *form.Field) bool { return strings.EqualFold(g.Column, name) }) {
			name += "_"
		}
		out[f.Column] = name
	}
	return out
}

func words(text string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(text) {
		out[word] = true
	}
	return out
}

// unknown writes the reference to an alias, which the filter's compiler takes
// for unknown.
func (a alias) unknown() string { return regogen.Dotted("input", a.name) }

// column writes the reference to a column of an alias.
func (a alias) column(f *form.Field) string { return regogen.Dotted(a.unknown(), f.Column) }

// joinable reports whether OPA's translation keeps a column's name as it is. A
// dot would part it, and its SQL writer has uses for other signs of its own.
func joinable(t *form.Table, f *form.Field) bool {
	odd := strings.ContainsFunc(f.Column, func(r rune) bool {
		return r < ' ' || r == 0x7f || r == 0xfffd || strings.ContainsRune(".$?@:\"'`\\[]", r)
	})
	twin := slices.ContainsFunc(t.Fields, func(g *form.Field) bool {
		return g != f && g.Column != f.Column && strings.EqualFold(g.Column, f.Column)
	})
	return f.Column != "" && !odd && !twin
}
