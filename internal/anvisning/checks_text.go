package anvisning

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/beevik/etree"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// How texts are written.
var (
	RulePadded = Named{ID: "vaerdi.blanktegn", Source: "SagDokObjekt.xsd og Indeksernes XSD'er: xs:string beholder sine blanktegn; " + allObjects +
		", BrugervendtNoegle, Sagsnummer, Dokumentnummer, Indeks, Kassationskode, Format og ReferenceID", Outcome: verdict.Fail,
		Text: "En nøgle, en kode eller en URN har ingen mellemrum, tabulatorer eller linjeskift foran eller bagved: " +
			"de hører med til værdien, og den findes ikke, når der søges på den rigtige.",
		Fix:       "Send værdien uden blanktegn omkring.",
		MayFollow: []string{RuleSameNumber.ID, RuleClass.ID}}
	RuleBreaks = Named{ID: "tekst.linjeskift", Source: allObjects + ", Beskrivelse og NoteTekst: linjeskift er CR LF", Outcome: verdict.Information,
		Text: "Linjeskift i Beskrivelse og NoteTekst er CR LF. En XML-læser gør CR LF til LF alene; kun et CR, der er skrevet &#13;, kommer igennem.",
		Fix:  "Skriv linjeskift som &#13; efterfulgt af et linjeskift."}
	RuleNames = Named{ID: "sag.navn.stort-bogstav", Objekt: oio.Sag, Source: source(oio.Sag, sagPart) + "; " + source(oio.Sag, sagAktoer),
		Outcome: verdict.Information,
		Text:    "Hvert led af en persons navn begynder med stort bogstav, bortset fra led som »de« og »von«.",
		Fix:     "Send navnet, som det skrives, med store begyndelsesbogstaver."}
	RuleParagraph = Named{ID: "tekst.paragraftegn", Source: allObjects + ", HjemmelSpecifikation og OffentlighedUndtagetHjemmelTekst",
		Outcome: verdict.Information,
		Text:    "En henvisning til en paragraf skrives med §, og til flere med §§.",
		Fix:     "Skriv § foran paragraffen, fx »Forvaltningsloven § 15, Stk. 2«, og §§ foran flere."}
)

// textRules are the rules of this file, in a fixed order.
func textRules() []Named { return []Named{RulePadded, RuleBreaks, RuleNames, RuleParagraph} }

// keyed are the elements that hold a key, a code or a URN in an xs:string without a
// pattern: what stands around it is part of it. For the others the contract sees to
// that, or XML Schema lets blanks go.
var keyed = []string{"BrugervendtNoegle", "Sagsnummer", "Dokumentnummer", "Indeks", "Kassationskode", "Format", "URNIdentifikator"}

// padded finds blanks around a value that is looked up as it stands.
func padded(el *etree.Element, value string) *Deviation {
	seen := oio.Trim(value)
	if seen == "" || seen == value || !slices.Contains(keyed, el.Tag) {
		return nil
	}
	var repair *Repair
	if el.Parent() != nil && len(oio.Children(el.Parent(), el.Tag)) == 1 {
		repair = &Repair{At: el.Parent(), Path: el.Tag, Content: seen}
	}
	return valueOf(RulePadded, el, fmt.Sprintf("%s har blanktegn foran eller bagved.", el.Tag), quoted(seen)+", uden blanktegn omkring",
		fmt.Sprintf("%d blanktegn for meget", len(value)-len(seen)), repair)
}

// texts notices how the object's texts are written, each thing once.
func (c *trial) texts() {
	c.Checks++
	breaks := slices.DeleteFunc(slices.Clone(c.plainTexts), func(el *etree.Element) bool { return !bareBreak(oio.Text(el)) })
	if len(breaks) > 0 {
		c.fail(RuleBreaks, breaks[0], oio.Del{},
			fmt.Sprintf("%s har linjeskift, der ikke er CR LF (%d steder i objektet, her det første).", breaks[0].Tag, len(breaks)), "CR LF", "LF", "")
	}
	for _, el := range c.statutes {
		if !unmarked(oio.Text(el)) {
			continue
		}
		c.fail(RuleParagraph, el, oio.Del{}, fmt.Sprintf("%s henviser til en paragraf uden §, eller til flere uden §§.", el.Tag),
			"§ foran en paragraf, §§ foran flere", quoted(oio.Text(el)), "")
	}
	for _, d := range c.dele {
		c.capitals(d)
	}
}

// bareBreak reports whether a text has the end of a line that is not CR LF.
func bareBreak(s string) bool { return strings.Count(s, "\n") != strings.Count(s, "\r\n") }

var (
	paragraphWord = lazyregexp.New(`(?i)(^|[^\pL])(paragraf(fer)?|par\.|pgf\.?|stk\.?)\s*[0-9]`)
	severalMarked = lazyregexp.New(`(^|[^§])§ ?[0-9]+ ?[a-z]? ?(–|-|og) ?[0-9]`)
)

// unmarked reports whether a reference to a paragraph lacks its sign, or one of two.
func unmarked(s string) bool {
	return !strings.Contains(s, "§") && paragraphWord.MatchString(s) || severalMarked.MatchString(s)
}

// personNames are the roles whose row says how a person's name is written, and the type of
// relation that is a person.
var personNames = map[string]map[string]string{
	"Sagspart":   {"Primær part": "Person", "Sekundær part": "Person", "Ydelsesmodtager": "Person"},
	"Sagsaktoer": {"Primær behandler": "Bruger", "Andre behandlere": "Bruger", "Udlånt til": "Bruger"},
}

// particles are words of a name that are written small.
var particles = []string{"de", "den", "der", "des", "du", "da", "di", "do", "dos", "del", "von", "van", "vom", "af", "auf", "zu", "zur", "zum", "la", "le",
	"les", "el", "al", "ul", "bin", "bint", "ibn", "ben", "y", "e", "i",
	"ter", "ten", "te", "til", "og", "und", "in", "of", "the"}

func (c *trial) capitals(d oio.Del) {
	typ := personNames[d.Kind][c.roleOf[d.El]]
	if c.objekt.Type != oio.Sag || typ == "" || c.typeName(d) != typ || c.ending(d) {
		return
	}
	el := oio.Path(d.El, "LokalUdvidelseListe", d.Kind+"LokalUdvidelse", "FuldtNavn")
	name := oio.Text(el)
	for _, word := range strings.Fields(name) {
		if first := []rune(word)[0]; unicode.IsLower(first) && !slices.Contains(particles, word) && !strings.ContainsAny(word, "'’") {
			c.fail(RuleNames, el, d, fmt.Sprintf("Navnet%s har et led, der ikke begynder med stort bogstav.", c.where(d)),
				"stort begyndelsesbogstav i hvert led", quoted(name), "")
			return
		}
	}
}
