package opatest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// KeyPair makes a private RSA key and its public key, as PEM blocks.
func KeyPair() (private, public string, err error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return "", "", fmt.Errorf("making a key: %w", err)
	}
	return pair("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), key.Public())
}

// CurvePair is [KeyPair] with a key of the curve P-256.
func CurvePair() (private, public string, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", "", fmt.Errorf("making a key: %w", err)
	}
	text, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return "", "", fmt.Errorf("writing a key: %w", err)
	}
	return pair("EC PRIVATE KEY", text, key.Public())
}

func pair(kind string, private []byte, public crypto.PublicKey) (string, string, error) {
	text, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return "", "", fmt.Errorf("writing a key: %w", err)
	}
	block := func(kind string, bytes []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}))
	}
	return block(kind, private), block("PUBLIC KEY", text), nil
}
