package steps

import (
	"context"
	"fmt"
	"slices"
	"time"

	"klarmeld/internal/oio"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// passiveClaims are what must be so of a case that was closed before the system was
// connected.
var passiveClaims = []sentence{
	claims(`sagens forløb er fra (\d{4}-\d{2}-\d{2}) til (\d{4}-\d{2}-\d{2})`,
		"Den første tilstand begynder den ene dag, og den sidste den anden, efter dansk tid; klokkeslættet er systemets eget.",
		func(ctx context.Context, fra, til string) error {
			return ofCase(ctx, func(s *view) error {
				s.openFirst()
				states := trial.ByTime(s.sag.Af(oio.DelFremdrift))
				began, closed := noDay, noDay
				kept := false
				if len(states) > 0 {
					first, last := states[0].Virkning.Fra, states[len(states)-1].Virkning.Fra
					began, closed = danishDay(first), danishDay(last)
					kept = onDay(first, fra) && (onDay(last, til) || endsDay(last, til))
				}
				return s.Claim(kept, ruleSagForloeb, "Sagens forløb har ikke de dage, da sagen begyndte og blev afsluttet.",
					fmt.Sprintf("begyndt %s, afsluttet %s", fra, til), fmt.Sprintf("begyndt %s, afsluttet %s", began, closed))
			})
		}, ruleAabenFoerst, ruleSagForloeb),
}

// denmark is the zone of the days that scenarios name.
func denmark() *time.Location {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		return time.UTC // a machine without zones, and a klarmeld without its own
	}
	return zone
}

// noDay stands for a day that there is not.
const noDay = "-"

// danishDay is the day of a point in time in Denmark.
func danishDay(t oio.Tidspunkt) string {
	if !t.Ok || t.Uendelig {
		return noDay
	}
	return t.Time.In(denmark()).Format(time.DateOnly)
}

func onDay(t oio.Tidspunkt, day string) bool { return danishDay(t) == day }

// endsDay reports whether a point in time is the midnight that ends a day: a case that
// was closed on a day may have been so from the day's end.
func endsDay(t oio.Tidspunkt, day string) bool {
	d, err := time.ParseInLocation(time.DateOnly, day, denmark())
	return err == nil && t.Ok && !t.Uendelig && t.Time.Equal(d.AddDate(0, 0, 1))
}

// openFirst tells of a case that was delivered as open, and closed by a later message.
func (s *view) openFirst() {
	s.Aside(ruleAabenFoerst.ID, verdict.Finding{})
	sent := s.Deliveries()
	if len(sent) < 2 || closes(sent[0]) || !slices.ContainsFunc(sent[1:], closes) {
		return
	}
	s.Aside(ruleAabenFoerst.ID, ruleAabenFoerst.Finding("Sagen kom først som åben, og blev lukket i en senere meddelelse: så længe så den ud til at være i gang.",
		"en import med hele forløbet", "en import uden Afsluttet, og derefter en opdatering"))
}

// closes reports whether what was delivered brings the state Afsluttet.
func closes(o oio.Objekt) bool {
	return slices.ContainsFunc(o.Dele(), func(d oio.Del) bool {
		return d.Kind == oio.DelFremdrift && oio.Trim(oio.Text(oio.Path(d.El, "FremdriftStatusKode"))) == "Afsluttet"
	})
}
