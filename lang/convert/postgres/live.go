package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"portcullis/lang/pull"
)

// reader reads a catalogue.
type reader struct {
	ctx context.Context
	tx  pgx.Tx
	source
}

// readLive reads a database.
func readLive(ctx context.Context, url string) (*source, error) {
	tables, err := pull.Tables(ctx, url)
	if err != nil {
		return nil, err
	}
	conn, err := pull.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, fmt.Errorf("cannot read the database: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // there is nothing to undo
	r := &reader{ctx: ctx, tx: tx, source: source{
		tables: tables, file: "the database", rights: map[right][]string{}, secured: map[name]bool{}, members: map[string][]string{},
	}}
	for _, step := range []func() error{r.readRoles, r.readRights, r.readSecured, r.readPolicies} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("cannot read the database: %w", err)
		}
	}
	return &r.source, nil
}

func (r *reader) each(query string, into []any, do func()) error {
	rows, err := r.tx.Query(r.ctx, query)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, into, func() error { do(); return nil })
	return err
}

// of are the tables that are read of.
const of = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace `

const which = `c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

func usual(schema, table string) name {
	if schema == "public" {
		schema = ""
	}
	return name{schema, table}
}

// readRoles finds the roles that something is said of, those excepted that row security
// does not hold; and what they are members of.
func (r *reader) readRoles() error {
	var role, member string
	var above bool
	const named = `
		SELECT DISTINCT g.rolname::text, g.rolsuper OR g.rolbypassrls OR EXISTS (SELECT ` + of + ` WHERE c.relowner = g.oid AND ` + which + `)
		FROM pg_roles g WHERE g.oid IN (
			SELECT (aclexplode(c.relacl)).grantee ` + of + ` WHERE ` + which + `
			UNION SELECT (aclexplode(a.attacl)).grantee ` + of + ` JOIN pg_attribute a ON a.attrelid = c.oid WHERE ` + which + `
			UNION SELECT unnest(p.polroles) FROM pg_policy p)
		ORDER BY 1`
	err := r.each(named, []any{&role, &above}, func() {
		if above {
			r.findings = append(r.findings, skipped{"role " + role, "row security does not hold it: it owns tables, or bypasses it", 0})
			return
		}
		r.addRole(role)
	})
	if err != nil {
		return err
	}
	const members = `
		SELECT m.rolname::text, g.rolname::text FROM pg_roles m, pg_roles g
		WHERE m.oid <> g.oid AND NOT m.rolsuper AND pg_has_role(m.oid, g.oid, 'USAGE')`
	return r.each(members, []any{&role, &member}, func() { r.members[role] = append(r.members[role], member) })
}

func (r *reader) readRights() error {
	var schema, table, role, command, column string
	var whole bool
	const query = `
		SELECT n.nspname::text, c.relname::text, coalesce(g.rolname::text, ''), a.privilege_type, '', true
		` + of + ` CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
		WHERE ` + which + ` AND (a.grantee = 0 OR g.oid IS NOT NULL)
		UNION ALL
		SELECT n.nspname::text, c.relname::text, coalesce(g.rolname::text, ''), a.privilege_type, k.attname::text, false
		` + of + ` JOIN pg_attribute k ON k.attrelid = c.oid AND NOT k.attisdropped CROSS JOIN aclexplode(k.attacl) a LEFT JOIN pg_roles g ON g.oid = a.grantee
		WHERE ` + which + ` AND (a.grantee = 0 OR g.oid IS NOT NULL)
		ORDER BY 1, 2, 3, 4, 5`
	return r.each(query, []any{&schema, &table, &role, &command, &column, &whole}, func() {
		on := right{role, usual(schema, table), command}
		if whole {
			r.give(on, nil)
		} else {
			r.give(on, []string{column})
		}
	})
}

func (r *reader) readSecured() error {
	var schema, table string
	return r.each(`SELECT n.nspname::text, c.relname::text `+of+` WHERE c.relrowsecurity AND `+which, []any{&schema, &table},
		func() { r.secured[usual(schema, table)] = true })
}

func (r *reader) readPolicies() error {
	var (
		schema, table, title, command, using, check string
		permissive                                  bool
		roles                                       []string
		texts                                       []string
		holders                                     []*node
	)
	const query = `
		SELECT n.nspname::text, c.relname::text, p.polname::text, p.polpermissive, p.polcmd::text,
			ARRAY(SELECT coalesce(g.rolname::text, '') FROM unnest(p.polroles) u(oid) LEFT JOIN pg_roles g ON g.oid = u.oid ORDER BY 1),
			coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')
		` + of + ` JOIN pg_policy p ON p.polrelid = c.oid WHERE ` + which + ` ORDER BY 1, 2, 3`
	err := r.each(query, []any{&schema, &table, &title, &permissive, &command, &roles, &using, &check}, func() {
		p := &policy{
			table: usual(schema, table), name: title, permissive: permissive, roles: roles,
			command: map[string]string{"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}[command],
		}
		roles = nil
		p.text = "POLICY " + title
		for _, part := range []struct {
			word, text string
			into       *node
		}{{"USING", using, &p.using}, {"WITH CHECK", check, &p.check}} {
			if part.text != "" {
				p.text += " " + part.word + " (" + strings.Join(strings.Fields(part.text), " ") + ")"
				texts, holders = append(texts, part.text), append(holders, part.into)
			}
		}
		r.policies = append(r.policies, p)
	})
	if err != nil || len(texts) == 0 {
		return err
	}
	nodes, err := parseExpressions(texts)
	if err != nil {
		return err
	}
	for i, n := range nodes {
		*holders[i] = n
	}
	return nil
}
