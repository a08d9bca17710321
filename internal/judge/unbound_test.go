package judge_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/index"
	"klarmeld/internal/verdict"
)

// emptySag and emptyDokument are a search without a criterion; inside says what
// stands before the lists.
func emptySag(inside string) string {
	return "<sdi:SoegSag>" + inside + "<sag:AttributListe/><sag:TilstandListe/><sag:RelationListe/></sdi:SoegSag>"
}

func emptyDokument(inside string) string {
	return "<sdi:SoegDokument>" + inside + "<di:AttributListe/><di:TilstandListe/><di:RelationListe/></sdi:SoegDokument>"
}

func allOf(name string, content ...string) string {
	return "<sdi:" + name + ">" + strings.Join(content, "") + "</sdi:" + name + ">"
}

const (
	opOR       = "<sdi:operation>OR</sdi:operation>"
	opAND      = "<sdi:operation>AND</sdi:operation>"
	noLimit    = "<sd:GraenseIndikator>true</sd:GraenseIndikator>"
	unlimited  = "<sd:SoegVirkning><sd:FraTidspunkt>" + noLimit + "</sd:FraTidspunkt><sd:TilTidspunkt>" + noLimit + "</sd:TilTidspunkt></sd:SoegVirkning>"
	everMade   = "<sd:SoegRegistrering><sd:FraTidspunkt>" + noLimit + "</sd:FraTidspunkt></sd:SoegRegistrering>"
	firstPage  = "<sd:FoersteResultatReference>0</sd:FoersteResultatReference><sd:MaksimalAntalKvantitet>10</sd:MaksimalAntalKvantitet>"
	secondPage = "<sd:FoersteResultatReference>1</sd:FoersteResultatReference><sd:MaksimalAntalKvantitet>10</sd:MaksimalAntalKvantitet>"
)

const nsGo = ` xmlns:go="urn:oio:sts:generelleoperationer:6"`

// interval is a search for cases that were made or changed until an end.
func interval(t *testing.T, name, til string) string {
	return change(t, emptySag(""), "<sag:AttributListe/>",
		"<sag:AttributListe><gd:LokalUdvidelseListe><si:SoegEgenskaberLokalUdvidelse><si:"+name+"><go:TilTidspunkt"+nsGo+">"+til+
			"</go:TilTidspunkt></si:"+name+"></si:SoegEgenskaberLokalUdvidelse></gd:LokalUdvidelseListe></sag:AttributListe>")
}

// removal is a fjern with a SoegUdtryk, and what is found in it.
type removal struct {
	name, named, criteria string
	outcome               verdict.Outcome
	says                  string
}

// bound is a search for one case.
func bound() string { return soegSag("2026-000001") }

// unboundRemovals say nowhere which objects they are about.
func unboundRemovals(t *testing.T) []removal {
	bound, sag, dok := bound(), emptySag(""), emptyDokument("")
	cases, documents, both := "der udvælger sager:", "der udvælger dokumenter:", "der udvælger sager eller dokumenter:"
	return []removal{
		{"empty lists: cases", "", sag, verdict.Fail, cases},
		{"empty lists: documents", "", dok, verdict.Fail, documents},
		{"both kinds", "", opOR + sag + dok, verdict.Fail, both},
		{"both kinds by AND: every case with a document, and those", "", opAND + sag + dok, verdict.Fail, both},
		{"an empty list in a list", "", change(t, sag, "<sag:AttributListe/>", "<sag:AttributListe><gd:LokalUdvidelseListe/></sag:AttributListe>"),
			verdict.Fail, cases},
		{"an empty SoegRegistrering and SoegVirkning", "", emptySag("<sd:SoegRegistrering/><sd:SoegVirkning/>"), verdict.Fail, cases},
		{"a virkning without limits", "", emptySag(unlimited), verdict.Fail, cases},
		{"a registration without limits", "", emptySag(everMade), verdict.Fail, cases},
		{"received without limits", "", emptySag("<go:SoegStsTilTidspunkt" + nsGo + ">" + noLimit + "</go:SoegStsTilTidspunkt>"), verdict.Fail, cases},
		{"changed without limits", "", interval(t, "SenestAendretInterval", noLimit), verdict.Fail, cases},
		{"made without limits", "", interval(t, "OprettetTidspunktInterval", noLimit), verdict.Fail, cases},
		{"a page of everything", "", emptySag(firstPage), verdict.Fail, cases},
		{"OR, one side empty", "", opOR + bound + sag, verdict.Fail, cases},
		{"OR, the other kind's side empty", "", opOR + bound + dok, verdict.Fail, documents},
		{"OR, an empty side deep down", "", opOR + bound + allOf("SoegUdtryk", allOf("SoegUdtryk", dok)), verdict.Fail, documents},
		{"OR, a side of two empty ones", "", opOR + bound + allOf("SoegUdtryk", sag, dok), verdict.Fail, both},
		{"AND of two empty ones", "", sag + sag, verdict.Fail, cases},
		{"NOT NOT of an empty one", "", allOf("NOT", allOf("NOT", sag)), verdict.Fail, cases},
		{"NOT of an AND with the opposite of an empty one", "", allOf("NOT", bound, allOf("NOT", sag)), verdict.Fail, cases},
		{"nothing but NOT of an empty one", "", allOf("NOT", sag), verdict.Fail, "NOT står om et led uden"},
		{"nothing but NOT of two empty ones", "", allOf("NOT", opOR, sag, dok), verdict.Fail, "NOT står om et led uden"},
		{"NOT of empty ones beside an empty one", "", sag + allOf("NOT", sag), verdict.Fail, "NOT står om et led uden"},
		{"a case is named, the documents are not", uid(sagA), dok, verdict.Fail, documents},
	}
}

// unsupportedRemovals are what klarmeld cannot carry out.
func unsupportedRemovals(t *testing.T) []removal {
	bound, sag, dok := bound(), emptySag(""), emptyDokument("")
	deep := bound
	for range 60 {
		deep = allOf("SoegUdtryk", deep)
	}
	version3 := change(t, sag, "<sag:RelationListe/>", "<sag:RelationListe><gd:LokalUdvidelseListe><sd:SoegEjer/></gd:LokalUdvidelseListe></sag:RelationListe>")
	return []removal{
		{"AND, one side empty", "", bound + dok, verdict.NotTried, "klarmeld kan ikke fjerne"},
		{"AND of kinds, the other side empty", "", sag + soegDokument("2026-000008-1"), verdict.NotTried, "klarmeld kan ikke fjerne"},
		{"NOT of an empty one beside a criterion", "", bound + allOf("NOT", sag), verdict.NotTried, "klarmeld kan ikke fjerne"},
		{"OR, and NOT of an empty one", "", opOR + bound + allOf("NOT", dok), verdict.NotTried, "klarmeld kan ikke fjerne"},
		{"the case is named", uid(sagA), sag, verdict.NotTried, "klarmeld kan ikke fjerne"},
		{"too deep", "", deep, verdict.NotTried, "niveauer"},
		{"a criterion of version 3", "", version3, verdict.NotTried, "SoegEjer"},
		{"two pages", "", opOR + change(t, bound, "<sdi:SoegSag>", "<sdi:SoegSag>"+firstPage) + change(t, bound, "<sdi:SoegSag>", "<sdi:SoegSag>"+secondPage),
			verdict.NotTried, "FoersteResultatReference"},
	}
}

// boundRemovals say which objects they are about, and find none.
func boundRemovals(t *testing.T) []removal {
	return []removal{
		{"bound, and finds nothing", "", soegSag("2026-000009"), verdict.Information, "fandt intet"},
		{"changed before a time", "", interval(t, "SenestAendretInterval", "<sd:TidsstempelDatoTid>2020-01-01T00:00:00Z</sd:TidsstempelDatoTid>"),
			verdict.Information, "fandt intet"},
		{"made before a time", "", interval(t, "OprettetTidspunktInterval", "<sd:TidsstempelDatoTid>1990-01-01T00:00:00Z</sd:TidsstempelDatoTid>"),
			verdict.Information, "fandt intet"},
		{"registered by a user", "", emptySag("<sd:SoegRegistrering><sd:BrugerRef>" + uid(nobody) + "</sd:BrugerRef></sd:SoegRegistrering>"),
			verdict.Information, "fandt intet"},
		{"registered as something", "", emptySag("<sd:SoegRegistrering><sd:LivscyklusKode>Slettet</sd:LivscyklusKode></sd:SoegRegistrering>"),
			verdict.Information, "fandt intet"},
		{"by an actor", "", emptySag("<sd:SoegVirkning><sd:AktoerTypeKode>Organisation</sd:AktoerTypeKode></sd:SoegVirkning>"), verdict.Information, "fandt intet"},
		{"documents without a case, and there are none", "",
			"<sdi:SoegSagsloeseDokumenter><di:AttributListe/><di:TilstandListe/><di:RelationListe/></sdi:SoegSagsloeseDokumenter>", verdict.Information, "fandt intet"},
		{"a page that is no number", "", change(t, bound(), "<sdi:SoegSag>", "<sdi:SoegSag><sd:FoersteResultatReference>-1</sd:FoersteResultatReference>"),
			verdict.Fail, "helt tal"},
	}
}

// TestRemovalThatBindsNothing: a valid fjern that would empty the real index is
// the sender's mistake; what klarmeld cannot do is not.
func TestRemovalThatBindsNothing(t *testing.T) {
	for _, c := range slices.Concat(unboundRemovals(t), unsupportedRemovals(t), boundRemovals(t)) {
		t.Run(c.name, func(t *testing.T) {
			named := ""
			if c.named != "" {
				named = allOf("SagUuid", c.named)
			}
			asked := change(t, fjernFound(c.criteria), "<sdi:SoegUdtryk>"+c.criteria, named+"<sdi:SoegUdtryk>"+c.criteria)
			found := converse(t, send(message(t, "sag")), send(asked))
			if len(found) != 1 {
				t.Fatalf("%d findings: %+v", len(found), found)
			}
			f := found[0]
			if f.Rule != "indeks.afvist" || f.Outcome != c.outcome || !strings.Contains(f.Message, c.says) {
				t.Errorf("%s, %s: %s", f.Rule, f.Outcome, f.Message)
			}
			if mine := strings.Contains(f.Message, "klarmeld kan ikke"); mine != (c.outcome == verdict.NotTried) {
				t.Errorf("%s, and it says %q", f.Outcome, f.Message)
			}
			if strings.Contains(c.says, "udvælger") &&
				(!strings.Contains(f.Message, "rigtige indeks") || !strings.Contains(f.Fix, "SagUuid") || !strings.Contains(f.Fix, "kriterium")) {
				t.Errorf("it does not say what it would have done, or how to mend it: %s %s", f.Message, f.Fix)
			}
			if f.Line == 0 || f.Path == "" || f.Source == "" || f.Expected == "" || f.Actual == "" || f.Fix == "" {
				t.Errorf("does not say enough: %+v", f)
			}
			// Nothing was removed: the case is there still.
			again := converse(t, send(message(t, "sag")), send(asked), send(otherwise(t, message(t, "sag"))))
			if last := again[len(again)-1]; len(again) != 2 || outcome(last) != "fejl 49" {
				t.Errorf("the case went: %+v", again)
			}
		})
	}
}

// TestRemovalThatBreaksTheContract: a SoegSag without its lists is refused by
// the schema, whatever it would have found.
func TestRemovalThatBreaksTheContract(t *testing.T) {
	refused := func(s *stage) {
		message := fjernFound("<sdi:SoegSag/>")
		resp, err := (&http.Client{Transport: s.system}).Post(baseURL+index.Paths[0], s.contentType(index.Paths[0], message), strings.NewReader(message))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			t.Errorf("it was taken")
		}
	}
	found := converse(t, refused)
	if len(found) == 0 {
		t.Fatal("nothing was found")
	}
	for _, f := range found {
		if f.Outcome != verdict.Fail || !strings.HasPrefix(f.Rule, "kontrakt.") {
			t.Errorf("%s, %s: %s", f.Rule, f.Outcome, f.Message)
		}
	}
}
