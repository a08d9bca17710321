package index

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// has reports whether a stored element has everything that a criterion asks
// for: for each of its children one of the same name that has it too. Periods
// are held against each other elsewhere.
func has(stored, want *etree.Element) bool {
	kids := want.ChildElements()
	if len(kids) == 0 {
		text := strings.TrimSpace(oio.Text(want))
		return text == "" || compare(want.Tag)(oio.Text(stored), text)
	}
	for _, w := range kids {
		if w.Tag == "Virkning" || hollow(w) {
			continue
		}
		if !slices.ContainsFunc(oio.Children(stored, w.Tag), func(s *etree.Element) bool { return has(s, w) }) {
			return false
		}
	}
	return true
}

// containers may come empty, as clients write what they have nothing to put
// in: then they ask for nothing.
var containers = map[string]bool{"LokalUdvidelseListe": true, "JournalpostEgenskaber": true, "JournalnotatEgenskaber": true, "Soegeord": true}

func hollow(el *etree.Element) bool {
	return len(el.ChildElements()) == 0 && (containers[el.Tag] || strings.HasSuffix(el.Tag, "LokalUdvidelse"))
}

// evaluable says why a criterion cannot be held against stored elements.
func evaluable(el *etree.Element) error {
	if isSearchElement(el) {
		return unsupported("klarmeld kan ikke søge på %s her", el.Tag)
	}
	kids := el.ChildElements()
	for _, c := range kids {
		if err := evaluable(c); err != nil {
			return err
		}
	}
	text := strings.TrimSpace(oio.Text(el))
	if len(kids) > 0 || hollow(el) || el.Tag == "Virkning" {
		return nil
	}
	if text == "" {
		return fmt.Errorf("%s er tomt; udelad elementet, eller giv det en værdi", el.Tag)
	}
	if _, ok := oio.ParseTime(text); times[el.Tag] && !ok {
		return fmt.Errorf("%s er ikke et tidspunkt med tidszone: »%s«", el.Tag, text)
	}
	return nil
}

// times are the fields that hold a point in time.
var times = map[string]bool{"OprettetTidspunkt": true, "SenestAendretTidspunkt": true, "TidsstempelDatoTid": true}

// exact are the fields in which % is a character like any other: a URN may
// have one.
var exact = map[string]bool{"UUIDIdentifikator": true, "URNIdentifikator": true}

// compare is how the field of that name is compared, stored value first.
func compare(name string) func(stored, want string) bool {
	switch {
	case times[name]:
		return sameTime
	case exact[name]:
		return func(s, w string) bool { return strings.EqualFold(strings.TrimSpace(s), w) }
	}
	switch name {
	case "AfleveretIndikator", "PrincipielIndikator", "GraenseIndikator":
		return func(s, w string) bool { return truth(s) == truth(w) }
	case "VersionIdentifikator", "UnderversionIdentifikator":
		return sameNumber
	case "BrevDato":
		return func(s, w string) bool { return day(s) == day(w) }
	case "Notat":
		return func(s, w string) bool {
			return strings.Join(strings.Fields(s), "") == strings.Join(strings.Fields(w), "")
		}
	}
	return like
}

func truth(s string) bool { s = strings.TrimSpace(s); return s == "true" || s == "1" }

func sameTime(s, w string) bool {
	a, okA := oio.ParseTime(s)
	b, okB := oio.ParseTime(w)
	return okA && okB && a.Equal(b)
}

func sameNumber(s, w string) bool {
	a, okA := new(big.Int).SetString(strings.TrimSpace(s), 10)
	b, okB := new(big.Int).SetString(strings.TrimSpace(w), 10)
	return okA && okB && a.Cmp(b) == 0
}

// day is a date without the zone that an xs:date may have.
func day(s string) string {
	s = strings.TrimSpace(s)
	return s[:min(len(s), len("2006-01-02"))]
}

func sameRef(a, b oio.Ref) bool { return !a.IsZero() && strings.EqualFold(a.String(), b.String()) }

// like compares texts without regard to letter case; % stands for any run of
// characters, none included.
func like(stored, want string) bool {
	stored, want = strings.ToLower(strings.TrimSpace(stored)), strings.ToLower(want)
	pieces := strings.Split(want, "%")
	if len(pieces) == 1 {
		return stored == want
	}
	last := len(pieces) - 1
	if !strings.HasPrefix(stored, pieces[0]) {
		return false
	}
	stored = stored[len(pieces[0]):]
	for _, p := range pieces[1:last] {
		i := strings.Index(stored, p)
		if i < 0 {
			return false
		}
		stored = stored[i+len(p):]
	}
	return strings.HasSuffix(stored, pieces[last])
}
