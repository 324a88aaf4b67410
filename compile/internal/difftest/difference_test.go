package difftest

import (
	"flag"
	"os"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestMain bounds the checks of a usual run to seconds, and has them be the same
// ones in each; -rapid.checks=1000 -rapid.seed=0 asks for more, and for others.
func TestMain(m *testing.M) {
	flag.Parse()
	defaults := map[string]string{"rapid.seed": "20", "rapid.checks": "5", "rapid.shrinktime": "0s", "rapid.nofailfile": "true"}
	flag.Visit(func(f *flag.Flag) { delete(defaults, f.Name) })
	for name, value := range defaults {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// requestsEach is how many requests a policy is asked: building and preparing
// its bundle costs as much as hundreds of them.
const requestsEach = 200

// TestCompilerAgreesWithReference asks the bundle of random policies random
// requests, and compares every field of every answer. A difference is made
// smaller by [Minimize], not by rapid, which does not know what a policy is.
func TestCompilerAgreesWithReference(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	var m minimizer
	rapid.Check(t, func(t *rapid.T) {
		c := Cases(requestsEach).Draw(t, "case")
		s, err := open(c.Portal.Source)
		if tooLarge(err) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(m.report(c.Portal.Source, nil, err.Error()))
		}
		for _, r := range c.Requests {
			if diff := s.difference(r); diff != "" {
				t.Fatal(m.report(c.Portal.Source, r, diff))
			}
		}
	})
}

// minimizer makes one failure smaller, once: rapid runs what failed again.
type minimizer struct {
	once sync.Once
	text string
}

func (m *minimizer) report(source string, request any, diff string) string {
	m.once.Do(func() {
		last.source = ""
		small, asked := Minimize(source, request, 40*time.Second, func(source string, request any) bool {
			return differs(source, request) != ""
		})
		if shorter := differs(small, asked); shorter != "" {
			source, request, diff = small, asked, shorter
		}
		m.text = source + "\n" + Show(request) + "\n" + diff
	})
	return m.text
}

// differs opens a policy and asks it a request. The last policy is kept: a
// request is made smaller in many steps.
func differs(source string, request any) string {
	if source != last.source {
		last.source = source
		last.subject, last.err = open(source)
		if _, err := load(source); err != nil {
			last.subject, last.err = nil, nil // cut too much
		}
	}
	switch {
	case last.err != nil:
		return last.err.Error()
	case last.subject == nil:
		return ""
	default:
		return last.subject.difference(request)
	}
}

var last struct {
	source  string
	subject *subject
	err     error
}
