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
		el := below(d.El, tag)
		if el == nil {
			continue
		}
		c.Checks++
		if s := text(el); chapter.MatchString(s) && strings.Contains(s, "§") {
			c.fail(RuleChapter, el, d, tag+" nævner både et kapitel og en paragraf.", "paragraffen alene, eller kapitlet, når hele kapitlet menes", quoted(s), "")
		}
	}
}

// below is the first element of a name in another, of those that lie least deep.
func below(el *etree.Element, tag string) *etree.Element {
	queue := append(make([]*etree.Element, 0, 16), el)
	for i := 0; i < len(queue); i++ {
		for _, t := range queue[i].Child {
			if c, ok := t.(*etree.Element); ok {
				if c.Tag == tag {
					return c
				}
				queue = append(queue, c)
			}
		}
	}
	return nil
}

// marked finds mark-up that a program forgot to take away: HTML elements that text is
// formatted by, RTF, and codes for characters. "<" alone is a sign like others.
var marked = lazyregexp.New(`(?i)^\s*\{\\rtf|<br\s*/?>` +
	`|^\s*<(p|div|span|b|i|u|em|strong|ul|ol|table|html|body|font|h[1-6])\b[^<>]*>` +
	`|</(p|div|span|b|i|u|em|strong|ul|ol|li|table|html|body|font|h[1-6])>\s*$` +
	`|&(nbsp|amp|lt|gt|quot|apos|aelig|oslash|aring|#[0-9]{1,6}|#x[0-9a-f]{1,5});`)

// markup remarks on each text that is marked up.
func (c *trial) markup() {
	c.Checks++
	for _, el := range c.maybeMarked {
		if found := marked.FindString(oio.Text(el)); found != "" {
			c.fail(RuleMarkup, el, c.partAround(el), el.Tag+" har opmærkning i teksten.", "ren tekst", quoted(strings.TrimSpace(found))+" i teksten", "")
		}
	}
}

// mayBeMarked reports whether a text has a sign that mark-up cannot be without.
func mayBeMarked(s string) bool {
	for i := range len(s) {
		if s[i] == '<' || s[i] == '&' || s[i] == '{' {
			return true
		}
	}
	return false
}

// partAround is the part of the object that an element is, or stands in.
func (c *trial) partAround(el *etree.Element) oio.Del {
	for ; el != nil; el = el.Parent() {
		if part, ok := c.partOf()[el]; ok || el == c.objekt.El {
			return part
		}
	}
	return oio.Del{}
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
