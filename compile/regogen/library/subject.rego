# What the request is about, and which statements of the person's profiles
# bear on it.
package portal.subject

import data.portal.policy
import data.portal.principal

# What is known of the resource before any request.
model := policy.resource[input.resource.type][input.resource.name]

# How the action is decided: "row", "update", "create", "standing" or "message".
mode := model.modes[input.action]

# The statements of a part (allow, deny, lock, demand) for an action, whether
# they apply or not.
theirs(part, action) := {s |
	statements := model[part][action]
	some p in principal.profiles
	some s in model.of[p]
	statements[s]
}
