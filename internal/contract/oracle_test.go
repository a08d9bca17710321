package contract_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
)

// mutants is how many broken messages TestOracle tries for each message of
// testdata, and seed what they are made from.
const (
	mutants = 100
	seed    = 1470
)

// TestOracle compares accepting and rejecting with libxml2 on the official
// schemas: the messages of testdata and mutants of them.
func TestOracle(t *testing.T) {
	official := os.Getenv("KLARMELD_OFFICIAL")
	if official == "" {
		t.Skip("skipped: official schemas not given")
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("skipped: xmllint is not installed")
	}
	dir := t.TempDir()
	raw := messages(t)
	driver := driverSchema(filepath.Join(official, "xsd/sagdokumentindeks-6/xsd"))
	if err := os.WriteFile(filepath.Join(dir, "driver.xsd"), []byte(driver), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"--huge", "--noout", "--schema", "driver.xsd"}
	ours := map[string][]contract.Violation{}
	for name, xml := range raw {
		if libxml2Differs(parse(t, xml)) {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(xml), 0o600); err != nil {
			t.Fatal(err)
		}
		ours[name] = contract.Check(parse(t, xml))
		args = append(args, name)
	}
	cmd := exec.Command("xmllint", args...)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput() // it fails when any file is invalid
	said := "\n" + string(out)
	accepted, rejected := 0, 0
	for name, v := range ours {
		valid, invalid := strings.Contains(said, "\n"+name+" validates"), strings.Contains(said, "\n"+name+" fails to validate")
		if valid == invalid {
			t.Fatalf("xmllint says nothing clear of %s", name)
		}
		if valid {
			accepted++
		} else {
			rejected++
		}
		if valid != (len(v) == 0) {
			t.Errorf("%s: xmllint accepts: %v, we find %+v\n%s\n%s", name, valid, v, linesOf(string(out), name), raw[name])
		}
	}
	if t.Failed() {
		return
	}
	t.Logf("%d messages compared, %d accepted and %d rejected by both", len(ours), accepted, rejected)
}

func linesOf(out, name string) string {
	var lines []string
	for _, l := range strings.Split(out, "\n") {
		if strings.HasPrefix(l, name) {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

// driverSchema brings the namespaces of the service's WSDL together.
func driverSchema(dir string) string {
	var b strings.Builder
	b.WriteString(`<schema xmlns="http://www.w3.org/2001/XMLSchema">`)
	for _, i := range [][2]string{{"urn:oio:sts:sagdok:sagdokumentindeks:6", "6.0.STS-0/SagDokumentIndeksOperationer.xsd"},
		{"urn:oio:sts:sagdok:sagindeks:6", "6.0.STS-0/SagIndeksOperationer.xsd"}, {"urn:oio:sts:sagdok:dokumentindeks:6", "6.0.STS-0/DokumentIndeksOperationer.xsd"},
		{"http://kombit.dk/xml/schemas/RequestHeader/1/", "common/RequestHeader.xsd"}} {
		fmt.Fprintf(&b, `<import namespace="%s" schemaLocation="%s"/>`, i[0], filepath.Join(dir, i[1]))
	}
	return "<!-- written by a test -->" + b.String() + "</schema>"
}

// messages are those of testdata and the mutants of each, by file name.
func messages(t *testing.T) map[string]string {
	files, _ := filepath.Glob("testdata/*.xml")
	out := map[string]string{}
	r := rand.New(rand.NewPCG(seed, 0))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(filepath.Base(file), ".xml")
		out[base+".xml"] = string(raw)
		for i := range mutants {
			root := parse(t, string(raw))
			op := mutations[i%len(mutations)]
			op.mutate(r, root)
			doc := etree.NewDocument()
			doc.SetRoot(root)
			xml, err := doc.WriteToString()
			if err != nil {
				t.Fatal(err)
			}
			out[fmt.Sprintf("%s-%d-%s.xml", base, i, op.name)] = xml
		}
	}
	for _, tag := range valueTags {
		for i, value := range values {
			xml := "<" + tag + prefixes + ">" + value + "</" + tag + ">"
			out[fmt.Sprintf("value-%s-%d.xml", tag[3:], i)] = xml
		}
	}
	return out
}

// valueTags are global elements, one of each simple type: every value is
// tried with each.
var valueTags = []string{"sd:AfleveretIndikator", "sd:GraenseIndikator", "sd:StatusKode", "sd:BrevDato", "sd:TidsstempelDatoTid", "sd:UUIDIdentifikator",
	"sd:LivscyklusKode", "sd:TitelTekst", "sd:URNIdentifikator", "rh:TransactionUUID"}

var (
	dateTimeLike = regexp.MustCompile(`\A\s*-?\d{4,}-\d\d-\d\d`)
	dateTimeTags = []string{"Tidspunkt", "StsTidspunkt", "TidsstempelDatoTid", "SenestAendretTidspunkt", "OprettetTidspunkt", "BrevDato"}
)

// libxml2Differs reports whether a message has what libxml2 is known to judge
// against the specification.
func libxml2Differs(root *etree.Element) bool {
	for _, el := range everyElement(root) {
		text := ""
		for _, c := range el.Child {
			if d, ok := c.(*etree.CharData); ok {
				text += d.Data
			}
		}
		// It compares fixed values as text: 1, and true among white space, are
		// refused where true is fixed.
		if value := strings.Trim(text, " \t\r\n"); el.Tag == "GraenseIndikator" && (value == "1" || value == "true" && value != text) {
			return true
		}
		// It does not collapse white space around dates before reading them.
		if slices.Contains(dateTimeTags, el.Tag) && dateTimeLike.MatchString(text) && strings.Trim(text, " \t\r\n") != text {
			return true
		}
	}
	return false
}

func everyElement(root *etree.Element) []*etree.Element {
	out := []*etree.Element{root}
	for i := 0; i < len(out); i++ {
		out = append(out, out[i].ChildElements()...)
	}
	return out
}

// values are texts that one type or another takes, or nearly.
var values = []string{"", " ", "true", " true ", "false", "0", "1", "2", "+1", "-0", "007", "1.0", "20 ", "Opstaaet", " Opstaaet", "Bruger", "sager", "AND",
	"2026-01-31", "2026-02-29", "2024-02-29Z", "2026-01-31T12:00:00", "2026-01-31T24:00:00Z", "2026-01-31T24:00:01Z", "2026-01-31T12:00:00+14:00",
	"2026-01-31T12:00:00+14:01", "2026-01-31T12:00:00.", "12026-01-31T12:00:00.5", "2026-02-30T12:00:00", "2026-01-31T12:00:60", "0000-01-01T00:00:00",
	"AAAA", "AAA=", "AAB=", "AA==", "AB==", "AAA", "A A A A", "æøå", "11111111", "1111111", "00000020-0000-4000-8000-00000000000A", "00000020-0000-4000-8000-0000000000",
	"urn:oio:cpr-nr:0123456789", strings.Repeat("æ", 36), strings.Repeat("æ", 37), strings.Repeat("ø", 50), strings.Repeat("ø", 51), strings.Repeat("x", 255),
	strings.Repeat("x", 256), strings.Repeat("å", 1024), strings.Repeat("å", 1025), strings.Repeat("x", 4096), strings.Repeat("x", 4097)}

// types are for xsi:type.
var types = []string{"gd:RelationType", "sag:JournalpostRelationType", "si:SagsitsystemRelationType", "sag:EgenskaberType", "sd:UnikIdType", "sd:TidspunktType",
	"sd:VirkningType", "xs:string", "xs:dateTime", "xs:token", "xs:boolean", "sd:LivscyklusKodeType", "sag:ImaginaerType", "ukendt:Type"}

// names are put where they may or may not belong.
var names = []string{"sag:Titel", "di:Titel", "sd:NoteTekst", "sd:GraenseIndikator", "gd:Virkning", "si:Sikkerhedsprofil", "sd:UUIDIdentifikator", "sdi:SagIndeks",
	"sag:Sag", "sd:LokalUdvidelse", "sd:Relation", "gd:LokalUdvidelseListe", "Ukendt", "si:Ukendt", "sag:RelationListe", "sdi:SoegUdtryk", "sd:SoegRelation"}

type mutation struct {
	name   string
	mutate func(r *rand.Rand, root *etree.Element)
}

var mutations = []mutation{
	{"drop", func(r *rand.Rand, root *etree.Element) {
		if el := anyChild(r, root); el != nil {
			el.Parent().RemoveChild(el)
		}
	}},
	{"repeat", func(r *rand.Rand, root *etree.Element) {
		if el := anyChild(r, root); el != nil {
			el.Parent().InsertChildAt(el.Index(), el.Copy())
		}
	}},
	{"swap", func(r *rand.Rand, root *etree.Element) {
		if el := anyChild(r, root); el != nil {
			siblings := el.Parent().ChildElements()
			parent, at := el.Parent(), siblings[r.IntN(len(siblings))].Index()
			parent.RemoveChild(el)
			parent.InsertChildAt(min(at, len(parent.Child)), el)
		}
	}},
	{"move", func(r *rand.Rand, root *etree.Element) {
		if el := anyChild(r, root); el != nil {
			everyElement(root)[r.IntN(len(everyElement(root)))].AddChild(el.Copy())
		}
	}},
	{"rename", func(r *rand.Rand, root *etree.Element) {
		el := pick(r, everyElement(root))
		el.Space, el.Tag, _ = strings.Cut(pick(r, names), ":")
		if el.Tag == "" {
			el.Space, el.Tag = "", el.Space
		}
	}},
	{"namespace", func(r *rand.Rand, root *etree.Element) {
		pick(r, everyElement(root)).Space = pick(r, []string{"", "sd", "gd", "sag", "di", "si", "sdi", "go"})
	}},
	{"insert", func(r *rand.Rand, root *etree.Element) {
		el := pick(r, everyElement(root))
		el.InsertChildAt(r.IntN(len(el.Child)+1), etree.NewElement(pick(r, names)))
	}},
	{"value", func(r *rand.Rand, root *etree.Element) { leaf(r, root).SetText(pick(r, values)) }},
	{"value", func(r *rand.Rand, root *etree.Element) { leaf(r, root).SetText(pick(r, values)) }},
	{"value", func(r *rand.Rand, root *etree.Element) { leaf(r, root).SetText(pick(r, values)) }},
	{"space", func(r *rand.Rand, root *etree.Element) {
		el := leaf(r, root)
		el.SetText(pick(r, []string{" ", "\n", "\u00a0"}) + el.Text())
	}},
	{"text", func(r *rand.Rand, root *etree.Element) {
		el := pick(r, everyElement(root))
		el.InsertChildAt(0, etree.NewText(pick(r, []string{"x", " ", "\u00a0", "\n\t"})))
	}},
	{"attribute", func(r *rand.Rand, root *etree.Element) {
		pick(r, everyElement(root)).CreateAttr(pick(r, []string{"id", "xsi:nil", "xsi:schemaLocation", "xml:lang", "sd:id", "xsi:ukendt"}), "true")
	}},
	{"xsitype", func(r *rand.Rand, root *etree.Element) {
		root.CreateAttr("xmlns:xs", "http://www.w3.org/2001/XMLSchema")
		root.CreateAttr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
		pick(r, everyElement(root)).CreateAttr("xsi:type", pick(r, types))
	}},
	{"comment", func(r *rand.Rand, root *etree.Element) { pick(r, everyElement(root)).CreateComment("x") }},
	{"empty", func(r *rand.Rand, root *etree.Element) { pick(r, everyElement(root)).Child = nil }},
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func anyChild(r *rand.Rand, root *etree.Element) *etree.Element {
	if all := everyElement(root)[1:]; len(all) > 0 {
		return pick(r, all)
	}
	return nil
}

func leaf(r *rand.Rand, root *etree.Element) *etree.Element {
	leaves := slices.DeleteFunc(everyElement(root), func(el *etree.Element) bool { return len(el.ChildElements()) > 0 })
	return pick(r, leaves)
}
