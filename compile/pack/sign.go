package pack

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/bundle"
)

// DefaultKeyID is the id of a key that is given none, as with OPA's own command.
const DefaultKeyID = "default"

// SigningAlgorithms are those by which bundles are signed. All of them give the
// same signature every time, ES256 and ES384 with the nonces of RFC 6979; those
// with a random part that must be one, such as PS256, would make each build
// another file.
var SigningAlgorithms = []string{"RS256", "RS384", "RS512", "ES256", "ES384", "HS256", "HS384", "HS512"}

// curve is what an ES algorithm signs with (RFC 7518 §3.4).
type curve struct {
	elliptic.Curve
	hash crypto.Hash
}

var curves = map[string]curve{"ES256": {elliptic.P256(), crypto.SHA256}, "ES384": {elliptic.P384(), crypto.SHA384}}

// leastRSA is the size in bits that RFC 7518 §3.3 asks of an RSA key.
const leastRSA = 2048

// SigningKey is what a bundle is signed with.
type SigningKey struct {
	text, algorithm, id string
	elliptical          *ecdsa.PrivateKey // of an ES algorithm
}

// NewSigningKey takes a PEM block with a private RSA or EC key or, for the HS
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
	}
	key, block, err := privateKey(text)
	if err != nil {
		return nil, err
	}
	needed := curves[k.algorithm]
	switch key := key.(type) {
	case *rsa.PrivateKey:
		if needed.Curve != nil {
			return nil, fmt.Errorf("the private key is one for RSA, and %s needs one of the curve %s", k.algorithm, needed.Params().Name)
		}
		if bits := key.N.BitLen(); bits < leastRSA {
			return nil, fmt.Errorf("the private key has %d bits; RSA needs %d at least", bits, leastRSA)
		}
	case *ecdsa.PrivateKey:
		if needed.Curve != key.Curve {
			return nil, fmt.Errorf("the private key is of the curve %s, which is not for %s; ES256 takes P-256, ES384 P-384", key.Params().Name, k.algorithm)
		}
		k.elliptical = key
	default:
		return nil, fmt.Errorf("the private key is a %T, neither for RSA nor of an elliptic curve", key)
	}
	k.text = string(pem.EncodeToMemory(block))
	return k, nil
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

// privateKey finds the private key in a text, which may have more than that, and
// gives it with its block.
func privateKey(text string) (any, *pem.Block, error) {
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return nil, nil, errors.New("there is no private RSA or EC key in it, as a PEM block RSA PRIVATE KEY, EC PRIVATE KEY or PRIVATE KEY")
		}
		var key any
		var err error
		switch block.Type {
		case "RSA PRIVATE KEY":
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		case "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case "EC PRIVATE KEY":
			key, err = x509.ParseECPrivateKey(block.Bytes)
		default:
			continue // a certificate beside the key, or parameters
		}
		if err != nil {
			return nil, nil, fmt.Errorf("reading the private key: %w", err)
		}
		return key, &pem.Block{Type: block.Type, Bytes: block.Bytes}, nil
	}
}

// sign gives a bundle that is complete otherwise its signature.
func (k *SigningKey) sign(b *bundle.Bundle) error {
	if err := b.GenerateSignature(bundle.NewSigningConfig(k.text, k.algorithm, ""), k.id, true); err != nil {
		return fmt.Errorf("signing the bundle: %w", err)
	}
	if k.elliptical == nil {
		return nil
	}
	for i, token := range b.Signatures.Signatures {
		again, err := k.signAgain(token)
		if err != nil {
			return fmt.Errorf("signing the bundle: %w", err)
		}
		b.Signatures.Signatures[i] = again
	}
	return nil
}

// signAgain puts a signature that is always the same in place of the one that OPA
// gave a token, which has a random part.
func (k *SigningKey) signAgain(token string) (string, error) {
	last := strings.LastIndexByte(token, '.')
	c := curves[k.algorithm]
	h := c.hash.New()
	h.Write([]byte(token[:last]))
	// Without a source of random numbers the nonce is that of RFC 6979.
	der, err := k.elliptical.Sign(nil, h.Sum(nil), c.hash)
	if err != nil {
		return "", err
	}
	var pair struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &pair); err != nil {
		return "", err
	}
	size := (c.Params().BitSize + 7) / 8
	signature := append(pair.R.FillBytes(make([]byte, size)), pair.S.FillBytes(make([]byte, size))...)
	return token[:last+1] + base64.RawURLEncoding.EncodeToString(signature), nil
}
