package index_test

import (
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/index"
	"klarmeld/internal/official"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

const (
	sagA = "41ac9245-d933-5858-a0cc-565ce7d0bac5"
	sagB = "41ac9245-d933-5858-a0cc-565ce7d0bacb"
	dokA = "9232274c-6cd4-5120-83f8-a19e4ac2e7d4"

	t1 = "2026-01-01T00:00:00.000+01:00"
	t2 = "2026-02-01T00:00:00.000+01:00"
	t3 = "2026-03-01T00:00:00.000+01:00"

	filed = "69a0a697-0a77-4916-bea3-226594fa6627" // the role Tilakteret
	owner = "9e979b84-b846-4472-8622-58007dc63c7e" // the role Ejer
)

// client sends to an index of its own.
type client struct {
	t *testing.T
	http.Client
	store *index.Store
}

func newClient(t *testing.T) *client {
	store := index.NewStore()
	now := func() time.Time { return time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC) }
	services := map[string]*soap.Service{}
	for _, p := range index.Paths {
		services[p] = index.Service(store)
	}
	tr := road.NewProcess()
	tr.Open("http://klarmeld.invalid", wire.New(services, recording.Discard{}, now))
	return &client{t, http.Client{Transport: tr}, store}
}

const namespaces = `xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:sag="urn:oio:sts:sagdok:sag:6" xmlns:di="urn:oio:sts:sagdok:dokumentindeks:6" ` +
	`xmlns:si="urn:oio:sts:sagdok:sagindeks:6" xmlns:gd="urn:oio:sts:generelledefinitioner:6" xmlns:sd="urn:oio:sagdok:3.0.0" ` +
	`xmlns:go="urn:oio:sts:generelleoperationer:6"`

// send sends a message of an operation and returns the reply's body element.
func (c *client) send(operation, content string) *etree.Element {
	c.t.Helper()
	body := fmt.Sprintf(`<e:Envelope xmlns:e="%s"><e:Body><sdi:%sSagDokumentIndeksInput %s>%s</sdi:%[2]sSagDokumentIndeksInput></e:Body></e:Envelope>`, soap.NS11,
		operation, namespaces, content)
	resp, err := c.Post("http://klarmeld.invalid"+index.Paths[0], "text/xml", strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	doc := etree.NewDocument()
	if _, err := doc.ReadFrom(resp.Body); err != nil {
		c.t.Fatal(err)
	}
	return doc.FindElement("//Body").ChildElements()[0]
}

func texts(el *etree.Element, path string) string {
	var out []string
	for _, e := range el.FindElements(path) {
		out = append(out, e.Text())
	}
	return strings.Join(out, ",")
}

func ref(name, id string) string {
	return "<" + name + "><sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator></" + name + ">"
}

func virkning(ns, fra, til string) string {
	end := "<sd:GraenseIndikator>true</sd:GraenseIndikator>"
	if til != "" {
		end = "<sd:TidsstempelDatoTid>" + til + "</sd:TidsstempelDatoTid>"
	}
	return fmt.Sprintf("<%s:Virkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>%s</sd:TidsstempelDatoTid></sd:FraTidspunkt>"+
		"<sd:TilTidspunkt>%s</sd:TilTidspunkt></%[1]s:Virkning>", ns, fra, end)
}

func relation(kind, rolle, indeks, to, fra, til string) string {
	if indeks != "" {
		indeks = "<gd:Indeks>" + indeks + "</gd:Indeks>"
	}
	return "<" + kind + ">" + virkning("gd", fra, til) + ref("gd:Rolle", rolle) + indeks + ref("gd:ReferenceID", to) + "</" + kind + ">"
}

func titled(fra, til, titel string) string {
	return "<sag:Egenskaber>" + virkning("sag", fra, til) + "<sag:Titel>" + titel + "</sag:Titel></sag:Egenskaber>"
}

func lists(ns, attributes, states, relations string) string {
	return fmt.Sprintf("<%s:AttributListe>%s</%[1]s:AttributListe><%[1]s:TilstandListe>%[3]s</%[1]s:TilstandListe>"+
		"<%[1]s:RelationListe>%[4]s</%[1]s:RelationListe>", ns, attributes, states, relations)
}

func sag(id, lists string) string {
	return "<sdi:SagIndeks><sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator><sag:Registrering><sd:Tidspunkt>" + t1 +
		"</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode>" +
		ref("sd:BrugerRef", sagB) + lists + "</sag:Registrering></sdi:SagIndeks>"
}

func dokument(id string) string {
	return "<sdi:DokumentIndeks><sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator><di:Registrering><sd:Tidspunkt>" + t1 +
		"</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode>" +
		ref("sd:BrugerRef", sagB) + lists("di", "<di:Egenskaber>"+virkning("di", t1, "")+"<di:Titel>Afgørelse</di:Titel></di:Egenskaber>", "", "") +
		"</di:Registrering></sdi:DokumentIndeks>"
}

func opdater(id, lists string) string {
	return "<sdi:OpdaterSagIndeks><sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator>" + lists + "<sdi:Tidspunkt>" + t2 +
		"</sdi:Tidspunkt></sdi:OpdaterSagIndeks>"
}

func fremsoeg(id string) string { return "<sdi:SagUuid>" + id + "</sdi:SagUuid>" }

func fjern(efterlad string, ids ...string) string {
	out := ""
	for _, id := range ids {
		out += ref("sdi:SagUuid", id)
	}
	return out + "<sdi:EfterladSagsloeseDokumenter>" + efterlad + "</sdi:EfterladSagsloeseDokumenter>"
}

// plain is a case with a title.
func plain(id string) string { return sag(id, lists("sag", titled(t1, "", "Aftale"), "", "")) }

// TestLife: what is imported is found, changed by an update, and gone when it
// is removed.
func TestLife(t *testing.T) {
	c := newClient(t)
	for _, step := range []struct {
		name, operation, content string
		path, want               string
	}{
		{"nothing yet", "Fremsoeg", fremsoeg(sagA), "//StatusKode", "44"},
		{"import", "Importer", plain(sagA), "//UnikRetur/StatusKode", "20"},
		{"the answer names the object", "Importer", plain(sagB), "//UnikRetur/UUIDIdentifikator", sagB},
		{"found", "Fremsoeg", fremsoeg(strings.ToUpper(sagA)), "//Titel", "Aftale"},
		{"counted", "Fremsoeg", fremsoeg(sagA) + fremsoeg(sagB), "//Antal/Antal", "2"},
		{"when it was received", "Fremsoeg", fremsoeg(sagA), "//StsTidspunkt", "2026-06-01T12:00:00.000Z"},
		{"again", "Importer", plain(sagA), "//StatusKode", "49"},
		{"update", "Opdater", opdater(sagA, "<sag:AttributListe>"+titled(t1, "", "Ny aftale")+"</sag:AttributListe>"), "//StatusKode", "20"},
		{"changed", "Fremsoeg", fremsoeg(sagA), "//Titel", "Ny aftale"},
		{"update of nothing", "Opdater", opdater("41ac9245-d933-5858-a0cc-565ce7d0ba00", ""), "//StatusKode", "44"},
		{"update of a document as a case", "Importer", dokument(dokA), "//StatusKode", "20"},
		{"is refused", "Opdater", opdater(dokA, ""), "//StatusKode", "44"},
		{"remove", "Fjern", fjern("true", sagA), "//StatusKode", "20"},
		{"gone", "Fremsoeg", fremsoeg(sagA), "//StatusKode", "44"},
		{"the other is not", "Fremsoeg", fremsoeg(sagB), "//Titel", "Aftale"},
		{"removed twice", "Fjern", fjern("true", sagA), "//StatusKode", "44"},
		{"nothing to remove", "Fjern", "", "//kode", "indeks.fjern-tom"},
		{"no objects", "Importer", "", "//StatusKode", "40"},
	} {
		reply := c.send(step.operation, step.content)
		if got := texts(reply, step.path); got != step.want {
			t.Errorf("%s: %s is %q, want %q: %s", step.name, step.path, got, step.want, texts(reply, "//FejlbeskedTekst")+texts(reply, "//faultstring"))
		}
	}
}

// TestOneBadApple: an object that breaks the schema is refused with the reason,
// and the good ones of its message are stored.
func TestOneBadApple(t *testing.T) {
	c := newClient(t)
	bad := strings.Replace(plain(sagB), "<sag:Titel>Aftale</sag:Titel>", "<sag:Overskrift>Aftale</sag:Overskrift>", 1)
	reply := c.send("Importer", plain(sagA)+bad+dokument(dokA))
	if got := texts(reply, "//StatusKode"); got != "20,40,20" {
		t.Errorf("status codes: %s", got)
	}
	if got := texts(reply, "//FejlbeskedTekst"); !strings.Contains(got, "<Overskrift>") {
		t.Errorf("the reason: %s", got)
	}
	for id, want := range map[string]bool{sagA: true, sagB: false, dokA: true} {
		if _, ok := c.store.Get(id); ok != want {
			t.Errorf("%s stored: %t", id, ok)
		}
	}
}

// TestOverlay: what an update sends takes the place of what it meets, and
// nothing else. Periods are half-open: [fra, til).
func TestOverlay(t *testing.T) {
	day := func(s string) string { return s[:10] }
	for _, c := range []struct {
		name           string
		before, update string // relations of the case
		want           []string
	}{
		{"a new owner from t2 on: the old one ends there", relation("sag:Sagsaktoer", owner, "", sagA, t1, ""), relation("sag:Sagsaktoer", owner, "", sagB, t2, ""),
			[]string{"A " + day(t1) + "–" + day(t2), "B " + day(t2) + "–"}},
		{"for a month: the old one is there before and after", relation("sag:Sagsaktoer", owner, "", sagA, t1, ""),
			relation("sag:Sagsaktoer", owner, "", sagB, t2, t3), []string{"A " + day(t1) + "–" + day(t2), "A " + day(t3) + "–", "B " + day(t2) + "–" + day(t3)}},
		{"corrected: the same beginning replaces it whole", relation("sag:Sagsaktoer", owner, "", sagA, t1, ""), relation("sag:Sagsaktoer", owner, "", sagB, t1, ""),
			[]string{"B " + day(t1) + "–"}},
		{"ended (AM-02)", relation("sag:Sagsaktoer", owner, "", sagA, t1, ""), relation("sag:Sagsaktoer", owner, "", sagA, t1, t2),
			[]string{"A " + day(t1) + "–" + day(t2)}},
		{"before it: both are there", relation("sag:Sagsaktoer", owner, "", sagA, t2, ""), relation("sag:Sagsaktoer", owner, "", sagB, t1, t2),
			[]string{"A " + day(t2) + "–", "B " + day(t1) + "–" + day(t2)}},
		{"another index is another relation", relation("sag:Journalpost", filed, "1", sagA, t1, ""), relation("sag:Journalpost", filed, "2", sagB, t2, ""),
			[]string{"A " + day(t1) + "–", "B " + day(t2) + "–"}},
		{"the same index is the same", relation("sag:Journalpost", filed, "1", sagA, t1, ""), relation("sag:Journalpost", filed, "1", sagB, t2, ""),
			[]string{"A " + day(t1) + "–" + day(t2), "B " + day(t2) + "–"}},
		{"another role is another relation", relation("sag:Sagsaktoer", owner, "", sagA, t1, ""), relation("sag:Sagsaktoer", filed, "", sagB, t2, ""),
			[]string{"A " + day(t1) + "–", "B " + day(t2) + "–"}},
		{"what is not mentioned stays", relation("sag:Sagsaktoer", owner, "", sagA, t1, ""), "", []string{"A " + day(t1) + "–"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cl := newClient(t)
			cl.send("Importer", sag(sagA, lists("sag", titled(t1, "", "Aftale"), "", c.before)))
			if got := texts(cl.send("Opdater", opdater(sagA, "<sag:RelationListe>"+c.update+"</sag:RelationListe>")), "//StatusKode"); got != "20" {
				t.Fatalf("status %s", got)
			}
			stored, _ := cl.store.Get(sagA)
			var got []string
			for _, d := range stored.Dele {
				if d.Relation {
					til := ""
					if !d.Virkning.Til.Uendelig {
						til = day(d.Virkning.Til.Text)
					}
					got = append(got, map[string]string{sagA: "A", sagB: "B"}[d.Reference.UUID]+" "+day(d.Virkning.Fra.Text)+"–"+til)
				}
			}
			if strings.Join(got, "; ") != strings.Join(c.want, "; ") {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if texts(cl.send("Fremsoeg", fremsoeg(sagA)), "//Titel") != "Aftale" {
				t.Error("the title has gone")
			}
		})
	}
}

// TestDocumentsWithoutACase: a document follows its last case out, unless it is
// to be left; other objects' relations to what goes, go with it.
func TestDocumentsWithoutACase(t *testing.T) {
	filedOn := func(id string) string {
		return sag(id, lists("sag", titled(t1, "", "Aftale"), "", relation("sag:Journalpost", filed, "1", dokA, t1, "")))
	}
	for _, c := range []struct {
		name, efterlad string
		cases, remove  []string
		left           bool
	}{
		{"its only case goes", "false", []string{sagA}, []string{sagA}, false},
		{"its only case goes, and it is left", "true", []string{sagA}, []string{sagA}, true},
		{"one of two goes", "false", []string{sagA, sagB}, []string{sagA}, true},
		{"both go", "false", []string{sagA, sagB}, []string{sagA, sagB}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			cl := newClient(t)
			message := dokument(dokA)
			for _, id := range c.cases {
				message += filedOn(id)
			}
			cl.send("Importer", message)
			cl.send("Fjern", fjern(c.efterlad, c.remove...))
			if _, ok := cl.store.Get(dokA); ok != c.left {
				t.Errorf("the document is there: %t", ok)
			}
			if n := len(cl.store.All()); n != len(c.cases)-len(c.remove)+map[bool]int{true: 1}[c.left] {
				t.Errorf("%d objects are left", n)
			}
		})
	}
}

// TestRepliesAreOfficial holds every kind of reply against the official schema.
func TestRepliesAreOfficial(t *testing.T) {
	schema := official.Messages(official.Folder(t))
	official.Program(t, "xmllint", "xmllint")
	c := newClient(t)
	rich := sag(sagA, lists("sag", titled(t1, "", "Aftale"),
		"<sag:Fremdrift>"+virkning("sag", t1, "")+"<sag:FremdriftStatusKode>Opstaaet</sag:FremdriftStatusKode></sag:Fremdrift>",
		relation("sag:Sagsaktoer", owner, "", sagB, t1, "")+relation("sag:Journalpost", filed, "1", dokA, t1, "")))
	for i, m := range [][2]string{
		{"Importer", dokument(dokA) + rich}, {"Importer", rich}, {"Importer", ""}, {"Importer", strings.Replace(rich, sagA, "ikke-en-uuid", 1)},
		{"Opdater", opdater(sagA, "<sag:AttributListe>"+titled(t2, "", "Ny")+"</sag:AttributListe>")},
		{"Opdater", opdater(sagB, "")}, {"Fremsoeg", fremsoeg(sagA) + "<sdi:DokumentUuid>" + dokA + "</sdi:DokumentUuid>"}, {"Fremsoeg", fremsoeg(sagB)},
		{"Fremsoeg", ""}, {"Fjern", fjern("false", sagA, sagB)},
	} {
		reply := c.send(m[0], m[1])
		doc := etree.NewDocument()
		doc.SetRoot(reply.Copy())
		file := filepath.Join(t.TempDir(), "svar.xml")
		if err := doc.WriteToFile(file); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("xmllint", "--noout", "--schema", schema, file).CombinedOutput(); err != nil {
			t.Errorf("reply %d, to %s: %v: %s", i+1, m[0], err, strings.ReplaceAll(string(out), file, "svar.xml"))
		}
	}
}
