# Whether a value is of a type of the schema. A type is "string", "number",
# "bool", "date", "timestamp", "uuid" or "json", {"enum": values} or {"list": type}.
# An element of a list may be null.
package portal.types

import data.portal.clock

valid(type, x) if scalar(type, x)

valid(type, x) if {
	of := type.list
	is_array(x)
	every e in x {
		element(of, e)
	}
}

# A list of texts, quicker than by its type.
texts(x) if {
	is_array(x)
	{e | some e in x; not_text[type_name(e)]} == set()
}

not_text := {"array", "boolean", "number", "object", "set"}

# A value, or null.
optional(_, null)

optional(type, x) if valid(type, x)

# Whether two values are equal as the language has it: timestamps as instants. Of
# JSON that has a number beyond the bound of numbers, the text is what is compared.
same(type, x, x) if type != "json"

same("json", x, y) if {
	not beyond(x)
	not beyond(y)
	x == y
}

same("json", x, y) if json.marshal(x) == json.marshal(y)

beyond(x) if {
	walk(x, [_, n])
	is_number(n)
	not number(n)
}

same(type, x, y) if {
	type == "timestamp"
	clock.instant(x) == clock.instant(y)
}

same(type, x, y) if {
	type.list == "timestamp"
	is_array(x)
	is_array(y)
	count(x) == count(y)
	every i, e in x {
		same_element(e, y[i])
	}
}

same_element(x, x)

same_element(x, y) if clock.instant(x) == clock.instant(y)

element(_, null)

element(type, x) if scalar(type, x)

scalar(type, x) if {
	type == "string"
	is_string(x)
}

scalar(type, x) if {
	type == "number"
	number(x)
}

scalar(type, x) if {
	type == "bool"
	is_boolean(x)
}

scalar(type, x) if {
	type == "date"
	clock.is_date(x)
}

scalar(type, x) if {
	type == "timestamp"
	clock.is_timestamp(x)
}

scalar(type, x) if {
	type == "uuid"
	is_string(x)
	regex.match(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z`, x)
}

scalar(type, x) if {
	type == "json"
	x != null
}

scalar(type, x) if x in type.enum

# A number within the bound of numbers: of at most 100 significant digits, and 0,
# or from 1e-1000 up to, but not, 1e1000, signs apart. It is read from its text,
# since OPA takes long to compare what is far beyond.
number(x) if regex.match(`^-?[0-9.]{1,60}([eE][+-]?[0-9]{1,2})?$`, json.marshal(x))

number(x) if {
	is_number(x)
	text := trim_left(lower(json.marshal(x)), "-")
	not regex.match(`^[0-9.]{1,60}(e[+-]?[0-9]{1,2})?$`, text)
	[mantissa, power] := array.slice(array.concat(split(text, "e"), ["0"]), 0, 2)
	[whole, fraction] := array.slice(array.concat(split(mantissa, "."), [""]), 0, 2)
	bounded(trim_left(whole, "0"), fraction, to_number(trim_left(power, "+")))
}

# A number or a bool as a part of a text: a number in full, with zeros for the
# places of its digits alone.
spelling(x) := json.marshal(x) if is_boolean(x)

spelling(x) := text if {
	is_number(x)
	text := json.marshal(x)
	regex.match(whole_pattern, text)
}

spelling(x) := text if {
	is_number(x)
	not regex.match(whole_pattern, json.marshal(x))
	[mantissa, power] := array.slice(array.concat(split(trim_left(lower(json.marshal(x)), "-"), "e"), ["0"]), 0, 2)
	[whole, fraction] := array.slice(array.concat(split(mantissa, "."), [""]), 0, 2)
	text := placed(sign(x), concat("", [whole, fraction]), count(whole) + to_number(trim_left(power, "+")))
}

whole_pattern := `^(0|-?[1-9][0-9]*)$`

sign(x) := "-" if x < 0

sign(x) := "" if x >= 0

# Digits, so many of which are before the point.
placed(before, digits, point) := text if {
	all := concat("", [zeros(0 - point), digits, zeros(point - count(digits))])
	at := max([point, 0])
	whole := trim_left(substring(all, 0, at), "0")
	fraction := trim_right(substring(all, at, -1), "0")
	text := concat("", [before, {true: "0", false: whole}[whole == ""], {true: "", false: concat("", [".", fraction])}[fraction == ""]])
}

zeros(n) := concat("", [zero | some _ in numbers.range(1, max([n, 0])); zero := "0"]) if n > 0

zeros(n) := "" if n <= 0

# The digits before the point, without zeros at the beginning, and behind it.
bounded(whole, fraction, _) if trim_left(concat("", [whole, fraction]), "0") == ""

bounded(whole, fraction, power) if {
	digits := trim(concat("", [whole, fraction]), "0")
	digits != ""
	count(digits) <= 100
	point := (count(whole) - leading_zeros(whole, fraction)) + power
	point <= 1000
	point > -1000
}

leading_zeros("", fraction) := count(fraction) - count(trim_left(fraction, "0"))

leading_zeros(whole, _) := 0 if whole != ""
