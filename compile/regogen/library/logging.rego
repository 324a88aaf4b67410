# What decision logs have in place of sensitive data; bundles that are built so
# have this. OPA asks for `mask` with the event that it is about to log as its
# input. Kept is what is known to be harmless, so that what nobody thought of is
# hidden: a cell of a field that is not declared, or of a relation that no
# decision looks into.
package portal.logging

import data.portal.logging.records
import data.portal.policy

mask contains {"op": "upsert", "path": "/input", "value": question} if {
	concerned
	question != input.input
}

mask contains {"op": "upsert", "path": "/result", "value": answer} if {
	concerned
	answer != input.result
}

# Events of other policies of the agent are theirs, unless they are asked about
# something of this portal.
concerned if not elsewhere

concerned if policy.resource[input.input.resource.type][input.input.resource.name]

# An event is of another policy if its path is plain and begins with one of the
# names that the agent's own data has for that: a path that nobody thought of,
# such as a misspelt one, may be asked with a row as well. OPA takes paths with
# escapes and empty steps, too.
elsewhere if {
	regex.match(`^[A-Za-z0-9_-]+$`, steps[0])
	steps[0] != records.portal
	steps[0] in data["unmasked-logs"]
}

steps := split(trim_left(input.path, "/"), "/") if is_string(input.path)

# What was asked.
default question := "***"

question := {name: shown | some name, value in input.input; shown := asked(name, value)} if is_object(input.input)

question := null if input.input == null

asked(name, value) := shown if {
	shown := part(name, value)
} else := value if {
	elsewhere
} else := "***"

part("action", value) := scalar(value)

part("now", value) := scalar(value)

part("resource", value) := only(value, {"type", "name"})

part("to", value) := only(value, {"key", "profiles"})

part("user", value) := user(value)

part("row", value) := record(value)

part("set", value) := record(value)

part("related", value) := record(value)

part("rows", value) := page(value)

user(value) := {name: shown | some name, x in value; shown := of_user(name, x)} if {
	is_object(value)
} else := other(value)

of_user(name, value) := records.person(value) if {
	name == "record"
} else := scalar(value) if {
	name == "login"
	not records.login_hidden
} else := value if {
	name in {"profiles", "team", "team_profiles"}
	flat(value)
} else := properties(value, records.user_properties) if {
	name == "properties"
} else := properties(value, records.team_properties) if {
	name == "team_properties"
} else := "***"

# The properties that the portal declares, which hold no more than a list.
properties(value, declared) := {name: shown | some name, x in only(value, declared); shown := property(x)} if {
	is_object(value)
} else := other(value)

property(value) := value if {
	flat(value)
} else := "***"

# Whether there is no object in it, nor a list in a list.
flat(value) if not type_name(value) in {"array", "object"}

flat(value) if {
	is_array(value)
	every one in value { not type_name(one) in {"array", "object"} }
}

# A row of what the event is about.
record(value) := shown if {
	resource := input.input.resource
	shown := records.row(resource.type, resource.name, value)
} else := "***"

page(value) := [record(row) | some row in value] if {
	is_array(value)
} else := other(value)

# What was answered.
default answer := "***"

answer := input.result if rule in {"allow", "access", "catalog"}

answer := object.union(object.remove(input.result, {"set"}), {"set": record(input.result.set)}) if {
	rule == "decision"
	is_object(input.result)
}

answer := [object.union(object.remove(shown, {"row"}), {"row": record(shown.row)}) | some shown in input.result; is_object(shown)] if {
	rule == "visible"
	is_array(input.result)
}

# The condition of a filter has the person's cells in it.
answer := input.result if {
	steps[0] == records.portal
	steps[1] == "filter"
	not records.person_hidden
}

answer := input.result if {
	elsewhere
	is_boolean(input.result)
}

# What OPA tells of itself.
answer := input.result if {
	steps[0] == "system"
	steps[1] in {"bundles", "version"}
}

# The portal's rule that was asked.
rule := steps[1] if {
	steps[0] == records.portal
	count(steps) == 2
}

# A record with the fields that may be known, and marks in place of all else.
shown(value, fields) := object.union(object.filter(value, fields), marks) if {
	marks := {name: "***" | some name in (object.keys(value) - fields)}
}

only(value, fields) := shown(value, fields) if {
	is_object(value)
} else := other(value)

# What stands where an object should, or a list.
other(value) := null if {
	value == null
} else := "***"

scalar(value) := "***" if {
	type_name(value) in {"array", "object"}
} else := value
