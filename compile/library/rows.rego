# What a person may do with an existing row, and which cells of it they see.
package portal.rows

import data.portal.policy
import data.portal.principal
import data.portal.subject

table := subject.model.table

# The allows for an action that apply on a row.
granting(action, row) := subject.granting(action) | {s |
	some s in subject.theirs("allow", action, "asked")
	policy.applies(table, s, row)
}

# The denies that refuse an action on a row: those not proven to spare it.
refusing(action, row) := restricting("deny", action, row)

# The denies that take fields of a row from an action.
locking(action, row) := restricting("lock", action, row)

restricting(part, action, row) := subject.against(part, action) | {s |
	some s in subject.theirs(part, action, "asked")
	not policy.spares(table, s, row)
}

# An action on an existing row also needs that the row is seen.
permitted(action, row) if {
	seen(row)
	granted(action, row)
}

seen(row) if {
	is_object(row)
	within_report(row)
	granted("view", row)
}

granted(action, row) if {
	count(granting(action, row)) > 0
	count(refusing(action, row)) == 0
}

within_report(_) if not subject.model.report

within_report(row) if policy.in_report(subject.model.report, row)

# The cells of a row: `plain` is shown as it is, `masks` has what is shown in
# place of other fields. Where only masking statements cover a field, the mask
# of the first of them counts.
cells(grants, locks) := {"plain": plain, "masks": masks, "shown": (plain | object.keys(masks))} if {
	taken := union({subject.model.locked[s] | some s in locks})
	plain := (union({revealed(s) | some s in grants}) | {subject.model.key}) - taken
	masks := object.remove(masking(grants), plain | taken)
}

revealed(s) := subject.model.plain[s] - barred(s)

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

# The fields of a seen row that an update may change. What an applying
# statement sets cannot be sent.
editable(row, plain) := ((covered - fixed) - taken) & (plain & object.keys(row)) if {
	count(refusing("update", row)) == 0
	grants := granting("update", row)
	covered := union({writable(s) | some s in grants}) - {subject.model.key}
	fixed := union({subject.model.sets[s] | some s in grants})
	taken := union({subject.model.locked[s] | some s in locking("update", row)})
}

writable(s) := subject.model.writes[s] - barred(s)
