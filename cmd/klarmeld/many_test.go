package main

import (
	"flag"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
	"klarmeld/internal/stage"
)

// rounds is how often each of the clients goes its round: a few in a test, and
// as many as take a minute when someone asks (go test ./cmd/klarmeld -run
// ManyClients -race -rounds 400).
var rounds = flag.Int("rounds", 3, "how often each of 64 clients goes its round")

const (
	clients = 64
	common  = "41ac9245-d933-5858-a0cc-000000000000" // the case that all of them change
)

// period is a virkning from the beginning of 2026, in a namespace.
const period = `<%s:Virkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>2026-01-01T00:00:00Z</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt>` +
	`<sd:GraenseIndikator>true</sd:GraenseIndikator></sd:TilTidspunkt></%[1]s:Virkning>`

// TestManyClients lets 64 clients work at once. Each brings cases of its own
// and must find just what it sent; all of them add relations to one case, and
// none may be lost. What they were answered follows from the recording.
func TestManyClients(t *testing.T) {
	record := filepath.Join(t.TempDir(), "optagelse")
	base, stop := served(t, record)
	send := func(operation, content string) *etree.Element { return sent(t, base, operation, content) }
	titled := func(titel string) string {
		return "<sag:AttributListe><sag:Egenskaber>" + fmt.Sprintf(period, "sag") + "<sag:Titel>" + titel + "</sag:Titel></sag:Egenskaber></sag:AttributListe>"
	}
	importer := func(id, titel string) {
		reply := send("Importer", "<sdi:SagIndeks><sd:UUIDIdentifikator>"+id+"</sd:UUIDIdentifikator><sag:Registrering>"+titled(titel)+
			"<sag:TilstandListe/><sag:RelationListe/></sag:Registrering></sdi:SagIndeks>")
		if got := reply.FindElement("//UnikRetur/UUIDIdentifikator"); got == nil || got.Text() != id {
			t.Errorf("importing %s was answered for another", id)
		}
	}
	opdater := func(id, lists string) {
		reply := send("Opdater", "<sdi:OpdaterSagIndeks><sd:UUIDIdentifikator>"+id+"</sd:UUIDIdentifikator>"+lists+
			"<sdi:Tidspunkt>2026-02-01T00:00:00Z</sdi:Tidspunkt></sdi:OpdaterSagIndeks>")
		if got := reply.FindElement("//StatusKode"); got == nil || got.Text() != "20" {
			t.Errorf("updating %s failed", id)
		}
	}
	title := func(id string) string {
		if el := send("Fremsoeg", "<sdi:SagUuid>"+id+"</sdi:SagUuid>").FindElement("//Titel"); el != nil {
			return el.Text()
		}
		return ""
	}
	importer(common, "fælles")
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			for r := range *rounds {
				id, titel := fmt.Sprintf("41ac9245-d933-5858-%04x-%012x", c+1, r+1), fmt.Sprintf("sag %d-%d", c, r)
				importer(id, titel)
				opdater(id, titled(titel+" rettet"))
				opdater(common, fmt.Sprintf("<sag:RelationListe><sag:Sagsrelation>"+
					fmt.Sprintf(period, "gd")+"<gd:Rolle><sd:UUIDIdentifikator>%s</sd:UUIDIdentifikator></gd:Rolle><gd:Indeks>%d-%d</gd:Indeks><gd:ReferenceID>"+
					"<sd:UUIDIdentifikator>%s</sd:UUIDIdentifikator></gd:ReferenceID></sag:Sagsrelation></sag:RelationListe>", common, c, r, id))
				if got := title(id); got != titel+" rettet" {
					t.Errorf("%s is called %q, want %q", id, got, titel+" rettet")
				}
			}
		})
	}
	all.Wait()
	if got := len(send("Fremsoeg", "<sdi:SagUuid>"+common+"</sdi:SagUuid>").FindElements("//Sagsrelation")); got != clients**rounds {
		t.Errorf("the case has %d relations, %d were added", got, clients**rounds)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if c, err := recording.ChainOf(record); err != nil || !c.Closed {
		t.Errorf("the recording: %+v, %v", c, err)
	}
	if r, err := stage.Recompute(recording.Dir(record)); err != nil || len(r.Differences) > 0 || r.Computed != 2+4*clients**rounds {
		t.Errorf("%d replies computed again, %d other: %v", r.Computed, len(r.Differences), err)
	}
}

// sent sends a message to the index, and returns the reply.
func sent(t *testing.T, base, operation, content string) *etree.Element {
	t.Helper()
	body := fmt.Sprintf(`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><sdi:%sSagDokumentIndeksInput `+
		`xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:sag="urn:oio:sts:sagdok:sag:6" xmlns:gd="urn:oio:sts:generelledefinitioner:6" `+
		`xmlns:sd="urn:oio:sagdok:3.0.0">%s</sdi:%[1]sSagDokumentIndeksInput></e:Body></e:Envelope>`, operation, content)
	resp, err := http.Post(base+indexPath, "text/xml", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return etree.NewElement("none")
	}
	defer resp.Body.Close()
	doc := etree.NewDocument()
	if _, err := doc.ReadFrom(resp.Body); err != nil || doc.Root() == nil {
		t.Errorf("a torn reply: %v", err)
		return etree.NewElement("none")
	}
	return doc.Root()
}
