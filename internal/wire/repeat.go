package wire

import (
	"bytes"
	"net/http"

	"klarmeld/internal/recording"
)

// Remember lets the wire answer messages that were recorded before klarmeld was
// cut off with the replies that they may never have got. Who sends one again,
// byte for byte, is repeating it; recorded twice, it would be held against them.
func (w *Wire) Remember(earlier []*recording.Exchange) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.remembered = earlier
}

// repeated is the exchange that a message repeats; nil when it is new.
func (w *Wire) repeated(r *http.Request, raw []byte) *recording.Exchange {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, x := range w.remembered {
		if x.Path == r.URL.RequestURI() && x.Sender == w.sender(r) && bytes.Equal(x.Request, raw) {
			return x
		}
	}
	return nil
}
