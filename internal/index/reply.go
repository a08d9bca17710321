package index

import (
	"strconv"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// setTime writes a TidspunktType into the named child of v.
func setTime(v *etree.Element, name string, t oio.Tidspunkt) {
	el := oio.Child(v, name)
	for _, c := range el.ChildElements() {
		el.RemoveChild(c)
	}
	if t.Uendelig {
		el.CreateElement("sd:GraenseIndikator").SetText("true")
		return
	}
	el.CreateElement("sd:TidsstempelDatoTid").SetText(t.Text)
}

// multipleOutput writes a MultipleOutputType (common/SagDokObjekt.xsd): one
// UnikRetur per object, or a StandardRetur when there was none.
func multipleOutput(name string, statuses []Retur) *etree.Element {
	out := etree.NewElement("sdi:" + name)
	oio.DeclarePrefixes(out)
	if len(statuses) == 0 {
		retur(out.CreateElement("sd:StandardRetur"), StatusBadInput, "meddelelsen rummer ingen objekter")
		return out
	}
	// The schema's choice allows one kind of return only; an object whose UUID
	// cannot be repeated makes the whole answer StandardRetur.
	unik := true
	for _, s := range statuses {
		unik = unik && oio.IsUUID(s.UUID)
	}
	for _, s := range statuses {
		if !unik {
			retur(out.CreateElement("sd:StandardRetur"), s.Kode, s.Tekst)
			continue
		}
		r := out.CreateElement("sd:UnikRetur")
		retur(r, s.Kode, s.Tekst)
		r.CreateElement("sd:Type").SetText(string(s.Type))
		r.CreateElement("sd:UUIDIdentifikator").SetText(s.UUID)
	}
	return out
}

func retur(el *etree.Element, kode int, tekst string) {
	el.CreateElement("sd:StatusKode").SetText(strconv.Itoa(kode))
	if tekst != "" {
		el.CreateElement("sd:FejlbeskedTekst").SetText(tekst)
	}
}

// snapshot writes a FiltreretOejebliksbillede (SagOperationer.xsd,
// DokumentIndeksOperationer.xsd): the object and its newest registration.
func snapshot(s Stored) *etree.Element {
	ns, name := "sag", "SagFiltreretOejebliksbillede"
	if s.Type == oio.Dokument {
		ns, name = "di", "DokumentFiltreretOejebliksbillede"
	}
	el := etree.NewElement("sdi:" + name)
	el.CreateElement(ns + ":ObjektType").CreateElement("sd:UUIDIdentifikator").SetText(s.UUID)
	writeRegistration(el, ns, s)
	return el
}

// writeRegistration writes a Registrering: the object as it left it.
func writeRegistration(el *etree.Element, ns string, s Stored) {
	reg := el.CreateElement(ns + ":Registrering")
	if s.Tidspunkt != "" {
		reg.CreateElement("sd:Tidspunkt").SetText(s.Tidspunkt)
	}
	if s.LivscyklusKode != "" {
		reg.CreateElement("sd:LivscyklusKode").SetText(s.LivscyklusKode)
	}
	writeRef(reg, "sd:BrugerRef", s.BrugerRef)
	reg.CreateElement("gd:StsTidspunkt").SetText(s.StsTidspunkt)
	writeLists(reg, ns, s)
}

func writeRef(parent *etree.Element, name string, r oio.Ref) {
	switch {
	case r.UUID != "":
		parent.CreateElement(name).CreateElement("sd:UUIDIdentifikator").SetText(r.UUID)
	case r.URN != "":
		parent.CreateElement(name).CreateElement("sd:URNIdentifikator").SetText(r.URN)
	}
}

// relationOrder is the order that the schema demands of relations.
var relationOrder = []string{
	"Sagsaktoer", "Sagsklasse", "Sagspart", "Sagsrelation", "Sagsgenstande", "Journalpost",
	"Dokumentrelation", "Dokumentaktoer", "Dokumentpart", "Dokumentklasse",
}

func writeLists(reg *etree.Element, ns string, s Stored) {
	attr := reg.CreateElement(ns + ":AttributListe")
	add(attr, s.Af(oio.DelEgenskaber))
	extension(attr, s.Af(oio.DelIndeksEgenskaber))
	add(reg.CreateElement(ns+":TilstandListe"), s.Af(oio.DelFremdrift))
	rel := reg.CreateElement(ns + ":RelationListe")
	known := map[string]bool{}
	for _, kind := range relationOrder {
		add(rel, s.Af(kind))
		known[kind] = true
	}
	var extra []oio.Del
	for _, d := range s.Dele {
		if d.Relation && !known[d.Kind] {
			extra = append(extra, d)
		}
	}
	extension(rel, extra)
}

func add(to *etree.Element, dele []oio.Del) {
	for _, d := range dele {
		to.AddChild(d.El.Copy())
	}
}

// extension puts parts that live in a LokalUdvidelseListe there.
func extension(to *etree.Element, dele []oio.Del) {
	if len(dele) > 0 {
		add(to.CreateElement("gd:LokalUdvidelseListe"), dele)
	}
}
