package rego

import (
	"slices"

	"portcullis/rego/form"
)

// Request is what a decision is asked with: the `input` document of the
// bundle's rules. Rows and records are maps of field names to nil, bool,
// string, json.Number, any Go number, or a list of these; under a relation's
// name stands the related record, nil, or a []map[string]any (or []any) of
// records.
type Request struct {
	User     User             `json:"user"`
	Action   string           `json:"action,omitzero"`
	Resource Resource         `json:"resource"`
	Row      map[string]any   `json:"row,omitzero"`     // nil where there is none
	Rows     []map[string]any `json:"rows,omitzero"`    // for Visible, in place of Row
	Set      map[string]any   `json:"set,omitzero"`     // what is sent for a write; nil where nothing is asked of the row to be
	Related  map[string]any   `json:"related,omitzero"` // related records of the row as it would be
	To       *Recipient       `json:"to,omitzero"`      // who is written to, for messages
	Now      string           `json:"now,omitzero"`     // RFC 3339; the clock's when empty
}

// User is the person who asks.
type User struct {
	Login          any            `json:"login,omitzero"` // of the login field's type, mostly a string; nil where there is none
	Profiles       []string       `json:"profiles,omitzero"`
	Team           string         `json:"team,omitzero"`
	TeamProfiles   []string       `json:"team_profiles,omitzero"`   // of a team that the policy does not declare
	TeamProperties map[string]any `json:"team_properties,omitzero"` // likewise
	Properties     map[string]any `json:"properties,omitzero"`
	Record         map[string]any `json:"record,omitzero"` // the row of the users table
}

// Resource is what is acted on.
type Resource struct {
	Type string `json:"type"` // table, report, form, page, dashboard, channel, capability or message
	Name string `json:"name"`
}

// Recipient is the person who is written to.
type Recipient struct {
	Key      any      `json:"key"`
	Profiles []string `json:"profiles"`
}

// Decision is the answer to one request.
type Decision struct {
	Allow    bool           `json:"allow"`
	Visible  []string       `json:"visible"`  // fields of the row, masked ones among them, sorted
	Masked   map[string]any `json:"masked"`   // field to mask
	Editable []string       `json:"editable"` // sorted
	Set      map[string]any `json:"set"`      // what the policy's statements add to the write
	Because  []Reason       `json:"because"`  // the statements that decided, by file and line
	Message  string         `json:"message"`  // why not, in the author's words; "" for none
}

// Reason is a statement that decided.
type Reason struct {
	Statement string `json:"statement"` // file:line
	Effect    string `json:"effect"`    // allow or deny
	Profile   string `json:"profile"`
}

// VisibleRow is what a person sees of one row.
type VisibleRow struct {
	Row    map[string]any `json:"row"`    // visible cells, masked ones as their mask; numbers are json.Number
	Hidden []string       `json:"hidden"` // the table's other fields, of a report too; sorted
	Masked []string       `json:"masked"` // sorted
}

// Access is what a portal's screens need to know of a person.
type Access struct {
	Tables       map[string][]string `json:"tables"`
	Reports      map[string][]string `json:"reports"`
	Forms        []string            `json:"forms"`
	Pages        []string            `json:"pages"`
	Dashboards   []string            `json:"dashboards"`
	Channels     map[string][]string `json:"channels"`
	Capabilities []string            `json:"capabilities"`
	Message      MessageAccess       `json:"message"`
	Menu         []MenuSection       `json:"menu"`
	Sortable     map[string][]string `json:"sortable"`
}

// Of gives what somebody may do with a thing that is no table's, but for messages.
func (a *Access) Of(kind form.ResourceKind, name string) []string {
	if kind == form.KindChannel {
		return a.Channels[name]
	}
	if list := a.List(kind); list != nil && slices.Contains(*list, name) {
		return form.Actions(kind)
	}
	return nil
}

// List gives the list of the things of a kind that have the one action `access`; nil
// of a kind that has others.
func (a *Access) List(kind form.ResourceKind) *[]string {
	return map[form.ResourceKind]*[]string{
		form.KindForm: &a.Forms, form.KindPage: &a.Pages, form.KindDashboard: &a.Dashboards, form.KindCapability: &a.Capabilities,
	}[kind]
}

// MessageAccess is whom a person may write to, as allows and denies name them.
type MessageAccess struct {
	Everyone       bool     `json:"everyone"`
	Users          []any    `json:"users"`
	Profiles       []string `json:"profiles"`
	DeniedUsers    []any    `json:"denied_users"`
	DeniedProfiles []string `json:"denied_profiles"`
}

// MenuSection is a part of a person's first screen.
type MenuSection struct {
	Section string     `json:"section"`
	Label   string     `json:"label"`
	Items   []MenuItem `json:"items"`
}

// MenuItem is one entry of it.
type MenuItem struct {
	Type  string `json:"type"`
	Name  string `json:"name"`
	Label string `json:"label"`
	As    string `json:"as"`
}
