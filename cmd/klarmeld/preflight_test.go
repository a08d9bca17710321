package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// profileFile writes a profile of an adapter, and where the services answer.
func profileFile(t *testing.T, driver, addr, deadline string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "klarmeld.yaml")
	text := fmt.Sprintf("system: {navn: x, titel: X}\ndriver: %s\nadresse: %s\nfrist: %s\n", driver, addr, deadline)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestPreflightAdapter: the adapter must answer, and its clock be right.
func TestPreflightAdapter(t *testing.T) {
	for _, c := range []struct {
		name string
		date func() string
		ok   bool
		said string
	}{
		{"a clock that is right", func() string { return time.Now().UTC().Format(http.TimeFormat) }, true, "svarer, og urene er"},
		{"a clock that is an hour late", func() string { return time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat) }, false, "ur går 1h0m"},
		{"no clock", func() string { return "" }, true, "har ingen Date"},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := ""
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = r.Method
				w.Header()["Date"] = nil
				if d := c.date(); d != "" {
					w.Header().Set("Date", d)
				}
			}))
			defer srv.Close()
			var out bytes.Buffer
			err := preflight(context.Background(), profileFile(t, srv.URL, "127.0.0.1:0", "1s"), false, &out)
			if (err == nil) != c.ok || !strings.Contains(out.String(), c.said) || strings.Contains(out.String(), "["+flawClock+"]") == c.ok ||
				asked != http.MethodOptions {
				t.Errorf("%v, asked by %s:\n%s", err, asked, out.String())
			}
		})
	}
}

// TestPreflightMessage: a first message of the system's must come through.
func TestPreflightMessage(t *testing.T) {
	addr := freeAddress(t)
	file := profileFile(t, "person", addr, "1m")
	out, done := &bytes.Buffer{}, make(chan error, 1)
	go func() { done <- preflight(context.Background(), file, true, out) }()
	for ended := false; !ended; {
		select {
		case err := <-done:
			t.Fatalf("it ended before anything came: %v\n%s", err, out)
		default:
		}
		resp, err := http.Post("http://"+addr+"/sagdokumentindeks/6", "text/xml", strings.NewReader("<x/>"))
		if err == nil {
			resp.Body.Close()
			ended = true
		}
	}
	if err := <-done; err != nil || !strings.Contains(out.String(), "en første besked kom frem på http://"+addr+": POST /sagdokumentindeks/6") {
		t.Errorf("%v\n%s", err, out)
	}
	out.Reset()
	if err := preflight(context.Background(), profileFile(t, "person", "127.0.0.1:0", "20ms"), true, out); err == nil ||
		!strings.Contains(out.String(), "ingen besked kom frem") {
		t.Errorf("%v\n%s", err, out)
	}
	l := httptest.NewServer(http.NotFoundHandler())
	defer l.Close()
	out.Reset()
	taken := strings.TrimPrefix(l.URL, "http://")
	if err := preflight(context.Background(), profileFile(t, "person", taken, "1s"), false, out); err == nil ||
		!strings.Contains(out.String(), "klarmeld kan ikke lytte på "+taken) {
		t.Errorf("%v\n%s", err, out)
	}
}
