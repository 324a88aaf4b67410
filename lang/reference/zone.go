package reference

import (
	"fmt"
	"sort"
	"time"

	"portcullis/lang"
)

// zoneOf is the portal's `timezone`.
func zoneOf(p *lang.Policy) *time.Location {
	zone, err := time.LoadLocation(p.Portal.Timezone) // "" is UTC
	if err != nil {
		panic(fmt.Sprintf("reference: a time zone that was not checked: %v", err))
	}
	return zone
}

// The rules of zones are applied from 1700 up to 2200; before and after, clocks
// stand as they do at these ends.
var (
	firstRuled = time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC)
	lastRuled  = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).Add(-time.Microsecond)
)

// shown is what clocks show at an instant, as a time in UTC.
func (who *person) shown(at time.Time) time.Time {
	ruled := at
	if ruled.Before(firstRuled) {
		ruled = firstRuled
	}
	if ruled.After(lastRuled) {
		ruled = lastRuled
	}
	_, ahead := ruled.In(who.zone).Zone()
	return at.UTC().Add(time.Duration(ahead) * time.Second)
}

// today is "its date in the portal's time zone".
func (who *person) today() cell {
	if who.now.state != value {
		return cell{}
	}
	return dateCell(who.shown(who.now.at))
}

// hour is "0–23".
func (who *person) hour(t lang.Type) cell {
	if who.now.state != value {
		return cell{}
	}
	return look(t, jsonInt(who.shown(who.now.at).Hour()))
}

// weekday is "1 Monday – 7 Sunday".
func (who *person) weekday(t lang.Type) cell {
	today := who.today()
	if today.state != value {
		return cell{}
	}
	return look(t, jsonInt((int(today.at.Weekday())+6)%7+1))
}

// midnight is "the instant at which a date begins": the first that has that date
// or a later one. It is looked for in steps, each smaller than what clocks show
// between two changes of them, and then to the microsecond.
func (who *person) midnight(date cell) cell {
	if date.state != value {
		return cell{}
	}
	const step = 15 * time.Minute
	begun := func(at time.Time) bool { return !who.shown(at).Before(date.at) }
	at := date.at.Add(-26 * time.Hour)
	for !begun(at) {
		at = at.Add(step)
	}
	back := sort.Search(int(step/time.Microsecond), func(micros int) bool {
		return begun(at.Add(-step + time.Duration(micros+1)*time.Microsecond))
	})
	return timestampCell(at.Add(-step + time.Duration(back+1)*time.Microsecond))
}
