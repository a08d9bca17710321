package anvisning

func sagsaktoerer() []Rule {
	const ext = "LokalUdvidelseListe/SagsaktoerLokalUdvidelse/"
	one := func(rolle string, indexed bool, who string) []Rule {
		return behandlerRole("sag.sagsaktoer."+lower(rolle), sagAktoer, "Sagsaktoer", rolle, indexed, ext, who, cvr(ext+"CVR-Nummer", "kommunens CVR-nummer", OB3))
	}
	return join(
		relation("sag.sagsaktoer.ejer", sagAktoer, "Sagsaktoer", "Ejer", OB1, TypeIs("Organisation"), refKommune, false,
			cvr(ext+"CVR-Nummer", "ejerens CVR-nummer", OB1), name(ext+"FuldtNavn", "ejerens fulde navn", OB1, "Korsbæk Kommune"),
			keyIfURN(ext+"BrugervendtNoegle", "ejerens brugervendte nøgle")),
		relation("sag.sagsaktoer.ansvarlig", sagAktoer, "Sagsaktoer", "Ansvarlig", OB1, TypeIs("OrgEnhed"),
			RefEither("UUID på enheden i FK Organisation (foretrækkes), ellers urn:oio:<org>:<idtype>:…", true, urnOrg), false,
			cvr(ext+"CVR-Nummer", "kommunens CVR-nummer", OB1), name(ext+"FuldtNavn", "den ansvarlige enheds navn", OB1, "Forebyggelsesteamet"),
			keyIfURN(ext+"BrugervendtNoegle", "enhedens brugervendte nøgle")),
		one("Primær behandler", false, "den primære behandler"),
		one("Andre behandlere", true, "behandleren"),
		one("Udlånt til", false, "låneren af sagen"),
		relation("sag.sagsaktoer.bopaelskommune", sagAktoer, "Sagsaktoer", "Bopælskommune", OB3, TypeIs("Organisation"), refKommune, false,
			Rule{ID: "cvr", Path: ext + "CVR-Nummer", What: "bopælskommunens CVR-nummer ved siden af referencen", Obligation: Absent, Format: AnyText},
			name(ext+"FuldtNavn", "bopælskommunens navn", OB3, "Korsbæk Kommune"), keyIfURN(ext+"BrugervendtNoegle", "bopælskommunens brugervendte nøgle")),
	)
}

func sagsparter() []Rule {
	return join(
		partRole("sag.sagspart.primaer-part", sagPart, "Sagspart", "Primær part", false),
		partRole("sag.sagspart.sekundaer-part", sagPart, "Sagspart", "Sekundær part", true),
		partRole("sag.sagspart.ydelsesmodtager", sagPart, "Sagspart", "Ydelsesmodtager", false),
	)
}
