package prove

import (
	"slices"

	"portcullis/rego/form"
)

// person is who asks: the same for both versions. They may claim any profiles,
// be of any team, and have any properties; where a version has a users table
// they have their row in it. Or they are anonymous: they claim nothing, and all
// that is asked of them is null.
type person struct {
	anonymous  bool
	noTeam     bool           // they are of no declared team
	claims     map[string]lit // by profile: the request, or a team that the policy does not declare, names it
	team       *cell
	login      *cell
	record     *term // nil where no version has a users table
	properties map[string]*cell
	ofTeam     map[string]*cell // of a team that the policy does not declare
	now        *cell
	clocks     map[string]*clock // by time zone, those that somebody asked
	zone       string
	domains    map[string][]string
}

// version is one of the forms that a question is about.
type version struct {
	form   *form.Form
	number int
	held   map[string]lit // by profile, those that others include too
	ofTeam map[string]*cell
	rows   map[clauseAt]lit
	member map[string]lit // by declared team
}

// clauseAt is a clause asked of rows.
type clauseAt struct {
	clause   *form.Clause
	row, new *term
	what     byte
}

// someone gives a person of the versions.
func (w *world) someone(versions []*version, of Query) *person {
	anonymous := of.Anonymous
	who := &person{
		anonymous: anonymous, noTeam: of.NoTeam, claims: map[string]lit{}, properties: map[string]*cell{}, ofTeam: map[string]*cell{}, domains: map[string][]string{},
	}
	who.team = w.fresh(form.Type{Kind: form.String}, nil, "team")
	if anonymous {
		who.team.null = yes
	}
	who.now = w.fresh(form.Type{Kind: form.Timestamp}, nil, "now")
	who.now.null = no
	who.clocks = map[string]*clock{}
	who.zone = versions[0].form.Timezone
	for _, v := range versions {
		for _, list := range [][]form.Property{v.form.UserProperties, v.form.TeamProperties} {
			for _, p := range list {
				for _, value := range p.Values {
					if !slices.Contains(who.domains[p.Name], value) {
						who.domains[p.Name] = append(who.domains[p.Name], value)
					}
				}
			}
		}
		users := v.form.Users
		if anonymous || users == nil || who.record != nil {
			continue
		}
		who.record = w.addRow(w.table(users.Table.Name), "user", yes, 0)
		w.pool(who.record)
		who.login = w.cell(who.record, users.Login)
		w.assert(-who.login.null)
		known := *who.login
		known.null = no
		who.login = &known
	}
	if who.login == nil {
		who.login = w.fresh(form.Type{Kind: form.String}, nil, "login")
		who.login.null = no
	}
	for _, v := range versions {
		for _, p := range v.form.Profiles {
			if who.claims[p.Name] == 0 {
				switch {
				case anonymous:
					who.claims[p.Name] = no
				case of.Claims != nil:
					who.claims[p.Name] = decided(slices.Contains(of.Claims, p.Name))
				default:
					who.claims[p.Name] = w.free()
				}
			}
		}
	}
	for _, v := range versions {
		v.people(w, who)
	}
	return who
}

// people works out which profiles a person has in a version.
func (v *version) people(w *world, who *person) {
	v.held, v.member, v.ofTeam, v.rows = map[string]lit{}, map[string]lit{}, map[string]*cell{}, map[clauseAt]lit{}
	if who.anonymous {
		for _, p := range v.form.Profiles {
			for _, included := range p.Closure {
				if p.Anonymous {
					v.held[included] = yes
				}
			}
		}
		return // without such profiles they have none
	}
	declared := map[string][]lit{}
	for _, t := range v.form.Teams {
		of := w.and(-who.team.null, w.equal(who.team.at, w.text(t.Name)))
		if who.noTeam {
			w.assert(-of)
			of = no
		}
		v.member[t.Name] = of
		for _, p := range t.Profiles {
			declared[p] = append(declared[p], of)
		}
	}
	v.held = v.holding(w, func(p string) lit { return w.or(append(declared[p], who.claims[p])...) })
}

// holding gives which profiles somebody has, those that others include too, by
// what they claim.
func (v *version) holding(w *world, claims func(profile string) lit) map[string]lit {
	base, held := map[string]lit{}, map[string]lit{}
	var some []lit
	for _, p := range v.form.Profiles {
		if p.Anonymous { // who has a login has it by inclusion alone
			base[p.Name] = no
			continue
		}
		base[p.Name] = claims(p.Name)
		some = append(some, base[p.Name])
	}
	none := -w.or(some...)
	includers := map[string][]lit{}
	for _, p := range v.form.Profiles {
		has := base[p.Name]
		if p.Default {
			has = w.or(has, none)
		}
		for _, included := range p.Closure {
			includers[included] = append(includers[included], has)
		}
	}
	for name, by := range includers {
		held[name] = w.or(by...)
	}
	return held
}

// recipient is who is written to.
type recipient struct {
	key    *cell
	record *term // nil where no version has a users table
	login  *cell
	claims map[string]lit
}

// recipient opens who is written to: a person of the users table, if there is
// one, with any profiles.
func (q *Question) recipient() *recipient {
	w := q.world
	to := &recipient{claims: map[string]lit{}}
	for _, p := range sortedKeys(q.who.claims) {
		to.claims[p] = w.free()
	}
	for _, v := range q.versions {
		if users := v.form.Users; users != nil && to.record == nil {
			to.record = w.addRow(w.table(users.Table.Name), "to", yes, 0)
			w.pool(to.record)
			to.key, to.login = w.cell(to.record, to.record.table.key[0]), w.cell(to.record, users.Login)
			// A login leads to one person.
			w.assert(-to.login.null)
			if q.who.record != nil {
				w.assert(w.or(w.sameKey(to.record, q.who.record), -w.equalCells(to.login, q.who.login)))
			}
		}
	}
	if to.record == nil {
		to.key = w.fresh(q.versions[0].form.KeyType(), nil, "to")
		to.key.null, to.login = no, to.key
	}
	return to
}

// property gives a user property.
func (who *person) property(w *world, p form.Place) *cell {
	return shared(w, who.properties, p, who.domains[p.Name], "user."+p.Name)
}

func shared(w *world, among map[string]*cell, p form.Place, domain []string, name string) *cell {
	key := p.Name + " " + string(p.T.Kind)
	c := among[key]
	if c == nil {
		c = w.fresh(p.T, domain, name)
		among[key] = c
	}
	return c
}

// teamProperty gives a team property: a declared team has its own, others what
// the request says.
func (v *version) teamProperty(e *env, p form.Place) *cell {
	key := p.Name + " " + string(p.T.Kind)
	if c := v.ofTeam[key]; c != nil {
		return c
	}
	c := shared(e.world, e.who.ofTeam, p, e.who.domains[p.Name], "team."+p.Name)
	for _, t := range v.form.Teams {
		own := &cell{kind: p.T.Kind, null: yes, truth: no, at: e.text(""), elem: p.T.Elem, fixed: true}
		if k, ok := t.Properties[p.Name]; ok && !k.IsNull() {
			own = e.constant(k)
		}
		c = e.either(p.T, v.member[t.Name], own, c)
	}
	v.ofTeam[key] = c
	return c
}

// null reports whether a place is of an anonymous person, of whom all is null.
func (e *env) null(p form.Place) bool {
	switch p.Root {
	case form.Record, form.Login, form.UserProperty, form.TeamName, form.TeamProperty:
		return e.who.anonymous
	default:
		return false
	}
}

// has gives "the person has the profile".
func (e *env) has(profile string) lit {
	if l, ok := e.of.held[profile]; ok {
		return l
	}
	return no
}
