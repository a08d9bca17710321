package judge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/judge"
)

// titled is an update of a case's title from a time.
func titled(t *testing.T, uuid, titel, fra string) string {
	t.Helper()
	m := opdater("Sag", uuid, fmt.Sprintf(`<sag:AttributListe><sag:Egenskaber>%s<sag:BrugervendtNoegle>2026-000001</sag:BrugervendtNoegle>`+
		`<sag:Sagsnummer>2026-000001</sag:Sagsnummer><sag:Titel>%s</sag:Titel></sag:Egenskaber></sag:AttributListe>`, virkning("sag", fra, ""), titel))
	return change(t, m, "<sdi:Tidspunkt>"+last, "<sdi:Tidspunkt>"+fra)
}

// rewritten is the message as another stack writes it: with prefixes of its own, no
// blanks, a comment, and a new header.
func rewritten(t *testing.T, message string) string {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromString(message); err != nil {
		t.Fatal(err)
	}
	doc.FindElement("//TransactionUUID").SetText("6d1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c11")
	body := doc.FindElement("//Body").ChildElements()[0]
	for i, a := range body.Attr {
		if a.Space == "xmlns" {
			body.Attr[i].Key = "p" + a.Key
		}
	}
	var walk func(*etree.Element)
	walk = func(el *etree.Element) {
		el.Space = "p" + el.Space
		for _, c := range el.ChildElements() {
			walk(c)
		}
	}
	walk(body)
	body.InsertChildAt(0, etree.NewComment(" igen "))
	doc.Unindent()
	out, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// heading is the message with a new header.
func heading(t *testing.T, message string) string {
	t.Helper()
	return change(t, message, "<h:TransactionUUID>"+message[strings.Index(message, "<h:TransactionUUID>")+19:strings.Index(message, "</h:TransactionUUID>")],
		"<h:TransactionUUID>6d1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c11")
}

var refused, again, gone = judge.RuleRefused.ID, judge.RuleSentAgain.ID, judge.RuleGone.ID

// repetition is a conversation in which something comes again, and the rules that speak.
type repetition struct {
	name  string
	turns []turn
	want  string
}

// broughtAgain are those of imports and updates.
func broughtAgain(t *testing.T) []repetition {
	sag, dok := message(t, "sag"), message(t, "dokument")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	namesake := change(t, sag, sagA, sagB)
	untitled := change(t, sag, "<sag:Titel>Aftale om forebyggende hjemmebesøg</sag:Titel>", "")
	a, b := titled(t, sagA, "Aftale i november", later), titled(t, sagA, "Aftale i december", last)
	object := func(m string) string {
		return m[strings.Index(m, "<sdi:SagIndeks>"):strings.Index(m, "</sdi:SagIndeks>")] + "</sdi:SagIndeks>"
	}
	twice, both := change(t, sag, "</sdi:SagIndeks>", "</sdi:SagIndeks>"+object(sag)), change(t, sag, "</sdi:SagIndeks>", "</sdi:SagIndeks>"+object(second))
	return []repetition{
		{"an import", []turn{send(sag), send(sag)}, again},
		{"an import, three times", []turn{send(sag), send(sag), send(sag)}, again + " " + again},
		{"an import with a new header", []turn{send(sag), send(heading(t, sag))}, again},
		{"an import, written anew", []turn{send(sag), send(rewritten(t, sag))}, again},
		{"a document's import", []turn{send(dok), send(heading(t, dok))}, again},
		{"an import that says something else", []turn{send(sag), send(otherwise(t, sag))}, refused},
		{"an import after updates", []turn{send(sag), send(a), send(b), send(sag)}, again},
		{"an import with a rule broken", []turn{send(untitled), send(heading(t, untitled))}, "sag.egenskaber.titel " + again},
		{"an import in a larger message", []turn{send(sag), send(both)}, again},
		{"a message of two, one by one", []turn{send(both), send(sag), send(second)}, again + " " + again},
		{"one object twice in a message", []turn{send(twice)}, refused},
		{"an import whose key another has taken since", []turn{send(sag), send(namesake), send(sag)}, "identitet.brugervendtnoegle " + again},
		{"an import that was refused, as another's UUID", []turn{send(sag), send(otherwise(t, sag)), send(otherwise(t, sag))}, refused + " " + refused},
		{"an import of what was removed since is a new one", []turn{send(sag), send(fjern(sagA)), send(sag)}, ""},
		{"an update", []turn{send(sag), send(a), send(a)}, again},
		{"an update, written anew", []turn{send(sag), send(a), send(rewritten(t, a))}, again},
		{"an update that another has followed", []turn{send(sag), send(a), send(b), send(a)}, again},
		{"an update at another time", []turn{send(sag), send(a), send(titled(t, sagA, "Aftale i november", last))}, ""},
		{"an update that was refused, and is then carried out", []turn{send(a), send(sag), send(a)}, refused},
		{"an update that was refused, and is again", []turn{send(a), send(a)}, refused + " " + refused},
		{"an update of what was removed since", []turn{send(sag), send(a), send(fjern(sagA)), send(a)}, gone},
		{"a new update of what was removed", []turn{send(sag), send(fjern(sagA)), send(a)}, refused},
	}
}

// removedAgain are those of removals.
func removedAgain(t *testing.T) []repetition {
	sag, dok := message(t, "sag"), message(t, "dokument")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	over := relation(t, "sag:Sagsrelation", "Oversag", "Sag", "", uid(sagB), later, "", "")
	linked := []turn{send(sag), send(second), send(opdater("Sag", sagA, sagRelationer(over)))}
	filed := relation(t, "sag:Journalpost", "Tilakteret", "Dokument", "1", uid(dokA), later, "", "")
	passive, deleted := call("sagindeks", "sag:PassiverInput", uid(sagA)), call("sagindeks", "sag:SletInput", uid(sagA))
	removed, removedDoc := call("sagindeks", "si:FjernInput", uid(sagA)), call("dokumentindeks", "di:FjernInput", uid(dokA))
	return []repetition{
		{"a removal", []turn{send(sag), send(fjern(sagA)), send(fjern(sagA))}, gone},
		{"a removal in another way", []turn{send(sag), send(fjern(sagA)), removed}, gone},
		{"a removal, the other way round", []turn{send(sag), removed, send(fjern(sagA))}, gone},
		{"a removal by SagIndeks", []turn{send(sag), removed, removed}, gone},
		{"a removal by DokumentIndeks", []turn{send(dok), removedDoc, removedDoc}, gone},
		{"a removal by a search", []turn{send(sag), send(fjernFound(soegSag("2026-000001"))), send(fjernFound(soegSag("2026-000001")))}, refused},
		{"a removal of one that is gone and one that is not", []turn{send(sag), send(second), send(fjern(sagA)), send(fjern(sagA, sagB)), send(second)}, gone},
		{"a removal of a document that followed its case",
			[]turn{send(sag), send(dok), send(opdater("Sag", sagA, sagRelationer(filed))), send(fjern(sagA)), removedDoc}, gone},
		{"a removal of what never was", []turn{send(fjern(sagA))}, refused},
		{"a removal of a document as a case", []turn{send(dok), send(fjern(dokA))}, refused},
		{"a removal of what came back", []turn{send(sag), send(fjern(sagA)), send(sag), send(fjern(sagA)), send(fjern(sagA))}, gone},
		{"AM-03", slices.Concat(linked, []turn{kasser(sagA, over), kasser(sagA, over)}), gone},
		{"AM-03 of one that is gone and one that is not", slices.Concat(linked, []turn{send(dok), send(change(t, opdater("Sag", sagA, sagRelationer(filed)), last,
			"2026-11-26T11:00:00.000+01:00")), kasser(sagA, over), kasser(sagA, over, filed)}), refused},
		{"AM-03 of what never was", slices.Concat(linked, []turn{kasser(sagA, filed)}), refused},
		{"AM-03 on what is gone", slices.Concat(linked, []turn{kasser(sagA, over), send(fjern(sagA)), kasser(sagA, over)}), gone},
		{"what AM-03 took away", slices.Concat(linked, []turn{kasser(sagA, over), linked[2], kasser(sagA, over)}), again + " " + gone},
		{"passive", []turn{send(sag), passive, passive}, "vilkaar.fysisk-fjernelse " + again},
		{"deleted", []turn{send(sag), deleted, deleted}, "vilkaar.fysisk-fjernelse " + again},
		{"passive when it is deleted", []turn{send(sag), deleted, passive}, "vilkaar.fysisk-fjernelse " + refused},
	}
}

// TestSentAgain: what is sent again as it was when it was carried out is known, however
// it is written, and is no fault; nor is the removal of what is gone. What only looks
// like it is what it was.
func TestSentAgain(t *testing.T) {
	for _, c := range slices.Concat(broughtAgain(t), removedAgain(t)) {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range converse(t, c.turns...) {
				got = append(got, f.Rule)
				if f.Line == 0 || f.Path == "" && (f.Rule == again || f.Rule == gone) || f.Message == "" || f.Expected == "" || f.Actual == "" ||
					f.Fix == "" || f.Source == "" {
					t.Errorf("does not say enough: %+v", f)
				}
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("found %q, want %q", strings.Join(got, " "), c.want)
			}
		})
	}
}
