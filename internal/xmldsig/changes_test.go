package xmldsig_test

import (
	"bytes"
	"crypto/rsa"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/official"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

var changes = flag.Int("xmldsig.changes", 1000, "how many single bytes of each signed message TestChangedByte changes")

// TestChangedByte changes single bytes of a signed message. What is then still
// accepted covers the same in the same canonical forms, and it is told why.
func TestChangedByte(t *testing.T) {
	raw := roughened(written(t, envelope(t, cases)))
	testChanges(t, raw, []*rsa.PublicKey{publicOf(issuer()), publicOf(tester())})
}

// TestChangedByteOfficial does the same with the platform's real messages.
func TestChangedByteOfficial(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(official.Folder(t), "signerede", "*.xml"))
	if err != nil || len(files) < 6 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			doc, p := soap.ReadDocument(raw)
			if p != nil {
				t.Fatal(p)
			}
			keys := keysIn(doc.Root)
			var makers []*rsa.PublicKey
			for _, s := range signatures(doc.Root) {
				makers = append(makers, keys[slices.IndexFunc(keys, s.Signed)])
			}
			if len(makers) > 0 { // one of the replies is signed nowhere
				testChanges(t, raw, makers)
			}
		})
	}
}

func testChanges(t *testing.T, raw []byte, keys []*rsa.PublicKey) {
	t.Helper()
	before, forms := accepted(raw, keys)
	if before == nil {
		t.Fatalf("the message is not accepted before it is changed:\n%s", raw)
	}
	r := rand.New(rand.NewPCG(20, uint64(len(raw))))
	why := map[string]int{}
	for range *changes {
		at, by := changed(r, raw)
		spoilt := bytes.Clone(raw)
		spoilt[at] = by
		root, now := accepted(spoilt, keys)
		if root == nil {
			continue
		}
		where := fmt.Sprintf("byte %d from %q to %q, behind %q", at, raw[at], by, raw[max(0, at-30):at])
		if !slices.Equal(forms, now) {
			t.Errorf("%s: accepted, and covers something else:\n%q\nthan\n%q", where, now, forms)
		}
		reason := differ(before, root)
		if reason == "" {
			reason = asWritten(raw, at, by)
		}
		if reason == "" {
			t.Errorf("%s: accepted, and nobody knows why", where)
		}
		why[reason]++
		t.Logf("%s: %s", where, reason)
	}
	for _, reason := range slices.Sorted(maps.Keys(why)) {
		t.Logf("%d of %d accepted: %s", why[reason], *changes, reason)
	}
	if len(why) < 2 {
		t.Errorf("accepted for %v only: the changes try too little", why)
	}
}

// changed is a place and what is to stand there: any byte, and more often one that
// XML can have there.
func changed(r *rand.Rand, raw []byte) (at int, by byte) {
	at = r.IntN(len(raw))
	for by = raw[at]; by == raw[at]; {
		switch r.IntN(4) {
		case 0:
			by = byte(r.IntN(256))
		case 1:
			by = " \t\r\n\"'<>/=&;#x!-?:"[r.IntN(18)]
		case 2:
			by = raw[r.IntN(len(raw))]
		default:
			by = raw[at] ^ 0x20
			if strings.IndexByte(" \t\r\n", raw[at]) >= 0 {
				by = " \t\r\n"[r.IntN(4)]
			}
		}
	}
	return at, by
}

// accepted reads a message; it has a root when each of its signatures is made by
// the key of its place, and all their references hold. forms are what they cover,
// each with where that stands.
func accepted(raw []byte, keys []*rsa.PublicKey) (root *etree.Element, forms []string) {
	doc, p := soap.ReadDocument(raw)
	if p != nil {
		return nil, nil
	}
	all := signatures(doc.Root)
	if len(all) != len(keys) {
		return nil, nil
	}
	for i, s := range all {
		if s == nil || !s.Signed(keys[i]) {
			return nil, nil
		}
		forms = append(forms, string(xmldsig.Canonical{}.Append(nil, s.Info)))
		for _, r := range s.References {
			ok, form := r.Holds(nil)
			if !ok {
				return nil, nil
			}
			forms = append(forms, r.Covers.GetPath()+" "+string(form))
		}
	}
	return doc.Root, forms
}

// signatures are those of a document, in its order; nil for one that is not read.
func signatures(root *etree.Element) (all []*xmldsig.Signature) {
	ids := xmldsig.FindIDs(root)
	for _, el := range inOrder(nil, root) {
		if xmldsig.Is(el, xmldsig.NS, "Signature") {
			s, _ := xmldsig.Read(el, ids)
			all = append(all, s)
		}
	}
	return all
}

// differ is how two trees differ, "" when they are the same.
func differ(a, b *etree.Element) string {
	if a.FullTag() != b.FullTag() {
		return "a name, which nothing covers"
	}
	if len(a.Attr) != len(b.Attr) {
		return "the attributes of " + a.Tag
	}
	for i, was := range a.Attr {
		switch now := b.Attr[i]; {
		case was.FullKey() == now.FullKey() && was.Value == now.Value:
		case was.Space == "xmlns" && now.Space == "xmlns":
			return "a declaration that nothing covered uses"
		default:
			return "an attribute of " + a.Tag + ", which nothing covers"
		}
	}
	return differInside(a, b)
}

func differInside(a, b *etree.Element) string {
	if len(a.Child) != len(b.Child) {
		return "the content of " + a.Tag + ", which nothing covers"
	}
	for i := range a.Child {
		if why := differAt(a, a.Child[i], b.Child[i]); why != "" {
			return why
		}
	}
	return ""
}

// differAt is how two things in an element differ.
func differAt(in *etree.Element, was, now etree.Token) string {
	switch was := was.(type) {
	case *etree.Element:
		if now, ok := now.(*etree.Element); ok {
			return differ(was, now)
		}
	case *etree.Comment:
		if now, ok := now.(*etree.Comment); ok {
			if was.Data != now.Data {
				return "a comment, which no canonical form has"
			}
			return ""
		}
	case *etree.CharData:
		now, ok := now.(*etree.CharData)
		switch {
		case ok && was.Data == now.Data:
			return ""
		case ok && in.Tag == "SignatureValue":
			return "the white space of base64, which is the same number"
		}
	case *etree.ProcInst:
		if now, ok := now.(*etree.ProcInst); ok && was.Target == now.Target && was.Inst == now.Inst {
			return ""
		}
	}
	return "the content of " + in.Tag + ", which nothing covers"
}

// asWritten is why a change is none in what is read: it is only written otherwise.
func asWritten(raw []byte, at int, by byte) string {
	from, to := bytes.Index(raw, []byte("<soap:Envelope")), bytes.LastIndex(raw, []byte("Envelope"))
	if from < 0 {
		from = bytes.Index(raw, []byte("Envelope")) - 2
	}
	blank := func(b byte) bool { return strings.IndexByte(" \t\r\n", b) >= 0 }
	before := string(raw[max(0, at-4):at])
	switch {
	case at < from || at > to+len("Envelope"):
		return "outside the root"
	case blank(raw[at]) && blank(by):
		return "white space in a tag, or how a line ends"
	case strings.Contains(before, "&#x") && raw[at]^by == 0x20:
		return "a letter of a reference by number, in upper case or lower"
	}
	return ""
}
