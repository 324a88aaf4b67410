# Writes: what is sent, what statements add, and the row as it would be.
# `update` starts from the stored row; `create`, `import` and access to a form
# from an empty one.
package portal.write

import data.portal.policy
import data.portal.rows
import data.portal.subject
import data.portal.types

# The fields that count as sent. A field that the person sees plain and sends
# with its stored value does not.
sent := {field: value |
	some field, value in given
	not repeated(field, value)
} if {
	subject.mode == "update"
}

sent := given if subject.mode == "create"

given := input.set if is_object(input.set)

given := {} if not asked

# Whether anything is asked of the row as it would be.
asked if "set" in object.keys(input)

repeated(field, value) if {
	field in stored.plain
	input.row[field] == value
}

# The cells of the stored row.
stored := rows.cells(rows.granting("view", input.row), rows.locking("view", input.row))

base := input.row if subject.mode == "update"

base := subject.model.blank if subject.mode == "create"

# The row after changes to its fields. Where the key of a to-one relation
# changes, the related row is the one in the request, none if the key is null,
# and else unknown.
after(changes) := object.union(
	object.remove(base, turned | object.keys(changes)),
	object.union(changes, {r: row | some r in turned; row := leads_to(r, changes)}),
) if {
	turned := {r | some r, relation in subject.model.to_one; relation.key in object.keys(changes)}
}

leads_to(r, changes) := null if changes[subject.model.to_one[r].key] == null

leads_to(r, changes) := row if {
	key := changes[subject.model.to_one[r].key]
	key != null
	row := input.related[r]
	fits(row, subject.model.to_one[r].target_key, key)
}

fits(null, _, _)

fits(row, name, key) if object.get(row, name, key) == key

# The statements that could grant the write, as far as the stored row tells.
candidates := rows.granting("update", input.row) if subject.mode == "update"

candidates := subject.granting(input.action) | subject.theirs("allow", input.action, "asked") if {
	subject.mode == "create"
}

# Whether a candidate is satisfied with the row as it would be.
satisfied(s, new) if {
	subject.mode == "update"
	s in subject.model.checked
	policy.passes(rows.table, s, input.row, new)
}

satisfied(s, new) if {
	subject.mode == "update"
	not s in subject.model.checked
	covers_row(s, new)
}

satisfied(s, new) if {
	subject.mode == "create"
	covers_row(s, new)
	passes(s, new)
}

covers_row(s, _) if not s in subject.theirs("allow", input.action, "asked")

covers_row(s, new) if policy.applies(rows.table, s, new)

passes(s, _) if not s in subject.model.checked

passes(s, new) if policy.passes(rows.table, s, new, new)

# What a statement adds to the write; undefined where a value is unknown.
adds(s) := {} if not subject.model.sets[s]

adds(s) := policy.sets[s] if subject.model.sets[s]

# Each candidate is asked with its own values in the row. Those that apply and
# cover something that is sent (or all, if nothing is) give theirs.
first := {s |
	some s in candidates
	satisfied(s, after(object.union(sent, adds(s))))
}

givers := first if count(sent) == 0

givers := {s |
	some s in first
	count(subject.model.spans[s] & object.keys(sent)) > 0
} if {
	count(sent) > 0
}

conflict if count({[field, value] | some s in givers; some field, value in adds(s)}) > count(object.keys(set))

set := object.union_n([adds(s) | some s in givers])

# Then all are asked again of the row with everything in it.
final := after(object.union(sent, set))

applied := {s |
	some s in candidates
	satisfied(s, final)
}

# A statement that sets values grants nothing unless it gave them.
effective := {s | some s in applied; s in first} | {s | some s in applied; not subject.model.sets[s]}

covered := (union({rows.writable(s) | some s in effective}) - fixed) - taken

fixed := union({subject.model.sets[s] | some s in (first | applied)})

locks := rows.locking("update", input.row) if subject.mode == "update"

locks := rows.locking(input.action, final) if subject.mode == "create"

taken := union({subject.model.locked[s] | some s in locks})

# The denies that refuse the write.
refusing := rows.refusing("update", input.row) | unmet(input.row) if subject.mode == "update"

refusing := rows.refusing(input.action, final) | unmet(final) if subject.mode == "create"

# Denies with a `check` that the row as it would be does not satisfy.
unmet(row) := {s |
	some s in rows.restricting("demand", input.action, row)
	not policy.passes(rows.table, s, row, final)
}

accepted if {
	not conflict
	steady
	whole
	count(refusing) == 0
	rows.within_report(final)
	sendable
}

# The statements that gave values still apply.
steady if {
	gave := {s | some s in givers; subject.model.sets[s]}
	count(gave - applied) == 0
}

# What is sent is of its type, and nothing required is left null. The key of a
# new row may be left to the database.
whole if {
	every field, value in sent {
		types.element(subject.model.types[field], value)
	}
	count({field | some field in subject.model.required; final[field] == null}) == 0
	not keyless
}

keyless if sent[subject.model.key] == null

sendable if {
	subject.mode == "create"
	count(effective) > 0
	count(object.keys(sent) - covered) == 0
}

sendable if {
	subject.mode == "update"
	count(sent) > 0
	count(object.keys(sent) - ((covered & stored.plain) - {subject.model.key})) == 0
}

sendable if {
	subject.mode == "update"
	count(sent) == 0
	count(rows.editable(input.row, stored.plain)) > 0
}
