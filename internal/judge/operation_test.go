package judge_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
)

// call lets the system send a message to SagIndeks or DokumentIndeks.
func call(service, element, content string) turn {
	return func(s *stage) {
		s.post(s.system, "/"+service+"/6", envelope("<"+element+" "+namespaces+">"+content+"</"+element+">"))
	}
}

// kasser removes relations of a case.
func kasser(id string, relations ...string) turn {
	return call("sagindeks", "si:KasserInput", "<si:Kasser><sag:ObjektType>"+uid(id)+"</sag:ObjektType><sag:Registrering><sag:AttributListe/><sag:TilstandListe/>"+
		sagRelationer(relations...)+"</sag:Registrering></si:Kasser>")
}

// TestOperations: what SagIndeks and DokumentIndeks change, the judge's index
// changes too, and its rules speak of it.
func TestOperations(t *testing.T) {
	sag, dok := message(t, "sag"), message(t, "dokument")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	namesake := change(t, sag, sagA, sagB)
	over := relation(t, "sag:Sagsrelation", "Oversag", "Sag", "", uid(sagB), later, "", "")
	linked := []turn{send(sag), send(second), send(opdater("Sag", sagA, sagRelationer(over)))}
	handled := relation(t, "sag:Sagsaktoer", "Primær behandler", "Bruger", "", uid(laura), later, "", handler("Laura Sand"))
	after := func(turns ...turn) []turn { return slices.Concat(linked, turns) }
	for _, c := range []struct {
		name  string
		turns []turn
		want  []string
	}{
		{"AM-03, and then the removal", after(kasser(sagA, over), send(fjern(sagB))), nil},
		{"the removal, and then AM-03", after(send(fjern(sagB)), kasser(sagA, over)), nil},
		{"without the reference", after(send(fjern(sagB)), kasser(sagA, change(t, over, "<gd:ReferenceID>"+uid(sagB)+"</gd:ReferenceID>", ""))), nil},
		{"AM-03 of another relation", after(kasser(sagA, strings.Replace(over, uid(sagB), uid(nobody), 1))), []string{"indeks.afvist"}},
		{"it leaves the rest behind", after(send(opdater("Sag", sagA, sagRelationer(handled))), kasser(sagA, handled), send(fjern(sagB))),
			[]string{"fjern.relation-efterladt"}},
		{"removed by SagIndeks", after(call("sagindeks", "si:FjernInput", uid(sagB))), []string{"fjern.relation-efterladt"}},
		{"both removed by SagIndeks", after(call("sagindeks", "si:FjernInput", uid(sagB)), call("sagindeks", "si:FjernInput", uid(sagA))), nil},
		{"a document removed by DokumentIndeks", []turn{send(dok), call("dokumentindeks", "di:FjernInput", uid(dokA)), send(dok)}, nil},
		{"removed, and its key is free", []turn{send(sag), call("sagindeks", "si:FjernInput", uid(sagA)), send(namesake)}, []string{"identitet.nummer-genbrugt"}},
		{"removed twice", []turn{send(sag), call("sagindeks", "si:FjernInput", uid(sagA)), call("sagindeks", "si:FjernInput", uid(sagA))},
			[]string{"indeks.allerede-fjernet"}},
		{"passive", []turn{send(sag), call("sagindeks", "sag:PassiverInput", uid(sagA))}, []string{"vilkaar.fysisk-fjernelse"}},
		{"deleted", []turn{send(dok), call("dokumentindeks", "di:SletInput", uid(dokA))}, []string{"vilkaar.fysisk-fjernelse"}},
		{"never there", []turn{call("dokumentindeks", "di:SletInput", uid(dokA))}, []string{"indeks.afvist"}},
		{"looked for", []turn{send(sag), call("sagindeks", "si:LaesInput", uid(sagB)), call("sagindeks", "si:ListInput", uid(sagA))}, nil},
	} {
		var got []string
		for _, f := range converse(t, c.turns...) {
			got = append(got, f.Rule)
			if f.Line == 0 || f.Message == "" || f.Expected == "" || f.Actual == "" || f.Fix == "" || f.Source == "" {
				t.Errorf("%s: %s does not say enough: %+v", c.name, f.Rule, f)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: found %v, want %v", c.name, got, c.want)
		}
	}
}

// TestInferredAction: a SOAPAction that is not the one we guessed is held
// against nobody.
func TestInferredAction(t *testing.T) {
	laes := func(s *stage) {
		req, err := http.NewRequest(http.MethodPost, baseURL+"/sagindeks/6",
			bytes.NewReader([]byte(envelope("<si:LaesInput "+namespaces+">"+uid(sagA)+"</si:LaesInput>"))))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", `application/soap+xml; charset=utf-8; action="http://kombit.dk/sts/sag/laes"`)
		resp, err := (&http.Client{Transport: s.system}).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	found := converse(t, laes)
	if len(found) != 1 || found[0].Rule != "soap.action" || found[0].Outcome != verdict.Information {
		t.Errorf("found %+v", found)
	}
}
