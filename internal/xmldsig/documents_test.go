package xmldsig_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// What a made document is made of. The namespaces are few, so that prefixes meet;
// one of them is another's beginning, and their order is not that of the prefixes.
var (
	plainURIs    = []string{"urn:z", "urn:a", "urn:a:b", "http://eksempel.dk/1", "http://eksempel.dk/1?a=%201#x"}
	oddURIs      = []string{"urn:æ", "urn:a&amp;b", "urn:a&quot;b", "urn:a'b", "urn:a&lt;b", "urn:a&gt;b", "urn:a&#9;b", "urn:a&#10;&#13;b", "urn: a "}
	madePrefixes = []string{"a", "b", "z", "soap", "xmlå", "A"}
	madeNames    = []string{"a", "b", "B", "x", "x-y", "x.y", "xmln", "Åben"}
	// madeTexts may stand in a text and in an attribute's value.
	madeTexts = []string{"tekst", "1", " ", "  ", "\n", "\r\n", "\r", "\t", "&amp;", "&lt;", "&gt;", ">", "&quot;", "&apos;", "&#9;", "&#10;", "&#13;",
		"&#xD;&#xA;", "&#x20;",
		"&#38;#60;", "&#x3C;", "&#39;", "]]", "æøå", "\u00a0", "\u0085", "&#x85;", "\u2028", "\ufffd", "e\u0301", "😀", "&#x1F600;", "\U0010fffd",
		"&#x7f;", "\u007f", "€"}
	madeIncluded = append([]string{"#default", "ukendt", "xml"}, madePrefixes...)
)

// chooser chooses a number from 0 to n-1.
type chooser interface{ IntN(n int) int }

// maker makes a document by what is chosen.
type maker struct {
	chooser
	uris []string
	strings.Builder
	scope    []binding
	elements int
}

type binding struct{ prefix, uri string }

// madeDocument is a document, and what is asked about it: an element, by its place
// in document order, one that is left out of it, and a PrefixList. without is -1
// for none.
type madeDocument struct {
	seed           uint64
	raw            string
	index, without int
	inclusive      []string
}

// makeDocument makes the document of a seed, always the same.
func makeDocument(seed uint64, uris []string) madeDocument {
	m := maker{chooser: rand.New(rand.NewPCG(20, seed)), uris: uris}
	m.document()
	d := madeDocument{seed: seed, raw: m.String(), index: m.IntN(m.elements), without: -1}
	// Behind it in document order: what is around it leaves nothing to be written.
	if behind := m.elements - d.index - 1; behind > 0 && m.IntN(2) == 0 {
		d.without = d.index + 1 + m.IntN(min(behind, 1+m.IntN(6)))
	}
	for range m.IntN(2) * m.IntN(6) {
		d.inclusive = append(d.inclusive, pick(&m, madeIncluded))
	}
	return d
}

func (m *maker) document() {
	m.prolog()
	m.element(0)
	m.beside()
}

func pick[T any](m *maker, from []T) T { return from[m.IntN(len(from))] }

func (m *maker) prolog() {
	m.WriteString(pick(m, []string{"", "\ufeff", `<?xml version="1.0"?>`, "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\r\n"}))
	m.beside()
}

// beside writes what may stand outside the root.
func (m *maker) beside() {
	for range m.IntN(3) {
		pick(m, []func(){m.comment, m.instruction, func() { m.WriteString(" \n") }})()
	}
}

func (m *maker) comment() {
	m.WriteString(pick(m, []string{"<!---->", "<!-- & < ]]> -->", "<!--\r\næ- -->"}))
}

func (m *maker) instruction() {
	m.WriteString(pick(m, []string{"<?p?>", "<?p ?>", "<?p  a=\"1\" ?>", "<?xml-p æ&<>\r\n?>", "<?p ??>", "<?å\t\r\tx?>"}))
}

// element writes an element and what is in it.
func (m *maker) element(depth int) {
	m.elements++
	before := len(m.scope)
	declarations := m.declarations()
	name := m.qualified(true)
	parts := append(declarations, m.attributes()...)
	for i := range parts {
		j := i + m.IntN(len(parts)-i)
		parts[i], parts[j] = parts[j], parts[i]
	}
	m.WriteString("<" + name)
	for _, p := range parts {
		m.WriteString(pick(m, []string{" ", " ", " ", "\n", "\t ", "\r\n"}) + p)
	}
	m.WriteString(pick(m, []string{"", "", " ", "\n"}))
	if m.IntN(8) == 0 {
		m.WriteString("/>")
	} else {
		m.WriteString(">")
		m.content(depth)
		m.WriteString("</" + name + pick(m, []string{"", "", " ", "\r\n"}) + ">")
	}
	m.scope = m.scope[:before]
}

func (m *maker) content(depth int) {
	for range m.IntN(6) + 2*one(depth == 0) {
		switch n := m.IntN(12); {
		case n < 6 && depth < 7 && m.elements < 40:
			m.element(depth + 1)
		case n == 6:
			m.comment()
		case n == 7:
			m.instruction()
		case n == 8:
			m.WriteString("<![CDATA[" + pick(m, []string{"", "<x a='1'>&amp;</x>", "]] >", "\r\n", "\t\"'", "æ😀]"}) + "]]>")
		default:
			m.text()
		}
	}
}

func (m *maker) text() {
	for range 1 + m.IntN(4) {
		piece := pick(m, madeTexts)
		if piece == ">" && strings.HasSuffix(m.String(), "]]") {
			piece = "&gt;" // as XML demands
		}
		m.WriteString(piece)
	}
}

// declarations are those of one element; they are in force from then on.
func (m *maker) declarations() (out []string) {
	seen := map[string]bool{}
	for range m.IntN(4) * m.IntN(2) {
		prefix, uri := "", pick(m, m.uris)
		switch m.IntN(12) {
		case 0, 1, 2:
		case 3, 4:
			uri = ""
		case 5:
			prefix, uri = "xml", "http://www.w3.org/XML/1998/namespace"
		default:
			prefix = pick(m, madePrefixes)
		}
		if seen[prefix] {
			continue
		}
		seen[prefix] = true
		if prefix != "xml" {
			m.scope = append(m.scope, binding{prefix, uri})
		}
		name := "xmlns"
		if prefix != "" {
			name += ":" + prefix
		}
		out = append(out, m.quoted(name, strings.ReplaceAll(uri, "'", "&apos;")))
	}
	return out
}

func (m *maker) quoted(name, value string) string {
	q := pick(m, []string{"\"", "'"})
	return name + pick(m, []string{"=", "=", " = ", "=\n"}) + q + value + q
}

// stands is what a prefix stands for here.
func (m *maker) stands(prefix string) (string, bool) {
	for i := len(m.scope) - 1; i >= 0; i-- {
		if m.scope[i].prefix == prefix {
			return m.scope[i].uri, true
		}
	}
	return "", prefix == ""
}

// qualified is a name whose prefix, when it has one, is declared here.
func (m *maker) qualified(element bool) string {
	name := pick(m, madeNames)
	if len(m.scope) > 0 && m.IntN(3) > 0 {
		if p := pick(m, m.scope).prefix; p != "" {
			return p + ":" + name
		}
	}
	if !element && m.IntN(6) == 0 {
		return "xml:" + pick(m, []string{"lang", "space", "base", name})
	}
	return name
}

func (m *maker) attributes() (out []string) {
	seen := map[string]bool{}
	for range m.IntN(6) * m.IntN(2) {
		name := m.qualified(false)
		expanded := name
		if prefix, local, ok := strings.Cut(name, ":"); ok && prefix != "xml" {
			uri, _ := m.stands(prefix)
			expanded = fmt.Sprintf("{%s}%s", uri, local)
		}
		if seen[expanded] {
			continue
		}
		seen[expanded] = true
		value := ""
		for range m.IntN(4) {
			value += pick(m, madeTexts)
		}
		if name == "xml:space" {
			value = pick(m, []string{"preserve", "default"})
		}
		out = append(out, m.quoted(name, value))
	}
	return out
}
