package postgres

import (
	"slices"

	"portcullis/lang/pull"
)

// source is what a database has of access: from its catalogue, or from statements.
type source struct {
	tables   []pull.Table
	policies []*policy
	rights   map[right][]string // the columns; nil for all
	secured  map[name]bool      // tables with row security
	roles    []string
	members  map[string][]string // the roles that a role has the privileges of, itself left out
	findings []skipped
	// unspoken is so of statements without a single privilege: then a policy is taken
	// to say what its roles may try.
	unspoken bool
	file     string
}

// name names a table as the database does; the usual schema is "".
type name struct{ schema, table string }

// right is a privilege of a role on a table.
type right struct {
	role    string // "" for everybody
	table   name
	command string // SELECT, INSERT, UPDATE or DELETE
}

// policy is one of row security.
type policy struct {
	table      name
	name       string
	permissive bool
	roles      []string // "" for everybody
	command    string   // "" for all
	using      node
	check      node
	text       string
	line       int
}

// skipped is what was not read, and why.
type skipped struct {
	what, why string
	line      int
}

// commands are what a policy is about.
var commands = []string{"SELECT", "INSERT", "UPDATE", "DELETE"}

// has tells whether a role has what is given to another.
func (s *source) has(role, given string) bool {
	return given == "" || given == role || slices.Contains(s.members[role], given)
}

// columns gives the columns on which a role has a privilege; all tells that it has it on
// the table, and ok that it has it at all.
func (s *source) columns(role string, table name, command string) (columns []string, all, ok bool) {
	for r, of := range s.rights {
		if r.table != table || r.command != command || !s.has(role, r.role) {
			continue
		}
		if of == nil {
			return nil, true, true
		}
		columns = append(columns, of...)
	}
	if s.unspoken && len(s.policiesFor(role, table, command)) > 0 {
		return nil, true, true
	}
	slices.Sort(columns)
	return slices.Compact(columns), false, len(columns) > 0
}

// policiesFor gives the policies that a role is held to.
func (s *source) policiesFor(role string, table name, command string) []*policy {
	var out []*policy
	for _, p := range s.policies {
		if p.table == table && (p.command == "" || p.command == command) &&
			slices.ContainsFunc(p.roles, func(given string) bool { return s.has(role, given) }) {
			out = append(out, p)
		}
	}
	return out
}

// give adds a privilege.
func (s *source) give(r right, columns []string) {
	there, ok := s.rights[r]
	switch {
	case columns == nil || ok && there == nil:
		s.rights[r] = nil
	default:
		s.rights[r] = append(there, columns...)
	}
}

// addRole notes a role that something is said of.
func (s *source) addRole(role string) {
	if role != "" && !slices.Contains(s.roles, role) {
		s.roles = append(s.roles, role)
	}
}
