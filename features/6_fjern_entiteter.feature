# language: da
@fjern
Egenskab: Fjern entiteter ved systemovergang
  Når kommunen skifter leverandør, skal alt, hvad det gamle system har sendt,
  fjernes fysisk, og intet af det, andre har sendt.

  @id:fjern-01 @krav:vilkår-fysisk-sletning
  Scenarie: Systemet fjerner alt, hvad det har sendt, og intet andet
    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Poul Ankersen" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Og at et andet fagsystem i kommunen har sendt en sag
    Når kommunen skifter leverandør, og systemet fjerner sine data
    Så er intet af det, systemet har sendt, tilbage i indekset
    Og det andet fagsystems sag findes stadig i indekset

  @id:fjern-02 @krav:vilkår-fysisk-sletning
  Scenarie: Dokumenterne fjernes sammen med deres sager
    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Aftale om forebyggende hjemmebesøg" for borgeren "Godtfred Lund" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.35.04"
    Og at sagsbehandleren tilføjer dokumentet "Notat om besøget" af typen "Internt Notat"
    Når kommunen skifter leverandør, og systemet fjerner sine data
    Så er intet af det, systemet har sendt, tilbage i indekset
