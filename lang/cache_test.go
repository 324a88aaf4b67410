package lang

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"

	"portcullis/lang/policy"
)

// TestRereadAsFresh edits portals at random, and holds what is read with a cache to
// what is read without one, after each edit: the same policy, diagnostics and names.
func TestRereadAsFresh(t *testing.T) {
	edits := 120
	if testing.Short() {
		edits = 15
	}
	examples, err := fs.Glob(os.DirFS("../examples"), "*/*.portal.hcl")
	if err != nil {
		t.Fatal(err)
	}
	dirs := map[string]bool{}
	for _, name := range examples {
		dirs[path.Dir(name)] = true
	}
	for seed, dir := range slices.Sorted(maps.Keys(dirs)) {
		t.Run(dir, func(t *testing.T) {
			e := &editing{r: rand.New(rand.NewPCG(uint64(seed), 7)), files: map[string]string{}}
			e.divide(t, os.DirFS(path.Join("../examples", dir)))
			cache := &Cache{}
			for i := range edits {
				kept, _, keptDiags := Reread(e.portal(), cache)
				fresh, _, diags := Reread(e.portal(), nil)
				if got, want := told(kept, keptDiags), told(fresh, diags); got != want {
					t.Fatalf("after edit %d (%s), with the cache:\n%s\nwithout:\n%s", i, e.last, got, want)
				}
				e.edit()
			}
		})
	}
}

// told gives all that a reading says.
func told(p *policy.Policy, diags hcl.Diagnostics) string {
	var all []string
	for _, d := range diags {
		all = append(all, fmt.Sprintf("%v %s %s: %s", d.Severity, d.Subject, d.Summary, d.Detail))
	}
	if p == nil {
		return strings.Join(all, "\n")
	}
	if !diags.HasErrors() {
		all = append(all, outline(p))
		for _, s := range p.Statements {
			all = append(all, fmt.Sprintf("%s at %s of %q at %s", s.Effect, s.Range, s.Profile.Name, s.Profile.Range))
			if !slices.Contains(s.Profile.Statements, s) {
				all = append(all, "which is not among those of its profile")
			}
			all = append(all, strangers(p, "which names", append(slices.Clip(s.Profiles), s.Profile))...)
		}
		for _, q := range p.Profiles {
			all = append(all, strangers(p, q.Name+" includes", q.Includes)...)
			all = append(all, strangers(p, q.Name+" comes to", q.Closure)...)
		}
		for _, team := range p.Teams {
			all = append(all, strangers(p, team.Name+" has", team.Profiles)...)
		}
	}
	names := map[string]bool{}
	for u := range p.Uses.All() {
		names[fmt.Sprintf("%s %q is %s %t", u.At, u.Name, placeOf(u.Of), u.Declares)] = true
	}
	return strings.Join(append(all, slices.Sorted(maps.Keys(names))...), "\n")
}

// strangers tells of profiles that are those of another policy.
func strangers(p *policy.Policy, what string, profiles []*policy.Profile) []string {
	var all []string
	for _, q := range profiles {
		whose := "the policy's"
		if !slices.Contains(p.Profiles, q) {
			whose = "another's"
		}
		all = append(all, fmt.Sprintf("%s %q, %s", what, q.Name, whose))
	}
	return all
}

// placeOf tells which thing it is: the one declared there.
func placeOf(of any) string {
	switch x := of.(type) {
	case *policy.Table:
		return "the table at " + x.Range.String()
	case *policy.Field:
		return "the field at " + x.Range.String()
	case *policy.Relation:
		return "the relation at " + x.Range.String()
	case *policy.Profile:
		return "the profile at " + x.Range.String()
	case *policy.Condition:
		return "the condition at " + x.Range.String()
	default:
		return fmt.Sprintf("%T", of)
	}
}

// editing is somebody who edits a portal.
type editing struct {
	r     *rand.Rand
	files map[string]string
	last  string
}

// divide has a file for each few blocks of a portal, so that most files stay as they
// are.
func (e *editing) divide(t *testing.T, dir fs.FS) {
	names, err := fs.Glob(dir, "*.portal.hcl")
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		for j, block := range strings.SplitAfter(string(text), "\n}\n") {
			e.files[fmt.Sprintf("%d_%02d.portal.hcl", i, j/2)] += block
		}
	}
}

func (e *editing) portal() fs.FS {
	all := fstest.MapFS{}
	for name, text := range e.files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

var profileHead = regexp.MustCompile(`profile "(\w+)" {`)

// edit changes one file: most edits are taken back by the next one, as somebody
// types who comes to an end.
func (e *editing) edit() {
	names := slices.Sorted(maps.Keys(e.files))
	name := names[e.r.IntN(len(names))]
	text := e.files[name]
	if before, after, ok := strings.Cut(text, "ZZ"); ok {
		e.files[name], e.last = before+after, "taking back in "+name
		return
	}
	at := e.r.IntN(len(text) + 1)
	words := strings.Fields(text)
	var profiles []string
	for _, name := range names {
		for _, found := range profileHead.FindAllStringSubmatch(e.files[name], -1) {
			profiles = append(profiles, found[1])
		}
	}
	switch e.r.IntN(11) {
	case 9, 10: // what a profile includes, or whom it writes to, is another
		other := profiles[e.r.IntN(len(profiles))]
		head := profileHead.FindString(text)
		if head == "" {
			break
		}
		more := []string{fmt.Sprintf("\n  includes = [%q]", other), fmt.Sprintf("\n  allow \"message\" {\n    profiles = [%q]\n  }\n", other), "\n  reveal = []"}[e.r.IntN(3)]
		if before, after, ok := strings.Cut(text, "\n  includes = ["); ok && e.r.IntN(2) == 0 {
			_, text, _ = strings.Cut(after, "]")
			text, more = before+text, ""
		}
		e.files[name], e.last = strings.Replace(text, head, head+more, 1), fmt.Sprintf("%q after %q in %s", more, head, name)
	case 0: // the lines of a file move
		e.files[name], e.last = "# a comment\n"+text, "a comment in "+name
	case 1: // a word is another
		if len(words) > 1 {
			old, word := words[e.r.IntN(len(words))], words[e.r.IntN(len(words))]
			e.files[name], e.last = strings.Replace(text, old, word, 1), fmt.Sprintf("%s for %s in %s", word, old, name)
		}
	case 2: // a file comes again, with all that it declares
		other := names[e.r.IntN(len(names))]
		e.files["again.portal.hcl"], e.last = e.files[other], other+" again"
	case 3:
		delete(e.files, "again.portal.hcl")
		e.last = "not again"
	case 4: // blocks move to another file
		other := names[e.r.IntN(len(names))]
		if i := strings.LastIndex(text, "\n}\n"); i >= 0 && other != name {
			if j := strings.LastIndex(text[:i], "\n}\n"); j >= 0 {
				e.files[other] += text[j+3:]
				e.files[name], e.last = text[:j+3], "a block from "+name+" to "+other
			}
		}
	case 5: // what is visible is asked
		e.files[name], e.last = strings.Replace(text, "rows ", "rows = visible(row.ZZclient)\n #", 1), "visible in "+name
	default: // a word is begun
		e.files[name], e.last = text[:at]+"ZZ"+text[at:], fmt.Sprintf("ZZ at %d of %s", at, name)
	}
}

// TestRereadKeeps shows that an edit leaves what other files say as it was made, and
// that what it depends on is made anew.
func TestRereadKeeps(t *testing.T) {
	files := bigPortal(3, 200)
	text := string(files["policy.portal.hcl"].Data)
	half := strings.Index(text, "profile \"p1\"")
	files["policy.portal.hcl"] = &fstest.MapFile{Data: []byte(text[:half])}
	files["other.portal.hcl"] = &fstest.MapFile{Data: []byte(text[half:])}
	cache := &Cache{}
	read := func() *policy.Policy {
		t.Helper()
		p, _, diags := Reread(files, cache)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		return p
	}
	// same counts statements whose condition is the very same.
	same := func(p, q *policy.Policy) map[string]int {
		had := map[policy.Cond]bool{}
		for _, s := range p.Statements {
			had[s.Targets[0].Rows] = true
		}
		n := map[string]int{}
		for _, s := range q.Statements {
			if had[s.Targets[0].Rows] {
				n[s.File]++
			}
		}
		return n
	}
	edit := func(name string) {
		files[name] = &fstest.MapFile{Data: append([]byte("# new\n"), files[name].Data...)}
	}
	first := read()
	edit("other.portal.hcl")
	second := read()
	if n := same(first, second); n["policy.portal.hcl"] != 100 || n["other.portal.hcl"] != 0 {
		t.Errorf("after an edit of one file of profiles, these are the same: %v", n)
	}
	edit("schema.portal.hcl")
	if n := same(second, read()); len(n) > 0 {
		t.Errorf("after an edit of the schema, these are the same: %v", n)
	}
}
