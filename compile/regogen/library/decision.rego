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

# The first statement that lets a row be seen decides, unless any denies it. Of
# whoever is let, the form is looked at.
allow if {
	input.action == "view"
	model := policy.resource[input.resource.type][input.resource.name]
	row := input.row
	claimed := principal.claimed
	some p in claimed
	some s in model.shows[p]
	policy.applies(s, row)
	is_object(row)
	{d | some q in claimed; some d in model.hides[q]; policy.applies(d, row)} == set()
	{report | report := model.report; not policy.in_report(report, row)} == set()
	principal.formed
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

# A decision on a row as it is. Each of the person's statements is asked once.
# (Sets are gone through in order.)
decision := judged(model, input.action, row, applying) if {
	model := policy.resource[input.resource.type][input.resource.name]
	model.modes[input.action] == "row"
	row := input.row
	is_object(row)
	principal.formed
	claimed := principal.claimed
	applying := {s | some p in claimed; some s in model.of[p]; policy.applies(s, row)}
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

# Most rows are not seen at all, and nothing is told of them.
judged(model, action, row, applying) := {
	"allow": false,
	"visible": set(),
	"masked": {},
	"editable": set(),
	"set": {},
	"because": [],
	"message": null,
} if {
	{s | some s in applying; model.allow.view[s]} == set()
	{s | some s in applying; model.rowless[s]} == set()
}

# The row is seen, and the action is allowed on it, of what has neither masks nor
# sensitive fields.
else := {
	"allow": true,
	"visible": plain,
	"masked": {},
	"editable": union({fields |
		some s in applying
		model.allow.update[s]
		fields := rows.editable(model, applying, plain)
	}),
	"set": {},
	"because": [model.because[s] | some s in applying; model.decides[action][s]],
	"message": null,
} if {
	model.cells == "open"
	{s | some s in applying; model.allow.view[s]} != set()
	{s | some s in applying; model.allow[action][s]} != set()
	{s | some s in applying; some part in ["view", action]; model.deny[part][s]} == set()
	{report | report := model.report; not policy.in_report(report, row)} == set()
	taken := {field | some s in applying; model.lock.view[s]; some field in model.locked[s]}
	plain := (union({model.plain[s] | some s in applying}) & object.keys(row)) - taken
}

# The same of what has some.
else := {
	"allow": true,
	"visible": there & (plain | object.keys(masks)),
	"masked": {field: mask.of(shows, row[field]) | some field, shows in masks; field in there},
	"editable": union({fields | fields := rows.editable(model, applying, plain & there)}),
	"set": {},
	"because": [model.because[s] | some s in applying; model.decides[action][s]],
	"message": null,
} if {
	model.cells == "veiled"
	allows := applying & model.allow.view
	allows != set()
	{s | some s in applying; model.allow[action][s]} != set()
	{s | some s in applying; some part in ["view", action]; model.deny[part][s]} == set()
	{report | report := model.report; not policy.in_report(report, row)} == set()
	taken := {field | some s in applying; model.lock.view[s]; some field in model.locked[s]}
	profiles := principal.profiles
	revealed := {model.revealed[p].plain[s] | model.revealed; some p in profiles; some s in allows}
	plain := union({model.plain[s] | some s in allows} | revealed) - taken
	masks := {field: shows | model.masks; some field, shows in rows.masking(model, allows, plain | taken)}
	there := object.keys(row)
}

# It is refused, and some of why may be told.
else := {
	"allow": false,
	"visible": set(),
	"masked": {},
	"editable": set(),
	"set": {},
	"because": [model.because[s] | some s in open.apply; model.decides[action][s]],
	"message": array.concat([told | model.told[action]; told := refusal.told(model, action, open)], [null])[0],
} if {
	open := refusal.open(model, action, applying)
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
