package contract_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"
)

// The mutants are made from this seed. Of each message in many so many are
// made of each main kind, and some of each other; of any other message a few
// of each kind.
const (
	seed = 1470
	most = 275
	some = 60
	few  = 10
)

var many = []string{"importer-sag", "importer-dokument", "opdater", "fremsoeg", "fjern"}

// allMessages are those of testdata, mutants of each, and single elements; no
// two are alike.
func allMessages(t *testing.T) []message {
	var out []message
	seen := map[string]bool{}
	add := func(root *etree.Element, title, kind string) bool {
		doc := etree.NewDocument()
		doc.SetRoot(root)
		xml, err := doc.WriteToString()
		if err != nil {
			t.Fatal(err)
		}
		if seen[xml] {
			return false
		}
		seen[xml] = true
		out = append(out, message{title: title, kind: kind, xml: xml})
		return true
	}
	mutants(t, add)
	for _, tag := range allValueTags() {
		for _, value := range values {
			add(element(t, tag, value), tag, "")
		}
	}
	for _, o := range oracles {
		for _, d := range o.deviations {
			for _, e := range d.examples {
				add(element(t, e.tag, e.inside), e.tag, "")
			}
		}
	}
	return out
}

// mutants adds the messages of testdata and what seeded changes make of them.
func mutants(t *testing.T, add func(root *etree.Element, title, kind string) bool) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no messages: %v", err)
	}
	r := rand.New(rand.NewPCG(seed, 0))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		title := strings.TrimSuffix(filepath.Base(file), ".xml")
		base := parse(t, string(raw))
		declare(base)
		add(base.Copy(), title, "")
		unindent(base)
		for _, k := range kinds {
			n := few
			switch {
			case slices.Contains(many, title) && k.main:
				n = most
			case slices.Contains(many, title):
				n = some
			}
			for tries := 4 * n; n > 0 && tries > 0; tries-- {
				root := base.Copy()
				k.mutate(r, root)
				if r.IntN(5) == 0 {
					k.mutate(r, root)
				}
				if add(root, title, k.name) {
					n--
				}
			}
		}
	}
}

// kind is one way to change a message.
type kind struct {
	name   string
	main   bool // one of those that are made in great number
	mutate func(r *rand.Rand, root *etree.Element)
}

var kinds = []kind{
	{"drop", true, func(r *rand.Rand, root *etree.Element) {
		if el := below(r, root); el != nil {
			el.Parent().RemoveChild(el)
		}
	}},
	{"repeat", true, func(r *rand.Rand, root *etree.Element) {
		if el := below(r, root); el != nil {
			el.Parent().InsertChildAt(pick(r, []int{el.Index(), len(el.Parent().Child)}), el.Copy())
		}
	}},
	{"reorder", true, func(r *rand.Rand, root *etree.Element) {
		if el := below(r, root); el != nil {
			parent := el.Parent()
			at := pick(r, parent.ChildElements()).Index()
			parent.RemoveChild(el)
			parent.InsertChildAt(min(at, len(parent.Child)), el)
		}
	}},
	{"rename", true, func(r *rand.Rand, root *etree.Element) {
		el := pick(r, everyElement(root))
		switch r.IntN(3) {
		case 0:
			other := pick(r, everyElement(root))
			el.Space, el.Tag = other.Space, other.Tag
		case 1:
			el.Tag = pick(r, []string{el.Tag + "r", el.Tag[1:], el.Tag[:len(el.Tag)-1], strings.ToLower(el.Tag), strings.ToUpper(el.Tag)})
		default:
			el.Space, el.Tag = split(pick(r, names))
		}
	}},
	{"retype", true, func(r *rand.Rand, root *etree.Element) {
		el := pick(r, everyElement(root))
		if r.IntN(2) == 0 {
			el.CreateAttr("xsi:type", pick(r, types))
			return
		}
		// What stands in another element.
		other := pick(r, everyElement(root)).Copy()
		empty(el)
		for _, c := range slices.Clone(other.Child) {
			el.AddChild(c)
		}
	}},
	{"lengthen", true, func(r *rand.Rand, root *etree.Element) {
		el := leaf(r, root)
		letter := pick(r, []string{"x", "0", "æ", "x", "0", "æ", " ", "𐐷"})
		n := pick(r, lengths) - len([]rune(el.Text()))
		el.SetText(el.Text() + strings.Repeat(letter, max(n, 1)))
	}},
	{"namespace", true, func(r *rand.Rand, root *etree.Element) {
		el := pick(r, everyElement(root))
		switch r.IntN(4) {
		case 0: // for all below
			el.CreateAttr("xmlns:"+pick(r, spaces), pick(r, uris))
		case 1: // the right one, or nearly, as the default
			uri := pick(r, []string{el.NamespaceURI(), el.NamespaceURI(), strings.TrimSuffix(el.NamespaceURI(), "6") + "5", strings.ToUpper(el.NamespaceURI())})
			el.Space = ""
			el.CreateAttr("xmlns", uri)
		default:
			el.Space = pick(r, append(spaces, ""))
		}
	}},
	{"value", true, func(r *rand.Rand, root *etree.Element) {
		el := leaf(r, root)
		text := []rune(el.Text())
		if r.IntN(2) == 0 || len(text) == 0 {
			el.SetText(pick(r, values))
			return
		}
		at, sign := r.IntN(len(text)), pick(r, []rune("019-+:.,TZ =aGÅ\u00a0\t"))
		switch r.IntN(3) {
		case 0:
			text[at] = sign
		case 1:
			text = slices.Insert(text, at, sign)
		default:
			text = slices.Delete(text, at, at+1)
		}
		el.SetText(string(text))
	}},
	{"move", false, func(r *rand.Rand, root *etree.Element) {
		if el := below(r, root); el != nil {
			pick(r, everyElement(root)).AddChild(el.Copy())
		}
	}},
	{"insert", false, func(r *rand.Rand, root *etree.Element) {
		el := pick(r, everyElement(root))
		added := etree.NewElement("")
		added.Space, added.Tag = split(pick(r, names))
		if r.IntN(3) == 0 {
			added.CreateAttr("xsi:type", pick(r, types))
		}
		el.InsertChildAt(r.IntN(len(el.Child)+1), added)
	}},
	{"empty", false, func(r *rand.Rand, root *etree.Element) { empty(pick(r, everyElement(root))) }},
	{"text", false, func(r *rand.Rand, root *etree.Element) {
		pick(r, everyElement(root)).InsertChildAt(0, etree.NewText(pick(r, []string{"x", " ", "\u00a0", "\n\t"})))
	}},
	{"space", false, func(r *rand.Rand, root *etree.Element) {
		el := leaf(r, root)
		el.SetText(pick(r, []string{" ", "\n", "\u00a0"}) + el.Text())
	}},
	{"attribute", false, func(r *rand.Rand, root *etree.Element) {
		pick(r, everyElement(root)).CreateAttr(pick(r, []string{"id", "xsi:nil", "xsi:schemaLocation", "xml:lang", "sd:id", "xsi:ukendt"}), "true")
	}},
	{"comment", false, func(r *rand.Rand, root *etree.Element) { pick(r, everyElement(root)).CreateComment("x") }},
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func everyElement(root *etree.Element) []*etree.Element {
	out := []*etree.Element{root}
	for i := 0; i < len(out); i++ {
		out = append(out, out[i].ChildElements()...)
	}
	return out
}

func isLeaf(el *etree.Element) bool { return len(el.ChildElements()) == 0 }

// below is any element but the root, nil when there is none.
func below(r *rand.Rand, root *etree.Element) *etree.Element {
	if all := everyElement(root)[1:]; len(all) > 0 {
		return pick(r, all)
	}
	return nil
}

// leaf is an element without children. First a tag is picked, so that what a
// message has a hundred of does not crowd out the rest.
func leaf(r *rand.Rand, root *etree.Element) *etree.Element {
	byTag := map[string][]*etree.Element{}
	var tags []string
	for _, el := range everyElement(root) {
		if isLeaf(el) {
			if byTag[el.Tag] == nil {
				tags = append(tags, el.Tag)
			}
			byTag[el.Tag] = append(byTag[el.Tag], el)
		}
	}
	return pick(r, byTag[pick(r, tags)])
}

func empty(el *etree.Element) {
	for len(el.Child) > 0 {
		el.RemoveChildAt(0)
	}
}

func split(qname string) (prefix, local string) {
	prefix, local, ok := strings.Cut(qname, ":")
	if !ok {
		return "", qname
	}
	return prefix, local
}

// declare gives the root every prefix of the tests, so that a mutant may use
// any of them anywhere.
func declare(root *etree.Element) {
	for _, f := range strings.Fields(prefixes) {
		name, value, _ := strings.Cut(f, "=")
		root.CreateAttr(name, strings.Trim(value, `"`))
	}
}

// unindent takes the white space from between the elements, which is half of
// what there is to read.
func unindent(root *etree.Element) {
	for _, el := range everyElement(root) {
		if isLeaf(el) {
			continue
		}
		for _, c := range slices.Clone(el.Child) {
			if text, ok := c.(*etree.CharData); ok && text.IsWhitespace() {
				el.RemoveChild(c)
			}
		}
	}
}

// names are put where they may or may not belong.
var names = []string{"sag:Titel", "di:Titel", "sd:NoteTekst", "sd:GraenseIndikator", "gd:Virkning", "si:Sikkerhedsprofil",
	"sd:UUIDIdentifikator", "sdi:SagIndeks",
	"sag:Sag", "sd:LokalUdvidelse", "sd:Relation", "gd:LokalUdvidelseListe", "Ukendt", "si:Ukendt", "sag:RelationListe", "sdi:SoegUdtryk", "sd:SoegRelation"}

// types are for xsi:type.
var types = []string{"gd:RelationType", "sag:JournalpostRelationType", "si:SagsitsystemRelationType", "sag:EgenskaberType", "sd:UnikIdType", "sd:TidspunktType",
	"sd:VirkningType", "xs:string", "xs:token", "xs:dateTime", "xs:date", "xs:boolean", "xs:int", "xs:language", "sd:LivscyklusKodeType",
	"sag:ImaginaerType", "ukendt:Type"}

var (
	spaces = []string{"sd", "gd", "sag", "di", "si", "sdi", "go"}
	uris   = []string{"urn:oio:sagdok:3.0.0", "urn:oio:sts:sagdok:sag:6", "urn:oio:sts:sagdok:sag:5", "urn:oio:sts:sagdok:sagindeks:6", "urn:korsbaek"}
)
