package proof

import (
	"encoding/base64"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/idws"
	"klarmeld/internal/security"
	"klarmeld/internal/xmldsig"
)

const nsTrust = "http://docs.oasis-open.org/ws-sx/ws-trust/200512"

// asking is a mistake in a request to the STS.
func asking(rule security.RuleID, name string, change func(*letter)) mistake {
	return mistake{rule: rule, name: name, path: security.STSPath, change: change}
}

// rst is the request as it stands in the message.
func (l *letter) rst() *etree.Element { return l.part("RequestSecurityToken") }

// binary is the certificate that the message brings.
func (l *letter) binary() *etree.Element {
	return xmldsig.Child(l.security(), xmldsig.NSWSSE, "BinarySecurityToken")
}

// requestMistakes are of what the STS is asked for.
func requestMistakes() []mistake {
	text := func(rule security.RuleID, name, path, content string) mistake {
		return asking(rule, name, func(l *letter) { l.rst().FindElement(path).SetText(content) })
	}
	gone := func(rule security.RuleID, name, path string) mistake {
		return asking(rule, name, func(l *letter) { away(l.rst().FindElement(path)) })
	}
	more := func(rule security.RuleID, name, element string) mistake {
		return asking(rule, name, func(l *letter) { l.rst().AddChild(parsed(element)) })
	}
	want := func(what string) mistake {
		return asking(security.RequestType, what+" i stedet for Issue", func(l *letter) {
			l.m.Action = nsTrust + "/RST/" + what
			l.rst().FindElement("./RequestType").SetText(nsTrust + "/" + what)
		})
	}
	const claim, address = "./Claims/ClaimType", "./AppliesTo/EndpointReference/Address"
	return []mistake{
		more(security.RequestForm, "to KeyType", `<t:KeyType xmlns:t="`+nsTrust+`">`+nsTrust+`/PublicKey</t:KeyType>`),
		asking(security.RequestForm, "to AppliesTo", func(l *letter) { l.rst().AddChild(l.rst().FindElement("./AppliesTo").Copy()) }),
		asking(security.RequestAction, "wsa:Action er RST/Renew", func(l *letter) { l.m.Action = nsTrust + "/RST/Renew" }),
		want("Renew"), want("Validate"), want("Cancel"),
		gone(security.RequestType, "uden RequestType", "./RequestType"),
		text(security.RequestKeyType, "KeyType er Bearer", "./KeyType", nsTrust+"/Bearer"),
		text(security.RequestKeyType, "KeyType er SymmetricKey", "./KeyType", nsTrust+"/SymmetricKey"),
		gone(security.RequestKeyType, "uden KeyType", "./KeyType"),
		text(security.RequestTokenType, "TokenType er SAML 1.1", "./TokenType", "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV1.1"),
		more(security.RequestOnBehalfOf, "OnBehalfOf", `<t:OnBehalfOf xmlns:t="`+nsTrust+`"/>`),
		more(security.RequestOnBehalfOf, "ActAs", `<t:ActAs xmlns:t="http://docs.oasis-open.org/ws-sx/ws-trust/200802"/>`),
		gone(security.RequestAppliesTo, "uden AppliesTo", "./AppliesTo"),
		asking(security.RequestAppliesTo, "AppliesTo i politikkens nye namespace (CXF)", func(l *letter) {
			l.rst().FindElement("./AppliesTo").CreateAttr("xmlns:wsp", "http://www.w3.org/ns/ws-policy")
		}),
		text(security.RequestAppliesTo, "en tom adresse i AppliesTo", address, " "),
		text(security.RequestService, "tjenestens adresse i stedet for dens entity ID", address, base+searchPath),
		gone(security.RequestClaims, "uden Claims", "./Claims"),
		asking(security.RequestClaims, "to ClaimType", func(l *letter) { l.rst().FindElement("./Claims").AddChild(l.rst().FindElement(claim).Copy()) }),
		asking(security.RequestClaims, "et andet claim end CVR-nummeret", func(l *letter) {
			l.rst().FindElement(claim).CreateAttr("Uri", "dk:gov:saml:attribute:AssuranceLevel")
		}),
		text(security.RequestCVR, "CVR-nummeret med mellemrum", claim+"/Value", "11 11 11 11"),
		gone(security.RequestCVR, "ClaimType uden Value", claim+"/Value"),
		text(security.RequestAgreement, "en kommune uden serviceaftale", claim+"/Value", notAgreed),
		gone(security.RequestUseKey, "uden UseKey", "./UseKey"),
	}
}

// callerMistakes are of whom the STS is asked by, and of the message around it.
func callerMistakes() []mistake {
	by := func(rule security.RuleID, name string, who func(*lock) xmldsig.Pair) mistake {
		return asking(rule, name, func(l *letter) {
			caller := who(l.lock)
			l.m.By = caller
			l.rst().FindElement("./UseKey/BinarySecurityToken").SetText(base64.StdEncoding.EncodeToString(caller.Cert.Raw))
		})
	}
	leave := func(rule security.RuleID, name, id string) mistake {
		return asking(rule, name, func(l *letter) { l.m.Leave = []string{id} })
	}
	return []mistake{
		asking(security.RequestUseKey, "en andens certifikat i UseKey", func(l *letter) {
			l.rst().FindElement("./UseKey/BinarySecurityToken").SetText(base64.StdEncoding.EncodeToString(l.stranger.Cert.Raw))
		}),
		asking(security.RequestNoToken, "uden BinarySecurityToken", sealedThen(func(l *letter) { away(l.binary()) })),
		asking(security.RequestNoToken, "to BinarySecurityToken", sealedThen(func(l *letter) {
			second := l.binary().Copy()
			second.RemoveAttr("wsu:Id")
			l.security().AddChild(second)
		})),
		asking(security.RequestNoToken, "en PKCS #7-pakke som BinarySecurityToken", sealedThen(func(l *letter) {
			l.binary().CreateAttr("ValueType", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#PKCS7")
			l.anew(l.system)
		})),
		by(security.RequestCertificate, "et udløbet certifikat", func(l *lock) xmldsig.Pair { return l.expired }),
		by(security.RequestStranger, "et certifikat, STS'en ikke kender", func(l *lock) xmldsig.Pair { return l.stranger }),
		asking(security.BadSignature, "BinarySecurityToken udskiftet med en andens", sealedThen(func(l *letter) {
			l.binary().SetText(base64.StdEncoding.EncodeToString(l.other.Cert.Raw))
		})),
		asking(security.BadSignature, "signeret med en anden nøgle end certifikatets", sealedThen(func(l *letter) { l.resign(l.stranger) })),
		asking(security.NoSecurity, "forespørgsel uden wsse:Security", sealedThen(func(l *letter) { away(l.security()) })),
		asking(security.TwoSecurity, "forespørgsel med to wsse:Security", sealedThen(func(l *letter) { l.head(`<w:Security xmlns:w="` + xmldsig.NSWSSE + `"/>`) })),
		asking(security.NoTimestamp, "forespørgsel uden Timestamp", sealedThen(func(l *letter) {
			away(l.part("Timestamp"))
			away(l.reference(idws.IDTimestamp))
			l.resign(l.system)
		})),
		asking(security.NoSignature, "forespørgsel uden signatur", sealedThen(func(l *letter) { away(l.signature()) })),
		asking(security.KeyInfo, "forespørgsel med certifikatet i X509Data", sealedThen(func(l *letter) {
			info := l.signature().FindElement("./KeyInfo")
			info.Child = nil
			info.CreateElement("X509Data").CreateElement("X509Certificate").SetText(base64.StdEncoding.EncodeToString(l.system.Cert.Raw))
		})),
		asking(security.BadDigest, "forespørgslen ændret på vejen", sealedThen(func(l *letter) { l.rst().CreateAttr("Context", "andet") })),
		asking(security.Moved, "forespørgslens Body pakket ind", sealedThen(func(l *letter) {
			l.part("Header").AddChild(
				boxed(shift(l.part("Body"), "body-2", func(b *etree.Element) { b.FindElement("./RequestSecurityToken").CreateAttr("Context", "andet") })))
		})),
		asking(security.TimestampOld, "forespørgsel, der er ti minutter gammel", func(l *letter) { l.m.Created, l.m.Life = noon.Add(-10*time.Minute), time.Hour }),
		{rule: security.MessageIDAgain, name: "den samme forespørgsel igen, byte for byte", path: security.STSPath, change: func(*letter) {}, again: true},
		leave(security.UnsignedBody, "forespørgslens Body uden for signaturen", idws.IDBody),
		leave(security.UnsignedTimestamp, "forespørgslens Timestamp uden for signaturen", idws.IDTimestamp),
		leave(security.UnsignedMessageID, "forespørgslens wsa:MessageID uden for signaturen", idws.IDMessage),
		leave(security.UnsignedAction, "forespørgslens wsa:Action uden for signaturen", idws.IDAction),
		leave(security.UnsignedTo, "forespørgslens wsa:To uden for signaturen", idws.IDTo),
		leave(security.UnsignedToken, "certifikatet uden for signaturen", idws.IDBinary),
	}
}
