package workload

import (
	"fmt"
	"slices"
)

// Kind is a kind of statement.
type Kind int

// The kinds of statement. Each is one line of what portals' permissions are
// made of; the tables all have the fields that they look at.
const (
	OfClient     Kind = iota // a client's rows, without the margin
	OwnDrafts                // one's own drafts, which one also changes
	SmallOpen                // a few fields of small rows that are not done
	Confidential             // a deny of confidential rows
	Regional                 // rows of clients in one's region, over a relation
	Closed                   // a deny of changes to what is done
	DueSoon                  // what is due from today on
	PaidTeams                // some fields of everything, for teams that pay
	Tagged                   // rows that carry one's region as a tag
	ByContact                // over the contact, with the note masked
	NoMargin                 // a deny of a field for teams that do not pay
)

// Statement is one statement of a portal.
type Statement struct {
	Kind    Kind
	Profile string
	Table   string
	Limit   int // of totals, in the kinds that compare one
	Line    int // in profiles.portal.hcl
}

// Core is what the profile "customer" has on the table "orders".
var Core = []Kind{OfClient, OwnDrafts, SmallOpen, Confidential}

var rest = []Kind{
	OfClient, Regional, Closed, OwnDrafts, DueSoon, Tagged, SmallOpen, PaidTeams, ByContact, Confidential, NoMargin,
}

// statementsOf gives the statements of profile number p.
func (s Shape) statementsOf(p int) []Statement {
	count := s.Statements / s.Profiles
	if p < s.Statements%s.Profiles {
		count++
	}
	var list []Statement
	profile := s.profileName(p)
	if profile == Customer {
		for _, kind := range Core {
			list = append(list, Statement{Kind: kind, Profile: profile, Table: Table, Limit: 100})
		}
	}
	tables := s.tablesOf(s.departmentOf(p))
	for i := len(list); i < count; i++ {
		table := tables[(i+p)%len(tables)]
		if profile == Customer && table == Table {
			table = tables[0]
		}
		kind := rest[(i*7+p)%len(rest)]
		if table == Table && kind == ByContact { // what is compared with others has no masks
			kind = Regional
		}
		list = append(list, Statement{Kind: kind, Profile: profile, Table: table, Limit: 100 + 10*i})
	}
	return list
}

// All gives the statements of all profiles.
func (s Shape) All() []Statement {
	var all []Statement
	for p := range s.Profiles {
		all = append(all, s.statementsOf(p)...)
	}
	for i, line := range s.lines() {
		all[i].Line = line
	}
	return all
}

// HCL gives the statement as it stands in a profile.
func (s Statement) HCL() string {
	body := map[Kind]string{
		OfClient: `
    actions = ["view", "export"]
    rows    = row.client_id == user.client_id
    hide    = ["margin"]`,
		OwnDrafts: `
    actions   = ["view", "update"]
    rows      = own && row.status == "draft"
    read_only = ["total", "client_id"]
    check     = contains(["draft", "open"], new.status)`,
		SmallOpen: fmt.Sprintf(`
    actions = ["view"]
    rows    = row.total < %d && row.status != "done"
    fields  = ["title", "status", "total"]`, s.Limit),
		Confidential: `
    actions = ["view", "update"]
    rows    = row.confidential`,
		Regional: `
    actions = ["view", "print"]
    rows    = row.client.region == user.region
    hide    = ["note"]`,
		Closed: `
    actions = ["update", "delete"]
    rows    = row.status == "done"
    message = "What is done stays as it is."`,
		DueSoon: fmt.Sprintf(`
    actions = ["view"]
    rows    = row.due >= today && row.total < %d
    hide    = ["margin", "note"]`, s.Limit),
		PaidTeams: `
    actions = ["view"]
    rows    = all
    fields  = ["title", "status", "due"]
    when    = team.tier == "paid"`,
		Tagged: `
    actions = ["view"]
    rows    = contains(row.tags, user.region)
    hide    = ["margin"]`,
		ByContact: `
    actions = ["view"]
    rows    = row.contact.client_id == user.client_id
    mask    = { note = "…" }`,
		NoMargin: `
    actions = ["view"]
    fields  = ["margin"]
    when    = team.tier != "paid"`,
	}[s.Kind]
	return fmt.Sprintf("  %s \"table\" %q {%s\n  }\n", s.Effect(), s.Table, body)
}

// Effect is "allow" or "deny".
func (s Statement) Effect() string {
	switch s.Kind {
	case Confidential, Closed, NoMargin:
		return "deny"
	default:
		return "allow"
	}
}

// Covers gives the fields that an allow shows, of a table that has those of
// [Fields]; nil of a deny.
func (s Statement) Covers() []string {
	switch s.Kind {
	case OfClient, Tagged:
		return without("margin")
	case OwnDrafts:
		return Fields
	case SmallOpen:
		return []string{"title", "status", "total"}
	case Regional:
		return without("note")
	case DueSoon:
		return without("margin", "note")
	case PaidTeams:
		return []string{"title", "status", "due"}
	case ByContact:
		return Fields
	default:
		return nil
	}
}

// Writes gives the fields that the statement lets be changed.
func (s Statement) Writes() []string {
	if s.Kind != OwnDrafts {
		return nil
	}
	return without("id", "total", "client_id")
}

func without(fields ...string) []string {
	return slices.DeleteFunc(slices.Clone(Fields), func(f string) bool { return slices.Contains(fields, f) })
}
