# language: da
@klassifikation
Egenskab: Læs Klassifikation
  KLE ændres hvert år. Et system, der læser FK Klassifikation, kender det nye
  emne, når kommunen skal bruge det, og sender den rette UUID til nummeret.

  @id:klassifikation-01 @skal:vilkår-klassifikation @krav:sag-3.8/handlingsklasse @krav:sag-3.8/primær-klasse @krav:vilkår-klassifikation
  Scenarie: KLE-emne og handlingsfacet læses, før de bruges
    Beviser, at både emne og handling er FK Klassifikations egne.

    Givet at systemet læser FK Klassifikation igen
    Når sagsbehandleren "Jens Hagen" opretter sagen "Fleksjob" for borgeren "Inger Vang" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.27.10"
    Så er sagens primære klasse "32.27.10", læst i FK Klassifikation, før den blev brugt
    Og sagens handlingsklasse er "G01", læst i FK Klassifikation, før den blev brugt

  @id:klassifikation-02 @skal:vilkår-klassifikation @krav:sag-3.8/primær-klasse @krav:vilkår-klassifikation
  Scenarie: Et KLE-emne, der kommer til under prøven, tages i brug
    Beviser, at systemet følger med: ingen kunne kende emnets UUID på forhånd.

    Givet at KLE får det nye emne "27.35.96" "Opsøgende besøg hos pårørende" under "27.35"
    Og at systemet læser FK Klassifikation igen
    Når sagsbehandleren "Laura Sand" opretter sagen "Besøg hos pårørende" for borgeren "Godtfred Lund" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.35.96"
    Så er sagens primære klasse "27.35.96", læst i FK Klassifikation, før den blev brugt

  @id:klassifikation-03 @skal:vilkår-klassifikation @krav:sag-3.8/primær-klasse @krav:vilkår-klassifikation
  Scenarie: Et KLE-emne, der udgår under prøven, afløses af et nyt
    Beviser, at et udgået emne ikke bruges videre.

    Givet at KLE-emnet "27.60.24" udgår
    Og at KLE får det nye emne "27.60.26" "Befordring af voksne" under "27.60"
    Og at systemet læser FK Klassifikation igen
    Når sagsbehandleren "Laura Sand" opretter sagen "Kørsel til fritidstilbud" for borgeren "Godtfred Lund" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.60.26"
    Så er sagens primære klasse "27.60.26", læst i FK Klassifikation, før den blev brugt

  @id:klassifikation-04 @skal:vilkår-klassifikation @krav:sag-3.8/primær-klasse @krav:vilkår-klassifikation
  Scenarie: Et KLE-emne får en ny titel under prøven
    Beviser, at borgeren ser emnets titel, som den er nu.

    Givet at KLE-emnet "27.60.20" får titlen "Skift af bolig"
    Og at systemet læser FK Klassifikation igen
    Når sagsbehandleren "Laura Sand" opretter sagen "Flytning til egnet bolig" for borgeren "Signe Krogh" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.60.20"
    Så er sagens primære klasse "27.60.20", læst i FK Klassifikation, før den blev brugt
    Og den primære klasses titel er "Skift af bolig"

  @id:klassifikation-05 @skal:vilkår-klassifikation @krav:sag-3.8/primær-klasse @krav:vilkår-klassifikation
  Scenarie: UUID og nummer hører til samme klasse
    Beviser, at to systemer, der læser hver sit, viser det samme emne.

    Givet at systemet læser FK Klassifikation igen
    Og at sagsbehandleren "Jens Hagen" har oprettet sagen "Sygedagpenge" for borgeren "Tage Holm" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Når sagsbehandleren "Jens Hagen" opretter sagen "Ressourceforløb" for borgeren "Tage Holm" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.28"
    Så har de to sager hver sin primære klasse, "32.30.04" og "32.24.28"
