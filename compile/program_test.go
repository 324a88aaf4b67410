package compile_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"portcullis/compile"
	"portcullis/internal/opatest"
)

// TestProgram has the opa program find nothing in the examples' bundles: not by
// `check --strict`, nor by `fmt --fail`, nor by `test`. A bundle carries no
// tests, which agents would load. What is tested is the library that is in it,
// under the portal's name, by the tests that are beside the library.
func TestProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("TestLibrary has the tests, and bundles are loaded all over")
	}
	for name, portal := range portals(t) {
		if strings.HasSuffix(name, ".golden") || strings.HasPrefix(name, "odd/") {
			continue // TestStrictAndFormatted has these, by OPA's packages
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content := written(t, portal, compile.Options{LogMask: true}) // with all that there can be
			file := filepath.Join(t.TempDir(), "bundle.tar.gz")
			put(t, file, content)
			opatest.Run(t, "check", "--strict", "--bundle", file)

			root := policy(t, portal).Portal.Name
			dir := unpacked(t, content)
			if out := opatest.Run(t, "fmt", "--fail", "--list", dir); out != "" {
				t.Errorf("opa fmt would write otherwise:\n%s", out)
			}
			out := opatest.Run(t, "test", "--timeout=60s", libraryWithTests(t, dir, root))
			if n := passed(out); n < 100 {
				t.Errorf("%d tests passed:\n%s", n, out)
			}

			// And it does look at what is there.
			decision := filepath.Join(dir, root, "decision.rego")
			text, err := os.ReadFile(decision)
			if err != nil {
				t.Fatal(err)
			}
			put(t, decision, append(text, "\n\nunused(x) if { y := 1 }\n"...))
			for _, args := range [][]string{{"check", "--strict", "--bundle", dir}, {"fmt", "--fail", "--list", dir}} {
				if out, err := program(t, args...); err == nil {
					t.Errorf("opa %v finds nothing in what is wrong: %s", args, out)
				}
			}
		})
	}
}

var passing = regexp.MustCompile(`(?m)^PASS: (\d+)/(\d+)$`)

// passed reads of `opa test` how many tests passed; 0 where not all did.
func passed(out string) int {
	found := passing.FindStringSubmatch(out)
	if found == nil || found[1] != found[2] {
		return 0
	}
	n, _ := strconv.Atoi(found[1]) // digits
	return n
}

// libraryWithTests gives a directory with the library of an unpacked bundle,
// its tests, and the policy that stands in the tests for the bundle's own.
func libraryWithTests(t *testing.T, dir, root string) string {
	t.Helper()
	out := t.TempDir()
	inBundle, err := filepath.Glob(filepath.Join(dir, root, "*.rego"))
	if err != nil || len(inBundle) == 0 {
		t.Fatal(inBundle, err)
	}
	for _, file := range inBundle {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(out, filepath.Base(file)), text)
	}
	tests, err := filepath.Glob("regogen/library/*_test.rego")
	if err != nil || len(tests) == 0 {
		t.Fatal(tests, err)
	}
	texts := map[string][]byte{}
	for _, name := range generatedForTests {
		texts[filepath.Base(name)] = generatedOf(t, name)
	}
	for _, file := range tests {
		if texts[filepath.Base(file)], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range texts {
		put(t, filepath.Join(out, name), []byte(of(root, string(text))))
	}
	return out
}

var (
	importsRoot = regexp.MustCompile(`(?m)^import data\.portal$`)
	packageRoot = regexp.MustCompile(`(?m)^package portal\b`)
	dataRoot    = regexp.MustCompile(`\bdata\.portal\b`)
)

// of gives a module of the library's tests, which are about a portal named
// `portal`, the name of another.
func of(root, module string) string {
	module = importsRoot.ReplaceAllLiteralString(module, "import data.portal as portal")
	module = packageRoot.ReplaceAllLiteralString(module, "package "+root)
	return dataRoot.ReplaceAllLiteralString(module, "data."+root)
}

// unpacked writes a bundle's files into a directory.
func unpacked(t *testing.T, content []byte) string {
	t.Helper()
	zipped, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	dir, files := t.TempDir(), tar.NewReader(zipped)
	for {
		header, err := files.Next()
		if err == io.EOF {
			return dir
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, filepath.FromSlash(header.Name)), text)
	}
}

func put(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// program runs the opa program, which may fail.
func program(t *testing.T, args ...string) (string, error) {
	t.Helper()
	name, err := opatest.Program()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	return string(out), err
}
