package contract_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/english"
)

// prefixes are declared on every message the tests build.
const prefixes = ` xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:sag="urn:oio:sts:sagdok:sag:6"` +
	` xmlns:di="urn:oio:sts:sagdok:dokumentindeks:6" xmlns:si="urn:oio:sts:sagdok:sagindeks:6"` +
	` xmlns:gd="urn:oio:sts:generelledefinitioner:6" xmlns:go="urn:oio:sts:generelleoperationer:6"` +
	` xmlns:sd="urn:oio:sagdok:3.0.0" xmlns:rh="http://kombit.dk/xml/schemas/RequestHeader/1/"` +
	` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"`

const uuid = `<sd:UUIDIdentifikator>00000020-0000-4000-8000-00000000000a</sd:UUIDIdentifikator>`

func parse(t testing.TB, xml string) *etree.Element {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromString(xml); err != nil {
		t.Fatalf("%v in %s", err, xml)
	}
	return doc.Root()
}

// element builds <tag>inside</tag> with the prefixes declared.
func element(t testing.TB, tag, inside string) *etree.Element {
	t.Helper()
	name, _, _ := strings.Cut(tag, " ")
	return parse(t, "<"+tag+prefixes+">"+inside+"</"+name+">")
}

// egenskaber is an importer whose one Sag has these Egenskaber.
func egenskaber(inside string) string {
	return `<sdi:SagIndeks>` + uuid + `<sag:Registrering><sag:AttributListe>` + inside +
		`</sag:AttributListe><sag:TilstandListe/><sag:RelationListe/></sag:Registrering></sdi:SagIndeks>`
}

const importer = "sdi:ImporterSagDokumentIndeksInput"

func TestValidMessages(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.xml")
	if len(files) == 0 {
		t.Fatal("no messages in testdata")
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range contract.Check(parse(t, string(raw))) {
			t.Errorf("%s: %s: %s", file, v.Path, v.Message)
		}
	}
}

const registrering = "ImporterSagDokumentIndeksInput/SagIndeks/Registrering"

var violations = []struct {
	title, tag, inside string
	code, path         string
	words              []string // of message and fix
}{
	{"a mandatory element is left out", importer, strings.Replace(egenskaber(""), "<sag:TilstandListe/>", "", 1),
		"missing", registrering, []string{"<TilstandListe> mangler i <Registrering>", "efter <AttributListe> og før <RelationListe>"}},
	{"a choice is left out", "sdi:FjernSagDokumentIndeksInput", "<sdi:SagUuid/>",
		"missing", "FjernSagDokumentIndeksInput/SagUuid", []string{"<UUIDIdentifikator> eller <URNIdentifikator> mangler", "som det første"}},
	{"an element of another place", importer, egenskaber("<sag:Egenskaber><sag:Titel>t</sag:Titel></sag:Egenskaber><sag:Fremdrift/>"),
		"unexpected", registrering + "/AttributListe/Fremdrift", []string{"<Fremdrift> hører ikke hjemme i <AttributListe>"}},
	{"an element nobody knows as an extension", importer, egenskaber("<gd:LokalUdvidelseListe><si:Ukendt/></gd:LokalUdvidelseListe>"),
		"unexpected", registrering + "/AttributListe/LokalUdvidelseListe/Ukendt", []string{"<Ukendt>", "lokal udvidelse"}},
	{"a misspelt element", importer, strings.Replace(egenskaber(""), "sag:TilstandListe", "sag:TilstandsListe", 1),
		"unexpected", registrering + "/TilstandsListe", []string{"<TilstandsListe> kendes ikke", "<TilstandListe>"}},
	{"another element in its place", importer, strings.Replace(egenskaber(""), "<sag:TilstandListe/>", "<sag:Ny/>", 1),
		"unexpected", registrering + "/Ny", []string{"<Ny> hører ikke hjemme i <Registrering>", "dér skal <TilstandListe> stå"}},
	{"an element inside text", importer, egenskaber("<sag:Egenskaber><sag:Titel>a<b/><b/></sag:Titel></sag:Egenskaber>"),
		"unexpected", registrering + "/AttributListe/Egenskaber/Titel/b[1]", []string{"<Titel> må kun indeholde tekst", "<b>"}},
	{"an element too late", importer, egenskaber("<sag:Egenskaber><sag:Sagsnummer>1</sag:Sagsnummer><sag:Titel>t</sag:Titel><sag:Virkning/></sag:Egenskaber>"),
		"order", registrering + "/AttributListe/Egenskaber/Virkning", []string{"<Virkning> står for sent i <Egenskaber>", "før <Sagsnummer>"}},
	{"an element too early", importer, egenskaber("<sag:Egenskaber><sag:Titel>t</sag:Titel><sag:Virkning/><sag:Sagsnummer>1</sag:Sagsnummer></sag:Egenskaber>"),
		"order", registrering + "/AttributListe/Egenskaber/Titel", []string{"<Titel> står for tidligt", "efter <Sagsnummer>"}},
	{"an element twice", importer, egenskaber("<sag:Egenskaber/><sag:Egenskaber><sag:Titel>t</sag:Titel><sag:Titel>t</sag:Titel></sag:Egenskaber>"),
		"too-many", registrering + "/AttributListe/Egenskaber[2]/Titel[2]", []string{"mere end ét <Titel> i <Egenskaber>"}},
	{"both of a choice", "sdi:FjernSagDokumentIndeksInput", "<sdi:SagUuid>" + uuid + "<sd:URNIdentifikator/></sdi:SagUuid>",
		"too-many", "FjernSagDokumentIndeksInput/SagUuid/URNIdentifikator", []string{"både <UUIDIdentifikator> og <URNIdentifikator>"}},
	{"both kinds of return", "sdi:FjernSagDokumentIndeksOutput", "<sd:StandardRetur><sd:StatusKode>20</sd:StatusKode></sd:StandardRetur><sd:StandardRetur>" +
		"<sd:StatusKode>20</sd:StatusKode></sd:StandardRetur><sd:UnikRetur><sd:StatusKode>20</sd:StatusKode><sd:Type>Sag</sd:Type>" + uuid + "</sd:UnikRetur>",
		"too-many", "FjernSagDokumentIndeksOutput/UnikRetur", []string{"<StandardRetur>", "<UnikRetur>"}},
	{"another namespace", importer, egenskaber("<sd:Egenskaber><sag:Titel>t</sag:Titel></sd:Egenskaber>"),
		"namespace", registrering + "/AttributListe/Egenskaber", []string{"urn:oio:sagdok:3.0.0", "urn:oio:sts:sagdok:sag:6"}},
	{"no namespace for all below", importer, egenskaber("<Egenskaber><BrugervendtNoegle>n</BrugervendtNoegle><Titel>t</Titel></Egenskaber>"),
		"namespace", registrering + "/AttributListe/Egenskaber", []string{"intet namespace", "urn:oio:sts:sagdok:sag:6"}},
	{"an extension in another namespace", importer, egenskaber("<gd:LokalUdvidelseListe><sag:SagIndeksEgenskaber/></gd:LokalUdvidelseListe>"),
		"namespace", registrering + "/AttributListe/LokalUdvidelseListe/SagIndeksEgenskaber", []string{"urn:oio:sts:sagdok:sagindeks:6"}},
	{"version 5", "ImporterSagDokumentIndeksInput xmlns='urn:oio:sts:sagdok:sagdokumentindeks:5'",
		"<SagIndeks>" + uuid + "<sag:Registrering><sag:AttributListe/><sag:TilstandListe/><sag:RelationListe/></sag:Registrering></SagIndeks>",
		"namespace", "ImporterSagDokumentIndeksInput", []string{"sagdokumentindeks:5", "sagdokumentindeks:6"}},
	{"not a boolean", "sdi:FjernSagDokumentIndeksInput", "<sdi:FjernOgsaaYdelse>ja</sdi:FjernOgsaaYdelse>",
		"value", "FjernSagDokumentIndeksInput/FjernOgsaaYdelse", []string{"<FjernOgsaaYdelse> i <FjernSagDokumentIndeksInput>", "true eller false"}},
	{"a limit that is false", importer, egenskaber(
		"<sag:Egenskaber><sag:Virkning><sd:FraTidspunkt><sd:GraenseIndikator>false</sd:GraenseIndikator></sd:FraTidspunkt></sag:Virkning></sag:Egenskaber>"),
		"value", registrering + "/AttributListe/Egenskaber/Virkning/FraTidspunkt/GraenseIndikator", []string{"<GraenseIndikator>", "true"}},
	{"an over-long text", importer, egenskaber("<sag:Egenskaber><sag:Titel>" + strings.Repeat("æ", 256) + "</sag:Titel></sag:Egenskaber>"),
		"length", registrering + "/AttributListe/Egenskaber/Titel", []string{"<Titel> i <Egenskaber> er for lang", "256", "255"}},
	{"an empty text", importer, egenskaber("<sag:Egenskaber><sag:Titel/></sag:Egenskaber>"),
		"length", registrering + "/AttributListe/Egenskaber/Titel", []string{"for kort", "mindst 1 tegn"}},
	{"a code of another list", importer, strings.Replace(egenskaber(""), "<sag:TilstandListe/>",
		"<sag:TilstandListe><sag:Fremdrift><sag:FremdriftStatusKode>Lukket</sag:FremdriftStatusKode></sag:Fremdrift></sag:TilstandListe>", 1),
		"enumeration", registrering + "/TilstandListe/Fremdrift/FremdriftStatusKode", []string{"<FremdriftStatusKode>", "Afsluttet"}},
	{"a UUID with braces", "sdi:FjernSagDokumentIndeksInput",
		"<sdi:SagUuid><sd:UUIDIdentifikator>{00000020-0000-4000-8000-00000000000a}</sd:UUIDIdentifikator></sdi:SagUuid>",
		"pattern", "FjernSagDokumentIndeksInput/SagUuid/UUIDIdentifikator", []string{"<UUIDIdentifikator> i <SagUuid>"}},
	{"a UUID with a line break", "sdi:FjernSagDokumentIndeksInput",
		"<sdi:SagUuid><sd:UUIDIdentifikator>00000020-0000-4000-8000-00000000000a\n</sd:UUIDIdentifikator></sdi:SagUuid>",
		"pattern", "FjernSagDokumentIndeksInput/SagUuid/UUIDIdentifikator", []string{"Fjern mellemrum og linjeskift"}},
	{"text between elements", importer, "<sdi:SagIndeks>Korsbæk" + egenskaber("")[len("<sdi:SagIndeks>"):],
		"text", "ImporterSagDokumentIndeksInput/SagIndeks", []string{"tekst direkte i <SagIndeks>"}},
	{"an attribute", importer, "<sdi:SagIndeks id='1'>" + egenskaber("")[len("<sdi:SagIndeks>"):],
		"attribute", "ImporterSagDokumentIndeksInput/SagIndeks", []string{"<SagIndeks> har attributten id"}},
	{"xsi:nil", importer, egenskaber("<sag:Egenskaber xsi:nil='false'/>"),
		"attribute", registrering + "/AttributListe/Egenskaber", []string{"xsi:nil", "nil"}},
	{"an xsi:type of something else", importer, egenskaber("<sag:Egenskaber xsi:type='sag:FremdriftType'/>"),
		"attribute", registrering + "/AttributListe/Egenskaber", []string{"xsi:type"}},
	{"another root", "sdi:Ukendt", "",
		"unknown-root", "Ukendt", []string{"<Ukendt>", "sagdokumentindeks:6"}},
	{"a header without its UUID", "rh:RequestHeader", "",
		"missing", "RequestHeader", []string{"<TransactionUUID> mangler"}},
	{"a header with an empty UUID", "rh:RequestHeader", "<rh:TransactionUUID/>",
		"length", "RequestHeader/TransactionUUID", []string{"for kort"}},
}

func TestViolations(t *testing.T) {
	for _, tt := range violations {
		t.Run(tt.title, func(t *testing.T) {
			got := contract.Check(element(t, tt.tag, tt.inside))
			if len(got) != 1 {
				t.Fatalf("%d violations, want 1: %+v", len(got), got)
			}
			v := got[0]
			if v.Code != tt.code || v.Path != tt.path {
				t.Errorf("%s at %s, want %s at %s", v.Code, v.Path, tt.code, tt.path)
			}
			for _, w := range tt.words {
				if !strings.Contains(v.Message+" "+v.Fix, w) {
					t.Errorf("%q is not in %q %q", w, v.Message, v.Fix)
				}
			}
			if v.Expected == "" || v.Actual == "" || v.Element == nil {
				t.Errorf("something is empty in %+v", v)
			}
			if err := english.Missing(v.Message, v.Fix, v.Expected, v.Actual); err != nil {
				t.Error(err)
			}
		})
	}
}

// Independent mistakes are told one by one, in document order.
func TestEveryMistakeOnce(t *testing.T) {
	root := element(t, importer, egenskaber("<sag:Egenskaber><sag:Titel/><sag:Ny/><sag:AfleveretIndikator>x</sag:AfleveretIndikator></sag:Egenskaber>"+
		"<sag:Egenskaber a='1'>x<sag:Sagsnummer/></sag:Egenskaber>"))
	var got []string
	for _, v := range contract.Check(root) {
		got = append(got, v.Code+" "+v.Path[strings.LastIndex(v.Path, "/")+1:])
	}
	want := "order Titel, length Titel, unexpected Ny, value AfleveretIndikator, attribute Egenskaber[2], text Egenskaber[2], length Sagsnummer"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
}

// Elements that are missing together are each given their place.
func TestPlaceOfMissing(t *testing.T) {
	var got []string
	for _, v := range contract.Check(element(t, "sdi:FjernSagDokumentIndeksOutput", "<sd:UnikRetur><sd:Type>Sag</sd:Type></sd:UnikRetur><sd:UnikRetur/>")) {
		got = append(got, v.Fix)
	}
	want := []string{"Indsæt <StatusKode> i <UnikRetur>, før <Type>.", "Indsæt <UUIDIdentifikator> i <UnikRetur>, efter <Type>.",
		"Indsæt <StatusKode> i <UnikRetur>, som det første.", "Indsæt <Type> i <UnikRetur>, efter <StatusKode>.",
		"Indsæt <UUIDIdentifikator> i <UnikRetur>, efter <Type>."}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestKnown(t *testing.T) {
	const sdi = "urn:oio:sts:sagdok:sagdokumentindeks:6"
	for _, tt := range []struct {
		space, local string
		want         bool
	}{
		{sdi, "ImporterSagDokumentIndeksInput", true}, {sdi, "FremsoegSagDokumentIndeksOutput", true},
		{"urn:oio:sts:sagdok:sagindeks:6", "KasserInput", true}, {"urn:oio:sts:sagdok:dokumentindeks:6", "SletInput", true},
		{sdi, "SagIndeks", false}, {"", "ImporterSagDokumentIndeksInput", false}, {"urn:oio:sagdok:3.0.0", "NoteTekst", false},
	} {
		if got := contract.Known(tt.space, tt.local); got != tt.want {
			t.Errorf("Known(%q, %q) = %v", tt.space, tt.local, got)
		}
	}
}

// What a sender may do with xsi attributes, comments and white space.
func TestAccepted(t *testing.T) {
	for title, inside := range map[string]string{
		"declared type": egenskaber(
			"<sag:Egenskaber xsi:type=' sag:EgenskaberType '><sag:AfleveretIndikator xsi:type='xs:boolean'> 1 </sag:AfleveretIndikator></sag:Egenskaber>"),
		"type made from it": strings.Replace(egenskaber(""), "<sag:RelationListe/>",
			"<sag:RelationListe><sag:Sagspart xsi:type='sag:JournalpostRelationType'><sag:JournalpostEgenskaber/></sag:Sagspart></sag:RelationListe>", 1),
		"schemaLocation":   "<sdi:SagIndeks xsi:schemaLocation='a b'>" + egenskaber("")[len("<sdi:SagIndeks>"):],
		"comments":         egenskaber("<!-- a --> <sag:Egenskaber><sag:Titel>a<!-- b -->c</sag:Titel></sag:Egenskaber> <?p?>"),
		"limit left empty": egenskaber("<sag:Egenskaber><sag:Virkning><sd:FraTidspunkt><sd:GraenseIndikator/></sd:FraTidspunkt></sag:Virkning></sag:Egenskaber>"),
		"any global element": egenskaber(
			"<gd:LokalUdvidelseListe><sd:Tidspunkt><sd:GraenseIndikator>1</sd:GraenseIndikator></sd:Tidspunkt></gd:LokalUdvidelseListe>"),
		"type instead of name": egenskaber("<gd:LokalUdvidelseListe><a:b xmlns:a='urn:korsbaek' xsi:type='xs:integer'>7</a:b></gd:LokalUdvidelseListe>"),
	} {
		for _, v := range contract.Check(element(t, importer, inside)) {
			t.Errorf("%s: %s: %s", title, v.Path, v.Message)
		}
	}
}
