package steps

import (
	"context"

	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
)

var klassifikationSentences = []sentence{
	says(`systemet læser FK Klassifikation igen`, "Systemet bedes læse KLE nu, i stedet for i nat.",
		func(ctx context.Context) error {
			return scene(ctx).AskTraffic(ctx, action.LaesKlassifikation, action.Data{}, "en læsning i FK Klassifikation (soeg, laes eller list)",
				reads(recording.RegisterKlassifikation))
		}),
	says(`KLE får det nye emne "(?P<nyklasse>[^"]*)" "(?P<nyemnetitel>[^"]*)" under "(?P<klasse>[^"]*)"`,
		"klarmeld føjer emnet til FK Klassifikation, med en UUID, ingen kender.",
		func(ctx context.Context, nummer, titel, over string) error {
			return scene(ctx).NewClass(nummer, titel, over)
		}),
	says(`KLE-emnet "(?P<klasse>[^"]*)" udgår`, "klarmeld lader emnet ophøre nu.",
		func(ctx context.Context, nummer string) error {
			return scene(ctx).EndObject(municipality.Klasse, nummer)
		}),
	says(`KLE-emnet "(?P<klasse>[^"]*)" får titlen "(?P<nyemnetitel>[^"]*)"`, "klarmeld giver emnet en ny titel fra nu af.",
		func(ctx context.Context, nummer, titel string) error {
			return scene(ctx).RenameObject(municipality.Klasse, nummer, titel)
		}),
	claims(`er sagens primære klasse "(?P<klasse>[^"]*)", læst i FK Klassifikation, før den blev brugt`,
		"UUID og nummer er emnets, og systemet har fået UUID'en at vide først.",
		func(ctx context.Context, nummer string) error { return classRead(ctx, "Primær klasse", nummer) }, ruleIHaanden, ruleLaestFoer, ruleLaestNummer,
		ruleLaestReference, ruleLaestURN),
	claims(`sagens handlingsklasse er "(?P<klasse>[^"]*)", læst i FK Klassifikation, før den blev brugt`, "Som for den primære klasse.",
		func(ctx context.Context, nummer string) error { return classRead(ctx, "Handlingsklasse", nummer) }, ruleIHaanden, ruleLaestFoer, ruleLaestNummer,
		ruleLaestReference, ruleLaestURN),
	claims(`den primære klasses titel er "(?P<emnetitel>[^"]*)"`, "Titlen, som den sendes ved siden af nummeret, når den sendes.",
		func(ctx context.Context, titel string) error {
			return ofCase(ctx, func(s *view) error {
				actual := s.role(s.sag, "Sagsklasse", "Primær klasse").Local("Klassetitel")
				if actual == "" {
					actual = titel // it is optional, and whoever looks it up finds the new one
				}
				return s.same(ruleLaestTitel, "Den primære klasses titel", titel, actual)
			})
		}, ruleLaestTitel),
	claims(`har de to sager hver sin primære klasse, "(?P<klasse>[^"]*)" og "(?P<klasse2>[^"]*)"`, "Hver sags UUID er det nummers, der står ved siden af.",
		func(ctx context.Context, forrige, nyeste string) error {
			s := scene(ctx)
			for _, c := range []struct{ uuid, nummer string }{{s.PreviousSag(), forrige}, {s.SagUUID(), nyeste}} {
				sag, err := s.Stored(c.uuid, "Sagen")
				if err != nil {
					return err
				}
				class, _ := s.Registers().ByName(municipality.Klasse, c.nummer)
				if err := refersTo(s, ruleLaestReference, "Sagens primære klasse", s.Role(sag, "Sagsklasse", "Primær klasse"), class); err != nil {
					return err
				}
			}
			return nil
		}, ruleLaestReference, ruleLaestURN),
}

// classRead claims that the class was read, and that UUID and number are the
// same class's.
func classRead(ctx context.Context, rolle, nummer string) error {
	s := scene(ctx)
	class, _ := s.Registers().ByName(municipality.Klasse, nummer)
	if err := readBefore(s, "Sagsklasse", rolle, class, recording.RegisterKlassifikation); err != nil {
		return err
	}
	return ofCase(ctx, func(v *view) error {
		return v.same(ruleLaestNummer, rolle, nummer, v.role(v.sag, "Sagsklasse", rolle).Local("BrugervendtNoegle"))
	})
}
