# What the request is about, and which statements of the person's profiles
# bear on it.
package portal.subject

import data.portal.policy
import data.portal.principal

model := policy.table[input.resource.name] if input.resource.type == "table"

model := policy.report[input.resource.name] if input.resource.type == "report"

model := policy.form[input.resource.name] if input.resource.type == "form"

model := policy.component[input.resource.type][input.resource.name]

# How the action is decided: "row", "update", "create", "standing" or "message".
mode := model.modes[input.action]

# Statements are told apart by part (allow, deny, lock, demand), by action, and
# by what they depend on: nothing ("always"), the person ("when"), the row
# ("asked").

# Those that apply whatever the row is: allows that are in force, and
# restrictions that are not lifted.
standing(part, action) := {s |
	by_profile := model[part][action].always
	some p in principal.profiles
	some s in by_profile[p]
} | conditional(part, action)

conditional(part, action) := {s |
	by_profile := model[part][action].when
	some p in principal.profiles
	some s in by_profile[p]
	holds(part, s)
}

holds("allow", s) if policy.in_force[s]

holds(part, s) if {
	part != "allow"
	not policy.lifted[s]
}

# Those that are to be asked of the row.
asked(part, action) := {s |
	by_profile := model[part][action].asked
	some p in principal.profiles
	some s in by_profile[p]
}

# All of the person's, whether they apply or not.
theirs(part, action) := {s |
	some by_profile in model[part][action]
	some p in principal.profiles
	some s in by_profile[p]
}

# Whether an action is granted whatever the row is.
granted(action) if {
	count(standing("allow", action)) > 0
	count(standing("deny", action)) == 0
}
