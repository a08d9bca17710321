package privacy

import (
	"strings"

	"klarmeld/internal/lazyregexp"
)

// The places between the digits of a number where people put something: bit k is
// set when something stands before digit k, counted from 0.
const (
	sixFour    = 1 << 6
	everyDigit = 1<<1 | 1<<2 | 1<<3 | 1<<4 | 1<<5 | 1<<6 | 1<<7 | 1<<8 | 1<<9
)

// grouped are the shapes with more than one separator: 01 02 03 4567, in pairs,
// 014203 45 67, 014 203 4567.
func grouped(places int) bool {
	switch places {
	case 1<<2 | 1<<4 | 1<<6, 1<<2 | 1<<4 | 1<<6 | 1<<8, 1<<6 | 1<<8, 1<<3 | 1<<6:
		return true
	}
	return false
}

// spacedOut are those that only white space makes one number: 0142 03 4567,
// 01 42 034567, 0142 0345 67. With a dash they are dates and case numbers.
func spacedOut(places int) bool {
	switch places {
	case 1<<4 | 1<<6, 1<<2 | 1<<4, 1<<4 | 1<<8, everyDigit:
		return true
	}
	return false
}

// shaped says whether the ten digits of s from number i on are a number, by what
// stands between, before and after them.
func shaped(s string, ds []digit, i int) bool {
	end := i + length
	if end > len(ds) || ds[i].gap == joined || end < len(ds) && ds[end].gap == joined {
		return false
	}
	places, widest, lines := 0, joined, 0
	for k := 1; k < length; k++ {
		d := ds[i+k]
		if d.gap == apart {
			return false
		}
		if d.gap < spaced {
			continue
		}
		places |= 1 << k
		widest = max(widest, d.gap)
		if d.line {
			lines |= 1 << k
		}
	}
	switch {
	case places == 0, places == sixFour:
		return true
	case grouped(places) && widest <= marked && alike(s, ds[i:end], places):
		return true
	case spacedOut(places) && widest == spaced && alike(s, ds[i:end], places):
		return true
	}
	// A line that ends in the middle of a number, or one tag in it: somewhere else
	// than where a separator would stand, and not beside a date or a KLE number.
	alone := ds[i].gap != marked && (end == len(ds) || ds[end].gap != marked)
	rest := places &^ lines
	return alone && lines&(lines-1) == 0 && lines != 0 && (rest == 0 || rest == sixFour && widest <= marked)
}

// alike says whether the same stands at all places of a number. What parts the
// serial number may be something else; but not when that is in pairs too, for
// then the halves of two phone numbers would become one.
func alike(s string, ds []digit, places int) bool {
	inPairs := places&(1<<8) != 0
	first := ""
	for k := 1; k < length; k++ {
		between := s[ds[k-1].to:ds[k].from]
		if places&(1<<k) == 0 || k == 6 && !(inPairs && (ds[k].newline || places&(1<<4) != 0 && strings.Contains(between, " "))) {
			continue
		}
		if first == "" {
			first = between
		}
		if between != first || ds[k].newline {
			return false
		}
	}
	return true
}

// fewDigits is how many digits of a text there is room for that costs nothing.
const fewDigits = 48

// numbers are the digits of s that Mask hides in one reading, in order.
func numbers(s string, how reading) []digit {
	var room [fewDigits]digit
	ds, called := digits(s, how, room[:]), saysCPR(s)
	var out []digit
	taken := 0 // digits before it are in out, or stay
	for i := range ds {
		end := 0
		if shaped(s, ds, i) && !ordinary(s, ds[i:i+length], s[ds[i+length-1].to:]) {
			end = i + length
		} else if called && ds[i].gap == apart {
			end = i + afterName(s, ds[i:])
		}
		if end > taken {
			out = append(out, ds[max(taken, i):end]...)
			taken = end
		}
	}
	return out
}

// leastNamed is how many digits are a number because its name says so: the date
// alone.
const leastNamed = 6

// mostNamed bounds what a name is looked for: what is longer is no number.
const mostNamed = 24

// letters are what may stand in the middle of such a number, by a mistake.
var letters = lazyregexp.New(`^\pL{1,3}$`)

// name ends before a number that is called a CPR number.
var name = lazyregexp.New(`(?i)cpr[-_ .]?(?:n(?:umme)?re?|n(?:ummer|umber|r|o)|id|tekst)?[-_ ` +
	`.]?(?:tekst|identifier|identifikator)?(?:er|=3d|%[0-9a-f]{2}|&#?\w{1,6};|\\"|\\u00[0-9a-f]{2}|["'\s:=.>\])(/]){0,8}$`)

// maxName is how far back a name may begin.
const maxName = 48

// afterName is how many of the digits belong to a number that is called a CPR
// number: then also nine are one, since a leading zero gets lost when a number
// is kept as one.
func afterName(s string, ds []digit) int {
	before := s[max(0, ds[0].from-maxName):ds[0].from]
	if !saysCPR(before) || !name.MatchString(before) {
		return 0
	}
	n := 1
	for n < min(len(ds), mostNamed) && (ds[n].gap < spaced || ds[n].gap < odd && n < length-1 || letters.MatchString(s[ds[n-1].to:ds[n].from])) {
		n++
	}
	if n < leastNamed || dated(s[ds[0].from:ds[n-1].to]) {
		return 0
	}
	return n
}

// date is what is called neither a date nor a case number by a name before it.
var date = lazyregexp.New(`^(?:19|20)\d\d-(?:\d\d-\d\d|\d{6})$`)

func dated(s string) bool { return date.MatchString(s) }
