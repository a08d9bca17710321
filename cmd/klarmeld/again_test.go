package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

var transaction = regexp.MustCompile(`(TransactionUUID>)[0-9a-f-]+`)

// retried is a message as most stacks send it again: the same body under a new header.
func (m message) retried() message {
	return message{m.Request, transaction.ReplaceAll(m.raw, []byte("${1}"+uuid.NewString()))}
}

// spaced is the message with blanks between its elements, and a comment.
func (m message) spaced() message {
	raw := bytes.ReplaceAll(m.raw, []byte("><"), []byte(">\n  <"))
	return message{m.Request, bytes.Replace(raw, []byte("Body>"), []byte("Body><!-- igen -->"), 1)}
}

// sentTwice sends what is chosen once more, as the way to send it again says; the system
// reads the first reply.
func sentTwice(chosen func(message) bool, way func(message) message) otherwise {
	return func(m message, send func(message) *http.Response) *http.Response {
		first := send(m)
		if m.toIndex() && chosen(m) {
			drain(send(way(m)))
		}
		return first
	}
}

// late sends each message to the index once more before the next goes out.
func late(way func(message) message) otherwise {
	var mu sync.Mutex
	var waiting *message
	return func(m message, send func(message) *http.Response) *http.Response {
		mu.Lock()
		defer mu.Unlock()
		if m.toIndex() {
			if waiting != nil {
				drain(send(way(*waiting)))
			}
			waiting = &message{m.WithContext(context.WithoutCancel(m.Context())), m.raw} // its own exchange is over then
		}
		return send(m)
	}
}

func drain(r *http.Response) {
	if r != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		r.Body.Close()
	}
}

// TestSentAgain: a system that sends again what it got no reply to is no worse for it,
// whatever it sends again, and however: each scenario is passed, and it is told.
func TestSentAgain(t *testing.T) {
	t.Parallel()
	all := func(message) bool { return true }
	same := func(m message) message { return m }
	of := func(operations ...string) func(message) bool {
		return func(m message) bool { return m.is(operations...) }
	}
	for _, c := range []struct {
		name string
		how  otherwise
		only string // "": all of it
	}{
		{"everything, byte for byte", sentTwice(all, same), ""},
		{"everything, with a new header", sentTwice(all, message.retried), ""},
		{"everything, with a new header, a message too late", late(message.retried), ""},
		{"everything, three times", func(m message, send func(message) *http.Response) *http.Response {
			first := sentTwice(all, same)(m, send)
			if m.toIndex() {
				drain(send(m.retried()))
			}
			return first
		}, "sag-05,sag-06,sag-11"},
		{"everything, written anew", sentTwice(all, message.spaced), "sag-01,sag-05,sag-06,dokument-10,fjern-06"},
		{"imports", sentTwice(of("Importer"), message.retried), "sag-14,sag-20,organisation-02,klassifikation-02"},
		{"updates", sentTwice(of("Opdater"), message.retried), "sag-05,sag-06,journalnotat,dokument-03"},
		{"removals", sentTwice(of("Fjern"), message.retried), "dokument-11,fjern"},
		{"removals of parts", sentTwice(of("Kasser"), message.retried), "sag-11,fjern-06"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var played []string
			if c.only != "" {
				played = strings.Split(c.only, ",")
			}
			r := c.how.plays(t, played...)
			spokenOnly(t, r)
			if c.only == "" && r.Verdict != verdict.Approved {
				t.Errorf("the verdict is %s", r.Verdict)
			}
			seen := map[string]int{}
			for _, f := range r.Findings() {
				seen[f.Rule]++
			}
			if seen[judge.RuleSentAgain.ID]+seen[judge.RuleGone.ID] == 0 || len(seen) > 2 && c.only != "" || seen["trafik.uopfordret"] > 0 {
				t.Errorf("noticed %v", seen)
			}
		})
	}
}

// TestNotSentAgain: the same UUID with another content is refused as ever.
func TestNotSentAgain(t *testing.T) {
	t.Parallel()
	r := sentTwice(func(m message) bool { return m.is("Importer") }, func(m message) message {
		return message{m.Request, bytes.Replace(m.raw, []byte("Titel>Kontanthjælp<"), []byte("Titel>Kontanthjælp igen<"), 1)}
	}).plays(t, "sag-02")
	spokenOnly(t, r, "indeks.afvist")
}
