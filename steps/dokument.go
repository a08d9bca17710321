package steps

import (
	"context"

	"klarmeld/internal/action"
)

const aDocument = `sagsbehandleren tilføjer dokumentet "([^"]*)" af typen "([^"]*)"`

// dokumentActions are what the system is asked to do with documents.
var dokumentActions = []sentence{
	says(aDocument, "Et dokument på scenariets nyeste sag, i tilstanden Endeligt.",
		func(ctx context.Context, titel, typ string) error {
			return document(ctx, action.Data{Titel: titel, Dokumenttype: typ})
		}),
	says(aDocument+` med brevdatoen (\S+)`, "Som et indgående brev har.",
		func(ctx context.Context, titel, typ, dato string) error {
			return document(ctx, action.Data{Titel: titel, Dokumenttype: typ, Brevdato: dato})
		}),
	says(aDocument+` i tilstanden "([^"]*)"`, "Som et udkast (Underudarbejdelse).",
		func(ctx context.Context, titel, typ, tilstand string) error {
			return document(ctx, action.Data{Titel: titel, Dokumenttype: typ, Tilstand: tilstand})
		}),
	says(aDocument+` med begrundelsen "([^"]*)"`, "Sagsbehandleren skriver, hvorfor dokumentet lægges på sagen.",
		func(ctx context.Context, titel, typ, begrundelse string) error {
			return document(ctx, action.Data{Titel: titel, Dokumenttype: typ, Begrundelse: begrundelse})
		}),
	says(aDocument+`, undtaget fra offentlighed med hjemlen "([^"]*)" og den åbne titel "([^"]*)"`, "Den første titel er den lukkede.",
		func(ctx context.Context, lukket, typ, hjemmel, titel string) error {
			return document(ctx, action.Data{Titel: titel, LukketTitel: lukket, Dokumenttype: typ, Hjemmel: hjemmel})
		}),
	says(`sagsbehandleren sender dokumentet den (\S+)`, "Et udgående brev går ud af huset.",
		func(ctx context.Context, dato string) error {
			return change(ctx, action.SendDokument, action.Data{Brevdato: dato})
		}),
	says(`sagsbehandleren giver dokumentet tilstanden "([^"]*)"`, "En af XSD'ens tilstande for dokumenter.",
		func(ctx context.Context, kode string) error {
			return change(ctx, action.SkiftDokumenttilstand, action.Data{Tilstand: kode})
		}),
	says(`sagsbehandleren laver revisionen "([^"]*)" af dokumentet`, "Et nyt dokument, som det gamle henviser til.",
		func(ctx context.Context, titel string) error {
			return scene(ctx).AskDocument(ctx, action.NyRevision, action.Data{Titel: titel})
		}),
	says(`sagsbehandleren tilføjer bilaget "([^"]*)" af typen "([^"]*)" til dokumentet`, "Et nyt dokument, som det første henviser til.",
		func(ctx context.Context, titel, typ string) error {
			return scene(ctx).AskDocument(ctx, action.TilfoejBilag, action.Data{Titel: titel, Dokumenttype: typ})
		}),
	says(`sagsbehandleren lægger dokumentet på sagen med titlen "([^"]*)"`, "Scenariets dokument lægges også på dets nyeste sag, med en titel, der gælder dér.",
		func(ctx context.Context, titel string) error {
			return change(ctx, action.JournaliserDokument, action.Data{Titel: titel})
		}),
	says(`sagsbehandleren tager dokumentet af sagen`,
		"Dokumentet hører ikke længere til scenariets nyeste sag: henvisningen får en slutdato (AM-02) eller fjernes (AM-03).",
		func(ctx context.Context) error {
			return scene(ctx).AskRemoval(ctx, action.TagDokumentAfSag, action.Data{})
		}),
	says(`sagsbehandleren sletter dokumentet`, "Dokumentet findes ikke længere i systemet.",
		func(ctx context.Context) error {
			return scene(ctx).AskRemoval(ctx, action.SletDokument, action.Data{})
		}),
}

func document(ctx context.Context, d action.Data) error {
	return scene(ctx).AskDocument(ctx, action.TilfoejDokument, d)
}
