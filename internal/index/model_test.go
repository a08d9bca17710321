package index_test

import (
	"errors"
	"flag"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"
	"pgregory.net/rapid"

	"klarmeld/internal/index"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// As many sequences as a quick run of the tests can bear. A thorough run asks
// for more: go test ./internal/index -run Model -rapid.checks=10000
func init() { _ = errors.Join(flag.Set("rapid.checks", "500"), flag.Set("rapid.nofailfile", "true")) }

// The model knows nothing of periods: what holds is a set of instants, 0 to 8
// for days, and eternity for all that comes after.
const eternity = 9

type instants [eternity + 1]bool

func between(fra, til int) (out instants) {
	for i := fra; i < til; i++ {
		out[i] = true
	}
	return out
}

// fact is that a key has a value at some instants without a gap.
type fact struct {
	key, value string
	when       instants
}

func (f fact) begins() int { return slices.Index(f.when[:], true) }

func (f fact) String() string {
	s := f.key + "=" + f.value + "@"
	for i, holds := range f.when {
		if holds {
			s += fmt.Sprint(i)
		}
	}
	return s
}

// minus is what is left of a fact when others take its place: nothing if one of
// them begins with it, else a fact for every stretch that none of them has.
func (f fact) minus(others []fact) (out []fact) {
	left := f.when
	for _, o := range others {
		if o.begins() == f.begins() {
			return nil
		}
		for i := range left {
			left[i] = left[i] && !o.when[i]
		}
	}
	for i := range left {
		switch {
		case left[i] && (i == 0 || !left[i-1]):
			out = append(out, fact{key: f.key, value: f.value})
			fallthrough
		case left[i]:
			out[len(out)-1].when[i] = true
		}
	}
	return out
}

// known is all that was known from some instant on, by two clocks.
type known struct {
	at, sts int
	facts   []fact
}

// seen reports whether a filter from fra to til shows what was known from begun
// until ended.
func seen(fra, til, begun, ended int) bool {
	if fra == til {
		return begun <= fra && fra < ended
	}
	made, stood := fra <= begun && begun < til, begun <= fra && fra < ended
	return made || stood
}

type thing struct {
	code    string
	history []known
	said    map[string]bool // the updates that it has carried out, as they were written
}

func (th *thing) learn(at, sts int, facts []fact) {
	if n := len(th.history); n > 0 {
		at = max(at, th.history[n-1].at)
	}
	th.history = append(th.history, known{at, sts, facts})
}

func (th *thing) facts() []fact {
	if n := len(th.history); n > 0 {
		return th.history[n-1].facts
	}
	return nil
}

// add is a registration: what it says takes the place of what it meets.
func (th *thing) add(at, sts int, said []fact) {
	var facts []fact
	for _, f := range th.facts() {
		var others []fact
		for _, s := range said {
			if s.key == f.key {
				others = append(others, s)
			}
		}
		facts = append(facts, f.minus(others)...)
	}
	th.learn(at, sts, append(facts, said...))
}

// forget takes out of all that was ever known what the change leaves out.
func (th *thing) forget(change func(fact) []fact) {
	for i, k := range th.history {
		var facts []fact
		for _, f := range k.facts {
			facts = append(facts, change(f)...)
		}
		th.history[i].facts = facts
	}
}

// world is the model of the index beside the index.
type world struct {
	*rapid.T
	http   http.Client
	things map[string]*thing
	sent   map[string][]update
	tick   int // StsTidspunkt
}

var epoch = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// day is the time of an instant, and when that of a tick of the index's clock,
// which stands before them all: the two clocks have nothing to do with another.
func day(i int) string        { return epoch.AddDate(0, 0, i).Format(time.RFC3339) }
func when(tick int) time.Time { return epoch.AddDate(-1, 0, 0).Add(time.Duration(tick) * time.Minute) }

var values = map[string][]string{
	"Egenskaber": {"en", "to"}, "Fremdrift": {"Opstaaet", "Afsluttet"}, "Sagsaktoer/": {filed, dokA}, "Sagsrelation/": {sagA, sagB},
	"Journalpost/1": {filed, dokA}, "Journalpost/2": {filed, dokA},
}

// written is a fact as the messages have it. any leaves out what a kasser need
// not say.
func (f fact) written(value, period bool) string {
	v := ""
	if til := f.begins() + strings.Count(fmt.Sprint(f.when), "true"); period {
		end := ""
		if til <= eternity {
			end = day(til)
		}
		ns := "gd"
		if !strings.Contains(f.key, "/") {
			ns = "sag"
		}
		v = virkning(ns, day(f.begins()), end)
	}
	kind, indeks, isRelation := strings.Cut(f.key, "/")
	switch {
	case kind == "Egenskaber":
		return "<sag:Egenskaber>" + v + "<sag:Titel>" + f.value + "</sag:Titel></sag:Egenskaber>"
	case !isRelation:
		return "<sag:Fremdrift>" + v + "<sag:FremdriftStatusKode>" + f.value + "</sag:FremdriftStatusKode></sag:Fremdrift>"
	case indeks != "":
		indeks = "<gd:Indeks>" + indeks + "</gd:Indeks>"
	}
	to := ""
	if value {
		to = ref("gd:ReferenceID", f.value)
	}
	return "<sag:" + kind + ">" + v + ref("gd:Rolle", owner) + indeks + to + "</sag:" + kind + ">"
}

// sagLists writes facts in the order that the schema demands.
func sagLists(facts []fact, write func(fact) string) string {
	by := map[string]string{}
	for _, f := range facts {
		kind, _, _ := strings.Cut(f.key, "/")
		by[kind] += write(f)
	}
	return lists("sag", by["Egenskaber"], by["Fremdrift"], by["Sagsaktoer"]+by["Sagsrelation"]+by["Journalpost"])
}

func whole(f fact) string { return f.written(true, true) }

// read is what the reply says of the facts of a registration.
func read(reg *etree.Element) []string {
	var out []string
	for _, list := range reg.ChildElements() {
		if !strings.HasSuffix(list.Tag, "Liste") {
			continue
		}
		for _, el := range list.ChildElements() {
			f := fact{key: el.Tag, value: texts(el, "Titel") + texts(el, "FremdriftStatusKode") + texts(el, "ReferenceID/UUIDIdentifikator")}
			if list.Tag == "RelationListe" {
				f.key += "/" + texts(el, "Indeks")
			}
			fra, til := texts(el, "Virkning/FraTidspunkt/TidsstempelDatoTid"), texts(el, "Virkning/TilTidspunkt/TidsstempelDatoTid")
			for i := range f.when {
				f.when[i] = fra <= day(i) && (til == "" || day(i) < til)
			}
			out = append(out, f.String())
		}
	}
	slices.Sort(out)
	return out
}

func (w *world) post(path, body string) *etree.Element {
	w.tick++
	resp, err := w.http.Post("http://klarmeld.invalid"+path, "text/xml",
		strings.NewReader(`<e:Envelope xmlns:e="`+soap.NS11+`"><e:Body>`+body+`</e:Body></e:Envelope>`))
	if err != nil {
		w.Fatal(err)
	}
	defer resp.Body.Close()
	doc := etree.NewDocument()
	if _, err := doc.ReadFrom(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		w.Fatal(resp.Status, err, texts(&doc.Element, "//faultstring"))
	}
	return doc.FindElement("//Body").ChildElements()[0]
}

// status posts a message that changes the index and compares its status.
func (w *world) status(path, element, content string, want int) {
	got := texts(w.post(path, "<"+element+" "+namespaces+">"+content+"</"+element+">"), "//StatusKode")
	if got != fmt.Sprint(want) {
		w.Fatalf("%s: status %s, want %d", element, got, want)
	}
}

func newWorld(t *rapid.T, state func(complain) index.State) *world {
	w := &world{T: t, things: map[string]*thing{}, sent: map[string][]update{}}
	store := index.NewStoreOn(state(t.Fatalf))
	now := func() time.Time { return when(w.tick) }
	services := map[string]*soap.Service{"/sagdokumentindeks/6": index.Service(store)}
	for p, s := range index.ObjectServices(store) {
		services[p] = s
	}
	tr := road.NewProcess()
	tr.Open("http://klarmeld.invalid", wire.New(services, recording.Discard{}, now))
	w.http.Transport = tr
	return w
}
