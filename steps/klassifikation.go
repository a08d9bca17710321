package steps

import (
	"context"

	"klarmeld/internal/driver"
	"klarmeld/internal/municipality"
)

var klassifikationSentences = []sentence{
	says(`systemet læser FK Klassifikation igen`, func(ctx context.Context) error {
		return scene(ctx).AskTraffic(ctx, driver.LaesKlassifikation, "en læsning i FK Klassifikation (soeg, laes eller list)", reads("FK Klassifikation"))
	}),
	says(`KLE får det nye emne "([^"]*)" "([^"]*)" under "([^"]*)"`, func(ctx context.Context, nummer, titel, over string) error {
		return scene(ctx).NewClass(nummer, titel, over)
	}),
	says(`KLE-emnet "([^"]*)" udgår`, func(ctx context.Context, nummer string) error {
		return scene(ctx).EndObject(municipality.Klasse, nummer)
	}),
	says(`KLE-emnet "([^"]*)" får titlen "([^"]*)"`, func(ctx context.Context, nummer, titel string) error {
		return scene(ctx).RenameObject(municipality.Klasse, nummer, titel)
	}),
	says(`er sagens primære klasse "([^"]*)", læst i FK Klassifikation, før den blev brugt`, func(ctx context.Context, nummer string) error {
		return classRead(ctx, "Primær klasse", nummer)
	}),
	says(`sagens handlingsklasse er "([^"]*)", læst i FK Klassifikation, før den blev brugt`, func(ctx context.Context, nummer string) error {
		return classRead(ctx, "Handlingsklasse", nummer)
	}),
}

// classRead claims that the class was read, and that UUID and number are the
// same class's.
func classRead(ctx context.Context, rolle, nummer string) error {
	s := scene(ctx)
	class, _ := s.Registers().ByName(municipality.Klasse, nummer)
	if err := readBefore(s, "Sagsklasse", rolle, class, "FK Klassifikation"); err != nil {
		return err
	}
	sag, err := s.Sag()
	if err != nil {
		return err
	}
	return same(s, "laest.nummer", rolle, nummer, role(s, sag, "Sagsklasse", rolle).Local("BrugervendtNoegle"))
}
