# The person who asks: their profiles, their team and their properties.
package portal.principal

import data.portal.policy

# A request whose user is not of the form that it must have identifies nobody,
# and is refused everything; so is one without the person's row, where the
# portal has a users table.
identified if {
	profiles
	formed
	policy.person_known
}

formed if {
	type_name(object.get(input.user, "team", null)) in {"null", "string"}
	type_name(object.get(input.user, "properties", null)) in {"null", "object"}
	type_name(object.get(input.user, "team_properties", null)) in {"null", "object"}
	list(object.get(input.user, "team_profiles", null))
}

# The profiles that the policy knows, with all that they include; if there are
# none, the default ones.
profiles := known if count(known) > 0

profiles := policy.default_profiles if count(known) == 0

known := included(array.concat(given("profiles"), team_profiles))

included(names) := {q | some p in names; some q in policy.profiles[p]}

given(name) := list(object.get(input.user, name, null))

list(x) := x if is_array(x)

list(null) := []

# A declared team has its own profiles and properties; those in the request
# serve for a team that the policy does not declare.
declared := policy.teams[input.user.team]

team_profiles := declared.profiles

team_profiles := given("team_profiles") if not declared

# What was not given is null.
properties := object.union(policy.user_properties, mapping("properties"))

team["name"] := object.get(input.user, "team", null)

team["properties"] := object.union(policy.team_properties, declared.properties)

team["properties"] := object.union(policy.team_properties, mapping("team_properties")) if not declared

mapping(name) := x if {
	x := object.get(input.user, name, null)
	is_object(x)
}

mapping(name) := {} if object.get(input.user, name, null) == null
