package main

import (
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
)

// tokensOfRoad is how many clients a road has: each fetches a token, and uses it for
// all that it sends.
const tokensOfRoad = 5

// mintedKeys is a folder of keys, as klarmeld certs makes it.
func mintedKeys(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "noegler")
	if err := writeKeys(dir, nil, io.Discard); err != nil {
		t.Fatal(err)
	}
	return dir
}

// walkedSecured lets a client walk behind the STS where everything is refused that
// breaks a rule of the secured wire: nothing is, and whoever judges the recording
// finds nothing of tokens and signatures either.
func walkedSecured(t *testing.T, ofIndex string, client func(base, keys string) *exec.Cmd) {
	t.Helper()
	keys := mintedKeys(t)
	o := serveOptions{record: filepath.Join(t.TempDir(), "optagelse"), secure: secureOptions{mode: string(security.Enforce), keys: keys}}
	entries := walkedOn(t, o, ofIndex, func(base string) *exec.Cmd { return client(base, keys) })
	if t.Failed() {
		return
	}
	if s, err := security.ReadSetting(entries[0].Run.Security); err != nil || s == nil || s.Mode != security.Enforce {
		t.Errorf("the recording says of its security %+v: %v", s, err)
	}
	tokens := 0
	var searches []string
	for _, e := range entries {
		switch x := e.Exchange; {
		case x == nil:
		case x.ServiceID == recording.STS:
			tokens++
		case x.ServiceID == recording.SagDokumentIndeks && x.Operation == "fremsoeg":
			searches = append(searches, string(x.Reply))
		}
	}
	if tokens != tokensOfRoad {
		t.Errorf("%d tokens were fetched, want one for each of the %d clients", tokens, tokensOfRoad)
	}
	if there := searches[0]; !strings.Contains(there, "Byggesag æøå") || !strings.Contains(there, "StatusKode>20<") {
		t.Errorf("the case is not found:\n%s", there)
	}
	if gone := searches[len(searches)-1]; strings.Contains(gone, "Byggesag") || !strings.Contains(gone, "StatusKode>44<") {
		t.Errorf("the case is still there:\n%s", gone)
	}
	c, err := conversation(checkOptions{}, o.record)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Findings {
		if security.RuleID(f.Rule).Known() {
			t.Errorf("the judge finds %s in %s: %s %s %s", f.Rule, f.File, f.Message, f.Expected, f.Actual)
		}
	}
}

// tampered lets a client walk where a service's replies are changed after they have
// been signed: the client says that it rejects the first of them, and sends no more.
// said is what it says.
func tampered(t *testing.T, service recording.ServiceID, said string, client func(base, keys string) *exec.Cmd) {
	t.Helper()
	dir := mintedKeys(t)
	set, mode, err := secureOptions{mode: string(security.Enforce), keys: dir}.set(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	if ground, err = securing(ground, set, mode); err != nil {
		t.Fatal(err)
	}
	tape := recording.NewTape(time.Now)
	open, _, err := services.Open(ground, recording.Run{System: "forvansket", Nonce: recording.NewNonce()}, tape, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := open.Secure(security.Circumstances{Tampered: []recording.ServiceID{service}}); err != nil {
		t.Fatal(err)
	}
	srv, err := road.Listen("127.0.0.1:0", open, set.TLS())
	if err != nil {
		t.Fatal(err)
	}
	out, failed := direct(client(srv.URL(), dir)).CombinedOutput()
	if err := srv.Close(); err != nil {
		t.Error(err)
	}
	if failed == nil || !strings.Contains(string(out), said) {
		t.Errorf("the client ends with %v and does not say %q:\n%s", failed, said, out)
	}
	var seen []recording.ServiceID
	for _, e := range tape.Since(0) {
		if e.Exchange != nil && e.Exchange.ServiceID != recording.STS {
			seen = append(seen, e.Exchange.ServiceID)
		}
	}
	switch at := slices.Index(seen, service); {
	case at < 0:
		t.Errorf("the client was to come to %s: %v", service, seen)
	case at < len(seen)-1:
		t.Errorf("after the tampered reply it has gone on: %v", seen[at+1:])
	}
}
