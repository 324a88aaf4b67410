# The reason that is given with a refusal: what is wrong with the request, or
# the author's words, or null.
package portal.refusal

import data.portal.message
import data.portal.policy
import data.portal.principal
import data.portal.subject
import data.portal.verdict
import data.portal.write

default text := null

text := complaint if complaint

else := told if told := words(verdict.refusals)

else := "Two statements give one field different values." if {
	verdict.writing
	write.conflict(verdict.row)
}

else := told if told := words(unmet)

# The allows of the action that did not apply.
unmet := offers - verdict.grants

offers := subject.theirs("allow", input.action)

# The message of the first of the statements that has one.
words(statements) := [message |
	some s in sort(statements)
	message := subject.model.messages[s]
][0]

# The author's words where an action on a row is refused, by the statements that
# apply on it: of those for the action that have some to tell.
told(model, action, applying) := [model.messages[s] | some s in array.concat(denied, wanting)][0] if {
	offered := {s | some p in principal.profiles; some s in model.of[p]; model.allow[action][s]}
	denied := sort((applying & model.told[action]) - offered)
	wanting := sort((offered & model.told[action]) - applying)
}

# What makes no sense about the request.
complaint := "The request has no user." if not user

else := sprintf("The user has no row in %s.", [policy.users_table]) if not policy.person_known

else := "The user's profiles, team or properties are not of the form they must have." if {
	not principal.profiles
}

else := sprintf("There is no %s.", [described]) if not subject.model

else := sprintf("%s has no action %s.", [described, json.marshal(input.action)]) if {
	not subject.mode
	"action" in object.keys(input)
}

else := sprintf("The request names no action on %s.", [described]) if not subject.mode

else := sprintf("The action %s on %s needs a row.", [input.action, described]) if {
	subject.mode in {"row", "update"}
	verdict.row == null
}

else := "What is sent must be an object of fields and values." if {
	subject.mode in {"update", "create"}
	not write.given
}

else := "A message needs to say whom it is written to." if {
	subject.mode == "message"
	not message.recipient
}

user if is_object(input.user)

described := sprintf("%s %s", [type, json.marshal(input.resource.name)]) if {
	type := input.resource.type
	is_string(type)
}

else := "such resource"
