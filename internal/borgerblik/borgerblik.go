// Package borgerblik says what the citizens would see on borger.dk of what a system
// has sent, beside what they should have seen.
//
// Borgerblikket's rules are few (KOMBIT's and Digitaliseringsstyrelsen's own pages): it
// shows the cases whose primary part is the citizen by CPR number, their state, and the
// titles of letters; never journal notes, caseworkers or the content of documents; a
// Visningsklasse hides a case; building cases are the property owner's to see. The rest
// a municipality sets up itself (verdict.CitizenSettings).
//
// What should have been seen is shown by the very same rules, from what the scenarios
// asked the system to do. The package reads no clock and no map's order.
package borgerblik

import (
	"slices"
	"strings"
	"time"

	"klarmeld/internal/verdict"
)

// cprURN begins the reference to a part that is a citizen by number.
const cprURN = "urn:oio:cpr-nr:"

// sag is what must be known of a case to show it: as the index has it, or as the
// scenario asked for it.
type sag struct {
	uuid           string // "" of what was asked for and never came
	called, closed string // its title, and the one that not everybody may see
	kle, subject   string // the number of its primary class, and the class's title
	pointed        string // the number of the class that the UUID stands for; "" when nobody knows
	state          string // FremdriftStatusKode
	opened, ended  string // YYYY-MM-DD in Denmark; "" when it cannot be told
	part           string // URN of the primary part
	hidden         bool
	access         []string // names of the units that alone may see it; none: everybody
	sensitive      string   // Foelsomhed
	elsewhere      bool     // another municipality owns it
	gone           bool     // it has been deleted, or removed
	unit           string
	systems        []string // the sending system: its name, key and UUID
	documents      []dokument
	notes          []string // titles
}

// dokument is a document on a case.
type dokument struct {
	name, uuid     string // our name of what was asked for, and the index's
	called, closed string
	kind, state    string // Type and FremdriftStatusKode
	hidden, gone   bool
	optional       bool // nobody demands that it is on the case
}

// The types of letters, and the states of a document that nobody works on any more.
// That "approved" means these states is our reading.
var (
	letters  = []string{"Brev, indgaaende", "Brev, udgaaende"}
	approved = []string{"Publiceret", "Endeligt", "Afleveret"}
)

// closedState is the state that ends a case.
const closedState = "Afsluttet"

// rules are Borgerblikket's, and a municipality's settings of it.
type rules struct{ verdict.CitizenSettings }

// left says why the citizen does not see a case; ok is false when he does.
func (r rules) left(c sag) (why verdict.LeftOut, ok bool) {
	switch {
	case c.gone:
		return verdict.LeftRemoved, true
	case c.elsewhere:
		return verdict.LeftMunicipality, true
	case c.hidden:
		return verdict.LeftHidden, true
	case !strings.HasPrefix(c.part, cprURN):
		return verdict.LeftPart, true
	case under(c.kle, r.Building):
		return verdict.LeftBuilding, true
	case slices.ContainsFunc(c.systems, func(s string) bool { return slices.Contains(r.LeftOut, verdict.Said(s)) }):
		return verdict.LeftSystem, true
	case len(r.KLE) > 0 && !under(c.kle, r.KLE) || under(c.kle, r.Without):
		return verdict.LeftClass, true
	case r.From != "" && c.opened < r.From && (c.state == closedState || !r.ActiveToo):
		return verdict.LeftDate, true
	}
	return "", false
}

// under reports whether a KLE number is one of those that are named, whole or by a
// beginning.
func under(number string, named []verdict.Said) bool {
	return slices.ContainsFunc(named, func(n verdict.Said) bool { return begins(number, string(n)) })
}

// begins reports whether a KLE number is the other or lies under it: 32.24.04 lies under
// 32.24, and not under 32.2.
func begins(number, with string) bool {
	return number == with || strings.HasPrefix(number, with+".")
}

// area is the one of the settings' that a number lies under; of several the one that
// says most of it.
func (r rules) area(number string) verdict.Said {
	var best verdict.Said
	longest := 0
	for _, a := range r.Areas {
		for _, n := range a.KLE {
			if begins(number, string(n)) && len(n) > longest {
				best, longest = a.Name, len(n)
			}
		}
	}
	return best
}

// view is a case as the citizen sees it.
func (r rules) view(c sag) *verdict.CaseView {
	v := &verdict.CaseView{Title: verdict.Said(c.called), KLE: verdict.Said(c.kle), KLETitle: verdict.Said(c.subject), Area: r.area(c.kle),
		State: place(c.state), Opened: c.opened}
	if r.Titling == verdict.TitleOfKLE {
		v.Title = v.KLETitle
	}
	if v.State == verdict.CaseClosed {
		v.Closed = c.ended
	}
	for _, d := range c.documents {
		if r.shows(d) {
			v.Documents = append(v.Documents, verdict.Said(d.called))
		}
	}
	return v
}

// shows reports whether the citizen sees the title of a document.
func (r rules) shows(d dokument) bool {
	switch {
	case d.hidden || d.gone || !slices.Contains(letters, d.kind):
		return false
	case r.Documents == verdict.DocumentsApproved:
		return slices.Contains(approved, d.state)
	}
	return r.Documents == verdict.DocumentsAll
}

// place is where on the time line a state stands.
func place(state string) verdict.CaseState {
	switch state {
	case "":
		return verdict.CaseUnknown
	case closedState:
		return verdict.CaseClosed
	}
	return verdict.CaseOpen
}

// day is the day of a point in time in Denmark, where citizens live.
func day(t time.Time) string {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		zone = time.UTC // a machine without zones, and a klarmeld without its own
	}
	return t.In(zone).Format(time.DateOnly)
}
