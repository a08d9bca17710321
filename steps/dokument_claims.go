package steps

import (
	"context"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/trial"
)

// dokumentClaims are what must be so of documents.
var dokumentClaims = []sentence{
	claims(`findes dokumentet i indekset|dokumentet findes i indekset`, "Scenariets nyeste dokument er i indekset.",
		func(ctx context.Context) error {
			_, err := scene(ctx).Dokument()
			return err
		}),
	claims(`findes dokumentet ikke i indekset`, "Det er fjernet fysisk.",
		func(ctx context.Context) error {
			return gone(ctx, ruleDokumentSlettet, "Dokumentet", scene(ctx).DokumentUUID())
		}, ruleDokumentSlettet),
	claims(`intet i indekset henviser til dokumentet`, "Ingen sag og intet dokument har en relation til det, der stadig gælder.",
		func(ctx context.Context) error { return unreferred(ctx, "dokumentet", scene(ctx).DokumentUUID()) }, ruleHenvisning),
	claims(`(?:er )?dokumentets titel (?:er )?"([^"]*)"`, "Den titel, alle må se.",
		func(ctx context.Context, titel string) error {
			return documentProperty(ctx, ruleDokumentTitel, "Dokumentets titel", titel, "Titel")
		}, ruleDokumentTitel),
	claims(`dokumentets lukkede titel er "([^"]*)"`, "Titlen, som ikke alle må se (TitelAlternativTekst).",
		func(ctx context.Context, titel string) error {
			return documentProperty(ctx, ruleDokumentLukket, "Dokumentets lukkede titel", titel, "OffentlighedUndtaget/TitelAlternativTekst")
		}, ruleDokumentLukket),
	claims(`(?:er )?dokumentets brevdato (?:er )?(\d{4}-\d{2}-\d{2})`, "Datoen på et indgående eller afsendt brev.",
		func(ctx context.Context, dato string) error {
			return documentProperty(ctx, ruleBrevdato, "Dokumentets brevdato", dato, "BrevDato")
		}, ruleBrevdato),
	claims(`(?:er )?dokumentets type (?:er )?"([^"]*)"`, "En af XSD'ens typer.",
		func(ctx context.Context, typ string) error {
			return documentProperty(ctx, ruleDokumentType, "Dokumentets type", typ, "Type")
		}, ruleDokumentType),
	claims(`dokumentets tilstand er "([^"]*)"`, "Den tilstand, der gælder nu.",
		func(ctx context.Context, kode string) error {
			return ofDocument(ctx, func(s *view, d index.Stored) error {
				return s.same(ruleDokumentTilstand, "Dokumentets tilstand", kode, trial.Latest(d, oio.DelFremdrift, "FremdriftStatusKode"))
			})
		}, ruleDokumentTilstand),
	claims(`er dokumentets tilstande "([^"]*)", uden ophold imellem`, "Netop de tilstande, i den rækkefølge, hver fra den forriges slutning.",
		func(ctx context.Context, alle string) error {
			return ofDocument(ctx, func(s *view, d index.Stored) error {
				return s.states(d, stateRules{ruleDokumentTilstande, ruleDokumentUdenOphold}, "Dokumentets", alle)
			})
		}, ruleDokumentTilstande, ruleDokumentUdenOphold, ruleTogether),
	claims(`dokumentets titel på sagen er "([^"]*)"`, "Titlen på den journalpost, der henviser til dokumentet.",
		func(ctx context.Context, titel string) error {
			return ofCase(ctx, func(s *view) error {
				actual := ""
				for _, d := range s.refers(s.sag, s.DokumentUUID()) {
					actual = oio.Text(oio.Path(d.El, "JournalpostEgenskaber", "Dokumenttitel"))
				}
				return s.same(ruleTitelPaaSagen, "Dokumentets titel på sagen", titel, actual)
			})
		}, ruleTitelPaaSagen),
	claims(`sagen henviser til dokumentet`, "Med en journalpost uden slutdato.",
		func(ctx context.Context) error { return filed(ctx, "Sagen", scene(ctx).SagUUID()) }, ruleTilknyttet),
	claims(`den forrige sag henviser til dokumentet`, "Den næstnyeste sag, med en journalpost uden slutdato.",
		func(ctx context.Context) error { return filed(ctx, "Den forrige sag", scene(ctx).PreviousSag()) }, ruleTilknyttet),
	claims(`henviser begge sager til dokumentet`, "Begge scenariets sager, med hver sin journalpost.",
		func(ctx context.Context) error {
			if err := filed(ctx, "Den forrige sag", scene(ctx).PreviousSag()); err != nil {
				return err
			}
			return filed(ctx, "Sagen", scene(ctx).SagUUID())
		}, ruleTilknyttet),
	claims(`henviser sagen ikke længere til dokumentet`, "Journalposten har fået en slutdato eller er slettet.",
		func(ctx context.Context) error {
			return ofCase(ctx, func(s *view) error {
				posts := s.refers(s.sag, s.DokumentUUID())
				return s.Claim(!current(posts), ruleTagetAf, "Sagen henviser stadig til et dokument, der er taget af den.",
					"ingen journalpost uden slutdato", periods(posts))
			})
		}, ruleTagetAf),
	claims(`dokumentet fandtes, før sagen henviste til det`, "Indekset tager ikke imod en henvisning til noget, der ikke er der.",
		func(ctx context.Context) error {
			d, err := scene(ctx).Dokument()
			if err != nil {
				return err
			}
			imported, referred := scene(ctx).Order(d.UUID)
			return scene(ctx).Claim(imported > 0 && imported <= referred, ruleRaekkefoelge, "Sagen henviste til dokumentet, før det fandtes i indekset.",
				"importen af dokumentet først", "henvisningen først")
		}, ruleRaekkefoelge),
	claims(`henviser det forrige dokument til dokumentet som "([^"]*)"`, "En dokumentrelation med den rolle, fra det næstnyeste dokument til det nyeste.",
		func(ctx context.Context, rolle string) error {
			first, err := scene(ctx).Stored(scene(ctx).PreviousDokument(), "Det forrige dokument")
			if err != nil {
				return err
			}
			return same(scene(ctx), dokumentrelation(rolle), "Dokumentets "+rolle, scene(ctx).DokumentUUID(),
				scene(ctx).Role(first, "Dokumentrelation", rolle).Reference.UUID)
		}, everyDokumentrelation()...),
}

func ofDocument(ctx context.Context, do func(*view, index.Stored) error) error {
	d, err := scene(ctx).Dokument()
	if err != nil {
		return err
	}
	return do(&view{Scene: scene(ctx)}, d)
}

// documentProperty claims what a property of the document is now.
func documentProperty(ctx context.Context, rule anvisning.Listed, subject, expected, element string) error {
	return ofDocument(ctx, func(s *view, d index.Stored) error {
		return s.same(rule, subject, expected, trial.Latest(d, oio.DelEgenskaber, element))
	})
}

// refers are a case's Journalposter that refer to an object.
func (s *view) refers(sag index.Stored, uuid string) []oio.Del {
	return trial.Refers(sag, uuid)
}

// current reports whether any of the parts has no end.
func current(parts []oio.Del) bool {
	return len(trial.Holding(parts)) > 0
}

// filed claims that a case refers to the scene's document.
func filed(ctx context.Context, which, uuid string) error {
	s := scene(ctx)
	sag, err := s.Stored(uuid, which)
	if err != nil {
		return err
	}
	posts := (&view{Scene: s}).refers(sag, s.DokumentUUID())
	return s.Claim(current(posts), ruleTilknyttet, which+" henviser ikke til sit dokument.",
		"en Journalpost (Tilakteret) med dokumentets UUID, uden slutdato", periods(posts))
}

// gone claims that an object is not in the index any more.
func gone(ctx context.Context, rule anvisning.Listed, which, uuid string) error {
	_, there := scene(ctx).Judge().Store().Get(uuid)
	return scene(ctx).Claim(!there, rule, which+" er slettet i systemet, men findes stadig i indekset.", "intet objekt med UUID "+uuid, "det er der stadig")
}

// unreferred claims that no object in the index has a relation to a gone one
// that still holds. That the sender forgot such a relation, which the index
// then let go, is a rule of the judge's own.
func unreferred(ctx context.Context, which, uuid string) error {
	var from []string
	for _, o := range scene(ctx).Judge().Store().All() {
		for _, d := range o.Dele {
			if d.Relation && oio.SameUUID(d.Reference.UUID, uuid) && d.Virkning.Til.Uendelig {
				from = append(from, string(o.Type)+" "+o.UUID)
			}
		}
	}
	return scene(ctx).Claim(len(from) == 0, ruleHenvisning, "Noget i indekset henviser stadig til "+which+".", "ingen henvisninger", list(from))
}
