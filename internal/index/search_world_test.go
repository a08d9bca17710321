package index_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/official"
)

const (
	sagC = "41ac9245-d933-5858-a0cc-565ce7d0bacc"
	dokB = "9232274c-6cd4-5120-83f8-a19e4ac2e7db"
	dokC = "9232274c-6cd4-5120-83f8-a19e4ac2e7dc"

	part   = "d839f26a-d4d1-4441-b2d6-3dbbb12a9404" // the role Primær part
	note   = "1281739d-93ea-486c-8950-607a4263bef0" // the role Journalnotat
	person = "c189ba35-de4b-4363-a8b7-67f1456cf56f" // the type Person
	klasse = "a86c6581-ec85-412d-a655-31a1f1d5b14f" // the role Primær klasse
	master = "251c24fd-57b0-4afc-9d73-b063d1957eb3" // the role Master
	other  = "00000000-0000-4000-8000-00000000000f"
)

// The world that is searched: three cases and three documents. Case A has
// documents A and B and a note, case B has nothing but a document that it no
// longer has, document C. Case C is plain.
func searchWorld() string {
	return dokumentWith(dokA, "D-1", "Ansøgning", "2026-01-15", "1", "Modtaget", "IKKE_FORTROLIGE_DATA", t1) +
		dokumentWith(dokB, "D-2", "Afgørelse", "2026-02-20", "02", "Endeligt", "VIP_SAGER", t2) +
		dokumentWith(dokC, "D-3", "Bilag", "2026-03-25", "10", "Fordelt", "FORTROLIGE_PERSONOPLYSNINGER", t3) +
		caseA() + caseB() + strings.ReplaceAll(plain(sagC), t1, t3)
}

func caseA() string {
	attributes := "<sag:Egenskaber>" + virkning("sag", t1, "") +
		`<sag:BrugervendtNoegle>2026-1</sag:BrugervendtNoegle><sag:AfleveretIndikator>true</sag:AfleveretIndikator><sag:Beskrivelse>Hjælp i hjemmet</sag:Beskrivelse>
<sag:HjemmelSpecifikation>§ 79 a</sag:HjemmelSpecifikation><sag:Kassationskode>B5</sag:Kassationskode><sag:OffentlighedUndtaget>` +
		`<sd:TitelAlternativTekst>Sag</sd:TitelAlternativTekst>` +
		`<sd:OffentlighedUndtagetHjemmelTekst>§ 30</sd:OffentlighedUndtagetHjemmelTekst></sag:OffentlighedUndtaget>
<sag:PrincipielIndikator>1</sag:PrincipielIndikator><sag:Sagsnummer>2026-1</sag:Sagsnummer><sag:Titel>Aftale om besøg</sag:Titel></sag:Egenskaber>
<gd:LokalUdvidelseListe><si:SagIndeksEgenskaber>` + virkning("gd", t1, "") +
		`<si:Sagsstatus>Åben</si:Sagsstatus><si:Sagskategori>Ældre</si:Sagskategori><si:Foelsomhed>VIP_SAGER</si:Foelsomhed><si:Lokation>Korsbæk</si:Lokation>` +
		`<si:OprettetTidspunkt>2026-01-10T12:00:00.000+01:00</si:OprettetTidspunkt></si:SagIndeksEgenskaber></gd:LokalUdvidelseListe>`
	states := state("sag", t1, t2, "Opstaaet") + state("sag", t2, "", "Oplyst")
	relations := rel("sag:Sagsaktoer", owner, other, "", ref("x", sagB), `<si:SagsaktoerLokalUdvidelse><si:BrugervendtNoegle>KK</si:BrugervendtNoegle>`+
		`<si:FuldtNavn>Korsbæk Kommune</si:FuldtNavn><si:CVR-Nummer>11111111</si:CVR-Nummer></si:SagsaktoerLokalUdvidelse>`, t1, "") +
		rel("sag:Sagsklasse", klasse, "", "", ref("x", sagC), `<si:SagsklasseLokalUdvidelse><si:Klassetitel>Besøg</si:Klassetitel><si:BrugervendtNoegle>27.35.04`+
			`</si:BrugervendtNoegle><si:Soegeord><si:SoegeordIdentifikator>ældre</si:SoegeordIdentifikator></si:Soegeord></si:SagsklasseLokalUdvidelse>`, t1, "") +
		rel("sag:Sagspart", part, person, "1", urn("urn:oio:cpr-nr:0123456789"),
			`<si:SagspartLokalUdvidelse><si:FuldtNavn>Godtfred Lund</si:FuldtNavn></si:SagspartLokalUdvidelse>`, t1, "") +
		rel("sag:Sagspart", part, person, "2", urn("urn:oio:cvr-nr:11111111"), "", t1, t2) +
		rel("sag:Sagsrelation", other, "", "1", ref("x", sagB), "", t1, "") +
		rel("sag:Sagsgenstande", other, "", "1", ref("x", sagC),
			`<si:SagsgenstandeLokalUdvidelse><si:Tekstfelt>Nygade 1</si:Tekstfelt></si:SagsgenstandeLokalUdvidelse>`, t1, "") +
		relation("sag:Journalpost", filed, "1", dokA, t1, "") + relation("sag:Journalpost", filed, "2", dokB, t1, "") +
		strings.Replace(rel("sag:Journalpost", note, "", "1", urn("URN:Empty"), "", t1, ""),
			"</sag:Journalpost>", "<sag:JournalpostEgenskaber><sag:Dokumenttitel>Note</sag:Dokumenttitel><sag:JournalnotatEgenskaber><sag:Titel>Opkald</sag:Titel>"+
				"<sag:Notat>SGVq</sag:Notat><sag:Format>text/plain</sag:Format></sag:JournalnotatEgenskaber></sag:JournalpostEgenskaber></sag:Journalpost>", 1) +
		"<gd:LokalUdvidelseListe>" + strings.Replace(relation("si:SagsitsystemRelation", master, "", other, t1, ""),
		"</si:SagsitsystemRelation>", "<si:SystemNavn>Nexus</si:SystemNavn><si:SystemURI>urn:nexus</si:SystemURI></si:SagsitsystemRelation>", 1) +
		relation("si:Sikkerhedsprofil", other, "", other, t1, "") + "</gd:LokalUdvidelseListe>"
	return sag(sagA, lists("sag", attributes, states, relations))
}

func caseB() string {
	egenskaber := strings.Replace(titled(t1, "", "Bevilling"), "<sag:Titel>",
		"<sag:BrugervendtNoegle>2026-2</sag:BrugervendtNoegle><sag:AfleveretIndikator>0</sag:AfleveretIndikator><sag:Titel>", 1)
	c := sag(sagB, lists("sag", egenskaber, state("sag", t1, "", "Opstaaet"), relation("sag:Journalpost", filed, "1", dokC, t1, t2)))
	c = strings.Replace(c, ref("sd:BrugerRef", sagB), ref("sd:BrugerRef", other), 1)
	return strings.Replace(c, "<sd:Tidspunkt>"+t1, "<sd:Tidspunkt>"+t2, 1)
}

func dokumentWith(id, key, titel, date, version, tilstand, foelsomhed, at string) string {
	attributes := "<di:Egenskaber>" + virkning("di", at, "") + "<di:BrugervendtNoegle>" + key + "</di:BrugervendtNoegle><di:Titel>" + titel +
		"</di:Titel><di:BrevDato>" + date + "</di:BrevDato><di:VersionIdentifikator>" + version +
		"</di:VersionIdentifikator><di:Foelsomhed>" + foelsomhed + "</di:Foelsomhed><di:Type>" + map[bool]string{true: "Andet", false: "Rapport"}[id == dokA] +
		"</di:Type></di:Egenskaber>"
	relations := rel("di:Dokumentrelation", other, "", "1", ref("x", dokC), "", at, "") + rel("di:Dokumentpart", part, person, "1",
		urn("urn:oio:cpr-nr:0123456789"), `<di:DokumentpartLokalUdvidelse><di:FuldtNavn>`+titel+`</di:FuldtNavn></di:DokumentpartLokalUdvidelse>`, at, "")
	return "<sdi:DokumentIndeks><sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator><di:Registrering><sd:Tidspunkt>" + at +
		"</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode>" +
		ref("sd:BrugerRef", id) + lists("di", attributes, state("di", at, "", tilstand), relations) + "</di:Registrering></sdi:DokumentIndeks>"
}

func state(ns, fra, til, code string) string {
	return fmt.Sprintf("<%s:Fremdrift>%s<%[1]s:FremdriftStatusKode>%[3]s</%[1]s:FremdriftStatusKode></%[1]s:Fremdrift>", ns, virkning(ns, fra, til), code)
}

func urn(s string) string { return "<x><sd:URNIdentifikator>" + s + "</sd:URNIdentifikator></x>" }

// rel is a relation with a type and a local extension; to is its reference in
// any element.
func rel(kind, rolle, typ, indeks, to, local, fra, til string) string {
	inner := virkning("gd", fra, til) + ref("gd:Rolle", rolle)
	if typ != "" {
		inner += ref("gd:Type", typ)
	}
	if indeks != "" {
		inner += "<gd:Indeks>" + indeks + "</gd:Indeks>"
	}
	inner += strings.NewReplacer("<x>", "<gd:ReferenceID>", "</x>", "</gd:ReferenceID>").Replace(to)
	if local != "" {
		inner += "<gd:LokalUdvidelseListe>" + local + "</gd:LokalUdvidelseListe>"
	}
	return "<" + kind + ">" + inner + "</" + kind + ">"
}

// soegSag and soegDokument write a criterion: what stands before the lists, and
// the lists' content.
func soegSag(before, attributes, states, relations string) string {
	return "<sdi:SoegSag>" + before + lists("sag", attributes, states, relations) + "</sdi:SoegSag>"
}

func soegDokument(before, attributes, states, relations string) string {
	return "<sdi:SoegDokument>" + before + lists("di", attributes, states, relations) + "</sdi:SoegDokument>"
}

func sagEgenskab(name, value string) string {
	return soegSag("", "<sag:Egenskaber><sag:"+name+">"+value+"</sag:"+name+"></sag:Egenskaber>", "", "")
}

func dokEgenskab(name, value string) string {
	return soegDokument("", "<di:Egenskaber><di:"+name+">"+value+"</di:"+name+"></di:Egenskaber>", "", "")
}

func sagRelation(kind, content string) string {
	return soegSag("", "", "", "<"+kind+">"+content+"</"+kind+">")
}

func local(content string) string {
	return "<gd:LokalUdvidelseListe>" + content + "</gd:LokalUdvidelseListe>"
}

func udtryk(operation string, content ...string) string {
	if operation != "" {
		operation = "<sdi:operation>" + operation + "</sdi:operation>"
	}
	return "<sdi:SoegUdtryk>" + operation + strings.Join(content, "") + "</sdi:SoegUdtryk>"
}

func not(content ...string) string { return "<sdi:NOT>" + strings.Join(content, "") + "</sdi:NOT>" }

func tid(name, at string) string {
	return "<" + name + "><sd:TidsstempelDatoTid>" + at + "</sd:TidsstempelDatoTid></" + name + ">"
}

func period(ns, fra, til string) string {
	out := ""
	if fra != "" {
		out += tid(ns+":FraTidspunkt", fra)
	}
	if til != "" {
		out += tid(ns+":TilTidspunkt", til)
	}
	return out
}

var letters = map[string]string{sagA: "A", sagB: "B", sagC: "C", dokA: "a", dokB: "b", dokC: "c"}

// found is what a reply shows, cases in capitals, documents small; the status
// when it is not 20.
func found(reply *etree.Element) string {
	if kode := texts(reply, "//StatusKode"); kode != "20" {
		return kode
	}
	out := ""
	for _, el := range reply.FindElements("//ObjektType/UUIDIdentifikator") {
		out += letters[el.Text()]
	}
	return out
}

// witness holds messages against the official schema, all at once.
type witness struct {
	t     *testing.T
	dir   string
	names []string
	what  map[string]string
}

func newWitness(t *testing.T) *witness { return &witness{t, t.TempDir(), nil, map[string]string{}} }

func (w *witness) add(what string, root *etree.Element) {
	doc := etree.NewDocument()
	doc.SetRoot(root.Copy())
	name := fmt.Sprintf("%03d.xml", len(w.names))
	if err := doc.WriteToFile(filepath.Join(w.dir, name)); err != nil {
		w.t.Fatal(err)
	}
	w.names, w.what[name] = append(w.names, name), what
}

func (w *witness) addText(what, operation, content string) {
	doc := etree.NewDocument()
	if err := doc.ReadFromString(fmt.Sprintf("<sdi:%sSagDokumentIndeksInput %s>%s</sdi:%[1]sSagDokumentIndeksInput>", operation, namespaces,
		content)); err != nil {
		w.t.Fatalf("%s: %v", what, err)
	}
	w.add(what, doc.Root())
}

func (w *witness) check() {
	w.t.Run("official schema", func(t *testing.T) {
		folder := official.Folder(t)
		official.Program(t, "xmllint", "xmllint")
		// SagIndeksOperationer.xsd is what SagDokumentIndeksOperationer.xsd imports.
		cmd := exec.Command("xmllint", append([]string{"--noout", "--schema", official.Messages(folder)}, w.names...)...)
		cmd.Dir = w.dir
		out, err := cmd.CombinedOutput()
		if err == nil {
			return
		}
		for _, line := range strings.Split(string(out), "\n") {
			if name, _, _ := strings.Cut(line, ":"); w.what[name] != "" {
				t.Errorf("%s: %s", w.what[name], line)
			}
		}
		t.Errorf("xmllint: %v", err)
	})
}
