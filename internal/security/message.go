package security

import (
	"crypto/rsa"
	"fmt"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// How far the clocks of two machines may be apart, and how old a message may be:
// as WSS4J has it by default, and the platform's Timestamps live.
const (
	skew = time.Minute
	age  = 5 * time.Minute
)

// Breach is a rule that a message breaks.
type Breach struct {
	Rule RuleID
	El   *etree.Element // where; nil: the message as a whole
	// What it says, in Danish; what should be there, and what is.
	Message, Expected, Actual string
}

// Checked is what came of holding a message against the rules.
type Checked struct {
	// Checks counts what was looked at.
	Checks   int
	Breaches []Breach // in the order in which they were found
	// MessageID is the message's, "" when it has none.
	MessageID string
	Token     *Token        // what a message to a service brings; nil when it brings none
	Request   *TokenRequest // what the STS is asked for; nil when it cannot be told
}

// Broken reports whether a rule is broken.
func (c Checked) Broken(r RuleID) bool {
	for _, b := range c.Breaches {
		if b.Rule == r {
			return true
		}
	}
	return false
}

// exam is a message under examination.
type exam struct {
	Checked
	env      *soap.Envelope
	at       time.Time
	ids      xmldsig.IDs
	security *etree.Element
	stamp    *etree.Element
	repeated map[string]bool  // headers of WS-Addressing that stand more than once
	moved    []*etree.Element // what is signed and stands where it is not read
	buffer   []byte           // of what is digested
}

func (x *exam) breach(r RuleID, el *etree.Element, message, expected, actual string) {
	x.Breaches = append(x.Breaches, Breach{r, el, message, expected, actual})
}

// examine begins: it finds the one Security header, and what stands in it. False
// when there is none to go on with.
func (x *exam) examine() bool {
	x.ids = xmldsig.FindIDs(x.env.Root)
	x.Checks++
	for _, el := range x.ids.AllTwice() {
		x.breach(IDTwice, el, "To elementer har samme ID.", "et ID på ét element", "det samme på to: det andet er <"+el.FullTag()+">")
	}
	if !x.header() {
		return false
	}
	x.addressing()
	x.Checks++
	if !x.env.MustUnderstand(x.security) {
		x.breach(MustUnderstand, x.security, "wsse:Security er uden mustUnderstand.", `mustUnderstand="1"`, "uden")
	}
	x.Checks++
	if el := find(x.security, nsEncrypted, "EncryptedKey", "EncryptedData", "ReferenceList"); el != nil {
		x.breach(Encrypted, el, "Noget i meddelelsen er krypteret.", "intet krypteret", "<"+el.FullTag()+">")
	} else if el := xmldsig.Child(x.env.Body.Parent(), nsEncrypted, "EncryptedData"); el != nil {
		x.breach(Encrypted, el, "Body er krypteret.", "intet krypteret", "<"+el.FullTag()+">")
	} else if el := xmldsig.Child(x.env.Header, xmldsig.NSWSSE11, "EncryptedHeader"); el != nil {
		x.breach(Encrypted, el, "Et hoved er krypteret.", "intet krypteret", "<"+el.FullTag()+">")
	}
	x.timestamp()
	return true
}

const nsEncrypted = "http://www.w3.org/2001/04/xmlenc#"

// header finds the Security header that is the receiver's. Of two nobody knows which
// is meant, and nothing is read of either.
func (x *exam) header() bool {
	var own []*etree.Element
	x.Checks += 2
	all := xmldsig.Children(x.env.Header, xmldsig.NSWSSE, "Security")
	for _, el := range all {
		if x.env.ForUs(el) {
			own = append(own, el)
		} else {
			x.breach(SecurityActor, el, "Et wsse:Security er til en anden end modtageren.", "wsse:Security uden actor og role", "en anden i actor eller role")
		}
	}
	switch {
	case len(all) == 0:
		x.breach(NoSecurity, x.env.Header, "Meddelelsen har intet wsse:Security i sin Header.", "ét wsse:Security", "intet")
	case len(own) > 1:
		x.breach(TwoSecurity, own[1], "Meddelelsen har mere end ét wsse:Security i sin Header.", "ét wsse:Security", fmt.Sprint(len(own)))
	case len(own) == 1:
		x.security = own[0]
	}
	return x.security != nil
}

// find is the first child by one of the names.
func find(el *etree.Element, space string, tags ...string) *etree.Element {
	for _, t := range tags {
		if c := xmldsig.Child(el, space, t); c != nil {
			return c
		}
	}
	return nil
}

// addressing looks at the headers of WS-Addressing, of which each stands once.
func (x *exam) addressing() {
	seen := map[string]bool{}
	x.repeated = map[string]bool{}
	for _, h := range x.headers() {
		if seen[h.Tag] && h.Tag != "RelatesTo" { // of which there may be several
			x.repeated[h.Tag] = true
			x.breach(HeaderTwice, h, fmt.Sprintf("Hovedet wsa:%s står mere end én gang.", h.Tag), "én gang", "flere")
		}
		seen[h.Tag] = true
		if text, _ := xmldsig.Text(h); h.Tag == "MessageID" && x.MessageID == "" {
			x.MessageID = strings.TrimSpace(text)
		}
	}
	x.Checks += 2
	if x.MessageID == "" {
		x.breach(NoMessageID, x.env.Header, "Meddelelsen har ingen wsa:MessageID.", "en wsa:MessageID", "ingen")
	}
}

// headers are those of WS-Addressing, in their order.
func (x *exam) headers() []*etree.Element {
	var out []*etree.Element
	if x.env.Header == nil {
		return nil
	}
	for _, h := range x.env.Header.ChildElements() {
		if h.NamespaceURI() == soap.NSAddressing {
			out = append(out, h)
		}
	}
	return out
}

// timestamp looks at when the message was made, and how long it is good.
func (x *exam) timestamp() {
	all := xmldsig.Children(x.security, xmldsig.NSWSU, "Timestamp")
	x.Checks += 5
	switch len(all) {
	case 0:
		x.breach(NoTimestamp, x.security, "wsse:Security har intet Timestamp.", "ét wsu:Timestamp", "intet")
		return
	case 1:
	default:
		x.breach(TwoTimestamps, all[1], "wsse:Security har mere end ét Timestamp.", "ét wsu:Timestamp", fmt.Sprint(len(all)))
		return
	}
	x.stamp = all[0]
	parts := x.stamp.ChildElements()
	if len(parts) != 2 || !xmldsig.Is(parts[0], xmldsig.NSWSU, "Created") || !xmldsig.Is(parts[1], xmldsig.NSWSU, "Expires") {
		x.breach(TimestampForm, x.stamp, "Timestamp har ikke netop Created og derefter Expires.", "Created og Expires", fmt.Sprintf("%d elementer", len(parts)))
		return
	}
	created, okCreated := utc(parts[0])
	expires, okExpires := utc(parts[1])
	switch {
	case !okCreated || !okExpires || expires.Before(created):
		a, _ := xmldsig.Text(parts[0])
		b, _ := xmldsig.Text(parts[1])
		x.breach(TimestampForm, x.stamp, "Timestamps tider er ikke to tidspunkter i UTC, Created før Expires.", "2026-01-31T12:00:00.000Z",
			fmt.Sprintf("%q og %q", a, b))
	case created.After(x.at.Add(skew)):
		x.breach(TimestampAhead, x.stamp, "Timestamp er fra fremtiden.", "Created senest "+clock(x.at), clock(created))
	case !expires.After(x.at):
		x.breach(TimestampOver, x.stamp, "Meddelelsens Timestamp er udløbet.", "Expires efter "+clock(x.at), clock(expires))
	case created.Before(x.at.Add(-age)):
		x.breach(TimestampOld, x.stamp, "Meddelelsens Timestamp er mere end fem minutter gammelt.", "Created tidligst "+clock(x.at.Add(-age)), clock(created))
	}
}

// utc is the time that an element gives, in UTC and with no more than the seconds'
// fractions that XML Schema knows.
func utc(el *etree.Element) (time.Time, bool) {
	text, whole := xmldsig.Text(el)
	text = strings.TrimSpace(text)
	t, err := time.Parse(time.RFC3339Nano, text)
	return t, whole && err == nil && strings.HasSuffix(text, "Z")
}

// clock is a time as a finding shows it: in UTC, as the messages have it.
func clock(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// signature holds the message's own signature against the key that is to have made
// it, and what it covers against what is read. bearer is the element that says whose
// key that is; nil: there is none, and that has been told.
func (x *exam) signature(key *rsa.PublicKey, bearer *etree.Element) {
	all := xmldsig.Children(x.security, xmldsig.NS, "Signature")
	x.Checks += 9
	switch {
	case len(all) == 0:
		x.breach(NoSignature, x.security, "wsse:Security har ingen signatur.", "én signatur", "ingen")
		return
	case len(all) > 1:
		x.breach(TwoSignatures, all[1], "wsse:Security har mere end én signatur.", "én signatur", fmt.Sprint(len(all)))
		return
	case bearer == nil:
		return
	}
	s, fault := xmldsig.Read(all[0], x.ids)
	if fault != nil {
		x.faulty(fault)
		return
	}
	// Who names another key has signed by another: that is one mistake.
	authentic := x.keyInfo(s, bearer) && key != nil
	if authentic && !s.Signed(key) { // what it covers is nobody's word then
		x.breach(BadSignature, s.El, "Signaturen er ikke dannet med den nøgle, den skulle være.", "en signatur af SignedInfo med nøglen i "+named(bearer),
			"en anden, eller SignedInfo er ændret siden")
		return
	}
	x.demanded(x.covered(s, authentic), bearer)
}

// faulty says what is wrong with a signature that cannot be computed.
func (x *exam) faulty(f *xmldsig.Fault) {
	switch f.Kind {
	case xmldsig.Algorithm:
		x.breach(BadAlgorithm, f.El, "Signaturen er dannet med en algoritme, som profilen ikke har.", xmldsig.RSASHA256, f.What)
	case xmldsig.Digest:
		x.breach(BadDigestMethod, f.El, "En digest er dannet med en algoritme, som profilen ikke har.", xmldsig.SHA256, f.What)
	case xmldsig.Form:
		x.breach(BadForm, f.El, "Det signerede er skrevet i en anden kanonisk form end profilens.", xmldsig.ExclusiveC14N, f.What)
	case xmldsig.Transform, xmldsig.Beside:
		x.breach(BadTransform, f.El, "En reference har en transformation, som profilen ikke har.", "exc-c14n eller STR-Transform", f.What)
	case xmldsig.Outside:
		x.breach(BadReference, f.El, "En reference peger ikke på et element i meddelelsen.", "# og et ID", "»"+f.What+"«")
	case xmldsig.Missing:
		x.breach(Dangling, f.El, "En reference peger på et ID, som intet element har.", "et ID, der findes", "»"+f.What+"«")
	case xmldsig.Ambiguous:
		// That two elements bear the ID has been told (IDTwice).
	default:
		x.breach(SignatureForm, f.El, "Signaturen kan ikke læses.", "en ds:Signature efter XML Signature", "»"+f.What+"«")
	}
}

// keyInfo says whose key the signature claims to be made by, and nothing else.
func (x *exam) keyInfo(s *xmldsig.Signature, bearer *etree.Element) bool {
	if str := xmldsig.Child(s.KeyInfo, xmldsig.NSWSSE, "SecurityTokenReference"); str != nil && len(s.KeyInfo.ChildElements()) == 1 {
		if el, f := xmldsig.Dereference(str, x.ids); f == nil && el == bearer {
			return true
		}
	}
	x.breach(KeyInfo, s.El, "Signaturens KeyInfo henviser ikke til "+named(bearer)+".", "en wsse:SecurityTokenReference til "+named(bearer), "noget andet")
	return false
}

func named(el *etree.Element) string {
	if el == nil {
		return "tokenet"
	}
	return "<" + el.Tag + ">"
}

// cover is how an element is covered: as it is, or by the STR-Transform.
type cover struct{ plainly, byTransform bool }

// covered are the elements that the references cover. Where SignedInfo is not
// authentic, its digests are nobody's.
func (x *exam) covered(s *xmldsig.Signature, authentic bool) map[*etree.Element]cover {
	out := map[*etree.Element]cover{}
	for _, r := range s.References {
		holds := !authentic
		if authentic {
			holds, x.buffer = r.Holds(x.buffer)
		}
		switch {
		case r.Enveloped:
			x.breach(BadTransform, r.El, "En reference har en transformation, som profilen ikke har.", "exc-c14n eller STR-Transform", xmldsig.Enveloped)
		case !x.inPlace(r.Covers):
			x.moved = append(x.moved, r.Covers)
			x.breach(Moved, r.Covers, fmt.Sprintf("Signaturen dækker et <%s>, som ikke er det, der læses.", r.Covers.Tag), "Body, et hoved eller et element i Security",
				"<"+r.Covers.FullTag()+"> et andet sted")
		case !holds && !x.foreign(r.Covers):
			x.breach(BadDigest, r.Covers, fmt.Sprintf("<%s> er ændret, siden det blev signeret.", r.Covers.Tag), "det, der blev signeret ("+r.URI+")", "noget andet")
		}
		c := out[r.Covers]
		c.plainly, c.byTransform = c.plainly || !r.ByTransform, c.byTransform || r.ByTransform
		out[r.Covers] = c
	}
	return out
}

// foreign reports whether an element is the token, and it has been told that it is
// not as the STS signed it.
func (x *exam) foreign(el *etree.Element) bool {
	return x.Token != nil && x.Token.El == el && x.Broken(TokenSignature)
}

// inPlace reports whether an element is one that is read as the message's own: its
// Body, a header, or a part of Security. What is read elsewhere is in its place
// there only.
func (x *exam) inPlace(el *etree.Element) bool {
	if el == x.env.Body.Parent() {
		return true
	}
	space := el.NamespaceURI()
	switch el.Parent() {
	case x.env.Header:
		return space != x.env.Version.NS() && space != xmldsig.NSWSU
	case x.security:
		return space != x.env.Version.NS() && space != soap.NSAddressing
	}
	return false
}

// demanded: what the policy lets be signed is covered.
func (x *exam) demanded(covered map[*etree.Element]cover, bearer *etree.Element) {
	miss := func(r RuleID, el *etree.Element, what string) {
		if !x.elsewhere(el) {
			x.breach(r, el, what+" er ikke signeret.", what+" blandt det, signaturen dækker", "udeladt")
		}
	}
	if !covered[x.env.Body.Parent()].plainly {
		miss(UnsignedBody, x.env.Body.Parent(), "Body")
	}
	if x.stamp != nil && !covered[x.stamp].plainly {
		miss(UnsignedTimestamp, x.stamp, "Timestamp")
	}
	rules := map[string]RuleID{"MessageID": UnsignedMessageID, "Action": UnsignedAction, "To": UnsignedTo, "ReplyTo": UnsignedReplyTo, "From": UnsignedOther,
		"FaultTo": UnsignedOther, "RelatesTo": UnsignedOther}
	for _, h := range x.headers() {
		if r, ok := rules[h.Tag]; ok && !covered[h].plainly && !x.repeated[h.Tag] {
			miss(r, h, "wsa:"+h.Tag)
		}
	}
	if bearer != nil {
		if c := covered[bearer]; !c.byTransform && (bearer.Tag == "Assertion" || !c.plainly) {
			miss(UnsignedToken, bearer, named(bearer))
		}
	}
}

// elsewhere reports whether what is signed in an element's place has been told to
// stand where nobody reads it: another of its name, or a part of it.
func (x *exam) elsewhere(el *etree.Element) bool {
	for _, m := range x.moved {
		if m.Tag == el.Tag && m.NamespaceURI() == el.NamespaceURI() {
			return true
		}
		for up := m; up != nil; up = up.Parent() {
			if up == el {
				return true
			}
		}
	}
	return false
}
