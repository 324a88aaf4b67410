package bound

import (
	"slices"

	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// look tells what is seen of the row; nothing of one that is not seen.
func (a *asking) look() {
	view, err := a.bind(a.q.User, a.q.Resource, "view", a.now)
	if err != nil {
		return // what has rows can be viewed
	}
	a.cells, a.isSeen = view.Cells(a.q.Row, nil)
}

// onRow decides an action on an existing row, which has to be seen.
func (a *asking) onRow(d *rego.Decision) {
	a.look()
	if !a.isSeen { // of a row that is not seen nothing is told that depends on it
		a.refused = a.blanket("view", a.q.Action)
		return
	}
	row := a.q.Row
	locks := proven(a.statements(form.Locks, a.q.Action), row, false)
	denies := proven(a.statements(form.Refuses, a.q.Action), row, false)
	a.granted = proven(a.statements(form.Permits, a.q.Action), row, true)
	a.refused = slices.Concat(denies, locks)
	a.lack(a.granted)
	d.Allow = len(a.granted) > 0 && len(denies) == 0 // who sees a row of a report has it in the report
	switch {
	case a.mode != form.Update:
	case a.q.Set == nil:
		d.Allow = d.Allow && slices.ContainsFunc(a.cells, func(c bind.Cell) bool { return c.Editable })
	default:
		a.update(d, denies, locks)
	}
	if d.Allow {
		a.tell(d)
	}
}

// tell lists what is seen and editable of the row.
func (a *asking) tell(d *rego.Decision) {
	for i, c := range a.cells {
		name := a.on.Fields[i].Name
		if c.State != bind.Hidden {
			d.Visible = append(d.Visible, name)
		}
		if c.State == bind.Masked {
			d.Masked[name] = c.Mask
		}
		if c.Editable {
			d.Editable = append(d.Editable, name)
		}
	}
	slices.Sort(d.Visible)
	slices.Sort(d.Editable)
}

// shown gives the row of a decision as the person sees it.
func (a *asking) shown(d *rego.Decision) rego.VisibleRow {
	v := rego.VisibleRow{Row: map[string]any{}, Hidden: []string{}, Masked: []string{}}
	for i, c := range a.cells {
		name := a.on.Fields[i].Name
		switch c.State {
		case bind.Hidden:
			v.Hidden = append(v.Hidden, name)
		case bind.Masked:
			v.Row[name] = c.Mask
			v.Masked = append(v.Masked, name)
		case bind.Shown:
			v.Row[name] = a.q.Row[name]
		}
	}
	for _, f := range a.on.Table.Fields { // a report hides those that it does not have
		if !slices.Contains(a.on.Fields, f) {
			v.Hidden = append(v.Hidden, f.Name)
		}
	}
	slices.Sort(v.Hidden)
	slices.Sort(v.Masked)
	return v
}

// standing decides what is not about a row.
func (a *asking) standing(d *rego.Decision) {
	a.granted = proven(a.statements(form.Permits, a.q.Action), nil, true)
	a.refused = proven(a.statements(form.Refuses, a.q.Action), nil, false)
	a.lack(a.granted)
	d.Allow = len(a.granted) > 0 && len(a.refused) == 0
}
