package sql

import (
	"fmt"
	"slices"
	"strings"

	"portcullis/rego/form"
)

// person writes the body of the function that gives the person who asks; NULL
// where nobody is told, or nothing that a person is.
func (s *securing) person() string {
	return `SELECT CASE WHEN jsonb_typeof("u") = 'object' THEN "u" END
FROM (SELECT nullif(current_setting('portcullis.user', true), '')::jsonb AS "u") AS "told"`
}

// teamProperties writes the body of the function that gives the properties of
// the person's team: a declared one has its own.
func (s *securing) teamProperties() string {
	whens := ""
	for _, t := range s.form.Teams {
		parts := []string{}
		for _, p := range s.form.TeamProperties {
			parts = append(parts, quoteLiteral(p.Name)+", "+jsonLiteral(t.Properties[p.Name]))
		}
		whens += " WHEN " + quoteLiteral(t.Name) + " THEN jsonb_build_object(" + strings.Join(parts, ", ") + ")"
	}
	told := s.schema + ".person()"
	if whens == "" {
		return "SELECT " + told + " -> 'team_properties'"
	}
	return "SELECT CASE " + told + " ->> 'team'" + whens + " ELSE " + told + " -> 'team_properties' END"
}

func jsonLiteral(c form.Constant) string {
	if c.IsNull() {
		return "NULL"
	}
	list, err := listJSON(form.Constant{Value: []form.Constant{c}})
	if err != nil {
		return "NULL"
	}
	return "(" + quoteLiteral(list) + "::jsonb -> 0)"
}

// profiles writes the body of the function that gives the person's profiles:
// those that the policy knows, with all that they include; if there are none,
// the default ones. Who is not known, or told in another form, has none.
func (s *securing) profiles() string {
	var closure, teams, standard []string
	for _, profile := range s.form.Profiles {
		for _, included := range profile.Closure {
			closure = append(closure, fmt.Sprintf("(%s, %s)", quoteLiteral(profile.Name), quoteLiteral(included)))
			if profile.Default {
				standard = append(standard, quoteLiteral(included))
			}
		}
	}
	for _, t := range s.form.Teams {
		for _, name := range t.Profiles {
			teams = append(teams, fmt.Sprintf("(%s, %s)", quoteLiteral(t.Name), quoteLiteral(name)))
		}
	}
	if closure == nil {
		return "SELECT '{}'::text[]"
	}
	asked := []string{`SELECT "c"."included" FROM "c" WHERE "u" -> 'profiles' ? "c"."profile"`}
	undeclared := "TRUE"
	if len(s.form.Teams) > 0 {
		var names []string
		for _, t := range s.form.Teams {
			names = append(names, quoteLiteral(t.Name))
		}
		undeclared = `coalesce("u" ->> 'team' NOT IN (` + strings.Join(names, ", ") + "), TRUE)"
	}
	asked = append(asked, `SELECT "c"."included" FROM "c" WHERE `+undeclared+` AND "u" -> 'team_profiles' ? "c"."profile"`)
	if teams != nil {
		asked = append(asked, `SELECT "c"."included" FROM "c" JOIN (VALUES `+strings.Join(teams, ", ")+`) AS "t"("team", "profile") USING ("profile") WHERE "t"."team" = "u" ->> 'team'`)
	}
	slices.Sort(standard)
	return `SELECT CASE WHEN ` + strings.Join(s.formed(), "\n  AND ") + `
THEN coalesce((WITH "c"("profile", "included") AS (VALUES ` + strings.Join(closure, ", ") + `)
  SELECT array_agg(DISTINCT "included") FROM (
    ` + strings.Join(asked, "\n    UNION ALL ") + `
  ) AS "asked"), ARRAY[` + strings.Join(slices.Compact(standard), ", ") + `]::text[])
ELSE '{}'::text[] END
FROM (SELECT ` + s.schema + `.person() AS "u") AS "told"`
}

// formed gives what a person must be told as, and that they are known.
func (s *securing) formed() []string {
	conds := []string{`"u" IS NOT NULL`}
	for _, is := range [][2]string{
		{"profiles", "array"}, {"team", "string"}, {"properties", "object"}, {"team_profiles", "array"}, {"team_properties", "object"},
	} {
		conds = append(conds, fmt.Sprintf(`coalesce(jsonb_typeof("u" -> '%s'), 'null') IN ('null', '%s')`, is[0], is[1]))
	}
	if users := s.form.Users; users != nil {
		login := quoteLiteral(users.Login.Name)
		conds = append(conds, `coalesce(jsonb_typeof("u" -> 'login') IN ('string', 'number') AND "u" #> ARRAY['record', `+login+`] = "u" -> 'login', FALSE)`)
	}
	return conds
}
