package compile

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// DefaultKeyID is the id of a key that is given none, as with OPA's own command.
const DefaultKeyID = "default"

// SigningAlgorithms are those by which bundles are signed. All of them give the
// same signature every time; those with a random part, such as ES256, would
// make each build another file.
var SigningAlgorithms = []string{"RS256", "RS384", "RS512", "HS256", "HS384", "HS512"}

// leastRSA is the size in bits that RFC 7518 §3.3 asks of an RSA key.
const leastRSA = 2048

// SigningKey is what a bundle is signed with.
type SigningKey struct{ text, algorithm, id string }

// NewSigningKey takes a PEM block with a private RSA key or, for the HS
// algorithms, a secret. The algorithm is RS256 and the id [DefaultKeyID] if they
// are empty. Refused is what cannot sign.
func NewSigningKey(text, algorithm, id string) (*SigningKey, error) {
	k := &SigningKey{text: text, algorithm: algorithm, id: id}
	if k.algorithm == "" {
		k.algorithm = SigningAlgorithms[0]
	}
	if k.id == "" {
		k.id = DefaultKeyID
	}
	switch {
	case !slices.Contains(SigningAlgorithms, k.algorithm):
		return nil, fmt.Errorf("bundles are not signed by %s; the algorithms are %s", k.algorithm, strings.Join(SigningAlgorithms, ", "))
	case k.Shared():
		return k, checkSecret(text)
	default:
		var err error
		k.text, err = privateRSA(text)
		return k, err
	}
}

// Shared reports whether whoever can verify the bundle can sign one too.
func (k *SigningKey) Shared() bool { return strings.HasPrefix(k.algorithm, "HS") }

// checkSecret refuses what OPA would not take for a secret.
func checkSecret(text string) error {
	if text == "" {
		return errors.New("the secret is empty")
	}
	if strings.Contains(text, "-----BEGIN") {
		return errors.New("it is a PEM block, and everybody may have that of a public key; the secret of an HS algorithm is a text of your own")
	}
	// OPA looks first whether there is a file of that name.
	if _, err := os.Stat(text); !errors.Is(err, fs.ErrNotExist) {
		return errors.New("OPA takes the secret for the name of a file; choose one of fewer than 256 letters, without slashes")
	}
	return nil
}

// privateRSA gives the private RSA key of a text, and nothing else that stands
// there, as a PEM block.
func privateRSA(text string) (string, error) {
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return "", errors.New("there is no private RSA key in it, as a PEM block RSA PRIVATE KEY or PRIVATE KEY")
		}
		var key any
		var err error
		switch block.Type {
		case "RSA PRIVATE KEY":
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		default:
			continue // a certificate beside the key, or parameters
		}
		if err != nil {
			return "", fmt.Errorf("reading the private key: %w", err)
		}
		private, ok := key.(*rsa.PrivateKey)
		if !ok {
			return "", fmt.Errorf("the private key is a %T, not one for RSA", key)
		}
		if bits := private.N.BitLen(); bits < leastRSA {
			return "", fmt.Errorf("the private key has %d bits; RSA needs %d at least", bits, leastRSA)
		}
		return string(pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes})), nil
	}
}

// sign gives a bundle that is complete otherwise its signature.
func (k *SigningKey) sign(b *bundle.Bundle) error {
	if err := b.GenerateSignature(bundle.NewSigningConfig(k.text, k.algorithm, ""), k.id, true); err != nil {
		return fmt.Errorf("signing the bundle: %w", err)
	}
	return nil
}
