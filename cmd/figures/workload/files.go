package workload

import (
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"
)

// Files gives the portal's source as people divide one of its size: the schema,
// and the profiles in so many files.
func (s Shape) Files(n int) fs.FS {
	var all [][]byte
	for profile := range strings.SplitAfterSeq(s.profiles(), "\n}\n") {
		if profile != "" {
			all = append(all, []byte(profile))
		}
	}
	files := fstest.MapFS{"schema.portal.hcl": {Data: []byte(s.schema())}}
	for i, profile := range all {
		name := ProfileFile(i * n / len(all))
		if files[name] == nil {
			files[name] = &fstest.MapFile{}
		}
		files[name].Data = append(files[name].Data, profile...)
	}
	return files
}

// ProfileFile names a file of [Shape.Files] with profiles.
func ProfileFile(i int) string { return fmt.Sprintf("profiles_%02d.portal.hcl", i) }
