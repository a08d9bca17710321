package anvisning

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
)

// named says how the broken part of a text is named, and what the nearest text is that
// has the form, tried before the format's own.
func (f Format) named(broken func(Value) oio.Broken, near func(string) string) Format {
	f.broken = broken
	if own := f.near; near != nil {
		f.near = func(s string) string {
			if n := near(s); n != "" {
				return n
			}
			return own(s)
		}
	}
	return f
}

// urnCPR begins the URN of a citizen.
const urnCPR = "urn:oio:cpr-nr:"

var zoneWithDot = lazyregexp.New(`([+-][0-9]{2})\.?([0-9]{2})$`)

// nearTime mends a time without a zone, or with the zone as the anvisninger
// write it. A time without a zone is taken for Danish: the instant stays the one that
// the clock on the wall showed. A date alone is no instant, and is not made one.
func nearTime(s string) string {
	s = oio.Trim(s)
	if len(s) > len("2006-01-02T15:04:05") {
		s = s[:len("2006-01-02T")] + zoneWithDot.ReplaceAllString(s[len("2006-01-02T"):], "$1:$2")
	}
	if _, ok := oio.ParseTime(s); ok {
		return s
	}
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		return ""
	}
	for _, layout := range []string{"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return strings.Replace(s, " ", "T", 1) + t.Format("Z07:00")
		}
	}
	return ""
}

// nearLimit is nearTime for an end of a virkning.
func nearLimit(s string) string {
	if near := nearTime(s); near != "" {
		return stamp(near)
	}
	return ""
}

// nearDate is a date that is written as Danes write it. With slashes the day may be the
// month.
func nearDate(s string) string {
	for _, layout := range []string{"02-01-2006", "02.01.2006", "2-1-2006", "2.1.2006", "20060102"} {
		if t, err := time.Parse(layout, oio.Trim(s)); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// nearLine is the text on one line, cut to max characters. There is none when a
// CPR number goes over the end of a line: with a blank there instead, the mask
// that it is shown behind would not know it.
func nearLine(max int) func(string) string {
	return func(s string) string {
		line := oneLine(oio.Without(s, oio.Unseen(s, oio.LineBreak)))
		if privacy.Mask(line) != oneLine(privacy.Mask(s)) {
			return ""
		}
		return cut(line, max)
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// nearLines is the text without tabs, cut to max characters.
func nearLines(max int) func(string) string {
	return func(s string) string { return cut(strings.ReplaceAll(s, "\t", " "), max) }
}

func cut(s string, max int) string {
	if utf8.RuneCountInString(s) > max {
		return strings.TrimSpace(privacy.Cut(s, max))
	}
	return s
}

// maxNote is how much a note may hold.
const maxNote = 100 * 1024

// nearNote encodes a note that was sent as it is. What has only digits of base64 may be
// base64 that was cut off.
func nearNote(s string) string {
	s = strings.TrimSpace(s)
	if !oio.NotBase64(strings.Join(strings.Fields(s), "")) || len(s) > maxNote {
		return ""
	}
	return base64.StdEncoding.EncodeToString([]byte(s))
}

func brokenNote(v Value) oio.Broken {
	s := strings.Join(strings.Fields(v.Text()), "")
	if b, err := base64.StdEncoding.DecodeString(s); err == nil && len(b) > maxNote {
		return oio.Broken{Part: fmt.Sprintf("det er %d byte for stort", len(b)-maxNote),
			Mend: "send i stedet som base64: »" + noteTooLarge("[afsendersystemets navn]") + "«"}
	}
	return oio.BrokenBase64(s)
}

// noteTooLarge is the text that the rows prescribe for a note that is too large to send
// (Anvisninger for sagsobjektet 1.7, 3.11 Journalpost, JournalnotatEgenskaber/Notat).
func noteTooLarge(system string) string {
	return "Dette Journalnotat er for stort til at blive sendt til Sags- og Dokumentindekset, se dette Journalnotat i " + system
}

// nearMatch is the text without the blanks and signs around it that people
// add, when that has the form.
func nearMatch(re *lazyregexp.Regexp) func(string) string {
	return func(s string) string {
		s = strings.Join(strings.Fields(oio.Without(s, oio.Unseen(s))), "")
		for _, try := range []string{s, strings.ReplaceAll(s, "-", ""), strings.ReplaceAll(s, "-", "."), strings.ToLower(s)} {
			if re.MatchString(try) {
				return try
			}
		}
		return ""
	}
}

// nearDigits is the digits without what people write between them.
func nearDigits(n int) func(string) string {
	return func(s string) string {
		if s = withoutSigns(oio.Trim(s)); len(s) != n || strings.Trim(s, "0123456789") != "" {
			return ""
		}
		return s
	}
}

// nearKLE puts the dots into six digits.
func nearKLE(s string) string {
	s = withoutSigns(s)
	if len(s) != 6 || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return s[:2] + "." + s[2:4] + "." + s[4:]
}

var (
	kleTopic = lazyregexp.New(`^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$`)
	kleGroup = lazyregexp.New(`^[0-9]{2}(\.[0-9]{2})?$`)
	kleFacet = lazyregexp.New(`^[A-ZÆØÅ][0-9]{2}$`)
)

func brokenKLE(s string) oio.Broken {
	seen := oio.Trim(oio.Without(s, oio.Unseen(s)))
	digits := 0
	for _, r := range seen {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	const write = "skriv emnet som NN.NN.NN"
	switch {
	case s == "":
		return oio.Broken{Part: "der står intet", Mend: write}
	case seen != s && kleTopic.MatchString(seen):
		return oio.Broken{Part: "der er tegn, der ikke kan ses", Mend: "skriv emnet uden andre tegn"}
	case kleGroup.MatchString(s):
		return oio.Broken{Part: "det er en hovedgruppe eller gruppe og intet emne", Mend: "vælg et emne i den, NN.NN.NN"}
	case kleFacet.MatchString(s):
		return oio.Broken{Part: "det er en handlingsfacet og intet emne", Mend: "send emnet, NN.NN.NN"}
	case digits == 6 && nearKLE(s) != "":
		return oio.Broken{Part: "punktummerne står ikke efter hvert andet ciffer", Mend: write}
	case digits != 6:
		return oio.Broken{Part: oio.Counted(digits, 6), Mend: write}
	}
	return oio.Broken{Part: "der er andet end cifre og punktummer", Mend: write}
}

// nearWord is the one of the words that differs only in how it is written: in case, in
// blanks and hyphens, and in how the Danish letters are.
func nearWord(words []string) func(string) string {
	return func(s string) string {
		for _, w := range words {
			if folded(s) == folded(w) {
				return w
			}
		}
		return ""
	}
}

var danish = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa")

func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, danish.Replace(strings.ToLower(oio.Without(s, oio.Unseen(s)))))
}

func brokenWord(words []string) func(Value) oio.Broken {
	near := nearWord(words)
	return inText(func(s string) oio.Broken {
		if b := oio.BrokenCode(s, words); b.Part != "" {
			return b
		}
		switch w := near(s); {
		case s == "":
			return oio.Broken{Part: "der står intet"}
		case w == "":
			return oio.Broken{}
		case strings.EqualFold(s, w):
			return oio.Broken{Part: "store og små bogstaver er ikke, som de skal være", Mend: "skriv " + w}
		default:
			return oio.Broken{Part: "ordet er skrevet anderledes", Mend: "skriv " + w}
		}
	})
}

func brokenType(v Value) oio.Broken {
	if r := oio.ReadRef(v.El); !oio.IsUUID(r.UUID) {
		return brokenUUIDRef(v)
	}
	return oio.Broken{}
}
