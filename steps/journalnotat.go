package steps

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"klarmeld/internal/driver"
	"klarmeld/internal/oio"
	"klarmeld/internal/trial"
)

var journalnotatSentences = []sentence{
	says(`sagsbehandleren skriver notatet "([^"]*)" med teksten "([^"]*)"`, func(ctx context.Context, titel, tekst string) error {
		return scene(ctx).AskAboutCase(ctx, driver.OpretJournalnotat, driver.Data{Titel: titel, Tekst: tekst})
	}),
	// The vendor may add to the title; the words of the caseworker must be there.
	says(`har sagen et journalnotat, hvis titel rummer "([^"]*)"`, func(ctx context.Context, titel string) error {
		notes, err := notater(scene(ctx))
		if err != nil {
			return err
		}
		var titles []string
		found := false
		for _, n := range notes {
			t := oio.Text(oio.Path(n.El, "JournalpostEgenskaber", "JournalnotatEgenskaber", "Titel"))
			titles, found = append(titles, t), found || strings.Contains(t, titel)
		}
		return claim(scene(ctx), found, "journalnotat.titel", "Sagen har intet journalnotat med den titel.", "»"+titel+"« i titlen", list(titles))
	}),
	says(`notatets tekst er "([^"]*)"`, func(ctx context.Context, tekst string) error {
		notes, err := notater(scene(ctx))
		if err != nil {
			return err
		}
		actual := ""
		if len(notes) > 0 {
			raw := oio.Text(oio.Path(notes[len(notes)-1].El, "JournalpostEgenskaber", "JournalnotatEgenskaber", "Notat"))
			b, _ := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(raw), "")) // what is not base64 is not the text either
			actual = string(b)
		}
		return same(scene(ctx), "journalnotat.tekst", "Notatets tekst", tekst, actual)
	}),
	says(`har sagen (\d+) journalnotater`, func(ctx context.Context, antal int) error {
		notes, err := notater(scene(ctx))
		if err != nil {
			return err
		}
		return claim(scene(ctx), len(notes) == antal, "journalnotat.antal", "Sagen har ikke alle sine journalnotater i indekset.", fmt.Sprintf("%d notater", antal), fmt.Sprintf("%d notater", len(notes)))
	}),
	says(`hvert journalnotat har sit eget indeks`, func(ctx context.Context) error {
		notes, err := notater(scene(ctx))
		if err != nil {
			return err
		}
		seen, all := map[string]bool{}, []string{}
		for _, n := range notes {
			seen[n.Indeks], all = true, append(all, n.Indeks)
		}
		return claim(scene(ctx), len(seen) == len(notes) && !seen[""], "journalnotat.indeks", "Journalnotaterne har ikke hver sit indeks.", "et indeks til hvert notat", list(all))
	}),
}

// notater are the notes of the scene's case.
func notater(s *trial.Scene) ([]oio.Del, error) {
	sag, err := s.Sag()
	if err != nil {
		return nil, err
	}
	return roles(s, sag, "Journalpost", "Journalnotat"), nil
}

func list(values []string) string {
	if len(values) == 0 {
		return "ingen"
	}
	return "»" + strings.Join(values, "«, »") + "«"
}
