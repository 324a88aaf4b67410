# The person who asks: their profiles, their team and their properties.
package portal.principal

import data.portal.policy

# The profiles of the person that the policy knows, with all that they include;
# if there are none, the default ones. A request whose user is not of the form
# that it must have has nobody's, and is refused everything; so is one without
# the person's row, where the portal has a users table.
profiles := known if {
	policy.person_known
	formed
	count(known) > 0
}

else := policy.default_profiles if {
	policy.person_known
	formed
}

formed if {
	is_object(input.user)
	not malformed
}

# What is not given, or null, is none.
malformed if {
	input.user.profiles != null
	not is_array(input.user.profiles)
}

malformed if {
	input.user.team != null
	not is_string(input.user.team)
}

malformed if {
	input.user.properties != null
	not is_object(input.user.properties)
}

malformed if {
	input.user.team_profiles != null
	not is_array(input.user.team_profiles)
}

malformed if {
	input.user.team_properties != null
	not is_object(input.user.team_properties)
}

known contains q if {
	some p in input.user.profiles
	some q in policy.profiles[p]
}

known contains q if {
	some p in declared.profiles
	some q in policy.profiles[p]
}

known contains q if {
	some p in input.user.team_profiles
	not declared
	some q in policy.profiles[p]
}

# A declared team has its own profiles and properties; those in the request
# serve for a team that the policy does not declare.
declared := policy.teams[input.user.team]

# What was not given is null.
properties := object.union(policy.user_properties, given("properties"))

team["name"] := object.get(input.user, "team", null)

team["properties"] := object.union(policy.team_properties, declared.properties)

team["properties"] := object.union(policy.team_properties, given("team_properties")) if not declared

given(name) := x if {
	x := object.get(input.user, name, {})
	is_object(x)
}

given(name) := {} if input.user[name] == null
