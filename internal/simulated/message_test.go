package simulated_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/oio"
	"klarmeld/internal/simulated"
)

// TestNewCase: a case is one import of one registration, with every part that
// the anvisninger demand of one, each from when the case was made and for
// ever.
func TestNewCase(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	done(t, s, newCase("besøg"))
	var imports []sent
	for _, r := range w.sent {
		if r.service() == "sagdokumentindeks" {
			imports = append(imports, r)
		}
	}
	if len(imports) != 1 || imports[0].operation != "ImporterSagDokumentIndeksInput" || imports[0].body.NamespaceURI() != oio.NSIndeks {
		t.Fatalf("sent %s", w.operations(0))
	}
	objekter := oio.ReadObjekter(imports[0].body)
	if len(objekter) != 1 || objekter[0].Type != oio.Sag || !oio.IsUUID(objekter[0].UUID) || len(objekter[0].Registreringer) != 1 {
		t.Fatalf("%+v", objekter)
	}
	r := objekter[0].Registreringer[0]
	user := oio.Ref{UUID: id("bruger/kbk0001")}
	if r.LivscyklusKode != "Importeret" || r.BrugerRef != user || !r.Tidspunkt.Ok {
		t.Errorf("%+v", r)
	}
	var got []string
	for _, d := range r.Dele {
		if v := d.Virkning; !v.Usable() || !v.Til.Uendelig || !v.Fra.Time.Equal(morning) || v.AktoerRef != user || v.AktoerTypeKode != "Bruger" {
			t.Errorf("%s: %+v", d.Key(), v)
		}
		got = append(got, strings.TrimRight(d.Key()+" "+d.Type.String()+" "+d.Reference.String(), " "))
	}
	want := []string{
		"Egenskaber", "SagIndeksEgenskaber", "Fremdrift",
		"Sagsaktoer|ejer| organisation " + id("organisation/"+names[korsbaek]),
		"Sagsaktoer|ansvarlig| orgenhed " + id("organisationenhed/3100"),
		"Sagsaktoer|primær behandler| bruger " + id("bruger/kbk0001"),
		"Sagsklasse|primær klasse| klasse " + id("klasse/27.35.04"),
		"Sagsklasse|handlingsklasse| klasse " + id("klasse/G01"),
		"Sagspart|primær part| person urn:oio:cpr-nr:0123456789",
		"SagsitsystemRelation|master| it-system " + itSystem,
		"SagsitsystemRelation|afsender| it-system " + itSystem,
	}
	if !slices.Equal(got, want) {
		t.Errorf("parts\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for path, want := range map[string]string{
		"AttributListe/Egenskaber/BrugervendtNoegle":                                  "2026-000001",
		"AttributListe/Egenskaber/Sagsnummer":                                         "2026-000001",
		"AttributListe/Egenskaber/Titel":                                              "Aftale om forebyggende hjemmebesøg",
		"AttributListe/LokalUdvidelseListe/SagIndeksEgenskaber/Foelsomhed":            "FOELSOMME_PERSONOPLYSNINGER",
		"TilstandListe/Fremdrift/FremdriftStatusKode":                                 "Opstaaet",
		"RelationListe/LokalUdvidelseListe/SagsitsystemRelation/SystemNavn":           "Referencesystemet",
		"RelationListe/Sagspart/LokalUdvidelseListe/SagspartLokalUdvidelse/FuldtNavn": "Godtfred Lund",
	} {
		if got := oio.Text(oio.Path(r.El, strings.Split(path, "/")...)); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}

// TestPassiveCase: a case that was closed before the system was connected is
// sent with its whole history, each state from where the one before it ends.
func TestPassiveCase(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	old := passive().Request
	old.ID = "gammel"
	done(t, s, old)
	var got []string
	for _, d := range oio.ReadObjekter(w.sent[len(w.sent)-1].body)[0].Dele() {
		if d.Kind == oio.DelFremdrift {
			got = append(got, fmt.Sprintf("%s [%s, %s)", oio.Text(oio.Child(d.El, "FremdriftStatusKode")), d.Virkning.Fra, d.Virkning.Til))
		} else if !d.Virkning.Usable() || d.Virkning.Fra.String() != "2020-01-01T00:00:00.000+02:00" || !d.Virkning.Til.Uendelig {
			t.Errorf("%s holds [%s, %s)", d.Key(), d.Virkning.Fra, d.Virkning.Til)
		}
	}
	want := []string{"Opstaaet [2020-01-01T00:00:00.000+02:00, 2020-01-31T00:00:00.000+02:00)",
		"Afgjort [2020-01-31T00:00:00.000+02:00, 2020-03-01T00:00:00.000+02:00)",
		"Afsluttet [2020-03-01T00:00:00.000+02:00, uendelig)"}
	if !slices.Equal(got, want) {
		t.Errorf("states %q, want %q", got, want)
	}
}

// TestHeldBack: what has been held back is sent in one update, in the order in
// which it happened; new cases and documents do not wait. When nothing waits,
// nothing is sent.
func TestHeldBack(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	done(t, s, newCase("besøg"))
	from := len(w.sent)
	for i, a := range []action.Request{
		{Kind: action.SendSamlet},
		{Kind: action.HoldTilbage},
		{Kind: action.RetSagstitel, Sag: "besøg", Data: action.Data{Titel: "Besøg"}},
		{Kind: action.TilfoejDokument, Sag: "besøg", Dokument: "brev", Data: action.Data{Titel: "Brev", Dokumenttype: "Andet", Tilstand: "Underudarbejdelse"}},
		{Kind: action.SkiftDokumenttilstand, Dokument: "brev", Data: action.Data{Tilstand: "Endeligt"}},
		{Kind: action.LukSag, Sag: "besøg"},
	} {
		a.ID = fmt.Sprint(i)
		done(t, s, a)
	}
	if got := w.operations(from); !slices.Equal(got, []string{"sagdokumentindeks ImporterSagDokumentIndeksInput"}) {
		t.Errorf("before it was asked for, sent %s", got)
	}
	from = len(w.sent)
	done(t, s, action.Request{ID: "samlet", Kind: action.SendSamlet})
	if got := w.operations(from); !slices.Equal(got, []string{"sagdokumentindeks OpdaterSagDokumentIndeksInput"}) {
		t.Fatalf("sent %s", got)
	}
	var got []string
	var last time.Time
	for _, o := range oio.ReadObjekter(w.sent[from].body) {
		r := o.Registreringer[0]
		if !r.Tidspunkt.Ok || !r.Tidspunkt.Time.After(last) {
			t.Errorf("%s at %s comes after %s", o.Type, r.Tidspunkt, last)
		}
		last = r.Tidspunkt.Time
		for _, d := range r.Dele {
			got = append(got, string(o.Type)+" "+d.Kind)
		}
	}
	if want := []string{"Sag Egenskaber", "Sag Journalpost", "Dokument Egenskaber", "Dokument Fremdrift", "Sag Fremdrift"}; !slices.Equal(got, want) {
		t.Errorf("held %s, want %s", got, want)
	}
	from = len(w.sent)
	done(t, s, action.Request{ID: "samlet igen", Kind: action.SendSamlet})
	done(t, s, action.Request{ID: "straks", Kind: action.RetSagstitel, Sag: "besøg", Data: action.Data{Titel: "Aftale"}})
	if got := w.operations(from); !slices.Equal(got, []string{"sagdokumentindeks OpdaterSagDokumentIndeksInput"}) {
		t.Errorf("afterwards, sent %s", got)
	}
}

// TestTimes: though the clock stands still, no two changes of a system are of
// the same millisecond, each message has a transaction of its own, and nothing
// is sent before it has happened.
func TestTimes(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	for _, step := range script {
		if step.before != nil {
			step.before(w)
		}
		step.ID = step.name
		s.Do(step.Request)
	}
	stamps, transactions := map[string]bool{}, map[string]bool{}
	for _, r := range w.sent {
		if transactions[r.transaction] || !oio.IsUUID(r.transaction) {
			t.Errorf("the transaction %q is used twice", r.transaction)
		}
		transactions[r.transaction] = true
		for _, path := range []string{"*/Registrering/Tidspunkt", "*/Tidspunkt"} {
			for _, el := range r.body.FindElements(path) {
				at, ok := oio.ParseTime(el.Text())
				if !ok || stamps[el.Text()] || at.After(r.at) || at.Before(morning) {
					t.Errorf("%s is of %s, sent %s; seen before: %v", r.operation, el.Text(), r.at, stamps[el.Text()])
				}
				stamps[el.Text()] = true
			}
		}
	}
	if len(stamps) < len(script)/2 {
		t.Errorf("only %d changes have a time", len(stamps))
	}
}

// TestSOAP: the system speaks to the index in the version of its profile, and
// to the registers in 1.2. In 1.1 the action is a header, in 1.2 it stands in
// the Content-Type.
func TestSOAP(t *testing.T) {
	const index, unit = "http://kombit.dk/sts/sagdokumentindeks/importer", "http://kombit.dk/sts/organisation/organisationenhed/soeg"
	for _, c := range []struct{ version, service, ns, contentType, soapAction string }{
		{"1.1", "sagdokumentindeks", "http://schemas.xmlsoap.org/soap/envelope/", "text/xml; charset=utf-8", `"` + index + `"`},
		{"1.2", "sagdokumentindeks", "http://www.w3.org/2003/05/soap-envelope", `application/soap+xml; charset=utf-8; action="` + index + `"`, ""},
		{"1.1", "organisationenhed", "http://www.w3.org/2003/05/soap-envelope", `application/soap+xml; charset=utf-8; action="` + unit + `"`, ""},
	} {
		w := newWorld(t)
		p := reference()
		p.SOAP = c.version
		done(t, w.install(p), newCase("besøg"))
		i := slices.IndexFunc(w.sent, func(r sent) bool { return r.service() == c.service })
		if i < 0 {
			t.Fatalf("%s was sent nothing", c.service)
		}
		if r := w.sent[i]; r.version != c.ns || r.header.Get("Content-Type") != c.contentType || r.header.Get("SOAPAction") != c.soapAction {
			t.Errorf("%s to %s: %s %v", c.version, c.service, r.version, r.header)
		}
	}
}

// TestPlaces: each operation goes where its service answers, with the action
// that it has there.
func TestPlaces(t *testing.T) {
	w := newWorld(t)
	p := reference()
	p.SOAP = "1.1"
	s := w.install(p)
	for _, step := range script {
		if step.before != nil {
			step.before(w)
		}
		step.ID = step.name
		s.Do(step.Request)
	}
	got := map[string]bool{}
	for _, r := range w.sent {
		if a := r.header.Get("SOAPAction"); a != "" {
			got[strings.TrimPrefix(r.url, "http://klarmeld.test")+" "+a+" "+r.operation+" "+r.body.NamespaceURI()] = true
		} else if !strings.Contains(r.header.Get("Content-Type"), strings.ToLower(strings.TrimSuffix(r.operation, "Input"))) {
			t.Errorf("%s: %v", r.operation, r.header)
		}
	}
	for _, want := range []string{
		`/sts-soap-sagdok/sagdokumentindeks/6 "http://kombit.dk/sts/sagdokumentindeks/importer" ImporterSagDokumentIndeksInput ` + oio.NSIndeks,
		`/sts-soap-sagdok/sagdokumentindeks/6 "http://kombit.dk/sts/sagdokumentindeks/opdater" OpdaterSagDokumentIndeksInput ` + oio.NSIndeks,
		`/sts-soap-sagdok/sagdokumentindeks/6 "http://kombit.dk/sts/sagdokumentindeks/fjern" FjernSagDokumentIndeksInput ` + oio.NSIndeks,
		`/sts-soap-sagdok/sagindeks/6 "http://kombit.dk/sts/sagindeks/kasser" KasserInput ` + oio.NSSagIndeks,
		`/sts-soap-sagdok/dokumentindeks/6 "http://kombit.dk/sts/dokumentindeks/fjern" FjernInput ` + oio.NSDokumentIndeks,
	} {
		if !got[want] {
			t.Errorf("nothing was sent as %s", want)
		}
		delete(got, want)
	}
	for other := range got {
		t.Errorf("also sent: %s", other)
	}
}

// TestLargestNote: a note of 102,400 bytes is sent, and one of a byte more is
// replaced by a word of where it is. Letters of two bytes count as two.
func TestLargestNote(t *testing.T) {
	const largest = 102_400
	for _, c := range []struct {
		name, text string
		sent       bool
		deviations []simulated.Flaw
	}{
		{"the largest", strings.Repeat("a", largest), true, nil},
		{"a byte more", strings.Repeat("a", largest+1), false, nil},
		{"the largest of two-byte letters", strings.Repeat("æ", largest/2), true, nil},
		{"a letter more", strings.Repeat("æ", largest/2) + "a", false, nil},
		{"a byte more, by one that does not ask", strings.Repeat("a", largest+1), true, []simulated.Flaw{simulated.SendsLargeNote}},
	} {
		w := newWorld(t)
		s := w.install(reference(c.deviations...))
		done(t, s, newCase("besøg"))
		done(t, s, action.Request{ID: "notat", Kind: action.OpretJournalnotat, Sag: "besøg", Data: action.Data{Titel: "Notat", Tekst: c.text}})
		el := w.sent[len(w.sent)-1].body.FindElement("//JournalnotatEgenskaber/Notat")
		if el == nil {
			t.Fatalf("%s: no note was sent", c.name)
		}
		if got := value(el); (got == c.text) != c.sent || !c.sent && !strings.HasSuffix(got, "se dette Journalnotat i Referencesystemet") {
			t.Errorf("%s: sent %d bytes, %.60s", c.name, len(got), got)
		}
	}
}
