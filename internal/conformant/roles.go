package conformant

// role is what the rows say of one role of a relation: how often it occurs, whether
// its Indeks is asked for or forbidden, and which types of object it may be of.
type role struct {
	object, element, name string
	must, many            bool // forekomster: 1, or 0..*; else 0..1
	indeks                bool // OB3; else it must not be filled
	types                 []string
}

var (
	byggeri  = []string{"Bygning", "Ejendom", "Enhed", "Matrikel", "Teknisk anlæg"}
	fredning = []string{"Sted", "Adresse", "Navngiven vej", "Stednavn", "Jordstykke", "Geokode"}
	handlers = []string{"OrgEnhed", "Bruger"}
	parties  = []string{"Person", "Virksomhed"}
	profiles = []string{"Organisation", "OrgEnhed", "Bruger"}
)

// roles are all 52 of anvisninger 1.7: 33 of Sag, 19 of Dokument.
var roles = []role{
	{Sag, "Sagsaktoer", "Ejer", true, false, false, []string{"Organisation"}},
	{Sag, "Sagsaktoer", "Ansvarlig", true, false, false, []string{"OrgEnhed"}},
	{Sag, "Sagsaktoer", "Primær behandler", false, false, false, handlers},
	{Sag, "Sagsaktoer", "Andre behandlere", false, true, true, handlers},
	{Sag, "Sagsaktoer", "Udlånt til", false, false, false, handlers},
	{Sag, "Sagsaktoer", "Bopælskommune", false, false, false, []string{"Organisation"}},
	{Sag, "Sagspart", "Primær part", false, false, false, parties},
	{Sag, "Sagspart", "Sekundær part", false, true, true, parties},
	{Sag, "Sagspart", "Ydelsesmodtager", false, false, false, parties},
	{Sag, "Sagsklasse", "Primær klasse", true, false, false, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Opgaveklasse", false, false, false, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Handlingsklasse", true, false, false, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Kontoklasse", false, false, false, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Sikkerhedsklasse", false, false, false, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Følsomhedsklasse", false, false, false, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Indsatsklasse", false, false, false, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Ydelsesklasse", false, false, false, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Kontroltemaklasse", false, true, true, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Visningsklasse", false, true, true, []string{"Klasse"}},
	{Sag, "Sagsklasse", "Afgørelsesklasse", false, false, true, []string{"Klasse"}},
	{Sag, "Sagsrelation", "Oversag", false, false, false, []string{"Sag"}},
	{Sag, "Sagsrelation", "Præcedens", false, false, false, []string{"Sag"}},
	{Sag, "Sagsrelation", "Andre sager", false, true, true, []string{"Sag"}},
	{Sag, "Sagsgenstande", "Afgiftsobjekt", false, false, false, []string{"Køretøj"}},
	{Sag, "Sagsgenstande", "Ejendomsskat", false, false, false, []string{"Ejendom"}},
	{Sag, "Sagsgenstande", "Byggeri", false, true, true, byggeri},
	{Sag, "Sagsgenstande", "Fredning", false, true, true, fredning},
	{Sag, "Journalpost", "Tilakteret", false, true, true, []string{"Dokument"}},
	{Sag, "Journalpost", "Vedlagt", false, true, true, []string{"Dokument"}},
	{Sag, "Journalpost", "Journalnotat", false, true, true, []string{"Dokument"}},
	{Sag, "SagsitsystemRelation", "Master", true, false, false, []string{"IT-system"}},
	{Sag, "SagsitsystemRelation", "Afsender", true, false, false, []string{"IT-system"}},
	{Sag, "Sikkerhedsprofil", "Adgang", false, true, true, profiles},
	{Dokument, "Dokumentrelation", "Besvarelser", false, true, true, []string{"Dokument"}},
	{Dokument, "Dokumentrelation", "Udgangspunkter", false, true, true, []string{"Dokument"}},
	{Dokument, "Dokumentrelation", "NyRevision", false, false, false, []string{"Dokument"}},
	{Dokument, "Dokumentrelation", "Kommentarer", false, true, true, []string{"Dokument"}},
	{Dokument, "Dokumentrelation", "Bilag", false, true, true, []string{"Dokument"}},
	{Dokument, "Dokumentrelation", "Andre dokumenter", false, true, true, []string{"Dokument"}},
	{Dokument, "Dokumentaktoer", "Ejer", true, false, false, []string{"Organisation"}},
	{Dokument, "Dokumentaktoer", "Ansvarlig", true, false, false, []string{"Organisation", "OrgEnhed"}},
	{Dokument, "Dokumentaktoer", "Primær behandler", false, false, false, handlers},
	{Dokument, "Dokumentaktoer", "Andre behandlere", false, true, true, handlers},
	{Dokument, "Dokumentaktoer", "Fordelt til", false, false, false, handlers},
	{Dokument, "Dokumentpart", "Parter", false, true, true, parties},
	{Dokument, "Dokumentpart", "Kopiparter", false, true, true, parties},
	{Dokument, "Dokumentklasse", "Primær klasse", true, false, false, []string{"Klasse"}},
	{Dokument, "Dokumentklasse", "Andre klasser", false, true, true, []string{"Klasse"}},
	{Dokument, "Dokumentklasse", "Visningsklasse", false, true, true, []string{"Klasse"}},
	{Dokument, "DokumentitsystemRelation", "Master", true, false, false, []string{"IT-system"}},
	{Dokument, "DokumentitsystemRelation", "Afsender", true, false, false, []string{"IT-system"}},
	{Dokument, "Sikkerhedsprofil", "Adgang", false, true, true, profiles},
}

// roleOf is the role of a part; Dokument's Sikkerhedsprofil goes by its own name.
func roleOf(object, part, name string) role {
	for _, r := range roles {
		if r.object == object && r.element == localName(part) && r.name == name {
			return r
		}
	}
	panic("no role " + name + " of " + part)
}

// RoleFacts are what is transcribed of a role, for whoever holds it against the rows.
type RoleFacts struct {
	Forekomster string // 1, 0..1 or 0..*
	Indeks      bool   // it is asked for; else it must not be filled
	Types       []string
}

// RoleSays are the facts of a role of an object's relation, by the XSD's name of it.
func RoleSays(object, element, name string) (RoleFacts, bool) {
	for _, r := range roles {
		if r.object != object || r.element != element || r.name != name {
			continue
		}
		f := RoleFacts{Forekomster: "0..1", Indeks: r.indeks, Types: r.types}
		switch {
		case r.must:
			f.Forekomster = "1"
		case r.many:
			f.Forekomster = "0..*"
		}
		return f, true
	}
	return RoleFacts{}, false
}
