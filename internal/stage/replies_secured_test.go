package stage_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"klarmeld/internal/idws"
	"klarmeld/internal/keys"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/stage"
	"klarmeld/internal/xmldsig"
)

// minted are the keys of these tests: each takes a while to make.
var minted = sync.OnceValues(func() (keys.Set, error) { return keys.Mint(keys.Wish{Now: noon()}) })

// behind are services behind an STS, with their recording.
type behind struct {
	*services.Services
	dir string
	set keys.Set
	end func() error
}

func openBehind(t *testing.T, mode security.Mode) behind {
	t.Helper()
	set, err := minted()
	if err != nil {
		t.Fatal(err)
	}
	certificate := func(p keys.Pair) security.Certificate { return security.Certificate{Certificate: p.Certificate} }
	dir := filepath.Join(t.TempDir(), "o")
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	g, stream := ground(t), recording.NewStream(noon, folder)
	g.Secured = &services.Secured{Tokens: signer(set.STS), Replies: signer(set.Service),
		Setting: security.Setting{Mode: mode, Issuer: security.Issuer, STS: certificate(set.STS),
			Service: certificate(set.Service), Trusted: []security.Certificate{certificate(set.Vendor)}, CVR: []string{"11111111"}}}
	open, _, err := services.Open(g, recording.Run{System: "serve", Nonce: recording.NonceOf("serve")}, stream, noon)
	if err != nil {
		t.Fatal(err)
	}
	return behind{open, dir, set, func() error { return errors.Join(open.Err(), stream.Finish(), folder.Close()) }}
}

func signer(p keys.Pair) xmldsig.Signer { return xmldsig.Pair{Key: p.Key, Cert: p.Certificate} }

// sender is a system that signs what it sends there.
func (b behind) sender(way http.RoundTripper) *idws.Transport {
	n := 0
	return &idws.Transport{By: signer(b.set.Vendor), STS: b.set.STS.Certificate, Service: b.set.Service.Certificate, CVR: "11111111", Road: way, Now: noon,
		NewID:    func() string { n++; return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) },
		Audience: func(path string) string { return security.EntityOf(b.At(path).ID) }}
}

// signed records what travelled before, sent by a system that signs it, and in the
// clear what it could not read itself.
func signed(t *testing.T, mode security.Mode) string {
	t.Helper()
	open, way := openBehind(t, mode), road.NewProcess()
	base, err := way.Open("http://klarmeld.invalid", open)
	if err != nil {
		t.Fatal(err)
	}
	from, sent := open.sender(way), 0
	for i, x := range travelled(t) {
		if x.Method != http.MethodPost || open.At(x.Path) == nil {
			continue
		}
		if i%7 == 0 {
			if err := open.Secure(security.Circumstances{Life: recording.Duration(time.Duration(i+1) * time.Minute)}); err != nil {
				t.Fatal(err)
			}
		}
		r, err := http.NewRequest(http.MethodPost, base+x.Path, bytes.NewReader(x.Request))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header(x.Header).Clone()
		resp, err := from.RoundTrip(r)
		if err != nil {
			deliver(open, x)
			continue
		}
		sent++
		if err := resp.Body.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if sent < 5 {
		t.Fatalf("%d messages were sent signed", sent)
	}
	if err := open.end(); err != nil {
		t.Fatal(err)
	}
	return open.dir
}

// TestRecomputeSecured: what was signed is computed again, without a key: tokens and
// replies are on record as they are answered again, and each signature holds over
// that. One that was changed, or that is another's, is found.
func TestRecomputeSecured(t *testing.T) {
	for _, mode := range []security.Mode{security.Observe, security.Enforce} {
		dir := signed(t, mode)
		honest(t, recording.Dir(dir))
		entries, err := recording.ReadFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, of := range []recording.ServiceID{recording.STS, recording.SagDokumentIndeks} {
			for _, tag := range []string{"SignatureValue>", "DigestValue>", "Created>"} {
				forged := other(t, entries, of, tag)
				to := filepath.Join(t.TempDir(), "forfalsket")
				written(t, to, forged)
				found, err := stage.Recompute(recording.Dir(to))
				if err != nil || len(found.Differences) != 1 || found.Differences[0].Part != stage.PartBody {
					t.Errorf("%s: %s of %s: %v %v", mode, tag, of, found.Differences, err)
				}
			}
		}
	}
}

// other is a recording in which a character in the first element of that name is
// another, in the first signed reply of a service.
func other(t *testing.T, entries []recording.Entry, of recording.ServiceID, tag string) []recording.Entry {
	t.Helper()
	var out []recording.Entry
	done := false
	for _, e := range entries {
		if e.Exchange != nil {
			x := *e.Exchange
			if i := strings.Index(string(x.Reply), tag); !done && i >= 0 && x.ServiceID == of {
				done = true
				x.Reply = bytes.Clone(x.Reply)
				at := i + len(tag) + 3
				x.Reply[at] = map[bool]byte{true: '1', false: '2'}[x.Reply[at] == '2']
			}
			e.Exchange = &x
		}
		out = append(out, e)
	}
	if !done {
		t.Fatalf("no reply of %s has %s", of, tag)
	}
	return out
}

// TestReplayedSideBySide: of the same signed message, sent by many at once, one is
// carried out, and the recording, in its order, tells which.
func TestReplayedSideBySide(t *testing.T) {
	dir := signed(t, security.Enforce)
	entries, err := recording.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	open := openBehind(t, security.Enforce)
	var all sync.WaitGroup
	messages := 0
	for _, e := range entries {
		if e.Exchange == nil || e.Exchange.Status != http.StatusOK {
			continue
		}
		messages++
		for range 5 {
			all.Go(func() { deliver(open, *e.Exchange) })
		}
	}
	all.Wait()
	if err := open.end(); err != nil {
		t.Fatal(err)
	}
	honest(t, recording.Dir(open.dir))
	taken := map[string]int{}
	got, err := recording.ReadFolder(open.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range got {
		if e.Exchange != nil && e.Exchange.Status == http.StatusOK {
			taken[e.Exchange.RequestSHA256]++
		}
	}
	for digest, n := range taken {
		if n != 1 {
			t.Errorf("%s was carried out %d times", digest, n)
		}
	}
	if len(taken) != messages || messages < 5 {
		t.Errorf("%d of %d messages were carried out", len(taken), messages)
	}
}
