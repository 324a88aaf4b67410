# METADATA
# description: |
#   The questions that a portal asks: may this be done (allow, decision), what
#   is seen of these rows (visible), and what is there for this person (access).
package portal

import data.portal.mask
import data.portal.message
import data.portal.policy
import data.portal.principal
import data.portal.refusal
import data.portal.rows
import data.portal.subject
import data.portal.verdict
import data.portal.write

default allow := false

# The first statement that lets a row be seen decides, unless any denies it.
allow if {
	input.action == "view"
	model := policy.resource[input.resource.type][input.resource.name]
	row := input.row
	profiles := principal.profiles
	some p in profiles
	some s in model.shows[p]
	policy.applies(s, row)
	is_object(row)
	{d | some q in profiles; some d in model.hides[q]; policy.applies(d, row)} == set()
	{report | report := model.report; not policy.in_report(report, row)} == set()
}

allow if {
	input.action != "view"
	decided[subject.mode]
}

# Whether the request is granted, by how its action is decided.
decided["row"] if rows.permitted(input.action, input.row)

decided["update"] if {
	rows.permitted("update", input.row)
	write.changeable(input.row)
}

decided["create"] if write.accepted(null)

decided["standing"] if rows.granted(input.action, null)

decided["message"] if {
	count(message.grants) > 0
	count(message.refusals) == 0
}

# The person's statements that apply on a row as it is; each is asked once.
applying := {s | some p in profiles; some s in model.of[p]; policy.applies(s, row)} if {
	model := policy.resource[input.resource.type][input.resource.name]
	model.modes[input.action] == "row"
	row := input.row
	is_object(row)
	profiles := principal.profiles
}

# A decision on a row as it is: it is seen, and the action is allowed on it. Each
# of the person's statements is asked once. (Sets are gone through in order.)
decision := {
	"allow": true,
	"visible": there & (plain | object.keys(masks)),
	"masked": {field: mask.of(shows, row[field]) | some field, shows in masks; field in there},
	"editable": union({fields | fields := rows.editable(model, applying, plain & there)}),
	"set": {},
	"because": [model.because[s] | some s in applying; model.decides[action][s]],
	"message": null,
} if {
	action := input.action
	model := policy.resource[input.resource.type][input.resource.name]
	allows := applying & model.allow.view
	allows != set()
	applying & model.allow[action] != set()
	{s | some part in {"view", action}; some s in (applying & model.deny[part])} == set()
	{report | report := model.report; not policy.in_report(report, input.row)} == set()
	profiles := principal.profiles
	taken := {field | some s in applying; model.lock.view[s]; some field in model.locked[s]}
	revealed := {model.revealed[p].plain[s] | model.revealed; some p in profiles; some s in allows}
	plain := union({model.plain[s] | some s in allows} | revealed) - taken
	masks := {field: shows | model.masks; some field, shows in rows.masking(model, allows, plain | taken)}
	row := input.row
	there := object.keys(row)
}

# It is not.
else := {
	"allow": false,
	"visible": set(),
	"masked": {},
	"editable": set(),
	"set": {},
	"because": [model.because[s] | some s in open.apply; model.decides[action][s]],
	"message": array.concat([told | model.told[action]; told := refusal.told(model, action, open)], [null])[0],
} if {
	action := input.action
	model := policy.resource[input.resource.type][input.resource.name]
	open := refusal.open(model, action, applying)
}

# Of what is written, or has no row.
else := {
	"allow": true,
	"visible": lists.visible,
	"masked": lists.masked,
	"editable": lists.editable,
	"set": added,
	"because": reasons(verdict.grants | verdict.refusals),
	"message": null,
} if {
	allow
}

else := {
	"allow": false,
	"visible": set(),
	"masked": {},
	"editable": set(),
	"set": {},
	"because": reasons(verdict.grants | verdict.refusals),
	"message": refusal.text,
}

# The statements that decided, in the order of file and line.
reasons(statements) := [subject.model.because[s] | some s in sort(statements)]

# What is seen and editable of a row that is written; of what is created, the
# fields that may be sent.
default lists := {"visible": set(), "masked": {}, "editable": set()}

lists := {
	"visible": looks.shown & there,
	"masked": {field: mask.of(shows, input.row[field]) | some field, shows in looks.masks; field in there},
	"editable": union({fields | fields := rows.editable(subject.model, applying, looks.plain & there)}),
} if {
	subject.mode == "update"
	is_object(input.row)
	looks := rows.looks(input.row)
	applying := rows.all_applying(input.row)
	there := object.keys(input.row)
}

lists := {"visible": set(), "masked": {}, "editable": write.covered(null)} if subject.mode == "create"

default added := {}

added := write.set(verdict.row) if verdict.stage == "writing"
