package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
)

// The formats of notes on klarmeld's own list, and a UUID that is on no list.
const (
	formatText  = "67623d93-c382-52b2-9144-ccc46fa3ec5c"
	formatRTF   = "f1818bf6-9be1-5ce7-8398-7808508fc16d"
	formatOOXML = "52e02ec6-d04a-5c52-bd9b-ea7dba5c3b96"
	formatNew   = "0b7d1c34-6a1e-4b0e-9a55-3f1f2f0c7d11"
)

// altered is the reference system with what it sends changed on the way.
func altered(t *testing.T, town string, deviation simulated.Flaw, change func(string) string, only ...string) verdict.SystemResult {
	t.Helper()
	p := profile(t, "reference")
	if deviation != "" {
		p.Deviations = []simulated.Flaw{deviation}
	}
	sub := simulatedSubject(p)
	sub.OnTheWay = func(road http.RoundTripper) http.RoundTripper { return rewriter{change, road} }
	return tried(t, runOptions{municipality: town, only: only}, sub, clock)
}

// rewriter changes what is sent.
type rewriter struct {
	change func(string) string
	road   http.RoundTripper
}

func (w rewriter) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		raw = []byte(w.change(string(raw)))
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
	}
	return w.road.RoundTrip(r)
}

var sentNote = regexp.MustCompile(`(?s)<sag:Notat>([^<]*)</sag:Notat>\s*<sag:Format>[^<]*</sag:Format>`)

// inFormat sends each note otherwise: its bytes, and the UUID of its format.
func inFormat(uuid string, write func(string) string) func(string) string {
	return func(message string) string {
		return sentNote.ReplaceAllStringFunc(message, func(m string) string {
			text, _ := base64.StdEncoding.DecodeString(sentNote.FindStringSubmatch(m)[1])
			return "<sag:Notat>" + base64.StdEncoding.EncodeToString([]byte(write(string(text)))) + "</sag:Notat><sag:Format>" + uuid + "</sag:Format>"
		})
	}
}

func asRTF(text string) string {
	var out strings.Builder
	out.WriteString(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Calibri;}}{\*\generator Riched20}\viewkind4\uc1\pard\f0\fs22 `)
	for i, r := range text {
		switch {
		case r < 0x80:
			out.WriteRune(r)
		case i%2 == 0:
			fmt.Fprintf(&out, `\u%d?`, r)
		default:
			fmt.Fprintf(&out, `\'%02x`, r)
		}
	}
	return out.String() + "\\par\r\n}\r\n\x00"
}

const wordML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

func asPart(text string) string {
	return `<w:document xmlns:w="` + wordML + `"><w:body><w:p><w:del><w:r><w:delText>kladde</w:delText></w:r></w:del><w:ins><w:r><w:t xml:space="preserve">` +
		text + `</w:t></w:r></w:ins></w:p><w:p/></w:body></w:document>`
}

func asDocx(text string) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.Create("word/document.xml")
	_, _ = io.WriteString(w, asPart(text))
	_ = z.Close()
	return out.String()
}

func flat(text string) string {
	return `<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/word/document.xml">` +
		`<pkg:xmlData>` + asPart(text) + `</pkg:xmlData></pkg:part></pkg:package>`
}

// ownPost is a note that a system writes by itself, in the name of whoever did what it tells.
func ownPost(indeks, titel, text, at, by string) string {
	return `<sag:Journalpost><gd:Virkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>` + at +
		`</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt><sd:GraenseIndikator>true</sd:GraenseIndikator></sd:TilTidspunkt>` +
		by + `<sd:AktoerTypeKode>Bruger</sd:AktoerTypeKode></gd:Virkning>` +
		`<gd:Rolle><sd:UUIDIdentifikator>1281739d-93ea-486c-8950-607a4263bef0</sd:UUIDIdentifikator></gd:Rolle><gd:Type>` +
		`<sd:UUIDIdentifikator>198dd40f-88fe-49a3-8716-b6230544c23b</sd:UUIDIdentifikator></gd:Type>` +
		`<gd:Indeks>` + indeks + `</gd:Indeks><gd:ReferenceID><sd:URNIdentifikator>URN:Empty</sd:URNIdentifikator></gd:ReferenceID><sag:JournalpostEgenskaber>` +
		`<sag:JournalnotatEgenskaber><sag:Titel>` + titel +
		`</sag:Titel><sag:Notat>` + base64.StdEncoding.EncodeToString([]byte(text)) + `</sag:Notat><sag:Format>` + formatText +
		`</sag:Format></sag:JournalnotatEgenskaber></sag:JournalpostEgenskaber></sag:Journalpost>`
}

var (
	when     = regexp.MustCompile(`TidsstempelDatoTid>([^<]*)<`)
	whoever  = regexp.MustCompile(`(?s)<sd:AktoerRef>.*?</sd:AktoerRef>`)
	newCase  = regexp.MustCompile(`(?s)<sdi:SagIndeks>.*</sag:Sagspart>`)
	newNote  = regexp.MustCompile(`(?s)<sag:Journalpost>.*?<gd:Indeks>([^<]*)</gd:Indeks>.*?URN:Empty.*?<sag:Titel>([^<]*)</sag:Titel>.*?</sag:Journalpost>`)
	anyIndex = regexp.MustCompile(`<gd:Indeks>[^<]*</gd:Indeks>`)
)

// writesOnCases adds a note of the system's own to every case that is imported.
func writesOnCases(message string) string {
	return newCase.ReplaceAllStringFunc(message, func(m string) string {
		return m + ownPost("auto-1", "Sagen er oprettet", "Sagen er oprettet af systemet.", when.FindStringSubmatch(message)[1], whoever.FindString(message))
	})
}

// writesOnNotes adds one to every note: its title holds that of the note.
func writesOnNotes(message string) string {
	return newNote.ReplaceAllStringFunc(message, func(m string) string {
		x := newNote.FindStringSubmatch(m)
		return m + ownPost("auto-"+x[1], "Notatet "+x[2]+" er skrevet", "Sendt til indekset.", when.FindStringSubmatch(m)[1], whoever.FindString(m))
	})
}

func both(f, g func(string) string) func(string) string {
	return func(m string) string { return g(f(m)) }
}

func same(s string) string { return s }

// noteSystems are systems that send notes in ways of their own: those that are right,
// and those that are not, with what is found in which scenario.
var noteSystems = []struct {
	name      string
	deviation simulated.Flaw
	change    func(string) string
	want      map[string]string // scenario → rule that is found there
	worst     verdict.Outcome
}{
	{"as it is", "", same, nil, verdict.Pass},
	{"RTF", "", inFormat(formatRTF, asRTF), nil, verdict.Pass},
	{"RTF that is on no list", "", inFormat(formatNew, asRTF), nil, verdict.Pass},
	{"OOXML", "", inFormat(formatOOXML, asDocx), nil, verdict.Pass},
	{"OOXML that is on no list", "", inFormat(formatNew, asDocx), nil, verdict.Pass},
	{"a flat package", "", inFormat(formatOOXML, flat), nil, verdict.Pass},
	{"text that is on no list", "", inFormat(formatNew, same), nil, verdict.Pass},
	{"Windows' line ends", "", inFormat(formatText, func(s string) string { return s + " \r\n\r\n" }), nil, verdict.Pass},
	{"a byte order mark", "", inFormat(formatText, func(s string) string { return "\ufeff" + s }), nil, verdict.Pass},
	{"letters of two signs", "", inFormat(formatText, strings.NewReplacer("å", "a\u030a", "Å", "A\u030a").Replace), nil, verdict.Pass},
	{"a note of its own on each case", "", writesOnCases, map[string]string{"journalnotat-02": "scenarie.journalnotat.andre"}, verdict.Pass},
	{"a note of its own on each note", "", both(writesOnCases, writesOnNotes), map[string]string{"journalnotat-03": "scenarie.journalnotat.andre"}, verdict.Pass},
	{"all at once", simulated.NoteTitlePrefix, both(writesOnNotes, inFormat(formatRTF, asRTF)),
		map[string]string{"journalnotat-02": "scenarie.journalnotat.andre"}, verdict.Pass},
	{"hard blanks", "", inFormat(formatText, strings.NewReplacer(" ", "\u00a0").Replace),
		map[string]string{"journalnotat-01": "scenarie.journalnotat.usynlige-tegn", "journalnotat-05": "scenarie.journalnotat.usynlige-tegn"}, verdict.Remark},
	{"soft hyphens in RTF", "", inFormat(formatRTF, func(s string) string { return strings.Replace(asRTF(s), "or", `o\-r`, 2) }),
		map[string]string{"journalnotat-01": "scenarie.journalnotat.usynlige-tegn"}, verdict.Remark},

	{"HTML that is on no list", "", inFormat(formatNew, func(s string) string { return "<p>" + s + "</p>" }),
		map[string]string{"journalnotat-01": "scenarie.journalnotat.format", "journalnotat-05": "scenarie.journalnotat.format"}, verdict.NotTried},
	{"text that is called RTF", "", inFormat(formatRTF, same), map[string]string{"journalnotat-01": "scenarie.journalnotat.laeses",
		"journalnotat-04": "scenarie.journalnotat.laeses", "journalnotat-05": "scenarie.journalnotat.laeses"}, verdict.Fail},
	{"RTF that is called text", "", inFormat(formatText, func(s string) string { return strings.TrimRight(asRTF(s), "\x00") }),
		map[string]string{"journalnotat-01": "scenarie.journalnotat.tekst", "journalnotat-05": "scenarie.journalnotat.begrundelse"}, verdict.Fail},
	{"Windows' own letters", "", inFormat(formatText, strings.NewReplacer("æ", "\xe6", "ø", "\xf8", "å", "\xe5").Replace),
		map[string]string{"journalnotat-01": "scenarie.journalnotat.laeses"}, verdict.Fail},
	{"RTF that is cut", "", inFormat(formatRTF, func(s string) string { return asRTF(s)[:120] }),
		map[string]string{"journalnotat-01": "scenarie.journalnotat.laeses"}, verdict.Fail},
	{"another sentence in OOXML", "", inFormat(formatOOXML, func(s string) string { return asDocx(strings.ReplaceAll(s, "for stort", "lidt langt")) }),
		map[string]string{"journalnotat-04": "scenarie.journalnotat.for-stort"}, verdict.Fail},
	{"what is cut, in RTF", simulated.CutsNote, inFormat(formatRTF, asRTF), map[string]string{"journalnotat-01": "scenarie.journalnotat.tekst"}, verdict.Fail},
	{"a correction beside, among its own", simulated.AddsCorrection, both(writesOnNotes, inFormat(formatRTF, asRTF)),
		map[string]string{"journalnotat-03": "scenarie.journalnotat.antal"}, verdict.Fail},
	{"one index, among its own", simulated.SameIndex, writesOnCases, map[string]string{"journalnotat-02": "scenarie.journalnotat.antal"}, verdict.Fail},
	{"a note twice", "", func(m string) string {
		return newNote.ReplaceAllStringFunc(m, func(x string) string {
			return x + anyIndex.ReplaceAllString(x, "<gd:Indeks>9"+fmt.Sprint(len(m))+"</gd:Indeks>")
		})
	}, map[string]string{"journalnotat-02": "scenarie.journalnotat.antal", "journalnotat-03": "scenarie.journalnotat.antal"}, verdict.Fail},
	{"only its own", "", newNoteTo("Systemet har noteret noget", "Noget er noteret."),
		map[string]string{"journalnotat-01": "scenarie.journalnotat.titel", "journalnotat-02": "scenarie.journalnotat.antal"}, verdict.Fail},
}

// TestNotesByWhatTheySay: a note that says what the caseworker wrote is right, in
// whatever format and beside whatever notes of the system's own; one that does not is
// found, by the sentence that says so.
func TestNotesByWhatTheySay(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	for _, c := range noteSystems {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := altered(t, town, c.deviation, c.change, "journalnotat")
			worst := verdict.Pass
			for _, id := range []string{"journalnotat-01", "journalnotat-02", "journalnotat-03", "journalnotat-04", "journalnotat-05", "journalnotat-06"} {
				s := scenario(r, id)
				worst = max(worst, s.Outcome)
				found := slices.ContainsFunc(s.Findings, func(f verdict.Finding) bool { return f.Rule == c.want[id] })
				if c.want[id] != "" && !found {
					t.Errorf("%s is %s, and %s is not found: %v", id, s.Outcome, c.want[id], s.Findings)
				}
				if c.want[id] == "" && s.Outcome > c.worst {
					t.Errorf("%s is %s: %v", id, s.Outcome, s.Findings)
				}
			}
			for _, f := range r.Findings() {
				if err := english.Missing(f.Message, f.Expected, f.Actual, f.Fix, f.Source); err != nil {
					t.Error(err)
				}
			}
			if worst != c.worst {
				t.Errorf("the worst is %s, want %s: %v", worst, c.worst, r.Findings())
			}
		})
	}
}

// newNoteTo sends each note with another title and text.
func newNoteTo(titel, text string) func(string) string {
	return func(m string) string {
		return newNote.ReplaceAllStringFunc(m, func(x string) string {
			return ownPost(newNote.FindStringSubmatch(x)[1], titel, text, when.FindStringSubmatch(x)[1], whoever.FindString(x))
		})
	}
}
