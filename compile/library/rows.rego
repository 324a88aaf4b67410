# What a person may do with an existing row, and which cells of it they see.
package portal.rows

import data.portal.policy
import data.portal.principal
import data.portal.subject

# The person's statements of one part for an action that apply on a row: allows
# (allow), denies that refuse the action (deny), that take fields (lock), or that
# ask something of the row to be (demand). What has no rows is asked with null
# for one.
applying(part, action, row) := {s |
	by_profile := subject.model[part][action]
	some p in principal.profiles
	some s in by_profile[p]
	policy.applies(s, row)
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
	profiles := principal.profiles
	{s | some p in profiles; some s in model.deny[action][p]; policy.applies(s, row)} == set()
	{report | report := model.report; not policy.in_report(report, row)} == set()
	some p in profiles
	some s in model.allow[action][p]
	policy.applies(s, row)
}

# The statements that decide that an action is allowed on a row that is seen, by
# those that let it be seen.
acting(_, "view", _, seeing) := seeing

acting(model, action, row, _) := allows if {
	action != "view"
	profiles := principal.profiles
	allows := {s | some p in profiles; some s in model.allow[action][p]; policy.applies(s, row)}
	allows != set()
	{s | some p in profiles; some s in model.deny[action][p]; policy.applies(s, row)} == set()
}

# The cells of a row: `plain` is shown as it is, `masks` has what is shown in
# place of other fields.
cells(model, allows, locks) := {"plain": plain, "masks": masks, "shown": (plain | object.keys(masks))} if {
	taken := {field | some s in locks; some field in model.locked[s]}
	plain := covered(model, "plain", allows) - taken
	masks := {field: mask | model.masks; some field, mask in masking(model, allows, plain | taken)}
}

# The fields that allows cover to be seen plain or to be written; sensitive ones
# where they are revealed to the person.
covered(model, how, allows) := union({model[how][s] | some s in allows} | revealed) if {
	revealed := {model.revealed[p][how][s] | model.revealed; some p in principal.profiles; some s in allows}
}

# Where only masking statements cover a field, the mask of the first of them
# counts.
masking(model, allows, besides) := object.remove(first, besides) if {
	first := object.union_n([mask |
		some s in array.reverse(sort(allows))
		some mask in array.concat(
			[mask | mask := model.masks[s]],
			[mask | some p in principal.profiles; mask := model.revealed[p].masks[s]],
		)
	])
}

# What is seen of a row.
looks(row) := cells(subject.model, applying("allow", "view", row), applying("lock", "view", row))

# The fields of a seen row that an update may change, of those that are there
# and seen plain. What an applying statement sets cannot be sent.
editable(model, row, plain) := ((covered(model, "writes", allows) & plain) - {model.key}) - (fixed | locked) if {
	some_allow := model.allow.update
	profiles := principal.profiles
	allows := {s | some p in profiles; some s in some_allow[p]; policy.applies(s, row)}
	allows != set()
	{s | some p in profiles; some s in model.deny.update[p]; policy.applies(s, row)} == set()
	{report | report := model.report; not policy.in_report(report, row)} == set()
	fixed := union({model.sets[s] | some s in allows})
	locked := union({model.locked[s] |
		some p in profiles
		some s in model.lock.update[p]
		policy.applies(s, row)
	})
}
