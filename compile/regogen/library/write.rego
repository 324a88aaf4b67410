# Writes: what is sent, what statements add, and the row as it would be.
# `update` starts from the stored row; `create`, `import` and access to a form
# from an empty one, and `row` is null for them.
package portal.write

import data.portal.clock
import data.portal.policy
import data.portal.rows
import data.portal.subject
import data.portal.types

# Whether anything is asked of the row as it would be.
asked if input.set != null

given := input.set if is_object(input.set)

given := {} if not asked

default related := null

related := input.related

# The fields that count as sent. A field that the person sees plain and sends
# with its stored value does not.
sent(row) := {field: value |
	some field, value in given
	not repeated(row, field, value)
} if {
	subject.mode == "update"
}

sent(_) := given if subject.mode == "create"

repeated(row, field, value) if {
	rows.seen(row)
	field in rows.looks(row).plain
	unchanged(field, row[field], value)
}

unchanged(field, stored, value) if types.same(subject.model.types[field], stored, value)

# Where no statement writes, the model has no types but those of which equal values
# may be written in several ways, and nothing but the message of the refusal turns on
# this.
unchanged(field, stored, value) if {
	not subject.model.types
	types.same(object.get(subject.model, ["alike", field], "string"), stored, value)
}

base(row) := row if {
	subject.mode == "update"
	is_object(row)
}

base(_) := subject.model.blank if subject.mode == "create"

# What fields of a new row have that are neither sent nor set: their default,
# unknown if that is the time and the request tells none. What the database fills
# in is in neither this nor the blank row.
initial := object.union(object.get(subject.model, "defaults", {}), timed) if subject.mode == "create"

initial := {} if subject.mode == "update"

timed := {field: at | some field, name in subject.model.timed; at := moment[name]}

moment["now"] := clock.now_text if clock.now

moment["today"] := clock.today

# The row after changes to its fields, a new one with what it has by default.
# Where a part of the key of a to-one relation changes, the related row is the one
# in the request, none if a part is null, and else unknown.
after(row, values) := object.union(changed, {r: to | some r in turned; to := leads_to(r, changed)}) if {
	changes := object.union(initial, values)
	fields := object.filter(changes, object.keys(subject.model.types))
	turned := {r | some r, key in subject.model.to_one; some field, _ in key; field in object.keys(changes)}
	changed := object.union(object.remove(base(row), turned | object.keys(fields)), fields)
}

leads_to(r, row) := null if {
	some field, _ in subject.model.to_one[r]
	row[field] == null
}

leads_to(r, row) := to if {
	to := related[r]
	every field, name in subject.model.to_one[r] {
		types.valid(subject.model.types[field], row[field])
		type := object.get(subject.model, ["target_types", r, field], subject.model.types[field])
		fits(to, name, type, row[field])
	}
}

# Whether a row can be the one that a key leads to, which may be a text where the
# row's own is a uuid.
fits(null, _, _, _)

fits(to, name, _, _) if {
	is_object(to)
	not name in object.keys(to)
}

fits(to, name, type, key) if {
	types.valid(type, to[name])
	types.same(type, to[name], key)
}

# The statements that could grant the write, as far as the stored row tells, or
# the person where there is none.
candidates(row) := rows.applying("allow", "update", row) if subject.mode == "update"

candidates(_) := {s |
	some s in subject.theirs("allow", input.action)
	rows.in_force(subject.model, s)
} if {
	subject.mode == "create"
}

# What is wrong with what is sent, whatever the row would be.
fault(row) := not_sent(fields) if {
	fields := object.keys(sent(row)) - sendable_by(row, subject.theirs("allow", input.action))
	fields != set()
}

else := sprintf("No values of their fields: %s.", [concat(", ", sort(misfits(row)))]) if misfits(row) != set()

else := "What is related must be an object of relations and rows." if {
	not type_name(related) in {"null", "object"}
}

not_sent(fields) := sprintf("Not to be sent: %s.", [concat(", ", sort(fields))])

misfits(row) := {field | some field, value in given; not types.optional(subject.model.types[field], value)} | {field |
	some field, value in sent(row)
	value == null
	needed[field]
}

needed contains field if some field in subject.model.key

needed contains field if some field in subject.model.required

# What is sent that no statement covers which could grant the write, or that a
# deny surely takes.
withheld(row) := object.keys(sent(row)) - (sendable_by(row, candidates(row)) - surely_taken(row))

# The fields that statements let people send: those that they do not set
# themselves and, of a row, that are seen plain.
sendable_by(row, statements) := (writable(statements) & rows.looks(row).plain) & (object.keys(row) - subject.model.key) if {
	subject.mode == "update"
	is_object(row)
}

sendable_by(_, statements) := writable(statements) if subject.mode == "create"

writable(statements) := {field |
	some s in statements
	some field in rows.covered(subject.model, "writes", {s})
	not subject.model.sets[s][field]
}

surely_taken(row) := taken(row) if subject.mode == "update"

surely_taken(_) := union({subject.model.locked[s] | some s in lasting_locks}) if subject.mode == "create"

# The denies that take fields of whatever is created.
lasting_locks := {s |
	some s in subject.theirs("lock", input.action)
	subject.model.rowless[s]
	not rows.lifted(subject.model, s)
}

# Whether a candidate is satisfied with the row as it would be.
satisfied(s, row, new) if {
	subject.mode == "update"
	s in subject.model.checked
	policy.passes(s, row, new)
}

satisfied(s, _, new) if {
	subject.mode == "update"
	not s in subject.model.checked
	policy.applies(s, new)
}

satisfied(s, _, new) if {
	subject.mode == "create"
	policy.applies(s, new)
	passes(s, new)
}

passes(s, _) if not s in subject.model.checked

passes(s, new) if policy.passes(s, new, new)

# What a statement adds to the write; undefined where a value is unknown.
adds(s) := {} if not subject.model.sets[s]

adds(s) := policy.sets[s] if subject.model.sets[s]

# Each candidate is asked with its own values in the row.
first(row) := {s |
	some s in candidates(row)
	satisfied(s, row, after(row, object.union(sent(row), adds(s))))
}

# Those that apply and cover something that is sent (or all, if nothing is)
# give their values.
givers(row) := first(row) if count(sent(row)) == 0

givers(row) := {s |
	some s in first(row)
	rows.covered(subject.model, "writes", {s}) & object.keys(sent(row)) != set()
} if {
	count(sent(row)) > 0
}

# Of a value that several give, the first's.
set(row) := object.union_n(array.reverse([adds(s) | some s in givers(row)]))

conflict(row) if {
	values := set(row)
	some s in givers(row)
	some field, value in adds(s)
	not types.same(subject.model.types[field], value, values[field])
}

# Then all are asked again of the row with everything in it.
final(row) := after(row, object.union(sent(row), set(row)))

applied(row) := {s |
	some s in candidates(row)
	satisfied(s, row, final(row))
}

# A statement that sets values grants nothing unless it gave them.
effective(row) := {s |
	some s in applied(row)
	gave_all(row, s)
}

gave_all(_, s) if not subject.model.sets[s]

gave_all(row, s) if s in givers(row)

covered(row) := (rows.covered(subject.model, "writes", effective(row)) - fixed(row)) - taken(row)

# What an applying statement sets cannot be sent.
fixed(row) := union({subject.model.sets[s] | some s in (first(row) | applied(row))})

taken(row) := union({subject.model.locked[s] | some s in locks(row)})

locks(row) := rows.applying("lock", "update", row) if subject.mode == "update"

locks(row) := rows.applying("lock", input.action, final(row)) if subject.mode == "create"

# The denies that refuse the write.
refusing(row) := rows.applying("deny", "update", row) | unmet(row, row) if subject.mode == "update"

refusing(row) := rows.applying("deny", input.action, final(row)) | unmet(final(row), row) if subject.mode == "create"

# Denies with a `check` that the row as it would be does not satisfy.
unmet(asked_of, row) := {s |
	some s in rows.applying("demand", input.action, asked_of)
	policy.fails(s, asked_of, final(row))
}

# Whether a row may be updated as is asked; if nothing is, in some field.
changeable(row) if {
	asked
	accepted(row)
}

changeable(row) if {
	not asked
	rows.editable(subject.model, rows.all_applying(row), rows.looks(row).plain & object.keys(row)) != set()
}

accepted(row) if {
	given
	not fault(row)
	not conflict(row)
	steady(row)
	whole(row)
	count(refusing(row)) == 0
	not left_out(final(row))
	sendable(row)
}

# A write through a report keeps to its rows.
left_out(new) if {
	subject.model.report
	not policy.in_report(subject.model.report, new)
}

# The statements that gave values still apply.
steady(row) if {
	gave := {s | some s in givers(row); subject.model.sets[s]}
	count(gave - applied(row)) == 0
}

# Nothing required is left null. The key of a new row may be left to the database.
whole(row) if count({field | some field in subject.model.required; final(row)[field] == null}) == 0

sendable(row) if {
	subject.mode == "create"
	count(effective(row)) > 0
	count(object.keys(sent(row)) - covered(row)) == 0
}

sendable(row) if {
	subject.mode == "update"
	count(sent(row)) > 0
	count(object.keys(sent(row)) - (((covered(row) & rows.looks(row).plain) & object.keys(row)) - subject.model.key)) == 0
}

sendable(row) if {
	subject.mode == "update"
	count(sent(row)) == 0
	rows.editable(subject.model, rows.all_applying(row), rows.looks(row).plain & object.keys(row)) != set()
}
