package capture_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/capture"
)

type object map[string]any

// entry is a request in an archive, with what else it says.
func entry(url, body string, more object) object {
	request := object{"method": "POST", "url": url, "headers": []object{}, "bodySize": len(body),
		"postData": object{"mimeType": "text/xml; charset=utf-8", "text": body}}
	out := object{"startedDateTime": "2026-11-24T03:00:00.000Z", "request": request, "response": object{"status": 200}}
	for k, v := range more {
		switch k {
		case "startedDateTime", "response":
			out[k] = v
		case "":
			delete(out, v.(string))
		default:
			request[k] = v
		}
	}
	return out
}

// archived is the traffic of an archive.
func archived(t *testing.T, entries ...object) capture.Traffic {
	t.Helper()
	raw, err := json.Marshal(object{"log": object{"version": "1.2", "entries": entries}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := capture.HAR(raw)
	if err != nil {
		t.Fatal(err)
	}
	return got.Select(index{})
}

const at = "https://indeks.example:8443/sts/indeks/6"

func TestHARInOrder(t *testing.T) {
	on := func(body, time string) object {
		return entry(at, envelope("ImporterInput", body), object{"startedDateTime": time})
	}
	for _, c := range []struct {
		name    string
		entries []object
		names   string
		untimed int
	}{
		{"reversed", []object{on("b", "2026-11-24T03:05:01.000Z"), on("a", "2026-11-24T03:01:01.000Z")}, "nr. 2, nr. 1", 0},
		{"zones", []object{on("b", "2026-11-24T03:30:00+01:00"), on("a", "2026-11-24T02:20:00Z")}, "nr. 2, nr. 1", 0},
		{"one time", []object{on("a", "2026-11-24T03:00:00Z"), on("b", "2026-11-24T03:00:00Z")}, "nr. 1, nr. 2", 0},
		{"none at all", []object{on("a", ""), on("b", "i går")}, "nr. 1, nr. 2", 2},
		{"one without, which stays behind its own", []object{on("c", "2026-11-24T05:00:00Z"), on("d", ""), on("a", "2026-11-24T03:00:00Z")},
			"nr. 3, nr. 1, nr. 2", 1},
		{"without a zone", []object{on("b", "2026-11-24T05:00:00.5"), on("a", "2026-11-24T04:00:00.5")}, "nr. 2, nr. 1", 0},
	} {
		if got := archived(t, c.entries...); strings.Join(names(got), ", ") != c.names || got.Untimed != c.untimed {
			t.Errorf("%s: %q, %d without a time", c.name, names(got), got.Untimed)
		}
	}
}

func TestHARAside(t *testing.T) {
	ours := entry("https://x.example/en/gateway", envelope("ImporterInput", "x"), nil)
	for _, c := range []struct {
		name  string
		entry object
		why   capture.Reason // "": a message
	}{
		{"a token service", entry("https://sts.example/kombittrust/14", token, nil), capture.Elsewhere},
		{"a token service whose body was left out", entry("https://sts.example/kombittrust/14", "", object{"bodySize": 453, "": "x"}), capture.Elsewhere},
		{"analytics", entry("https://a.example/collect", `{"e":1}`, object{"postData": object{"mimeType": "application/json", "text": `{"e":1}`}}),
			capture.Elsewhere},
		{"analytics of a text", entry("https://a.example/collect", "v=1&t=hit", nil), capture.Elsewhere},
		{"a browser's", entry(at, "", object{"method": "GET"}), capture.NotPosted},
		{"an option", entry(at, "", object{"method": "OPTIONS"}), capture.NotPosted},
		{"through a gateway", entry("https://gw.example/kommune/indeks/6", envelope("ImporterInput", "y"), nil), ""},
		{"broken, at the path", entry(at, "<hej", nil), ""},
		{"broken, where another went", entry("https://x.example/en/gateway", "<hej", nil), ""},
		{"left out, at the same host", entry("https://x.example/et/andet/sted", "", object{"bodySize": 99, "": "x"}), ""},
		{"another's operation, at the path", entry(at, token, nil), ""},
	} {
		got := archived(t, ours, c.entry)
		if c.why == "" && len(got.Messages) != 2 || c.why != "" && (len(got.Messages) != 1 || reasons(got)[c.why] != 1) {
			t.Errorf("%s: %v, aside %v", c.name, names(got), got.Aside)
		}
	}
}

func TestHARRetries(t *testing.T) {
	status := func(n int) object { return object{"response": object{"status": n}} }
	body := envelope("ImporterInput", "x")
	for _, c := range []struct {
		name              string
		entries           []object
		messages, retries int
	}{
		{"503 and again", []object{entry(at, body, status(503)), entry(at, body, nil)}, 1, 1},
		{"no reply and again", []object{entry(at, body, status(0)), entry(at, body, nil)}, 1, 1},
		{"three times", []object{entry(at, body, status(502)), entry(at, body, status(0)), entry(at, body, status(500))}, 1, 2},
		{"once", []object{entry(at, body, status(503))}, 1, 0},
		{"200 and again", []object{entry(at, body, nil), entry(at, body, nil)}, 2, 0},
		{"400 and again", []object{entry(at, body, status(400)), entry(at, body, nil)}, 2, 0},
		{"another", []object{entry(at, body, status(503)), entry(at, envelope("ImporterInput", "y"), nil)}, 2, 0},
		{"another place", []object{entry(at, body, status(503)), entry("https://andet.example/indeks/6", body, nil)}, 2, 0},
		{"nobody says", []object{entry(at, body, object{"": "response"}), entry(at, body, nil)}, 2, 0},
		{"as a text", []object{entry(at, body, object{"response": object{"status": "503"}}), entry(at, body, nil)}, 1, 1},
	} {
		if got := archived(t, c.entries...); len(got.Messages) != c.messages || got.Retries != c.retries {
			t.Errorf("%s: %d messages, %d retries", c.name, len(got.Messages), got.Retries)
		}
	}
}

func TestHARLosses(t *testing.T) {
	body := envelope("ImporterInput", "x")
	text := func(s, encoding string) object {
		return object{"mimeType": "text/xml", "text": s, "encoding": encoding}
	}
	for _, c := range []struct {
		name  string
		entry object
		want  capture.Loss
	}{
		{"whole", entry(at, body, nil), capture.NoLoss},
		{"no postData", entry(at, body, object{"postData": nil}), capture.LeftOut},
		{"no text", entry(at, body, object{"postData": object{"mimeType": "text/xml"}}), capture.LeftOut},
		{"an empty text", entry(at, body, object{"postData": text("", "")}), capture.LeftOut},
		{"blanks", entry(at, body, object{"postData": text("\n ", "")}), capture.LeftOut},
		{"size not known", entry(at, body, object{"postData": nil, "bodySize": -1}), capture.LeftOut},
		{"size as a text", entry(at, body, object{"postData": nil, "bodySize": "1319"}), capture.LeftOut},
		{"nothing was sent", entry(at, "", object{"bodySize": 0}), capture.NoLoss},
		{"the beginning", entry(at, body, object{"postData": text(body[:100], "")}), capture.CutShort},
		{"all but the last", entry(at, body, object{"postData": text(body[:len(body)-1], "")}), capture.CutShort},
		{"a word in its place", entry(at, body, object{"postData": text("[udeladt]", "")}), capture.CutShort},
		{"other line ends", entry(at, body, object{"bodySize": len(body) + 7}), capture.NoLoss},
		{"packed on the way", entry(at, body, object{"bodySize": 20}), capture.NoLoss},
		{"broken and whole", entry(at, "<a>", nil), capture.NoLoss},
		{"base64", entry(at, body, object{"postData": text(base64.StdEncoding.EncodeToString([]byte(body)), "base64")}), capture.NoLoss},
		{"the beginning in base64", entry(at, body, object{"postData": text(base64.StdEncoding.EncodeToString([]byte(body[:50])), "base64")}), capture.CutShort},
		{"no base64", entry(at, body, object{"postData": text("!", "base64")}), capture.Undecoded},
	} {
		got := archived(t, c.entry)
		if len(got.Messages) != 1 || got.Messages[0].Loss != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// TestHARParams: a body that a tool took for a form is put together again.
func TestHARParams(t *testing.T) {
	body := strings.Replace(envelope("ImporterInput", "a &amp; b = c"), ">", ` id="1">`, 1)
	name, value, _ := strings.Cut(body, "=")
	first, rest, _ := strings.Cut(value, "&")
	for _, params := range [][]object{
		{{"name": name, "value": value}},
		{{"name": name, "value": first}, {"name": rest, "value": ""}},
		{{"name": "besked", "value": body}},
	} {
		got := archived(t, entry(at, body, object{"postData": object{"mimeType": "text/xml", "params": params}}))
		if !slices.Equal(bodies(got), []string{body}) {
			t.Errorf("%q, want %q", bodies(got), body)
		}
	}
}

func TestNoHAR(t *testing.T) {
	for text, said := range map[string]string{`{"noget":"andet"}`: "ingen HAR-fil", "<a>0123456789</a>": "ikke gyldig JSON"} {
		if _, err := capture.HAR([]byte(text)); err == nil || !strings.Contains(err.Error(), said) || strings.Contains(err.Error(), "0123456789") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func FuzzHAR(f *testing.F) {
	f.Add([]byte(`{"log":{"entries":[{"request":{"method":"POST","url":"http://x/p","postData":{"text":"PGEvPg==","encoding":"base64"}}}]}}`))
	f.Add([]byte(`{"log":{"entries":[null,{"request":{"postData":null,"bodySize":"x"}}]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		all, err := capture.HAR(raw)
		if err != nil && len(all.Messages) > 0 {
			t.Errorf("%d messages and %v", len(all.Messages), err)
		}
		kept := all.Select(index{})
		if n := len(kept.Messages) + len(kept.Aside) + kept.Retries; n != len(all.Messages) {
			t.Errorf("%d of %d are accounted for", n, len(all.Messages))
		}
		for _, m := range all.Messages {
			if m.Name == "" {
				t.Error("a message without a name")
			}
		}
		_ = fmt.Sprint(kept.Told(), kept.Nothing())
	})
}
