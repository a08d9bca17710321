package index_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beevik/etree"
)

func filter(content string) string { return "<sdi:Filter>" + content + "</sdi:Filter>" }

func vis(kind string, values ...string) string {
	out := ""
	for _, v := range values {
		out += "<sdi:" + kind + "Vis><sdi:Vis>" + v + "</sdi:Vis></sdi:" + kind + "Vis>"
	}
	return out
}

func include(kind string, values ...string) string {
	out := ""
	for _, v := range values {
		out += "<sdi:" + kind + "Inkluder>" + v + "</sdi:" + kind + "Inkluder>"
	}
	return out
}

// partsOf lists the parts that a reply shows, of all its objects.
func partsOf(reply *etree.Element) string {
	var out []string
	for _, list := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
		for _, l := range reply.FindElements("//Registrering/" + list) {
			for _, el := range l.ChildElements() {
				if el.Tag != "LokalUdvidelseListe" {
					out = append(out, el.Tag)
					continue
				}
				for _, e := range el.ChildElements() {
					out = append(out, e.Tag)
				}
			}
		}
	}
	return strings.Join(out, " ")
}

// TestFilter: a filter shows what it names, and follows the relations that it
// includes.
func TestFilter(t *testing.T) {
	c, w := newClient(t), newWitness(t)
	c.send("Importer", searchWorld())
	sag, dok := fremsoeg(sagA), "<sdi:DokumentUuid>"+dokA+"</sdi:DokumentUuid>"
	for _, r := range []struct{ name, content, objects, parts string }{
		{"no filter", sag, "A", "Egenskaber SagIndeksEgenskaber Fremdrift Fremdrift Sagsaktoer Sagsklasse Sagspart Sagspart Sagsrelation Sagsgenstande Journalpost " +
			"Journalpost Journalpost SagsitsystemRelation Sikkerhedsprofil"},
		{"an empty filter", sag + filter(""), "", ""},
		{"egenskaber", sag + filter(vis("Sag", "egenskaber")), "A", "Egenskaber SagIndeksEgenskaber"},
		{"fremdrift", sag + filter(vis("Sag", "fremdrift")), "A", "Fremdrift Fremdrift"},
		{"sagsklasse", sag + filter(vis("Sag", "sagsklasse")), "A", "Sagsklasse"},
		{"sagsaktoer", sag + filter(vis("Sag", "sagsaktoer")), "A", "Sagsaktoer"},
		{"sagspart", sag + filter(vis("Sag", "sagspart")), "A", "Sagspart Sagspart"},
		{"sagsrelation", sag + filter(vis("Sag", "sagsrelation")), "A", "Sagsrelation"},
		{"sagsgenstand", sag + filter(vis("Sag", "sagsgenstand")), "A", "Sagsgenstande"},
		{"journalpost", sag + filter(vis("Sag", "journalpost")), "A", "Journalpost Journalpost Journalpost"},
		{"journalpost-journalnote", sag + filter(vis("Sag", "journalpost-journalnote")), "A", "Journalpost"},
		{"itsystem", sag + filter(vis("Sag", "itsystem")), "A", "SagsitsystemRelation"},
		{"sikkerhedsprofil", sag + filter(vis("Sag", "sikkerhedsprofil")), "A", "Sikkerhedsprofil"},
		{"two of them", sag + filter(vis("Sag", "itsystem", "fremdrift")), "A", "Fremdrift Fremdrift SagsitsystemRelation"},
		{"nothing of its kind", sag + filter(vis("Dokument", "egenskaber")), "A", ""},
		{"document: egenskaber", dok + filter(vis("Dokument", "egenskaber")), "a", "Egenskaber"},
		{"document: fremdrift", dok + filter(vis("Dokument", "fremdrift")), "a", "Fremdrift"},
		{"document: dokument", dok + filter(vis("Dokument", "dokument")), "a", "Dokumentrelation"},
		{"document: part", dok + filter(vis("Dokument", "part")), "a", "Dokumentpart"},
		{"document: what it has not", dok + filter(vis("Dokument", "klasse", "aktoer", "itsystem", "sikkerhedsprofil")), "a", ""},
		{"include sagsrelation", sag + filter(vis("Sag", "sagsrelation")+include("Sag", "sagsrelation")), "AB", "Sagsrelation"},
		{"include journalpost", sag + filter(vis("Dokument", "part")+include("Sag", "journalpost")), "Aab", "Dokumentpart Dokumentpart"},
		{"include dokument", dok + filter(include("Dokument", "dokument")), "ac", ""},
		{"what is on the page comes once", sag + fremsoeg(sagB) + filter(include("Sag", "sagsrelation")), "AB", ""},
	} {
		w.addText(r.name, "Fremsoeg", r.content)
		reply := c.send("Fremsoeg", r.content)
		w.add(r.name+": the reply", reply)
		if f, p := found(reply), partsOf(reply); f != r.objects || p != r.parts {
			t.Errorf("%s: %q with %q, want %q with %q", r.name, f, p, r.objects, r.parts)
		}
		wanted := 0
		if strings.Contains(r.content, "journalnote") || r.name == "no filter" {
			wanted = 1
		}
		if n := len(reply.FindElements("//Notat")); n != wanted {
			t.Errorf("%s: %d notes are shown, want %d", r.name, n, wanted)
		}
	}
	w.check()
}

func sorting(kind string, by ...string) string {
	out := ""
	for i, b := range by {
		element, direction, _ := strings.Cut(b, " ")
		out += fmt.Sprintf("<sdi:%sSortering><sdi:Element>%s</sdi:Element><sdi:Retning>%s</sdi:Retning><sdi:Prioritet>%d</sdi:Prioritet></sdi:%[1]sSortering>", kind,
			element, map[string]string{"": "Stigende", "ned": "Faldende"}[direction], i+1)
	}
	return out
}

// TestSorting: every element sorts, either way, and what has no value is last.
func TestSorting(t *testing.T) {
	c, w := newClient(t), newWitness(t)
	c.send("Importer", searchWorld())
	sager, dokumenter := udtryk("", soegSag("", "", "", "")), udtryk("", soegDokument("", "", "", ""))
	for _, r := range []struct{ name, content, want string }{
		{"as they came", sager, "ABC"},
		{"BrugervendtNoegle", sager + ordered(sorting("Sag", "BrugervendtNoegle")), "ABC"},
		{"BrugervendtNoegle, falling", sager + ordered(sorting("Sag", "BrugervendtNoegle ned")), "BAC"},
		{"Titel", sager + ordered(sorting("Sag", "Titel")), "CAB"},
		{"Registreringstidspunkt", sager + ordered(sorting("Sag", "Registreringstidspunkt ned")), "CBA"},
		{"StsRegistreringstidspunkt: no difference", sager + ordered(sorting("Sag", "StsRegistreringstidspunkt ned")), "ABC"},
		{"Bruger", sager + ordered(sorting("Sag", "Bruger")), "BAC"},
		{"Fremdrift", sager + ordered(sorting("Sag", "Fremdrift")), "BAC"},
		{"Foelsomhed", sager + ordered(sorting("Sag", "Foelsomhed")), "ABC"},
		{"ItSystem-Systemnavn", sager + ordered(sorting("Sag", "ItSystem-Systemnavn")), "ABC"},
		{"Sagklasse-BrugervendtNoegle", sager + ordered(sorting("Sag", "Sagklasse-BrugervendtNoegle")), "ABC"},
		{"Livscyklus, then Titel", sager + ordered(sorting("Sag", "Livscyklus", "Titel ned")), "BAC"},
		{"Prioritet, not the order written", sager + ordered(swapped(sorting("Sag", "Titel", "BrugervendtNoegle"))), "ABC"},
		{"document: Titel in Danish", dokumenter + ordered(sorting("Dokument", "Titel")), "bac"},
		{"document: Major is a number", dokumenter + ordered(sorting("Dokument", "Major ned")), "cba"},
		{"document: Minor, which none has", dokumenter + ordered(sorting("Dokument", "Minor ned")), "abc"},
		{"document: Foelsomhed", dokumenter + ordered(sorting("Dokument", "Foelsomhed")), "acb"},
		{"document: Fremdrift", dokumenter + ordered(sorting("Dokument", "Fremdrift ned")), "bca"},
		{"cases and documents",
			udtryk("OR", soegSag("", "", "", ""), soegDokument("", "", "", "")) + ordered(sorting("Dokument", "Major ned")+sorting("Sag", "Titel")), "CABcba"},
		{"a page of what was sorted", udtryk("", soegSag(paged("1", "1"), "", "", "")) + ordered(sorting("Sag", "Titel")), "A"},
	} {
		w.addText(r.name, "Fremsoeg", r.content)
		if got := found(c.send("Fremsoeg", r.content)); got != r.want {
			t.Errorf("%s: %q, want %q", r.name, got, r.want)
		}
	}
	w.check()
}

func ordered(content string) string { return "<sdi:Sortering>" + content + "</sdi:Sortering>" }

// swapped lets the first of two orderings have the second's priority.
func swapped(s string) string {
	return strings.NewReplacer("Prioritet>1<", "Prioritet>2<", "Prioritet>2<", "Prioritet>1<").Replace(s)
}

// TestPages: pages are counted from 0, an answer has at most 500 of a kind, and
// Antal counts everything.
func TestPages(t *testing.T) {
	c, w := newClient(t), newWitness(t)
	message := caseA() + dokument(dokA)
	for i := range 502 {
		message += plain(fmt.Sprintf("41ac9245-d933-5858-a0cc-%012d", i))
	}
	c.send("Importer", message)
	for _, r := range []struct {
		name, content string
		shown         int
		antal, page   string
	}{
		{"no page asked for", udtryk("", soegSag("", "", "", "")), 500, "503,1", "0,500"},
		{"more than there may be", udtryk("", soegSag(paged("0", "1000"), "", "", "")), 500, "503,1", "0,500"},
		{"the last page", udtryk("", soegSag(paged("500", "500"), "", "", "")), 3, "503,1", "500,500"},
		{"after the last", udtryk("", soegSag(paged("1000", ""), "", "", "")), 0, "503,1", "1000,500"},
		{"none: only the number", udtryk("", soegSag(paged("", "0"), "", "", "")), 0, "503,1", "0,0"},
		{"each kind has its own", udtryk("OR", soegSag(paged("1", "2"), "", "", ""), soegDokument("", "", "", "")), 3, "503,1,1", "1,2"},
		{"by UUID", fremsoeg(sagA), 1, "1,1", ""},
	} {
		w.addText(r.name, "Fremsoeg", r.content)
		reply := c.send("Fremsoeg", r.content)
		w.add(r.name+": the reply", reply)
		if n := len(reply.FindElements("//ObjektType")); n != r.shown {
			t.Errorf("%s: %d objects, want %d", r.name, n, r.shown)
		}
		if got := texts(reply, "//Antal/Antal"); got != r.antal {
			t.Errorf("%s: Antal %q, want %q", r.name, got, r.antal)
		}
		if got := strings.Trim(texts(reply, "//FoersteResultatReference")+","+texts(reply, "//MaksimalAntalKvantitet"), ","); got != r.page {
			t.Errorf("%s: Paginering %q, want %q", r.name, got, r.page)
		}
	}
	if got := texts(c.send("Fremsoeg", fremsoeg(sagA)), "//Antal/Element"); got != "sager,journalnotater" {
		t.Errorf("Antal counts %s", got)
	}
	w.check()
}

// TestRemovalBySearch: fjern removes what the search finds, and what follows.
func TestRemovalBySearch(t *testing.T) {
	a, d1 := sagEgenskab("BrugervendtNoegle", "2026-1"), dokEgenskab("BrugervendtNoegle", "D-1")
	all := soegSag("", "<sag:Egenskaber/>", "", "")
	loose := "<sdi:SoegSagsloeseDokumenter>" + lists("di", "", "", "") + "</sdi:SoegSagsloeseDokumenter>"
	const leave = "<sdi:EfterladSagsloeseDokumenter>true</sdi:EfterladSagsloeseDokumenter>"
	for _, r := range []struct{ name, content, status, left string }{
		{"a case, and its documents with it", udtryk("", a), "20,20,20", "cBC"},
		{"a case, and leave its documents", udtryk("", a) + leave, "20", "abcBC"},
		{"a document by its key", udtryk("", d1), "20", "bcABC"},
		{"documents without a case", udtryk("", loose), "20", "abABC"},
		{"a case and a document that follows it", udtryk("", a, d1), "20,20,20", "cBC"},
		{"a case and a document that is not left", udtryk("", a, d1) + leave, "20,20", "bcBC"},
		{"every case", udtryk("", all), "20,20,20,20,20,20", ""},
		{"a page of them", udtryk("", soegSag(paged("1", "1"), "<sag:Egenskaber/>", "", "")), "20,20", "abAC"},
		{"those named that are found", fjernNamed(sagA, sagB) + udtryk("", a), "20,20,20", "cBC"},
		{"named, beside a search for documents", fjernNamed(sagB) + udtryk("", d1) + leave, "20,20", "bcAC"},
		{"named and unknown", fjernNamed(other), "44", "abcABC"},
		{"nothing is found", udtryk("", sagEgenskab("BrugervendtNoegle", "2026-9")), "44", "abcABC"},
		{"nothing binds", udtryk("", soegSag("", "", "", "")), "40", "abcABC"},
		{"nothing binds, deep down", udtryk("OR", a, udtryk("", not(soegDokument(paged("0", "1"), "", "", "")))), "40", "abcABC"},
		{"a case by a URN", "<sdi:SagUuid><sd:URNIdentifikator>URN:Empty</sd:URNIdentifikator></sdi:SagUuid>", "40", "abcABC"},
	} {
		t.Run(r.name, func(t *testing.T) {
			c, w := newClient(t), newWitness(t)
			c.send("Importer", searchWorld())
			w.addText("fjern", "Fjern", r.content)
			reply := c.send("Fjern", r.content)
			w.add("the reply", reply)
			if got := texts(reply, "//StatusKode"); got != r.status {
				t.Errorf("status %s, want %s: %s", got, r.status, texts(reply, "//FejlbeskedTekst"))
			}
			left := ""
			for _, s := range c.store.All() {
				left += letters[s.UUID]
			}
			if left != r.left {
				t.Errorf("left are %q, want %q", left, r.left)
			}
			w.check()
		})
	}
}

func fjernNamed(ids ...string) string {
	out := ""
	for _, id := range ids {
		out += ref("sdi:SagUuid", id)
	}
	return out
}

// TestBenefits: klarmeld has none, and says so where they are to be removed.
func TestBenefits(t *testing.T) {
	c := newClient(t)
	c.send("Importer", searchWorld())
	reply := c.send("Fjern", fjernNamed(sagC)+"<sdi:FjernOgsaaYdelse>true</sdi:FjernOgsaaYdelse>")
	if got := texts(reply, "//StatusKode") + texts(reply, "//FejlbeskedTekst"); !strings.HasPrefix(got, "20klarmeld har ingen ydelser") {
		t.Error(got)
	}
}
