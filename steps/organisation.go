package steps

import (
	"context"
	"fmt"
	"strings"

	"klarmeld/internal/driver"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
)

var organisationSentences = []sentence{
	says(`systemet læser FK Organisation igen`, func(ctx context.Context) error {
		return scene(ctx).AskTraffic(ctx, driver.LaesOrganisation, "en læsning i FK Organisation (soeg, laes eller list)", reads("FK Organisation"))
	}),
	says(`kommunen opretter enheden "([^"]*)" under "([^"]*)"`, func(ctx context.Context, navn, over string) error {
		return scene(ctx).NewUnit(navn, over)
	}),
	says(`kommunen omdøber enheden "([^"]*)" til "([^"]*)"`, func(ctx context.Context, navn, nyt string) error {
		return scene(ctx).RenameObject(municipality.OrganisationEnhed, navn, nyt)
	}),
	says(`kommunen flytter enheden "([^"]*)" til "([^"]*)"`, func(ctx context.Context, navn, over string) error {
		return scene(ctx).MoveUnit(navn, over)
	}),
	says(`brugeren "([^"]*)" forlader kommunen`, func(ctx context.Context, navn string) error {
		return scene(ctx).EndObject(municipality.Bruger, navn)
	}),
	says(`(?:har )?systemet (?:har )?læst enheden "([^"]*)", efter at den blev ændret`, func(ctx context.Context, navn string) error {
		return readSince(scene(ctx), municipality.OrganisationEnhed, navn)
	}),
	says(`kommunen nedlægger enheden "([^"]*)"`, func(ctx context.Context, navn string) error {
		return scene(ctx).EndObject(municipality.OrganisationEnhed, navn)
	}),
	// The name that the index shows beside the UUID.
	says(`den ansvarlige enheds navn er "([^"]*)"`, func(ctx context.Context, navn string) error {
		sag, err := scene(ctx).Sag()
		if err != nil {
			return err
		}
		return same(scene(ctx), "laest.navn", "Den ansvarlige enheds navn", navn, role(scene(ctx), sag, "Sagsaktoer", "Ansvarlig").Local("FuldtNavn"))
	}),
	says(`er sagens ejer kommunen, læst i FK Organisation`, func(ctx context.Context) error {
		owner, _ := scene(ctx).Registers().Owner()
		return readBefore(scene(ctx), "Sagsaktoer", "Ejer", owner, "FK Organisation")
	}),
	says(`(?:er )?sagens ansvarlige enhed (?:er )?"([^"]*)", læst i FK Organisation, før den blev brugt`, func(ctx context.Context, navn string) error {
		unit, _ := scene(ctx).Registers().ByName(municipality.OrganisationEnhed, navn)
		return readBefore(scene(ctx), "Sagsaktoer", "Ansvarlig", unit, "FK Organisation")
	}),
	says(`(?:er )?sagens sagsbehandler (?:er )?"([^"]*)", læst i FK Organisation`, func(ctx context.Context, navn string) error {
		user, _ := scene(ctx).Registers().ByName(municipality.Bruger, navn)
		return pointsAt(scene(ctx), "Sagsaktoer", "Primær behandler", user, "FK Organisation")
	}),
	says(`brugeren "([^"]*)" er læst i FK Organisation`, func(ctx context.Context, navn string) error {
		user, _ := scene(ctx).Registers().ByName(municipality.Bruger, navn)
		return claim(scene(ctx), scene(ctx).Judge().FirstRead(user.UUID) > 0, "laest.bruger", "Systemet har ikke læst brugeren i FK Organisation.", "en læsning, hvis svar rummer brugerens UUID", "ingen")
	}),
}

// reads tells an exchange with a register from others.
func reads(service string) func(recording.Exchange) bool {
	return func(x recording.Exchange) bool {
		return strings.HasPrefix(x.Service, service) && x.Status == 200 && (x.Operation == "soeg" || x.Operation == "laes" || x.Operation == "list" || x.Operation == "fremsoegobjekthierarki")
	}
}

// readSince claims that the system has been told of an object of the registers
// after it was changed.
func readSince(s *trial.Scene, kind municipality.Kind, navn string) error {
	o, _ := s.Registers().ByName(kind, navn)
	return claim(s, s.ReadSince(o.UUID), "laest.efter-aendring", fmt.Sprintf("%s %q er ændret, og systemet har ikke læst den siden.", kind, navn),
		"en læsning, hvis svar rummer den ændrede", "ingen læsning af den efter ændringen")
}

// readBefore claims that the case's relation points at the object, and that a
// register had told the system its UUID before the case was sent.
func readBefore(s *trial.Scene, kind, rolle string, o municipality.Objekt, register string) error {
	sag, err := s.Sag()
	if err != nil {
		return err
	}
	if err := pointsAt(s, kind, rolle, o, register); err != nil {
		return err
	}
	first := s.Judge().FirstRead(o.UUID)
	imported, _ := s.Order(sag.UUID)
	return claim(s, first < imported, "laest.foer-brug", "Systemet brugte en UUID, det ikke havde læst i "+register+".", "en læsning, hvis svar rummer UUID'en, før den bruges", "læst, efter at den var brugt")
}

// pointsAt claims that the case's relation points at the object, whose UUID a
// register has told the system.
func pointsAt(s *trial.Scene, kind, rolle string, o municipality.Objekt, register string) error {
	sag, err := s.Sag()
	if err != nil {
		return err
	}
	actual := role(s, sag, kind, rolle).Reference
	expected := o.UUID
	if len(o.Versions) > 0 {
		expected += " (" + o.Latest().Navn + ")"
	}
	if err := claim(s, oio.SameUUID(actual.UUID, o.UUID), "laest.reference", "Sagens "+rolle+" er ikke den, scenariet gav.", expected, actual.String()); err != nil {
		return err
	}
	return claim(s, s.Judge().FirstRead(o.UUID) > 0, "laest.foer-brug", "Systemet brugte en UUID, det ikke havde læst i "+register+".", "en læsning, hvis svar rummer UUID'en, før den bruges", "ingen læsning af den")
}
