package scalar

import (
	"errors"
	"time"
)

// Instants are microseconds since 1970 in UTC, dates days since then. Both are
// of the years 0001 to 9999 in the proleptic Gregorian calendar, of a timestamp
// in its own offset: its instant may be some hours outside.
const (
	FirstInstant = -62135596800000000
	LastInstant  = 253402300799999999
	PerDay       = 24 * 3600 * 1000000
	FirstDay     = FirstInstant / PerDay
	LastDay      = (LastInstant - PerDay + 1) / PerDay

	// Outside is how far an offset can put an instant outside.
	Outside = PerDay - 60*1000000
)

// What is wrong with a date or a timestamp.
var (
	ErrForm     = errors.New("it is not of that form")
	ErrDay      = errors.New("there is no such day")
	ErrYear     = errors.New("it is not of the years 0001 to 9999")
	ErrNoTime   = errors.New("it has no time of day")
	ErrClock    = errors.New("there is no such time of day")
	ErrLeap     = errors.New("there is no such time of day; leap seconds are left out")
	ErrDecimals = errors.New("it has more than six decimals")
	ErrOffset   = errors.New("there is no such offset")
)

// ParseDate reads a day of the years 0001 to 9999, written like 2026-03-01.
func ParseDate(s string) (day int64, err error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, ErrForm
	}
	century, ok := twoDigits(s, 0)
	year, ok2 := twoDigits(s, 2)
	month, ok3 := twoDigits(s, 5)
	dom, ok4 := twoDigits(s, 8)
	year += 100 * century
	switch {
	case !ok || !ok2 || !ok3 || !ok4:
		return 0, ErrForm
	case year < 1:
		return 0, ErrYear
	case month < 1 || month > 12 || dom < 1 || dom > daysIn(year, month):
		return 0, ErrDay
	}
	return civil(year, month, dom), nil
}

func twoDigits(s string, at int) (int64, bool) {
	a, b := s[at]-'0', s[at+1]-'0'
	return 10*int64(a) + int64(b), a <= 9 && b <= 9
}

func daysIn(year, month int64) int64 {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

// civil gives the days since 1970 of a date: a year from March on has its leap
// day last, so that months before it sum up evenly.
func civil(year, month, dom int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + dom - 1 - 719468
}

// ParseTimestamp reads RFC 3339 with T and Z or an offset, without leap
// seconds, with at most six decimals, as microseconds.
func ParseTimestamp(s string) (instant int64, err error) {
	if len(s) < 20 || s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		if _, err := ParseDate(s); err == nil {
			return 0, ErrNoTime
		}
		return 0, ErrForm
	}
	days, err := ParseDate(s[:10])
	if err != nil {
		return 0, err
	}
	hour, ok := twoDigits(s, 11)
	minute, ok2 := twoDigits(s, 14)
	second, ok3 := twoDigits(s, 17)
	switch {
	case !ok || !ok2 || !ok3:
		return 0, ErrForm
	case hour > 23 || minute > 59 || second > 60:
		return 0, ErrClock
	case second == 60:
		return 0, ErrLeap
	}
	micros, rest, err := fraction(s[19:])
	if err != nil {
		return 0, err
	}
	offset, err := zone(rest)
	if err != nil {
		return 0, err
	}
	return days*PerDay + ((hour*60+minute-offset)*60+second)*1000000 + micros, nil
}

// fraction reads up to six decimals behind a point, if there is one.
func fraction(s string) (int64, string, error) {
	if s[0] != '.' {
		return 0, s, nil
	}
	n := leadingDigits(s[1:])
	if n == 0 {
		return 0, "", ErrForm
	}
	if n > 6 {
		return 0, "", ErrDecimals
	}
	micros := int64(0)
	for i := range 6 {
		micros *= 10
		if i < n {
			micros += int64(s[1+i] - '0')
		}
	}
	return micros, s[1+n:], nil
}

// zone reads Z or an offset, and gives the minutes that it is ahead of UTC.
func zone(s string) (int64, error) {
	if s == "Z" {
		return 0, nil
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return 0, ErrForm
	}
	hours, ok := twoDigits(s, 1)
	minutes, ok2 := twoDigits(s, 4)
	switch {
	case !ok || !ok2:
		return 0, ErrForm
	case hours > 23 || minutes > 59:
		return 0, ErrOffset
	}
	minutes += 60 * hours
	if s[0] == '-' {
		minutes = -minutes
	}
	return minutes, nil
}

// InstantOf gives a time as an instant; false where it is finer than
// microseconds, or its year is none of 0001 to 9999.
func InstantOf(t time.Time) (int64, bool) {
	return t.UnixMicro(), t.Nanosecond()%1000 == 0 && t.Year() >= 1 && t.Year() <= 9999
}

// MidnightOf gives the date of a time that is midnight on its own clock.
func MidnightOf(t time.Time) (day int64, ok bool) {
	if t.Hour() != 0 || t.Minute() != 0 || t.Second() != 0 || t.Nanosecond() != 0 {
		return 0, false
	}
	year, month, dom := t.Date()
	return civil(int64(year), int64(month), int64(dom)), true
}

// TimeOf gives an instant as a time in UTC.
func TimeOf(instant int64) time.Time { return time.UnixMicro(instant).UTC() }

// TimestampText writes an instant in UTC, or where it has no year of four digits
// there, in an offset in which it does.
func TimestampText(instant int64) string {
	zone := time.UTC
	switch {
	case instant > LastInstant:
		zone = west
	case instant < FirstInstant:
		zone = east
	}
	return time.UnixMicro(instant).In(zone).Format(time.RFC3339Nano)
}

// The offsets that are furthest from UTC.
var (
	west = time.FixedZone("", -(24*60-1)*60)
	east = time.FixedZone("", (24*60-1)*60)
)

// DateText writes a day.
func DateText(day int64) string { return time.Unix(day*24*3600, 0).UTC().Format(time.DateOnly) }

// DayOf gives the UTC date of an instant; false outside the years 0001 to 9999.
func DayOf(instant int64) (day int64, ok bool) {
	if instant < FirstInstant || instant > LastInstant {
		return 0, false
	}
	day = instant / PerDay
	if instant%PerDay < 0 {
		day--
	}
	return day, true
}

// MoveDay moves a date by days; false where that leaves the years.
func MoveDay(day, by int64) (int64, bool) {
	if by > LastDay-FirstDay || by < FirstDay-LastDay {
		return 0, false
	}
	day += by
	return day, day >= FirstDay && day <= LastDay
}

// MoveInstant moves an instant by microseconds; false where that leaves the years.
func MoveInstant(instant, by int64) (int64, bool) {
	const reach = LastInstant - FirstInstant + PerDay // an offset may put an instant some hours outside
	if by > reach || by < -reach {
		return 0, false
	}
	instant += by
	return instant, instant >= FirstInstant && instant <= LastInstant
}
