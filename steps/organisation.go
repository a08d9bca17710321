package steps

import (
	"context"
	"fmt"

	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
)

var organisationSentences = []sentence{
	says(`systemet læser FK Organisation igen`, "Systemet bedes læse enheder og brugere nu, i stedet for i nat.",
		func(ctx context.Context) error {
			return scene(ctx).AskTraffic(ctx, action.LaesOrganisation, action.Data{}, "en læsning i FK Organisation (soeg, laes eller list)", reads(recording.RegisterOrganisation))
		}),
	says(`kommunen opretter enheden "(?P<nyenhed>[^"]*)" under "(?P<enhed>[^"]*)"`, "klarmeld føjer enheden til FK Organisation, med en UUID, ingen kender.",
		func(ctx context.Context, navn, over string) error {
			return scene(ctx).NewUnit(navn, over)
		}),
	says(`kommunen omdøber enheden "(?P<enhed>[^"]*)" til "(?P<nyenhed>[^"]*)"`, "klarmeld giver enheden et nyt navn fra nu af.",
		func(ctx context.Context, navn, nyt string) error {
			return scene(ctx).RenameObject(municipality.OrganisationEnhed, navn, nyt)
		}),
	says(`kommunen flytter enheden "(?P<enhed>[^"]*)" til "(?P<enhed2>[^"]*)"`, "klarmeld giver enheden en ny overordnet fra nu af.",
		func(ctx context.Context, navn, over string) error {
			return scene(ctx).MoveUnit(navn, over)
		}),
	says(`brugeren "(?P<bruger>[^"]*)" forlader kommunen`, "klarmeld lader brugeren ophøre nu.",
		func(ctx context.Context, navn string) error {
			return scene(ctx).EndObject(municipality.Bruger, navn)
		}),
	claims(`(?:har )?systemet (?:har )?læst enheden "(?P<enhed>[^"]*)", efter at den blev ændret`, "Systemet er blevet vist enheden, som den er efter ændringen; at den nævnes, er ikke nok.",
		func(ctx context.Context, navn string) error {
			return readSince(scene(ctx), municipality.OrganisationEnhed, navn)
		}, ruleLaestEfter),
	says(`kommunen nedlægger enheden "(?P<enhed>[^"]*)"`, "klarmeld lader enheden ophøre nu.",
		func(ctx context.Context, navn string) error {
			return scene(ctx).EndObject(municipality.OrganisationEnhed, navn)
		}),
	// The name that the index shows beside the UUID.
	claims(`den ansvarlige enheds navn er "(?P<enhed>[^"]*)"`, "Navnet, som det sendes ved siden af UUID'en.",
		func(ctx context.Context, navn string) error {
			sag, err := scene(ctx).Sag()
			if err != nil {
				return err
			}
			return same(scene(ctx), ruleLaestNavn, "Den ansvarlige enheds navn", navn, scene(ctx).Role(sag, "Sagsaktoer", "Ansvarlig").Local("FuldtNavn"))
		}, ruleLaestNavn),
	claims(`er sagens ejer kommunen, læst i FK Organisation`, "Ejeren er kommunens organisation, og systemet har fået UUID'en at vide først.",
		func(ctx context.Context) error {
			owner, _ := scene(ctx).Registers().Owner()
			return readBefore(scene(ctx), "Sagsaktoer", "Ejer", owner, recording.RegisterOrganisation)
		}, ruleIHaanden, ruleLaestFoer, ruleLaestReference, ruleLaestURN),
	claims(`(?:er )?sagens ansvarlige enhed (?:er )?"(?P<enhed>[^"]*)", læst i FK Organisation, før den blev brugt`, "Relationen peger på enheden, og systemet har fået UUID'en at vide først.",
		func(ctx context.Context, navn string) error {
			unit, _ := scene(ctx).Registers().ByName(municipality.OrganisationEnhed, navn)
			return readBefore(scene(ctx), "Sagsaktoer", "Ansvarlig", unit, recording.RegisterOrganisation)
		}, ruleIHaanden, ruleLaestFoer, ruleLaestReference, ruleLaestURN),
	claims(`(?:er )?sagens sagsbehandler (?:er )?"(?P<bruger>[^"]*)", læst i FK Organisation`, "Relationen peger på brugeren, og systemet har læst den.",
		func(ctx context.Context, navn string) error {
			user, _ := scene(ctx).Registers().ByName(municipality.Bruger, navn)
			return pointsAt(scene(ctx), "Sagsaktoer", "Primær behandler", user, recording.RegisterOrganisation)
		}, ruleIHaanden, ruleLaestReference, ruleLaestURN),
	claims(`brugeren "(?P<bruger>[^"]*)" er læst i FK Organisation`, "Systemet har fået brugerens UUID at vide.",
		func(ctx context.Context, navn string) error {
			user, _ := scene(ctx).Registers().ByName(municipality.Bruger, navn)
			return userRead(scene(ctx), user)
		}, ruleLaestBruger, ruleLaestURN),
	claims(`er sagens ansvarlige enhed "(?P<enhed>[^"]*)", læst i FK Organisation`, "Relationen peger på enheden, og systemet har læst den.",
		func(ctx context.Context, navn string) error {
			unit, _ := scene(ctx).Registers().ByName(municipality.OrganisationEnhed, navn)
			return pointsAt(scene(ctx), "Sagsaktoer", "Ansvarlig", unit, recording.RegisterOrganisation)
		}, ruleIHaanden, ruleLaestReference, ruleLaestURN),
	claims(`har de to sager hver sin ansvarlige enhed, "(?P<enhed>[^"]*)" og "(?P<enhed2>[^"]*)"`, "Hver sags enhed er den, sagsbehandleren valgte.",
		func(ctx context.Context, forrige, nyeste string) error {
			s := scene(ctx)
			for _, c := range []struct{ uuid, navn string }{{s.PreviousSag(), forrige}, {s.SagUUID(), nyeste}} {
				sag, err := s.Stored(c.uuid, "Sagen")
				if err != nil {
					return err
				}
				unit, _ := s.Registers().ByName(municipality.OrganisationEnhed, c.navn)
				if err := refersTo(s, ruleLaestReference, "Sagens ansvarlige enhed", s.Role(sag, "Sagsaktoer", "Ansvarlig"), unit); err != nil {
					return err
				}
			}
			return nil
		}, ruleLaestReference, ruleLaestURN),
	claims(`er hver UUID på sagens aktører læst i FK Organisation`, "En rigtig UUID, som systemet ikke har læst, har nogen skrevet ind i hånden: det er en bemærkning.",
		func(ctx context.Context) error {
			return ofCase(ctx, func(s *view) error {
				return actorsRead(s)
			})
		}, ruleIHaanden, ruleLaestURN),
}

// reads tells an exchange with a register from others.
func reads(register recording.Register) func(recording.Exchange) bool {
	return func(x recording.Exchange) bool {
		return x.ServiceID.Register() == register && x.Status == 200 && (x.Operation == "soeg" || x.Operation == "laes" || x.Operation == "list" || x.Operation == "fremsoegobjekthierarki")
	}
}

// readSince claims that the system has been told of an object of the registers
// after it was changed.
func readSince(s *trial.Scene, kind municipality.Kind, navn string) error {
	if s.OnDemand() {
		return nil // nothing has needed it since; the next that does is judged
	}
	o, _ := s.Registers().ByName(kind, navn)
	return s.Claim(s.ReadSince(o.UUID), ruleLaestEfter, fmt.Sprintf("%s %q er ændret, og systemet har ikke læst den siden.", kind, navn),
		"en læsning, hvis svar rummer den ændrede", "ingen læsning af den efter ændringen")
}

// readBefore claims that the case's relation points at the object, and that a
// register had told the system its UUID before the case was sent.
func readBefore(s *trial.Scene, kind, rolle string, o municipality.Objekt, register recording.Register) error {
	sag, err := s.Sag()
	if err != nil {
		return err
	}
	if err := pointsAt(s, kind, rolle, o, register); err != nil {
		return err
	}
	first := s.Judge().FirstRead(o.UUID)
	if first == 0 {
		return nil // it is referred to by URN, and pointsAt has said that this is not tried
	}
	imported, _ := s.Order(sag.UUID)
	return s.Claim(first < imported, ruleLaestFoer, "Systemet brugte en UUID, det ikke havde læst i "+register.Name()+".", "en læsning, hvis svar rummer UUID'en, før den bruges", "læst, efter at den var brugt")
}

// pointsAt claims that the case's relation points at the object, whose UUID a
// register has told the system.
func pointsAt(s *trial.Scene, kind, rolle string, o municipality.Objekt, register recording.Register) error {
	sag, err := s.Sag()
	if err != nil {
		return err
	}
	d := s.Role(sag, kind, rolle)
	if err := refersTo(s, ruleLaestReference, "Sagens "+rolle, d, o); err != nil {
		return err
	}
	if d.Reference.UUID == "" && s.Judge().FirstRead(o.UUID) == 0 {
		untriedReading(s, "Sagens "+rolle, d, register)
		return nil
	}
	return wasRead(s, o.UUID, register)
}

// untriedReading notes that it was not tried whether the system reads a register, where it
// refers by a URN of its own: there is no UUID that it should have found there.
func untriedReading(s *trial.Scene, subject string, d oio.Del, register recording.Register) {
	s.Untried(ruleLaestURN, "Ikke afprøvet: "+subject+" er en URN, så det kan ikke ses, om systemet har læst det i "+register.Name()+".", "en UUID, som systemet har læst i "+register.Name(), shownRef(d))
}

// userRead claims that a register has told the system a user, unless the system refers
// to its users otherwise.
func userRead(s *trial.Scene, user municipality.Objekt) error {
	first := s.Judge().FirstRead(user.UUID)
	if sag, ok := s.Judge().Store().Get(s.SagUUID()); ok && first == 0 {
		if d := s.Role(sag, "Sagsaktoer", "Primær behandler"); d.Reference.URN != "" {
			untriedReading(s, "Sagens Primær behandler", d, recording.RegisterOrganisation)
			return nil
		}
	}
	return s.Claim(first > 0, ruleLaestBruger, "Systemet har ikke læst brugeren i FK Organisation.", "en læsning, hvis svar rummer brugerens UUID", "ingen")
}

// actorsRead claims that FK Organisation has told the system the UUIDs of the case's
// actors. Where the system has put a URN for every one there is none to ask for.
func actorsRead(s *view) error {
	tried := 0
	actors := s.sag.Af("Sagsaktoer")
	for _, d := range actors {
		if d.Reference.UUID == "" {
			continue
		}
		tried++
		if err := wasRead(s.Scene, d.Reference.UUID, recording.RegisterOrganisation); err != nil {
			return err
		}
	}
	if tried == 0 && len(actors) > 0 {
		untriedReading(s.Scene, "hver aktør på sagen", actors[0], recording.RegisterOrganisation)
	}
	return nil
}

// wasRead claims that a register has told the system a UUID. One that is right
// all the same was typed in: it is right until the municipality changes it,
// and so it is a remark.
func wasRead(s *trial.Scene, uuid string, register recording.Register) error {
	return s.Claim(s.Judge().FirstRead(uuid) > 0, ruleIHaanden, "Systemet brugte en rigtig UUID, som det ikke har læst i "+register.Name()+": nogen har skrevet den ind i hånden.",
		"en læsning, hvis svar rummer "+uuid, "ingen læsning af den")
}
