// Package kle reads the emnesystematik of KLE (KL Emnesystematik) as KL gives it to a
// municipality: the XML file of an edition, with numbers, titles, UUIDs, and the days on
// which a number was made and on which it went out. KL reserves its rights: klarmeld brings
// no such file, and a user gives the municipality's own.
package kle

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/oio"
	"klarmeld/internal/soap"
	"klarmeld/internal/strictxml"
)

// Number is a hovedgruppe, a gruppe or an emne. Days are written 2006-01-02; "" where the
// file says none.
type Number struct {
	Number  string `json:"nr"` // NN, NN.NN or NN.NN.NN
	Title   string `json:"titel"`
	UUID    string `json:"uuid,omitempty"` // lower case
	Created string `json:"oprettet,omitempty"`
	Ended   string `json:"udgaaet,omitempty"`
}

// Edition is one edition of the emnesystematik. Its JSON is what a recording keeps of it.
type Edition struct {
	// Published is the day that the file says it was given out; "" when it says none.
	Published string   `json:"udgivet,omitempty"`
	SHA256    string   `json:"sha256"` // of the file, in hexadecimal
	Numbers   []Number `json:"numre"`  // in the order of the numbers

	byNumber, byUUID map[string]int
}

// Bounds of a file. An edition with all its guidance has some hundred thousand elements.
var bounds = strictxml.Limits{Depth: 100, Elements: 3_000_000, Attributes: 64, Namespaces: 64, Name: 256, URI: 1000}

const root = "KLE-Emneplan"

// levels are the elements that are numbers, from the top, and the form of each.
var levels = []struct {
	tag  string
	form *lazyregexp.Regexp
	like string
}{
	{"Hovedgruppe", lazyregexp.New(`^\d{2}$`), "NN"},
	{"Gruppe", lazyregexp.New(`^\d{2}\.\d{2}$`), "NN.NN"},
	{"Emne", lazyregexp.New(`^\d{2}\.\d{2}\.\d{2}$`), "NN.NN.NN"},
}

// Read reads KL's XML file. Its errors are Danish, and name the line and what should be
// there.
func Read(raw []byte) (*Edition, error) {
	doc, p := soap.ReadFile(raw, bounds)
	if p != nil {
		return nil, refused(p)
	}
	if doc.Root.Tag != root {
		return nil, fmt.Errorf("linje %d: filen begynder med <%s>, og ikke med <%s>: hent emneplanen som XML hos KL, og giv den, som den er", doc.Line(doc.Root),
			doc.Root.Tag, root)
	}
	sum := sha256.Sum256(raw)
	e := &Edition{SHA256: hex.EncodeToString(sum[:])}
	if el := oio.Child(doc.Root, "UdgivelsesDato"); el != nil {
		var err error
		if e.Published, err = day(el); err != nil {
			return nil, fmt.Errorf("linje %d: %w", doc.Line(el), err)
		}
	}
	if err := e.read(doc, doc.Root, 0); err != nil {
		return nil, err
	}
	if len(e.Numbers) == 0 {
		return nil, fmt.Errorf("filen har ingen <%s>, og så intet nummer", levels[0].tag)
	}
	return e, e.sort()
}

// refused says what is wrong with a file that is no XML of ours. What is said of a message
// fits no file.
func refused(p *soap.Problem) error {
	switch p.Code {
	case "xml.tom":
		return errors.New("filen er tom")
	case "xml.doctype":
		return fmt.Errorf("linje %d: filen har en DOCTYPE, og den læses ikke: slet den linje", p.Line)
	case "xml.for-dyb", "xml.for-mange", "xml.for-stor":
		return fmt.Errorf("linje %d: filen er større eller dybere, end en emneplan er", p.Line)
	case "xml.ikke-xml":
		return fmt.Errorf("filen er ikke XML, men %s: hent emneplanen som XML hos KL", p.Actual)
	}
	return p
}

// read takes the numbers of a level below an element, and those below them.
func (e *Edition) read(doc *soap.Document, in *etree.Element, level int) error {
	if level == len(levels) {
		return nil
	}
	l := levels[level]
	for _, el := range oio.Children(in, l.tag) {
		n := Number{Number: oio.Trim(oio.Text(oio.Child(el, l.tag+"Nr"))), Title: oio.Trim(oio.Text(oio.Child(el, l.tag+"Titel"))),
			UUID: strings.ToLower(oio.Trim(oio.Text(oio.Child(el, "UUID"))))}
		if !l.form.MatchString(n.Number) {
			return fmt.Errorf("linje %d: <%sNr> er %q; et nummer her er %s", doc.Line(el), l.tag, n.Number, l.like)
		}
		if level > 0 && !strings.HasPrefix(n.Number, oio.Trim(oio.Text(oio.Child(in, levels[level-1].tag+"Nr")))+".") {
			return fmt.Errorf("linje %d: <%sNr> %s hører ikke til det nummer, det står under", doc.Line(el), l.tag, n.Number)
		}
		if n.UUID != "" && !oio.IsUUID(n.UUID) {
			return fmt.Errorf("linje %d: <UUID> for %s er %q; det er ingen UUID", doc.Line(el), n.Number, n.UUID)
		}
		info := oio.Child(el, l.tag+"AdministrativInfo")
		for _, d := range []struct {
			el *etree.Element
			to *string
		}{{oio.Child(info, "OprettetDato"), &n.Created}, {oio.Path(info, "Historisk", "UdgaaetDato"), &n.Ended}} {
			var err error
			if *d.to, err = day(d.el); err != nil {
				return fmt.Errorf("linje %d: %s: %w", doc.Line(d.el), n.Number, err)
			}
		}
		e.Numbers = append(e.Numbers, n)
		if err := e.read(doc, el, level+1); err != nil {
			return err
		}
	}
	return nil
}

// day is the day in an element that holds a date, or a point in time; "" of none.
func day(el *etree.Element) (string, error) {
	s := oio.Trim(oio.Text(el))
	if s == "" {
		return "", nil
	}
	d := s[:min(len(s), len(time.DateOnly))]
	if _, err := time.Parse(time.DateOnly, d); err != nil {
		return "", fmt.Errorf("<%s> er %q; en dato skrives 2026-01-31", el.Tag, s)
	}
	return d, nil
}

// sort puts the numbers in order, and refuses two of one number.
func (e *Edition) sort() error {
	slices.SortFunc(e.Numbers, func(a, b Number) int { return cmp.Compare(a.Number, b.Number) })
	e.byNumber, e.byUUID = map[string]int{}, map[string]int{}
	for i, n := range e.Numbers {
		if _, twice := e.byNumber[n.Number]; twice {
			return fmt.Errorf("nummeret %s er der to gange", n.Number)
		}
		if e.byNumber[n.Number] = i; n.UUID != "" {
			e.byUUID[n.UUID] = i
		}
	}
	return nil
}

// Write is the edition as a recording keeps it.
func (e *Edition) Write() (json.RawMessage, error) { return json.Marshal(e) }

// Parse reads what Write wrote.
func Parse(raw []byte) (*Edition, error) {
	var e Edition
	if err := json.Unmarshal(raw, &e); err != nil {
		return nil, fmt.Errorf("KLE kan ikke læses i optagelsen: %w", err)
	}
	return &e, e.sort()
}

// Get finds a number.
func (e *Edition) Get(number string) (Number, bool) {
	i, ok := e.byNumber[number]
	if !ok {
		return Number{}, false
	}
	return e.Numbers[i], true
}

// ByUUID finds a number by its UUID, in any letter case.
func (e *Edition) ByUUID(uuid string) (Number, bool) {
	i, ok := e.byUUID[strings.ToLower(uuid)]
	if !ok {
		return Number{}, false
	}
	return e.Numbers[i], true
}

// NewFor is how long before its edition a number was made that is called new: the four
// editions of a year.
const NewFor = 365 * 24 * time.Hour

// New reports whether a number was made no longer before the edition than NewFor.
func (e *Edition) New(n Number) bool {
	made, err := time.Parse(time.DateOnly, n.Created)
	published, err2 := time.Parse(time.DateOnly, e.Published)
	return err == nil && err2 == nil && n.Ended == "" && published.Sub(made) <= NewFor
}
