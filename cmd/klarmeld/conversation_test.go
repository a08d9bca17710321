package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/simulated"
)

// TestConversation: captured traffic is judged as a whole. What a run of the
// reference system sent is without findings, as a folder and as a HAR; a
// relation that a removal left behind is found, which no message shows alone.
func TestConversation(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	folder := func(d ...simulated.Deviation) string {
		p := profile(t, "reference")
		p.Deviations = d
		return filepath.Join(reported(t, runOptions{municipality: town, only: []string{"sag", "fjern-06"}}, p), "optagelse")
	}
	if code, said := program("check", "--samtale", "--kommune", town, folder()); code != 0 || !strings.Contains(said, "Ingen fund i") {
		t.Errorf("exit code %d: %.600s", code, said)
	}
	code, said := program("check", "--samtale", "--kommune", town, asHAR(t, folder(simulated.LeavesReference)))
	if code != 20 || !strings.Contains(said, "fjern.relation-efterladt") || !strings.Contains(said, "nr. ") {
		t.Errorf("exit code %d: %.600s", code, said)
	}
	if code, said := program("check", "--samtale", t.TempDir()); code != 64 || !strings.Contains(said, "ingen meddelelser") {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// asHAR makes an archive of a recording's requests.
func asHAR(t *testing.T, folder string) string {
	t.Helper()
	requests, err := filepath.Glob(filepath.Join(folder, "*-request.xml"))
	if err != nil || len(requests) == 0 {
		t.Fatalf("no requests in %s: %v", folder, err)
	}
	type entry map[string]any
	var entries []entry
	for _, r := range requests {
		raw, err := os.ReadFile(r)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entry{"request": entry{"method": "POST", "url": "https://sts.example/et/andet/sted", "postData": entry{"mimeType": "text/xml", "text": string(raw)}}})
	}
	raw, err := json.Marshal(entry{"log": entry{"version": "1.2", "entries": entries}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "trafik.har")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
