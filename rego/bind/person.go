package bind

import (
	"slices"
	"time"

	"portcullis/rego/form"
	"portcullis/rego/scalar"
)

// User is who asks, as a request tells it. What is nil, or an empty team, was
// not given.
type User struct {
	Login          any // of the login field's type
	Profiles       []string
	Team           string
	TeamProfiles   []string       // of a team that the policy does not declare
	TeamProperties map[string]any // likewise
	Properties     map[string]any
	Record         map[string]any // the row of the users table
}

// Person is a user as the policy knows them, at a time. It is safe for
// concurrent use.
type Person struct {
	policy   *Policy
	profiles []string // with all that they include, sorted; none of who is refused everything
	known    bool     // the person's row is there, and theirs; or they are anonymous
	login    Value
	record   Value
	team     Value
	user     map[string]any // properties
	ofTeam   map[string]Value
	now      Value  // unknown where the request tells a time that is none
	nowText  string // as a write gets it
}

// Person finds out who a user is. now is RFC 3339, the clock's time where it
// is empty. Who lacks their row of the users table, or comes with another's,
// is refused everything. Where the policy has profiles for them, who has
// neither a login nor a record is anonymous, and all that is asked of them is
// null.
func (p *Policy) Person(u User, now string) *Person {
	nameless := IsNull(u.Login)
	anonymous := nameless && u.Record == nil && len(p.anonymous) > 0
	if anonymous {
		u = User{}
		if users := p.form.Users; users != nil {
			u.Record = missing(users.Table)
		}
	}
	who := &Person{
		policy: p, known: true, user: u.Properties, login: Of(u.Login), team: given(u.Team), record: Of(u.Record),
		ofTeam: map[string]Value{},
	}
	if u.Login == nil && !anonymous {
		who.login = Absent()
	}
	who.tell(now)
	switch users := p.form.Users; {
	case anonymous:
	case users == nil: // a record is nobody's
		who.known = !nameless || len(p.anonymous) == 0
	default:
		theirs := who.record.member(users.Login.Name)
		c, ok := compare(users.Login.Type, theirs, who.login)
		who.known = ok && c == 0
	}
	asked := u.Profiles
	if team := p.teams[u.Team]; team != nil {
		asked = slices.Concat(asked, team.Profiles)
		for name, c := range team.Properties {
			who.ofTeam[name] = ofConstant(c)
		}
	} else {
		asked = slices.Concat(asked, u.TeamProfiles)
		for _, property := range p.form.TeamProperties {
			who.ofTeam[property.Name] = Of(u.TeamProperties[property.Name])
		}
	}
	switch {
	case anonymous:
		who.profiles = p.anonymous
	case !who.known:
	case nameless:
		who.profiles = p.claimed(asked)
	default:
		who.profiles = p.Closure(asked)
	}
	return who
}

// missing gives a row that is not there as one of which all is null, and that
// has no rows of its own: what conditions find on the way through it.
func missing(t *form.Table) map[string]any {
	row := make(map[string]any, len(t.Fields)+len(t.Relations))
	for _, f := range t.Fields {
		row[f.Name] = nil
	}
	for _, r := range t.Relations {
		row[r.Name] = nil
		if r.Many {
			row[r.Name] = []any{}
		}
	}
	return row
}

func given(s string) Value {
	if s == "" {
		return Null()
	}
	return Text(s)
}

// tell reads the time. An instant outside the years 1 to 9999 by its offset is
// a time like others.
func (who *Person) tell(now string) {
	if now == "" {
		at := time.Now().UnixMicro()
		who.now, who.nowText = Value{kind: instant, n: at}, scalar.TimestampText(at)
		return
	}
	who.nowText = now
	if at, err := scalar.ParseTimestamp(now); err == nil {
		who.now = Value{kind: instant, n: at}
	}
}

// Closure gives those of the profiles that the policy knows, with those that
// they include, sorted; where there are none, the default ones. It is about
// people with a login: the profiles of anonymous ones are not theirs.
func (p *Policy) Closure(names []string) []string {
	if known := p.claimed(names); len(known) > 0 {
		return known
	}
	return closure(p.form, func(profile *form.Profile) bool { return profile.Default })
}

// claimed gives them without the default ones.
func (p *Policy) claimed(names []string) []string {
	var out []string
	for _, name := range names {
		if profile := p.profiles[name]; profile != nil && !profile.Anonymous {
			out = append(out, profile.Closure...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// closure gives the profiles that are so, with those that they include, sorted.
func closure(f *form.Form, is func(*form.Profile) bool) []string {
	var out []string
	for _, profile := range f.Profiles {
		if is(profile) {
			out = append(out, profile.Closure...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Profiles gives the person's profiles with those that they include, sorted;
// none where they are refused everything.
func (who *Person) Profiles() []string { return who.profiles }

// Known reports whether the request has the person's row of the users table,
// where the portal has such a table, or the person is anonymous, and may be.
func (who *Person) Known() bool { return who.known }

func (who *Person) has(profile string) bool {
	_, ok := slices.BinarySearch(who.profiles, profile)
	return ok
}

// revealed reports whether a field that a statement covers is covered for this
// person: those of a class are for holders of some profiles.
func (who *Person) revealed(u *form.Use, f *form.Field) bool {
	return u.Reveals(f, who.has)
}

// today gives the date of the time, in the portal's time zone.
func (who *Person) today() Value {
	if who.now.kind == instant {
		if d, ok := who.policy.zone.Day(who.now.n); ok {
			return Value{kind: day, n: d}
		}
	}
	return Value{}
}

// hour gives the hour of the time, in the portal's time zone.
func (who *Person) hour() Value {
	if who.now.kind != instant {
		return Value{}
	}
	return Int(who.policy.zone.Hour(who.now.n))
}

// weekday gives the day of the week of today.
func (who *Person) weekday() Value {
	today := who.today()
	if today.kind != day {
		return Value{}
	}
	return Int(scalar.Weekday(today.n))
}

// midnight gives when a date begins, in the portal's time zone.
func (who *Person) midnight(date Value) Value {
	if d, ok := date.day(); ok {
		if at, ok := who.policy.zone.Midnight(d); ok {
			return Value{kind: instant, n: at}
		}
	}
	return Value{}
}

// uses gives the statements of the person's profiles on a resource's action,
// in the order of file and line.
func (who *Person) uses(r *resource, part form.Part, action string) []*form.Use {
	if len(who.profiles) == 1 {
		return who.policy.counting(r.uses[useKey{part, action, who.profiles[0]}])
	}
	var out []*form.Use
	for _, profile := range who.profiles {
		out = append(out, r.uses[useKey{part, action, profile}]...)
	}
	if len(out) > 1 {
		slices.SortFunc(out, func(a, b *form.Use) int { return a.Clause.Statement.Order - b.Clause.Statement.Order })
	}
	return who.policy.counting(out)
}
