package judge_test

import (
	"strings"
	"testing"

	"klarmeld/internal/verdict"
)

// fjernFound removes what a SoegUdtryk finds.
func fjernFound(criteria string) string {
	return envelope("<sdi:FjernSagDokumentIndeksInput " + namespaces + "><sdi:SoegUdtryk>" + criteria + "</sdi:SoegUdtryk></sdi:FjernSagDokumentIndeksInput>")
}

func soegSag(key string) string {
	return "<sdi:SoegSag><sag:AttributListe><sag:Egenskaber><sag:BrugervendtNoegle>" + key +
		"</sag:BrugervendtNoegle></sag:Egenskaber></sag:AttributListe><sag:TilstandListe/><sag:RelationListe/></sdi:SoegSag>"
}

func soegDokument(key string) string {
	return "<sdi:SoegDokument><di:AttributListe><di:Egenskaber><di:BrugervendtNoegle>" + key +
		"</di:BrugervendtNoegle></di:Egenskaber></di:AttributListe><di:TilstandListe/><di:RelationListe/></sdi:SoegDokument>"
}

// TestRemovalBySearch: the judge's index loses what the real one lost, and a
// search that goes wrong is laid at the right door.
func TestRemovalBySearch(t *testing.T) {
	sag := message(t, "sag")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	empty := "<sdi:SoegSag><sag:AttributListe/><sag:TilstandListe/><sag:RelationListe/></sdi:SoegSag>"
	backward := change(t, soegSag("2026-000001"), "<sdi:SoegSag>", "<sdi:SoegSag><sd:SoegRegistrering><sd:FraTidspunkt><sd:TidsstempelDatoTid>"+last+
		"</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt><sd:TidsstempelDatoTid>"+born+"</sd:TidsstempelDatoTid></sd:TilTidspunkt></sd:SoegRegistrering>")
	for _, c := range []struct {
		name, criteria string
		want           string // of the removal, and of an import of both again
	}{
		{"finds one", soegSag("2026-000001"), "fejl 49 B"},
		{"finds both", soegSag("2026-00000%"), ""},
		{"finds none", soegSag("2026-000003"), "information 44; fejl 49 A; fejl 49 B"},
		{"would find everything", empty, "fejl 40; fejl 49 A; fejl 49 B"},
		{"asks for the impossible", backward, "fejl 40; fejl 49 A; fejl 49 B"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range converse(t, send(sag), send(second), send(fjernFound(c.criteria)), send(otherwise(t, sag)), send(otherwise(t, second))) {
				if f.Rule != "indeks.afvist" {
					t.Errorf("%s: %s", f.Rule, f.Message)
				}
				if f.Line == 0 || f.Path == "" || f.Source == "" || f.Fix == "" {
					t.Errorf("does not say enough: %+v", f)
				}
				who := map[bool]string{true: " A"}[strings.Contains(f.Message, sagA)] + map[bool]string{true: " B"}[strings.Contains(f.Message, sagB)]
				got = append(got, outcome(f)+who)
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("found %q, want %q", s, c.want)
			}
		})
	}
}

// otherwise is the message with another title: sent after the first, it is no resend of
// it.
func otherwise(t *testing.T, message string) string {
	t.Helper()
	return change(t, message, "forebyggende hjemmebesøg</sag:Titel>", "hjemmebesøg</sag:Titel>")
}

// outcome is how a finding speaks, and of which status code.
func outcome(f verdict.Finding) string {
	return f.Outcome.String() + strings.TrimPrefix(f.Actual, "statuskode")
}
