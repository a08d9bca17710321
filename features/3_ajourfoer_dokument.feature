# language: da
@dokument
Egenskab: Ajourfør Dokument
  Et dokument findes i indekset for sig selv og knyttes så til sin sag. En sag,
  der henviser til et dokument, som ikke findes, viser borgeren en tom linje.

  @id:dokument-01 @skal:prøven-2020 @krav:dokument-3.1 @krav:dokument-3.2 @krav:dokument-3.3 @krav:dokument-3.6/ejer @krav:dokument-3.6/ansvarlig @krav:dokument-3.8/primær-klasse @krav:dokument-3.9/master @krav:dokument-3.9/afsender @krav:sag-3.11/tilakteret
  Scenarie: Et udgående brev knyttes til sin sag
    Beviser, at borgeren kan se brevets titel på sin sag.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Aftale om forebyggende hjemmebesøg" for borgeren "Godtfred Lund" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.35.04"
    Når sagsbehandleren tilføjer dokumentet "Afgørelse om hjemmebesøg" af typen "Brev, udgaaende"
    Så findes dokumentet i indekset
    Og dokumentets titel er "Afgørelse om hjemmebesøg"
    Og sagen henviser til dokumentet
    Og dokumentet fandtes, før sagen henviste til det

  @id:dokument-02 @skal:dokument-3.3 @krav:dokument-3.3
  Scenarie: Et indgående brev har sin brevdato
    Beviser, at man kan se, hvornår borgeren skrev.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Kontanthjælp" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Når sagsbehandleren tilføjer dokumentet "Ansøgning om kontanthjælp" af typen "Brev, indgaaende" med brevdatoen 2026-01-12
    Så findes dokumentet i indekset
    Og dokumentets brevdato er 2026-01-12
    Og sagen henviser til dokumentet

  @id:dokument-03 @skal:dokument-3.3 @krav:dokument-3.3 @krav:dokument-3.4
  Scenarie: Et udgående brev får sin brevdato, når det sendes
    Beviser, at man kan se, hvornår brevet gik ud af huset.

    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Poul Ankersen" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Og at sagsbehandleren tilføjer dokumentet "Indkaldelse til opfølgning" af typen "Brev, udgaaende" i tilstanden "Underudarbejdelse"
    Når sagsbehandleren sender dokumentet den 2026-03-20
    Så er dokumentets brevdato 2026-03-20
    Og dokumentets tilstand er "Endeligt"

  @id:dokument-04 @skal:dokument-3.3 @krav:dokument-3.3
  Scenarie: Et internt notat er internt
    Beviser, at et arbejdspapir ikke vises for borgeren som et brev.

    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "Ressourceforløb" for borgeren "Signe Krogh" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.28"
    Når sagsbehandleren tilføjer dokumentet "Oplæg til rehabiliteringsteamet" af typen "Internt Notat"
    Så er dokumentets type "Internt Notat"
    Og sagen henviser til dokumentet

  @id:dokument-05 @valgfri:dokument-3.5/nyrevision @krav:dokument-3.5/nyrevision
  Scenarie: Et dokument får en ny revision
    Beviser, at man kan finde vej fra den gamle udgave til den nye.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Støtte i eget hjem" for borgeren "Tage Holm" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.45.04"
    Og at sagsbehandleren tilføjer dokumentet "Handleplan" af typen "Plan"
    Når sagsbehandleren laver revisionen "Handleplan, anden udgave" af dokumentet
    Så henviser det forrige dokument til dokumentet som "NyRevision"
    Og sagen henviser til dokumentet

  @id:dokument-06 @valgfri:dokument-3.5/bilag @krav:dokument-3.5/bilag
  Scenarie: Et dokument får et bilag
    Beviser, at bilaget kan findes fra brevet.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Enkeltydelse til briller" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.21.12"
    Og at sagsbehandleren tilføjer dokumentet "Ansøgning om briller" af typen "Brev, indgaaende" med brevdatoen 2026-02-02
    Når sagsbehandleren tilføjer bilaget "Tilbud fra optiker" af typen "Andet" til dokumentet
    Så henviser det forrige dokument til dokumentet som "Bilag"

  @id:dokument-07 @valgfri:sag-3.11/tilakteret @krav:sag-3.11/tilakteret
  Scenarie: Et dokument ligger på to sager og har sin egen titel på den ene
    Beviser, at titlen passer til den sag, man ser dokumentet på.

    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Inger Vang" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Og at sagsbehandleren tilføjer dokumentet "Attest" af typen "Eksternt Notat"
    Og at sagsbehandleren "Jens Hagen" har oprettet sagen "Jobafklaringsforløb" for borgeren "Inger Vang" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.28"
    Når sagsbehandleren lægger dokumentet på sagen med titlen "Attest til jobafklaring"
    Så henviser begge sager til dokumentet
    Og dokumentets titel på sagen er "Attest til jobafklaring"
    Og dokumentets titel er "Attest"

  @id:dokument-08 @valgfri:dokument-3.3/offentlighed @krav:dokument-3.3 @krav:dokument-3.3/offentlighed
  Scenarie: Et dokument er undtaget fra offentlighed og har to titler
    Beviser, at den titel, alle må se, ikke røber det, de ikke må se.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Underretning" for borgeren "Karen Bech" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.00.00"
    Når sagsbehandleren tilføjer dokumentet "Underretning fra skolen" af typen "Eksternt Notat", undtaget fra offentlighed med hjemlen "LBK nr 145 af 2020 § 30" og den åbne titel "Henvendelse"
    Så er dokumentets titel "Henvendelse"
    Og dokumentets lukkede titel er "Underretning fra skolen"

  @id:dokument-09 @valgfri:dokument-3.4 @krav:dokument-3.4
  Scenarie: Et udkast bliver endeligt
    Beviser, at man kan skelne et udkast fra det færdige.

    Givet at sagsbehandleren "Aksel Ravn" har oprettet sagen "Byggetilladelse til carport" for borgeren "Tage Holm" i enheden "Byggesagsteamet" med KLE-nummeret "02.34.02"
    Og at sagsbehandleren tilføjer dokumentet "Høringsnotat" af typen "Internt Notat" i tilstanden "Underudarbejdelse"
    Når sagsbehandleren giver dokumentet tilstanden "Endeligt"
    Så er dokumentets tilstande "Underudarbejdelse, Endeligt", uden ophold imellem

  @id:dokument-10 @valgfri:sag-3.11/tilakteret @krav:sag-3.11/tilakteret @krav:AM-02
  Scenarie: Et dokument tages af den ene sag og bliver på den anden
    Beviser, at dokumentet ikke forsvinder fra den sag, hvor det hører til.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Kontanthjælp" for borgeren "Signe Krogh" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Og at sagsbehandleren tilføjer dokumentet "Lønseddel" af typen "Andet"
    Og at sagsbehandleren "Ellen Møller" har oprettet sagen "Enkeltydelse til medicin" for borgeren "Signe Krogh" i enheden "Ydelseskontoret" med KLE-nummeret "32.21.16"
    Og at sagsbehandleren lægger dokumentet på sagen med titlen "Lønseddel for maj"
    Når sagsbehandleren tager dokumentet af sagen
    Så henviser sagen ikke længere til dokumentet
    Og den forrige sag henviser til dokumentet
    Og dokumentet findes i indekset

  @id:dokument-11 @skal:vilkår-fysisk-sletning @krav:vilkår-fysisk-sletning
  Scenarie: Et dokument slettes fysisk
    Beviser, at et dokument, der er slettet i systemet, ikke kan ses nogen steder.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Støtte i eget hjem" for borgeren "Poul Ankersen" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.45.04"
    Og at sagsbehandleren tilføjer dokumentet "Fejlscannet side" af typen "Andet"
    Når sagsbehandleren sletter dokumentet
    Så findes dokumentet ikke i indekset
    Og intet i indekset henviser til dokumentet
