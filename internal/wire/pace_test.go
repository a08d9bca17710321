package wire_test

import (
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

const never = time.Hour

// lineTo is a wire that answers with as much as it is told, and a server before it.
func lineTo(t *testing.T, reply int, stall, grace, whole time.Duration) (*httptest.Server, *recording.Tape) {
	t.Helper()
	op := soap.Operation{Name: "hils", Handle: func(*soap.Envelope) (*etree.Element, *soap.Fault) {
		out := etree.NewElement("HilsOutput")
		out.SetText(strings.Repeat("x", reply))
		return out, nil
	}}
	tape := recording.NewTape(now)
	w := wire.New(
		map[string]*soap.Service{"/hilsen/1": {Name: "Hilsen 1", Operations: map[xml.Name]soap.Operation{{Space: "urn:hilsen", Local: "HilsInput"}: op}}}, tape, now)
	w.Hurry(stall, grace, whole)
	srv := httptest.NewServer(w)
	t.Cleanup(srv.Close)
	t.Cleanup(srv.CloseClientConnections)
	return srv, tape
}

// large is a message of many bytes.
func large(n int) string { return hils + "<!--" + strings.Repeat("x", n) + "-->" }

// half sends a part of a large message, and waits until as much of it as others do
// not wait for has been read.
func half(t *testing.T, srv *httptest.Server) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := fmt.Fprintf(c, "POST /hilsen/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 1000000\r\n\r\n%s",
		large(1_000_000)[:200_000]); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSlowSenders: senders of large messages that stall keep another from coming
// only when there are as many of them as may come at a time, and then no longer
// than they may be slow; each is told so.
func TestSlowSenders(t *testing.T) {
	srv, _ := lineTo(t, 1, never, never, never)
	for range wire.Comings - 1 {
		half(t, srv)
	}
	for range 3 {
		if status, reply := post(t, srv.Client(), srv.URL+"/hilsen/1", large(500_000)); status != 200 {
			t.Errorf("beside slow ones: %d %s", status, reply)
		}
	}
	for _, c := range []struct {
		name                string
		stall, grace, whole time.Duration
	}{
		{"stalls", 50 * time.Millisecond, never, never},
		{"is slow", never, 50 * time.Millisecond, never},
		{"takes all day", never, never, 50 * time.Millisecond},
	} {
		t.Run(c.name, func(t *testing.T) {
			srv, tape := lineTo(t, 1, c.stall, c.grace, c.whole)
			var slow []net.Conn
			for range 2 * wire.Comings {
				slow = append(slow, half(t, srv))
			}
			for _, s := range slow {
				answer, err := io.ReadAll(s)
				if err != nil || !strings.Contains(string(answer), "http.afbrudt") {
					t.Errorf("it was answered %s, %v", answer, err)
				}
			}
			if status, reply := post(t, srv.Client(), srv.URL+"/hilsen/1", hils); status != 200 {
				t.Errorf("afterwards: %d %s", status, reply)
			}
			if n := len(tape.Since(0)); n != len(slow)+1 {
				t.Errorf("%d on record", n)
			}
		})
	}
}

// TestSlowReaders: who sends a large message and never reads the reply keeps nobody
// waiting, and is cut off in time.
func TestSlowReaders(t *testing.T) {
	const reply = 8 << 20 // more than a line holds
	srv, tape := lineTo(t, reply, never, never, never)
	for range 2 * wire.Comings {
		c, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := fmt.Fprintf(c, "POST /hilsen/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s", len(large(100_000)),
			large(100_000)); err != nil {
			t.Fatal(err)
		}
	}
	if status, _ := post(t, srv.Client(), srv.URL+"/hilsen/1", large(500_000)); status != 200 {
		t.Errorf("beside those who do not read: %d", status)
	}
	for len(tape.Since(0)) < 2*wire.Comings+1 { // each is answered, though nobody reads it
		<-tape.Grown()
	}

	for _, c := range []struct {
		name                string
		stall, grace, whole time.Duration
	}{{"stalls", 50 * time.Millisecond, never, never}, {"is slow", never, 50 * time.Millisecond, never}, {"takes all day", never, never, 50 * time.Millisecond}} {
		srv, _ := lineTo(t, reply, c.stall, c.grace, c.whole)
		conn, err := net.Dial("tcp", srv.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := fmt.Fprintf(conn, "POST /hilsen/1 HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s", len(hils), hils); err != nil {
			t.Fatal(err)
		}
		srv.Close() // returns when nobody is answered any more
		if got, _ := io.Copy(io.Discard, conn); got >= reply {
			t.Errorf("who %s got all %d bytes", c.name, got)
		}
	}
}

// TestLargeWhole: a large message comes whole, whether its length is told or not.
func TestLargeWhole(t *testing.T) {
	srv, tape := lineTo(t, 1, never, never, never)
	for _, n := range []int{65_000, 64<<10 - len(large(0)), 64<<10 - len(large(0)) + 1, 70_000, 3_000_000} {
		for _, told := range []bool{true, false} {
			from := len(tape.Since(0))
			var body io.Reader = strings.NewReader(large(n))
			if !told {
				body = io.MultiReader(body)
			}
			resp, err := http.Post(srv.URL+"/hilsen/1", "text/xml", body)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if x := tape.Since(from)[0].Exchange; resp.StatusCode != 200 || string(x.Request) != large(n) || x.Truncated {
				t.Errorf("%d bytes, told: %t: %d, %d on record", n, told, resp.StatusCode, len(x.Request))
			}
		}
	}
}
