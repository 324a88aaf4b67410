# Case of the letters A to Z alone; all other characters stay.
package portal.ascii

lower(s) := strings.replace_n(lowering, s)

upper(s) := strings.replace_n(raising, s)

lowering := {u: l |
	some i in numbers.range(0, 25)
	u := substring("ABCDEFGHIJKLMNOPQRSTUVWXYZ", i, 1)
	l := substring("abcdefghijklmnopqrstuvwxyz", i, 1)
}

raising := {l: u | some u, l in lowering}
