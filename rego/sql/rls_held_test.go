package sql_test

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	psql "portcullis/rego/sql"
)

// guarded is a database whose tables are of an owner who is no superuser, and
// which a role without rights uses.
type guarded struct {
	*database
	conn *sql.Conn // of the owner
}

const (
	keeper = "keeper_role"
	client = "client_role"
)

// guard makes the tables, as their owner.
func guard(t *testing.T, tables string) *guarded {
	t.Helper()
	db := onPostgreSQL(t, postgresTypes)
	for _, role := range []string{keeper, client} {
		db.run(t, "DO $$ BEGIN CREATE ROLE "+role+"; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
	}
	db.run(t, "DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO "+keeper+"', current_database()); END $$; ALTER SCHEMA public OWNER TO "+keeper)
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	g := &guarded{db, conn}
	g.owner(t, "SET ROLE "+keeper)
	g.owner(t, tables)
	return g
}

func (g *guarded) owner(t *testing.T, statements string) {
	t.Helper()
	if _, err := g.conn.ExecContext(context.Background(), statements); err != nil {
		t.Fatalf("%s: %v", statements, err)
	}
}

// install runs the script of a policy, as the owner.
func (g *guarded) install(t *testing.T, policy string, to psql.Target) (*psql.Script, error) {
	t.Helper()
	_, engine := opened(t, policy)
	to.Role, to.Schema = client, "public"
	script, err := psql.Secure(engine.Form(), to)
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.conn.ExecContext(t.Context(), script.Text)
	if err != nil {
		_, _ = g.conn.ExecContext(t.Context(), "ROLLBACK")
		err = fmt.Errorf("running the script: %w", err)
	}
	return script, err
}

func (g *guarded) installed(t *testing.T, policy string) *psql.Script {
	t.Helper()
	script, err := g.install(t, policy, psql.Target{})
	if err != nil {
		t.Fatalf("%v\n%s", err, script.Text)
	}
	return script
}

// try runs statements as the role, for a person, and gives the rows of the last
// one, of one column. Nothing of it stays.
func (g *guarded) try(t *testing.T, user string, statements ...string) ([]string, error) {
	t.Helper()
	return g.tryWith(t, "SELECT set_config('portcullis.user', "+literal(user)+", true)", statements...)
}

func (g *guarded) tryWith(t *testing.T, told string, statements ...string) ([]string, error) {
	t.Helper()
	tx, err := g.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range []string{"SET LOCAL ROLE " + client, told} {
		if _, err := tx.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range statements[:len(statements)-1] {
		if _, err := tx.Exec(statement); err != nil {
			return nil, err
		}
	}
	rows, err := tx.Query(statements[len(statements)-1])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var text sql.NullString
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		out = append(out, text.String)
	}
	slices.Sort(out)
	return out, rows.Err()
}

func (g *guarded) gives(t *testing.T, user string, want []string, statements ...string) {
	t.Helper()
	got, err := g.try(t, user, statements...)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%s\ngave %q, %v, not %q", strings.Join(statements, "; "), got, err, want)
	}
}

func (g *guarded) refuses(t *testing.T, user, words string, statements ...string) {
	t.Helper()
	got, err := g.try(t, user, statements...)
	if err == nil {
		t.Errorf("%s\nis let through, and gave %q", strings.Join(statements, "; "), got)
	} else if !strings.Contains(err.Error(), words) {
		t.Errorf("%s\nis refused by %v, not by %q", strings.Join(statements, "; "), err, words)
	}
}

func TestRowSecurityWithLongNames(t *testing.T) {
	long := strings.Repeat("o", 62)
	g := guard(t, `CREATE TABLE people (id int PRIMARY KEY, email text, client_id int, team_id int);
		INSERT INTO people VALUES (1, 'a', 1, 5), (2, 'b', 2, 6);
		CREATE TABLE longorders (id int PRIMARY KEY, person_id int, boss_id int);
		INSERT INTO longorders VALUES (1, 1, 2), (2, 2, 1), (3, 1, 1)`)
	policy := `
portal "longname" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string, client_id = number, team_id = number }
}
table "` + long + `" {
  source = "longorders"
  fields = { id = number, person_id = number, boss_id = number }
  belongs_to "person" {
    table = "people"
    key   = "person_id"
  }
  belongs_to "boss" {
    table = "people"
    key   = "boss_id"
  }
}
profile "customer" {
  default = true
  allow "table" "` + long + `" {
    actions = ["view"]
    rows    = row.person.client_id == user.client_id
  }
  allow "table" "` + long + `" {
    actions = ["delete"]
    rows    = row.boss.team_id == 5
  }
}
`
	g.installed(t, policy)
	g.installed(t, policy)
	ana := `{"login": "a"}`
	g.gives(t, ana, []string{"1", "3"}, "SELECT id::text FROM longorders")
	g.gives(t, ana, []string{"3"}, "DELETE FROM longorders RETURNING id::text")

	_, engine := opened(t, strings.ReplaceAll(policy, `"longorders"`, `"`+strings.Repeat("o", 64)+`"`))
	if _, err := psql.Secure(engine.Form(), psql.Target{Role: client, Schema: "public"}); err == nil {
		t.Error("a table with a name that PostgreSQL cuts is taken")
	}
}

// What is asked of other rows is asked of those that the statement itself has
// written before.
func TestRowSecurityOfStatementsWithManyRows(t *testing.T) {
	g := guard(t, `CREATE TABLE members (id int PRIMARY KEY, team_id int, lead bool, level int); CREATE TABLE teams (id int PRIMARY KEY);
		CREATE TABLE bookings (id int PRIMARY KEY, member_id int);
		INSERT INTO teams VALUES (1); INSERT INTO members VALUES (1, 1, false, 1), (2, 1, false, 1), (3, 1, false, 1);
		INSERT INTO bookings VALUES (1, 1)`)
	g.installed(t, `
portal "many" {}
table "teams" {
  fields = { id = number }
  has_many "members" {
    table = "members"
    key   = "team_id"
  }
}
table "members" {
  fields = { id = number, team_id = number, lead = bool }
  belongs_to "team" {
    table = "teams"
    key   = "team_id"
  }
  has_many "bookings" {
    table = "bookings"
    key   = "member_id"
  }
}
table "bookings" {
  fields = { id = number, member_id = number }
  belongs_to "member" {
    table = "members"
    key   = "member_id"
  }
}
profile "p" {
  default = true
  allow "table" "bookings" {
    actions = ["view"]
    rows    = all
  }
  allow "table" "bookings" {
    actions = ["create"]
    rows    = length(row.member.bookings) < 3
  }
  allow "table" "members" {
    actions = ["view"]
    rows    = all
  }
  allow "table" "members" {
    actions = ["update"]
    rows    = all
    fields  = ["lead"]
    check   = !new.lead || !anytrue([for m in new.team.members : m.lead && m.id != new.id])
  }
  allow "table" "members" {
    actions = ["delete"]
    rows    = length(row.team.members) > 1
  }
}
`)
	who := `{"login": "x"}`
	g.gives(t, who, []string{"2", "3"}, "INSERT INTO bookings VALUES (2, 1), (3, 1) RETURNING id::text")
	g.refuses(t, who, "not allowed", "INSERT INTO bookings VALUES (2, 1), (3, 1), (4, 1)")
	g.refuses(t, who, "not allowed", "INSERT INTO bookings SELECT n, 1 FROM generate_series(2, 9) n")
	g.gives(t, who, []string{"2"}, "UPDATE members SET lead = true WHERE id = 2 RETURNING id::text")
	g.refuses(t, who, "not allowed", "UPDATE members SET lead = true WHERE id < 3")
	g.refuses(t, who, "not allowed", "UPDATE members SET lead = true")
	g.gives(t, who, []string{"1", "2"}, "DELETE FROM members WHERE id < 3 RETURNING id::text")
	g.refuses(t, who, "not allowed", "DELETE FROM members")
}

const plainTable = `
portal "plain" {}
table "a" {
  fields = { id = number, owner = string, margin = number }
}
table "b" {
  fields = { id = number }
}
profile "p" {
  default = true
  allow "table" "a" {
    actions = ["view"]
    rows    = row.owner == user.login
    hide    = ["margin"]
  }
  allow "table" "b" {
    actions = ["view", "create", "update", "delete"]
    rows    = all
  }
}
`

const plainRows = `CREATE TABLE a (id int PRIMARY KEY, owner text, margin int, secret text); CREATE TABLE b (id serial PRIMARY KEY);
	INSERT INTO a VALUES (1, 'ana', 3, 's'), (2, 'bo', 4, 's'); INSERT INTO b VALUES (1)`

func TestRowSecurityTakesBackWhatIsGone(t *testing.T) {
	g := guard(t, plainRows)
	g.installed(t, plainTable)
	g.gives(t, `{"login": "ana"}`, []string{"1"}, "SELECT id::text FROM b")
	without := strings.Replace(plainTable[:strings.LastIndex(plainTable, "  allow")]+"}\n", "table \"b\" {\n  fields = { id = number }\n}\n", "", 1)
	g.installed(t, without)
	g.refuses(t, `{"login": "ana"}`, "permission denied", "SELECT id::text FROM b")
	g.refuses(t, `{"login": "ana"}`, "permission denied", "SELECT nextval('b_id_seq')::text")
	g.gives(t, `{"login": "ana"}`, []string{"1"}, "SELECT id::text FROM a")
	var left int
	if err := g.QueryRow(`SELECT (SELECT count(*) FROM pg_policy WHERE polrelid = 'b'::regclass) + (SELECT count(*) FROM pg_trigger WHERE tgrelid = 'b'::regclass)
		+ (SELECT count(*) FROM pg_proc WHERE pronamespace = 'portcullis_plain'::regnamespace AND proname LIKE 'b%')`).Scan(&left); err != nil || left > 0 {
		t.Errorf("%d policies, triggers and functions are left (%v)", left, err)
	}
	var closed bool
	if err := g.QueryRow(`SELECT relrowsecurity AND NOT relforcerowsecurity FROM pg_class WHERE oid = 'b'::regclass`).Scan(&closed); err != nil || !closed {
		t.Errorf("row security of the table is off, or its owner is shut out (%v)", err)
	}
}

// The script refuses to be installed where something leads around the policy.
func TestRowSecurityStopsAtWhatLeadsAround(t *testing.T) {
	g := guard(t, plainRows)
	g.run(t, "DO $$ BEGIN CREATE ROLE middle_role; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
	_, engine := opened(t, plainTable)
	script, err := psql.Secure(engine.Form(), psql.Target{Role: client, Schema: "public"})
	if err != nil {
		t.Fatal(err)
	}
	within := strings.Replace(strings.TrimSuffix(script.Text, "COMMIT;\n"), "\nBEGIN;\n", "\n", 1)
	for _, c := range []struct{ name, before, words string }{
		{"a permissive policy", "CREATE POLICY old ON a USING (true)", "policy old"},
		{"a permissive policy of the role", "CREATE POLICY old ON a TO " + client + " USING (true)", "policy old"},
		{"a grant to everybody", "GRANT SELECT ON a TO PUBLIC", "SELECT"},
		{"a grant of a column", "GRANT SELECT (margin) ON a TO PUBLIC", "margin"},
		{"a grant of a column that the portal does not know", "GRANT SELECT (secret) ON a TO PUBLIC", "secret"},
		{"a grant of rows", "GRANT DELETE ON a TO PUBLIC", "DELETE"},
		{"a grant to truncate", "GRANT TRUNCATE ON b TO PUBLIC", "TRUNCATE"},
		{"a grant through a role", "GRANT middle_role TO " + client + "; GRANT UPDATE ON a TO middle_role", "UPDATE"},
		{"a view of the owner", "CREATE VIEW v AS SELECT * FROM a; GRANT SELECT ON v TO PUBLIC", "view"},
		{"a view of a view", "CREATE VIEW v AS SELECT * FROM a; CREATE MATERIALIZED VIEW m AS SELECT * FROM v; GRANT SELECT ON m TO PUBLIC", "view"},
		{"a part of the table", "CREATE TABLE part () INHERITS (a); GRANT SELECT ON part TO PUBLIC", "part"},
		{"a rule", "CREATE RULE r AS ON UPDATE TO b DO INSTEAD NOTHING", "rules"},
		{"a later trigger", "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER \"~~\" BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION f()", "trigger ~~"},
		{"a superuser", "ALTER ROLE " + client + " SUPERUSER", "superuser"},
		{"a role that bypasses it", "ALTER ROLE " + client + " BYPASSRLS", "BYPASSRLS"},
		{"a role that may act as one that does", "ALTER ROLE middle_role BYPASSRLS; GRANT middle_role TO " + client, "BYPASSRLS"},
		{"the owner", "GRANT " + keeper + " TO " + client, "owner"},
		{"an owner with the role's rights", "GRANT " + client + " TO " + keeper, "held to the policy itself"},
		{"rights by default through a role", "GRANT middle_role TO " + client + "; ALTER DEFAULT PRIVILEGES FOR ROLE " + keeper + " GRANT SELECT ON TABLES TO middle_role", "by default"},
		{"the schema of its functions", "CREATE SCHEMA portcullis_plain; CREATE TABLE portcullis_plain.t ()", "schema"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tx, err := g.Begin()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = tx.Rollback() }()
			if _, err := tx.Exec(c.before + "; SET LOCAL ROLE " + keeper); err != nil {
				t.Fatal(err)
			}
			if _, err = tx.Exec(within); err == nil {
				t.Fatal("it is installed")
			} else if !strings.Contains(err.Error(), c.words) {
				t.Errorf("%v, without %q", err, c.words)
			}
		})
	}
	g.installed(t, plainTable)
}

// Rights that the role has by default on what is made are not those on what the
// scripts make.
func TestScriptsTakeRightsByDefault(t *testing.T) {
	g := guard(t, peopleRows)
	g.owner(t, "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC, "+client+"; ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO PUBLIC, "+client+
		"; ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO PUBLIC, "+client)
	g.installed(t, people)
	ana := `{"login": "a"}`
	g.refuses(t, ana, "permission denied", `SELECT "user"::text FROM portcullis_acme."~person"`)
	g.refuses(t, ana, "permission denied", "CREATE VIEW portcullis_acme.v AS SELECT 1")
	calls, err := g.try(t, ana, `SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'portcullis_acme'::regnamespace
		AND p.prorettype = 'trigger'::regtype AND has_function_privilege(p.oid, 'EXECUTE')`)
	if err != nil || len(calls) > 0 {
		t.Errorf("the role may call %s, %v", calls, err)
	}
	for _, table := range []string{"people", "orders"} {
		g.owner(t, "REVOKE ALL ON "+table+" FROM "+client)
	}
	g.shown(t, people)
	g.refuses(t, ana, "permission denied", `SELECT "user"::text FROM acme."~person"`)
	g.refuses(t, ana, "permission denied", "CREATE VIEW acme.v AS SELECT 1")
}

// What others add afterwards opens nothing.
func TestRowSecurityHoldsLaterPolicies(t *testing.T) {
	g := guard(t, plainRows)
	g.installed(t, plainTable)
	g.owner(t, "CREATE POLICY later ON a USING (true); CREATE POLICY later ON b USING (true); GRANT UPDATE, DELETE ON a TO "+client)
	ana := `{"login": "ana"}`
	g.gives(t, ana, []string{"1"}, "SELECT id::text FROM a")
	g.gives(t, ana, []string{}, "DELETE FROM a RETURNING id::text")
	g.gives(t, ana, []string{}, "UPDATE a SET owner = 'ana' RETURNING id::text")
	g.gives(t, `{}`, []string{}, "SELECT id::text FROM a")
	var forced bool
	if err := g.QueryRow("SELECT bool_and(relforcerowsecurity) FROM pg_class WHERE relname IN ('a', 'b')").Scan(&forced); err != nil || !forced {
		t.Errorf("row security is not forced (%v)", err)
	}
	rows, err := g.conn.QueryContext(t.Context(), "SELECT id FROM a")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		n++
	}
	if n != 2 {
		t.Errorf("the owner sees %d rows", n)
	}
}

const people = `
portal "acme" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string, client_id = number, secret = string, boss = bool }
  belongs_to "client" {
    table = "clients"
    key   = "client_id"
  }
}
table "clients" {
  fields = { id = number, region = string }
}
table "orders" {
  fields = { id = number, person_id = number, total = number, margin = number, note = string, tags = list(string) }
  field "status" {
    type     = enum("draft", "open", "done")
    required = true
  }
  field "day" { type = date }
  belongs_to "person" {
    table = "people"
    key   = "person_id"
  }
}
profile "customer" {
  default = true
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.person.client_id == user.client_id
    hide    = ["margin"]
  }
  allow "table" "orders" {
    actions = ["create"]
    rows    = row.person_id == user.id && row.total < 100
    hide    = ["margin"]
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = row.person_id == user.id && row.status == "draft"
    check   = new.status != "done" && new.person_id == user.id
    hide    = ["margin"]
  }
  deny "table" "orders" {
    actions = ["delete"]
    rows    = row.status == "done"
  }
  allow "table" "orders" {
    actions = ["delete"]
    rows    = row.person_id == user.id
  }
}
profile "boss" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = user.boss && user.secret == "s1"
  }
}
`

const peopleRows = `CREATE TABLE clients (id int PRIMARY KEY, region text); INSERT INTO clients VALUES (1, 'EU'), (2, 'US');
	CREATE TABLE people (id int PRIMARY KEY, email text, client_id int, secret text, boss bool);
	INSERT INTO people VALUES (1, 'a', 1, 's1', true), (2, 'b', 2, 's2', false), (3, 'c', 1, 's3', false), (4, 'twice', 1, 's4', false), (5, 'twice', 1, 's4', false);
	CREATE TABLE orders (id int PRIMARY KEY, person_id int, total numeric, margin numeric, note text, tags text[], status text NOT NULL, day date);
	INSERT INTO orders VALUES (1, 1, 5, 3, 'one', '{a}', 'draft', '2026-01-01'), (2, 3, 5, 3, 'two', NULL, 'draft', NULL), (3, 2, 5, 3, 'three', NULL, 'open', NULL)`

// The person is whom the login finds in the table, whatever record is told.
func TestRowSecurityLooksThePersonUp(t *testing.T) {
	g := guard(t, peopleRows)
	g.installed(t, people)
	all := "SELECT id::text FROM orders"
	for _, c := range []struct {
		user string
		want []string
	}{
		{`{"login": "a"}`, []string{"1", "2"}},
		{`{"login": "b", "record": {"id": 1, "email": "b", "client_id": 1}}`, []string{"3"}},
		{`{"login": "zoe", "record": {"id": 1, "email": "zoe", "client_id": 1}}`, []string{}},
		{`{"login": "twice"}`, []string{}},
		{`{"login": 5, "record": {"id": 1, "email": 5, "client_id": 1}}`, []string{}},
		{`{"login": null}`, []string{}},
		{`{"login": ["a"]}`, []string{}},
		{`{"login": "A"}`, []string{}},
		{`{"login": "a", "profiles": "customer"}`, []string{}},
		{`{"login": "a", "team": 7}`, []string{}},
		{`{"login": "a", "profiles": ["boss"]}`, []string{"1", "2", "3"}},
		{`{"login": "b", "profiles": ["boss"]}`, []string{}},
		{`[1]`, []string{}},
		{`""`, []string{}},
		{``, []string{}},
		{`{"login": "a", "record": {"client_id": 2}}`, []string{"1", "2"}},
	} {
		g.gives(t, c.user, c.want, all)
	}
	g.gives(t, `{"login": "a"}`, []string{}, "SELECT set_config('portcullis.user', '', true)", all)
	g.owner(t, "DELETE FROM people WHERE id = 1")
	g.gives(t, `{"login": "a", "record": {"id": 1, "email": "a", "client_id": 1}}`, []string{}, all)
}

// Visitors are given drafts of nobody's, and all else is asked of null.
const visited = people + `
profile "visitor" {
  anonymous = true
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.status == "draft" && user.id == null && user.login == null && team.name == null
  }
}
`

// A session without a login is anonymous, unless it has a record.
func TestRowSecurityOfVisitors(t *testing.T) {
	g := guard(t, peopleRows)
	g.installed(t, visited)
	drafts := []string{"1", "2"}
	for user, want := range map[string][]string{
		``: drafts, `null`: drafts, `{}`: drafts, `{"login": null}`: drafts, `{"login": null, "record": null}`: drafts,
		`{"profiles": ["boss"], "team": "x"}`: drafts,
		`{"profiles": "boss"}`:                {},
		`{"login": ""}`:                       {},
		`{"login": 5}`:                        {},
		`{"login": false}`:                    {},
		`{"record": {}}`:                      {},
		`{"record": {"email": null}}`:         {},
		`{"login": "zoe"}`:                    {},
		`[]`:                                  {},
		`"a"`:                                 {},
		`{"login": "b"}`:                      {"3"},
		`{"login": "b", "profiles": ["visitor"]}`: {"3"},
	} {
		g.gives(t, user, want, "SELECT id::text FROM orders")
	}
}

// Claims without a login are a visitor's, too.
func TestRowSecurityOfVisitorsByClaims(t *testing.T) {
	g := guard(t, peopleRows)
	if _, err := g.install(t, visited, psql.Target{Claims: "email"}); err != nil {
		t.Fatal(err)
	}
	for claims, want := range map[string][]string{
		`{"role": "anon"}`: {"1", "2"}, ``: {"1", "2"}, `{"email": "b"}`: {"3"}, `{"email": ""}`: {}, `[1]`: {},
		`{"email": null, "profiles": ["boss"]}`: {"1", "2"},
	} {
		got, err := g.tryWith(t, "SELECT set_config('request.jwt.claims', "+literal(claims)+", true)", "SELECT id::text FROM orders")
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v", claims, got, err)
		}
	}
}

// Claims tell the person as well.
func TestRowSecurityReadsClaims(t *testing.T) {
	g := guard(t, peopleRows)
	if _, err := g.install(t, people, psql.Target{Claims: "email"}); err != nil {
		t.Fatal(err)
	}
	for claims, want := range map[string][]string{
		`{"sub": "9", "email": "a"}`:                                                          {"1", "2"},
		`{"email": "a", "profiles": ["boss"]}`:                                                {"1", "2", "3"},
		`{"email": "a", "app_metadata": {"profiles": ["boss"]}}`:                              {"1", "2", "3"},
		`{"email": "a", "app_metadata": {}, "profiles": ["boss"]}`:                            {"1", "2"},
		`{"email": "b", "user_metadata": {"profiles": ["boss"], "login": "a"}, "login": "a"}`: {"3"},
		`{"sub": "a"}`: {},
		``:             {},
	} {
		got, err := g.tryWith(t, "SELECT set_config('request.jwt.claims', "+literal(claims)+", true), set_config('portcullis.user', '{\"login\": \"c\"}', true)", "SELECT id::text FROM orders")
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v", claims, got, err)
		}
	}
}

// No function with its owner's rights that the role may call takes a row, and what
// they tell of the person is what conditions on rows compare. What looks at other rows
// tells of no row that the role does not see.
func TestRowSecurityFunctionsTellNothing(t *testing.T) {
	g := guard(t, peopleRows)
	g.installed(t, people)
	ana := `{"login": "a"}`
	calls, err := g.try(t, ana, `SELECT p.oid::regprocedure::text FROM pg_proc p
		WHERE p.pronamespace = 'portcullis_acme'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
		AND has_function_privilege(p.oid, 'EXECUTE')`)
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range calls {
		if strings.Contains(call, ".holds(") {
			continue
		}
		if !strings.HasSuffix(call, "()") {
			t.Errorf("the role may call %s", call)
			continue
		}
		got, err := g.try(t, ana, "SELECT coalesce("+call+"::text, '')")
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(got[0], "s1") {
			t.Errorf("%s tells %s", call, got)
		}
	}
	views, err := g.try(t, ana, `SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'portcullis_acme'::regnamespace AND has_any_column_privilege(c.oid, 'SELECT')`)
	if err != nil {
		t.Fatal(err)
	}
	for _, view := range views {
		got, err := g.try(t, ana, "SELECT id::text FROM "+view+" EXCEPT SELECT id::text FROM orders")
		if err != nil {
			t.Fatal(err)
		}
		if len(got) > 0 {
			t.Errorf("%s tells of %s", view, got)
		}
	}
	if len(views) == 0 {
		t.Error("there are no views of what looks at other rows")
	}
	if len(calls) < 3 {
		t.Errorf("only %s can be called", calls)
	}
	g.refuses(t, ana, "permission denied", `SELECT "user"::text FROM portcullis_acme."~person"`)
	g.refuses(t, ana, "permission denied", "SELECT secret FROM people")
}

func TestRowSecurityRefusesValuesThatAreNone(t *testing.T) {
	g := guard(t, peopleRows+"; ALTER TABLE orders ALTER status DROP NOT NULL")
	g.installed(t, people)
	ana := `{"login": "a"}`
	insert := func(columns, values string) string {
		return "INSERT INTO orders (" + columns + ") VALUES (" + values + ")"
	}
	g.gives(t, ana, []string{}, insert("id, person_id, total, status, tags", "50, 1, 5, 'open', '{x}'"))
	g.refuses(t, ana, `"status" cannot have this value`, insert("id, person_id, total, status", "50, 1, 5, 'zzz'"))
	g.refuses(t, ana, `"status" must not be null`, insert("id, person_id, total", "50, 1, 5"))
	g.refuses(t, ana, "not allowed", insert("id, person_id, total, status", "50, 2, 5, 'open'"))
	g.refuses(t, ana, "not allowed", insert("id, person_id, total, status", "50, 1, 500, 'open'"))
	g.refuses(t, ana, "permission denied", insert("id, person_id, total, status, margin", "50, 1, 5, 'open', 1"))
	g.refuses(t, ana, `"day" cannot have this value`, insert("id, person_id, total, status, day", "50, 1, 5, 'open', 'infinity'"))
	g.gives(t, ana, []string{"1"}, "UPDATE orders SET note = 'x' RETURNING id::text")
	g.refuses(t, ana, `"status" cannot have this value`, "UPDATE orders SET status = 'zzz'")
	g.refuses(t, ana, `"status" must not be null`, "UPDATE orders SET status = NULL")
	g.refuses(t, ana, "not allowed", "UPDATE orders SET status = 'done'")
	g.refuses(t, ana, "not allowed", "UPDATE orders SET person_id = 2")
	g.refuses(t, ana, "permission denied", "UPDATE orders SET margin = 1")
	g.refuses(t, ana, "permission denied", "UPDATE orders SET id = 9")
	g.refuses(t, ana, "permission denied", "UPDATE orders SET note = 'x' RETURNING margin::text")
	for _, statement := range []string{"SELECT margin FROM orders", "SELECT orders FROM orders", "SELECT count(*) FROM orders WHERE margin = 3", "COPY orders TO STDOUT", "TRUNCATE orders"} {
		g.refuses(t, ana, "permission denied", statement)
	}
	g.gives(t, ana, []string{"1"}, "DELETE FROM orders RETURNING id::text")
}

func TestRowSecurityTellsWhatPostgreSQLRefuses(t *testing.T) {
	g := guard(t, `CREATE TABLE docs (id int PRIMARY KEY, label text, deleted bool NOT NULL); INSERT INTO docs VALUES (1, 'a', false)`)
	script := g.installed(t, `
portal "soft" {}
table "docs" {
  fields = { id = number, label = string, deleted = bool }
}
profile "p" {
  default = true
  allow "table" "docs" {
    actions = ["view"]
    rows    = !row.deleted
  }
  allow "table" "docs" {
    actions = ["update", "create"]
    rows    = all
  }
}
`)
	g.refuses(t, `{"login": "x"}`, "row-level security", "UPDATE docs SET deleted = true WHERE id = 1")
	g.refuses(t, `{"login": "x"}`, "row-level security", "INSERT INTO docs VALUES (2, 'b', true) RETURNING id::text")
	if !slices.ContainsFunc(script.Limits, func(l psql.Limit) bool { return strings.Contains(l.What, "no longer seen, and INSERT … RETURNING") }) {
		t.Errorf("that is not told: %v", script.Limits)
	}
}

// Sequences and schemas can be used, and the example in the script works.
func TestRowSecurityWorksAsItIsWritten(t *testing.T) {
	g := guard(t, `CREATE SCHEMA crm; CREATE TABLE crm.a (id serial PRIMARY KEY, nr int GENERATED BY DEFAULT AS IDENTITY, owner text);
		CREATE TABLE people (id int, email text); INSERT INTO people VALUES (1, 'ana@beans.example');
		INSERT INTO crm.a (owner) VALUES ('ana@beans.example'); CREATE TABLE e (id int, ats timestamptz[]); INSERT INTO e VALUES (1, '{2026-03-01 09:00:00+00}')`)
	script := g.installed(t, `
portal "serials" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string }
}
table "a" {
  source = "crm.a"
  fields = { id = number, owner = string }
}
table "stamped" {
  source = "e"
  fields = { id = number, ats = list(timestamp) }
}
profile "it's" {
  allow "table" "a" {
    actions = ["view", "create"]
    rows    = row.owner == user.login
    fields  = ["owner"]
  }
  allow "table" "stamped" {
    actions = ["view"]
    rows    = contains(row.ats, "2026-03-01T10:00:00+01:00")
  }
}
`)
	example := regexp.MustCompile(`(?m)^-- +(SELECT set_config\(.*\));$`).FindStringSubmatch(script.Text)
	if example == nil {
		t.Fatal("there is no example")
	}
	for statement, want := range map[string]string{
		"SELECT owner FROM crm.a": "ana@beans.example",
		"INSERT INTO crm.a (owner) VALUES ('ana@beans.example') RETURNING id::text": "2",
		"SELECT id::text FROM e": "1",
	} {
		got, err := g.tryWith(t, example[1], statement)
		if err != nil || !slices.Equal(got, []string{want}) {
			t.Errorf("%s gave %q, %v", statement, got, err)
		}
	}
}

// With a role for each profile, columns follow profiles.
// TestRowSecurityOfComputedColumns: what PostgreSQL computes of a row that is written
// counts for nothing that is sent, whether the portal says so of the field or not.
func TestRowSecurityOfComputedColumns(t *testing.T) {
	g := guard(t, `CREATE TABLE people (id int PRIMARY KEY, email text); INSERT INTO people VALUES (1, 'ana');
		CREATE TABLE orders (id int PRIMARY KEY, owner_id int, net numeric, title text, gross numeric GENERATED ALWAYS AS (net * 2) STORED,
			label text GENERATED ALWAYS AS (upper(title)) STORED NOT NULL);
		INSERT INTO orders VALUES (1, 1, 5, 'a'), (2, 2, 6, 'b')`)
	g.installed(t, `
portal "shop" {
  users = "people"
  login = "email"
}
table "people" {
  fields = { id = number, email = string }
}
table "orders" {
  owner  = "owner_id"
  fields = { id = number, owner_id = number, net = number, title = string, gross = number }
  field "label" {
    type      = string
    required  = true
    generated = true
  }
}
profile "p" {
  default = true
  allow "table" "orders" {
    actions = ["view"]
    rows    = all
  }
  allow "table" "orders" {
    actions = ["update"]
    rows    = own
    fields  = ["net", "title"]
  }
}
profile "all" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
  }
}
`)
	const ana, boss = `{"login": "ana"}`, `{"login": "ana", "profiles": ["p", "all"]}`
	const shown = "SELECT concat_ws('|', net, title, gross, label) FROM orders WHERE id = "
	g.gives(t, ana, []string{"7|c|14|C"}, "UPDATE orders SET net = 7, title = 'c' WHERE id = 1", shown+"1")
	g.gives(t, ana, []string{"6|b|12|B"}, "UPDATE orders SET net = 7 WHERE id = 2", shown+"2")
	g.gives(t, boss, []string{"7|b|14|B"}, "UPDATE orders SET net = 7, gross = DEFAULT WHERE id = 2", shown+"2")
	g.refuses(t, boss, `column "gross" can only be updated to DEFAULT`, "UPDATE orders SET gross = 7 WHERE id = 2", shown+"2")
	g.refuses(t, ana, "may not be sent", "UPDATE orders SET owner_id = 1, net = 7 WHERE id = 1; UPDATE orders SET owner_id = NULL WHERE id = 1", shown+"1")
}

func TestRowSecurityWithRoles(t *testing.T) {
	g := guard(t, `CREATE TABLE orders (id int PRIMARY KEY, owner text, margin int); INSERT INTO orders VALUES (1, 'ana', 3), (2, 'bo', 4)`)
	g.run(t, "ALTER ROLE "+keeper+" CREATEROLE")
	if _, err := g.install(t, `
portal "both" {}
table "orders" {
  fields = { id = number, owner = string, margin = number }
}
profile "customer" {
  default = true
  allow "table" "orders" {
    actions = ["view", "update"]
    rows    = row.owner == user.login
    hide    = ["margin"]
  }
}
profile "staff" {
  allow "table" "orders" {
    actions = ["view", "update"]
    rows    = all
  }
  deny "table" "orders" {
    actions = ["view"]
    rows    = row.margin > 3
  }
}
`, psql.Target{Roles: true}); err != nil {
		t.Fatal(err)
	}
	g.run(t, fmt.Sprintf("GRANT %s_customer, %s_staff TO %s; ALTER ROLE %s NOINHERIT", client, client, client, client))
	t.Cleanup(func() {
		g.run(t, fmt.Sprintf("REVOKE %s_customer, %s_staff FROM %s; ALTER ROLE %s INHERIT", client, client, client, client))
	})
	as := func(profile string) string { return "SET LOCAL ROLE " + client + "_" + profile }
	const all = "SELECT id::text FROM orders"
	staff, both := `{"login": "ana", "profiles": ["staff"]}`, `{"login": "bo", "profiles": ["customer", "staff"]}`
	g.refuses(t, staff, "permission denied", all)
	g.gives(t, staff, []string{}, as("customer"), all)
	g.gives(t, staff, []string{"3"}, as("staff"), "SELECT margin::text FROM orders")
	g.refuses(t, staff, "permission denied", as("customer"), "SELECT margin::text FROM orders")
	g.gives(t, `{"login": "ana"}`, []string{"1"}, as("customer"), all)
	g.gives(t, `{"login": "ana"}`, []string{}, as("staff"), all)
	g.gives(t, both, []string{}, as("customer"), all) // the deny of staff counts
	g.gives(t, both, []string{"1"}, as("staff"), all)
	g.gives(t, both, []string{"2"}, as("staff"), "UPDATE orders SET margin = 2 WHERE id = 1 RETURNING margin::text")
}

// What a person may not see they may not write, and a declared team has only its
// own profiles.
func TestRowSecurityTakesNoMoreThanThePolicyGives(t *testing.T) {
	g := guard(t, `CREATE TABLE orders (id int PRIMARY KEY, note text, margin int, team text); INSERT INTO orders VALUES (1, 'a', 3, 'blue'), (2, 'b', 3, 'red')`)
	g.installed(t, `
portal "more" {
  team_properties = { name_of = string, others = list(string), sizes = list(number) }
}
table "orders" {
  fields = { id = number, note = string, margin = number, team = string }
}
team "blue" {
  profiles   = ["reader"]
  properties = { name_of = "blue", others = ["red", "green"], sizes = [1, 2.5] }
}
profile "reader" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = row.team == team.name_of
    hide    = ["margin"]
  }
}
profile "writer" {
  allow "table" "orders" {
    actions = ["update"]
    rows    = all
  }
}
profile "lister" {
  allow "table" "orders" {
    actions = ["view"]
    rows    = contains(team.others, row.team) && contains(team.sizes, 2.5)
  }
}
`)
	const write, all = "UPDATE orders SET note = 'b' RETURNING id::text", "SELECT id::text FROM orders"
	g.gives(t, `{"login": "x", "team": "blue", "profiles": ["writer"]}`, []string{"1"}, write)
	g.refuses(t, `{"login": "x", "team": "blue", "profiles": ["writer"]}`, "permission denied", "UPDATE orders SET margin = 3")
	g.gives(t, `{"login": "x", "team": "blue", "team_profiles": ["writer"]}`, []string{}, write)
	g.gives(t, `{"login": "x", "team": "blue", "team_properties": {"name_of": "red"}}`, []string{"1"}, all)
	g.gives(t, `{"login": "x", "team": "green", "team_profiles": ["reader", "writer"], "team_properties": {"name_of": "blue"}}`, []string{"1"}, write)
	g.gives(t, `{"login": "x", "team": "green", "profiles": ["reader"], "team_properties": {"name_of": "yellow"}}`, []string{}, all)
	g.gives(t, `{"login": "x", "team": "blue", "profiles": ["lister"]}`, []string{"1", "2"}, all)
	g.gives(t, `{"login": "x", "team": "green", "profiles": ["lister"], "team_properties": {"others": ["red"], "sizes": ["2.5"]}}`, []string{}, all)
}

// Several statements join: what one of them covers is checked on the row as it is
// and as it would be; what is set has to be sent, or is written.
func TestRowSecurityJoinsStatements(t *testing.T) {
	g := guard(t, `CREATE TABLE notes (id int PRIMARY KEY, owner text, status text, body text, rank int);
		INSERT INTO notes VALUES (1, 'ana', 'draft', 'a', 1), (2, 'bo', 'open', 'b', 2)`)
	policy := `
portal "joined" {}
table "notes" {
  fields = { id = number, owner = string, status = enum("draft", "open"), body = string, rank = number }
}
profile "customer" {
  default = true
  allow "table" "notes" {
    actions = ["view"]
    rows    = all
  }
  allow "table" "notes" {
    actions = ["update"]
    rows    = row.owner == user.login
    fields  = ["body"]
    check   = new.status == "draft"
    set     = { status = "draft" }
  }
  allow "table" "notes" {
    actions = ["update"]
    rows    = row.rank > 1
    fields  = ["status"]
    message = "Only notes of rank."
  }
  allow "table" "notes" {
    actions = ["create"]
    rows    = all
    fields  = ["id", "body"]
    set     = { owner = user.login }
  }
}
profile "staff" {
  allow "table" "notes" {
    actions = ["update"]
    rows    = all
  }
}
`
	ana, bo, staff := `{"login": "ana"}`, `{"login": "bo"}`, `{"login": "s", "profiles": ["customer", "staff"]}`
	row := func(id int) string {
		return fmt.Sprintf("SELECT concat_ws('|', owner, status, body, rank) FROM notes WHERE id = %d", id)
	}
	for _, presets := range []bool{false, true} {
		if _, err := g.install(t, policy, psql.Target{Presets: presets}); err != nil {
			t.Fatal(err)
		}
		g.gives(t, ana, []string{"ana|draft|x|1"}, "UPDATE notes SET body = 'x' WHERE id = 1", row(1))
		g.refuses(t, ana, "not", "UPDATE notes SET status = 'open' WHERE id = 1")
		g.gives(t, ana, []string{"bo|draft|b|2"}, "UPDATE notes SET status = 'draft' WHERE id = 2", row(2))
		g.refuses(t, ana, "body", "UPDATE notes SET body = 'x' WHERE id = 2")
		g.refuses(t, bo, "not", "UPDATE notes SET body = 'x', status = 'open', rank = 1 WHERE id = 2")
		g.gives(t, staff, []string{"ana|draft|y|7"}, "UPDATE notes SET body = 'y', rank = 7 WHERE id = 1", row(1))
		insert := "INSERT INTO notes (id, body) VALUES (3, 'c')"
		if presets {
			g.gives(t, bo, []string{"bo|draft|x|2"}, "UPDATE notes SET body = 'x' WHERE id = 2", row(2))
			g.gives(t, ana, []string{"ana|c"}, insert, row(3))
			g.refuses(t, ana, "permission denied", "INSERT INTO notes (id, body, owner) VALUES (3, 'c', 'ana')")
			continue
		}
		g.refuses(t, bo, `"status" must have the value that the policy sets`, "UPDATE notes SET body = 'x' WHERE id = 2")
		g.gives(t, bo, []string{"bo|draft|x|2"}, "UPDATE notes SET body = 'x', status = 'draft' WHERE id = 2", row(2))
		g.refuses(t, ana, `"owner" must have the value that the policy sets`, insert)
		g.refuses(t, ana, "owner", "INSERT INTO notes (id, body, owner) VALUES (3, 'c', 'bo')")
		g.gives(t, ana, []string{"ana|c"}, "INSERT INTO notes (id, body, owner) VALUES (3, 'c', 'ana')", row(3))
	}
}

// Names of tables and columns are none of the script's own, and what an earlier
// hand has left is taken away or stops it.
func TestScriptsAmongHostileNames(t *testing.T) {
	g := guard(t, `CREATE TABLE who (stored int PRIMARY KEY, "user" text, sent text, final text, u int, profiles text, told int, "row" text, words text[]);
		CREATE TABLE told (id int PRIMARY KEY, who text); INSERT INTO told VALUES (1, 'ana'), (2, 'bo');
		INSERT INTO who VALUES (1, 'ana', 'x', 'y', 1, 'p', 1, 'r', '{w}'), (2, 'bo', 'x', 'y', 2, 'p', 2, 'r', NULL)`)
	g.run(t, `CREATE FUNCTION public.holds(text) RETURNS bool LANGUAGE sql AS 'SELECT true'; CREATE FUNCTION public.current_setting(text, bool) RETURNS text LANGUAGE sql AS $$SELECT '{"login": "ana"}'$$;
		CREATE POLICY "portcullis_names: select" ON who USING (true); CREATE POLICY "portcullis_names: left" ON told USING (true); ALTER ROLE `+client+` SET search_path = public, pg_catalog`)
	t.Cleanup(func() { g.run(t, "ALTER ROLE "+client+" RESET search_path") })
	policy := `
portal "names" {
  users = "told"
  login = "who"
}
table "told" {
  fields = { id = number, who = string }
}
table "who" {
  key    = "stored"
  fields = { stored = number, sent = string, final = string, u = number, profiles = string, told = number, words = list(string) }
  field "login" {
    type   = string
    column = "user"
  }
  field "record" {
    type   = string
    column = "row"
  }
  belongs_to "one" {
    table = "told"
    key   = "told"
  }
}
profile "who" {
  default = true
  allow "table" "who" {
    actions = ["view", "update", "create", "delete"]
    rows    = row.one.who == user.who && row.u == user.id && row.sent != "no"
    set     = { final = user.who }
  }
}
`
	for _, presets := range []bool{true, false} {
		if _, err := g.install(t, policy, psql.Target{Presets: presets}); err != nil {
			t.Fatal(err)
		}
	}
	ana := `{"login": "ana"}`
	searches := []string{"SET LOCAL search_path = public", "SET LOCAL search_path = public, pg_catalog"}
	for _, search := range searches {
		g.gives(t, ana, []string{"1"}, search, "SELECT stored::text FROM public.who")
		g.gives(t, `{"login": "no"}`, []string{}, search, "SELECT stored::text FROM public.who")
		g.gives(t, ana, []string{"1"}, search, "UPDATE public.who SET sent = 'z', final = 'ana' RETURNING stored::text")
	}
	g.owner(t, "REVOKE ALL ON who FROM "+client)
	g.shown(t, policy)
	for _, search := range searches {
		g.gives(t, ana, []string{"1"}, search, "SELECT stored::text FROM names.who")
		g.gives(t, `{"login": "bo"}`, []string{"2"}, search, "SELECT stored::text FROM names.who")
		g.gives(t, ana, []string{"1|z|ana|{w}"}, search, "UPDATE names.who SET sent = 'z'", "RESET ROLE", "SELECT concat_ws('|', stored, sent, final, words) FROM who WHERE sent = 'z'")
		g.refuses(t, ana, "not allowed", search, "UPDATE names.who SET sent = 'no'")
		g.gives(t, ana, []string{"1"}, search, "DELETE FROM names.who RETURNING stored::text")
	}
	var left int
	if err := g.QueryRow("SELECT count(*) FROM pg_policy WHERE polname = 'portcullis_names: left'").Scan(&left); err != nil || left > 0 {
		t.Errorf("a policy of an earlier hand is left (%v)", err)
	}
}
