package contract

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/beevik/etree"
)

// TestLinesApart: of every type that messages have it is known which line an element
// fits, or else it would never be seen that a message agrees.
func TestLinesApart(t *testing.T) {
	for n, typ := range load().types {
		if !typ.apart {
			t.Errorf("%s has an element that fits two lines", n.local)
		}
	}
}

// TestAgreedIsRight: in what is said to agree at first sight nothing is wrong, and most
// messages in which nothing is wrong are said to.
func TestAgreedIsRight(t *testing.T) {
	files, err := filepath.Glob("testdata/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no messages in testdata: %v", err)
	}
	random := rand.New(rand.NewPCG(6, 6))
	agreed, right := 0, 0
	for i := range 2_000 {
		doc := etree.NewDocument()
		if err := doc.ReadFromFile(files[i%len(files)]); err != nil {
			t.Fatal(err)
		}
		for range random.IntN(3) {
			disarrange(random, doc.Root())
		}
		found := disagreements(doc.Root())
		if load().agrees(doc.Root()) {
			if agreed++; len(found) > 0 {
				text, _ := doc.WriteToString()
				t.Fatalf("it is said to agree: %+v\n%s", found[0], text)
			}
		}
		if len(found) == 0 {
			right++
		}
	}
	if agreed < right*3/4 || agreed < 500 || right > 1_700 {
		t.Errorf("%d are right, of which %d were seen to agree", right, agreed)
	}
}

// disarrange changes one element of a message, or where it is.
func disarrange(random *rand.Rand, root *etree.Element) {
	all := root.FindElements(".//*")
	if len(all) == 0 {
		return
	}
	el, other := all[random.IntN(len(all))], all[random.IntN(len(all))]
	texts := []string{"", " ", "true", "1", "x", "2026-01-31T12:00:00", "41ac9245-d933-5858-a0cc-565ce7d0bac5", "Opstaaet"}
	switch random.IntN(9) {
	case 0:
		el.Parent().RemoveChild(el)
	case 1:
		el.Parent().InsertChildAt(el.Index(), el.Copy())
	case 2:
		other.AddChild(el.Copy())
	case 3:
		el.Space = other.Space
	case 4:
		el.CreateAttr("xmlns", "urn:oio:sagdok:3.0.0")
	case 5:
		el.CreateText(texts[random.IntN(len(texts))])
	case 6:
		el.CreateComment("c")
	case 7:
		el.CreateAttr("xmlns:"+other.Space, "urn:oio:sts:sagdok:sag:6")
	default:
		if len(el.ChildElements()) == 0 {
			el.SetText(texts[random.IntN(len(texts))])
		}
	}
}

// TestTimePartsAsMatched: the parts of a dateTime are those that its expression has.
func TestTimePartsAsMatched(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	const trials = 100_000
	texts := []string{"2026-01-31T12:00:00+01:00", "2026-01-31T12:00:00", "-2026-01-31T24:00:00.000Z", "12026-01-31T12:00:00.5-14:00",
		"2026-01-31T12:00:00.123456789Z"}
	with, parted := "0123456789-+:.TZ \n", 0
	for i := range trials {
		b := []byte(texts[i%len(texts)])
		for range random.IntN(3) {
			c, at := with[random.IntN(len(with))], random.IntN(len(b))
			switch random.IntN(3) {
			case 0:
				b = slices.Insert(b, at, c)
			case 1:
				b = slices.Delete(b, at, at+1)
			default:
				b[at] = c
			}
		}
		got, ok := timeParts(string(b))
		want := dateTimeForm.FindStringSubmatch(string(b))
		if ok != (want != nil) || ok && !slices.Equal(got[:], want) {
			t.Fatalf("%q has the parts %q, and by the expression %q", b, got, want)
		}
		if ok {
			parted++
		}
	}
	if parted < trials/20 || parted > trials*19/20 {
		t.Errorf("%d of %d have parts", parted, trials)
	}
}
