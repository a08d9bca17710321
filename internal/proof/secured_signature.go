package proof

import (
	"crypto"
	"crypto/hmac"
	"crypto/sha1"
	_ "crypto/sha1" // what rsa-sha1 is made by
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"

	"github.com/beevik/etree"

	"klarmeld/internal/idws"
	"klarmeld/internal/security"
	"klarmeld/internal/xmldsig"
)

// Algorithms that the profile does not have.
const (
	rsaSHA1    = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
	rsaSHA512  = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"
	hmacSHA256 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
	sha1Digest = "http://www.w3.org/2000/09/xmldsig#sha1"
	inclusive  = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	commented  = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"
	base64Of   = "http://www.w3.org/2000/09/xmldsig#base64"
	xpathOf    = "http://www.w3.org/TR/1999/REC-xpath-19991116"
	xsltOf     = "http://www.w3.org/TR/1999/REC-xslt-19991116"
)

// algorithm lets an element of SignedInfo name another algorithm.
func (l *letter) algorithm(path, name string) {
	l.signature().FindElement("./SignedInfo/"+path).CreateAttr("Algorithm", name)
}

// resigned is a change of SignedInfo, which is then signed again.
func resigned(change func(l *letter, info *etree.Element)) func(*letter) {
	return sealedThen(func(l *letter) {
		change(l, l.signature().FindElement("./SignedInfo"))
		l.resign(l.system)
	})
}

// transformed lets Body be covered by another transform.
func transformed(name string) func(*letter) {
	return resigned(func(l *letter, _ *etree.Element) { l.algorithm("Reference/Transforms/Transform", name) })
}

// referredBy lets wsa:Action be referred to otherwise.
func referredBy(uri string) func(*letter) {
	return resigned(func(l *letter, _ *etree.Element) { l.reference(idws.IDAction).CreateAttr("URI", uri) })
}

// signatureMistakes are of how the signature is made.
func signatureMistakes() []mistake {
	return []mistake{
		to(security.NoSignature, "uden signatur", sealedThen(func(l *letter) { away(l.signature()) })),
		to(security.TwoSignatures, "den samme signatur to gange", sealedThen(func(l *letter) { l.security().AddChild(l.signature().Copy()) })),
		to(security.TwoSignatures, "en signatur over Body foran signaturen over resten", sealedThen(func(l *letter) {
			first := l.signature().Copy()
			l.security().InsertChildAt(0, first)
			away(l.security().FindElements("./Signature")[1].FindElement("./SignedInfo/Reference"))
		})),
		to(security.SignatureForm, "et tomt SignedInfo", resigned(func(_ *letter, info *etree.Element) { info.Child = nil })),
		to(security.SignatureForm, "en signatur over intet", resigned(func(_ *letter, info *etree.Element) {
			for _, r := range info.FindElements("./Reference") {
				away(r)
			}
		})),
		to(security.SignatureForm, "to SignedInfo, det første usigneret", sealedThen(func(l *letter) {
			l.signature().InsertChildAt(0, l.signature().FindElement("./SignedInfo").Copy())
		})),
		to(security.SignatureForm, "uden SignatureValue", sealedThen(func(l *letter) { away(l.signature().FindElement("./SignatureValue")) })),
		to(security.SignatureForm, "en digest på 20 byte, der skulle være 32", resigned(func(l *letter, _ *etree.Element) {
			l.reference(idws.IDBody).FindElement("./DigestValue").SetText(base64.StdEncoding.EncodeToString(make([]byte, 20)))
		})),
		to(security.SignatureForm, "fem hundrede referencer", resigned(func(_ *letter, info *etree.Element) {
			for range 500 {
				info.AddChild(info.FindElement("./Reference").Copy())
			}
		})),
	}
}

// algorithmMistakes are of the algorithms.
func algorithmMistakes() []mistake {
	return []mistake{
		to(security.BadAlgorithm, "rsa-sha1", sealedThen(func(l *letter) {
			l.algorithm("SignatureMethod", rsaSHA1)
			l.weakly(crypto.SHA1)
		})),
		to(security.BadAlgorithm, "rsa-sha512", sealedThen(func(l *letter) {
			l.algorithm("SignatureMethod", rsaSHA512)
			l.weakly(crypto.SHA512)
		})),
		to(security.BadAlgorithm, "HMAC med certifikatets offentlige nøgle som hemmelighed", sealedThen(func(l *letter) {
			l.algorithm("SignatureMethod", hmacSHA256)
			secret, err := x509.MarshalPKIXPublicKey(l.system.Cert.PublicKey)
			if err != nil {
				panic(err)
			}
			h := hmac.New(sha256.New, secret)
			h.Write(l.info())
			l.value(h.Sum(nil))
		})),
		to(security.BadDigestMethod, "digest med sha1", resigned(func(l *letter, _ *etree.Element) {
			r := l.reference(idws.IDBody)
			r.FindElement("./DigestMethod").CreateAttr("Algorithm", sha1Digest)
			sum := sha1.Sum(xmldsig.Canonical{}.Append(nil, l.part("Body")))
			r.FindElement("./DigestValue").SetText(base64.StdEncoding.EncodeToString(sum[:]))
		})),
		to(security.BadForm, "SignedInfo i inklusiv kanonisk form", resigned(func(l *letter, _ *etree.Element) { l.algorithm("CanonicalizationMethod", inclusive) })),
		to(security.BadForm, "SignedInfo med kommentarer", resigned(func(l *letter, _ *etree.Element) { l.algorithm("CanonicalizationMethod", commented) })),
		to(security.BadForm, "Body i inklusiv kanonisk form", transformed(inclusive)),
		to(security.BadForm, "Body med kommentarer", transformed(commented)),
		to(security.BadForm, "tokenet i inklusiv kanonisk form", resigned(func(l *letter, _ *etree.Element) {
			l.reference(idws.IDReference).FindElement(".//TransformationParameters/CanonicalizationMethod").CreateAttr("Algorithm", inclusive)
		})),
	}
}

// referenceMistakes are of what the references say.
func referenceMistakes() []mistake {
	return []mistake{
		to(security.BadTransform, "transformation med XPath", transformed(xpathOf)),
		to(security.BadTransform, "transformation med XSLT", transformed(xsltOf)),
		to(security.BadTransform, "transformation til base64", transformed(base64Of)),
		to(security.BadTransform, "STR-Transform af Body", resigned(func(l *letter, _ *etree.Element) {
			away(l.reference(idws.IDBody).FindElement("./Transforms/Transform"))
			l.reference(idws.IDBody).FindElement("./Transforms").AddChild(l.reference(idws.IDReference).FindElement("./Transforms/Transform").Copy())
		})),
		to(security.BadTransform, "ingen transformationer",
			resigned(func(l *letter, _ *etree.Element) { away(l.reference(idws.IDBody).FindElement("./Transforms")) })),
		to(security.BadTransform, "XPath foran exc-c14n", resigned(func(l *letter, _ *etree.Element) {
			list := l.reference(idws.IDBody).FindElement("./Transforms")
			first := list.FindElement("./Transform").Copy()
			first.CreateAttr("Algorithm", xpathOf)
			list.InsertChildAt(0, first)
		})),
		to(security.BadTransform, "Security dækket med enveloped", sealedThen(func(l *letter) {
			l.security().CreateAttr("wsu:Id", "sec")
			list := l.refer("sec").FindElement("./Transforms")
			first := list.FindElement("./Transform").Copy()
			first.CreateAttr("Algorithm", xmldsig.Enveloped)
			list.InsertChildAt(0, first)
			l.anew(l.system)
		})),
		to(security.BadReference, "hele dokumentet (URI=\"\")", referredBy("")),
		to(security.BadReference, "en reference uden URI", resigned(func(l *letter, _ *etree.Element) { l.reference(idws.IDAction).RemoveAttr("URI") })),
		to(security.BadReference, "en reference ud af meddelelsen", referredBy("http://klarmeld.invalid/action.xml")),
		to(security.BadReference, "en fil på maskinen", referredBy("file:///etc/hostname")),
		to(security.BadReference, "et XPointer-udtryk", referredBy("#xpointer(id('action'))")),
		to(security.BadReference, "et vedlagt dokument (cid:)", referredBy("cid:action")),
		to(security.Dangling, "det signerede hoved er fjernet", sealedThen(func(l *letter) { away(l.part("ReplyTo")) })),
		to(security.Dangling, "ID'et er rettet efter signeringen", sealedThen(func(l *letter) { l.part("Action").CreateAttr("wsu:Id", "action-2") })),
		to(security.Dangling, "xml:id i stedet for wsu:Id", sealedThen(func(l *letter) {
			l.part("Action").RemoveAttr("wsu:Id")
			l.part("Action").CreateAttr("xml:id", idws.IDAction)
		})),
	}
}
