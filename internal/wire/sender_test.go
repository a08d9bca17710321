package wire_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/wire"
)

// TestAddresses: a list has single addresses and nets, of either IP version; what is
// none is refused by name.
func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		list, peer string
		has        bool
	}{
		{"10.1.2.3", "10.1.2.3", true},
		{"10.1.2.3", "10.1.2.4", false},
		{"10.1.2.3", "::ffff:10.1.2.3", true},
		{"::ffff:10.1.2.3", "10.1.2.3", true},
		{"10.1.0.0/16", "10.1.255.255", true},
		{"10.1.0.0/16", "10.2.0.0", false},
		{"10.1.2.3/16", "10.1.9.9", true},
		{"::ffff:10.1.0.0/112", "10.1.7.7", true},
		{"0.0.0.0/0", "192.0.2.1", true},
		{"0.0.0.0/0", "2001:db8::1", false},
		{"2001:db8::/32", "2001:db8:1::2", true},
		{"2001:db8::/32", "2001:db9::", false},
		{"fe80::1", "fe80::1%eth0", true},
		{"127.0.0.1 ::1", "::1", true},
		{"127.0.0.1", "", false},
		{"127.0.0.1", "localhost", false},
		{"", "127.0.0.1", false},
	} {
		all, err := wire.ReadAddresses(strings.Fields(c.list))
		if err != nil || all.Have(c.peer) != c.has {
			t.Errorf("%s has %s: %t, %v", c.list, c.peer, !c.has, err)
		}
	}
	for _, wrong := range []string{"", "localhost", "10.1.2", "10.1.2.3:80", "10.1.2.3/33", "10.01.2.3", "10.1.2.*", "http://10.1.2.3", "10.1.2.3-10.1.2.9",
		"::/129", " 10.1.2.3"} {
		if _, err := wire.ReadAddresses([]string{"10.1.2.3", wrong}); err == nil || !strings.Contains(err.Error(), "10.1.0.0/16") {
			t.Errorf("%q was read: %v", wrong, err)
		}
	}
}

// TestSender: each message is on record with the address that it came from, which no
// header changes. Where the system's own are known, others and browsers are turned away
// with a Fault, recorded as strangers, and reach no service.
func TestSender(t *testing.T) {
	for _, c := range []struct {
		name, own, remote string
		header            map[string]string
		peer              string
		sender            recording.Sender
		code              string // "": it is answered
	}{
		{"nobody is named", "", "192.0.2.1:1234", nil, "192.0.2.1", recording.SenderSystem, ""},
		{"in the process", "", "", nil, "", recording.SenderSystem, ""},
		{"the system itself", "192.0.2.0/24", "192.0.2.1:1234", nil, "192.0.2.1", recording.SenderSystem, ""},
		{"by IPv6", "2001:db8::1", "[2001:db8::1]:1234", nil, "2001:db8::1", recording.SenderSystem, ""},
		{"by IPv4 in IPv6", "192.0.2.1", "[::ffff:192.0.2.1]:1234", nil, "192.0.2.1", recording.SenderSystem, ""},
		{"by an interface", "fe80::1", "[fe80::1%eth0]:1234", nil, "fe80::1", recording.SenderSystem, ""},
		{"somebody else", "192.0.2.1", "192.0.2.2:1234", nil, "192.0.2.2", recording.SenderForeign, wire.CodeForeign},
		{"somebody else, who says otherwise", "192.0.2.1", "192.0.2.2:1234", map[string]string{"X-Forwarded-For": "192.0.2.1", "Forwarded": "for=192.0.2.1",
			"X-Real-IP": "192.0.2.1"}, "192.0.2.2", recording.SenderForeign, wire.CodeForeign},
		{"a browser", "", "127.0.0.1:1", map[string]string{"Origin": "https://ond.example"}, "127.0.0.1", recording.SenderForeign, wire.CodeBrowser},
		{"a browser that hides its page", "", "127.0.0.1:1", map[string]string{"Origin": "null"}, "127.0.0.1", recording.SenderForeign, wire.CodeBrowser},
		{"a browser with an empty origin", "", "127.0.0.1:1", map[string]string{"Origin": ""}, "127.0.0.1", recording.SenderForeign, wire.CodeBrowser},
		{"a browser at the system's address", "127.0.0.1", "127.0.0.1:1", map[string]string{"Origin": "http://127.0.0.1:8470"}, "127.0.0.1",
			recording.SenderForeign, wire.CodeBrowser},
	} {
		t.Run(c.name, func(t *testing.T) {
			var calls atomic.Int32
			tape := recording.NewTape(now)
			w := wire.New(counting(&calls), tape, now)
			own, err := wire.ReadAddresses(strings.Fields(c.own))
			if err != nil {
				t.Fatal(err)
			}
			w.Own(own)
			r := httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(hils))
			r.RemoteAddr = c.remote
			for k, v := range c.header {
				r.Header.Set(k, v)
			}
			rec := httptest.NewRecorder()
			w.ServeHTTP(rec, r)
			x := tape.Since(0)[0].Exchange
			if x.Peer != c.peer || x.Sender != c.sender || string(x.Request) != hils || codes(x.Notes) != c.code {
				t.Errorf("on record: %q %s %v", x.Peer, x.Sender, x.Notes)
			}
			status, n := 200, 1
			if c.code != "" {
				status, n = 403, 0
			}
			if rec.Code != status || int(calls.Load()) != n || c.code != "" && !strings.Contains(rec.Body.String(), c.code) ||
				rec.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("answered %d, %d calls: %s", rec.Code, calls.Load(), rec.Body)
			}
		})
	}
}

// TestBrowserAsksFirst: a browser that asks whether it may is told no, by OPTIONS too.
func TestBrowserAsksFirst(t *testing.T) {
	for _, method := range []string{http.MethodOptions, http.MethodGet, http.MethodPut} {
		var calls atomic.Int32
		tape := recording.NewTape(now)
		r := httptest.NewRequest(method, "/hilsen/1", nil)
		r.Header.Set("Origin", "https://ond.example")
		r.Header.Set("Access-Control-Request-Method", "POST")
		rec := httptest.NewRecorder()
		wire.New(counting(&calls), tape, now).ServeHTTP(rec, r)
		if rec.Code != 403 || calls.Load() != 0 || tape.Since(0)[0].Exchange.Sender != recording.SenderForeign {
			t.Errorf("%s: %d", method, rec.Code)
		}
	}
}

// TestNeighbourIsNoStranger: who plays beside the system is known by the door, and not
// by an address.
func TestNeighbourIsNoStranger(t *testing.T) {
	var calls atomic.Int32
	tape := recording.NewTape(now)
	w := wire.New(counting(&calls), tape, now)
	own, err := wire.ReadAddresses([]string{"192.0.2.99"})
	if err != nil {
		t.Fatal(err)
	}
	w.Own(own)
	rec := httptest.NewRecorder()
	w.From(recording.SenderNeighbour).ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(hils)))
	if x := tape.Since(0)[0].Exchange; rec.Code != 200 || calls.Load() != 1 || x.Sender != recording.SenderNeighbour {
		t.Errorf("%d, %d calls, %s", rec.Code, calls.Load(), x.Sender)
	}
}
