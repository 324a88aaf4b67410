package form_test

import (
	"testing"

	"portcullis/rego/form"

	"github.com/google/go-cmp/cmp"
)

// TestCover has statements that show, mask, let be written, set and take fields, and asks
// by which of them a field is seen and sent, by whom.
func TestCover(t *testing.T) {
	id, name, pay := &form.Field{Name: "id"}, &form.Field{Name: "name"}, &form.Field{Name: "pay", Sensitive: "wages"}
	table := &form.Table{Name: "people", Key: form.Key{id}, Fields: []*form.Field{id, name, pay}}
	use := func(profile string, part form.Part, actions []string, rest form.Use) *form.Use {
		rest.Clause = &form.Clause{Statement: &form.Statement{ID: profile + " " + string(part), Profile: profile}, Table: table, Sets: nil}
		rest.Part, rest.Actions = part, actions
		return &rest
	}
	stars := form.Constant{Value: "*"}
	staff := use("staff", form.Permits, []string{"update", "view"}, form.Use{
		Plain: []*form.Field{id, name}, Masks: []form.Mask{{Field: pay, Shows: stars}}, Writes: []*form.Field{name, pay},
	})
	wages := use("wages", form.Permits, []string{"update", "view"}, form.Use{
		Plain: []*form.Field{id, pay}, Writes: []*form.Field{pay}, Classed: []form.Classed{{Field: pay, By: []string{"chief"}}},
	})
	wages.Clause.Sets = []form.Set{{Field: name}}
	lock := use("guest", form.Locks, []string{"view"}, form.Use{Locked: []*form.Field{id, name}})
	r := &form.Resource{Kind: form.KindTable, Name: "people", Table: table, Fields: table.Fields, Uses: []*form.Use{staff, wages, lock}}
	ids := func(uses []*form.Use) (out []string) {
		for _, u := range uses {
			out = append(out, u.Clause.Statement.ID)
		}
		return out
	}
	type seen struct {
		Key                       bool
		Plain, Masks, Less, Locks []string
		Lets, Sets, Frozen        []string
	}
	of := func(profiles ...string) func(string) bool {
		return func(p string) bool {
			for _, has := range profiles {
				if has == p {
					return true
				}
			}
			return false
		}
	}
	for _, c := range []struct {
		title string
		f     *form.Field
		has   func(string) bool
		want  seen
	}{
		{"anybody's key", id, nil, seen{Key: true, Plain: []string{"staff allow", "wages allow"}, Locks: []string{"guest lock"}}},
		{"anybody's name", name, nil, seen{
			Plain: []string{"staff allow"}, Less: []string{"wages allow"}, Locks: []string{"guest lock"},
			Lets: []string{"staff allow"}, Sets: []string{"wages allow"},
		}},
		{"anybody's pay", pay, nil, seen{
			Plain: []string{"wages allow"}, Masks: []string{"staff allow"}, Less: []string{"staff allow", "wages allow"}, Lets: []string{"staff allow", "wages allow"},
		}},
		{"to whom it is not revealed", pay, of("staff", "wages"), seen{Masks: []string{"staff allow"}, Less: []string{"staff allow", "wages allow"}, Lets: []string{"staff allow"}}},
		{"to whom it is revealed", pay, of("wages", "chief"), seen{Plain: []string{"wages allow"}, Lets: []string{"wages allow"}}},
		{"a lock of others", name, of("staff"), seen{Plain: []string{"staff allow"}, Lets: []string{"staff allow"}}},
		{"nobody's", name, of(), seen{}},
	} {
		t.Run(c.title, func(t *testing.T) {
			s, w := r.Sight(c.f, c.has), r.Sending("update", c.f, c.has)
			got := seen{Key: s.Key, Plain: ids(s.Plain), Less: ids(s.Less), Locks: ids(s.Locks), Lets: ids(w.Lets), Sets: ids(w.Sets), Frozen: ids(w.Locks)}
			for _, m := range s.Masks {
				got.Masks = append(got.Masks, m.Clause.Statement.ID)
				if diff := cmp.Diff(form.Disguise(stars), m.Shown); diff != "" {
					t.Error(diff)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
