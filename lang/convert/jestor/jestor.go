package jestor

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"portcullis/lang"
	"portcullis/lang/convert"
	"portcullis/lang/pull"
	"portcullis/rego/scalar"
)

// File is a profile's document.
type File struct {
	Name string // of the profile: the file's, without .json
	Path string // as it was given
	Text []byte
}

// Portal reads profiles as one portal.
func Portal(name string, files []File) (*convert.Portal, error) {
	im := &importer{portal: &convert.Portal{
		Name: name, Description: "Imported from profiles of Jestor", Users: usersTable, Login: "email",
	}, tables: map[string]*convert.Table{}}
	for _, f := range files {
		doc, err := parse(f.Text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Path, err)
		}
		if doc.kind != '{' {
			return nil, fmt.Errorf("%s: a profile is an object of what is enabled and disabled", f.Path)
		}
		im.profiles = append(im.profiles, &profile{importer: im, file: f, doc: doc, out: &convert.Profile{Name: f.Name}})
	}
	users := im.table(usersTable)
	im.field(users, "email").Type = convert.Type{Kind: scalar.String}
	im.field(users, "email").Required = true
	// Types of fields come from comparisons in any profile, and must be known before
	// the first rule is written.
	for _, p := range im.profiles {
		p.declare()
	}
	im.settleTypes()
	for _, p := range im.profiles {
		p.read()
		im.portal.Profiles = append(im.portal.Profiles, p.out)
	}
	im.portal.NameFiles()
	return im.portal, nil
}

// usersTable is Jestor's table of the people who log in.
const usersTable = "users"

// importer is what the profiles of a portal share.
type importer struct {
	portal   *convert.Portal
	profiles []*profile
	tables   map[string]*convert.Table // by Jestor's names
	kinds    []guess
}

// guess is what a comparison gives away of a field's type.
type guess struct {
	field *convert.Field
	kind  scalar.Kind
}

// profile is one that is being read.
type profile struct {
	*importer
	file File
	doc  *node
	out  *convert.Profile
}

// table gives the table of a name, made where it is new.
func (im *importer) table(name string) *convert.Table {
	if t := im.tables[name]; t != nil {
		return t
	}
	t := &convert.Table{Name: convert.Free(pull.Identifier(name, "t_"), func(s string) bool { return im.portal.Table(s) != nil }), Key: []string{"id"}}
	if t.Name != name {
		t.Source = name
	}
	im.tables[name] = t
	im.portal.Tables = append(im.portal.Tables, t)
	im.field(t, "id").Type = convert.Type{Kind: scalar.Number}
	return t
}

// field gives the field of a name, made where it is new. It is a text as long as
// nothing says otherwise.
func (im *importer) field(t *convert.Table, name string) *convert.Field {
	for _, f := range t.Fields {
		if f.Column == name || f.Column == "" && f.Name == name {
			return f
		}
	}
	f := &convert.Field{
		Name: convert.Free(pull.Identifier(name, "f_"), func(s string) bool { return t.Field(s) != nil }),
		Type: convert.Type{Kind: scalar.String},
	}
	if f.Name != name {
		f.Column = name
	}
	t.Fields = append(t.Fields, f)
	return f
}

// declare declares what the profile names.
func (p *profile) declare() {
	for _, m := range p.doc.members {
		switch m.name {
		case "tables_enabled":
			for _, t := range m.value.members {
				if t.name != "*" && sayable(t.name) {
					p.declareFields(p.table(t.name), t.value)
				}
			}
			p.declareNames("table", m.value)
		case "tables_disabled":
			p.declareNames("table", m.value)
		case "pages_enabled", "pages_disabled":
			p.declareNames("page", m.value)
		case "dashboards_enabled", "dashboards_disabled":
			p.declareNames("dashboard", m.value)
		case "channel_read_only":
			p.declareNames("channel", m.value)
		case "manage_users", "create_table", "create_dashboard":
			p.portal.Declare("capability", m.name)
		case "default_tabs":
			for _, s := range sections(m.value) {
				for _, item := range s.items {
					if item.problem == "" {
						p.declareName(item.kind, item.object)
					}
				}
			}
		}
	}
}

func (p *profile) declareNames(kind string, n *node) {
	names, _, _ := n.names()
	for _, name := range names {
		p.declareName(kind, name)
	}
}

func (p *profile) declareName(kind, name string) {
	switch {
	case !sayable(name):
	case kind == "table":
		p.table(name)
	default:
		p.portal.Declare(kind, name)
	}
}

func (p *profile) declareFields(t *convert.Table, n *node) {
	for _, m := range n.members {
		switch m.name {
		case "fields_excluded", "fields_readonly":
			names, _, _ := m.value.names()
			for _, name := range names {
				if sayable(name) {
					p.field(t, name)
				}
			}
		case "data":
			for _, f := range m.value.items {
				p.declareFilter(t, f)
			}
		}
	}
}

// declareFilter notes what a filter gives away of its field's type.
func (p *profile) declareFilter(t *convert.Table, n *node) {
	name := n.key("field")
	if name == nil {
		return
	}
	column, ok := name.value.(string)
	if !ok || !sayable(column) {
		return
	}
	f := p.field(t, column)
	if f.Name == t.Key[0] || t.Name == usersTable && f.Name == p.portal.Login {
		return // whose types are known
	}
	if n.key("reference") != nil {
		p.kinds = append(p.kinds, guess{f, scalar.Number})
	}
	value := n.key("value")
	if value == nil {
		return
	}
	for _, v := range append([]*node{value}, value.items...) {
		switch x := v.value.(type) {
		case json.Number:
			p.kinds = append(p.kinds, guess{f, scalar.Number})
		case bool:
			p.kinds = append(p.kinds, guess{f, scalar.Bool})
		case string:
			p.kinds = append(p.kinds, guess{f, kindOf(x)})
		}
	}
}

// kindOf is the kind of what a text may be: a date and a timestamp are texts, too.
func kindOf(s string) scalar.Kind {
	if _, err := scalar.ParseDate(s); err == nil {
		return scalar.Date
	}
	if _, err := scalar.ParseTimestamp(s); err == nil {
		return scalar.Timestamp
	}
	return scalar.String
}

// settleTypes gives a field the type that all comparisons agree on. Where one takes it
// for a text, what looks like a date is one.
func (im *importer) settleTypes() {
	kinds := map[*convert.Field][]scalar.Kind{}
	for _, g := range im.kinds {
		kinds[g.field] = append(kinds[g.field], g.kind)
	}
	for f, of := range kinds {
		kind := of[0]
		for _, k := range of {
			if k != kind {
				kind = scalar.String
			}
		}
		f.Type = convert.Type{Kind: kind}
	}
}

func sayable(name string) bool { return pull.Sayable(name) && name != "" }

// exact, narrowed and left note what became of a part of the document.
func (p *profile) exact(n *node, what string) {
	p.portal.Found(convert.Finding{How: convert.Exact, File: p.file.Path, Line: n.line, What: what})
}

func (p *profile) narrowed(n *node, what, why string) {
	p.portal.Found(convert.Finding{How: convert.Narrowed, File: p.file.Path, Line: n.line, What: what, Why: why})
}

func (p *profile) left(n *node, what, why string) {
	p.portal.Found(convert.Finding{How: convert.LeftOut, File: p.file.Path, Line: n.line, What: what, Why: why})
}

func (p *profile) rule(r convert.Rule) { p.out.Rules = append(p.out.Rules, &r) }

// known are the keys of a profile, and how each is read.
var known = map[string]func(*profile, *member){
	"manage_users": (*profile).readRight, "create_table": (*profile).readRight, "create_dashboard": (*profile).readRight,
	"channel_read_only":    (*profile).readChannels,
	"direct_message_users": (*profile).readMessages, "direct_message_profiles": (*profile).readMessages,
	"tables_enabled": (*profile).readTables, "tables_disabled": (*profile).readDisabled,
	"pages_enabled": (*profile).readEnabled, "pages_disabled": (*profile).readDisabled,
	"dashboards_enabled": (*profile).readEnabled, "dashboards_disabled": (*profile).readDisabled,
	"default_tabs": (*profile).readMenu,
}

func (p *profile) read() {
	p.out.Comment = []string{"Imported from " + p.file.Path}
	for _, m := range p.doc.members {
		if read := known[m.name]; read != nil {
			read(p, m)
			continue
		}
		why := fmt.Sprintf("Jestor's profiles have no key %q", m.name)
		var names []string
		for name := range known {
			names = append(names, name)
		}
		slices.Sort(names)
		if near := lang.Nearest(m.name, names); near != "" {
			why += fmt.Sprintf(" (it has %q)", near)
		}
		p.denyAll(m, why)
	}
}

// denyAll denies all that there is, for a key that may be about any of it.
func (p *profile) denyAll(m *member, why string) {
	p.left(m.value, m.name, why+": all that the profile has is denied")
	p.out.Untested = true
	comment := []string{"Not understood: " + m.source(), why + ".", "It may restrict anything, so everything is denied until somebody has looked."}
	for _, kind := range []string{"table", "page", "dashboard", "channel", "capability", "message"} {
		some := slices.ContainsFunc(p.portal.Components, func(c convert.Component) bool { return c.Kind == kind })
		if kind == "table" || kind == "message" || some {
			p.rule(convert.Rule{Deny: true, Kind: kind, Names: []string{"*"}, Comment: comment, Narrowed: true})
			comment = nil
		}
	}
}

// readRight reads a right that is not about rows.
func (p *profile) readRight(m *member) {
	is, ok := m.value.flag()
	if !ok {
		p.left(m.value, m.name, "it is neither 0 nor 1: it is refused")
		p.rule(convert.Rule{Deny: true, Kind: "capability", Names: []string{m.name}, Comment: []string{"Not understood: " + m.source()}})
		return
	}
	if is {
		p.rule(convert.Rule{Kind: "capability", Names: []string{m.name}})
	}
	p.exact(m.value, m.name)
}

// readChannels reads the channels that are read only: the others are open.
func (p *profile) readChannels(m *member) {
	names, all, ok := m.value.names()
	some := slices.ContainsFunc(p.portal.Components, func(c convert.Component) bool { return c.Kind == "channel" })
	switch {
	case !ok:
		p.left(m.value, m.name, "it is no list of channels: none is opened")
		if some {
			p.rule(convert.Rule{Deny: true, Kind: "channel", Names: []string{"*"}, Comment: []string{"Not understood: " + m.source()}})
		}
		return
	case !some:
		p.left(m.value, m.name, "no profile names a channel, so there is none to open")
		return
	case all:
		p.rule(convert.Rule{Kind: "channel", Names: []string{"*"}, Actions: []string{"read"}})
		p.rule(convert.Rule{Deny: true, Kind: "channel", Names: []string{"*"}, Actions: []string{"post"}})
	default:
		p.rule(convert.Rule{Kind: "channel", Names: []string{"*"}, Actions: []string{"read", "post"}})
		if len(names) > 0 {
			p.rule(convert.Rule{Deny: true, Kind: "channel", Names: unique(names), Actions: []string{"post"}})
		}
	}
	p.exact(m.value, m.name)
}

// readMessages reads to whom messages may be written: both keys make one statement.
func (p *profile) readMessages(m *member) {
	rule := convert.Rule{Kind: "message", Names: []string{"*"}}
	if m.value.star() {
		p.rule(rule)
		p.exact(m.value, m.name)
		return
	}
	if m.value.kind != '[' {
		p.left(m.value, m.name, "it is no list: messages are denied")
		p.rule(convert.Rule{Deny: true, Kind: "message", Names: []string{"*"}, Comment: []string{"Not understood: " + m.source()}})
		p.out.Untested = true
		return
	}
	for _, item := range m.value.items {
		p.readReceiver(m, item, &rule)
	}
	if len(rule.Users)+len(rule.Profiles) > 0 {
		p.rule(rule)
	}
	if len(m.value.items) == 0 {
		p.exact(m.value, m.name)
	}
}

func (p *profile) readReceiver(m *member, item *node, rule *convert.Rule) {
	what := m.name + " " + item.source
	if m.name == "direct_message_users" {
		c, ok := convert.Constant(convert.Type{Kind: scalar.Number}, item.value)
		if !ok {
			p.left(item, what, "the key of a user is a number")
			return
		}
		if !slices.ContainsFunc(rule.Users, func(u convert.Const) bool { return u.Value == c.Value }) {
			rule.Users = append(rule.Users, c)
		}
		p.exact(item, what)
		return
	}
	name, ok := item.name()
	if !ok || !slices.ContainsFunc(p.profiles, func(other *profile) bool { return other.file.Name == name }) {
		p.left(item, what, "no profile of this name is imported: a profile is called as its file")
		rule.Comment = append(rule.Comment, fmt.Sprintf("Left out of %s: %s, since no profile of this name is imported.", m.name, item.source))
		return
	}
	if !slices.Contains(rule.Profiles, name) {
		rule.Profiles = append(rule.Profiles, name)
	}
	p.exact(item, what)
}

// readEnabled reads pages or dashboards.
func (p *profile) readEnabled(m *member) {
	kind := kindNamed(m.name)
	names, all, ok := m.value.names()
	some := slices.ContainsFunc(p.portal.Components, func(c convert.Component) bool { return c.Kind == kind })
	switch {
	case !ok:
		p.left(m.value, m.name, fmt.Sprintf("it is neither \"*\" nor a list of names: no %s is enabled", kind))
		return
	case all && !some:
		p.left(m.value, m.name, fmt.Sprintf("no profile names a %s, so there is none to enable", kind))
		return
	case all:
		p.rule(convert.Rule{Kind: kind, Names: []string{"*"}})
	case len(names) > 0:
		names = slices.DeleteFunc(unique(names), func(name string) bool { return p.disabled(kind, name) })
		if len(names) > 0 {
			p.rule(convert.Rule{Kind: kind, Names: names})
		}
	}
	p.exact(m.value, m.name)
}

func kindNamed(key string) string {
	plural, _, _ := strings.Cut(key, "_")
	return strings.TrimSuffix(plural, "s")
}

// disabled tells whether the profile itself disables something by name, or all.
func (p *profile) disabled(kind, name string) bool {
	n := p.doc.key(kind + "s_disabled")
	if n == nil {
		return false
	}
	names, all, ok := n.names()
	return ok && (all || slices.Contains(names, name))
}

func (p *profile) readDisabled(m *member) {
	kind := kindNamed(m.name)
	names, all, ok := m.value.names()
	some := kind == "table" || slices.ContainsFunc(p.portal.Components, func(c convert.Component) bool { return c.Kind == kind })
	deny := convert.Rule{Deny: true, Kind: kind, Names: []string{"*"}}
	switch {
	case !ok:
		p.left(m.value, m.name, fmt.Sprintf("it is neither \"*\" nor a list of names: every %s is denied", kind))
		deny.Comment = []string{"Not understood: " + m.source()}
		deny.Narrowed = true
		p.out.Untested = true
		if !some {
			return
		}
	case all && !some || !all && len(names) == 0:
		p.exact(m.value, m.name)
		return
	case !all:
		deny.Names = p.idents(kind, unique(names))
		fallthrough
	default:
		p.exact(m.value, m.name)
	}
	p.rule(deny)
}

// idents gives the portal's names of what Jestor names so.
func (p *profile) idents(kind string, names []string) []string {
	if kind != "table" {
		return names
	}
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = p.table(name).Name
	}
	return out
}

func unique(names []string) []string {
	var out []string
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
