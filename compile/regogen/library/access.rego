package portal

import data.portal.policy
import data.portal.principal
import data.portal.rows

# What there is for a person, whatever the rows are.
access := {
	"tables": actions_of("table"),
	"reports": actions_of("report"),
	"forms": names_of("form"),
	"pages": names_of("page"),
	"dashboards": names_of("dashboard"),
	"channels": actions_of("channel"),
	"capabilities": names_of("capability"),
	"message": messages,
	"menu": menu,
	"sortable": sortable,
}

# [kind, name, action]: of some allow whose `when` is true, and of no deny
# without `rows`, `fields` and `check` whose `when` is not false.
reachable := {thing |
	some thing in (allowed - denied)
}

allowed := {thing |
	some p in principal.profiles
	some thing in policy.reach[p].allow.always
} | {thing |
	some p in principal.profiles
	some s, things in policy.reach[p].allow.when
	policy.in_force[s]
	some thing in things
}

denied := {thing |
	some p in principal.profiles
	some thing in policy.reach[p].deny.always
} | {thing |
	some p in principal.profiles
	some s, things in policy.reach[p].deny.when
	not policy.lifted[s]
	some thing in things
}

actions_of(kind) := {name: actions |
	some [of, name, _] in reachable
	of == kind
	actions := {action | some [k, n, action] in reachable; k == kind; n == name}
}

names_of(kind) := {name | some [of, name, _] in reachable; of == kind}

# The fields that may serve to sort, filter and group: those that the person
# sees plain on every row that they may see.
sortable := {name: fields |
	some kind in ["table", "report"]
	some name, actions in actions_of(kind)
	"view" in actions
	fields := steady(policy.resource[kind][name])
}

# A statement on all rows shows its fields on each of them, whatever others show
# beside it; else it takes all that are in force, as any one may be the only one
# that shows a row.
steady(model) := ((whole | shared) | model.key) - taken if {
	views := {s |
		some p in principal.profiles
		some s in model.shows[p]
		rows.in_force(model, s)
	}
	whole := rows.covered(model, "plain", {s | some s in views; model.on_all_rows[s]})
	shared := intersection({shown | some s in views; shown := rows.covered(model, "plain", {s})})
	taken := {field |
		some p in principal.profiles
		some s in model.of[p]
		model.lock.view[s]
		not rows.lifted(model, s)
		some field in model.locked[s]
	}
}

# Whom the person may write to, as the statements name them.
messages := {
	"everyone": anyone_in(granting),
	"users": {u | some s in granting; some u in policy.message[s].users},
	"profiles": {p | some s in granting; some p in policy.message[s].profiles},
	"denied_users": {u | some s in refusing; some u in policy.message[s].users},
	"denied_profiles": {p | some s in refusing; some p in policy.message[s].profiles},
}

letters := object.get(policy.resource.message, "*", {})

refusing := {s |
	some p in principal.profiles
	some s in letters.of[p]
	letters.deny.access[s]
	not rows.lifted(letters, s)
}

# A deny that names nobody leaves nobody to write to.
granting := set() if anyone_in(refusing)

granting := {s |
	some p in principal.profiles
	some s in letters.of[p]
	letters.allow.access[s]
	rows.in_force(letters, s)
} if {
	not anyone_in(refusing)
}

default anyone_in(_) := false

anyone_in(statements) if {
	some s in statements
	policy.message[s].anyone
}

# The first screen: the sections of the person's profiles in the order of
# their names, those of one name joined at the place of the first.
menu := [{"section": name, "label": label, "items": items} |
	some i, section in sections
	name := section.section
	not name in {earlier.section | some j, earlier in sections; j < i}
	labels := [of.label | some of in sections; of.section == name; of.label != ""]
	label := array.concat(labels, [name])[0]
	items := items_of(name)
	count(items) > 0
]

sections := [section |
	some p in sort(principal.profiles)
	some section in policy.menus[p]
]

items_of(name) := [item |
	some i, item in all_items
	not [item.type, item.name] in {[earlier.type, earlier.name] | some j, earlier in all_items; j < i}
	opens(item)
] if {
	all_items := [item | some section in sections; section.section == name; some item in section.items]
}

opens(item) if {
	item.type in {"table", "report"}
	[item.type, item.name, "view"] in reachable
}

opens(item) if {
	not item.type in {"table", "report"}
	[item.type, item.name, "access"] in reachable
}
