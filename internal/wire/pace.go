package wire

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// pace is how slow a client may be over what others wait for: the rest of a large
// message, and a reply.
type pace struct {
	stall time.Duration // without a single byte
	grace time.Duration // before it must keep up with rate
	rate  int           // bytes a second
	whole time.Duration // over all of it
}

// The pace of those who mean well, on the slowest of lines. Who reads a reply slowly
// keeps its memory, and nobody waiting.
var (
	sending = pace{stall: 10 * time.Second, grace: 5 * time.Second, rate: 64 << 10, whole: 45 * time.Second}
	reading = pace{stall: 10 * time.Second, grace: 10 * time.Second, rate: 8 << 10, whole: 5 * time.Minute}
)

// until is when a client that began at an instant must have sent or taken its next
// byte, having come so far.
func (p pace) until(begun, now time.Time, bytes int) time.Time {
	at := begun.Add(p.whole)
	for _, other := range []time.Time{now.Add(p.stall), begun.Add(p.grace + time.Duration(float64(bytes)/float64(p.rate)*float64(time.Second)))} {
		if other.Before(at) {
			at = other
		}
	}
	return at
}

// read reads the body as far as we read. The rest of a large one comes beside a few
// others, at a pace that lets nobody keep them from coming, and waits its turn when
// it is there. leave gives the turn on.
func (w *Wire) read(rw http.ResponseWriter, r *http.Request) (raw []byte, leave func(), err error) {
	leave = func() {}
	raw, err = begin(r)
	if len(raw) < small || err != nil {
		return raw, leave, err
	}
	select {
	case w.coming <- struct{}{}:
		defer func() { <-w.coming }()
	case <-r.Context().Done():
		return raw, leave, r.Context().Err() // who sent it has gone away
	}
	if raw, err = w.rest(raw, rw, r); err != nil {
		return raw, leave, err
	}
	select {
	case w.large <- struct{}{}:
		return raw, sync.OnceFunc(func() { <-w.large }), nil
	case <-r.Context().Done():
		return raw, leave, r.Context().Err()
	}
}

// begin reads what there is of a small message, into as much room as it says that it
// takes.
func begin(r *http.Request) ([]byte, error) {
	room := min(max(r.ContentLength+1, 512), small) // the last byte is for the end to be seen
	raw := make([]byte, 0, room)
	for len(raw) < small {
		if len(raw) == cap(raw) {
			raw = append(raw, 0)[:len(raw)]
		}
		n, err := r.Body.Read(raw[len(raw):min(cap(raw), small)])
		raw = raw[:len(raw)+n]
		if errors.Is(err, io.EOF) {
			return raw, nil
		}
		if err != nil {
			return raw, err
		}
	}
	return raw, nil
}

// rest reads the rest of a large message.
func (w *Wire) rest(begun []byte, rw http.ResponseWriter, r *http.Request) ([]byte, error) {
	const most = soap.MaxBytes + 1
	raw := begun
	if r.ContentLength > small { // it says how much there is
		raw = append(make([]byte, 0, min(r.ContentLength, most)), begun...)
	}
	// Where there is no line, as in the process, nobody is slow.
	line, began := http.NewResponseController(rw), time.Now()
	defer func() { _ = line.SetReadDeadline(time.Time{}) }()
	for len(raw) < most {
		if len(raw) == cap(raw) {
			raw = append(raw, 0)[:len(raw)]
		}
		_ = line.SetReadDeadline(w.sending.until(began, time.Now(), len(raw)))
		n, err := r.Body.Read(raw[len(raw):min(cap(raw), most, len(raw)+small)])
		raw = raw[:len(raw)+n]
		if errors.Is(err, io.EOF) {
			return raw, nil
		}
		if err != nil {
			return raw, err
		}
	}
	return raw, nil
}

// send sends a reply that is on record, at a pace that lets who does not read it
// keep nothing of ours. A client that has gone away is no error of ours.
func (w *Wire) send(rw http.ResponseWriter, x *recording.Exchange) {
	for k, v := range x.ReplyHeader {
		rw.Header()[k] = v
	}
	rw.WriteHeader(x.Status)
	line, began := http.NewResponseController(rw), time.Now()
	for sent := 0; sent < len(x.Reply); {
		_ = line.SetWriteDeadline(w.reading.until(began, time.Now(), sent))
		n, err := rw.Write(x.Reply[sent:min(sent+small, len(x.Reply))])
		if err != nil {
			return
		}
		sent += n
	}
}
