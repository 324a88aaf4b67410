package bind

import "time"

// Instants are microseconds since 1970 in UTC, dates days since then. Both are
// of the years 0001 to 9999 in the proleptic Gregorian calendar.
const (
	firstInstant = -62135596800000000
	lastInstant  = 253402300799999999
	perDay       = 24 * 3600 * 1000000
	firstDay     = firstInstant / perDay
	lastDay      = (lastInstant - perDay + 1) / perDay
)

// parseDate reads 2026-03-01.
func parseDate(s string) (int64, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	year, ok := twoDigits(s, 0)
	low, ok2 := twoDigits(s, 2)
	month, ok3 := twoDigits(s, 5)
	dom, ok4 := twoDigits(s, 8)
	if !ok || !ok2 || !ok3 || !ok4 {
		return 0, false
	}
	year = 100*year + low
	if year < 1 || month < 1 || month > 12 || dom < 1 || dom > daysIn(year, month) {
		return 0, false
	}
	return civil(year, month, dom), true
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

// parseTimestamp reads RFC 3339 with T and Z or an offset, without leap
// seconds, with at most six decimals. The year is that of the text.
func parseTimestamp(s string) (int64, bool) {
	if len(s) < 20 || s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return 0, false
	}
	days, ok := parseDate(s[:10])
	hour, ok2 := twoDigits(s, 11)
	minute, ok3 := twoDigits(s, 14)
	second, ok4 := twoDigits(s, 17)
	if !ok || !ok2 || !ok3 || !ok4 || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	micros, rest, ok := fraction(s[19:])
	if !ok {
		return 0, false
	}
	offset, ok := zone(rest)
	if !ok {
		return 0, false
	}
	return days*perDay + ((hour*60+minute-offset)*60+second)*1000000 + micros, true
}

// fraction reads up to six decimals behind a point, if there is one.
func fraction(s string) (int64, string, bool) {
	if s == "" || s[0] != '.' {
		return 0, s, true
	}
	n := leadingDigits(s[1:])
	if n == 0 || n > 6 {
		return 0, "", false
	}
	micros := int64(0)
	for i := range 6 {
		micros *= 10
		if i < n {
			micros += int64(s[1+i] - '0')
		}
	}
	return micros, s[1+n:], true
}

// zone reads Z or an offset, and gives the minutes that it is ahead of UTC.
func zone(s string) (int64, bool) {
	if s == "Z" {
		return 0, true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return 0, false
	}
	hours, ok := twoDigits(s, 1)
	minutes, ok2 := twoDigits(s, 4)
	if !ok || !ok2 || hours > 23 || minutes > 59 {
		return 0, false
	}
	minutes += 60 * hours
	if s[0] == '-' {
		minutes = -minutes
	}
	return minutes, true
}

// instant gives the value as an instant; false where it is no timestamp.
func (v Value) instant() (int64, bool) {
	switch v.kind {
	case instant:
		return v.n, true
	case text:
		return parseTimestamp(v.s)
	default:
		return 0, false
	}
}

// day gives the value as a day; false where it is no date.
func (v Value) day() (int64, bool) {
	switch v.kind {
	case day:
		return v.n, true
	case text:
		return parseDate(v.s)
	case instant:
		t, ok := v.ref.(time.Time)
		if !ok || t.Hour() != 0 || t.Minute() != 0 || t.Second() != 0 || t.Nanosecond() != 0 {
			return 0, false
		}
		year, month, dom := t.Date()
		return civil(int64(year), int64(month), int64(dom)), true
	default:
		return 0, false
	}
}

// InstantText writes microseconds since 1970 as a timestamp in UTC, or where it has no year of four digits
// there, in an offset in which it does.
func InstantText(at int64) string {
	zone := time.UTC
	switch {
	case at > lastInstant:
		zone = west
	case at < firstInstant:
		zone = east
	}
	return time.UnixMicro(at).In(zone).Format(time.RFC3339Nano)
}

// The offsets that are furthest from UTC.
var (
	west = time.FixedZone("", -(24*60-1)*60)
	east = time.FixedZone("", (24*60-1)*60)
)

// dayText writes a day.
func dayText(d int64) string { return time.Unix(d*24*3600, 0).UTC().Format(time.DateOnly) }

// dayOf gives the UTC date of an instant; false outside the years 1 to 9999.
func dayOf(at int64) (int64, bool) {
	if at < firstInstant || at > lastInstant {
		return 0, false
	}
	d := at / perDay
	if at%perDay < 0 {
		d--
	}
	return d, true
}
