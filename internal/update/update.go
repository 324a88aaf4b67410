// Package update has the one flag by which tests write the files that they
// otherwise compare with: go test ./... -update, from the repository's root. Tests
// of every package import it, since Go gives the flag to all of them.
package update

import "flag"

var golden = flag.Bool("update", false, "write the golden files anew, with what the tests get")

// Golden reports whether golden files are to be written in place of being
// compared.
func Golden() bool { return *golden }
