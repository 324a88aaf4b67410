package bind

import (
	"fmt"
	"testing"
	"time"

	"portcullis/rego/form"
)

// TestDates goes through all dates that there are, and beside them.
func TestDates(t *testing.T) {
	want := int64(firstDay)
	for year := 1; year <= 9999; year++ {
		for month := 1; month <= 12; month++ {
			last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
			for dom := 1; dom <= last; dom++ {
				if year%97 == 0 || dom == 1 || dom == last {
					text := fmt.Sprintf("%04d-%02d-%02d", year, month, dom)
					if got, ok := parseDate(text); !ok || got != want || dayText(got) != text {
						t.Fatalf("%s is day %d, %s, not %d", text, got, dayText(got), want)
					}
				}
				want++
			}
			if _, ok := parseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, last+1)); ok {
				t.Fatalf("%04d-%02d has a day %d", year, month, last+1)
			}
		}
	}
	if want != lastDay+1 {
		t.Errorf("the last day is %d, not %d", want-1, lastDay)
	}
	for _, text := range []string{
		"", "2026-03-1", "2026-3-01", "0000-12-31", "10000-01-01", "2026-13-01", "2026-00-01", "2026-01-00", "2026/01/01", "2026-01-01 ", "2026-01-0a",
		"-026-01-01", "20260-1-01", "2026-01-01T", "２026-01-01",
	} {
		if _, ok := parseDate(text); ok {
			t.Errorf("%q is a date", text)
		}
	}
}

// TestTimestamps compares with package time, which reads the same texts.
func TestTimestamps(t *testing.T) {
	for _, date := range []string{"0001-01-01", "1582-10-10", "1969-12-31", "1970-01-01", "2000-02-29", "2026-03-01", "9999-12-31"} {
		for _, clock := range []string{"00:00:00", "09:30:59", "23:59:59", "23:59:59.9", "12:00:00.000001", "12:00:00.123456"} {
			for _, zone := range []string{"Z", "+00:00", "-00:00", "+01:00", "-23:59", "+23:59", "+05:45"} {
				text := date + "T" + clock + zone
				want, err := time.Parse(time.RFC3339Nano, text)
				if err != nil {
					t.Fatal(err)
				}
				if got, ok := parseTimestamp(text); !ok || got != want.UnixMicro() {
					t.Errorf("%s is %d, not %d", text, got, want.UnixMicro())
				}
				if got, ok := parseTimestamp(InstantText(want.UnixMicro())); !ok || got != want.UnixMicro() {
					t.Errorf("%s is written as %s", text, InstantText(want.UnixMicro()))
				}
			}
		}
	}
	for _, text := range []string{
		"", "2026-03-01", "2026-03-01T09:00:00", "2026-03-01 09:00:00Z", "2026-03-01t09:00:00Z", "2026-03-01T09:00:00z", "2026-03-01T24:00:00Z",
		"2026-03-01T09:60:00Z", "2026-12-31T23:59:60Z", "2026-03-01T9:00:00Z", "2026-03-01T09:00Z", "2026-03-01T09:00:00.Z", "2026-03-01T09:00:00.1234567Z",
		"2026-03-01T09:00:00,5Z", "2026-03-01T09:00:00+1:00", "2026-03-01T09:00:00+24:00", "2026-03-01T09:00:00+01:60", "2026-03-01T09:00:00+0100",
		"2026-03-01T09:00:00Z ", "2026-02-30T09:00:00Z", "0000-12-31T23:00:00-05:00", "2026-03-01T09:00:00ZZ",
	} {
		if _, ok := parseTimestamp(text); ok {
			t.Errorf("%q is a timestamp", text)
		}
	}
}

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
