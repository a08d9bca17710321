package idws_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/idws"
	"klarmeld/internal/keys"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
)

// fuzzFolder names the folder of what all processes of one fuzzing share: the keys,
// and what the first has signed.
const fuzzFolder = "KLARMELD_FUZZ"

// FuzzSecured: whatever the bytes, they are held against the rules, and the STS and
// the services answer them; what breaks no rule is what was signed.
func FuzzSecured(f *testing.F) {
	dir := os.Getenv(fuzzFolder)
	if dir == "" {
		dir = f.TempDir()
		f.Setenv(fuzzFolder, dir)
		mintInto(f, filepath.Join(dir, "noegler"))
	}
	set, err := keys.Open(filepath.Join(dir, "noegler"), opened)
	if err != nil {
		f.Fatal(err)
	}
	signed := signedInto(f, filepath.Join(dir, "signeret"), set)
	w := openBy(f, security.Observe, set, forgetful())
	f.Fuzz(func(t *testing.T, raw []byte) {
		env, p := soap.Read(raw)
		if p == nil {
			for token, kept := range w.kept(env) {
				if kept && !signed[strings.Join(signedForms(env, token), "\n")] {
					t.Errorf("it breaks no rule, and nobody has signed it:\n%s", raw)
				}
			}
		}
		for _, path := range []string{idws.Path, "/sagdokumentindeks/6", "/organisation/virksomhed/6"} {
			r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(raw))
			r.Header.Set("Content-Type", "text/xml; charset=utf-8")
			out := httptest.NewRecorder()
			w.ServeHTTP(out, r)
			// What is answered in plain text is a service that panicked.
			if kind, _, err := mime.ParseMediaType(out.Header().Get("Content-Type")); err != nil || kind == "text/plain" {
				t.Errorf("%s answers %d %s", path, out.Code, out.Body)
			}
		}
	})
}

// tokens are which of the four messages' tokens must be signed.
var tokens = [4]string{"BinarySecurityToken", "", "Assertion", ""}

// kept reports, by the token that must be signed, whether a message breaks no rule of
// those that have it.
func (w *town) kept(env *soap.Envelope) map[string]bool {
	kept := map[string]bool{"BinarySecurityToken": len(w.terms("").CheckRequest(env).Breaches) == 0}
	for _, entity := range security.Entities() {
		kept["Assertion"] = kept["Assertion"] || len(w.terms(entity).Check(env).Breaches) == 0
	}
	for _, p := range []keys.Pair{w.set.STS, w.set.Service} {
		kept[""] = kept[""] || len(security.Answered(env, p.Certificate, "urn:uuid:00000000-0000-4000-8000-000000000001", w.now)) == 0
	}
	return kept
}

// terms are those of a service, by its entity ID.
func (w *town) terms(entity string) security.Terms {
	return security.Terms{Setting: w.setting, Audience: entity, At: w.now}
}

// mintInto makes the keys.
func mintInto(f *testing.F, dir string) {
	f.Helper()
	set, err := keys.Mint(keys.Wish{Now: opened})
	if err != nil {
		f.Fatal(err)
	}
	files, err := set.Files()
	if err != nil {
		f.Fatal(err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(dir, file.Name), file.Raw, 0o600); err != nil {
			f.Fatal(err)
		}
	}
}

// signedInto has two conversations, whose messages are what is fuzzed, and is what
// was signed in those of the first process: addresses differ.
func signedInto(f *testing.F, path string, set keys.Set) map[string]bool {
	f.Helper()
	signed := map[string]bool{}
	for _, version := range []string{"SOAP 1.1", "SOAP 1.2"} {
		c := conversations[version]
		w := openBy(f, security.Enforce, set, forgetful())
		for i, raw := range tapped(f, w, c[0], c[1], c[2]) {
			f.Add(raw)
			env, p := soap.Read(raw)
			if p != nil {
				f.Fatal(p)
			}
			signed[strings.Join(signedForms(env, tokens[i]), "\n")] = true
		}
	}
	written, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if written, err = json.Marshal(signed); err == nil {
			err = os.WriteFile(path, written, 0o600)
		}
	}
	if err != nil {
		f.Fatal(err)
	}
	first := map[string]bool{}
	if err := json.Unmarshal(written, &first); err != nil {
		f.Fatal(err)
	}
	return first
}

// nowhere is a log that keeps nothing: fuzzing has more exchanges than a memory.
type nowhere struct{}

func (nowhere) Append(e recording.Entry) (recording.Entry, error) { return e, nil }

func forgetful() recording.Log {
	return recording.NewStream(func() time.Time { return opened }, nowhere{})
}
