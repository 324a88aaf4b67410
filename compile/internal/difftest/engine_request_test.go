package difftest

import (
	"maps"

	"portcullis/rego"
)

// engineRequest writes a request as the engine takes it; false where it holds
// what a [rego.Request] cannot.
func engineRequest(input any) (*rego.Request, bool) {
	in, ok := input.(map[string]any)
	if !ok {
		return nil, false
	}
	if in["user"] == nil { // nobody: whoever has nothing
		in = maps.Clone(in)
		in["user"] = map[string]any{}
	}
	r := reader{ok: true}
	resource, user := r.object(in, "resource"), r.object(in, "user")
	q := &rego.Request{
		Action: r.text(in, "action"), Row: r.object(in, "row"), Rows: r.objects(in, "rows"),
		Set: r.object(in, "set"), Related: r.object(in, "related"), Now: r.text(in, "now"),
		Resource: rego.Resource{Type: r.text(resource, "type"), Name: r.text(resource, "name")},
		User: rego.User{
			Login: r.value(user, "login"), Team: r.text(user, "team"),
			Profiles: r.texts(user, "profiles"), TeamProfiles: r.texts(user, "team_profiles"),
			TeamProperties: r.object(user, "team_properties"), Properties: r.object(user, "properties"),
			Record: r.object(user, "record"),
		},
	}
	if _, has := in["to"]; has {
		to := r.object(in, "to")
		q.To = &rego.Recipient{Key: to["key"]}
		if to["profiles"] != nil { // the engine writes null where there are none
			q.To.Profiles = r.texts(to, "profiles")
		}
		r.ok = r.ok && len(to) == 2
	}
	if resource == nil || user == nil {
		return nil, false
	}
	for name := range in {
		switch name {
		case "user", "action", "resource", "row", "rows", "set", "related", "to", "now":
		default:
			r.ok = false
		}
	}
	return q, r.ok
}

// reader takes members of a type, and notes where one is of another.
type reader struct{ ok bool }

func member[T any](r *reader, in map[string]any, name string) (T, bool) {
	raw, has := in[name]
	v, is := raw.(T)
	if has && !is {
		r.ok = false
	}
	return v, has && is
}

func (r *reader) object(in map[string]any, name string) map[string]any {
	v, _ := member[map[string]any](r, in, name)
	return v
}

// value reads a value of any type; the engine takes null for none.
func (r *reader) value(in map[string]any, name string) any {
	v, has := in[name]
	if has && v == nil {
		r.ok = false
	}
	return v
}

// text reads a string; the engine takes an empty one for none.
func (r *reader) text(in map[string]any, name string) string {
	v, has := member[string](r, in, name)
	if has && v == "" {
		r.ok = false
	}
	return v
}

func (r *reader) texts(in map[string]any, name string) []string {
	raw, has := member[[]any](r, in, name)
	if !has {
		return nil
	}
	texts := []string{}
	for _, e := range raw {
		s, ok := e.(string)
		r.ok = r.ok && ok
		texts = append(texts, s)
	}
	return texts
}

func (r *reader) objects(in map[string]any, name string) []map[string]any {
	raw, has := member[[]any](r, in, name)
	if !has {
		return nil
	}
	objects := []map[string]any{}
	for _, e := range raw {
		o, ok := e.(map[string]any)
		r.ok = r.ok && ok
		objects = append(objects, o)
	}
	return objects
}
