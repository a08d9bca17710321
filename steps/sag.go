package steps

import (
	"context"
	"fmt"

	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/trial"
)

// handlingsfacet is the one that every case of the scenarios has.
const handlingsfacet = "G01"

// visningsklasse is the one that hides a case from the citizen.
const visningsklasse = "Visning undtaget for borger"

const place = ` i enheden "(?P<enhed>[^"]*)" med KLE-nummeret "(?P<klasse>[^"]*)"`

// sagActions are what the system is asked to do with cases.
var sagActions = []sentence{
	says(`sagsbehandleren "(?P<bruger>[^"]*)" (?:opretter|har oprettet) sagen "([^"]*)" for borgeren "(?P<borger>[^"]*)"`+place,
		"En sagsbehandler opretter en sag i systemet, og klarmeld venter, at den importeres.",
		func(ctx context.Context, bruger, titel, borger, enhed, kle string) error {
			d, err := caseData(scene(ctx), bruger, titel, borger, enhed, kle)
			if err != nil {
				return err
			}
			return scene(ctx).AskCase(ctx, action.OpretSag, d)
		}),
	says(`sagsbehandleren "(?P<bruger>[^"]*)" (?:opretter|har oprettet) sagen "([^"]*)" for virksomheden "([^"]*)"`+place,
		"Som for en borger, men sagens primære part er en virksomhed med CVR-nummer.",
		func(ctx context.Context, bruger, titel, virksomhed, enhed, kle string) error {
			v, err := company(scene(ctx), virksomhed)
			if err != nil {
				return err
			}
			return scene(ctx).AskCase(ctx, action.OpretSag,
				action.Data{Titel: titel, Virksomhed: v, Enhed: enhed, Sagsbehandler: bruger, KLE: kle, Handlingsfacet: handlingsfacet})
		}),
	says(`systemet overfører den passive sag "([^"]*)" for borgeren "(?P<borger>[^"]*)"`+place+`, oprettet den (\S+) og afsluttet den (\S+)`,
		"Systemet sender en sag, der var afsluttet, før det blev tilsluttet.",
		func(ctx context.Context, titel, borger, enhed, kle, fra, til string) error {
			d, err := caseData(scene(ctx), "Jens Hagen", titel, borger, enhed, kle)
			if err != nil {
				return err
			}
			d.Oprettet, d.Afsluttet = fra, til
			return scene(ctx).AskCase(ctx, action.OverfoerPassivSag, d)
		}),
	says(`systemet overfører sin bestand på (\d+) sager for borgeren "(?P<borger>[^"]*)"`+place,
		"Systemet sender alle de sager, det har, og oplyser deres sagsnumre.",
		func(ctx context.Context, antal int, borger, enhed, kle string) error {
			d, err := caseData(scene(ctx), "Jens Hagen", "Sag fra bestanden", borger, enhed, kle)
			if err != nil {
				return err
			}
			d.Antal = antal
			return scene(ctx).AskStock(ctx, d)
		}),
	says(`sagsbehandleren retter sagens titel til "([^"]*)"`, "Titlen ændres i systemet.",
		func(ctx context.Context, titel string) error {
			return change(ctx, action.RetSagstitel, action.Data{Titel: titel})
		}),
	says(`sagsbehandleren afslutter sagen`, "Sagen får tilstanden Afsluttet.",
		func(ctx context.Context) error { return change(ctx, action.LukSag, action.Data{}) }),
	says(`sagsbehandleren giver sagen tilstanden "([^"]*)"`, "En af tilstandene Oplyst, Afgjort og Afsluttet.",
		func(ctx context.Context, kode string) error {
			return change(ctx, action.SkiftTilstand, action.Data{Tilstand: kode})
		}),
	says(`sagen flyttes til enheden "(?P<enhed>[^"]*)"`, "En anden enhed bliver ansvarlig.",
		func(ctx context.Context, enhed string) error {
			return change(ctx, action.SkiftEnhed, action.Data{Enhed: enhed})
		}),
	says(`sagen overtages af sagsbehandleren "(?P<bruger>[^"]*)"`, "En anden bliver primær behandler.",
		func(ctx context.Context, navn string) error {
			return change(ctx, action.SkiftSagsbehandler, action.Data{Sagsbehandler: navn})
		}),
	says(`sagen overgår til kommunen "([^"]*)"`, "En anden kommune bliver ejer.",
		func(ctx context.Context, navn string) error {
			k, err := company(scene(ctx), navn)
			if err != nil {
				return err
			}
			return change(ctx, action.SkiftEjer, action.Data{Kommune: k})
		}),
	says(`sagsbehandleren tilføjer "(?P<borger>[^"]*)" som sekundær part`, "En borger bliver sekundær part.",
		func(ctx context.Context, navn string) error { return withPart(ctx, action.TilfoejPart, navn) }),
	says(`sagsbehandleren afslutter "(?P<borger>[^"]*)" som sekundær part`, "Parten er det ikke længere (AM-02).",
		func(ctx context.Context, navn string) error { return withPart(ctx, action.AfslutPart, navn) }),
	says(`sagsbehandleren sletter "(?P<borger>[^"]*)" som sekundær part`, "Parten skulle aldrig have stået på sagen (AM-03).",
		func(ctx context.Context, navn string) error { return withPart(ctx, action.SletPart, navn) }),
	says(`sagsbehandleren undtager sagen fra offentlighed med hjemlen "([^"]*)" og den åbne titel "([^"]*)"`,
		"Sagens titel bliver den lukkede, og alle ser den åbne.",
		func(ctx context.Context, hjemmel, titel string) error {
			return change(ctx, action.UndtagSag, action.Data{Hjemmel: hjemmel, Titel: titel})
		}),
	says(`sagsbehandleren ændrer sagens følsomhed til "([^"]*)"`, "Et af XSD'ens fire niveauer.",
		func(ctx context.Context, niveau string) error {
			return change(ctx, action.SkiftFoelsomhed, action.Data{Foelsomhed: niveau})
		}),
	says(`sagsbehandleren knytter sagen til den forrige sag som oversag`, "Scenariets nyeste sag får den næstnyeste som oversag.",
		func(ctx context.Context) error { return scene(ctx).AskOver(ctx) }),
	says(`sagsbehandleren giver kun sagens egen enhed, "(?P<enhed>[^"]*)", adgang til sagen`, "Adgangen begrænses med en sikkerhedsprofil.",
		func(ctx context.Context, enhed string) error {
			return change(ctx, action.BeskytSag, action.Data{Enhed: enhed})
		}),
	says(`sagsbehandleren skjuler sagen for borgeren`, "Sagen får visningsklassen »Visning undtaget for borger«.",
		func(ctx context.Context) error {
			return change(ctx, action.SkjulSag, action.Data{Visning: visningsklasse})
		}),
	says(`systemet holder sine leverancer tilbage`, "Som når forbindelsen er nede: det, der sker nu, sendes ikke endnu.",
		func(ctx context.Context) error { return scene(ctx).HoldBack(ctx) }),
	says(`systemet sender det tilbageholdte i én leverance`, "Forbindelsen er tilbage.",
		func(ctx context.Context) error { return scene(ctx).SendHeld(ctx) }),
}

func change(ctx context.Context, kind action.Kind, d action.Data) error {
	return scene(ctx).AskChange(ctx, kind, d)
}

func withPart(ctx context.Context, kind action.Kind, navn string) error {
	b, err := borger(scene(ctx), navn)
	if err != nil {
		return err
	}
	if kind == action.SletPart {
		return scene(ctx).AskRemoval(ctx, kind, action.Data{Borger: b})
	}
	return change(ctx, kind, action.Data{Borger: b})
}

func borger(s *trial.Scene, navn string) (*action.Borger, error) {
	b, ok := s.Registers().Borger(navn)
	if !ok {
		return nil, s.Broken(fmt.Errorf("borgeren %q findes ikke i kommunefilen", navn))
	}
	return &action.Borger{Navn: b.Navn, CPR: b.CPR}, nil
}

// company is a virksomhed of the registers: municipalities are some too.
func company(s *trial.Scene, navn string) (*action.Virksomhed, error) {
	v, ok := s.Registers().ByName(municipality.Virksomhed, navn)
	if !ok {
		return nil, s.Broken(fmt.Errorf("virksomheden %q findes ikke i kommunefilen", navn))
	}
	return &action.Virksomhed{Navn: navn, CVR: v.Latest().CVR}, nil
}

// caseData is what a caseworker types of a new case.
func caseData(s *trial.Scene, bruger, titel, navn, enhed, kle string) (action.Data, error) {
	b, err := borger(s, navn)
	if err != nil {
		return action.Data{}, err
	}
	return action.Data{Titel: titel, Borger: b, Enhed: enhed, Sagsbehandler: bruger, KLE: kle, Handlingsfacet: handlingsfacet}, nil
}
