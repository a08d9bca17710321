package main

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/verdict"
)

// Two ways to say that a relation is no more: with an end (AM-02), and removed (AM-03).

// removing is a kasser of relations of a case, in the place of the opdater m.
func (m message) removing(uuid, at string, relations ...*etree.Element) message {
	return m.to("sagindeks", "kasser").changed(func(body *etree.Element) {
		for _, c := range body.ChildElements() {
			body.RemoveChild(c)
		}
		body.Space, body.Tag = "si", "KasserInput"
		k := body.CreateElement("si:Kasser")
		k.CreateElement("sag:ObjektType").CreateElement("sd:UUIDIdentifikator").SetText(uuid)
		reg := k.CreateElement("sag:Registrering")
		reg.CreateElement("sd:Tidspunkt").SetText(at)
		reg.CreateElement("sd:LivscyklusKode").SetText("Importeret")
		by := relations[0].FindElement("Virkning/AktoerRef").Copy()
		by.Tag = "BrugerRef"
		reg.AddChild(by)
		reg.CreateElement("sag:AttributListe")
		reg.CreateElement("sag:TilstandListe")
		list := reg.CreateElement("sag:RelationListe")
		if relations[0].Space == "si" { // what the index has added to the standard
			list = list.CreateElement("gd:LokalUdvidelseListe")
		}
		for _, r := range relations {
			list.AddChild(r.Copy())
		}
	})
}

// ending is an opdater that ends the relations of a kasser, in its place.
func (m message) ending() message {
	return m.to("sagdokumentindeks", "opdater").changed(func(body *etree.Element) {
		k := body.FindElement("Kasser")
		uuid, at := k.FindElement("ObjektType/UUIDIdentifikator").Text(), k.FindElement("Registrering/Tidspunkt").Text()
		relations := k.FindElement("Registrering/RelationListe").Copy()
		body.RemoveChild(k)
		body.Space, body.Tag = "sdi", "OpdaterSagDokumentIndeksInput"
		o := body.CreateElement("sdi:OpdaterSagIndeks")
		o.CreateElement("sd:UUIDIdentifikator").SetText(uuid)
		for _, r := range relations.ChildElements() {
			endAt(r, at)
		}
		o.AddChild(relations)
		o.CreateElement("sdi:Tidspunkt").SetText(at)
	})
}

func endAt(relation *etree.Element, at string) {
	til := relation.FindElement("Virkning/TilTidspunkt")
	for _, c := range til.ChildElements() {
		til.RemoveChild(c)
	}
	til.CreateElement("sd:TidsstempelDatoTid").SetText(at)
}

func ends(relation *etree.Element) bool {
	return relation.FindElement("Virkning/TilTidspunkt/TidsstempelDatoTid") != nil
}

// updateOf is the case, the time and the relations of a kind of an opdater.
func updateOf(body *etree.Element, kind string) (uuid, at string, relations []*etree.Element) {
	o := body.FindElement("OpdaterSagIndeks")
	if o == nil {
		return "", "", nil
	}
	return o.FindElement("UUIDIdentifikator").Text(), o.FindElement("Tidspunkt").Text(), o.FindElements("RelationListe/" + kind)
}

// removes sends a kasser where the system would have ended relations of a kind.
func removes(kind string) otherwise {
	return func(m message, send func(message) *http.Response) *http.Response {
		if m.is("Opdater") {
			if uuid, at, all := updateOf(m.body(), kind); len(all) > 0 && ends(all[0]) {
				return send(m.removing(uuid, at, all...))
			}
		}
		return send(m)
	}
}

// endsInstead sends an opdater with an end where the system would have sent a kasser.
func endsInstead(m message, send func(message) *http.Response) *http.Response {
	if m.is("KasserInput") {
		m = m.ending()
	}
	return send(m)
}

// noteAnew lets a corrected note be one with an Indeks of its own, and the old one be
// ended or removed.
func noteAnew(end bool) otherwise {
	notes := map[string]*etree.Element{} // case and Indeks → as it was sent
	return func(m message, send func(message) *http.Response) *http.Response {
		if !m.is("Opdater") || !bytes.Contains(m.raw, []byte("JournalnotatEgenskaber")) {
			return send(m)
		}
		uuid, at, all := updateOf(m.body(), "Journalpost")
		key := uuid + "/" + all[0].SelectElement("Indeks").Text()
		old := notes[key]
		notes[key] = all[0].Copy()
		if old == nil {
			return send(m)
		}
		m = m.changed(func(body *etree.Element) {
			_, _, all := updateOf(body, "Journalpost")
			all[0].SelectElement("Indeks").SetText("100")
			if end {
				was := old.Copy()
				endAt(was, at)
				all[0].Parent().InsertChildAt(all[0].Index(), was)
			}
		})
		if !end {
			send(m.removing(uuid, at, old))
		}
		return send(m)
	}
}

// TestEndOrRemoval: where an end and a removal say the same, either will do; and where
// they do not, only the one that was asked for.
func TestEndOrRemoval(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, scenario string
		how            otherwise
		rules          []string
	}{
		{"a document leaves its case", "dokument-10", removes("Journalpost"), nil},
		{"a document is deleted", "dokument-11", removes("Journalpost"), nil},
		{"the case above is deleted", "fjern-06", endsInstead, nil},
		{"a note is corrected, and the old one has ended", "journalnotat-03", noteAnew(true), nil},
		{"a note is corrected, and the old one is removed", "journalnotat-03", noteAnew(false), nil},
		{"access has been others', and has ended", "sag-17", othersHadAccess("ends"), nil},
		{"access has been others', and is removed", "sag-17", othersHadAccess("removed"), nil},
		{"access is others' too", "sag-17", othersHadAccess("stays"), []string{"scenarie.sag.adgang"}},
		{"a part that was a mistake is ended", "sag-11", endsInstead, []string{"scenarie.sag.part-slettet"}},
		{"a class that hides has ended at once", "sag-18", endedAtOnce("Sagsklasse"), []string{"scenarie.sag.visningsklasse"}},
		{"the case above has ended at once", "sag-14", endedAtOnce("Sagsrelation"), []string{"scenarie.sag.oversag"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := c.how.plays(t, c.scenario)
			spokenOnly(t, r, c.rules...)
			if s := scenario(r, c.scenario); (s.Outcome == verdict.Pass) != (len(c.rules) == 0) {
				t.Errorf("%s: %s", s.Outcome, s.Reason)
			}
		})
	}
}

// endedAtOnce ends each relation of a kind when it begins, or rather a moment later.
func endedAtOnce(kind string) otherwise {
	return eachChanged(func(body *etree.Element) {
		_, _, all := updateOf(body, kind)
		for _, r := range all {
			endAt(r, strings.Replace(r.FindElement("Virkning/FraTidspunkt/TidsstempelDatoTid").Text(), ".", ".9", 1))
		}
	})
}

// othersHadAccess gives access to another unit first, until the case's own gets it, or
// for good.
func othersHadAccess(how string) otherwise {
	return func(m message, send func(message) *http.Response) *http.Response {
		if !m.is("Opdater") || !bytes.Contains(m.raw, []byte("Sikkerhedsprofil")) {
			return send(m)
		}
		var uuid, at string
		var was *etree.Element
		send(m.changed(func(body *etree.Element) {
			uuid, at, _ = updateOf(body, "Sikkerhedsprofil")
			was = body.FindElement("//Sikkerhedsprofil")
			was.SelectElement("Indeks").SetText("7")
			begun := was.FindElement("Virkning/FraTidspunkt/TidsstempelDatoTid")
			begun.SetText(strings.Replace(begun.Text(), "T", "T00:00:00.000+00:00", 1)[:len("2026-01-01T00:00:00.000+00:00")])
			was = was.Copy()
		}))
		switch how {
		case "removed":
			send(m.removing(uuid, at, was))
		case "ends":
			m = m.changed(func(body *etree.Element) {
				r := body.FindElement("//Sikkerhedsprofil")
				endAt(was, at)
				r.Parent().InsertChildAt(r.Index(), was)
			})
		}
		return send(m)
	}
}

// TestPartRemoved: a part that has ended has been one, and is not to be removed.
func TestPartRemoved(t *testing.T) {
	t.Parallel()
	r := adapterBy(t, removes("Sagspart")).judgedBy(time.Minute, "sag-10")
	if s := scenario(r, "sag-10"); s.Outcome < verdict.NotObserved {
		t.Errorf("%s: %s", s.Outcome, s.Reason)
	}
}
