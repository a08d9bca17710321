package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/recording"
)

// served starts klarmeld serve on a free port and returns its base URL, what
// it printed until all services were listed, and a way to end it.
func served(t *testing.T, record string) (base string, stop func() error) {
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

// TestZeep lets an unmodified client on the official WSDLs walk the index, in
// both versions of SOAP, and reads the recording afterwards.
func TestZeep(t *testing.T) {
	official := os.Getenv("KLARMELD_OFFICIAL")
	if official == "" {
		t.Skip("skipped: official schemas not given")
	}
	const python = "/usr/bin/python3"
	if out, err := exec.Command(python, "-c", "import zeep").CombinedOutput(); err != nil {
		required(t, "zeep", "no zeep for "+python+" (Debian: python3-zeep): "+string(out))
	}
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
