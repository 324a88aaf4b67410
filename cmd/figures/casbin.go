package main

import (
	"fmt"

	"portcullis/cmd/figures/workload"
	"portcullis/rego"

	"github.com/casbin/casbin/v3"
	"github.com/casbin/casbin/v3/model"
)

// casbinPeer decides by casbin's attribute based model, a rule to a statement.
// Its expressions know neither null nor text functions, relations, sets or
// dates of the kind that portals compare; so it is compared on the four
// statements of [workload.Core], and on rows without nulls.
type casbinPeer struct {
	enforcer *casbin.Enforcer
	person   casbinPerson
	rows     []casbinRow
}

type casbinPerson struct {
	Name     string
	ID       int
	ClientID int
}

type casbinRow struct {
	Table        string
	ClientID     int
	AddedBy      int
	Status       string
	Total        int
	Confidential bool
}

const casbinModel = `
[request_definition]
r = sub, obj, act

[policy_definition]
p = sub, obj, act, rule, eft

[role_definition]
g = _, _

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = g(r.sub.Name, p.sub) && r.obj.Table == p.obj && r.act == p.act && eval(p.rule)
`

func newCasbinPeer(statements []workload.Statement, user rego.User, rows []map[string]any) (*casbinPeer, error) {
	m, err := model.NewModelFromString(casbinModel)
	if err != nil {
		return nil, fmt.Errorf("casbin: %w", err)
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, fmt.Errorf("casbin: %w", err)
	}
	for _, s := range statements {
		if _, err := e.AddPolicy(s.Profile, s.Table, "view", casbinRule(s), s.Effect()); err != nil {
			return nil, fmt.Errorf("casbin: %w", err)
		}
	}
	for _, profile := range user.Profiles {
		if _, err := e.AddGroupingPolicy(fmt.Sprint(user.Login), profile); err != nil {
			return nil, fmt.Errorf("casbin: %w", err)
		}
	}
	peer := &casbinPeer{enforcer: e, person: casbinPerson{
		Name: fmt.Sprint(user.Login), ID: user.Record["id"].(int), ClientID: user.Record["client_id"].(int),
	}}
	for _, row := range rows {
		peer.rows = append(peer.rows, casbinRow{
			Table: workload.Table, ClientID: row["client_id"].(int), AddedBy: row["added_by"].(int),
			Status: row["status"].(string), Total: row["total"].(int), Confidential: row["confidential"].(bool),
		})
	}
	return peer, nil
}

func (c *casbinPeer) allow(row int) (bool, error) {
	return c.enforcer.Enforce(c.person, c.rows[row], "view")
}

func casbinRule(s workload.Statement) string {
	switch s.Kind {
	case workload.OfClient:
		return "r.obj.ClientID == r.sub.ClientID"
	case workload.OwnDrafts:
		return "r.obj.AddedBy == r.sub.ID && r.obj.Status == 'draft'"
	case workload.SmallOpen:
		return fmt.Sprintf("r.obj.Total < %d && r.obj.Status != 'done'", s.Limit)
	case workload.Confidential:
		return "r.obj.Confidential"
	default:
		panic(fmt.Sprintf("casbin does not say a statement of kind %d", s.Kind))
	}
}

// withoutNulls gives the rows that casbin can be asked about.
func withoutNulls(rows []map[string]any) []map[string]any {
	var whole []map[string]any
	for _, row := range rows {
		if row["client_id"] != nil && row["status"] != nil && row["total"] != nil {
			whole = append(whole, row)
		}
	}
	return whole
}
