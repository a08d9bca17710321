package features

// paragraphs are the sections of the general guidance to the anvisninger (version 1.2)
// that requirements rest on besides their own: what is mandatory and when (8.1), whose
// doing a registration is (7), how a relation is given (9), that classes are those of FK
// Klassifikation (6.1), how periods are read (11), and what access is limited by (12).
var paragraphs = map[string]string{
	"sag-3.1": "8.1", "sag-3.2": "7, 8.1", "sag-3.3": "8.1", "sag-3.3/offentlighed": "8.1", "sag-3.4": "8.1, 11", "sag-3.5": "8.1, 12.1",
	"sag-3.6/ejer": "8.1, 9.1, 12.1", "sag-3.6/ansvarlig": "8.1, 9.1", "sag-3.6/primær-behandler": "9.1", "sag-3.6/andre-behandlere": "9.1",
	"sag-3.6/udlånt-til": "9.1", "sag-3.6/bopælskommune": "9.1",
	"sag-3.7/primær-part": "9.1", "sag-3.7/sekundær-part": "9.1", "sag-3.7/ydelsesmodtager": "9.1",
	"sag-3.8/primær-klasse": "6.1, 8.1, 12.1", "sag-3.8/handlingsklasse": "6.1, 8.1", "sag-3.8/opgaveklasse": "6.1", "sag-3.8/kontoklasse": "6.1",
	"sag-3.8/sikkerhedsklasse": "6.1", "sag-3.8/følsomhedsklasse": "6.1, 12.1",
	"sag-3.8/indsatsklasse": "6.1", "sag-3.8/ydelsesklasse": "6.1", "sag-3.8/kontroltemaklasse": "6.1", "sag-3.8/visningsklasse": "6.1",
	"sag-3.8/afgørelsesklasse": "6.1",
	"sag-3.9/oversag":          "9", "sag-3.9/præcedens": "9", "sag-3.9/andre-sager": "9",
	"sag-3.10/afgiftsobjekt": "9.1", "sag-3.10/ejendomsskat": "9.1", "sag-3.10/byggeri": "9.1", "sag-3.10/fredning": "9.1",
	"sag-3.11/tilakteret": "9, 12.2", "sag-3.11/vedlagt": "9", "sag-3.11/journalnotat": "6.1", "sag-3.12/master": "8.1", "sag-3.12/afsender": "8.1",
	"sag-3.13/adgang": "9.1",
	"dokument-3.1":    "8.1", "dokument-3.2": "7, 8.1", "dokument-3.3": "8.1, 12.2", "dokument-3.3/offentlighed": "8.1", "dokument-3.4": "8.1, 11",
	"dokument-3.6/ejer": "8.1, 9.1, 12.2", "dokument-3.6/ansvarlig": "8.1, 9.1", "dokument-3.6/primær-behandler": "9.1", "dokument-3.6/andre-behandlere": "9.1",
	"dokument-3.6/fordelt-til": "9.1",
	"dokument-3.7/parter":      "9.1", "dokument-3.7/kopiparter": "9.1", "dokument-3.8/primær-klasse": "6.1, 8.1, 12.2", "dokument-3.8/andre-klasser": "6.1",
	"dokument-3.8/visningsklasse": "6.1",
	"dokument-3.9/master":         "8.1", "dokument-3.9/afsender": "8.1", "dokument-3.10/adgang": "9.1",
	"AM-02": "11", "AM-03": "8.1", "AM-04": "8.1, 9.3", "vilkår-organisation": "9.1", "vilkår-klassifikation": "6.1",
}

// guided is a requirement that names the sections it rests on.
func guided(r Requirement) Requirement {
	if p := paragraphs[r.ID]; p != "" {
		r.Source += "; Generel vejledning til anvisninger for Indeksene 1.2, afsnit " + p
	}
	return r
}
