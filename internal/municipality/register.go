package municipality

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"time"
)

// file is the JSON form of a municipality (schema:
// fixtures/schemas/kommune.schema.json).
type file struct {
	Navn     string    `json:"navn"`
	CVR      string    `json:"cvr"`
	Borgere  []Borger  `json:"borgere"`
	Objekter []*Objekt `json:"objekter"`
}

// Register is one municipality's registers. It is safe for concurrent use.
type Register struct {
	navn, cvr string
	borgere   []Borger

	mu      sync.RWMutex
	objects []*Objekt                // in the order they were registered
	byKind  map[ObjektKind][]*Objekt // in the same order
	byUUID  map[string]*Objekt
	called  map[ObjektKind]map[string]*Objekt // by each key and name that it has or has had, in lower case: the first
}

// File is one of the files that the registers are read from.
type File struct {
	Name string // for people
	Raw  []byte
}

// Load reads registers that stand in one file, as Snapshot writes them.
func Load(raw []byte) (*Register, error) { return LoadFiles([]File{{"kommunefilen", raw}}) }

// LoadFiles reads registers that stand in several files, each of which its
// schema has found right. The files are one municipality's: no two say
// different ones. It refuses two objects with one UUID,
// and versions that are missing or out of order; the error names file and
// place.
func LoadFiles(files []File) (*Register, error) {
	s, err := Decode(files)
	if err != nil {
		return nil, err
	}
	return s.Register()
}

// Source is what some files say, read once; each Register that is made of it is one of
// its own.
type Source []source

type source struct {
	name string
	file
}

// Decode reads the files' JSON. What it says is held together by Register.
func Decode(files []File) (Source, error) {
	out := make(Source, len(files))
	for i, f := range files {
		out[i].name = f.Name
		if err := json.Unmarshal(f.Raw, &out[i].file); err != nil {
			return nil, fmt.Errorf("%s kan ikke læses: %w", f.Name, err)
		}
	}
	return out, nil
}

// Register makes the registers of what the files say, as LoadFiles does.
func (s Source) Register() (*Register, error) {
	r := &Register{byKind: map[ObjektKind][]*Objekt{}, byUUID: map[string]*Objekt{}, called: map[ObjektKind]map[string]*Objekt{}}
	said := ""                                             // the file that said which municipality it is
	where, named := map[string]string{}, map[string]bool{} // objects' places, citizens
	for _, in := range s {
		switch {
		case in.CVR == "":
		case said == "":
			r.navn, r.cvr, said = in.Navn, in.CVR, in.name
		case in.Navn != r.navn || in.CVR != r.cvr:
			return nil, fmt.Errorf("%s er om %s (CVR %s), men %s er om %s (CVR %s)", said, r.navn, r.cvr, in.name, in.Navn, in.CVR)
		}
		for i, b := range in.Borgere {
			if named[b.Navn] {
				return nil, fmt.Errorf("%s, borgere.%d: der er allerede en borger, der hedder %q", in.name, i, b.Navn)
			}
			named[b.Navn] = true
			r.borgere = append(r.borgere, b)
		}
		for i, o := range in.Objekter {
			place := fmt.Sprintf("%s, objekter.%d", in.name, i)
			if err := r.add(*o); err != nil {
				if first, ok := where[strings.ToLower(o.UUID)]; ok {
					err = fmt.Errorf("%w (det første i %s)", err, first)
				}
				return nil, fmt.Errorf("%s: %w", place, err)
			}
			where[strings.ToLower(o.UUID)] = place
		}
	}
	return r, nil
}

// DecodeFS reads a folder's JSON files, as Decode does: what is built in, which a
// test has held against the schema. A folder without any is an error.
func DecodeFS(from fs.FS, folder string) (Source, error) {
	names, err := fs.Glob(from, path.Join(folder, "*.json"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s har ingen filer, der ender på .json", folder)
	}
	var files []File
	for _, name := range names {
		raw, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, err
		}
		files = append(files, File{name, raw})
	}
	return Decode(files)
}

// LoadFS reads registers that stand in a folder's JSON files, as LoadFiles does.
func LoadFS(from fs.FS, folder string) (*Register, error) {
	s, err := DecodeFS(from, folder)
	if err != nil {
		return nil, err
	}
	return s.Register()
}

// Snapshot writes the registers as they stand now, in the form that Load reads.
func (r *Register) Snapshot() (json.RawMessage, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return json.Marshal(file{Navn: r.navn, CVR: r.cvr, Borgere: r.borgere, Objekter: r.objects})
}

// Navn is the municipality's name, CVR its eight digits.
func (r *Register) Navn() string { return r.navn }

// CVR is the municipality's CVR number.
func (r *Register) CVR() string { return r.cvr }

// Borgere are the fictive citizens.
func (r *Register) Borgere() []Borger { return append([]Borger(nil), r.borgere...) }

// Borger finds a citizen by name.
func (r *Register) Borger(navn string) (Borger, bool) {
	for _, b := range r.borgere {
		if b.Navn == navn {
			return b, true
		}
	}
	return Borger{}, false
}

// Get returns the object with the UUID, in any letter case.
func (r *Register) Get(uuid string) (Objekt, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	o, ok := r.byUUID[strings.ToLower(uuid)]
	if !ok {
		return Objekt{}, false
	}
	return copyOf(o), true
}

// OrganisationCVR is the CVR number of the company that an organisation is, by the organisation's
// UUID in any letter case; "" when it is none, or has none.
func (r *Register) OrganisationCVR(uuid string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	o, ok := r.byUUID[strings.ToLower(uuid)]
	if !ok || o.Kind != Organisation {
		return ""
	}
	for _, id := range o.Latest().Relationer[RelVirksomhed] {
		if v, ok := r.byUUID[strings.ToLower(id)]; ok {
			return v.Latest().CVR
		}
	}
	return ""
}

// All returns the objects of a kind in the order they were registered.
func (r *Register) All(k ObjektKind) []Objekt {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var out []Objekt
	for _, o := range r.byKind[k] {
		out = append(out, copyOf(o))
	}
	return out
}

// Each calls see with every object of a kind, in the order they were
// registered, until see says no. What it is shown is the register's own: see
// must neither change nor keep it, nor ask the register for anything.
func (r *Register) Each(k ObjektKind, see func(Objekt) bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, o := range r.byKind[k] {
		if !see(*o) {
			return
		}
	}
}

// First is the object of a kind that was registered first.
func (r *Register) First(k ObjektKind) (Objekt, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if all := r.byKind[k]; len(all) > 0 {
		return copyOf(all[0]), true
	}
	return Objekt{}, false
}

// ByName finds the object of a kind whose newest version has the name or the
// BrugervendtNoegle.
func (r *Register) ByName(k ObjektKind, name string) (Objekt, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, o := range r.byKind[k] {
		if v := o.Versions[len(o.Versions)-1]; v.Navn == name || v.Noegle == name {
			return copyOf(o), true
		}
	}
	return Objekt{}, false
}

// Called finds the first object of a kind that has, or has had, the name or the
// BrugervendtNoegle, in any letter case. It does not look through them all.
func (r *Register) Called(k ObjektKind, name string) (Objekt, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	o, ok := r.called[k][strings.ToLower(name)]
	if !ok || name == "" {
		return Objekt{}, false
	}
	return copyOf(o), true
}

// call notes what an object is called.
func (r *Register) call(o *Objekt) {
	if r.called[o.Kind] == nil {
		r.called[o.Kind] = map[string]*Objekt{}
	}
	for _, v := range o.Versions {
		for _, name := range []string{v.Noegle, v.Navn} {
			if name = strings.ToLower(name); r.called[o.Kind][name] == nil {
				r.called[o.Kind][name] = o
			}
		}
	}
}

// Owner is the organisation that stands for the municipality: the first one.
func (r *Register) Owner() (Objekt, bool) {
	return r.First(Organisation)
}

func (r *Register) add(o Objekt) error {
	o.UUID = strings.ToLower(o.UUID)
	if len(o.Versions) == 0 {
		return fmt.Errorf("%s %s har ingen versioner", o.Kind, o.UUID)
	}
	for i, v := range o.Versions {
		if !v.Til.IsZero() && v.Til.Before(v.Fra) {
			return fmt.Errorf("version %d af %s %q slutter, før den begynder", i, o.Kind, v.Navn)
		}
		if i > 0 && (o.Versions[i-1].Til.IsZero() || v.Fra.Before(o.Versions[i-1].Til)) {
			return fmt.Errorf("version %d af %s %q begynder, før den forrige er slut", i, o.Kind, v.Navn)
		}
	}
	if old, ok := r.byUUID[o.UUID]; ok {
		return fmt.Errorf("UUID %s er brugt to gange: %q og %q", o.UUID, old.Latest().Navn, o.Latest().Navn)
	}
	c := copyOf(&o)
	r.byUUID[o.UUID] = &c
	r.call(&c)
	r.objects = append(r.objects, &c)
	r.byKind[c.Kind] = append(r.byKind[c.Kind], &c)
	return nil
}

// Event is something that happens to the registers while a run goes on.
// Exactly one of New, NewName, Relationer and Ended is set.
type Event struct {
	New        *Objekt             `json:"ny,omitempty"`         // an object comes into being
	UUID       string              `json:"uuid,omitempty"`       // the object that changes
	NewName    string              `json:"nytNavn,omitempty"`    // it has this name from Fra on
	Relationer map[string][]string `json:"relationer,omitempty"` // these relations point here from Fra on; those not named stay
	Ended      bool                `json:"ophoert,omitempty"`    // it ends at Fra
	Fra        time.Time           `json:"fra,omitzero"`
}

// Apply carries out a change, live or from a recording.
func (r *Register) Apply(c Event) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	// A change that says nothing would otherwise be an end.
	named := 0
	for _, is := range []bool{c.New != nil, c.NewName != "", len(c.Relationer) > 0, c.Ended} {
		if is {
			named++
		}
	}
	if named != 1 {
		return fmt.Errorf("en ændring er netop én af ny, nytNavn, relationer og ophoert; denne er %d af dem", named)
	}
	if c.New != nil {
		return r.add(*c.New)
	}
	o, ok := r.byUUID[strings.ToLower(c.UUID)]
	if !ok {
		return fmt.Errorf("ændringen gælder %s, som ikke findes i registrene", c.UUID)
	}
	last := &o.Versions[len(o.Versions)-1]
	if !last.Til.IsZero() {
		return fmt.Errorf("%s %q er allerede ophørt", o.Kind, last.Navn)
	}
	if c.Fra.Before(last.Fra) {
		return fmt.Errorf("%s %q kan ikke ændres, før den begyndte", o.Kind, last.Navn)
	}
	last.Til = c.Fra
	if !c.Ended {
		o.Versions = append(o.Versions, c.next(copyOf(o).Latest()))
		r.call(o)
	}
	return nil
}

// next is the version that the change makes of the one before it.
func (c Event) next(v Version) Version {
	v.Fra, v.Til = c.Fra, time.Time{}
	if c.NewName != "" {
		v.Navn = c.NewName
	}
	for name, ids := range c.Relationer {
		if v.Relationer == nil {
			v.Relationer = map[string][]string{}
		}
		v.Relationer[name] = append([]string(nil), ids...)
	}
	return v
}
