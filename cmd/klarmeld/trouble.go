package main

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/stage"
)

// troubleOf is the kind of what keeps something from being recorded.
func troubleOf(err error) recording.Trouble {
	var u recording.Unwritten
	if errors.As(err, &u) {
		return u.Trouble
	}
	return recording.TroubleOther
}

// unrecorded says of a run that could not be recorded what is wrong, and how it
// goes on.
func unrecorded(err error, why stage.Unrecorded, goesOn bool) error {
	next := "kør så igen"
	if goesOn {
		next = "kør så samme kommando med --continue, som fortsætter derfra"
	}
	kind := troubleOf(why)
	return harness(fmt.Errorf("%w; %s. Det, der er optaget, ligger i %s, og intet af det er gået tabt. %s, og %s", err, kind.Name(), why.Folder, kind.Fix(), next))
}

// unopened is why a recording cannot be begun: the user's to mend when it is the
// folder that was named, else ours.
func unopened(err error) error {
	if kind := troubleOf(err); kind.Machine() {
		return harness(fmt.Errorf("%w. %s, og kør igen", err, kind.Fix()))
	}
	return usage("%w", err)
}

// calm is how many entries in a row are on record before the same trouble is told
// of anew.
const calm = 100

// word tells whoever runs klarmeld serve that messages cannot be recorded, once for
// each kind of trouble and not for each message, and that they can be again.
type word struct {
	to io.Writer

	mu      sync.Mutex
	told    map[recording.Trouble]bool
	refused int // since the recording began
	kept    int // in a row
	silent  bool
	deaf    bool                        // and it has been told
	foreign map[road.HandshakeKind]bool // callers that could not come in, of whom it has been told
}

// failed tells of a message that was refused.
func (w *word) failed(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.refused++
	w.kept = 0
	kind := troubleOf(err)
	if w.told[kind] {
		return
	}
	if w.told == nil {
		w.told = map[recording.Trouble]bool{}
	}
	w.told[kind] = true
	w.silent = false
	w.say("OBS: en meddelelse kunne ikke optages og er afvist, for %s (%s). Afsenderen har fået det at vide. %s; så tager klarmeld imod igen.",
		kind.Name(), err, kind.Fix())
}

// unheard tells, once, of clients that cannot be let in: they wait.
func (w *word) unheard(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.deaf {
		return
	}
	w.deaf = true
	w.say("OBS: klarmeld kan ikke tage imod flere forbindelser (%s). De, der kalder, venter. %s.", err, recording.TroubleDescriptors.Fix())
}

// unagreed tells of callers that TLS could not be agreed with: of the first of each
// kind, for most call again and again.
func (w *word) unagreed(h road.Handshake) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.foreign[h.Kind] {
		return
	}
	if w.foreign == nil {
		w.foreign = map[road.HandshakeKind]bool{}
	}
	w.foreign[h.Kind] = true
	w.say("OBS: en afsender (%s) kunne ikke komme ind over TLS: %s. Gør sådan: %s. Flere af den slags (%s) nævnes ikke.", h.From, h.Wrong(), h.Fix(), h.Kind)
}

// recorded is told of an entry that is on record.
func (w *word) recorded() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.told) == 0 {
		return
	}
	if w.kept++; !w.silent {
		w.silent = true // once, though small messages find room where large ones do not
		w.say("Der optages igen; %s er afvist indtil nu.", messages(w.refused))
	}
	if w.kept >= calm {
		w.told = nil
	}
}

// say writes a line. Where it cannot be written, nobody can be told.
func (w *word) say(format string, args ...any) {
	_, _ = fmt.Fprintln(w.to, "klarmeld: "+privacy.Mask(fmt.Sprintf(format, args...)))
}

// ended is what is to be said at the end; nil when nothing was refused.
func (w *word) ended() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refused == 0 {
		return nil
	}
	return fmt.Errorf("%s kunne ikke optages og blev afvist; afsenderne fik det at vide, og det, der er svaret på, er optaget", messages(w.refused))
}

func messages(n int) string {
	if n == 1 {
		return "1 meddelelse"
	}
	return fmt.Sprintf("%d meddelelser", n)
}
