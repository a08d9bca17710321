package driver

import (
	"fmt"
	"strconv"
	"strings"

	"klarmeld/internal/action"
	"klarmeld/internal/privacy"
)

// instructions tell a person what to do in the system's own screens.
var instructions = map[action.Kind]string{
	action.OpretSag:              "Opret en ny sag.",
	action.OverfoerPassivSag:     "Lad systemet sende en sag, der allerede er afsluttet, med hele dens historik.",
	action.OverfoerBestand:       "Lad systemet sende alle de sager, det har, og skriv bagefter deres sagsnumre.",
	action.RetSagstitel:          "Ret sagens titel.",
	action.SkiftTilstand:         "Giv sagen en ny tilstand.",
	action.LukSag:                "Afslut sagen.",
	action.SkiftEnhed:            "Giv en anden enhed ansvaret for sagen.",
	action.SkiftSagsbehandler:    "Giv sagen en anden sagsbehandler.",
	action.SkiftEjer:             "Overdrag sagen til en anden kommune.",
	action.TilfoejPart:           "Tilføj en sekundær part på sagen.",
	action.AfslutPart:            "Lad den sekundære part ikke længere være part, fra nu af.",
	action.SletPart:              "Slet den sekundære part: det var en fejl, at den kom på sagen.",
	action.UndtagSag:             "Undtag sagen fra offentlighed. Sagens nuværende titel bliver den lukkede.",
	action.SkiftFoelsomhed:       "Ændr sagens følsomhed.",
	action.KnytOversag:           "Knyt sagen til en oversag.",
	action.BeskytSag:             "Begræns adgangen til sagen til én enhed.",
	action.SkjulSag:              "Skjul sagen for borgeren.",
	action.SletSag:               "Slet sagen i systemet.",
	action.HoldTilbage:           "Afbryd systemets forbindelse til indekset, eller stop dets udgående kø.",
	action.SendSamlet:            "Genopret forbindelsen, så det, der har ventet, sendes i én leverance.",
	action.OpretJournalnotat:     "Skriv et journalnotat på sagen.",
	action.RetJournalnotat:       "Ret journalnotatets tekst.",
	action.TilfoejDokument:       "Læg et dokument på sagen.",
	action.SendDokument:          "Afsend dokumentet.",
	action.SkiftDokumenttilstand: "Giv dokumentet en ny tilstand.",
	action.NyRevision:            "Lav en ny revision af dokumentet.",
	action.TilfoejBilag:          "Læg et bilag til dokumentet.",
	action.JournaliserDokument:   "Læg dokumentet også på denne sag.",
	action.TagDokumentAfSag:      "Tag dokumentet af denne sag.",
	action.SletDokument:          "Slet dokumentet i systemet.",
	action.LaesOrganisation:      "Lad systemet læse FK Organisation nu.",
	action.LaesKlassifikation:    "Lad systemet læse FK Klassifikation nu.",
	action.FjernAlt:              "Lad systemet fjerne alt, hvad det har sendt til indekset for kommunen.",
	action.OvertagSag:            "Lad systemet overtage en sag, som et andet system har sendt.",
}

// values are what the person types, with its name in Danish, in the order of a
// screen.
func values(a action.Request) [][2]string {
	d := a.Data
	var out [][2]string
	add := func(name, value string) {
		if value != "" {
			out = append(out, [2]string{name, value})
		}
	}
	add("Sag (klarmelds navn)", a.Sag)
	add("Dokument (klarmelds navn)", a.Dokument)
	add("Titel", d.Titel)
	add("Lukket titel", d.LukketTitel)
	if d.Borger != nil {
		add("Borger", d.Borger.Navn+", CPR "+d.Borger.CPR)
	}
	if v := d.Virksomhed; v != nil {
		add("Virksomhed", v.Navn+", CVR "+v.CVR)
	}
	if k := d.Kommune; k != nil {
		add("Kommune", k.Navn+", CVR "+k.CVR)
	}
	for _, f := range [][2]string{
		{"Enhed", d.Enhed}, {"Sagsbehandler", d.Sagsbehandler}, {"KLE-nummer", d.KLE}, {"Handlingsfacet", d.Handlingsfacet}, {"Oprettet (dato)", d.Oprettet},
		{"Afsluttet (dato)", d.Afsluttet}, {"Tilstand", d.Tilstand}, {"Følsomhed", d.Foelsomhed}, {"Hjemmel", d.Hjemmel}, {"Visningsklasse", d.Visning},
		{"Oversag (klarmelds navn)", d.Oversag}, {"Tekst", short(d.Tekst)}, {"Begrundelse", d.Begrundelse}, {"Dokumenttype", d.Dokumenttype},
		{"Brevdato", d.Brevdato}, {"Det nye dokument (klarmelds navn)", d.Bilag}, {"UUID", d.UUID},
		{"Sagsnummer", d.Sagsnummer},
	} {
		add(f[0], f[1])
	}
	if d.Antal > 0 {
		add("Antal sager", strconv.Itoa(d.Antal))
	}
	add("Sådan", map[action.Metode]string{action.MedUUID: "sag for sag", action.MedSoegning: "ved én søgning"}[d.Metode])
	if a.Kind == action.FjernAlt {
		add("Dokumenter", map[bool]string{true: "skal blive", false: "fjernes med"}[d.EfterladDokumenter])
	}
	return out
}

// short is a text that a person can be asked to type: of a longer one how long
// it is and how it begins.
func short(text string) string {
	const most = 400
	if n := len([]rune(text)); n > most {
		return fmt.Sprintf("%d tegn; gentag »%s«", n, strings.TrimSpace(privacy.Cut(text, 60)))
	}
	return text
}
