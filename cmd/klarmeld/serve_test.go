package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
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

// required fails a test that .ci/run demands, and skips it elsewhere.
func required(t *testing.T, what, reason string) {
	t.Helper()
	if strings.Contains(os.Getenv("KLARMELD_REQUIRE"), what) {
		t.Fatalf("%s is required here: %s", what, reason)
	}
	t.Skip("skipped: " + reason)
}

// python is the system's own: Debian's zeep is installed for it.
const python = "/usr/bin/python3"

// zeep returns the folder with the official contracts, or skips.
func zeep(t *testing.T) (official string) {
	t.Helper()
	official = os.Getenv("KLARMELD_OFFICIAL")
	if official == "" {
		t.Skip("skipped: official schemas not given")
	}
	if out, err := exec.Command(python, "-c", "import zeep").CombinedOutput(); err != nil {
		required(t, "zeep", "no zeep for "+python+" (Debian: python3-zeep): "+string(out))
	}
	return official
}

// TestZeepRegisters lets an unmodified client on the official WSDLs read FK
// Organisation and FK Klassifikation.
func TestZeepRegisters(t *testing.T) {
	official := zeep(t)
	base, stop := served(t, "")
	out, err := exec.Command(python, "testdata/zeep_registers.py", official, base).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "registrene er læst") {
		t.Errorf("zeep: %v\n%s", err, out)
	}
	if err := stop(); err != nil {
		t.Errorf("serve ended with %v", err)
	}
}

// TestServeEndsOnInterrupt: SIGINT ends the program cleanly, with exit code 0
// and a recording that can be read.
func TestServeEndsOnInterrupt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "optagelse")
	r, w := io.Pipe()
	code := make(chan int, 1)
	go func() { code <- run([]string{"serve", "--addr", "127.0.0.1:0", "--record", dir}, nil, w, w) }()
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

// TestZeep lets an unmodified client on the official WSDLs walk the index, in
// both versions of SOAP, and reads the recording afterwards.
func TestZeep(t *testing.T) {
	official := zeep(t)
	for _, c := range []struct{ wsdl, version string }{
		{"SagDokumentIndeksService_6.wsdl", "1.1"},
		{"SagDokumentIndeksService_6.soap12.wsdl", "1.2"},
	} {
		t.Run("SOAP "+c.version, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "optagelse")
			base, stop := served(t, dir)
			out, err := exec.Command(python, "testdata/zeep_walk.py", filepath.Join(official, "xsd/sagdokumentindeks-6", c.wsdl), base, c.version).CombinedOutput()
			if stopped := stop(); stopped != nil {
				t.Errorf("serve ended with %v", stopped)
			}
			if err != nil || !strings.Contains(string(out), "hele vejen gået over SOAP "+c.version) {
				t.Fatalf("zeep: %v\n%s", err, out)
			}
			entries, err := recording.ReadFolder(dir)
			if err != nil {
				t.Fatal(err)
			}
			var operations []string
			for _, e := range entries {
				if e.Exchange != nil {
					operations = append(operations, e.Exchange.Operation)
				}
			}
			if got, want := strings.Join(operations, " "), "importer fremsoeg opdater fremsoeg fjern fremsoeg"; got != want {
				t.Errorf("recorded %q, want %q", got, want)
			}
		})
	}
}
