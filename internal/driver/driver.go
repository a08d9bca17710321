// Package driver asks a vendor's system to act: to create a case, close it, to
// read the organisation anew. How a system is moved is the driver's business;
// that it was asked, and what it answered, goes on the recording.
package driver

import "context"

// Kind is what the system is asked to do.
type Kind string

// The actions (schema: fixtures/schemas/handling.schema.json).
const (
	OpretSag           Kind = "opret-sag"
	OverfoerPassivSag  Kind = "overfoer-passiv-sag"
	RetSagstitel       Kind = "ret-sagstitel"
	LukSag             Kind = "luk-sag"
	SkiftSagsbehandler Kind = "skift-sagsbehandler"
	OpretJournalnotat  Kind = "opret-journalnotat"
	TilfoejDokument    Kind = "tilfoej-dokument"
	LaesOrganisation   Kind = "laes-organisation"
	LaesKlassifikation Kind = "laes-klassifikation"
	FjernAlt           Kind = "fjern-alt"
)

// Name is the action in plain Danish, as it stands in a sentence: "at lukke
// sagen".
func (k Kind) Name() string {
	if n, ok := names[k]; ok {
		return n
	}
	return string(k)
}

var names = map[Kind]string{
	OpretSag: "at oprette sagen", OverfoerPassivSag: "at overføre den passive sag", RetSagstitel: "at rette sagens titel", LukSag: "at afslutte sagen", SkiftSagsbehandler: "at give sagen en anden sagsbehandler",
	OpretJournalnotat: "at skrive journalnotatet", TilfoejDokument: "at tilføje dokumentet", LaesOrganisation: "at læse FK Organisation igen",
	LaesKlassifikation: "at læse FK Klassifikation igen", FjernAlt: "at fjerne alle sine data",
}

// Action is one request to the system. The same ID is performed once only,
// also when it is sent again.
type Action struct {
	ID   string `json:"id"`
	Kind Kind   `json:"handling"`
	Sag  string `json:"sag,omitempty"` // our name for the case
	Data Data   `json:"data"`
}

// Data is what a person would type. Fields that an action does not use are
// empty. Dates are YYYY-MM-DD, Danish local dates.
type Data struct {
	Titel          string  `json:"titel,omitempty"`
	Borger         *Borger `json:"borger,omitempty"`
	Enhed          string  `json:"enhed,omitempty"` // name of the responsible unit
	Sagsbehandler  string  `json:"sagsbehandler,omitempty"`
	KLE            string  `json:"kle,omitempty"`
	Handlingsfacet string  `json:"handlingsfacet,omitempty"`
	Oprettet       string  `json:"oprettet,omitempty"`
	Afsluttet      string  `json:"afsluttet,omitempty"`
	Tekst          string  `json:"tekst,omitempty"`
	Dokumenttype   string  `json:"dokumenttype,omitempty"`
	Brevdato       string  `json:"brevdato,omitempty"`
}

// Borger is the citizen whom the action concerns.
type Borger struct {
	Navn string `json:"navn"`
	CPR  string `json:"cpr"`
}

// Status is the system's answer.
type Status string

// The answers. NotOffered is the vendor's own word that its system does not do
// this, with the reason; Failed that it should but could not.
const (
	Done       Status = "udfoert"
	NotOffered Status = "ikke_tilbudt"
	Failed     Status = "fejl"
)

// Answer is what the system says of an action (schema:
// fixtures/schemas/svar.schema.json).
type Answer struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	Reason string `json:"begrundelse,omitempty"` // Danish; demanded unless Done
}

// Driver moves a system. An error means that no answer came: the fault of the
// road between, not of the system's data.
type Driver interface {
	Perform(ctx context.Context, a Action) (Answer, error)
}
