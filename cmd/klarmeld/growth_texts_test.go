package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// The texts of which inputs that grow are made.

// god is the import that keeps every rule, without the white space between its
// tags.
var god = func() func() string {
	text := ""
	return func() string {
		if text == "" {
			raw, err := os.ReadFile("testdata/messages/god.xml")
			if err != nil {
				panic(err)
			}
			text = string(betweenTags.ReplaceAll(raw, []byte("><")))
		}
		return text
	}
}()

// at puts a text before a mark, which stands in the other.
func at(text, mark, put string) string {
	before, after, ok := strings.Cut(text, mark)
	if !ok {
		panic("no " + mark)
	}
	return before + put + mark + after
}

func repeat(n int, format string, values ...any) string {
	if len(values) > 0 {
		format = fmt.Sprintf(format, values...)
	}
	return strings.Repeat(format, n)
}

func each(n int, format string) string {
	return eachText(n, func(i int) string { return fmt.Sprintf(format, i) })
}

func eachText(n int, of func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(of(i))
	}
	return b.String()
}

func eachMessage(n int, of func(int) string) []string {
	var out []string
	for i := range n {
		out = append(out, of(i))
	}
	return out
}

// beside is the import with more elements beside its case; inCase is one with
// more elements in it, before a mark.
func beside(more string) string       { return inCase("</sdi:ImporterSagDokumentIndeksInput>", more) }
func inCase(mark, more string) string { return at(god(), mark, more) }

// longNames is an element of which half the bytes are its name, and the rest its
// attributes.
func longNames(n int) string {
	return beside(fmt.Sprintf("<sdi:%s %s/>", strings.Repeat("n", n/2), attributes(min(250, n/2000))))
}

func attributes(n int) string   { return each(n, ` a%d="1"`) }
func declarations(n int) string { return each(n, ` xmlns:p%d="urn:p"`) }

const (
	// extension stands behind the relations of a case.
	extension = "<gd:LokalUdvidelseListe><si:SagsitsystemRelation>"
	theCase   = "41ac9245-d933-5858-a0cc-565ce7d0bac5"
	theStart  = `<gd:Virkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>2026-11-24T03:01:00.783+01:00</sd:TidsstempelDatoTid></sd:FraTidspunkt>` +
		`<sd:TilTidspunkt><sd:GraenseIndikator>true</sd:GraenseIndikator></sd:TilTidspunkt><sd:AktoerRef>` +
		`<sd:UUIDIdentifikator>7fada7f9-3c2e-5c7c-a32e-f08f04088c2d</sd:UUIDIdentifikator></sd:AktoerRef><sd:AktoerTypeKode>Bruger</sd:AktoerTypeKode></gd:Virkning>`
	// party is a relation of a case to an object.
	party = `<sag:Sagspart>` + theStart + `<gd:Rolle><sd:UUIDIdentifikator>d839f26a-d4d1-4441-b2d6-3dbbb12a9404</sd:UUIDIdentifikator></gd:Rolle>` +
		`<gd:Type><sd:UUIDIdentifikator>c189ba35-de4b-4363-a8b7-67f1456cf56f</sd:UUIDIdentifikator></gd:Type><gd:ReferenceID>` +
		`<sd:UUIDIdentifikator>%s</sd:UUIDIdentifikator></gd:ReferenceID></sag:Sagspart>`
	// journalpost and otherCase are relations to a document and to another case.
	journalpost = `<sag:Journalpost>` + theStart + `<gd:Rolle><sd:UUIDIdentifikator>e4736dae-eb27-4a54-b0e0-5d6b5e8f2d2b</sd:UUIDIdentifikator></gd:Rolle>` +
		`<gd:Type><sd:UUIDIdentifikator>c189ba35-de4b-4363-a8b7-67f1456cf56f</sd:UUIDIdentifikator></gd:Type><gd:ReferenceID>` +
		`<sd:UUIDIdentifikator>%s</sd:UUIDIdentifikator></gd:ReferenceID></sag:Journalpost>`
	otherCase = `<sag:Sagsrelation>` + theStart + `<gd:Rolle><sd:UUIDIdentifikator>e4736dae-eb27-4a54-b0e0-5d6b5e8f2d2b</sd:UUIDIdentifikator></gd:Rolle>` +
		`<gd:Type><sd:UUIDIdentifikator>c189ba35-de4b-4363-a8b7-67f1456cf56f</sd:UUIDIdentifikator></gd:Type><gd:ReferenceID>` +
		`<sd:UUIDIdentifikator>%s</sd:UUIDIdentifikator></gd:ReferenceID></sag:Sagsrelation>`
	criterion = `<sdi:SoegSag><sag:AttributListe><sag:Egenskaber><sag:Titel>x</sag:Titel></sag:Egenskaber></sag:AttributListe><sag:TilstandListe/>` +
		`<sag:RelationListe/></sdi:SoegSag>`
)

func aCase(n int) string     { return fmt.Sprintf("41ac9245-d933-5858-a0cc-%012x", n) }
func aDocument(n int) string { return fmt.Sprintf("9232274c-6cd4-5120-83f8-%012x", n) }

// caseMessage imports the n'th case, with more relations.
func caseMessage(n int, more string) string {
	m := strings.Replace(god(), theCase, aCase(n), 1)
	if more != "" {
		m = at(m, extension, more)
	}
	return strings.ReplaceAll(m, "2026-000001", fmt.Sprintf("2026-%06d", n))
}

// documentMessage imports the n'th document.
func documentMessage(n int) string {
	start := strings.ReplaceAll(theStart, "gd:Virkning", "di:Virkning")
	return body("Importer", "<sdi:DokumentIndeks><sd:UUIDIdentifikator>"+aDocument(n)+
		"</sd:UUIDIdentifikator><di:Registrering><sd:Tidspunkt>2026-11-24T03:01:00.783+01:00</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode>"+
		"<sd:BrugerRef><sd:UUIDIdentifikator>7fada7f9-3c2e-5c7c-a32e-f08f04088c2d</sd:UUIDIdentifikator></sd:BrugerRef><di:AttributListe><di:Egenskaber>"+start+
		"<di:Titel>Afgørelse</di:Titel></di:Egenskaber></di:AttributListe><di:TilstandListe/><di:RelationListe/></di:Registrering></sdi:DokumentIndeks>")
}

// filed is the relation to the n'th document, related that to the n'th case.
func filed(n int) string   { return fmt.Sprintf(journalpost, aDocument(n)) }
func related(n int) string { return fmt.Sprintf(otherCase, aCase(n)) }

// importOf is one message with n cases.
func importOf(n int, more string) string {
	whole := caseMessage(0, more)
	from, to := strings.Index(whole, "<sdi:SagIndeks>"), strings.Index(whole, "</sdi:SagIndeks>")+len("</sdi:SagIndeks>")
	return whole[:from] + eachText(n, func(i int) string { return strings.Replace(whole[from:to], aCase(0), aCase(i), 1) }) + whole[to:]
}

// updated is an import of one case as an update.
func updated(m string) string {
	id := m[strings.Index(m, "<sdi:SagIndeks>")+len("<sdi:SagIndeks>") : strings.Index(m, "<sag:Registrering>")]
	lists := m[strings.Index(m, "<sag:AttributListe>"):strings.Index(m, "</sag:Registrering>")]
	return body("Opdater", "<sdi:OpdaterSagIndeks>"+id+lists+"<sdi:Tidspunkt>2026-11-25T03:01:00.783+01:00</sdi:Tidspunkt></sdi:OpdaterSagIndeks>")
}

// body is a message of the operation with that in it.
func body(operation, in string) string {
	m := strings.ReplaceAll(god(), "ImporterSag", operation+"Sag")
	from, to := strings.Index(m, "<sdi:SagIndeks>"), strings.Index(m, "</sdi:SagIndeks>")+len("</sdi:SagIndeks>")
	return m[:from] + in + m[to:]
}

// removing asks for the removal of cases from one number to before another.
func removing(from, to int) string {
	return body("Fjern", eachText(to-from, func(i int) string {
		return "<sdi:SagUuid><sd:UUIDIdentifikator>" + aCase(from+i) + "</sd:UUIDIdentifikator></sdi:SagUuid>"
	}))
}

func searching(in string) string { return body("Fremsoeg", in) }

// harOf is a capture of n imports.
func harOf(n int) string {
	return `{"log":{"entries":[` + strings.TrimSuffix(eachText(n, func(i int) string {
		text, err := json.Marshal(caseMessage(i, ""))
		if err != nil {
			panic(err)
		}
		return fmt.Sprintf(`{"startedDateTime":"2026-11-24T03:%02d:%02d.%03d+01:00",`+
			`"request":{"method":"POST","url":"http://localhost/sagdokumentindeks/6","postData":{"mimeType":"text/xml","text":%s}}},`, i/60%60, i%60, i%1000, text)
	}), ",") + `]}}`
}

// townOf is a municipality with n units.
func townOf(n int) string {
	return `{"navn": "Lilleby Kommune", "cvr": "22222222", "borgere": [{"navn": "A B", "cpr": "0142034567"}], "objekter": [` +
		strings.TrimSuffix(eachText(n, func(i int) string {
			return fmt.Sprintf(`{"art": "OrganisationEnhed", "uuid": "ce7360bf-0bf9-5515-95ef-%012x", "versioner": [{"fra": "2007-01-01T00:00:00+01:00", "noegle": `+
				`"%d", "navn": "Enhed %d", "relationer": {"Overordnet": ["ce7360bf-0bf9-5515-95ef-%012x"]}}]},`, i, i, i, i/2)
		}), ",") + `]}`
}
