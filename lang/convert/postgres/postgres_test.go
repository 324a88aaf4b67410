package postgres_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"portcullis/compile"
	"portcullis/internal/pgtest"
	"portcullis/lang/convert"
	"portcullis/lang/convert/internal/converttest"
	"portcullis/lang/convert/postgres"
	"portcullis/rego/sql"

	_ "portcullis/internal/update" // for -update
)

func TestMain(m *testing.M) {
	status := m.Run()
	pgtest.Stop()
	os.Exit(status)
}

// tables are those of the policies below: teams with members, who write posts, with
// comments of which everybody sees their own.
const tables = `
CREATE TYPE public.rank AS ENUM ('guest', 'editor', 'lead');
CREATE TABLE public.teams (id bigint PRIMARY KEY, name text, closed boolean NOT NULL DEFAULT false);
CREATE TABLE public.members (id bigint PRIMARY KEY, team_id bigint REFERENCES public.teams(id), user_id uuid, rank public.rank);
CREATE TABLE public.posts (
  id bigint PRIMARY KEY, team_id bigint REFERENCES public.teams(id), author_id uuid, title text, status text NOT NULL,
  public boolean, rating numeric, due date, published timestamptz, tags text[], code varchar(10), body jsonb, folded char(4)
);
CREATE TABLE public.comments (id bigint PRIMARY KEY, post_id bigint REFERENCES public.posts(id), author_id uuid, text text);
CREATE TABLE public.seen (post_id bigint REFERENCES public.posts(id), user_id uuid, times int, PRIMARY KEY (post_id, user_id));
CREATE TABLE public.marks (
  id bigint PRIMARY KEY, post_id bigint, user_id uuid, text text, FOREIGN KEY (post_id, user_id) REFERENCES public.seen (post_id, user_id)
);
`

// policies are written after Supabase's guide to row level security, and after
// PostgreSQL's own: what a role may see of posts, and how that is taken.
var policies = []struct {
	name, using string
	want        convert.How
}{
	{"everyone", `true`, convert.Exact},
	{"nobody", `false`, convert.Exact},
	{"own", `auth.uid() = author_id`, convert.Exact},
	{"own_once", `(SELECT auth.uid()) = author_id`, convert.Exact},
	{"others", `author_id <> auth.uid()`, convert.Exact},
	{"signed_in", `auth.uid() IS NOT NULL AND public`, convert.Exact},
	{"by_role", `auth.role() = 'by_role' AND status = 'open'`, convert.Exact},
	{"other_role", `auth.role() = 'service_role'`, convert.Exact},
	{"is_public", `public IS TRUE`, convert.Exact},
	{"not_public", `public IS NOT TRUE`, convert.Exact},
	{"not_false", `public IS NOT FALSE`, convert.Exact},
	{"private", `NOT public`, convert.Exact},
	{"listed", `status IN ('open', 'done')`, convert.Exact},
	{"not_listed", `status NOT IN ('draft', 'void') AND title NOT IN ('a', 'b')`, convert.Exact},
	{"several", `(rating > 3 OR rating IS NULL) AND NOT (status = 'void' OR public)`, convert.Exact},
	{"between", `rating BETWEEN 2 AND 4`, convert.Exact},
	{"due", `due >= '2026-01-10'::date`, convert.Exact},
	{"shown", `published <= now()`, convert.Exact},
	{"tagged", `'open' = ANY (tags)`, convert.Exact},
	{"has_tags", `tags @> ARRAY['open', 'b']`, convert.Exact},
	{"prefixed", `title LIKE 'a%'`, convert.Exact},
	{"not_part", `title NOT LIKE '%b%'`, convert.Exact},
	{"distinct", `title IS DISTINCT FROM code`, convert.Exact},
	{"not_distinct", `author_id IS NOT DISTINCT FROM auth.uid()`, convert.Exact},
	{"coalesced", `coalesce(public, false) AND coalesce(rating > 2, true)`, convert.Exact},
	{"setting", `team_id = current_setting('app.team')::bigint`, convert.Exact},
	{"text_setting", `status = current_setting('app.status', true)`, convert.Exact},
	{"claim", `status = (auth.jwt() ->> 'status')`, convert.Exact},
	{"deep_claim", `rating >= ((auth.jwt() -> 'app_metadata' ->> 'level')::numeric)`, convert.Exact},
	{"sub", `author_id = ((current_setting('request.jwt.claims', true)::jsonb ->> 'sub')::uuid)`, convert.Exact},
	{"member", `EXISTS (SELECT 1 FROM members m WHERE m.team_id = posts.team_id AND m.user_id = auth.uid())`, convert.Exact},
	{"member_in", `team_id IN (SELECT m.team_id FROM members m WHERE m.user_id = auth.uid())`, convert.Exact},
	{"lead", `team_id IN (SELECT members.team_id FROM members WHERE user_id = (SELECT auth.uid()) AND rank = 'lead')`, convert.Exact},
	{"rank_list", `EXISTS (SELECT 1 FROM members m WHERE m.team_id = posts.team_id AND m.rank IN ('lead', 'editor') AND m.user_id = auth.uid())`, convert.Exact},
	{"not_member", `NOT EXISTS (SELECT 1 FROM members m WHERE m.team_id = posts.team_id AND m.user_id = auth.uid())`, convert.Exact},
	{"open_team", `EXISTS (SELECT 1 FROM teams t WHERE t.id = posts.team_id AND NOT t.closed)`, convert.Exact},
	{"joined", `EXISTS (SELECT 1 FROM teams t JOIN members m ON m.team_id = t.id WHERE t.id = posts.team_id AND t.closed = false AND m.user_id = auth.uid())`, convert.Exact},
	{"commented", `EXISTS (SELECT 1 FROM comments c WHERE c.post_id = posts.id)`, convert.Exact},
	{"uncommented", `NOT EXISTS (SELECT 1 FROM comments c WHERE c.post_id = posts.id AND c.text <> 'x')`, convert.Exact},
	{"same_author", `EXISTS (SELECT 1 FROM comments c WHERE c.post_id = posts.id AND c.author_id = posts.author_id)`, convert.Exact},
	{"seen", `EXISTS (SELECT 1 FROM seen s WHERE s.post_id = posts.id AND s.user_id = auth.uid())`, convert.Exact},
	{"unseen", `NOT EXISTS (SELECT 1 FROM seen s WHERE s.post_id = posts.id AND s.user_id = auth.uid() AND s.times > 1)`, convert.Exact},
	{"author_text", `author_id::text = code OR author_id::text = '11111111-1111-4111-8111-11111111111a'`, convert.Exact},
	{"author_is", `author_id IN ('11111111-1111-4111-8111-11111111111A', '22222222-2222-4222-8222-22222222222b')`, convert.Exact},

	{"folded", `title ILIKE 'a%'`, convert.Narrowed},
	{"matching", `title ~ '^a'`, convert.Narrowed},
	{"ordered", `title > 'a'`, convert.Narrowed},
	{"padded", `folded = 'ab'`, convert.Narrowed},
	{"in_json", `body ->> 'owner' = auth.uid()::text`, convert.Narrowed},
	{"worked_out", `rating * 2 > 4`, convert.Narrowed},
	{"session_day", `due > current_date`, convert.Narrowed},
	{"session_zone", `published < '2026-01-15 10:00'`, convert.Narrowed},
	{"function", `is_admin()`, convert.Narrowed},
	{"any_lead", `EXISTS (SELECT 1 FROM members WHERE user_id = auth.uid() AND rank = 'lead')`, convert.Narrowed},
	{"not_in", `team_id NOT IN (SELECT m.team_id FROM members m WHERE m.user_id = auth.uid())`, convert.Narrowed},
	{"counted", `(SELECT count(*) FROM comments c WHERE c.post_id = posts.id) > 1`, convert.Narrowed},
	{"author_large", `author_id::text = '11111111-1111-4111-8111-11111111111A'`, convert.Narrowed}, // which is none
	{"cast_column", `title::uuid = auth.uid()`, convert.Narrowed},
}

// functions are Supabase's, and one of somebody's own.
const functions = `
CREATE SCHEMA auth;
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT (auth.jwt() ->> 'sub')::uuid $$;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$ SELECT auth.jwt() ->> 'role' $$;
CREATE FUNCTION is_admin() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT false $$;
GRANT USAGE ON SCHEMA auth TO PUBLIC;
`

// secured gives the statements that make the policies, each for a role of its own.
func secured() string {
	var b strings.Builder
	b.WriteString("ALTER TABLE public.posts ENABLE ROW LEVEL SECURITY;\nALTER TABLE public.comments ENABLE ROW LEVEL SECURITY;\n")
	b.WriteString("CREATE POLICY \"own comments\" ON public.comments USING (author_id = auth.uid());\n")
	b.WriteString("CREATE POLICY \"not void\" ON public.posts AS RESTRICTIVE TO own, member USING (status <> 'void');\n")
	for _, p := range policies {
		fmt.Fprintf(&b, "GRANT SELECT ON public.teams, public.members, public.comments, public.posts, public.seen, public.marks TO %q;\n", p.name)
		fmt.Fprintf(&b, "CREATE POLICY \"see %[1]s\" ON public.posts FOR SELECT TO %[1]q USING (%[2]s);\n", p.name, p.using)
	}
	// Columns, writes, and a row that must be left in sight.
	b.WriteString("GRANT UPDATE (title, status, author_id), DELETE ON public.posts TO own;\nGRANT INSERT ON public.posts TO own;\n")
	b.WriteString("CREATE POLICY change ON public.posts FOR UPDATE TO own USING (author_id = auth.uid() AND status = 'draft') WITH CHECK (author_id = auth.uid());\n")
	b.WriteString("CREATE POLICY drop ON public.posts FOR DELETE TO own USING (public);\n")
	b.WriteString("CREATE POLICY add ON public.posts FOR INSERT TO own WITH CHECK (author_id = auth.uid() AND status IN ('draft', 'open'));\n")
	return b.String()
}

// held tells how each policy was taken, and that what was not said is denied.
func held(t *testing.T, p *convert.Portal) {
	t.Helper()
	for _, policy := range policies {
		what := fmt.Sprintf("policy %q, SELECT on posts for %s", "see "+policy.name, policy.name)
		got, why := convert.How("not told of"), ""
		for _, f := range p.Findings {
			if f.What == what {
				got, why = f.How, f.Why
			}
		}
		if got != policy.want {
			t.Errorf("%s is %s (%s), not %s", what, got, why, policy.want)
		}
		for _, profile := range p.Profiles {
			denied := slices.ContainsFunc(profile.Rules, func(r *convert.Rule) bool { return r.Deny })
			if profile.Name == policy.name && denied != (policy.want == convert.Narrowed) {
				t.Errorf("%s: denied is %v", profile.Name, denied)
			}
		}
	}
	t.Logf("%d policies, %d findings: %d exact, %d narrowed, %d left out", len(policies), len(p.Findings), p.Count(convert.Exact), p.Count(convert.Narrowed), p.Count(convert.LeftOut))
}

// TestDump reads statements.
func TestDump(t *testing.T) {
	t.Parallel()
	p, err := postgres.Dump("blog", "dump.sql", []byte(tables+secured()))
	if err != nil {
		t.Fatal(err)
	}
	held(t, p)
	converttest.Run(t, p)
}

// who are people, of whom the last is nobody in the data.
var who = []string{
	"11111111-1111-4111-8111-11111111111a", "33333333-3333-4333-8333-33333333333c",
}

// posts is how many rows of posts are made.
const posts = 40

// data makes rows.
func data(r *rand.Rand) string {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	person := func() string { return pick("NULL", "'"+who[0]+"'", "'22222222-2222-4222-8222-22222222222b'") }
	team := func() string { return pick("NULL", "1", "2", "3", "4") }
	var b strings.Builder
	for i := range 4 {
		fmt.Fprintf(&b, "INSERT INTO public.teams VALUES (%d, 'team', %v);\n", i+1, i%2 == 0)
	}
	for i := range 14 {
		fmt.Fprintf(&b, "INSERT INTO public.members VALUES (%d, %s, %s, %s);\n", i+1, team(), person(), pick("NULL", "'guest'", "'editor'", "'lead'"))
	}
	for i := range posts {
		fmt.Fprintf(&b, "INSERT INTO public.posts VALUES (%d, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '{}', 'ab');\n", i+1, team(), person(),
			pick("NULL", "'a'", "'abc'", "'b'"), pick("'draft'", "'open'", "'done'", "'void'"), pick("NULL", "true", "false"), pick("NULL", "1", "2", "3.5", "4", "5"),
			pick("NULL", "'2026-01-09'", "'2026-01-10'", "'2026-01-11'"), pick("NULL", "now() - interval '1 day'", "now() + interval '1 day'"),
			pick("NULL", "'{}'", "'{open}'", "'{b,open}'"), pick("NULL", "'a'", "'b'"))
	}
	for i := range posts {
		fmt.Fprintf(&b, "INSERT INTO public.comments VALUES (%d, %s, %s, %s);\n", i+1, pick("NULL", fmt.Sprint(1+r.IntN(posts))), person(), pick("NULL", "'x'", "'y'"))
	}
	for i := range posts / 2 {
		fmt.Fprintf(&b, "INSERT INTO public.seen VALUES (%d, '%s', %s);\n", i+1, pick(who...), pick("NULL", "1", "2"))
	}
	return b.String()
}

// connect opens a database of the server's.
func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	c, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	return c
}

func do(t *testing.T, c *pgx.Conn, statements string) {
	t.Helper()
	if _, err := c.Exec(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}

// TestRoundTrip imports a database, and holds another with the same rows to what came of
// it: each role sees there what it sees here, and changes, deletes and adds no more.
func TestRoundTrip(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	server := pgtest.Need(t)
	root := connect(t, server.DSN("postgres"))
	for _, name := range []string{"original", "imported"} { // which may be left with -count
		do(t, root, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
		do(t, root, "CREATE DATABASE "+name)
	}
	role := func(name string) {
		do(t, root, fmt.Sprintf("DROP ROLE IF EXISTS %q", name))
		do(t, root, fmt.Sprintf("CREATE ROLE %q", name))
	}
	for _, p := range policies {
		role(p.name)
	}
	role("app")
	rows := data(rand.New(rand.NewPCG(18, 1)))
	original := connect(t, server.DSN("original"))
	do(t, original, functions+tables+secured()+rows)
	p, err := postgres.Live(t.Context(), "blog", server.URL("original"))
	if err != nil {
		t.Fatal(err)
	}
	held(t, p)
	policy := converttest.Policy(t, p)
	decisions, _, err := compile.Decisions(policy)
	if err != nil {
		t.Fatal(err)
	}
	script, err := sql.Secure(decisions, sql.Target{Role: "app", Schema: "public", Claims: "sub"})
	if err != nil {
		t.Fatal(err)
	}
	imported := connect(t, server.DSN("imported"))
	do(t, imported, tables+rows)
	do(t, imported, script.Text)

	same, wider, narrower := 0, 0, 0
	for _, policy := range policies {
		for _, person := range who {
			there := session(policy.name, map[string]any{
				"sub": person, "role": policy.name, "status": "open", "app_metadata": map[string]any{"level": "3"},
			})
			here := session("app", map[string]any{
				"sub": person, "profiles": []string{policy.name},
				"properties": map[string]any{"app_team": 2, "app_status": "done", "status": "open", "app_metadata_level": 3},
			})
			tries := []string{"SELECT array_agg(id ORDER BY id) FROM posts", "SELECT array_agg(post_id ORDER BY post_id) FROM seen"}
			if policy.name == "own" {
				for id := range posts / 2 {
					tries = append(tries, fmt.Sprintf("UPDATE posts SET title = 'new' WHERE id = %d RETURNING ARRAY[id]", id+1),
						fmt.Sprintf("UPDATE posts SET status = 'void' WHERE id = %d RETURNING ARRAY[id]", id+1),
						fmt.Sprintf("DELETE FROM posts WHERE id = %d RETURNING ARRAY[id]", id+1))
				}
				for _, status := range []string{"draft", "open", "done", "void"} {
					for _, author := range who {
						tries = append(tries, fmt.Sprintf("WITH x AS (INSERT INTO posts (id, author_id, status) VALUES (900, '%s', '%s')) SELECT ARRAY[900]::bigint[]", author, status))
					}
				}
			}
			for _, try := range tries {
				want, err := ask(t, original, there, try)
				if err != nil && policy.want == convert.Exact {
					t.Errorf("%s: %s: %v", policy.name, try, err)
				}
				got, err := ask(t, imported, here, try)
				if err != nil {
					t.Errorf("%s, imported: %s: %v", policy.name, try, err)
				}
				more := slices.DeleteFunc(slices.Clone(got), func(id int64) bool { return slices.Contains(want, id) })
				less := slices.DeleteFunc(slices.Clone(want), func(id int64) bool { return slices.Contains(got, id) })
				wider += len(more)
				narrower += len(less)
				same += len(got) - len(more)
				if len(more) > 0 || len(less) > 0 && policy.want == convert.Exact {
					t.Errorf("%s of %s: %s: %d more, %d less than in the original", policy.name, person, try, len(more), len(less))
				}
			}
		}
	}
	t.Logf("%d rows the same, %d wider, %d narrower", same, wider, narrower)
	if same < 500 {
		t.Errorf("only %d rows were compared", same)
	}
}

// session gives the statements that a person's transaction begins with.
func session(role string, claims map[string]any) string {
	text, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("SET LOCAL ROLE %q; SELECT set_config('request.jwt.claims', '%s', true), set_config('app.team', '2', true), set_config('app.status', 'done', true)", role, text)
}

// ask runs a statement for a person, and takes back what it does; what is refused gives
// nothing, and is an error only of what reads.
func ask(t *testing.T, c *pgx.Conn, session, statement string) ([]int64, error) {
	t.Helper()
	tx, err := c.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.Background()) //nolint:errcheck // it is to be undone
	if _, err := tx.Exec(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	var ids []int64
	if err = tx.QueryRow(t.Context(), statement).Scan(&ids); !strings.HasPrefix(statement, "SELECT") {
		err = nil
	}
	return ids, err
}
