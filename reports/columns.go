package reports

import (
	"fmt"
	"slices"

	"klarmeld/internal/verdict"
)

// columnsOf are the columns that some results are shown in: those of the
// published test, and after them whatever else one of the results has.
func columnsOf(all ...verdict.SystemResult) verdict.Columns {
	out := verdict.Capabilities()
	for _, s := range all {
		for _, c := range s.Capabilities {
			if _, known := out.Of(c.ID); !known {
				out = append(out, verdict.Capability{ID: c.ID, Name: c.Name, Class: c.Class})
			}
		}
	}
	for i, c := range out {
		out[i].Name = columnName(c)
	}
	return out
}

// columnName is a column's name with what a reader must know of it.
func columnName(c verdict.Capability) string {
	if c.Class == verdict.Supplementary {
		return fmt.Sprintf("%s (supplerende)", c.Name)
	}
	return c.Name
}

// cells are a system's capabilities in the order of the table. One that the
// run knows nothing of is a gap, never an empty cell.
func cells(s verdict.SystemResult, columns verdict.Columns) []verdict.CapabilityResult {
	var out []verdict.CapabilityResult
	for _, c := range columns {
		cell := verdict.CapabilityResult{ID: c.ID, Class: c.Class, Outcome: verdict.NotTried, Reason: "Området indgik ikke i prøven."}
		if i := slices.IndexFunc(s.Capabilities, func(r verdict.CapabilityResult) bool { return r.ID == c.ID }); i >= 0 {
			cell = s.Capabilities[i]
		}
		cell.Name = c.Name
		out = append(out, cell)
	}
	return out
}

// areaMeaning says what a column is about in the words of a municipality; for a
// supplementary one, that it has no say in the verdict.
func areaMeaning(id verdict.CapabilityID, class verdict.Class) string {
	if id == verdict.Sikkerhed {
		return "Hvert kald har et token og en underskrift, og systemet tror kun på svar, der er underskrevet (OIO IDWS). " +
			"Et supplerende område: udfaldet vises, men tæller ikke med i den samlede dom."
	}
	if class == verdict.Supplementary {
		return "Et supplerende område: udfaldet vises, men tæller ikke med i den samlede dom."
	}
	return map[verdict.CapabilityID]string{
		verdict.Sag: "Sager oprettes, rettes og afsluttes i det fælles indeks, også sager, der allerede er afsluttet. " +
			"Det er dét, borgeren ser på borger.dk.",
		verdict.Journalnotat:   "Notater på sagen følger med, og sagen er stadig rigtig bagefter.",
		verdict.Dokument:       "Breve og andre dokumenter står i indekset og er knyttet til deres sag.",
		verdict.Organisation:   "Systemet henter kommunens enheder og medarbejdere i det fælles register i stedet for at få dem tastet ind.",
		verdict.Klassifikation: "Systemet henter emnenumrene (KLE) i det fælles register og følger med, når de ændres.",
		verdict.Fjern:          "Når kommunen skifter system, kan det gamle system fjerne alt, hvad det har sendt, og intet andet.",
	}[id]
}

// supplemented reports whether a column has no say in the verdict.
func supplemented(columns verdict.Columns) bool {
	return slices.ContainsFunc(columns, func(c verdict.Capability) bool { return c.Class == verdict.Supplementary })
}
