package oio

import (
	"strings"
	"time"

	"klarmeld/internal/lazyregexp"
)

// Broken is the part of a value that does not have its form: what is wrong with it, as a
// clause of its own ("tidszonen mangler"), and what to do about it, as an order
// ("tilføj tidszonen"). Neither quotes the value: it may be a number that nobody is
// to see. The zero value says that no part can be named.
type Broken struct{ Part, Mend string }

// moment takes a time apart, however it is written: a date, what parts it from the time
// of day, the time of day, the fraction, and the zone.
var moment = lazyregexp.New(
	`^([0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}|[0-9]{8})([Tt ]?)([0-9]{1,2}[:.][0-9]{1,2}(?:[:.][0-9]{1,2})?)?([.,][0-9]+)?\s*([Zz]|[+-][0-9.:]+|[A-Za-z ]+)?$`)

var (
	isoDate  = lazyregexp.New(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	isoClock = lazyregexp.New(`^[0-9]{2}:[0-9]{2}:[0-9]{2}$`)
	noSecond = lazyregexp.New(`^[0-9]{2}:[0-9]{2}$`)
	isoZone  = lazyregexp.New(`^(?:Z|[+-][0-9]{2}:[0-9]{2})$`)
)

// BrokenTime says which part of an xs:dateTime with a zone a text lacks or has wrong; zero
// for one that is right.
func BrokenTime(s string) Broken {
	s = Trim(s)
	if _, ok := ParseTime(s); ok {
		return Broken{}
	}
	if s == "" {
		return Broken{"der står intet", "skriv dato, klokkeslæt og tidszone"}
	}
	m := moment.FindStringSubmatch(s)
	if m == nil {
		return Broken{"det er intet tidspunkt", "skriv dato, klokkeslæt og tidszone: ÅÅÅÅ-MM-DDTtt:mm:ss±tt:mm"}
	}
	var all broken
	day, between, clock, fraction, zone := m[1], m[2], m[3], m[4], m[5]
	all.date(day)
	switch {
	case clock == "" && zone == "":
		all.add("klokkeslæt og tidszone mangler", "tilføj klokkeslæt og tidszone")
		return all.one()
	case clock == "":
		all.add("klokkeslættet mangler", "tilføj klokkeslættet")
	case between != "T":
		all.add("der mangler et T mellem dato og klokkeslæt", "skriv T mellem dato og klokkeslæt")
	}
	all.clock(clock)
	if strings.HasPrefix(fraction, ",") {
		all.add("sekundernes brøkdel står efter et komma", "skriv punktum før brøkdelen")
	}
	all.zone(zone)
	if len(all) == 0 {
		all.add("datoen eller klokkeslættet findes ikke", "skriv et tidspunkt, der findes")
	}
	return all.one()
}

// BrokenDate says which part of an xs:date a text has wrong; zero for one that is right.
func BrokenDate(s string) Broken {
	s = Trim(s)
	var all broken
	switch day := moment.FindStringSubmatch(s); {
	case s == "":
		all.add("der står intet", "skriv datoen")
	case day == nil:
		all.add("det er ingen dato", "skriv datoen ÅÅÅÅ-MM-DD")
	default:
		all.date(day[1])
		if day[3] != "" {
			all.add("der står også et klokkeslæt", "skriv datoen alene")
		}
	}
	return all.one()
}

// broken is all that is wrong with one value.
type broken []Broken

func (b *broken) add(part, mend string) { *b = append(*b, Broken{part, mend}) }

// one is the whole of it in one clause.
func (b broken) one() Broken {
	var parts, mends []string
	for _, x := range b {
		parts, mends = append(parts, x.Part), append(mends, x.Mend)
	}
	return Broken{strings.Join(parts, ", og "), strings.Join(mends, ", og ")}
}

func (b *broken) date(s string) {
	if !isoDate.MatchString(s) {
		b.add("datoen er ikke skrevet ÅÅÅÅ-MM-DD", "skriv datoen ÅÅÅÅ-MM-DD")
	} else if _, err := time.Parse(time.DateOnly, s); err != nil {
		b.add("datoen findes ikke i kalenderen", "skriv en dato, der findes")
	}
}

func (b *broken) clock(s string) {
	switch {
	case s == "":
	case noSecond.MatchString(s):
		b.add("sekunderne mangler", "tilføj sekunderne")
	case !isoClock.MatchString(s):
		b.add("klokkeslættet er ikke skrevet tt:mm:ss", "skriv klokkeslættet tt:mm:ss")
	default:
		if _, err := time.Parse(time.TimeOnly, s); err != nil && s != "24:00:00" {
			b.add("klokkeslættet findes ikke", "skriv et klokkeslæt, der findes")
		}
	}
}

func (b *broken) zone(s string) {
	switch {
	case s == "":
		b.add("tidszonen mangler", "tilføj tidszonen, Z eller ±tt:mm")
	case !isoZone.MatchString(s) && strings.Contains(s, "."):
		b.add("tidszonen er skrevet med punktum; det er den også i KOMBITs eget eksempel, som er forkert", "skriv tidszonen med kolon, ±tt:mm")
	case !isoZone.MatchString(s):
		b.add("tidszonen er ikke skrevet Z eller ±tt:mm", "skriv tidszonen Z eller ±tt:mm")
	case s != "Z" && (s[1:3] > "14" || s[1:3] == "14" && s[4:] != "00" || s[4:] > "59"):
		b.add("tidszonen findes ikke", "skriv en tidszone, der findes")
	}
}
