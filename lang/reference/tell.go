package reference

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"portcullis/lang"
)

// told is what a person is told of a refusal where that is not all that decided
// it: "What a person is told must not serve to guess", §5.10.
type told struct {
	allows, denies []rule // because of which it is decided
	lacking        []rule // the allows for want of which it is refused
	text           string // of Portcullis, where no author has a word
}

// all is everything that decided.
func (a asking) all(o outcome) *told {
	t := &told{allows: o.allows, denies: o.denies}
	if o.conflict {
		t.text = conflictMessage
		return t
	}
	for _, r := range allows(a.policy, a.person, a.thing, a.action) {
		if !contains(o.allows, r) {
			t.lacking = append(t.lacking, r)
		}
	}
	return t
}

// message is "that of the first deny that applies, else of the first allow of
// that action and name that did not apply".
func (t *told) message() (text string, builtin bool) {
	for _, r := range inFileOrder(slices.Clone(t.denies)) {
		if r.Message != "" {
			return r.Message, false
		}
	}
	for _, r := range t.lacking {
		if r.Message != "" {
			return r.Message, false
		}
	}
	return t.text, t.text != ""
}

// ofUnseen is "on a row that they do not see, only statements that have neither
// `rows` (`all` neither), nor `check`, nor `fields` count".
func (a asking) ofUnseen() *told {
	t := &told{}
	for _, action := range []string{"view", a.action} {
		for _, r := range a.applyingDenies(action, nil) {
			if r.Bare && !r.Partial && !contains(t.denies, r) {
				t.denies = append(t.denies, r)
			}
		}
	}
	return t
}

// beforeNew is "a write that sends a field which may not be sent, or is of the
// wrong form, is refused before any condition on `new` is asked, and of it only
// that is told"; nil for another write. What no statement of theirs ever lets
// them send is told before the statements that do so for other rows.
func (a asking) beforeNew(w write, s sight) *told {
	all := allows(a.policy, a.person, a.thing, a.action)
	if names := a.notSendable(w, s, all, nil); len(names) > 0 {
		return &told{text: cannotSend(names)}
	}
	if w.garbled || len(w.misfits()) > 0 {
		return &told{text: "a value that is sent is none of its field"}
	}
	t := &told{}
	for _, r := range all {
		switch {
		case !a.stands(w, r):
			t.lacking = append(t.lacking, r)
		case w.stored != nil:
			t.allows = append(t.allows, r)
		}
	}
	for _, r := range denies(a.policy, a.person, a.thing, a.action) {
		surely := w.stored != nil || r.Bare
		if r.Check == nil && surely && a.atRow(r, w.storedOrNil()) != False {
			t.denies = append(t.denies, r)
		}
	}
	standing := slices.DeleteFunc(all, func(r rule) bool { return contains(t.lacking, r) })
	names := a.notSendable(w, s, standing, t.denies)
	if len(names) == 0 {
		return nil
	}
	t.text = cannotSend(names)
	return t
}

func cannotSend(names []string) string { return "not to be sent: " + strings.Join(names, ", ") }

// stands tells whether an allow may apply, as far as it is not asked of `new`.
func (a asking) stands(w write, r rule) bool {
	if w.stored == nil {
		return scope{person: a.person}.holds(r.When) == True
	}
	return a.atRow(r, w.stored) == True
}

// notSendable names the fields that are sent and that none of the allows lets
// the person send: "sending one of these fields [that it sets] refuses the write".
func (a asking) notSendable(w write, s sight, among, denies []rule) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(w.sent)) {
		f := a.field(name)
		lets := func(r rule) bool { return a.coversWrite(r, f) && !sets(r, f) }
		if f == nil || takesField(denies, f) || !slices.ContainsFunc(among, lets) ||
			w.stored != nil && (w.table.Key.Has(f) || !s.plain(f)) {
			names = append(names, name)
		}
	}
	return names
}

func sets(r rule, f *lang.Field) bool {
	return slices.ContainsFunc(r.Sets, func(s lang.Set) bool { return s.Field == f })
}

// misfits gives what is wrong with values that are sent, by field.
func (w write) misfits() map[*lang.Field]string {
	wrong := map[*lang.Field]string{}
	for _, f := range w.table.Fields {
		raw, sent := w.sent[f.Name]
		switch {
		case !sent:
		case look(f.Type, raw).state == unknown:
			wrong[f] = fmt.Sprintf("it is no value of the type %s", f.Type)
		case raw != nil:
		case w.table.Key.Is(f): // the database may give the key, the person may not unset it
			wrong[f] = "it is the key, and never null"
		case f.Required:
			wrong[f] = "it is required, and would be null"
		}
	}
	return wrong
}

func (a asking) field(name string) *lang.Field {
	for _, f := range a.thing.fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}
