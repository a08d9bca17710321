// Package capture reads traffic that was captured elsewhere, by the tools that
// people have at hand: archives of browsers and proxies, traces, logs, folders
// of XML. It finds the messages, says in what order they were sent, and what it
// left aside. It judges nothing.
package capture

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"klarmeld/internal/delivery"
)

// Message is one request that a system has sent.
type Message struct {
	Name string // where it stood, for people: a file's name, "nr. 3", "fil.log, linje 120"
	Host string // of the URL; "" when it is not known
	Path string // of the URL; "" when it is not known
	Body []byte
	// Action is the SOAPAction it was sent with; "" when it is not known.
	Action string
	Loss   Loss // why it cannot be judged; NoLoss when all of it is here
	Size   int  // how many bytes were sent, of a message with a loss; 0 when nobody says

	at       time.Time // zero when it is not known
	unposted bool      // sent by another method than the one that carries messages
	failed   bool      // the sender was told, or had to think, that it had not come through
	foreign  bool      // its Content-Type is not that of a message
}

// Loss is why a message that was sent cannot be judged.
type Loss string

// The losses.
const (
	NoLoss    Loss = ""
	LeftOut   Loss = "udeladt"   // the tool kept no body
	CutShort  Loss = "afkortet"  // the tool kept the beginning of it
	Encrypted Loss = "krypteret" // the body is encrypted (XML Encryption)
	Undecoded Loss = "ulaeselig" // the tool's own encoding of it is broken
)

// Reason is why something that was captured is no message to judge.
type Reason = delivery.Reason

// The reasons, beside those of a file that is not read.
const (
	NotPosted         = delivery.NotPosted // a browser's GET
	Elsewhere         = delivery.Elsewhere // sent to a service that klarmeld does not stand in for
	IsReply           = delivery.IsReply   // a service's reply
	Doubled    Reason = "dobbelt"          // logged once more, at another level
	NoEnvelope Reason = "uden_konvolut"    // a text without a message
	Binary            = delivery.Binary    // bytes that are no text
	Packets    Reason = "netvaerkspakker"
	Locked            = delivery.Locked // an archive with a password
	TooLarge          = delivery.TooLarge
	NoFile            = delivery.NoFile // a link, a device, a FIFO
)

// reasons are in the order in which they are told.
var reasons = []struct {
	why  Reason
	text string
}{
	{Elsewhere, "til andre tjenester"}, {NotPosted, "ikke sendt med POST"}, {IsReply, "svar"}, {Doubled, "logget to gange"}, {NoEnvelope, "uden SOAP-konvolut"},
	{Binary, "binære eller krypterede"}, {Packets, "netværkspakker (pcap)"}, {Locked, "med adgangskode"}, {TooLarge, "for store"},
	{NoFile, "genveje og andet, der ingen fil er"},
}

// Aside is something that was captured and left aside.
type Aside struct {
	Name string
	Why  Reason
}

// Traffic is what was captured, in the order in which it was sent.
type Traffic struct {
	Messages []Message
	Aside    []Aside
	Retries  int // sent once more, byte for byte, since it had not come through
	Untimed  int // entries without a time, among others that have one
}

// Lost are the messages that cannot be judged.
func (t Traffic) Lost() []Message {
	var out []Message
	for _, m := range t.Messages {
		if m.Loss != NoLoss {
			out = append(out, m)
		}
	}
	return out
}

// Counts are how much was left aside, by why.
type Counts map[Reason]int

// Counts counts what was left aside.
func (t Traffic) Counts() Counts {
	n := Counts{}
	for _, a := range t.Aside {
		n[a.Why]++
	}
	return n
}

// Told says what was left aside, in Danish; "" when nothing was.
func (t Traffic) Told() string { return t.Counts().Told() }

// Told says how much was left aside and why, in Danish; "" when nothing was.
func (n Counts) Told() string {
	var said []string
	for _, r := range reasons {
		if n[r.why] > 0 {
			said = append(said, fmt.Sprintf("%d %s", n[r.why], r.text))
		}
	}
	return strings.Join(said, ", ")
}

// Add puts one traffic behind another.
func (t *Traffic) Add(more Traffic) {
	t.Messages, t.Aside = append(t.Messages, more.Messages...), append(t.Aside, more.Aside...)
	t.Retries, t.Untimed = t.Retries+more.Retries, t.Untimed+more.Untimed
}

// Nothing says in Danish why there is no message to judge; nil when there is one.
func (t Traffic) Nothing() error {
	if len(t.Messages) > 0 {
		return nil
	}
	return t.Counts().Nothing()
}

// Nothing says in Danish why there is no message to judge, where there is none.
func (n Counts) Nothing() error {
	switch {
	case n[Packets] > 0:
		return errors.New("det er netværkspakker (pcap), som klarmeld ikke læser: de er oftest krypterede (TLS). Eksportér HTTP-udvekslingerne (i Wireshark: " +
			"File, Export Objects, HTTP), eller optag dem i systemet selv, med en proxy (HAR, Fiddlers .saz) eller med klarmeld serve --record")
	case n[Locked] > 0:
		return errors.New("arkivet har en adgangskode; gem det uden, og prøv igen")
	case len(n) == 0:
		return errors.New("der er ingen meddelelser fra et system")
	}
	return fmt.Errorf("der er ingen meddelelser fra et system; lagt til side: %s. "+
		"klarmeld læser mapper, XML, HAR, .saz, .svclog, logfiler og SoapUI-projekter, også pakket i ZIP, tar, gzip og Zstandard", n.Told())
}
