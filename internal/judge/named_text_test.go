package judge_test

import (
	"strings"
	"testing"
)

// textTalks are of how texts are written.
func textTalks(t *testing.T) []talk {
	sag, dok := message(t, "sag"), message(t, "dokument")
	described := func(text string) []turn {
		return []turn{send(change(t, sag, "<sag:Sagsnummer>", "<sag:Beskrivelse>"+text+"</sag:Beskrivelse><sag:Sagsnummer>"))}
	}
	law := func(text string) []turn {
		return []turn{send(change(t, sag, "<sag:Sagsnummer>", "<sag:HjemmelSpecifikation>"+text+"</sag:HjemmelSpecifikation><sag:Sagsnummer>"))}
	}
	party := func(name string) []turn {
		return []turn{send(sag), send(opdater("Sag", sagA, sagRelationer(strings.Replace(partyUntil(t, ""), "Godtfred Lund", name, 1))))}
	}
	user := func(ref string) []turn { return []turn{send(change(t, sag, uid(laura), urn(ref)))} }
	small := func(name string) broken { return broken{name: name, turns: party(name)} }
	lawless := func(text string) broken { return broken{name: text, turns: law(text)} }
	lines := func(name, text string) broken { return broken{name: name, turns: described(text)} }
	return []talk{
		{"vaerdi.blanktegn", [][]turn{
			{send(sag), send(dok)},
			{send(change(t, sag, ">Aftale om", "> Aftale om"))}, // a title is read, not looked up
			{send(change(t, sag, ">true<", "> true\n<"))},       // XML Schema lets these go
			{send(change(t, sag, ">2026-11-24T03:01:00.783+01:00<", "> 2026-11-24T03:01:00.783+01:00 <"))},
			party(" Godtfred Lund "),
		}, []broken{
			one("KLE", send(change(t, sag, ">27.35.04<", "> 27.35.04<"))), one("KLE, afterwards", send(change(t, sag, ">27.35.04<", ">27.35.04 <"))),
			one("a handlingsfacet", send(change(t, sag, ">G01<", ">\n\tG01\n<"))), one("a document's KLE", send(change(t, dok, ">27.35.04<", ">27.35.04\t<"))),
			one("a case's number", send(change(t, sag, "Sagsnummer>2026-000001<", "Sagsnummer> 2026-000001<"))),
			one("a case's key", send(change(t, sag, "sag:BrugervendtNoegle>2026-000001<", "sag:BrugervendtNoegle>2026-000001 <"))),
			one("a document's number", send(change(t, dok, "Dokumentnummer>2026-000008-1<", "Dokumentnummer>2026-000008-1 <"))),
			one("an Indeks", send(sag), send(opdater("Sag", sagA, sagRelationer(strings.Replace(partyUntil(t, ""), ">7<", ">7 <", 1))))),
			one("a party", send(sag), send(opdater("Sag", sagA, sagRelationer(strings.Replace(partyUntil(t, ""), "0123456789<", "0123456789 <", 1))))),
			one("a retention code", send(change(t, sag, "<sag:Sagsnummer>", "<sag:Kassationskode> B</sag:Kassationskode><sag:Sagsnummer>"))),
		}},
		{"tekst.linjeskift", [][]turn{described("Én linje"), described("To&#13;\nlinjer"), described("To&#xD;&#xA;linjer")}, []broken{
			lines("LF", "To\nlinjer"), lines("a character reference", "To&#10;linjer"), lines("one of two", "Tre&#13;\nlinjer\ni alt"),
			lines("CR LF, which a reader makes LF", "To\r\nlinjer"),
		}},
		{"sag.navn.stort-bogstav", [][]turn{party("Karen de Neergaard"), party("de Neergaard"), party("Anna van der Berg"), party("Jean-Luc d'Estaing"),
			party("ØSTER ÅSE"), party("Åse 2. Lund"), user("urn:oio:korsbaek:brugerid:kbk0001")},
			[]broken{small("karen lund"), small("Karen lund"), small("øjvind Lund"), small("Karen de neergaard")}},
		{"tekst.paragraftegn", [][]turn{law("LBK om varmeforsyning (Varmeforsyningsloven) § 4, Stk. 2"), law("Serviceloven §§ 79 – 81"),
			law("Serviceloven §§ 79 og 81"), law("Serviceloven kapitel 16"), law("Serviceloven"), law("Serviceloven § 79 a"), law("LBK nr. 170 af 24/01/2022")},
			[]broken{lawless("Serviceloven paragraf 79"), lawless("Serviceloven par. 79"), lawless("Serviceloven 79, stk. 2"), lawless("Serviceloven § 79 – 81"),
				lawless("Serviceloven § 79 og 81")}},
	}
}
