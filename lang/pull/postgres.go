package pull

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// readPostgres reads the catalogue of a PostgreSQL database.
func readPostgres(ctx context.Context, url string, schemas []string) (*database, error) {
	conn, err := Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, fmt.Errorf("cannot read the database: %w", err)
	}
	defer tx.Rollback(context.WithoutCancel(ctx)) //nolint:errcheck // there is nothing to undo
	r := &postgresReader{ctx: ctx, tx: tx, tables: map[uint32]*table{}, places: map[uint32]map[int16]*column{}}
	r.database.usual = "public"
	for _, step := range []func() error{
		r.readTypes, func() error { return r.readTables(schemas) }, r.readColumns, r.readIndexes, r.readConstraints, r.readPartitions, r.readViews,
	} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("cannot read the database: %w", err)
		}
	}
	return &r.database, nil
}

// Connect connects to the PostgreSQL of a URL; of an empty one, to that of the
// environment. The error has neither an account nor a password in it.
func Connect(ctx context.Context, url string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		// The error of the driver shows the URL.
		return nil, errors.New("cannot understand the URL; it has the form postgres://USER@HOST:PORT/DATABASE")
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("cannot connect to PostgreSQL: %s", withoutAccount(err))
	}
	return conn, nil
}

// withoutAccount gives why a connection failed, without whom it was for: the
// driver's error begins with that.
func withoutAccount(err error) string {
	if server, ok := errors.AsType[*pgconn.PgError](err); ok {
		return server.Message
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return strings.Join(strings.Fields(err.Error()), " ")
		}
		err = inner
	}
}

// postgresReader fills a database from the system catalogue, whose rows refer
// to one another by number.
type postgresReader struct {
	ctx      context.Context
	tx       pgx.Tx
	types    map[uint32]*postgresType
	database database
	oids     []uint32 // of the tables
	tables   map[uint32]*table
	places   map[uint32]map[int16]*column
}

// each reads the rows of a query, one after another, into the same variables.
func (r *postgresReader) each(query string, args []any, into []any, do func()) error {
	rows, err := r.tx.Query(r.ctx, query, args...)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, into, func() error { do(); return nil })
	return err
}

// readTables lists the tables, those of extensions and the system's excepted,
// and not the partitions of one that is listed.
func (r *postgresReader) readTables(schemas []string) error {
	var (
		oid                       uint32
		space, name, kind, remark string
	)
	const query = `
		SELECT c.oid, n.nspname::text, c.relname::text, c.relkind::text, coalesce(obj_description(c.oid, 'pg_class'), '')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition
		AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
		AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`
	found := map[string]bool{}
	err := r.each(query, nil, []any{&oid, &space, &name, &kind, &remark}, func() {
		if found[space] = true; len(schemas) > 0 && !slices.Contains(schemas, space) {
			return
		}
		if space == r.database.usual {
			space = "" // where a name alone is looked for
		}
		t := &table{schema: space, name: name, kind: postgresKinds[kind], comment: remark}
		r.oids = append(r.oids, oid)
		r.tables[oid], r.places[oid] = t, map[int16]*column{}
		r.database.tables = append(r.database.tables, t)
	})
	for _, s := range schemas {
		if err == nil && !found[s] {
			err = fmt.Errorf("no schema %q has a table in it; there are %s", s, strings.Join(slices.Sorted(maps.Keys(found)), ", "))
		}
	}
	return err
}

var postgresKinds = map[string]string{"r": isTable, "p": isTable, "f": isForeignTable, "v": isView, "m": isMaterializedView}

func (r *postgresReader) readColumns() error {
	var (
		oid, typ                 uint32
		place                    int16
		name, declared, remark   string
		initial                  string
		required, filled, folded bool
	)
	const query = `
		SELECT a.attrelid, a.attnum, a.attname::text, a.atttypid, format_type(a.atttypid, a.atttypmod), a.attnotnull,
			CASE WHEN a.attgenerated = '' THEN coalesce(pg_get_expr(d.adbin, d.adrelid), '') ELSE '' END,
			a.attidentity <> '' OR a.attgenerated <> '', coalesce(col_description(a.attrelid, a.attnum), ''),
			coalesce(NOT c.collisdeterministic, false)
		FROM pg_attribute a LEFT JOIN pg_collation c ON c.oid = a.attcollation
			LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		WHERE a.attrelid = ANY($1) AND a.attnum > 0 AND NOT a.attisdropped
		ORDER BY a.attrelid, a.attnum`
	into := []any{&oid, &place, &name, &typ, &declared, &required, &initial, &filled, &remark, &folded}
	return r.each(query, []any{r.oids}, into, func() {
		c := &column{name: name, comment: remark, declared: declared, required: required, initial: initial, generated: filled}
		var never bool
		c.typ, c.note, never = r.typeOf(typ)
		if c.initial == "" && !filled {
			c.initial = r.initialOf(typ)
		}
		c.required = c.required || never
		if folded {
			c.note = foldNote
		}
		r.places[oid][place] = c
		r.tables[oid].columns = append(r.tables[oid].columns, c)
	})
}

// readIndexes finds the keys: unique indexes over all rows, of columns alone.
func (r *postgresReader) readIndexes() error {
	var (
		oid     uint32
		columns []int16
		primary bool
	)
	const query = `
		SELECT indrelid, (indkey::int2[])[0:indnkeyatts - 1], indisprimary
		FROM pg_index
		WHERE indrelid = ANY($1) AND indisunique AND indisvalid AND indpred IS NULL AND indexprs IS NULL`
	return r.each(query, []any{r.oids}, []any{&oid, &columns, &primary}, func() {
		t, names := r.tables[oid], r.columnNames(oid, columns)
		if primary {
			t.primary = names
		} else {
			t.unique = append(t.unique, names)
		}
	})
}

// readConstraints finds foreign keys, and checks that list a column's values.
func (r *postgresReader) readConstraints() error {
	var (
		oid, other  uint32
		kind        string
		columns, to []int16
		definition  string
		named       string
	)
	const query = `
		SELECT conrelid, contype::text, conkey, confrelid, coalesce(confkey, '{}'),
			CASE WHEN contype = 'c' THEN pg_get_constraintdef(oid) ELSE '' END, confrelid::regclass::text
		FROM pg_constraint
		WHERE conrelid = ANY($1) AND contype IN ('f', 'c') AND convalidated AND conparentid = 0 AND conkey IS NOT NULL
		ORDER BY conrelid, conname`
	return r.each(query, []any{r.oids}, []any{&oid, &kind, &columns, &other, &to, &definition, &named}, func() {
		t, names := r.tables[oid], r.columnNames(oid, columns)
		if kind == "c" {
			if len(names) == 1 {
				c := t.column(names[0])
				c.typ = enumChecked(c.typ, definition)
			}
			return
		}
		ref := reference{columns: names, table: named}
		if target := r.tables[other]; target != nil {
			ref.schema, ref.table, ref.to = target.schema, target.name, r.columnNames(other, to)
		}
		t.references = append(t.references, ref)
	})
}

// readPartitions finds the foreign keys that a partitioned table has not, and each of
// its partitions has.
func (r *postgresReader) readPartitions() error {
	var (
		oid, other  uint32
		columns, to []string
	)
	const query = `
		WITH "leaf" AS (
			SELECT t."oid" AS "root", p."relid" FROM pg_class t CROSS JOIN pg_partition_tree(t."oid") p
			WHERE t."oid" = ANY($1) AND t."relkind" = 'p' AND p."isleaf" AND p."relid" <> t."oid"
		), "key" AS (
			SELECT l."root", l."relid", c."confrelid",
				ARRAY(SELECT a."attname"::text FROM unnest(c."conkey") WITH ORDINALITY k("at", "n") JOIN pg_attribute a ON a."attrelid" = c."conrelid" AND a."attnum" = k."at" ORDER BY k."n") AS "from",
				ARRAY(SELECT a."attname"::text FROM unnest(c."confkey") WITH ORDINALITY k("at", "n") JOIN pg_attribute a ON a."attrelid" = c."confrelid" AND a."attnum" = k."at" ORDER BY k."n") AS "to"
			FROM "leaf" l JOIN pg_constraint c ON c."conrelid" = l."relid" AND c."contype" = 'f' AND c."convalidated" AND c."conparentid" = 0
		)
		SELECT k."root", k."confrelid", k."from", k."to" FROM "key" k
		GROUP BY k."root", k."confrelid", k."from", k."to"
		HAVING count(DISTINCT k."relid") = (SELECT count(*) FROM "leaf" l WHERE l."root" = k."root")
		ORDER BY k."root", k."confrelid", k."from", k."to"`
	return r.each(query, []any{r.oids}, []any{&oid, &other, &columns, &to}, func() {
		if target := r.tables[other]; target != nil {
			t := r.tables[oid]
			t.references = append(t.references, reference{columns: slices.Clone(columns), schema: target.schema, table: target.name, to: slices.Clone(to)})
		}
	})
}

// readViews finds what views take over of the one table that they read: those that
// PostgreSQL would write through have each of its rows at most once. So they have its
// key, and its references, in columns that they have as they are, by the same name.
func (r *postgresReader) readViews() error {
	var (
		oid, base uint32
		plain     []int16
	)
	const query = `
		SELECT v."oid", min(d."refobjid"), ARRAY(
			SELECT a."attnum" FROM pg_attribute a WHERE a."attrelid" = v."oid" AND a."attnum" > 0 AND pg_column_is_updatable(v."oid", a."attnum", FALSE)
			AND position(' AS ' || quote_ident(a."attname"::text) IN pg_get_viewdef(v."oid")) = 0)
		FROM pg_class v JOIN pg_rewrite w ON w."ev_class" = v."oid"
		JOIN pg_depend d ON d."classid" = 'pg_rewrite'::regclass AND d."objid" = w."oid" AND d."refclassid" = 'pg_class'::regclass AND d."refobjid" <> v."oid"
		WHERE v."oid" = ANY($1) AND v."relkind" = 'v' AND pg_relation_is_updatable(v."oid", FALSE) & 28 = 28
			AND (SELECT count(*) FROM pg_rewrite o WHERE o."ev_class" = v."oid") = 1
		GROUP BY v."oid" HAVING count(DISTINCT d."refobjid") = 1 ORDER BY v."oid"`
	type derived struct{ view, base *table }
	var all []derived
	taken := map[*table][]string{}
	err := r.each(query, []any{r.oids}, []any{&oid, &base, &plain}, func() {
		if from := r.tables[base]; from != nil {
			v := r.tables[oid]
			all = append(all, derived{v, from})
			for _, name := range r.columnNames(oid, plain) {
				if from.column(name) != nil {
					taken[v] = append(taken[v], name)
				}
			}
		}
	})
	has := func(v *table, columns []string) bool {
		return !slices.ContainsFunc(columns, func(c string) bool { return !slices.Contains(taken[v], c) })
	}
	for range all { // a view may read another
		for _, d := range all {
			for _, name := range taken[d.view] {
				c, of := d.view.column(name), d.base.column(name)
				c.required, c.initial, c.generated = of.required, of.initial, of.generated
				if c.typ != nil && of.typ != nil { // which a check may have made an enum
					c.typ = of.typ
				}
			}
			if has(d.view, d.base.primary) {
				d.view.primary = d.base.primary
			}
			d.view.references = slices.DeleteFunc(slices.Clone(d.base.references), func(f reference) bool { return !has(d.view, f.columns) })
		}
	}
	return err
}

func (r *postgresReader) columnNames(oid uint32, places []int16) []string {
	names := make([]string, 0, len(places))
	for _, p := range places {
		if c := r.places[oid][p]; c != nil {
			names = append(names, c.name)
		}
	}
	return names
}
