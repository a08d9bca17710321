package simulated

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"strings"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

// noteTraits are about journal notes: how they are written, and which there are.
var noteTraits = map[string]func(string) habit{
	// The format of all notes: RTF or OOXML.
	"notatformat": func(value string) habit {
		as := map[string]func(string) []byte{"RTF": rtf, "OOXML": ooxml}[value]
		return notes(func(s *System, n *etree.Element, text string) []byte {
			n.SelectElement("Format").SetText(s.config.Classes["Sag/Journalpost/Format/"+value])
			return as(text)
		})
	},
	// What follows the text of every note: CRLF, blanke or linjer.
	"notatslut": func(value string) habit {
		end := map[string]string{"CRLF": "\r\n", "blanke": "   ", "linjer": "\n\n"}[value]
		return notes(func(_ *System, _ *etree.Element, text string) []byte { return []byte(text + end) })
	},
	// The title of each note begins or ends with words of the system's.
	"notattitel": func(value string) habit {
		return habit{writes: func(_ *System, m outgoing) {
			for _, n := range named(m.body, "JournalnotatEgenskaber") {
				if t := n.SelectElement("Titel"); value == "foran" {
					t.SetText("Journalnotat: " + t.Text())
				} else {
					t.SetText(t.Text() + " (23-03-2026)")
				}
			}
		}}
	},
	// The system writes a note of its own: on each case when it has been made (sag), or
	// after each document (dokument) or before it (foer-dokument).
	"eget-notat": func(value string) habit {
		write := func(about func(s *System, a action.Request) string) func(*System, action.Request) error {
			return func(s *System, a action.Request) error {
				c, ok := s.cases[a.Sag]
				if !ok {
					return nil
				}
				return s.note(c, action.Data{Titel: "Systemnotat", Tekst: about(s, a)})
			}
		}
		switch value {
		case "sag":
			return after(write(func(*System, action.Request) string { return "Sagen er oprettet i systemet." }), action.OpretSag)
		case "foer-dokument":
			return before(write(func(_ *System, a action.Request) string { return "Dokumentet " + a.Data.Titel + " lægges på sagen." }), action.TilfoejDokument)
		}
		return after(write(func(_ *System, a action.Request) string { return "Dokumentet " + a.Data.Titel + " er lagt på sagen." }), action.TilfoejDokument)
	},
}

// notes writes the text of every note in another way.
func notes(write func(s *System, n *etree.Element, text string) []byte) habit {
	return habit{writes: func(s *System, m outgoing) {
		for _, n := range named(m.body, "JournalnotatEgenskaber") {
			el := n.SelectElement("Notat")
			if text, err := base64.StdEncoding.DecodeString(el.Text()); err == nil {
				el.SetText(base64.StdEncoding.EncodeToString(write(s, n, string(text))))
			}
		}
	}}
}

// rtf is a text as rich text, in Windows' own character set as word processors write it.
func rtf(text string) []byte {
	var out strings.Builder
	out.WriteString(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Calibri;}}\viewkind4\uc1\pard\f0\fs22 `)
	for _, r := range text {
		switch {
		case r == '\\' || r == '{' || r == '}':
			out.WriteString(`\` + string(r))
		case r == '\n':
			out.WriteString(`\par ` + "\n")
		case r < 0x80:
			out.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&out, `\'%02x`, r)
		default:
			fmt.Fprintf(&out, `\u%d?`, int16(r))
		}
	}
	out.WriteString(`\par}`)
	return []byte(out.String())
}

// ooxml is a text as a Word document with one paragraph a line.
func ooxml(text string) []byte {
	const word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	var body strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		body.WriteString(`<w:p><w:r><w:t xml:space="preserve">`)
		_ = xml.EscapeText(&body, []byte(line)) // into memory
		body.WriteString(`</w:t></w:r></w:p>`)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="` + word + `"><w:body>` + body.String() + `</w:body></w:document>`},
	} {
		w, err := z.Create(f[0])
		if err == nil {
			_, _ = w.Write([]byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + f[1])) // into memory
		}
	}
	_ = z.Close()
	return out.Bytes()
}
