package enginetest

import (
	"hash/fnv"
	"slices"
	"strings"

	"portcullis/lang"
)

// database is a real one, which holds one world at a time.
type database interface {
	// name tells it from the others, in reports.
	name() string
	dialect() string
	// plain tells whether its columns are such as OPA's filters rely on.
	plain() bool
	// takes tells whether it can hold a world as it is.
	takes(w *world) bool
	// hold makes the tables of a world, in place of those before.
	hold(w *world) error
	// ask runs a statement, and gives the values of fields of each row.
	ask(sql string, params []any, fields []*lang.Field) ([]map[string]any, error)
}

func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// qualified writes a table's name, which may have its schema's before it.
func qualified(source string) string {
	parts := strings.Split(source, ".")
	for i, p := range parts {
		parts[i] = identifier(p)
	}
	return strings.Join(parts, ".")
}

// indexed gives the fields of a table that others are looked up by, where it has
// so many rows that it takes long otherwise.
func (w *world) indexed(t *lang.Table) []*lang.Field {
	const few = 40
	if len(w.rows[t]) <= few {
		return nil
	}
	list := slices.Clone(t.Key)
	for _, other := range w.policy.Tables {
		for _, r := range other.Relations {
			for _, f := range r.Key {
				if r.Many && r.Target == t && !slices.Contains(list, f) {
					list = append(list, f)
				}
			}
		}
	}
	return list
}

// variety gives a number below n that is the same whenever the field is met, so
// that a case that is made smaller stays the same case.
func variety(f *lang.Field, n int) int {
	h := fnv.New32a()
	h.Write([]byte(f.Name + "/" + f.Column))
	return int(h.Sum32() % uint32(n))
}
