package steps

import (
	"context"

	"klarmeld/internal/driver"
)

const aDocument = `sagsbehandleren tilføjer dokumentet "([^"]*)" af typen "([^"]*)"`

// dokumentActions are what the system is asked to do with documents.
var dokumentActions = []sentence{
	says(aDocument, "Et dokument på scenariets nyeste sag, i tilstanden Endeligt.",
		func(ctx context.Context, titel, typ string) error {
			return document(ctx, driver.Data{Titel: titel, Dokumenttype: typ})
		}),
	says(aDocument+` med brevdatoen (\S+)`, "Som et indgående brev har.",
		func(ctx context.Context, titel, typ, dato string) error {
			return document(ctx, driver.Data{Titel: titel, Dokumenttype: typ, Brevdato: dato})
		}),
	says(aDocument+` i tilstanden "([^"]*)"`, "Som et udkast (Underudarbejdelse).",
		func(ctx context.Context, titel, typ, tilstand string) error {
			return document(ctx, driver.Data{Titel: titel, Dokumenttype: typ, Tilstand: tilstand})
		}),
	says(aDocument+` med begrundelsen "([^"]*)"`, "Sagsbehandleren skriver, hvorfor dokumentet lægges på sagen.",
		func(ctx context.Context, titel, typ, begrundelse string) error {
			return document(ctx, driver.Data{Titel: titel, Dokumenttype: typ, Begrundelse: begrundelse})
		}),
	says(aDocument+`, undtaget fra offentlighed med hjemlen "([^"]*)" og den åbne titel "([^"]*)"`, "Den første titel er den lukkede.",
		func(ctx context.Context, lukket, typ, hjemmel, titel string) error {
			return document(ctx, driver.Data{Titel: titel, LukketTitel: lukket, Dokumenttype: typ, Hjemmel: hjemmel})
		}),
	says(`sagsbehandleren sender dokumentet den (\S+)`, "Et udgående brev går ud af huset.",
		func(ctx context.Context, dato string) error {
			return change(ctx, driver.SendDokument, driver.Data{Brevdato: dato})
		}),
	says(`sagsbehandleren giver dokumentet tilstanden "([^"]*)"`, "En af XSD'ens tilstande for dokumenter.",
		func(ctx context.Context, kode string) error {
			return change(ctx, driver.SkiftDokumenttilstand, driver.Data{Tilstand: kode})
		}),
	says(`sagsbehandleren laver revisionen "([^"]*)" af dokumentet`, "Et nyt dokument, som det gamle henviser til.",
		func(ctx context.Context, titel string) error {
			return scene(ctx).AskDocument(ctx, driver.NyRevision, driver.Data{Titel: titel})
		}),
	says(`sagsbehandleren tilføjer bilaget "([^"]*)" af typen "([^"]*)" til dokumentet`, "Et nyt dokument, som det første henviser til.",
		func(ctx context.Context, titel, typ string) error {
			return scene(ctx).AskDocument(ctx, driver.TilfoejBilag, driver.Data{Titel: titel, Dokumenttype: typ})
		}),
	says(`sagsbehandleren lægger dokumentet på sagen med titlen "([^"]*)"`, "Scenariets dokument lægges også på dets nyeste sag, med en titel, der gælder dér.",
		func(ctx context.Context, titel string) error {
			return change(ctx, driver.JournaliserDokument, driver.Data{Titel: titel})
		}),
	says(`sagsbehandleren tager dokumentet af sagen`, "Dokumentet hører ikke længere til scenariets nyeste sag (AM-02).",
		func(ctx context.Context) error { return change(ctx, driver.TagDokumentAfSag, driver.Data{}) }),
	says(`sagsbehandleren sletter dokumentet`, "Dokumentet findes ikke længere i systemet.",
		func(ctx context.Context) error {
			return scene(ctx).AskRemoval(ctx, driver.SletDokument, driver.Data{})
		}),
}

func document(ctx context.Context, d driver.Data) error {
	return scene(ctx).AskDocument(ctx, driver.TilfoejDokument, d)
}
