package difftest_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"portcullis/compile"
	"portcullis/compile/internal/difftest"
	"portcullis/lang"
	"portcullis/rego"
	"portcullis/rego/form"
	"portcullis/rego/local"
	"portcullis/rego/prove"
)

var (
	firstSeed = flag.Int("prove.seed", 1, "the first portal that is drawn")
	draws     = flag.Int("prove.portals", 8, "how many portals are drawn")
)

func drawn(t testing.TB, seed int) (*lang.Policy, string) {
	t.Helper()
	source := difftest.RowPortals().Example(seed).Source
	p, _, diags := lang.Load(fstest.MapFS{"p.portal.hcl": &fstest.MapFile{Data: []byte(source)}})
	switch {
	case diags.HasErrors() && diags[0].Summary == "Expression too large": // another, then
		return drawn(t, seed+1_000_000)
	case diags.HasErrors():
		t.Fatal(diags)
	}
	return p, source
}

func lowered(t testing.TB, p *lang.Policy) *form.Form {
	t.Helper()
	f, _, err := compile.Decisions(p)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// changed drops a statement from a form, or what it says of rows.
func changed(rnd *rand.Rand, f *form.Form) {
	r := f.Resources[rnd.IntN(len(f.Resources))]
	if len(r.Uses) == 0 {
		return
	}
	at := rnd.IntN(len(r.Uses))
	switch u := r.Uses[at]; rnd.IntN(5) {
	case 0:
		r.Uses = slices.Delete(slices.Clone(r.Uses), at, at+1)
	case 1:
		u.Clause.Rows = form.Always{}
	case 2:
		u.Clause.Statement.When = form.Always{}
	case 3:
		if len(u.Plain) > 0 {
			u.Plain = u.Plain[:len(u.Plain)-1]
		}
	case 4:
		if other := r.Uses[rnd.IntN(len(r.Uses))]; other.Clause.Table == u.Clause.Table {
			u.Clause.Rows = other.Clause.Rows
		}
	}
}

// worldOf draws a world for a form.
func worldOf(rnd *rand.Rand, f *form.Form) *prove.World {
	w := &prove.World{Tables: map[string][]map[string]any{}, Now: "2026-03-01T09:00:00Z"}
	keys := map[string][][]any{}
	for _, t := range f.Tables {
		for range 20 {
			var k []any
			for _, field := range t.Key {
				k = append(k, value(rnd, field.Type))
			}
			if !slices.ContainsFunc(keys[t.Name], func(o []any) bool { return fmt.Sprint(o) == fmt.Sprint(k) }) {
				keys[t.Name] = append(keys[t.Name], k)
			}
			if len(keys[t.Name]) == 3 {
				break
			}
		}
	}
	type lead struct {
		key form.Key
		to  *form.Table
	}
	leads := map[*form.Table][]lead{}
	for _, t := range f.Tables {
		for _, r := range t.Relations {
			if r.Many {
				leads[r.Target] = append(leads[r.Target], lead{r.Key, t})
			} else {
				leads[t] = append(leads[t], lead{r.Key, r.Target})
			}
		}
	}
	for _, t := range f.Tables {
		for _, k := range keys[t.Name] {
			row := map[string]any{}
			for _, field := range t.Fields {
				row[field.Name] = value(rnd, field.Type)
			}
			for _, l := range leads[t] {
				to := keys[l.to.Name][rnd.IntN(len(keys[l.to.Name]))]
				for i, field := range l.key {
					if l.to.Key[i].Kind == field.Kind {
						row[field.Name] = to[i]
					}
				}
			}
			for _, field := range t.Fields {
				if rnd.IntN(5) == 0 && !field.Required {
					row[field.Name] = nil
				}
			}
			for i, field := range t.Key {
				row[field.Name] = k[i]
			}
			w.Tables[t.Name] = append(w.Tables[t.Name], row)
		}
	}
	for _, p := range f.Profiles {
		if rnd.IntN(2) == 0 {
			w.User.Profiles = append(w.User.Profiles, p.Name)
		}
	}
	w.User.Login = "a"
	if f.Users != nil {
		people := w.Tables[f.Users.Table.Name]
		w.User.Record = people[rnd.IntN(len(people))]
		w.User.Login = w.User.Record[f.Users.Login.Name]
	}
	switch rnd.IntN(3) {
	case 0:
		w.User.Team = "elsewhere"
	case 1:
		if len(f.Teams) > 0 {
			w.User.Team = f.Teams[rnd.IntN(len(f.Teams))].Name
		}
	}
	w.User.Properties, w.User.TeamProperties = properties(rnd, f.UserProperties), properties(rnd, f.TeamProperties)
	return w
}

func properties(rnd *rand.Rand, list []form.Property) map[string]any {
	out := map[string]any{}
	for _, p := range list {
		if rnd.IntN(4) > 0 {
			out[p.Name] = value(rnd, p.Type)
		}
	}
	return out
}

func value(rnd *rand.Rand, t form.Type) any {
	switch t.Kind {
	case form.Enum:
		return t.Values[rnd.IntN(len(t.Values))]
	case form.ListOf:
		out := []any{}
		for range rnd.IntN(3) {
			out = append(out, value(rnd, *t.Elem))
		}
		return out
	default:
		of := difftest.Values(string(t.Kind))
		return of[rnd.IntN(min(len(of), 9))]
	}
}

// TestRandomWorlds draws portals, versions of them and worlds. What a version
// is seen to decide in a world must not be called impossible. The world that is
// given for what is called possible is a claim, which is run, and shows it, but where
// it is said to rest on a guess.
func TestRandomWorlds(t *testing.T) {
	counts := map[string]int{}
	claims, wrong := 0, 0
	source := "" // of the portal, until it has been told
	claim := func(right bool) {
		claims++
		if right {
			return
		}
		if wrong++; source != "" {
			t.Log(source)
			source = ""
		}
	}
	for seed := *firstSeed; seed < *firstSeed+*draws; seed++ {
		rnd := rand.New(rand.NewPCG(uint64(seed), 7))
		p, text := drawn(t, seed)
		source = text
		before, after := lowered(t, p), lowered(t, p)
		for range 1 + rnd.IntN(3) {
			changed(rnd, after)
		}
		old, now := local.Of(before, nil), local.Of(after, nil)
		asked := map[string]bool{}
		for range 60 {
			w := worldOf(rnd, before)
			r := after.Resources[rnd.IntN(len(after.Resources))]
			if r.Table == nil {
				continue
			}
			rows := w.Tables[r.Table.Name]
			w.Row = rows[rnd.IntN(len(rows))]
			for _, action := range []string{"view", "update", "delete", "export"} {
				if r.Modes[action] == "" {
					continue
				}
				a, b := decide(t, old, before, r, action, w), decide(t, now, after, r, action, w)
				for _, fact := range seenOf(r, action, b) {
					if holds(a, fact, w) {
						continue
					}
					key := fmt.Sprint(fact)
					if asked[key] {
						continue
					}
					asked[key] = true
					answer, err := prove.Ask(context.Background(), prove.Query{
						Old: before, New: after, Has: []prove.Fact{fact}, HadNever: []prove.Fact{fact},
					}, prove.Limits{Turns: 60, Rows: 60, Depth: 4})
					if err != nil {
						t.Fatal(err)
					}
					counts[answer.Verdict.String()]++
					if answer.Verdict == prove.Never {
						t.Errorf("seed %d: %v is a gain in %+v\nand said to be none in\n%s", seed, fact, w, text)
					}
					claim(check(t, seed, answer, fact, old, now, before, after))
				}
			}
		}
		for _, fact := range facts(after) {
			if asked[fmt.Sprint(fact)] || rnd.IntN(6) > 0 {
				continue
			}
			answer, err := prove.Ask(context.Background(), prove.Query{
				Old: before, New: after, Has: []prove.Fact{fact}, HadNever: []prove.Fact{fact},
			}, prove.Limits{Turns: 60, Rows: 60, Depth: 4})
			if err != nil {
				t.Fatal(err)
			}
			counts["unseen "+answer.Verdict.String()]++
			claim(check(t, seed, answer, fact, old, now, before, after))
		}
	}
	t.Log(counts, claims, wrong)
	if wrong > 0 {
		t.Errorf("%d of %d claims are wrong", wrong, claims)
	}
}

func check(t *testing.T, seed int, answer *prove.Answer, fact prove.Fact, old, now *local.Engine, before, after *form.Form) bool {
	t.Helper()
	if answer.Verdict == prove.Undecided {
		t.Logf("seed %d: %v: %s", seed, fact, answer.Why)
	}
	if answer.Verdict != prove.Sometimes {
		return true
	}
	w := answer.World
	r := after.Resource(fact.Kind, fact.Name)
	was := decide(t, old, before, before.Resource(fact.Kind, fact.Name), fact.Action, w)
	is := decide(t, now, after, r, fact.Action, w)
	if (holds(was, fact, w) || !holds(is, fact, w)) && len(answer.Beyond) == 0 {
		t.Logf("seed %d: %v is no gain: set %v now %v user %+v\nrow %v\nin %+v\nwas %+v\nis  %+v", seed, fact, w.Set, w.Now, w.User, w.Row, w, was, is)
		return false
	}
	return true
}

func decide(t *testing.T, e *local.Engine, f *form.Form, r *form.Resource, action string, w *prove.World) *rego.Decision {
	t.Helper()
	q := &rego.Request{
		User: rego.User{
			Login: w.User.Login, Profiles: w.User.Profiles, Team: w.User.Team,
			TeamProperties: w.User.TeamProperties, Properties: w.User.Properties,
		},
		Action: action, Resource: rego.Resource{Type: string(r.Kind), Name: r.Name}, Now: w.Now,
	}
	if w.User.Record != nil && f.Users != nil {
		q.User.Record = w.Joined(f.Users.Table, w.User.Record, 7)
	}
	if w.Row != nil && r.Table != nil {
		q.Row = w.Joined(r.Table, w.Row, 7)
	}
	if w.Set != nil {
		q.Set, q.Related = w.Set, w.Related(r.Table, 7)
	}
	d, err := e.Decide(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// seenOf gives what a decision has.
func seenOf(r *form.Resource, action string, d *rego.Decision) []prove.Fact {
	if !d.Allow {
		return nil
	}
	out := []prove.Fact{{Kind: r.Kind, Name: r.Name, Action: action}}
	if action == "view" {
		for _, f := range d.Visible {
			if _, masked := d.Masked[f]; !masked {
				out = append(out, prove.Fact{Kind: r.Kind, Name: r.Name, Action: action, Field: f})
			}
		}
	}
	return out
}

// holds reports whether a decision has a fact in it.
func holds(d *rego.Decision, fact prove.Fact, w *prove.World) bool {
	if fact.Field == "" || !d.Allow {
		return d.Allow
	}
	mask, masked := d.Masked[fact.Field]
	switch {
	case fact.Action == "view" && fact.Mask != nil:
		return masked && shownAs(mask, fact.Mask)
	case w.Set != nil:
		return true
	default:
		return slices.Contains(d.Visible, fact.Field) && !masked
	}
}

// shownAs reports whether a mask is what is shown, as far as that tells.
func shownAs(shown any, mask form.Disguise) bool {
	c, constant := mask.(form.Constant)
	return !constant || fmt.Sprint(shown) == fmt.Sprint(c.Value)
}

func facts(f *form.Form) []prove.Fact {
	var out []prove.Fact
	for _, r := range f.Resources {
		for action, mode := range r.Modes {
			if mode == form.Message {
				continue
			}
			out = append(out, prove.Fact{Kind: r.Kind, Name: r.Name, Action: action})
			if action == "view" || mode == form.Update || mode == form.Create {
				for _, field := range r.Fields {
					out = append(out, prove.Fact{Kind: r.Kind, Name: r.Name, Action: action, Field: field.Name})
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b prove.Fact) int {
		return slices.Compare([]string{string(a.Kind), a.Name, a.Action, a.Field}, []string{string(b.Kind), b.Name, b.Action, b.Field})
	})
	return out
}
