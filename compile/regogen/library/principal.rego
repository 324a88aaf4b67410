# The person who asks: their team and their properties. (The compiler writes
# their profiles, and who is anonymous, of this package too.)
package portal.principal

import data.portal.policy

# A declared team has its own profiles and properties; those in the request
# serve for a team that the policy does not declare.
declared := policy.teams[user.team]

# What was not given is null.
properties := object.union(policy.user_properties, given("properties"))

team["name"] := object.get(user, "team", null) if is_object(user)

team["properties"] := object.union(policy.team_properties, declared.properties)

team["properties"] := object.union(policy.team_properties, given("team_properties")) if not declared

given(name) := x if {
	is_object(user)
	x := object.get(user, name, {})
	is_object(x)
}

given(name) := {} if user[name] == null
