package scalar

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // for machines that have no zone data
)

// ErrZone says that a name is none of [ZoneNames].
var ErrZone = errors.New("there is no such time zone")

//go:embed zones.txt
var zoneNames string

// ZoneNames gives the names of time zones in the tz database, sorted: those of
// the data that Go carries. What else a machine may take for one, as in another
// case of letters, is not the same everywhere.
func ZoneNames() []string { return strings.Fields(zoneNames) }

// Zone is a time zone, by which an instant has a date and an hour.
//
// Clocks are put forward and back: a date may have no midnight, or two. It begins
// at the first instant that has that date or a later one. The rules of a zone are
// known from 1700 up to 2200, as far as nanoseconds in 64 bits are counted by OPA;
// before and after, clocks stand as they do at these ends.
type Zone struct{ location *time.Location } // nil is UTC

// LoadZone gives the time zone of a name; "" is UTC.
func LoadZone(name string) (Zone, error) {
	if name == "" {
		name = "UTC"
	}
	if _, ok := slices.BinarySearch(ZoneNames(), name); !ok {
		return Zone{}, ErrZone
	}
	at, err := time.LoadLocation(name)
	if err != nil {
		return Zone{}, fmt.Errorf("the data of the time zone %s: %w", name, err)
	}
	return Zone{at}, nil
}

// From when and up to when the rules of zones are applied.
const (
	firstRuled = -8520336000000000
	lastRuled  = 7258118399999999
)

// offset gives by how much local time is ahead of UTC at an instant.
func (z Zone) offset(at int64) int64 {
	_, seconds := z.time(at).Zone()
	return int64(seconds) * 1000000
}

func (z Zone) time(at int64) time.Time {
	t := time.UnixMicro(min(max(at, firstRuled), lastRuled)).UTC()
	if z.location == nil {
		return t
	}
	return t.In(z.location)
}

// local gives what clocks show at an instant, as the instant at which they show
// it in UTC.
func (z Zone) local(at int64) int64 { return at + z.offset(at) }

// Day gives the date of an instant; false outside the years 0001 to 9999.
func (z Zone) Day(at int64) (day int64, ok bool) { return DayOf(z.local(at)) }

// Hour gives the hour of an instant, from 0 to 23.
func (z Zone) Hour(at int64) int64 {
	const perHour = PerDay / 24
	return ((z.local(at)%PerDay + PerDay) % PerDay) / perHour
}

// Weekday gives the day of the week of a date, from 1, a Monday, to 7, a Sunday.
func Weekday(day int64) int64 {
	const thursday = 3 // days of the week that were over when 1970 began
	return ((day+thursday)%7+7)%7 + 1
}

// Midnight gives the instant at which a date begins; false where that is not of
// the years 0001 to 9999.
func (z Zone) Midnight(day int64) (at int64, ok bool) {
	utc := day * PerDay
	before, after := z.offset(utc-PerDay), z.offset(utc+PerDay)
	switch early, late := utc-before, utc-after; {
	case z.offset(early) == before: // clocks are not changed by then
		at = early
	case z.offset(late) == after: // they have been changed
		at = late
	default: // they are put forward over midnight
		start, _ := z.time(early).ZoneBounds()
		at = start.UnixMicro()
	}
	return at, at >= FirstInstant && at <= LastInstant
}
