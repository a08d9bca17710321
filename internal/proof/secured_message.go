package proof

import (
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/idws"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// mistakes are the ways to break the rules of the secured wire, in their order: what
// vendors get wrong, and what an attacker tries.
func mistakes() []mistake {
	var out []mistake
	for _, group := range [][]mistake{headerMistakes(), timeMistakes(), signatureMistakes(), algorithmMistakes(), referenceMistakes(), wrappings(), nameMistakes(),
		leftOut(), changes(), tokenMistakes(), forgeries(), issuedMistakes(), confirmations(), comments(), requestMistakes(), callerMistakes()} {
		out = append(out, group...)
	}
	return out
}

// to is a mistake in a message to a service.
func to(rule security.RuleID, name string, change func(*letter)) mistake {
	return mistake{rule: rule, name: name, path: searchPath, change: change}
}

// sealedThen is a change of a message that has been signed.
func sealedThen(change func(*letter)) func(*letter) {
	return func(l *letter) {
		l.seal()
		change(l)
	}
}

const address = `<wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address>`

// addressing is a header of WS-Addressing.
func addressing(tag, content string) string {
	return `<wsa:` + tag + ` xmlns:wsa="` + soap.NSAddressing + `">` + content + `</wsa:` + tag + `>`
}

// headerMistakes are of the headers, whatever is signed.
func headerMistakes() []mistake {
	const empty = `<w:Security xmlns:w="` + xmldsig.NSWSSE + `"/>`
	const encrypted = `<e:EncryptedKey xmlns:e="http://www.w3.org/2001/04/xmlenc#"/>`
	actor := func(l *letter) { l.security().CreateAttr("s:role", "urn:klarmeld:mellemled") }
	return []mistake{
		to(security.NoSecurity, "uden wsse:Security", sealedThen(func(l *letter) { away(l.security()) })),
		to(security.NoSecurity, "wsse:Security i Body", sealedThen(func(l *letter) { l.part("SoegInput").AddChild(away(l.security())) })),
		to(security.TwoSecurity, "et tomt wsse:Security efter det signerede", sealedThen(func(l *letter) { l.head(empty) })),
		to(security.TwoSecurity, "et tomt wsse:Security før det signerede", sealedThen(func(l *letter) { l.part("Header").InsertChildAt(0, parsed(empty)) })),
		to(security.TwoSecurity, "det signerede wsse:Security to gange", sealedThen(func(l *letter) {
			again := l.security().Copy()
			for _, el := range again.FindElements(".//*") {
				for _, id := range []string{"wsu:Id", "ID"} {
					if a := el.SelectAttr(id); a != nil {
						a.Value += "-2"
					}
				}
			}
			l.part("Header").AddChild(again)
		})),
		to(security.SecurityActor, "wsse:Security til et mellemled", sealedThen(actor)),
		to(security.SecurityActor, "et wsse:Security mere, til et mellemled", sealedThen(func(l *letter) {
			l.head(`<w:Security xmlns:w="` + xmldsig.NSWSSE + `" xmlns:s="` + soap.NS12 + `" s:role="urn:klarmeld:mellemled"/>`)
		})),
		to(security.MustUnderstand, "wsse:Security uden mustUnderstand", sealedThen(func(l *letter) { l.security().RemoveAttr("s:mustUnderstand") })),
		to(security.MustUnderstand, "mustUnderstand er 0", sealedThen(func(l *letter) { l.security().CreateAttr("s:mustUnderstand", "0") })),
		to(security.Encrypted, "en krypteret nøgle i Security", sealedThen(func(l *letter) { l.security().AddChild(parsed(encrypted)) })),
		to(security.Encrypted, "et krypteret hoved", sealedThen(func(l *letter) { l.head(`<e:EncryptedHeader xmlns:e="` + xmldsig.NSWSSE11 + `"/>`) })),
		to(security.Encrypted, "et krypteret token", func(l *letter) {
			l.seal()
			away(l.assertion())
			l.security().AddChild(parsed(`<EncryptedAssertion xmlns="` + xmldsig.NSSAML + `"/>`))
		}),
		to(security.HeaderTwice, "to wsa:Action, den sidste usigneret", sealedThen(func(l *letter) { l.head(addressing("Action", l.action)) })),
		to(security.HeaderTwice, "to wsa:Action, den første usigneret", sealedThen(func(l *letter) {
			l.part("Header").InsertChildAt(0, parsed(addressing("Action", l.action)))
		})),
		to(security.HeaderTwice, "to wsa:MessageID",
			sealedThen(func(l *letter) { l.head(addressing("MessageID", "urn:uuid:5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c22")) })),
		to(security.HeaderTwice, "to wsa:To", sealedThen(func(l *letter) { l.head(addressing("To", "http://klarmeld.invalid/andet")) })),
		to(security.HeaderTwice, "to wsa:ReplyTo", sealedThen(func(l *letter) { l.head(addressing("ReplyTo", address)) })),
		to(security.NoMessageID, "uden wsa:MessageID", func(l *letter) { l.m.ID = "" }),
		{rule: security.MessageIDAgain, name: "den samme meddelelse igen, byte for byte", path: searchPath, change: func(*letter) {}, again: true},
		{rule: security.MessageIDAgain, name: "en ny meddelelse med samme MessageID", path: searchPath,
			change: func(l *letter) { l.m.Created = noon.Add(-time.Second) }, again: true},
	}
}

// timeMistakes are of the Timestamp.
func timeMistakes() []mistake {
	at := func(created, expires string) func(*letter) {
		return sealedThen(func(l *letter) {
			l.part("Created").SetText(created)
			l.part("Expires").SetText(expires)
			l.anew(l.system)
		})
	}
	changed := func(change func(l *letter, stamp *etree.Element)) func(*letter) {
		return sealedThen(func(l *letter) {
			change(l, l.part("Timestamp"))
			l.anew(l.system)
		})
	}
	form := func(name string, change func(*letter)) mistake { return to(security.TimestampForm, name, change) }
	return []mistake{
		to(security.NoTimestamp, "uden Timestamp", sealedThen(func(l *letter) {
			away(l.part("Timestamp"))
			away(l.reference(idws.IDTimestamp))
			l.resign(l.system)
		})),
		to(security.TwoTimestamps, "to Timestamp, det sidste usigneret", sealedThen(func(l *letter) {
			second := l.part("Timestamp").Copy()
			second.RemoveAttr("wsu:Id")
			l.security().AddChild(second)
		})),
		to(security.TwoTimestamps, "to Timestamp, det første usigneret", sealedThen(func(l *letter) {
			first := l.part("Timestamp").Copy()
			first.RemoveAttr("wsu:Id")
			l.security().InsertChildAt(0, first)
		})),
		form("tiderne uden Z", at("2026-06-01T12:00:00.000", "2026-06-01T12:05:00.000")),
		form("tiderne i dansk tid", at("2026-06-01T14:00:00.000+02:00", "2026-06-01T14:05:00.000+02:00")),
		form("Expires før Created", at("2026-06-01T12:05:00.000Z", "2026-06-01T12:00:00.000Z")),
		form("Created er en dato", at("2026-06-01", "2026-06-01T12:05:00.000Z")),
		form("uden Expires", changed(func(l *letter, _ *etree.Element) { away(l.part("Expires")) })),
		form("uden Created", changed(func(l *letter, _ *etree.Element) { away(l.part("Created")) })),
		form("Expires først", changed(func(l *letter, stamp *etree.Element) { stamp.InsertChildAt(0, away(l.part("Expires"))) })),
		form("to Expires", changed(func(l *letter, stamp *etree.Element) { stamp.AddChild(l.part("Expires").Copy()) })),
		form("en kommentar i Created", changed(func(l *letter, _ *etree.Element) { l.part("Created").CreateComment("2027") })),
		to(security.TimestampOver, "udløbet for et sekund siden", at("2026-06-01T11:58:00.000Z", "2026-06-01T11:59:59.000Z")),
		to(security.TimestampOld, "ti minutter gammelt, og gælder en time", at("2026-06-01T11:50:00.000Z", "2026-06-01T12:50:00.000Z")),
		to(security.TimestampAhead, "to minutter ude i fremtiden", at("2026-06-01T12:02:00.000Z", "2026-06-01T12:07:00.000Z")),
		to(security.TimestampAhead, "i dansk tid med Z", at("2026-06-01T14:00:00.000Z", "2026-06-01T14:05:00.000Z")),
	}
}
