package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// atRevision writes a portal's directory as it was at a revision of git
// (git:REV, or git:REV:DIR for another directory) to a temporary one, which the
// caller takes away. Names in the text of the error are the user's.
func atRevision(ctx context.Context, spec string) (dir, commit string, err error) {
	revision, path, other := strings.Cut(strings.TrimPrefix(spec, "git:"), ":")
	if revision == "" {
		return "", "", fmt.Errorf("%s names no revision: write git:REV, or git:REV:DIR", spec)
	}
	if strings.HasPrefix(revision, "-") {
		return "", "", fmt.Errorf("%q is no revision of git", revision)
	}
	if !other {
		prefix, err := git(ctx, "rev-parse", "--show-prefix")
		if err != nil {
			return "", "", err
		}
		path = strings.TrimSpace(string(prefix))
	}
	text, err := git(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return "", "", fmt.Errorf("git has no revision %q here", revision)
	}
	commit = strings.TrimSpace(string(text))
	top, err := git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return "", "", err
	}
	archive, err := git(ctx, "-C", strings.TrimSpace(string(top)), "archive", "--format=tar", commit+":"+strings.TrimSuffix(path, "/"))
	if err != nil {
		return "", "", fmt.Errorf("there is no directory %q in the revision %s", path, revision)
	}
	if dir, err = os.MkdirTemp("", "portcullis-"); err != nil {
		return "", "", fmt.Errorf("cannot read a revision: %w", err)
	}
	if err := unpack(dir, archive); err != nil {
		_ = os.RemoveAll(dir)
		return "", "", fmt.Errorf("cannot read the revision %s: %w", revision, err)
	}
	return dir, commit, nil
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
