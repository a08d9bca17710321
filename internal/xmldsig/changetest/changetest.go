// Package changetest changes single bytes of signed messages, for tests of what is
// still accepted then: nothing may be that changes what a signature covers, and of
// everything it is told why.
package changetest

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"
)

// Try changes n single bytes of a message, always the same, and more until one is
// accepted, and lets accept say what
// comes of each: the root of what was read, nil when it was refused. One that is
// accepted and that nobody can explain is an error.
func Try(t *testing.T, raw []byte, n int, accept func([]byte) *etree.Element) {
	t.Helper()
	before := accept(raw)
	if before == nil {
		t.Fatalf("the message is not accepted before it is changed:\n%s", raw)
	}
	r := rand.New(rand.NewPCG(20, 1))
	why := map[string]int{}
	// The keys are new each time, and so is what most bytes are of: a few changes may all
	// be of what is signed.
	for i := 0; i < n || len(why) == 0 && i < 100*n; i++ {
		at, by := changed(r, raw)
		spoilt := bytes.Clone(raw)
		spoilt[at] = by
		root := accept(spoilt)
		if root == nil {
			continue
		}
		where := fmt.Sprintf("byte %d from %q to %q, behind %q", at, raw[at], by, raw[max(0, at-30):at])
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
		t.Logf("%d of %d accepted: %s", why[reason], n, reason)
	}
	if len(why) == 0 {
		t.Error("nothing is accepted: the changes try too little")
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
	from, to := bytes.Index(raw, []byte("Envelope"))-len("<soap:"), bytes.LastIndex(raw, []byte("Envelope"))
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
