package portal.ascii_test

import data.portal.ascii

test_the_letters_a_to_z if {
	ascii.lower("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "abcdefghijklmnopqrstuvwxyz"
	ascii.upper("abcdefghijklmnopqrstuvwxyz") == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}

test_other_characters_stay[x] if {
	some x in ["", "019 _-[]@`{", "ÄÖÜäöüßſ", "İıK", "ΑΣας", "ДжǅǄ", "K\u0130", "\u0000\n"]
	kept := regex.replace(x, "[A-Za-z]", "")
	ascii.lower(kept) == kept
	ascii.upper(kept) == kept
}

test_among_others if {
	ascii.lower("Straße ÄB-C1") == "straße Äb-c1"
	ascii.upper("Straße äb-c1") == "STRAßE äB-C1"
}
