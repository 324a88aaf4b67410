package check

import (
	"fmt"
	"slices"

	"portcullis/rego/form"

	"portcullis/lang/bind"
	"portcullis/lang/diag"
	"portcullis/lang/policy"
	"portcullis/lang/syntax"
)

// resolveComponents declares pages, dashboards and the like.
func (r *resolver) resolveComponents() {
	r.policy.Components = map[policy.StatementKind][]*policy.Component{}
	seen := map[policy.StatementKind]declared{}
	for _, kind := range form.Components() {
		seen[kind] = declared{}
		r.components[kind] = map[string]*policy.Component{}
	}
	for _, s := range r.doc.Components {
		description := r.describe(&s.Declaration)
		for _, n := range s.Labels {
			if !r.once(seen[s.Kind], string(s.Kind), n) {
				continue
			}
			c := &policy.Component{Name: n.Text, Description: description, Range: n.At}
			r.components[s.Kind][n.Text] = c
			r.policy.Components[s.Kind] = append(r.policy.Components[s.Kind], c)
		}
	}
}

// The actions that things have without any declaration, in order.
var (
	TableActions = sorted(form.Actions(form.KindTable))
	otherActions = func() map[policy.StatementKind][]string {
		actions := map[policy.StatementKind][]string{}
		for _, kind := range form.Kinds() {
			actions[kind] = sorted(form.Actions(kind))
		}
		return actions
	}()
)

func sorted(names []string) []string { slices.Sort(names); return names }

// resolveActions gives the tables their actions, the declared ones among them.
func (r *resolver) resolveActions() {
	for _, t := range r.policy.Tables {
		t.Actions = slices.Clone(TableActions)
	}
	seen := declared{}
	for _, s := range r.doc.Actions {
		r.describe(&s.Declaration)
		if s.Tables == nil {
			r.missing(&s.Declaration, "an action", "tables", "the tables on whose rows it is done")
		}
		tables, ok := r.names(s.Tables)
		if ok && s.Tables != nil && len(tables) == 0 {
			r.report(diag.Within(diag.Problem(s.Tables.Expr.Range(), "Empty list", "An action is done on the rows of at least one table."), s.Header))
		}
		var on []*tableInfo
		for _, n := range tables {
			if info := r.table(n, s.Tables.SrcRange); info != nil {
				on = append(on, info)
			}
		}
		for _, n := range s.Labels {
			if slices.Contains(TableActions, n.Text) {
				r.report(diag.Within(diag.Problem(n.At, "Built-in action", fmt.Sprintf("Tables have the action %q without its being declared.", n.Text)), s.Header))
				continue
			}
			if !r.once(seen, "action", n) {
				continue
			}
			r.actions[n.Text] = true
			r.policy.Uses.Declare(n.At, n.Text, policy.Word{Kind: policy.WordAction, Name: n.Text})
			if len(on) == 0 || len(on) < len(tables) || !ok {
				r.spoiled.spoil(n.Text)
			}
			for _, info := range on {
				info.Actions = append(info.Actions, n.Text)
			}
		}
	}
	for _, t := range r.policy.Tables {
		slices.Sort(t.Actions)
	}
}

func (r *resolver) resolveReports() {
	seen := declared{}
	for _, s := range r.doc.Reports {
		description := r.describe(&s.Declaration)
		if s.Table == nil {
			r.missing(&s.Declaration, "a report", "table", "the table that it is a view of")
		}
		var info *tableInfo
		if n, ok := r.name(s.Table); ok {
			info = r.table(n, s.Table.SrcRange)
		}
		var fields []*policy.Field
		var rows policy.Cond
		whole := false
		if info != nil {
			fields, whole = r.fieldsOf(info, s.Fields)
			if info.Key != nil && s.Fields != nil {
				fields = inTableOrder(info.Table, append(fields, info.Key...))
			}
			if s.Rows != nil && !isAll(s.Rows) {
				rows, _ = r.bind(s.Rows, bind.PlaceRows, info.Table)
			}
		}
		for _, n := range s.Labels {
			if !r.once(seen, "report", n) {
				r.spoiled.spoilView(policy.KindReport, n.Text)
				continue
			}
			if t := r.tables[n.Text]; t != nil {
				r.report(diag.Within(diag.Problem(n.At, "Ambiguous name", fmt.Sprintf("%q is a table as well, declared at %s.", n.Text, diag.At(t.Range))), s.Header))
			}
			if !whole {
				r.spoiled.spoilView(policy.KindReport, n.Text)
			}
			report := &policy.Report{Name: n.Text, Description: description, Rows: rows, Fields: fields, Range: n.At}
			if info != nil {
				report.Table = info.Table
			}
			r.reports[n.Text] = report
			r.policy.Reports = append(r.policy.Reports, report)
		}
	}
}

func (r *resolver) resolveForms() {
	seen := declared{}
	for _, s := range r.doc.Forms {
		description := r.describe(&s.Declaration)
		if s.Table == nil {
			r.missing(&s.Declaration, "a form", "table", "the table whose rows it creates")
		}
		var info *tableInfo
		var fields []*policy.Field
		whole := false
		if n, ok := r.name(s.Table); ok {
			if info = r.table(n, s.Table.SrcRange); info != nil {
				fields, whole = r.fieldsOf(info, s.Fields)
			}
		}
		for _, n := range s.Labels {
			if !r.once(seen, "form", n) {
				r.spoiled.spoilView(policy.KindForm, n.Text)
				continue
			}
			if !whole {
				r.spoiled.spoilView(policy.KindForm, n.Text)
			}
			form := &policy.Form{Name: n.Text, Description: description, Fields: fields, Range: n.At}
			if info != nil {
				form.Table = info.Table
			}
			r.forms[n.Text] = form
			r.policy.Forms = append(r.policy.Forms, form)
		}
	}
}

// fieldsOf gives the fields that an argument lists, in the table's order (all
// of them where it is absent), and false if some could not be made out.
func (r *resolver) fieldsOf(info *tableInfo, a syntax.Attr) (fields []*policy.Field, ok bool) {
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
func inTableOrder(t *policy.Table, fields []*policy.Field) []*policy.Field {
	var sorted []*policy.Field
	for _, f := range t.Fields {
		if slices.Contains(fields, f) {
			sorted = append(sorted, f)
		}
	}
	return sorted
}

// isAll reports whether an argument is the bare word `all`.
func isAll(a syntax.Attr) bool {
	return syntax.Keyword(a.Expr) == "all"
}
