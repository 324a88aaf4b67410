package main

import (
	"context"
	"encoding/json"
	"fmt"

	"portcullis/rego"

	"github.com/google/go-cmp/cmp"
	opa "github.com/open-policy-agent/opa/v1/rego"
)

// embedded measures what a back end waits for that embeds OPA, from values of Go to
// an answer that it can read: with the policy written by hand, and with ours.
func embedded(p *portal, profiles int, rows []map[string]any) ([]measure, error) {
	request := p.shape.View(profiles)
	documents := make([]map[string]any, len(rows))
	for i, row := range rows {
		var err error
		if documents[i], err = asMap(request); err != nil {
			return nil, err
		}
		documents[i]["row"] = row
	}
	asked := func(i int) *rego.Request {
		r := *request
		r.Row = rows[i]
		return &r
	}
	ctx := context.Background()
	group := fmt.Sprintf("embedded/%s/%d-profiles", p.shape.Name, profiles)
	var list []measure
	add := func(name string, ours bool, do func(i int) error) {
		list = append(list, measure{group: group, name: name, base: len(list) == 0, ours: ours, unit: "decision", do: do, n: len(rows)})
	}
	byHand := func(rule string) (func(i int) (any, error), error) {
		query, err := handQuery(p.shape, rule)
		return func(i int) (any, error) {
			results, err := query.Eval(ctx, opa.EvalInput(documents[i]))
			if err != nil || len(results) != 1 {
				return nil, fmt.Errorf("no answer: %w", err)
			}
			return results[0].Expressions[0].Value, nil
		}, err
	}
	allow, err := byHand("allow")
	if err != nil {
		return nil, err
	}
	decision, err := byHand("decision")
	if err != nil {
		return nil, err
	}
	for i := range rows {
		theirs, err := allow(i)
		if err != nil {
			return nil, err
		}
		ours, err := p.engine.Allow(ctx, asked(i))
		if err != nil || theirs != ours {
			return nil, fmt.Errorf("%s: row %d: by hand %v, ours %t (%w)", group, i, theirs, ours, err)
		}
		document, err := decision(i)
		if err != nil {
			return nil, err
		}
		decided, err := p.engine.Decide(ctx, asked(i))
		if err != nil {
			return nil, err
		}
		seen, _ := document.(map[string]any)["visible"].([]any)
		if diff := cmp.Diff(fmt.Sprint(seen), fmt.Sprint(decided.Visible)); diff != "" {
			return nil, fmt.Errorf("%s: row %d: the fields that are seen differ:\n%s", group, i, diff)
		}
	}
	add("hand-written-allow", false, func(i int) error { _, err := allow(i); return err })
	add("engine-allow", true, func(i int) error { _, err := p.engine.Allow(ctx, asked(i)); return err })
	add("hand-written-document", false, func(i int) error { _, err := decision(i); return err })
	add("engine-decide", true, func(i int) error { _, err := p.engine.Decide(ctx, asked(i)); return err })
	return list, nil
}

// asMap gives a request as the maps that somebody hands to OPA itself.
func asMap(r *rego.Request) (map[string]any, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	var m map[string]any
	return m, json.Unmarshal(text, &m)
}
