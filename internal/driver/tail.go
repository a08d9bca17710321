package driver

import (
	"strings"
	"sync"

	"klarmeld/internal/privacy"
)

// tailEdge is how much is left out where a tail begins: half a CPR number may
// stand there, which no mask would know.
const tailEdge = 256

// tail keeps the last of what is written to it, and says when that is too much.
type tail struct {
	most  int // bytes that are kept
	flood int // bytes that may be written before it is too much
	over  chan struct{}

	mu      sync.Mutex
	kept    []byte
	written int
}

func newTail(most, flood int) *tail {
	return &tail{most: most, flood: flood, over: make(chan struct{}, 1)}
}

// anew counts from nothing: what was written before was not too much.
func (t *tail) anew() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.written = 0
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.written += len(b); t.written > t.flood {
		select {
		case t.over <- struct{}{}:
		default:
		}
	}
	t.kept = append(t.kept, b...)
	if n := len(t.kept) - t.most; n > 0 {
		t.kept = t.kept[n:]
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	said := privacy.Mask(strings.ToValidUTF8(string(t.kept), "\uFFFD"))
	if len(t.kept) < t.most { // nothing has been dropped
		return said
	}
	return strings.ToValidUTF8(said[min(len(said), tailEdge):], "")
}
