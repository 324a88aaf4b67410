package portal.subject_test

import data.portal.policy
import data.portal.sample
import data.portal.subject

test_model if {
	subject.model == policy.resource.table.orders with input as sample.on([], "view", "table", "orders")
	subject.model == policy.resource.message["*"] with input as sample.on([], "access", "message", "*")
}

test_no_model[note] if {
	some note, resource in {
		"unknown type": {"type": "view", "name": "orders"},
		"unknown name": {"type": "table", "name": "invoices"},
		"a report's name for a table's": {"type": "table", "name": "open_orders"},
		"no name": {"type": "table"},
		"no type": {"name": "orders"},
		"a list for a name": {"type": "table", "name": ["orders"]},
		"no object": "orders",
		"null": null,
	}
	not subject.model with input as {"resource": resource}
}

test_mode[note] if {
	some note, [action, type, name, want] in {
		"view": ["view", "table", "orders", "row"],
		"update": ["update", "table", "orders", "update"],
		"create": ["create", "table", "orders", "create"],
		"a form": ["access", "form", "ask", "create"],
		"structure": ["manage_structure", "table", "orders", "standing"],
		"a page": ["access", "page", "plan", "standing"],
		"a message": ["access", "message", "*", "message"],
	}
	subject.mode == want with input as sample.on([], action, type, name)
}

test_no_mode[action] if {
	some action in ["access", "VIEW", "", null, 1, ["view"]]
	not subject.mode with input as sample.on([], action, "table", "orders")
}

test_their_statements if {
	asked := sample.on(["boss"], "view", "table", "orders")
	subject.theirs("allow", "view") == {"01 clerk sees", "02 clerk glances", "03 clerk peeks"} with input as asked
	subject.theirs("allow", "delete") == {"07 boss deletes"} with input as asked
	subject.theirs("deny", "view") == {"08 not the secret"} with input as asked
	subject.theirs("allow", "import") == set() with input as asked
	subject.theirs("allow", "delete") == set() with input as sample.on(["clerk"], "view", "table", "orders")
	subject.theirs("allow", "view") == set() with input as sample.on(["auditor"], "view", "table", "orders")
}
