package strictxml

import (
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"
)

// reader is at one place of a text, with what is open there.
type reader struct {
	text  string
	at    int
	limit Limits
	doc   *Document
	fault *Fault

	beside   *etree.Document // the root, and the instructions beside it
	stack    []open
	children []etree.Token // of all that is open, those of the innermost last
	bindings []binding
	attrs    []attribute // of the start tag that is being read
	buffer   []byte      // of text that is not as it stands

	// Elements, texts and the room for children are made many at a time.
	elements []etree.Element
	texts    []etree.CharData
	tokens   []etree.Token
	likely   int // how many elements there may be that are not yet made
}

// open is an element that has begun and not yet ended.
type open struct {
	name     string
	offset   int
	bindings int // how many were in force before it
	children int // where its children begin
	el       *etree.Element
}

// How many elements, texts or children are made at a time, at least and at most, and how
// many bytes an element of a message has, with what is around it.
const (
	slab         = 32
	wideSlab     = 512
	usualElement = 60
)

// room is how many are to be made now.
func (r *reader) room() int { return max(slab, min(r.likely, wideSlab)) }

// Read reads a document in UTF-8. A byte order mark is for the caller to take
// off. The elements share the memory of one copy of text.
func Read(text []byte, limit Limits) (*Document, *Fault) {
	r := &reader{text: string(text), limit: limit, beside: etree.NewDocument()}
	r.likely = len(r.text) / usualElement
	r.doc = &Document{text: r.text, elements: make([]*etree.Element, 0, r.room()), offsets: make([]int, 0, r.room())}
	r.stack = make([]open, 0, slab)
	r.bindings = append(r.bindings, binding{"xml", XMLNamespace})
	if !r.declaration() || !r.content() || !r.end() {
		return nil, r.fault
	}
	return r.doc, nil
}

// fail notes what is wrong; it is false, for its caller to return.
func (r *reader) fail(kind FaultKind, at int, name string) bool {
	r.fault = &Fault{Kind: kind, Offset: at, Name: name}
	if n := len(r.stack); n > 0 {
		r.fault.In, r.fault.Opened = r.stack[n-1].name, r.stack[n-1].offset
	}
	return false
}

// content reads everything behind the declaration.
func (r *reader) content() bool {
	for r.at < len(r.text) {
		var ok bool
		switch rest := r.text[r.at:]; {
		case rest[0] != '<':
			ok = r.characters()
		case len(rest) == 1:
			ok = r.fail(Cut, r.at, "")
		case rest[1] == '/':
			ok = r.endTag()
		case rest[1] == '!':
			ok = r.markup(rest)
		case rest[1] == '?':
			ok = r.instruction()
		default:
			ok = r.startTag()
		}
		if !ok {
			return false
		}
	}
	return true
}

func (r *reader) end() bool {
	switch {
	case len(r.stack) > 0:
		return r.fail(Unclosed, r.at, "")
	case r.doc.Root == nil:
		return r.fail(NoRoot, r.at, "")
	}
	return true
}

// blanks passes white space over, and says whether there was any.
func (r *reader) blanks() bool {
	begun := r.at
	for r.at < len(r.text) && class[r.text[r.at]]&blank != 0 {
		r.at++
	}
	return r.at > begun
}

// take passes a character over when it is the next.
func (r *reader) take(b byte) bool {
	if r.at < len(r.text) && r.text[r.at] == b {
		r.at++
		return true
	}
	return false
}

func (r *reader) endTag() bool {
	begun := r.at
	if n := len(r.stack); n > 0 { // as nearly all are: the name that was opened, and no more
		name := r.stack[n-1].name
		if end := begun + len("</") + len(name); end < len(r.text) && r.text[end] == '>' && r.text[begun+len("</"):end] == name {
			r.at = end + 1
			r.close()
			return true
		}
	}
	r.at += len("</")
	n, ok := r.name(NoElementName)
	if !ok {
		return false
	}
	r.blanks()
	if !r.take('>') {
		if r.at >= len(r.text) {
			return r.fail(Cut, r.at, "")
		}
		return r.fail(EndTagExtra, begun, n.text)
	}
	if len(r.stack) == 0 {
		return r.fail(NotOpened, begun, n.text)
	}
	last := r.stack[len(r.stack)-1]
	if last.name != n.text {
		return r.fail(Crossed, begun, n.text)
	}
	r.close()
	return true
}

// close ends the innermost element, whose children are known now.
func (r *reader) close() {
	last := r.stack[len(r.stack)-1]
	own := r.children[last.children:]
	if len(own) > len(r.tokens) {
		r.tokens = make([]etree.Token, max(len(own), r.room()))
	}
	last.el.Child, r.tokens = r.tokens[:0:len(own)], r.tokens[len(own):]
	for _, t := range own {
		last.el.AddChild(t)
	}
	r.stack, r.bindings, r.children = r.stack[:len(r.stack)-1], r.bindings[:last.bindings], r.children[:last.children]
}

// markup reads what begins with <!.
func (r *reader) markup(rest string) bool {
	switch {
	case strings.HasPrefix(rest, "<!--"):
		return r.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		return r.cdata()
	case strings.HasPrefix(rest, "<!DOCTYPE"):
		return r.fail(Doctype, r.at, "")
	case strings.HasPrefix(rest, "<!-"):
		return r.fail(BadComment, r.at, "")
	case strings.HasPrefix(rest, "<!["):
		return r.fail(BadCDATA, r.at, "")
	}
	return r.fail(BadMarkup, r.at, "")
}

func (r *reader) comment() bool {
	begun := r.at + len("<!--")
	n := strings.Index(r.text[begun:], "--")
	if n < 0 {
		return r.valid(begun, len(r.text)) && r.fail(CutMarkup, len(r.text), "")
	}
	if !r.valid(begun, begun+n) {
		return false
	}
	r.at = begun + n + len("--")
	if !r.take('>') {
		if r.at >= len(r.text) {
			return r.fail(CutMarkup, r.at, "")
		}
		return r.fail(HyphensInComment, begun+n, "")
	}
	if len(r.stack) > 0 {
		r.children = append(r.children, etree.NewComment(lineEnds(r.text[begun:begun+n])))
	}
	return true
}

func (r *reader) cdata() bool {
	if len(r.stack) == 0 {
		return r.fail(CDATAOutside, r.at, "")
	}
	begun := r.at + len("<![CDATA[")
	n := strings.Index(r.text[begun:], "]]>")
	if n < 0 {
		return r.valid(begun, len(r.text)) && r.fail(CutMarkup, len(r.text), "")
	}
	if !r.valid(begun, begun+n) {
		return false
	}
	r.at = begun + n + len("]]>")
	r.addText(lineEnds(r.text[begun : begun+n]))
	return true
}

// instruction reads a processing instruction; the XML declaration has been read.
func (r *reader) instruction() bool {
	begun := r.at
	r.at += len("<?")
	target, ok := r.name(NoTarget)
	switch {
	case !ok && r.fault.Kind == Colons:
		return r.fail(ColonInTarget, begun, r.fault.Name)
	case !ok:
		return false
	case target.text == "xml":
		return r.fail(LateDeclaration, begun, "")
	case strings.EqualFold(target.text, "xml"):
		return r.fail(ReservedTarget, begun, target.text)
	case target.colon >= 0:
		return r.fail(ColonInTarget, begun, target.text)
	}
	if !r.blanks() && !strings.HasPrefix(r.text[r.at:], "?>") {
		if r.at >= len(r.text) {
			return r.fail(CutMarkup, r.at, "")
		}
		return r.fail(NoSpaceAfterTarget, begun, target.text)
	}
	n := strings.Index(r.text[r.at:], "?>")
	if n < 0 {
		return r.valid(r.at, len(r.text)) && r.fail(CutMarkup, len(r.text), "")
	}
	inside := r.at
	if !r.valid(inside, inside+n) {
		return false
	}
	r.at = inside + n + len("?>")
	told := etree.NewProcInst(target.text, lineEnds(r.text[inside:inside+n]))
	if len(r.stack) > 0 {
		r.children = append(r.children, told)
	} else {
		r.beside.AddChild(told)
	}
	return true
}

// valid holds the characters of a part against what XML allows.
func (r *reader) valid(from, to int) bool {
	for i := from; i < to; {
		if class[r.text[i]]&allowed != 0 {
			i++
			continue
		}
		n, ok := r.character(i)
		if !ok {
			return false
		}
		i += n
	}
	return true
}

// character is how many bytes the character there has, if XML allows it.
func (r *reader) character(at int) (int, bool) {
	c, n := utf8.DecodeRuneInString(r.text[at:])
	switch {
	case c == utf8.RuneError && n <= 1:
		return 0, r.fail(NotUTF8, at, "")
	case forbidden(c):
		return 0, r.fail(ForbiddenCharacter, at, hex(c))
	}
	return n, true
}

// lineEnds makes every end of a line one newline (XML 1.0, 2.11).
func lineEnds(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
