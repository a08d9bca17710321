package anvisning

func journalposter() []Rule {
	const e = "JournalpostEgenskaber/"
	const n = e + "JournalnotatEgenskaber/"
	notat := []Rule{
		{ID: "dokumenttitel", Path: e + "Dokumenttitel", What: "dokumenttitel på et journalnotat", Obligation: Absent, Format: AnyText},
		{ID: "offentlighedundtaget", Path: e + "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", What: "undtagelse fra offentlighed på et journalnotat",
			Obligation: Absent, Format: AnyText},
		{ID: "titelalternativtekst", Path: e + "OffentlighedUndtaget/TitelAlternativTekst", What: "alternativ titel på et journalnotat",
			Obligation: Absent, Format: AnyText},
		{ID: "titel", Path: n + "Titel", What: "notatets titel", Obligation: OB3, Format: Line(255), Example: "Telefonsamtale med borgeren"},
		{ID: "notat", Path: n + "Notat", What: "notatets tekst", Obligation: OB3, Format: Note, Example: "QWZ0YWxlIGluZGfDpWV0"},
		{ID: "format", Path: n + "Format", What: "notatets format", Obligation: OB3, Format: RefTextUUID,
			Example: "UUID på formatet Text i FK Klassifikation", Described: true},
	}
	whenTitle := &Premise{Path: n + "Titel", ElseAbsent: true, When: "når journalposten har et notat med titel"}
	whenExempt := &Premise{Path: e + "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", ElseAbsent: true,
		When: "når dokumentet er undtaget fra offentlighed på denne sag"}
	// A title without a note is forbidden in so many words for Vedlagt alone;
	// for both the title demands the note.
	filed := func(titleOnlyWithNote bool) []Rule {
		whenNote := &Premise{Path: n + "Notat", ElseAbsent: titleOnlyWithNote, When: "når journalposten har et notat"}
		return []Rule{
			{ID: "dokumenttitel", Path: e + "Dokumenttitel", What: "dokumentets titel på denne sag", Obligation: Optional, Format: Line(255)},
			{ID: "offentlighedundtaget", Path: e + "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", What: "hjemlen for undtagelse på denne sag",
				Obligation: Optional, Format: Line(1024)},
			{ID: "titelalternativtekst", Path: e + "OffentlighedUndtaget/TitelAlternativTekst", What: "titlen, offentligheden ikke må se", Obligation: OB4,
				If: whenExempt, Format: Line(255)},
			{ID: "titel", Path: n + "Titel", What: "notatets titel", Obligation: OB4, If: whenNote, Format: Line(255), Example: "Hvorfor dokumentet er lagt på sagen"},
			{ID: "notat", Path: n + "Notat", What: "notatets tekst", Obligation: OB4, If: whenTitle, Format: Note},
			{ID: "format", Path: n + "Format", What: "notatets format", Obligation: OB4, If: whenTitle, Format: RefTextUUID},
		}
	}
	return join(
		relation("sag.journalpost.tilakteret", sagJournal, "Journalpost", "Tilakteret", OB3, TypeIs("Dokument"), RefUUID, true, filed(false)...),
		relation("sag.journalpost.vedlagt", sagJournal, "Journalpost", "Vedlagt", OB3, TypeIs("Dokument"), RefUUID, true, filed(true)...),
		relation("sag.journalpost.journalnotat", sagJournal, "Journalpost", "Journalnotat", OB3, TypeIs("Dokument"),
			RefURN("URN:Empty", `URN:Empty`), true, notat...),
	)
}
