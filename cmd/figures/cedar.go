package main

import (
	"fmt"
	"strings"
	"time"

	"portcullis/cmd/figures/workload"
	"portcullis/rego"

	cedar "github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
)

// cedarPeer decides by cedar-go: a policy to a statement, the row as the
// resource, the person as a principal in the groups that are their profiles. A
// field that is null is an attribute that is not there. Everything that can be
// made before the question is asked, is.
type cedarPeer struct {
	policies *cedar.PolicySet
	entities []types.EntityMap // by row
	requests []cedar.Request
}

func newCedarPeer(statements []workload.Statement, user rego.User, rows []map[string]any) (*cedarPeer, error) {
	var source strings.Builder
	for _, s := range statements {
		if policy := cedarPolicy(s); policy != "" {
			source.WriteString(policy)
		}
	}
	policies, err := cedar.NewPolicySetFromBytes("portal.cedar", []byte(source.String()))
	if err != nil {
		return nil, fmt.Errorf("cedar: %w", err)
	}
	person := types.NewEntityUID("Person", "ana")
	var profiles []types.EntityUID
	for _, p := range user.Profiles {
		profiles = append(profiles, types.NewEntityUID("Profile", types.String(p)))
	}
	facts, err := cedarRecord(user.Record)
	if err != nil {
		return nil, err
	}
	facts["region"] = types.String(user.Properties["region"].(string))
	facts["tier"] = types.String(user.TeamProperties["tier"].(string))
	now, err := time.Parse(time.RFC3339, workload.Now)
	if err != nil {
		return nil, err
	}
	today := types.NewDatetime(now.Truncate(24 * time.Hour))
	peer := &cedarPeer{policies: policies}
	for _, row := range rows {
		attributes, err := cedarRecord(row)
		if err != nil {
			return nil, err
		}
		resource := types.NewEntityUID(workload.Table, types.String(fmt.Sprint(row["id"])))
		peer.entities = append(peer.entities, types.EntityMap{
			person:   {UID: person, Parents: types.NewEntityUIDSet(profiles...), Attributes: types.NewRecord(facts)},
			resource: {UID: resource, Attributes: types.NewRecord(attributes)},
		})
		peer.requests = append(peer.requests, cedar.Request{
			Principal: person, Action: types.NewEntityUID("Action", "view"), Resource: resource,
			Context: types.NewRecord(types.RecordMap{"today": today}),
		})
	}
	return peer, nil
}

func (c *cedarPeer) allow(row int) bool {
	decision, _ := cedar.Authorize(c.policies, c.entities[row], c.requests[row])
	return decision == cedar.Allow
}

// cedarRecord gives a record's attributes; dates as instants.
func cedarRecord(record map[string]any) (types.RecordMap, error) {
	m := types.RecordMap{}
	for name, x := range record {
		v, err := cedarValue(name, x)
		if err != nil {
			return nil, err
		}
		if v != nil {
			m[types.String(name)] = v
		}
	}
	return m, nil
}

func cedarValue(name string, x any) (types.Value, error) {
	switch x := x.(type) {
	case nil:
		return nil, nil
	case int:
		return types.Long(x), nil
	case bool:
		return types.Boolean(x), nil
	case string:
		if name == "due" {
			day, err := time.Parse(time.DateOnly, x)
			return types.NewDatetime(day), err
		}
		return types.String(x), nil
	case []any:
		var members []types.Value
		for _, e := range x {
			v, err := cedarValue("", e)
			if err != nil {
				return nil, err
			}
			members = append(members, v)
		}
		return types.NewSet(members...), nil
	case map[string]any:
		m, err := cedarRecord(x)
		return types.NewRecord(m), err
	default:
		return nil, fmt.Errorf("cedar: a %T", x)
	}
}

// cedarPolicy writes a statement's policy; "" of one about other actions, or
// about fields, of which Cedar knows nothing.
func cedarPolicy(s workload.Statement) string {
	if s.Kind == workload.Closed || s.Kind == workload.NoMargin {
		return ""
	}
	effect, when := "permit", "when"
	if s.Effect() == "deny" {
		effect, when = "forbid", "unless"
	}
	return fmt.Sprintf("%s (principal in Profile::%q, action == Action::\"view\", resource is %s)\n%s { %s };\n",
		effect, s.Profile, s.Table, when, cedarCondition(s))
}

func cedarCondition(s workload.Statement) string {
	switch s.Kind {
	case workload.OfClient:
		return "resource has client_id && resource.client_id == principal.client_id"
	case workload.OwnDrafts:
		return `resource has status && resource.status == "draft" && resource has added_by && resource.added_by == principal.id`
	case workload.SmallOpen:
		return fmt.Sprintf(`resource has status && resource.status != "done" && resource has total && resource.total < %d`, s.Limit)
	case workload.Confidential: // a forbid, unless
		return "resource has confidential && !resource.confidential"
	case workload.Regional:
		return "resource has client && resource.client has region && resource.client.region == principal.region"
	case workload.DueSoon:
		return fmt.Sprintf("resource has due && resource.due >= context.today && resource has total && resource.total < %d", s.Limit)
	case workload.PaidTeams:
		return `principal.tier == "paid"`
	case workload.Tagged:
		return "resource has tags && resource.tags.contains(principal.region)"
	case workload.ByContact:
		return "resource has contact && resource.contact has client_id && resource.contact.client_id == principal.client_id"
	default:
		panic(fmt.Sprintf("no such kind of statement: %d", s.Kind))
	}
}
