package scalar

import (
	"fmt"
	"testing"
	"time"
)

// TestDates goes through all dates that there are, and beside them.
func TestDates(t *testing.T) {
	want := int64(FirstDay)
	for year := 1; year <= 9999; year++ {
		for month := 1; month <= 12; month++ {
			last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
			for dom := 1; dom <= last; dom++ {
				if year%97 == 0 || dom == 1 || dom == last {
					text := fmt.Sprintf("%04d-%02d-%02d", year, month, dom)
					if got, err := ParseDate(text); err != nil || got != want || DateText(got) != text {
						t.Fatalf("%s is day %d, %s, not %d", text, got, DateText(got), want)
					}
				}
				want++
			}
			if _, err := ParseDate(fmt.Sprintf("%04d-%02d-%02d", year, month, last+1)); err == nil {
				t.Fatalf("%04d-%02d has a day %d", year, month, last+1)
			}
		}
	}
	if want != LastDay+1 {
		t.Errorf("the last day is %d, not %d", want-1, LastDay)
	}
	for _, text := range []string{
		"", "2026-03-1", "2026-3-01", "0000-12-31", "10000-01-01", "2026-13-01", "2026-00-01", "2026-01-00", "2026/01/01", "2026-01-01 ", "2026-01-0a",
		"-026-01-01", "20260-1-01", "2026-01-01T", "２026-01-01",
	} {
		if _, err := ParseDate(text); err == nil {
			t.Errorf("%q is a date", text)
		}
	}
}

// TestTimestamps compares with package time, which reads the same texts.
func TestTimestamps(t *testing.T) {
	for _, date := range []string{"0001-01-01", "1582-10-10", "1677-09-21", "1677-09-22", "1969-12-31", "1970-01-01", "2000-02-29", "2026-03-01", "2262-04-11", "2262-04-12", "9999-12-31"} {
		for _, clock := range []string{"00:00:00", "09:30:59", "23:59:59", "23:59:59.9", "12:00:00.000001", "12:00:00.123456"} {
			for _, zone := range []string{"Z", "+00:00", "-00:00", "+01:00", "-23:59", "+23:59", "+05:45"} {
				text := date + "T" + clock + zone
				want, err := time.Parse(time.RFC3339Nano, text)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := ParseTimestamp(text); err != nil || got != want.UnixMicro() {
					t.Errorf("%s is %d, not %d", text, got, want.UnixMicro())
				}
				if got, err := ParseTimestamp(TimestampText(want.UnixMicro())); err != nil || got != want.UnixMicro() {
					t.Errorf("%s is written as %s", text, TimestampText(want.UnixMicro()))
				}
			}
		}
	}
	for _, text := range []string{
		"", "2026-03-01", "2026-03-01T09:00:00", "2026-03-01 09:00:00Z", "2026-03-01t09:00:00Z", "2026-03-01T09:00:00z", "2026-03-01T24:00:00Z",
		"2026-03-01T09:60:00Z", "2026-12-31T23:59:60Z", "2026-03-01T9:00:00Z", "2026-03-01T09:00Z", "2026-03-01T09:00:00.Z", "2026-03-01T09:00:00.1234567Z",
		"2026-03-01T09:00:00,5Z", "2026-03-01T09:00:00+1:00", "2026-03-01T09:00:00+24:00", "2026-03-01T09:00:00+01:60", "2026-03-01T09:00:00+0100",
		"2026-03-01T09:00:00Z ", "2026-02-30T09:00:00Z", "2026-02-29T09:00:00Z", "0000-12-31T23:59:59Z", "0000-12-31T23:00:00-05:00", "2026-03-01T09:00:00ZZ",
	} {
		if _, err := ParseTimestamp(text); err == nil {
			t.Errorf("%q is a timestamp", text)
		}
	}
}
