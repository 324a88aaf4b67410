package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"portcullis/internal/opatest"
)

// TestPush pushes a portal and a bundle, which are the same image.
func TestPush(t *testing.T) {
	registry, dir := opatest.Registry(t), workplace(t)
	did := func(status int, args ...string) (string, string) {
		t.Helper()
		out, errs := opatest.NewOutput(), opatest.NewOutput()
		if got := execute(t.Context(), args, strings.NewReader(""), out, errs); got != status {
			t.Errorf("%s: status %d, want %d\n%s%s", strings.Join(args, " "), got, status, out, errs)
		}
		return out.String(), errs.String()
	}
	portal, file := filepath.Join(dir, "examples", "zoho5-event"), filepath.Join(dir, "event.tar.gz")
	signing := []string{"--signing-key", "for-development", "--algorithm", "HS256", "--build-number", "7"}
	ref := registry + "/portals/event:7"

	out, _ := did(statusWell, append([]string{"push", ref, portal}, signing...)...)
	pushed := regexp.MustCompile(`^Pushed (\S+): portal event, revision 7-[0-9a-f]{16}\n(sha256:[0-9a-f]{64})\n$`).FindStringSubmatch(out)
	if pushed == nil || pushed[1] != ref {
		t.Fatalf("it prints %q", out)
	}
	did(statusWell, append([]string{"build", "-o", file, portal}, signing...)...)
	if again, _ := did(statusWell, "push", ref, "--bundle", file, "--json"); !strings.Contains(again, pushed[2]) {
		t.Errorf("the bundle is not the image %s: %s", pushed[2], again)
	}
	if other, _ := did(statusWell, "push", ref, portal, "--json"); strings.Contains(other, pushed[2]) {
		t.Errorf("an unsigned bundle is the same image: %s", other)
	}

	// What is no bundle, or no portal, is not pushed.
	half := filepath.Join(dir, "half.tar.gz")
	bundle, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(half, bundle[:len(bundle)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	did(statusNo, "push", ref, "--bundle", half)
	bad := filepath.Join(dir, "bad")
	if err := os.Mkdir(bad, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bad, "bad.portal.hcl"), []byte("portal {}"), 0o600); err != nil {
		t.Fatal(err)
	}
	did(statusNo, "push", ref, bad)

	for _, args := range [][]string{
		{},
		{"portals"},
		{ref, portal, portal},
		{ref, "nowhere"},
		{ref, "--bundle", filepath.Join(dir, "nowhere.tar.gz")},
		{ref, "--bundle", file, "--build-number", "8"},
		{ref, "--bundle", file, portal},
		{opatest.FreeAddress(t) + "/nobody/listens", portal},
	} {
		if _, said := did(statusMisuse, append([]string{"push"}, args...)...); !strings.HasPrefix(said, "Error: ") {
			t.Errorf("%q: it says %q", args, said)
		}
	}
}
