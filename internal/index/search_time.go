package index

import (
	"fmt"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// interval is a span [fra, til) that a search asks for. An end that was not
// given, or is GraenseIndikator, does not bind; where both are the same it is
// that instant.
type interval struct {
	fra, til oio.Tidspunkt
	given    bool
}

// readInterval reads two TidspunktType elements, each of which may be nil.
func readInterval(name string, fra, til *etree.Element) (interval, error) {
	var i interval
	for _, end := range []struct {
		el *etree.Element
		to *oio.Tidspunkt
	}{{fra, &i.fra}, {til, &i.til}} {
		if end.el == nil {
			continue
		}
		*end.to = oio.ReadTidspunkt(end.el)
		if !end.to.Ok {
			return i, fmt.Errorf("%s: %s er ikke et tidspunkt med tidszone", name, end.el.Tag)
		}
		i.given = true
	}
	if finite(i.fra) && finite(i.til) && i.til.Before(i.fra) {
		return i, fmt.Errorf("%s: perioden slutter, før den begynder", name)
	}
	return i, nil
}

// limited reports whether an end of the interval binds.
func (i interval) limited() bool { return finite(i.fra) || finite(i.til) }

func finite(t oio.Tidspunkt) bool { return t.Ok && !t.Uendelig }

// holds reports whether the instant lies in the interval.
func (i interval) holds(t time.Time) bool {
	if finite(i.fra) && t.Before(i.fra.Time) {
		return false
	}
	if !finite(i.til) || t.Before(i.til.Time) {
		return true
	}
	return finite(i.fra) && i.fra.Equal(i.til) && t.Equal(i.til.Time)
}

// holdsText is holds of a dateTime or a date. A date has no zone worth
// trusting: it is read as midnight where the interval's own ends are.
func (i interval) holdsText(text string) bool {
	if t, ok := oio.ParseTime(text); ok {
		return i.holds(t)
	}
	zone := time.UTC
	switch {
	case finite(i.fra):
		zone = i.fra.Time.Location()
	case finite(i.til):
		zone = i.til.Time.Location()
	}
	t, err := time.ParseInLocation(time.DateOnly, day(text), zone)
	return err == nil && i.holds(t)
}

// overlaps reports whether a virkning has an instant in the interval. Of a
// virkning that cannot be read nothing better is known: it counts.
func (i interval) overlaps(v oio.Virkning) bool {
	if !v.Usable() {
		return true
	}
	if finite(i.fra) && !i.fra.Before(v.Til) {
		return false
	}
	return !finite(i.til) || v.Fra.Before(i.til) || i.fra.Ok && i.fra.Equal(i.til) && v.Fra.Equal(i.til)
}

// when is what a search asks of a part's virkning: SoegVirkning for all of a
// criterion's parts, and a Virkning of its own for one of them.
type when struct {
	interval
	aktoer           oio.Ref
	aktoerType, note string
}

// readWhen reads a SoegVirkningType or VirkningType over what already holds;
// what is not said is as it was.
func readWhen(el *etree.Element, w when) (when, error) {
	if el == nil {
		return w, nil
	}
	i, err := readInterval(el.Tag, oio.Child(el, "FraTidspunkt"), oio.Child(el, "TilTidspunkt"))
	if err != nil {
		return w, err
	}
	if i.given {
		w.interval = i
	}
	v := oio.ReadVirkning(el)
	if !v.AktoerRef.IsZero() {
		w.aktoer = v.AktoerRef
	}
	if v.AktoerTypeKode != "" {
		w.aktoerType = v.AktoerTypeKode
	}
	if note := oio.Text(oio.Child(el, "NoteTekst")); note != "" {
		w.note = note
	}
	return w, nil
}

// says reports whether anything is asked, and narrows whether it leaves
// anything out.
func (w when) says() bool { return w.given || w.narrows() }

func (w when) narrows() bool {
	return w.limited() || !w.aktoer.IsZero() || w.aktoerType != "" || w.note != ""
}

// meets reports whether a part's virkning is what is asked for. A search that
// names no period asks for what holds now.
func (w when) meets(v oio.Virkning, at time.Time) bool {
	switch {
	case w.given && !w.overlaps(v), !w.given && v.Usable() && !v.Holds(at):
		return false
	case !w.aktoer.IsZero() && !sameRef(v.AktoerRef, w.aktoer), w.aktoerType != "" && v.AktoerTypeKode != w.aktoerType:
		return false
	}
	return w.note == "" || like(oio.Text(oio.Child(v.El, "NoteTekst")), w.note)
}
