// Package seal signs reports: who stands for a report, and with what remarks. A
// signature is a DSSE envelope (github.com/secure-systems-lab/dsse) by an
// Ed25519 key over a Statement, which names the report's files by the SHA-256
// of their manifest. It stands in the report's folder and changes nothing there.
package seal

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/secure-systems-lab/go-securesystemslib/signerverifier"

	"klarmeld/internal/recording"
)

// payloadType names what is signed, as DSSE asks for.
const payloadType = "application/vnd.klarmeld.underskrift+json"

// schema is the version of the Statement.
const schema = "klarmeld-underskrift/1"

// Statement is what a tester puts a name to.
type Statement struct {
	Schema   string `json:"schema"`
	System   string `json:"system"`
	Title    string `json:"title"`
	Verdict  string `json:"verdict"`
	Ruleset  string `json:"ruleset"`
	Program  string `json:"program"`
	Manifest string `json:"manifest"` // SHA-256 of manifest.sha256, in hexadecimal
	Name     string `json:"name"`     // of who signs
	Comment  string `json:"comment,omitempty"`
	Signed   string `json:"signed"` // RFC 3339
	Key      string `json:"key"`    // the public key, PEM
}

// Fingerprint names the statement's key: the SHA-256 of its DER form, as
// "openssl pkey -pubin -outform DER | sha256sum" gives it.
func (s Statement) Fingerprint() string { return fingerprint([]byte(s.Key)) }

func fingerprint(public []byte) string {
	block, _ := pem.Decode(public)
	if block == nil {
		return ""
	}
	sum := sha256.Sum256(block.Bytes)
	return hex.EncodeToString(sum[:])
}

// NewKey writes a new private key (PEM, PKCS #8, mode 0600) and beside it the
// public one (.pub). Neither is written over another file.
func NewKey(file string) (print string, err error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", fmt.Errorf("der kan ikke dannes en nøgle: %w", err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", err
	}
	open, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return "", err
	}
	shown := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: open})
	if err := writeNew(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600); err != nil {
		return "", err
	}
	if err := writeNew(file+".pub", shown, 0o644); err != nil {
		// Half a key is none: the next try must find nothing of it.
		return "", errors.Join(err, os.Remove(file))
	}
	recording.ShowFile(file + ".pub")
	return fingerprint(shown), nil
}

// Sign signs the report in dir with the private key in keyPEM, and returns the
// name of the signature's file. The statement's Schema, Manifest and Key are
// filled in.
func Sign(dir string, s Statement, keyPEM []byte) (string, error) {
	signer, public, err := signing(keyPEM)
	if err != nil {
		return "", err
	}
	if s.Manifest, err = manifest(dir); err != nil {
		return "", err
	}
	s.Schema, s.Key = schema, string(public)
	body, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	by, err := dsse.NewEnvelopeSigner(signer)
	if err != nil {
		return "", err
	}
	e, err := by.SignPayload(context.Background(), payloadType, body)
	if err != nil {
		return "", fmt.Errorf("rapporten kan ikke underskrives: %w", err)
	}
	raw, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return "", err
	}
	for n := 1; ; n++ {
		name := filepath.Join(dir, fmt.Sprintf("underskrift-%d.json", n))
		if err := writeNew(name, append(raw, '\n'), 0o644); !errors.Is(err, os.ErrExist) {
			recording.ShowFile(name)
			return name, err
		}
	}
}

// errKey says that a file holds no key that can sign.
var errKey = errors.New("filen rummer ingen privat Ed25519-nøgle i PEM (PKCS #8) uden kodeord; lav en med: klarmeld sign --ny-noegle FIL")

// signing reads a private key.
func signing(keyPEM []byte) (dsse.Signer, []byte, error) {
	block, _ := pem.Decode(keyPEM)
	if block == nil {
		return nil, nil, errKey
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	private, ok := parsed.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, nil, errKey
	}
	open, err := x509.MarshalPKIXPublicKey(private.Public())
	if err != nil {
		return nil, nil, err
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: open})
	key, err := signerverifier.LoadKey(keyPEM)
	if err != nil {
		return nil, nil, errKey
	}
	key.KeyID = fingerprint(public)
	signer, err := signerverifier.NewED25519SignerVerifierFromSSLibKey(key)
	return signer, public, err
}

// Signature is a signature in a report's folder. Problem says what is wrong with
// it, in Danish; "" when it holds.
type Signature struct {
	File    string
	Problem string
	Statement
}

// Signatures reads and checks the signatures in a report's folder, in the order
// of their names.
func Signatures(dir string) ([]Signature, error) {
	files, err := os.ReadDir(dir) // in the order of their names; a folder's own name is no pattern
	if err != nil {
		return nil, fmt.Errorf("underskrifterne kan ikke læses: %w", err)
	}
	var out []Signature
	for _, f := range files {
		if signs, _ := path.Match(recording.SignatureFiles, f.Name()); !signs {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return nil, fmt.Errorf("underskriften kan ikke læses: %w", err)
		}
		s := Signature{File: f.Name()}
		s.Statement, s.Problem = read(raw)
		if now, err := manifest(dir); s.Problem == "" && (err != nil || now != s.Manifest) {
			s.Problem = "rapporten er ikke den, der blev underskrevet: manifestet er et andet"
		}
		out = append(out, s)
	}
	return out, nil
}

// read opens an envelope by the key that its own statement names: whose key
// that is, only the reader can know.
func read(raw []byte) (Statement, string) {
	var e dsse.Envelope
	var s Statement
	if err := json.Unmarshal(raw, &e); err != nil || e.PayloadType != payloadType {
		return s, "filen er ingen underskrift"
	}
	body, err := e.DecodeB64Payload()
	if err != nil || json.Unmarshal(body, &s) != nil || s.Schema != schema {
		return s, "filen er ingen underskrift, eller en af en anden udgave"
	}
	key, err := signerverifier.LoadKey([]byte(s.Key))
	if err != nil || key.KeyType != signerverifier.ED25519KeyType {
		return s, "underskriftens nøgle kan ikke læses"
	}
	key.KeyID = s.Fingerprint()
	verifier, err := signerverifier.NewED25519SignerVerifierFromSSLibKey(key)
	if err != nil {
		return s, "underskriftens nøgle kan ikke læses"
	}
	by, err := dsse.NewEnvelopeVerifier(verifier)
	if err == nil {
		_, err = by.Verify(context.Background(), &e)
	}
	if err != nil {
		return s, "underskriften passer ikke til det, der står i den: noget er ændret bagefter"
	}
	return s, ""
}

// PublicFingerprint is the fingerprint of the public key in a file.
func PublicFingerprint(publicPEM []byte) (string, error) {
	if block, _ := pem.Decode(publicPEM); block == nil || block.Type != "PUBLIC KEY" {
		return "", errors.New("filen rummer ingen offentlig nøgle i PEM")
	}
	return fingerprint(publicPEM), nil
}

// manifest is the SHA-256 of a report's manifest.
func manifest(dir string) (string, error) {
	raw, err := os.ReadFile(filepath.Join(dir, recording.ManifestFile))
	if err != nil {
		return "", fmt.Errorf("manifestet kan ikke læses: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

func writeNew(path string, raw []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	_, err = f.Write(raw)
	return errors.Join(err, f.Close())
}
