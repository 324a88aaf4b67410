package main

import (
	"fmt"

	"portcullis/cmd/figures/workload"
	"portcullis/rego"
	"portcullis/rego/bind"

	"github.com/open-policy-agent/opa/v1/ast"
)

// pages measures which rows of a page are seen: by hand-written Rego, which
// gives whole rows, and by ours, which gives the cells that are visible.
func pages(p *portal, count int) ([]measure, error) {
	request := p.shape.View(1)
	request.Rows = workload.Rows(count, 1)
	in, err := ast.InterfaceToValue(request)
	if err != nil {
		return nil, err
	}
	group := fmt.Sprintf("page/%s/%d-rows", p.shape.Name, count)
	var list []measure
	var seen [][]any
	for _, hand := range []bool{true, false} {
		name := "visible"
		query, err := p.query("visible")
		if hand {
			name = "hand-written-whole-rows"
			query, err = handQuery(p.shape, "visible")
		}
		if err != nil {
			return nil, err
		}
		answer, err := ask(query, in)
		if err != nil {
			return nil, err
		}
		rows, ok := answer.([]any)
		if !ok {
			return nil, fmt.Errorf("%s: %s gives a %T", group, name, answer)
		}
		seen = append(seen, keysOf(rows))
		list = append(list, measure{
			group: group, name: name, base: hand, ours: !hand, per: count, unit: "row",
			do: func(int) error { _, err := ask(query, in); return err },
		})
	}
	bound, err := boundPages(p, request, group)
	if err != nil {
		return nil, err
	}
	list = append(list, bound.measures...)
	if fmt.Sprint(seen[0]) != fmt.Sprint(bound.keys) {
		return nil, fmt.Errorf("%s: hand-written Rego sees the rows %v, the bound filter %v", group, seen[0], bound.keys)
	}
	if fmt.Sprint(seen[0]) != fmt.Sprint(seen[1]) || len(seen[0]) == 0 || len(seen[0]) == count {
		return nil, fmt.Errorf("%s: hand-written Rego sees the rows %v, we %v", group, seen[0], seen[1])
	}
	return list, nil
}

// keysOf gives the keys of rows, whole ones or those of `visible`.
func keysOf(rows []any) []any {
	var keys []any
	for _, r := range rows {
		row, _ := r.(map[string]any)
		if cells, ok := row["row"].(map[string]any); ok {
			row = cells
		}
		keys = append(keys, row["id"])
	}
	return keys
}

// boundPage is what the bound filter makes of a page.
type boundPage struct {
	measures []measure
	keys     []any // of the rows that are seen
}

// boundPages measures the filter that is left when the person is bound to the
// policy, and the cells that it shows.
func boundPages(p *portal, request *rego.Request, group string) (*boundPage, error) {
	bound, err := p.engine.Bind(request.User, request.Resource, request.Action, request.Now)
	if err != nil {
		return nil, err
	}
	filter, rows := bound.Maps(), request.Rows
	page := &boundPage{}
	for _, row := range rows {
		if filter.Allows(row) {
			page.keys = append(page.keys, row["id"])
		}
	}
	line := func(name string, do func(int) error) measure {
		return measure{group: group, name: name, ours: true, per: len(rows), unit: "row", do: do}
	}
	cells := make([]bind.Cell, 0, len(bound.Fields()))
	page.measures = []measure{
		line("bound-filter", func(int) error {
			for _, row := range rows {
				filter.Allows(row)
			}
			return nil
		}),
		line("bound-cells", func(int) error {
			for _, row := range rows {
				cells, _ = filter.Cells(row, cells)
			}
			return nil
		}),
	}
	return page, nil
}
