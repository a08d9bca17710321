package index_test

import (
	"strings"
	"testing"

	"klarmeld/internal/oio"
)

const t4 = "2026-04-01T00:00:00.000+02:00"

func reached(fra, til, code string) string {
	return "<sag:Fremdrift>" + virkning("sag", fra, til) + "<sag:FremdriftStatusKode>" + code + "</sag:FremdriftStatusKode></sag:Fremdrift>"
}

// created is the index's own properties of a case, which stand in a list's
// extension.
func created(fra, til, by string) string {
	return "<gd:LokalUdvidelseListe><si:SagIndeksEgenskaber>" + virkning("gd", fra, til) + "<si:Foelsomhed>" + by +
		"</si:Foelsomhed></si:SagIndeksEgenskaber></gd:LokalUdvidelseListe>"
}

// system is the relation to an IT system, which stands in the relations'
// extension.
func system(rolle, to, fra, til string) string {
	return "<gd:LokalUdvidelseListe>" + relation("si:SagsitsystemRelation", rolle, "", to, fra, til) + "</gd:LokalUdvidelseListe>"
}

// typed is a relation with a type, which is no part of its key.
func typed(kind, rolle, indeks, typ, to, fra, til string) string {
	return strings.Replace(relation(kind, rolle, indeks, to, fra, til), "</gd:Rolle>", "</gd:Rolle>"+ref("gd:Type", typ), 1)
}

const (
	before = "Egenskaber Gammel 2026-01–"
	aktoer = "sag:Sagsaktoer"
)

var old = titled(t1, "", "Gammel")

func attributeList(s string) string { return "<sag:AttributListe>" + s + "</sag:AttributListe>" }
func stateList(s string) string     { return "<sag:TilstandListe>" + s + "</sag:TilstandListe>" }
func relationList(s string) string  { return "<sag:RelationListe>" + s + "</sag:RelationListe>" }

// overlays are updates of an import, and the parts that are found afterwards.
var overlays = []struct {
	name     string
	imported string // the lists of the import
	update   string
	want     []string // the parts, as they are found, in the order of the schema
}{
	{"a title from t2 on", lists("sag", old, "", ""), attributeList(titled(t2, "", "Ny")),
		[]string{"Egenskaber Gammel 2026-01–2026-02", "Egenskaber Ny 2026-02–"}},
	{"a title for a month", lists("sag", old, "", ""), attributeList(titled(t2, t3, "Ny")),
		[]string{"Egenskaber Gammel 2026-01–2026-02", "Egenskaber Gammel 2026-03–", "Egenskaber Ny 2026-02–2026-03"}},
	{"two months with one between", lists("sag", old, "", ""), attributeList(titled(t2, t3, "B") + titled(t4, "", "D")),
		[]string{"Egenskaber Gammel 2026-01–2026-02", "Egenskaber Gammel 2026-03–2026-04", "Egenskaber B 2026-02–2026-03", "Egenskaber D 2026-04–"}},
	{"ended (AM-02)", lists("sag", old, "", ""), attributeList(titled(t1, t2, "Gammel")), []string{"Egenskaber Gammel 2026-01–2026-02"}},
	{"the same instant in another zone", lists("sag", old, "", ""), attributeList(titled("2025-12-31T23:00:00Z", "", "Ny")), []string{"Egenskaber Ny 2025-12–"}},
	{"before the first", lists("sag", titled(t3, "", "Sen"), "", ""), attributeList(titled(t1, t2, "Tidlig")),
		[]string{"Egenskaber Sen 2026-03–", "Egenskaber Tidlig 2026-01–2026-02"}},
	{"two that meet in one import", lists("sag", titled(t1, "", "A")+titled(t2, "", "B"), "", ""), "", []string{"Egenskaber A 2026-01–", "Egenskaber B 2026-02–"}},
	{"a state closes the one before", lists("sag", old, reached(t1, "", "Opstaaet"), ""), stateList(reached(t2, "", "Afsluttet")),
		[]string{before, "Fremdrift Opstaaet 2026-01–2026-02", "Fremdrift Afsluttet 2026-02–"}},
	{"a state leaves attributes alone", lists("sag", old, "", ""), stateList(reached(t2, "", "Afsluttet")), []string{before, "Fremdrift Afsluttet 2026-02–"}},
	{"reopened", lists("sag", old, reached(t1, t2, "Opstaaet")+reached(t2, "", "Afsluttet"), ""), stateList(reached(t3, "", "Opstaaet")),
		[]string{before, "Fremdrift Opstaaet 2026-01–2026-02", "Fremdrift Afsluttet 2026-02–2026-03", "Fremdrift Opstaaet 2026-03–"}},
	{"the index's properties", lists("sag", old+created(t1, "", "IKKE_FORTROLIGE_DATA"), "", ""), attributeList(created(t2, "", "VIP_SAGER")),
		[]string{before, "SagIndeksEgenskaber IKKE_FORTROLIGE_DATA 2026-01–2026-02", "SagIndeksEgenskaber VIP_SAGER 2026-02–"}},
	{"a title leaves the index's properties alone", lists("sag", old+created(t1, "", "VIP_SAGER"), "", ""), attributeList(titled(t2, "", "Ny")),
		[]string{"Egenskaber Gammel 2026-01–2026-02", "Egenskaber Ny 2026-02–", "SagIndeksEgenskaber VIP_SAGER 2026-01–"}},
	{"an IT system", lists("sag", old, "", system(owner, sagA, t1, "")), relationList(system(owner, sagB, t2, "")),
		[]string{before, "SagsitsystemRelation A 2026-01–2026-02", "SagsitsystemRelation B 2026-02–"}},
	{"an IT system in another role", lists("sag", old, "", system(owner, sagA, t1, "")), relationList(system(filed, sagB, t2, "")),
		[]string{before, "SagsitsystemRelation A 2026-01–", "SagsitsystemRelation B 2026-02–"}},
	{"the same role in another kind of relation", lists("sag", old, "", relation(aktoer, owner, "", sagA, t1, "")),
		relationList(relation("sag:Sagspart", owner, "", sagB, t2, "")), []string{before, "Sagsaktoer A 2026-01–", "Sagspart B 2026-02–"}},
	{"the same role and index with another type", lists("sag", old, "", typed("sag:Journalpost", filed, "1", note, sagA, t1, "")),
		relationList(typed("sag:Journalpost", filed, "1", person, sagB, t2, "")), []string{before, "Journalpost A 2026-01–2026-02", "Journalpost B 2026-02–"}},
	{"with an index and without", lists("sag", old, "", relation(aktoer, owner, "", sagA, t1, "")), relationList(relation(aktoer, owner, "1", sagB, t2, "")),
		[]string{before, "Sagsaktoer A 2026-01–", "Sagsaktoer B 2026-02–"}},
	{"two indexes, one is ended", lists("sag", old, "", relation("sag:Journalpost", filed, "1", sagA, t1, "")+relation("sag:Journalpost", filed, "2", sagB, t1,
		"")), relationList(relation("sag:Journalpost", filed, "2", sagB, t1, t2)), []string{before, "Journalpost A 2026-01–", "Journalpost B 2026-01–2026-02"}},
	{"no list at all", lists("sag", old, reached(t1, "", "Opstaaet"), relation(aktoer, owner, "", sagA, t1, "")), "",
		[]string{before, "Fremdrift Opstaaet 2026-01–", "Sagsaktoer A 2026-01–"}},
	{"empty lists take nothing away", lists("sag", old, reached(t1, "", "Opstaaet"), relation(aktoer, owner, "", sagA, t1, "")),
		attributeList("") + stateList("") + relationList(""), []string{before, "Fremdrift Opstaaet 2026-01–", "Sagsaktoer A 2026-01–"}},
}

// TestOverlayOfEveryPart: attributes, states, relations and what stands in the
// extensions are laid over each other by the same rules: what is sent takes the
// place of what it meets of its own key; everything else stays as it was.
func TestOverlayOfEveryPart(t *testing.T) {
	day := func(p oio.Tidspunkt) string { return p.Text[:min(len(p.Text), len("2026-01"))] }
	for _, c := range overlays {
		t.Run(c.name, func(t *testing.T) {
			r := newReader(t)
			if got := r.sdi("Importer", sag(sagC, c.imported)); texts(got, "//StatusKode") != "20" {
				t.Fatalf("importer: %s", texts(got, "//FejlbeskedTekst"))
			}
			if got := r.sdi("Opdater", opdater(sagC, c.update)); texts(got, "//StatusKode") != "20" {
				t.Fatalf("opdater: %s", texts(got, "//FejlbeskedTekst"))
			}
			registration := r.sdi("Fremsoeg", fremsoeg(sagC)).FindElement("//Registrering")
			if registration == nil {
				t.Fatal("it is not found")
			}
			var got []string
			for _, list := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
				parts := oio.Child(registration, list).ChildElements()
				if n := len(parts); n > 0 && parts[n-1].Tag == "LokalUdvidelseListe" {
					parts = append(parts[:n-1:n-1], parts[n-1].ChildElements()...)
				}
				for _, el := range parts {
					d := oio.ReadDel(el, list == "RelationListe")
					value := texts(el, "Titel") + texts(el, "FremdriftStatusKode") + texts(el, "Foelsomhed") + map[string]string{sagA: "A", sagB: "B"}[d.Reference.UUID]
					til := ""
					if !d.Virkning.Til.Uendelig {
						til = day(d.Virkning.Til)
					}
					got = append(got, d.Kind+" "+value+" "+day(d.Virkning.Fra)+"–"+til)
				}
			}
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			r.check()
		})
	}
}
