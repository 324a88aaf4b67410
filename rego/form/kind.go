package form

import "slices"

// ResourceKind is the kind of a thing that can be acted on.
type ResourceKind string

// The kinds of resource.
const (
	KindTable      ResourceKind = "table"
	KindReport     ResourceKind = "report"
	KindForm       ResourceKind = "form"
	KindPage       ResourceKind = "page"
	KindDashboard  ResourceKind = "dashboard"
	KindChannel    ResourceKind = "channel"
	KindCapability ResourceKind = "capability"
	KindMessage    ResourceKind = "message"
)

// place is where things of a kind come from.
type place int

const (
	ofTable  place = iota // they are a table, or look at one
	declared              // components: they are declared by their names alone
	alone                 // there is one, "*"
)

// action is what may be done with a thing, and how it is decided.
type action struct {
	name string
	mode Mode
}

// kinds has a row for each kind of things, in the order in which they are told of.
// Whoever needs to know which kinds there are, or which actions a thing has without
// any declaration, asks this table.
var kinds = []struct {
	kind    ResourceKind
	place   place
	menu    bool // a menu may list them
	actions []action
}{
	{KindTable, ofTable, true, []action{
		{"view", OnRow},
		{"create", Create},
		{"update", Update},
		{"delete", OnRow},
		{"import", Create},
		{"export", OnRow},
		{"print", OnRow},
		{"read_comments", OnRow},
		{"create_comments", OnRow},
		{"edit_comments", OnRow},
		{"delete_comments", OnRow},
		{"manage_structure", Standing},
	}},
	{KindReport, ofTable, true, []action{
		{"view", OnRow}, {"update", Update}, {"delete", OnRow}, {"import", Create}, {"export", OnRow}, {"print", OnRow},
	}},
	{KindForm, ofTable, true, []action{{"access", Create}}},
	{KindPage, declared, true, []action{{"access", Standing}}},
	{KindDashboard, declared, true, []action{{"access", Standing}}},
	{KindChannel, declared, false, []action{{"read", Standing}, {"post", Standing}}},
	{KindCapability, declared, false, []action{{"access", Standing}}},
	{KindMessage, alone, false, []action{{"access", Message}}},
}

// Kinds lists the kinds of things.
func Kinds() []ResourceKind { return kindsWhere(func(ResourceKind) bool { return true }) }

// Components lists the kinds of components, which are declared by their names alone.
func Components() []ResourceKind { return kindsWhere(ResourceKind.Component) }

// MenuKinds lists the kinds of things that a menu may list.
func MenuKinds() []ResourceKind {
	return kindsWhere(func(k ResourceKind) bool { return kinds[k.row()].menu })
}

// Presentations lists how what a menu lists may be shown.
func Presentations() []string {
	as := []string{"object", "board"}
	for _, kind := range MenuKinds() {
		if kind.Component() {
			as = append(as, string(kind))
		}
	}
	return as
}

func kindsWhere(is func(ResourceKind) bool) []ResourceKind {
	var out []ResourceKind
	for _, row := range kinds {
		if is(row.kind) {
			out = append(out, row.kind)
		}
	}
	return out
}

// row gives the place of a kind in the table, or -1.
func (k ResourceKind) row() int {
	for i := range kinds {
		if kinds[i].kind == k {
			return i
		}
	}
	return -1
}

func (k ResourceKind) is(p place) bool { i := k.row(); return i >= 0 && kinds[i].place == p }

// OfTable reports whether things of the kind are a table, or look at one.
func (k ResourceKind) OfTable() bool { return k.is(ofTable) }

// Component reports whether things of the kind are declared by their names alone.
func (k ResourceKind) Component() bool { return k.is(declared) }

func (k ResourceKind) actions() []action {
	if i := k.row(); i >= 0 {
		return kinds[i].actions
	}
	return nil
}

// Actions gives the actions that things of a kind have without any declaration.
func Actions(kind ResourceKind) []string {
	out := make([]string, len(kind.actions()))
	for i, a := range kind.actions() {
		out[i] = a.name
	}
	return out
}

// Modes gives how the actions of a thing are decided, with those that are
// declared for it: these are on existing rows.
func Modes(kind ResourceKind, declared ...string) map[string]Mode {
	modes := map[string]Mode{}
	for _, name := range declared {
		modes[name] = OnRow
	}
	for _, a := range kind.actions() {
		modes[a.name] = a.mode
	}
	return modes
}

// Named reports whether statements on things of the kind name actions: the
// others have `access` alone.
func (k ResourceKind) Named() bool {
	return !slices.ContainsFunc(k.actions(), func(a action) bool { return a.name == "access" })
}
