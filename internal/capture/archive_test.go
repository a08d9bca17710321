package capture_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/capture"
)

// file is one in an archive.
type file struct{ name, text string }

// packed is a ZIP of files, in their order.
func packed(t *testing.T, files ...file) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = io.WriteString(w, f.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// stored is what is read from a file with the bytes, within small bounds.
func stored(t *testing.T, raw string) (capture.Traffic, error) {
	t.Helper()
	small := capture.Bounds{File: 1 << 20, All: 4 << 20, Files: 50, Nested: 3}
	path := filepath.Join(t.TempDir(), "fil")
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := capture.ReadWithin(t.Context(), small, path, nil)
	return all.Select(index{}), err
}

// posted is a request as it travels.
func posted(url, body string, header ...string) string {
	return "POST " + url + " HTTP/1.1\r\nHost: indeks.example\r\n" +
		"Content-Type: text/xml\r\n" + strings.Join(append(header, fmt.Sprintf("Content-Length: %d", len(body))), "\r\n") + "\r\n\r\n" + body
}

// TestFiddler: an archive of Fiddler's is read by its sessions' numbers and
// times, with their addresses and whether they came through.
func TestFiddler(t *testing.T) {
	at := "http://indeks.example/sts/indeks/6"
	message := func(s string) string { return envelope("ImporterInput", s) }
	timers := func(s string) string {
		return `<?xml version="1.0"?><Session><SessionTimers ClientConnected="x" ClientBeginRequest="` + s + `" /></Session>`
	}
	ok, busy := "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
	chunked := "POST " + at + " HTTP/1.1\r\nHost: indeks.example\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n" +
		"\r\n" + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(message("4")), message("4"))
	got, err := stored(t, packed(t,
		file{"[Content_Types].xml", "<Types/>"}, file{"_index.htm", "<html/>"},
		file{"raw/10_c.txt", posted(at, message("10"))}, file{"raw/10_s.txt", ok}, file{"raw/10_m.xml", timers("2026-11-24T03:10:00.0000000+01:00")},
		file{"raw/2_c.txt", posted(at, message("2"))}, file{"raw/2_s.txt", busy}, file{"raw/2_m.xml", timers("2026-11-24T03:02:00.0000000+01:00")},
		file{"raw/3_c.txt", posted(at, message("2"))}, file{"raw/3_s.txt", ok}, file{"raw/3_m.xml", timers("2026-11-24T03:03:00.0000000+01:00")},
		file{"raw/4_c.txt", chunked}, file{"raw/4_s.txt", ok}, file{"raw/4_m.xml", timers("2026-11-24T03:04:00.0000000+01:00")},
		file{"raw/5_c.txt", "CONNECT sts.example:443 HTTP/1.1\r\nHost: sts.example:443\r\n\r\n"}, file{"raw/6_c.txt",
			"GET " + at + "?wsdl HTTP/1.1\r\nHost: x\r\n\r\n"}, file{"raw/7_c.txt", posted("https://sts.example/token", token)}, file{"raw/7_s.txt", ok},
		file{"raw/8_c.txt", posted(at, message("8"))[:170]}, file{"raw/8_s.txt", ok}, file{"raw/8_m.xml", timers("2026-11-24T03:08:00.0000000+01:00")},
		file{"raw/9_c.txt", strings.TrimSuffix(posted(at, message("9")), message("9"))}, file{"raw/9_s.txt", ok},
		file{"raw/9_m.xml", timers("2026-11-24T03:01:00.0000000+01:00")}))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"nr. 9", "nr. 3", "nr. 4", "nr. 8", "nr. 10"}; !slices.Equal(names(got), want) || got.Retries != 1 {
		t.Errorf("%q, want %q; %d retries", names(got), want, got.Retries)
	}
	if len(got.Messages) > 2 && string(got.Messages[2].Body) != message("4") {
		t.Errorf("chunked: %q", got.Messages[2].Body)
	}
	if lost := got.Lost(); len(lost) != 2 || lost[0].Loss != capture.LeftOut || lost[1].Loss != capture.CutShort {
		t.Errorf("lost: %+v", lost)
	}
	if r := reasons(got); r[capture.NotPosted] != 2 || r[capture.Elsewhere] != 1 {
		t.Errorf("%v", r)
	}
}

// TestArchive: a ZIP is read as a folder is, also with archives in it, and
// neither its paths nor its size do harm.
func TestArchive(t *testing.T) {
	message := func(s string) string { return envelope("ImporterInput", s) }
	inner := packed(t, file{"1.xml", message("inderst")})
	har := `{"log":{"entries":[{"request":{"method":"POST","url":"https://x/indeks/6","bodySize":-1,"postData":{"text":` + quoted(message("har")) + `}}}]}}`
	got, err := stored(t,
		packed(t, file{"10.xml", message("10")}, file{"2.xml", message("2")}, file{"../../../etc/3.xml", message("op")}, file{"__MACOSX/._2.xml", "\x00"},
			file{"mappe/.DS_Store", "\x00"}, file{"mappe/", ""}, file{"z/indre.zip", inner}, file{"z/trafik.har", har}, file{"z/pakker.pcap", "\xd4\xc3\xb2\xa1"},
			file{"z/log\x1b[31m.txt", "a\n" + message("log")}))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"../../../etc/3.xml", "2.xml", "10.xml", "z/indre.zip, 1.xml", "z/log?[31m.txt, linje 2", "z/trafik.har, nr. 1"}
	if !slices.Equal(names(got), want) || reasons(got)[capture.Packets] != 1 {
		t.Errorf("%q, want %q; %v", names(got), want, got.Aside)
	}
	if _, err := os.Stat("/etc/3.xml"); err == nil {
		t.Error("a path in an archive led out of it")
	}
}

func TestHostileArchives(t *testing.T) {
	bomb := packed(t, file{"1.xml", strings.Repeat(" ", 3<<20)})
	if got, err := stored(t, bomb); err != nil || reasons(got)[capture.TooLarge] != 1 {
		t.Errorf("a bomb: %v, %v", got, err)
	}
	nested := packed(t, file{"1.xml", envelope("ImporterInput", "x")})
	for range 6 {
		nested = packed(t, file{"indre.zip", nested})
	}
	if got, err := stored(t, nested); err != nil || len(got.Messages) != 0 || reasons(got)[capture.TooLarge] != 1 {
		t.Errorf("archives in archives: %v, %v", got, err)
	}
	var many []file
	for range 20 {
		many = append(many, file{"1.xml", strings.Repeat(" ", 500<<10)})
	}
	if _, err := stored(t, packed(t, many...)); err == nil || !strings.Contains(err.Error(), "mere, end klarmeld læser") {
		t.Errorf("much together: %v", err)
	}
	var files []file
	for range 51 {
		files = append(files, file{"1.xml", ""})
	}
	if _, err := stored(t, packed(t, files...)); err == nil || !strings.Contains(err.Error(), "mere, end klarmeld læser") {
		t.Errorf("many: %v", err)
	}
	locked := []byte(packed(t, file{"1.xml", "x"}))
	for i := range locked { // the flag stands in the file's own header and in the list of files
		if bytes.HasPrefix(locked[i:], []byte("PK\x03\x04")) {
			locked[i+6] |= 1
		}
		if bytes.HasPrefix(locked[i:], []byte("PK\x01\x02")) {
			locked[i+8] |= 1
		}
	}
	if got, err := stored(t, string(locked)); err != nil || got.Nothing() == nil || !strings.Contains(got.Nothing().Error(), "adgangskode") {
		t.Errorf("with a password: %v, %v", got, err)
	}
	if _, err := stored(t, bomb[:1000]); err == nil || !strings.Contains(err.Error(), "beskadiget") {
		t.Errorf("broken: %v", err)
	}
	if _, err := stored(t, "PK\x03\x04 and what follows"); err == nil || !strings.Contains(err.Error(), "beskadiget") {
		t.Errorf("no archive: %v", err)
	}
}

// TestRecordingInside: of a recording of klarmeld's own what the system posted is
// a message, and nothing else; wherever the recording lies.
func TestRecordingInside(t *testing.T) {
	line := func(n int, rest string) string {
		return fmt.Sprintf(`{"nr":%d,"art":"udveksling","udveksling":{"anmodningsfil":"%04d-request.xml","svarfil":"%04d-reply.xml",%s}}`, n, n, n, rest) + "\n"
	}
	files := []file{
		{"o/optagelse.jsonl", `{"nr":1,"art":"koersel"}` + "\n" + line(2, `"afsender":"system","metode":"GET"`) + line(3, `"afsender":"system","metode":"POST"`) +
			line(4, `"afsender":"nabo","metode":"POST"`) + "afskåret"},
		{"o/0002-request.xml", ""}, {"o/0002-reply.xml", "<html/>"}, {"o/0003-request.xml", envelope("ImporterInput", "x")},
		{"o/0003-reply.xml", envelope("ImporterInput", "et ekko")}, {"o/0004-request.xml", envelope("ImporterInput", "en anden")}, {"o/LAES-MIG.txt", "CPR"},
	}
	byName := map[string]string{}
	for _, f := range files {
		byName[f.name] = f.text
	}
	packed, err := stored(t, packed(t, files...))
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []capture.Traffic{packed, read(t, write(t, byName))} {
		if want := []string{"o/0003-request.xml"}; !slices.Equal(names(got), want) {
			t.Errorf("%q, want %q: %v", names(got), want, got.Aside)
		}
	}
}

// TestGzip: a log is packed when it is put away.
func TestGzip(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, "a\n"+envelope("ImporterInput", "x")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := stored(t, b.String()); err != nil || !slices.Equal(names(got), []string{"fil, linje 2"}) {
		t.Errorf("%q, %v", names(got), err)
	}
}
