package local

import (
	"slices"

	"portcullis/rego"
	"portcullis/rego/bind"
	"portcullis/rego/form"
)

// look tells what is seen of the row; nothing of one that is not seen.
func (a *asking) look() {
	if a.view != nil {
		a.cells, a.isSeen = a.view.Cells(a.q.Row, a.space[:0])
	}
}

// onRow decides an action on an existing row, which has to be seen.
func (a *asking) onRow(d *rego.Decision) {
	a.look()
	if !a.isSeen { // of a row that is not seen nothing is told that depends on it
		a.refused = a.blanket
		return
	}
	row := a.q.Row
	locks := proven(a.locks, row, false)
	denies := proven(a.refuses, row, false)
	a.granted = proven(a.permits, row, true)
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
	d.Visible, d.Editable = make([]string, 0, len(a.cells)), make([]string, 0, len(a.cells))
	for _, i := range a.byName {
		c, name := a.cells[i], a.on.Fields[i].Name
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
	a.granted = proven(a.permits, nil, true)
	a.refused = proven(a.refuses, nil, false)
	a.lack(a.granted)
	d.Allow = len(a.granted) > 0 && len(a.refused) == 0
}
