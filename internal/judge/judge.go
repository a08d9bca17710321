// Package judge reads a recording from its first entry to its last and says
// what it finds. It is a fold: each entry is taken once, in order, and nothing
// but the entries is looked at; no clock, no network, no map order. A run that
// is still going on and a recording that was finished last year are judged by
// the same steps and come to the same findings.
package judge

import (
	"encoding/json"
	"fmt"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/index"
	"klarmeld/internal/kle"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/ordliste"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// Judge is what has been made of the entries that it was given so far (Take): the index and the
// registers as they stand, and what was found. It is not safe for concurrent use.
type Judge struct {
	store     *index.Store
	registers *municipality.Register
	roles     *municipality.Relationsklasser
	words     *ordliste.List                  // of titles; nil: klarmeld's own
	edition   *kle.Edition                    // nil: none was given
	columns   map[string]verdict.CapabilityID // scenario → its column

	seq       int
	seen      []Seen
	keeping   keeping // what is kept of them
	actions   map[string]Performed
	read      map[string]int // UUID → first exchange whose reply to the system held it
	reread    map[string]int // UUID → newest such exchange
	scenarios map[string]*noted

	unmended      bool                          // findings come without suggestions
	unheld        bool                          // references are not held against the registers
	undated       bool                          // when exchanges took place is not when the system sent them
	readRegisters map[recording.RegisterID]bool // the system has read it
	origin        map[string]recording.Sender   // UUID → who brought the object that the index holds
	keys          keys                          // BrugervendtNoegle → who has it
	holders       keyHolders                    // whom relations give a key
	freed         map[string]string             // key → UUID of the object that had it and was removed last
	referrers     rolls                         // UUID → the objects that refer to it, or have
	leftovers     leftovers                     // what removals may have left behind, oldest first
	standing      []standing                    // what updates have left as it should not be, oldest first
	byAction      map[string][]Seen             // the system's exchanges during each action
	clock         wallClock                     // the clock on the wall, as the recording tells of it
	removals      map[string]int                // scenario → objects that it removed, not yet settled
	memory        memory                        // what has come and gone
	taken         []taken                       // what removals took from another municipality, not yet settled
	secured       secured                       // the secured wire
	now           time.Time                     // of the newest entry
	masked        masks                         // what findings say
}

// Performed is an action that a driver asked for.
type Performed struct {
	Seq   int
	Begun time.Time // when the system was asked
	// Elapsed is the time spent of the run then; 0 where the recording has none.
	Elapsed recording.Duration
	Action  action.Request
	Answer  action.Answer
	Err     string // why no answer came
	// ByHand: a person did it, and said so when Answered was spent of the run.
	ByHand   bool
	Answered recording.Duration
}

// New returns a judge that has seen nothing. columns says which column each
// scenario belongs to.
func New(columns map[string]verdict.CapabilityID) *Judge {
	return &Judge{store: index.NewStore(), keeping: newKeeping(), columns: columns, actions: map[string]Performed{}, read: map[string]int{},
		reread: map[string]int{}, scenarios: map[string]*noted{},
		readRegisters: map[recording.RegisterID]bool{}, origin: map[string]recording.Sender{}, keys: newKeys(), holders: newKeyHolders(), freed: map[string]string{},
		referrers: rolls{}, removals: map[string]int{}, byAction: map[string][]Seen{}, memory: newMemory()}
}

// WithoutSuggestions lets the judge off finding the changes that would mend
// what it finds, which takes several times as long as finding it.
func (j *Judge) WithoutSuggestions() *Judge {
	j.unmended = true
	return j
}

// WithoutRegisters lets the judge off holding references against the registers:
// those of the recording are not the sender's.
func (j *Judge) WithoutRegisters() *Judge {
	j.unheld = true
	return j
}

// WithWords lets titles be held against a list of words, whatever the recording says of
// one; nil: as the recording says.
func (j *Judge) WithWords(l *ordliste.List) *Judge {
	if l != nil {
		j.words = l
	}
	return j
}

// held are the registers that references are held against; nil: none are.
func (j *Judge) held() *municipality.Register {
	if j.unheld {
		return nil
	}
	return j.registers
}

// Undated tells the judge that the recording was made of traffic that had been
// captured before: its times are not when the system sent it.
func (j *Judge) Undated() *Judge {
	j.undated = true
	return j
}

// Take judges one entry. An error means that the recording is no recording of
// ours: the fault of the harness, not of the vendor.
func (j *Judge) Take(e recording.Entry) error {
	if e.Seq != j.seq+1 {
		return fmt.Errorf("optagelsen springer fra linje %d til %d", j.seq, e.Seq)
	}
	j.seq, j.now = e.Seq, e.Time
	j.timed(e)
	switch e.Kind {
	case recording.KindRun:
		return j.begin(e.Run)
	case recording.KindAction:
		return j.action(e)
	case recording.KindChange:
		return j.change(e)
	case recording.KindExchange:
		if j.registers == nil {
			return fmt.Errorf("optagelsens linje %d er en udveksling, før kørslen er begyndt", e.Seq)
		}
		j.exchange(e)
	}
	return nil
}

func (j *Judge) begin(r *recording.Run) error {
	var err error
	if j.registers, err = municipality.Load(r.Initial); err != nil {
		return err
	}
	if j.roles, err = municipality.LoadRelationsklasser(r.Roles); err != nil {
		return err
	}
	if len(r.Words) > 0 && j.words == nil {
		if j.words, err = ordliste.Parse(r.Words); err != nil {
			return err
		}
	}
	if len(r.KLE) > 0 && j.edition == nil {
		if j.edition, err = kle.Parse(r.KLE); err != nil {
			return err
		}
	}
	j.store.KnowRoles(j.roles)
	return j.secured.begin(r)
}

func (j *Judge) action(e recording.Entry) error {
	p, err := performed(e)
	if err == nil {
		j.actions[p.Action.ID] = p
	}
	return err
}

func performed(e recording.Entry) (Performed, error) {
	p := Performed{Seq: e.Seq, Begun: e.Time, Elapsed: e.Elapsed, Err: e.Act.Error, ByHand: e.Act.ByHand, Answered: e.Act.Answered}
	if err := json.Unmarshal(e.Act.Request, &p.Action); err != nil {
		return p, fmt.Errorf("optagelsens linje %d: handlingen kan ikke læses: %w", e.Seq, err)
	}
	if len(e.Act.Answer) > 0 {
		if err := json.Unmarshal(e.Act.Answer, &p.Answer); err != nil {
			return p, fmt.Errorf("optagelsens linje %d: svaret kan ikke læses: %w", e.Seq, err)
		}
	}
	return p, nil
}

func (j *Judge) change(e recording.Entry) error {
	if len(e.Change.Security) > 0 {
		return j.secured.change(e.Change.Security, e.Seq)
	}
	c, err := changed(e)
	if err != nil {
		return err
	}
	if j.registers == nil {
		return fmt.Errorf("optagelsens linje %d er en ændring, før kørslen er begyndt", e.Seq)
	}
	return j.registers.Apply(c)
}

func changed(e recording.Entry) (c municipality.Event, err error) {
	if len(e.Change.Security) > 0 {
		return c, (&secured{}).change(e.Change.Security, e.Seq)
	}
	if err = json.Unmarshal(e.Change.Data, &c); err != nil {
		err = fmt.Errorf("optagelsens linje %d: en ændring af registrene kan ikke læses: %w", e.Seq, err)
	}
	return c, err
}

// Readable says whether what an entry holds can be read. Who judges a recording
// of somebody else's asks first, for what cannot be read is nobody's fault in a
// scenario.
func Readable(e recording.Entry) error {
	var err error
	switch e.Kind {
	case recording.KindAction:
		_, err = performed(e)
	case recording.KindChange:
		_, err = changed(e)
	}
	return err
}

// Tried counts a check that a scenario's sentence made.
func (j *Judge) Tried(scenario string) { j.notes(scenario).Checks++ }

// Found adds what a scenario's sentence found. Texts are masked here.
func (j *Judge) Found(scenario string, f verdict.Finding) {
	f.Scenario = scenario
	if f.Capability == "" {
		f.Capability = j.columns[scenario]
	}
	n := j.notes(scenario)
	n.Findings = append(n.Findings, j.masked.of(f))
}

// Store is the index as the messages so far have made it.
func (j *Judge) Store() *index.Store { return j.store }

// Registers are the municipality's registers at this point.
func (j *Judge) Registers() *municipality.Register { return j.registers }

// Roles are the relation classes in force.
func (j *Judge) Roles() *municipality.Relationsklasser { return j.roles }

// Action returns an action that was asked for.
func (j *Judge) Action(id string) (Performed, bool) {
	p, ok := j.actions[id]
	return p, ok
}

// During returns the exchanges of the system under test while an action was
// performed, oldest first; with "", while none was. The slice is the judge's own: do not
// change it. It only grows, so that who has looked at some of it need not look at them
// again.
func (j *Judge) During(action string) []Seen {
	if action != "" {
		return j.byAction[action]
	}
	var out []Seen // nobody waits for these, and a delivery has nothing else
	for _, s := range j.seen {
		if s.Entry.Action == "" && s.Entry.Exchange.Sender == recording.SenderSystem {
			out = append(out, s)
		}
	}
	return out
}

// Seen returns every exchange that has been read, oldest first. The slice is
// the judge's own: do not change it.
func (j *Judge) Seen() []Seen { return j.seen }

// FirstRead is the number of the first exchange in which the system was told
// the UUID by FK Organisation or FK Klassifikation; 0 when it never was.
func (j *Judge) FirstRead(uuid string) int { return j.read[uuid] }

// LastRead is the number of the newest exchange in which the system was shown
// the object by FK Organisation or FK Klassifikation; 0 when it never was.
func (j *Judge) LastRead(uuid string) int { return j.reread[uuid] }

// HasRead reports whether the system has read a register.
func (j *Judge) HasRead(r recording.RegisterID) bool { return j.readRegisters[r] }

// Imported lists the objects that senders of the given kind have
// imported with success, in the order they came.
func (j *Judge) Imported(by recording.Sender) []oio.Objekt {
	var out []oio.Objekt
	for _, s := range j.seen {
		if s.Entry.Exchange.Sender != by {
			continue
		}
		for i, o := range s.Brought() {
			if !o.Opdatering && s.Statuses[i].Kode == index.StatusOK {
				out = append(out, o)
			}
		}
	}
	return out
}
