package main

import (
	"net/http"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// giver is a road on which it is seen which case is given to another municipality, and
// on which removals can be changed by who knows it.
type giver struct {
	given   string // UUID of the case
	removal func(g *giver, body *etree.Element)
	named   bool // a removal has named the case
}

func (g *giver) road(t *testing.T, other municipality.Objekt) otherwise {
	return func(m message, send func(message) *http.Response) *http.Response {
		if m.is("Opdater") && strings.Contains(string(m.raw), other.UUID) {
			g.given = oio.ReadObjekter(m.body())[0].UUID
		}
		if m.is("Fjern") && g.removal != nil {
			m = m.changed(func(body *etree.Element) { g.removal(g, body) })
		}
		if m.is("Fjern") && g.given != "" && strings.Contains(string(m.raw), g.given) {
			g.named = true
		}
		return send(m)
	}
}

// alsoNames lets a removal by UUID name the case that was given away.
func alsoNames(g *giver, body *etree.Element) {
	first := body.FindElement("SagUuid")
	if first == nil || g.given == "" {
		return
	}
	also := first.Copy()
	also.FindElement("UUIDIdentifikator").SetText(g.given)
	body.InsertChildAt(first.Index(), also)
}

// TestGivenAway: a case that was given to another municipality stays when this one
// changes system, and who removes it has removed what is not this one's.
func TestGivenAway(t *testing.T) {
	t.Parallel()
	other := inRegister(t, municipality.Organisation, "Nordbæk Kommune")
	withoutOwner := func(_ *giver, body *etree.Element) {
		for _, el := range body.FindElements("SoegUdtryk/SoegSag/RelationListe/Sagsaktoer") {
			el.Parent().RemoveChild(el)
		}
	}
	for _, c := range []struct {
		name, fjern string
		removal     func(*giver, *etree.Element)
		wrong       bool
	}{
		{"what is the municipality's own is named", "fjern-01", nil, false},
		{"with its documents", "fjern-02", nil, false},
		{"what is its own is searched for", "fjern-03", nil, false},
		{"documents stay", "fjern-04", nil, false},
		{"searched for, with another municipality's", "fjern-05", nil, false},
		{"twice", "fjern-07", nil, false},
		{"the other's case is named as well", "fjern-01", alsoNames, true},
		{"with its documents", "fjern-02", alsoNames, true},
		{"and documents stay", "fjern-04", alsoNames, true},
		{"twice", "fjern-07", alsoNames, true},
		{"by a successor's predecessor", "fjern-08", alsoNames, true},
		{"it is searched for by Master only", "fjern-03", withoutOwner, true},
		{"with another municipality's", "fjern-05", withoutOwner, true},
	} {
		t.Run(c.fjern+" "+c.name, func(t *testing.T) {
			t.Parallel()
			g := &giver{removal: c.removal}
			r := g.road(t, other).plays(t, "sag-15", c.fjern)
			if g.given == "" {
				t.Fatal("no case was given away")
			}
			s := scenario(r, c.fjern)
			if !c.wrong {
				spokenOnly(t, r)
				if g.named || s.Outcome != verdict.Pass {
					t.Errorf("named %t; %s: %s", g.named, s.Outcome, s.Reason)
				}
				return
			}
			spokenOnly(t, r, judge.RuleOnlyOwn.ID)
			if s.Outcome != verdict.Fail || !strings.Contains(strings.Join(rulesOf(s), "\n"), "som en anden kommune ejer, det første: sag "+g.given) &&
				c.fjern != "fjern-05" {
				t.Errorf("%s: %q", s.Outcome, rulesOf(s))
			}
		})
	}
}

// TestOwnersOtherwise: an owner is an owner by URN as by UUID, and of documents too.
func TestOwnersOtherwise(t *testing.T) {
	t.Parallel()
	other := inRegister(t, municipality.Organisation, "Nordbæk Kommune")
	nordbaek := func(a actor) {
		a.relation.FindElement("ReferenceID/UUIDIdentifikator").SetText(other.UUID)
		a.rename(other.Latest().Navn)
		if cvr := a.ext.SelectElement("CVR-Nr"); cvr != nil {
			cvr.SetText("22222222")
		}
	}
	for _, c := range []struct {
		name  string
		how   otherwise
		only  string
		rules []string
	}{
		{"cases by URN", referring(t, map[string]func(actor){"Sag/Ejer": byCVR}), "sag-15,fjern-01,fjern-02,fjern-03,fjern-04,fjern-05,fjern-07", []string{ruleURN}},
		{"documents by URN", referring(t, map[string]func(actor){"Dokument/Ejer": byCVR}), "sag-15,dokument-01,fjern-01,fjern-02,fjern-04", []string{ruleURN}},
		{"a document of another municipality's goes with its case", referring(t, map[string]func(actor){"Dokument/Ejer": nordbaek}), "fjern-02",
			[]string{"dokument.dokumentaktoer.ansvarlig.anden-kommune", judge.RuleOnlyOwn.ID}},
		{"and is left when the documents stay", referring(t, map[string]func(actor){"Dokument/Ejer": nordbaek}), "fjern-04",
			[]string{"dokument.dokumentaktoer.ansvarlig.anden-kommune"}},
		{"an owner whom nobody knows is no other municipality: what it owns is removed", referring(t, map[string]func(actor){"Sag/Ejer": func(a actor) {
			a.relation.FindElement("ReferenceID").ChildElements()[0].SetText("0b5c0a5e-3c5d-4d1e-9a55-1d2f7c1e9b10")
		}}), "fjern-01", []string{"reference.findes", "scenarie.sag.ejer"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			spokenOnly(t, c.how.plays(t, strings.Split(c.only, ",")...), c.rules...)
		})
	}
}
