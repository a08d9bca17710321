package index_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

func opdaterDokument(id, lists string) string {
	return strings.ReplaceAll(opdater(id, lists), "OpdaterSagIndeks", "OpdaterDokumentIndeks")
}

func newTitle(titel string) string {
	return "<sag:AttributListe>" + titled(t1, "", titel) + "</sag:AttributListe>"
}

// TestEachObjectForItself: a message is answered object by object, in its own
// order, and what is wrong with one leaves the others alone.
func TestEachObjectForItself(t *testing.T) {
	noUUID := strings.Replace(plain(sagC), sagC, "ikke-en-uuid", 1)
	noTime := strings.Replace(opdater(sagB, newTitle("Ny")), "<sdi:Tidspunkt>"+t2+"</sdi:Tidspunkt>", "", 1)
	dokTitle := "<di:AttributListe><di:Egenskaber>" + virkning("di", t1, "") + "<di:Titel>Ny</di:Titel></di:Egenskaber></di:AttributListe>"
	for _, c := range []struct {
		name, operation, content string
		codes, uuids             string
		titles                   string // of A, B, C and the document afterwards
	}{
		{"new ones beside one that is there", "Importer", plain(sagB) + plain(sagA) + plain(sagC), "20,49,20", sagB + "," + sagA + "," + sagC,
			"Aftale,Aftale,Aftale,"},
		{"the same twice in one message", "Importer", plain(sagB) + strings.Replace(plain(sagB), "Aftale", "Igen", 1), "20,49", sagB + "," + sagB, "Aftale,Aftale,,"},
		{"the same twice, in other letters", "Importer", plain(sagB) + plain(strings.ToUpper(sagB)), "20,49", sagB + "," + sagB, "Aftale,Aftale,,"},
		{"a document with a case's UUID", "Importer", dokument(sagA), "49", sagA, "Aftale,,,"},
		{"without a UUID there is no UnikRetur", "Importer", plain(sagB) + noUUID, "20,40", "", "Aftale,Aftale,,"},
		{"both kinds", "Importer", dokument(dokA) + plain(sagB), "20,20", dokA + "," + sagB, "Aftale,Aftale,,Afgørelse"},
		{"an update beside one of nothing", "Opdater", opdater(sagC, newTitle("Ny")) + opdater(sagA, newTitle("Ny")), "44,20", sagC + "," + sagA, "Ny,,,"},
		{"one update after another", "Opdater", opdater(sagA, newTitle("Ny")) + opdater(sagA, newTitle("Nyere")), "20,20", sagA + "," + sagA, "Nyere,,,"},
		{"an update that breaks the schema", "Opdater", noTime + opdater(sagA, newTitle("Ny")), "40,20", sagB + "," + sagA, "Ny,,,"},
		{"an update of a case as a document", "Opdater", opdaterDokument(sagA, dokTitle), "44", sagA, "Aftale,,,"},
		{"an update that changes nothing", "Opdater", opdater(sagA, ""), "20", sagA, "Aftale,,,"},
		{"an update in other letters", "Opdater", opdater(strings.ToUpper(sagA), newTitle("Ny")), "20", sagA, "Ny,,,"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newReader(t)
			r.sdi("Importer", plain(sagA))
			reply := r.sdi(c.operation, c.content)
			if got := texts(reply, "//StatusKode"); got != c.codes {
				t.Errorf("status %s, want %s: %s", got, c.codes, texts(reply, "//FejlbeskedTekst"))
			}
			if got := texts(reply, "//UnikRetur/UUIDIdentifikator"); got != c.uuids {
				t.Errorf("about %s, want %s", got, c.uuids)
			}
			var titles []string
			for _, id := range []string{sagA, sagB, sagC, dokA} {
				o, _ := r.store.Get(id)
				title := ""
				for _, d := range o.Af(oio.DelEgenskaber) {
					title += oio.Text(oio.Child(d.El, "Titel"))
				}
				titles = append(titles, title)
			}
			if got := strings.Join(titles, ","); got != c.titles {
				t.Errorf("titles %s, want %s", got, c.titles)
			}
			r.check()
		})
	}
}

// TestDocumentUpdate: a document is updated as a case is, and its answer names
// it as a document.
func TestDocumentUpdate(t *testing.T) {
	r := newReader(t)
	r.sdi("Importer", dokument(dokA))
	reply := r.sdi("Opdater",
		opdaterDokument(dokA, "<di:AttributListe><di:Egenskaber>"+virkning("di", t2, "")+"<di:Titel>Ændret</di:Titel></di:Egenskaber></di:AttributListe>"))
	if got := texts(reply, "//StatusKode") + " " + texts(reply, "//UnikRetur/Type"); got != "20 Dokument" {
		t.Errorf("the reply: %s", got)
	}
	found := r.sdi("Fremsoeg", "<sdi:DokumentUuid>"+strings.ToUpper(dokA)+"</sdi:DokumentUuid>")
	if got := texts(found, "//Titel") + " " + texts(found, "//Registrering/Tidspunkt"); got != "Afgørelse,Ændret "+t2 {
		t.Errorf("found: %s", got)
	}
	r.check()
}

// TestWholeHistory: an import may carry several registrations, each laid over
// the one before; the newest is what is found.
func TestWholeHistory(t *testing.T) {
	r := newReader(t)
	registration := func(at, titel string) string {
		return "<sag:Registrering><sd:Tidspunkt>" + at + "</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode>" + ref("sd:BrugerRef", sagB) +
			lists("sag", titled(at, "", titel), "", "") + "</sag:Registrering>"
	}
	reply := r.sdi("Importer", "<sdi:SagIndeks>"+uuidOf(sagA)+registration(t1, "Først")+registration(t2, "Så")+registration(t3, "Sidst")+"</sdi:SagIndeks>")
	if got := texts(reply, "//StatusKode"); got != "20" {
		t.Fatalf("status %s: %s", got, texts(reply, "//FejlbeskedTekst"))
	}
	found := r.sdi("Fremsoeg", fremsoeg(sagA))
	if got := texts(found, "//Titel") + " " + texts(found, "//Registrering/Tidspunkt"); got != "Først,Så,Sidst "+t3 {
		t.Errorf("found: %s", got)
	}
	if o, _ := r.store.Get(sagA); o.Registrations != 3 {
		t.Errorf("%d registrations", o.Registrations)
	}
	r.check()
}

// TestAtOnce: many clients send to one index over HTTP; each import is stored
// once, whoever came first. -race watches.
func TestAtOnce(t *testing.T) {
	store := index.NewStore()
	now := func() time.Time { return epoch }
	srv := httptest.NewServer(wire.New(map[string]*soap.Service{"/indeks": index.Service(store)}, recording.Discard{}, now))
	defer srv.Close()
	post := func(operation, content string) (string, error) {
		resp, err := http.Post(srv.URL+"/indeks", soap.V12.ContentType(), strings.NewReader(fmt.Sprintf(`<e:Envelope xmlns:e="%s"><e:Body>`+
			`<sdi:%sSagDokumentIndeksInput %s>%s</sdi:%[2]sSagDokumentIndeksInput></e:Body></e:Envelope>`, soap.NS12, operation, namespaces, content)))
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		doc := etree.NewDocument()
		_, err = doc.ReadFrom(resp.Body)
		return texts(&doc.Element, "//StatusKode"), err
	}
	const clients, own = 8, 4
	codes := make(chan string, clients*(1+3*own))
	var wait sync.WaitGroup
	for i := range clients {
		wait.Add(1)
		go func() {
			defer wait.Done()
			send := func(operation, content string) {
				got, err := post(operation, content)
				if err != nil {
					t.Error(err)
				}
				codes <- operation + " " + got
			}
			send("Importer", plain(sagA))
			for j := range own {
				id := fmt.Sprintf("aaaaaaaa-%04d-4000-8000-%012d", i, j)
				send("Importer", plain(id))
				send("Opdater", opdater(id, newTitle("Ny")))
				send("Fjern", fjern("false", id))
			}
		}()
	}
	wait.Wait()
	close(codes)
	got := map[string]int{}
	for c := range codes {
		got[c]++
	}
	want := map[string]int{"Importer 20": 1 + clients*own, "Importer 49": clients - 1, "Opdater 20": clients * own, "Fjern 20": clients * own}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("answered %v, want %v", got, want)
	}
	if all := store.All(); len(all) != 1 || all[0].UUID != sagA {
		t.Errorf("%d objects are left", len(all))
	}
}
