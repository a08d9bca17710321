package anvisning

func journalposter() []Rule {
	const e = "JournalpostEgenskaber/"
	const n = e + "JournalnotatEgenskaber/"
	notat := []Rule{
		{ID: "dokumenttitel", Sti: e + "Dokumenttitel", Hvad: "dokumenttitel på et journalnotat", Krav: Absent, Format: AnyText},
		{ID: "offentlighedundtaget", Sti: e + "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", Hvad: "undtagelse fra offentlighed på et journalnotat", Krav: Absent, Format: AnyText},
		{ID: "titelalternativtekst", Sti: e + "OffentlighedUndtaget/TitelAlternativTekst", Hvad: "alternativ titel på et journalnotat", Krav: Absent, Format: AnyText},
		{ID: "titel", Sti: n + "Titel", Hvad: "notatets titel", Krav: OB3, Format: Line(255), Eksempel: "Telefonsamtale med borgeren"},
		{ID: "notat", Sti: n + "Notat", Hvad: "notatets tekst", Krav: OB3, Format: Note, Eksempel: "QWZ0YWxlIGluZGfDpWV0"},
		{ID: "format", Sti: n + "Format", Hvad: "notatets format", Krav: OB3, Format: RefTextUUID, Eksempel: "UUID på formatet Text i FK Klassifikation", Beskrevet: true},
	}
	whenTitle := &Condition{Sti: n + "Titel", ElseAbsent: true, Hvornaar: "når journalposten har et notat med titel"}
	whenExempt := &Condition{Sti: e + "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", ElseAbsent: true, Hvornaar: "når dokumentet er undtaget fra offentlighed på denne sag"}
	// A title without a note is forbidden in so many words for Vedlagt alone;
	// for both the title demands the note.
	filed := func(titleOnlyWithNote bool) []Rule {
		whenNote := &Condition{Sti: n + "Notat", ElseAbsent: titleOnlyWithNote, Hvornaar: "når journalposten har et notat"}
		return []Rule{
			{ID: "dokumenttitel", Sti: e + "Dokumenttitel", Hvad: "dokumentets titel på denne sag", Krav: Optional, Format: Line(255)},
			{ID: "offentlighedundtaget", Sti: e + "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", Hvad: "hjemlen for undtagelse på denne sag", Krav: Optional, Format: Line(1024)},
			{ID: "titelalternativtekst", Sti: e + "OffentlighedUndtaget/TitelAlternativTekst", Hvad: "titlen, offentligheden ikke må se", Krav: OB4, Hvis: whenExempt, Format: Line(255)},
			{ID: "titel", Sti: n + "Titel", Hvad: "notatets titel", Krav: OB4, Hvis: whenNote, Format: Line(255), Eksempel: "Hvorfor dokumentet er lagt på sagen"},
			{ID: "notat", Sti: n + "Notat", Hvad: "notatets tekst", Krav: OB4, Hvis: whenTitle, Format: Note},
			{ID: "format", Sti: n + "Format", Hvad: "notatets format", Krav: OB4, Hvis: whenTitle, Format: RefTextUUID},
		}
	}
	return join(
		relation("sag.journalpost.tilakteret", sagJournal, "Journalpost", "Tilakteret", OB3, TypeIs("Dokument"), RefUUID, true, filed(false)...),
		relation("sag.journalpost.vedlagt", sagJournal, "Journalpost", "Vedlagt", OB3, TypeIs("Dokument"), RefUUID, true, filed(true)...),
		relation("sag.journalpost.journalnotat", sagJournal, "Journalpost", "Journalnotat", OB3, TypeIs("Dokument"), RefURN("URN:Empty", `URN:Empty`), true, notat...),
	)
}
