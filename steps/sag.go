package steps

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"klarmeld/internal/driver"
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/trial"
)

// handlingsfacet is the one that every case of the scenarios has.
const handlingsfacet = "G01"

const aCase = `"([^"]*)" for borgeren "([^"]*)" i enheden "([^"]*)" med KLE-nummeret "([^"]*)"`

var sagSentences = []sentence{
	// A caseworker makes a case in the system.
	says(`sagsbehandleren "([^"]*)" (?:opretter|har oprettet) sagen `+aCase, func(ctx context.Context, bruger, titel, borger, enhed, kle string) error {
		d, err := caseData(scene(ctx), bruger, titel, borger, enhed, kle)
		if err != nil {
			return err
		}
		return scene(ctx).AskCase(ctx, driver.OpretSag, d)
	}),
	// The system sends a case that was closed before it was connected.
	says(`systemet overfører den passive sag `+aCase+`, oprettet den (\S+) og afsluttet den (\S+)`, func(ctx context.Context, titel, borger, enhed, kle, fra, til string) error {
		d, err := caseData(scene(ctx), "Jens Hagen", titel, borger, enhed, kle)
		if err != nil {
			return err
		}
		d.Oprettet, d.Afsluttet = fra, til
		return scene(ctx).AskCase(ctx, driver.OverfoerPassivSag, d)
	}),
	says(`sagsbehandleren retter sagens titel til "([^"]*)"`, func(ctx context.Context, titel string) error {
		return scene(ctx).AskAboutCase(ctx, driver.RetSagstitel, driver.Data{Titel: titel})
	}),
	says(`sagsbehandleren afslutter sagen`, func(ctx context.Context) error {
		return scene(ctx).AskAboutCase(ctx, driver.LukSag, driver.Data{})
	}),
	says(`sagen overtages af sagsbehandleren "([^"]*)"`, func(ctx context.Context, navn string) error {
		return scene(ctx).AskAboutCase(ctx, driver.SkiftSagsbehandler, driver.Data{Sagsbehandler: navn})
	}),
	says(`findes sagen i indekset`, func(ctx context.Context) error {
		_, err := scene(ctx).Sag()
		return err
	}),
	says(`(?:er )?sagens titel (?:er )?"([^"]*)"`, func(ctx context.Context, titel string) error {
		sag, err := scene(ctx).Sag()
		if err != nil {
			return err
		}
		return same(scene(ctx), "sag.titel", "Sagens titel", titel, latest(sag, oio.DelEgenskaber, "Titel"))
	}),
	says(`(?:er )?sagens tilstand (?:er )?"([^"]*)"`, func(ctx context.Context, kode string) error {
		sag, err := scene(ctx).Sag()
		if err != nil {
			return err
		}
		return same(scene(ctx), "sag.tilstand", "Sagens tilstand", kode, latest(sag, oio.DelFremdrift, "FremdriftStatusKode"))
	}),
	says(`sagens historik begynder med "([^"]*)" og ender med "([^"]*)"`, func(ctx context.Context, foerste, sidste string) error {
		sag, err := scene(ctx).Sag()
		if err != nil {
			return err
		}
		states := values(sag, oio.DelFremdrift, "FremdriftStatusKode")
		ok := len(states) > 1 && states[0] == foerste && states[len(states)-1] == sidste
		return claim(scene(ctx), ok, "sag.historik", "Sagens historik er ikke fuldstændig.", fmt.Sprintf("%s … %s", foerste, sidste), strings.Join(states, ", "))
	}),
	says(`sagens primære part er "([^"]*)"`, func(ctx context.Context, navn string) error {
		sag, err := scene(ctx).Sag()
		if err != nil {
			return err
		}
		b, _ := scene(ctx).Registers().Borger(navn)
		part := role(scene(ctx), sag, "Sagspart", "Primær part")
		return same(scene(ctx), "sag.primaer-part", "Sagens primære part", "urn:oio:cpr-nr:"+b.CPR, part.Reference.String())
	}),
	says(`sagens KLE-nummer er (?:fortsat )?"([^"]*)"`, func(ctx context.Context, nummer string) error {
		sag, err := scene(ctx).Sag()
		if err != nil {
			return err
		}
		return same(scene(ctx), "sag.kle", "Sagens KLE-nummer", nummer, role(scene(ctx), sag, "Sagsklasse", "Primær klasse").Local("BrugervendtNoegle"))
	}),
}

func caseData(s *trial.Scene, bruger, titel, borger, enhed, kle string) (driver.Data, error) {
	b, ok := s.Registers().Borger(borger)
	if !ok {
		return driver.Data{}, s.Broken(fmt.Errorf("borgeren %q findes ikke i kommunefilen", borger))
	}
	return driver.Data{Titel: titel, Borger: &driver.Borger{Navn: b.Navn, CPR: b.CPR}, Enhed: enhed, Sagsbehandler: bruger, KLE: kle, Handlingsfacet: handlingsfacet}, nil
}

// values are an element's values in the object's parts of a kind, in the order
// of their virkning.
func values(o index.Stored, kind, element string) []string {
	parts := o.Af(kind)
	sort.SliceStable(parts, func(i, j int) bool { return parts[i].Virkning.Fra.Before(parts[j].Virkning.Fra) })
	var out []string
	for _, d := range parts {
		out = append(out, oio.Text(oio.Path(d.El, strings.Split(element, "/")...)))
	}
	return out
}

// latest is the value that holds last.
func latest(o index.Stored, kind, element string) string {
	v := values(o, kind, element)
	if len(v) == 0 {
		return ""
	}
	return v[len(v)-1]
}

// roles are the object's relations with a role, role the one that holds last.
func roles(s *trial.Scene, o index.Stored, kind, rolle string) []oio.Del {
	k, _ := s.Judge().Roles().ByName(string(o.Type), kind, "Rolle", rolle)
	var out []oio.Del
	for _, d := range o.Af(kind) {
		if oio.SameUUID(d.Rolle.UUID, k.UUID) {
			out = append(out, d)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Virkning.Fra.Before(out[j].Virkning.Fra) })
	return out
}

func role(s *trial.Scene, o index.Stored, kind, rolle string) oio.Del {
	all := roles(s, o, kind, rolle)
	if len(all) == 0 {
		return oio.Del{}
	}
	return all[len(all)-1]
}

// same claims that a value is the expected one.
func same(s *trial.Scene, what, subject, expected, actual string) error {
	shown := "»" + actual + "«"
	if actual == "" {
		shown = "ingenting"
	}
	return claim(s, expected == actual, what, fmt.Sprintf("%s i indekset er ikke den, scenariet gav.", subject), "»"+expected+"«", shown)
}

func claim(s *trial.Scene, kept bool, what, message, expected, actual string) error {
	return s.Claim(kept, "scenarie."+what, "Scenariet selv; SF1470, vilkår for afsendere: alle relevante data er i indekset, som de er i kilden", message, expected, actual,
		"Send det til indekset, som det står i systemet.")
}
