# What is shown in place of a value: a constant, or a part of the value itself, which
# is an object that names the part.
package portal.mask

import data.portal.clock

# Null stays null; what the value has no such part of is dots alone.
of(shows, x) := shows if {
	not is_object(shows)
}

else := null if {
	is_null(x)
}

else := shown if {
	shown := part(shows, x)
}

else := "•••"

# Code points, as count and substring have them.
part(shows, x) := concat("", [substring(x, 0, shows.first), "•••"]) if {
	is_string(x)
	count(x) > shows.first
}

part(shows, x) := concat("", ["•••", substring(x, count(x) - shows.last, -1)]) if {
	is_string(x)
	count(x) > shows.last
}

part(shows, x) := concat("", [substring(x, 0, 4), "-01-01"]) if {
	shows.year
	clock.is_date(x)
}

part(shows, x) := concat("", [substring(x, 0, 7), "-01"]) if {
	shows.month
	clock.is_date(x)
}
