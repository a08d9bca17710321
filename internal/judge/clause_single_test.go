package judge_test

import (
	"encoding/base64"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// asTypeOf gives the relation a type of another kind of relation.
func asTypeOf(kind, name string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, el *etree.Element, _ anvisning.Rule) {
		typ, _ := e.agreed.ByName("Sag", kind, municipality.ArtType, name)
		e.put(el, "Type", typ.UUID)
	}
}

// away takes the whole part away.
func away(_ *everything, el *etree.Element, _ anvisning.Rule) { el.Parent().RemoveChild(el) }

// beside gives an element in the same place as the row's a content; "" leaves it out.
func beside(tag, content string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, el *etree.Element, r anvisning.Rule) {
		also(r.Path[:strings.LastIndex(r.Path, "/")+1]+tag, content)(e, el, r)
	}
}

// heir lets the part end, and another begin only then.
func heir(til, fra string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, el *etree.Element, _ anvisning.Rule) {
		second := el.Copy()
		el.Parent().InsertChildAt(el.Index()+1, second)
		e.put(second, "Virkning/FraTidspunkt", fra)
		e.put(el, "Virkning/TilTidspunkt", til)
	}
}

// states gives the case other states, each until the next.
func onlyState(code string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, _ *etree.Element, _ anvisning.Rule) {
		all := e.message(oio.Sag).FindElements("//" + oio.DelFremdrift)
		all[1].Parent().RemoveChild(all[1])
		e.put(all[0], "FremdriftStatusKode", code)
		e.put(all[0], "Virkning/TilTidspunkt", "true")
	}
}

// decidedAs lets the case's last state be another.
func decidedAs(code string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, _ *etree.Element, _ anvisning.Rule) {
		e.put(e.message(oio.Sag).FindElements("//" + oio.DelFremdrift)[1], "FremdriftStatusKode", code)
	}
}

func text64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

const (
	foedt      = "urn:oio:cpr-nr:0123456789"
	law        = "LOV nr 1 af 02/01/2015 Serviceloven "
	ofVirk     = "e1581324-10c5-51f0-91cf-80c77f871713" // Byskolen, a company
	ofAuth     = "3b17e953-0a93-5c9f-8a25-72fe69b4a31e" // the authority itself
	anyAddress = "LokalUdvidelseListe/"
	// the keys of parties, which they may not have
	ofParts = ".primaer-part.brugervendtnoegle .sekundaer-part.brugervendtnoegle .ydelsesmodtager.brugervendtnoegle .parter.brugervendtnoegle " +
		".kopiparter.brugervendtnoegle"
	// what the tests' registers have besides Korsbæk's
	headOfDecisions = "00000000-0000-4000-8000-00000000d001"
	decisionBelow   = "00000000-0000-4000-8000-00000000d002"
	likeASubject    = "00000000-0000-4000-8000-00000000d003"
)

// typeBreaches are of what a relation may be to.
func typeBreaches() []breach {
	of := func(typ, clauses string) breach {
		return breach{clauses: clauses, name: "a " + typ, rules: "row", how: asType(typ)}
	}
	return []breach{
		of("OrgEnhed", "5d58aa1b21ce 7370c636b068 5186c0b339e7"),
		of("Organisation", "d7de8420dbde 189febb370e3 f212722d222b 4fc141161912 756ac6d151e3 0c2d9cfef99f ebbea7982e6d d58d16939fdb 0d157204bd7c "+
			"8afe3d20120e 446a092bd0da 4b049852a292 b852faa1e974"),
		of("Bruger", "f60e5ad59fbb d838eb42b6da"),
		of("Ejendom", "4396b68a860e d000458a8eaa"), of("Bygning", "86c2a05c97dc"), of("Køretøj", "dff60d314dfb"),
		{clauses: "a72aa357e63d f7c041569970 7621822003a9 98a44e30eaf8 3742e60ad933 60c68da7121a c45b98f4f4fa 7c2ae64e78c7 5a7236a05958 8a0b107abcae " +
			"7775be24cfbd dbd43bd272ab 06fae29fe271 10ebdedcf6c7", name: "a person", rules: "row", how: asTypeOf("Sagspart", "Person")},
		{clauses: "e45ac4a00a19 3e8c0ba4f611 1c6dc8a1a9ef fbafe6df2f0a e611c9dcfbfc 68b6831860a2 899cc5ae3eac 7b9c2c81f374 e8c847f38642 dea31c88c11a",
			name: "a unit", rules: "row", how: asTypeOf("Sagsaktoer", "OrgEnhed")},
		{clauses: "a214ce8e6a7a c2c4fac53ce6 1890b39cbcfa", name: "a person", rules: "row", how: asTypeOf("Sagspart", "Person")},
		{clauses: "29ca178be476", name: "a role that nobody knows", rules: "relation.rolle-ukendt", how: also("Rolle", nobody)},
		{clauses: "29ca178be476", name: "a role of another relation", rules: "relation.rolle-af-anden-relation", how: also("Rolle",
			"9e979b84-b846-4472-8622-58007dc63c7e")},
		{clauses: "e049ab40468a d2d25e1c92f9 b862eb77edfc e3f6e01cc0bb b90cdf63e24d 45d3fdbc3c44", name: "it is not there", rules: "occurrence", how: away},
	}
}

// referenceBreaches are of what a relation refers to.
func referenceBreaches() []breach {
	to := func(ref, rules, clauses string) breach {
		return breach{clauses: clauses, name: "it refers to " + ref, rules: rules, how: also("ReferenceID", ref)}
	}
	urn := func(urn, clauses string) breach {
		return breach{clauses: clauses, name: urn, rules: "row", how: also("ReferenceID", urn)}
	}
	return []breach{
		to(team, "reference.type", "5d58aa1b21ce b90cdf63e24d 45d3fdbc3c44 676b0bc40796 b72cdd233481 73acb8402db4 c2c4fac53ce6 1890b39cbcfa 756ac6d151e3 "+
			"8afe3d20120e 6850d39d2b20 10c1c6e35fb0"),
		to(jens, "reference.type", "f212722d222b d838eb42b6da"), to(ofVirk, "reference.type", "96f8ef02325c"), to(ofAuth, "reference.type",
			"a47343798492 10e877fb654c"),
		to(unknownUUID, "reference.findes", "676b0bc40796 73acb8402db4 6850d39d2b20 10c1c6e35fb0 817945894914 0f90e4b9cc68 f247ade7181e 035c8a059fd8"),
		to(korsbaek, "sag.sagsaktoer.bopaelskommune.ejeren", "5186c0b339e7"),
		to(korsbaek, "aktoer.ansvarlig-myndighed", "d838eb42b6da"),
		{clauses: "f212722d222b", name: "the owner", byURN: true, rules: "aktoer.ansvarlig-myndighed", how: also("ReferenceID", "urn:oio:cvr-nr:11111111")},
		{clauses: "9be5632e41df ce627a286cb4", name: "the municipality", how: both(asType("Organisation"), also("ReferenceID", korsbaek))},
		{clauses: "c9422648cfdc dda835da598a", name: "the municipality", how: both(asType("Organisation"), also("ReferenceID", korsbaek))},
		{clauses: "6b99122177e2 e4a8d29feb80 5a56d1175090", name: "itself", rules: "relation.sig-selv", how: also("ReferenceID", sagA)},
		{clauses: "5cc090a56c03 1d38e50cff8a", name: "itself", rules: "relation.sig-selv", how: also("ReferenceID", dokA)},
		urn("urn:oio:cvr-nr:1111", "17df29e5da35 4c5ca4dc6f43 9788996c3596"),
		urn("urn:oio:cpr-nr:1234", "9b57ef848e75 079a99de992b"), urn("urn:oio:us:personid:12", "068bcc23c10f e97fe4284a32"),
		urn("urn:oio:udk:borgerid:12", "73e3c2a9340f 2dcf8eea6f47"), urn("urn:oio:pnr:1234", "4c5ca4dc6f43"), urn("urn:oio:navn:Karen Bech", "e93bf41f2880"),
		urn("urn:kbk", "4a9b1949422d dc5930e62528 e55c4881c6bc dc5930e62528.dokument f247ade7181e"), urn("urn:oio:esr:ejendom:1-2",
			"8d30da809025 620d5b0b1e7a"), urn("urn:oio:ejendom:bfe-nr:123", "dc2d5fad261e"),
		{clauses: "2b3c405ac4b7.dokument", name: "no CVR number", rules: "row", how: both(asType("Organisation"), also("ReferenceID", "urn:oio:cvr-nr:123"))},
		{clauses: "2b3c405ac4b7.dokument", name: "a unit's URN", rules: "dokument.dokumentaktoer.ansvarlig.type-og-urn", how: both(asType("Organisation"),
			also("ReferenceID", "urn:oio:kbk:enhed:17"))},
		{clauses: "dc5930e62528.dokument", name: "an organisation's URN", rules: "dokument.dokumentaktoer.ansvarlig.type-og-urn", how: also("ReferenceID",
			"urn:oio:cvr-nr:11111111")},
		{clauses: "f90dea5d2fad", name: "four digits", byURN: true, how: also("ReferenceID", "urn:oio:form:27.15")},
		{clauses: "079a99de992b fe745b96a131 3e8c0ba4f611 fbafe6df2f0a 7b9c2c81f374 dea31c88c11a", name: "a person with a CVR number",
			rules: "part.type-og-urn", how: both(asType("Person"), also("ReferenceID", "urn:oio:cvr-nr:11111111"))},
		{clauses: "e97fe4284a32", name: "a company with a PersonID", rules: "part.type-og-urn", how: both(asType("Virksomhed"), also("ReferenceID",
			"urn:oio:us:personid:1234567"))},
		{clauses: "2dcf8eea6f47", name: "a company with a BorgerID", rules: "part.type-og-urn", how: both(asType("Virksomhed"), also("ReferenceID",
			"urn:oio:udk:borgerid:123456789012"))},
		{clauses: "9788996c3596", name: "a company with a CPR number", rules: "part.type-og-urn", how: both(asType("Virksomhed"), also("ReferenceID", foedt))},
	}
}

// actorBreaches are of who did something.
func actorBreaches() []breach {
	const it = "urn:oio:it-system-uuid:"
	return []breach{
		{clauses: "2692fc15e05d", name: "a unit", rules: "reference.type", how: with(team)},
		{clauses: "2692fc15e05d 98e34b4534ed", name: "a user as a system", rules: "virkning.aktoer-og-type", how: also("Virkning/AktoerTypeKode", "ItSystem")},
		{clauses: "64f96c9fbfb5", name: "a system as a user", rules: "virkning.aktoer-og-type", how: with(it + system)},
		{clauses: "64f96c9fbfb5", name: "another system", rules: "virkning.it-system", how: both(with(it+other), also("Virkning/AktoerTypeKode", "ItSystem"))},
		{clauses: "88949d73e4f4 6ad621f196bc", name: "a system's UUID alone", rules: "reference.type", how: with(system)},
		{clauses: "88949d73e4f4 6ad621f196bc", name: "another system", rules: "virkning.it-system", how: with(it + other)},
		{clauses: "d2aaba3afc4d", name: "no UUID of a system", rules: "row", how: with(it + "42")},
		{clauses: "3aa3be9d4236 12e131b1e176 0ed980d066a6", name: "another URN", how: with("urn:kbk:7")},
		{clauses: "6b4802fa6970", name: "nobody", rules: "reference.findes", how: with(unknownUUID)},
	}
}

// contentBreaches are of what a text says.
func contentBreaches() []breach {
	const hjemmel, closed = "OffentlighedUndtagetHjemmelTekst", "TitelAlternativTekst"
	const note = "JournalpostEgenskaber/JournalnotatEgenskaber/"
	return []breach{
		{clauses: "36a17462580d ae5ea40e6551 713dc8cdca9d", name: "two numbers", rules: "sag.egenskaber.noegle-lig-sagsnummer", how: also("Sagsnummer",
			"2026-7")},
		{clauses: "1dd1524fa7ac fce9c244a707 534ad4427886 b5ae06c32b38 7dd8c0a2c0f8 0c0d1e77e3ff", name: "the closed title is the open one",
			how: both(also("OffentlighedUndtaget/"+hjemmel, law+"§ 1"), also("OffentlighedUndtaget/"+closed, "Hemmelig"), also("Titel", "Hemmelig"))},
		{clauses: "eca1e88a4c62", name: "the closed title is the open one", how: both(beside(hjemmel, law+"§ 1"), with("Hemmelig"),
			also("JournalpostEgenskaber/Dokumenttitel", "Hemmelig"))},
		{clauses: "fc33f1822519 5245347513d1 eb22a0146376", name: "it is not exempt", how: both(with("Hemmelig"), beside(hjemmel, ""))},
		{clauses: "5245347513d1", name: "exempt without a closed title", how: both(beside(hjemmel, law+"§ 1"), without)},
		{clauses: "1f67f0ee5a54 b609dbbbd93e", name: "a closed title and no law", how: both(beside(closed, "Hemmelig"), without)},
		{clauses: "d76858e2ffff", name: "one of the four", how: with("Opstået")},
		{clauses: "f0400400d286", name: "lent, and nowhere", how: without},
		{clauses: "cf23050d8aff", name: "not decided", how: decidedAs("Oplyst")},
		{clauses: "0eff6f7f0515 fd99de42baaa", name: "never arose", how: onlyState("Oplyst")},
		{clauses: "07ce5fdc5c6a", name: "closed, and never arose", how: onlyState("Afsluttet")},
		{clauses: "c52c42f6b68f 94d41085b2e3", name: "the number of a subject", rules: "sag.sagsklasse.handlingsklasse.emnenummer",
			how: also(anyAddress+"SagsklasseLokalUdvidelse/BrugervendtNoegle", "27.35.04")},
		{clauses: "5feed58e56cd", name: "the scale", how: also(anyAddress+"SagsklasseLokalUdvidelse/BrugervendtNoegle", "FORTROLIGE_PERSONOPLYSNINGER")},
		{clauses: "121e3830c52a 503143ca661e", name: "no number", how: func(_ *everything, el *etree.Element, r anvisning.Rule) {
			drop(el, anyAddress+r.Del+"LokalUdvidelse/BrugervendtNoegle")
		}},
		{clauses: "2fc71e837632", name: "another authority's", how: with("22222222")},
		{clauses: "7b0ef95347db", name: "four digits", how: with("27.35")},
		{clauses: "8cedf24a58e9", name: "one title", how: with("FORM")},
		{clauses: "166a5c33498d eceba3674899", name: "a class", how: with("27.35.04")},
		{clauses: "185cb4476481", name: "in small letters", how: with("laura sand")},
		{clauses: "e4230c319f5e", name: "not yet", how: with("2099-01-01")},
		{clauses: "e644a653abac", name: "no date", how: without},
		{clauses: "412a09b2730b", name: "a version alone", how: without},
		{clauses: "412a09b2730b", name: "a part of no version", how: also("VersionIdentifikator", "")},
		{clauses: "b5a698cde88f 5cd567d1bcfb 8836e61a58d5", name: "paragraf", rules: "tekst.paragraftegn", how: with(law + "paragraf 79 a")},
		{clauses: "f7c940d06487", name: "one sign for many", how: with(law + "§ 2 – 4")},
		{clauses: "b5a698cde88f 73bb41967040 8836e61a58d5", name: "a chapter and a paragraph", rules: "tekst.kapitel", how: with(law + "Kapitel 3 § 7")},
		{clauses: "c8a7fff23ae2 aca2ccc6c436 1456e2cf564a", name: "a note in parts", how: without},
		{clauses: "1456e2cf564a", name: "a format alone", how: both(also(note+"Titel", ""), also(note+"Notat", "")), except: ".notat"},
		{clauses: "e99cba6c3ca0", name: "no UUID", how: with("Text")},
		{clauses: "5c82998ef1e7", name: "RTF as text", how: also(note+"Notat", text64(`{\rtf1\ansi Aftale}`))},
		{clauses: "9fa6dc248517 14231c480bae", name: "no index", rules: "row", how: also("Indeks", "")},
		{clauses: "91519ccf1b3f 4966936939ea 8decdffd6b4d", name: "not from its beginning", alone: true, except: "sag.tilstand.fremdrift",
			rules: "ob1.til-enhver-tid", how: also("Virkning/FraTidspunkt", later)},
	}
}

// endBreaches are of how long something holds.
func endBreaches() []breach {
	const ends = "de28b80bc79d fbf6ea590bb9 6436913197a2 4cc6a6406d24 49109c141e1f 45239d8e9eea bb44b2ad5e6e b989193cef41"
	const followed = "4e59c7077c37 1c8b7a12bd9b 41da5118fbc0 4462488218fc ec20317ea7af"
	return []breach{
		{clauses: ends, name: "it ends", how: until(last)}, {clauses: followed, name: "the next begins too late", how: heir(later, last)},
		{clauses: "7719ca3d2bf3 28d5c369df27", name: "it ends", how: until(last)}, {clauses: "7638eddf41f5", name: "the next begins too late",
			how: heir(later, last)},
	}
}

// keyBreaches are of the keys and numbers beside a reference, and the lists they are of.
func keyBreaches() []breach {
	number := func(ref, key, clauses, except string) breach {
		return breach{clauses: clauses, name: "the number of another class", except: except, rules: "klasse.uuid-og-nummer", how: func(e *everything,
			el *etree.Element, r anvisning.Rule) {
			e.put(el, "ReferenceID", ref)
			e.put(el, anyAddress+r.Del+"LokalUdvidelse/BrugervendtNoegle", key)
		}}
	}
	classed := func(ref, key, clauses string) breach {
		b := number(ref, key, clauses, "")
		b.name, b.rules = "a class of another list: "+key, "klasse.liste"
		return b
	}
	return []breach{
		classed(forebyg, "27.35.04", "50b78f3f6a42 99e385164e98 0a2addf6b931"), classed(visning, "Visning undtaget for borger", "c52c42f6b68f 94d41085b2e3"),
		classed(likeASubject, "27.35.99", "035c8a059fd8"), classed(headOfDecisions, "A", "33f7b4a29329 705b53daa5d5"),
		{clauses: "5e1439d013a0.aktoer a66378ccdabb.aktoer b22ec572b857.aktoer 74cde1ea2f9f.aktoer c8117810e330.aktoer fc0c65a63648.aktoer " +
			"74cde1ea2f9f.klasse 4ada829a1184.klasse 9bfde27b3807.klasse",
			name: "two with one key", alone: true, byURN: true, rules: "relation.noegle-delt", how: both(also("Indeks", "1"), twice(unknownUUID), also("Indeks",
				"2")), except: ofParts},
		{clauses: "c695020c1576.aktoer", name: "the key of another", rules: "reference.beskriver-en-anden", how: with("Nordbæk Kommune"),
			except: ".bopaelskommune.brugervendtnoegle"},
		{clauses: "c695020c1576.aktoer", name: "the key of another", rules: "reference.beskriver-en-anden", how: with("Korsbæk Kommune"),
			except: ".ejer.brugervendtnoegle"},
		{clauses: "5e1439d013a0.aktoer", name: "the key of another", rules: "reference.beskriver-en-anden", how: with("1000")},
		{clauses: "a66378ccdabb.aktoer b22ec572b857.aktoer", name: "the key of another", rules: "reference.beskriver-en-anden", how: with("kbk0009"),
			except: ofParts},
		{clauses: "b22ec572b857.aktoer", name: "a party's key", rules: "row", how: with("kbk0009"),
			except: ".andre-behandlere.brugervendtnoegle .fordelt-til.brugervendtnoegle .udlaant-til.brugervendtnoegle"},
		number(forebyg, "32.24.04", "595e3fc85808 cdf7e30fbe29 35af85d3b84b 426adf0d0bb7", ".visningsklasse.brugervendtnoegle"),
		number(visning, "Visning 2", "595e3fc85808 d403c2d15fae", ".primaer-klasse.brugervendtnoegle"),
	}
}
