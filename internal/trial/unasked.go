package trial

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"klarmeld/internal/judge"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
	"klarmeld/internal/wire"
)

// knowSenders lets the services know whose messages are the system's.
func (t *Trial) knowSenders() error {
	own, err := wire.ReadAddresses(t.setting.Senders)
	if err != nil {
		return fmt.Errorf("afsenderadresser: %w", err)
	}
	t.services.Own(own)
	return nil
}

// peers are who sent anything until the last scenario was over, in the order of
// their addresses. What comes later may be on record before the recording ends, and
// is in no result.
func (t *Trial) peers() []verdict.Peer {
	var out []verdict.Peer
	for _, x := range t.judge.Seen() {
		from := x.Entry.Exchange
		if from.Peer == "" || x.Entry.Seq > t.ended {
			continue
		}
		p := verdict.Peer{Address: from.Peer, Foreign: from.Sender == recording.SenderForeign}
		i, known := slices.BinarySearchFunc(out, p, func(a, b verdict.Peer) int {
			return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(strconv.FormatBool(a.Foreign), strconv.FormatBool(b.Foreign)))
		})
		if !known {
			out = slices.Insert(out, i, p)
		}
		out[i].Exchanges++
	}
	return out
}

// Senders are the system's own addresses, as the profile has them.
func (t *Trial) Senders() []string { return t.setting.Senders }

// within are the exchanges between two entries. What comes while an entry is written
// may have been read live, and not be read yet in a replay: the numbers decide.
func (t *Trial) within(after, before int) []judge.Seen {
	all := t.judge.Seen()
	at := func(seq int) int {
		i, _ := slices.BinarySearchFunc(all, seq, func(x judge.Seen, seq int) int { return x.Entry.Seq - seq })
		return i
	}
	return all[at(after):max(at(after), at(before))]
}

// wanted is what the scenarios have asked for, and what has come of it.
type wanted struct {
	owed map[oio.ObjektType]int // asked for, and not come yet
	come map[string]bool        // UUIDs that have been imported
	made map[string]bool        // those that are what a scenario asked for
}

// owe notes that a scenario asks for new objects.
func (t *Trial) owe(of oio.ObjektType, n int) { t.wanted.owed[of] += n }

// tellUnasked says how much more came during a scene than it asked for. It is judged
// as all else is; that it came is no fault.
func (s *Scene) tellUnasked() {
	var more tally
	for _, x := range s.trial.within(s.from, s.trial.ended) {
		if x.Entry.Scenario == s.id && x.Entry.Exchange.Sender == recording.SenderSystem {
			s.count(&more, x)
		}
	}
	if more.first == 0 {
		return
	}
	s.tellOf(more.first, RuleUnasked.Finding("Systemet sendte mere, end scenariet bad om; det er bedømt som alt andet.", "det, scenariet bad om",
		fmt.Sprintf("desuden %d sager, %d dokumenter og %d opdateringer af andet", more.cases, more.documents, more.updates)))
}

// tellOf notes what is told of traffic that began with an exchange.
func (s *Scene) tellOf(first int, f verdict.Finding) {
	f.Exchange = first
	s.trial.judge.Found(s.id, f)
}

// tally counts what nobody asked for. first is the exchange of the first of it.
type tally struct{ cases, documents, updates, first int }

func (s *Scene) count(more *tally, x judge.Seen) {
	t := s.trial
	for _, o := range x.Brought() {
		switch {
		case o.Opdatering && slices.Contains(s.sager, o.UUID), o.Opdatering && slices.Contains(s.dokumenter, o.UUID), !o.Opdatering && t.wanted.come[o.UUID]:
			continue
		case o.Opdatering && t.wanted.made[o.UUID]: // of a scenario before, and late
			continue
		case o.Opdatering:
			more.updates++
		case t.wanted.owed[o.Type] > 0:
			t.wanted.come[o.UUID] = true
			t.wanted.owed[o.Type]--
			continue
		case o.Type == oio.Sag:
			t.wanted.come[o.UUID] = true
			more.cases++
		default:
			t.wanted.come[o.UUID] = true
			more.documents++
		}
		if more.first == 0 {
			more.first = x.Entry.Seq
		}
	}
}

// tellForeign says what came from others than the system during a scene.
func (s *Scene) tellForeign() {
	var who []string
	counts, first := map[string]int{}, 0
	for _, x := range s.trial.within(s.from, s.trial.ended) {
		if e := x.Entry; e.Scenario == s.id && e.Exchange.Sender == recording.SenderForeign {
			from := foreigner(e.Exchange)
			if counts[from]++; counts[from] == 1 {
				who = append(who, from)
			}
			if first == 0 {
				first = e.Seq
			}
		}
	}
	if first == 0 {
		return
	}
	var said []string
	for _, from := range who {
		said = append(said, fmt.Sprintf("%s: %d", from, counts[from]))
	}
	s.tellOf(first, RuleForeign.Finding("Andre end systemet sendte beskeder; de blev afvist og er ikke bedømt.", "beskeder fra systemets egne adresser",
		strings.Join(said, ", ")))
}

// foreigner is who an exchange came from that was turned away.
func foreigner(x *recording.Exchange) string {
	for _, n := range x.Notes {
		if n.Code == wire.CodeBrowser {
			return strings.TrimSpace("browser " + x.Peer)
		}
	}
	return x.Peer
}

// tellOutside says what came before a scene while none was played. What comes after the
// last is in no result: the run is judged then.
func (s *Scene) tellOutside() {
	messages, first := 0, 0
	for _, x := range s.trial.within(s.from, s.trial.entered) {
		if e := x.Entry; e.Scenario == "" && e.Exchange.Sender != recording.SenderNeighbour {
			if messages++; first == 0 {
				first = e.Seq
			}
		}
	}
	if messages == 0 {
		return
	}
	s.tellOf(first, RuleOutside.Finding("Der kom beskeder, før scenariet begyndte, og mens intet andet blev spillet. "+
		"De hører ikke til noget scenarie, og det, de fejler, er ikke talt med.",
		"beskeder, mens et scenarie spilles", fmt.Sprintf("%d beskeder", messages)))
}
