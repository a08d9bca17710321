package capture_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/capture"
)

func TestReadFolder(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"2-request.xml": "<to/>", "1.XML": "<en/>", "1-reply.xml": "<svar/>", "læs-mig.txt": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := capture.Read(dir)
	if err != nil || len(got) != 2 || string(got[0].Body) != "<en/>" || got[1].Name != "2-request.xml" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, path := range []string{t.TempDir(), filepath.Join(dir, "findes-ikke")} {
		if _, err := capture.Read(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestHAR(t *testing.T) {
	entry := func(request string) string { return `{"log":{"entries":[{"request":` + request + `}]}}` }
	for _, c := range []struct{ name, text, path, body, problem string }{
		{"posted", entry(`{"method":"POST","url":"https://x.dk:8443/klasse/7?a=b","postData":{"text":"<a>æ</a>"}}`), "/klasse/7", "<a>æ</a>", ""},
		{"base64", entry(`{"method":"post","url":"http://x/p","postData":{"text":"PGEvPg==","encoding":"base64"}}`), "/p", "<a/>", ""},
		{"with a byte order mark", "\xef\xbb\xbf" + entry(`{"method":"POST","url":"http://x/p","postData":{"text":"<a/>"}}`), "/p", "<a/>", ""},
		{"not posted", entry(`{"method":"GET","url":"http://x/p"}`), "", "", ""},
		{"no base64", entry(`{"method":"POST","url":"http://x/p","postData":{"text":"!","encoding":"base64"}}`), "", "", "nr. 1 er ikke gyldig base64"},
		{"no archive", `{"noget":"andet"}`, "", "", "ingen HAR-fil"},
		{"no JSON", "<a>0123456789</a>", "", "", "ikke gyldig JSON"},
	} {
		got, err := capture.HAR([]byte(c.text))
		if c.problem != "" {
			if err == nil || !strings.Contains(err.Error(), c.problem) || strings.Contains(err.Error(), "0123456789") {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil || (len(got) == 1) != (c.body != "") || len(got) == 1 && (got[0].Path != c.path || string(got[0].Body) != c.body) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

func FuzzHAR(f *testing.F) {
	f.Add([]byte(`{"log":{"entries":[{"request":{"method":"POST","url":"http://x/p","postData":{"text":"PGEvPg==","encoding":"base64"}}}]}}`))
	f.Add([]byte(`{"log":{"entries":[null,{"request":{"postData":null}}]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		messages, err := capture.HAR(raw)
		if err != nil && len(messages) > 0 {
			t.Errorf("%d messages and %v", len(messages), err)
		}
		for _, m := range messages {
			if m.Name == "" {
				t.Error("a message without a name")
			}
		}
	})
}
