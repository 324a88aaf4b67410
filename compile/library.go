package compile

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

// The library is the hand-written Rego that every bundle carries. It is
// written for a portal named `portal`, which is renamed for each bundle.
//
//go:embed library/*.rego
var library embed.FS

// libraryFiles gives the library's modules by file name, without its tests.
func libraryFiles() (map[string]string, error) {
	names, err := fs.Glob(library, "library/*.rego")
	if err != nil {
		return nil, fmt.Errorf("listing the library: %w", err)
	}
	files := map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		text, err := library.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the library: %w", err)
		}
		files[strings.TrimPrefix(name, "library/")] = string(text)
	}
	return files, nil
}

// renamed gives a module written for a portal named `portal` the name of
// another. Modules refer to each other in package clauses and imports alone,
// and no other line begins like one.
func renamed(source, portal string) string {
	return strings.NewReplacer(
		"\npackage portal.", "\npackage "+portal+".", "\npackage portal\n", "\npackage "+portal+"\n",
		"\nimport data.portal.", "\nimport data."+portal+".",
	).Replace("\n" + source)[1:]
}
