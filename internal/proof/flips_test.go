package proof

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/security"
)

var flips = flag.Int("flips", 100, "how many signed messages get one byte changed")

// unsigned are the places that no reference covers, and why a change there is taken: the
// innermost element around the byte, and whether that is in its tag or its text.
var unsigned = map[string]string{
	"RequestHeader tag":                        "KOMBIT's RequestHeader is not signed, by the policy (SignedParts)",
	"TransactionUUID tag":                      "KOMBIT's RequestHeader is not signed, by the policy (SignedParts)",
	"TransactionUUID text":                     "KOMBIT's RequestHeader is not signed, by the policy (SignedParts)",
	"Envelope tag":                             "the envelope's own tag is not signed: a namespace that nothing signed uses, or a blank",
	"Header tag":                               "the Header's own tag is not signed: a blank",
	"Security tag":                             "Security's own tag is not signed: a namespace that nothing signed uses, or a blank",
	"Signature tag":                            "the signature's own tag is not signed: a blank",
	"SignatureValue tag":                       "the signature's value is not signed: a blank in its tag",
	"KeyInfo tag":                              "KeyInfo is not signed: a blank in its tag",
	"Security/SecurityTokenReference tag":      "the reference to the token is not signed, but the token that it names (STR-Transform)",
	"KeyInfo/SecurityTokenReference tag":       "KeyInfo is not signed; it names the token, which is",
	"SecurityTokenReference/KeyIdentifier tag": "the name of a reference is not signed; what it names is",
	"SecurityTokenReference/Reference tag":     "the name of a reference is not signed; what it names is",
	"TransformationParameters tag":             "the prefix is declared around it too, and a declaration that nothing uses is not in canonical form",
	"blank in a tag":                           "white space between attributes is written as one blank in canonical form",
}

// TestFlips: of signed messages with one byte changed none is taken that says anything
// else in what the references cover, read by encoding/xml and not by ourselves. Those
// that are taken are listed with the reason.
func TestFlips(t *testing.T) {
	l := locks()
	w := openTown(t, security.Enforce)
	random := rand.New(rand.NewPCG(20, 1000))
	taken, refused := map[string]int{}, map[string]int{}
	for i := range *flips {
		path := searchPath
		if i%4 == 3 {
			path = security.STSPath
		}
		letter := l.letter(path)
		letter.m.ID = fmt.Sprintf("urn:uuid:5c1f0f5e-3b0a-4f0e-9a55-%012d", i)
		raw := letter.turn().Letter.raw
		at := random.IntN(len(raw))
		by := byte(random.IntN(256))
		if random.IntN(2) == 0 {
			by = byte(' ' + random.IntN(95)) // what is printed is read further
		}
		if by == raw[at] {
			by ^= 1
		}
		changed := slices.Clone(raw)
		changed[at] = by
		status, reply, err := (&sent{path: path, raw: changed}).post(w.client)
		if err != nil {
			t.Fatal(err)
		}
		if status != http.StatusOK {
			refused[code(reply)]++
			continue
		}
		was, is := spoken(t, raw), spoken(t, changed)
		if !maps.Equal(was, is) {
			t.Errorf("byte %d, %q for %q in …%s…: taken, and says something else", at, by, raw[at], raw[max(at-60, 0):min(at+60, len(raw))])
		}
		place := placeOf(raw, at)
		if blank(raw[at]) && blank(by) && strings.HasSuffix(place, " tag") {
			place = "blank in a tag"
		}
		if unsigned[place] == "" {
			t.Errorf("byte %d, %q for %q in %s …%s…: taken, and no reason is known", at, by, raw[at], place, raw[max(at-60, 0):min(at+60, len(raw))])
		}
		taken[place]++
	}
	total := 0
	for _, p := range slices.Sorted(maps.Keys(taken)) {
		total += taken[p]
		t.Logf("taken   %4d  %s: %s", taken[p], p, unsigned[p])
	}
	for _, c := range slices.Sorted(maps.Keys(refused)) {
		t.Logf("refused %4d  %s", refused[c], c)
	}
	t.Logf("%d messages with one byte changed: %d taken, of which none says anything else in what is signed", *flips, total)
	if total == *flips || total == 0 && *flips > 500 {
		t.Errorf("%d of %d were taken", total, *flips)
	}
}

func blank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// signedParts are what a message must have signed, as paths below its Envelope.
var signedParts = []string{"Body", "Header/Action", "Header/MessageID", "Header/To", "Header/ReplyTo", "Header/Security/Timestamp", "Header/Security/Assertion",
	"Header/Security/BinarySecurityToken"}

// spoken is what a message says in its signed parts: elements and attributes by their
// namespaces, and text. Of prefixes, declarations and comments it says nothing.
func spoken(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	out := map[string]string{}
	var path []string
	d := xml.NewDecoder(bytes.NewReader(raw))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("what was taken cannot be read by another: %v", err)
		}
		said := ""
		switch x := token.(type) {
		case xml.StartElement:
			path = append(path, x.Name.Local)
			said = fmt.Sprintf("<%s %s", x.Name.Space, x.Name.Local)
			var attrs []string
			for _, a := range x.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					attrs = append(attrs, fmt.Sprintf(" %s %s=%q", a.Name.Space, a.Name.Local, a.Value))
				}
			}
			slices.Sort(attrs)
			said += strings.Join(attrs, "") + ">"
		case xml.CharData:
			said = fmt.Sprintf("%q", string(x))
		}
		here := strings.Join(path[min(1, len(path)):], "/")
		for _, p := range signedParts {
			if here == p || strings.HasPrefix(here, p+"/") {
				out[p] += said
			}
		}
		if _, ended := token.(xml.EndElement); ended {
			path = path[:len(path)-1]
		}
	}
}

// placeOf is the innermost element around a byte, and whether the byte is in its tags or
// in its text.
func placeOf(raw []byte, at int) string {
	var path []string
	d := xml.NewDecoder(bytes.NewReader(raw))
	name := func() string {
		last := path[len(path)-1]
		if in := []string{"SecurityTokenReference", "KeyIdentifier", "Reference"}; len(path) > 1 && slices.Contains(in, last) {
			return path[len(path)-2] + "/" + last
		}
		return last
	}
	for {
		token, err := d.Token()
		if err != nil {
			return "nowhere"
		}
		in := int(d.InputOffset()) > at
		switch x := token.(type) {
		case xml.StartElement:
			path = append(path, x.Name.Local)
			if in {
				return name() + " tag"
			}
		case xml.EndElement:
			if in {
				return name() + " tag"
			}
			path = path[:len(path)-1]
		default:
			if in {
				return name() + " text"
			}
		}
	}
}
