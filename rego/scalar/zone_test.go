package scalar

import (
	"archive/zip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestZoneNames compares the names with those of the data that comes with Go.
func TestZoneNames(t *testing.T) {
	if !slices.IsSorted(ZoneNames()) {
		t.Fatal("the names are not sorted, and they are searched")
	}
	for _, name := range ZoneNames() {
		if _, err := LoadZone(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"Local", "europe/berlin", "Europe", "../UTC", "Europe/Atlantis"} {
		if _, err := LoadZone(name); err == nil {
			t.Errorf("%s is a time zone", name)
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("Go came without its sources: %v", err)
	}
	defer data.Close()
	for _, f := range data.File {
		if _, ok := slices.BinarySearch(ZoneNames(), f.Name); !ok && !strings.HasSuffix(f.Name, "/") {
			t.Errorf("%s is left out", f.Name)
		}
	}
}

func loaded(t *testing.T, name string) Zone {
	t.Helper()
	z, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func instant(t *testing.T, text string) int64 {
	t.Helper()
	at, err := ParseTimestamp(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return at
}

// TestLocal asks for dates and hours on nights on which clocks are changed.
func TestLocal(t *testing.T) {
	for _, c := range []struct {
		zone, at, date string
		hour, weekday  int64
	}{
		{"UTC", "2026-03-28T23:59:59Z", "2026-03-28", 23, 6},
		{"Europe/Berlin", "2026-03-28T22:59:59.999999Z", "2026-03-28", 23, 6},
		{"Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29", 0, 7},
		{"Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29", 1, 7},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29", 3, 7},
		{"Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29", 23, 7},
		{"Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30", 0, 1},
		{"Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25", 2, 7},
		{"Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25", 2, 7},
		{"Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25", 23, 7},
		{"Europe/Berlin", "2026-10-25T23:00:00Z", "2026-10-26", 0, 1},
		{"America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03", 23, 6},
		{"America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04", 1, 7},
		{"Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02", 0, 5},
		{"Asia/Kathmandu", "1969-12-31T18:30:00Z", "1970-01-01", 0, 4},
		{"Europe/Berlin", "1600-12-31T23:06:31Z", "1600-12-31", 23, 7},
		{"Europe/Berlin", "1600-12-31T23:06:32Z", "1601-01-01", 0, 1},
		{"Europe/Berlin", "3000-07-01T22:30:00Z", "3000-07-01", 23, 2},
	} {
		z, at := loaded(t, c.zone), instant(t, c.at)
		day, ok := z.Day(at)
		if date := DateText(day); !ok || date != c.date || z.Hour(at) != c.hour || Weekday(day) != c.weekday {
			t.Errorf("%s in %s: %s, hour %d, weekday %d (%v), want %s, %d, %d", c.at, c.zone, date, z.Hour(at), Weekday(day), ok, c.date, c.hour, c.weekday)
		}
	}
	if day, ok := loaded(t, "America/New_York").Day(FirstInstant); ok {
		t.Errorf("what begins the calendar in UTC has a date to the west: %d", day)
	}
}

// TestMidnight asks when dates begin.
func TestMidnight(t *testing.T) {
	for _, c := range []struct{ zone, date, at, why string }{
		{"UTC", "2026-03-29", "2026-03-29T00:00:00Z", ""},
		{"Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "the night on which an hour is left out later"},
		{"Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z", "the day after"},
		{"Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "the night on which an hour is there twice later"},
		{"Europe/Berlin", "2026-10-26", "2026-10-25T23:00:00Z", "the day after"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", "there is no midnight"},
		{"America/Sao_Paulo", "2018-11-05", "2018-11-05T02:00:00Z", "the day after"},
		{"America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z", "at midnight it is an hour earlier again"},
		{"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "midnight is there twice: the first"},
		{"America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", "a minute after midnight it is the day before again"},
		{"America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z", "half an hour on each side of midnight is left out"},
		{"Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "the date is left out: the next begins"},
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "which is that one"},
		{"Europe/Berlin", "1601-01-01", "1600-12-31T23:06:32Z", "mean time"},
		{"Europe/Berlin", "3000-07-02", "3000-07-01T23:00:00Z", "rules are not known"},
	} {
		day, err := ParseDate(c.date)
		if err != nil {
			t.Fatal(err)
		}
		if at, ok := loaded(t, c.zone).Midnight(day); !ok || at != instant(t, c.at) {
			t.Errorf("%s in %s (%s): %s (%v), want %s", c.date, c.zone, c.why, TimestampText(at), ok, c.at)
		}
	}
	if at, ok := loaded(t, "Asia/Tokyo").Midnight(FirstDay); ok {
		t.Errorf("the first date begins before the first year: %s", TimestampText(at))
	}
}

// TestMidnightIsTheFirst looks around the midnights of some zones for an earlier
// instant of the date, or of a later one.
func TestMidnightIsTheFirst(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/Sao_Paulo", "America/Havana", "America/St_Johns", "Pacific/Apia", "Africa/Cairo", "Asia/Beirut"} {
		z := loaded(t, name)
		for day := int64(12000); day < 22000; day += 1 {
			at, _ := z.Midnight(day)
			if d, _ := z.Day(at); d < day {
				t.Errorf("%s: %s has not begun", name, DateText(day))
			}
			for back := int64(1); back < 100; back++ {
				if d, _ := z.Day(at - back*int64(15*time.Minute/time.Microsecond)); d >= day {
					t.Errorf("%s: %s has begun before", name, DateText(day))
				}
			}
			if d, _ := z.Day(at - 1); d >= day {
				t.Errorf("%s: %s has begun just before", name, DateText(day))
			}
		}
	}
}
