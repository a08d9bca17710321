package index_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/index"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// reader calls every service of the index, at the times it is told.
type reader struct {
	t *testing.T
	http.Client
	store *index.Store
	now   time.Time
	*witness
}

func newReader(t *testing.T) *reader {
	r := &reader{t: t, store: index.NewStore(), now: time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC), witness: newWitness(t)}
	roles, _ := municipalitytest.Roles(t)
	r.store.KnowRoles(roles)
	now := func() time.Time { return r.now }
	services := index.ObjectServices(r.store)
	services["/sagdokumentindeks/6"] = index.Service(r.store)
	tr := road.NewProcess()
	tr.Open("http://klarmeld.invalid", wire.New(services, recording.Discard{}, now))
	r.Transport = tr
	return r
}

// call sends an element to a path and returns the reply's body element, which
// is held against the official schema unless it is a fault. An hour passes.
func (r *reader) call(path, element, content string) *etree.Element {
	r.t.Helper()
	body := `<e:Envelope xmlns:e="` + soap.NS11 + `"><e:Body><` + element + " " + namespaces + ">" + content + "</" + element + "></e:Body></e:Envelope>"
	resp, err := r.Post("http://klarmeld.invalid"+path, "text/xml", strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	doc := etree.NewDocument()
	if _, err := doc.ReadFrom(resp.Body); err != nil {
		r.t.Fatal(err)
	}
	r.now = r.now.Add(time.Hour)
	reply := doc.FindElement("//Body").ChildElements()[0]
	if reply.Tag != "Fault" {
		r.add(element+" "+content, reply)
	}
	return reply
}

func (r *reader) sdi(operation, content string) *etree.Element {
	return r.call("/sagdokumentindeks/6", "sdi:"+operation+"SagDokumentIndeksInput", content)
}

func uuidOf(id string) string { return "<sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator>" }

func point(name, t string) string {
	return "<" + name + "><sd:TidsstempelDatoTid>" + t + "</sd:TidsstempelDatoTid></" + name + ">"
}

func kasserSag(id, registrering string) string {
	if registrering != "" {
		registrering = "<sag:Registrering>" + registrering + "</sag:Registrering>"
	}
	return "<si:Kasser><sag:ObjektType>" + uuidOf(id) + "</sag:ObjektType>" + registrering + "</si:Kasser>"
}

const sagPath, dokPath = "/sagindeks/6", "/dokumentindeks/6"

// objectStep is a call of SagIndeks or DokumentIndeks, and what is found in the reply.
type objectStep struct {
	name, path, element, content string
	find, want                   string
}

// history are the filters for all registrations.
func history() string {
	return point("sd:RegistreringFraFilter", t1) + "<sd:RegistreringTilFilter><sd:GraenseIndikator>true</sd:GraenseIndikator></sd:RegistreringTilFilter>"
}

// readings are calls that change nothing.
func readings() []objectStep {
	const sent = "2026-06-01T12:30:00Z"
	both := history()
	return []objectStep{
		{"the newest registration", sagPath, "si:LaesInput", uuidOf(sagA), "//Titel", "Aftale,Ny aftale"},
		{"by Sag's own element", sagPath, "sag:LaesInput", uuidOf(sagA), "//Titel", "Aftale,Ny aftale"},
		{"at the other path", "/sts-soap-sagdok" + sagPath, "si:LaesInput", uuidOf(sagA), "//Registrering/Tidspunkt", t2},
		{"what held at an instant", sagPath, "si:LaesInput", uuidOf(sagA) + point("sd:VirkningFraFilter", t1) + point("sd:VirkningTilFilter", t1),
			"//Titel", "Aftale"},
		{"until exclusive", sagPath, "si:LaesInput", uuidOf(sagA) + point("sd:VirkningFraFilter", t2), "//Titel", "Ny aftale"},
		{"the history", sagPath, "si:LaesInput", uuidOf(sagA) + both, "//Registrering/Tidspunkt", t1 + "," + t2},
		{"what was said by then", sagPath, "si:LaesInput", uuidOf(sagA) + point("sd:RegistreringFraFilter", t1) + point("sd:RegistreringTilFilter", t1),
			"//Titel", "Aftale"},
		{"what the index knew then", sagPath, "si:LaesInput", uuidOf(sagA) + point("go:StsRegistreringFraFilter", sent) + point("go:StsRegistreringTilFilter", sent),
			"//Titel", "Aftale"},
		{"it knew nothing before", sagPath, "si:LaesInput", uuidOf(sagA) + point("go:StsRegistreringFraFilter", t3) + point("go:StsRegistreringTilFilter", t3),
			"//StatusKode", "44"},
		{"backward", sagPath, "si:LaesInput", uuidOf(sagA) + point("sd:VirkningFraFilter", t2) + point("sd:VirkningTilFilter", t1), "//FejlbeskedTekst",
			"VirkningTilFilter ligger før VirkningFraFilter"},
		{"no zone", sagPath, "si:LaesInput", uuidOf(sagA) + point("sd:VirkningFraFilter", "2026-01-01T00:00:00"), "//StatusKode", "40"},
		{"two cases", sagPath, "si:ListInput", uuidOf(sagA) + uuidOf(sagB), "//ObjektType/UUIDIdentifikator", sagA + "," + sagB},
		{"those that are there", sagPath, "sag:ListInput", uuidOf(dokA) + uuidOf(sagB), "//ObjektType/UUIDIdentifikator", sagB},
		{"none of them", sagPath, "si:ListInput", uuidOf(dokA), "//StatusKode", "44"},
		{"a case is no document", dokPath, "di:LaesInput", uuidOf(sagA), "//StatusKode", "44"},
		{"a document", dokPath, "di:LaesInput", uuidOf(dokA), "//Titel", "Afgørelse"},
		{"documents", "/sts-soap-sagdok" + dokPath, "di:ListInput", uuidOf(dokA), "//Titel", "Afgørelse"},
		{"not by the schema", sagPath, "si:LaesInput", "", "//kode", "kontrakt.missing"},
	}
}

// endings are calls that take away: parts of an object, its life, and all of it.
func endings(filedOn string) []objectStep {
	both := history()
	return []objectStep{
		{"nothing named", sagPath, "si:KasserInput", kasserSag(sagA, ""), "//StatusKode", "40"},
		{"half a period", sagPath, "si:KasserInput", kasserSag(sagA,
			lists("sag", "<sag:Egenskaber><sag:Virkning>"+point("sd:FraTidspunkt", t1)+"</sag:Virkning></sag:Egenskaber>", "", "")), "//StatusKode", "40"},
		{"another index", sagPath, "si:KasserInput", kasserSag(sagA, lists("sag", "", "", relation("sag:Journalpost", filed, "2", dokA, t1, ""))),
			"//StatusKode", "44"},
		{"nothing went", sagPath, "si:LaesInput", uuidOf(sagA), "//Journalpost/Indeks", "1"},
		{"AM-03", sagPath, "si:KasserInput", kasserSag(sagA, lists("sag", "", "", filedOn)), "//StatusKode", "20"},
		{"it was never there", sagPath, "si:LaesInput", uuidOf(sagA) + both, "//Journalpost/Indeks", ""},
		{"the rest was", sagPath, "si:LaesInput", uuidOf(sagA), "//Titel", "Aftale,Ny aftale"},
		{"kasser of a document's title", dokPath, "di:KasserInput", "<di:Kasser><di:ObjektType>" + uuidOf(dokA) + "</di:ObjektType><di:Registrering>" +
			lists("di", "<di:Egenskaber/>", "", "") + "</di:Registrering></di:Kasser>", "//StatusKode", "20"},
		{"the title went", dokPath, "di:LaesInput", uuidOf(dokA), "//Titel", ""},
		{"passive", sagPath, "sag:PassiverInput", uuidOf(sagA), "//StatusKode", "20"},
		{"it says so", sagPath, "si:LaesInput", uuidOf(sagA), "//LivscyklusKode", "Passiveret"},
		{"twice", sagPath, "sag:PassiverInput", uuidOf(sagA), "//FejlbeskedTekst", "Sag " + sagA + " er allerede passiveret"},
		{"deleted", sagPath, "sag:SletInput", uuidOf(sagA) + "<sd:NoteTekst>Fejl</sd:NoteTekst>", "//StatusKode", "20"},
		{"the history has it still", sagPath, "si:LaesInput", uuidOf(sagA) + both, "//Titel", "Aftale,Aftale,Ny aftale,Aftale,Ny aftale"},
		{"a document deleted", dokPath, "di:PassiverInput", uuidOf(dokA), "//StatusKode", "20"},
		{"and passive", dokPath, "di:SletInput", uuidOf(dokA), "//StatusKode", "20"},
		{"removed", sagPath, "si:FjernInput", uuidOf(sagA), "//StatusKode", "20"},
		{"gone", sagPath, "si:LaesInput", uuidOf(sagA) + both, "//StatusKode", "44"},
		{"a document removed", dokPath, "di:FjernInput", uuidOf(dokA), "//StatusKode", "20"},
		{"twice", dokPath, "di:FjernInput", uuidOf(dokA), "//StatusKode", "44"},
		{"no such operation", sagPath, "sag:RetInput", uuidOf(sagB), "//kode", "soap.operation"},
	}
}

// TestObjectServices walks through every operation of SagIndeks and
// DokumentIndeks.
func TestObjectServices(t *testing.T) {
	r := newReader(t)
	filedOn := relation("sag:Journalpost", filed, "1", dokA, t1, "")
	r.sdi("Importer", dokument(dokA)+sag(sagA, lists("sag", titled(t1, "", "Aftale"), "", filedOn))+plain(sagB))
	r.sdi("Opdater", opdater(sagA, "<sag:AttributListe>"+titled(t2, "", "Ny aftale")+"</sag:AttributListe>"))
	for _, step := range append(readings(), endings(filedOn)...) {
		reply := r.call(step.path, step.element, step.content)
		if got := texts(reply, step.find); got != step.want {
			t.Errorf("%s: %s is %q, want %q: %s", step.name, step.find, got, step.want, texts(reply, "//FejlbeskedTekst")+texts(reply, "//faultstring"))
		}
	}
	r.check()
}

// TestLateRegistration: what claims to be older than what was there cannot
// change what was known then.
func TestLateRegistration(t *testing.T) {
	r := newReader(t)
	update := func(at, titel string) {
		r.sdi("Opdater",
			strings.Replace(opdater(sagA, "<sag:AttributListe>"+titled(t1, "", titel)+"</sag:AttributListe>"), "<sdi:Tidspunkt>"+t2, "<sdi:Tidspunkt>"+at, 1))
	}
	r.sdi("Importer", plain(sagA))
	update(t3, "Sidst")
	update(t2, "For sent")
	for at, want := range map[string]string{t2: "Aftale", t3: "For sent"} {
		reply := r.call("/sagindeks/6", "si:LaesInput", uuidOf(sagA)+point("sd:RegistreringFraFilter", at)+point("sd:RegistreringTilFilter", at))
		if got := texts(reply, "//Titel"); got != want {
			t.Errorf("at %s: %q, want %q", at, got, want)
		}
	}
}

// TestOrderOfAMessage: two periods of one update make the same of what was
// there, in whichever order they stand, and no hole.
func TestOrderOfAMessage(t *testing.T) {
	const t4 = "2026-04-01T00:00:00.000+02:00"
	b, c := relation("sag:Sagsaktoer", owner, "", sagB, t2, t3), relation("sag:Sagsaktoer", owner, "", dokA, t3, t4)
	for _, update := range []string{b + c, c + b} {
		r := newReader(t)
		r.sdi("Importer", sag(sagA, lists("sag", titled(t1, "", "Aftale"), "", relation("sag:Sagsaktoer", owner, "", sagA, t1, ""))))
		r.sdi("Opdater", opdater(sagA, "<sag:RelationListe>"+update+"</sag:RelationListe>"))
		reply := r.call("/sagindeks/6", "si:LaesInput", uuidOf(sagA)+point("sd:VirkningFraFilter", "2030-01-01T00:00:00Z"))
		if got := texts(reply, "//Sagsaktoer/ReferenceID/UUIDIdentifikator"); got != sagA {
			t.Errorf("after both: %q", got)
		}
	}
}

// TestMasterIsKept: an update that gives an object another Master is refused,
// and changes nothing; one that repeats it is not.
func TestMasterIsKept(t *testing.T) {
	roles, _ := municipalitytest.Roles(t)
	role := map[string]string{}
	for _, objekt := range []string{"Sag", "Dokument"} {
		kind := map[string]string{"Sag": "SagsitsystemRelation", "Dokument": "DokumentitsystemRelation"}[objekt]
		for _, name := range []string{"Master", "Afsender"} {
			k, ok := roles.ByName(objekt, kind, "Rolle", name)
			if !ok {
				t.Fatalf("no %s of %s", name, kind)
			}
			role[objekt+name] = k.UUID
		}
	}
	system := func(ns, rolle, id, fra string) string {
		kind := map[string]string{"Sag": "si:SagsitsystemRelation",
			"Dokument": "di:DokumentitsystemRelation"}[strings.TrimSuffix(strings.TrimSuffix(rolle, "Master"), "Afsender")]
		return "<" + ns + ":RelationListe><gd:LokalUdvidelseListe>" + relation(kind, role[rolle], "", id, fra, "") + "</gd:LokalUdvidelseListe>" +
			"</" + ns + ":RelationListe>"
	}
	withMaster := func(object, ns, list string) string {
		return strings.Replace(object, "<"+ns+":RelationListe></"+ns+":RelationListe>", list, 1)
	}
	for _, c := range []struct {
		name, uuid, update string
		want               string
	}{
		{"another Master", sagA, system("sag", "SagMaster", sagB, t2), "40"},
		{"corrected", sagA, system("sag", "SagMaster", sagB, t1), "40"},
		{"the same Master", sagA, system("sag", "SagMaster", sagA, t2), "20"},
		{"another Afsender", sagA, system("sag", "SagAfsender", sagB, t2), "20"},
		{"none so far", sagB, system("sag", "SagMaster", sagB, t2), "20"},
		{"of a document", dokA, system("di", "DokumentMaster", sagB, t2), "40"},
	} {
		r := newReader(t)
		r.sdi("Importer",
			withMaster(plain(sagA), "sag", system("sag", "SagMaster", sagA, t1))+plain(sagB)+withMaster(dokument(dokA), "di", system("di", "DokumentMaster", sagA, t1)))
		update := opdater(c.uuid, titledLists(c.update))
		if c.uuid == dokA {
			update = strings.ReplaceAll(opdater(c.uuid, c.update), "OpdaterSagIndeks", "OpdaterDokumentIndeks")
		}
		reply := r.sdi("Opdater", update)
		if got := texts(reply, "//StatusKode"); got != c.want {
			t.Errorf("%s: status %s, want %s: %s", c.name, got, c.want, texts(reply, "//FejlbeskedTekst"))
		}
		stored, _ := r.store.Get(c.uuid)
		if changed := stored.Registrations != 1; changed != (c.want == "20") {
			t.Errorf("%s: %d registrations", c.name, stored.Registrations)
		}
		r.check()
	}
}

func titledLists(relations string) string {
	return "<sag:AttributListe>" + titled(t2, "", "Ny") + "</sag:AttributListe>" + relations
}
