# METADATA
# description: |
#   The questions that a portal asks: may this be done (allow, decision), what
#   is seen of these rows (visible), and what is there for this person (access).
package portal

import data.portal.message
import data.portal.policy
import data.portal.principal
import data.portal.refusal
import data.portal.rows
import data.portal.subject
import data.portal.verdict
import data.portal.write

default allow := false

allow if {
	subject.mode == "row"
	principal.identified
	permitted
}

allow if {
	subject.mode == "update"
	principal.identified
	rows.permitted("update", input.row)
	changeable(input.row)
}

allow if {
	subject.mode == "create"
	principal.identified
	write.accepted(null)
}

allow if {
	subject.mode == "standing"
	principal.identified
	count(subject.granting(input.action)) > 0
	count(subject.against("deny", input.action)) == 0
}

allow if {
	subject.mode == "message"
	principal.identified
	count(message.grants) > 0
	count(message.refusals) == 0
}

permitted if {
	input.action == "view"
	rows.seen(input.row)
}

permitted if {
	input.action != "view"
	rows.permitted(input.action, input.row)
}

changeable(row) if {
	write.asked
	write.accepted(row)
}

changeable(row) if {
	not write.asked
	count(rows.editable(row, write.stored(row).plain)) > 0
}

decision := {
	"allow": allow,
	"visible": visible_fields,
	"masked": masked_fields,
	"editable": editable_fields,
	"set": added,
	"because": because,
	"message": reason,
}

on_row if {
	allow
	subject.mode in {"row", "update"}
}

default visible_fields := set()

visible_fields := write.stored(input.row).shown & object.keys(input.row) if on_row

default masked_fields := {}

masked_fields := object.filter(write.stored(input.row).masks, object.keys(input.row)) if on_row

default editable_fields := set()

editable_fields := rows.editable(input.row, write.stored(input.row).plain) if on_row

editable_fields := write.covered(null) if {
	allow
	subject.mode == "create"
}

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
