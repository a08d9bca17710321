package recording

// Bounds of what a tape holds, in bytes of messages. What has been read of one takes up
// to a hundred times as much.
const (
	mostHeld = 1 << 20   // where a folder has the rest
	mostRead = 256 << 10 // with what was read of them
)

// held are the entries of a tape: all of them, or the newest, where a store has the
// others.
type held struct {
	store Reader    // nil: there is none
	count int       // of all entries
	last  EntryKind // of the newest

	entries []Entry // the newest
	bytes   int     // of their messages
	read    int     // how many of the newest have what was read of them
	reading int     // bytes of these
}

// bytesOf is how long the messages of an entry are.
func bytesOf(e Entry) int {
	if x := e.Exchange; x != nil {
		return len(x.Request) + len(x.Reply)
	}
	return 0
}

// add holds one more, and lets go of the oldest.
func (h *held) add(e Entry) {
	h.count, h.last = h.count+1, e.Kind
	h.entries = append(h.entries, e)
	h.bytes, h.reading, h.read = h.bytes+bytesOf(e), h.reading+bytesOf(e), h.read+1
	for h.read > 1 && h.reading > mostRead {
		h.unread(len(h.entries) - h.read)
	}
	for h.store != nil && len(h.entries) > 1 && (h.bytes > mostHeld || len(h.entries) > mostEntries) {
		h.drop()
	}
}

// mostEntries is how many entries are held where a store has the rest: those of a
// scenario have no bytes.
const mostEntries = 1000

// unread lets go of what was read of a message. The exchange is others' too, and stays
// as it is.
func (h *held) unread(i int) {
	e := &h.entries[i]
	h.read, h.reading = h.read-1, h.reading-bytesOf(*e)
	if e.Exchange != nil && e.Exchange.Reading != nil {
		own := *e.Exchange
		own.Reading = nil
		e.Exchange = &own
	}
}

// drop lets go of the oldest.
func (h *held) drop() {
	if h.read == len(h.entries) {
		h.unread(0)
	}
	h.bytes -= bytesOf(h.entries[0])
	h.entries[0] = Entry{}
	h.entries = h.entries[1:]
}

// since are the entries after number seq that are held.
func (h *held) since(seq int) []Entry {
	first := h.count - len(h.entries) // the newest that is not held
	return append([]Entry(nil), h.entries[min(max(seq-first, 0), len(h.entries)):]...)
}

// earlier are the entries after number seq that are not held any more.
func (h *held) earlier(seq int) (out []Entry, err error) {
	first := h.count - len(h.entries)
	if seq >= first {
		return nil, nil
	}
	for e, err := range h.store.All() {
		if err == nil && e.Seq > first {
			break
		}
		if err == nil && e.Seq > seq {
			e, err = h.store.Load(e)
			out = append(out, e)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
