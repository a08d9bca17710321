package steps

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// sagClaims are what must be so of cases.
var sagClaims = []sentence{
	claims(`findes sagen i indekset|sagen findes i indekset`, "Scenariets nyeste sag er i indekset.",
		func(ctx context.Context) error {
			_, err := scene(ctx).Sag()
			return err
		}),
	claims(`(?:er )?sagens titel (?:er )?"([^"]*)"`, "Den titel, der gælder nu.",
		func(ctx context.Context, titel string) error {
			return property(ctx, "sag.titel", "Sagens titel", titel, "Titel")
		}),
	claims(`sagens lukkede titel er "([^"]*)"`, "Titlen, som ikke alle må se (TitelAlternativTekst).",
		func(ctx context.Context, titel string) error {
			return property(ctx, "sag.lukket-titel", "Sagens lukkede titel", titel, "OffentlighedUndtaget/TitelAlternativTekst")
		}),
	claims(`sagens hjemmel for undtagelsen er "([^"]*)"`, "Lov og paragraf.",
		func(ctx context.Context, hjemmel string) error {
			return property(ctx, "sag.hjemmel", "Sagens hjemmel", hjemmel, "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst")
		}),
	claims(`er sagens følsomhed "([^"]*)"`, "Det niveau, der gælder nu.",
		func(ctx context.Context, niveau string) error {
			return ofCase(ctx, func(s *view) error {
				return s.same("sag.foelsomhed", "Sagens følsomhed", niveau, trial.Latest(s.sag, "SagIndeksEgenskaber", "Foelsomhed"))
			})
		}),
	claims(`(?:er )?sagens tilstand (?:er )?"([^"]*)"`, "Den tilstand, der gælder nu.",
		func(ctx context.Context, kode string) error {
			return ofCase(ctx, func(s *view) error {
				return s.same("sag.tilstand", "Sagens tilstand", kode, trial.Latest(s.sag, oio.DelFremdrift, "FremdriftStatusKode"))
			})
		}),
	claims(`sagens historik begynder med "([^"]*)" og ender med "([^"]*)"`, "Mindst to tilstande, de nævnte yderst.",
		func(ctx context.Context, foerste, sidste string) error {
			return ofCase(ctx, func(s *view) error {
				states := s.statesSent(s.sag)
				s.fallenTogether(s.sag, oio.DelFremdrift, "Sagens tilstande begynder på samme tid i systemet, så indekset kun har den sidste af dem.")
				ok := len(states) > 1 && states[0] == foerste && states[len(states)-1] == sidste
				return s.claim(ok, "sag.historik", "Sagens historik er ikke fuldstændig.", fmt.Sprintf("%s … %s", foerste, sidste), strings.Join(states, ", "))
			})
		}),
	claims(`(?:er )?sagens tilstande (?:er )?"([^"]*)", uden ophold imellem`, "Netop de tilstande, i den rækkefølge, hver fra den forriges slutning.",
		func(ctx context.Context, alle string) error {
			return ofCase(ctx, func(s *view) error { return s.states(s.sag, "sag", "Sagens", alle) })
		}),
	claims(`hver af de (\d+) ændringer har sit eget tidspunkt`, "Leverancen rummer en registrering for hver ændring, med tidspunktet i systemet.",
		func(ctx context.Context, antal int) error {
			return eachItsTime(scene(ctx), antal)
		}),
	claims(`(?:har )?sagen (?:har )?haft 2 relationer som "([^"]*)" efter hinanden, uden ophold`, "Den gamle slutter, hvor den nye begynder, og den nye gælder stadig.",
		func(ctx context.Context, rolle string) error {
			return ofCase(ctx, func(s *view) error {
				parts := s.roles(s.sag, "Sagsaktoer", rolle)
				if k, _ := s.Judge().Roles().ByName("Sag", "Sagsaktoer", "Rolle", rolle); len(parts) == 1 && unbroken(parts) && slices.ContainsFunc(s.Judge().Store().FallenTogether(s.sag.UUID, "Sagsaktoer"), func(d oio.Del) bool { return oio.SameUUID(d.Rolle.UUID, k.UUID) }) {
					s.fallenTogether(s.sag, "Sagsaktoer", "To af sagens aktører begynder på samme tid i systemet, så indekset kun har den sidste af dem.")
					return nil
				}
				return s.claim(len(parts) == 2 && unbroken(parts), "sag.afloest", fmt.Sprintf("Sagens %s er ikke afløst uden ophold.", rolle),
					"to perioder, hvor den anden begynder, når den første slutter, og ikke selv slutter", periods(parts))
			})
		}),
	claims(`er sagens ejer "([^"]*)"`, "Den kommune, der ejer sagen nu.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				o, _ := s.Registers().ByName(municipality.Organisation, navn)
				return refersTo(s.Scene, "sag.ejer", "Sagens ejer i indekset", s.role(s.sag, "Sagsaktoer", "Ejer"), o)
			})
		}),
	claims(`sagens primære part er "(?P<borger>[^"]*)"`, "Den borger, sagen handler om.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				b, _ := s.Registers().Borger(navn)
				return s.primaryPart("urn:oio:cpr-nr:" + b.CPR)
			})
		}),
	claims(`sagens primære part er virksomheden "([^"]*)"`, "Med CVR-nummer, ikke med navn.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				v, _ := s.Registers().ByName(municipality.Virksomhed, navn)
				return s.primaryPart("urn:oio:cvr-nr:" + v.Latest().CVR)
			})
		}),
	claims(`er "(?P<borger>[^"]*)" sekundær part i sagen`, "Nu, uden slutdato.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				found := s.secondary(navn)
				return s.claim(len(found) > 0 && found[len(found)-1].Virkning.Til.Uendelig, "sag.sekundaer-part", "Borgeren er ikke sekundær part i sagen.", "en Sagspart (Sekundær part) uden slutdato", periods(found))
			})
		}),
	claims(`er "(?P<borger>[^"]*)" ikke længere sekundær part, men har været det`, "Relationen findes, med en slutdato.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				found := s.secondary(navn)
				ended := len(found) > 0 && !slices.ContainsFunc(found, func(d oio.Del) bool { return d.Virkning.Til.Uendelig })
				return s.claim(ended, "sag.part-afsluttet", "Partens forhold til sagen er ikke afsluttet.", "en Sagspart (Sekundær part) med slutdato", periods(found))
			})
		}),
	claims(`står "(?P<borger>[^"]*)" slet ikke på sagen`, "Ingen part med det CPR-nummer, heller ikke tidligere.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				found := s.secondary(navn)
				return s.claim(len(found) == 0, "sag.part-slettet", "En part, der er slettet i systemet, står stadig på sagen.", "ingen Sagspart med borgerens CPR-nummer", periods(found))
			})
		}),
	claims(`sagens KLE-nummer er (?:fortsat )?"(?P<klasse>[^"]*)"|er sagens KLE-nummer fortsat "(?P<klasse2>[^"]*)"`, "Nummeret på sagens primære klasse.",
		func(ctx context.Context, nummer, fortsat string) error {
			return ofCase(ctx, func(s *view) error {
				return s.same("sag.kle", "Sagens KLE-nummer", nummer+fortsat, s.role(s.sag, "Sagsklasse", "Primær klasse").Local("BrugervendtNoegle"))
			})
		}),
	claims(`er den forrige sag sagens oversag`, "Relationen går fra den nyeste sag til den næstnyeste.",
		func(ctx context.Context) error {
			return ofCase(ctx, func(s *view) error {
				return s.same("sag.oversag", "Sagens oversag", s.PreviousSag(), s.holds(s.sag, "Sagsrelation", "Oversag").Reference.UUID)
			})
		}),
	claims(`har kun sagens ansvarlige enhed adgang til sagen`, "Sagens eneste sikkerhedsprofil er den enhed, der er ansvarlig for den.",
		func(ctx context.Context) error {
			return ofCase(ctx, func(s *view) error {
				return s.onlyItsUnit()
			})
		}),
	claims(`har sagen visningsklassen "([^"]*)"`, "Klassen, der skjuler sagen for borgeren.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				o, _ := s.Registers().ByName(municipality.Klasse, navn)
				return s.same("sag.visningsklasse", "Sagens visningsklasse", o.UUID, s.holds(s.sag, "Sagsklasse", "Visningsklasse").Reference.UUID)
			})
		}),
	claims(`er ændringen nået indekset inden for fristen`, "Tiden fra handlingen i systemet til den første meddelelse er højst profilens frist.",
		func(ctx context.Context) error {
			return scene(ctx).InTime()
		}),
	claims(`findes hver af de (\d+) sager netop én gang i indekset`, "Bestandens sagsnumre, som systemet har oplyst dem, holdt mod indeksets.",
		func(ctx context.Context, antal int) error { return allOfStock(ctx, antal) }),
}

// primaryPart claims who the case is about.
func (s *view) primaryPart(want string) error {
	is := s.role(s.sag, "Sagspart", "Primær part").Reference.String()
	return s.claim(is == want, "sag.primaer-part", "Sagens primære part i indekset stemmer ikke med scenariet.", s.ShownPart(want), s.ShownPart(is))
}

// eachItsTime claims that the delivery has a registration for each change, with a time of
// its own. More may come: what was late, and what the system changes by itself. Where its
// clock shows whole minutes they cannot have one each.
func eachItsTime(s *trial.Scene, antal int) error {
	var times []string
	minutes := true
	for _, r := range s.Changes() {
		times = append(times, r.Tidspunkt.Text)
		minutes = minutes && r.Tidspunkt.Time.Equal(r.Tidspunkt.Time.Truncate(time.Minute))
	}
	slices.Sort(times)
	if n := len(slices.Compact(slices.Clone(times))); n >= antal || minutes && len(times) >= antal {
		if n < antal {
			s.Aside(RuleTogether, verdict.Finding{Rule: RuleTogether, Outcome: verdict.Information, Source: "Scenariet selv", Message: "Ændringerne i leverancen har samme tid, for systemets ur viser hele minutter.",
				Expected: "hver sit tidspunkt", Actual: list(times), Fix: "Skriv tider så fint, at to ændringer ikke får den samme."})
		}
		return claim(s, true, "sag.registreringer", "", "", "")
	}
	return claim(s, false, "sag.registreringer", "Leverancen har ikke en registrering for hver ændring.", fmt.Sprintf("%d registreringer med hver sit tidspunkt", antal), list(times))
}
