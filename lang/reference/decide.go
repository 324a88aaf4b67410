package reference

import (
	"maps"
	"slices"

	"portcullis/lang"
)

// Decision is `data.<portal>.decision` of cmd/CONTRACTS.md §3. Lists are in the
// order of names.
type Decision struct {
	Allow    bool
	Visible  []string
	Masked   map[string]any
	Editable []string
	Set      map[string]any
	Because  []Reason
	// Message is the author's text; "" for null. Where Builtin is set, it is
	// a text of Portcullis, whose words the contract leaves open.
	Message string
	Builtin bool
}

// Reason is a statement that decided.
type Reason struct {
	Statement string
	Effect    string
	Profile   string
}

// VisibleRow is what a person sees of one row.
type VisibleRow struct {
	Row    map[string]any
	Hidden []string
	Masked []string
}

// Interpreter answers requests about a policy. Applied is told of the statements that
// were among those that decided; nil where nobody asks.
type Interpreter struct {
	Policy  *lang.Policy
	Applied func(*lang.Statement)
}

// Decide answers a request.
func Decide(p *lang.Policy, input any) Decision { return Interpreter{Policy: p}.Decide(input) }

// Decide answers a request.
func (i Interpreter) Decide(input any) Decision {
	a, request, refusal := i.read(input)
	if refusal != "" {
		return refused(refusal)
	}
	switch a.thing.kind {
	case lang.KindTable, lang.KindReport:
		if a.action == "manage_structure" {
			return a.decision(a.structure(), sight{})
		}
		if a.action == "create" || a.action == "import" {
			return a.decideNew(request)
		}
		return a.decideRow(request)
	case lang.KindForm:
		return a.decideNew(request)
	case lang.KindMessage:
		if _, ok := readRecipient(i.Policy, a.to); !ok {
			return refused("the request does not say who is written to")
		}
	}
	return a.decision(a.components(), sight{})
}

// read understands a request as far as every action needs it. A text says what
// makes no sense.
func (i Interpreter) read(input any) (asking, map[string]any, string) {
	p := i.Policy
	request, ok := input.(map[string]any)
	if !ok {
		return asking{}, nil, "the input is not an object"
	}
	who, refusal := readPerson(p, request)
	if refusal != "" {
		return asking{}, nil, refusal
	}
	who.applied = i.Applied
	resource, _ := request["resource"].(map[string]any)
	kind, isKind := resource["type"].(string)
	name, isName := resource["name"].(string)
	action, isAction := request["action"].(string)
	if !isKind || !isName || !isAction {
		return asking{}, nil, "the request does not say what is done to what"
	}
	t, actions, known := findThing(p, kind, name)
	if !known || !slices.Contains(actions, action) {
		return asking{}, nil, "there is no such thing, or it has no such action"
	}
	return asking{policy: p, person: who, thing: t, action: action, to: request["to"]}, request, ""
}

func refused(text string) Decision {
	return Decision{Masked: map[string]any{}, Set: map[string]any{}, Message: text, Builtin: true}
}

// readWrite reads what a write comes with; nothing is sent where `set` is null
// or absent.
func (a asking) readWrite(request map[string]any) (write, bool) {
	w := write{table: a.thing.table, person: a.person}
	w.sent, _ = request["set"].(map[string]any)
	w.related, _ = request["related"].(map[string]any)
	w.garbled = !isNullOr[map[string]any](request["related"])
	return w, isNullOr[map[string]any](request["set"])
}

// decideNew decides create, import and access to a form: "`create` and `form`
// without `set` are asked of an empty one".
func (a asking) decideNew(request map[string]any) Decision {
	w, ok := a.readWrite(request)
	if !ok {
		return refused("what is sent is not an object")
	}
	o := a.write(w, sight{})
	o.told = a.beforeNew(w, sight{})
	return a.decision(o, sight{})
}

// decideRow decides an action on an existing row: it "also needs `view` of that
// row".
func (a asking) decideRow(request map[string]any) Decision {
	row, ok := request["row"].(map[string]any)
	if !ok {
		return refused("the action needs a row")
	}
	s := a.look(row)
	var o outcome
	switch {
	case a.action == "view":
		o = outcome{allowed: s.allowed, allows: s.allows, denies: s.denies, editable: a.editableOfRow(row, s)}
	case a.action == "update" && request["set"] != nil:
		w, ok := a.readWrite(request)
		if !ok {
			return refused("what is sent is not an object")
		}
		w.stored, w.sent = row, effective(w.sent, row, a.thing.table, s)
		o = a.write(w, s)
		o.told = a.beforeNew(w, s)
	default:
		o = outcome{
			allows: a.applyingAllows(a.action, row), denies: a.applyingDenies(a.action, row),
			editable: a.editableOfRow(row, s),
		}
		o.allowed = len(o.allows) > 0 && !refusesRow(o.denies)
		if a.action == "update" {
			// "`update` asked without `set` is allowed if some field of the
			// row may be edited, and nothing is asked of `new`"
			o.allowed = len(o.editable) > 0
		}
	}
	if a.action != "view" {
		o.allowed = o.allowed && s.allowed
		for _, r := range s.denies {
			if !r.Partial && !contains(o.denies, r) {
				o.denies = append(o.denies, r) // "when a view deny refuses another action, that deny too"
			}
		}
		inFileOrder(o.denies)
	}
	if !s.allowed {
		o.told = a.ofUnseen()
	}
	return a.decision(o, s)
}

// decision writes an outcome down.
func (a asking) decision(o outcome, s sight) Decision {
	d := Decision{Allow: o.allowed, Masked: map[string]any{}, Set: map[string]any{}}
	for _, r := range slices.Concat(o.allows, o.denies) {
		a.person.applies(r.Statement)
	}
	t := o.told
	if t == nil {
		t = a.all(o)
	}
	for _, r := range inFileOrder(slices.Concat(t.allows, t.denies)) {
		d.Because = append(d.Because, Reason{Statement: place(r.Statement), Effect: r.Effect.String(), Profile: r.Profile.Name})
	}
	if !d.Allow {
		d.Message, d.Builtin = t.message()
		return d
	}
	d.Visible, d.Masked = s.lists()
	for _, f := range o.editable {
		d.Editable = append(d.Editable, f.Name)
	}
	slices.Sort(d.Editable)
	d.Set = rawSet(o.set)
	return d
}

func (s sight) lists() (visible []string, masked map[string]any) {
	masked = map[string]any{}
	for f, how := range s.shown {
		visible = append(visible, f.Name)
		if how.masked {
			masked[f.Name] = how.text
		}
	}
	slices.Sort(visible)
	return visible, masked
}

// Visible answers a request that has `rows` in place of `row`: the rows on which
// the action is allowed, in order.
func Visible(p *lang.Policy, input any) []VisibleRow { return Interpreter{Policy: p}.Visible(input) }

// Visible answers a request that has `rows`, as the function does.
func (i Interpreter) Visible(input any) []VisibleRow {
	result := []VisibleRow{}
	a, request, refusal := i.read(input)
	newRow := a.action == "create" || a.action == "import" || a.action == "manage_structure"
	if refusal != "" || newRow || (a.thing.kind != lang.KindTable && a.thing.kind != lang.KindReport) {
		return result
	}
	rows, _ := request["rows"].([]any)
	for _, raw := range rows {
		one := maps.Clone(request)
		one["row"] = raw
		if d := a.decideRow(one); d.Allow {
			result = append(result, a.visibleRow(raw.(map[string]any), d))
		}
	}
	return result
}

func (a asking) visibleRow(row map[string]any, d Decision) VisibleRow {
	v := VisibleRow{Row: map[string]any{}, Masked: slices.Sorted(maps.Keys(d.Masked))}
	for _, f := range a.thing.table.Fields { // a report hides those that it does not have
		mask, masked := d.Masked[f.Name]
		switch {
		case masked:
			v.Row[f.Name] = mask
		case slices.Contains(d.Visible, f.Name):
			v.Row[f.Name] = row[f.Name]
		default:
			v.Hidden = append(v.Hidden, f.Name)
		}
	}
	slices.Sort(v.Hidden)
	return v
}
