# What a person may do with an existing row, and which cells of it they see.
package portal.rows

import data.portal.policy
import data.portal.principal
import data.portal.subject

# The allows for an action that apply on a row. (What has no rows is asked with
# null for one.)
granting(action, row) := {s |
	model := subject.model
	by_profile := model.allow[action]
	some p in principal.profiles
	some s in by_profile[p]
	policy.applies(model.table, s, row)
}

# The denies that refuse an action on a row (deny), that take fields of it
# (lock), or that ask something of the row to be (demand): those that are not
# proven to spare it.
restricting(part, action, row) := {s |
	model := subject.model
	by_profile := model[part][action]
	some p in principal.profiles
	some s in by_profile[p]
	not policy.spares(model.table, s, row)
}

# An action on an existing row also needs that the row is seen.
permitted(action, row) if {
	seen(row)
	granted(action, row)
}

seen(row) if {
	is_object(row)
	granted("view", row)
}

# The first statement that applies decides; which others do is not asked.
granted(action, row) if {
	model := subject.model
	by_profile := model.allow[action]
	some p in principal.profiles
	some s in by_profile[p]
	policy.applies(model.table, s, row)
	not refused(action, row)
}

refused(action, row) if {
	model := subject.model
	by_profile := model.deny[action]
	some p in principal.profiles
	some s in by_profile[p]
	not policy.spares(model.table, s, row)
}

refused(_, row) if {
	subject.model.report
	not policy.in_report(subject.model.report, row)
}

# The cells of a row: `plain` is shown as it is, `masks` has what is shown in
# place of other fields. Where only masking statements cover a field, the mask
# of the first of them counts.
cells(grants, locks) := {
	"plain": plain,
	"masks": {},
	"shown": plain,
	"hidden": subject.model.fields - plain,
} if {
	not subject.model.masks
	plain := (revealed(grants) | {subject.model.key}) - taken(locks)
}

cells(grants, locks) := {
	"plain": plain,
	"masks": masks,
	"shown": shown,
	"hidden": subject.model.fields - shown,
} if {
	subject.model.masks
	plain := (revealed(grants) | {subject.model.key}) - taken(locks)
	masks := object.remove(masking(grants), plain | taken(locks))
	shown := plain | object.keys(masks)
}

# The fields that denies take.
taken(locks) := union({subject.model.locked[s] | some s in locks})

# The fields that allows show as they are.
revealed(grants) := union({subject.model.plain[s] | some s in grants}) if not subject.model.classified

revealed(grants) := union({shown |
	some s in grants
	shown := subject.model.plain[s] - barred(s)
}) if {
	subject.model.classified
}

masking(grants) := object.union_n([object.remove(subject.model.masks[s], barred(s)) |
	some [_, s] in sort({[0 - policy.statements[s].order, s] |
		some s in grants
		subject.model.masks[s]
	})
])

# Sensitive fields that a statement covers, and that are not revealed through it.
barred(s) := {field |
	some field, revealers in subject.model.classified[s]
	count(revealers & principal.profiles) == 0
}

# What is seen of a row.
looks(row) := cells(granting("view", row), restricting("lock", "view", row))

# The fields of a seen row that an update may change. What an applying
# statement sets cannot be sent.
editable(row) := ((covered - fixed) - locked) & (looks(row).plain & object.keys(row)) if {
	subject.model.allow.update
	grants := granting("update", row)
	count(grants) > 0
	not refused("update", row)
	covered := union({writable(s) | some s in grants}) - {subject.model.key}
	fixed := union({subject.model.sets[s] | some s in grants})
	locked := taken(restricting("lock", "update", row))
}

writable(s) := subject.model.writes[s] if not subject.model.classified

writable(s) := subject.model.writes[s] - barred(s) if subject.model.classified
