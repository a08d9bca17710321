package conformant

import "time"

// Ref names something: by a UUID or by a URN, never both.
type Ref struct{ UUID, URN string }

func (r Ref) element(space Space, name string) *Element {
	if r.URN != "" {
		return nest(space, name, code(SD, "URNIdentifikator", r.URN))
	}
	return nest(space, name, leaf(SD, "UUIDIdentifikator", UUID, r.UUID))
}

// Aktoer is who did something, and the code that says of what kind he is.
type Aktoer struct {
	Ref  Ref
	Kode string // AktoerTypeKode
}

// Virkning is the period in which a part holds: from Fra, inclusive, to Til,
// exclusive; a zero Til is infinity.
type Virkning struct {
	Fra, Til time.Time
	Af       Aktoer
	Note     *Element // sd:NoteTekst; nil: none
}

func (v Virkning) element(space Space) *Element {
	til := flag(SD, "GraenseIndikator", true)
	if !v.Til.IsZero() {
		til = stamp(SD, "TidsstempelDatoTid", v.Til)
	}
	return nest(space, "Virkning",
		nest(SD, "FraTidspunkt", stamp(SD, "TidsstempelDatoTid", v.Fra)),
		nest(SD, "TilTidspunkt", til),
		v.Af.Ref.element(SD, "AktoerRef"), code(SD, "AktoerTypeKode", v.Af.Kode), v.Note.clone())
}

// Part is what has a virkning of its own: a set of egenskaber, a state, a relation.
type Part struct {
	Name     string // of its element
	Virkning Virkning
	// Rolle, Type, Indeks and Ref are of relations. Rolle and Type are names;
	// the UUIDs come from the list of relation classes.
	Rolle, Type, Indeks string
	Ref                 Ref
	RolleID, TypeID     string
	BlankIndeks         bool // Indeks is there and empty
	// Rest is what follows, in the order of the XSD: of a relation after its
	// ReferenceID, else after its Virkning.
	Rest []*Element
}

func (p Part) clone() Part {
	p.Rest = cloned(p.Rest)
	p.Virkning.Note = p.Virkning.Note.clone()
	return p
}

// key is what a later part with the same key takes the place of.
func (p Part) key() string { return p.Name + "|" + p.Rolle + "|" + p.Indeks }

func (p Part) element() *Element {
	s := spaceOf[p.Name]
	if p.Rolle == "" {
		return nest(s.own, p.Name, append([]*Element{p.Virkning.element(s.virkning)}, cloned(p.Rest)...)...)
	}
	var indeks *Element
	switch {
	case p.Indeks != "":
		indeks = code(GD, "Indeks", p.Indeks)
	case p.BlankIndeks:
		indeks = empty(GD, "Indeks")
	}
	kids := []*Element{p.Virkning.element(GD), Ref{UUID: p.RolleID}.element(GD, "Rolle"), Ref{UUID: p.TypeID}.element(GD, "Type"), indeks,
		p.Ref.element(GD, "ReferenceID")}
	return nest(s.own, p.Name, append(kids, cloned(p.Rest)...)...)
}

// spaces are the namespaces of a part's element and of its Virkning.
type spaces struct{ own, virkning Space }

// Egenskaber and Fremdrift are of both kinds of object: Dokument's have names of
// their own here.
const (
	sagEgenskaber = "Egenskaber"
	sagFremdrift  = "Fremdrift"
	sagIndeks     = "SagIndeksEgenskaber"
	dokEgenskaber = "di:Egenskaber"
	dokFremdrift  = "di:Fremdrift"
	dokProfil     = "di:Sikkerhedsprofil"
)

var spaceOf = map[string]spaces{
	sagEgenskaber: {SAG, SAG}, sagFremdrift: {SAG, SAG}, sagIndeks: {SI, GD},
	"Sagsaktoer": {SAG, GD}, "Sagsklasse": {SAG, GD}, "Sagspart": {SAG, GD}, "Sagsrelation": {SAG, GD}, "Sagsgenstande": {SAG, GD}, "Journalpost": {SAG, GD},
	"Sikkerhedsprofil": {SI, GD}, "SagsitsystemRelation": {SI, GD},
	dokEgenskaber: {DI, DI}, dokFremdrift: {DI, DI},
	"Dokumentrelation": {DI, GD}, "Dokumentaktoer": {DI, GD}, "Dokumentpart": {DI, GD}, "Dokumentklasse": {DI, GD},
	dokProfil: {DI, GD}, "DokumentitsystemRelation": {DI, GD},
}

// Type of an object.
const (
	Sag      = "Sag"
	Dokument = "Dokument"
)

// Object is one Sag or Dokument in a message.
type Object struct {
	Type, UUID    string
	Registrations []Registration // of an opdater one
	Silent        *bool          // UdenNotifikation of a Sag; nil: not there
}

// Registration is what one user changed in one sitting.
type Registration struct {
	At    time.Time
	Af    Aktoer   // in an opdater it has no BrugerRef, and the parts say who
	Note  *Element // sd:NoteTekst; nil: none
	Parts []Part
	// Lists are the lists that an opdater has though they are empty.
	Lists []string
}

// Operation is what a message asks for.
type Operation int

// The operations.
const (
	Importer Operation = iota
	Opdater
	Fjern
	Kasser // of SagIndeks (AM-03)
	Laes   // a read of FK Organisation, whose bytes stand in Raw
)

// Message is what is told in one call.
type Message struct {
	Operation Operation
	Objects   []Object // of a Kasser one, of a Fjern none
	UUIDs     []string // of a Fjern: the cases
	Leave     *bool    // of a Fjern: EfterladSagsloeseDokumenter; nil: not there
	Raw       *Element // of a Laes
	Path      string   // of a Laes: where it is sent
}
