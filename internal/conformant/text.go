package conformant

import "strings"

var words = []string{
	"Aftale", "om", "forebyggende", "hjemmebesøg", "Ansøgning", "og", "§ 83", "stk. 2", "møde", "den 3.", "Ærø", "Århus", "\"citat\"", "'mærke'",
	"a < b", "R&D", "x > y", "]]>", "(kopi)", "nr. 17", "50 %", "é", "Müller", "–", "…", "½", "🙂", "t/r", "C:\\mappe", "#1", "1.000,50 kr.",
}

// line is a text of one line, of at most limit characters. Now and then it is as
// long as it may be.
func (s source) line(limit int) string {
	if s.rarely() {
		return strings.Repeat("å", limit)
	}
	out := pick(s, words)
	for range s.under(5) {
		out += " " + pick(s, words)
	}
	return shortened(out, limit)
}

// lines is a text in which lines end as the rows ask for: CR and LF.
func (s source) lines(limit int) string {
	out := s.line(limit)
	for range s.under(3) {
		out += "\r\n" + s.line(limit)
	}
	return strings.TrimSuffix(shortened(out, limit), "\r")
}

func shortened(text string, limit int) string {
	if r := []rune(text); len(r) > limit {
		return strings.TrimRight(string(r[:limit]), " ")
	}
	return text
}

// optional is an element that need not be there: mostly it is not, sometimes it is
// and says nothing, which the XSDs allow and the rows do not forbid.
func (s source) optional(space Space, name string, text func() string) *Element {
	switch {
	case !s.sometimes():
		return nil
	case s.sometimes():
		return empty(space, name)
	}
	return prose(space, name, text())
}

// note is a NoteTekst, of a registration or a virkning.
func (s source) note() *Element {
	if !s.often() {
		return nil
	}
	return s.optional(SD, "NoteTekst", func() string { return s.lines(1024) })
}

// hjemmel is a reference to the law as the rows ask for it.
func (s source) hjemmel() string {
	return pick(s, []string{
		"LBK om varmeforsyning (Varmeforsyningsloven) § 4, Stk. 2", "LBK nr 1548 2018 om social service (Serviceloven) § 83, Stk. 1",
		"LOV nr 606 2013 om offentlighed i forvaltningen (Offentlighedsloven) §§ 23 – 25", "BEK nr 10 2020 om sygedagpenge Kapitel 3",
	})
}

// exempt is what says that something is exempt from access, and by what law.
func (s source) exempt(space Space) *Element {
	return nest(space, "OffentlighedUndtaget", prose(SD, "TitelAlternativTekst", s.line(255)), prose(SD, "OffentlighedUndtagetHjemmelTekst", s.hjemmel()))
}

var (
	given    = []string{"Anna", "Bent", "Cilla", "Ditte", "Éva", "Øjvind", "Aase-Marie", "Jørgen", "Li"}
	middle   = []string{"", "", "Bech", "af", "de", "von der", "Skov", "K."}
	families = []string{"Lund", "Neergaard", "O'Hara", "Ødum", "Bruun-Hansen", "Aa", "Nguyễn", "Møller"}
)

// person is a name with blanks between its parts, each of which begins with a
// capital letter, or with a small one where the family spells itself so.
func (s source) person() string {
	return strings.Join(strings.Fields(pick(s, given)+" "+pick(s, middle)+" "+pick(s, families)), " ")
}

// digits are n digits.
func (s source) digits(n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + s.under(10)))
	}
	return b.String()
}
