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
	statements := subject.model[part][action]
	some p in principal.profiles
	some s in subject.model.of[p]
	statements[s]
	policy.applies(s, row)
}

# The person's denies of actions that ask nothing of rows: without `rows`, `fields`
# and `check`.
blanket(actions) := {s |
	some action in actions
	some s in subject.theirs("deny", action)
	subject.model.rowless[s]
	policy.applies(s, null)
}

# Whether an allow's `when` is true, or a deny's is false; there may be none.
in_force(model, s) if not model.when[s]

in_force(model, s) if policy.in_force[model.when[s]]

lifted(model, s) if policy.lifted[model.when[s]]

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
	applying("deny", action, row) == set()
	within(row)
	model := subject.model
	some p in principal.profiles
	some s in model.of[p]
	model.allow[action][s]
	policy.applies(s, row)
}

# Whether a report has the row; everything else has it.
within(row) if {
	model := subject.model
	{report | report := model.report; not policy.in_report(report, row)} == set()
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

# The fields of a seen row that an update may change, by the statements that
# apply on it, of those that are there and seen plain; undefined if it may change
# none. What an applying statement sets cannot be sent.
editable(model, applying, plain) := (union(writes | revealed) & plain) - (model.key | taken) if {
	allows := applying & model.allow.update
	allows != set()
	{s | some s in applying; model.deny.update[s]} == set()
	writes := {model.writes[s] | some s in allows}
	revealed := {model.revealed[p].writes[s] | model.revealed; some p in principal.profiles; some s in allows}
	taken := union({model.sets[s] | some s in allows} | {model.locked[s] | some s in applying; model.lock.update[s]})
}

# All the person's statements that apply on a row, whatever they are about.
all_applying(row) := {s |
	some p in principal.profiles
	some s in subject.model.of[p]
	policy.applies(s, row)
}
