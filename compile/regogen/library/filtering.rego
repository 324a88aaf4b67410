# What a filter for queries knows of a person before it knows any row. OPA's
# filter compiler evaluates this beforehand, so all of it is about `input.user`
# and `input.now` alone; the whole of `input` is never looked at, as a part of
# it is not known then.
package portal.filtering

import data.portal.principal
import data.portal.rows
import data.portal.steady
import data.portal.types

# The person's statements of one part for an action that are in force: allows
# whose `when` is true, denies and locks whose `when` is not false. These `when`s
# are given, as those that matter to one table: OPA looks through all rules that a
# function might lead to, each time that it is called while a row is not known.
bound(model, whens, part, action) := {s |
	statements := model[part][action]
	some p in principal.profiles
	some s in model.of[p]
	statements[s]
	standing(part, model, whens, s)
}

standing("allow", model, _, s) if not model.when[s]

standing("allow", model, whens, s) if model.when[s] in whens

standing(part, model, whens, s) if {
	part != "allow"
	{true | model.when[s] in whens} == set()
}

# The person's denies for an action, and those for `view`, which every action
# needs as well.
denies(model, whens, action) := bound(model, whens, "deny", action) | bound(model, whens, "deny", "view")

views(model, whens) := bound(model, whens, "allow", "view")

# For each allow of an action, the allows of `view` that may stand beside it.
acts(model, whens, action) := {s: seen | some s in bound(model, whens, "allow", action)} if {
	seen := views(model, whens)
	count(seen) > 0
}

# For each allow of `update`, the allows of `view` with which some field of the
# row may be changed. Where that depends on further statements that ask the row,
# it is in doubt.
updates(model, whens, asking) := {s: seen |
	some s in bound(model, whens, "allow", "update")
	seen := {t | some t in views(model, whens); count(free(model, whens, s, t, asking) - contested(model, whens)) > 0}
	count(seen) > 0
}

in_doubt(model, whens, asking) if {
	some s in bound(model, whens, "allow", "update")
	some t in views(model, whens)
	fields := free(model, whens, s, t, asking)
	count(fields) > 0
	count(fields - contested(model, whens)) == 0
}

# The fields that s lets change and t shows, less those that are surely taken.
free(model, whens, s, t, asking) := ((writable & plain) - model.key) - (fixed | taken) if {
	writable := rows.covered(model, "writes", {s})
	plain := rows.covered(model, "plain", {t})
	fixed := given(model, {s} | (bound(model, whens, "allow", "update") - asking))
	taken := locked(model, (bound(model, whens, "lock", "update") | bound(model, whens, "lock", "view")) - asking)
}

# The fields that statements may take, depending on the row.
contested(model, whens) := given(model, bound(model, whens, "allow", "update")) | locked(model, locks) if {
	locks := bound(model, whens, "lock", "update") | bound(model, whens, "lock", "view")
}

given(model, statements) := {f | some s in statements; some f in model.sets[s]}

locked(model, statements) := {f | some s in statements; some f in model.locked[s]}

# The allows of `view` that those of `alike` have beside them; not defined where
# none is in force, or wider ones have as many.
beside(acts, alike, wider) := seen if {
	seen := {t | some s in alike; some t in acts[s]}
	count(seen) > 0
	count(seen - {t | some s in wider; some t in acts[s]}) > 0
}

# What is shown in place of the cells of columns that the person does not see
# plain on every row.
masks(model, alias, columns) := {alias: hidden} if {
	hidden := masking(model, columns)
	count(hidden) > 0
}

masks(model, _, columns) := {} if count(masking(model, columns)) == 0

masking(model, columns) := {column: {"replace": {"value": null}} |
	plain := steady(model)
	some field, column in columns
	not field in plain
}

# How many conjunctions a filter has: each of the statements multiplies them.
size(ways, statements) := product([n | some s in statements; n := ways[s]])

# A known text or number as every database has it. What not every one has is
# given as an object, which the filter compiler refuses to compare with.
text(x) := x if {
	is_string(x)
	portable_text(x)
}

text(x) := {"not every database has": x} if {
	is_string(x)
	not portable_text(x)
}

# OPA has numbers as doubles in UCAST.
most_whole := 9007199254740992

# PostgreSQL has no NUL, and OPA's SQL writer garbles U+001A.
portable_text(x) if not regex.match(`[\x00\x1a]`, x)

number(x) := portable_number(x) if types.number(x)

portable_number(x) := whole if {
	whole := round(x)
	whole == x
	abs(x) < most_whole
}

portable_number(x) := x if {
	round(x) != x
	portable_decimal(x)
}

portable_number(x) := {"not every database has": x} if {
	round(x) == x
	abs(x) >= most_whole
}

portable_number(x) := {"not every database has": x} if {
	round(x) != x
	not portable_decimal(x)
}

# 15 significant digits, of a size that a double has.
portable_decimal(x) if {
	parts := split(lower(json.marshal(x)), "e")
	digits := trim_left(replace(trim_left(parts[0], "-"), ".", ""), "0")
	count(digits) <= 15
	small(parts)
}

small(parts) if count(parts) == 1

small(parts) if abs(to_number(trim_left(parts[1], "+"))) < 250

portable(values) if {
	every value in values {
		not is_object(value)
	}
}
