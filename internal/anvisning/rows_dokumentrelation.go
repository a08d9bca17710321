package anvisning

func dokumentrelationer() []Rule {
	one := func(rolle string, indexed bool) []Rule {
		return relation("dokument.dokumentrelation."+lower(rolle), dokRelation, "Dokumentrelation", rolle, OB3, TypeIs("Dokument"), RefUUID, indexed)
	}
	return join(one("Besvarelser", true), one("Udgangspunkter", true), one("NyRevision", false), one("Kommentarer", true), one("Bilag", true),
		one("Andre dokumenter", true))
}

func dokumentaktoerer() []Rule {
	const ext = "LokalUdvidelseListe/DokumentaktoerLokalUdvidelse/"
	under := cvr(ext+"CVR-Nr", "kommunens CVR-nummer", OB4)
	under.If = &Premise{Path: "ReferenceID", URN: true, Type: "OrgEnhed", ElseAbsent: true, When: "når typen er OrgEnhed og ReferenceID er en URN"}
	one := func(rolle string, indexed bool, who string) []Rule {
		return behandlerRole("dokument.dokumentaktoer."+lower(rolle), dokAktoer, "Dokumentaktoer", rolle, indexed, ext, who,
			whenURN(cvr(ext+"CVR-Nr", "kommunens CVR-nummer", OB4), true))
	}
	return join(
		relation("dokument.dokumentaktoer.ejer", dokAktoer, "Dokumentaktoer", "Ejer", OB1, TypeIs("Organisation"), refKommune, false,
			cvr(ext+"CVR-Nr", "ejerens CVR-nummer", OB1), name(ext+"FuldtNavn", "ejerens fulde navn", OB1, "Korsbæk Kommune"),
			keyIfURN(ext+"BrugervendtNoegle", "ejerens brugervendte nøgle")),
		relation("dokument.dokumentaktoer.ansvarlig", dokAktoer, "Dokumentaktoer", "Ansvarlig", OB1, TypeIs("OrgEnhed", "Organisation"),
			RefEither("UUID på enheden i FK Organisation (foretrækkes), ellers urn:oio:<org>:<idtype>:… eller urn:oio:cvr-nr:<8 cifre>", true, urnOrg, urnCVR), false,
			under, name(ext+"FuldtNavn", "den ansvarlige enheds navn", OB1, "Forebyggelsesteamet"), keyIfURN(ext+"BrugervendtNoegle", "enhedens brugervendte nøgle")),
		one("Primær behandler", false, "den primære behandler"),
		one("Andre behandlere", true, "behandleren"),
		one("Fordelt til", false, "modtageren af dokumentet"),
	)
}

func dokumentparter() []Rule {
	return join(
		partRole("dokument.dokumentpart.parter", dokPart, "Dokumentpart", "Parter", true),
		partRole("dokument.dokumentpart.kopiparter", dokPart, "Dokumentpart", "Kopiparter", true),
	)
}

func dokumentklasser() []Rule {
	const ext = "LokalUdvidelseListe/DokumentklasseLokalUdvidelse/"
	one := func(rolle string, k Obligation, ref Format, indexed bool, own ...Rule) []Rule {
		return relation("dokument.dokumentklasse."+lower(rolle), dokKlasse, "Dokumentklasse", rolle, k, TypeIs("Klasse"), ref, indexed, own...)
	}
	return join(
		one("Primær klasse", OB1, RefUUID, false, klassetitel(ext, ""), klassenoegle(ext, "dokumentets KLE-nummer", OB1, KLE, "27.35.04")),
		one("Andre klasser", OB3, refKlasse, true, whenURN(klassetitel(ext, "Forebyggende hjemmebesøg"), false),
			klassenoegle(ext, "klassens brugervendte nøgle", OB3, Key(50), "27.15.05.10")),
		one("Visningsklasse", OB3, RefUUID, true,
			removed("facettitel", ext+"Facettitel", "titlen på klassifikationen og dens facet (findes ikke i version 6)", Optional), klassetitel(ext, ""),
			klassenoegle(ext, "visningsklassens brugervendte nøgle", OB3, Key(50), "V-01")),
	)
}
