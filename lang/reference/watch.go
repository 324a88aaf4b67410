package reference

import "portcullis/lang"

// Interpreter answers requests about a policy, and tells whoever watches what
// the answers rest on.
type Interpreter struct {
	Policy *lang.Policy
	Watch  *Watch // nil where nobody does
}

// Watch is told what an answer rests on, and can change it, to find out what
// would be without. Functions that are nil are not called.
type Watch struct {
	// Leaf is told what a leaf of a condition (see lang.IsLeaf) came to. What
	// it gives is taken for it.
	Leaf func(c lang.Cond, is Truth) Truth
	// Skip says of a statement that it does not count.
	Skip func(*lang.Statement) bool
	// Asked is told of a statement that bears on a request.
	Asked func(*lang.Statement)
	// Applied is told of a statement that was among those that decided.
	Applied func(*lang.Statement)
}

func (w *Watch) leaf(c lang.Cond, is Truth) Truth {
	if w == nil || w.Leaf == nil || !lang.IsLeaf(c) {
		return is
	}
	return w.Leaf(c, is)
}

func (w *Watch) asked(s *lang.Statement) bool {
	if w == nil {
		return true
	}
	if w.Skip != nil && w.Skip(s) {
		return false
	}
	if w.Asked != nil {
		w.Asked(s)
	}
	return true
}

func (w *Watch) applied(s *lang.Statement) {
	if w != nil && w.Applied != nil {
		w.Applied(s)
	}
}

// Profiles gives the profiles that a request's person has, the included ones
// too; none where the request does not say who asks.
func (i Interpreter) Profiles(input any) []*lang.Profile {
	request, _ := input.(map[string]any)
	who, refusal := readPerson(i.Policy, request)
	if refusal != "" {
		return nil
	}
	return who.profiles
}
