package hasura_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"portcullis/lang/convert"
	"portcullis/lang/convert/hasura"
	"portcullis/lang/convert/internal/converttest"

	_ "portcullis/internal/update" // for -update
)

// tables are those of the policies below: teams with members, who write posts, with
// comments.
const tables = `
- table: {name: teams, schema: public}
  array_relationships:
    - name: members
      using: {foreign_key_constraint_on: {column: team_id, table: {name: members, schema: public}}}
  select_permissions:
    - {role: nobody, permission: {columns: [id, name], filter: {id: {_eq: 0}}}}
- table: {name: members, schema: public}
  object_relationships:
    - name: team
      using: {foreign_key_constraint_on: team_id}
  select_permissions:
    - {role: nobody, permission: {columns: [id, team_id, user_id, rank], filter: {user_id: {_eq: 0}}}}
- table: {name: comments, schema: public}
  object_relationships:
    - name: post
      using: {foreign_key_constraint_on: post_id}
  select_permissions:
    - {role: commentator, permission: {columns: "*", filter: {post: {_or: [{public: {_eq: true}}, {author_id: {_eq: X-Hasura-User-Id}}]}}}}
- table: {name: audit, schema: internal}
- table: {name: posts, schema: public}
  object_relationships:
    - name: team
      using: {foreign_key_constraint_on: team_id}
  array_relationships:
    - name: comments
      using: {foreign_key_constraint_on: {column: post_id, table: {name: comments, schema: public}}}
    - name: others
      using: {manual_configuration: {remote_table: {name: audit, schema: internal}, column_mapping: {id: post_nr, title: name}}}
`

// policies are written after Hasura's guide to access control: what a role may do with
// posts, and how it is taken.
var policies = []struct {
	name, kind, permission string
	want                   convert.How
}{
	{"everyone", "select", `{columns: [id, title], filter: {}}`, convert.Exact},
	{"star", "select", `{columns: "*", filter: {}}`, convert.Exact},
	{"author", "select", `{columns: [id, title, author_id], filter: {author_id: {_eq: X-Hasura-User-Id}}}`, convert.Exact},
	{"public", "select", `{columns: [id, title], filter: {public: {_eq: true}}}`, convert.Exact},
	{"public_or_own", "select", `{columns: [id], filter: {_or: [{public: {_eq: true}}, {author_id: {_eq: x-hasura-user-id}}]}}`, convert.Exact},
	{"not_draft", "select", `{columns: [id], filter: {_not: {status: {_eq: draft}}}}`, convert.Exact},
	{"neither", "select", `{columns: [id], filter: {_not: {_or: [{status: {_eq: draft}}, {public: {_eq: false}}]}}}`, convert.Exact},
	{"several", "select", `{columns: [id], filter: {status: {_in: [open, done]}, rating: {_gte: 3, _lt: 9}}}`, convert.Exact},
	{"none_of", "select", `{columns: [id], filter: {status: {_nin: [draft, void]}}}`, convert.Exact},
	{"no_value", "select", `{columns: [id], filter: {status: {_in: []}}}`, convert.Exact},
	{"unpublished", "select", `{columns: [id], filter: {published: {_is_null: true}}}`, convert.Exact},
	{"published", "select", `{columns: [id], filter: {published: {_is_null: false, _lte: "2026-01-15"}}}`, convert.Exact},
	{"prefixed", "select", `{columns: [id], filter: {title: {_like: "A%"}}}`, convert.Exact},
	{"part", "select", `{columns: [id], filter: {title: {_nlike: "%secret%"}}}`, convert.Exact},
	{"member", "select", `{columns: [id], filter: {team: {members: {user_id: {_eq: X-Hasura-User-Id}}}}}`, convert.Exact},
	{"not_member", "select", `{columns: [id], filter: {_not: {team: {members: {user_id: {_eq: X-Hasura-User-Id}}}}}}`, convert.Exact},
	{"no_team", "select", `{columns: [id], filter: {_not: {team: {name: {_neq: closed}}}}}`, convert.Exact},
	{"commented", "select", `{columns: [id], filter: {comments: {}}}`, convert.Exact},
	{"uncommented", "select", `{columns: [id], filter: {_not: {comments: {author_id: {_eq: X-Hasura-User-Id}}}}}`, convert.Exact},
	{"listed", "select", `{columns: [id], filter: {team_id: {_in: X-Hasura-Team-Ids}}}`, convert.Exact},
	{"one_of", "select", `{columns: [id], filter: {team_id: {_in: [1, X-Hasura-Team-Id]}}}`, convert.Exact},
	{"by_columns", "select", `{columns: [id], filter: {author_id: {_ceq: editor_id}}}`, convert.Exact},
	{"by_exists", "select", `{columns: [id], filter: {_exists: {_table: {name: members, schema: public}, _where: {team_id: {_ceq: ["$", team_id]}, user_id: {_eq: X-Hasura-User-Id}}}}}`, convert.Exact},
	{"old_names", "select", `{columns: [id], filter: {$or: [{author_id: {$eq: X-HASURA-USER-ID}}, {$and: []}]}}`, convert.Exact},
	{"limited", "select", `{columns: [id], filter: {}, limit: 10, allow_aggregations: true}`, convert.Exact},

	{"editor", "update", `{columns: [title, status], filter: {author_id: {_eq: X-Hasura-User-Id}}, check: {status: {_neq: void}}}`, convert.Exact},
	{"mover", "update", `{columns: [team_id], filter: {author_id: {_eq: X-Hasura-User-Id}}, check: null}`, convert.Exact},
	{"eraser", "delete", `{filter: {author_id: {_eq: X-Hasura-User-Id}, status: {_eq: draft}}}`, convert.Exact},
	{"writer", "insert", `{columns: [title, status], check: {status: {_in: [draft, open]}}}`, convert.Exact},
	{"stamped", "insert", `{columns: [title], check: {}, set: {author_id: x-hasura-User-Id, status: draft}}`, convert.Exact},

	{"no_key", "select", `{columns: [title], filter: {}}`, convert.Narrowed},
	{"folded", "select", `{columns: [id], filter: {title: {_ilike: "a%"}}}`, convert.Narrowed},
	{"matching", "select", `{columns: [id], filter: {title: {_regex: "^a"}}}`, convert.Narrowed},
	{"wild", "select", `{columns: [id], filter: {title: {_like: "a_c%"}}}`, convert.Narrowed},
	{"null_value", "select", `{columns: [id], filter: {author_id: {_eq: null}}}`, convert.Narrowed},
	{"any_admin", "select", `{columns: [id], filter: {_exists: {_table: {name: members, schema: public}, _where: {user_id: {_eq: X-Hasura-User-Id}}}}}`, convert.Narrowed},
	{"untracked", "select", `{columns: [id], filter: {_exists: {_table: {name: admins, schema: public}, _where: {}}}}`, convert.Narrowed},
	{"by_role", "select", `{columns: [id], filter: {status: {_eq: X-Hasura-Role}}}`, convert.Narrowed},
	{"unfollowed", "select", `{columns: [id], filter: {others: {name: {_eq: x}}}}`, convert.Narrowed},
	{"masked", "select", `{columns: [id], filter: {}, mask: [title]}`, convert.Narrowed},
	{"unfiltered", "select", `{columns: [id]}`, convert.Narrowed},
	{"bare", "select", `{columns: [id], filter: {author_id: X-Hasura-User-Id}}`, convert.Narrowed},
	{"behind", "insert", `{columns: [title], check: {}, backend_only: true}`, convert.Narrowed},
	{"blind", "delete", `{filter: {}}`, convert.Narrowed},
}

func metadata(extra string) fstest.MapFS {
	var posts strings.Builder
	posts.WriteString(tables)
	for _, kind := range []string{"select", "insert", "update", "delete"} {
		fmt.Fprintf(&posts, "  %s_permissions:\n", kind)
		for _, p := range policies {
			if p.kind == kind {
				fmt.Fprintf(&posts, "    - {role: %s, permission: %s}\n", p.name, p.permission)
			} else if kind == "select" && p.name != "blind" {
				fmt.Fprintf(&posts, "    - {role: %s, permission: {columns: \"*\", filter: {}}}\n", p.name)
			}
		}
	}
	return fstest.MapFS{
		"databases/databases.yaml": {Data: []byte("- name: default\n  kind: postgres\n  tables: \"!include tables.yaml\"\n")},
		"databases/tables.yaml":    {Data: []byte(posts.String())},
		"inherited_roles.yaml":     {Data: []byte(extra)},
	}
}

// TestPolicies reads each policy as it is said to be taken; what is written passes its
// own tests.
func TestPolicies(t *testing.T) {
	t.Parallel()
	p, err := hasura.Portal("blog", metadata(""))
	if err != nil {
		t.Fatal(err)
	}
	for _, policy := range policies {
		what := fmt.Sprintf("%s of posts for %s", policy.kind, policy.name)
		got := convert.How("not told of")
		for _, f := range p.Findings {
			if f.What == what && got != convert.Narrowed {
				got = f.How
			}
		}
		if got != policy.want {
			t.Errorf("%s is %s, not %s", what, got, policy.want)
		}
	}
	converttest.Run(t, p)
	// What could not be said is denied.
	for _, profile := range p.Profiles {
		for _, policy := range policies {
			denied := false
			for _, r := range profile.Rules {
				denied = denied || r.Deny
			}
			if policy.name == profile.Name && policy.name != "blind" && denied != (policy.want == convert.Narrowed) {
				t.Errorf("%s: denied is %v", profile.Name, denied)
			}
		}
	}
	t.Logf("%d policies: %d exact, %d narrowed, %d left out", len(policies), p.Count(convert.Exact), p.Count(convert.Narrowed), p.Count(convert.LeftOut))
}

// TestInherited: a role has what others have, but no write in which they differ.
func TestInherited(t *testing.T) {
	t.Parallel()
	p, err := hasura.Portal("blog", metadata("- {role_name: both, role_set: [author, public]}\n- {role_name: torn, role_set: [editor, mover]}\n- {role_name: star, role_set: [editor]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	converttest.Run(t, p)
	actions := map[string]string{}
	for _, profile := range p.Profiles {
		for _, r := range p.Rules(profile) {
			actions[profile.Name] += r.Actions[0] + " "
		}
	}
	for role, want := range map[string]string{"both": "view view ", "torn": "view view ", "star": "view update "} {
		if actions[role] != want {
			t.Errorf("%s has %q, not %q", role, actions[role], want)
		}
	}
}

// TestFolders tells what is no folder of metadata.
func TestFolders(t *testing.T) {
	t.Parallel()
	for want, files := range map[string]fstest.MapFS{
		"none of Hasura's metadata": {},
		"no table":                  {"databases/databases.yaml": {Data: []byte("[]")}},
		"is not YAML":               {"databases/databases.yaml": {Data: []byte("a: [")}},
		"there is no file":          {"databases/databases.yaml": {Data: []byte("- tables: \"!include b.yaml\"\n")}},
		"includes itself": {
			"databases/databases.yaml": {Data: []byte("- tables: \"!include b.yaml\"\n")},
			"databases/b.yaml":         {Data: []byte("\"!include b.yaml\"\n")},
		},
		"is there twice": {"tables.yaml": {Data: []byte("- table: a\n- table: {name: a, schema: public}\n")}},
	} {
		if _, err := hasura.Portal("x", files); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, not %q", err, want)
		}
	}
}
