package reference

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"portcullis/lang"
)

// person is who asks, and when.
type person struct {
	anonymous      bool            // all that is asked of them is null
	profiles       []*lang.Profile // the included ones too, by name
	record         any             // the users-table row
	login          any
	hasLogin       bool
	properties     map[string]any
	teamName       any
	teamProperties map[string]any
	now            cell
	zone           *time.Location
	applied        func(*lang.Statement) // nil where nobody asks
	policy         *lang.Policy
}

// readPerson reads `user` and `now` of a request; the text says why everything
// is refused.
func readPerson(p *lang.Policy, input map[string]any) (*person, string) {
	if input["user"] == nil { // "`user` absent or null is anonymous, too"
		return readAnonymous(p, input)
	}
	user, ok := input["user"].(map[string]any)
	if !ok {
		return nil, "the request has no user"
	}
	for _, name := range []string{"profiles", "team_profiles"} {
		if !isNullOr[[]any](user[name]) {
			return nil, "user." + name + " is not a list"
		}
	}
	for _, name := range []string{"properties", "team_properties"} {
		if !isNullOr[map[string]any](user[name]) {
			return nil, "user." + name + " is not an object"
		}
	}
	if !isNullOr[string](user["team"]) {
		return nil, "user.team is not a string"
	}
	if user["login"] == nil {
		if user["record"] == nil && len(anonymousProfiles(p)) > 0 {
			return readAnonymous(p, input)
		}
		if p.Portal.Users != nil || len(anonymousProfiles(p)) > 0 {
			return nil, "the request has no login"
		}
	}
	who := &person{policy: p, record: user["record"], now: readNow(input), zone: zoneOf(p)}
	who.login, who.hasLogin = user["login"]
	who.properties, _ = user["properties"].(map[string]any)
	who.teamName = user["team"]
	asked := knownProfiles(p, user["profiles"])
	if team := declaredTeam(p, user["team"]); team != nil {
		// "a declared team has only its own profiles and properties"
		asked = append(asked, team.Profiles...)
		who.teamProperties = map[string]any{}
		for _, given := range team.Properties {
			who.teamProperties[given.Property.Name] = rawConstant(given.Value)
		}
	} else {
		asked = append(asked, knownProfiles(p, user["team_profiles"])...)
		who.teamProperties, _ = user["team_properties"].(map[string]any)
	}
	if user["login"] != nil {
		asked = orDefault(p, asked)
	}
	who.profiles = withIncluded(asked)
	if !who.hasRow(p) {
		return nil, "the request lacks the person's row, or it is another's"
	}
	return who, ""
}

// readAnonymous is "it has the `anonymous` profiles alone (if the policy has
// any […]), whatever else it claims, and all that is asked of `user` is null".
func readAnonymous(p *lang.Policy, input map[string]any) (*person, string) {
	profiles := anonymousProfiles(p)
	if len(profiles) == 0 && p.Portal.Users == nil { // "keeps the profiles that it claims"
		return &person{policy: p, now: readNow(input), zone: zoneOf(p)}, ""
	}
	if len(profiles) == 0 {
		return nil, "the request has no user"
	}
	return &person{policy: p, anonymous: true, hasLogin: true, profiles: withIncluded(profiles), now: readNow(input), zone: zoneOf(p)}, ""
}

func anonymousProfiles(p *lang.Policy) []*lang.Profile {
	return profilesThat(p, func(profile *lang.Profile) bool { return profile.Anonymous })
}

func profilesThat(p *lang.Policy, are func(*lang.Profile) bool) []*lang.Profile {
	var list []*lang.Profile
	for _, profile := range p.Profiles {
		if are(profile) {
			list = append(list, profile)
		}
	}
	return list
}

func isNullOr[T any](v any) bool {
	_, ok := v.(T)
	return ok || v == nil
}

// readNow is "`now` is the clock's when absent"; what is no timestamp is
// unknown wherever it is looked at.
func readNow(input map[string]any) cell {
	raw, told := input["now"]
	if !told {
		return timestampCell(time.Now().Truncate(time.Microsecond))
	}
	now := look(lang.Type{Kind: lang.Timestamp}, raw)
	if now.state != value {
		return cell{} // null is no timestamp either
	}
	return now
}

func declaredTeam(p *lang.Policy, name any) *lang.Team {
	for _, t := range p.Teams {
		if name == t.Name {
			return t
		}
	}
	return nil
}

// knownProfiles are those that are claimed: an anonymous one is "given to
// requests without a login, and to nobody else".
func knownProfiles(p *lang.Policy, names any) []*lang.Profile {
	var known []*lang.Profile
	list, _ := names.([]any)
	for _, profile := range p.Profiles {
		for _, name := range list {
			if name == profile.Name && !profile.Anonymous {
				known = append(known, profile)
			}
		}
	}
	return known
}

// orDefault is "if there are none, the `default` ones".
func orDefault(p *lang.Policy, asked []*lang.Profile) []*lang.Profile {
	if len(asked) > 0 {
		return asked
	}
	return profilesThat(p, func(profile *lang.Profile) bool { return profile.Default })
}

// withIncluded is "those of the request and of their team that the policy
// knows, and those they include".
func withIncluded(asked []*lang.Profile) []*lang.Profile {
	var all []*lang.Profile
	var add func(*lang.Profile)
	add = func(profile *lang.Profile) {
		if slices.Contains(all, profile) {
			return
		}
		all = append(all, profile)
		for _, included := range profile.Includes {
			add(included)
		}
	}
	for _, profile := range asked {
		add(profile)
	}
	slices.SortFunc(all, func(a, b *lang.Profile) int { return compareText(a.Name, b.Name) })
	return all
}

// hasRow is "a request without the person's row, or with a row whose login
// field is not the `login`, is refused everything".
func (who *person) hasRow(p *lang.Policy) bool {
	if p.Portal.Users == nil {
		return true
	}
	record, ok := who.record.(map[string]any)
	if !ok {
		return false
	}
	theirs := lookField(record, p.Portal.Login)
	login := who.loginAs(p.Portal.Login.Type)
	return theirs.state == value && login.state == value && equal(theirs, login)
}

// applies tells whoever asks that a statement is among those that decided.
func (who *person) applies(s *lang.Statement) {
	if who.applied != nil {
		who.applied(s)
	}
}

func (who *person) loginAs(t lang.Type) cell {
	if !who.hasLogin {
		return cell{}
	}
	return look(t, who.login)
}

// revealed is "its class is revealed: by the statement's own profile, or by
// one of the person's profiles that includes that one".
func (who *person) revealed(class string, to *lang.Profile) bool {
	for _, profile := range who.profiles {
		if slices.Contains(profile.Reveal, class) && includes(profile, to) {
			return true
		}
	}
	return false
}

// includes reports whether a profile is another, or includes it directly or
// through others.
func includes(profile, other *lang.Profile) bool {
	return profile == other || slices.ContainsFunc(profile.Includes, func(next *lang.Profile) bool {
		return includes(next, other)
	})
}

func countOf[T any](list []T) json.Number { return jsonInt(len(list)) }

func jsonInt(n int) json.Number { return json.Number(strconv.Itoa(n)) }
