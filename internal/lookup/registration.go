package lookup

import (
	"fmt"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// registration is what was known of an object from one point in time on, until
// the next registration.
type registration struct {
	at, til time.Time // a zero til: it is the newest
	objekt  municipality.Objekt
}

// newest is the registration that holds now.
func newest(o municipality.Objekt) registration {
	last := o.Latest()
	if o.Ended() {
		return registration{at: last.Til, objekt: o}
	}
	return registration{at: last.Fra, objekt: o}
}

// registrations are all of an object's, oldest first. In the earlier ones the
// ends that came later are not known yet.
func registrations(o municipality.Objekt) []registration {
	var times []time.Time
	add := func(t time.Time) {
		if !t.IsZero() && (len(times) == 0 || t.After(times[len(times)-1])) {
			times = append(times, t)
		}
	}
	for _, v := range o.Versions {
		add(v.Fra)
		add(v.Til)
	}
	out := make([]registration, len(times))
	for i, t := range times {
		known := o
		known.Versions = nil
		for _, v := range o.Versions {
			if v.Fra.After(t) {
				break
			}
			if v.Til.After(t) {
				v.Til = time.Time{}
			}
			known.Versions = append(known.Versions, v)
		}
		out[i] = registration{at: t, objekt: known}
		if i > 0 {
			out[i-1].til = t
		}
	}
	return out
}

// span is a period that a filter gives; an end that is not given does not bind.
type span struct {
	given    bool
	fra, til time.Time
}

// readSpan reads the two ends of a filter, either of which may be absent, or
// empty as clients write what they have nothing to put in. named is the element
// that they stand in or begin with.
func readSpan(named string, fra, til *etree.Element) (span, string) {
	var s span
	for _, end := range []struct {
		el *etree.Element
		to *time.Time
	}{{fra, &s.fra}, {til, &s.til}} {
		if empty(end.el) {
			continue
		}
		t := oio.ReadTidspunkt(end.el)
		if !t.Ok {
			return s, fmt.Sprintf("%s er ikke et tidspunkt med tidszone: %q", end.el.Tag, t.Text)
		}
		s.given = true
		if !t.Uendelig {
			*end.to = t.Time
		}
	}
	if !s.til.IsZero() && s.til.Before(s.fra) {
		return s, fmt.Sprintf("perioden i %s slutter, før den begynder", named)
	}
	return s, ""
}

// empty reports whether an element is absent or says nothing.
func empty(el *etree.Element) bool {
	return el == nil || len(el.ChildElements()) == 0 && strings.TrimSpace(oio.Text(el)) == ""
}

// overlaps reports whether [fra, til) and the span have an instant in common; a
// zero til is infinity. The ends of versions and registrations touch, so a span
// of one instant (its two ends alike) finds the one that holds then.
func (s span) overlaps(fra, til time.Time) bool {
	if !s.til.IsZero() && !fra.Before(s.til) && !(s.til.Equal(s.fra) && fra.Equal(s.til)) {
		return false
	}
	return s.fra.IsZero() || til.IsZero() || s.fra.Before(til)
}

// filters are those of a LaesInput and a ListInput.
type filters struct{ virkning, registrering span }

func readFilters(body *etree.Element) (filters, string) {
	var f filters
	var problem string
	if f.virkning, problem = readSpan("VirkningFraFilter", oio.Child(body, "VirkningFraFilter"), oio.Child(body, "VirkningTilFilter")); problem != "" {
		return f, problem
	}
	f.registrering, problem = readSpan("RegistreringFraFilter", oio.Child(body, "RegistreringFraFilter"), oio.Child(body, "RegistreringTilFilter"))
	return f, problem
}

// chosen are the registrations that a filter means: the newest when it says
// nothing.
func (s span) chosen(o municipality.Objekt) []registration {
	if !s.given {
		return []registration{newest(o)}
	}
	var out []registration
	for _, r := range registrations(o) {
		if s.overlaps(r.at, r.til) {
			out = append(out, r)
		}
	}
	return out
}
