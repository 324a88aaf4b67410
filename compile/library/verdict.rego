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

grants := rows.applying("allow", input.action, row) if reading

grants := write.first(row) if {
	writing
	write.conflict(row)
}

grants := write.effective(row) if {
	writing
	not write.conflict(row)
}

grants := rows.applying("allow", input.action, null) if standing

grants := message.grants if messaging

# A row that may not be seen may not be acted on either. Denies that take
# fields are among those that decided.
default refusals := set()

refusals := (rows.applying("deny", input.action, row) | rows.applying("deny", "view", row)) | rows.applying("lock", input.action, row) if reading

# Where statements' values conflict there is no row to be, of which a deny
# could be asked.
refusals := (of_write | rows.applying("deny", "view", row)) | rows.applying("lock", "update", row) if {
	writing
	subject.mode == "update"
}

refusals := write.refusing(row) | write.locks(row) if {
	writing
	subject.mode == "create"
	not write.conflict(row)
}

of_write := write.refusing(row) if not write.conflict(row)

of_write := rows.applying("deny", "update", row) if write.conflict(row)

refusals := rows.applying("deny", input.action, null) if standing

refusals := message.refusals if messaging

# A request on an existing row that asks nothing of the row to be.
reading if {
	on_row
	not write.asked
}

reading if {
	on_row
	subject.mode == "row"
}

on_row if {
	principal.profiles
	row != null
}

writing if {
	on_row
	subject.mode == "update"
	write.asked
	write.given
}

writing if {
	principal.profiles
	subject.mode == "create"
	write.given
}

standing if {
	principal.profiles
	subject.mode == "standing"
}

messaging if {
	principal.profiles
	subject.mode == "message"
	message.recipient
}
