package simulated

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/beevik/etree"
	"github.com/google/uuid"
)

// wireTraits are about how a message looks on the wire, and how often it is sent.
var wireTraits = map[string]func(string) habit{
	"uuid-store-bogstaver": written(func(s *System, m outgoing) {
		for _, el := range named(m.body, "UUIDIdentifikator", "Format") {
			el.SetText(strings.ToUpper(el.Text()))
		}
	}),
	// Prefixes of the system's own: ns0, ns1 and so on.
	"praefikser": plain(func() habit {
		return habit{wraps: func(_ *System, env *etree.Element, _ *letter) { numberedPrefixes(env) }}
	}),
	// No prefixes: each element says itself which namespace it is of.
	"standardnavnerum": plain(func() habit {
		return habit{wraps: func(_ *System, env *etree.Element, _ *letter) { ownNamespaces(env) }}
	}),
	// All on one line.
	"en-linje": plain(func() habit { return habit{spells: oneLine} }),
	"uden-erklaering": plain(func() habit {
		return habit{spells: func(raw []byte) []byte {
			_, rest, _ := bytes.Cut(raw, []byte("?>"))
			return bytes.TrimLeft(rest, "\r\n")
		}}
	}),
	"bom": plain(func() habit {
		return habit{spells: func(raw []byte) []byte { return append([]byte("\ufeff"), raw...) }}
	}),
	"utf-16":           plain(func() habit { return habit{spells: wide, wraps: charset("utf-16")} }),
	"tegnhenvisninger": plain(func() habit { return habit{spells: references} }),
	// WS-Addressing and Liberty's framework, as KOMBIT's own clients send them.
	"adressering": plain(func() habit { return habit{wraps: addressed} }),
	// The paths of KOMBIT's samples.
	"korte-stier": plain(func() habit {
		return habit{wraps: func(_ *System, _ *etree.Element, l *letter) { l.path = strings.TrimPrefix(l.path, "/sts-soap-sagdok") }}
	}),
	// KOMBIT's Java sample sends application/soap+xml around SOAP 1.1.
	"indholdstype-1.2": plain(func() habit {
		return habit{wraps: func(_ *System, _ *etree.Element, l *letter) { l.contentType = "application/soap+xml; charset=utf-8" }}
	}),
	// Each message is sent twice, since the first reply was lost: samme-bytes, or
	// ny-transaktion with a TransactionUUID of its own.
	"gensend": func(value string) habit {
		return habit{again: func(_ *System, l letter) []letter {
			if value == "ny-transaktion" {
				l.raw = anotherTransaction(l.raw)
			}
			return []letter{l}
		}}
	},
}

// numberedPrefixes gives every namespace of a message a prefix by its number, declared on
// the envelope.
func numberedPrefixes(env *etree.Element) {
	prefixes := map[string]string{}
	every(env, func(el *etree.Element) { prefixed(el, prefixes) })
	for uri, prefix := range prefixes {
		env.CreateAttr("xmlns:"+prefix, uri)
	}
	env.SortAttrs()
}

func prefixed(el *etree.Element, prefixes map[string]string) {
	uri := el.NamespaceURI()
	if uri == "" {
		return
	}
	prefix, ok := prefixes[uri]
	if !ok {
		prefix = fmt.Sprintf("ns%d", len(prefixes))
		prefixes[uri] = prefix
	}
	el.Space = prefix // what the element declares itself stays, for those below it
}

// ownNamespaces lets each element declare the namespace that it is of, where its parent
// has another.
func ownNamespaces(env *etree.Element) {
	uris := map[*etree.Element]string{}
	every(env, func(el *etree.Element) { uris[el] = el.NamespaceURI() })
	every(env, func(el *etree.Element) {
		el.Space, el.Attr = "", nil
		if p := el.Parent(); p == nil || uris[p] != uris[el] {
			el.CreateAttr("xmlns", uris[el])
		}
	})
}

// oneLine takes the line breaks between elements away.
func oneLine(raw []byte) []byte {
	lines := bytes.Split(raw, []byte("\n"))
	for i, l := range lines {
		if t := bytes.TrimLeft(l, " "); bytes.HasPrefix(t, []byte("<")) {
			lines[i] = t
		}
	}
	return bytes.Join(lines, nil)
}

// wide is a message in UTF-16, with its byte order mark.
func wide(raw []byte) []byte {
	out := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(strings.Replace(string(raw), `encoding="UTF-8"`, `encoding="UTF-16"`, 1))) {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	return out
}

func charset(name string) func(*System, *etree.Element, *letter) {
	return func(_ *System, _ *etree.Element, l *letter) {
		l.contentType = strings.Replace(l.contentType, "utf-8", name, 1)
	}
}

// references writes all that is not ASCII as character references.
func references(raw []byte) []byte {
	var out strings.Builder
	for _, r := range string(raw) {
		if r < 0x80 {
			out.WriteRune(r)
			continue
		}
		fmt.Fprintf(&out, "&#%d;", r)
	}
	return []byte(out.String())
}

const (
	nsAddressing = "http://www.w3.org/2005/08/addressing"
	nsLiberty    = "urn:liberty:sb:2006-08"
)

func addressed(s *System, env *etree.Element, l *letter) {
	h := env.SelectElement("Header")
	for _, f := range [][2]string{{"Action", l.action}, {"MessageID", "urn:uuid:" + s.newTransaction()}, {"To", s.config.Base + l.path}} {
		el := h.CreateElement("wsa:" + f[0])
		el.CreateAttr("xmlns:wsa", nsAddressing)
		el.SetText(f[1])
	}
	to := h.CreateElement("wsa:ReplyTo")
	to.CreateAttr("xmlns:wsa", nsAddressing)
	to.CreateElement("wsa:Address").SetText(nsAddressing + "/anonymous")
	f := h.CreateElement("sbf:Framework")
	f.CreateAttr("xmlns:sbf", nsLiberty)
	f.CreateAttr("version", "2.0")
	f.CreateAttr("xmlns:sbfprofile", "urn:liberty:sb:profile")
	f.CreateAttr("sbfprofile:profile", "urn:liberty:sb:profile:basic")
}

// anotherTransaction gives a letter a TransactionUUID of its own.
func anotherTransaction(raw []byte) []byte {
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(raw); err != nil {
		return raw
	}
	for _, el := range named(doc.Root(), "TransactionUUID") {
		old := el.Text()
		return bytes.Replace(raw, []byte(old), []byte(uuid.NewSHA1(idSpace, []byte(old)).String()), 1)
	}
	return raw
}
