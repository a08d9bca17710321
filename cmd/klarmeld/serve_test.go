package main

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"
)

// served starts klarmeld serve on a free port and returns its base URL, what
// it printed until all services were listed, and a way to end it.
func served(t testing.TB, record string) (base string, stop func() error) {
	t.Helper()
	return servedContracts(t, record, "")
}

// servedContracts is served with the contracts of a folder.
func servedContracts(t testing.TB, record, wsdl string) (base string, stop func() error) {
	t.Helper()
	return servedBy(t, serveOptions{record: record, wsdl: wsdl})
}

// servedBy is served with options of the caller's, on a free port.
func servedBy(t testing.TB, o serveOptions) (base string, stop func() error) {
	t.Helper()
	o.addr = "127.0.0.1:0"
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := serve(ctx, o, w, io.Discard)
		w.CloseWithError(io.EOF)
		done <- err
	}()
	lines := bufio.NewScanner(r)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "listening on http") {
		cancel()
		t.Fatalf("serve printed %q: %v", lines.Text(), <-done)
	}
	base = strings.TrimPrefix(lines.Text(), "listening on ")
	go func() { _, _ = io.Copy(io.Discard, r) }()
	return base, func() error { cancel(); return <-done }
}
