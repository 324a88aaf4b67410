package lang

import (
	"fmt"
	"slices"

	"portcullis/rego/form"
)

// resolveComponents declares pages, dashboards, channels and capabilities.
func (r *resolver) resolveComponents() {
	lists := map[StatementKind]*[]*Component{
		KindPage: &r.policy.Pages, KindDashboard: &r.policy.Dashboards,
		KindChannel: &r.policy.Channels, KindCapability: &r.policy.Capabilities,
	}
	seen := map[StatementKind]declared{}
	for kind := range lists {
		seen[kind] = declared{}
		r.components[kind] = map[string]*Component{}
	}
	for _, s := range r.doc.components {
		description := r.describe(&s.declaration)
		for _, n := range s.labels {
			if !r.once(seen[s.kind], string(s.kind), n) {
				continue
			}
			c := &Component{Name: n.text, Description: description, Range: n.at}
			r.components[s.kind][n.text] = c
			*lists[s.kind] = append(*lists[s.kind], c)
		}
	}
}

// The actions that things have without any declaration, in order.
var (
	tableActions   = sorted(form.Actions(form.KindTable))
	reportActions  = sorted(form.Actions(form.KindReport))
	channelActions = sorted(form.Actions(form.KindChannel))
	accessAction   = form.Actions(form.KindPage)
)

func sorted(names []string) []string { slices.Sort(names); return names }

// resolveActions gives the tables their actions, the declared ones among them.
func (r *resolver) resolveActions() {
	for _, t := range r.policy.Tables {
		t.Actions = slices.Clone(tableActions)
	}
	seen := declared{}
	for _, s := range r.doc.actions {
		r.describe(&s.declaration)
		if s.tables == nil {
			r.missing(&s.declaration, "an action", "tables", "the tables on whose rows it is done")
		}
		tables, ok := r.names(s.tables)
		if ok && s.tables != nil && len(tables) == 0 {
			r.report(within(problem(s.tables.Expr.Range(), "Empty list", "An action is done on the rows of at least one table."), s.header))
		}
		var on []*tableInfo
		for _, n := range tables {
			if info := r.table(n, s.tables.SrcRange); info != nil {
				on = append(on, info)
			}
		}
		for _, n := range s.labels {
			if slices.Contains(tableActions, n.text) {
				r.report(within(problem(n.at, "Built-in action", fmt.Sprintf("Tables have the action %q without its being declared.", n.text)), s.header))
				continue
			}
			if !r.once(seen, "action", n) {
				continue
			}
			r.actions[n.text] = true
			if len(on) == 0 || len(on) < len(tables) || !ok {
				r.spoiled.spoil(n.text)
			}
			for _, info := range on {
				info.Actions = append(info.Actions, n.text)
			}
		}
	}
	for _, t := range r.policy.Tables {
		slices.Sort(t.Actions)
	}
}

func (r *resolver) resolveReports() {
	seen := declared{}
	for _, s := range r.doc.reports {
		description := r.describe(&s.declaration)
		if s.table == nil {
			r.missing(&s.declaration, "a report", "table", "the table that it is a view of")
		}
		var info *tableInfo
		if n, ok := r.name(s.table); ok {
			info = r.table(n, s.table.SrcRange)
		}
		var fields []*Field
		var rows Cond
		whole := false
		if info != nil {
			fields, whole = r.fieldsOf(info, s.fields)
			if info.Key != nil && s.fields != nil {
				fields = inTableOrder(info.Table, append(fields, info.Key))
			}
			if s.rows != nil && !isAll(s.rows) {
				rows, _ = r.bind(s.rows, placeRows, info.Table)
			}
		}
		for _, n := range s.labels {
			if !r.once(seen, "report", n) {
				r.spoiled.spoilView(KindReport, n.text)
				continue
			}
			if t := r.tables[n.text]; t != nil {
				r.report(within(problem(n.at, "Ambiguous name", fmt.Sprintf("%q is a table as well, declared at %s.", n.text, at(t.Range))), s.header))
			}
			if !whole {
				r.spoiled.spoilView(KindReport, n.text)
			}
			report := &Report{Name: n.text, Description: description, Rows: rows, Fields: fields, Range: n.at}
			if info != nil {
				report.Table = info.Table
			}
			r.reports[n.text] = report
			r.policy.Reports = append(r.policy.Reports, report)
		}
	}
}

func (r *resolver) resolveForms() {
	seen := declared{}
	for _, s := range r.doc.forms {
		description := r.describe(&s.declaration)
		if s.table == nil {
			r.missing(&s.declaration, "a form", "table", "the table whose rows it creates")
		}
		var info *tableInfo
		var fields []*Field
		whole := false
		if n, ok := r.name(s.table); ok {
			if info = r.table(n, s.table.SrcRange); info != nil {
				fields, whole = r.fieldsOf(info, s.fields)
			}
		}
		for _, n := range s.labels {
			if !r.once(seen, "form", n) {
				r.spoiled.spoilView(KindForm, n.text)
				continue
			}
			if !whole {
				r.spoiled.spoilView(KindForm, n.text)
			}
			form := &Form{Name: n.text, Description: description, Fields: fields, Range: n.at}
			if info != nil {
				form.Table = info.Table
			}
			r.forms[n.text] = form
			r.policy.Forms = append(r.policy.Forms, form)
		}
	}
}

// fieldsOf gives the fields that an argument lists, in the table's order (all
// of them where it is absent), and false if some could not be made out.
func (r *resolver) fieldsOf(info *tableInfo, a attr) (fields []*Field, ok bool) {
	if a == nil {
		return slices.Clone(info.Fields), !info.incomplete
	}
	names, ok := r.names(a)
	for _, n := range names {
		if f := r.field(info, n, a.SrcRange); f != nil {
			fields = append(fields, f)
		} else {
			ok = false
		}
	}
	return inTableOrder(info.Table, fields), ok
}

// inTableOrder sorts fields as the table has them, and takes out the second of
// two that are the same.
func inTableOrder(t *Table, fields []*Field) []*Field {
	var sorted []*Field
	for _, f := range t.Fields {
		if slices.Contains(fields, f) {
			sorted = append(sorted, f)
		}
	}
	return sorted
}

// isAll reports whether an argument is the bare word `all`.
func isAll(a attr) bool {
	return keyword(a.Expr) == "all"
}
