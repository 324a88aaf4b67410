package form

import "slices"

// action is what may be done with a thing, and how it is decided.
type action struct {
	name string
	mode Mode
}

// actions are those that things have without any declaration, by their kind.
// Whoever needs to know which actions there are asks this table.
var actions = map[ResourceKind][]action{
	KindTable: {
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
	},
	KindReport: {
		{"view", OnRow}, {"update", Update}, {"delete", OnRow}, {"import", Create}, {"export", OnRow}, {"print", OnRow},
	},
	KindForm:       {{"access", Create}},
	KindPage:       {{"access", Standing}},
	KindDashboard:  {{"access", Standing}},
	KindChannel:    {{"read", Standing}, {"post", Standing}},
	KindCapability: {{"access", Standing}},
	KindMessage:    {{"access", Message}},
}

// Actions gives the actions that things of a kind have without any declaration.
func Actions(kind ResourceKind) []string {
	out := make([]string, len(actions[kind]))
	for i, a := range actions[kind] {
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
	for _, a := range actions[kind] {
		modes[a.name] = a.mode
	}
	return modes
}

// Named reports whether statements on things of the kind name actions: the
// others have `access` alone.
func (k ResourceKind) Named() bool {
	return !slices.ContainsFunc(actions[k], func(a action) bool { return a.name == "access" })
}
