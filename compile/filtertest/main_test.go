package filtertest

import (
	"flag"
	"os"
	"testing"

	"portcullis/compile/internal/pgtest"
)

// TestMain bounds the checks of a usual run to seconds; -rapid.checks=1000 asks
// for more.
func TestMain(m *testing.M) {
	flag.Parse()
	defaults := map[string]string{"rapid.checks": "10", "rapid.shrinktime": "0s", "rapid.nofailfile": "true"}
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
