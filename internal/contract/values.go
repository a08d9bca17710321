package contract

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/oio"
)

// fault is what is wrong with a value.
type fault struct {
	code, expected, actual string
	problem                string // completes "Værdien af <X> …"
	mend                   string // what to do about the broken part, as an order; "" when none can be named
	spaces                 bool   // white space around the value is all that is wrong
}

// faultIn holds a text against a simple type, nil when it agrees.
func (t *typeDef) faultIn(text string) *fault {
	f := t.firstFault(text)
	if f != nil && f.code != "length" {
		trimmed := strings.TrimFunc(text, isSpace)
		f.spaces = trimmed != text && t.firstFault(trimmed) == nil
	}
	return f
}

func (t *typeDef) firstFault(text string) *fault {
	for ; t != nil; t = t.base {
		if b := t.simple.builtin; b != nil {
			// What a built-in type is made from asks for less than it does.
			return b.faultIn(text)
		}
		if f := t.simple.faultIn(text); f != nil {
			return f
		}
	}
	return nil
}

func (f *facets) faultIn(text string) *fault {
	n := 0
	if f.min > 0 || f.max >= 0 {
		n = utf8.RuneCountInString(text)
	}
	switch {
	case f.pattern != nil && !f.matches(text):
		return f.patternFault(text)
	case len(f.enum) > 0 && !slices.Contains(f.enum, text):
		out := &fault{code: "enumeration", expected: "en af: " + strings.Join(f.enum, ", "), actual: shown(text), problem: "er ikke en af de tilladte"}
		return out.of(oio.BrokenCode(text, f.enum))
	case n < f.min:
		return &fault{code: "length", expected: fmt.Sprintf("mindst %d tegn", f.min), actual: fmt.Sprintf("%d tegn", n),
			problem: fmt.Sprintf("er for kort: den er på %d tegn og skal være på mindst %d", n, f.min)}
	case f.max >= 0 && n > f.max:
		return &fault{code: "length", expected: fmt.Sprintf("højst %d tegn", f.max), actual: fmt.Sprintf("%d tegn", n),
			problem: fmt.Sprintf("er for lang: den er på %d tegn og må højst være på %d", n, f.max)}
	}
	return nil
}

// matches reports whether a text has the pattern. The two of which each message has
// hundreds are looked at.
func (f *facets) matches(text string) bool {
	switch f.shown {
	case uuidForm:
		return oio.IsUUID(text)
	case cvrForm:
		return oio.Formed(text, "99999999")
	}
	return f.pattern.MatchString(text)
}

// patternFault says which part of the text does not have the form, where people have a
// word for the form.
func (f *facets) patternFault(text string) *fault {
	out := &fault{code: "pattern", expected: "formen " + f.shown, actual: shown(text), problem: "har ikke den rette form"}
	var part oio.Broken
	switch f.shown {
	case uuidForm:
		out.expected, part = "en UUID: 8-4-4-4-12 hexadecimale cifre", oio.BrokenUUID(text)
	case cvrForm:
		out.expected, part = "8 cifre", oio.BrokenDigits(strings.TrimFunc(text, isSpace), 8)
	}
	return out.of(part)
}

// The patterns of SagDokObjekt.xsd, and of the extensions of Sag and Dokument.
const (
	uuidForm = `[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}`
	cvrForm  = `[0-9]{8}`
)

// of adds to the problem which part it is.
func (f *fault) of(part oio.Broken) *fault {
	if part.Part != "" {
		f.problem, f.mend = f.problem+": "+part.Part, part.Mend
	}
	return f
}

// brokenCase names what is wrong with the way true or false is written; of another word
// the type says enough.
func brokenCase(s string) oio.Broken {
	if oio.NearBoolean(s) == "" {
		return oio.Broken{}
	}
	return oio.BrokenBoolean(s)
}

// parts name the broken part of what a built-in type does not take.
var parts = map[string]func(string) oio.Broken{
	"boolean": brokenCase, "integer": oio.BrokenInteger, "dateTime": oio.BrokenTime, "date": oio.BrokenDate, "base64Binary": oio.BrokenBase64,
}

// builtin is a simple type of XML Schema itself.
type builtin struct {
	local, base string
	expected    string
	collapse    bool // white space is collapsed before the value is read
	valid       func(string) bool
}

func (b *builtin) faultIn(text string) *fault {
	value := text
	if b.collapse && strings.ContainsFunc(text, isSpace) {
		value = strings.Join(strings.FieldsFunc(text, isSpace), " ")
	}
	if b.valid(value) {
		return nil
	}
	out := &fault{code: "value", expected: b.expected, actual: shown(text), problem: "er ikke " + b.expected}
	if name := parts[b.local]; name != nil {
		return out.of(name(value))
	}
	return out
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// shownRunes is how much of a value the messages show.
const shownRunes = 60

func shown(s string) string {
	if s == "" {
		return "ingen tekst"
	}
	with, n := "", 0
	if hidden := oio.Unseen(s); len(hidden) > 0 {
		with = ", med " + oio.Named(hidden)
	}
	for i := range s {
		if n++; n > shownRunes {
			return "»" + s[:i] + "…«" + with
		}
	}
	return "»" + s + "«" + with
}

// builtins are the types the form uses, and after them those made from string
// and integer, which only xsi:type can name. ID, IDREF and ENTITY are left
// out: they need a whole document or a DTD, and SOAP has none.
// Source: XML Schema Part 2, second edition.
var builtins = []builtin{
	{"string", "", "en tekst", false, anything},
	{"boolean", "", "true eller false", true, func(s string) bool { return s == "true" || s == "false" || s == "1" || s == "0" }},
	{"integer", "", "et heltal", true, lazyregexp.New(`\A[+-]?[0-9]+\z`).MatchString},
	{"dateTime", "", "et tidspunkt som 2026-01-31T12:00:00+01:00", true, validDateTime},
	{"date", "", "en dato som 2026-01-31", true, validDate},
	{"base64Binary", "", "base64", true, validBase64},

	{"normalizedString", "string", "en tekst", false, anything},
	{"token", "normalizedString", "en tekst", true, anything},
	{"language", "token", "en sprogkode", true, lazyregexp.New(`\A[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*\z`).MatchString},
	{"NMTOKEN", "token", "et NMTOKEN", true, lazyregexp.New(`\A[-.:\p{L}\p{N}\p{M}_·]+\z`).MatchString},
	{"Name", "token", "et XML-navn", true, lazyregexp.New(`\A[:\p{L}_][-.:\p{L}\p{N}\p{M}_·]*\z`).MatchString},
	{"NCName", "Name", "et XML-navn uden kolon", true, lazyregexp.New(`\A[\p{L}_][-.\p{L}\p{N}\p{M}_·]*\z`).MatchString},
	whole("nonPositiveInteger", "integer", "", "0"),
	whole("negativeInteger", "nonPositiveInteger", "", "-1"),
	whole("long", "integer", "-9223372036854775808", "9223372036854775807"),
	whole("int", "long", "-2147483648", "2147483647"),
	whole("short", "int", "-32768", "32767"),
	whole("byte", "short", "-128", "127"),
	whole("nonNegativeInteger", "integer", "0", ""),
	whole("unsignedLong", "nonNegativeInteger", "0", "18446744073709551615"),
	whole("unsignedInt", "unsignedLong", "0", "4294967295"),
	whole("unsignedShort", "unsignedInt", "0", "65535"),
	whole("unsignedByte", "unsignedShort", "0", "255"),
	whole("positiveInteger", "nonNegativeInteger", "1", ""),
}

func anything(string) bool { return true }

// builtinTypes gives each of them its type.
func builtinTypes() map[name]*typeDef {
	out := map[name]*typeDef{}
	for i := range builtins {
		b := &builtins[i]
		out[name{nsXSD, b.local}] = &typeDef{name: name{nsXSD, b.local}, base: out[name{nsXSD, b.base}], simple: &facets{builtin: b, max: -1}}
	}
	return out
}

// maxDigits keeps a hostile number from costing time; no bound below has as
// many.
const maxDigits = 40

// whole is an integer between bounds; an empty one is none.
func whole(local, base, lo, hi string) builtin {
	bound := func(s string) *big.Int { n, _ := new(big.Int).SetString(s, 10); return n }
	low, high := bound(lo), bound(hi)
	return builtin{local, base, "et heltal af typen " + local, true, func(s string) bool {
		digits := strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(s, "-"), "+"), "0")
		if strings.Trim(digits, "0123456789") != "" || !strings.ContainsAny(s, "0123456789") || strings.LastIndexAny(s, "+-") > 0 {
			return false
		}
		negative := strings.HasPrefix(s, "-")
		if len(digits) > maxDigits {
			return negative && low == nil || !negative && high == nil
		}
		n := bound("0" + digits)
		if negative {
			n.Neg(n)
		}
		return (low == nil || n.Cmp(low) >= 0) && (high == nil || n.Cmp(high) <= 0)
	}}
}

var (
	dateTimeForm = lazyregexp.New(`\A-?([0-9]{4,})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?\z`)
	dateForm     = lazyregexp.New(`\A-?([0-9]{4,})-([0-9]{2})-([0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?\z`)
)

// validDateTime follows XML Schema 1.0: any day of the calendar, 24:00:00 for
// the end of it, no leap seconds, zones to ±14:00.
func validDateTime(s string) bool {
	m, ok := timeParts(s)
	if !ok || !validDay(m[1], m[2], m[3]) || !validZone(m[8]) {
		return false
	}
	hour, minute, second := number(m[4]), number(m[5]), number(m[6])
	if hour == 24 {
		return minute == 0 && second == 0 && strings.Trim(m[7], ".0") == ""
	}
	return hour < 24 && minute < 60 && second < 60
}

// timeParts are the parts of a dateTime as its expression has them; false: it is none. Each
// message has a hundred of a year of four digits, which are looked at.
func timeParts(s string) (parts [9]string, ok bool) {
	const form = "9999-99-99T99:99:99"
	if len(s) < len(form) || !oio.Formed(s[:len(form)], form) {
		return parts, copy(parts[:], dateTimeForm.FindStringSubmatch(s)) > 0
	}
	fraction, zone := "", s[len(form):]
	if strings.HasPrefix(zone, ".") {
		n := len(zone) - len(strings.TrimLeft(zone[1:], "0123456789"))
		fraction, zone = zone[:n], zone[n:]
	}
	if fraction == "." || zone != "" && zone != "Z" && !oio.Formed(zone, "+99:99") && !oio.Formed(zone, "-99:99") {
		return parts, false
	}
	return [...]string{s, s[:4], s[5:7], s[8:10], s[11:13], s[14:16], s[17:19], fraction, zone}, true
}

func validDate(s string) bool {
	m := dateForm.FindStringSubmatch(s)
	return m != nil && validDay(m[1], m[2], m[3]) && validZone(m[4])
}

// validDay knows that XML Schema 1.0 has no year 0, and that only a year of
// more than four digits has no leading zero.
func validDay(year, month, day string) bool {
	if len(year) > 4 && year[0] == '0' || strings.Trim(year, "0") == "" {
		return false
	}
	// The calendar repeats after 400 years, and 400 divides 10,000: the last
	// four digits of a long year say whether it is a leap year.
	y, m, d := number(year[len(year)-4:]), number(month), number(day)
	if m < 1 || m > 12 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		days = 29
	}
	return d >= 1 && d <= days
}

func validZone(z string) bool {
	if z == "" || z == "Z" {
		return true
	}
	h, m := number(z[1:3]), number(z[4:6])
	return m < 60 && (h < 14 || h == 14 && m == 0)
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // four digits at most: cannot fail
	return n
}

// validBase64 wants whole groups of four, and no bits left over in the last;
// single spaces may stand anywhere in between.
func validBase64(s string) bool {
	_, err := base64.StdEncoding.Strict().DecodeString(strings.ReplaceAll(s, " ", ""))
	return err == nil
}
