package judge_test

import (
	"strings"
	"testing"

	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

// TestSuggestions: a finding that can be mended by a change we can compute
// shows the change, and says whether the value in it is a model.
func TestSuggestions(t *testing.T) {
	const zone = `<sd:Tidspunkt>2026-11-24T03:01:00.805`
	for _, c := range []struct {
		name, message string
		edits         []edit
		rule          string
		lines         []string // each must be there; none: no suggestion
		example       bool
	}{
		{"a time gets the Danish zone", "sag", []edit{{from: "+01:00</sd:Tidspunkt>", to: "</sd:Tidspunkt>"}}, "sag.registrering.tidspunkt",
			[]string{"- ", "+ ", zone + "+01:00<"}, false},
		{"the anvisninger's own way to write a zone", "sag", []edit{{from: "+01:00</sd:Tidspunkt>", to: "+01.00</sd:Tidspunkt>"}}, "sag.registrering.tidspunkt",
			[]string{zone + "+01:00<"}, false},
		{"a line break goes", "sag", []edit{{from: "Aftale om", to: "Aftale\nom"}}, "sag.egenskaber.titel",
			[]string{"<sag:Titel>Aftale om forebyggende hjemmebesøg<"}, false},
		{"a title is only a model", "sag", []edit{{from: "<sag:Titel>Aftale om forebyggende hjemmebesøg</sag:Titel>"}}, "sag.egenskaber.titel", []string{"+ "}, true},
		{"what must not be there goes", "sag", []edit{{from: "<gd:ReferenceID>", to: "<gd:Indeks>1</gd:Indeks><gd:ReferenceID>"}}, "sag.sagsaktoer.ejer.indeks",
			[]string{"- ", "<gd:Indeks>1</gd:Indeks>"}, false},
		{"one number for both", "sag", []edit{{from: "<sag:Sagsnummer>2026", to: "<sag:Sagsnummer>2025"}}, "sag.egenskaber.noegle-lig-sagsnummer",
			[]string{"- ", "+ ", "<sag:BrugervendtNoegle>2025"}, true},
		{"a type that is public", "sag", []edit{{from: "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa", to: "c5fc3b3b-5197-49ee-92e6-ae6ba1957174"}},
			"sag.sagsaktoer.ejer.type", []string{"bc6972cd-8f2b-4b9d-8d37-62916d6a71aa"}, false},
		{"a note that was not encoded", "journalnotat", []edit{{from: "<sag:Notat>Qm9yZ2VyZW4gcmluZ2VkZSBvZyBiZWtyw6ZmdGVkZSBiZXPDuGdldCBww6UgdG9yc2RhZy4=",
			to: "<sag:Notat>Aftale om tid."}}, "sag.journalpost.journalnotat.notat", []string{"+ ", "<sag:Notat>… "}, false},
		{"an order of elements", "sag", []edit{{from: "<sag:Sagsnummer>", to: "<sag:Titel>Aftale om forebyggende hjemmebesøg</sag:Titel><sag:Sagsnummer>"},
			{from: "<sag:Titel>Aftale om forebyggende hjemmebesøg</sag:Titel>", n: 2}}, "kontrakt.order", []string{"- ", "+ "}, false},
		{"nobody can make up a user", "sag", []edit{{from: "<sd:UUIDIdentifikator>7fada7f9-3c2e-5c7c-a32e-f08f04088c2d</sd:UUIDIdentifikator>",
			to: "<sd:URNIdentifikator>x</sd:URNIdentifikator>"}}, "sag.registrering.brugerref", nil, false},
		{"a placeholder of ours is no suggestion", "dokument", []edit{{from: "55949a6b-5af1-52f3-adeb-270c49cc8313", to: "bc6972cd-8f2b-4b9d-8d37-62916d6a71aa"}},
			"dokument.dokumentaktoer.ejer.forekomst", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := message(t, c.message)
			for _, e := range c.edits {
				m = e.apply(t, m)
			}
			f := found(t, m, c.rule)
			if len(c.lines) == 0 && f.Suggestion != "" {
				t.Errorf("suggested:\n%s", f.Suggestion)
			}
			for _, l := range c.lines {
				if !strings.Contains(f.Suggestion, l) {
					t.Errorf("the suggestion lacks %q:\n%s", l, f.Suggestion)
				}
			}
			if f.IsExample != c.example {
				t.Errorf("an example: %t", f.IsExample)
			}
		})
	}
}

func found(t *testing.T, message, rule string) verdict.Finding {
	t.Helper()
	roles, _ := registers(t)
	var rules []string
	for _, f := range judge.CheckMessage("besked.xml", []byte(message), roles, nil) {
		if f.Rule == rule {
			return f
		}
		rules = append(rules, f.Rule)
	}
	t.Fatalf("%s was not found; %v were", rule, rules)
	return verdict.Finding{}
}

// TestSuggestedRelation: a relation that is missing is suggested whole, with
// the declarations it needs, so that it can be put in as it stands.
func TestSuggestedRelation(t *testing.T) {
	m := message(t, "sag")
	i := strings.Index(m, "<sag:Sagsaktoer>")
	j := strings.Index(m, "</sag:Sagsaktoer>") + len("</sag:Sagsaktoer>")
	f := found(t, m[:i]+m[j:], "sag.sagsaktoer.ejer.forekomst")
	if !f.IsExample {
		t.Error("the relation is not said to be an example")
	}
	var made []string
	for _, l := range strings.Split(f.Suggestion, "\n") {
		if strings.HasPrefix(l, "+ ") {
			made = append(made, strings.TrimPrefix(l, "+ "))
		}
	}
	put := m[:i] + strings.Join(made, "\n") + m[j:]
	roles, _ := registers(t)
	for _, f := range judge.CheckMessage("besked.xml", []byte(put), roles, nil) {
		t.Errorf("with the suggestion put in: %s: %s", f.Rule, f.Message)
	}
}
