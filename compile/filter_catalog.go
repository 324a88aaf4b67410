package compile

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/lang"
)

// What the catalog says of filters.
type (
	catalogJoin struct {
		Table  string `json:"table"`
		Source string `json:"source"`
		From   string `json:"from"`
		Column string `json:"column"`
		Key    string `json:"key"`
	}
	catalogFilter struct {
		Path     string                                  `json:"path"`
		Unknowns []string                                `json:"unknowns"`
		MaskRule string                                  `json:"mask_rule"`
		Mappings map[string]map[string]map[string]string `json:"mappings,omitempty"`
		Cannot   []catalogGap                            `json:"cannot,omitempty"`
	}
	catalogGap struct {
		Statement string `json:"statement"`
		Part      string `json:"part"`
		Why       string `json:"why"`
	}
	catalogFiltering struct {
		Dialects []string `json:"dialects"`
		ReliesOn []string `json:"relies_on"`
		Advice   []string `json:"advice"`
	}
)

// filtering says what all filters rely on.
var filtering = catalogFiltering{
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

// filterWriters gives the filter modules of tables and reports, made once.
func (m *model) filterWriters() map[*resource]*filterWriter {
	if m.filters == nil {
		m.filters = map[*resource]*filterWriter{}
		for _, r := range m.resources {
			if r.kind == lang.KindTable || r.kind == lang.KindReport {
				w := newFilterWriter(m, r)
				w.write()
				m.filters[r] = w
			}
		}
	}
	return m.filters
}

// joins gives the join that each alias of a filter stands for.
func (w *filterWriter) joins() map[string]catalogJoin {
	out := map[string]catalogJoin{}
	for name, a := range w.aliases {
		out[name] = catalogJoin{a.table.Name, a.table.Source, a.from, a.by.Key.Column, a.table.Key.Column}
	}
	return out
}

// filter gives what a back end needs to know to ask for the filter of an action.
func (w *filterWriter) filter(action string) *catalogFilter {
	portal := w.model.policy.Portal.Name
	out := &catalogFilter{
		Path:     strings.Join([]string{portal, "filter", w.resource.name, action}, "/"),
		Unknowns: w.unknowns(),
		MaskRule: "_masks", // of the rule's own package: OPA takes no other name that does not begin with "data."
		Mappings: w.mappings(),
	}
	for _, g := range w.model.gapsOf(w.resource, action) {
		out.Cannot = append(out.Cannot, catalogGap{g.statement, g.part, g.why})
	}
	if w.resource.modes[action] == modeUpdate && w.doubtful() {
		out.Cannot = append(out.Cannot, catalogGap{"", action, fmt.Sprintf("%s, for people of whom it takes all that they might change", inDoubt)})
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
