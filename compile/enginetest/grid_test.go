package enginetest

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/lang"
)

// grid is an answer: the rows that are given out, by the canonical text of their
// keys, and what is shown of each.
type grid struct {
	rows map[string][]cell
	// blank says that the answer does not tell what is hidden from what is null.
	blank bool
	// bare says that the answer has no cells.
	bare bool
}

// cell is what is shown of a field.
type cell struct {
	hidden, masked bool
	value          string // canonical; of a hidden one null
	raw            any
}

var hidden = cell{hidden: true, value: "null"}

func (c cell) String() string {
	switch {
	case c.hidden:
		return "***"
	case c.masked:
		return "the mask " + c.value
	default:
		return c.value
	}
}

// equal tells whether cells are the same, as far as an answer tells.
func (c cell) equal(other cell, blank bool) bool {
	if blank {
		return c.value == other.value
	}
	return c.hidden == other.hidden && c.masked == other.masked && c.value == other.value
}

// difference gives the first row and cell that another answer has otherwise
// than this one; "" if there is none.
func (g grid) difference(about thing, other grid) string {
	for _, key := range sortedKeys(g.rows, other.rows) {
		want, expected := g.rows[key]
		got, given := other.rows[key]
		switch {
		case expected && !given:
			return fmt.Sprintf("row %s is not given out", key)
		case given && !expected:
			return fmt.Sprintf("row %s is given out", key)
		case other.bare:
			continue
		}
		for i, f := range about.fields {
			if !want[i].equal(got[i], other.blank) {
				return fmt.Sprintf("row %s, cell %s: %s, and not %s", key, f.Name, got[i], want[i])
			}
		}
	}
	return ""
}

func sortedKeys(a, b map[string][]cell) []string {
	var keys []string
	for k := range a {
		keys = append(keys, k)
	}
	for k := range b {
		if _, ok := a[k]; !ok {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// uneven tells whether rows are told apart: some but not all of them are given
// out, or not all alike.
func (g grid) uneven(of int) bool {
	if len(g.rows) > 0 && len(g.rows) < of {
		return true
	}
	seen := ""
	for _, row := range g.rows {
		var b strings.Builder
		for _, c := range row {
			fmt.Fprintf(&b, "%v%v,", c.hidden, c.masked)
		}
		if seen != "" && seen != b.String() {
			return true
		}
		seen = b.String()
	}
	return false
}

func shown(f *lang.Field, v any) cell { return cell{value: canonical(f.Type, v), raw: v} }
