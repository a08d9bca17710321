package steps

import (
	"context"

	"klarmeld/internal/driver"
	"klarmeld/internal/oio"
)

var dokumentSentences = []sentence{
	says(`sagsbehandleren tilføjer dokumentet "([^"]*)" af typen "([^"]*)"`, func(ctx context.Context, titel, typ string) error {
		return scene(ctx).AskDocument(ctx, driver.Data{Titel: titel, Dokumenttype: typ})
	}),
	says(`sagsbehandleren tilføjer dokumentet "([^"]*)" af typen "([^"]*)" med brevdatoen (\S+)`, func(ctx context.Context, titel, typ, dato string) error {
		return scene(ctx).AskDocument(ctx, driver.Data{Titel: titel, Dokumenttype: typ, Brevdato: dato})
	}),
	says(`findes dokumentet i indekset`, func(ctx context.Context) error {
		_, err := scene(ctx).Dokument()
		return err
	}),
	says(`dokumentets titel er "([^"]*)"`, func(ctx context.Context, titel string) error {
		d, err := scene(ctx).Dokument()
		if err != nil {
			return err
		}
		return same(scene(ctx), "dokument.titel", "Dokumentets titel", titel, latest(d, oio.DelEgenskaber, "Titel"))
	}),
	says(`dokumentets brevdato er (\S+)`, func(ctx context.Context, dato string) error {
		d, err := scene(ctx).Dokument()
		if err != nil {
			return err
		}
		return same(scene(ctx), "dokument.brevdato", "Dokumentets brevdato", dato, latest(d, oio.DelEgenskaber, "BrevDato"))
	}),
	says(`sagen henviser til dokumentet`, func(ctx context.Context) error {
		sag, err := scene(ctx).Sag()
		if err != nil {
			return err
		}
		d, err := scene(ctx).Dokument()
		if err != nil {
			return err
		}
		for _, j := range sag.Af("Journalpost") {
			if oio.SameUUID(j.Reference.UUID, d.UUID) {
				return claim(scene(ctx), true, "dokument.tilknyttet", "", "", "")
			}
		}
		return claim(scene(ctx), false, "dokument.tilknyttet", "Sagen henviser ikke til sit dokument.", "en Journalpost (Tilakteret) med dokumentets UUID", "ingen journalpost med "+d.UUID)
	}),
	says(`dokumentet fandtes, før sagen henviste til det`, func(ctx context.Context) error {
		d, err := scene(ctx).Dokument()
		if err != nil {
			return err
		}
		imported, referred := scene(ctx).Order(d.UUID)
		return claim(scene(ctx), imported > 0 && imported <= referred, "dokument.raekkefoelge", "Sagen henviste til dokumentet, før det fandtes i indekset.", "importen af dokumentet først", "henvisningen først")
	}),
}
