# METADATA
# description: |
#   What the compiler would write for a small portal, for the tests of the
#   library. People are rows of `people`. A clerk makes and changes orders of
#   their own; a boss is a clerk to whom the margin is revealed; an auditor
#   sees a report; whoever has no profile is a guest.
package portal.policy

import data.portal.clock

person_known if {
	is_string(input.user.record.email)
	input.user.record.email == input.user.login
}

users_table := "people"

key_type := "number"

profiles := {
	"clerk": {"clerk"},
	"boss": {"boss", "clerk"},
	"auditor": {"auditor"},
	"guest": {"guest"},
}

default_profiles := {"guest"}

teams := {"north": {"profiles": ["auditor"], "properties": {"tier": "paid"}}}

user_properties := {"region": null, "floor": null}

team_properties := {"tier": null, "size": null}

statements := {
	"clerk sees": {"order": 0, "effect": "allow", "profile": "clerk", "conditional": false, "message": null},
	"clerk glances": {"order": 1, "effect": "allow", "profile": "clerk", "conditional": false, "message": null},
	"clerk peeks": {"order": 2, "effect": "allow", "profile": "clerk", "conditional": false, "message": null},
	"clerk changes": {
		"order": 3, "effect": "allow", "profile": "clerk",
		"conditional": false, "message": "Only drafts can be changed.",
	},
	"clerk closes": {"order": 4, "effect": "allow", "profile": "clerk", "conditional": false, "message": null},
	"clerk makes": {"order": 5, "effect": "allow", "profile": "clerk", "conditional": false, "message": "Make drafts."},
	"boss deletes": {"order": 6, "effect": "allow", "profile": "boss", "conditional": false, "message": null},
	"not the secret": {
		"order": 7, "effect": "deny", "profile": "clerk",
		"conditional": false, "message": "Secret orders are not for you.",
	},
	"not the total": {"order": 8, "effect": "deny", "profile": "clerk", "conditional": false, "message": null},
	"only cheap": {
		"order": 9, "effect": "deny", "profile": "clerk",
		"conditional": false, "message": "Too dear.",
	},
	"auditor sees": {"order": 10, "effect": "allow", "profile": "auditor", "conditional": true, "message": "By day."},
	"auditor corrects": {"order": 11, "effect": "allow", "profile": "auditor", "conditional": false, "message": null},
	"guest asks": {"order": 12, "effect": "allow", "profile": "guest", "conditional": false, "message": null},
	"clerk reads": {"order": 13, "effect": "allow", "profile": "clerk", "conditional": true, "message": null},
	"clerk posts": {"order": 14, "effect": "allow", "profile": "clerk", "conditional": false, "message": null},
	"no posting": {"order": 15, "effect": "deny", "profile": "clerk", "conditional": true, "message": "Quiet hours."},
	"clerk writes to staff": {
		"order": 16, "effect": "allow", "profile": "clerk",
		"conditional": false, "message": "Write to the staff.",
	},
	"not to 13": {"order": 17, "effect": "deny", "profile": "clerk", "conditional": false, "message": "Not to them."},
	"boss structures": {"order": 18, "effect": "allow", "profile": "boss", "conditional": false, "message": null},
	"boss sees pages": {"order": 19, "effect": "allow", "profile": "boss", "conditional": false, "message": null},
}

message := {
	"clerk writes to staff": {"users": {1, 11}, "profiles": {"boss", "guest"}, "anyone": false},
	"not to 13": {"users": {13}, "profiles": {"auditor"}, "anyone": false},
}

menus := {
	"boss": [
		{"section": "lead", "label": "Lead", "items": [
			{"type": "page", "name": "plan", "label": "Plan", "as": "page"},
			{"type": "page", "name": "closed", "label": "Closed", "as": "page"},
		]},
		{"section": "work", "label": "Boss's work", "items": [
			{"type": "table", "name": "orders", "label": "All orders", "as": "object"},
			{"type": "form", "name": "ask", "label": "Ask", "as": "object"},
		]},
	],
	"clerk": [
		{"section": "work", "label": "", "items": [
			{"type": "table", "name": "orders", "label": "Orders", "as": "board"},
			{"type": "report", "name": "open_orders", "label": "Open", "as": "object"},
		]},
		{"section": "none", "label": "Nothing", "items": [
			{"type": "page", "name": "closed", "label": "Closed", "as": "page"},
		]},
	],
}

reach.clerk := {
	"allow": {
		"always": {
			["channel", "news", "post"],
			["message", "*", "access"],
			["table", "orders", "create"],
			["table", "orders", "print"],
			["table", "orders", "update"],
			["table", "orders", "view"],
		},
		"when": {"clerk reads": {["channel", "news", "read"]}},
	},
	"deny": {
		"always": {["table", "orders", "print"]},
		"when": {"no posting": {["channel", "news", "post"]}},
	},
}

reach.boss := {"allow": {"always": {
	["capability", "hire", "access"],
	["dashboard", "figures", "access"],
	["page", "plan", "access"],
	["table", "orders", "delete"],
	["table", "orders", "manage_structure"],
	["table", "orders", "print"],
}}}

reach.guest := {"allow": {"always": {["form", "ask", "access"]}}}

reach.auditor := {
	"allow": {
		"always": {["report", "open_orders", "update"]},
		"when": {"auditor sees": {["report", "open_orders", "view"]}},
	},
	"deny": {
		"always": {["form", "ask", "access"]},
		"when": {"no posting": {["channel", "news", "read"]}},
	},
}

resource.table.orders := {
	"table": "orders",
	"key": "id",
	"fields": {"id", "status", "title", "total", "margin", "phone", "client_id", "due", "tags"},
	"modes": {
		"view": "row", "create": "create", "update": "update", "delete": "row", "import": "create", "export": "row",
		"print": "row", "manage_structure": "standing",
	},
	"allow": {
		"view": {"clerk": ["clerk sees", "clerk glances", "clerk peeks"]},
		"update": {"clerk": ["clerk changes", "clerk closes"]},
		"create": {"clerk": ["clerk makes"]},
		"delete": {"boss": ["boss deletes"]},
		"manage_structure": {"boss": ["boss structures"]},
	},
	"deny": {"view": {"clerk": ["not the secret"]}},
	"lock": {
		"view": {"clerk": ["not the total"]},
		"update": {"clerk": ["not the total"]},
		"create": {"clerk": ["not the total"]},
	},
	"demand": {"update": {"clerk": ["only cheap"]}, "create": {"clerk": ["only cheap"]}},
	"plain": {
		"clerk sees": {"id", "status", "title", "total", "margin", "client_id", "due", "tags"},
		"clerk glances": {"id", "status"},
		"clerk peeks": {"id"},
	},
	"masks": {
		"clerk sees": {"phone": "•••"},
		"clerk glances": {"title": "(title)", "phone": null},
		"clerk peeks": {"title": "?", "phone": "none"},
	},
	"classified": {
		"clerk sees": {"margin": {"boss"}},
		"clerk changes": {"margin": {"boss"}},
	},
	"locked": {"not the total": {"total"}},
	"writes": {
		"clerk changes": {"id", "status", "title", "total", "margin", "client_id", "due", "tags", "phone"},
		"clerk closes": {"status", "due"},
		"clerk makes": {"id", "status", "title", "total", "client_id", "due", "tags", "phone"},
	},
	"sets": {"clerk closes": {"due"}, "clerk makes": {"status"}},
	"checked": {"clerk closes", "only cheap"},
	"types": {
		"id": "number", "status": {"enum": {"draft", "open", "done"}}, "title": "string", "total": "number",
		"margin": "number", "phone": "string", "client_id": "number", "due": "timestamp",
		"tags": {"list": "string"},
	},
	"required": {"title"},
	"blank": {
		"id": null, "status": null, "title": null, "total": null, "margin": null, "phone": null, "client_id": null,
		"due": null, "tags": null, "client": null, "items": [],
	},
	"to_one": {"client": {"key": "client_id", "target_key": "id"}},
}

resource.report.open_orders := {
	"table": "orders",
	"report": "open_orders",
	"key": "id",
	"fields": {"id", "status", "title"},
	"modes": {
		"view": "row", "update": "update", "delete": "row", "import": "create", "export": "row", "print": "row",
	},
	"allow": {
		"view": {"auditor": ["auditor sees"]},
		"update": {"auditor": ["auditor corrects"]},
		"import": {"auditor": ["auditor corrects"]},
	},
	"deny": {"view": {"clerk": ["not the secret"]}},
	"plain": {"auditor sees": {"id", "status", "title"}},
	"writes": {"auditor corrects": {"status", "title"}},
	"checked": set(),
	"types": resource.table.orders.types,
	"blank": resource.table.orders.blank,
}

resource.form.ask := {
	"table": "orders",
	"key": "id",
	"fields": {"title", "phone"},
	"modes": {"access": "create"},
	"allow": {"access": {"guest": ["guest asks"]}},
	"demand": {"access": {"clerk": ["only cheap"]}},
	"writes": {"guest asks": {"title", "phone"}},
	"checked": {"guest asks"},
	"types": resource.table.orders.types,
	"required": {"title"},
	"blank": resource.table.orders.blank,
}

resource.page.plan := standing({"access": {"boss": ["boss sees pages"]}}, {})

resource.page.closed := standing({}, {})

resource.dashboard.figures := standing({"access": {"boss": ["boss sees pages"]}}, {})

resource.capability.hire := standing({"access": {"boss": ["boss sees pages"]}}, {})

resource.channel.news := object.union(
	standing({"read": {"clerk": ["clerk reads"]}, "post": {"clerk": ["clerk posts"]}}, {"post": {"clerk": ["no posting"]}}),
	{"modes": {"read": "standing", "post": "standing"}},
)

resource.message["*"] := {
	"table": "",
	"modes": {"access": "message"},
	"allow": {"access": {"clerk": ["clerk writes to staff"]}},
	"deny": {"access": {"clerk": ["not to 13"]}},
}

standing(allow, deny) := {"table": "", "modes": {"access": "standing"}, "allow": allow, "deny": deny}

in_force["auditor sees"] if input.now == "2026-03-01T09:00:00Z"

in_force["clerk reads"] if input.user.record.reads == true

lifted["no posting"] if input.user.properties.region == "EU"

# Statements on whatever row there is.
applies(_, by, _) if {
	by in {"clerk makes", "boss deletes", "guest asks", "auditor corrects"}
}

applies(_, by, _) if by in {"clerk posts", "clerk writes to staff", "boss structures", "boss sees pages"}

applies(_, by, _) if {
	by in {"auditor sees", "clerk reads"}
	in_force[by]
}

applies(on, by, row) if {
	on == "orders"
	by == "clerk sees"
	row.status in {"draft", "open"}
}

applies(on, by, row) if {
	on == "orders"
	by == "clerk glances"
	row.status in {"open", "done"}
}

applies(on, by, row) if {
	on == "orders"
	by == "clerk peeks"
	row.status == "done"
}

applies(on, by, row) if {
	on == "orders"
	by == "clerk changes"
	row.status == "draft"
}

applies(on, by, row) if {
	on == "orders"
	by == "clerk closes"
	row.status == "open"
}

spares(_, by, _) if {
	by == "no posting"
	lifted["no posting"]
}

spares(on, by, row) if {
	on == "orders"
	by == "not the secret"
	is_string(row.title)
	row.title != "secret"
}

spares(on, by, row) if {
	on == "orders"
	by == "not the total"
	is_number(row.total)
	row.total < 100
}

passes(on, by, _, new) if {
	on == "orders"
	by == "clerk closes"
	new.status == "done"
}

passes(on, by, _, new) if {
	on == "orders"
	by == "only cheap"
	new.client.limit > 10
}

passes(on, by, _, new) if {
	on == "orders"
	by == "only cheap"
	new.total == null
}

passes(on, by, _, new) if {
	on == "orders"
	by == "guest asks"
	is_string(new.phone)
}

in_report(name, row) if {
	name == "open_orders"
	row.status == "open"
}

sets["clerk closes"] := {"due": clock.now_text}

sets["clerk makes"] := {"status": "draft"}
