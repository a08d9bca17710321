package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"klarmeld/internal/recording"
)

// served starts klarmeld serve on a free port and returns its base URL, what
// it printed until all services were listed, and a way to end it.
func served(t testing.TB, record string) (base string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := serve(ctx, serveOptions{addr: "127.0.0.1:0", record: record}, w)
		w.CloseWithError(io.EOF)
		done <- err
	}()
	lines := bufio.NewScanner(r)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "listening on http://") {
		cancel()
		t.Fatalf("serve printed %q: %v", lines.Text(), <-done)
	}
	base = strings.TrimPrefix(lines.Text(), "listening on ")
	go func() { _, _ = io.Copy(io.Discard, r) }()
	return base, func() error { cancel(); return <-done }
}

// TestServeEndsOnInterrupt: SIGINT ends the program cleanly, with exit code 0
// and a recording that can be read.
func TestServeEndsOnInterrupt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "optagelse")
	r, w := io.Pipe()
	code := make(chan int, 1)
	ctx, stop := interruptible(t.Context())
	defer stop()
	go func() { code <- run(ctx, []string{"serve", "--addr", "127.0.0.1:0", "--record", dir}, nil, w, w) }()
	lines := bufio.NewScanner(r)
	if !lines.Scan() {
		t.Fatal(lines.Err())
	}
	base := strings.TrimPrefix(lines.Text(), "listening on ")
	go func() { _, _ = io.Copy(io.Discard, r) }()
	resp, err := http.Post(base+"/sagdokumentindeks/6", "text/xml", strings.NewReader("hej"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if got := <-code; got != 0 {
		t.Errorf("exit code %d", got)
	}
	entries, err := recording.ReadFolder(dir)
	if err != nil || len(entries) != 2 || string(entries[1].Exchange.Request) != "hej" {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}
