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

else := write.fault(verdict.row) if {
	verdict.stage == "faulty"
}

else := told if told := words(verdict.refusals)

else := "Two statements give one field different values." if {
	verdict.stage == "writing"
	write.conflict(verdict.row)
}

else := told if told := words(verdict.lacking)

else := write.not_sent(write.withheld(verdict.row)) if {
	verdict.stage == "withheld"
}

# The message of the first of the statements that has one.
words(statements) := [message |
	some s in sort(statements)
	message := subject.model.messages[s]
][0]

# What may be told of a row: the statements that apply, and the allows of the
# action that do not. Of one that is not seen, only denies that ask nothing of it.
open(model, action, applying) := {"apply": applying, "lack": lacking} if {
	action != "view"
	applying & model.allow.view != set()
	{s | some s in (applying & model.deny.view)} == set()
	{report | report := model.report; not policy.in_report(report, input.row)} == set()
	lacking := {s | some p in principal.profiles; some s in model.of[p]; model.allow[action][s]} - applying
}

else := {"apply": blanket, "lack": set()} if {
	blanket := {s | some s in (applying & model.rowless); some part in ["view", action]; model.deny[part][s]}
}

# The author's words where an action on a row is refused: of the first deny that
# has some to tell, else of the first allow that is wanting.
told(model, action, what) := [model.messages[s] | some s in array.concat(denied, wanting)][0] if {
	denied := sort({s | some s in (what.apply & model.told[action]); not model.allow[action][s]})
	wanting := sort(what.lack & model.told[action])
}

# What makes no sense about the request.
complaint := "The request has no user." if not asked_by

else := sprintf("The user has no row in %s.", [policy.users_table]) if not known

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

asked_by if is_object(input.user)

asked_by if principal.profiles

known if policy.person_known

known if principal.anonymous

described := sprintf("%s %s", [type, json.marshal(input.resource.name)]) if {
	type := input.resource.type
	is_string(type)
}

else := "such resource"
