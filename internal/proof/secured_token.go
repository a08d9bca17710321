package proof

import (
	"encoding/base64"

	"github.com/beevik/etree"

	"klarmeld/internal/security"
	"klarmeld/internal/xmldsig"
)

// attribute lets an element of the token say another thing of itself.
func attribute(path, name, value string) func(*etree.Element) {
	return func(a *etree.Element) { a.FindElement(path).CreateAttr(name, value) }
}

// cvrOf is the attribute of the token that has the municipality's CVR number.
func cvrOf(a *etree.Element) *etree.Element {
	return a.FindElement("./AttributeStatement/Attribute[@Name='dk:gov:saml:attribute:CvrNumberIdentifier']")
}

// interrupted is a value with a comment in the middle.
func interrupted(el *etree.Element) {
	text := el.Text()
	el.Child = nil
	el.CreateText(text[:4])
	el.CreateComment("x")
	el.CreateText(text[4:])
}

// bare takes the signature out of an assertion.
func bare(made *etree.Element) *etree.Element {
	return away(xmldsig.Child(made, xmldsig.NS, "Signature"))
}

// forged lets the system send a token of its own making, which holds the STS's.
func forged(name string, rule security.RuleID, hide func(l *letter, forged, original *etree.Element)) mistake {
	return to(rule, name, func(l *letter) {
		original := l.m.Token
		made := original.Copy()
		made.CreateAttr("ID", "_andet")
		cvrOf(made).FindElement("./AttributeValue").SetText(notAgreed)
		l.m.Token = made
		hide(l, made, original)
	})
}

// tokenMistakes are of tokens that the STS has not given, or not so.
func tokenMistakes() []mistake {
	sent := func(rule security.RuleID, name string, change func(l *letter, a *etree.Element)) mistake {
		return to(rule, name, func(l *letter) { change(l, l.m.Token) })
	}
	return []mistake{
		to(security.NoToken, "uden token", sealedThen(func(l *letter) { away(l.assertion()) })),
		to(security.NoToken, "tokenet i et hoved for sig selv", sealedThen(func(l *letter) { l.part("Header").AddChild(away(l.assertion())) })),
		to(security.TwoTokens, "to tokener", sealedThen(func(l *letter) {
			second := l.assertion().Copy()
			second.CreateAttr("ID", "_andet")
			l.security().AddChild(second)
		})),
		sent(security.TokenUnsigned, "tokenet uden STS'ens signatur", func(_ *letter, a *etree.Element) { bare(a) }),
		sent(security.TokenUnsigned, "to signaturer i tokenet", func(_ *letter, a *etree.Element) { a.AddChild(xmldsig.Child(a, xmldsig.NS, "Signature").Copy()) }),
		sent(security.TokenSignature, "tokenets CVR-nummer ændret",
			func(_ *letter, a *etree.Element) { cvrOf(a).FindElement("./AttributeValue").SetText(notAgreed) }),
		sent(security.TokenSignature, "tokenets udløb ændret", func(_ *letter, a *etree.Element) {
			attribute("./Conditions", "NotOnOrAfter", "2027-06-01T12:00:00.000Z")(a)
		}),
		sent(security.TokenSignature, "tokenet rykket ind", func(_ *letter, a *etree.Element) { a.InsertChildAt(0, etree.NewText("\n  ")) }),
		sent(security.TokenSignature, "et præfiks foran tokenets elementer", func(_ *letter, a *etree.Element) {
			a.RemoveAttr("xmlns")
			a.CreateAttr("xmlns:saml", xmldsig.NSSAML)
			prefixed(a)
		}),
		to(security.TokenSignature, "tokenet ændret på vejen",
			sealedThen(func(l *letter) { cvrOf(l.assertion()).FindElement("./AttributeValue").SetText(notAgreed) })),
		sent(security.TokenSignature, "en anden STS, med vores STS's certifikat i signaturen", func(l *letter, a *etree.Element) {
			l.reissue(l.pretender, func(*etree.Element) {})
			a.FindElement("./Signature//X509Certificate").SetText(base64.StdEncoding.EncodeToString(l.sts.Cert.Raw))
		}),
		sent(security.TokenForeign, "en anden STS under vores STS's navn", func(l *letter, _ *etree.Element) { l.reissue(l.pretender, func(*etree.Element) {}) }),
		sent(security.TokenForeign, "en anden STS under sit eget navn", func(l *letter, _ *etree.Element) {
			l.reissue(l.stranger, func(a *etree.Element) { a.FindElement("./Issuer").SetText("https://sts.angriber.invalid") })
		}),
		sent(security.TokenOwn, "tokenet udstedt af systemet selv", func(l *letter, _ *etree.Element) { l.reissue(l.system, func(*etree.Element) {}) }),
		sent(security.BadDigestMethod, "tokenets signatur med sha1", func(l *letter, a *etree.Element) {
			attribute("./Signature/SignedInfo/Reference/DigestMethod", "Algorithm", sha1Digest)(a)
		}),
	}
}

// forgeries are of signature wrapping in the token (Somorovsky et al. 2012, On Breaking
// SAML).
func forgeries() []mistake {
	return []mistake{
		forged("STS'ens token inde i det falske (XSW)", security.TokenUnsigned, func(_ *letter, made, original *etree.Element) {
			bare(made)
			made.AddChild(original)
		}),
		forged("STS'ens token i det falskes Advice (XSW)", security.TokenUnsigned, func(_ *letter, made, original *etree.Element) {
			bare(made)
			made.CreateElement("Advice").AddChild(original)
		}),
		forged("STS'ens signatur i det falske, om det ægte inde i signaturen (XSW)", security.TokenUnsigned, func(_ *letter, made, original *etree.Element) {
			bare(original)
			xmldsig.Child(made, xmldsig.NS, "Signature").AddChild(original)
		}),
		forged("STS'ens signatur i det falske, om det ægte i signaturens Object (XSW)", security.TokenUnsigned, func(_ *letter, made, original *etree.Element) {
			bare(original)
			xmldsig.Child(made, xmldsig.NS, "Signature").CreateElement("Object").AddChild(original)
		}),
		forged("STS'ens signatur i det falske, om det ægte i et hoved (XSW)", security.TokenUnsigned, func(l *letter, _, original *etree.Element) {
			bare(original)
			l.part("Header").AddChild(boxed(original))
		}),
		forged("STS'ens token i Security, pakket ind (XSW)", security.TokenUnsigned, func(l *letter, made, original *etree.Element) {
			bare(made)
			l.seal()
			l.security().AddChild(boxed(original))
		}),
		forged("KeyInfo og reference til det ægte, det falske læses (XSW)", security.TokenUnsigned, func(l *letter, made, original *etree.Element) {
			bare(made)
			l.m.Token = original
			l.seal()
			at := original.Index()
			sec := l.security()
			sec.RemoveChild(original)
			sec.InsertChildAt(at, made)
			l.part("Header").AddChild(boxed(original))
		}),
		forged("det falske foran det ægte (XSW)", security.TwoTokens, func(l *letter, made, original *etree.Element) {
			bare(made)
			l.seal()
			l.security().InsertChildAt(0, original)
		}),
		forged("det falske bag det ægte (XSW)", security.TwoTokens, func(l *letter, made, original *etree.Element) {
			bare(made)
			l.m.Token = original
			l.seal()
			l.security().AddChild(made)
		}),
		forged("det falske med det ægtes ID (XSW)", security.IDTwice, func(_ *letter, made, original *etree.Element) {
			made.CreateAttr("ID", tokenID)
			bare(original)
			xmldsig.Child(made, xmldsig.NS, "Signature").CreateElement("Object").AddChild(original)
		}),
	}
}

// prefixed gives an element and all of its namespace in it a prefix.
func prefixed(el *etree.Element) {
	el.Space = "saml"
	for _, c := range el.ChildElements() {
		if c.Tag != "Signature" && c.Tag != "KeyInfo" {
			prefixed(c)
		}
	}
}

// issued is a mistake in a token that the STS has given.
func issued(rule security.RuleID, name string, change func(*etree.Element)) mistake {
	return to(rule, name, func(l *letter) { l.reissue(l.sts, change) })
}

// gone takes a part of the token away.
func gone(path string) func(*etree.Element) {
	return func(a *etree.Element) { away(a.FindElement(path)) }
}

// value is the token's CVR number.
func value(a *etree.Element) *etree.Element { return cvrOf(a).FindElement("./AttributeValue") }

const (
	confirmation = "./Subject/SubjectConfirmation"
	cm           = "urn:oasis:names:tc:SAML:2.0:cm:"
)

// issuedMistakes are of tokens that the STS has given, and that are not for this.
func issuedMistakes() []mistake {
	return []mistake{
		issued(security.TokenForm, "SAML 1.1 i version", func(a *etree.Element) { a.CreateAttr("Version", "1.1") }),
		issued(security.TokenForm, "uden AudienceRestriction", gone("./Conditions/AudienceRestriction")),
		issued(security.TokenForm, "uden udløb", func(a *etree.Element) { a.FindElement("./Conditions").RemoveAttr("NotOnOrAfter") }),
		issued(security.TokenForm, "to CVR-numre i hver sin attribut", func(a *etree.Element) {
			second := cvrOf(a).Copy()
			second.FindElement("./AttributeValue").SetText(notAgreed)
			cvrOf(a).Parent().AddChild(second)
		}),
		issued(security.TokenForm, "to CVR-numre i én attribut", func(a *etree.Element) { cvrOf(a).CreateElement("AttributeValue").SetText(notAgreed) }),
		issued(security.TokenForm, "to Conditions", func(a *etree.Element) { a.AddChild(a.FindElement("./Conditions").Copy()) }),
		issued(security.TokenIssuer, "en anden Issuer", func(a *etree.Element) { a.FindElement("./Issuer").SetText("https://saml.andet.invalid") }),
		to(security.TokenAudience, "et token til indekset, sendt til FK Organisation", func(l *letter) {
			a, err := l.issue(security.EntityIndex, agreed)
			if err != nil {
				panic(err)
			}
			l.m.Token = a
		}),
		issued(security.TokenAudience, "to AudienceRestriction, den ene til en anden", func(a *etree.Element) {
			second := a.FindElement("./Conditions/AudienceRestriction").Copy()
			second.FindElement("./Audience").SetText(security.EntityIndex)
			a.FindElement("./Conditions").AddChild(second)
		}),
		issued(security.TokenAudience, "Recipient er en anden tjeneste", attribute(confirmation+"/SubjectConfirmationData", "Recipient", security.EntityIndex)),
		issued(security.TokenOver, "udløbet for et sekund siden", attribute("./Conditions", "NotOnOrAfter", "2026-06-01T11:59:59.000Z")),
		issued(security.TokenOver, "bekræftelsen er udløbet", attribute(confirmation+"/SubjectConfirmationData", "NotOnOrAfter", "2026-06-01T11:59:59.000Z")),
		issued(security.TokenEarly, "gælder først om en time", attribute("./Conditions", "NotBefore", "2026-06-01T13:00:00.000Z")),
		issued(security.TokenEarly, "bekræftelsen gælder først om en time",
			attribute(confirmation+"/SubjectConfirmationData", "NotBefore", "2026-06-01T13:00:00.000Z")),
	}
}

// confirmations are of whose key may use a token.
func confirmations() []mistake {
	return []mistake{
		issued(security.TokenConfirmation, "bearer", attribute(confirmation, "Method", cm+"bearer")),
		issued(security.TokenConfirmation, "sender-vouches", attribute(confirmation, "Method", cm+"sender-vouches")),
		issued(security.TokenConfirmation, "bearer ved siden af holder-of-key", func(a *etree.Element) {
			a.FindElement("./Subject").CreateElement("SubjectConfirmation").CreateAttr("Method", cm+"bearer")
		}),
		issued(security.TokenConfirmation, "holder-of-key uden certifikat", gone(confirmation+"/SubjectConfirmationData/KeyInfo")),
		issued(security.TokenConfirmation, "holder-of-key med noget, der ikke er et certifikat", func(a *etree.Element) {
			a.FindElement(confirmation + "//X509Certificate").SetText(base64.StdEncoding.EncodeToString([]byte("intet certifikat")))
		}),
		to(security.TokenCertificate, "certifikatet er udløbet", func(l *letter) {
			l.reissue(l.sts, func(a *etree.Element) {
				a.FindElement(confirmation + "//X509Certificate").SetText(base64.StdEncoding.EncodeToString(l.expired.Cert.Raw))
			})
		}),
		issued(security.TokenNoCVR, "uden CVR-nummer", func(a *etree.Element) { away(cvrOf(a)) }),
		issued(security.TokenNoCVR, "et tomt CVR-nummer", func(a *etree.Element) { value(a).SetText("") }),
		issued(security.TokenCVR, "en anden kommunes CVR-nummer", func(a *etree.Element) { value(a).SetText(notAgreed) }),
	}
}

// comments are of values that are read to an end they do not have.
func comments() []mistake {
	return []mistake{
		issued(security.TokenComment, "en kommentar i NameID", func(a *etree.Element) { interrupted(a.FindElement("./Subject/NameID")) }),
		issued(security.TokenComment, "en kommentar i CVR-nummeret", func(a *etree.Element) { interrupted(value(a)) }),
		issued(security.TokenComment, "en kommentar i Audience", func(a *etree.Element) { interrupted(a.FindElement("./Conditions/AudienceRestriction/Audience")) }),
		issued(security.TokenComment, "en kommentar i Issuer", func(a *etree.Element) { interrupted(a.FindElement("./Issuer")) }),
		to(security.TokenComment, "en kommentar i NameID, sat ind på vejen",
			sealedThen(func(l *letter) { interrupted(l.assertion().FindElement("./Subject/NameID")) })),
		to(security.TokenComment, "en kommentar i CVR-nummeret, sat ind på vejen", sealedThen(func(l *letter) { interrupted(value(l.assertion())) })),
	}
}
