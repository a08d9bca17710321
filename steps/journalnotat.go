package steps

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"klarmeld/internal/action"
	"klarmeld/internal/oio"
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
			return ofCase(ctx, func(s *view) error {
				var titles []string
				found := false
				for _, n := range s.notater() {
					t := oio.Text(oio.Path(n.El, "JournalpostEgenskaber", "JournalnotatEgenskaber", "Titel"))
					titles, found = append(titles, t), found || strings.Contains(t, titel)
				}
				return s.claim(found, "journalnotat.titel", "Sagen har intet journalnotat med den titel.", "»"+titel+"« i titlen", list(titles))
			})
		}),
	claims(`notatets tekst er "([^"]*)"`, "Det nyeste notats tekst, afkodet.",
		func(ctx context.Context, tekst string) error {
			return ofCase(ctx, func(s *view) error {
				return s.same("journalnotat.tekst", "Notatets tekst", tekst, noteText(s.notater()))
			})
		}),
	claims(`notatet henviser i stedet til systemet`, "Notatet er afløst af anvisningens tekst om, at det skal ses i systemet.",
		func(ctx context.Context) error {
			return ofCase(ctx, func(s *view) error {
				text := noteText(s.notater())
				return s.claim(strings.HasPrefix(text, tooLarge), "journalnotat.for-stort", "Et notat, der er for stort, er ikke afløst af en henvisning til systemet.",
					"»"+tooLarge+" …«", fmt.Sprintf("%d bytes, der begynder »%.40s«", len(text), text))
			})
		}),
	claims(`har sagen (\d+) (?:gældende )?journalnotat(?:er)?`, "Så mange notater gælder nu; rettede tæller ikke med.",
		func(ctx context.Context, antal int) error {
			return ofCase(ctx, func(s *view) error {
				n := 0
				for _, d := range s.notater() {
					if d.Virkning.Til.Uendelig {
						n++
					}
				}
				return s.claim(n == antal, "journalnotat.antal", "Sagen har ikke det rette antal journalnotater i indekset.", fmt.Sprintf("%d", antal), fmt.Sprintf("%d", n))
			})
		}),
	claims(`hvert journalnotat har sit eget indeks`, "To notater med samme Indeks er ét for indekset.",
		func(ctx context.Context) error {
			return ofCase(ctx, func(s *view) error {
				seen, all := map[string]bool{}, []string{}
				for _, n := range s.notater() {
					seen[n.Indeks], all = true, append(all, n.Indeks)
				}
				return s.claim(len(seen) == len(all) && !seen[""], "journalnotat.indeks", "Journalnotaterne har ikke hver sit Indeks.", "et Indeks til hvert notat", list(all))
			})
		}),
	claims(`står begrundelsen "([^"]*)" ved henvisningen til dokumentet`, "Som et notat på den journalpost, der henviser til dokumentet.",
		func(ctx context.Context, tekst string) error {
			return ofCase(ctx, func(s *view) error {
				return s.same("journalnotat.begrundelse", "Begrundelsen", tekst, noteText(s.refers(s.sag, s.DokumentUUID())))
			})
		}),
}

// tooLarge begins the text that the anvisning gives in the place of a note that
// is too large (Journalpost, 3.11, Notat).
const tooLarge = "Dette Journalnotat er for stort til at blive sendt til Sags- og Dokumentindekset"

// ofLength is a text of n characters.
func ofLength(n int) string {
	const sentence = "Borgeren har fortalt om sin dag, og det er skrevet ned her. "
	return strings.Repeat(sentence, n/len(sentence)+1)[:n]
}

// notater are the notes of the case.
func (s *view) notater() []oio.Del { return s.roles(s.sag, "Journalpost", "Journalnotat") }

// noteText is the text of the newest of some Journalposter, "" when it has
// none. What is not base64 is not the text either.
func noteText(posts []oio.Del) string {
	if len(posts) == 0 {
		return ""
	}
	raw := oio.Text(oio.Path(posts[len(posts)-1].El, "JournalpostEgenskaber", "JournalnotatEgenskaber", "Notat"))
	text, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(raw), ""))
	if err != nil {
		return ""
	}
	return string(text)
}
