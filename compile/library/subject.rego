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

# The statements of one part (allow, deny, lock, demand) for an action, by what
# they depend on: nothing ("always"), the person ("when"), the row ("asked").
theirs(part, action, dependence) := {s |
	by_profile := model[part][action][dependence]
	some p in principal.profiles
	some s in by_profile[p]
}

# The allows that apply whatever the row is.
granting(action) := theirs("allow", action, "always") | {s |
	some s in theirs("allow", action, "when")
	policy.in_force[s]
}

# The restrictions (deny, lock, demand) that apply whatever the row is.
against(part, action) := theirs(part, action, "always") | {s |
	some s in theirs(part, action, "when")
	not policy.lifted[s]
}
