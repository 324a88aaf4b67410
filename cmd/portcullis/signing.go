package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"portcullis/compile"
	"portcullis/compile/pack"
)

// signingVariables are the environment variables that OPA's own commands build
// and sign take the key from, the first one that is set.
var signingVariables = []string{"OPA_BUILD_SIGNING_KEY", "OPA_SIGN_SIGNING_KEY"}

// bundling says how a bundle is built: the flags that build, push and, in part,
// serve share.
type bundling struct {
	revision           string
	number             uint64
	key, id, algorithm string
	logMask            bool
}

func (b *bundling) flags(c *cobra.Command) {
	c.Flags().StringVar(&b.revision, "revision", "", "the revision `R` that the manifest names; else a digest of the content")
	c.Flags().Uint64Var(&b.number, "build-number", 0, "the number `N` of this build, greater than any before it")
	b.servingFlags(c)
}

// servingFlags are those for a bundle whose revision is its digest.
func (b *bundling) servingFlags(c *cobra.Command) {
	c.Flags().StringVar(&b.key, "signing-key", "", "sign with the private key of the file `PEM`; else of $"+signingVariables[0])
	c.Flags().StringVar(&b.id, "key-id", pack.DefaultKeyID, "the `ID` by which agents find the public key")
	c.Flags().StringVar(&b.algorithm, "algorithm", pack.SigningAlgorithms[0], "sign by `ALGORITHM`: "+strings.Join(pack.SigningAlgorithms, ", "))
	c.Flags().BoolVar(&b.logMask, "log-mask", false, "keep sensitive data out of the decision logs of agents")
	_ = c.MarkFlagFilename("signing-key", "pem", "key")
	_ = c.RegisterFlagCompletionFunc("algorithm", cobra.FixedCompletions(pack.SigningAlgorithms, cobra.ShellCompDirectiveNoFileComp))
}

// options gives what the flags and the environment ask for.
func (a *app) bundleOptions(c *cobra.Command, b bundling) (compile.Options, error) {
	o := compile.Options{Revision: b.revision, Build: b.number, LogMask: b.logMask}
	if c.Flags().Changed("build-number") && b.number == 0 {
		return o, errors.New("--build-number: the first build is number 1")
	}
	if n, ok := pack.BuildOf(b.revision); ok && b.number != 0 && n != b.number {
		return o, fmt.Errorf("--revision %s is build number %d, and --build-number is %d", b.revision, n, b.number)
	}
	flag, key := "--signing-key", b.key
	for _, name := range signingVariables {
		if key == "" {
			flag, key = "$"+name, os.Getenv(name)
		}
	}
	if key == "" {
		for _, of := range []string{"key-id", "algorithm"} {
			if c.Flags().Changed(of) {
				return o, fmt.Errorf("--%s is of a signature; give --signing-key too", of)
			}
		}
		return o, nil
	}
	text, err := keyText(key, strings.HasPrefix(b.algorithm, "HS"))
	if err != nil {
		return o, fmt.Errorf("%s: %w", flag, err)
	}
	if o.Key, err = pack.NewSigningKey(text, b.algorithm, b.id); err != nil {
		return o, fmt.Errorf("%s: %w", flag, err)
	}
	if o.Key.Shared() {
		fmt.Fprintf(a.err, "Warning: whoever can verify a bundle signed by %s can sign one as well; outside development, use %s.\n",
			b.algorithm, pack.SigningAlgorithms[0])
	}
	return o, nil
}

// keyText gives the text of a key that is given as OPA's commands take one: the
// text itself if it is a PEM block, else a file's. A secret that is the name of
// no file is the text itself, and no message repeats it.
func keyText(key string, secret bool) (string, error) {
	if strings.HasPrefix(strings.TrimSpace(key), "-----BEGIN") {
		return key, nil
	}
	text, err := os.ReadFile(key)
	switch {
	case err == nil:
		return string(text), nil
	case secret:
		return key, nil
	case strings.ContainsAny(key, "\r\n"):
		return "", errors.New("it is neither a PEM block nor the name of a file")
	default:
		return "", fmt.Errorf("cannot read %s: %w", key, withoutPath(err))
	}
}
