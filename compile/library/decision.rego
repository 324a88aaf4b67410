# METADATA
# description: |
#   The questions that a portal asks: may this be done (allow, decision), what
#   is seen of these rows (visible), and what is there for this person (access).
package portal

import data.portal.message
import data.portal.policy
import data.portal.refusal
import data.portal.rows
import data.portal.subject
import data.portal.verdict
import data.portal.write

default allow := false

allow if decided[subject.mode]

# Whether the request is granted, by how its action is decided.
decided["row"] if {
	input.action == "view"
	rows.seen(input.row)
}

decided["row"] if {
	input.action != "view"
	rows.permitted(input.action, input.row)
}

decided["update"] if {
	rows.permitted("update", input.row)
	changeable(input.row)
}

decided["create"] if write.accepted(null)

decided["standing"] if rows.granted(input.action, null)

decided["message"] if {
	count(message.grants) > 0
	count(message.refusals) == 0
}

changeable(row) if {
	write.asked
	write.accepted(row)
}

changeable(row) if {
	not write.asked
	count(rows.editable(row)) > 0
}

decision := {
	"allow": allow,
	"visible": lists.visible,
	"masked": lists.masked,
	"editable": lists.editable,
	"set": added,
	"because": because,
	"message": reason,
}

# What is seen and editable of the row; of what may be created, the fields
# that may be sent.
default lists := {"visible": set(), "masked": {}, "editable": set()}

lists := {
	"visible": looks.shown & there,
	"masked": object.filter(looks.masks, there),
	"editable": editable,
} if {
	allow
	subject.mode in {"row", "update"}
	looks := rows.looks(input.row)
	there := object.keys(input.row)
}

lists := {
	"visible": set(),
	"masked": {},
	"editable": write.covered(null),
} if {
	allow
	subject.mode == "create"
}

default editable := set()

editable := rows.editable(input.row)

default added := {}

added := write.set(verdict.row) if {
	allow
	verdict.writing
}

# The statements that decided, in the order of file and line.
because := [{"statement": s, "effect": is.effect, "profile": is.profile} |
	some [_, s] in sort({[policy.statements[s].order, s] | some s in (verdict.grants | verdict.refusals)})
	is := policy.statements[s]
]

# Why not.
default reason := null

reason := refusal.text if not allow
