package lookup_test

import (
	"strings"
	"testing"
	"time"

	"klarmeld/internal/municipality"
)

const (
	april = "2026-04-01T00:00:00Z"
	may   = "2026-05-01T00:00:00Z"
	june  = "2026-06-01T00:00:00Z"
	july  = "2026-07-01T00:00:00Z"
)

// changed is Korsbæk with a unit that had another name until May and ended in
// June.
func changed(t *testing.T) (*registers, municipality.Objekt) {
	t.Helper()
	r := korsbaek(t)
	team, ok := r.ByName(municipality.OrganisationEnhed, "Forebyggelsesteamet")
	if !ok {
		t.Fatal("Forebyggelsesteamet is not there")
	}
	for _, c := range []municipality.Event{
		{UUID: team.UUID, NewName: "Sundhedsteamet", Fra: time.Date(2026, time.May, 1, 0, 0, 0, 0, time.UTC)},
		{UUID: team.UUID, Ended: true, Fra: time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)},
	} {
		if err := r.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	return r, team
}

func filtered(fra, til string) string {
	out := ""
	if fra != "" {
		out += instant("VirkningFraFilter", fra)
	}
	if til != "" {
		out += instant("VirkningTilFilter", til)
	}
	return out
}

// TestReadPeriod: laes and list show what holds in the period asked for, from
// its beginning to just before its end, and of two equal ends that instant. A
// relation runs on through a change of name.
func TestReadPeriod(t *testing.T) {
	r, team := changed(t)
	for _, c := range []struct{ name, fra, til, names, states, relations string }{
		{"no filter", "", "", "Forebyggelsesteamet,Sundhedsteamet", "Aktiv,Inaktiv", "2007-01–2026-06"},
		{"before the change", "", may, "Forebyggelsesteamet", "Aktiv", "2007-01–2026-06"},
		{"at the change", may, may, "Sundhedsteamet", "Aktiv", "2007-01–2026-06"},
		{"an instant before", april, april, "Forebyggelsesteamet", "Aktiv", "2007-01–2026-06"},
		{"from the change on", may, "", "Sundhedsteamet", "Aktiv,Inaktiv", "2007-01–2026-06"},
		{"across it", april, june, "Forebyggelsesteamet,Sundhedsteamet", "Aktiv", "2007-01–2026-06"},
		{"at the end", june, june, "", "Inaktiv", ""},
		{"after the end", july, "", "", "Inaktiv", ""},
		{"before it was", "", "1999-01-01T00:00:00Z", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, message := range []string{"LaesInput", "ListInput"} {
				reply := r.ask(t, org("organisationenhed"), message, uuid(team.UUID)+filtered(c.fra, c.til))
				if got := strings.Join(texts(reply, "//EnhedNavn"), ","); status(reply) != "20" || got != c.names {
					t.Errorf("%s: %s, names %q, want %q", message, status(reply), got, c.names)
				}
				if got := strings.Join(texts(reply, "//GyldighedStatusKode"), ","); got != c.states {
					t.Errorf("%s: states %q, want %q", message, got, c.states)
				}
				if got := shownPeriod(strings.Join(texts(reply, "//Overordnet/Virkning//TidsstempelDatoTid"), "–")); got != c.relations {
					t.Errorf("%s: Overordnet %q, want %q", message, got, c.relations)
				}
			}
		})
	}
}

// shownPeriod cuts the points in time down to their months.
func shownPeriod(text string) string {
	var out []string
	for _, at := range strings.Split(text, "–") {
		out = append(out, at[:min(len(at), len("2007-01"))])
	}
	return strings.Join(out, "–")
}

// TestSearchPeriod: a search for a period finds what held in it, under the name
// that it had then; a search for what is not in force finds it from its end on.
func TestSearchPeriod(t *testing.T) {
	r, team := changed(t)
	state := func(code string) string {
		return "<k:TilstandListe><o:Gyldighed" + o6 + "><o:GyldighedStatusKode>" + code + "</o:GyldighedStatusKode></o:Gyldighed></k:TilstandListe>"
	}
	in := func(fra, til string) string {
		out := ""
		if fra != "" {
			out += instant("FraTidspunkt", fra)
		}
		if til != "" {
			out += instant("TilTidspunkt", til)
		}
		return "<sd:SoegVirkning>" + out + "</sd:SoegVirkning>"
	}
	before, after := field("sd:EnhedNavn", "Forebyggelsesteamet"), field("sd:EnhedNavn", "Sundhedsteamet")
	const empty, endless = "<sd:SoegVirkning/>",
		"<sd:SoegVirkning><sd:FraTidspunkt/><sd:TilTidspunkt><sd:GraenseIndikator>true</sd:GraenseIndikator></sd:TilTidspunkt></sd:SoegVirkning>"
	for _, c := range []struct {
		name, content string
		found         bool
	}{
		{"now", after, false},
		{"now, of an empty period", empty + after, false},
		{"at any time", endless + after, true},
		{"then", in(may, june) + after, true},
		{"then, by its older name", in(may, june) + before, false},
		{"earlier, by its older name", in(april, may) + before, true},
		{"at the instant of the change", in(may, may) + after, true},
		{"at the instant of the change, by its older name", in(may, may) + before, false},
		{"when it had ended", in(june, july) + after, false},
		{"active then", in(april, may) + before + state("Aktiv"), true},
		{"active when it had ended", in(june, july) + after + state("Aktiv"), false},
		{"not active", after + state("Inaktiv"), true},
		{"not active, by its older name", before + state("Inaktiv"), false},
		{"not active when it had ended", in(june, july) + after + state("Inaktiv"), true},
		{"not active when it was", in(april, may) + before + state("Inaktiv"), false},
		{"in no state at all", after + state(""), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			reply := r.ask(t, org("organisationenhed"), "SoegInput", c.content)
			want, code := "", "44"
			if c.found {
				want, code = team.UUID, "20"
			}
			if got := strings.Join(texts(reply, "IdListe/UUIDIdentifikator"), ","); status(reply) != code || got != want {
				t.Errorf("%s, found %q, want %s, %q: %v", status(reply), got, code, want, texts(reply, "//FejlbeskedTekst"))
			}
		})
	}
}

// TestMovedUnit: of a unit that has had two parents the one of the period is
// shown, and never both: the schema has room for one.
func TestMovedUnit(t *testing.T) {
	r := korsbaek(t)
	units := r.All(municipality.OrganisationEnhed)
	const id = "aaaaaaaa-0000-4000-8000-000000000001"
	at := func(month time.Month) time.Time { return time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC) }
	under := func(i int) map[string][]string {
		return map[string][]string{municipality.RelOverordnet: {units[i].UUID}}
	}
	if err := r.Apply(municipality.Event{New: &municipality.Objekt{Kind: municipality.OrganisationEnhed, UUID: id, Versions: []municipality.Version{
		{Fra: at(time.January), Til: at(time.May), Noegle: "F", Navn: "Flyttet", Relationer: under(0)},
		{Fra: at(time.May), Noegle: "F", Navn: "Flyttet", Relationer: under(1)},
	}}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, fra, til, want string }{
		{"now", "", "", units[1].UUID}, {"then", april, may, units[0].UUID}, {"at the move", may, may, units[1].UUID},
	} {
		reply := r.ask(t, org("organisationenhed"), "LaesInput", uuid(id)+filtered(c.fra, c.til))
		if got := strings.Join(texts(reply, "//Overordnet/ReferenceID/UUIDIdentifikator"), ","); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
