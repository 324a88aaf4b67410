package difftest

import (
	"encoding/json"
	"maps"
	"slices"

	"portcullis/rego/form"

	"pgregory.net/rapid"
)

// Case is a portal, and requests to it: the `input` of cmd/CONTRACTS.md §3.
type Case struct {
	Portal   *Portal
	Requests []any
}

// GoString keeps rapid's log short.
func (c *Case) GoString() string { return "case of " + c.Portal.Name }

// Cases draws portals with so many requests each.
func Cases(requests int) *rapid.Generator[*Case] {
	return rapid.Custom(func(t *rapid.T) *Case {
		c := &Case{Portal: Portals().Draw(t, "portal")}
		g := &gen{t: t, p: c.Portal}
		from := g.pools(5)
		var users []map[string]any
		for range 6 {
			users = append(users, g.user(from))
		}
		one := rapid.Custom(func(t *rapid.T) any {
			return (&gen{t: t, p: c.Portal}).request(users, from)
		})
		c.Requests = rapid.SliceOfN(one, requests, requests).Draw(t, "requests")
		return c
	})
}

// user draws who asks.
func (g *gen) user(from rows) map[string]any {
	u := map[string]any{}
	profiles := []any{}
	for _, name := range some(g, g.p.Profiles, 65) {
		profiles = append(profiles, name)
	}
	if g.chance(10) {
		profiles = append(profiles, "nobody")
	}
	u["profiles"] = profiles
	u["login"] = g.value(Type{Kind: "string"})
	if g.p.Users != nil {
		record := maps.Clone(pick(g, from[g.p.Users]))
		login := g.value(g.p.Login.Type)
		record[g.p.Login.Name], u["login"] = login, login
		u["record"] = record
		if g.chance(8) {
			record[g.p.Login.Name] = g.value(g.p.Login.Type)
		}
	}
	g.team(u)
	if g.chance(85) {
		u["properties"] = g.propertiesOf(g.p.UserProperties)
	}
	g.nameless(u)
	return u
}

// nameless takes the login from some, and from most of these the record; what is
// left of others is a login that is none.
func (g *gen) nameless(u map[string]any) {
	percent := 6
	if len(g.p.Anonymous) > 0 {
		percent = 40
	}
	if !g.chance(percent) {
		return
	}
	switch {
	case g.chance(60):
		delete(u, "login")
	case g.chance(60):
		u["login"] = nil
	default:
		u["login"] = pick(g, []any{"", false, json.Number("0"), []any{}, map[string]any{}})
	}
	switch {
	case g.chance(75):
		delete(u, "record")
	case g.chance(50):
		u["record"] = nil
	case g.chance(50):
		u["record"] = map[string]any{}
	}
}

func (g *gen) team(u map[string]any) {
	switch teams := append([]string{"green"}, g.p.Teams...); {
	case g.chance(60):
		u["team"] = pick(g, teams)
	case g.chance(20):
		u["team"] = nil
	}
	if g.chance(50) {
		list := []any{}
		for _, name := range some(g, g.p.Profiles, 30) {
			list = append(list, name)
		}
		u["team_profiles"] = list
	}
	if g.chance(60) {
		u["team_properties"] = g.propertiesOf(g.p.TeamProperties)
	}
}

func (g *gen) propertiesOf(props []*Field) map[string]any {
	given := map[string]any{}
	for _, f := range props {
		switch {
		case g.chance(15):
		case g.chance(7):
			given[f.Name] = g.wrongValue(f.Type)
		case g.chance(7):
			given[f.Name] = nil
		default:
			given[f.Name] = g.value(f.Type)
		}
	}
	return given
}

// request draws a request, one in ten of them garbled.
func (g *gen) request(users []map[string]any, from rows) any {
	r := map[string]any{"user": pick(g, users)}
	switch {
	case g.chance(2):
		delete(r, "user")
	case g.chance(2):
		r["user"] = nil
	}
	if !g.chance(3) {
		r["now"] = g.value(Type{Kind: "timestamp"})
		if g.p.Timezone != "" && g.chance(50) {
			r["now"] = pick(g, nights)
		}
	}
	switch n := g.below(20); {
	case n < 13:
		t := pick(g, g.p.Tables)
		g.onRows(r, from, "table", t.Name, t, append(slices.Clone(rowActions), t.Actions...))
	case n < 15 && len(g.p.Reports) > 0:
		v := pick(g, g.p.Reports)
		g.onRows(r, from, "report", v.Name, v.Table, reportActions)
	case n < 17 && len(g.p.Forms) > 0:
		v := pick(g, g.p.Forms)
		g.about(r, "form", v.Name, "access")
		if !g.chance(20) {
			g.sent(r, v.Table, nil)
		}
	case n < 18:
		g.about(r, "message", "*", "access")
		r["to"] = g.recipient()
	default:
		g.onComponent(r)
	}
	if g.chance(10) {
		return g.garble(r)
	}
	return r
}

func (g *gen) about(r map[string]any, kind, name, action string) {
	r["resource"] = map[string]any{"type": kind, "name": name}
	r["action"] = action
}

func (g *gen) onRows(r map[string]any, from rows, kind, name string, t *Table, actions []string) {
	action := pick(g, []string{"view", "update", "update", "create", "import"})
	if g.chance(30) {
		action = pick(g, actions)
	}
	if kind == "report" && action == "create" {
		action = "import"
	}
	g.about(r, kind, name, action)
	row := g.row(from, t)
	switch action {
	case "create", "import":
		if !g.chance(15) {
			g.sent(r, t, nil)
		}
		return
	case "update":
		if !g.chance(25) {
			g.sent(r, t, row)
		}
	}
	r["row"] = row
	if g.chance(40) {
		list := []any{row}
		for range g.below(4) {
			list = append(list, g.row(from, t))
		}
		r["rows"] = list
	}
}

// sent draws what a person sends, and the related records that come with it.
func (g *gen) sent(r map[string]any, t *Table, stored map[string]any) {
	set := map[string]any{}
	percent := pick(g, []int{0, 15, 15, 30, 60})
	for _, f := range t.Fields {
		if !g.chance(percent) || (t.isKey(f) && g.chance(60)) {
			continue
		}
		held, has := stored[f.Name]
		switch {
		case has && g.chance(25):
			set[f.Name] = held
		case g.chance(12):
			set[f.Name] = nil
		case g.chance(3):
			set[f.Name] = g.wrongValue(f.Type)
		default:
			set[f.Name] = g.value(f.Type)
		}
	}
	if g.chance(3) {
		set[pick(g, []string{"nothing", "one0", "many_orders", ""})] = g.value(Type{Kind: "string"})
	}
	r["set"] = set
	related := map[string]any{}
	for _, rel := range t.Rels {
		if rel.Many || g.chance(20) {
			continue
		}
		other := g.toOne(rel, 1, g.chance(15))
		if record, ok := other.(map[string]any); ok && g.chance(80) {
			for i, f := range rel.Key {
				part := set[f.Name]
				if part == nil {
					part = stored[f.Name]
				}
				if part != nil {
					record[rel.Target.Key[i].Name] = part
				}
			}
		}
		related[rel.Name] = other
	}
	if !g.chance(10) {
		r["related"] = related
	}
}

func (g *gen) recipient() any {
	to := map[string]any{}
	if g.p.Users != nil && !g.chance(10) {
		to["key"] = g.value(g.p.Users.Key[0].Type)
	}
	if g.chance(5) {
		to["key"] = g.wrongValue(Type{Kind: "number"})
	}
	if !g.chance(10) {
		list := []any{}
		for _, name := range some(g, append([]string{"nobody"}, g.p.Profiles...), 30) {
			list = append(list, name)
		}
		to["profiles"] = list
	}
	if g.chance(5) {
		to["profiles"] = pick(g, garbage)
	}
	return to
}

func (g *gen) onComponent(r map[string]any) {
	var kinds []componentKind
	for _, k := range g.p.Components {
		if len(k.names) > 0 {
			kinds = append(kinds, k)
		}
	}
	if len(kinds) == 0 {
		g.about(r, "page", "nowhere", "access")
		return
	}
	k := pick(g, kinds)
	action := "access"
	if k.kind.Named() {
		action = pick(g, form.Actions(k.kind))
	}
	g.about(r, string(k.kind), pick(g, k.names), action)
}
