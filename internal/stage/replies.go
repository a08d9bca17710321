package stage

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"time"

	"klarmeld/internal/municipality"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
	"klarmeld/internal/xmldsig"
)

// Recomputed is what of an exchange can be computed again.
type Recomputed string

// The parts. All of them count: the judge rests on what the services noticed as it
// does on their replies.
const (
	PartStatus    Recomputed = "status"
	PartHeader    Recomputed = "svarhoved"
	PartBody      Recomputed = "svar"
	PartOperation Recomputed = "operation"
	PartNotes     Recomputed = "noter"
	PartService   Recomputed = "service"
	PartTruncated Recomputed = "afkortet"
	PartSender    Recomputed = "afsender"
)

// Divergence is a part of an exchange that is on record otherwise than the services
// answer it.
type Divergence struct {
	Exchange int // number of the entry
	Part     Recomputed
	// Recorded and Computed are the two, as far as they fit on a line; CPR numbers
	// are masked. Of a body it is where it begins to differ.
	Recorded, Computed string
}

// Replies is what came of computing a recording's replies again.
type Replies struct {
	Program     string       // version of the klarmeld that answered then
	Computed    int          // exchanges that were answered again
	Left        int          // whose reply cannot be computed; the rest of them is
	Differences []Divergence // in the order of the exchanges
}

// Differing is how many exchanges are on record otherwise than they were answered
// again.
func (r Replies) Differing() int {
	n, last := 0, 0
	for _, d := range r.Differences {
		if d.Exchange != last {
			n, last = n+1, d.Exchange
		}
	}
	return n
}

// ErrUnchained says that a recording has no chain: the services of that time named
// what was new in their replies at random, and they cannot be made again.
var ErrUnchained = errors.New("optagelsen er ikke kædet")

// Recompute lets services that have seen nothing answer the messages of a recording
// again, and holds what they answer against what is on record. Messages and changes
// of the registers take effect in the order in which they are on record, which is
// the order in which they did (recording.Order); a run that was cut off and went on
// left the index and the registers as the recording has them. Who sent a message is
// no matter, and one that was interrupted had no effect.
//
// Not computed again is: a service's contract (?wsdl), which is somebody's file and
// no message, and is counted as left (what else is on record of the question is held
// against what it should be); a message that was sent again and answered
// from memory, of which nothing is on record but the first time; a private key, which
// no recording has: a signature that holds is the one that was made; when a message was answered; and headers
// that HTTP adds by itself (Date, Content-Length), of which nothing is on record.
// Of a request, what opens doors is hidden on record, and no reply rests on it.
//
// The replies are those of this version of klarmeld. One that was recorded by
// another may be answered otherwise and be honest.
func Recompute(from recording.Reader) (Replies, error) {
	var out Replies
	var open *replayed
	for e, err := range recording.Ahead(from, nil) {
		switch {
		case err != nil:
		case open == nil:
			if open, err = afresh(e); err == nil {
				out.Program = e.Run.Version
			}
		case e.Kind == recording.KindChange:
			err = open.Again(*e.Change)
		case e.Kind == recording.KindExchange:
			err = out.answer(open, e)
		}
		if errors.Is(err, ErrUnchained) {
			return out, err
		}
		if err != nil {
			return out, Mistake{err}
		}
	}
	if open == nil {
		return out, Mistake{errors.New("optagelsen er tom")}
	}
	return out, nil
}

// afresh are services as they were when the recording began.
func afresh(first recording.Entry) (*replayed, error) {
	run := first.Run
	switch {
	case run == nil:
		return nil, errors.New("optagelsens første linje siger ikke, hvad der blev prøvet")
	case run.Nonce == "":
		return nil, ErrUnchained
	}
	g := services.Ground{RolesJSON: run.Roles}
	var err error
	if g.Registers, err = municipality.Load(run.Initial); err != nil {
		return nil, err
	}
	if g.Roles, err = municipality.LoadRelationsklasser(run.Roles); err != nil {
		return nil, err
	}
	var signers [2]*xmldsig.Witness
	setting, err := security.ReadSetting(run.Security)
	if err != nil {
		return nil, err
	}
	if setting != nil && setting.Mode.Secured() {
		signers = [2]*xmldsig.Witness{{Cert: setting.STS.Certificate}, {Cert: setting.Service.Certificate}}
		g.Secured = &services.Secured{Setting: *setting, Tokens: signers[0], Replies: signers[1]}
	}
	open := services.Reopen(g, run.Nonce, 0, recording.Discard{}, func() time.Time { return first.Time })
	own, err := wire.ReadAddresses(run.Senders)
	if err != nil {
		return nil, fmt.Errorf("optagelsens afsenderadresser: %w", err)
	}
	open.Own(own)
	return &replayed{open, signers}, nil
}

// replayed are services that answer again what is on record. They have no keys: what
// was signed is computed again, and the signatures that were made of it hold, or
// there are none.
type replayed struct {
	*services.Services
	signers [2]*xmldsig.Witness // nil: nothing was signed
}

// signed lets the signers know the signatures of a reply.
func (r *replayed) signed(reply []byte) {
	if r.signers[0] == nil {
		return
	}
	var made [][]byte
	if doc, p := soap.ReadDocument(reply); p == nil {
		for _, el := range doc.Root.FindElements("//SignatureValue") {
			if raw, ok := xmldsig.Decode(el); ok {
				made = append(made, raw)
			}
		}
	}
	for _, s := range r.signers {
		s.Made = made
	}
}

// answer lets the services answer an exchange again.
func (r *Replies) answer(open *replayed, e recording.Entry) error {
	open.signed(e.Exchange.Reply)
	again, can, err := open.Wire.Again(*e.Exchange)
	if err != nil {
		return fmt.Errorf("optagelsens linje %d: %w", e.Seq, err)
	}
	if can {
		r.Computed++
	} else {
		r.Left++
	}
	r.Differences = append(r.Differences, differences(e.Seq, *e.Exchange, again)...)
	return nil
}

// differences hold an exchange on record against the same computed again. What
// opens doors is hidden on record, and so it is here.
func differences(seq int, was, is recording.Exchange) []Divergence {
	var out []Divergence
	differ := func(same bool, part Recomputed, recorded, computed string) {
		if !same {
			out = append(out, Divergence{seq, part, brief(recorded), brief(computed)})
		}
	}
	differ(named(was) == named(is), PartService, named(was), named(is))
	differ(was.Sender == is.Sender, PartSender, string(was.Sender), string(is.Sender))
	differ(was.Truncated == is.Truncated, PartTruncated, fmt.Sprint(was.Truncated), fmt.Sprint(is.Truncated))
	differ(was.Operation == is.Operation, PartOperation, was.Operation, is.Operation)
	differ(was.Status == is.Status, PartStatus, strconv.Itoa(was.Status), strconv.Itoa(is.Status))
	a, b := privacy.Headers(was.ReplyHeader), privacy.Headers(is.ReplyHeader)
	differ(len(a) == 0 && len(b) == 0 || reflect.DeepEqual(a, b), PartHeader, fmt.Sprint(a), fmt.Sprint(b))
	differ(slices.EqualFunc(was.Notes, is.Notes, func(a, b recording.Note) bool {
		return a.Code == b.Code && privacy.Text(a.Text) == privacy.Text(b.Text)
	}), PartNotes, fmt.Sprint(was.Notes), fmt.Sprint(is.Notes))
	if !bytes.Equal(was.Reply, is.Reply) && privacy.Text(string(was.Reply)) != privacy.Text(string(is.Reply)) {
		at := firstOther(was.Reply, is.Reply)
		differ(false, PartBody, fmt.Sprintf("%d byte (≠ byte %d)", len(was.Reply), at), fmt.Sprintf("%d byte", len(is.Reply)))
	}
	return out
}

// named is the service that an exchange met.
func named(x recording.Exchange) string { return fmt.Sprintf("%s (%s)", x.Service, x.ServiceID) }

// firstOther is the number of the first byte in which two texts differ.
func firstOther(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i + 1
		}
	}
	return n + 1
}

// brief is what fits on a line, without CPR numbers.
func brief(s string) string {
	const most = 120
	r := []rune(privacy.Mask(s))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}
