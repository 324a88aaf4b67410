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

timezone := "UTC"

user_properties := {"region": null, "floor": null}

team_properties := {"tier": null, "size": null}

# What is told of every statement; a resource has those that bear on it.
because := {
	"01 clerk sees": {"statement": "01 clerk sees", "effect": "allow", "profile": "clerk"},
	"02 clerk glances": {"statement": "02 clerk glances", "effect": "allow", "profile": "clerk"},
	"03 clerk peeks": {"statement": "03 clerk peeks", "effect": "allow", "profile": "clerk"},
	"04 clerk changes": {"statement": "04 clerk changes", "effect": "allow", "profile": "clerk"},
	"05 clerk closes": {"statement": "05 clerk closes", "effect": "allow", "profile": "clerk"},
	"06 clerk makes": {"statement": "06 clerk makes", "effect": "allow", "profile": "clerk"},
	"07 boss deletes": {"statement": "07 boss deletes", "effect": "allow", "profile": "boss"},
	"08 not the secret": {"statement": "08 not the secret", "effect": "deny", "profile": "clerk"},
	"09 not the total": {"statement": "09 not the total", "effect": "deny", "profile": "clerk"},
	"10 only cheap": {"statement": "10 only cheap", "effect": "deny", "profile": "clerk"},
	"11 auditor sees": {"statement": "11 auditor sees", "effect": "allow", "profile": "auditor"},
	"12 auditor corrects": {"statement": "12 auditor corrects", "effect": "allow", "profile": "auditor"},
	"13 guest asks": {"statement": "13 guest asks", "effect": "allow", "profile": "guest"},
	"14 clerk reads": {"statement": "14 clerk reads", "effect": "allow", "profile": "clerk"},
	"15 clerk posts": {"statement": "15 clerk posts", "effect": "allow", "profile": "clerk"},
	"16 no posting": {"statement": "16 no posting", "effect": "deny", "profile": "clerk"},
	"17 clerk writes to staff": {"statement": "17 clerk writes to staff", "effect": "allow", "profile": "clerk"},
	"18 not to 13": {"statement": "18 not to 13", "effect": "deny", "profile": "clerk"},
	"19 boss structures": {"statement": "19 boss structures", "effect": "allow", "profile": "boss"},
	"20 boss sees pages": {"statement": "20 boss sees pages", "effect": "allow", "profile": "boss"},
}

messages := {
	"04 clerk changes": "Only drafts can be changed.",
	"06 clerk makes": "Make drafts.",
	"08 not the secret": "Secret orders are not for you.",
	"10 only cheap": "Too dear.",
	"11 auditor sees": "By day.",
	"16 no posting": "Quiet hours.",
	"17 clerk writes to staff": "Write to the staff.",
	"18 not to 13": "Not to them.",
}

when := {
	"11 auditor sees": "11 auditor sees",
	"14 clerk reads": "14 clerk reads",
	"16 no posting": "16 no posting",
}

message := {
	"17 clerk writes to staff": {"users": {1, 11}, "profiles": {"boss", "guest"}, "anyone": false},
	"18 not to 13": {"users": {13}, "profiles": {"auditor"}, "anyone": false},
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
		"when": {"14 clerk reads": {["channel", "news", "read"]}},
	},
	"deny": {
		"always": {["table", "orders", "print"]},
		"when": {"16 no posting": {["channel", "news", "post"]}},
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
		"when": {"11 auditor sees": {["report", "open_orders", "view"]}},
	},
	"deny": {
		"always": {["form", "ask", "access"]},
		"when": {"16 no posting": {["channel", "news", "read"]}},
	},
}

resource.table.orders := {
	"because": because,
	"messages": messages,
	"when": when,
	"key": {"id"},
	"cells": "veiled",
	"fields": {"id", "status", "title", "total", "margin", "phone", "client_id", "due", "tags"},
	"modes": {
		"view": "row", "create": "create", "update": "update", "delete": "row", "import": "create", "export": "row",
		"print": "row", "manage_structure": "standing",
	},
	"of": {
		"boss": ["07 boss deletes", "19 boss structures"],
		"clerk": ["01 clerk sees", "02 clerk glances", "03 clerk peeks", "04 clerk changes", "05 clerk closes", "06 clerk makes", "08 not the secret", "09 not the total", "10 only cheap"],
	},
	"shows": {"clerk": ["01 clerk sees", "02 clerk glances", "03 clerk peeks"]},
	"hides": {"clerk": ["08 not the secret"]},
	"allow": {
		"view": {"01 clerk sees", "02 clerk glances", "03 clerk peeks"},
		"update": {"04 clerk changes", "05 clerk closes"},
		"create": {"06 clerk makes"},
		"delete": {"07 boss deletes"},
		"manage_structure": {"19 boss structures"},
	},
	"deny": {"view": {"08 not the secret"}},
	"lock": {"view": {"09 not the total"}, "update": {"09 not the total"}, "create": {"09 not the total"}},
	"demand": {"update": {"10 only cheap"}, "create": {"10 only cheap"}},
	"decides": {
		"view": {"01 clerk sees", "02 clerk glances", "03 clerk peeks", "08 not the secret", "09 not the total"},
		"delete": {"07 boss deletes", "08 not the secret"},
		"export": {"08 not the secret"},
		"print": {"08 not the secret"},
	},
	"told": {
		"view": {"08 not the secret"},
		"delete": {"08 not the secret"},
		"export": {"08 not the secret"},
		"print": {"08 not the secret"},
	},
	"plain": {
		"01 clerk sees": {"id", "status", "title", "total", "client_id", "due", "tags"},
		"02 clerk glances": {"id", "status"},
		"03 clerk peeks": {"id"},
	},
	"masks": {
		"01 clerk sees": {"phone": "•••"},
		"02 clerk glances": {"title": "(title)", "phone": null},
		"03 clerk peeks": {"title": "?", "phone": "none"},
	},
	"revealed": {"boss": {"plain": {"01 clerk sees": {"margin"}}, "writes": {"04 clerk changes": {"margin"}}}},
	"locked": {"09 not the total": {"total"}},
	"writes": {
		"04 clerk changes": {"id", "status", "title", "total", "client_id", "due", "tags", "phone"},
		"05 clerk closes": {"status", "due"},
		"06 clerk makes": {"id", "status", "title", "total", "client_id", "due", "tags", "phone"},
	},
	"sets": {"05 clerk closes": {"due"}, "06 clerk makes": {"status"}},
	"checked": {"05 clerk closes"},
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
	"to_one": {"client": {"client_id": "id"}},
}

resource.report.open_orders := {
	"because": because,
	"messages": messages,
	"when": when,
	"report": "open_orders",
	"key": {"id"},
	"cells": "open",
	"fields": resource.table.orders.fields,
	"modes": {
		"view": "row", "update": "update", "delete": "row", "import": "create", "export": "row", "print": "row",
	},
	"of": {"auditor": ["11 auditor sees", "12 auditor corrects"], "clerk": ["08 not the secret"]},
	"shows": {"auditor": ["11 auditor sees"]},
	"hides": {"clerk": ["08 not the secret"]},
	"allow": {"view": {"11 auditor sees"}, "update": {"12 auditor corrects"}, "import": {"12 auditor corrects"}},
	"deny": {"view": {"08 not the secret"}},
	"decides": {
		"view": {"08 not the secret", "11 auditor sees"},
		"delete": {"08 not the secret"},
		"export": {"08 not the secret"},
		"print": {"08 not the secret"},
	},
	"told": {
		"view": {"08 not the secret", "11 auditor sees"},
		"delete": {"08 not the secret"},
		"export": {"08 not the secret"},
		"print": {"08 not the secret"},
	},
	"plain": {"11 auditor sees": {"id", "status", "title"}},
	"writes": {"12 auditor corrects": {"status", "title"}},
	"checked": set(),
	"types": resource.table.orders.types,
	"blank": resource.table.orders.blank,
}

resource.form.ask := {
	"because": because,
	"messages": messages,
	"when": when,
	"key": {"id"},
	"cells": "open",
	"fields": resource.table.orders.fields,
	"modes": {"access": "create"},
	"of": {"clerk": ["10 only cheap"], "guest": ["13 guest asks"]},
	"allow": {"access": {"13 guest asks"}},
	"demand": {"access": {"10 only cheap"}},
	"writes": {"13 guest asks": {"title", "phone"}},
	"checked": {"13 guest asks"},
	"types": resource.table.orders.types,
	"required": {"title"},
	"blank": resource.table.orders.blank,
}

resource.page.plan := standing({"access": {"20 boss sees pages"}}, {})

resource.page.closed := standing({}, {})

resource.dashboard.figures := standing({"access": {"20 boss sees pages"}}, {})

resource.capability.hire := standing({"access": {"20 boss sees pages"}}, {})

resource.channel.news := object.union(
	standing({"read": {"14 clerk reads"}, "post": {"15 clerk posts"}}, {"post": {"16 no posting"}}),
	{"modes": {"read": "standing", "post": "standing"}},
)

resource.message["*"] := {
	"because": because,
	"messages": messages,
	"modes": {"access": "message"},
	"of": {"clerk": ["17 clerk writes to staff", "18 not to 13"]},
	"allow": {"access": {"17 clerk writes to staff"}},
	"deny": {"access": {"18 not to 13"}},
}

standing(allow, deny) := {
	"because": because,
	"messages": messages,
	"when": when,
	"modes": {"access": "standing"},
	"of": {"boss": ["20 boss sees pages"], "clerk": ["14 clerk reads", "15 clerk posts", "16 no posting"]},
	"allow": allow,
	"deny": deny,
}

in_force["11 auditor sees"] if input.now == "2026-03-01T09:00:00Z"

in_force["14 clerk reads"] if input.user.record.reads == true

lifted["16 no posting"] if input.user.properties.region == "EU"

# Statements on whatever row there is.
applies(by, _) if {
	by in {"06 clerk makes", "07 boss deletes", "10 only cheap", "12 auditor corrects", "13 guest asks"}
}

applies(by, _) if {
	by in {"15 clerk posts", "17 clerk writes to staff", "18 not to 13", "19 boss structures", "20 boss sees pages"}
}

applies(by, _) if {
	by in {"11 auditor sees", "14 clerk reads"}
	in_force[by]
}

applies(by, _) if {
	by == "16 no posting"
	not lifted["16 no posting"]
}

applies(by, row) if {
	by == "01 clerk sees"
	row.status in {"draft", "open"}
}

applies(by, row) if {
	by == "02 clerk glances"
	row.status in {"open", "done"}
}

applies(by, row) if {
	by == "03 clerk peeks"
	row.status == "done"
}

applies(by, row) if {
	by == "04 clerk changes"
	row.status == "draft"
}

applies(by, row) if {
	by == "05 clerk closes"
	row.status == "open"
}

applies(by, row) if {
	by == "08 not the secret"
	{true |
		is_string(row.title)
		row.title != "secret"
	} == set()
}

applies(by, row) if {
	by == "09 not the total"
	{true |
		is_number(row.total)
		row.total < 100
	} == set()
}

picks(by, rows) := {at | some at, row in rows; applies(by, row)}

passes(by, _, new) if {
	by == "05 clerk closes"
	new.status == "done"
}

passes(by, _, new) if {
	by == "13 guest asks"
	is_string(new.phone)
}

fails(by, _, new) if {
	by == "10 only cheap"
	{true | new.client.limit > 10} == set()
	{true | new.total == null} == set()
}

in_report(name, row) if {
	name == "open_orders"
	row.status == "open"
}

sets["05 clerk closes"] := {"due": clock.now_text}

sets["06 clerk makes"] := {"status": "draft"}
