package anvisning

import (
	"slices"
	"strconv"
	"strings"
)

// Novelty is a rule that judges otherwise than in the ruleset before: a new one, or one
// that finds more, or finds it graver. One that only finds less is none.
type Novelty struct {
	Ruleset string // the first ruleset that judges so
	Rule    string // the rule's ID, with a "*" for any beginning or end
	What    string // what is new, in Danish, for who replays an older recording
}

// news are the changes since rulesets tell of them, one a line: lines of several
// branches are put together as they are, and their order says nothing.
var news = []Novelty{
	{"2026.6", RuleTitleCPR.ID, "Et tal, der ligner et CPR-nummer, i en titel, som borgeren kan se, bemærkes."},
	{"2026.6", RuleTitleWord.ID, "Ordlistens ord (diagnoser, forkortelser, interne koder) i en titel, som borgeren kan se, bemærkes."},
	{"2026.6", RuleTitleEmpty.ID, "En titel, som borgeren kan se, og som ingen ord har, bemærkes."},
	{"2026.6", RuleTitleGeneric.ID, "En titel, som borgeren kan se, og som ikke siger, hvad det handler om, bemærkes."},
	{"2026.6", RuleTitleShouting.ID, "En titel, som borgeren kan se, i lutter store bogstaver nævnes."},
	{"2026.6", RuleKLEEnded.ID, "En sag, der er sat i et KLE-nummer, efter at det er udgået, bemærkes (med KLE-fil)."},
	{"2026.6", RuleTitleColleague.ID, "En medarbejders navn i en titel, som borgeren kan se, bemærkes (med registre)."},
	{"2026.5", "ob1.til-enhver-tid", "Det obligatoriske skal gælde fra objektets egen begyndelse, uden huller, overlap og slutning, også ved import."},
	{"2026.5", "vaerdi.blanktegn", "Blanktegn omkring en nøgle, en kode eller en URN er en fejl."},
	{"2026.5", "tekst.linjeskift", "Linjeskift, der ikke er CR LF, nævnes."},
	{"2026.5", "sag.navn.stort-bogstav", "Navne med små begyndelsesbogstaver nævnes."},
	{"2026.5", "tekst.paragraftegn", "Henvisninger til paragraffer uden § nævnes."},
	{"2026.5", "relation.noegle-delt", "To brugere, enheder eller klasser med samme nøgle i én kommune er en fejl."},
	{"2026.5", "relation.reference-og-udvidelse", "Et andet CVR-nummer ved siden af ReferenceID end i den er en fejl."},
	{"2026.5", "relation.reference-og-navn", "Et andet navn eller en anden nøgle ved siden af ReferenceID end i den nævnes."},
	{"2026.5", "reference.beskriver-en-anden", "CVR-nummer eller nøgle, der er en andens end UUID'ens, er en fejl (med registre)."},
	{"2026.5", "reference.noegle-i-registret", "En nøgle, som FK Organisation ikke har for UUID'en, nævnes."},
	{"2026.5", "klasse.liste", "Klassen skal være fra den liste, rollens række nævner (med registre)."},
	{"2026.5", "sag.sagsklasse.handlingsklasse.emnenummer", "Et KLE-emne som Handlingsklasse er en fejl."},
	{"2026.5", "aktoer.ansvarlig-myndighed", "Kommunen selv som ansvarlig er en fejl."},
	{"2026.5", "sag.journalpost.undtaget-to-gange", "Undtagelse fra offentlighed på både journalpost og dokument er en fejl."},
	{"2026.5", "relation.sig-selv", "En relation fra et objekt til det selv er en fejl."},
	{"2026.5", "sag.sagsrelation.ring", "Oversag og Præcedens i ring er en fejl."},
	{"2026.5", "dokument.dokumentrelation.ring", "Dokumentrelationer i ring nævnes."},
	{"2026.5", "am-03.obligatorisk", "Kasser af det, der er obligatorisk, er en fejl."},
	{"2026.5", "vaerdi.tomt-element", "et tomt element, der må mangle, er til orientering, og ingen fejl"},
	{"2026.5", "relation.rolle-af-anden-relation", "en rolle, der er en anden relations rolle eller en type, er en fejl, og ingen bemærkning"},
	{"2026.5", "*.type", "en type, der er en anden relations type, er en fejl, og ingen bemærkning"},
	{"2026.5", "registrering.en-bruger", "en opdatering med to aktører bag det nye er en bemærkning"},
	{"2026.5", "klasse.soegeord", "et søgeord er en bemærkning"},
	{"2026.5", "sag.sagsklasse.foelsomhedsklasse.skalaen", "et trin på følsomhedens skala som Følsomhedsklasse er en bemærkning"},
	{"2026.5", "sag.sagsaktoer.bopaelskommune.ejeren", "en Bopælskommune, der er ejeren, er en bemærkning"},
	{"2026.5", "sag.sagspart.ydelsesmodtager.primaer-part", "en Ydelsesmodtager, der er den primære part, er en bemærkning"},
	{"2026.5", "sag.sagsklasse.afgoerelsesklasse.ikke-afgjort", "en Afgørelsesklasse på en sag, der ikke er afgjort, er til orientering"},
	{"2026.5", "vejledning.ob4-uden-grund", "et OB4-element uden sin grund, som kun vejledningen udelader, er til orientering"},
	{"2026.5", "reference.bruger-skal-have-uuid", "en bruger, systemet har læst, med URN i BrugerRef eller AktoerRef er en fejl, og ingen bemærkning"},
	{"2026.5", RuleOpenTitle.ID, "Den åbne titel holdes op mod den lukkede, når noget er undtaget fra offentlighed."},
	{"2026.5", RuleUnitURN.ID, "URN'en for den ansvarlige for et dokument holdes op mod typen."},
	{"2026.5", RuleAuthorityAccess.ID, "En sikkerhedsprofil, der giver hele myndigheden adgang, bemærkes."},
	{"2026.5", RulePlainStatus.ID, "En Sagsstatus, der kun gentager tilstanden, nævnes."},
	{"2026.5", RuleClassCategory.ID, "En Sagskategori, der er en klasse, bemærkes."},
	{"2026.5", RuleLentWhere.ID, "En udlånt sag uden Lokation nævnes."},
	{"2026.5", RuleFacetTitle.ID, "En Facettitel på ét ord nævnes."},
	{"2026.5", RuleSameTitle.ID, "En Dokumenttitel, der er dokumentets egen titel, nævnes."},
	{"2026.5", RuleLetterAhead.ID, "Et indgående brev, der er dateret efter registreringen, nævnes."},
	{"2026.5", RuleWhichSystem.ID, "Et IT-system som aktør holdes op mod objektets Master og Afsender."},
	{"2026.5", RuleMarkup.ID, "Opmærkning (HTML, RTF, tegnkoder) i en tekst bemærkes."},
	{"2026.5", RuleFORM.ID, "URN'en på en opgaveklasse fra FORM holdes op mod den form, rækken viser."},
	{"2026.5", RuleChapter.ID, "En hjemmel med både kapitel og paragraf nævnes."},
	{"2026.5", RuleNoteFormat.ID, "Et notat holdes op mod det format, det siger, at det er i."},
}

// News are the changes that came after a ruleset, the newest ruleset's first, and the
// order of the list within each. What is no ruleset has no news.
func News(after string) []Novelty {
	var out []Novelty
	for _, c := range news {
		if Newer(c.Ruleset, after) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Novelty) int {
		switch {
		case Newer(a.Ruleset, b.Ruleset):
			return -1
		case Newer(b.Ruleset, a.Ruleset):
			return 1
		}
		return 0
	})
	return out
}

// NoveltyOf is the newest of some changes, in the order of News, that is of a rule; of
// several of one ruleset the one that names the rule most closely.
func NoveltyOf(rule string, all []Novelty) (Novelty, bool) {
	var found Novelty
	for _, c := range all {
		if Among(rule, []string{c.Rule}) && (found.Ruleset == "" || c.Ruleset == found.Ruleset && len(c.Rule) > len(found.Rule)) {
			found = c
		}
	}
	return found, found.Ruleset != ""
}

// Newer reports whether a ruleset came after another. Their versions are a year and a
// number, and 2026.10 comes after 2026.9. It says no of what is no version.
func Newer(a, b string) bool {
	ay, an, ok := version(a)
	by, bn, known := version(b)
	return ok && known && (ay > by || ay == by && an > bn)
}

// IsVersion reports whether a text is the version of a ruleset.
func IsVersion(v string) bool {
	_, _, ok := version(v)
	return ok
}

func version(v string) (year, number int, ok bool) {
	before, after, _ := strings.Cut(v, ".")
	year, errYear := strconv.Atoi(before)
	number, errNumber := strconv.Atoi(after)
	return year, number, errYear == nil && errNumber == nil
}
