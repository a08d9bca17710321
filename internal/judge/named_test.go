package judge_test

import (
	"slices"
	"testing"
	"time"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

// talk is a named rule with a conversation that keeps it and ones that break
// it. A conversation that breaks it is found by the rules listed, and by no
// others.
type talk struct {
	rule   string
	keeps  [][]turn
	breaks []broken
}

type broken struct {
	name  string
	turns []turn
	rules []string // besides the rule itself
}

func one(name string, turns ...turn) broken { return broken{name: name, turns: turns} }

func (b broken) also(rules ...string) broken {
	b.rules = rules
	return b
}

// TestNamedRules: every named rule has conversations that keep it, in which
// nothing is found, and conversations that break it, in which it speaks with
// its own outcome, source and way to mend, and no rule speaks that may not.
func TestNamedRules(t *testing.T) {
	named := map[string]anvisning.Named{}
	for _, n := range anvisning.NamedRules() {
		named[n.ID] = n
	}
	for _, k := range slices.Concat(identityTalks(t), stateTalks(t), relationTalks(t), endingTalks(t), referenceTalks(t), registerTalks(t), removalTalks(t),
		valueTalks(t), acrossTalks(t), missedTalks(t), proseTalks(t), clauseTalks(t), clauseRelationTalks(t), clauseTextTalks(t), titleTalks(t)) {
		n, ok := named[k.rule]
		if !ok {
			t.Errorf("there is no rule %s, or it is told of twice", k.rule)
			continue
		}
		delete(named, k.rule)
		if len(k.keeps) == 0 || len(k.breaks) == 0 {
			t.Errorf("%s is not kept, or not broken", k.rule)
		}
		for i, turns := range k.keeps {
			for _, f := range converse(t, turns...) {
				t.Errorf("%s, kept (%d): %s: %s", k.rule, i+1, f.Rule, f.Message)
			}
		}
		for _, b := range k.breaks {
			t.Run(k.rule+"/"+b.name, func(t *testing.T) { b.check(t, n) })
		}
	}
	for id := range named {
		t.Errorf("%s has no conversation: tell one in the named_*_test.go of its family", id)
	}
}

func (b broken) check(t *testing.T, n anvisning.Named) {
	t.Helper()
	var rules []string
	for _, f := range converse(t, b.turns...) {
		rules = append(rules, f.Rule)
		if f.Rule == n.ID && (f.Outcome != n.Outcome || f.Source != n.Source) {
			t.Errorf("%s speaks with %s, %s", f.Rule, f.Outcome, f.Source)
		}
		if f.Rule != n.ID && !anvisning.Among(f.Rule, n.MayFollow) {
			t.Errorf("%s may not speak with %s: %s", f.Rule, n.ID, f.Message)
		}
		if f.Line == 0 || f.Path == "" || f.Message == "" || f.Expected == "" || f.Actual == "" || f.Fix == "" || f.Capability == "" {
			t.Errorf("%s does not say enough: %+v", f.Rule, f)
		}
	}
	want := append([]string{n.ID}, b.rules...)
	slices.Sort(rules)
	slices.Sort(want)
	if !slices.Equal(rules, want) {
		t.Errorf("found %v, want %v", rules, want)
	}
}

// TestNamedRulesSayWhatTheyAre: the catalogue is complete, and each rule is
// there once.
func TestNamedRulesSayWhatTheyAre(t *testing.T) {
	seen := map[string]bool{}
	for _, n := range anvisning.NamedRules() {
		if n.ID == "" || n.Source == "" || n.Text == "" || n.Fix == "" || n.Outcome == verdict.Pass || seen[n.ID] {
			t.Errorf("%s is incomplete, or there twice", n.ID)
		}
		seen[n.ID] = true
	}
}

func identityTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	namesake := change(t, sag, sagA, sagB)
	inner := func(m string) string { return cutOut(t, m, "<sdi:SagIndeks>", "</sdi:SagIndeks>") }
	both := func(a, b string) string { return change(t, a, inner(a), inner(a)+inner(b)) }
	rename := func(key string) turn {
		return send(opdater("Sag", sagA, "<sag:AttributListe><sag:Egenskaber>"+virkning("sag", later, "")+
			"<sag:BrugervendtNoegle>"+key+"</sag:BrugervendtNoegle><sag:Sagsnummer>"+key+
			"</sag:Sagsnummer><sag:Titel>Ny titel</sag:Titel></sag:Egenskaber></sag:AttributListe>"))
	}
	return []talk{
		{"sag.egenskaber.noegle-lig-sagsnummer", [][]turn{{send(sag)}, {send(change(t, dok, "<di:Dokumentnummer>2026", "<di:Dokumentnummer>D2026"))}},
			[]broken{one("two numbers", send(edit{from: "<sag:Sagsnummer>2026", to: "<sag:Sagsnummer>2025"}.apply(t, sag)))}},
		{"identitet.uuid", [][]turn{{send(sag), send(dok), send(second)}, {send(both(sag, second))}}, []broken{
			one("a document with a case's", send(sag), send(change(t, dok, dokA, sagA))).also("indeks.afvist"),
			one("two cases in a message", send(both(sag, change(t, second, sagB, sagA)))).also("indeks.afvist"),
			one("a document updated as a case", send(dok), send(opdater("Sag", dokA, ""))).also("indeks.afvist"),
		}},
		{"identitet.brugervendtnoegle", [][]turn{
			{send(sag), send(change(t, dok, "2026-000008-1", "2026-000001"))},
			{send(sag), nabo(namesake), rename("2026-000001")}, // the other took it
			{send(sag), rename("2026-000003"), send(change(t, namesake, born, last))},
		}, []broken{
			one("the neighbour's", nabo(namesake), send(sag)),
			one("changed to another's", send(sag), send(second), rename("2026-000002")),
			one("two in a message", send(both(sag, namesake))),
			one("of a document", send(dok), send(change(t, dok, dokA, dokB))),
		}},
		{"vilkaar.fysisk-fjernelse", [][]turn{{send(sag), send(fjern(sagA))}}, []broken{
			one("passive", send(change(t, sag, ">Importeret<", ">Passiveret<"))).also("sag.registrering.livscykluskode"),
			one("deleted", send(change(t, dok, ">Importeret<", ">Slettet<"))).also("dokument.registrering.livscykluskode"),
		}},
		{"virkning.aktoer-og-type",
			[][]turn{{send(sag)}, {send(change(t, sag, uid(laura), urn("urn:oio:it-system-uuid:"+system), ">Bruger<", ">ItSystem<"))}}, []broken{
				one("a user as a system", send(edit{from: ">Bruger<", to: ">ItSystem<"}.apply(t, sag))),
				one("a system as a user, everywhere", send(change(t, sag, uid(laura), urn("urn:oio:it-system-uuid:"+system)))),
			}},
	}
}

func stateTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	states := func(fremdrift ...string) turn {
		all := ""
		for _, f := range fremdrift {
			all += "<sag:Fremdrift>" + f + "</sag:Fremdrift>"
		}
		return send(opdater("Sag", sagA, "<sag:TilstandListe>"+all+"</sag:TilstandListe>"))
	}
	state := func(kode, fra, til string) string {
		return virkning("sag", fra, til) + "<sag:FremdriftStatusKode>" + kode + "</sag:FremdriftStatusKode>"
	}
	indeks := func(til, content string) turn {
		return send(opdater("Sag", sagA, "<sag:AttributListe><gd:LokalUdvidelseListe><si:SagIndeksEgenskaber>"+virkning("gd", later, til)+content+
			"</si:SagIndeksEgenskaber></gd:LokalUdvidelseListe></sag:AttributListe>"))
	}
	const status, secret = "<si:Sagsstatus>Afventer</si:Sagsstatus>", "<si:Foelsomhed>VIP_SAGER</si:Foelsomhed>"
	egenskaber := func(fra, til, foelsomhed string) turn {
		return send(opdater("Dokument", dokA, "<di:AttributListe><di:Egenskaber>"+virkning("di", fra, til)+"<di:BrugervendtNoegle>2026-000008-1"+
			"</di:BrugervendtNoegle><di:Titel>Ansøgning</di:Titel><di:BrevDato>2026-01-12</di:BrevDato><di:Dokumentnummer>2026-000008-1</di:Dokumentnummer>"+
			foelsomhed+"<di:Type>Brev, indgaaende</di:Type></di:Egenskaber></di:AttributListe>"))
	}
	const open = "<di:Foelsomhed>IKKE_FORTROLIGE_DATA</di:Foelsomhed>"
	const dokBorn = "2026-11-24T03:05:37.409+01:00"
	return []talk{
		{"sag.tilstand.historik", [][]turn{{send(sag), states(state("Afsluttet", later, ""))},
			{send(sag), states(state("Afgjort", later, last), state("Afsluttet", last, ""))}, {send(dok)}}, []broken{
			one("never arose", send(edit{from: "FremdriftStatusKode>Opstaaet", to: "FremdriftStatusKode>Oplyst"}.apply(t, sag))),
			one("a hole", send(sag), states(state("Opstaaet", born, later), state("Afsluttet", last, ""))),
			one("an overlap", send(sag), states(state("Afgjort", later, ""), state("Afsluttet", last, ""))),
			one("no present state", send(sag), states(state("Opstaaet", born, last))),
		}},
		{"ob1.fjernet", [][]turn{{send(dok), egenskaber(dokBorn, last, open), egenskaber(last, "", open)}, {send(sag), indeks("", status+secret)},
			{send(sag), indeks(last, secret)}, {send(dok), egenskaber(later, "", open)},
			{send(sag), indeks("", status)}, {send(sag), indeks(last, status)}, {send(dok), egenskaber(later, "", "")}, // the row does not ask for it again
		}, []broken{
			one("the properties of a document", send(dok), egenskaber(dokBorn, last, open)),
		}},
	}
}

// handler is the extension of a relation to one who handles a case.
func handler(name string) string {
	return "<gd:LokalUdvidelseListe><si:SagsaktoerLokalUdvidelse><si:FuldtNavn>" + name +
		"</si:FuldtNavn><si:CVR-Nummer>11111111</si:CVR-Nummer></si:SagsaktoerLokalUdvidelse></gd:LokalUdvidelseListe>"
}

var longAgo = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
