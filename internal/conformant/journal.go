package conformant

import (
	"archive/zip"
	"bytes"
	"strings"

	"klarmeld/internal/municipality"
)

// known are the objects that stand in the index, or come with the same message.
type known struct {
	sager, dokumenter []string
	exempt            map[string]bool // the documents that say themselves that they are exempt
}

// related are the relations to other cases.
func (c *subject) related(to *known) []Part {
	var out []Part
	add := func(rolle string) {
		if len(to.sager) > 0 {
			if id := pick(c.source, to.sager); c.fresh(id) {
				out = append(out, c.relation("Sagsrelation", rolle, "Sag", Ref{UUID: id}, c.some(), nil))
			}
		}
	}
	for _, rolle := range []string{"Oversag", "Præcedens"} {
		if c.sometimes() {
			add(rolle)
		}
	}
	for range c.fewest() {
		add("Andre sager")
	}
	return out
}

// journal are the documents and the notes of a Sag.
func (c *subject) journal(to *known) []Part {
	var out []Part
	for _, id := range to.dokumenter {
		switch {
		case c.often() && c.fresh(id):
			out = append(out, c.enclosed(pick(c.source, []string{"Tilakteret", "Tilakteret", "Vedlagt"}), id, to.exempt[id]))
		}
	}
	for range c.fewest() {
		out = append(out, c.journalnotat(c.some()))
	}
	return out
}

// enclosed is the relation to a document. A document that is exempt itself is not
// exempt by its journalpost, too.
func (c *subject) enclosed(rolle, id string, exempt bool) Part {
	p := c.relation("Journalpost", rolle, "Dokument", Ref{UUID: id}, span{fra: c.at()}, nil)
	if !c.often() {
		return p
	}
	titel := c.optional(SAG, "Dokumenttitel", func() string { return c.line(255) })
	var closed, notat *Element
	switch {
	case !exempt && c.seldom():
		titel, closed = prose(SAG, "Dokumenttitel", c.line(255)), c.exempt(SD)
	case c.rarely():
		closed = nest(SD, "OffentlighedUndtaget", empty(SD, "TitelAlternativTekst"), empty(SD, "OffentlighedUndtagetHjemmelTekst"))
	}
	if c.sometimes() {
		notat = c.notat()
	}
	p.Rest = append(p.Rest, nest(SAG, "JournalpostEgenskaber", titel, closed, notat))
	return p
}

// journalnotat is a journal note: a Journalpost that refers to nothing.
func (c *subject) journalnotat(s span) Part {
	p := c.relation("Journalpost", "Journalnotat", "Dokument", Ref{URN: "URN:Empty"}, s, nil)
	var titel *Element
	if c.rarely() { // it must not be filled, and is not
		titel = empty(SAG, "Dokumenttitel")
	}
	p.Rest = []*Element{nest(SAG, "JournalpostEgenskaber", titel, c.notat())}
	return p
}

// notat is what a note says, in one of the three formats that the rows name.
func (c *subject) notat() *Element {
	format := pick(c.source, []string{"Text", "Text", "RTF", "OOXML"})
	says := c.lines(300)
	var raw string
	switch format {
	case "Text":
		raw = says
		if c.rarely() {
			raw = strings.Repeat("x", 102400) // as much as there may be
		}
	case "RTF":
		raw = `{\rtf1\ansi\deff0 ` + strings.NewReplacer(`\`, `\\`, "{", `\{`, "}", `\}`, "\r\n", `\par `).Replace(ascii(says)) + "}"
	case "OOXML":
		raw = docx(says)
	}
	return nest(SAG, "JournalnotatEgenskaber", prose(SAG, "Titel", c.line(255)), leaf(SAG, "Notat", Base64, raw),
		leaf(SAG, "Format", UUID, c.roleID(Sag, "Journalpost", municipality.ArtFormat, format)))
}

func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 126 {
			return '?'
		}
		return r
	}, text)
}

// docx is the smallest document that a word processor opens.
func docx(text string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` +
			strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text) + `</w:t></w:r></w:p></w:body></w:document>`},
	} {
		w, err := z.Create(f[0])
		if err == nil {
			_, err = w.Write([]byte(f[1]))
		}
		if err != nil { // a buffer takes all
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.String()
}
