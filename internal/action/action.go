// Package action is what a vendor's system can be asked to do, and what it can
// answer: the nouns that a driver, the judge and a simulated system share. How a
// system is moved is package driver's business.
package action

// Request asks the system for one action. The same ID is performed once only,
// also when it is sent again.
type Request struct {
	ID   string `json:"id"`
	Kind Kind   `json:"handling"`
	Sag  string `json:"sag,omitempty"` // our name for the case
	// Dokument is our name for the document.
	Dokument string `json:"dokument,omitempty"`
	Data     Data   `json:"data"`
}

// Data is what a person would type. Fields that an action does not use are
// empty. Dates are YYYY-MM-DD, Danish local dates.
type Data struct {
	Titel          string      `json:"titel,omitempty"` // the one that everybody may see
	Borger         *Borger     `json:"borger,omitempty"`
	Virksomhed     *Virksomhed `json:"virksomhed,omitempty"` // the part, instead of a citizen
	Enhed          string      `json:"enhed,omitempty"`      // name of the responsible unit, or of the one with access
	Sagsbehandler  string      `json:"sagsbehandler,omitempty"`
	Kommune        *Virksomhed `json:"kommune,omitempty"` // the new owner
	KLE            string      `json:"kle,omitempty"`
	Handlingsfacet string      `json:"handlingsfacet,omitempty"`
	Oprettet       string      `json:"oprettet,omitempty"`
	Afsluttet      string      `json:"afsluttet,omitempty"`
	Tilstand       string      `json:"tilstand,omitempty"` // of a case or document, by the XSD's code
	Foelsomhed     string      `json:"foelsomhed,omitempty"`
	Hjemmel        string      `json:"hjemmel,omitempty"`     // for exempting from publicity
	LukketTitel    string      `json:"lukketTitel,omitempty"` // the one that not everybody may see
	Visning        string      `json:"visning,omitempty"`     // the class that hides
	Oversag        string      `json:"oversag,omitempty"`     // our name for the case above
	Tekst          string      `json:"tekst,omitempty"`
	Begrundelse    string      `json:"begrundelse,omitempty"` // why a document is filed
	Dokumenttype   string      `json:"dokumenttype,omitempty"`
	Brevdato       string      `json:"brevdato,omitempty"`
	Bilag          string      `json:"bilag,omitempty"` // our name for the attachment or revision that is made
	Antal          int         `json:"antal,omitempty"` // how many cases
	Metode         Metode      `json:"metode,omitempty"`
	// EfterladDokumenter asks that documents stay when their cases go.
	EfterladDokumenter bool `json:"efterladDokumenter,omitempty"`
	// UUID and Sagsnummer are those of a case that the system takes over.
	UUID       string `json:"uuid,omitempty"`
	Sagsnummer string `json:"sagsnummer,omitempty"`
}

// Metode is how everything is to be removed.
type Metode string

// By the UUID of each case, or by one search for all of them.
const (
	MedUUID     Metode = "uuid"
	MedSoegning Metode = "soegning"
)

// Borger is the citizen whom the action concerns.
type Borger struct {
	Navn string `json:"navn"`
	CPR  string `json:"cpr"`
}

// Virksomhed is the company that the action concerns.
type Virksomhed struct {
	Navn string `json:"navn"`
	CVR  string `json:"cvr"`
}

// Status is the system's answer.
type Status string

// The answers. NotOffered is the vendor's own word that its system does not do
// this, with the reason; Failed that it should but could not; Skipped that
// somebody passed it over, so that it was never tried; OnDemand, of reading a
// register, that it looks things up when it needs them, and not before.
const (
	Done       Status = "udfoert"
	NotOffered Status = "ikke_tilbudt"
	Failed     Status = "fejl"
	Skipped    Status = "sprunget_over"
	OnDemand   Status = "ved_behov"
)

// Answer is what the system says of an action (schema:
// fixtures/schemas/svar.schema.json).
type Answer struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	Reason string `json:"begrundelse,omitempty"` // Danish; demanded unless Done
	// Note is why a person says Done of what klarmeld has not seen.
	Note string `json:"anmaerkning,omitempty"`
	// Sagsnumre are the numbers of the cases that the system has handed over:
	// what it says there is to be found.
	Sagsnumre []string `json:"sagsnumre,omitempty"`
	// UUID and Sagsnummer are those of the case or document that the action made: what
	// the system sends under either is what was asked for.
	UUID       string `json:"uuid,omitempty"`
	Sagsnummer string `json:"sagsnummer,omitempty"`
}
