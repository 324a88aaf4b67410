package enginetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/zclconf/go-cty/cty"

	"portcullis/compile/internal/difftest"
	"portcullis/lang"
	"portcullis/lang/reference"
	"portcullis/rego/sql"
)

// Row security and views are held to the reference by a role without rights: rows
// and cells that it reads, and whether it may write, with what is then in the
// database.

// holding is a world on PostgreSQL under a script that holds the role.
type holding struct {
	*portal
	*drawer
	dbs    []*postgres
	db     *postgres // of dbs
	role   string    // which is there as long as the world is held
	world  *world
	to     sql.Target
	views  bool   // it is under views, and not row security
	now    string // of the transaction, in which all happens
	counts map[string]int
}

// under runs a script in the transaction that has the world.
func (h *holding) under(script string) error {
	for _, edge := range []string{"\nBEGIN;\n", "\nCOMMIT;\n"} {
		script = strings.Replace(script, edge, "\n", 1)
	}
	return h.exec("CREATE ROLE " + h.role + ";\n" + script + "SET LOCAL search_path = public")
}

func (h *holding) exec(script string) error {
	if _, err := h.db.tx.Conn().PgConn().Exec(context.Background(), script).ReadAll(); err != nil {
		return fmt.Errorf("%w\n%s", err, script)
	}
	return nil
}

// as runs a query as the role, for a person; or a write, and what look gives
// afterwards with all rights. Nothing of it stays.
func (h *holding) as(who asker, query, write, look string) (rows []string, affected int64, err error) {
	user := input(who.User)
	delete(user, "record")
	told := jsonText(user)
	if visited := slices.ContainsFunc(h.policy.Profiles, func(p *lang.Profile) bool { return p.Anonymous }); visited && who.Login == nil && len(who.Profiles) == 0 {
		told = "" // a session of nobody's
	}
	if err := h.exec("SAVEPOINT asked; SET LOCAL ROLE " + h.role + "; SELECT set_config('portcullis.user', " + literal(told) + ", true)"); err != nil {
		return nil, 0, err
	}
	if write == "" {
		rows, err = h.texts(query)
	} else {
		var tag pgconn.CommandTag
		if tag, err = h.db.tx.Exec(context.Background(), write, pgx.QueryExecModeSimpleProtocol); err == nil {
			affected = tag.RowsAffected()
			if err = h.exec("RESET ROLE"); err == nil {
				rows, err = h.texts(look)
			}
		}
	}
	return rows, affected, errors.Join(err, h.exec("ROLLBACK TO asked"))
}

func (h *holding) texts(statement string) ([]string, error) {
	rows, err := h.db.tx.Query(context.Background(), statement, pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []string{}
	for rows.Next() {
		var text *string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		if text != nil {
			list = append(list, *text)
		}
	}
	return list, rows.Err()
}

// allowed tells which columns of a table the role may use for a command.
func (h *holding) allowed(t *lang.Table, command string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, f := range t.Fields {
		if h.views {
			out[f.Name] = true
			continue
		}
		may, err := h.texts(fmt.Sprintf("SELECT has_column_privilege('%s', %s::regclass, %s, '%s')::text", h.role, literal(qualified(t.Source)), literal(f.Column), command))
		if err != nil {
			return nil, err
		}
		out[f.Name] = may[0] == "true"
	}
	return out, nil
}

// objects writes a query of fields of a table as JSON objects, by their names.
func objects(fields []*lang.Field, column func(*lang.Field) string, from string) string {
	var list []string
	for _, f := range fields {
		list = append(list, identifier(column(f))+" AS "+identifier(f.Name))
	}
	return "SELECT to_json(answer)::text FROM (SELECT " + strings.Join(list, ", ") + " FROM " + from + ") AS answer"
}

func inTable(f *lang.Field) string { return f.Column }

// column and place give what the role knows a field and a table or report as.
func (h *holding) column(f *lang.Field) string {
	if h.views {
		return f.Name
	}
	return f.Column
}

func (h *holding) place(t *lang.Table, name string) string {
	if h.views {
		return identifier(h.policy.Portal.Name) + "." + identifier(name)
	}
	return qualified(t.Source)
}

func readRows(t *lang.Table, texts []string) ([]map[string]any, error) {
	var list []map[string]any
	for _, text := range texts {
		_, row, err := readRow(text)
		if err != nil {
			return nil, err
		}
		for _, f := range t.Fields {
			if v, ok := row[f.Name]; ok {
				row[f.Name] = outOfPostgres(f.Type, v)
			}
		}
		list = append(list, row)
	}
	return list, nil
}

// person gives somebody as the database knows them: by the login alone.
func (h *holding) person() asker {
	a := h.asker(h.world)
	if a.TeamProfiles == nil && h.chance(50) { // which a declared team does not take
		a.TeamProfiles = []string{oneOf(h.drawer, h.policy.Profiles).Name}
	}
	users := h.policy.Portal.Users
	if users == nil {
		return a
	}
	a.key = nil
	var found []any
	for _, row := range h.world.rows[users] {
		if a.Login != nil && row[h.policy.Portal.Login.Name] != nil && canonical(h.policy.Portal.Login.Type, row[h.policy.Portal.Login.Name]) == canonical(h.policy.Portal.Login.Type, a.Login) {
			found = append(found, row[users.Key[0].Name])
		}
	}
	if len(found) == 1 {
		a.key = found[0]
	}
	return a
}

// reads compares the rows and cells that a person sees of a table or report.
func (h *holding) reads(who asker, kind, name string) (string, error) {
	q := question{kind: kind, name: name, action: "view", asker: who, now: h.now}
	about, ok := h.thing(q)
	if !ok {
		return "", nil
	}
	t := about.table
	r := h.request(h.world, q, about, h.world.rows[t])
	want := h.expected(r, about)
	may, err := h.allowed(t, "SELECT")
	if err != nil {
		return "", err
	}
	granted := slices.DeleteFunc(slices.Clone(about.fields), func(f *lang.Field) bool { return !may[f.Name] })
	if h.views {
		granted = about.fields
	}
	texts, _, err := h.as(who, objects(granted, h.column, h.place(t, name)), "", "")
	if isDenied(err) || len(granted) == 0 {
		if len(want.rows) > 0 {
			return fmt.Sprintf("%s is not granted, and %d rows are seen", name, len(want.rows)), nil
		}
		return "", nil
	}
	if err != nil {
		return "", err
	}
	rows, err := readRows(t, texts)
	if err != nil {
		return "", err
	}
	h.counts["rows asked"] += len(r.Rows)
	h.counts["rows seen"] += len(rows)
	got := grid{rows: map[string][]cell{}, blank: true}
	for _, row := range rows {
		key := keyOf(about, row)
		got.rows[key] = make([]cell, len(about.fields))
		for i, f := range about.fields {
			switch expected, ok := want.rows[key]; {
			case slices.Contains(granted, f):
				got.rows[key][i] = shown(f, row[f.Name])
				if ok && !h.views && (expected[i].hidden || expected[i].masked) {
					return fmt.Sprintf("%s %s, cell %s is shown", name, key, f.Name), nil
				}
			case ok:
				got.rows[key][i] = expected[i]
			}
		}
	}
	if diff := want.difference(about, got); diff != "" {
		return fmt.Sprintf("%s by %s on %s: %s", name, jsonText(input(who.User)), h.db.name(), diff), nil
	}
	return "", nil
}

func isDenied(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && (refused.Code == "42501" || refused.Code == "55000") // of a view that nobody writes through
}

// sent draws what a write sends.
func (h *holding) sent(t *lang.Table, stored map[string]any) map[string]any {
	set := map[string]any{}
	for _, f := range t.Fields {
		chance := 25
		if stored == nil {
			chance = 70
		}
		switch {
		case !h.chance(chance), stored != nil && t.Key.Has(f) && !h.chance(5):
		case stored == nil && t.Key.Has(f):
			for _, key := range h.keys(f.Type, len(h.world.rows[t])+5) {
				if taken := func(row map[string]any) bool { return canonical(f.Type, row[f.Name]) == canonical(f.Type, key) }; !slices.ContainsFunc(h.world.rows[t], taken) {
					set[f.Name] = key
				}
			}
		case f.Type.Kind == lang.Enum && h.chance(4):
			set[f.Name] = "no value of it"
		case stored != nil && h.chance(20):
			set[f.Name] = stored[f.Name]
		case h.reference(t, f) != nil && h.chance(70):
			r := h.reference(t, f)
			if rows := h.world.rows[r.Target]; len(rows) > 0 {
				to := oneOf(h.drawer, rows)
				for i, part := range r.Key {
					v := to[r.Target.Key[i].Name]
					if ofType(part.Type, v) && (part == f || h.chance(70) && !t.Key.Has(part)) {
						set[part.Name] = v
					}
				}
			}
		default:
			set[f.Name] = h.cell(f)
		}
	}
	if stored == nil { // null is as good as not sent, but for what a table has by default
		maps.DeleteFunc(set, func(name string, v any) bool {
			i := slices.IndexFunc(t.Fields, func(f *lang.Field) bool { return f.Name == name })
			return v == nil && (h.views || t.Fields[i].Default == nil)
		})
	}
	return set
}

// before gives what a row has before anything is sent: a new one what it has by
// default.
func (h *holding) before(t *lang.Table, stored map[string]any) map[string]any {
	if stored != nil {
		return stored
	}
	row := map[string]any{}
	for _, f := range t.Fields {
		switch v := f.Default.(type) {
		case *lang.Now:
			row[f.Name] = h.now
		case *lang.Today:
			row[f.Name] = h.now[:len("2026-03-01")]
		case *lang.Literal:
			row[f.Name] = goValue(v.Value)
		}
	}
	return row
}

// goValue gives a policy's constant as rows have values.
func goValue(v cty.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Type() == cty.String:
		return v.AsString()
	case v.Type() == cty.Bool:
		return v.True()
	case v.Type() == cty.Number:
		return json.Number(v.AsBigFloat().Text('g', -1))
	default:
		list := []any{}
		for _, e := range v.AsValueSlice() {
			list = append(list, goValue(e))
		}
		return list
	}
}

// reference gives the relation whose key a field holds.
func (h *holding) reference(t *lang.Table, f *lang.Field) *lang.Relation {
	for _, r := range t.Relations {
		if !r.Many && r.Key.Has(f) {
			return r
		}
	}
	return nil
}

// decide asks the reference for a write.
func (h *holding) decide(who asker, t *lang.Table, action string, stored, set map[string]any) reference.Decision {
	need := needed(h.engine.Catalog().Tables[t.Name].Actions[action].Needs)
	u := who.User
	u.Record = h.record(h.world, who)
	ask := map[string]any{"user": input(u), "action": action, "resource": map[string]any{"type": "table", "name": t.Name}, "now": h.now}
	if stored != nil {
		ask["row"] = h.world.nested(t, stored, need)
	}
	if set == nil {
		return reference.Decide(h.policy, ask)
	}
	related, after := map[string]any{}, maps.Clone(h.before(t, stored))
	maps.Copy(after, set)
	for _, r := range t.Relations {
		sent := slices.ContainsFunc(r.Key, func(f *lang.Field) bool { return stored == nil || set[f.Name] != nil })
		if !r.Many && sent && keyText(r.Key, after) != "" {
			related[r.Name] = h.world.nested(t, after, need)[r.Name]
		}
	}
	ask["set"], ask["related"] = set, related
	return reference.Decide(h.policy, ask)
}

// setsReferences reports whether a statement sets what leads to another row: a
// decision would have to be told of that row.
func (h *holding) setsReferences(t *lang.Table) bool {
	for _, s := range h.policy.Statements {
		for _, target := range s.Targets {
			if target.Table == t && slices.ContainsFunc(target.Sets, func(set lang.Set) bool { return h.reference(t, set.Field) != nil }) {
				return true
			}
		}
	}
	return false
}

// writes compares one write.
func (h *holding) writes(who asker, t *lang.Table, action string) (string, error) {
	var stored, set map[string]any
	if action != "create" {
		if len(h.world.rows[t]) == 0 {
			return "", nil
		}
		stored = oneOf(h.drawer, h.world.rows[t])
	}
	if action != "delete" {
		set = h.sent(t, stored)
	}
	sends := maps.Clone(set)
	if h.views && action == "update" {
		h.unsend(who, t, stored, set)
	}
	d := h.decide(who, t, action, stored, set)
	command := map[string]string{"create": "INSERT", "update": "UPDATE"}[action]
	said, idle := true, ""
	if command != "" {
		may, err := h.allowed(t, command)
		if err != nil {
			return "", err
		}
		if !h.views && !h.to.Presets && d.Allow {
			for name, v := range d.Set {
				if may[name] {
					sends[name] = v
				}
			}
		}
		for name := range sends {
			said = said && may[name]
		}
		if len(sends) == 0 {
			i := slices.IndexFunc(t.Fields, func(f *lang.Field) bool { return may[f.Name] && !t.Key.Has(f) })
			if i < 0 || action == "create" {
				return "", nil
			}
			idle = identifier(h.column(t.Fields[i]))
		}
	}
	statement, look, err := h.statement(t, action, stored, sends, idle)
	if err != nil {
		return "", err
	}
	looked, affected, err := h.as(who, "", statement, look)
	var refused *pgconn.PgError
	errors.As(err, &refused)
	if err != nil && !isDenied(err) {
		if refused != nil {
			return "", fmt.Errorf("%w\n%s\n%s", err, statement, refused.Where)
		}
		return "", err
	}
	lets := err == nil && affected == 1
	unsaid := refused != nil && (strings.Contains(refused.Message, "row-level security") || strings.Contains(refused.Message, "permission denied"))
	h.counts[fmt.Sprintf("%s, %v", action, d.Allow)]++
	tell := func(what string) string {
		return fmt.Sprintf("%s of %s by %s\n%s\n%s: %v", action, t.Name, jsonText(input(who.User)), statement, what, err)
	}
	switch {
	case lets && !d.Allow && !h.views && h.asSet(who, t, action, stored, set, looked):
	case lets && !d.Allow:
		return tell("is let through"), nil
	case d.Allow && !lets && said && !unsaid:
		return tell("is refused"), nil
	case d.Allow && !lets:
		h.counts[action+", not said"]++
	case lets && action != "delete" && len(looked) == 1:
		rows, err := readRows(t, looked)
		if err != nil {
			return "", err
		}
		for _, f := range t.Fields {
			want := h.before(t, stored)[f.Name]
			if v, ok := set[f.Name]; ok {
				want = v
			}
			if v, ok := d.Set[f.Name]; ok {
				want = v
			}
			if canonical(f.Type, rows[0][f.Name]) != canonical(f.Type, want) {
				return tell(fmt.Sprintf("%s becomes %v, and not %v", f.Name, rows[0][f.Name], want)), nil
			}
		}
	}
	return "", nil
}

// asSet reports whether a write that leaves out some of what is sent is allowed,
// and comes to the row that is there now: the rest is sent as the table has it by default,
// or, where the trigger does not write it, as statements set it.
func (h *holding) asSet(who asker, t *lang.Table, action string, stored, set map[string]any, looked []string) bool {
	row := maps.Clone(h.before(t, stored)) // what is sent, where the row has another key now
	maps.Copy(row, set)
	if rows, err := readRows(t, looked); err == nil && len(rows) == 1 {
		row = rows[0]
	}
	names := slices.Sorted(maps.Keys(set))
	if h.to.Presets {
		names = nil
		for _, f := range t.Fields {
			if v, ok := set[f.Name]; ok && action == "create" && canonical(f.Type, v) == canonical(f.Type, h.before(t, stored)[f.Name]) {
				names = append(names, f.Name)
			}
		}
	}
	for left := range 1 << len(names) {
		less := maps.Clone(set)
		for i, name := range names {
			if left>>i&1 == 1 {
				delete(less, name)
			}
		}
		d := h.decide(who, t, action, stored, less)
		same := func(f *lang.Field) bool {
			v := h.before(t, stored)[f.Name]
			for _, of := range []map[string]any{less, d.Set} {
				if x, ok := of[f.Name]; ok {
					v = x
				}
			}
			return canonical(f.Type, row[f.Name]) == canonical(f.Type, v)
		}
		if d.Allow && !slices.ContainsFunc(t.Fields, func(f *lang.Field) bool { return !same(f) }) {
			return true
		}
	}
	return false
}

// unsend takes from what is sent what a view cannot tell from what it shows: null
// in a hidden cell, and the mask in a masked one.
func (h *holding) unsend(who asker, t *lang.Table, stored, set map[string]any) {
	q := question{kind: "table", name: t.Name, action: "view", asker: who, now: h.now}
	about, ok := h.thing(q)
	if !ok {
		return
	}
	cells, seen := h.expected(h.request(h.world, q, about, []map[string]any{stored}), about).rows[keyOf(about, stored)]
	for i, f := range about.fields {
		if v, ok := set[f.Name]; ok && seen && (cells[i].hidden || cells[i].masked) && canonical(f.Type, v) == cells[i].value {
			delete(set, f.Name)
		}
	}
}

// statement writes a write that gives the number of rows it wrote, and a query
// of the row that it leaves.
// Where nothing is sent, an idle column is given what it has.
func (h *holding) statement(t *lang.Table, action string, stored, sends map[string]any, idle string) (statement, look string, err error) {
	var columns, values, sets []string
	if idle != "" {
		sets = []string{idle + " = " + idle}
	}
	for _, f := range t.Fields {
		if v, ok := sends[f.Name]; ok {
			kind := h.db.column(h.world, t, f)
			columns, values = append(columns, identifier(h.column(f))), append(values, inPostgres(kind, v))
			sets = append(sets, identifier(h.column(f))+" = "+inPostgres(kind, v))
		}
	}
	of := sends
	if stored != nil {
		of = stored
	}
	is := func(column func(*lang.Field) string) string {
		var conds []string
		for _, f := range t.Key {
			typed := ""
			if f.Type.Textual() || f.Type.Kind == lang.Enum { // which a collation may take for another
				typed = `::text COLLATE "C"`
			}
			conds = append(conds, identifier(column(f))+typed+" = "+inPostgres(h.db.column(h.world, t, f), of[f.Name]))
		}
		return " WHERE " + strings.Join(conds, " AND ")
	}
	look = objects(t.Fields, inTable, qualified(t.Source)+is(func(f *lang.Field) string { return f.Column }))
	where, place := is(h.column), h.place(t, t.Name)
	switch action {
	case "create":
		statement = "INSERT INTO " + place + " (" + strings.Join(columns, ", ") + ") VALUES (" + strings.Join(values, ", ") + ")"
	case "update":
		statement = "UPDATE " + place + " SET " + strings.Join(sets, ", ") + where
	default:
		statement = "DELETE FROM " + place + where
	}
	return statement, look, nil
}

// ask asks so many questions of the portal of a seed.
func (h *holding) ask(seed, rows, questions int) (string, error) {
	h.drawer = newDrawer(uint64(seed))
	h.wrong = false
	p, err := open(difftest.RowPortals().Example(seed).Source)
	if err != nil {
		return "", err
	}
	h.portal, h.world = p, newWorld(p.policy, h.tables(p.policy, rows))
	h.db = h.dbs[seed/2%len(h.dbs)]
	h.role = fmt.Sprintf("held_%v", h.db.odd) // one in each database, since roles are of all
	if err := h.db.hold(h.world); err != nil {
		return "", err
	}
	h.to, h.views = sql.Target{Role: h.role, Schema: "public", Presets: seed%4 == 0}, seed%2 == 1
	script, err := sql.Secure(p.engine.Form(), h.to)
	if h.views {
		script, err = sql.Views(p.engine.Form(), h.to)
	}
	if err != nil {
		return "", err
	}
	if err := h.under(script.Text); err != nil {
		return "", err
	}
	now, err := h.texts(`SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`)
	if err != nil {
		return "", err
	}
	h.now = now[0]
	var who asker
	for i := range questions {
		if i%8 == 0 {
			who = h.person()
		}
		t := oneOf(h.drawer, p.policy.Tables)
		action := oneOf(h.drawer, []string{"view", "view", "update", "update", "update", "create", "create", "delete"})
		var diff string
		if len(p.policy.Reports) > 0 && h.views && action == "view" && h.chance(40) {
			diff, err = h.reads(who, "report", oneOf(h.drawer, p.policy.Reports).Name)
		} else if action == "view" {
			diff, err = h.reads(who, "table", t.Name)
		} else if h.db.odd { // whose columns make other values of some
			diff, err = h.writes(who, t, "delete")
		} else if !h.setsReferences(t) {
			diff, err = h.writes(who, t, action)
		}
		if diff != "" || err != nil {
			return diff, err
		}
	}
	return "", nil
}

// TestRowSecurityAgrees asks the same portals in every run.
func TestRowSecurityAgrees(t *testing.T) {
	h := newHolding(t)
	for seed := range 6 {
		h.mustAgree(t, seed, 10, 50)
	}
	t.Log(h.counts)
}

var heldDatabases = sync.OnceValues(func() ([]*postgres, error) {
	plain, err := onPostgres("held", false)
	if err != nil {
		return nil, err
	}
	odd, err := onPostgres("held_odd", true)
	return []*postgres{plain, odd}, err
})

func newHolding(t *testing.T) *holding {
	t.Helper()
	dbs, err := heldDatabases()
	if err != nil {
		t.Fatal(err)
	}
	return &holding{dbs: dbs, counts: map[string]int{}}
}

func (h *holding) mustAgree(t *testing.T, seed, rows, questions int) {
	t.Helper()
	switch diff, err := h.ask(seed, rows, questions); {
	case err != nil: // perhaps of another policy than the last that was opened
		t.Errorf("seed %d: %v", seed, err)
	case diff != "":
		t.Errorf("seed %d: %s\n%s", seed, diff, h.source)
	}
}

// TestHuntRowSecurity goes on for as long as -hunt tells.
func TestHuntRowSecurity(t *testing.T) {
	if *hunt == 0 {
		return
	}
	h := newHolding(t)
	start, told := time.Now(), time.Now()
	for seed := *first; time.Since(start) < *hunt && !t.Failed(); seed++ {
		h.mustAgree(t, seed, *most, *each)
		if time.Since(told) > time.Minute {
			told = time.Now()
			fmt.Printf("%s: seeds %d to %d, %v\n", time.Since(start).Round(time.Second), *first, seed, h.counts)
		}
	}
	t.Logf("%s: %v", time.Since(start).Round(time.Second), h.counts)
}
