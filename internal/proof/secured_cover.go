package proof

import (
	"encoding/base64"

	"github.com/beevik/etree"

	"klarmeld/internal/idws"
	"klarmeld/internal/security"
	"klarmeld/internal/xmldsig"
)

// evil lets a decoy say something else than the original.
func evil(el *etree.Element) {
	if c := el.FindElement("./SoegInput"); c != nil {
		c.CreateElement("o:MaksimalAntalKvantitet").SetText("1")
	} else if c := el.FindElement("./Expires"); c != nil {
		c.SetText("2026-06-01T12:04:00.000Z")
	} else if len(el.ChildElements()) == 0 {
		el.SetText(el.Text() + "x")
	}
}

// wrappings are signature wrapping: what was signed stands elsewhere, and something
// else in its place (McIntosh and Austel 2005, XML Signature Element Wrapping).
func wrappings() []mistake {
	moved := func(name string, change func(*letter)) mistake { return to(security.Moved, name, sealedThen(change)) }
	same := func(*etree.Element) {}
	boxIn := func(tag, id string, where func(*letter) *etree.Element) func(*letter) {
		return func(l *letter) { where(l).AddChild(boxed(shift(l.part(tag), id, evil))) }
	}
	header := func(l *letter) *etree.Element { return l.part("Header") }
	sec := func(l *letter) *etree.Element { return l.security() }
	object := func(l *letter) *etree.Element { return l.signature().CreateElement("Object") }
	return []mistake{
		moved("Body pakket ind i et hoved", boxIn("Body", "body-2", header)),
		moved("Body pakket ind i Security", boxIn("Body", "body-2", sec)),
		moved("Body pakket ind i signaturens Object", boxIn("Body", "body-2", object)),
		moved("Body som et hoved", func(l *letter) { l.part("Header").AddChild(shift(l.part("Body"), "body-2", evil)) }),
		moved("Body direkte i Security", func(l *letter) { l.security().AddChild(shift(l.part("Body"), "body-2", evil)) }),
		moved("Body pakket ind i den nye Body", func(l *letter) {
			original := shift(l.part("Body"), "body-2", evil)
			l.part("SoegInput").AddChild(boxed(original))
		}),
		moved("Body uden ID, originalen i et hoved", func(l *letter) {
			original := shift(l.part("Body"), "", evil)
			l.part("Body").RemoveAttr("wsu:Id")
			l.part("Header").AddChild(boxed(original))
		}),
		moved("kun operationens element signeret, ikke Body", func(l *letter) {
			l.part("Body").RemoveAttr("wsu:Id")
			l.part("SoegInput").CreateAttr("wsu:Id", idws.IDBody)
			l.anew(l.system)
		}),
		moved("wsa:Action pakket ind i et hoved", func(l *letter) { l.part("Header").AddChild(boxed(shift(l.part("Action"), "action-2", same))) }),
		moved("wsa:Action flyttet til Security", func(l *letter) { l.security().AddChild(shift(l.part("Action"), "action-2", same)) }),
		moved("wsa:MessageID pakket ind i et hoved", boxIn("MessageID", "msgid-2", header)),
		moved("wsa:To pakket ind i Security", boxIn("To", "to-2", sec)),
		moved("wsa:ReplyTo pakket ind i et hoved", boxIn("ReplyTo", "replyto-2", header)),
		moved("Timestamp pakket ind i Security", boxIn("Timestamp", "ts-2", sec)),
		moved("Timestamp som et hoved", func(l *letter) { l.part("Header").AddChild(shift(l.part("Timestamp"), "ts-2", evil)) }),
	}
}

// nameMistakes are of IDs, and of whose the signature says that it is.
func nameMistakes() []mistake {
	twice := func(attr string) func(*letter) {
		return func(l *letter) {
			original := shift(l.part("Body"), idws.IDBody, evil)
			if attr != "wsu:Id" {
				l.part("Body").RemoveAttr("wsu:Id")
				l.part("SoegInput").CreateAttr(attr, idws.IDBody)
			}
			l.part("Header").AddChild(boxed(original))
		}
	}
	return []mistake{
		to(security.IDTwice, "to Body-elementer med samme wsu:Id", sealedThen(twice("wsu:Id"))),
		to(security.IDTwice, "samme navn i ID og wsu:Id", sealedThen(twice("ID"))),
		to(security.IDTwice, "samme navn i Id og wsu:Id", sealedThen(twice("Id"))),
		to(security.IDTwice, "to hoveder med samme wsu:Id", func(l *letter) {
			l.seal()
			l.head(`<x:Andet xmlns:x="urn:klarmeld:andet" xmlns:u="` + xmldsig.NSWSU + `" u:Id="` + idws.IDAction + `"/>`)
		}),
		to(security.KeyInfo, "KeyInfo med angriberens eget certifikat", sealedThen(func(l *letter) {
			info := l.signature().FindElement("./KeyInfo")
			info.Child = nil
			info.CreateElement("X509Data").CreateElement("X509Certificate").SetText(base64.StdEncoding.EncodeToString(l.stranger.Cert.Raw))
			l.resign(l.stranger)
		})),
		to(security.KeyInfo, "et certifikat ved siden af henvisningen til tokenet", sealedThen(func(l *letter) {
			l.signature().FindElement("./KeyInfo").CreateElement("X509Data").CreateElement("X509Certificate").SetText(
				base64.StdEncoding.EncodeToString(l.stranger.Cert.Raw))
		})),
		to(security.KeyInfo, "KeyInfo henviser til et andet element", sealedThen(func(l *letter) {
			l.signature().FindElement("./KeyInfo//KeyIdentifier").SetText(idws.IDBody)
		})),
		to(security.KeyInfo, "KeyInfo henviser til et BinarySecurityToken i meddelelsen", sealedThen(func(l *letter) {
			b := l.security().CreateElement("wsse:BinarySecurityToken")
			b.CreateAttr("wsu:Id", "bst")
			b.SetText(base64.StdEncoding.EncodeToString(l.stranger.Cert.Raw))
			info := l.signature().FindElement("./KeyInfo")
			info.Child = nil
			info.AddChild(parsed(`<w:SecurityTokenReference xmlns:w="` + xmldsig.NSWSSE + `"><w:Reference URI="#bst"/></w:SecurityTokenReference>`))
			l.resign(l.stranger)
		})),
		to(security.KeyInfo, "uden KeyInfo", sealedThen(func(l *letter) { away(l.signature().FindElement("./KeyInfo")) })),
		to(security.KeyInfo, "KeyIdentifier efter nøglen og ikke efter tokenets ID", sealedThen(func(l *letter) {
			l.signature().FindElement("./KeyInfo//KeyIdentifier").CreateAttr("ValueType",
				"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier")
		})),
	}
}

// leftOut are parts that the signature leaves out.
func leftOut() []mistake {
	leave := func(rule security.RuleID, name, id string) mistake {
		return to(rule, name, func(l *letter) { l.m.Leave = []string{id} })
	}
	unsigned := func(tag, content string) mistake {
		return to(security.UnsignedOther, "wsa:"+tag+" uden for signaturen", func(l *letter) { l.head(addressing(tag, content)) })
	}
	return []mistake{
		leave(security.UnsignedBody, "Body uden for signaturen", idws.IDBody),
		leave(security.UnsignedTimestamp, "Timestamp uden for signaturen", idws.IDTimestamp),
		leave(security.UnsignedMessageID, "wsa:MessageID uden for signaturen", idws.IDMessage),
		leave(security.UnsignedAction, "wsa:Action uden for signaturen", idws.IDAction),
		leave(security.UnsignedTo, "wsa:To uden for signaturen", idws.IDTo),
		leave(security.UnsignedReplyTo, "wsa:ReplyTo uden for signaturen", idws.IDReplyTo),
		unsigned("From", address), unsigned("FaultTo", address), unsigned("RelatesTo", "urn:uuid:5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c23"),
		leave(security.UnsignedToken, "tokenet uden for signaturen", idws.IDReference),
		to(security.UnsignedToken, "tokenet kun dækket ved sit ID, uden STR-Transform", sealedThen(func(l *letter) {
			r := l.reference(idws.IDReference)
			r.CreateAttr("URI", "#"+tokenID)
			t := r.FindElement("./Transforms/Transform")
			t.Child = nil
			t.CreateAttr("Algorithm", xmldsig.ExclusiveC14N)
			l.anew(l.system)
		})),
		to(security.UnsignedToken, "henvisningen til tokenet dækket i stedet for tokenet", sealedThen(func(l *letter) {
			t := l.reference(idws.IDReference).FindElement("./Transforms/Transform")
			t.Child = nil
			t.CreateAttr("Algorithm", xmldsig.ExclusiveC14N)
			l.anew(l.system)
		})),
	}
}

// changes are of what has been signed.
func changes() []mistake {
	digest := func(name, id string) mistake {
		return to(security.BadDigest, "en anden digest af "+name, sealedThen(func(l *letter) {
			l.reference(id).FindElement("./DigestValue").SetText(base64.StdEncoding.EncodeToString(make([]byte, 32)))
			l.resign(l.system)
		}))
	}
	changed := func(tag string, change func(*etree.Element)) mistake {
		return to(security.BadDigest, tag+" ændret efter signeringen", sealedThen(func(l *letter) { change(l.part(tag)) }))
	}
	text := func(tag, content string) mistake {
		return changed(tag, func(el *etree.Element) { el.SetText(content) })
	}
	out := []mistake{
		text("MessageID", "urn:uuid:5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c24"), text("To", "http://klarmeld.invalid/andet"), text("Expires", "2026-06-01T12:04:00.000Z"),
		changed("ReplyTo", func(el *etree.Element) { el.FindElement("./Address").SetText("http://angriber.invalid/") }),
		changed("SoegInput", func(el *etree.Element) { el.CreateElement("o:MaksimalAntalKvantitet").SetText("1") }),
		changed("SoegInput", func(el *etree.Element) { el.CreateAttr("rolle", "anden") }),
		to(security.BadDigest, "Body rykket ind efter signeringen", sealedThen(func(l *letter) { l.part("Body").InsertChildAt(0, etree.NewText("\n  ")) })),
		to(security.BadDigest, "et andet præfiks i Body efter signeringen", sealedThen(func(l *letter) {
			in := l.part("SoegInput")
			in.Space = "p"
			in.RemoveAttr("xmlns:o")
			in.CreateAttr("xmlns:p", searchSpace)
		})),
	}
	for _, p := range [][2]string{{"Body", idws.IDBody}, {"Timestamp", idws.IDTimestamp}, {"wsa:MessageID", idws.IDMessage}, {"wsa:Action", idws.IDAction},
		{"wsa:To", idws.IDTo}, {"wsa:ReplyTo", idws.IDReplyTo}, {"tokenet", idws.IDReference}} {
		out = append(out, digest(p[0], p[1]))
	}
	return append(out, signedByOthers()...)
}

// signedByOthers are of SignedInfo, or of who has signed it.
func signedByOthers() []mistake {
	bad := func(name string, change func(*letter)) mistake {
		return to(security.BadSignature, name, sealedThen(change))
	}
	info := func(name, path string, change func(*etree.Element)) mistake {
		return bad(name, func(l *letter) { change(l.signature().FindElement(path)) })
	}
	gone := func(el *etree.Element) { away(el) }
	return []mistake{
		bad("en anden nøgle end tokenets", func(l *letter) { l.resign(l.stranger) }),
		bad("STS'ens nøgle", func(l *letter) { l.resign(l.sts) }),
		bad("en signatur af nuller", func(l *letter) { l.value(make([]byte, 256)) }),
		info("SignedInfo rykket ind efter signeringen", "./SignedInfo", func(el *etree.Element) { el.InsertChildAt(0, etree.NewText("\n  ")) }),
		info("en anden digest uden ny signatur", "./SignedInfo/Reference/DigestValue",
			func(el *etree.Element) { el.SetText(base64.StdEncoding.EncodeToString(make([]byte, 32))) }),
		info("referencen til Body fjernet uden ny signatur", "./SignedInfo/Reference[@URI='#"+idws.IDBody+"']", gone),
		info("referencen til wsa:To fjernet uden ny signatur", "./SignedInfo/Reference[@URI='#"+idws.IDTo+"']", gone),
		bad("en anden PrefixList uden ny signatur", func(l *letter) {
			l.signature().FindElement("./SignedInfo/CanonicalizationMethod").AddChild(
				parsed(`<e:InclusiveNamespaces xmlns:e="` + xmldsig.ExclusiveC14N + `" PrefixList="s"/>`))
		}),
	}
}
