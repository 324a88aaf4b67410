package prove

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// clock is what is told of the time in a time zone: the date of now, its day of the
// week and its hour, and when days begin. How these go together is taught day by day,
// as models have it otherwise (see tell).
type clock struct {
	zone          scalar.Zone
	today         *cell
	hour, weekday *cell                // nil where nothing asks
	midnights     map[string]*midnight // by what begins
	said          map[string]bool      // days, and what was said of them
}

// midnight is when a date begins that is so many days after today.
type midnight struct {
	at *cell
	by int64
}

func (w *world) clock(zone string) *clock {
	z, err := scalar.LoadZone(zone)
	if err != nil {
		panic(fmt.Sprintf("prove: a form that was not checked: %s: %s", zone, err))
	}
	c := &clock{zone: z, today: w.fresh(form.Type{Kind: form.Date}, nil, "today"), midnights: map[string]*midnight{}, said: map[string]bool{}}
	c.today.null = no
	return c
}

// clock gives that of the version's time zone.
func (e *env) clock() *clock {
	zone := e.of.form.Timezone
	if e.who.clocks[zone] == nil {
		e.who.clocks[zone] = e.world.clock(zone)
	}
	return e.who.clocks[zone]
}

func (c *clock) hourOf(w *world) *cell {
	if c.hour == nil {
		c.hour = w.whole("hour", 0, 23)
	}
	return c.hour
}

func (c *clock) weekdayOf(w *world) *cell {
	if c.weekday == nil {
		c.weekday = w.whole("weekday", 1, 7)
	}
	return c.weekday
}

// whole gives a whole number of a range.
func (w *world) whole(name string, from, to int64) *cell {
	c := w.fresh(form.Type{Kind: form.Number}, nil, name)
	c.null = no
	var one []lit
	for n := from; n <= to; n++ {
		one = append(one, w.equal(c.at, w.number(big.NewRat(n, 1))))
	}
	w.assert(w.or(one...))
	return c
}

// midnight gives when a date begins that is made of today and constants.
func (c *clock) midnight(w *world, x form.Midnight) *cell {
	of := form.Text(form.Known(x))
	if c.midnights[of] == nil {
		at := w.fresh(x.Type(), nil, "midnight")
		at.null = no
		m := &midnight{at: at}
		for date := x.X; ; { // today, moved perhaps
			moved, ok := date.(form.Moved)
			if !ok {
				break
			}
			m.by += moved.By
			date = moved.X
		}
		c.midnights[of] = m
	}
	return c.midnights[of].at
}

// The instants and days of worlds are counted from their epoch.
func instantAt(n int64) int64 { return epoch.UnixMicro() + n }

func dayAt(n int64) int64 { return epoch.Unix()/(24*60*60) + n }

// time gives the time that a model tells.
func (b *building) time(out *World) {
	out.Now = scalar.TimestampText(b.moment(b.q.who, b.values))
}

// moment gives a time that a model tells: now, or one of the date, the hour and the
// day of the week that are told in a time zone.
func (w *world) moment(who *person, values map[int]any) int64 {
	if now, ok := values[who.now.at.at].(int64); ok {
		return instantAt(now)
	}
	names := slices.Sorted(maps.Keys(who.clocks))
	told := func(name string) bool {
		c := who.clocks[name]
		return slices.ContainsFunc([]*cell{c.today, c.hour, c.weekday}, func(x *cell) bool { return x != nil && values[x.at.at] != nil })
	}
	if len(names) == 0 {
		return instantAt(int64(9 * scalar.PerDay / 24))
	}
	return who.clocks[names[max(0, slices.IndexFunc(names, told))]].moment(values)
}

// moment gives a time of what is told by a clock; nine o'clock if it tells no hour.
func (c *clock) moment(values map[int]any) int64 {
	today, dated := values[c.today.at.at].(int64)
	day := dayAt(today)
	if weekday, ok := wholeAt(values, c.weekday); ok && !dated {
		day += (weekday - scalar.Weekday(day) + 7) % 7
	}
	hour, ok := wholeAt(values, c.hour)
	if !ok {
		hour = 9
	}
	begins, _ := c.zone.Midnight(day)
	for h := int64(0); h < 26; h++ {
		at := begins + h*perHour
		if d, _ := c.zone.Day(at); d == day && c.zone.Hour(at) == hour {
			return at
		}
	}
	return begins + hour*perHour
}

const perHour = scalar.PerDay / 24

// wholeAt gives the whole number that a model has for a cell.
func wholeAt(values map[int]any, c *cell) (int64, bool) {
	if c == nil {
		return 0, false
	}
	r, ok := values[c.at.at].(*big.Rat)
	if !ok || !r.IsInt() {
		return 0, false
	}
	return r.Num().Int64(), true
}

// tell holds what a model tells of the time against what clocks show then. Where they
// show something else, it says of the days concerned what they show: said, if it was
// not said before, and else wrong.
func (w *world) tell(who *person, values map[int]any, atoms []lit) (said, wrong bool) {
	at := w.moment(who, values)
	if w.shift(who, values, atoms, at) {
		return false, false
	}
	if w.days++; w.days > maxDays {
		return false, true
	}
	for _, name := range slices.Sorted(maps.Keys(who.clocks)) {
		c := who.clocks[name]
		day, ok := c.zone.Day(at)
		if !ok || c.shows(day, at, values) {
			continue
		}
		wrong = true
		said = w.sayDay(who, c, day) || said
		if today, ok := values[c.today.at.at].(int64); ok {
			said = w.sayDay(who, c, dayAt(today)) || said
		}
	}
	return said, wrong && !said
}

// maxDays is of how many models it is said what clocks show.
const maxDays = 60

// shift gives now, and what clocks show of it, values that go together, near a time:
// such that all that atoms say of them holds.
func (w *world) shift(who *person, values map[int]any, atoms []lit, near int64) bool {
	if len(who.clocks) == 0 {
		return true
	}
	for _, days := range []int64{0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7} {
		for hours := range int64(24) {
			if now := near + days*scalar.PerDay + hours*perHour; w.fits(who, values, atoms, now) {
				return true
			}
		}
	}
	return false
}

// fits gives values for a time, if all that atoms say of these holds.
func (w *world) fits(who *person, values map[int]any, atoms []lit, at int64) bool {
	shown := map[int]int64{who.now.at.at: at - epoch.UnixMicro()}
	for _, c := range who.clocks {
		day, ok := c.zone.Day(at)
		hour, timed := wholeAt(values, c.hour)
		weekday, named := wholeAt(values, c.weekday)
		if !ok || timed && hour != c.zone.Hour(at) || named && weekday != scalar.Weekday(day) {
			return false
		}
		shown[c.today.at.at] = day - dayAt(0)
		for _, m := range c.midnights {
			begins, inYears := c.zone.Midnight(day + m.by)
			if !inYears {
				return false
			}
			shown[m.at.at.at] = begins - epoch.UnixMicro()
		}
	}
	value := func(n int) int64 {
		if v, ok := shown[n]; ok {
			return v
		}
		v, _ := values[n].(int64) // 0 of the zero itself
		return v
	}
	for _, l := range atoms {
		of, ok := w.bounds[abs(l)]
		if !ok || !w.nodes[of.a].sort.counted() {
			continue
		}
		_, a := shown[of.a]
		_, b := shown[of.b]
		if (a || b) && (value(of.a)-value(of.b) <= of.w) != (l > 0) {
			return false
		}
	}
	for n, v := range shown {
		values[n] = v
	}
	return true
}

// shows reports whether a clock shows at a time what a model tells.
func (c *clock) shows(day, at int64, values map[int]any) bool {
	if today, ok := values[c.today.at.at].(int64); ok && dayAt(today) != day {
		return false
	}
	if hour, ok := wholeAt(values, c.hour); ok && hour != c.zone.Hour(at) {
		return false
	}
	if weekday, ok := wholeAt(values, c.weekday); ok && weekday != scalar.Weekday(day) {
		return false
	}
	for _, m := range c.midnights {
		begins, inYears := c.zone.Midnight(day + m.by)
		if v, ok := values[m.at.at.at].(int64); ok && (!inYears || instantAt(v) != begins) {
			return false
		}
	}
	return true
}

// sayDay says what a clock shows on a day; false if it was said before. Where clocks
// are put back over midnight a day is not one stretch of time, and nothing is said.
func (w *world) sayDay(who *person, c *clock, day int64) bool {
	key := fmt.Sprint(day, c.hour != nil, c.weekday != nil, len(c.midnights))
	begins, inYears := c.zone.Midnight(day)
	ends, inYears2 := c.zone.Midnight(day + 1)
	if after, _ := c.zone.Day(begins + perHour/2); c.said[key] || !inYears || !inYears2 || after != day {
		return false
	}
	c.said[key] = true
	instant := func(at int64) point { return w.count(instants, at-epoch.UnixMicro()) }
	within := func(from, to int64) lit {
		return w.and(w.atMost(instant(from), who.now.at), w.less(who.now.at, instant(to)))
	}
	is := w.equal(c.today.at, w.count(days, day-dayAt(0)))
	w.assert(w.search.same(within(begins, ends), is))
	if c.weekday != nil {
		w.assert(w.implies(is, w.equal(c.weekday.at, w.number(big.NewRat(scalar.Weekday(day), 1)))))
	}
	for from := begins; c.hour != nil && from < ends; from += perHour {
		to := min(from+perHour, ends)
		if hour := c.zone.Hour(from); c.zone.Hour(to-1) == hour {
			w.assert(w.implies(within(from, to), w.equal(c.hour.at, w.number(big.NewRat(hour, 1)))))
		}
	}
	for _, of := range sortedKeys(c.midnights) {
		m := c.midnights[of]
		if at, inYears := c.zone.Midnight(day + m.by); inYears {
			w.assert(w.implies(is, w.equal(m.at.at, instant(at))))
		}
	}
	return true
}
