package anvisning

import (
	"fmt"
	"time"

	"klarmeld/internal/oio"
)

// order notices registrations that say of themselves that they are older than
// what the index has, or than the case. The standard lets a sender bring its
// history late, so it is only told.
func (c *trial) order() {
	newest := c.Newest
	for _, r := range c.objekt.Registreringer {
		at := r.Tidspunkt
		if !at.Ok {
			continue // its row says so
		}
		el := oio.Child(r.El, "Tidspunkt")
		if c.told[el] {
			continue
		}
		c.Checks++
		if !newest.IsZero() && at.Time.Before(newest) {
			c.fail(RuleOlder, el, oio.Del{}, "Registreringen er ældre end en, der er kommet før den.", "et tidspunkt efter "+oio.FormatTime(newest), at.String(), "")
		} else {
			newest = at.Time
		}
		if made := c.made(r); made.Ok && at.Time.Before(made.Time) {
			c.fail(RuleBeforeCase, el, oio.Del{}, "Registreringen er foretaget, før sagen blev oprettet.", "et tidspunkt efter "+made.String(), at.String(), "")
		}
	}
}

// made is when the case was made, as the registration says, or as the index has
// it.
func (c *trial) made(r oio.Registrering) oio.Tidspunkt {
	for _, parts := range [][]oio.Del{r.Dele, c.Before} {
		for _, d := range parts {
			if el := oio.Child(d.El, "OprettetTidspunkt"); el != nil && !c.told[el] {
				t, ok := oio.ParseTime(oio.Text(el))
				return oio.Tidspunkt{Time: t, Ok: ok && t.Year() > 1, Text: oio.Text(el)}
			}
		}
	}
	return oio.Tidspunkt{}
}

// ahead notices the first time of the object that lies more than a year after
// it came: a registration, or a beginning. An end may lie where it will.
func (c *trial) ahead() {
	if c.Came.IsZero() {
		return
	}
	c.Checks++
	limit := c.Came.AddDate(1, 0, 0)
	late := func(t oio.Tidspunkt) bool { return t.Ok && !t.Uendelig && t.Time.After(limit) }
	tell := func(what string, t oio.Tidspunkt) string {
		return fmt.Sprintf("%s %s ligger mere end et år efter, at meddelelsen kom.", what, t)
	}
	for _, r := range c.objekt.Registreringer {
		el := oio.Child(r.El, "Tidspunkt")
		if late(r.Tidspunkt) && !c.told[el] {
			c.fail(RuleAhead, el, oio.Del{}, tell("Registreringens tidspunkt", r.Tidspunkt), "et tidspunkt før "+oio.FormatTime(limit.In(time.UTC)),
				r.Tidspunkt.String(), "")
			return
		}
		for _, d := range r.Dele {
			fra := oio.Child(d.Virkning.El, "FraTidspunkt")
			if late(d.Virkning.Fra) && !c.told[fra] {
				c.fail(RuleAhead, fra, d, tell("FraTidspunkt", d.Virkning.Fra), "et tidspunkt før "+oio.FormatTime(limit.In(time.UTC)), d.Virkning.Fra.String(), "")
				return
			}
		}
	}
}
