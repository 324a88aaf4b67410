package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/cmd/figures/workload"
)

// handRego is the portal's policy as somebody who knows OPA well writes it by
// hand, after OPA's guide to performance: a package to a table, rules keyed by
// profile so that the index finds them, equality rather than iteration, and
// functions of the row for a page of rows. It heeds null where the language of
// portals does. Three answers:
//
//	data.hand.allow     may this row be viewed: yes or no
//	data.hand.decision  the same document as ours
//	data.hand.visible   the rows of a page that may be viewed, whole
func handRego(s workload.Shape) map[string]string {
	modules := map[string]string{"hand.rego": handEntry}
	byTable := map[string][]workload.Statement{}
	for _, statement := range s.All() {
		byTable[statement.Table] = append(byTable[statement.Table], statement)
	}
	for _, table := range slices.Sorted(maps.Keys(byTable)) {
		modules["tables/"+table+".rego"] = handTable(table, byTable[table])
	}
	return modules
}

const handEntry = `package hand

default allow := false

allow if {
	known
	input.resource.type == "table"
	input.action == "view"
	data.hand.tables[input.resource.name].allow
}

decision := data.hand.tables[input.resource.name].decision if {
	known
	input.resource.type == "table"
	input.action == "view"
}

visible := data.hand.tables[input.resource.name].visible if {
	known
	input.resource.type == "table"
	input.action == "view"
}

known if {
	is_string(input.user.login)
	input.user.record.email == input.user.login
}
`

// handTable writes a table's package.
func handTable(table string, statements []workload.Statement) string {
	var b strings.Builder
	fmt.Fprintf(&b, `package hand.tables.%s

allow if {
	some profile in input.user.profiles
	grant[profile]
	not refused
}

refused if {
	some profile in input.user.profiles
	refuse[profile]
}

visible := [row | some row in input.rows; seen(row)]

seen(row) if {
	some profile in input.user.profiles
	grants(profile, row)
	not refuses_any(row)
}

refuses_any(row) if {
	some profile in input.user.profiles
	refuses(profile, row)
}

harmless(row) if row.confidential == false

by_person contains statement if {
	some profile in input.user.profiles
	some statement in applying[profile]
}

taken contains "margin" if {
	some profile in input.user.profiles
	withheld[profile]
}

fields contains field if {
	some statement in by_person
	some field in covered[statement]
}

plain := ((fields | {"id"}) - taken) & object.keys(input.row)

editable contains field if {
	some profile in input.user.profiles
	some field in writable[profile]
	field in plain
}

decision := {
	"allow": true,
	"visible": plain,
	"masked": {},
	"editable": editable,
	"set": {},
	"because": because,
	"message": null,
} if allow

decision := {
	"allow": false,
	"visible": [],
	"masked": {},
	"editable": [],
	"set": {},
	"because": [],
	"message": null,
} if not allow

because := [reason[statement] |
	some statement in by_person
]

`, table)
	handReasons(&b, statements)
	for _, s := range statements {
		handStatement(&b, s)
	}
	b.WriteString(handNothing)
	return b.String()
}

// handNothing gives what a table has no rules for a definition that never holds.
const handNothing = `grants(_, _) if false

refuses(_, _) if false

grant["-"] if false

refuse["-"] if false

withheld["-"] if false

applying["-"] contains 0 if false

writable["-"] contains "-" if false
`

// handReasons writes what is known of statements before any request.
func handReasons(b *strings.Builder, statements []workload.Statement) {
	var reasons, covered []string
	for _, s := range statements {
		reasons = append(reasons, fmt.Sprintf(
			`%d: {"statement": "profiles.portal.hcl:%d", "effect": %q, "profile": %q}`, s.Line, s.Line, s.Effect(), s.Profile))
		if fields := s.Covers(); fields != nil {
			covered = append(covered, fmt.Sprintf(`%d: {"%s"}`, s.Line, strings.Join(fields, `", "`)))
		}
	}
	fmt.Fprintf(b, "reason := {\n\t%s,\n}\n\n", strings.Join(reasons, ",\n\t"))
	fmt.Fprintf(b, "covered := {\n\t%s,\n}\n\n", strings.Join(append(covered, `0: set()`), ",\n\t"))
}

// handStatement writes one statement: keyed by profile for a decision, as a
// function for a page.
func handStatement(b *strings.Builder, s workload.Statement) {
	if s.Kind == workload.Closed {
		return // about other actions
	}
	body := handBody(s)
	if s.Kind == workload.NoMargin {
		fmt.Fprintf(b, "withheld[%q] if {\n\t%s\n}\n\napplying[%q] contains %d if {\n\t%s\n}\n\n", s.Profile, body, s.Profile, s.Line, body)
		return
	}
	one := strings.ReplaceAll(strings.ReplaceAll(body, "(row", "(input.row"), "row.", "input.row.")
	one = strings.ReplaceAll(one, "input.input.row", "input.row")
	name, function := "grant", "grants"
	if s.Effect() == "deny" {
		name, function = "refuse", "refuses"
	}
	fmt.Fprintf(b, "%s[%q] if {\n\t%s\n}\n\n", name, s.Profile, one)
	fmt.Fprintf(b, "applying[%q] contains %d if {\n\t%s\n}\n\n", s.Profile, s.Line, one)
	fmt.Fprintf(b, "%s(profile, row) if {\n\tprofile == %q\n\t%s\n}\n\n", function, s.Profile, body)
	if s.Kind == workload.OwnDrafts {
		fmt.Fprintf(b, "writable[%q] contains field if {\n\t%s\n\tsome field in {\"%s\"}\n}\n\n", s.Profile, one,
			strings.Join(s.Writes(), `", "`))
	}
}

func handBody(s workload.Statement) string {
	switch s.Kind {
	case workload.OfClient:
		return "is_number(row.client_id)\n\trow.client_id == input.user.record.client_id"
	case workload.OwnDrafts:
		return "row.status == \"draft\"\n\tis_number(row.added_by)\n\trow.added_by == input.user.record.id"
	case workload.SmallOpen:
		return fmt.Sprintf("row.status in {\"draft\", \"open\", \"shipped\", \"void\"}\n\tis_number(row.total)\n\trow.total < %d", s.Limit)
	case workload.Confidential:
		return "not harmless(row)"
	case workload.Regional:
		return "is_string(row.client.region)\n\trow.client.region == input.user.properties.region"
	case workload.DueSoon:
		return fmt.Sprintf("is_string(row.due)\n\trow.due >= substring(input.now, 0, 10)\n\tis_number(row.total)\n\trow.total < %d", s.Limit)
	case workload.PaidTeams:
		return "input.user.team_properties.tier == \"paid\""
	case workload.Tagged:
		return "some tag in row.tags\n\ttag == input.user.properties.region"
	case workload.ByContact:
		return "is_number(row.contact.client_id)\n\trow.contact.client_id == input.user.record.client_id"
	case workload.NoMargin:
		return "not input.user.team_properties.tier == \"paid\""
	default:
		panic(fmt.Sprintf("no such kind of statement: %d", s.Kind))
	}
}
