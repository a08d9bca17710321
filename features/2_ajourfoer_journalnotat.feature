# language: da
@journalnotat
Egenskab: Ajourfør Journalnotat
  Et notat hører til sin sag. Det har intet KLE-nummer selv: det har sagens,
  og sagens skal være det rigtige, også efter at notatet er kommet til.

  @id:journalnotat-01 @krav:sag-3.11 @krav:sag-3.8
  Scenarie: Et journalnotat sendes på sin sag
    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Aftale om forebyggende hjemmebesøg" for borgeren "Tage Holm" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.35.04"
    Når sagsbehandleren skriver notatet "Telefonsamtale" med teksten "Borgeren ringede og bekræftede besøget på torsdag."
    Så har sagen et journalnotat, hvis titel rummer "Telefonsamtale"
    Og notatets tekst er "Borgeren ringede og bekræftede besøget på torsdag."
    Og sagens KLE-nummer er fortsat "27.35.04"

  @id:journalnotat-02 @krav:sag-3.11 @krav:sag-3.8
  Scenarie: Endnu et notat på samme sag
    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Enkeltydelse til briller" for borgeren "Signe Krogh" i enheden "Ydelseskontoret" med KLE-nummeret "32.21.12"
    Og at sagsbehandleren skriver notatet "Ansøgning modtaget" med teksten "Ansøgningen er modtaget med regning."
    Når sagsbehandleren skriver notatet "Partshøring" med teksten "Borgeren er hørt og har ingen bemærkninger."
    Så har sagen 2 journalnotater
    Og hvert journalnotat har sit eget indeks
    Og sagens KLE-nummer er fortsat "32.21.12"
