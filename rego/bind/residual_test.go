package bind_test

import (
	"maps"
	"slices"
	"testing"

	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// TestResidual asks what is left of a condition for ana.
func TestResidual(t *testing.T) {
	conditions := map[string]string{
		`all`: `true`,
		// What is known of the person is a constant; a constant stands on the right.
		`row.person_id == user.id`:                       `["in","row.person_id",[{"number":"1"}]]`,
		`user.id == row.person_id`:                       `["in","row.person_id",[{"number":"1"}]]`,
		`row.person_id != user.id`:                       `["not in","row.person_id",[{"number":"1"}]]`,
		`row.total < user.limit`:                         `["\u003c","row.total",{"number":"100"}]`,
		`user.limit < row.total`:                         `["\u003e","row.total",{"number":"100"}]`,
		`row.person.client.region == user.client.region`: `["in","row.person.client.region",[{"string":"EU"}]]`,
		`startswith(row.title, team.tier)`:               `["startswith","row.title",{"string":"paid"}]`,
		`row.due >= user.since`:                          `["\u003e=","row.due",{"date":"2026-01-01"}]`,
		`row.due == today`:                               `["in","row.due",[{"date":"2026-03-01"}]]`,
		`row.due < dateadd(today, -30)`:                  `["\u003c","row.due",{"date":"2026-01-30"}]`,
		`row.at > timeadd(now, "-1h")`:                   `["\u003e","row.at",{"timestamp":"2026-03-01T08:00:00Z"}]`,
		`timeadd(row.at, "1h") > now`:                    `["\u003e",["move","row.at","3600000000"],{"timestamp":"2026-03-01T09:00:00Z"}]`,
		`lower(row.title) == upper(team.name)`:           `["in",["lower","row.title"],[{"string":"GREEN"}]]`,
		// What is decided drops out.
		`user.limit > 10`:                                `true`,
		`user.limit > 1000`:                              `false`,
		`row.open && team.tier == "paid"`:                `["in","row.open",[{"bool":true}]]`,
		`row.open && team.tier == "free"`:                `false`,
		`row.open || team.tier == "paid"`:                `true`,
		`team.tier == "paid" ? row.open : row.total > 1`: `["in","row.open",[{"bool":true}]]`,
		`user.id == null || row.open`:                    `["in","row.open",[{"bool":true}]]`,
		`coalesce(user.client_id, row.id) == row.id`:     `["in","row.id",[{"number":"7"}]]`,
		`length(user.regions) == 3 && row.open`:          `["in","row.open",[{"bool":true}]]`,
		// Lists of the person's become constants, each once.
		`contains(user.regions, row.title)`:                                 `["in","row.title",[{"string":"EU"},{"string":"US"},{"string":"EU"}]]`,
		`!contains(user.regions, row.title)`:                                `["not in","row.title",[{"string":"EU"},{"string":"US"},{"string":"EU"}]]`,
		`contains(user.seats[*].order_id, row.id)`:                          `["in","row.id",[{"number":"10"},{"number":"30"}]]`,
		`!contains(user.seats[*].order_id, row.id)`:                         `false`, // one of them is null: never known to be another
		`anytrue([for s in user.seats : s.order_id == row.id && s.id > 1])`: `["in","row.id",[{"number":"30"}]]`,
		`contains(row.seats[*].person_id, user.id)`:                         `["every",["listed","row.seats"],["exists","row.seats",["in","e0.person_id",[{"number":"1"}]]]]`,
		// What an enum is not is what else it can be.
		`row.level != "low"`: `["in","row.level",[{"enum":"mid"},{"enum":"high"}]]`,
		`row.title == "a" || row.title == "b" || row.open`: `["some",["in","row.title",[{"string":"a"},{"string":"b"}]],["in","row.open",[{"bool":true}]]]`,
	}
	left(t, conditions, ana)
}

// left asks what is left of each condition for a person.
func left(t *testing.T, conditions map[string]string, who func(profiles ...string) bind.User) {
	t.Helper()
	p := opened(t, ofRows(slices.Sorted(maps.Keys(conditions))...))
	for condition, want := range conditions {
		if got := form.Text(bound(t, p, who(condition), "orders", "view").Residual().Rows); got != want {
			t.Errorf("of %s is left %s, not %s", condition, got, want)
		}
	}
}

// TestNothingKnown asks the same for a person without properties: null and
// unknown prove nothing.
func TestNothingKnown(t *testing.T) {
	left(t, map[string]string{
		`contains(user.regions, row.title)`:                `false`,
		`!contains(user.regions, row.title)`:               `false`,
		`row.total < user.limit`:                           `false`,
		`row.total != user.limit`:                          `false`,
		`user.limit == null`:                               `true`,
		`user.client.region == null`:                       `true`,
		`user.client.region == row.title`:                  `false`,
		`user.client_id == null || user.client_id != null`: `false`, // not a number
		`contains(user.seats[*].order_id, row.id)`:         `false`,
		`startswith(row.title, team.name)`:                 `false`,
		`team.name == null && row.open`:                    `["in","row.open",[{"bool":true}]]`,
		`coalesce(user.limit, 5) == row.total`:             `["in","row.total",[{"number":"5"}]]`,
	}, func(profiles ...string) bind.User {
		return bind.User{
			Login: "ana@example.com", Profiles: profiles,
			Record: map[string]any{"email": "ana@example.com", "id": 1, "client": nil, "client_id": "seven"},
		}
	})
}
