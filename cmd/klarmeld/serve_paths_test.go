package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
)

// TestServeTellsItsPaths: whoever is to connect reads the addresses of all the
// index's services from what serve prints.
func TestServeTellsItsPaths(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // it prints, and ends
	var out bytes.Buffer
	if err := serve(ctx, serveOptions{addr: "127.0.0.1:0"}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	printed := map[string]string{}
	for line := range strings.Lines(out.String()) {
		path, service, _ := strings.Cut(strings.TrimSpace(line), " ")
		printed[path] = strings.TrimSpace(service)
	}
	for path, service := range map[string]string{"/sagdokumentindeks/6": "SagDokumentIndeks 6", "/sagindeks/6": "SagIndeks 6",
		"/dokumentindeks/6": "DokumentIndeks 6"} {
		for _, p := range []string{path, "/sts-soap-sagdok" + path} {
			if printed[p] != service {
				t.Errorf("%s: printed %q, want %q", p, printed[p], service)
			}
		}
	}
}
