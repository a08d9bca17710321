package reports

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/privacy"
	"klarmeld/internal/soap"
)

// ShownExchange is an exchange as a report shows it: indented, and
// without what nobody can read. Forms mask it as all other text.
type ShownExchange struct {
	Exchange       int
	Request, Reply string
}

// NewMessage makes the bytes of a recording fit to be shown.
func NewMessage(exchange int, request, reply []byte) ShownExchange {
	return ShownExchange{exchange, legible(request), legible(reply)}
}

// maxMessage is how many bytes of a message are shown; the recording has it all.
const maxMessage = 40_000

func legible(raw []byte) string {
	text := soap.Legible(raw)
	if doc, problem := soap.ReadDocument(raw); problem == nil {
		text = indentedXML(doc.Root)
	}
	// Masked before it is cut: nobody would know half a CPR number again.
	text = privacy.Mask(encoded.ReplaceAllStringFunc(text, elided))
	if len(text) <= maxMessage {
		return text
	}
	cut := maxMessage
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return fmt.Sprintf("%s\n… %d tegn mere; hele beskeden står i optagelsen …", text[:cut], utf8.RuneCountInString(text[cut:]))
}

// encoded is what can only be base64, or something as unreadable.
var encoded = lazyregexp.New(`[A-Za-z0-9+/]{120,}={0,2}`)

func elided(run string) string { return fmt.Sprintf("… %d tegn …", len(run)) }

// maxMessages is how many bytes of messages a page shows in all.
const maxMessages = 200_000

// withMessages gives the first finding of each group its exchange, as long as
// there is room; one that a group has shown already is only pointed to.
func withMessages(all []group, messages []ShownExchange) {
	shown, room := map[int]anchor{}, maxMessages
	for i := range all {
		e := all[i].First
		if e == nil || e.Exchange == 0 {
			continue
		}
		if at, ok := shown[e.Exchange]; ok {
			e.Elsewhere = at
			continue
		}
		n := slices.IndexFunc(messages, func(m ShownExchange) bool { return m.Exchange == e.Exchange })
		if n < 0 || len(messages[n].Request)+len(messages[n].Reply) > room {
			continue
		}
		room -= len(messages[n].Request) + len(messages[n].Reply)
		e.Whole, shown[e.Exchange] = messages[n], anchor(fmt.Sprintf("besked-%04d", e.Exchange))
	}
}

func indentedXML(root *etree.Element) string {
	elide(root)
	doc := etree.NewDocument()
	doc.SetRoot(root)
	doc.Indent(2)
	text, err := doc.WriteToString()
	if err != nil {
		return ""
	}
	return strings.TrimRight(text, "\n")
}

// secrets are the elements of WS-Security and SAML that open doors.
var secrets = []string{"Password", "Nonce", "BinarySecurityToken", "Assertion", "EncryptedAssertion", "SignatureValue", "CipherValue"}

// elide takes out the text of notes, which is base64, what opens doors, and what
// is too long to read anyway.
func elide(el *etree.Element) {
	children := el.ChildElements()
	if slices.Contains(secrets, el.Tag) {
		n := 0
		for _, t := range append(children, el) {
			n += utf8.RuneCountInString(t.Text())
		}
		el.Child = nil
		el.SetText(fmt.Sprintf("… %d tegn …", n))
		return
	}
	if text := el.Text(); len(children) == 0 && (el.Tag == "Notat" || utf8.RuneCountInString(text) > 500) {
		el.SetText(fmt.Sprintf("… %d tegn …", utf8.RuneCountInString(text)))
	}
	for _, c := range children {
		elide(c)
	}
}
