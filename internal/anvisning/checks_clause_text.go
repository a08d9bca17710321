package anvisning

import (
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/oio"
)

var (
	chapter = lazyregexp.New(`(?i)(^|[^\pL])kap(\.|itel)?\s*[0-9]`)
	statute = []string{"HjemmelSpecifikation", "OffentlighedUndtagetHjemmelTekst"}
)

// chapter notices a reference that names both a chapter and a paragraph: the paragraph
// alone is enough, and the chapter is for who means the whole of it.
func (c *trial) chapter(d oio.Del) {
	if d.Kind != oio.DelEgenskaber && d.Kind != "Journalpost" {
		return
	}
	for _, tag := range statute {
		el := d.El.FindElement(".//" + tag)
		if el == nil {
			continue
		}
		c.Checks++
		if s := text(el); chapter.MatchString(s) && strings.Contains(s, "§") {
			c.fail(RuleChapter, el, d, tag+" nævner både et kapitel og en paragraf.", "paragraffen alene, eller kapitlet, når hele kapitlet menes", quoted(s), "")
		}
	}
}

// marked finds mark-up that a program forgot to take away: HTML elements that text is
// formatted by, RTF, and codes for characters. "<" alone is a sign like others.
var marked = lazyregexp.New(`(?i)^\s*\{\\rtf|<br\s*/?>|^\s*<(p|div|span|b|i|u|em|strong|ul|ol|table|html|body|font|h[1-6])\b[^<>]*>|</(p|div|span|b|i|u|em|strong|ul|ol|li|table|html|body|font|h[1-6])>\s*$|&(nbsp|amp|lt|gt|quot|apos|aelig|oslash|aring|#[0-9]{1,6}|#x[0-9a-f]{1,5});`)

// markup remarks on each text that is marked up.
func (c *trial) markup() {
	c.Checks++
	var walk func(el *etree.Element, d oio.Del)
	walk = func(el *etree.Element, d oio.Del) {
		if part, ok := c.partOf()[el]; ok {
			d = part
		}
		children := el.ChildElements()
		for _, child := range children {
			walk(child, d)
		}
		if len(children) > 0 {
			return
		}
		if s := oio.Text(el); strings.ContainsAny(s, "<&{") {
			if found := marked.FindString(s); found != "" {
				c.fail(RuleMarkup, el, d, el.Tag+" har opmærkning i teksten.", "ren tekst", quoted(strings.TrimSpace(found))+" i teksten", "")
			}
		}
	}
	walk(c.objekt.El, oio.Del{})
}

// partOf finds the part that an element is.
func (c *trial) partOf() map[*etree.Element]oio.Del {
	if c.partAt == nil {
		c.partAt = map[*etree.Element]oio.Del{}
		for _, d := range c.dele {
			c.partAt[d.El] = d
		}
	}
	return c.partAt
}
