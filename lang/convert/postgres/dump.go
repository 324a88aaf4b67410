package postgres

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"portcullis/lang/pull"
)

// dump reads statements.
type dump struct {
	source
	declared []*pull.Declared
	enums    map[string][]string
	owners   []string
	granted  bool // there is some statement about privileges
}

// readDump reads what pg_dump -s prints, or other statements of the kind.
func readDump(file string, text []byte) (*source, error) {
	statements, err := parse(plain(string(text)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	d := &dump{
		source: source{file: file, rights: map[right][]string{}, secured: map[name]bool{}, members: map[string][]string{}},
		enums:  map[string][]string{},
	}
	for _, s := range statements {
		if s.kind == "CreateEnumStmt" { // before the tables that have columns of it
			names := s.node.names("typeName")
			d.enums[unqualified(names)] = s.node.names("vals")
		}
	}
	for _, s := range statements {
		d.read(s)
	}
	d.unspoken = !d.granted
	d.roles = slices.DeleteFunc(d.roles, func(role string) bool {
		if slices.Contains(d.owners, role) {
			d.findings = append(d.findings, skipped{"role " + role, "row security does not hold it: it owns tables", 0})
			return true
		}
		return false
	})
	if len(d.declared) == 0 {
		return nil, fmt.Errorf("%s declares no table", file)
	}
	d.tables = pull.Arrange(d.declared)
	return &d.source, nil
}

// plain blanks the lines that are for psql.
func plain(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, `\`) {
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n")
}

// unqualified gives a name, less the usual schema.
func unqualified(names []string) string {
	if len(names) > 1 && names[0] == "public" {
		names = names[1:]
	}
	return strings.Join(names, ".")
}

func tableName(n node) name {
	schema := n.text("schemaname")
	if schema == "public" {
		schema = ""
	}
	return name{schema, n.text("relname")}
}

func (d *dump) read(s statement) {
	switch s.kind {
	case "CreateStmt":
		if len(s.node.node("partbound")) == 0 {
			d.createTable(s.node)
		}
	case "AlterTableStmt":
		t := tableName(s.node.node("relation"))
		for _, c := range s.node.list("cmds") {
			_, cmd := c.only()
			d.alter(t, cmd)
		}
	case "IndexStmt":
		d.index(s.node)
	case "CreatePolicyStmt":
		d.createPolicy(s)
	case "GrantStmt":
		d.grant(s)
	case "GrantRoleStmt":
		d.grantRole(s)
	case "ViewStmt":
		d.findings = append(d.findings, skipped{"view " + tableName(s.node.node("view")).table, "a view shows what its owner may see", s.line})
	}
}

func (d *dump) table(t name) *pull.Declared {
	i := slices.IndexFunc(d.declared, func(to *pull.Declared) bool { return to.Schema == t.schema && to.Name == t.table })
	if i < 0 {
		return nil
	}
	return d.declared[i]
}

func (d *dump) createTable(n node) {
	t := tableName(n.node("relation"))
	to := &pull.Declared{Schema: t.schema, Name: t.table}
	d.declared = append(d.declared, to)
	for _, e := range n.list("tableElts") {
		switch kind, body := e.only(); kind {
		case "ColumnDef":
			d.addColumn(to, body)
		case "Constraint":
			d.constrain(to, body, nil)
		}
	}
}

func (d *dump) addColumn(to *pull.Declared, n node) {
	declared, array := typeName(n.node("typeName"))
	c := pull.DeclaredColumn{Name: n.text("colname"), Type: declared, Array: array, Values: d.enums[declared]}
	if base, ok := strings.CutSuffix(declared, "serial"); ok { // serial, bigserial, smallserial
		c.Type, c.Generated, c.Required = map[string]string{"": "int4", "big": "int8", "small": "int2"}[base], true, true
	}
	to.Columns = append(to.Columns, c)
	column := &to.Columns[len(to.Columns)-1]
	for _, e := range n.list("constraints") {
		if _, body := e.only(); body != nil {
			d.constrain(to, body, column)
		}
	}
}

// constrain reads a constraint, of one column or of the table.
func (d *dump) constrain(to *pull.Declared, n node, c *pull.DeclaredColumn) {
	columns := n.names("keys")
	if c != nil {
		columns = []string{c.Name}
	}
	switch n.text("contype") {
	case "CONSTR_NOTNULL":
		if c != nil {
			c.Required = true
		}
	case "CONSTR_DEFAULT":
		if c != nil {
			c.Initial = printed(n.node("raw_expr"))
		}
	case "CONSTR_IDENTITY", "CONSTR_GENERATED":
		if c != nil {
			c.Generated = true
		}
	case "CONSTR_PRIMARY":
		to.Primary = columns
		for i := range to.Columns {
			to.Columns[i].Required = to.Columns[i].Required || slices.Contains(columns, to.Columns[i].Name)
		}
	case "CONSTR_UNIQUE":
		to.Unique = append(to.Unique, columns)
	case "CONSTR_FOREIGN":
		if c == nil {
			columns = n.names("fk_attrs")
		}
		other := tableName(n.node("pktable"))
		to.References = append(to.References, pull.Reference{Columns: columns, Schema: other.schema, Table: other.table, To: n.names("pk_attrs")})
	}
}

func (d *dump) alter(t name, n node) {
	to := d.table(t)
	var c *pull.DeclaredColumn
	if to != nil {
		for i := range to.Columns {
			if to.Columns[i].Name == n.text("name") {
				c = &to.Columns[i]
			}
		}
	}
	_, def := n.node("def").only()
	switch subtype := n.text("subtype"); {
	case subtype == "AT_EnableRowSecurity":
		d.secured[t] = true
	case subtype == "AT_DisableRowSecurity":
		d.secured[t] = false
	case subtype == "AT_ChangeOwner":
		d.owners = append(d.owners, n.node("newowner").text("rolename"))
	case to == nil:
	case subtype == "AT_AddColumn":
		d.addColumn(to, def)
	case subtype == "AT_AddConstraint":
		d.constrain(to, def, nil)
	case c == nil:
	case subtype == "AT_SetNotNull":
		c.Required = true
	case subtype == "AT_AddIdentity":
		c.Generated = true
	case subtype == "AT_ColumnDefault":
		c.Initial = printed(n.node("def"))
	}
}

func (d *dump) index(n node) {
	to := d.table(tableName(n.node("relation")))
	if to == nil || !n.is("unique") || len(n.node("whereClause")) > 0 {
		return
	}
	var columns []string
	for _, p := range n.list("indexParams") {
		_, e := p.only()
		if e.text("name") == "" {
			return
		}
		columns = append(columns, e.text("name"))
	}
	to.Unique = append(to.Unique, columns)
}

// printed prints a default as PostgreSQL does, where it is a constant or the time; else
// it is something that is worked out.
func printed(n node) string {
	const worked = "worked_out()"
	switch kind, body := n.only(); kind {
	case "A_Const":
		switch v := constant(body).(type) {
		case string:
			return "'" + strings.ReplaceAll(v, "'", "''") + "'"
		case nil:
			return "null"
		default:
			return fmt.Sprint(v)
		}
	case "TypeCast":
		return printed(body.node("arg"))
	case "FuncCall":
		if names := body.names("funcname"); names[len(names)-1] == "now" {
			return "now()"
		}
	case "SQLValueFunction":
		return map[string]string{"SVFOP_CURRENT_TIMESTAMP": "current_timestamp", "SVFOP_CURRENT_DATE": "current_date"}[body.text("op")]
	}
	return worked
}

// constant gives a constant: a string, json.Number, bool or nil.
func constant(n node) any {
	switch {
	case n.is("isnull"):
		return nil
	case n["sval"] != nil:
		return n.node("sval").text("sval")
	case n["boolval"] != nil:
		return n.node("boolval").is("boolval")
	case n["fval"] != nil:
		return json.Number(n.node("fval").text("fval"))
	case n["ival"] != nil:
		if v, ok := n.node("ival")["ival"].(json.Number); ok {
			return v
		}
		return json.Number("0") // which JSON leaves out
	default:
		return nil
	}
}

func (d *dump) createPolicy(s statement) {
	p := &policy{
		table: tableName(s.node.node("table")), name: s.node.text("policy_name"), permissive: s.node.is("permissive"),
		using: s.node.node("qual"), check: s.node.node("with_check"), text: s.text, line: s.line,
	}
	if p.command = strings.ToUpper(s.node.text("cmd_name")); p.command == "ALL" {
		p.command = ""
	}
	p.roles = d.rolesOf(s.node.list("roles"))
	d.policies = append(d.policies, p)
}

// rolesOf reads roles; "" for everybody.
func (d *dump) rolesOf(list []node) []string {
	var out []string
	for _, item := range list {
		_, spec := item.only()
		switch spec.text("roletype") {
		case "ROLESPEC_PUBLIC":
			out = append(out, "")
		case "ROLESPEC_CSTRING":
			out = append(out, spec.text("rolename"))
			d.addRole(spec.text("rolename"))
		}
	}
	return out
}

func (d *dump) grant(s statement) {
	if s.node.text("objtype") != "OBJECT_TABLE" {
		return
	}
	var tables []name
	switch s.node.text("targtype") {
	case "ACL_TARGET_OBJECT":
		for _, o := range s.node.list("objects") {
			_, t := o.only()
			tables = append(tables, tableName(t))
		}
	case "ACL_TARGET_ALL_IN_SCHEMA":
		for _, schema := range s.node.names("objects") {
			for _, t := range d.declared {
				if t.Schema == schema || t.Schema == "" && schema == "public" {
					tables = append(tables, name{t.Schema, t.Name})
				}
			}
		}
	default: // what tables to come have is theirs
		return
	}
	d.granted = true
	rights := map[string][]string{}
	for _, p := range s.node.list("privileges") {
		_, privilege := p.only()
		rights[strings.ToUpper(privilege.text("priv_name"))] = privilege.names("cols")
	}
	for _, role := range d.rolesOf(s.node.list("grantees")) {
		for _, t := range tables {
			for _, command := range commands {
				columns, named := rights[command]
				if every, all := rights[""]; all || len(rights) == 0 { // ALL
					columns, named = every, true
				}
				if named {
					d.change(right{role, t, command}, columns, s.node.is("is_grant"))
				}
			}
		}
	}
}

// change gives a privilege, or takes it.
func (d *dump) change(r right, columns []string, given bool) {
	switch there, ok := d.rights[r]; {
	case given:
		d.give(r, columns)
	case columns == nil:
		delete(d.rights, r)
	case ok && there != nil: // one on the table is not taken by taking columns
		d.rights[r] = slices.DeleteFunc(slices.Clone(there), func(c string) bool { return slices.Contains(columns, c) })
	}
}

func (d *dump) grantRole(s statement) {
	for _, to := range d.rolesOf(s.node.list("grantee_roles")) {
		for _, p := range s.node.list("granted_roles") {
			_, role := p.only()
			d.members[to] = append(d.members[to], role.text("priv_name"))
		}
	}
}
