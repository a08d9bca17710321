package wire_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"klarmeld/internal/recording"
)

// earlier is an exchange that was recorded before klarmeld was cut off.
func earlier() *recording.Exchange {
	return &recording.Exchange{Sender: recording.SenderSystem, Path: "/hilsen/1?x=1", Request: []byte(hils), Status: 202,
		ReplyHeader: map[string][]string{"Content-Type": {"text/plain"}, "X-Svar": {"et", "to"}}, Reply: []byte("som sidst")}
}

// TestRepeat: who sends again, byte for byte, what was recorded before klarmeld
// was cut off gets the reply that was recorded, and it is not on record twice.
// What differs in a byte, in its address or in who sends it is new.
func TestRepeat(t *testing.T) {
	for _, c := range []struct {
		name       string
		path, body string
		sender     recording.Sender
		repeats    bool
	}{
		{"the same", "/hilsen/1?x=1", hils, recording.SenderSystem, true},
		{"other bytes", "/hilsen/1?x=1", hils + " ", recording.SenderSystem, false},
		{"fewer bytes", "/hilsen/1?x=1", hils[:len(hils)-1], recording.SenderSystem, false},
		{"no bytes", "/hilsen/1?x=1", "", recording.SenderSystem, false},
		{"another path", "/hilsen/2?x=1", hils, recording.SenderSystem, false},
		{"another query", "/hilsen/1?x=2", hils, recording.SenderSystem, false},
		{"another sender", "/hilsen/1?x=1", hils, recording.SenderNeighbour, false},
	} {
		tape := recording.NewTape(now)
		w := newWire(tape)
		other := earlier()
		other.Request, other.Reply = []byte("<a/>"), []byte("en andens")
		w.Remember([]*recording.Exchange{other, earlier()})
		for range 2 {
			before := len(tape.Since(0))
			rec := httptest.NewRecorder()
			w.From(c.sender).ServeHTTP(rec, httptest.NewRequest(http.MethodPost, c.path, strings.NewReader(c.body)))
			x := earlier()
			is := rec.Code == x.Status && rec.Body.String() == string(x.Reply) && rec.Header().Get("Content-Type") == "text/plain" && len(rec.Header()["X-Svar"]) == 2
			if added := len(tape.Since(before)); is != c.repeats || (added == 0) != c.repeats || w.Err() != nil {
				t.Errorf("%s: %d %s; %d new entries, %v", c.name, rec.Code, rec.Body, added, w.Err())
			}
		}
	}
}

// TestRepeatOfAnother: what another sender sent is repeated by that sender only.
func TestRepeatOfAnother(t *testing.T) {
	tape := recording.NewTape(now)
	w := newWire(tape)
	x := earlier()
	x.Sender = recording.SenderNeighbour
	w.Remember([]*recording.Exchange{x})
	for _, c := range []struct {
		by      http.Handler
		repeats bool
	}{{w, false}, {w.From(recording.SenderNeighbour), true}} {
		rec := httptest.NewRecorder()
		c.by.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, x.Path, strings.NewReader(hils)))
		if is := rec.Body.String() == string(x.Reply); is != c.repeats {
			t.Errorf("%d %s", rec.Code, rec.Body)
		}
	}
	if got := tape.Since(0); len(got) != 1 || got[0].Exchange.Sender != recording.SenderSystem {
		t.Errorf("%d entries", len(got))
	}
}

// TestForgotten: what is remembered last is all that is remembered.
func TestForgotten(t *testing.T) {
	tape := recording.NewTape(now)
	w := newWire(tape)
	w.Remember([]*recording.Exchange{earlier()})
	w.Remember(nil)
	w.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, earlier().Path, strings.NewReader(hils)))
	if got := len(tape.Since(0)); got != 1 {
		t.Errorf("%d entries", got)
	}
}
