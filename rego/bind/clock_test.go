package bind

import (
	"testing"

	"portcullis/rego/form"
)

// TestMoved asks for the edges of the years that there are.
func TestMoved(t *testing.T) {
	const second = 1000000
	for _, c := range []struct {
		of   Value
		date bool
		by   int64
		want string // "" where it is unknown
	}{
		{Text("2024-02-28"), true, 1, "2024-02-29"},
		{Text("2026-02-28"), true, 1, "2026-03-01"},
		{Text("0001-01-02"), true, -1, "0001-01-01"},
		{Text("0001-01-01"), true, -1, ""},
		{Text("9999-12-30"), true, 1, "9999-12-31"},
		{Text("9999-12-31"), true, 1, ""},
		{Text("2026-01-01"), true, 1 << 62, ""},
		{Text("2026-01-01"), true, -1 << 62, ""},
		{Text("2026-01-01T00:00:00Z"), true, 1, ""},
		{Null(), true, 1, ""},
		{Text("2026-01-01T00:00:00+01:00"), false, second, "2025-12-31T23:00:01Z"},
		{Text("0001-01-01T00:00:00Z"), false, -1, ""},
		{Text("0001-01-01T00:00:00Z"), false, 0, "0001-01-01T00:00:00Z"},
		{Text("0001-01-01T00:00:00+01:00"), false, 0, ""},
		{Text("0001-01-01T00:00:00+01:00"), false, 3600 * second, "0001-01-01T00:00:00Z"},
		{Text("9999-12-31T23:59:59.999999Z"), false, 1, ""},
		{Text("9999-12-31T23:59:59.999998Z"), false, 1, "9999-12-31T23:59:59.999999Z"},
		{Text("2026-01-01T00:00:00Z"), false, 1<<63 - 1, ""},
		{Text("2026-01-01T00:00:00Z"), false, -1 << 63, ""},
		{Int(0), false, 1, ""},
	} {
		typ := form.Type{Kind: form.Timestamp}
		if c.date {
			typ = form.Type{Kind: form.Date}
		}
		got := ""
		if v := moved(typ, c.of, c.by); v.kind != absent {
			got, _ = constantOf(typ, v).Value.(string)
		}
		if got != c.want {
			t.Errorf("%q moved by %d is %q, not %q", c.of.s, c.by, got, c.want)
		}
	}
}
