package release

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goreleaser/goreleaser/v2/pkg/config"
	"github.com/goreleaser/nfpm/v2"
	_ "github.com/goreleaser/nfpm/v2/deb"
	"github.com/goreleaser/nfpm/v2/files"
	_ "github.com/goreleaser/nfpm/v2/rpm"
	"github.com/sassoftware/go-rpmutils"
)

const root = "../.."

// configured reads the configuration as goreleaser does, which refuses what it does not
// know.
func configured(t *testing.T) config.Project {
	t.Helper()
	project, err := config.Load(filepath.Join(root, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return project
}

// run runs a program in a folder, and gives what it prints.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = dir
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, said.String())
	}
	return string(out)
}

// program gives the path of a program, having installed Debian's package of it if need be.
// It is internal/debian's in short, since goreleaser and OPA do not agree on their
// dependencies, so that this module cannot have the other.
func program(t *testing.T, name, of string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	if apt, err := exec.LookPath("apt-get"); err == nil && os.Getuid() == 0 {
		t.Setenv("DEBIAN_FRONTEND", "noninteractive")
		run(t, ".", apt, "update")
		run(t, ".", apt, "install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", of)
	}
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("there is no %s: it is in Debian's package %s", name, of)
	}
	return path
}

// TestConfiguration reads the configuration, sees that one which is wrong is not read,
// and that what it names is there.
func TestConfiguration(t *testing.T) {
	project := configured(t)
	if _, err := config.LoadReader(strings.NewReader("version: 2\nbuild: []\n")); err == nil {
		t.Error("goreleaser reads anything")
	}
	var targets []string
	for _, build := range project.Builds {
		for _, system := range build.Goos {
			for _, processor := range build.Goarch {
				targets = append(targets, system+"/"+processor)
			}
		}
		if info, err := os.Stat(filepath.Join(root, build.Main)); err != nil || !info.IsDir() {
			t.Errorf("what is built is not there: %v", err)
		}
	}
	for _, want := range []string{"linux/amd64", "darwin/arm64", "windows/amd64"} {
		if !slices.Contains(targets, want) {
			t.Errorf("nothing is built for %s", want)
		}
	}
	for _, image := range project.DockersV2 {
		if _, err := os.Stat(filepath.Join(root, image.Dockerfile)); err != nil {
			t.Error(err)
		}
	}
	for _, hook := range project.Before.Hooks {
		if _, err := os.Stat(filepath.Join(root, hook)); err != nil {
			t.Error(err)
		}
	}
	// The home of the project is said in one place.
	text, err := os.ReadFile(filepath.Join(root, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), `"PORTCULLIS_REPOSITORY"`); n != 1 {
		t.Errorf("the variable of the home is read in %d places", n)
	}
}

// TestPackages builds the packages and the images, and looks into them.
func TestPackages(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	program(t, "z3", "z3")
	// What packages have beside the program; the program is linked so that it stands alone,
	// of what the other tests have compiled.
	t.Setenv("CGO_ENABLED", "1")
	t.Setenv("GOFLAGS", "'-ldflags=-s -w -linkmode=external -extldflags=-static'")
	beside := filepath.Join(t.TempDir(), "packaging")
	run(t, root, ".ci/packaging", beside)

	t.Run("deb", func(t *testing.T) {
		name := pack(t, "deb", beside)
		tool := program(t, "dpkg-deb", "dpkg")
		listed := run(t, ".", tool, "--contents", name)
		for _, want := range wanted {
			if !strings.Contains(listed, " ."+want+"\n") {
				t.Errorf("the package lacks %s", want)
			}
		}
		if !strings.Contains(listed, "-rwxr-xr-x root/root") {
			t.Errorf("the program cannot be run:\n%s", listed)
		}
		if about := run(t, ".", tool, "--field", name); !strings.Contains(about, "Package: portcullis\n") || !strings.Contains(about, "Recommends: z3, git\n") {
			t.Errorf("the package says\n%s", about)
		}
	})
	t.Run("rpm", func(t *testing.T) {
		f, err := os.Open(pack(t, "rpm", beside))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		read, err := rpmutils.ReadRpm(f)
		if err != nil {
			t.Fatal(err)
		}
		there, err := read.Header.GetFiles()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wanted {
			if !slices.ContainsFunc(there, func(f rpmutils.FileInfo) bool { return f.Name() == want }) {
				t.Errorf("the package lacks %s", want)
			}
		}
	})
	t.Run("images", func(t *testing.T) { images(t, beside) })
}

// wanted is what each package has, among other things.
var wanted = []string{
	"/usr/bin/portcullis", "/usr/share/man/man1/portcullis.1.gz", "/usr/share/man/man1/portcullis-schema-pull.1.gz",
	"/usr/share/bash-completion/completions/portcullis", "/usr/share/zsh/vendor-completions/_portcullis",
	"/usr/share/fish/vendor_completions.d/portcullis.fish", "/usr/share/doc/portcullis/README.md",
}

// pack makes a package as the configuration has it, as goreleaser does by nfpm.
func pack(t *testing.T, format, beside string) string {
	t.Helper()
	is := configured(t).NFPMs[0]
	if !slices.Contains(is.Formats, format) {
		t.Fatalf("no package of the format %s", format)
	}
	contents := files.Contents{{
		Source: filepath.Join(beside, "portcullis"), Destination: is.Bindir + "/portcullis", FileInfo: &files.ContentFileInfo{Mode: 0o755},
	}}
	for _, c := range is.Contents {
		source := filepath.Join(root, c.Source)
		if from, ok := strings.CutPrefix(c.Source, ".packaging/"); ok {
			source = filepath.Join(beside, from)
		}
		contents = append(contents, &files.Content{Source: source, Destination: c.Destination})
	}
	packager, err := nfpm.Get(format)
	if err != nil {
		t.Fatal(err)
	}
	info := nfpm.WithDefaults(&nfpm.Info{
		Name: is.PackageName, Arch: "amd64", Platform: "linux", Version: "1.2.3", Section: is.Section, Maintainer: is.Maintainer,
		Description: is.Description, License: is.License,
		Overridables: nfpm.Overridables{Contents: contents, Recommends: is.Recommends},
	})
	if err := nfpm.PrepareForPackager(info, format); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "portcullis."+format)
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := packager.Package(info, out); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

// images builds the images by buildah, as they are for one platform, and runs what is in
// them.
func images(t *testing.T, beside string) {
	t.Helper()
	tool := program(t, "buildah", "buildah")
	dir := t.TempDir()
	platform := filepath.Join(dir, "linux", "amd64")
	if err := os.MkdirAll(platform, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(dir, ".packaging"), os.DirFS(beside)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, ".packaging", "portcullis"), filepath.Join(platform, "portcullis")); err != nil {
		t.Fatal(err)
	}
	store := []string{"--storage-driver", "vfs", "--root", filepath.Join(dir, "root"), "--runroot", filepath.Join(dir, "run")}
	buildah := func(args ...string) string {
		t.Helper()
		return strings.TrimSpace(run(t, dir, tool, append(slices.Clone(store), args...)...))
	}
	file, err := filepath.Abs("Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	example, err := filepath.Abs(filepath.Join(root, "examples", "zoho6-warehouse"))
	if err != nil {
		t.Fatal(err)
	}
	for _, image := range configured(t).DockersV2 {
		buildah(slices.Concat([]string{"build", "--isolation", "chroot", "--file", file, "--tag", image.ID}, image.Flags, []string{dir})...)
		about := buildah("inspect", "--type", "image", "--format", "{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}} {{.OCIv1.Config.WorkingDir}}", image.ID)
		if about != "65532:65532 [/usr/bin/portcullis] /portal" {
			t.Errorf("%s is run as %s", image.ID, about)
		}
		container := buildah("from", image.ID)
		inside := func(args ...string) string {
			t.Helper()
			return buildah(slices.Concat([]string{"run", "--isolation", "chroot", "--volume", example + ":/portal:ro", container, "--"}, args)...)
		}
		if out := inside("/usr/bin/portcullis", "test"); !strings.HasSuffix(out, " passed, 0 failed") {
			t.Errorf("%s: the example's tests give %s", image.ID, out)
		}
		if strings.HasSuffix(image.ID, "z3") {
			if out := inside("/usr/bin/z3", "--version"); !strings.HasPrefix(out, "Z3 version") {
				t.Errorf("%s: z3 says %s", image.ID, out)
			}
		}
		buildah("rm", container)
	}
}
