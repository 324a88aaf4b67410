package workload

import (
	"fmt"
	"math/rand/v2"

	"portcullis/rego"
)

// Now is the time at which everything is asked.
const Now = "2026-03-01T09:00:00Z"

// Region is where the person of [User] works.
const Region = "eu"

var (
	statuses = []string{"draft", "open", "shipped", "done", "void"}
	channels = []string{"web", "phone", "partner"}
	regions  = []string{Region, "us", "apac"}
)

// Rows gives n rows of the table "orders" with the records that they lead to:
// some of the person's client, some of others, one in forty without a client, a
// status or a total.
func Rows(n int, seed uint64) []map[string]any {
	random := rand.New(rand.NewPCG(seed, 1))
	rows := make([]map[string]any, n)
	for i := range rows {
		rows[i] = row(i+1, random)
	}
	return rows
}

func row(id int, random *rand.Rand) map[string]any {
	client, contact := 1+random.IntN(20), 1+random.IntN(200)
	r := map[string]any{
		"id": id, "client_id": client, "contact_id": contact,
		"added_by": 1 + random.IntN(12), "assigned_to": 1 + random.IntN(30),
		"status": statuses[random.IntN(len(statuses))], "channel": channels[random.IntN(len(channels))],
		"reference": fmt.Sprintf("SO-%06d", id), "title": fmt.Sprintf("Order %d of client %d", id, client),
		"note": "Deliver to the back door.", "total": random.IntN(400), "margin": random.IntN(400),
		"discount": random.IntN(20), "quantity": 1 + random.IntN(50),
		"due":        fmt.Sprintf("2026-%02d-%02d", 1+random.IntN(6), 1+random.IntN(28)),
		"ordered_on": fmt.Sprintf("2025-%02d-%02d", 1+random.IntN(12), 1+random.IntN(28)),
		"updated_at": fmt.Sprintf("2026-02-%02dT%02d:30:00Z", 1+random.IntN(28), random.IntN(24)),
		"priority":   random.IntN(5), "confidential": random.IntN(12) == 0,
		"tags": []any{regions[random.IntN(len(regions))], "stock"},
	}
	r["client"] = map[string]any{"id": client, "region": regions[client%len(regions)]}
	r["contact"] = map[string]any{"id": contact, "client_id": 1 + contact%20}
	if random.IntN(40) == 0 {
		r["client_id"], r["client"] = nil, nil
	}
	for _, field := range []string{"status", "total"} {
		if random.IntN(40) == 0 {
			r[field] = nil
		}
	}
	return r
}

// User gives a person with a number of profiles, "customer" first.
func (s Shape) User(profiles int) rego.User {
	return rego.User{
		Login: "ana@beans.example", Profiles: s.ProfileNames()[:profiles], Team: "beans",
		TeamProperties: map[string]any{"tier": "free"}, Properties: map[string]any{"region": Region},
		Record: map[string]any{"id": 3, "email": "ana@beans.example", "client_id": 7},
	}
}

// View asks for the action "view" on the table "orders".
func (s Shape) View(profiles int) *rego.Request {
	return &rego.Request{
		User: s.User(profiles), Action: "view", Resource: rego.Resource{Type: "table", Name: Table}, Now: Now,
	}
}
