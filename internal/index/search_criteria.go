package index

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// readTests reads every criterion of a SoegSag, SoegDokument or
// SoegSagsloeseDokumenter (SoegInputType in SagOperationer.xsd and
// DokumentIndeksOperationer.xsd).
func readTests(el *etree.Element, kind oio.ObjektType) ([]test, error) {
	w, err := readWhen(oio.Child(el, "SoegVirkning"), when{})
	if err != nil {
		return nil, err
	}
	var tests []test
	if w.says() {
		tests = append(tests, test{w.narrows(), func(o *Stored, at time.Time) bool {
			return slices.ContainsFunc(o.Dele, func(d oio.Del) bool { return w.meets(d.Virkning, at) })
		}, nil})
	}
	registered, err := readRegistration(el)
	if err != nil {
		return nil, err
	}
	tests = append(tests, registered...)
	for _, list := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
		parts, err := readParts(oio.Child(el, list), kind, w)
		if err != nil {
			return nil, err
		}
		tests = append(tests, parts...)
	}
	return tests, nil
}

// readRegistration reads SoegRegistrering, SoegStsFraTidspunkt and
// SoegStsTilTidspunkt: when a registration was made and received, by whom and
// as what. Where no time is asked for it is the newest one that must be so.
func readRegistration(el *etree.Element) ([]test, error) {
	r := oio.Child(el, "SoegRegistrering")
	made, err := readInterval("SoegRegistrering", oio.Child(r, "FraTidspunkt"), oio.Child(r, "TilTidspunkt"))
	if err != nil {
		return nil, err
	}
	received, err := readInterval("SoegSts", oio.Child(el, "SoegStsFraTidspunkt"), oio.Child(el, "SoegStsTilTidspunkt"))
	if err != nil {
		return nil, err
	}
	kode, bruger := strings.TrimSpace(oio.Text(oio.Child(r, "LivscyklusKode"))), oio.ReadRef(oio.Child(r, "BrugerRef"))
	if !made.given && !received.given && kode == "" && bruger.IsZero() {
		return nil, nil
	}
	asked := func(r registration) bool {
		return (!made.given || made.holdsText(r.at)) && (!received.given || received.holdsText(r.sts)) &&
			(kode == "" || r.livscyklus == kode) && (bruger.IsZero() || sameRef(r.bruger, bruger))
	}
	binds := made.limited() || received.limited() || kode != "" || !bruger.IsZero()
	return []test{{binds, func(o *Stored, _ time.Time) bool {
		if made.given || received.given {
			return slices.ContainsFunc(o.history, asked)
		}
		return asked(registration{at: o.Tidspunkt, sts: o.StsTidspunkt, livscyklus: o.LivscyklusKode, bruger: o.BrugerRef})
	}, nil}}, nil
}

// readParts reads the criteria of one list. Each asks for a part of the same
// kind that has everything the criterion has.
func readParts(list *etree.Element, kind oio.ObjektType, w when) ([]test, error) {
	if list == nil {
		return nil, nil
	}
	var tests []test
	for _, el := range list.ChildElements() {
		if el.Tag != "LokalUdvidelseListe" {
			t, err := partTest(el, list.Tag == "RelationListe", w)
			if err != nil {
				return nil, err
			}
			tests = append(tests, t)
			continue
		}
		for _, e := range el.ChildElements() {
			more, err := extensionTests(e, list.Tag, kind, w)
			if err != nil {
				return nil, err
			}
			tests = append(tests, more...)
		}
	}
	return tests, nil
}

// extensionTests reads what stands in a list's LokalUdvidelseListe: parts of
// their own, and the intervals that only a search has.
func extensionTests(el *etree.Element, list string, kind oio.ObjektType, w when) ([]test, error) {
	if el.Tag == "SoegEgenskaberLokalUdvidelse" && list == "AttributListe" {
		return intervalTests(el, kind, w)
	}
	if isSearchElement(el) || len(el.ChildElements()) == 0 && strings.TrimSpace(oio.Text(el)) != "" {
		return nil, unsupported("klarmeld kan ikke søge på %s i %s/LokalUdvidelseListe", el.Tag, list)
	}
	t, err := partTest(el, list == "RelationListe", w)
	return []test{t}, err
}

// isSearchElement reports whether el is one of the elements that exist for
// searching only: no stored object can have it.
func isSearchElement(el *etree.Element) bool {
	return strings.HasPrefix(el.Tag, "Soeg") && !strings.HasPrefix(el.Tag, "Soegeord")
}

func partTest(el *etree.Element, relation bool, w when) (test, error) {
	own, err := readWhen(oio.Child(el, "Virkning"), w)
	if err != nil {
		return test{}, fmt.Errorf("%s: %w", el.Tag, err)
	}
	for _, c := range el.ChildElements() {
		if c.Tag == "Virkning" {
			continue
		}
		if err := evaluable(c); err != nil {
			return test{}, fmt.Errorf("%s: %w", el.Tag, err)
		}
	}
	return test{true, func(o *Stored, at time.Time) bool {
		return slices.ContainsFunc(o.Dele, func(d oio.Del) bool {
			return d.Kind == el.Tag && d.Relation == relation && own.meets(d.Virkning, at) && has(d.El, el)
		})
	}, askedOf(el)}, nil
}

// askedOf is what a part must have for a criterion to hold of it, as far as objects are
// looked up by it: what a % stands for is not known.
func askedOf(el *etree.Element) []asked {
	var out []asked
	for c := range fields(el) {
		text := strings.TrimSpace(oio.Text(c))
		if text != "" && len(c.ChildElements()) == 0 && (exact[c.Tag] || !strings.Contains(text, "%")) {
			out = append(out, asked{el.Tag, c.Tag, text})
		}
	}
	return out
}

// intervals is what each interval of SoegEgenskaberLokalUdvidelse is held
// against: a field of a kind of part, or the newest registration.
var intervals = map[oio.ObjektType]map[string]struct{ part, field string }{
	oio.Sag: {
		"OprettetTidspunktInterval": {oio.DelIndeksEgenskaber, "OprettetTidspunkt"},
		"SenestAendretInterval":     {},
	},
	oio.Dokument: {"BrevDatoInterval": {oio.DelEgenskaber, "BrevDato"}},
}

func intervalTests(el *etree.Element, kind oio.ObjektType, w when) ([]test, error) {
	var tests []test
	for _, c := range el.ChildElements() {
		of, ok := intervals[kind][c.Tag]
		if !ok {
			return nil, unsupported("klarmeld kan ikke søge på %s i %s", c.Tag, strings.ToLower(string(kind)))
		}
		i, err := readInterval(c.Tag, oio.Child(c, "FraTidspunkt"), oio.Child(c, "TilTidspunkt"))
		if err != nil {
			return nil, err
		}
		switch {
		case !i.given:
		case of.part == "":
			tests = append(tests, test{i.limited(), func(o *Stored, _ time.Time) bool { return i.holdsText(o.Tidspunkt) }, nil})
		default:
			tests = append(tests, test{i.limited(), func(o *Stored, at time.Time) bool {
				return slices.ContainsFunc(o.Af(of.part), func(d oio.Del) bool {
					return w.meets(d.Virkning, at) && i.holdsText(oio.Text(oio.Child(d.El, of.field)))
				})
			}, nil})
		}
	}
	return tests, nil
}
