package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/action"
)

var journalnotatSentences = []sentence{
	says(`sagsbehandleren skriver notatet "([^"]*)" med teksten "([^"]*)"`, "Et journalnotat på scenariets nyeste sag.",
		func(ctx context.Context, titel, tekst string) error {
			return change(ctx, action.OpretJournalnotat, action.Data{Titel: titel, Tekst: tekst})
		}),
	says(`sagsbehandleren skriver notatet "([^"]*)" på (\d+) tegn`, "Et notat af den længde; over 102.400 bytes er det for stort til indekset.",
		func(ctx context.Context, titel string, tegn int) error {
			return change(ctx, action.OpretJournalnotat, action.Data{Titel: titel, Tekst: ofLength(tegn)})
		}),
	says(`sagsbehandleren retter notatet "([^"]*)" til teksten "([^"]*)"`, "Notatet får en ny tekst.",
		func(ctx context.Context, titel, tekst string) error {
			return change(ctx, action.RetJournalnotat, action.Data{Titel: titel, Tekst: tekst})
		}),
	// The vendor may add to the title; the words of the caseworker must be there.
	claims(`har sagen et journalnotat, hvis titel rummer "([^"]*)"`, "Systemet må gerne føje til titlen.",
		func(ctx context.Context, titel string) error {
			return ofNotes(ctx, func(s *view, n notes) error {
				found := slices.ContainsFunc(n.ours, func(x note) bool { return x.titled(titel) })
				return s.Claim(found, ruleNotatTitel, "Sagen har intet journalnotat med den titel.", "»"+titel+"« i titlen",
					list(append(titles(n.ours), titles(n.others)...)))
			})
		}, ruleAndreNotat, ruleNotatTitel),
	claims(`notatets tekst er "([^"]*)"`, "Det nyeste notats tekst, som den læses i notatets format: ren tekst, RTF eller OOXML.",
		func(ctx context.Context, tekst string) error {
			return ofNotes(ctx, func(s *view, n notes) error {
				return s.says(ruleNotatTekst, "Notatets tekst", tekst, n.newest, list(titles(n.others)))
			})
		}, ruleAndreNotat, ruleNotatFormat, ruleNotatLaeses, ruleNotatTekst, ruleUsynlige),
	claims(`notatet henviser i stedet til systemet`, "Notatet er afløst af anvisningens tekst om, at det skal ses i systemet.",
		func(ctx context.Context) error {
			return ofNotes(ctx, func(s *view, n notes) error { return s.refersToSystem(n) })
		}, ruleAndreNotat, ruleForStort, ruleNotatFormat, ruleNotatLaeses),
	claims(`har sagen (\d+) (?:gældende )?journalnotat(?:er)?`,
		"Så mange af scenariets notater gælder nu; rettede tæller ikke med, og det gør notater, systemet selv har skrevet, heller ikke.",
		func(ctx context.Context, antal int) error {
			return ofNotes(ctx, func(s *view, n notes) error {
				valid := inForce(n.ours)
				return s.Claim(len(valid) == antal, ruleNotatAntal, "Sagen har ikke det rette antal journalnotater i indekset.", fmt.Sprintf("%d", antal), counted(valid))
			})
		}, ruleAndreNotat, ruleNotatAntal),
	claims(`hvert journalnotat har sit eget indeks`, "To notater med samme Indeks er ét for indekset.",
		func(ctx context.Context) error {
			return ofNotes(ctx, func(s *view, n notes) error {
				seen, all := map[string]bool{}, []string{}
				for _, x := range inForce(n.ours) {
					seen[x.Indeks], all = true, append(all, x.Indeks)
				}
				return s.Claim(len(seen) == len(all) && !seen[""], ruleNotatIndeks, "Journalnotaterne har ikke hver sit Indeks.", "et Indeks til hvert notat", list(all))
			})
		}, ruleAndreNotat, ruleNotatIndeks),
	claims(`står begrundelsen "([^"]*)" ved henvisningen til dokumentet`, "Som et notat på den journalpost, der henviser til dokumentet.",
		func(ctx context.Context, tekst string) error {
			return ofCase(ctx, func(s *view) error {
				return s.says(ruleBegrundelse, "Begrundelsen", tekst, best(s.reasons(), asked{texts: []string{tekst}}), "")
			})
		}, ruleBegrundelse, ruleNotatFormat, ruleNotatLaeses, ruleUsynlige),
}

// tooLarge begins the text that the anvisning gives in the place of a note that
// is too large (Journalpost, 3.11, Notat).
const tooLarge = "Dette Journalnotat er for stort til at blive sendt til Sags- og Dokumentindekset"

// ofLength is a text of n characters.
func ofLength(n int) string {
	const sentence = "Borgeren har fortalt om sin dag, og det er skrevet ned her. "
	return strings.Repeat(sentence, n/len(sentence)+1)[:n]
}
