package main

import (
	"context"
	"encoding/json"
	"fmt"

	"portcullis/cmd/figures/workload"
	"portcullis/rego/local"

	"github.com/google/go-cmp/cmp"
)

// decisionRows is how many rows decisions are asked of in turn.
const decisionRows = 200

// decisions measures one decision on one row, of a person with a number of
// profiles. Before that, everybody's answers are compared on every row.
func decisions(p *portal, profiles int) ([]measure, error) {
	rows := workload.Rows(decisionRows, 1)
	request := p.shape.View(profiles)
	in, err := inputs(*request, rows)
	if err != nil {
		return nil, err
	}
	group := fmt.Sprintf("decision/%s/%d-profiles", p.shape.Name, profiles)
	var list []measure
	add := func(name string, ours bool, do func(i int) error) {
		list = append(list, measure{group: group, name: name, base: len(list) == 0, ours: ours, unit: "decision", do: do, n: len(rows)})
	}
	answers := map[string][]any{}
	for _, q := range []struct {
		name, rule string
		hand       bool
	}{
		{"hand-written-allow", "allow", true},
		{"allow", "allow", false},
		{"hand-written-document", "decision", true},
		{"decision", "decision", false},
	} {
		query, err := p.query(q.rule)
		if q.hand {
			query, err = handQuery(p.shape, q.rule)
		}
		if err != nil {
			return nil, err
		}
		for i := range rows {
			answer, err := ask(query, in[i])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q.name, err)
			}
			answers[q.name] = append(answers[q.name], answer)
		}
		add(q.name, !q.hand, func(i int) error {
			_, err := ask(query, in[i])
			return err
		})
	}
	if diff := cmp.Diff(answers["hand-written-allow"], answers["allow"]); diff != "" {
		return nil, fmt.Errorf("%s: hand-written Rego and allow differ:\n%s", group, diff)
	}
	if n := granted(answers["allow"]); n == 0 || n == len(rows) {
		return nil, fmt.Errorf("%s: %d of %d rows are allowed, which tells nothing apart", group, n, len(rows))
	}
	if diff := cmp.Diff(documents(answers["hand-written-document"]), documents(answers["decision"])); diff != "" {
		return nil, fmt.Errorf("%s: the hand-written document and decision differ:\n%s", group, diff)
	}
	engine := local.New(p.engine)
	for _, row := range rows {
		r := *request
		r.Row = row
		theirs, err := p.engine.Decide(context.Background(), &r)
		if err != nil {
			return nil, err
		}
		ours, err := engine.Decide(context.Background(), &r)
		if diff := cmp.Diff(theirs, ours); err != nil || diff != "" {
			return nil, fmt.Errorf("%s: the decision without OPA differs (%w):\n%s", group, err, diff)
		}
	}
	add("local-decide", true, func(i int) error {
		r := *request
		r.Row = rows[i]
		_, err := engine.Decide(context.Background(), &r)
		return err
	})
	filtering, err := p.engine.Bind(request.User, request.Resource, request.Action, request.Now)
	if err != nil {
		return nil, err
	}
	filter := filtering.Maps()
	for i, row := range rows {
		if filter.Allows(row) != answers["allow"][i] {
			return nil, fmt.Errorf("%s: row %v: the bound filter says %t, allow %v", group, row, filter.Allows(row), answers["allow"][i])
		}
	}
	add("bound-filter", true, func(i int) error {
		filter.Allows(rows[i])
		return nil
	})
	cedar, err := newCedarPeer(p.shape.All(), request.User, rows)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if cedar.allow(i) != answers["allow"][i] {
			return nil, fmt.Errorf("%s: row %v: cedar says %t, allow %v", group, rows[i], cedar.allow(i), answers["allow"][i])
		}
	}
	add("cedar-go", false, func(i int) error {
		cedar.allow(i)
		return nil
	})
	from, err := embedded(p, profiles, rows)
	return append(list, from...), err
}

func granted(answers []any) int {
	n := 0
	for _, a := range answers {
		if a == true {
			n++
		}
	}
	return n
}

// documents gives answers as JSON has them, so that sets are lists.
func documents(answers []any) []any {
	var out []any
	for _, a := range answers {
		text, err := json.Marshal(a)
		if err != nil {
			panic(err) // it came from OPA
		}
		var v any
		if err := json.Unmarshal(text, &v); err != nil {
			panic(err)
		}
		out = append(out, v)
	}
	return out
}

// coreDecisions measures a decision by the four statements of the profile
// "customer" alone, for those that cannot say the rest, on rows without nulls.
func coreDecisions() ([]measure, error) {
	shape := workload.CoreShape
	p, err := openPortal(shape)
	if err != nil {
		return nil, err
	}
	rows := withoutNulls(workload.Rows(decisionRows, 1))
	request := shape.View(1)
	in, err := inputs(*request, rows)
	if err != nil {
		return nil, err
	}
	allow, err := p.query("allow")
	if err != nil {
		return nil, err
	}
	casbin, err := newCasbinPeer(shape.All(), request.User, rows)
	if err != nil {
		return nil, err
	}
	cedar, err := newCedarPeer(shape.All(), request.User, rows)
	if err != nil {
		return nil, err
	}
	bound, err := p.engine.Bind(request.User, request.Resource, request.Action, request.Now)
	if err != nil {
		return nil, err
	}
	filter := bound.Maps()
	for i := range rows {
		ours, err := ask(allow, in[i])
		if err != nil {
			return nil, err
		}
		theirs, err := casbin.allow(i)
		if err != nil {
			return nil, fmt.Errorf("casbin: %w", err)
		}
		if ours != theirs || ours != cedar.allow(i) || ours != filter.Allows(rows[i]) {
			return nil, fmt.Errorf("row %v: casbin says %t, cedar %t, allow %v, the bound filter %t",
				rows[i], theirs, cedar.allow(i), ours, filter.Allows(rows[i]))
		}
	}
	line := func(name string, base bool, do func(i int) error) measure {
		return measure{group: "decision/four-statements", name: name, base: base, unit: "decision", do: do, n: len(rows)}
	}
	return []measure{
		line("cedar-go", true, func(i int) error { cedar.allow(i); return nil }),
		line("casbin", false, func(i int) error { _, err := casbin.allow(i); return err }),
		line("allow", false, func(i int) error { _, err := ask(allow, in[i]); return err }),
		line("bound-filter", false, func(i int) error { filter.Allows(rows[i]); return nil }),
	}, nil
}
