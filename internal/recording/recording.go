// Package recording is the append-only log of a run: every exchange byte for
// byte, every action that a driver asked of the vendor's system and its
// answer, every change of the municipality's registers, and where each
// scenario began and ended. A verdict is computed from it alone.
//
// The recording is the one place that keeps CPR numbers unmasked, because its
// bytes are the evidence; its files are written with mode 0600.
package recording

import (
	"encoding/json"
	"time"
)

// EntryKind says what an entry holds.
type EntryKind string

// The kinds of entries.
const (
	KindRun      EntryKind = "koersel"    // the first entry: what was run, and on what
	KindScenario EntryKind = "scenarie"   // a scenario begins
	KindAction   EntryKind = "handling"   // a driver asked the system to act, and its answer
	KindChange   EntryKind = "aendring"   // the registers changed
	KindExchange EntryKind = "udveksling" // a message and its reply
	// KindWaited: klarmeld has waited for the traffic that should follow an
	// action, and waits no more. What is claimed of the action is claimed now.
	KindWaited EntryKind = "ventet"
	// KindSettled: klarmeld has waited for what a scenario claims to come true, and waits
	// no more. It is no part of what a scenario is made of: a claim that held is not
	// waited for.
	KindSettled EntryKind = "faldet-til-ro"
	KindEnd     EntryKind = "scenarieslut" // a scenario is over
	// KindInterrupted: klarmeld was cut off while it handled a message. The
	// message is kept; it had no effect, and its sender got no reply.
	KindInterrupted EntryKind = "afbrudt"
	// KindStopped: klarmeld has stopped the run, and plays no more scenarios.
	KindStopped EntryKind = "stoppet"
	// KindResumed: a run that was cut off goes on here.
	KindResumed EntryKind = "genoptaget"
	// KindClosed: the run is over. It is the last entry, unless somebody goes on
	// with the run all the same.
	KindClosed EntryKind = "afsluttet"
)

// Structural reports whether entries of the kind are what a scenario is made
// of, and not what the system made of it.
func (k EntryKind) Structural() bool {
	switch k {
	case KindScenario, KindAction, KindWaited, KindChange, KindEnd:
		return true
	}
	return false
}

// Entry is one line of the log. One of the pointers is set, by Kind; none for
// KindScenario, KindWaited, KindSettled, KindEnd and KindResumed. An interrupted exchange
// has a request only.
type Entry struct {
	Seq int `json:"nr"` // 1, 2, 3, … without gaps
	// Before is the SHA-256 of the entry before, as Chain says; "" in a recording
	// that is not chained.
	Before string    `json:"forrige,omitempty"`
	Time   time.Time `json:"tid"`
	// Elapsed is how long the run had been going on at Time, by a clock that nobody can
	// set. It stands still while klarmeld is not there. 0 in recordings of before there
	// was one, and where none is kept.
	Elapsed  Duration  `json:"forloebet,omitempty"`
	Kind     EntryKind `json:"art"`
	Scenario string    `json:"scenarie,omitempty"` // ID of the scenario that was running
	Action   string    `json:"handling,omitempty"` // ID of the action that was being performed
	Run      *Run      `json:"koersel,omitempty"`
	Act      *Action   `json:"udfoert,omitempty"`
	Change   *Change   `json:"aendring,omitempty"`
	Stop     StopCause `json:"aarsag,omitempty"` // of KindStopped
	Exchange *Exchange `json:"udveksling,omitempty"`
	Closing  *Closing  `json:"slut,omitempty"` // of KindClosed
}

// Run is what the run was made on: enough to judge the recording elsewhere.
type Run struct {
	System string `json:"system"`
	Title  string `json:"titel,omitempty"`
	// ID begins the names of all actions, cases and documents of the run.
	ID string `json:"id,omitempty"`
	// Nonce opens the recording's chain, and names what is new in replies. It is "" in
	// recordings of before there were chains.
	Nonce   string `json:"nonce,omitempty"`
	Version string `json:"klarmeld"` // of the program
	// Ruleset is the version of the rules that the run was begun with; "" in recordings
	// of before it was kept.
	Ruleset string `json:"regelsaet,omitempty"`
	Fictive bool   `json:"fiktiv,omitempty"` // the municipality and its citizens are made up
	// Simulated: klarmeld played the system under test itself. nil in recordings of before it
	// was kept; see IsSimulated.
	Simulated *bool           `json:"simuleret,omitempty"`
	Policy    json.RawMessage `json:"politik,omitempty"`
	// Deadline is how long a change may be on its way to the index.
	Deadline Duration `json:"frist,omitempty"`
	Only     []string `json:"kun,omitempty"` // the scenarios that were played; empty: all
	// Parts says who played the scenarios' citizens, units and users.
	Parts map[string]string `json:"medvirkende,omitempty"`
	// Senders are the IP addresses and nets that are the system's own; empty: whoever
	// sends is the system.
	Senders []string `json:"afsenderadresser,omitempty"`
	// OtherRoads are the capabilities that could not be tried, since the system reads
	// by a road that klarmeld does not serve.
	OtherRoads []string `json:"andenVej,omitempty"`
	// Declared is what the vendor says that its system can (klarmelding).
	Declared json.RawMessage `json:"klarmelding,omitempty"`
	// Criteria are the vendor's declaration criterion by criterion, where it has one.
	Criteria json.RawMessage `json:"kriterier,omitempty"`
	// Meanwhile is how the municipality manages until what is amiss is mended.
	Meanwhile json.RawMessage `json:"indtil,omitempty"`
	// Known are the findings that somebody has accepted for a while.
	Known json.RawMessage `json:"kendteFund,omitempty"`
	// Citizens is how the municipality shows cases to citizens on borger.dk; it is left out
	// in recordings of before it was kept.
	Citizens json.RawMessage `json:"borgerblik,omitempty"`
	// Words is the municipality's list of words that titles should not have
	// (ordliste.schema.json); empty: klarmeld's own of the version that judges.
	Words json.RawMessage `json:"ordliste,omitempty"`
	// Areas is a list of areas that must be shown (omraader.schema.json), and KLE15 the
	// vendor's mapping (kle15.schema.json); empty: klarmeld's own list, and none.
	Areas json.RawMessage `json:"omraader,omitempty"`
	KLE15 json.RawMessage `json:"kle15,omitempty"`
	// KLE is the user's edition of KLE, as package kle writes it; empty: none was given.
	KLE json.RawMessage `json:"kle,omitempty"`
	// For are the areas that the system is for; empty: all.
	For []string `json:"systemetErTil,omitempty"`
	// Neighbour is the UUID of the other system, which klarmeld played.
	Neighbour string `json:"nabosystem,omitempty"`
	// Security is what the secured wire was made on, without keys; nil: messages came in
	// the clear.
	Security json.RawMessage `json:"sikkerhed,omitempty"`
	Initial  json.RawMessage `json:"registre"`         // the municipality's registers as they stood at the start
	Roles    json.RawMessage `json:"relationsklasser"` // the relation classes in force
}

// IsSimulated reports whether klarmeld played the system under test itself. A recording of
// before that was kept tells it all the same, when it has a nonce: since there are nonces,
// the run of every real system has had an ID, and that of a simulated one none.
func (r Run) IsSimulated() bool {
	if r.Simulated != nil {
		return *r.Simulated
	}
	return r.Nonce != "" && r.ID == ""
}

// Action is what a driver asked for and what it was answered, both as the JSON
// that travelled.
type Action struct {
	Request json.RawMessage `json:"anmodning"`
	Answer  json.RawMessage `json:"svar,omitempty"`
	Error   string          `json:"fejl,omitempty"` // why there is no answer
	// Fault is how the adapter failed; "" when it did not, or nobody knows.
	Fault string `json:"adapterfejl,omitempty"`
	// ByHand: a person did it, who was asked on a screen; Answered is how long the run
	// had been going on when the person said so.
	ByHand   bool     `json:"haand,omitempty"`
	Answered Duration `json:"besvaret,omitempty"`
}

// StopCause is why klarmeld has stopped a run.
type StopCause string

// The causes.
const (
	StopSilence StopCause = "tavshed" // the system says that it acts, and sends nothing at all
	StopAdapter StopCause = "adapter" // the adapter fails again and again
)

// Change is a change of the registers during the run, as the register that
// made it writes it.
type Change struct {
	Data json.RawMessage `json:"data,omitempty"`
	// Security is how the STS and the services are from now on; nil: as before.
	Security json.RawMessage `json:"sikkerhed,omitempty"`
}

// Sender says who sent an exchange.
type Sender string

// The system under test is the default; the others are klarmeld's own doing
// and are never judged.
const (
	SenderSystem    Sender = "system"
	SenderNeighbour Sender = "nabo" // another system, played by klarmeld
	// SenderForeign is somebody else than the system under test, who was turned away: by
	// his address, or because he is a browser.
	SenderForeign Sender = "fremmed"
)

// Exchange is one HTTP request and its reply.
type Exchange struct {
	// Number says as which message it came, of those that are on record: 1, 2, 3, …
	// by arrival, and not by effect as the entries are. With the run's nonce it names
	// what is new in the reply. 0: the recording is not chained.
	Number        int                 `json:"ankomst,omitempty"`
	ServiceID     ServiceID           `json:"service_id,omitempty"` // "" when no service was met
	Service       string              `json:"service"`              // its name, for people: "SagDokumentIndeks 6"
	Operation     string              `json:"operation"`            // "importer"; "" when it could not be told
	Sender        Sender              `json:"afsender"`
	Peer          string              `json:"peer,omitempty"` // IP address that it came from; "" in the process
	Method        string              `json:"metode"`
	Path          string              `json:"sti"`
	Header        map[string][]string `json:"hoved"`
	Status        int                 `json:"status"`
	ReplyHeader   map[string][]string `json:"svarhoved"`
	Notes         []Note              `json:"noter,omitempty"` // what the service noticed
	Begun         time.Time           `json:"begyndt"`
	Ended         time.Time           `json:"afsluttet"`
	Truncated     bool                `json:"afkortet,omitempty"`  // the request was larger than what we read
	Cut           bool                `json:"afskaaret,omitempty"` // the connection broke before the request was whole
	RequestFile   string              `json:"anmodningsfil,omitempty"`
	ReplyFile     string              `json:"svarfil,omitempty"`
	RequestSHA256 string              `json:"anmodning_sha256"`
	ReplySHA256   string              `json:"svar_sha256"`
	// Arrived names the file in which the request was kept while it was handled.
	Arrived string `json:"-"`
	Request []byte `json:"-"`
	// Reading is what was read of the request (soap.Of), by who answered it or read it
	// ahead; nil: the bytes are to be read. Who keeps an exchange lets go of it.
	Reading any    `json:"-"`
	Reply   []byte `json:"-"`

	// Where the two stand in archives, as the folder was read.
	requestAt, replyAt place
}

// Log takes entries. An implementation is safe for concurrent use.
type Log interface {
	// Append gives the entry its number and keeps it. When it returns an
	// error, nothing of the entry may be relied on.
	Append(Entry) (Entry, error)
}

// Duration is a time.Duration that is written as people write it: "5m0s".
type Duration time.Duration

// MarshalText writes the duration.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads it.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	*d = Duration(v)
	return err
}

// Arrivals is a Log that keeps a message while it is being handled, so that one
// that is cut off is not lost.
type Arrivals interface {
	// Arrive keeps the bytes and returns their name, for Exchange.Arrived.
	Arrive(request []byte) (name string, err error)
}
