# language: da
@journalnotat
Egenskab: Ajourfør Journalnotat
  Et notat hører til sin sag. Det har intet KLE-nummer selv: det har sagens,
  og sagens skal være det rigtige, også efter at notatet er kommet til.

  @id:journalnotat-01 @skal:prøven-2020 @krav:sag-3.11/journalnotat
  Scenarie: Et journalnotat sendes på sin sag
    Beviser, at en kollega kan læse notatet, som det blev skrevet.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Aftale om forebyggende hjemmebesøg" for borgeren "Tage Holm" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.35.04"
    Når sagsbehandleren skriver notatet "Telefonsamtale" med teksten "Borgeren ringede og bekræftede besøget på torsdag."
    Så har sagen et journalnotat, hvis titel rummer "Telefonsamtale"
    Og notatets tekst er "Borgeren ringede og bekræftede besøget på torsdag."

  @id:journalnotat-02 @skal:prøven-2020 @krav:sag-3.11/journalnotat
  Scenarie: Endnu et notat på samme sag
    Beviser, at det andet notat ikke sletter det første.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Enkeltydelse til briller" for borgeren "Signe Krogh" i enheden "Ydelseskontoret" med KLE-nummeret "32.21.12"
    Og at sagsbehandleren skriver notatet "Ansøgning modtaget" med teksten "Ansøgningen er modtaget med regning."
    Når sagsbehandleren skriver notatet "Partshøring" med teksten "Borgeren er hørt og har ingen bemærkninger."
    Så har sagen 2 journalnotater
    Og hvert journalnotat har sit eget indeks

  @id:journalnotat-03 @valgfri:AM-04 @krav:sag-3.11/journalnotat @krav:AM-04
  Scenarie: Et notat rettes
    Beviser, at rettelsen afløser det forkerte og ikke bare lægges ved siden af.

    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Karen Bech" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Og at sagsbehandleren skriver notatet "Opfølgning" med teksten "Mødet er den 3. marts."
    Når sagsbehandleren retter notatet "Opfølgning" til teksten "Mødet er den 13. marts."
    Så har sagen 1 gældende journalnotat
    Og notatets tekst er "Mødet er den 13. marts."

  @id:journalnotat-04 @valgfri:sag-3.11/stort-notat @krav:sag-3.11/journalnotat @krav:sag-3.11/stort-notat
  Scenarie: Et notat, der er for stort, afløses af en henvisning
    Beviser, at kollegaen får at vide, hvor notatet kan læses.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Støtte i eget hjem" for borgeren "Godtfred Lund" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.45.04"
    Når sagsbehandleren skriver notatet "Udredning" på 150000 tegn
    Så har sagen et journalnotat, hvis titel rummer "Udredning"
    Og notatet henviser i stedet til systemet

  @id:journalnotat-05 @valgfri:sag-3.11/tilakteret @krav:sag-3.11/tilakteret
  Scenarie: Et notat siger, hvorfor et dokument er lagt på sagen
    Beviser, at en kollega kan se, hvad dokumentet skal bruges til.

    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "Revalidering" for borgeren "Poul Ankersen" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.08"
    Når sagsbehandleren tilføjer dokumentet "Lægeerklæring" af typen "Eksternt Notat" med begrundelsen "Er grundlag for afgørelsen."
    Så står begrundelsen "Er grundlag for afgørelsen." ved henvisningen til dokumentet

  @id:journalnotat-06 @skal:sag-3.8/primær-klasse @krav:sag-3.11/journalnotat @krav:sag-3.8/primær-klasse
  Scenarie: Sagens KLE-nummer er uændret, når et notat er kommet til
    Beviser, at et notat ikke flytter sagen til et andet emne på borger.dk.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Kontanthjælp" for borgeren "Inger Vang" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Når sagsbehandleren skriver notatet "Samtale" med teksten "Borgeren oplyser, at hun er flyttet."
    Så er sagens KLE-nummer fortsat "32.24.04"
