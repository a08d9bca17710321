package borgerblik

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// comparison is one case as it should be seen beside as it is.
type comparison struct {
	rules
	citizens []municipality.Borger
	scenario string
	pair
	shown, should bool // the citizen sees it, and is to see it
	wrong         []verdict.Sighting
}

// citizen is the name of a part; "" of somebody outside the test.
func (c *comparison) citizen(part string) string {
	for _, b := range c.citizens {
		if part == cprURN+b.CPR {
			return b.Navn
		}
	}
	return ""
}

// add notes what is wrong, on whose page it stands.
func (c *comparison) add(kind verdict.Sight, by verdict.Viewer, citizen, message string, values ...any) {
	title := c.asked.called
	if c.seen != nil {
		title = c.seen.called
	}
	x := verdict.Sighting{Kind: kind, By: by, Citizen: verdict.Said(citizen), Scenario: c.scenario, Case: verdict.Said(title),
		Message: fmt.Sprintf(message, values...)}
	if slices.Contains(c.asked.excused, kind) {
		x.Excuse = c.asked.excuse
	}
	c.wrong = append(c.wrong, x)
}

// compare finds what is wrong with what is seen of a case.
func (c *comparison) compare() {
	who := c.citizen(c.asked.part)
	why, left := c.left(c.asked.sag)
	c.should = !left
	if c.seen == nil {
		if c.should {
			c.add(verdict.SightMissing, verdict.ViewerCitizen, who, "%s ser ikke sin sag »%s«: den er ikke i indekset.", who, c.asked.called)
		}
		return
	}
	seenWhy, hidden := c.left(*c.seen)
	c.shown = !hidden
	switch other := c.seen.part != c.asked.part; {
	case c.shown && other && c.asked.part != "":
		c.others(who)
	case c.shown && !c.should:
		c.tooMuch(why, who)
	case !c.shown && c.should:
		c.missing(seenWhy, who)
	case c.shown:
		c.differences(who)
	}
	c.titles(who)
	c.access(who)
}

// others tells of a case that another citizen sees.
func (c *comparison) others(who string) {
	viewer := c.citizen(c.seen.part)
	switch {
	case viewer == "":
		c.add(verdict.SightOther, verdict.ViewerCitizen, who, "Sagen »%s« vises for en borger, som prøven ikke kender; den handler om %s.", c.seen.called,
			cmp.Or(who, "en anden"))
	case who == "":
		c.add(verdict.SightOther, verdict.ViewerCitizen, viewer, "%s kan se sagen »%s«, som ikke handler om en borger.", viewer, c.seen.called)
	default:
		c.add(verdict.SightOther, verdict.ViewerCitizen, viewer, "%s kan se sagen »%s«, som handler om en anden borger (%s).", viewer, c.seen.called, who)
	}
	if c.should {
		c.missing(verdict.LeftPart, who)
	}
}

// tooMuch tells of a case that the citizen sees, and should not.
func (c *comparison) tooMuch(why verdict.LeftOut, who string) {
	switch {
	case why == verdict.LeftHidden:
		c.add(verdict.SightHidden, verdict.ViewerCitizen, who, "%s kan se sagen »%s«, som er skjult for borgeren.", who, c.seen.called)
	case why == verdict.LeftRemoved && c.asked.deleted:
		c.add(verdict.SightRemoved, verdict.ViewerCitizen, who, "%s ser stadig sagen »%s«, som er slettet.", who, c.seen.called)
	case why == verdict.LeftRemoved:
		c.add(verdict.SightRemoved, verdict.ViewerCitizen, who, "%s ser stadig sagen »%s« efter skiftet af system; den skulle være fjernet.", who, c.seen.called)
	case why == verdict.LeftMunicipality:
		c.add(verdict.SightOtherMunicipality, verdict.ViewerCitizen, who, "%s ser stadig sagen »%s« her, skønt en anden kommune har overtaget den.",
			who, c.seen.called)
	case why == verdict.LeftPart:
		c.add(verdict.SightOther, verdict.ViewerCitizen, who, "%s kan se sagen »%s«, som ikke handler om en borger.", who, c.seen.called)
	default:
		c.add(verdict.SightUnchosen, verdict.ViewerCitizen, who, "%s ser sagen »%s«, som kommunen har valgt ikke at vise.", who, c.seen.called)
	}
}

// reasons are why a citizen does not see a case that is in the index.
var reasons = map[verdict.LeftOut]string{
	verdict.LeftPart:         "%s ser ikke sin sag »%s«: den har ikke borgeren som primær part.",
	verdict.LeftHidden:       "%s ser ikke sin sag »%s«: den er sendt som skjult.",
	verdict.LeftMunicipality: "%s ser ikke sin sag »%s«: den er sendt som en anden kommunes.",
	verdict.LeftBuilding:     "%s ser ikke sin sag »%s«: den er sendt som en byggesag.",
	verdict.LeftSystem:       "%s ser ikke sin sag »%s«: den er sendt som et andet systems, som kommunen ikke viser.",
	verdict.LeftClass:        "%s ser ikke sin sag »%s«: den er sendt med et KLE-nummer, som kommunen ikke viser.",
	verdict.LeftDate:         "%s ser ikke sin sag »%s«: den er sendt med en dato fra før dem, kommunen viser.",
}

func (c *comparison) missing(why verdict.LeftOut, who string) {
	c.add(verdict.SightMissing, verdict.ViewerCitizen, who, reasons[why], who, c.asked.called)
}

// differences tells of what is other than it should be in a case that the citizen
// rightly sees.
func (c *comparison) differences(who string) {
	is, want := c.view(*c.seen), c.view(c.asked.sag)
	by := verdict.ViewerCitizen
	switch {
	case is.KLE != want.KLE:
		c.add(verdict.SightArea, by, who, "%s ser sagen »%s« under »%s«; den hører under »%s«.", who, is.Title, subject(is), subject(want))
	case c.seen.pointed != "" && c.seen.pointed != c.seen.kle:
		c.add(verdict.SightArea, by, who, "%s ser sagen »%s« under »%s«, men den KLE-UUID, der er sendt, er en anden klasses (%s).", who, is.Title,
			subject(is), c.seen.pointed)
	case is.KLETitle != want.KLETitle && want.KLETitle != "":
		c.add(verdict.SightTitle, by, who, "%s ser emnet »%s« i stedet for »%s«.", who, is.KLETitle, want.KLETitle)
	}
	if c.asked.loose {
		return
	}
	if is.State != want.State {
		c.add(verdict.SightState, by, who, "%s ser sagen »%s« som %s; den er %s.", who, is.Title, strings.ToLower(is.State.Name()),
			strings.ToLower(want.State.Name()))
	}
	if c.asked.ended != "" && (is.Opened != want.Opened || is.State == want.State && is.Closed != want.Closed) {
		c.add(verdict.SightCourse, by, who, "%s ser sagen »%s« fra %s til %s; den er fra %s til %s.", who, is.Title, is.Opened, cmp.Or(is.Closed, "-"),
			want.Opened, want.Closed)
	}
	if c.Titling != verdict.TitleOfKLE && !alike(c.seen.called, c.asked.called) && !c.opens(c.seen.called) {
		c.add(verdict.SightTitle, by, who, "%s ser titlen »%s« i stedet for »%s«.", who, c.seen.called, c.asked.called)
	}
	c.documents(who)
}

// subject is what a case stands under: the number's title, else the number.
func subject(v *verdict.CaseView) verdict.Said { return cmp.Or(v.KLETitle, v.KLE) }

// alike reports whether two titles are the same to who reads them.
func alike(a, b string) bool {
	return oio.Composed(strings.TrimSpace(a)) == oio.Composed(strings.TrimSpace(b))
}

// opens reports whether a title is the one that not everybody may see.
func (c *comparison) opens(title string) bool {
	return c.asked.closed != "" && alike(title, c.asked.closed)
}

// titles tells of a closed title that stands where everybody sees it.
func (c *comparison) titles(who string) {
	if !c.opens(c.seen.called) {
		return
	}
	if c.shown && c.Titling != verdict.TitleOfKLE {
		c.add(verdict.SightClosedTitle, verdict.ViewerCitizen, who, "%s kan se titlen »%s«, som ikke alle må se; den åbne titel er »%s«.", who,
			c.seen.called, c.asked.called)
		return
	}
	c.add(verdict.SightClosedTitle, verdict.ViewerCaseworker, who, "Alle sagsbehandlere kan se titlen »%s«, som ikke alle må se; den åbne titel er »%s«.",
		c.seen.called, c.asked.called)
}

// access tells of a case that more caseworkers can see than should.
func (c *comparison) access(who string) {
	if c.asked.gone || c.asked.elsewhere {
		return
	}
	by := verdict.ViewerCaseworker
	if want := c.asked.access; len(want) > 0 {
		if len(c.seen.access) == 0 {
			c.add(verdict.SightProtected, by, who, "Alle sagsbehandlere kan se sagen »%s« (%s), som kun enheden »%s« har adgang til.", c.seen.called, who, want[0])
		}
		for _, unit := range c.seen.access {
			if !slices.Contains(want, unit) {
				c.add(verdict.SightProtected, by, who, "Enheden »%s« kan se sagen »%s« (%s), som kun enheden »%s« har adgang til.", unit, c.seen.called, who, want[0])
			}
		}
	}
	if want := c.asked.sensitive; want != "" && c.seen.sensitive != want {
		c.add(verdict.SightProtected, by, who, "Flere sagsbehandlere end de rette kan se sagen »%s« (%s): dens følsomhed er »%s«, ikke »%s«.", c.seen.called, who,
			c.seen.sensitive, want)
	}
}
