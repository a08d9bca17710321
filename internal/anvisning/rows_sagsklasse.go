package anvisning

import "strings"

func sagsklasser() []Rule {
	const ext = "LokalUdvidelseListe/SagsklasseLokalUdvidelse/"
	one := func(rolle string, k Obligation, ref Format, indexed bool, facet, klasse, noegle Rule) []Rule {
		return relation("sag.sagsklasse."+lower(rolle), sagKlasse, "Sagsklasse", rolle, k, TypeIs("Klasse"), ref, indexed, facet, klasse, noegle)
	}
	noegle := func(rolle, example string) Rule {
		return klassenoegle(ext, strings.ToLower(rolle)+"ns brugervendte nøgle", OB3, Key(50), example)
	}
	// anywhere is a class of FK Klassifikation, or of a classification elsewhere,
	// whose titles must then be told.
	anywhere := func(rolle, facet, klasse, example string) []Rule {
		return one(rolle, OB3, refKlasse, false, whenURN(facettitel(ext, facet), false), whenURN(klassetitel(ext, klasse), false), noegle(rolle, example))
	}
	// listed is a class of a classification that FK Klassifikation has for the
	// purpose.
	listed := func(rolle, example string) []Rule {
		return one(rolle, OB3, RefUUID, true, facettitel(ext, ""), klassetitel(ext, ""), noegle(rolle, example))
	}
	return join(
		one("Primær klasse", OB1, RefUUID, false, facettitel(ext, ""), klassetitel(ext, ""), klassenoegle(ext, "sagens KLE-nummer", OB1, KLE, "27.35.04")),
		anywhere("Opgaveklasse", "FORM, Opgavenøglen", "Forebyggende hjemmebesøg", "27.15.05.10"),
		one("Handlingsklasse", OB1, RefUUID, false, facettitel(ext, ""), klassetitel(ext, ""), klassenoegle(ext, "sagens handlingsfacet", OB1, Key(50), "G01")),
		anywhere("Kontoklasse", "Kommunens kontoplan, driftskonti", "Forebyggende indsats for ældre", "5.30.28"),
		anywhere("Sikkerhedsklasse", "Sikkerhedsniveauer, niveau", "Fortrolig", "FORTROLIG"),
		anywhere("Følsomhedsklasse", "Følsomhed, grad", "Helbredsoplysninger", "F2"),
		anywhere("Indsatsklasse", "Fælles sprog, indsatser", "Forebyggende samtale", "I-01"),
		anywhere("Ydelsesklasse", "Kontante ydelser, ydelse", "Sygedagpenge", "SDP"),
		listed("Kontroltemaklasse", "KT-01"),
		listed("Visningsklasse", "V-01"),
		listed("Afgørelsesklasse", "A-01"),
	)
}
