package regogen

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// The library is the hand-written Rego that every bundle carries. It is
// written for a portal named `portal`, which is renamed for each bundle.
//
//go:embed library/*.rego
var library embed.FS

// loggingLibrary is the library's module that only bundles with a mask of logs carry.
const loggingLibrary = "logging.rego"

// LibraryFiles gives the library's modules that every bundle carries.
func (m *Model) LibraryFiles() ([]bundle.ModuleFile, error) {
	names, err := fs.Glob(library, "library/*.rego")
	if err != nil {
		return nil, fmt.Errorf("listing the library: %w", err)
	}
	var out []bundle.ModuleFile
	for _, name := range names {
		name = path.Base(name)
		if strings.HasSuffix(name, "_test.rego") || name == loggingLibrary {
			continue
		}
		file, err := m.libraryFile(name)
		if err != nil {
			return nil, err
		}
		out = append(out, file)
	}
	return out, nil
}

// libraryFile gives one of the library's modules.
func (m *Model) libraryFile(name string) (bundle.ModuleFile, error) {
	source, err := library.ReadFile("library/" + name)
	if err != nil {
		return bundle.ModuleFile{}, fmt.Errorf("reading the library: %w", err)
	}
	at := path.Join("/", m.Form.Portal, name)
	return bundle.ModuleFile{URL: at, Path: at, Raw: []byte(renamed(string(source), m.Form.Portal))}, nil
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
