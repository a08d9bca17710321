package verdict

import "slices"

// Said is what a system, a scenario or a register calls something: a title, a
// name, a number. It is never translated.
type Said string

// Sight says what is wrong with what somebody sees. The value is its stable ID in
// rapport.json.
type Sight string

// What can be wrong with what is seen, the worst first.
const (
	// Should never have been seen.
	SightHidden      Sight = "skjult"       // a case that was hidden from the citizen
	SightOther       Sight = "anden_borger" // a case of another citizen's
	SightClosedTitle Sight = "lukket_titel" // the title that not everybody may see
	SightInternal    Sight = "arbejdspapir" // a document that is no letter, or a draft, as a letter
	SightProtected   Sight = "beskyttet"    // a case that one unit alone may see, or a sensitive one
	// Too much.
	SightRemoved           Sight = "fjernet"       // what was deleted, or removed at a change of system
	SightOtherMunicipality Sight = "anden_kommune" // a case that another municipality has taken over
	SightUnchosen          Sight = "uden_for_valg" // the municipality's choice leaves it out
	SightUnasked           Sight = "ikke_bedt_om"  // nobody asked for it in the scenario
	SightMissing           Sight = "mangler"       // a case that is not there
	SightNoDocument        Sight = "dokument_mangler"
	SightArea              Sight = "forkert_omraade"
	SightState             Sight = "forkert_tilstand"
	SightCourse            Sight = "forkert_forloeb" // it begins or ends on another day
	SightTitle             Sight = "forkert_titel"
)

var sights = []Sight{SightHidden, SightOther, SightClosedTitle, SightInternal, SightProtected, SightRemoved, SightOtherMunicipality, SightUnchosen,
	SightMissing, SightNoDocument, SightArea, SightState, SightCourse, SightTitle, SightUnasked}

// Sights are all there are, the worst first.
func Sights() []Sight { return slices.Clone(sights) }

// Rank orders them, the worst first.
func (s Sight) Rank() int { return slices.Index(sights, s) }

// Never reports whether nobody should ever have seen it: no later message takes
// back what somebody has read.
func (s Sight) Never() bool { return s.Rank() <= SightProtected.Rank() }

// Viewer is who sees it.
type Viewer string

// The viewers: the citizen on borger.dk, and the caseworkers in SAPA.
const (
	ViewerCitizen    Viewer = "borgeren"
	ViewerCaseworker Viewer = "sagsbehandleren"
)

// Excuse is why a system did not do what it was asked for, where it has said so.
type Excuse string

// The excuses.
const (
	ExcuseNotOffered Excuse = "ikke_tilbudt"
	ExcuseFailed     Excuse = "kunne_ikke"
)

// Sighting is one thing that somebody sees and should not, or should and does not.
type Sighting struct {
	Kind     Sight  `json:"kind"`
	By       Viewer `json:"by"`
	Citizen  Said   `json:"citizen"` // whose page it stands on; "" for somebody outside the test
	Scenario string `json:"scenario"`
	Case     Said   `json:"case"`    // the case's title, as it is seen; else as it should be
	Message  string `json:"message"` // Danish, in one sentence
	Excuse   Excuse `json:"excuse,omitempty"`
}

// CaseState is where a case is on the citizen's time line.
type CaseState string

// The time line has two places; a case without a state has none.
const (
	CaseOpen    CaseState = "under_behandling"
	CaseClosed  CaseState = "afsluttet"
	CaseUnknown CaseState = "ukendt"
)

// Name is what a Danish reader sees.
func (s CaseState) Name() string {
	return map[CaseState]string{CaseOpen: "Under behandling", CaseClosed: "Afsluttet", CaseUnknown: "Uden tilstand"}[s]
}

// CaseView is a case as Borgerblikket shows it to the citizen.
type CaseView struct {
	Title     Said      `json:"title"` // the case's own, or the KLE number's, as the municipality chose
	KLE       Said      `json:"kle"`
	KLETitle  Said      `json:"kleTitle"`
	Area      Said      `json:"area,omitempty"` // of the municipality's settings
	State     CaseState `json:"state"`
	Opened    string    `json:"opened,omitempty"` // YYYY-MM-DD, in Denmark
	Closed    string    `json:"closed,omitempty"`
	Documents []Said    `json:"documents,omitempty"` // titles
}

// CitizenCase is a case of a scenario, as it is seen beside as it should be.
type CitizenCase struct {
	Scenario string     `json:"scenario"`
	Name     string     `json:"name"`               // of the scenario
	Seen     *CaseView  `json:"seen,omitempty"`     // nil: the citizen does not see it
	Wanted   *CaseView  `json:"expected,omitempty"` // nil: the citizen should not see it
	Wrong    []Sighting `json:"wrong,omitempty"`    // the worst first
}

// LeftOut is why the citizen rightly does not see a case.
type LeftOut string

// The reasons.
const (
	LeftHidden       LeftOut = "skjult"        // a Visningsklasse hides it
	LeftPart         LeftOut = "uden_cpr"      // the primary part has no CPR number
	LeftBuilding     LeftOut = "byggesag"      // the property's owner sees it: out of klarmeld's reach
	LeftClass        LeftOut = "kle"           // the municipality does not show its KLE number
	LeftDate         LeftOut = "dato"          // it was made before the municipality's date
	LeftSystem       LeftOut = "system"        // the municipality does not show what that system sends
	LeftMunicipality LeftOut = "anden_kommune" // another municipality owns it
	LeftRemoved      LeftOut = "fjernet"       // it has been removed, as it should be
)

// LeftOutCase is a case that the citizen rightly does not see.
type LeftOutCase struct {
	Scenario string  `json:"scenario"`
	Title    Said    `json:"title"`
	Why      LeftOut `json:"why"`
}

// CaseworkerCase is the same citizen's case as SAPA shows it to a caseworker.
type CaseworkerCase struct {
	Scenario  string `json:"scenario"`
	Title     Said   `json:"title"`
	State     Said   `json:"state"`            // FremdriftStatusKode
	Unit      Said   `json:"unit"`             // who is responsible, as the registers name it
	Wanted    Said   `json:"wanted,omitempty"` // the unit that should be, where it is another
	Notes     []Said `json:"notes,omitempty"`  // titles of journal notes
	Protected bool   `json:"protected,omitempty"`
}

// Citizen is one test citizen's page, and what the caseworker sees of the citizen.
type Citizen struct {
	Name       Said             `json:"name"`
	Cases      []CitizenCase    `json:"cases"`
	LeftOut    []LeftOutCase    `json:"leftOut,omitempty"`
	Caseworker []CaseworkerCase `json:"caseworker,omitempty"`
}

// Citizens is what the citizens would see of the cases that the system sent, when each
// scenario ended.
type Citizens struct {
	Settings CitizenSettings `json:"settings"`
	// Never is what should never have been seen, the worst first.
	Never []Sighting `json:"never"`
	Pages []Citizen  `json:"pages"`
}

// Titling is which title the citizen sees.
type Titling string

// The titles.
const (
	TitleOfCase Titling = "sag"
	TitleOfKLE  Titling = "kle"
)

// Documents says which document titles the citizen sees.
type Documents string

// The choices. Of all that are shown only letters are, ingoing and outgoing.
const (
	DocumentsNone     Documents = "ingen"
	DocumentsApproved Documents = "godkendte"
	DocumentsAll      Documents = "alle"
)

// CitizenSettings is how a municipality has set Borgerblikket up (schema:
// fixtures/schemas/borgerblik.schema.json). The zero value shows every case by its own
// title, and no document titles.
type CitizenSettings struct {
	Title Said `json:"titel"` // what it is called
	// KLE are the numbers that are shown, each whole or a beginning ("32", "32.24");
	// empty: all. Without are those that are not, though KLE has them.
	KLE     []Said `json:"kle,omitempty"`
	Without []Said `json:"undtagKle,omitempty"`
	// From is the day (YYYY-MM-DD) that a case must have been made on, or after; "":
	// there is none. ActiveToo lets those that are not closed be shown all the same.
	From      string    `json:"fraDato,omitempty"`
	ActiveToo bool      `json:"aktiveUansetDato,omitempty"`
	Titling   Titling   `json:"sagstitel,omitempty"`
	Documents Documents `json:"dokumenttitler,omitempty"`
	// LeftOut are the systems whose cases are not shown: name, key or UUID.
	LeftOut []Said `json:"udeladSystemer,omitempty"`
	// Building are the numbers of the cases that the property's owner sees.
	Building []Said        `json:"byggesager,omitempty"`
	Areas    []CitizenArea `json:"omraader,omitempty"`
	Contact  *Link         `json:"kontakt,omitempty"` // where no area has one
}

// CitizenArea is what the citizen is led to from the cases of an area.
type CitizenArea struct {
	Name        Said   `json:"navn"`
	KLE         []Said `json:"kle"`
	SelfService *Link  `json:"selvbetjening,omitempty"`
	Article     *Link  `json:"artikel,omitempty"` // the general one on borger.dk
	Contact     *Link  `json:"kontakt,omitempty"`
}

// Link is where the citizen can go. The address may be left out: a telephone number
// stands in the text.
type Link struct {
	Text    Said `json:"tekst"`
	Address Said `json:"adresse,omitempty"`
}
