package prove

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// clock is what is told of the time in a time zone. That the day of the week is
// that of the date, and the hour and midnights those of now, is not among what is
// solved: a world is made so where it can be, and what is found is run.
type clock struct {
	zone          scalar.Zone
	today         *cell
	hour, weekday *cell            // nil where nothing asks
	midnights     map[string]*cell // by what begins
}

func (w *world) clock(zone string) *clock {
	z, err := scalar.LoadZone(zone)
	if err != nil {
		panic(fmt.Sprintf("prove: a form that was not checked: %s: %s", zone, err))
	}
	c := &clock{zone: z, today: w.fresh(form.Type{Kind: form.Date}, nil, "today"), midnights: map[string]*cell{}}
	c.today.null = no
	return c
}

// clock gives that of the version's time zone.
func (e *env) clock() *clock { return e.who.clocks[e.of.form.Timezone] }

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
		c.midnights[of] = at
	}
	return c.midnights[of]
}

// The instants and days of worlds are counted from their epoch.
func instantAt(n int64) int64 { return epoch.UnixMicro() + n }

func dayAt(n int64) int64 { return epoch.Unix()/(24*60*60) + n }

// time gives the time: now, or one of the date, the hour and the day of the week
// that are told in a time zone.
func (b *building) time(out *World) {
	who := b.q.who
	now, ok := b.values[who.now.at.at].(int64)
	if ok {
		out.Now = instantText(now)
		return
	}
	names := slices.Sorted(maps.Keys(who.clocks))
	told := func(name string) bool {
		c := who.clocks[name]
		return slices.ContainsFunc([]*cell{c.today, c.hour, c.weekday}, func(x *cell) bool { return x != nil && b.values[x.at.at] != nil })
	}
	name := names[max(0, slices.IndexFunc(names, told))]
	out.Now = scalar.TimestampText(b.timeBy(who.clocks[name]))
}

// timeBy gives a time of what is told by a clock; nine o'clock if it tells no hour.
func (b *building) timeBy(c *clock) int64 {
	today, dated := b.values[c.today.at.at].(int64)
	day := dayAt(today)
	if weekday, ok := b.wholeAt(c.weekday); ok && !dated {
		day += (weekday - scalar.Weekday(day) + 7) % 7
	}
	hour, ok := b.wholeAt(c.hour)
	if !ok {
		hour = 9
	}
	begins, _ := c.zone.Midnight(day)
	const perHour = scalar.PerDay / 24
	for h := int64(0); h < 26; h++ {
		at := begins + h*perHour
		if d, _ := c.zone.Day(at); d == day && c.zone.Hour(at) == hour {
			return at
		}
	}
	return begins + hour*perHour
}

// wholeAt gives the whole number that a model has for a cell.
func (b *building) wholeAt(c *cell) (int64, bool) {
	if c == nil {
		return 0, false
	}
	r, ok := b.values[c.at.at].(*big.Rat)
	if !ok || !r.IsInt() {
		return 0, false
	}
	return r.Num().Int64(), true
}

// tell says of the time that today is the date of now, as far as a model has
// it otherwise; false if it has not. Where clocks are put back over midnight a
// date is not one stretch of time, and nothing is said.
func (w *world) tell(who *person, values map[int]any) bool {
	now, ok := values[who.now.at.at].(int64)
	if !ok {
		return false
	}
	said := false
	for _, name := range slices.Sorted(maps.Keys(who.clocks)) {
		c := who.clocks[name]
		today, also := values[c.today.at.at].(int64)
		day, dated := c.zone.Day(instantAt(now))
		if !also || !dated || day == dayAt(today) {
			continue
		}
		for _, d := range []int64{day, dayAt(today)} {
			begins, inYears := c.zone.Midnight(d)
			ends, inYears2 := c.zone.Midnight(d + 1)
			const soon = scalar.PerDay / 48
			if after, _ := c.zone.Day(begins + soon); !inYears || !inYears2 || after != d {
				continue
			}
			within := w.and(w.atMost(w.count(instants, begins-epoch.UnixMicro()), who.now.at), w.less(who.now.at, w.count(instants, ends-epoch.UnixMicro())))
			w.assert(w.search.same(within, w.equal(c.today.at, w.count(days, d-dayAt(0)))))
			said = true
		}
	}
	return said
}
