package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// MaxBuild is the highest number of a build: JSON readers everywhere tell all
// whole numbers up to it apart.
const MaxBuild = 1<<53 - 1

// numbered is a revision that tells the number of its build: the number itself,
// or the default revision of a build with a number.
var numbered = regexp.MustCompile(`^([0-9]{1,16})(?:-[0-9a-f]{16})?$`)

// BuildOf gives the number of the build that a revision tells of. One that
// tells of none, such as v1.2 or 2026-03-01, gives false.
func BuildOf(revision string) (uint64, bool) {
	match := numbered.FindStringSubmatch(revision)
	if match == nil {
		return 0, false
	}
	n, err := strconv.ParseUint(match[1], 10, 64)
	return n, err == nil && n > 0 && n <= MaxBuild
}

// number gives the number that a build of these options has, 0 for none.
func (o Options) number() (uint64, error) {
	told, ok := BuildOf(o.Revision)
	switch {
	case o.Build > MaxBuild:
		return 0, fmt.Errorf("the build number %d is greater than %d", o.Build, uint64(MaxBuild))
	case !ok || told == o.Build:
		return o.Build, nil
	case o.Build == 0:
		return told, nil
	default:
		return 0, fmt.Errorf("the revision %s is one of build %d, not of build %d", o.Revision, told, o.Build)
	}
}

// revise gives a bundle that is complete otherwise its revision, and the number
// of its build. The default is a digest of the content, with the number before
// it if there is one: the same content has the same digest in every build.
func (o Options) revise(b *bundle.Bundle, c Content) error {
	n, err := o.number()
	if err != nil {
		return err
	}
	b.Manifest.Revision = o.Revision
	if o.Revision == "" {
		if b.Manifest.Revision, err = digest(c); err != nil {
			return err
		}
		if n > 0 {
			b.Manifest.Revision = fmt.Sprintf("%d-%s", n, b.Manifest.Revision)
		}
	}
	if n > 0 {
		b.Manifest.Metadata["portcullis"].(map[string]any)["build"] = n
	}
	return nil
}

// digest tells bundles of different content apart. Each part has its length before
// it, so that no two contents are written alike.
func digest(c Content) (string, error) {
	hash := sha256.New()
	add := func(text []byte) {
		fmt.Fprintln(hash, len(text))
		hash.Write(text)
	}
	facts, err := json.Marshal([]any{c.Roots, c.Metadata})
	if err != nil {
		return "", fmt.Errorf("digesting the bundle: %w", err)
	}
	add(facts)
	for _, root := range slices.Sorted(maps.Keys(c.Data)) {
		for _, name := range slices.Sorted(maps.Keys(c.Data[root])) {
			add([]byte(root))
			add([]byte(name))
			add(c.Data[root][name])
		}
	}
	for _, m := range c.Modules {
		add([]byte(m.Path))
		add(m.Raw)
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], nil
}
