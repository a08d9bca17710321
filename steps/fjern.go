package steps

import (
	"context"
	"fmt"

	"klarmeld/internal/driver"
	"klarmeld/internal/recording"
)

var fjernSentences = []sentence{
	says(`et andet fagsystem i kommunen har sendt en sag`, func(ctx context.Context) error {
		d, err := caseData(scene(ctx), "Aksel Ravn", "Byggetilladelse til carport", "Tage Holm", "Byggesagsteamet", "02.34.02")
		if err != nil {
			return err
		}
		return scene(ctx).Neighbour(ctx, d)
	}),
	says(`kommunen skifter leverandør, og systemet fjerner sine data`, func(ctx context.Context) error {
		return scene(ctx).AskTraffic(ctx, driver.FjernAlt, "en fjernelse (fjern) i indekset", func(x recording.Exchange) bool { return x.Operation == "fjern" })
	}),
	says(`er intet af det, systemet har sendt, tilbage i indekset`, func(ctx context.Context) error {
		j, left, first := scene(ctx).Judge(), 0, ""
		for _, o := range j.Imported(recording.SenderSystem) {
			if _, ok := j.Store().Get(o.UUID); ok {
				if left++; first == "" {
					first = fmt.Sprintf("%s %s", o.Type, o.UUID)
				}
			}
		}
		return scene(ctx).Claim(left == 0, "fjern.intet-tilbage", "SF1470, vilkår for afsendere: det, der ikke længere findes i kilden, fjernes fysisk",
			"Noget af det, systemet har sendt, er stadig i indekset.", "intet tilbage", fmt.Sprintf("%d objekter tilbage, det første: %s", left, first),
			"Fjern alle sager, systemet har sendt, og lad deres dokumenter følge med (EfterladSagsloeseDokumenter false).")
	}),
	says(`det andet fagsystems sag findes stadig i indekset`, func(ctx context.Context) error {
		for _, id := range scene(ctx).NeighbourCases() {
			_, ok := scene(ctx).Judge().Store().Get(id)
			if err := scene(ctx).Claim(ok, "fjern.kun-egne", "SF1470, vilkår for afsendere: et system fjerner kun sit eget", "Systemet fjernede en sag, som et andet fagsystem havde sendt.",
				"kun systemets egne data fjernes", "sagen "+id+" er væk", "Fjern kun de sager, systemet selv er Master for."); err != nil {
				return err
			}
		}
		return nil
	}),
}
