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
			return property(ctx, ruleSagTitel, "Sagens titel", titel, "Titel")
		}, ruleSagTitel),
	claims(`sagens lukkede titel er "([^"]*)"`, "Titlen, som ikke alle må se (TitelAlternativTekst).",
		func(ctx context.Context, titel string) error {
			return property(ctx, ruleSagLukket, "Sagens lukkede titel", titel, "OffentlighedUndtaget/TitelAlternativTekst")
		}, ruleSagLukket),
	claims(`sagens hjemmel for undtagelsen er "([^"]*)"`, "Lov og paragraf.",
		func(ctx context.Context, hjemmel string) error {
			return property(ctx, ruleSagHjemmel, "Sagens hjemmel", hjemmel, "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst")
		}, ruleSagHjemmel),
	claims(`er sagens følsomhed "([^"]*)"`, "Det niveau, der gælder nu.",
		func(ctx context.Context, niveau string) error {
			return ofCase(ctx, func(s *view) error {
				return s.same(ruleSagFoelsomhed, "Sagens følsomhed", niveau, trial.Latest(s.sag, "SagIndeksEgenskaber", "Foelsomhed"))
			})
		}, ruleSagFoelsomhed),
	claims(`(?:er )?sagens tilstand (?:er )?"([^"]*)"`, "Den tilstand, der gælder nu.",
		func(ctx context.Context, kode string) error {
			return ofCase(ctx, func(s *view) error {
				return s.same(ruleSagTilstand, "Sagens tilstand", kode, trial.Latest(s.sag, oio.DelFremdrift, "FremdriftStatusKode"))
			})
		}, ruleSagTilstand),
	claims(`sagens historik begynder med "([^"]*)" og ender med "([^"]*)"`, "Mindst to tilstande, de nævnte yderst.",
		func(ctx context.Context, foerste, sidste string) error {
			return ofCase(ctx, func(s *view) error {
				states := s.statesSent(s.sag)
				s.fallenTogether(s.sag, oio.DelFremdrift, "Sagens tilstande begynder på samme tid i systemet, så indekset kun har den sidste af dem.")
				ok := len(states) > 1 && states[0] == foerste && states[len(states)-1] == sidste
				return s.Claim(ok, ruleSagHistorik, "Sagens historik er ikke fuldstændig.", fmt.Sprintf("%s … %s", foerste, sidste), strings.Join(states, ", "))
			})
		}, ruleSagHistorik, ruleTogether),
	claims(`(?:er )?sagens tilstande (?:er )?"([^"]*)", uden ophold imellem`, "Netop de tilstande, i den rækkefølge, hver fra den forriges slutning.",
		func(ctx context.Context, alle string) error {
			return ofCase(ctx, func(s *view) error {
				return s.states(s.sag, stateRules{ruleSagTilstande, ruleSagUdenOphold}, "Sagens", alle)
			})
		}, ruleSagTilstande, ruleSagUdenOphold, ruleTogether),
	claims(`hver af de (\d+) ændringer har sit eget tidspunkt`, "Leverancen rummer en registrering for hver ændring, med tidspunktet i systemet.",
		func(ctx context.Context, antal int) error {
			return eachItsTime(scene(ctx), antal)
		}, ruleRegistreringer, ruleTogether),
	claims(`(?:har )?sagen (?:har )?haft 2 relationer som "([^"]*)" efter hinanden, uden ophold`, "Den gamle slutter, hvor den nye begynder, og den nye gælder stadig.",
		func(ctx context.Context, rolle string) error {
			return ofCase(ctx, func(s *view) error {
				parts := s.roles(s.sag, "Sagsaktoer", rolle)
				if k, _ := s.Judge().Roles().ByName("Sag", "Sagsaktoer", "Rolle", rolle); len(parts) == 1 && unbroken(parts) && slices.ContainsFunc(s.Judge().Store().FallenTogether(s.sag.UUID, "Sagsaktoer"), func(d oio.Del) bool { return oio.SameUUID(d.Rolle.UUID, k.UUID) }) {
					s.fallenTogether(s.sag, "Sagsaktoer", "To af sagens aktører begynder på samme tid i systemet, så indekset kun har den sidste af dem.")
					return nil
				}
				return s.Claim(len(parts) == 2 && unbroken(parts), ruleAfloest, fmt.Sprintf("Sagens %s er ikke afløst uden ophold.", rolle),
					"to perioder, hvor den anden begynder, når den første slutter, og ikke selv slutter", periods(parts))
			})
		}, ruleAfloest, ruleTogether),
	claims(`er sagens ejer "([^"]*)"`, "Den kommune, der ejer sagen nu.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				o, _ := s.Registers().ByName(municipality.Organisation, navn)
				return refersTo(s.Scene, trial.RuleMadeOwner, "Sagens ejer i indekset", s.role(s.sag, "Sagsaktoer", "Ejer"), o)
			})
		}, trial.RuleMadeOwner, ruleLaestURN),
	claims(`sagens primære part er "(?P<borger>[^"]*)"`, "Den borger, sagen handler om.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				b, _ := s.Registers().Borger(navn)
				return s.primaryPart("urn:oio:cpr-nr:" + b.CPR)
			})
		}, trial.RuleMadePart),
	claims(`sagens primære part er virksomheden "([^"]*)"`, "Med CVR-nummer, ikke med navn.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				v, _ := s.Registers().ByName(municipality.Virksomhed, navn)
				return s.primaryPart("urn:oio:cvr-nr:" + v.Latest().CVR)
			})
		}, trial.RuleMadePart),
	claims(`er "(?P<borger>[^"]*)" sekundær part i sagen`, "Nu, uden slutdato.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				found := s.secondary(navn)
				return s.Claim(len(found) > 0 && found[len(found)-1].Virkning.Til.Uendelig, ruleSekundaerPart, "Borgeren er ikke sekundær part i sagen.", "en Sagspart (Sekundær part) uden slutdato", periods(found))
			})
		}, ruleSekundaerPart),
	claims(`er "(?P<borger>[^"]*)" ikke længere sekundær part, men har været det`, "Relationen findes, med en slutdato.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				found := s.secondary(navn)
				ended := len(found) > 0 && !slices.ContainsFunc(found, func(d oio.Del) bool { return d.Virkning.Til.Uendelig })
				return s.Claim(ended, rulePartAfsluttet, "Partens forhold til sagen er ikke afsluttet.", "en Sagspart (Sekundær part) med slutdato", periods(found))
			})
		}, rulePartAfsluttet),
	claims(`står "(?P<borger>[^"]*)" slet ikke på sagen`, "Ingen part med det CPR-nummer, heller ikke tidligere.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				found := s.secondary(navn)
				return s.Claim(len(found) == 0, rulePartSlettet, "En part, der er slettet i systemet, står stadig på sagen.", "ingen Sagspart med borgerens CPR-nummer", periods(found))
			})
		}, rulePartSlettet),
	claims(`sagens KLE-nummer er (?:fortsat )?"(?P<klasse>[^"]*)"|er sagens KLE-nummer fortsat "(?P<klasse2>[^"]*)"`, "Nummeret på sagens primære klasse.",
		func(ctx context.Context, nummer, fortsat string) error {
			return ofCase(ctx, func(s *view) error {
				return s.same(ruleSagKLE, "Sagens KLE-nummer", nummer+fortsat, s.role(s.sag, "Sagsklasse", "Primær klasse").Local("BrugervendtNoegle"))
			})
		}, ruleSagKLE),
	claims(`er den forrige sag sagens oversag`, "Relationen går fra den nyeste sag til den næstnyeste.",
		func(ctx context.Context) error {
			return ofCase(ctx, func(s *view) error {
				return s.same(ruleOversag, "Sagens oversag", s.PreviousSag(), s.holds(s.sag, "Sagsrelation", "Oversag").Reference.UUID)
			})
		}, ruleOversag),
	claims(`har kun sagens ansvarlige enhed adgang til sagen`, "Sagens eneste sikkerhedsprofil er den enhed, der er ansvarlig for den.",
		func(ctx context.Context) error {
			return ofCase(ctx, func(s *view) error {
				return s.onlyItsUnit()
			})
		}, ruleAdgang, ruleLaestURN),
	claims(`har sagen visningsklassen "([^"]*)"`, "Klassen, der skjuler sagen for borgeren.",
		func(ctx context.Context, navn string) error {
			return ofCase(ctx, func(s *view) error {
				o, _ := s.Registers().ByName(municipality.Klasse, navn)
				return s.same(ruleVisningsklasse, "Sagens visningsklasse", o.UUID, s.holds(s.sag, "Sagsklasse", "Visningsklasse").Reference.UUID)
			})
		}, ruleVisningsklasse),
	claims(`er ændringen nået indekset inden for fristen`, "Tiden fra handlingen i systemet til den første meddelelse er højst profilens frist.",
		func(ctx context.Context) error {
			return scene(ctx).InTime()
		}, trial.RuleLate),
	claims(`findes hver af de (\d+) sager netop én gang i indekset`, "Bestandens sagsnumre, som systemet har oplyst dem, holdt mod indeksets.",
		func(ctx context.Context, antal int) error { return allOfStock(ctx, antal) }, ruleBestand, ruleFuldstaendig),
}

// primaryPart claims who the case is about.
func (s *view) primaryPart(want string) error {
	is := s.role(s.sag, "Sagspart", "Primær part").Reference.String()
	return s.Claim(is == want, trial.RuleMadePart, "Sagens primære part i indekset stemmer ikke med scenariet.", s.ShownPart(want), s.ShownPart(is))
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
			s.Aside(RuleTogether, ruleTogether.Finding("Ændringerne i leverancen har samme tid, for systemets ur viser hele minutter.", "hver sit tidspunkt", list(times)))
		}
		return s.Claim(true, ruleRegistreringer, "", "", "")
	}
	return s.Claim(false, ruleRegistreringer, "Leverancen har ikke en registrering for hver ændring.", fmt.Sprintf("%d registreringer med hver sit tidspunkt", antal), list(times))
}
