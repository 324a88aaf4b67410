package enginetest

import (
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"portcullis/compile/internal/difftest"
	"portcullis/internal/debian"
	"portcullis/internal/mariatest"
	"portcullis/internal/pgtest"
	"portcullis/rego"
)

var (
	hunt   = flag.Duration("hunt", 0, "how long TestHunt looks for differences")
	goal   = flag.Int("decisions", math.MaxInt, "after how many decisions TestHunt ends")
	first  = flag.Int("first", 1_000_000, "the first seed of TestHunt")
	most   = flag.Int("rows", 120, "how many rows a table has at most in TestHunt")
	shrink = flag.Duration("shrink", 30*time.Second, "how long a difference is made smaller at most")
	old    = flag.Bool("oldest", false, "TestHunt asks the oldest SQLite too, which is compiled from C")
	each   = flag.Int("questions", 80, "how many questions TestHunt asks a portal")
)

// TestMain has the checks at random of filters be the same ones in each usual run,
// and take seconds; -rapid.checks=1000 -rapid.seed=0 asks for more, and for others.
func TestMain(m *testing.M) {
	flag.Parse()
	defaults := map[string]string{"rapid.seed": "20", "rapid.checks": "10", "rapid.shrinktime": "0s", "rapid.nofailfile": "true"}
	flag.Visit(func(f *flag.Flag) { delete(defaults, f.Name) })
	for name, value := range defaults {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	debug.SetGCPercent(400)
	status := m.Run()
	pgtest.Stop()
	mariatest.Stop()
	os.Exit(status)
}

// bench is all that judges.
type bench struct {
	databases  []database
	filterEach int // OPA's filter, which takes the longest, is asked for by one question in so many
	counts     counts
}

// counts tells what has been compared.
type counts struct {
	portals, questions, uneven int
	decisions                  int // of rows: whether an action is allowed, and what is seen
	answers                    map[string]int
}

func (c counts) String() string {
	text := fmt.Sprintf("%d decisions in %d questions to %d portals, %d of them uneven", c.decisions, c.questions, c.portals, c.uneven)
	for _, judge := range slices.Sorted(maps.Keys(c.answers)) {
		text += fmt.Sprintf("; %s: %d", judge, c.answers[judge])
	}
	return text
}

func newBench(t *testing.T) *bench {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
	databases, err := allDatabases()
	debian.Need(t, err)
	return &bench{databases: databases, filterEach: 1, counts: counts{answers: map[string]int{}}}
}

// allDatabases gives those of this process, made when they are first asked for.
var allDatabases = sync.OnceValues(func() ([]database, error) {
	list := []database{&sqlite{}, &sqlite{odd: true}, &sqlite{strict: true}}
	for name, odd := range map[string]bool{"people": false, "machines": true} {
		db, err := onPostgres(name, odd)
		if err != nil {
			return nil, err
		}
		list = append(list, db)
	}
	db, err := onMariaDB()
	if err != nil {
		return nil, err
	}
	return append(list, db), nil
})

// portal draws the portal of a seed with at most so many rows in a table, and
// asks it so many questions: compiling it takes as long as hundreds of them. It
// gives a difference, "" if there is none.
func (b *bench) portal(seed, rows, questions int) (string, error) {
	d := newDrawer(uint64(seed))
	p, err := open(difftest.RowPortals().Example(seed).Source)
	if err != nil {
		return "", err
	}
	b.counts.portals++
	w := newWorld(p.policy, d.tables(p.policy, rows))
	databases, err := b.holding(w)
	if err != nil {
		return "", err
	}
	var who asker
	var listed []question
	for i := range questions {
		if i%4 == 0 {
			who = d.asker(w)
			listed = p.listed(w, who)
		}
		q, r, about, want := p.telling(d, w, who, listed)
		if diff := b.ask(p, r, about, want, databases); diff != "" {
			return b.report(p, w, q, diff), nil
		}
	}
	return "", nil
}

// holding gives the databases that can hold a world, with the world in them.
func (b *bench) holding(w *world) ([]database, error) {
	var databases []database
	for _, db := range b.databases {
		if !db.takes(w) {
			continue
		}
		if err := db.hold(w); err != nil {
			return nil, fmt.Errorf("%s: %w", db.name(), err)
		}
		databases = append(databases, db)
	}
	return databases, nil
}

// sampled is how many rows tell whether a question is worth asking.
const sampled = 12

// telling draws a question of whose rows some are given out, or in part, if it
// soon can.
func (p *portal) telling(d *drawer, w *world, who asker, listed []question) (question, *rego.Request, thing, grid) {
	for tries := 0; ; tries++ {
		q := d.question(p, who, listed)
		about, _ := p.thing(q)
		rows := w.rows[about.table]
		r := p.request(w, q, about, rows[:min(sampled, len(rows))])
		want := p.expected(r, about)
		if tries < 8 && !want.uneven(len(r.Rows)) && !d.chance(20) {
			continue
		}
		if len(rows) > sampled {
			r = p.request(w, q, about, rows)
			want = p.expected(r, about)
		}
		return q, r, about, want
	}
}

// ask has a question judged by all, and gives the first difference.
func (b *bench) ask(p *portal, r *rego.Request, about thing, want grid, databases []database) string {
	b.counts.questions++
	b.counts.decisions += len(r.Rows)
	if want.uneven(len(r.Rows)) {
		b.counts.uneven++
	}
	for _, judge := range []struct {
		name string
		ask  func() (grid, error)
	}{
		{"OPA's visible", func() (grid, error) { return p.visible(r, about) }},
		{"the bound filter", func() (grid, error) { return p.closures(r, about, false) }},
		{"the bound filter of columns", func() (grid, error) { return p.closures(r, about, true) }},
		{"the bound engine", func() (grid, error) { return p.page(r, about) }},
	} {
		got, err := judge.ask()
		if err != nil {
			return judge.name + ": " + err.Error()
		}
		b.counts.answers[judge.name]++
		if diff := want.difference(about, got); diff != "" {
			return judge.name + ": " + diff
		}
	}
	if diff := p.decisions(r, about, want, max(5, len(r.Rows)/6)); diff != "" {
		return "OPA's decision: " + diff
	}
	for _, db := range databases {
		got, statement, ok, err := p.selected(db, r, about)
		if err != nil {
			return fmt.Sprintf("SQL on %s: %v\n%s", db.name(), err, statement)
		}
		if !ok {
			b.counts.answers["no SQL for "+db.name()]++
			continue
		}
		b.counts.answers["SQL on "+db.name()]++
		if diff := want.difference(about, got); diff != "" {
			return fmt.Sprintf("SQL on %s: %s\n%s", db.name(), diff, statement)
		}
		if b.counts.questions%b.filterEach != 0 {
			continue
		}
		diff, ok, err := p.paged(db, r, about, want)
		if diff != "" || err != nil {
			return fmt.Sprintf("a page on %s: %s %v", db.name(), diff, err)
		}
		if ok {
			b.counts.answers["pages on "+db.name()]++
		}
	}
	for _, db := range databases {
		if !db.plain() || b.counts.questions%b.filterEach != 0 {
			continue
		}
		got, statement, ok, err := p.filtered(db, r, about)
		if err != nil {
			return fmt.Sprintf("OPA's filter on %s: %v\n%s", db.name(), err, statement)
		}
		if !ok {
			continue
		}
		b.counts.answers["OPA's filter on "+db.name()]++
		if diff := want.difference(about, got); diff != "" {
			return fmt.Sprintf("OPA's filter on %s: %s\n%s", db.name(), diff, statement)
		}
	}
	return ""
}

// TestEnginesAgree asks the same portals in every run.
func TestEnginesAgree(t *testing.T) {
	b := newBench(t)
	for seed := usualFirst; seed < usualFirst+usual; seed++ {
		if diff, err := b.portal(seed, 16, 40); diff != "" || err != nil {
			t.Fatalf("seed %d: %s %v", seed, diff, err)
		}
	}
	t.Log(b.counts)
	if b.counts.uneven < b.counts.questions/10 {
		t.Error("too few questions tell rows apart for this test to mean much")
	}
}

// enough is how many differences end a hunt: more are mostly the same.
const enough = 5

// TestHunt goes on for as long as it is told to.
func TestHunt(t *testing.T) {
	if *hunt == 0 {
		return
	}
	b := newBench(t)
	b.filterEach = 5
	if *old {
		o := &oldest{}
		defer o.end()
		b.databases = append(slices.Clone(b.databases), o)
	}
	start, told := time.Now(), time.Now()
	seed := *first
	for found := 0; time.Since(start) < *hunt && b.counts.decisions < *goal && found < enough; seed++ {
		diff, err := b.portal(seed, *most, *each)
		if diff != "" || err != nil {
			found++
			t.Errorf("seed %d, after %s: %s %v", seed, b.counts, diff, err)
		}
		if time.Since(told) > time.Minute {
			told = time.Now()
			fmt.Printf("%s: seeds %d to %d, %s\n", time.Since(start).Round(time.Second), *first, seed, b.counts)
		}
	}
	t.Logf("%s: seeds %d to %d, %s", time.Since(start).Round(time.Second), *first, seed-1, b.counts)
}
