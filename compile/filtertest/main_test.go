package filtertest

import (
	"flag"
	"os"
	"testing"

	"portcullis/internal/pgtest"
)

// TestMain bounds the checks of a usual run to seconds, and has them be the same
// ones in each; -rapid.checks=1000 -rapid.seed=0 asks for more, and for others.
func TestMain(m *testing.M) {
	flag.Parse()
	defaults := map[string]string{"rapid.seed": "20", "rapid.checks": "10", "rapid.shrinktime": "0s", "rapid.nofailfile": "true"}
	flag.Visit(func(f *flag.Flag) { delete(defaults, f.Name) })
	for name, value := range defaults {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	status := m.Run()
	pgtest.Stop()
	os.Exit(status)
}
