package index_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"klarmeld/internal/index"
)

// TestModel lets random sequences of messages change the index and a model of
// it, and compares what they say was known when.
func TestModel(t *testing.T) {
	for name, state := range states {
		t.Run(name, func(t *testing.T) { model(t, state) })
	}
}

func model(t *testing.T, state func(complain) index.State) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, state)
		actions := []func(string){w.importer, w.importer, w.opdater, w.opdater, w.opdater, w.kasser, w.fjern, w.lifecycle}
		for range rapid.IntRange(1, 12).Draw(t, "length") {
			id := rapid.SampledFrom([]string{sagA, sagB}).Draw(t, "case")
			actions[rapid.IntRange(0, len(actions)-1).Draw(t, "action")](id)
			w.fremsoeg()
			w.laes(id)
		}
	})
}

// period draws a beginning and an end; an end after eternity is none.
func (w *world) period() instants {
	fra := rapid.IntRange(0, eternity-1).Draw(w.T, "fra")
	return between(fra, rapid.IntRange(fra+1, eternity+1).Draw(w.T, "til"))
}

func (w *world) facts(label string) []fact {
	var out []fact
	for range rapid.IntRange(0, 3).Draw(w.T, label) {
		key := rapid.SampledFrom([]string{"Egenskaber", "Fremdrift", "Journalpost/1", "Journalpost/2", "Sagsaktoer/", "Sagsrelation/"}).Draw(w.T, "key")
		out = append(out, fact{key, rapid.SampledFrom(values[key]).Draw(w.T, "value"), w.period()})
	}
	return out
}

func (w *world) importer(id string) {
	var at int
	content, th := "", &thing{code: "Importeret", said: map[string]bool{}}
	for range rapid.IntRange(1, 2).Draw(w.T, "registrations") {
		at = rapid.IntRange(0, eternity).Draw(w.T, "at")
		facts := w.facts("import")
		content += "<sag:Registrering><sd:Tidspunkt>" + day(at) + "</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode>" + sagLists(facts, whole) +
			"</sag:Registrering>"
		th.add(at, w.tick+1, facts)
	}
	want := 49
	if w.things[id] == nil {
		w.things[id], want = th, 20
	}
	w.status("/sagdokumentindeks/6", "sdi:ImporterSagDokumentIndeksInput",
		"<sdi:SagIndeks><sd:UUIDIdentifikator>"+id+"</sd:UUIDIdentifikator>"+content+"</sdi:SagIndeks>", want)
}

// update is what an opdater says.
type update struct {
	at    int
	facts []fact
}

func (u update) String() string { return day(u.at) + sagLists(u.facts, whole) }

// anUpdate is a new one, or one that was sent before: the sender may not have got the
// reply.
func (w *world) anUpdate(id string) update {
	if earlier := w.sent[id]; len(earlier) > 0 && rapid.IntRange(0, 3).Draw(w.T, "again") == 0 {
		return rapid.SampledFrom(earlier).Draw(w.T, "earlier")
	}
	u := update{rapid.IntRange(0, eternity).Draw(w.T, "at"), w.facts("update")}
	w.sent[id] = append(w.sent[id], u)
	return u
}

func (w *world) opdater(id string) {
	u := w.anUpdate(id)
	at, facts := u.at, u.facts
	want := 20
	switch th := w.things[id]; {
	case th == nil:
		want = 44
	case th.said[u.String()]: // it is carried out once
	case th.code == "Slettet":
		want = 49
	default:
		th.said[u.String()] = true
		th.add(at, w.tick+1, facts)
	}
	w.status("/sagdokumentindeks/6", "sdi:OpdaterSagDokumentIndeksInput", "<sdi:OpdaterSagIndeks><sd:UUIDIdentifikator>"+id+"</sd:UUIDIdentifikator>"+
		sagLists(facts, whole)+"<sdi:Tidspunkt>"+day(at)+"</sdi:Tidspunkt></sdi:OpdaterSagIndeks>", want)
}

// kasser names facts, most of them ones that are or were there, by key and
// perhaps value and period.
func (w *world) kasser(id string) {
	th := w.things[id]
	named := w.facts("named")
	if th != nil {
		for _, k := range th.history {
			for _, f := range k.facts {
				if rapid.IntRange(0, 3).Draw(w.T, "name it") == 0 {
					named = append(named, f)
				}
			}
		}
	}
	byValue, byPeriod := rapid.Bool().Draw(w.T, "by value"), rapid.Bool().Draw(w.T, "by period")
	change := func(named ...fact) func(fact) []fact {
		return func(f fact) []fact {
			var others []fact
			for _, n := range named {
				if n.key == f.key && (n.value == f.value || !byValue || !strings.Contains(f.key, "/")) {
					if !byPeriod {
						return nil
					}
					others = append(others, n)
				}
			}
			return f.minus(others)
		}
	}
	want := 20
	switch {
	case th == nil:
		want = 44
	case len(named) == 0:
		want = 40
	default:
		for _, n := range named {
			if !th.touches(change(n)) {
				want = 44
			}
		}
		if want == 20 {
			th.forget(change(named...))
		}
	}
	w.status("/sagindeks/6", "si:KasserInput", "<si:Kasser><sag:ObjektType><sd:UUIDIdentifikator>"+id+"</sd:UUIDIdentifikator></sag:ObjektType><sag:Registrering>"+
		sagLists(named, func(f fact) string { return f.written(byValue, byPeriod) })+"</sag:Registrering></si:Kasser>", want)
}

func (th *thing) touches(change func(fact) []fact) bool {
	for _, k := range th.history {
		for _, f := range k.facts {
			if left := change(f); len(left) != 1 || left[0] != f {
				return true
			}
		}
	}
	return false
}

// fjern removes a case by either service, and what refers to it.
func (w *world) fjern(id string) {
	want := 44
	if w.things[id] != nil {
		want = 20
		delete(w.things, id)
		for _, th := range w.things {
			th.forget(func(f fact) []fact {
				if f.value == id {
					return nil
				}
				return []fact{f}
			})
		}
	}
	if rapid.Bool().Draw(w.T, "by SagIndeks") {
		w.status("/sagindeks/6", "si:FjernInput", "<sd:UUIDIdentifikator>"+id+"</sd:UUIDIdentifikator>", want)
		return
	}
	w.status("/sagdokumentindeks/6", "sdi:FjernSagDokumentIndeksInput", fjern("true", id), want)
}

func (w *world) lifecycle(id string) {
	element, code := "sag:PassiverInput", "Passiveret"
	if rapid.Bool().Draw(w.T, "delete it") {
		element, code = "sag:SletInput", "Slettet"
	}
	want := 20
	switch th := w.things[id]; {
	case th == nil:
		want = 44
	case th.code == code || th.code == "Slettet":
		want = 49
	default:
		th.code = code
		facts := th.facts()
		if code == "Slettet" {
			facts = nil
		}
		th.learn(0, w.tick+1, facts) // its Tidspunkt is the index's own, before all others
	}
	w.status("/sagindeks/6", element, "<sd:UUIDIdentifikator>"+id+"</sd:UUIDIdentifikator>", want)
}

// fremsoeg compares what both cases are now.
func (w *world) fremsoeg() {
	reply := w.post("/sagdokumentindeks/6",
		"<sdi:FremsoegSagDokumentIndeksInput "+namespaces+">"+fremsoeg(sagA)+fremsoeg(sagB)+"</sdi:FremsoegSagDokumentIndeksInput>")
	got := map[string][]string{}
	for _, el := range reply.FindElements("//SagFiltreretOejebliksbillede") {
		got[texts(el, "ObjektType/UUIDIdentifikator")] = read(el.FindElement("Registrering"))
	}
	for _, id := range []string{sagA, sagB} {
		th := w.things[id]
		if there, found := th != nil, got[id] != nil || slices.Contains(strings.Split(texts(reply, "//ObjektType/UUIDIdentifikator"), ","), id); there != found {
			w.Fatalf("%s is there: %t, found: %t", id, there, found)
		}
		if th != nil {
			w.compare(got[id], sorted(th.facts()))
		}
	}
}

// laes asks for a case with random filters, and compares every registration.
func (w *world) laes(id string) {
	filters := ""
	ask := func(name string, latest int, at func(int) string) (fra, til int, asked bool) {
		if !rapid.Bool().Draw(w.T, "filter by "+name) {
			return 0, 0, false
		}
		fra = rapid.IntRange(-1, latest).Draw(w.T, name+" from")
		til = rapid.IntRange(fra, latest+1).Draw(w.T, name+" to")
		write := func(side string, i int, limit bool) string {
			stamp := "<sd:TidsstempelDatoTid>" + at(i) + "</sd:TidsstempelDatoTid>"
			if limit {
				stamp = "<sd:GraenseIndikator>true</sd:GraenseIndikator>"
			}
			return "<" + name + side + ">" + stamp + "</" + name + side + ">"
		}
		// The limits of time have no instant; nor do they make one.
		if fra == -1 || til == latest+1 {
			til = max(til, fra+1)
		}
		filters += write("FraFilter", fra, fra == -1) + write("TilFilter", til, til == latest+1)
		return fra, til, true
	}
	vFra, vTil, virk := ask("sd:Virkning", eternity-1, day)
	rFra, rTil, reg := ask("sd:Registrering", eternity, day)
	sFra, sTil, sts := ask("go:StsRegistrering", w.tick+2, func(i int) string { return when(i).Format(time.RFC3339) })
	reply := w.post("/sagindeks/6", "<si:LaesInput "+namespaces+"><sd:UUIDIdentifikator>"+id+"</sd:UUIDIdentifikator>"+filters+"</si:LaesInput>")
	var got, want []string
	for _, el := range reply.FindElements("//Registrering") {
		got = append(got, fmt.Sprint(read(el)))
	}
	if th := w.things[id]; th != nil {
		for i, k := range th.history {
			next := known{at: 1 << 30, sts: 1 << 30}
			if i+1 < len(th.history) {
				next = th.history[i+1]
			}
			if !reg && !sts && next.at < 1<<30 || reg && !seen(rFra, rTil, k.at, next.at) || sts && !seen(sFra, sTil, k.sts, next.sts) {
				continue
			}
			want = append(want, fmt.Sprint(sorted(slices.DeleteFunc(slices.Clone(k.facts), func(f fact) bool {
				return virk && !f.meets(vFra, vTil)
			}))))
		}
	}
	w.compare(got, want)
}

// meets reports whether a fact holds at some instant from fra to til, or at fra
// if they are the same. The day before the first is every day before it.
func (f fact) meets(fra, til int) bool {
	for i, holds := range f.when {
		if holds && (i == fra || fra < i && (i < til || til > eternity-1 && i == eternity)) {
			return true
		}
	}
	return false
}

func sorted(facts []fact) []string {
	out := []string{}
	for _, f := range facts {
		out = append(out, f.String())
	}
	slices.Sort(out)
	return out
}

func (w *world) compare(got, want []string) {
	if !slices.Equal(got, want) {
		w.Fatalf("the index says\n%s\nand the model\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
