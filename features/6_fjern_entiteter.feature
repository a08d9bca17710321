# language: da
@fjern
Egenskab: Fjern entiteter ved systemovergang
  Når kommunen skifter leverandør, skal alt, hvad det gamle system har sendt,
  fjernes fysisk, og intet af det, andre har sendt.

  @id:fjern-01 @skal:vilkår-fysisk-sletning @krav:vilkår-fysisk-sletning @krav:vilkår-kun-egne
  Scenarie: Systemet fjerner alt, hvad det har sendt, og intet andet
    Beviser, at intet bliver liggende, når det gamle system slukkes.

    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Poul Ankersen" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Og at et andet fagsystem i kommunen har sendt en sag
    Når kommunen skifter leverandør, og systemet fjerner sine data
    Så er intet af det, systemet har sendt, tilbage i indekset
    Og det andet fagsystems sag findes stadig i indekset

  @id:fjern-02 @skal:vilkår-fysisk-sletning @krav:vilkår-fysisk-sletning
  Scenarie: Dokumenterne fjernes sammen med deres sager
    Beviser, at breve og notater ikke bliver liggende uden deres sag.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Aftale om forebyggende hjemmebesøg" for borgeren "Godtfred Lund" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.35.04"
    Og at sagsbehandleren tilføjer dokumentet "Notat om besøget" af typen "Internt Notat"
    Når kommunen skifter leverandør, og systemet fjerner sine data
    Så er intet af det, systemet har sendt, tilbage i indekset

  @id:fjern-03 @valgfri:vilkår-fysisk-sletning @krav:vilkår-fysisk-sletning @krav:vilkår-kun-egne
  Scenarie: Alt fjernes ved én søgning
    Beviser, at en søgning, der sletter, finder systemets egne data og kun dem.

    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "Fleksjob" for borgeren "Inger Vang" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.27.10"
    Og at et andet fagsystem i kommunen har sendt en sag
    Når kommunen skifter leverandør, og systemet fjerner sine data ved søgning
    Så er intet af det, systemet har sendt, tilbage i indekset
    Og det andet fagsystems sag findes stadig i indekset

  @id:fjern-04 @valgfri:vilkår-fysisk-sletning @krav:vilkår-fysisk-sletning
  Scenarie: Dokumenterne bliver, når kommunen vil beholde dem
    Beviser, at systemet kan skelne: sagerne væk, dokumenterne tilbage.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Støtte i eget hjem" for borgeren "Karen Bech" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.45.04"
    Og at sagsbehandleren tilføjer dokumentet "Handleplan" af typen "Plan"
    Når kommunen skifter leverandør, og systemet fjerner sine sager, men lader dokumenterne blive
    Så findes sagen ikke i indekset
    Og dokumentet findes i indekset
    Og intet i indekset henviser til sagen

  @id:fjern-05 @valgfri:vilkår-kun-egne @krav:vilkår-kun-egne
  Scenarie: En anden kommunes sager i samme system røres ikke
    Beviser, at den ene kommunes skifte ikke rammer den andens borgere.

    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Tage Holm" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Og at kommunen "Nordbæk Kommune" har sendt en sag fra det samme fagsystem
    Når kommunen skifter leverandør, og systemet fjerner sine data ved søgning
    Så er intet af det, systemet har sendt, tilbage i indekset
    Og den anden kommunes sag findes stadig i indekset

  @id:fjern-06 @skal:vilkår-fysisk-sletning @valgfri:knyt-oversag @krav:vilkår-fysisk-sletning @krav:AM-03
  Scenarie: Intet henviser til en sag, der er slettet
    Beviser, at ingen leder forgæves efter en sag, der ikke er der.

    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "Ressourceforløb" for borgeren "Signe Krogh" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.28"
    Og at sagsbehandleren "Jens Hagen" har oprettet sagen "Mentorstøtte" for borgeren "Signe Krogh" i enheden "Jobcenter Korsbæk" med KLE-nummeret "15.20.00"
    Og at sagsbehandleren knytter sagen til den forrige sag som oversag
    Når sagsbehandleren sletter den forrige sag
    Så findes den forrige sag ikke i indekset
    Og intet i indekset henviser til den forrige sag
    Og sagen findes i indekset

  @id:fjern-07 @skal:vilkår-fysisk-sletning @krav:vilkår-fysisk-sletning @krav:vilkår-kun-egne
  Scenarie: At fjerne to gange gør ingen skade
    Beviser, at man trygt kan køre oprydningen igen.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Kontanthjælp" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Og at et andet fagsystem i kommunen har sendt en sag
    Og at systemet har fjernet sine data
    Når systemet fjerner sine data en gang til
    Så er intet af det, systemet har sendt, tilbage i indekset
    Og det andet fagsystems sag findes stadig i indekset

  @id:fjern-08 @skal:vilkår-efterfølger @krav:vilkår-fysisk-sletning @krav:vilkår-efterfølger @krav:sag-3.12/master
  Scenarie: Efterfølgeren sender de samme sager i sit eget navn
    Beviser, at det nye system kan tage over uden at spørge det gamle.

    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Godtfred Lund" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Og at systemet har fjernet sine data
    Når efterfølgeren sender den samme sag med sig selv som Master
    Så tager indekset imod efterfølgerens sag
    Og sagens Master er efterfølgeren
