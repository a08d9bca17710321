package oio

import (
	"strings"
	"time"

	"github.com/beevik/etree"
)

// Tidspunkt is a TidspunktType (common/SagDokObjekt.xsd): a point in time, or
// the limit (GraenseIndikator true) that means infinity.
type Tidspunkt struct {
	Time     time.Time // meaningless when Uendelig or not Ok
	Uendelig bool
	Ok       bool   // false: missing, or no valid xs:dateTime with a zone
	Text     string // as it was written
}

// Before reports whether t lies before o; infinity lies after everything.
// It is meant for ends of periods: a beginning is never infinite.
func (t Tidspunkt) Before(o Tidspunkt) bool {
	switch {
	case t.Uendelig:
		return false
	case o.Uendelig:
		return true
	}
	return t.Time.Before(o.Time)
}

// Equal reports whether both are the same instant or both are infinite.
func (t Tidspunkt) Equal(o Tidspunkt) bool {
	if t.Uendelig || o.Uendelig {
		return t.Uendelig == o.Uendelig
	}
	return t.Time.Equal(o.Time)
}

// String writes the point as the interface does, "uendelig" for the limit.
func (t Tidspunkt) String() string {
	if t.Uendelig {
		return "uendelig"
	}
	if !t.Ok {
		return t.Text
	}
	return FormatTime(t.Time)
}

// At is a finite, valid point in time.
func At(t time.Time) Tidspunkt { return Tidspunkt{Time: t, Ok: true, Text: FormatTime(t)} }

// Infinity is the limit that ends a period which has no end.
func Infinity() Tidspunkt { return Tidspunkt{Uendelig: true, Ok: true, Text: "true"} }

// FormatTime writes t with milliseconds and zone, the form that the
// anvisninger ask for (YYYY-MM-DDThh:mm:ss.sssTZD), in t's own zone.
func FormatTime(t time.Time) string { return t.Format("2006-01-02T15:04:05.000Z07:00") }

// takeTime parts an xs:dateTime with a zone, of which XML Schema 1.0 has those to 14
// hours. A year of more than four digits is left out: there is no need for it, and
// the anvisninger ask for YYYY.
func takeTime(s string) (seconds, fraction, zone string, ok bool) {
	const form = "9999-99-99T99:99:99"
	if len(s) <= len(form) || !Formed(s[:len(form)], form) {
		return "", "", "", false
	}
	seconds, zone = s[:len(form)], s[len(form):]
	if zone[0] == '.' {
		n := 1
		for n < len(zone) && zone[n] >= '0' && zone[n] <= '9' {
			n++
		}
		fraction, zone = zone[:n], zone[n:]
	}
	return seconds, fraction, zone, fraction != "." && isZone(zone)
}

func isZone(s string) bool {
	if s == "Z" {
		return true
	}
	if !Formed(s, "+99:99") && !Formed(s, "-99:99") {
		return false
	}
	hour, minute := s[1:3], s[4:]
	return hour < "14" && minute < "60" || hour == "14" && minute == "00"
}

// endOfDay is the one time after 23:59:59, and only when nothing comes after it.
const endOfDay = "T24:00:00"

// ParseTime reads an xs:dateTime that has a zone. The fraction is optional;
// what it holds below a nanosecond is cut.
// The anvisninger's own example (+01.00) is no valid xs:dateTime and is
// refused. Times of day run to 23:59:59; 24:00:00 is read as the next day's
// midnight, as XML Schema has it.
func ParseTime(s string) (time.Time, bool) {
	s = Trim(s)
	seconds, fraction, zone, ok := takeTime(s)
	if !ok || strings.HasPrefix(seconds, "0000") {
		return time.Time{}, false
	}
	nextDay := strings.HasSuffix(seconds, endOfDay) && strings.Trim(fraction, ".0") == ""
	if nextDay {
		s = strings.TrimSuffix(seconds, endOfDay) + "T00:00:00" + fraction + zone
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, false
	}
	if nextDay {
		// time.Parse may put a time into the machine's own zone, where days
		// can have 23 or 25 hours. In the zone that is written they have 24.
		_, offset := t.Zone()
		t = t.In(time.FixedZone("", offset)).Add(24 * time.Hour)
	}
	return t, true
}

// ReadTidspunkt reads a TidspunktType element; nil gives the zero value.
func ReadTidspunkt(el *etree.Element) Tidspunkt {
	if g := Child(el, "GraenseIndikator"); g != nil {
		text := strings.TrimSpace(Text(g))
		ok := text == "true" || text == "1"
		return Tidspunkt{Uendelig: ok, Ok: ok, Text: text}
	}
	ts := Child(el, "TidsstempelDatoTid")
	if ts == nil {
		return Tidspunkt{}
	}
	t, ok := ParseTime(Text(ts))
	return Tidspunkt{Time: t, Ok: ok, Text: strings.TrimSpace(Text(ts))}
}

// Virkning is a period of validity in the world, from inclusive, to exclusive,
// and who set it (VirkningType in common/SagDokObjekt.xsd).
type Virkning struct {
	El             *etree.Element // nil when the part has no Virkning
	Fra, Til       Tidspunkt
	AktoerRef      Ref
	AktoerTypeKode string
}

// ReadVirkning reads a VirkningType element; nil gives the zero value.
func ReadVirkning(el *etree.Element) Virkning {
	return Virkning{
		El:             el,
		Fra:            ReadTidspunkt(Child(el, "FraTidspunkt")),
		Til:            ReadTidspunkt(Child(el, "TilTidspunkt")),
		AktoerRef:      ReadRef(Child(el, "AktoerRef")),
		AktoerTypeKode: strings.TrimSpace(Text(Child(el, "AktoerTypeKode"))),
	}
}

// Usable reports whether both ends can be compared: a finite beginning and an
// end after it.
func (v Virkning) Usable() bool {
	return v.Fra.Ok && !v.Fra.Uendelig && v.Til.Ok && v.Fra.Before(v.Til)
}

// Overlaps reports whether two usable periods have an instant in common.
func (v Virkning) Overlaps(o Virkning) bool {
	return v.Usable() && o.Usable() && v.Fra.Before(o.Til) && o.Fra.Before(v.Til)
}

// Holds reports whether the instant lies in the period.
func (v Virkning) Holds(t time.Time) bool {
	return v.Usable() && !t.Before(v.Fra.Time) && At(t).Before(v.Til)
}
