package anvisning

func sagsrelationer() []Rule {
	one := func(rolle string, indexed bool) []Rule {
		return relation("sag.sagsrelation."+lower(rolle), sagRelation, "Sagsrelation", rolle, OB3, TypeIs("Sag"), RefUUID, indexed)
	}
	return join(one("Oversag", false), one("Præcedens", false), one("Andre sager", true))
}

func sagsgenstande() []Rule {
	const general = "en URN: urn:oio:<org>:<idtype>:…, for en ejendom fx urn:oio:esr:ejendom:<3 cifre>-<5-6 cifre>"
	thing := RefObject(general, urnESR)
	one := func(rolle string, indexed bool, ref Format, types ...string) []Rule {
		return relation("sag.sagsgenstande."+lower(rolle), sagGenstand, "Sagsgenstande", rolle, OB3, TypeIs(types...), ref, indexed,
			Rule{ID: "tekstfelt", Path: "LokalUdvidelseListe/SagsgenstandeLokalUdvidelse/Tekstfelt", What: "den korte beskrivelse af genstanden", Obligation: Optional,
				Format: Line(1024)})
	}
	return join(
		one("Afgiftsobjekt", false, thing, "Køretøj"),
		one("Ejendomsskat", false, thing, "Ejendom"),
		one("Byggeri", true, RefObject(general+" eller urn:oio:ejendom:bfe-nr:<10 cifre>", urnESR, urnBFE), "Bygning", "Ejendom", "Enhed",
			"Matrikel", "Teknisk anlæg"),
		one("Fredning", true, thing, "Sted", "Adresse", "Navngiven vej", "Stednavn", "Jordstykke", "Geokode"),
	)
}
