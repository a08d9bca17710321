package judge_test

import (
	"encoding/binary"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"klarmeld/internal/english"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/verdict"
)

// sent is a message as it went over HTTP, and what came of it.
type sent struct {
	status   int
	reply    string
	stored   int
	findings []verdict.Finding // of the judge, from what was recorded
}

// overHTTP sends bytes to the index over real HTTP, and has what was recorded
// judged.
func overHTTP(t *testing.T, contentType string, raw []byte) sent {
	t.Helper()
	reg := municipalitytest.Korsbaek(t)
	roles, rolesJSON := municipalitytest.Roles(t)
	now := func() time.Time { return time.Date(2026, time.December, 1, 12, 0, 0, 0, time.UTC) }
	tape := recording.NewTape(now)
	s, _, err := services.Open(services.Ground{Registers: reg, Roles: roles, RolesJSON: rolesJSON}, recording.Run{System: "prøve"}, tape, now)
	if err != nil {
		t.Fatal(err)
	}
	tape.Scope(scenario, "")
	server := httptest.NewServer(s)
	defer server.Close()
	req, err := http.NewRequest(http.MethodPost, server.URL+index.Paths[0], strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("SOAPAction", `"http://kombit.dk/sts/sagdokumentindeks/importer"`)
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	j := judge.New(map[string]verdict.CapabilityID{scenario: verdict.Sag})
	for _, e := range tape.Since(0) {
		if err := j.Take(e); err != nil {
			t.Fatal(err)
		}
	}
	j.Settle(scenario)
	return sent{resp.StatusCode, string(reply), len(s.Store().All()), j.Notes(scenario).Findings}
}

// ofForm are the findings of how the message was written; the number of others is
// beside them.
func ofForm(all []verdict.Finding) (form []verdict.Finding, others int) {
	for _, f := range all {
		if strings.HasPrefix(f.Rule, "xml.") {
			form = append(form, f)
		}
	}
	return form, len(all) - len(form)
}

func in16(order binary.AppendByteOrder, s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// inLatin1 is a text of which every character has a number below 256.
func inLatin1(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return out
}

// declaring is a message whose XML declaration gives that encoding, or none.
func declaring(s, encoding string) string {
	_, rest, _ := strings.Cut(s, "?>")
	if encoding == "" {
		return strings.TrimLeft(rest, "\r\n")
	}
	return `<?xml version="1.0" encoding="` + encoding + `"?>` + rest
}

// charsetCase is a message in some character set.
type charsetCase struct {
	name, contentType string
	raw               []byte
	code              string // "" for none
	outcome           verdict.Outcome
	stored            bool
	says              string
}

// plain is a Content-Type that says nothing of the character set.
const plain = "text/xml"

func charsetCases(t *testing.T) []charsetCase {
	danish := edit{"</sag:Titel>", " på Øen €</sag:Titel>", 1}.apply(t, message(t, "sag"))
	latin := strings.NewReplacer("€", "", "–", "-", "—", "-", "’", "'").Replace(danish)
	ascii := strings.Map(func(r rune) rune {
		if r > 127 {
			return 'x'
		}
		return r
	}, danish)
	return []charsetCase{
		{"UTF-8", "text/xml; charset=utf-8", []byte(danish), "", 0, true, ""},
		{"UTF-8 that nothing names", plain, []byte(declaring(danish, "")), "", 0, true, ""},
		{"UTF-8 with a byte order mark", plain, []byte("\xef\xbb\xbf" + danish), "", 0, true, ""},
		{"UTF-8 in quotes", `text/xml; charset="UTF-8"`, []byte(danish), "", 0, true, ""},
		{"UTF-8 in single quotes", "text/xml; charset='utf-8'", []byte(danish), "", 0, true, ""},
		{"US-ASCII in the header", "text/xml; charset=us-ascii", []byte(ascii), "", 0, true, ""},
		{"US-ASCII in the declaration", plain, []byte(declaring(ascii, "US-ASCII")), "", 0, true, ""},
		{"US-ASCII that is not", "text/xml; charset=us-ascii", []byte(danish), "xml.tegnsaet", verdict.Fail, false, "US-ASCII"},
		{"Latin-1 in the header alone", "text/xml; charset=ISO-8859-1", inLatin1(declaring(latin, "")), "xml.tegnsaet", verdict.Fail, true, "ISO-8859-1"},
		{"Latin-1 in the declaration alone", plain, inLatin1(declaring(latin, "ISO-8859-1")), "xml.tegnsaet", verdict.Fail, true, "ISO-8859-1"},
		{"Latin-1 that nothing names", plain, inLatin1(declaring(latin, "")), "xml.velformet", verdict.Fail, false, "UTF-8"},
		{"windows-1252", "text/xml; charset=windows-1252", inLatin1(strings.ReplaceAll(declaring(danish, ""), "€", "\u0080")), "xml.tegnsaet", verdict.Fail,
			true, "windows-1252"},
		{"windows-1252 that is not", "text/xml; charset=windows-1252", inLatin1(declaring(latin, "") + "<!--\u0081-->"), "xml.tegnsaet", verdict.Fail,
			false, "windows-1252"},
		{"UTF-8 that is called Latin-1", "text/xml; charset=ISO-8859-1", []byte(danish), "xml.tegnsaet", verdict.Fail, true, "læst som »"},
		{"UTF-8 that calls itself Latin-1", plain, []byte(declaring(danish, "latin1")), "xml.tegnsaet", verdict.Fail, true, "læst som »"},
		{"a mark that the header denies", "text/xml; charset=ISO-8859-1", []byte("\xef\xbb\xbf" + danish), "xml.tegnsaet-uenig", verdict.Remark, true,
			"byte order mark"},
		{"a header that the declaration denies", "text/xml; charset=utf-8", []byte(declaring(danish, "ISO-8859-1")), "xml.tegnsaet-uenig", verdict.Remark,
			true, "Content-Type"},
		{"UTF-16, little end first", plain, in16(binary.LittleEndian, "\ufeff"+declaring(danish, "UTF-16")), "xml.utf-16", verdict.Remark, true, "UTF-16"},
		{"UTF-16, big end first, in the header too", "text/xml; charset=utf-16", in16(binary.BigEndian, "\ufeff"+declaring(danish, "")), "xml.utf-16",
			verdict.Remark, true, "UTF-16"},
		{"UTF-16LE in the header alone", "text/xml; charset=UTF-16LE", in16(binary.LittleEndian, declaring(danish, "")), "xml.utf-16",
			verdict.Remark, true, "UTF-16"},
		{"UTF-16 without a mark", "text/xml; charset=utf-16", in16(binary.BigEndian, declaring(danish, "")), "xml.tegnsaet", verdict.Fail, false,
			"uden byte order mark"},
		{"UTF-16 that nothing names", plain, in16(binary.LittleEndian, declaring(danish, "")), "xml.tegnsaet", verdict.Fail, false, "uden byte order mark"},
		{"UTF-16 that calls itself UTF-8", plain, in16(binary.LittleEndian, "\ufeff"+declaring(danish, "UTF-8")), "xml.tegnsaet", verdict.Fail, false, "siger UTF-8"},
		{"UTF-8 that calls itself UTF-16", plain, []byte(declaring(danish, "utf-16")), "xml.tegnsaet", verdict.Fail, false, "XML-erklæringen siger UTF-16, men"},
		{"half a character of UTF-16", plain, append(in16(binary.LittleEndian, "\ufeff"+declaring(danish, "")), 0), "xml.velformet", verdict.Fail, false, "UTF-16"},
		{"UTF-32", plain, []byte("\xff\xfe\x00\x00<\x00\x00\x00"), "xml.tegnsaet", verdict.Fail, false, "UTF-32"},
		{"another one in the header", "text/xml; charset=ISO-8859-15", []byte(ascii), "xml.tegnsaet", verdict.Fail, false, "ISO-8859-15"},
		{"another one in the declaration", plain, []byte(declaring(ascii, "KOI8-R")), "xml.tegnsaet", verdict.Fail, false, "KOI8-R"},
	}
}

// TestCharsets: what a message is in is said by its byte order mark, before the
// Content-Type, before the XML declaration. The wire and the judge of what was
// recorded see the same.
func TestCharsets(t *testing.T) {
	for _, c := range charsetCases(t) {
		t.Run(c.name, func(t *testing.T) {
			got := overHTTP(t, c.contentType, c.raw)
			form, others := ofForm(got.findings)
			if c.code == "" && len(form) != 0 ||
				c.code != "" && (len(form) != 1 || form[0].Rule != c.code || form[0].Outcome != c.outcome || !strings.Contains(form[0].Message, c.says)) {
				t.Errorf("found %+v, want %s", form, c.code)
			}
			for _, f := range form {
				if err := english.Missing(f.Message, f.Expected, f.Actual, f.Fix, f.Source); err != nil {
					t.Error(err)
				}
				if fromText := f.Source == "Anvisningerne: »Tekstformatet er UTF8«"; fromText == (f.Rule == "xml.velformet") {
					t.Errorf("the source of %s is %s", f.Rule, f.Source)
				}
			}
			if c.stored != (got.stored == 1) || c.stored != (got.status == 200) || !c.stored && !strings.Contains(got.reply, c.code) {
				t.Errorf("HTTP %d, %d stored: %s", got.status, got.stored, got.reply)
			}
			if c.stored && others != 0 && c.says != "læst som »" {
				t.Errorf("and others: %+v", got.findings)
			}
			if c.contentType != plain {
				return
			}
			roles, registers := registers(t)
			alone, _ := ofForm(judge.CheckMessage("a.xml", c.raw, roles, registers))
			if !slices.EqualFunc(alone, form, func(a, b verdict.Finding) bool {
				return a.Rule == b.Rule && a.Outcome == b.Outcome && a.Line == b.Line
			}) {
				t.Errorf("alone it is %+v, in the recording %+v", alone, form)
			}
		})
	}
}

// TestIllFormedReachesNothing: a message that XML or Namespaces forbid is answered
// with a fault, nothing of it is stored, and it is one finding.
func TestIllFormedReachesNothing(t *testing.T) {
	whole := message(t, "sag")
	for _, c := range []struct {
		name string
		edit edit
		code string
	}{
		{"half a character", edit{"</sag:Titel>", "&#55357;&#56832;</sag:Titel>", 1}, "xml.velformet"},
		{"attributes that run together", edit{`" xmlns:sag=`, `"xmlns:sag=`, 1}, "xml.velformet"},
		{"a prefix of nothing", edit{"<sdi:SagIndeks>", `<sdi:SagIndeks xmlns:q="">`, 1}, "xml.navnerum"},
		{"xml bound anew", edit{"<sdi:SagIndeks>", `<sdi:SagIndeks xmlns:xml="urn:x">`, 1}, "xml.navnerum"},
		{"xmlns declared", edit{"<sdi:SagIndeks>", `<sdi:SagIndeks xmlns:xmlns="urn:x">`, 1}, "xml.navnerum"},
		{"a declaration without a version", edit{`version="1.0" `, "", 1}, "xml.velformet"},
		{"a declaration out of order", edit{`version="1.0" encoding="UTF-8"`, `encoding="UTF-8" version="1.0"`, 1}, "xml.velformet"},
		{"a reserved instruction", edit{"<sag:Titel>", "<?Xml a?><sag:Titel>", 1}, "xml.velformet"},
		{"CDATA behind the root", edit{":Envelope>", ":Envelope><![CDATA[ ]]>", 1}, "xml.velformet"},
		{"one attribute by two prefixes", edit{":Body>", `:Body xmlns:a="urn:a" xmlns:b="urn:a" a:x="1" b:x="2">`, 1}, "xml.navnerum"},
		{"two colons", edit{"<sag:Titel>", "<sag:Titel a:b:c=''>", 1}, "xml.navnerum"},
		{"an undeclared prefix", edit{"<sag:Titel>", "<sag:Titel q:a=''>", 1}, "xml.praefiks"},
		{"XML 1.1", edit{`version="1.0"`, `version="1.1"`, 1}, "xml.velformet"},
		{"a DOCTYPE", edit{"?>", "?><!DOCTYPE a>", 1}, "xml.doctype"},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := []byte(c.edit.apply(t, whole))
			got := overHTTP(t, "application/soap+xml; charset=utf-8", raw)
			if got.status < 400 || got.stored != 0 || !strings.Contains(got.reply, "Fault") || !strings.Contains(got.reply, ">"+c.code+"<") {
				t.Errorf("HTTP %d, %d stored: %s", got.status, got.stored, got.reply)
			}
			if form, others := ofForm(got.findings); len(form) != 1 || others != 0 || form[0].Rule != c.code || form[0].Outcome != verdict.Fail || form[0].Line == 0 {
				t.Errorf("found %+v", got.findings)
			}
			roles, registers := registers(t)
			if alone := judge.CheckMessage("a.xml", raw, roles, registers); len(alone) != 1 || alone[0].Rule != c.code {
				t.Errorf("alone it is %+v", alone)
			}
		})
	}
	if got := overHTTP(t, "application/soap+xml; charset=utf-8", []byte(whole)); got.status != 200 || got.stored != 1 || len(got.findings) != 0 {
		t.Errorf("the whole message: HTTP %d, %d stored, %+v", got.status, got.stored, got.findings)
	}
}
