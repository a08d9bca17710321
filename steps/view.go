package steps

import (
	"context"
	"fmt"
	"strings"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/trial"
)

// view is the scene with its newest case as the index shows it.
type view struct {
	*trial.Scene
	sag index.Stored
}

// ofCase makes a claim about the scene's newest case. That the index has it is
// claimed first.
func ofCase(ctx context.Context, do func(*view) error) error {
	sag, err := scene(ctx).Sag()
	if err != nil {
		return err
	}
	return do(&view{scene(ctx), sag})
}

// property claims what a property of the case is now.
func property(ctx context.Context, rule anvisning.Listed, subject, expected, element string) error {
	return ofCase(ctx, func(s *view) error {
		return s.same(rule, subject, expected, trial.Latest(s.sag, oio.DelEgenskaber, element))
	})
}

func (s *view) same(rule anvisning.Listed, subject, expected, actual string) error {
	return same(s.Scene, rule, subject, expected, actual)
}

// roles are the object's relations with a role, by when they begin; role is
// the one that holds last.
func (s *view) roles(o index.Stored, kind, rolle string) []oio.Del {
	return s.Roles(o, kind, rolle)
}
func (s *view) role(o index.Stored, kind, rolle string) oio.Del { return s.Role(o, kind, rolle) }

// holds is the relation with a role that has no end; of many the one that began last.
func (s *view) holds(o index.Stored, kind, rolle string) oio.Del {
	var out oio.Del
	for _, d := range s.roles(o, kind, rolle) {
		if d.Virkning.Til.Uendelig {
			out = d
		}
	}
	return out
}

// onlyItsUnit claims that nobody but the unit that is responsible for the case has
// access to it now. That others had is ended or removed: both say the same.
func (s *view) onlyItsUnit() error {
	unit := s.role(s.sag, "Sagsaktoer", "Ansvarlig")
	var access []oio.Del
	var shown []string
	for _, d := range s.sag.Af("Sikkerhedsprofil") {
		if d.Virkning.Til.Uendelig {
			access, shown = append(access, d), append(shown, d.Reference.String())
		}
	}
	like := another
	if len(access) == 1 {
		like = matchOf(unit.Reference.UUID != "" && oio.SameUUID(access[0].Reference.UUID, unit.Reference.UUID))
		if o, known := s.Registers().Get(access[0].Reference.UUID); unit.Reference.UUID == "" && known {
			like = pointing(s.Scene, unit, o)
		}
	}
	if like == unsure {
		untried(s.Scene, "Sagens Ansvarlig", unit)
		return nil
	}
	return s.Claim(like == alike, ruleAdgang, "Adgangen til sagen er ikke begrænset til dens enhed.", "én Sikkerhedsprofil: "+shownRef(unit), list(shown))
}

// secondary are the relations by which a citizen is a part besides the primary
// one.
func (s *view) secondary(navn string) []oio.Del {
	b, _ := s.Registers().Borger(navn)
	var out []oio.Del
	for _, d := range s.roles(s.sag, "Sagspart", "Sekundær part") {
		if d.Reference.URN == "urn:oio:cpr-nr:"+b.CPR {
			out = append(out, d)
		}
	}
	return out
}

// stateRules are the rules of an object's states: which there are, and that they follow
// each other.
type stateRules struct{ which, inTurn anvisning.Listed }

// states claims that the object's states are just these, one after the other.
func (s *view) states(o index.Stored, r stateRules, whose, all string) error {
	parts := trial.ByTime(o.Af(oio.DelFremdrift))
	if strings.Join(s.statesSent(o), ", ") == all && len(parts) > 0 {
		s.fallenTogether(o, oio.DelFremdrift, whose+" tilstande begynder på samme tid i systemet, så indekset kun har den sidste af dem.")
	} else if err := s.Claim(strings.Join(trial.Values(o, oio.DelFremdrift, "FremdriftStatusKode"), ", ") == all, r.which,
		whose+" tilstande er ikke dem, scenariet gav.",
		all, strings.Join(trial.Values(o, oio.DelFremdrift, "FremdriftStatusKode"), ", ")); err != nil {
		return err
	}
	return s.Claim(unbroken(parts), r.inTurn, whose+" tilstande følger ikke hinanden uden ophold.",
		"hver tilstand begynder, når den forrige slutter, og den sidste gælder stadig", periods(parts))
}

// statesSent are the object's states in their order, those too that another has taken the
// place of since the system's clock showed the same time for both.
func (s *view) statesSent(o index.Stored) []string {
	var out []string
	for _, d := range trial.ByTime(append(s.Judge().Store().FallenTogether(o.UUID, oio.DelFremdrift), trial.ByTime(o.Af(oio.DelFremdrift))...)) {
		out = append(out, oio.Text(oio.Path(d.El, "FremdriftStatusKode")))
	}
	return out
}

// fallenTogether tells of parts that another has taken the place of, when there are any.
func (s *view) fallenTogether(o index.Stored, kind, message string) {
	if fallen := s.Judge().Store().FallenTogether(o.UUID, kind); len(fallen) > 0 {
		s.Aside(kind, ruleTogether.Finding(message, "hver sit tidspunkt", fallen[0].Virkning.Fra.Text))
	}
}

// unbroken reports whether each part begins when the one before it ends, and
// the last holds still.
func unbroken(parts []oio.Del) bool {
	for i, d := range parts {
		if last := i == len(parts)-1; last != d.Virkning.Til.Uendelig || !last && !d.Virkning.Til.Time.Equal(parts[i+1].Virkning.Fra.Time) {
			return false
		}
	}
	return len(parts) > 0
}

// periods are the periods of parts, as they are shown to people.
func periods(parts []oio.Del) string {
	var out []string
	for _, d := range parts {
		til := d.Virkning.Til.Text
		if d.Virkning.Til.Uendelig {
			til = "uden slutdato"
		}
		out = append(out, d.Virkning.Fra.Text+" til "+til)
	}
	if len(out) == 0 {
		return "ingen"
	}
	return strings.Join(out, "; ")
}

// same claims that a value is the expected one. How Unicode composes a letter is no
// difference.
func same(s *trial.Scene, rule anvisning.Listed, subject, expected, actual string) error {
	kept := oio.Composed(expected) == oio.Composed(actual)
	shown, instead := apart(expected, actual)
	if actual == "" {
		instead = "ingenting"
	}
	return s.Claim(kept, rule, fmt.Sprintf("%s i indekset stemmer ikke med scenariet.", subject), shown, instead)
}

func list(values []string) string {
	if len(values) == 0 {
		return "ingen"
	}
	return "»" + strings.Join(values, "«, »") + "«"
}

// allOfStock claims that each case that the system says it has handed over is
// in the index once, and that they are as many as it has.
func allOfStock(ctx context.Context, antal int) error {
	s, found := scene(ctx), map[string]int{}
	for _, o := range s.Judge().Store().All() {
		if o.Type == oio.Sag {
			found[trial.Latest(o, oio.DelEgenskaber, "Sagsnummer")]++
		}
	}
	numbers := s.Stock()
	var missing []string
	for _, n := range numbers {
		if found[n] != 1 {
			missing = append(missing, fmt.Sprintf("%s × %d", n, found[n]))
		}
	}
	if err := s.Claim(len(numbers) == antal, ruleBestand, "Systemet har ikke oplyst numrene på alle de sager, det skulle overføre.",
		fmt.Sprintf("%d sagsnumre", antal), fmt.Sprintf("%d", len(numbers))); err != nil {
		return err
	}
	return s.Claim(len(missing) == 0, ruleFuldstaendig, "Ikke alle systemets sager er i indekset netop én gang.", fmt.Sprintf("%d sager i indekset", antal),
		fmt.Sprintf("%d rigtige; ikke disse: %s", len(numbers)-len(missing), list(missing)))
}
