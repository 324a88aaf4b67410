# Whom a person may write to.
package portal.message

import data.portal.policy
import data.portal.rows
import data.portal.types

recipient := input.to if is_object(input.to)

# The recipient's profiles, found as everyone's are.
profiles := known if count(known) > 0

profiles := policy.default_profiles if count(known) == 0

known := {q | some p in recipient.profiles; some q in policy.profiles[p]} if is_array(recipient.profiles)

grants := {s |
	some s in rows.applying("allow", "access", null)
	named(policy.message[s])
}

named(by) if {
	recipient
	by.anyone
}

named(by) if addressed(by)

named(by) if count(by.profiles & profiles) > 0

# The denies that are not proven to be about others.
refusals := {s |
	some s in rows.applying("deny", "access", null)
	not spared(policy.message[s])
}

spared(by) if {
	not by.anyone
	other_key(by)
	other_profiles(by)
}

other_key(by) if count(by.users) == 0

other_key(by) if {
	types.valid(policy.key_type, recipient.key)
	not addressed(by)
}

addressed(by) if {
	some user in by.users
	types.same(policy.key_type, user, recipient.key)
}

other_profiles(by) if count(by.profiles) == 0

other_profiles(by) if count(by.profiles & profiles) == 0
