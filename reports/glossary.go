package reports

// word is a word of the trade, as it is meant here.
type word struct{ Word, Text string }

// words are those that a reader outside the trade stops at.
func words() []word {
	return []word{
		{"Indekset", "Sags- og Dokumentindekset: kommunernes fælles fortegnelse over sager og dokumenter. Det er herfra, borger.dk viser borgeren sine sager."},
		{"Scenarie", "Et stykke af en sagsbehandlers hverdag, fx »en sag afsluttes«, som systemet blev bedt om at udføre under prøven."},
		{"KLE", "Kommunernes fælles emnenumre. Emnet afgør, hvor på borger.dk sagen står."},
		{"Sagsklasse", "Det sted i beskeden, hvor sagens emne (KLE) står."},
		{"Passiv sag", "En sag, der var afsluttet, før systemet blev sluttet til indekset."},
		{"Entitet", "En sag, et dokument eller et notat i indekset. At fjerne entiteter er at slette dem igen, når kommunen skifter system."},
		{"Snitflade", "Den måde, to systemer taler sammen på: hvilke beskeder de sender, og hvad der skal stå i dem."},
		{"Anvisning", "KOMBITs forklaring af, hvad hvert felt i en besked skal sige."},
		{"Klarmelding", "Leverandørens egen erklæring om, hvad systemet kan."},
		{"Politik", "Målestokken: hvad der skal til for at være godkendt. pilot-2020 er den, pilotkommunerne brugte; klarmelding er strengere."},
		{"Optagelse", "Alt, hvad systemet sendte og fik tilbage under prøven, gemt som bevis. Den rummer CPR-numre."},
		{"UUID", "Et langt nummer, som kun én sag, enhed eller person har."},
		{"Adapter", "Et lille program hos leverandøren, som klarmeld beder systemet handle igennem."},
	}
}
