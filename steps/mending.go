package steps

// sendIt mends most of what a scenario finds: the index lacks what the system
// has.
const sendIt = "Send det til indekset, som det står i systemet."

// mendings are the ways to mend what a claim finds, by its ID, where it is not
// enough to send.
var mendings = map[string]string{
	"laest.bruger":           "Læs FK Organisation (soeg, laes eller list), så systemet får brugerens UUID at vide.",
	"laest.efter-aendring":   "Læs registret igen, efter at det er ændret: hver nat, eller når systemet bliver bedt om det.",
	"laest.foer-brug":        "Læs registret først, og brug så den UUID, der står i svaret.",
	"laest.reference":        "Læs registret, og send UUID'en på det, sagsbehandleren valgte.",
	"laest.navn":             "Læs FK Organisation igen, og send det navn, enheden har nu.",
	"laest.titel":            "Læs FK Klassifikation igen, og send den titel, emnet har nu.",
	"laest.nummer":           "Læs FK Klassifikation, og send nummeret på den klasse, som UUID'en er.",
	"fjern.master":           "Fjern sagen helt, så efterfølgeren kan importere den som sin egen.",
	"henvisning":             "Afslut relationen (AM-02), eller fjern den, når det, den peger på, fjernes.",
	"dokument.raekkefoelge":  "Importér dokumentet, før sagen henviser til det, eller i samme meddelelse.",
	"dokument.taget-af":      "Afslut journalposten (AM-02), eller fjern den, når dokumentet tages af sagen.",
	"sag.part-afsluttet":     "Send partens relation igen med det TilTidspunkt, da den ophørte.",
	"sag.part-slettet":       "Fjern relationen fysisk (kasser); at afslutte den er ikke nok, når den aldrig skulle have været der.",
	"sag.bestand":            "Lad adapteren oplyse numrene på alle de sager, systemet overfører.",
	"sag.fuldstaendig":       "Importér hver af systemets sager én gang, også dem, der er lukket.",
	"sag.registreringer":     "Send en registrering for hver ændring, med det tidspunkt, da den blev foretaget.",
	"sag.historik":           "Send en Fremdrift for hver tilstand, sagen har haft, fra den opstod.",
	"sag.forloeb":            "Send tilstandene med de tidspunkter, da de begyndte i sagen, og ikke da den blev overført.",
	"sag.afloest":            "Lad den nye relation begynde i det øjeblik, den forrige slutter.",
	"sag.adgang":             "Send én Sikkerhedsprofil (Adgang) med enhedens UUID, og ingen andre.",
	"journalnotat.for-stort": "Send den tekst, anvisningen foreskriver for et notat, der er for stort, i stedet for notatet.",
	"journalnotat.antal":     "Send hvert notat én gang, og fjern dem, der ikke længere er i systemet.",
	"journalnotat.indeks":    "Giv hvert notat sit eget Indeks, og behold det, når notatet ændres.",
	"sag.uden-ophold":        "Lad hver tilstand begynde, når den forrige slutter, og den sidste være uendelig.",
	"dokument.uden-ophold":   "Lad hver tilstand begynde, når den forrige slutter, og den sidste være uendelig.",
}

// mending is the way to mend what the claim finds.
func mending(claim string) string {
	if fix, ok := mendings[claim]; ok {
		return fix
	}
	return sendIt
}
