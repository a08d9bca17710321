package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/simulated"
)

// TestConversation: captured traffic is judged as a whole. What a run of the
// reference system sent is without findings, as a folder and as a HAR; a
// relation that a removal left behind is found, which no message shows alone.
func TestConversation(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	folder := func(d ...simulated.Flaw) string {
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
		entries = append(entries,
			entry{"request": entry{"method": "POST", "url": "https://sts.example/et/andet/sted", "postData": entry{"mimeType": "text/xml", "text": string(raw)}}})
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

// TestServedIsJudged: what serve has recorded is judged by replay and by check
// alike, against the registers that the recording carries; a look in with a
// browser is no message, and there is no report of it.
func TestServedIsJudged(t *testing.T) {
	t.Parallel()
	record := filepath.Join(t.TempDir(), "optaget")
	base, stop := served(t, record)
	for _, name := range []string{"god.xml", "ukendt-ejer.xml"} {
		raw, err := os.ReadFile(filepath.Join("testdata/messages", name))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.Post(base+"/sagdokumentindeks/6", "application/soap+xml", bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	resp, err := http.Get(base + "/sagdokumentindeks/6")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	code, said := program("replay", record)
	for _, want := range []string{"reference.findes", "optagelsens egne", "Bedømt: 2 meddelelse(r).", "1 ikke sendt med POST"} {
		if !strings.Contains(said, want) || code != 20 {
			t.Errorf("exit code %d, without %q: %s", code, want, said)
		}
	}
	if again, same := program("check", "--samtale", record); again != code || same != said {
		t.Errorf("check: exit code %d: %s", again, same)
	}
	if code, said := program("replay", "--json", record); code != 20 || !strings.Contains(said, `"messages": 2`) {
		t.Errorf("exit code %d: %s", code, said)
	}
	if code, said := program("replay", "--policy", "klarmelding", record); code != 64 || !strings.Contains(said, "klarmeld serve") {
		t.Errorf("exit code %d: %s", code, said)
	}
	empty := filepath.Join(t.TempDir(), "tom")
	if _, stop := served(t, empty); stop() != nil {
		t.Fatal("serve failed")
	}
	if code, said := program("replay", empty); code != 64 || !strings.Contains(said, "ingen meddelelser") {
		t.Errorf("nothing was sent: exit code %d: %s", code, said)
	}
}

// TestArchiveInAnyOrder: entries are judged in the order of their times.
func TestArchiveInAnyOrder(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	p := profile(t, "reference")
	folder := filepath.Join(reported(t, runOptions{municipality: town, only: []string{"sag-01", "sag-02", "sag-03"}}, p), "optagelse")
	archive := func(order func([]map[string]any)) string {
		raw, err := os.ReadFile(asHAR(t, folder))
		if err != nil {
			t.Fatal(err)
		}
		var har struct {
			Log struct {
				Version string           `json:"version"`
				Entries []map[string]any `json:"entries"`
			} `json:"log"`
		}
		if err := json.Unmarshal(raw, &har); err != nil {
			t.Fatal(err)
		}
		for i, e := range har.Log.Entries {
			e["startedDateTime"] = time.Date(2026, 11, 24, 3, i, 0, 0, time.UTC).Format(time.RFC3339)
		}
		order(har.Log.Entries)
		if raw, err = json.Marshal(har); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "trafik.har")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	want, said := program("check", "--samtale", "--kommune", town, archive(func([]map[string]any) {}))
	if !strings.Contains(said, "Bedømt:") {
		t.Fatalf("exit code %d: %s", want, said)
	}
	reversed := archive(func(all []map[string]any) { slices.Reverse(all) })
	if code, said := program("check", "--samtale", "--kommune", town, reversed); code != want || !strings.Contains(said, "Ingen fund") {
		t.Errorf("reversed: exit code %d, want %d: %s", code, want, said)
	}
}
