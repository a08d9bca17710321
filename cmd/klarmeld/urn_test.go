package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/verdict"
)

// actor is a relation to an actor, as a system sends it.
type actor struct {
	relation, ext *etree.Element // ext is nil in a search
	navn, cvr     string
}

// actors are the relations to actors of a role; of a search too.
func actors(t *testing.T, body *etree.Element, objekt, rolle string) []actor {
	t.Helper()
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	kind := map[string]string{"Sag": "Sagsaktoer", "Dokument": "Dokumentaktoer"}[objekt]
	k, ok := ground.Roles.ByName(objekt, kind, "Rolle", rolle)
	if !ok {
		t.Fatalf("%s has no role %s", objekt, rolle)
	}
	var out []actor
	for _, el := range body.FindElements("//" + kind) {
		if el.FindElement("Rolle/UUIDIdentifikator").Text() != k.UUID {
			continue
		}
		a := actor{relation: el, ext: el.FindElement("LokalUdvidelseListe/*"), cvr: "11111111"}
		if a.ext != nil {
			a.navn = a.ext.SelectElement("FuldtNavn").Text()
			if cvr := a.ext.SelectElement("CVR-Nummer"); cvr != nil {
				a.cvr = cvr.Text()
			}
		}
		out = append(out, a)
	}
	return out
}

// refer lets the relation refer by a URN, with the key that the row then demands, and
// the CVR number that a document's row does.
func (a actor) refer(urn, key string) {
	ref := a.relation.FindElement("ReferenceID").ChildElements()[0]
	ref.Tag = "URNIdentifikator"
	ref.SetText(urn)
	if a.ext == nil {
		return
	}
	noegle := etree.NewElement("BrugervendtNoegle")
	noegle.Space = a.ext.Space
	noegle.SetText(key)
	a.ext.InsertChildAt(0, noegle)
	if a.relation.Tag == "Dokumentaktoer" && a.ext.SelectElement("CVR-Nr") == nil {
		cvr := a.ext.CreateElement("CVR-Nr")
		cvr.Space = a.ext.Space
		cvr.SetText(a.cvr)
	}
}

// rename gives the relation another name.
func (a actor) rename(navn string) {
	if a.ext != nil {
		a.ext.SelectElement("FuldtNavn").SetText(navn)
	}
}

const losID = "urn:oio:kmd:sag:administrativenhed:LOSID:"

// byCVR and byOwnKey refer as the rows of Ejer and of Ansvarlig say.
func byCVR(a actor)    { a.refer("urn:oio:cvr-nr:"+a.cvr, a.cvr) }
func byOwnKey(a actor) { a.refer(losID+"0"+strings.ReplaceAll(a.navn, " ", ""), "LOS "+a.navn) }

// inRegister is an object of Korsbæk's registers, by its name.
func inRegister(t *testing.T, kind municipality.ObjektKind, navn string) municipality.Objekt {
	t.Helper()
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	o, _ := ground.Registers.ByName(kind, navn)
	return o
}

// referring sends the actors of some roles otherwise.
func referring(t *testing.T, how map[string]func(actor)) otherwise {
	return eachChanged(func(body *etree.Element) {
		for role, refer := range how {
			objekt, rolle, _ := strings.Cut(role, "/")
			for _, a := range actors(t, body, objekt, rolle) {
				refer(a)
			}
		}
	})
}

// The rule by which a URN is remarked upon where a UUID is preferred, and the one by
// which it is said that a URN cannot be held against a register.
const (
	ruleURN     = "reference.uuid-foretraekkes"
	ruleUntried = "scenarie.laest.urn"
)

// byURN is a way to refer by URN that a row allows, the scenarios that are played with
// it ("": all), and the rules that speak.
type byURN struct {
	name  string
	how   map[string]func(actor)
	only  string
	rules []string
}

func waysByURN(t *testing.T) []byURN {
	units := "sag-07,sag-17,organisation,fjern-05"
	unit := func(a actor) municipality.Objekt {
		return inRegister(t, municipality.OrganisationEnhed, a.navn)
	}
	return []byURN{
		{"the owner by CVR number", map[string]func(actor){"Sag/Ejer": byCVR}, "sag-01,sag-15,organisation,fjern", []string{ruleURN}},
		{"the owner by CVR number, in capitals", map[string]func(actor){"Sag/Ejer": func(a actor) { a.refer("URN:OIO:CVR-NR:"+a.cvr, a.cvr) }},
			"sag-15,organisation-01,fjern-01,fjern-05", []string{ruleURN}},
		{"the unit by a key of its own", map[string]func(actor){"Sag/Ansvarlig": byOwnKey}, units, []string{ruleURN}},
		{"the unit by the register's key", map[string]func(actor){"Sag/Ansvarlig": func(a actor) {
			if o := unit(a); o.UUID != "" {
				a.refer(losID+o.Latest().Noegle, o.Latest().Noegle)
				a.rename(a.navn + ", Korsbæk")
			}
		}}, "sag-17,organisation-01,organisation-04,organisation-07", []string{ruleURN}},
		{"the unit by a URN with its UUID", map[string]func(actor){"Sag/Ansvarlig": func(a actor) {
			if o := unit(a); o.UUID != "" {
				a.refer("urn:oio:kmd:enhed:"+o.UUID, "k-"+o.Latest().Noegle)
				a.rename("Enheden")
			}
		}}, "sag-17,organisation-01,organisation-04,organisation-07", []string{ruleURN}},
		{"the caseworker by a key of its own",
			map[string]func(actor){"Sag/Primær behandler": func(a actor) { a.refer("urn:oio:kmd:sag:RACFID:"+strings.ReplaceAll(a.navn, " ", "-"), a.navn) }},
			"sag-08,organisation", []string{ruleURN}},
		{"a document's owner by CVR number", map[string]func(actor){"Dokument/Ejer": byCVR}, "dokument,fjern-02", []string{ruleURN}},
		{"a document's unit by a key of its own", map[string]func(actor){"Dokument/Ansvarlig": byOwnKey}, "dokument", []string{ruleURN}},
		{"every actor", map[string]func(actor){"Sag/Ejer": byCVR, "Sag/Ansvarlig": byOwnKey, "Sag/Primær behandler": byOwnKey, "Dokument/Ejer": byCVR,
			"Dokument/Ansvarlig": byOwnKey}, "", []string{ruleURN, ruleUntried}},
		{"the unit by what nobody here knows", map[string]func(actor){"Sag/Ansvarlig": func(a actor) {
			a.refer(losID+"47"+strings.ReplaceAll(a.navn, " ", ""), "47 "+a.navn)
			a.rename("Afdeling 47")
		}}, "sag-17,organisation-01,organisation-04,organisation-06,organisation-07", []string{ruleUntried}},
	}
}

// TestReferencesByURN: whoever refers by a URN where the row allows it gets the remark
// of the row and no more: what the URN says is compared. Where nothing that it says can
// be, that part is said not to have been tried, and the scenario is no more than
// remarked upon.
func TestReferencesByURN(t *testing.T) {
	t.Parallel()
	for _, c := range waysByURN(t) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var played []string
			if c.only != "" {
				played = strings.Split(c.only, ",")
			}
			r := referring(t, c.how).plays(t, played...)
			spokenOnly(t, r, c.rules...)
			if c.only == "" && r.Verdict != verdict.ApprovedWithRemarks {
				t.Errorf("the verdict is %s", r.Verdict)
			}
			for _, column := range r.Capabilities {
				for _, s := range column.Scenarios {
					said := slices.ContainsFunc(s.Findings, func(f verdict.Finding) bool { return f.Rule == ruleUntried })
					step := slices.ContainsFunc(s.Steps, func(st verdict.Step) bool { return st.Status == verdict.StepUntried })
					if said != step || said && s.Outcome != verdict.Remark {
						t.Errorf("%s is %s; a part was not tried: %t, and its sentence says so: %t", s.ID, s.Outcome, said, step)
					}
				}
			}
		})
	}
}

// TestWrongURNs: a URN that says another than the scenario is wrong, as a UUID would be.
func TestWrongURNs(t *testing.T) {
	t.Parallel()
	const nordbaek = "22222222"
	for _, c := range []struct {
		name, scenario, rule string
		how                  map[string]func(actor)
	}{
		{"another municipality's CVR number", "organisation-01", "scenarie.laest.reference",
			map[string]func(actor){"Sag/Ejer": func(a actor) { a.refer("urn:oio:cvr-nr:"+nordbaek, nordbaek) }}},
		{"nobody's CVR number", "organisation-01", "scenarie.laest.reference",
			map[string]func(actor){"Sag/Ejer": func(a actor) { a.refer("urn:oio:cvr-nr:12345678", "12345678") }}},
		{"the case stays with its owner", "sag-15", "scenarie.sag.ejer",
			map[string]func(actor){"Sag/Ejer": func(a actor) { a.refer("urn:oio:cvr-nr:11111111", "11111111") }}},
		{"one unit for all", "organisation-07", "scenarie.laest.reference", map[string]func(actor){"Sag/Ansvarlig": func(a actor) {
			a.refer(losID+"1", "1")
			a.rename("Borgerservice")
		}}},
		{"one caseworker for all", "organisation-05", "scenarie.laest.reference", map[string]func(actor){"Sag/Primær behandler": func(a actor) {
			a.refer("urn:oio:kmd:sag:RACFID:1", "1")
			a.rename("Laura Sand")
		}}},
		{"access for another unit", "sag-17", "scenarie.sag.adgang", map[string]func(actor){"Sag/Ansvarlig": func(a actor) {
			a.refer(losID+"1", "1")
			a.rename("Borgerservice")
		}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := scenario(referring(t, c.how).plays(t, c.scenario), c.scenario)
			if s.Outcome != verdict.Fail || !strings.Contains(strings.Join(rulesOf(s), "\n"), c.rule+": ") {
				t.Errorf("%s: %q", s.Outcome, rulesOf(s))
			}
		})
	}
}
