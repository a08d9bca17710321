package packed_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/beevik/etree"
	"pgregory.net/rapid"

	"klarmeld/internal/oio"
	"klarmeld/internal/packed"
)

// texts are those that a box has ways of its own to write, and what nearly is one.
var texts = []string{"", " ", "true", "Aftale om besøg", "\n\t", "æ\x00",
	"41ac9245-d933-5858-a0cc-565ce7d0bac5", "41AC9245-d933-5858-a0cc-565ce7d0bac5", "41ac9245-d933-5858-a0cc-565ce7d0bacg", "41ac9245d933-5858-a0cc-565ce7d0bac5-",
	"2026-11-24T03:01:00.805+01:00", "2026-11-24T03:01:00.805Z", "2026-11-24T03:01:00.805+00:00", "2026-11-24T03:01:00.805-00:00", "2026-11-24T03:01:00Z",
	"2026-11-24T24:00:00.000Z", "2026-02-29T03:01:00.805Z", "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999-14:00", "2026-11-24T03:01:00.805+24:00",
	"2026-11-24T03:01:00,805Z",
	"2026-11-24T03:01:00.8051Z",
	strings.Repeat("x", 1023), strings.Repeat("x", 1024), strings.Repeat("x", 1025), strings.Repeat("ø", 3000)}

func anyText(t *rapid.T) string {
	if rapid.Bool().Draw(t, "known") {
		return rapid.SampledFrom(texts).Draw(t, "text")
	}
	return rapid.String().Draw(t, "text")
}

// anyElement is one as a sender may write it, with whatever namespaces he likes.
func anyElement(t *rapid.T, depth int) *etree.Element {
	el := etree.NewElement(rapid.SampledFrom([]string{"Egenskaber", "Titel", "x", "ø"}).Draw(t, "tag"))
	el.CreateAttr("xmlns", rapid.SampledFrom([]string{"", oio.NSSag, oio.NSGenerelle, "urn:x", strings.Repeat("urn:y", 40)}).Draw(t, "namespace"))
	for range rapid.IntRange(0, 4).Draw(t, "children") {
		switch {
		case depth > 0 && rapid.Bool().Draw(t, "element"):
			el.AddChild(anyElement(t, depth-1))
		default:
			el.CreateText(anyText(t))
		}
	}
	return el
}

// TestAsItWas packs whatever comes, in one box, and takes it out again.
func TestAsItWas(t *testing.T) {
	box := packed.NewBox()
	rapid.Check(t, func(t *rapid.T) {
		el, text, number := oio.Normalise(anyElement(t, 3)), anyText(t), rapid.IntRange(0, 1<<40).Draw(t, "number")
		at := time.Unix(rapid.Int64Range(-1<<36, 1<<36).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds"))
		p := box.Pack()
		p.Text(text)
		p.Element(el)
		p.Bytes([]byte(text))
		p.Number(number)
		p.Instant(at)
		p.Element(el)
		o := box.Open(p.Done())
		if got := o.Text(); got != text {
			t.Fatalf("%q came out as %q", text, got)
		}
		first := o.Element()
		if got := string(o.Bytes()); got != text {
			t.Fatalf("%q came out as %q", text, got)
		}
		if got := o.Number(); got != number {
			t.Fatalf("%d came out as %d", number, got)
		}
		if got := o.Instant(); !got.Equal(at) {
			t.Fatalf("%s came out as %s", at, got)
		}
		for _, got := range []*etree.Element{first, o.Element()} {
			if !reflect.DeepEqual(got, el) {
				t.Fatalf("%s came out as %s", written(el), written(got))
			}
		}
	})
}

func written(el *etree.Element) string {
	doc := etree.NewDocument()
	doc.SetRoot(el.Copy())
	s, err := doc.WriteToString()
	return fmt.Sprint(s, err)
}

// TestZeroTime: that of a registration which tells none.
func TestZeroTime(t *testing.T) {
	box := packed.NewBox()
	p := box.Pack()
	p.Instant(time.Time{})
	if got := box.Open(p.Done()).Instant(); !got.IsZero() {
		t.Errorf("it came out as %s", got)
	}
}

// TestMadeUp: a sender who makes up names and texts fills the box, and what comes then is
// kept all the same.
func TestMadeUp(t *testing.T) {
	box := packed.NewBox()
	pack := func(tag, text string) []byte {
		el := etree.NewElement(tag)
		el.CreateText(text)
		p := box.Pack()
		p.Element(el)
		return p.Done()
	}
	early := pack("tidlig", "x")
	for i := range 100_000 {
		for range 5 {
			pack(fmt.Sprintf("n%d", i), fmt.Sprintf("t%d", i))
		}
	}
	late := pack("sen", "y")
	for want, data := range map[string][]byte{"<tidlig>x</tidlig>": early, "<sen>y</sen>": late} {
		if got := written(box.Open(data).Element()); !strings.HasPrefix(got, want) {
			t.Errorf("%s came out as %s", want, got)
		}
	}
}

// TestSmall: a part that many objects have takes a few bytes in each of them.
func TestSmall(t *testing.T) {
	doc := etree.NewDocument()
	if err := doc.ReadFromString(`<Fremdrift xmlns="` +
		oio.NSSag + `"><Virkning><FraTidspunkt><TidsstempelDatoTid>2026-11-24T03:01:00.783+01:00</TidsstempelDatoTid></FraTidspunkt><TilTidspunkt>` +
		`<GraenseIndikator>true</GraenseIndikator></TilTidspunkt><AktoerRef><UUIDIdentifikator>7fada7f9-3c2e-5c7c-a32e-f08f04088c2d</UUIDIdentifikator></AktoerRef>` +
		`</Virkning><FremdriftStatusKode>Opstaaet</FremdriftStatusKode></Fremdrift>`); err != nil {
		t.Fatal(err)
	}
	box, el := packed.NewBox(), oio.Normalise(doc.Root())
	size := 0
	for range 10 {
		p := box.Pack()
		p.Element(el)
		size = len(p.Done())
	}
	if size > 40 {
		t.Errorf("it takes %d bytes", size)
	}
}

// TestManyAtOnce: many pack and open; the race detector sees whether one is in another's way.
func TestManyAtOnce(t *testing.T) {
	box := packed.NewBox()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 200 {
				want := fmt.Sprintf("%d-%d", i, n%7)
				p := box.Pack()
				p.Text(want)
				if got := box.Open(p.Done()).Text(); got != want {
					t.Errorf("%q came out as %q", want, got)
				}
			}
		})
	}
	all.Wait()
}
