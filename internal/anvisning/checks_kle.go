package anvisning

import (
	"time"

	"klarmeld/internal/oio"
)

// kleEnded tells of a primary class that a case was given when its number had gone out of
// KLE. Which instant of the day it went out is nowhere said: a class of that day is as it
// should be.
func (c *trial) kleEnded() {
	if c.KLE == nil || c.objekt.Type != oio.Sag {
		return
	}
	for _, d := range c.own.of("Sagsklasse", "Primær klasse") {
		el := oio.Path(d.El, "LokalUdvidelseListe", "SagsklasseLokalUdvidelse", "BrugervendtNoegle")
		number, known := c.KLE.Get(text(el))
		if !known || c.ending(d) || !d.Virkning.Usable() {
			continue
		}
		c.Checks++
		ended, err := time.Parse(time.DateOnly, number.Ended)
		if err == nil && d.Virkning.Fra.Time.After(ended.AddDate(0, 0, 1)) {
			c.fail(RuleKLEEnded, el, d, "Sagen er sat i et KLE-nummer, der var udgået.",
				"et nummer, der gælder, når klassen begynder at gælde ("+d.Virkning.Fra.Time.Format(time.DateOnly)+")",
				number.Number+" "+quoted(number.Title)+", som udgik "+number.Ended, "")
		}
	}
}
