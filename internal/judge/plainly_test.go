package judge

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/beevik/etree"
)

// anyElement is an element with whatever may stand in one.
func anyElement(dice *rand.Rand, depth int) *etree.Element {
	el := etree.NewElement([]string{"Virkning", "Notat", "Sagspart", "Rolle"}[dice.IntN(4)])
	el.Space = []string{"", "sd", "gd"}[dice.IntN(3)]
	if dice.IntN(8) == 0 {
		el.CreateAttr([]string{"xmlns:sd", "xmlns", "id", "xsi:nil"}[dice.IntN(4)], "a\"<")
	}
	texts := []string{"", " ", "\n  ", "tekst", "æ & ø", "<\"'>", "\u00a0", "\t", "\r", "\x01", "\xff", "2026-01-02T03:04:05.000+01:00", "\U0001F600"}
	text := func() {
		el.CreateText(texts[dice.IntN(len(texts))])
	}
	if depth == 0 || dice.IntN(3) == 0 {
		for range dice.IntN(3) {
			text()
		}
		return el
	}
	for range dice.IntN([]int{4, 4, 4, 40}[dice.IntN(4)] + 1) {
		el.AddChild(anyElement(dice, depth-1))
		switch dice.IntN(60) {
		case 0:
			text()
		case 1:
			el.CreateComment("en kommentar")
		case 2:
			el.CreateProcInst("mål", "x")
		case 3:
			el.CreateCData(" ")
		case 4, 5, 6, 7, 8, 9:
			el.CreateText("\n    ")
		}
	}
	return el
}

// byCopy is a fragment that is written by way of a copy.
func byCopy(el *etree.Element) string {
	fold, left := more(el, maxFragment) < 0, maxFragment
	s := written(cutCopy(el, fold, &left))
	if len(s) > maxFragmentText {
		s = strings.ToValidUTF8(s[:maxFragmentText], "") + " …"
	}
	return s
}

// TestPlainly: what is written at once is what a copy is written as, of elements that were
// made and of those that were read.
func TestPlainly(t *testing.T) {
	dice, plainOnes, long, read := rand.New(rand.NewPCG(3, 4)), 0, 0, 0
	for range 20_000 {
		el := anyElement(dice, dice.IntN(5))
		want := byCopy(el)
		if got := newViews().fragment(el); got != want {
			t.Fatalf("a fragment is\n%s\nand by a copy\n%s", got, want)
		}
		if more(el, maxFragmentShown) >= 0 && plain(el) {
			plainOnes++
			if more(el, maxFragment) < 0 {
				long++
			}
		}
		doc := etree.NewDocument()
		if doc.ReadFromString(want) != nil || doc.Root() == nil {
			continue
		}
		read++
		if got, want := newViews().fragment(doc.Root()), byCopy(doc.Root()); got != want {
			t.Fatalf("a fragment that was read is\n%s\nand by a copy\n%s", got, want)
		}
	}
	if plainOnes < 2000 || long < 40 || read < 2000 {
		t.Errorf("%d elements were plain, %d of them long; %d were read", plainOnes, long, read)
	}
}
