package judge_test

import (
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// breach is one way to break clauses, at every row that has them.
type breach struct {
	clauses string // their IDs
	name    string
	alone   bool // each row in a message of its own: what breaks one would break others
	byURN   bool // in the message that refers by URN
	// rules are those that must speak, of what the table says; none: any of them.
	rules string
	// except are ends of rows' IDs, of which the sentence cannot be broken so.
	except string
	how    func(e *everything, el *etree.Element, r anvisning.Rule)
}

// without leaves the row's element out.
func without(_ *everything, el *etree.Element, r anvisning.Rule) { drop(el, r.Path) }

// with gives the row's element a content.
func with(content string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, el *etree.Element, r anvisning.Rule) { e.put(el, r.Path, content) }
}

// long gives it a text of so many signs.
func long(n int) func(*everything, *etree.Element, anvisning.Rule) {
	return with(strings.Repeat("9", n))
}

// asType makes the relation one to a thing of the type; "" a type that nobody knows.
func asType(name string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, el *etree.Element, r anvisning.Rule) {
		typ, ok := e.agreed.ByName(string(r.Objekt), r.Del, municipality.ArtType, name)
		if !ok && name != "" {
			e.t.Fatalf("no type %s of %s", name, r.Del)
		}
		if !ok {
			typ.UUID = nobody
		}
		e.put(el, "Type", typ.UUID)
	}
}

// also gives another element of the part a content; "" leaves it out.
func also(path, content string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, el *etree.Element, _ anvisning.Rule) {
		if content == "" {
			drop(el, path)
			return
		}
		e.put(el, path, content)
	}
}

// both does the one and the other.
func both(all ...func(*everything, *etree.Element, anvisning.Rule)) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, el *etree.Element, r anvisning.Rule) {
		for _, how := range all {
			how(e, el, r)
		}
	}
}

// twice sends the part a second time, with another reference.
func twice(ref string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(e *everything, el *etree.Element, r anvisning.Rule) {
		second := el.Copy()
		el.Parent().InsertChildAt(el.Index()+1, second)
		contract.Hoist(second)
		if old := oio.Path(el, "ReferenceID", "URNIdentifikator"); old != nil {
			e.put(second, "ReferenceID", old.Text()+"9")
			return
		}
		e.put(second, "ReferenceID", ref)
	}
}

// until ends the part, without anything after it.
func until(til string) func(*everything, *etree.Element, anvisning.Rule) {
	return also("Virkning/TilTidspunkt", til)
}

// boundary gives a time an indicator of infinity.
func boundary(says string) func(*everything, *etree.Element, anvisning.Rule) {
	return func(_ *everything, el *etree.Element, r anvisning.Rule) {
		at := oio.Path(el, strings.Split(r.Path, "/")...)
		for _, old := range at.ChildElements() {
			at.RemoveChild(old)
		}
		contract.Place(at, "GraenseIndikator").SetText(says)
	}
}

const unknownUUID = "00000000-0000-4000-8000-0000000000aa"

// familyBreaches are of what must be there, must not, and must be there once.
func familyBreaches() []breach {
	const mandatory = "d050b00cc2e3 c1101fb11686 63945a88c5d5 7d56dda99251 31822d636f6d 91519ccf1b3f 8decdffd6b4d 4966936939ea 4cfa232e2abd e049ab40468a " +
		"b862eb77edfc d2d25e1c92f9 3876344fcaf2 56156e357127 e3f6e01cc0bb 254a030022ec 5a9103b96f7b 3103e9bd493e 3fe13f0b8a7a ff8e7e6489a3 579c188c51d6 " +
		"9e0a01dce7a5 045c34ef66fb ccf21b6b9f4e 68892aed9bc7 0afa0f605d69 9e7a53d16529 f2725f0b0a8c 409b500e5443 50bce1c11965 db4426f54c79 f007b34721f9 " +
		"09c3c8d02c7c 15a909ff1a8f 8a41f2bcef2d 2ffb0dfff641 570ceea26f64 e119e55ebc5b 049eeb266ccf 890a53bc0fb0 8297c7a03cd8 35af85d3b84b 426adf0d0bb7"
	const dated = "e569778b0d86 d7b776260e8d 9dc8678c92d8 4037591f3b89 37579009fae9 87313e017865 4c7f8f3fbcf0 5e3543ad1aba f24eebc62753 01b92662b968 " +
		"bf7594e5671d c81897137770 e0f9c3bed45b 60da0dbaf5ba f30d1d3603ea b7c1b1ae0c59 34e6c2fa041c 0e918d654b9c"
	const forbidden = "5a2c4271f4dc eb83326ca03c e9df55ea1586 c55ef774db6d 2a05b5b0c28b 8f855fd569fe e9f76ee96706 e9d8b06873d1 036e3208abd2 9ea04b78920a"
	const onlyOne = "a661cc996afb a112abb22998 89a3628c8f1a 589faf180aa0 f9d02bec37ea 7337f94b5b05 75782864f3ce 8aefef849676 e35fe784302c 6c5da3e0ca9d " +
		"dc5359bc6d08 2debc8699222 1fa2f053f67a 559d456fd8a1 285695f534b8 8a2c1494eb63 c56d7ea35a62 5fe646e53df2 c4976fa51cd0 3135d98432c4 8620ffe692d5 " +
		"dfaa556355e8 044f918188aa bbf741781c10 dd7b59d5203f 0b8e91c38a98 c91027ddb6ac 86288742faa8"
	return []breach{
		{clauses: mandatory, name: "it is left out", rules: "row", how: without},
		{clauses: dated, name: "the period is not told", how: without},
		{clauses: "323254237fa6.sag 141d9c6497bd.dokument", name: "no beginning",
			rules: "sag.tilstand.virkning.fratidspunkt dokument.tilstand.virkning.fratidspunkt", how: also("Virkning/FraTidspunkt", "")},
		{clauses: "323254237fa6.sag 141d9c6497bd.dokument", name: "no end",
			rules: "sag.tilstand.virkning.tiltidspunkt dokument.tilstand.virkning.tiltidspunkt", how: also("Virkning/TilTidspunkt", "")},
		{clauses: "18a922b94bc3 f2869ca34946 468f9669049b a8e9ac9fbe38 4b1984b772e8", name: "not beside a URN", byURN: true, how: without},
		{clauses: "a8e9ac9fbe38 4b1984b772e8", name: "beside a UUID", how: with("11111111")},
		{clauses: forbidden, name: "it is filled", how: with("11111111"), except: ".ststidspunkt"},
		{clauses: forbidden, name: "it is filled with a time", how: with(later), except: "!.ststidspunkt"},
		{clauses: onlyOne, name: "it has an index", rules: "row", how: with("1")},
		{clauses: onlyOne, name: "there are two", rules: "occurrence", how: twice(unknownUUID)},
		{clauses: "93181f7c1556 8b4a9a7eff04 4504e667a4d3 5a6a394a5d28 1a74bf52c3be a9a77cf0ef71 28b90976968a b67a5bdaf2f6 d6efa7fe30af 1e3c632c88ad " +
			"bf6948bcbbff efac020b1af7 c8b1842818f0 f9696a1e4717 6f770d8ca2e4 aa3236a22023 14231c480bae 9fa6dc248517",
			name: "two of one index", rules: "relation.indeks-entydigt occurrence", how: both(also("Indeks", "1"), twice(unknownUUID))},
	}
}

// formBreaches are of what a content must be like.
func formBreaches() []breach {
	const instants = "893565d37261 f9cc889fbdfd 8ba2aa237cfd 6f49eb30a3c4 fc856caf1f03 370073b76cc7 04eaf420b918"
	return []breach{
		{clauses: "d2e4924aff5f", name: "two lines", rules: "row", how: with("To\r\nlinjer")},
		{clauses: "bcd5dc8eff27 bb98cca93a91", name: "tabs", rules: "row", how: with("En\ttabel")},
		{clauses: "d2e4924aff5f bcd5dc8eff27 bb98cca93a91", name: "markup", rules: "vaerdi.opmaerkning", how: with("<b>Vigtigt</b> at se"),
			except: ".cvr .brevdato"},
		{clauses: "8532e29d9a45", name: "a line ends with LF", how: with("To\nlinjer")},
		{clauses: "8b34fe2aad04", name: "too long", how: long(1025)},
		{clauses: "6162c278fb7f", name: "too long", how: long(51)},
		{clauses: "ed674aaa7aee", name: "too long", how: long(256)},
		{clauses: "5d21e4384b37", name: "too long", how: long(4097)},
		{clauses: "e3270a151261", name: "too long", how: long(37)},
		{clauses: "f50b473b15e5 522553900845", name: "too long", how: long(9)},
		{clauses: "522553900845", name: "too short", how: long(7)},
		{clauses: "29d8f3d3447c", name: "too long", how: long(11)},
		{clauses: "0bc71c5fac85", name: "too long", how: long(8)},
		{clauses: "b49469c6de99", name: "too long", how: long(13)},
		{clauses: "2f34ee123004 08a2d714ab6f 66f10aa9f70f f51bad526233", name: "too long a URN", how: with("urn:oio:" + strings.Repeat("x", 255))},
		{clauses: "2f34ee123004 70870fc05a01 cbbb95060401 85a9eb7cd297 46527f26186c aa6d2428a1e2 a0034b0426c9 34beefb1da72", name: "no UUID",
			rules: "row kontrakt.pattern", how: with("42")},
		{clauses: "aa6d2428a1e2", name: "all zero", rules: "vaerdi.ingen-uuid", how: with("00000000-0000-0000-0000-000000000000")},
		{clauses: "aa6d2428a1e2", name: "one digit", rules: "vaerdi.uuid-ens-cifre", how: with("11111111-1111-1111-1111-111111111111")},
		{clauses: "70870fc05a01 cbbb95060401 d7cdcd044e38 9fdaec1306ff 035c8a059fd8 35af85d3b84b 426adf0d0bb7 50b78f3f6a42 99e385164e98 0a2addf6b931 " +
			"6850d39d2b20 10c1c6e35fb0 817945894914 0f90e4b9cc68",
			name: "a URN", rules: "row", how: with("urn:oio:kbk:id:7")},
		{clauses: "6b99122177e2 e4a8d29feb80 5a56d1175090 35da9d2af13b 5cc090a56c03 1d38e50cff8a", name: "a URN", rules: "row", how: with("urn:oio:kbk:sag:7")},
		{clauses: "08a2d714ab6f 66f10aa9f70f f51bad526233 7338104a534f c9db3af72a3c 7ca37a206249 39c26511c46d 979f06d04dfa 9ea04b78920a", name: "a UUID",
			how: both(also("ReferenceID", unknownUUID)), except: ".dokumenttitel .offentlighedundtaget .titelalternativtekst"},
		{clauses: "9ea04b78920a", name: "a UUID", rules: "sag.journalpost.journalnotat.referenceid", how: also("ReferenceID", dokA)},
		{clauses: "c1ce1f32f18d", name: "no base64", how: with("%%%")},
		{clauses: "c1ce1f32f18d 6afc6b7f5c1b", name: "too large", how: with(strings.Repeat("QWZ0", 35000))},
		{clauses: instants, name: "no time", how: with("i går")},
		{clauses: "04eaf420b918 893565d37261", name: "no zone", how: with("2026-11-24T03:01:00.805")},
		{clauses: "b444a99ff155 f38fbe430461 176c323d4207 dcbd9aa45a30 1290e52ca33b c7cc12047747 ee357bddc49e d43c4dba36dc 32d1b4f4b9f9 d2be4a3136f9 " +
			"8c500a50d9da", name: "another value", rules: "row", how: with("Noget andet")},
		{clauses: "dcbd9aa45a30", name: "removed", rules: "vilkaar.fysisk-fjernelse", how: with("Slettet")},
		{clauses: "cd1db2755dc1 32d1b4f4b9f9", name: "a value of the XSD's", how: with("Organisation")},
		{clauses: "90e006467150 caa1a1a2c9f1", name: "Brev", how: with("Brev")},
		{clauses: "a066ff921096 d68f3982fdd1", name: "ja", how: with("ja")},
		{clauses: "671697728328 59734d8851d8", name: "no date", how: with("12-01-2026")},
		{clauses: "1e4c91374391 ee9bca546340 59d96c89fe08 ec386bb9f704 9ffe17656000 6b02976349a1", name: "both numbers in one", how: with("2.11")},
		{clauses: "a0da013e8c00", name: "since ever", how: boundary("true")},
		{clauses: "22a23ab50bc3", name: "not infinite", rules: "row", how: boundary("false")},
		{clauses: "22a23ab50bc3", name: "a far day", rules: "vaerdi.uendelig", how: with("9999-12-31T00:00:00.000+01:00")},
	}
}
