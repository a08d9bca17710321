package security

import (
	"slices"
	"sync"
	"time"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// remembered is how long a MessageID is remembered: a message that is older is
// refused by its Timestamp.
const remembered = 2 * (age + skew)

// Used are the MessageIDs that have been used lately. It is safe for concurrent
// use.
type Used struct {
	mu    sync.Mutex
	at    map[string]time.Time
	order []string
	// under are the IDs of messages that are being answered: nobody knows yet whether
	// they will be on record.
	under map[string]chan struct{}
}

// Refused reports whether a message was turned away for how it was secured: it has not
// been received, and its MessageID may be used.
func Refused(x recording.Exchange) bool {
	return x.Status >= 400 && slices.ContainsFunc(x.Notes, func(n recording.Note) bool { return RuleID(n.Code).Known() || n.Code == soap.CodeAddressedTo })
}

// NewUsed is none.
func NewUsed() *Used { return &Used{at: map[string]time.Time{}, under: map[string]chan struct{}{}} }

// Before reports whether an ID has been used before a time.
func (u *Used) Before(id string, at time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.before(id, at)
}

func (u *Used) before(id string, at time.Time) bool {
	was, ok := u.at[id]
	return ok && at.Sub(was) < remembered
}

// Use notes that an ID was used.
func (u *Used) Use(id string, at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.use(id, at)
}

func (u *Used) use(id string, at time.Time) {
	for len(u.order) > 0 && at.Sub(u.at[u.order[0]]) >= remembered {
		delete(u.at, u.order[0])
		u.order = u.order[1:]
	}
	if _, ok := u.at[id]; !ok {
		u.at[id] = at
		u.order = append(u.order, id)
	}
}

// Claim takes an ID for a message that is answered now. It is false when the ID was
// used before. Who has claimed one settles it, when it is known whether the message
// is on record; others who come with the same ID wait for that, since of two alike
// the one that is on record first is the first.
func (u *Used) Claim(id string, at time.Time) (settle func(recorded bool), ok bool) {
	for {
		u.mu.Lock()
		if u.before(id, at) {
			u.mu.Unlock()
			return nil, false
		}
		other := u.under[id]
		if other == nil {
			break
		}
		u.mu.Unlock()
		<-other
	}
	mine := make(chan struct{})
	u.under[id] = mine
	u.mu.Unlock()
	return func(recorded bool) {
		u.mu.Lock()
		defer u.mu.Unlock()
		delete(u.under, id)
		if recorded {
			u.use(id, at)
		}
		close(mine)
	}, true
}
