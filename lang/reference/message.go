package reference

import (
	"slices"

	"portcullis/lang"
)

// recipient is who is written to; what is absent of them is unknown.
type recipient struct {
	key         any
	profiles    []*lang.Profile
	hasProfiles bool
}

func readRecipient(p *lang.Policy, to any) (recipient, bool) {
	fields, ok := to.(map[string]any)
	if !ok {
		return recipient{}, false
	}
	r := recipient{key: fields["key"]}
	if _, r.hasProfiles = fields["profiles"].([]any); r.hasProfiles {
		r.profiles = withIncluded(orDefault(p, knownProfiles(p, fields["profiles"])))
	}
	return r, true
}

// named tells whether a message statement names the recipient: "their key or
// one of their profiles"; one that names nobody is about everyone.
func (a asking) named(r rule, to recipient) Truth {
	if r.Anyone {
		return True
	}
	result := False
	if len(r.Users) > 0 {
		result = or(result, a.namesKey(r, to))
	}
	if len(r.Profiles) > 0 {
		result = or(result, namesProfile(r, to))
	}
	return result
}

func (a asking) namesKey(r rule, to recipient) Truth {
	t := lang.Type{Kind: lang.String}
	if a.policy.Portal.Users != nil {
		t = a.policy.Portal.Users.Key[0].Type
	}
	key := look(t, to.key)
	if key.state != value {
		return Unknown
	}
	for _, v := range r.Users {
		if same(constant(t, v), key) {
			return True
		}
	}
	return False
}

func namesProfile(r rule, to recipient) Truth {
	if !to.hasProfiles {
		return Unknown
	}
	return fromBool(slices.ContainsFunc(r.Profiles, func(p *lang.Profile) bool {
		return slices.Contains(to.profiles, p)
	}))
}

// components decides what is not about rows: §5.9, and §5.8 with a recipient.
func (a asking) components() outcome {
	var o outcome
	names := func(rule) Truth { return True }
	if a.thing.kind == lang.KindMessage {
		to, _ := readRecipient(a.policy, a.to)
		names = func(r rule) Truth { return a.named(r, to) }
	}
	s := scope{person: a.person}
	for _, r := range allows(a.policy, a.person, a.thing, a.action) {
		if and(s.holds(r.When), names(r)) == True {
			o.allows = append(o.allows, r)
		}
	}
	for _, r := range denies(a.policy, a.person, a.thing, a.action) {
		if and(s.holds(r.When), names(r)) != False {
			o.denies = append(o.denies, r)
		}
	}
	o.allowed = len(o.allows) > 0 && len(o.denies) == 0
	return o
}

// structure decides manage_structure, which is about no row.
func (a asking) structure() outcome {
	var o outcome
	s := scope{person: a.person}
	for _, r := range allows(a.policy, a.person, a.thing, a.action) {
		if s.holds(r.When) == True {
			o.allows = append(o.allows, r)
		}
	}
	for _, r := range denies(a.policy, a.person, a.thing, a.action) {
		if s.holds(r.When) != False {
			o.denies = append(o.denies, r)
		}
	}
	o.allowed = len(o.allows) > 0 && len(o.denies) == 0
	return o
}
