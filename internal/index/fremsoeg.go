package index

import (
	"strconv"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/soap"
)

func (s service) fremsoeg(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	out := etree.NewElement("sdi:FremsoegSagDokumentIndeksOutput")
	oio.DeclarePrefixes(out)
	kode, tekst := s.find(env, out)
	r := etree.NewElement("sd:StandardRetur")
	retur(r, kode, privacy.Mask(tekst))
	out.InsertChildAt(0, r)
	return out, nil
}

// find writes what a fremsoeg finds into out, and says how it went.
func (s service) find(env *soap.Envelope, out *etree.Element) (kode int, tekst string) {
	if v := contract.CheckOnce(env, env.Body); len(v) > 0 {
		return StatusBadInput, "følger ikke XSD'en: " + v[0].Message
	}
	q, err := readSearch(env.Body)
	if err != nil {
		return StatusBadInput, err.Error()
	}
	return s.run(s.store.readBy(env), q, env.Body, out, env.Received)
}

// run is find for a search that can be read, in the store as it stands.
func (s service) run(store *Store, q *search, body, out *etree.Element, at time.Time) (kode int, tekst string) {
	s.store = store
	found := q.run(s.store, at)
	sager, dokumenter := found.objects[oio.Sag], found.objects[oio.Dokument]
	if len(sager)+len(dokumenter) == 0 {
		return StatusNotFound, q.nothing(found.missing)
	}
	sorting := oio.Child(body, "Sortering")
	var onPage []Stored
	for _, kind := range []oio.ObjektType{oio.Sag, oio.Dokument} {
		arrange(found.objects[kind], readOrderings(sorting, kind), at)
		onPage = append(onPage, q.page(kind).cut(found.objects[kind], MaxPage)...)
	}
	q.count(out, found)
	s.show(out, readView(oio.Child(body, "Filter")), onPage)
	return StatusOK, ""
}

// nothing says in Danish why a search found nothing.
func (s *search) nothing(missing []string) string {
	switch {
	case len(missing) > 0:
		return "findes ikke i indekset: " + strings.Join(missing, ", ")
	case s.expr != nil:
		return "søgningen fandt intet"
	}
	return "der er ikke søgt efter noget: angiv SagUuid, DokumentUuid eller SoegUdtryk"
}

// show writes the objects on the page and those that come with them, cases
// before documents as the schema has it.
func (s service) show(out *etree.Element, v view, onPage []Stored) {
	if v.empty() {
		return
	}
	all := append(onPage, v.included(s.store, onPage)...)
	for _, kind := range []oio.ObjektType{oio.Sag, oio.Dokument} {
		for _, o := range all {
			if o.Type == kind {
				out.AddChild(v.snapshot(o))
			}
		}
	}
}

// count writes how much was found in all, whichever page of it is shown.
func (s *search) count(out *etree.Element, found result) {
	sager := found.objects[oio.Sag]
	notes := 0
	for i := range sager {
		for _, d := range sager[i].Af("Journalpost") {
			if noteOf(d) != nil {
				notes++
			}
		}
	}
	for _, a := range []struct {
		what string
		n    int
		kind oio.ObjektType
	}{{"sager", len(sager), oio.Sag}, {"dokumenter", len(found.objects[oio.Dokument]), oio.Dokument}, {"journalnotater", notes, ""}} {
		if a.n == 0 {
			continue
		}
		el := out.CreateElement("sdi:Antal")
		el.CreateElement("sdi:Element").SetText(a.what)
		el.CreateElement("sdi:Antal").SetText(strconv.Itoa(a.n))
		if p := s.page(a.kind); a.kind != "" && (p != page{most: -1} || a.n > MaxPage) {
			writePage(el, p)
		}
	}
}

// writePage says which part of what was found the answer holds, so that the
// reader can ask for the next.
func writePage(el *etree.Element, p page) {
	most := p.most
	if most < 0 || most > MaxPage {
		most = MaxPage
	}
	pag := el.CreateElement("sdi:Paginering")
	pag.CreateElement("sd:FoersteResultatReference").SetText(strconv.Itoa(p.first))
	pag.CreateElement("sd:MaksimalAntalKvantitet").SetText(strconv.Itoa(most))
}
