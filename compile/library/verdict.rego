# Which statements decided a request.
package portal.verdict

import data.portal.message
import data.portal.principal
import data.portal.rows
import data.portal.subject
import data.portal.write

default grants := set()

grants := rows.granting(input.action, input.row) if reading

grants := write.applied if writing

grants := subject.granting(input.action) if standing

grants := message.grants if messaging

# A row that may not be seen may not be acted on either.
default refusals := set()

refusals := rows.refusing(input.action, input.row) | rows.refusing("view", input.row) if reading

refusals := write.refusing | rows.refusing("view", input.row) if {
	writing
	subject.mode == "update"
}

refusals := write.refusing if {
	writing
	subject.mode == "create"
}

refusals := subject.against("deny", input.action) if standing

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
	principal.identified
	subject.mode in {"row", "update"}
	is_object(input.row)
}

writing if {
	on_row
	subject.mode == "update"
	write.asked
	write.given
}

writing if {
	principal.identified
	subject.mode == "create"
	write.given
}

standing if {
	principal.identified
	subject.mode == "standing"
}

messaging if {
	principal.identified
	subject.mode == "message"
	message.recipient
}
