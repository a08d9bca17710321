package capture_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/capture"
)

// index stands in for klarmeld's services.
type index struct{}

func (index) Answers(path string) bool { return strings.HasSuffix(path, "/indeks/6") }
func (index) Understands(el xml.Name) bool {
	return el.Space == "urn:indeks" || el.Local == "ImporterInput"
}

const soap11 = "http://schemas.xmlsoap.org/soap/envelope/"

// envelope is a message with a text in it.
func envelope(element, text string) string {
	return fmt.Sprintf(`<s:Envelope xmlns:s="%s"><s:Header/><s:Body><i:%s xmlns:i="urn:indeks">%s</i:%s></s:Body></s:Envelope>`, soap11, element, text, element)
}

const token = `<s:Envelope xmlns:s="` + soap11 +
	`"><s:Body><t:RequestSecurityToken xmlns:t="http://docs.oasis-open.org/ws-sx/ws-trust/200512"/></s:Body></s:Envelope>`

// write makes files, and returns their folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// read reads a folder or file and selects what is for the index.
func read(t *testing.T, path string) capture.Traffic {
	t.Helper()
	all, err := capture.Read(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return all.Select(index{})
}

func names(t capture.Traffic) []string {
	var out []string
	for _, m := range t.Messages {
		out = append(out, m.Name)
	}
	return out
}

func bodies(t capture.Traffic) []string {
	var out []string
	for _, m := range t.Messages {
		out = append(out, string(m.Body))
	}
	return out
}

func reasons(t capture.Traffic) map[capture.Reason]int {
	out := map[capture.Reason]int{}
	for _, a := range t.Aside {
		out[a.Why]++
	}
	return out
}

// TestFolder: a folder is read in the order in which people count, with the
// folders in it; replies are told by what they are and not by their name, and
// what the operating system left there is passed over.
func TestFolder(t *testing.T) {
	dir := write(t, map[string]string{
		"10.xml": envelope("ImporterInput", "10"), "2.xml": envelope("ImporterInput", "2"), "1-svar.xml": envelope("ImporterInput", "1"),
		"3.xml": envelope("ImporterOutput", ""), "4-request.xml": `<s:Envelope xmlns:s="` + soap11 + `"><s:Body><s:Fault/></s:Body></s:Envelope>`,
		"11.txt": envelope("ImporterInput", "11"), "under/1.xml": envelope("ImporterInput", "under"),
		"12.xml":   `<i:ImporterInput xmlns:i="urn:indeks">bar</i:ImporterInput>`,
		"._10.xml": "\x00\x05\x16\x07", ".DS_Store": "\x00\x00", "Thumbs.db": "\xd0\xcf", "desktop.ini": "[x]", "__MACOSX/._1.xml": "\x00",
		"noter.txt": "intet her", "billede.png": "\x89PNG\x00\xff\xfe", "pom.xml": "<project/>", "13.xml": "", "sts.xml": token,
	})
	got := read(t, dir)
	if want := []string{"1-svar.xml", "2.xml", "10.xml", "11.txt", "12.xml", "13.xml", "under/1.xml"}; !slices.Equal(names(got), want) {
		t.Errorf("%q, want %q", names(got), want)
	}
	if want := map[capture.Reason]int{capture.IsReply: 2, capture.NoEnvelope: 1, capture.Binary: 1, capture.Elsewhere: 2}; !reflect.DeepEqual(reasons(got), want) {
		t.Errorf("%v, want %v: %v", reasons(got), want, got.Aside)
	}
	if lost := got.Lost(); len(lost) != 1 || lost[0].Name != "13.xml" || lost[0].Loss != capture.LeftOut {
		t.Errorf("lost: %+v", lost)
	}
	if err := got.Nothing(); err != nil {
		t.Error(err)
	}
	if err := read(t, t.TempDir()).Nothing(); err == nil || !strings.Contains(err.Error(), "ingen meddelelser") {
		t.Error(err)
	}
	if _, err := capture.Read(t.Context(), filepath.Join(dir, "findes-ikke"), nil); err == nil || !strings.Contains(err.Error(), dir) {
		t.Error(err)
	}
}

// TestOneFile: a file is told by what it holds.
func TestOneFile(t *testing.T) {
	message := envelope("ImporterInput", "x")
	for _, c := range []struct {
		name, text string
		names      []string
		said       string // why there is nothing
	}{
		{"en.xml", message, []string{"en.xml"}, ""},
		{"to.xml", message + "\n" + message, []string{"to.xml, linje 1", "to.xml, linje 2"}, ""},
		{"utf16.log", "\xff\xfe" + utf16("linje\r\n"+message), []string{"utf16.log, linje 2"}, ""},
		{"pakker.pcap", "\xd4\xc3\xb2\xa1\x02\x00", nil, "netværkspakker"}, {"pakker.pcapng", "\x0a\x0d\x0d\x0a\x1c", nil, "netværkspakker"},
		{"nano.pcap", "\xa1\xb2\x3c\x4d\x00", nil, "netværkspakker"},
		{"krypteret.bin", "\x17\x03\x03\x00\xff\xfe", nil, "binære"}, {"prosa.log", "Der skulle stå <soap:Envelope> her.", nil, "uden SOAP-konvolut"},
		{"andet.json", `{"noget":"andet"}`, nil, "uden SOAP-konvolut"},
		{"afkortet.log", "Payload: " + message[:len(message)-40] + "\n(message truncated to 49152 bytes)\n", []string{"afkortet.log, linje 1"}, ""},
		{"svar.log", "Payload: " + envelope("ImporterOutput", "x")[:150], nil, "svar"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, filepath.Join(write(t, map[string]string{c.name: c.text}), c.name))
			if !slices.Equal(names(got), c.names) {
				t.Errorf("%q, want %q; %v", names(got), c.names, got.Aside)
			}
			err := got.Nothing()
			if (c.said == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.said) {
				t.Errorf("%v, want %q", err, c.said)
			}
		})
	}
}

func utf16(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteByte(c)
		b.WriteByte(0)
	}
	return b.String()
}

// TestEncrypted: an encrypted body cannot be judged.
func TestEncrypted(t *testing.T) {
	text := `<s:Envelope xmlns:s="` + soap11 + `"><s:Body><e:EncryptedData xmlns:e="http://www.w3.org/2001/04/xmlenc#"/></s:Body></s:Envelope>`
	got := read(t, write(t, map[string]string{"1.xml": text}))
	if lost := got.Lost(); len(lost) != 1 || lost[0].Loss != capture.Encrypted {
		t.Errorf("%+v", got)
	}
}

// TestBrokenIsNotLeftAside: a message that is broken went to the index all the
// same.
func TestBrokenIsNotLeftAside(t *testing.T) {
	for name, text := range map[string]string{
		"cut":               envelope("ImporterInput", "x")[:130],
		"empty body":        `<s:Envelope xmlns:s="` + soap11 + `"><s:Body/></s:Envelope>`,
		"wrong namespace":   strings.ReplaceAll(envelope("ImporterInput", "x"), "urn:indeks", "urn:forkert"),
		"wrong envelope":    strings.ReplaceAll(envelope("ImporterInput", "x"), soap11, "urn:forkert"),
		"not well-formed":   strings.Replace(envelope("ImporterInput", "x"), "</i:ImporterInput>", "</i:Andet>", 1),
		"undeclared":        envelope("ImporterInput", "<q:x/>"),
		"unknown operation": envelope("UkendtInput", "x"),
	} {
		if got := read(t, write(t, map[string]string{"1.xml": text})); len(got.Messages) != 1 || len(got.Lost()) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestSeveral(t *testing.T) {
	message := envelope("ImporterInput", "x")
	for _, c := range []struct {
		name, text string
		want       bool
	}{
		{"a message", message, false}, {"with a text before it", "x" + message, false}, {"two in one document", message + message, false}, {"nothing", "", false},
		{"a HAR", `{"log":{"entries":[]}}`, true}, {"a broken HAR", `{"log":{"entr`, true}, {"JSON", `{"a":1}`, false}, {"packets", "\xd4\xc3\xb2\xa1", true},
		{"no ZIP", "PK\x03\x04 and what follows", false}, {"a log", "a\n" + message + "\nb\n" + message, true},
		{"a project", `<con:soapui-project xmlns:con="http://eviware.com/soapui/config"/>`, true}, {"a trace", `<E2ETraceEvent xmlns="x"/>`, true},
		{"CDATA before the root", "<![CDATA[x]]>" + message, false},
	} {
		if got := capture.Several([]byte(c.text)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
