package services_test

import (
	"errors"
	"fmt"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
)

// full is a log that takes what it is told to take.
type full struct {
	*recording.Tape
	takes func() bool
}

func (f full) Append(e recording.Entry) (recording.Entry, error) {
	if f.takes != nil && !f.takes() {
		return e, errors.New("disken er fuld")
	}
	return f.Tape.Append(e)
}

func filling(t *testing.T) (*services.Services, *full) {
	t.Helper()
	log := &full{Tape: recording.NewTape(now)}
	s, _, err := services.Open(ground(t), recording.Run{System: "x"}, log, now)
	if err != nil {
		t.Fatal(err)
	}
	return s, log
}

const virkning = `<%[1]s:Virkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>2026-01-01T00:00:00Z</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt>` +
	`<sd:GraenseIndikator>true</sd:GraenseIndikator></sd:TilTidspunkt></%[1]s:Virkning>`

func sagen(n int) string { return fmt.Sprintf("41ac9245-d933-5858-a0cc-%012x", n) }

func titled(text string) string {
	return "<sag:AttributListe><sag:Egenskaber>" + fmt.Sprintf(virkning, "sag") + "<sag:Titel>" + text + "</sag:Titel></sag:Egenskaber></sag:AttributListe>"
}

func related(to string) string {
	return "<sag:RelationListe><sag:Sagsrelation>" + fmt.Sprintf(virkning, "gd") + "<gd:Rolle><sd:UUIDIdentifikator>" +
		sagen(0) + "</sd:UUIDIdentifikator></gd:Rolle><gd:Indeks>" + to + "</gd:Indeks><gd:ReferenceID><sd:UUIDIdentifikator>" + to +
		"</sd:UUIDIdentifikator></gd:ReferenceID></sag:Sagsrelation></sag:RelationListe>"
}

func imported(ids ...int) string {
	text := ""
	for _, n := range ids {
		text += "<sdi:SagIndeks><sd:UUIDIdentifikator>" + sagen(n) + "</sd:UUIDIdentifikator><sag:Registrering>" + titled("sag") +
			"<sag:TilstandListe/><sag:RelationListe/></sag:Registrering></sdi:SagIndeks>"
	}
	return text
}

func ref(id string) string {
	return "<sdi:SagUuid><sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator></sdi:SagUuid>"
}

// indexed sends a message to the index.
func indexed(h http.Handler, path, name, content string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	end, _, _ := strings.Cut(name, " ")
	body := `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><` + name +
		` xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:si="urn:oio:sts:sagdok:sagindeks:6" xmlns:sag="urn:oio:sts:sagdok:sag:6" ` +
		`xmlns:gd="urn:oio:sts:generelledefinitioner:6" xmlns:sd="urn:oio:sagdok:3.0.0">` + content + `</` + end + `></e:Body></e:Envelope>`
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	return rec
}

const sdiPath, siPath = "/sagdokumentindeks/6", "/sagindeks/6"

// anything is a message of any kind, about a few cases.
func anything(random *rand.Rand) (path, name, content string) {
	n := 1 + random.Intn(5)
	switch random.Intn(8) {
	case 0, 1:
		return sdiPath, "sdi:ImporterSagDokumentIndeksInput", imported(n, n+1)
	case 2:
		return sdiPath, "sdi:OpdaterSagDokumentIndeksInput", "<sdi:OpdaterSagIndeks><sd:UUIDIdentifikator>" + sagen(n) + "</sd:UUIDIdentifikator>" +
			titled(fmt.Sprint(random.Int())) + "<sdi:Tidspunkt>2026-02-01T00:00:00Z</sdi:Tidspunkt></sdi:OpdaterSagIndeks>"
	case 3:
		return sdiPath, "sdi:OpdaterSagDokumentIndeksInput", "<sdi:OpdaterSagIndeks><sd:UUIDIdentifikator>" + sagen(n) + "</sd:UUIDIdentifikator>" +
			related(sagen(1+random.Intn(5))) + "<sdi:Tidspunkt>2026-02-01T00:00:00Z</sdi:Tidspunkt></sdi:OpdaterSagIndeks>"
	case 4:
		return sdiPath, "sdi:FjernSagDokumentIndeksInput",
			ref(sagen(n)) + ref(sagen(n+2)) + "<sdi:EfterladSagsloeseDokumenter>false</sdi:EfterladSagsloeseDokumenter>"
	case 5:
		return siPath, "si:FjernInput", "<sd:UUIDIdentifikator>" + sagen(n) + "</sd:UUIDIdentifikator>"
	case 6:
		return siPath, "sag:" + []string{"Passiver", "Slet"}[random.Intn(2)] + "Input", "<sd:UUIDIdentifikator>" + sagen(n) + "</sd:UUIDIdentifikator>"
	}
	return sdiPath, "sdi:FremsoegSagDokumentIndeksInput", "<sdi:SagUuid>" + sagen(n) + "</sdi:SagUuid>"
}

// holds is all that an index holds, in its order.
func holds(s *services.Services) string {
	text := ""
	for _, o := range s.Store().All() {
		text += fmt.Sprintf("%s %s %s %d", o.UUID, o.StsTidspunkt, o.LivscyklusKode, o.Registrations)
		for _, d := range o.Dele {
			text += fmt.Sprintf(" %s %s %s", d.Kind, d.Reference.UUID, oio.Text(oio.Child(d.El, "Titel")))
		}
		text += "\n"
	}
	return text
}

// TestUnrecordedHasNoEffect: an index that could not record some messages is the
// same as one that never got them, and answers as that does.
func TestUnrecordedHasNoEffect(t *testing.T) {
	refused, kinds := 0, map[string]int{}
	for seed := range 40 {
		random := rand.New(rand.NewSource(int64(seed)))
		s, log := filling(t)
		other, _ := filling(t)
		for range 60 {
			path, name, content := anything(random)
			room := random.Intn(3) > 0
			log.takes = func() bool { return room }
			got := indexed(s, path, name, content)
			if !room {
				if refused++; got.Code != 500 || !strings.Contains(got.Body.String(), "klarmeld.ikke-optaget") {
					t.Errorf("seed %d: %s: %d %s", seed, name, got.Code, got.Body)
				}
			} else {
				want := indexed(other, path, name, content)
				if body := func(r *httptest.ResponseRecorder) string {
					_, b, _ := strings.Cut(r.Body.String(), "<soap:Body>")
					return b
				}; body(got) != body(want) {
					t.Errorf("seed %d: %s is answered\n%s\nand not\n%s", seed, name, body(got), body(want))
				}
				if strings.Contains(got.Body.String(), "StatusKode>20<") {
					kinds[name]++
				}
			}
			if a, b := holds(s), holds(other); a != b {
				t.Fatalf("seed %d: after %s (room: %t) it holds\n%s\nand not\n%s", seed, name, room, a, b)
			}
		}
	}
	if refused == 0 || len(kinds) != 7 {
		t.Errorf("%d were refused; carried out were %v", refused, kinds)
	}
}

// TestOrderOnRecord: however many send at once, the messages are on record in the
// order in which the index took them: taken again one by one they are answered the
// same.
func TestOrderOnRecord(t *testing.T) {
	s, log := filling(t)
	var all sync.WaitGroup
	for c := range 8 {
		all.Go(func() {
			random := rand.New(rand.NewSource(int64(c)))
			for range 60 {
				indexed(s, sdiPath, "sdi:ImporterSagDokumentIndeksInput", imported(1+random.Intn(5)))
				path, name, content := anything(random)
				indexed(s, path, name, content)
			}
		})
	}
	all.Wait()
	again, _ := filling(t)
	for _, e := range log.Since(1) {
		rec := httptest.NewRecorder()
		again.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, e.Exchange.Path, strings.NewReader(string(e.Exchange.Request))))
		_, want, _ := strings.Cut(string(e.Exchange.Reply), "<soap:Body>")
		if _, got, _ := strings.Cut(rec.Body.String(), "<soap:Body>"); got != want {
			t.Fatalf("message %d, %s, was answered\n%s\nand again\n%s", e.Seq, e.Exchange.Operation, want, got)
		}
	}
	if n := len(log.Since(1)); n != 8*60*2 {
		t.Errorf("%d on record", n)
	}
}

// TestUnrecordedChange: of a change of the registers that is not on record nobody
// reads, and who asks is told why.
func TestUnrecordedChange(t *testing.T) {
	g, log := ground(t), &full{Tape: recording.NewTape(now)}
	s, _, err := services.Open(g, recording.Run{System: "x"}, log, now)
	if err != nil {
		t.Fatal(err)
	}
	const path, ns = "/organisation/organisationenhed/6", "http://stoettesystemerne.dk/organisation/organisationenhed/6/"
	read := func() string {
		return indexed(s, path, `x:LaesInput xmlns:x="`+ns+`"`, "<sd:UUIDIdentifikator>"+renamed(g, "").UUID+"</sd:UUIDIdentifikator>").Body.String()
	}
	if text := read(); !strings.Contains(text, name(t, g)) {
		t.Errorf("before: %s", text)
	}
	if err := s.Change(renamed(g, "Enhed A")); err != nil || !strings.Contains(read(), "Enhed A") {
		t.Errorf("changed: %v %s", err, read())
	}
	log.takes = func() bool { return false }
	if err := s.Change(renamed(g, "Enhed B")); err == nil {
		t.Error("the change is said to be on record")
	}
	log.takes = nil
	if text := read(); strings.Contains(text, "Enhed B") || !strings.Contains(text, "ændringen kunne ikke optages") {
		t.Errorf("afterwards: %s", text)
	}
}
