package rego

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// What OPA gives is decoded by hand where it is read often, and through JSON
// where it is not.

func readDecision(x any) (*Decision, error) {
	m, ok := x.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("a decision is a %T", x)
	}
	d := &Decision{}
	d.Allow, _ = m["allow"].(bool)
	d.Visible = readNames(m["visible"])
	d.Editable = readNames(m["editable"])
	d.Masked, _ = m["masked"].(map[string]any)
	d.Set, _ = m["set"].(map[string]any)
	d.Message, _ = m["message"].(string)
	reasons, _ := m["because"].([]any)
	d.Because = make([]Reason, 0, len(reasons))
	for _, r := range reasons {
		of, _ := r.(map[string]any)
		var reason Reason
		reason.Statement, _ = of["statement"].(string)
		reason.Effect, _ = of["effect"].(string)
		reason.Profile, _ = of["profile"].(string)
		d.Because = append(d.Because, reason)
	}
	return d, nil
}

func readRows(x any) ([]VisibleRow, error) {
	list, ok := x.([]any)
	if !ok {
		return nil, fmt.Errorf("visible rows are a %T", x)
	}
	rows := make([]VisibleRow, len(list))
	for i, x := range list {
		m, ok := x.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("a visible row is a %T", x)
		}
		rows[i].Row, _ = m["row"].(map[string]any)
		rows[i].Hidden = readNames(m["hidden"])
		rows[i].Masked = readNames(m["masked"])
	}
	return rows, nil
}

func readAccess(x any) (*Access, error) {
	text, err := json.Marshal(x)
	if err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	a := &Access{}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(a); err != nil {
		return nil, fmt.Errorf("reading access: %w", err)
	}
	return a, nil
}

func readNames(x any) []string {
	list, _ := x.([]any)
	names := make([]string, 0, len(list))
	for _, n := range list {
		if s, ok := n.(string); ok {
			names = append(names, s)
		}
	}
	return names
}
