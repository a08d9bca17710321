package contract_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
)

// oracle is another implementation of XML Schema 1.0.
type oracle struct {
	name       string
	tools      []string // what must be installed; the first is its name in KLARMELD_REQUIRE
	judge      func(t *testing.T, dir string, messages []message) map[string]verdict
	deviations []deviation
}

// deviation is a case where an oracle goes its own way and the contract that
// of the specification.
type deviation struct {
	why string
	// reads turns an element into one that is, by the specification, what the
	// oracle takes the element for.
	reads    func(el *etree.Element)
	examples []example
}

// example is an element, and whether it is valid by the specification.
type example struct {
	tag, inside string
	valid       bool
}

var (
	dateTags    = []string{"Tidspunkt", "StsTidspunkt", "TidsstempelDatoTid", "SenestAendretTidspunkt", "OprettetTidspunkt", "BrevDato"}
	integerTags = []string{"FoersteResultatReference", "MaksimalAntalKvantitet", "StatusKode", "IndeksIdentifikator", "VersionIdentifikator",
		"UnderversionIdentifikator", "Prioritet", "Antal"}

	manyDigits  = regexp.MustCompile(`\A[ \t\r\n]*[+-]?0*[1-9][0-9]{24,}[ \t\r\n]*\z`)
	astral      = regexp.MustCompile(`[^\x{0}-\x{FFFF}]`)
	boundedType = regexp.MustCompile(`\Axs:(unsigned)?([lL]ong|[iI]nt|[sS]hort|[bB]yte)\z`)
	notBase64   = regexp.MustCompile(`[^A-Za-z0-9+/=]`)
)

func trim(text string) string { return strings.Trim(text, " \t\r\n") }

func allText(el *etree.Element) string {
	text := ""
	for _, c := range el.Child {
		if d, ok := c.(*etree.CharData); ok {
			text += d.Data
		}
	}
	return text
}

// inText reads the text of elements without children.
func inText(reads func(tag, text string) string) func(*etree.Element) {
	return func(el *etree.Element) {
		if !isLeaf(el) {
			return
		}
		text := allText(el)
		if read := reads(el.Tag, text); read != text {
			empty(el)
			el.SetText(read)
		}
	}
}

// oracles differ from each other, as far as the mutants go, only in the cases
// listed here. Two things are the contract's own choice and not among the
// mutants: a root must be a global element, where Xerces takes any that has an
// xsi:type (Part 1, 5.2 leaves that to the processor); and xsi:type names no
// built-in type that builtins leaves out.
var oracles = []oracle{
	{"libxml2", []string{"xmllint"}, xmllint, []deviation{
		{
			why: "a fixed value is compared as text, not as a value (Part 1, cvc-elt 5.2.2.2.2)",
			reads: inText(func(tag, text string) string {
				if tag == "GraenseIndikator" && text != "" && text != "true" {
					return "false"
				}
				return text
			}),
			examples: []example{{"sd:GraenseIndikator", "1", true}, {"sd:GraenseIndikator", " true ", true}, {"sd:GraenseIndikator", "\n1", true}},
		},
		{
			why: "white space around a date is not collapsed (Part 2, 4.3.6)",
			reads: inText(func(tag, text string) string {
				if slices.Contains(dateTags, tag) && trim(text) != text {
					return "x"
				}
				return text
			}),
			examples: []example{{"sd:BrevDato", " 2026-01-31", true}, {"sd:BrevDato", "2026-01-31\n", true}, {"sd:TidsstempelDatoTid", "\t2026-01-31T12:00:00Z", true}},
		},
		{
			why: "an integer has at most 24 digits (Part 2, 3.2.3 and 3.3.13: it has no bound, though a processor may have one)",
			reads: inText(func(tag, text string) string {
				if slices.Contains(integerTags, tag) && manyDigits.MatchString(text) {
					return "x"
				}
				return text
			}),
			examples: []example{{"sd:StatusKode", strings.Repeat("7", 25), true}, {"sd:StatusKode", "-" + strings.Repeat("7", 40), true}},
		},
		{
			why: "a bounded integer has no white space around it, and an unsigned one no sign (Part 2, 4.3.6 and 3.3.21: both may be)",
			reads: func(el *etree.Element) {
				bounded := boundedType.FindStringSubmatch(el.SelectAttrValue("xsi:type", ""))
				if text := el.Text(); bounded != nil && (trim(text) != text || bounded[1] != "" && strings.ContainsAny(text, "+-")) {
					el.SetText("x")
				}
			},
			examples: []example{{"sd:StatusKode xsi:type='xs:int'", "20 ", true}, {"sd:StatusKode xsi:type='xs:unsignedByte'", "+1", true},
				{"sd:StatusKode xsi:type='xs:unsignedLong'", "-0", true}},
		},
		{
			why: "what is not of its alphabet is passed over in base64 (Part 2, 3.2.16)",
			reads: inText(func(tag, text string) string {
				if tag == "Notat" {
					return notBase64.ReplaceAllString(text, "")
				}
				return text
			}),
			examples: []example{{importer, journalnotat("S29y*c2Lypms="), false}, {importer, journalnotat("TGlu\u00a0"), false}, {importer, journalnotat("é"), false}},
		},
		{
			why: "an xsi:type does not stand for a declaration where any declared element may be (Part 1, cvc-assess-elt 1.1.1)",
			reads: func(el *etree.Element) {
				if parent := el.Parent(); parent != nil && parent.Tag == "LokalUdvidelseListe" {
					el.RemoveAttr("xsi:type")
				}
			},
			examples: []example{{importer,
				egenskaber("<gd:LokalUdvidelseListe><si:Ukendt xsi:type='sd:UnikIdType'>" + uuid + "</si:Ukendt></gd:LokalUdvidelseListe>"), true}},
		},
	}},
	{"Xerces", []string{"java", "javac"}, validateJava, []deviation{
		{
			why:      "a character beyond U+FFFF counts as two (Part 2, 4.3.3: length is in characters of XML)",
			reads:    inText(func(_, text string) string { return astral.ReplaceAllString(text, "xx") }),
			examples: []example{{"sd:URNIdentifikator", strings.Repeat("𐐷", 255), true}, {"sd:URNIdentifikator", "x" + strings.Repeat("𐐷", 128), true}},
		},
	}},
}

// journalnotat is an importer whose one Journalpost has that Notat.
func journalnotat(notat string) string {
	return strings.Replace(egenskaber(""), "<sag:RelationListe/>",
		"<sag:RelationListe><sag:Journalpost><sag:JournalpostEgenskaber><sag:JournalnotatEgenskaber><sag:Notat>"+
			notat+"</sag:Notat></sag:JournalnotatEgenskaber></sag:JournalpostEgenskaber></sag:Journalpost></sag:RelationListe>", 1)
}

// TestDeviations holds the contract to the specification where an oracle is
// listed as going its own way.
func TestDeviations(t *testing.T) {
	for _, o := range oracles {
		for _, d := range o.deviations {
			for _, e := range d.examples {
				if v := contract.Check(element(t, e.tag, e.inside)); (v == nil) != e.valid {
					t.Errorf("%s: %s: <%s>%s: %+v", o.name, d.why, e.tag, e.inside, v)
				}
			}
		}
	}
}
