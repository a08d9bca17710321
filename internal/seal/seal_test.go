package seal_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/seal"
)

// signed is a report's folder with a signature, and its file.
func signed(t *testing.T) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	put(t, filepath.Join(dir, recording.ManifestFile), []byte("abc  rapport.json\n"))
	put(t, filepath.Join(dir, "rapport.json"), []byte(`{"system": {"name": "reference"}}`))
	if err := os.Mkdir(filepath.Join(dir, recording.Subfolder), 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, recording.Subfolder, "0001-request.xml"), []byte("<a/>"))
	return dir, sign(t, dir, "Tove")
}

// sign signs the report in a folder as it is, with a new key, and returns the
// signature's file.
func sign(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "k.pem")
	if _, err := seal.NewKey(path); err != nil {
		t.Fatal(err)
	}
	key, err := seal.ReadKey(get(t, path))
	if err != nil {
		t.Fatal(err)
	}
	s := seal.Statement{System: "reference", Verdict: "godkendt", Name: name, Signed: "2026-01-12T09:00:00+01:00"}
	if s.Evidence, err = seal.EvidenceOf(dir, get(t, filepath.Join(dir, "rapport.json")), get(t, filepath.Join(dir, recording.ManifestFile))); err != nil {
		t.Fatal(err)
	}
	raw, err := key.Seal(s)
	if err != nil {
		t.Fatal(err)
	}
	file, err := seal.NextFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, file), raw)
	return filepath.Join(dir, file)
}

func put(t *testing.T, path string, raw []byte) {
	t.Helper()
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func problem(t *testing.T, dir string) string {
	t.Helper()
	all, err := seal.Signatures(dir)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d signatures, %v", len(all), err)
	}
	return all[0].Problem
}

func TestASignatureHoldsUntilSomethingIsChanged(t *testing.T) {
	dir, _ := signed(t)
	if p := problem(t, dir); p != "" {
		t.Fatalf("a fresh signature: %s", p)
	}
	for file, x := range map[string]struct{ with, says string }{
		recording.ManifestFile:       {"abd  rapport.json\n", "manifestet er et andet"},
		"rapport.json":               {`{"system": {"name": "referencf"}}`, "resultatet er et andet"},
		"optagelse/0001-request.xml": {"<b/>", "optagelsen er en anden"},
	} {
		dir, _ := signed(t)
		put(t, filepath.Join(dir, filepath.FromSlash(file)), []byte(x.with))
		if p := problem(t, dir); !strings.Contains(p, "ikke den, der blev underskrevet") || !strings.Contains(p, x.says) {
			t.Errorf("another %s: %q", file, p)
		}
	}

	dir, file := signed(t)
	var e map[string]any
	if err := json.Unmarshal(get(t, file), &e); err != nil {
		t.Fatal(err)
	}
	body, err := base64.StdEncoding.DecodeString(e["payload"].(string))
	if err != nil {
		t.Fatal(err)
	}
	e["payload"] = base64.StdEncoding.EncodeToString([]byte(strings.Replace(string(body), "Tove", "Viggo", 1)))
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	put(t, file, raw)
	if p := problem(t, dir); !strings.Contains(p, "ændret bagefter") {
		t.Errorf("another name: %q", p)
	}
}

// Whoever signs after another signs pages that name both: the first signature
// holds, and the last is over the pages.
func TestTheLastSignatureIsOverThePages(t *testing.T) {
	dir, _ := signed(t)
	put(t, filepath.Join(dir, recording.ManifestFile), []byte("def  rapport.json\n"))
	for n := 2; n <= 11; n++ {
		sign(t, dir, "Viggo")
	}
	all, err := seal.Signatures(dir)
	if err != nil || len(all) != 11 || all[1].File != "underskrift-2.json" || all[10].File != "underskrift-11.json" {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, s := range all {
		if s.Problem != "" {
			t.Errorf("%s: %s", s.File, s.Problem)
		}
	}
	put(t, filepath.Join(dir, recording.ManifestFile), []byte("abc  rapport.json\n"))
	if all, err = seal.Signatures(dir); err != nil || all[0].Problem != "" || !strings.Contains(all[10].Problem, "manifestet er et andet") {
		t.Errorf("%q, %q, %v", all[0].Problem, all[10].Problem, err)
	}
}

func TestOnlyEd25519CanSign(t *testing.T) {
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(other)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string][]byte{
		"no PEM": []byte("hej"), "another algorithm": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), "nothing": nil,
		"no key in the PEM": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")}),
	} {
		if k, err := seal.ReadKey(key); err == nil {
			t.Errorf("%s: it is the key %s", name, k.Fingerprint())
		}
	}
}

func TestTheSecretKeyIsForItsOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "k.pem")
	print, err := seal.NewKey(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if again, err := seal.PublicFingerprint(get(t, path+".pub")); err != nil || again != print {
		t.Errorf("the public key's fingerprint is %s, not %s (%v)", again, print, err)
	}
	if _, err := seal.PublicFingerprint(get(t, path)); err == nil {
		t.Error("a secret key was taken for a public one")
	}
}

// A signature's file is as it was written, byte for byte: one that says the same in
// other bytes is not.
func TestASignatureStandsAsItWasWritten(t *testing.T) {
	dir, file := signed(t)
	raw := get(t, file)
	for i := range raw {
		for _, other := range []byte{raw[i] ^ 1, ' ', 'A'} {
			if other == raw[i] {
				continue
			}
			changed := append([]byte{}, raw...)
			changed[i] = other
			put(t, file, changed)
			if problem(t, dir) == "" {
				t.Fatalf("byte %d is %q instead of %q, and it holds", i, other, raw[i])
			}
		}
	}
	for name, changed := range map[string][]byte{"a blank": append(raw, ' '), "two": append(raw, raw...), "no end": raw[:len(raw)-1],
		"a field": []byte(strings.Replace(string(raw), "{", `{"x": 1,`, 1))} {
		put(t, file, changed)
		if problem(t, dir) == "" {
			t.Errorf("%s more, and it holds", name)
		}
	}
}

// Whatever stands in a signature's file is answered with a problem, not a crash.
func FuzzSignature(f *testing.F) {
	f.Add([]byte(`{"payloadType":"application/vnd.klarmeld.underskrift+json","payload":"e30=","signatures":[{"sig":"AAAA"}]}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		dir := t.TempDir()
		put(t, filepath.Join(dir, recording.ManifestFile), nil)
		put(t, filepath.Join(dir, "rapport.json"), []byte(`{"system": {}}`))
		put(t, filepath.Join(dir, "underskrift-1.json"), raw)
		if p := problem(t, dir); p == "" {
			t.Error("it holds")
		}
	})
}
