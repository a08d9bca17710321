// Package seal signs reports: who stands for a report, and with what remarks. A
// signature is a DSSE envelope (github.com/secure-systems-lab/dsse) by an
// Ed25519 key over a Statement, which names the recording, the result, and the
// report's files, by the SHA-256 of each. It stands in the report's folder.
//
// A report shows who has signed it. So whoever signs signs pages that name the
// signer; who signed before has signed the same recording and the same result, and
// pages that named fewer.
package seal

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/secure-systems-lab/go-securesystemslib/signerverifier"

	"klarmeld/internal/foreign"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// payloadType names what is signed, as DSSE asks for.
const payloadType = "application/vnd.klarmeld.underskrift+json"

// schema is the version of the Statement.
const schema = "klarmeld-underskrift/2"

// earlier is the version of yesterday's statements, which name the manifest alone.
const earlier = "klarmeld-underskrift/1"

// Statement is what a tester puts a name to.
type Statement struct {
	Schema  string `json:"schema"`
	System  string `json:"system"`
	Title   string `json:"title"`
	Verdict string `json:"verdict"`
	Ruleset string `json:"ruleset"`
	Program string `json:"program"`
	Evidence
	Name    string `json:"name"` // of who signs
	Comment string `json:"comment,omitempty"`
	// Decision is what the signer has decided of the result; nil: nothing.
	Decision *verdict.Decision `json:"decision,omitempty"`
	Signed   string            `json:"signed"` // RFC 3339
	Key      string            `json:"key"`    // the public key, PEM
}

// Evidence is what a signature stands for, each by its SHA-256 in hexadecimal.
type Evidence struct {
	Recording string `json:"recording,omitempty"` // as recording.Digest gives it
	Head      string `json:"head,omitempty"`      // of the recording's chain; "" when it has none
	Result    string `json:"result,omitempty"`    // the value of "system" in rapport.json, as it is written there
	Manifest  string `json:"manifest"`            // manifest.sha256, with pages that name this signer
}

// EvidenceOf is the evidence of a report of which the files have those bytes, on
// whose recording dir has the files.
func EvidenceOf(dir string, report, manifest []byte) (Evidence, error) {
	var e Evidence
	var doc struct{ System json.RawMessage }
	err := json.Unmarshal(report, &doc)
	if err == nil {
		_, e.Recording, err = recording.Digest(dir)
	}
	if err == nil {
		e.Head = head(filepath.Join(dir, recording.Subfolder))
	}
	e.Result, e.Manifest = sum(doc.System), sum(manifest)
	return e, err
}

// head is the head of a recording's chain. What is wrong with a recording is for
// those to say who read it.
func head(folder string) string {
	c, err := recording.ChainOf(folder)
	if err != nil || !c.Chained {
		return ""
	}
	return c.Head
}

func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hex.EncodeToString(s[:])
}

// Fingerprint names the statement's key: the SHA-256 of its DER form, as
// "openssl pkey -pubin -outform DER | sha256sum" gives it.
func (s Statement) Fingerprint() string { return fingerprint([]byte(s.Key)) }

func fingerprint(public []byte) string {
	block, _ := pem.Decode(public)
	if block == nil {
		return ""
	}
	return sum(block.Bytes)
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

// Key is a private key that can sign.
type Key struct {
	signer dsse.Signer
	public []byte // PEM
}

// Fingerprint names the key, as Statement.Fingerprint does.
func (k Key) Fingerprint() string { return fingerprint(k.public) }

// Seal signs a statement, whose Schema and Key it fills in, and returns the bytes of
// the signature's file.
func (k Key) Seal(s Statement) ([]byte, error) {
	s.Schema, s.Key = schema, string(k.public)
	body, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	by, err := dsse.NewEnvelopeSigner(k.signer)
	if err != nil {
		return nil, err
	}
	e, err := by.SignPayload(context.Background(), payloadType, body)
	if err != nil {
		return nil, fmt.Errorf("rapporten kan ikke underskrives: %w", err)
	}
	raw, err := json.MarshalIndent(e, "", "  ")
	return append(raw, '\n'), err
}

// NextFile is the name of the next signature's file in a report's folder.
func NextFile(dir string) (string, error) {
	for n := 1; ; n++ {
		name := fmt.Sprintf("underskrift-%d.json", n)
		if _, err := os.Lstat(filepath.Join(dir, name)); errors.Is(err, os.ErrNotExist) {
			return name, nil
		} else if err != nil {
			return "", fmt.Errorf("underskrifterne kan ikke læses: %w", err)
		}
	}
}

// errKey says that a file holds no key that can sign.
var errKey = errors.New("filen rummer ingen privat Ed25519-nøgle i PEM (PKCS #8) uden kodeord; lav en med: klarmeld sign --ny-noegle FIL")

// ReadKey reads a private key.
func ReadKey(keyPEM []byte) (Key, error) {
	block, _ := pem.Decode(keyPEM)
	if block == nil {
		return Key{}, errKey
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	private, ok := parsed.(ed25519.PrivateKey)
	if err != nil || !ok {
		return Key{}, errKey
	}
	open, err := x509.MarshalPKIXPublicKey(private.Public())
	if err != nil {
		return Key{}, err
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: open})
	key, err := signerverifier.LoadKey(keyPEM)
	if err != nil {
		return Key{}, errKey
	}
	key.KeyID = fingerprint(public)
	signer, err := signerverifier.NewED25519SignerVerifierFromSSLibKey(key)
	return Key{signer, public}, err
}

// Signature is a signature in a report's folder. Problem says what is wrong with
// it, in Danish; "" when it holds.
type Signature struct {
	File    string
	Problem string
	Statement
}

// Signatures reads and checks the signatures in a report's folder, in the order in
// which they were set.
func Signatures(dir string) ([]Signature, error) {
	names, err := files(dir)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, nil
	}
	now, err := evidence(dir)
	if err != nil {
		return nil, err
	}
	var out []Signature
	for i, name := range names {
		raw, err := foreign.ReadIn(dir, name, foreign.Small)
		if err != nil {
			return nil, fmt.Errorf("underskriften kan ikke læses: %w", err)
		}
		s := Signature{File: name}
		if s.Statement, s.Problem = read(raw); s.Problem == "" {
			s.Problem = s.over(now, i == len(names)-1)
		}
		out = append(out, s)
	}
	return out, nil
}

// files are the signatures' files, in the order of their numbers.
func files(dir string) ([]string, error) {
	all, err := os.ReadDir(dir) // a folder's own name is no pattern
	if err != nil {
		return nil, fmt.Errorf("underskrifterne kan ikke læses: %w", err)
	}
	var names []string
	for _, f := range all {
		if signs, _ := path.Match(recording.SignatureFiles, f.Name()); signs {
			names = append(names, f.Name())
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	return names, nil
}

// evidence is that of the report in a folder, as it is now.
func evidence(dir string) (Evidence, error) {
	manifest, err := foreign.ReadIn(dir, recording.ManifestFile, foreign.Medium)
	if err != nil {
		return Evidence{}, fmt.Errorf("manifestet kan ikke læses: %w", err)
	}
	report, err := foreign.ReadIn(dir, "rapport.json", foreign.Large)
	if err != nil {
		return Evidence{}, fmt.Errorf("rapporten kan ikke læses: %w", err)
	}
	e, err := EvidenceOf(dir, report, manifest)
	if err != nil {
		return Evidence{}, fmt.Errorf("rapporten kan ikke læses: %w", err)
	}
	return e, nil
}

// over says what is wrong with what the statement is over; "" when nothing is. last
// says that nobody has signed after it.
func (s Statement) over(now Evidence, last bool) string {
	switch {
	case s.Schema != earlier && (s.Recording != now.Recording || s.Head != "" && s.Head != now.Head):
		return "rapporten er ikke den, der blev underskrevet: optagelsen er en anden"
	case s.Schema != earlier && s.Result != now.Result:
		return "rapporten er ikke den, der blev underskrevet: resultatet er et andet"
	case (last || s.Schema == earlier) && s.Manifest != now.Manifest:
		return "rapporten er ikke den, der blev underskrevet: manifestet er et andet"
	}
	return ""
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
	if err != nil || json.Unmarshal(body, &s) != nil || s.Schema != schema && s.Schema != earlier {
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
	if err != nil || !asWritten(raw, e, body) {
		return s, "underskriften passer ikke til det, der står i den: noget er ændret bagefter"
	}
	return s, ""
}

// asWritten reports whether an envelope stands in its file as Seal writes it: what
// says the same in other bytes has been written by somebody else.
func asWritten(raw []byte, e dsse.Envelope, body []byte) bool {
	e.Payload = base64.StdEncoding.EncodeToString(body)
	for i, s := range e.Signatures {
		sig, err := base64.StdEncoding.DecodeString(s.Sig)
		if err != nil {
			return false
		}
		e.Signatures[i].Sig = base64.StdEncoding.EncodeToString(sig)
	}
	want, err := json.MarshalIndent(e, "", "  ")
	return err == nil && bytes.Equal(raw, append(want, '\n'))
}

// PublicFingerprint is the fingerprint of the public key in a file.
func PublicFingerprint(publicPEM []byte) (string, error) {
	if block, _ := pem.Decode(publicPEM); block == nil || block.Type != "PUBLIC KEY" {
		return "", errors.New("filen rummer ingen offentlig nøgle i PEM")
	}
	return fingerprint(publicPEM), nil
}

func writeNew(path string, raw []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Close()); err != nil {
		// Half a signature is none, and would be in the way of the next.
		return fmt.Errorf("%s kan ikke skrives: %w", path, errors.Join(err, os.Remove(path)))
	}
	return nil
}
