# Whether a value is of a type of the schema. A type is "string", "number",
# "bool", "date" or "timestamp", {"enum": values} or {"list": type}. An element
# of a list may be null.
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

# A value, or null.
optional(_, null)

optional(type, x) if valid(type, x)

# Whether two values are equal as the language has it: timestamps as instants.
same(_, x, x)

same(type, x, y) if {
	type == "timestamp"
	clock.instant(x) == clock.instant(y)
}

same(type, x, y) if {
	type.list == "timestamp"
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
	is_number(x)
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

scalar(type, x) if x in type.enum
