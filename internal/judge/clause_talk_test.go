package judge_test

import (
	"strings"
	"testing"
)

// spoken is a conversation that breaks clauses, and the rule that must speak.
type spoken struct {
	clauses, rule, name string
	turns               []turn
}

// clauseConversations break what no message by itself can.
func clauseConversations(t *testing.T) []spoken {
	return append(append(append(identityBroken(t), presenceBroken(t)...), referenceBroken(t)...), removalBroken(t)...)
}

// identityBroken are of what is one's own.
func identityBroken(t *testing.T) []spoken {
	sag, dok := message(t, "sag"), message(t, "dokument")
	namesake, second := change(t, sag, sagA, sagB), change(t, dok, dokA, dokB)
	const sagKey, dokKey = "a0034b0426c9 713dc8cdca9d 74cde1ea2f9f.objekt f370f45f2d40", "34beefb1da72 74cde1ea2f9f.objekt 9b517ac25a87"
	return []spoken{
		{"aa6d2428a1e2 a0034b0426c9 34beefb1da72", "identitet.uuid", "a document with a case's", []turn{send(sag), send(change(t, dok, dokA, sagA))}},
		{sagKey, "identitet.brugervendtnoegle", "sent again with another UUID", []turn{send(sag), send(namesake)}},
		{"f370f45f2d40", "identitet.brugervendtnoegle", "another system's", []turn{nabo(namesake), send(sag)}},
		{dokKey, "identitet.brugervendtnoegle", "a document sent again with another UUID", []turn{send(dok), send(second)}},
	}
}

// presenceBroken are of what may not be taken away.
func presenceBroken(t *testing.T) []spoken {
	sag, dok := message(t, "sag"), message(t, "dokument")
	const dokBorn = "2026-11-24T03:05:37.409+01:00"
	state := func(content string) string {
		return "<sag:TilstandListe><sag:Fremdrift>" + content + "</sag:Fremdrift></sag:TilstandListe>"
	}
	inKasser := func(attributes, states, relations string) turn {
		return call("sagindeks", "si:KasserInput", "<si:Kasser><sag:ObjektType>"+uid(sagA)+"</sag:ObjektType><sag:Registrering>"+
			attributes+states+relations+"</sag:Registrering></si:Kasser>")
	}
	inDokKasser := func(attributes, relations string) turn {
		return call("dokumentindeks", "di:KasserInput", "<di:Kasser><di:ObjektType>"+uid(dokA)+"</di:ObjektType><di:Registrering>"+
			attributes+"<di:TilstandListe/>"+relations+"</di:Registrering></di:Kasser>")
	}
	part := func(m, open, shut string) string { return cutOut(t, m, open, shut) }
	titles := "<sag:AttributListe>" + part(sag, "<sag:Egenskaber>", "</sag:Egenskaber>") + "</sag:AttributListe>"
	dokTitles := "<di:AttributListe><di:Egenskaber>" + virkning("di", dokBorn, "") + "</di:Egenskaber></di:AttributListe>"
	it := part(sag, "<si:SagsitsystemRelation>", "</si:SagsitsystemRelation>")
	dokOwner := part(dok, "<di:Dokumentaktoer>", "</di:Dokumentaktoer>")
	facet := withRole(t, sag, "<sag:Sagsklasse>", "</sag:Sagsklasse>", roleOf(t, "Sag", "Sagsklasse", "Handlingsklasse"))
	dokEnds := send(opdater("Dokument", dokA, "<di:AttributListe>"+finish(t, part(dok, "<di:Egenskaber>", "</di:Egenskaber>"), "</di:Egenskaber>",
		last)+"</di:AttributListe>"))
	sagEnds := send(opdater("Sag", sagA, "<sag:AttributListe>"+finish(t, part(sag, "<sag:Egenskaber>", "</sag:Egenskaber>"), "</sag:Egenskaber>",
		last)+"</sag:AttributListe>"))
	const removed, discarded = "ob1.fjernet", "am-03.obligatorisk"
	return []spoken{
		{"91519ccf1b3f", removed, "the case's properties end", []turn{send(sag), sagEnds}},
		{"91519ccf1b3f 8decdffd6b4d 4966936939ea", removed, "the document's properties end", []turn{send(dok), dokEnds}},
		{"91519ccf1b3f", discarded, "the case's properties", []turn{send(sag), inKasser(titles, "<sag:TilstandListe/>", "<sag:RelationListe/>")}},
		{"91519ccf1b3f 8decdffd6b4d 4966936939ea", discarded, "the document's properties", []turn{send(dok), inDokKasser(dokTitles, "<di:RelationListe/>")}},
		{"4966936939ea", discarded, "the state", []turn{send(sag), inKasser("<sag:AttributListe/>", state(virkning("sag", born,
			"")+"<sag:FremdriftStatusKode>Opstaaet</sag:FremdriftStatusKode>"), "<sag:RelationListe/>")}},
		{"e049ab40468a", discarded, "the owner", []turn{send(sag), kasser(sagA, part(sag, "<sag:Sagsaktoer>", "</sag:Sagsaktoer>"))}},
		{"d2d25e1c92f9", discarded, "the facet", []turn{send(sag), kasser(sagA, facet)}},
		{"e3f6e01cc0bb", discarded, "a system", []turn{send(sag), kasser(sagA, "<gd:LokalUdvidelseListe>"+it+"</gd:LokalUdvidelseListe>")}},
		{"e049ab40468a b862eb77edfc", discarded, "a document's owner", []turn{send(dok), inDokKasser("<di:AttributListe/>",
			"<di:RelationListe>"+dokOwner+"</di:RelationListe>")}},
		{"56156e357127", "relation.master-uaendret", "another Master", []turn{send(sag), send(edit{from: system, to: other}.apply(t, sag))}},
	}
}

// withRole is the part of a message that has the role.
func withRole(t *testing.T, m, open, shut, role string) string {
	t.Helper()
	at := strings.Index(m, role)
	from := strings.LastIndex(m[:at], open)
	return m[from : at+strings.Index(m[at:], shut)+len(shut)]
}

// referenceBroken are of what is referred to.
func referenceBroken(t *testing.T) []spoken {
	sag, dok := message(t, "sag"), message(t, "dokument")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	to := func(from, role, indeks, id string) turn {
		return send(opdater("Sag", from, sagRelationer(relation(t, "sag:Sagsrelation", role, "Sag", indeks, uid(id), later, "", ""))))
	}
	related := func(role, indeks string) turn {
		return send(opdater("Dokument", dokA, dokRelationer(relation(t, "di:Dokumentrelation", role, "Dokument", indeks, uid(dokB), later, "", ""))))
	}
	titled := files(t, sagA, "Tilakteret", later, "", "<sag:Dokumenttitel>Ansøgning om kontanthjælp</sag:Dokumenttitel>")
	exempt := send(change(t, dok, "<di:Dokumentnummer>", strings.ReplaceAll(undtaget, "sd:OffentlighedUndtaget>",
		"di:OffentlighedUndtaget>")+"<di:Dokumentnummer>"))
	filed := func(indeks, fra, til string) turn {
		return send(opdater("Sag", sagA, sagRelationer(relation(t, "sag:Journalpost", "Tilakteret", "Dokument", indeks, uid(dokA), fra, til, ""))))
	}
	byURN := send(change(t, sag, uid(laura), urn("urn:oio:korsbaek:brugerid:kbk0001")))
	dokByURN := send(change(t, dok, uid(ellen), urn("urn:oio:korsbaek:brugerid:kbk0003")))
	ownerURN := send(change(t, sag, uid(korsbaek), urn("urn:oio:cvr-nr:11111111"), "<si:FuldtNavn>Korsbæk Kommune</si:FuldtNavn>",
		"<si:BrugervendtNoegle>11111111</si:BrugervendtNoegle><si:FuldtNavn>Korsbæk Kommune</si:FuldtNavn>"))
	const exists, inRing, filedTo, prefer, must = "sag.sagsrelation.sag-findes", "sag.sagsrelation.ring", "sag.journalpost.dokument-findes",
		"reference.uuid-foretraekkes", "reference.bruger-skal-have-uuid"
	out := []spoken{
		{"6b99122177e2 417c6a0de907", exists, "no Oversag", []turn{send(sag), to(sagA, "Oversag", "", nobody)}},
		{"e4a8d29feb80 417c6a0de907", exists, "no Præcedens", []turn{send(sag), to(sagA, "Præcedens", "", nobody)}},
		{"5a56d1175090 417c6a0de907", exists, "no other case", []turn{send(sag), to(sagA, "Andre sager", "1", nobody)}},
		{"2b50debc5ba1", inRing, "two above each other", []turn{send(sag), send(second), to(sagA, "Oversag", "", sagB), to(sagB, "Oversag", "", sagA)}},
		{"1380d5b579d9", inRing, "two before each other", []turn{send(sag), send(second), to(sagA, "Præcedens", "", sagB), to(sagB, "Præcedens", "", sagA)}},
		{"35da9d2af13b d9fac6959166 0efc53963c96.journalpost", filedTo, "filed before it is sent", []turn{send(sag), files(t, sagA, "Tilakteret", later, "",
			""), send(dok)}},
		{"35da9d2af13b d9fac6959166 0efc53963c96.journalpost", filedTo, "enclosed before it is sent", []turn{send(sag), files(t, sagA, "Vedlagt", later, "",
			""), send(dok)}},
		{"e99c3bd6a1fb", "sag.journalpost.dokumenttitel-gentaget", "the document's own title", []turn{send(sag), send(dok), titled}},
		{"40e29350d357 b46351d39b37 c0753c32ecbb", "sag.journalpost.undtaget-to-gange", "exempt twice", []turn{send(sag), exempt, files(t, sagA,
			"Tilakteret", later, "", undtaget)}},
		{"24e6010a3220", "am-02.afsluttet-relation", "ended by another index", []turn{send(sag), send(dok), filed("1", later, ""), filed("2", later, last)}},
		{"24e6010a3220", "am-04.dobbelt-relation", "changed by another index", []turn{send(sag), send(dok), filed("1", later, ""), filed("2", last, "")}},
		{"92e0210f3451 6b4802fa6970", prefer, "a user by URN", []turn{reads, byURN}}, {"92e0210f3451 6b4802fa6970", must, "a user that it has read",
			[]turn{readsUser(laura), byURN}},
		{"6352668972de", prefer, "a document's user by URN", []turn{reads, dokByURN}}, {"6352668972de", must, "a document's user that it has read",
			[]turn{readsUser(ellen), dokByURN}},
		{"81991f4bebe5", prefer, "the owner by URN", []turn{reads, ownerURN}},
	}
	for _, role := range []string{"Besvarelser", "Udgangspunkter", "NyRevision", "Kommentarer", "Bilag", "Andre dokumenter"} {
		clauses, indeks := "1d38e50cff8a 0efc53963c96.dokumentrelation", "1"
		if role == "Besvarelser" {
			clauses = "5cc090a56c03 0efc53963c96.dokumentrelation"
		}
		if role == "NyRevision" {
			indeks = ""
		}
		out = append(out, spoken{clauses, "dokument.dokumentrelation.dokument-findes", role, []turn{send(dok), related(role, indeks)}})
	}
	return out
}

// removalBroken are of what is left behind.
func removalBroken(t *testing.T) []spoken {
	sag, dok := message(t, "sag"), message(t, "dokument")
	second := change(t, sag, sagA, sagB, "2026-000001", "2026-000002")
	above := send(opdater("Sag", sagA, sagRelationer(relation(t, "sag:Sagsrelation", "Oversag", "Sag", "", uid(sagB), later, "", ""))))
	secondDok := change(t, dok, dokA, dokB, "2026-000008-1", "2026-000008-2")
	bilag := send(opdater("Dokument", dokB, dokRelationer(relation(t, "di:Dokumentrelation", "Bilag", "Dokument", "1", uid(dokA), later, "", ""))))
	filed := send(opdater("Sag", sagB, sagRelationer(relation(t, "sag:Journalpost", "Tilakteret", "Dokument", "1", uid(dokA), later, "", ""))))
	return []spoken{
		{"95a43012f5f6", "fjern.relation-efterladt", "its Oversag is removed", []turn{send(sag), send(second), above, send(fjern(sagB))}},
		{"4f22baf8cbaf", "fjern.relation-efterladt", "its Bilag is removed", []turn{send(second), send(dok), send(secondDok), filed, bilag, send(fjern(sagB))}},
	}
}
