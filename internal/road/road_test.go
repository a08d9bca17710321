package road_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/road"
)

// roads are the ways between the parties.
var roads = []struct {
	name string
	open func() road.Road
}{
	{"in the process", func() road.Road { return road.NewProcess() }},
	{"over TCP", func() road.Road { return &road.Loopback{} }},
}

// travelled is what a handler saw of a request, and its caller of the reply.
type travelled struct {
	Method, URI, Path, Query string
	Asked                    http.Header
	Body                     string
	Status                   string
	Code                     int
	Answered                 http.Header
	Reply                    string
}

// send sends a request along a road to a handler that answers as told.
func send(t *testing.T, r road.Road, method, path, body string, answer func(http.ResponseWriter)) travelled {
	t.Helper()
	var got travelled
	base, err := r.Open("http://svarer.invalid", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got.Method, got.URI, got.Path, got.Query, got.Asked, got.Body = r.Method, r.URL.RequestURI(), r.URL.Path, r.URL.RawQuery, r.Header.Clone(), string(raw)
		answer(w)
	}))
	if err != nil {
		t.Fatal(err)
	}
	var from io.Reader
	if body != "" {
		from = strings.NewReader(body)
	}
	req, err := http.NewRequest(method, base+path, from)
	if err != nil {
		t.Fatal(err)
	}
	req.Header["X-Eget"] = []string{"1", "2"}
	before := *req.URL
	resp, err := r.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if *req.URL != before || len(req.Header) != 1 {
		t.Errorf("the caller's request was changed: %v %v", req.URL, req.Header)
	}
	got.Status, got.Code, got.Answered, got.Reply = resp.Status, resp.StatusCode, resp.Header, string(raw)
	// What net/http itself adds on a socket, in either direction.
	for _, k := range []string{"User-Agent", "Accept-Encoding", "Content-Length"} {
		got.Asked.Del(k)
	}
	for _, k := range []string{"Date", "Content-Length"} {
		got.Answered.Del(k)
	}
	return got
}

// TestBothRoads: whichever road a request takes, its handler and its caller see
// the same.
func TestBothRoads(t *testing.T) {
	const big = 1 << 20
	fine := func(w http.ResponseWriter) {
		w.Header()["X-Svar"] = []string{"a", "b"}
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, "\xffjo")
		_, _ = io.WriteString(w, "\x00tak")
	}
	for _, c := range []struct {
		name, method, path, body string
		answer                   func(http.ResponseWriter)
		want                     travelled
	}{
		{"a message", "POST", "/a/1", "\xff\x00\r\n", fine,
			travelled{Method: "POST", URI: "/a/1", Path: "/a/1", Body: "\xff\x00\r\n", Status: "202 Accepted", Code: 202, Reply: "\xffjo\x00tak"}},
		{"a query and escapes", "PUT", "/a%2Fb/?x=%E6&y", "z", fine,
			travelled{Method: "PUT", URI: "/a%2Fb/?x=%E6&y", Path: "/a/b/", Query: "x=%E6&y", Body: "z", Status: "202 Accepted", Code: 202, Reply: "\xffjo\x00tak"}},
		{"no path and no body", "GET", "", "", fine, travelled{Method: "GET", URI: "/", Path: "/", Status: "202 Accepted", Code: 202, Reply: "\xffjo\x00tak"}},
		{"only a query", "DELETE", "?x", "", fine,
			travelled{Method: "DELETE", URI: "/?x", Path: "/", Query: "x", Status: "202 Accepted", Code: 202, Reply: "\xffjo\x00tak"}},
		{"no status", "PATCH", "/", "z", func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/xml")
			w.Header()["X-Svar"] = []string{"a", "b"}
			_, _ = io.WriteString(w, "ok")
		}, travelled{Method: "PATCH", URI: "/", Path: "/", Body: "z", Status: "200 OK", Code: 200, Reply: "ok"}},
		{"much", "POST", "/", strings.Repeat("æ", big), func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/xml")
			w.Header()["X-Svar"] = []string{"a", "b"}
			w.WriteHeader(500)
			_, _ = io.WriteString(w, strings.Repeat("ø", big))
		}, travelled{Method: "POST", URI: "/", Path: "/", Body: strings.Repeat("æ", big), Status: "500 Internal Server Error", Code: 500,
			Reply: strings.Repeat("ø", big)}},
	} {
		c.want.Asked, c.want.Answered = http.Header{"X-Eget": {"1", "2"}}, http.Header{"X-Svar": {"a", "b"}, "Content-Type": {"text/xml"}}
		for _, way := range roads {
			t.Run(c.name+" "+way.name, func(t *testing.T) {
				r := way.open()
				if got := send(t, r, c.method, c.path, c.body, c.answer); !reflect.DeepEqual(got, c.want) {
					t.Errorf("%.600s\nwant %.600s", fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", c.want))
				}
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// TestEachHandlerItsBase: several handlers answer along one road, each at its
// own base, and in the process the base is the one that was wished for.
func TestEachHandlerItsBase(t *testing.T) {
	for _, way := range roads {
		t.Run(way.name, func(t *testing.T) {
			r := way.open()
			defer r.Close()
			for _, wish := range []string{"http://a.invalid", "http://a.invalid.dk", "http://b.invalid"} {
				base, err := r.Open(wish, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, wish) }))
				if err != nil {
					t.Fatal(err)
				}
				if _, process := r.(*road.Process); process != (base == wish) {
					t.Errorf("wished for %s, got %s", wish, base)
				}
				for _, path := range []string{"", "/", "/x", "?x"} {
					if got := fetched(t, r, base+path); got != wish {
						t.Errorf("%s%s was answered by %q", base, path, got)
					}
				}
			}
		})
	}
}

func fetched(t *testing.T, r http.RoundTripper, url string) string {
	t.Helper()
	resp, err := (&http.Client{Transport: r}).Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestNobodyAnswers: a base that nobody has opened is an error that names it.
func TestNobodyAnswers(t *testing.T) {
	r := road.NewProcess()
	if _, err := r.Open("http://a.invalid", http.NotFoundHandler()); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"http://b.invalid/x", "http://a.invalid.dk/", "http://axinvalid/", "https://a.invalid/"} {
		resp, err := (&http.Client{Transport: r}).Get(url)
		if err == nil {
			resp.Body.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "ingen svarer på "+url) {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// TestEveryMethod: the handler says what it thinks of a method; the road does
// not.
func TestEveryMethod(t *testing.T) {
	r := road.NewProcess()
	if _, err := r.Open("http://a.invalid", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Header().Set("X-Set", r.Method) })); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"} {
		req, err := http.NewRequest(method, "http://a.invalid/x", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := r.RoundTrip(req)
		if err != nil {
			t.Error(err)
			continue
		}
		resp.Body.Close()
		if resp.Header.Get("X-Set") != method || resp.StatusCode != 200 {
			t.Errorf("%s: %d %v", method, resp.StatusCode, resp.Header)
		}
	}
}

// TestLoopbackCloses: the road is closed when all its servers are.
func TestLoopbackCloses(t *testing.T) {
	r := &road.Loopback{}
	var bases []string
	for range 3 {
		base, err := r.Open("", http.NotFoundHandler())
		if err != nil {
			t.Fatal(err)
		}
		bases = append(bases, base)
	}
	for range 2 { // the second time there is nothing left to close
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, base := range bases {
		if c, err := net.Dial("tcp", strings.TrimPrefix(base, "http://")); err == nil {
			c.Close()
			t.Errorf("%s still answers", base)
		}
	}
}
