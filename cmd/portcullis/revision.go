package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"portcullis/lang"
)

// atRevision writes a portal's directory as it was at a revision of git
// (git:REV, or git:REV:DIR for another directory), and the folders that it uses,
// to a temporary one, which the caller has taken away. Names in the text of the
// error are the user's.
func atRevision(ctx context.Context, spec string) (dir, commit string, remove func(), err error) {
	return revisionIn(ctx, ".", spec)
}

// revisionIn is [atRevision] for a portal that is in another directory.
func revisionIn(ctx context.Context, in, spec string) (dir, commit string, remove func(), err error) {
	named, err := namedRevision(ctx, in, spec)
	if err != nil {
		return "", "", nil, err
	}
	return named.write(ctx, in)
}

// revision is what git:REV or git:REV:DIR names.
type revision struct{ name, commit, place string }

func namedRevision(ctx context.Context, in, spec string) (revision, error) {
	name, place, other := strings.Cut(strings.TrimPrefix(spec, "git:"), ":")
	if name == "" {
		return revision{}, fmt.Errorf("%s names no revision: write git:REV, or git:REV:DIR", spec)
	}
	if strings.HasPrefix(name, "-") {
		return revision{}, fmt.Errorf("%q is no revision of git", name)
	}
	if !other {
		prefix, err := git(ctx, "-C", in, "rev-parse", "--show-prefix")
		if err != nil {
			return revision{}, err
		}
		place = strings.TrimSpace(string(prefix))
	}
	text, err := git(ctx, "-C", in, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if err != nil {
		return revision{}, fmt.Errorf("git has no revision %q here", name)
	}
	return revision{name, strings.TrimSpace(string(text)), path.Clean(place)}, nil
}

// write writes the revision's directory to a temporary one.
func (r revision) write(ctx context.Context, in string) (dir, commit string, remove func(), err error) {
	top, err := git(ctx, "-C", in, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", "", nil, err
	}
	root, err := os.MkdirTemp("", "portcullis-")
	if err != nil {
		return "", "", nil, fmt.Errorf("cannot read a revision: %w", err)
	}
	remove = func() { _ = os.RemoveAll(root) }
	t := tree{ctx: ctx, top: strings.TrimSpace(string(top)), revision: r.name, commit: r.commit, root: root}
	if dir, err = t.portal(r.place); err != nil {
		remove()
		return "", "", nil, err
	}
	return dir, r.commit, remove, nil
}

// tree is a revision of a repository, of which some folders are written below a
// directory.
type tree struct {
	ctx                         context.Context
	top, revision, commit, root string
}

// portal writes a folder, and all that the portal in it uses.
func (t tree) portal(place string) (dir string, err error) {
	switch there, err := t.folder(place); {
	case err != nil:
		return "", err
	case !there:
		return "", fmt.Errorf("there is no directory %q in the revision %s", place, t.revision)
	}
	dir = filepath.Join(t.root, filepath.FromSlash(place))
	for written := map[string]bool{}; ; {
		before := len(written)
		_, folders := lang.PolicyFiles(lang.Dir(dir))
		for _, name := range folders {
			folder := path.Join(place, name)
			if !fs.ValidPath(folder) {
				return "", fmt.Errorf("in the revision %s the portal uses %s, which is outside of the repository", t.revision, name)
			}
			if written[folder] {
				continue
			}
			written[folder] = true
			if _, err := t.folder(folder); err != nil { // of one that is not there, the portal's diagnostics tell
				return "", err
			}
		}
		if len(written) == before {
			return dir, nil
		}
	}
}

// folder writes a folder, and reports whether it is there.
func (t tree) folder(name string) (bool, error) {
	if !fs.ValidPath(name) {
		return false, nil
	}
	of := t.commit + ":"
	if name != "." {
		of += name
	}
	archive, err := git(t.ctx, "-C", t.top, "archive", "--format=tar", of)
	if err != nil {
		return false, nil
	}
	if err := unpack(filepath.Join(t.root, filepath.FromSlash(name)), archive); err != nil {
		return false, fmt.Errorf("cannot read the revision %s: %w", t.revision, err)
	}
	return true, nil
}

func git(ctx context.Context, args ...string) ([]byte, error) {
	c := exec.CommandContext(ctx, "git", args...)
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		if errors.Is(err, exec.ErrNotFound) {
			return nil, errors.New("git is needed for git:REV, and is not installed")
		}
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(said.String()))
	}
	return out.Bytes(), nil
}

// unpack writes an archive's files below a directory; what would lead out of it
// is an error, and links are left out.
func unpack(dir string, archive []byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		text, err := io.ReadAll(r)
		if err != nil {
			return err
		}
		if err := root.MkdirAll(filepath.Dir(h.Name), 0o755); err != nil {
			return err
		}
		if err := root.WriteFile(h.Name, text, 0o644); err != nil {
			return err
		}
	}
}
