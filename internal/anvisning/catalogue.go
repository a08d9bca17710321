package anvisning

import (
	"slices"
	"strings"
	"sync"

	"klarmeld/internal/oio"
)

// Rules lists every row in the order of the anvisninger, Sag before Dokument.
// The slice is shared: do not change it.
var Rules = sync.OnceValue(func() []Rule {
	sag, dokument := sagRows(), dokumentRows()
	out := slices.Concat(sag, dokument)
	for i := range out {
		out[i].Objekt = oio.Sag
		if i >= len(sag) {
			out[i].Objekt = oio.Dokument
		}
		out[i].steps = strings.Split(out[i].Path, "/")
		if h := out[i].If; h != nil {
			h.steps = strings.Split(h.Path, "/")
		}
	}
	return out
})

// Occurrences lists how often each role may occur, in the order of the
// anvisninger. The slice is shared: do not change it.
var Occurrences = sync.OnceValue(func() []Occurrence {
	var out []Occurrence
	for _, g := range occurrenceTable {
		for _, r := range g.roles {
			out = append(out, Occurrence{
				ID:     strings.ToLower(string(g.objekt)) + "." + lower(g.relation) + "." + lower(r.rolle) + ".forekomst",
				Objekt: g.objekt, Section: g.section, Relation: g.relation, Rolle: r.rolle, Min: r.min, Max: r.max,
			})
		}
	}
	return out
})

// Rows are the rows for parts of a kind and role that are tried by themselves,
// in their order. The slice is shared: do not change it.
func Rows(o oio.ObjektType, kind, rolle string) []Rule { return rowsByPart()[partKey{o, kind, rolle}] }

type partKey struct {
	objekt      oio.ObjektType
	kind, rolle string
}

var rowsByPart = sync.OnceValue(func() map[partKey][]Rule {
	out := map[partKey][]Rule{}
	for _, r := range Rules() {
		if r.TriedBy == "" && r.Untried == "" {
			k := partKey{r.Objekt, r.Del, r.Rolle}
			out[k] = append(out[k], r)
		}
	}
	return out
})

// occurrencesOf are the occurrences of each type, in their order.
var occurrencesOf = sync.OnceValue(func() map[oio.ObjektType][]Occurrence {
	out := map[oio.ObjektType][]Occurrence{}
	for _, o := range Occurrences() {
		out[o.Objekt] = append(out[o.Objekt], o)
	}
	return out
})

type roleCount struct {
	rolle    string
	min, max int
}

// occurrenceTable is the column "forekomster" of the anvisninger.
var occurrenceTable = []struct {
	objekt   oio.ObjektType
	section  string
	relation string
	roles    []roleCount
}{
	{oio.Sag, sagAktoer, "Sagsaktoer",
		[]roleCount{{"Ejer", 1, 1}, {"Ansvarlig", 1, 1}, {"Primær behandler", 0, 1}, {"Andre behandlere", 0, 0}, {"Udlånt til", 0, 1}, {"Bopælskommune", 0, 1}}},
	{oio.Sag, sagPart, "Sagspart", []roleCount{{"Primær part", 0, 1}, {"Sekundær part", 0, 0}, {"Ydelsesmodtager", 0, 1}}},
	{oio.Sag, sagKlasse, "Sagsklasse",
		[]roleCount{{"Primær klasse", 1, 1}, {"Opgaveklasse", 0, 1}, {"Handlingsklasse", 1, 1}, {"Kontoklasse", 0, 1}, {"Sikkerhedsklasse", 0, 1},
			{"Følsomhedsklasse", 0, 1}, {"Indsatsklasse", 0, 1}, {"Ydelsesklasse", 0, 1}, {"Kontroltemaklasse", 0, 0}, {"Visningsklasse", 0, 0},
			{"Afgørelsesklasse", 0, 1}}},
	{oio.Sag, sagRelation, "Sagsrelation", []roleCount{{"Oversag", 0, 1}, {"Præcedens", 0, 1}, {"Andre sager", 0, 0}}},
	{oio.Sag, sagGenstand, "Sagsgenstande", []roleCount{{"Afgiftsobjekt", 0, 1}, {"Ejendomsskat", 0, 1}, {"Byggeri", 0, 0}, {"Fredning", 0, 0}}},
	{oio.Sag, sagJournal, "Journalpost", []roleCount{{"Tilakteret", 0, 0}, {"Vedlagt", 0, 0}, {"Journalnotat", 0, 0}}},
	{oio.Sag, sagIT, "SagsitsystemRelation", []roleCount{{"Master", 1, 1}, {"Afsender", 1, 1}}},
	{oio.Sag, sagAdgang, "Sikkerhedsprofil", []roleCount{{"Adgang", 0, 0}}},
	{oio.Dokument, dokRelation, "Dokumentrelation",
		[]roleCount{{"Besvarelser", 0, 0}, {"Udgangspunkter", 0, 0}, {"NyRevision", 0, 1}, {"Kommentarer", 0, 0}, {"Bilag", 0, 0}, {"Andre dokumenter", 0, 0}}},
	{oio.Dokument, dokAktoer, "Dokumentaktoer",
		[]roleCount{{"Ejer", 1, 1}, {"Ansvarlig", 1, 1}, {"Primær behandler", 0, 1}, {"Andre behandlere", 0, 0}, {"Fordelt til", 0, 1}}},
	{oio.Dokument, dokPart, "Dokumentpart", []roleCount{{"Parter", 0, 0}, {"Kopiparter", 0, 0}}},
	{oio.Dokument, dokKlasse, "Dokumentklasse", []roleCount{{"Primær klasse", 1, 1}, {"Andre klasser", 0, 0}, {"Visningsklasse", 0, 0}}},
	{oio.Dokument, dokIT, "DokumentitsystemRelation", []roleCount{{"Master", 1, 1}, {"Afsender", 1, 1}}},
	{oio.Dokument, dokAdgang, "Sikkerhedsprofil", []roleCount{{"Adgang", 0, 0}}},
}

// lower makes the ID part of a Danish name: lower case, no spaces, æøå spelled
// out as the XSD does.
func lower(s string) string { return inIDs.Replace(strings.ToLower(s)) }

var inIDs = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa", " ", "-")
