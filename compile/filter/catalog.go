package filter

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// Filtering says what all filters rely on.
var Filtering = form.CatalogFiltering{
	Dialects: []string{
		"sql+postgresql", "sql+sqlite", "ucast+all", "ucast+prisma", "ucast+linq",
	},
	ReliesOn: []string{
		"The row's table is queried under the name of its alias, and the tables of joins by LEFT JOIN under theirs, " +
			"on from.column = alias.key.",
		"The keys that joins lead to are unique and never null.",
		"Text is compared by a deterministic, case-sensitive collation that tells apart all texts that differ: any but " +
			"nondeterministic ones in PostgreSQL, BINARY in SQLite.",
		"Columns are of the declared types: numbers in columns of a numeric type or affinity, dates in columns of type " +
			"date or as text like 2026-03-01, bools as booleans or as 0 and 1, text and enums as text. In PostgreSQL char(n), " +
			"citext, real and enumerated types compare in ways of their own; in SQLite computed columns of a view have no " +
			"affinity.",
		"OPA writes column names without quotes: PostgreSQL takes ownerId for ownerid, and SQLite refuses words of its own, " +
			"such as select. A filter with `mappings` gives such columns other names: send it as " +
			"`options.targetSQLTableMappings`, and query (SELECT *, \"ownerId\" AS ownerid_ FROM …) in place of the table.",
	},
	Advice: []string{
		"Send `unknowns`, and `mask_rule` as `options.maskRule`, as they are here. Without them the answer is the same, " +
			"but for each request OPA parses and compiles all that it has loaded anew, to read the annotations.",
		"No result means no rows; a query that is the empty text, or {}, means all rows.",
		"Masked columns are masked on every row. They must not serve to filter, sort, group or aggregate.",
	},
}

// Joins gives the join that each alias of the filters of a table or report stands for.
func (f *Filters) Joins(r *form.Resource) map[string]form.CatalogJoin {
	if f == nil {
		return nil
	}
	w, out := f.writers[r], map[string]form.CatalogJoin{}
	for name, a := range w.aliases {
		out[name] = form.CatalogJoin{
			Table: a.table.Name, Source: a.table.Source, From: a.from, Column: a.by.Key.Columns(), Key: a.table.Key.Columns(),
		}
	}
	return out
}

// Of gives what a back end needs to know to ask for the filter of an action on a
// table or report; nil where it has none.
func (f *Filters) Of(r *form.Resource, action string) *form.CatalogFilter {
	if f == nil || !filtered(r, action) {
		return nil
	}
	w, portal := f.writers[r], f.model.Form.Portal
	out := &form.CatalogFilter{
		Path:     strings.Join([]string{portal, "filter", w.resource.Name, action}, "/"),
		Unknowns: w.unknowns(),
		MaskRule: "_masks", // of the rule's own package: OPA takes no other name that does not begin with "data."
		Mappings: w.mappings(),
	}
	for _, g := range f.gapsOf(r, action) {
		out.Cannot = append(out.Cannot, form.CatalogGap{Statement: g.statement, Part: g.part, Why: g.why})
	}
	if w.resource.Modes[action] == form.Update && w.doubtful() {
		out.Cannot = append(out.Cannot, form.CatalogGap{
			Part: action, Why: fmt.Sprintf("%s, for people of whom it takes all that they might change", inDoubt),
		})
	}
	return out
}

// mappings gives the columns that go by other names in a dialect, by dialect
// and alias; nil if there are none.
func (w *filterWriter) mappings() map[string]map[string]map[string]string {
	var out map[string]map[string]map[string]string
	for dialect, bare := range bareColumns {
		others := map[string]map[string]string{}
		for _, a := range append(slices.Collect(maps.Values(w.aliases)), aliasOf(w.table, nil)) {
			if columns := otherNames(a.table, bare); len(columns) > 0 {
				others[a.name] = columns
			}
		}
		if len(others) > 0 {
			if out == nil {
				out = map[string]map[string]map[string]string{}
			}
			out[dialect] = others
		}
	}
	return out
}
