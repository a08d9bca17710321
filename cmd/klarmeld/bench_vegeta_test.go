package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// vegetaWorkers is how many connections vegeta has open at once.
const vegetaWorkers = "8"

// BenchmarkVegeta lets another program than ours send the imports, to the three
// servers of the table. KLARMELD_VEGETA is the command that starts vegeta, as
// make bench sets it.
func BenchmarkVegeta(b *testing.B) {
	command := strings.Fields(os.Getenv("KLARMELD_VEGETA"))
	if len(command) == 0 {
		b.Skip("skipped: KLARMELD_VEGETA does not say how vegeta is started")
	}
	handler := func(h http.HandlerFunc) func(*testing.B) string {
		return func(b *testing.B) string {
			srv := httptest.NewServer(h)
			b.Cleanup(srv.Close)
			return srv.URL
		}
	}
	for _, server := range []struct {
		name  string
		start func(*testing.B) string
	}{
		{"Bare", handler(readBare)},
		{"Parse", handler(parseBody)},
		{"Serve", func(b *testing.B) string {
			base, stop := served(b, filepath.Join(b.TempDir(), "optagelse"))
			b.Cleanup(func() {
				if err := stop(); err != nil {
					b.Error(err)
				}
			})
			return base
		}},
	} {
		b.Run(server.name, func(b *testing.B) { attack(b, command, server.start(b)) })
	}
}

// attack sends b.N imports, as fast as they are answered, and reports what
// vegeta measured.
func attack(b *testing.B, vegeta []string, base string) {
	message := benchmarked(b)
	var targets bytes.Buffer
	out := json.NewEncoder(&targets)
	for n := range b.N {
		if err := out.Encode(map[string]any{"method": "POST", "url": base + "/sagdokumentindeks/6", "body": message(int64(n)),
			"header": map[string][]string{"Content-Type": {"application/soap+xml"}}}); err != nil {
			b.Fatal(err)
		}
	}
	run := func(in io.Reader, args ...string) []byte {
		cmd := exec.Command(vegeta[0], append(vegeta[1:len(vegeta):len(vegeta)], args...)...)
		cmd.Stdin, cmd.Stderr = in, os.Stderr
		raw, err := cmd.Output()
		if err != nil {
			b.Fatal(err)
		}
		return raw
	}
	b.ResetTimer()
	results := run(&targets, "attack", "-format=json", "-lazy", "-rate=0", "-max-workers="+vegetaWorkers)
	b.StopTimer()
	var report struct {
		Throughput float64
		Codes      map[string]int `json:"status_codes"`
		Latencies  struct {
			P50 float64 `json:"50th"`
			P99 float64 `json:"99th"`
		}
	}
	if err := json.Unmarshal(run(bytes.NewReader(results), "report", "-type=json"), &report); err != nil {
		b.Fatal(err)
	}
	// Each worker that asks for one more message when there is none is counted
	// too, with the code 0.
	if report.Codes["200"] != b.N || len(report.Codes) > 2 {
		b.Fatalf("%d messages were sent; answered by code: %v", b.N, report.Codes)
	}
	b.ReportMetric(report.Throughput, "msg/s")
	b.ReportMetric(report.Latencies.P50/1e6, "ms-p50")
	b.ReportMetric(report.Latencies.P99/1e6, "ms-p99")
}
