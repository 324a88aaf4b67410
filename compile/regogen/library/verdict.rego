# Which statements decided a request.
package portal.verdict

import data.portal.message
import data.portal.principal
import data.portal.rows
import data.portal.subject
import data.portal.write

default grants := set()

# The existing row, or null.
default row := null

row := input.row if {
	subject.mode in {"row", "update"}
	is_object(input.row)
}

# How far a request is looked into. What is told of it rests on no more: nothing
# on a row that is not seen, nothing on the row as it would be where what is sent
# may not be.
stage := "unseen" if {
	on_row
	not rows.seen(row)
	write.given # else nothing is asked
}

else := "reading" if {
	on_row
	not write.asked
}

else := "faulty" if {
	writes
	write.fault(row)
}

else := "withheld" if {
	writes
	write.withheld(row) != set()
}

else := "writing" if writes

else := subject.mode if {
	principal.profiles
	subject.mode == "standing"
}

else := subject.mode if {
	principal.profiles
	message.recipient
	subject.mode == "message"
}

on_row if {
	principal.profiles
	row != null
}

writes if {
	on_row
	write.given
}

writes if {
	principal.profiles
	subject.mode == "create"
	write.given
}

grants := rows.applying("allow", "update", row) if stage == "reading"

grants := rows.applying("allow", "update", row) if {
	stage == "withheld"
	subject.mode == "update"
}

grants := write.first(row) if {
	stage == "writing"
	write.conflict(row)
}

grants := write.effective(row) if {
	stage == "writing"
	not write.conflict(row)
}

grants := rows.applying("allow", input.action, null) if stage == "standing"

grants := message.grants if stage == "message"

# The allows of the action that are wanting.
default lacking := set()

lacking := subject.theirs("allow", input.action) - grants if {
	stage in {"reading", "writing", "standing", "message"}
}

lacking := subject.theirs("allow", input.action) - write.candidates(row) if stage == "withheld"

# Denies that take fields are among those that decided.
default refusals := set()

refusals := rows.blanket({"view", "update"}) if stage == "unseen"

refusals := rows.applying("deny", "update", row) | rows.applying("lock", "update", row) if stage == "reading"

refusals := rows.applying("deny", "update", row) | rows.applying("lock", "update", row) if {
	stage == "withheld"
	subject.mode == "update"
}

refusals := rows.blanket({input.action}) | write.lasting_locks if {
	stage == "withheld"
	subject.mode == "create"
}

# Where statements' values conflict there is no row to be, of which a deny
# could be asked.
refusals := of_write | rows.applying("lock", "update", row) if {
	stage == "writing"
	subject.mode == "update"
}

refusals := write.refusing(row) | write.locks(row) if {
	stage == "writing"
	subject.mode == "create"
	not write.conflict(row)
}

of_write := write.refusing(row) if not write.conflict(row)

of_write := rows.applying("deny", "update", row) if write.conflict(row)

refusals := rows.applying("deny", input.action, null) if stage == "standing"

refusals := message.refusals if stage == "message"
