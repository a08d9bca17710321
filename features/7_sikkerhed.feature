# language: da
@sikkerhed
Egenskab: Sikkerhed i hvert kald (OIO IDWS)
  Hvert kald bærer et token fra STS'en og systemets underskrift, og hvert svar er
  underskrevet af tjenesten. Området er supplerende: det tæller ikke i dommen.

  @id:sikkerhed-01 @skal:vilkår-sikkerhed @krav:vilkår-sikkerhed
  Scenarie: Et token hentes og bruges
    Beviser, at systemet selv henter et token til hver tjeneste og underskriver alt, hvad det sender.

    Når sagsbehandleren "Karla Bruun" opretter sagen "Navneændring" for borgeren "Tage Holm" i enheden "Borgerservice" med KLE-nummeret "00.01.00"
    Så har hvert kald et token, som STS'en har udstedt til systemet
    Og intet kald er uden underskrift

  @id:sikkerhed-02 @skal:vilkår-sikkerhed @krav:vilkår-sikkerhed
  Scenarie: Et token, der er udløbet, fornyes
    Beviser, at systemet ikke går i stå, og ikke snyder, når dets token ikke gælder mere.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Enkeltydelse" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Og at systemets tokens er udløbet
    Når sagsbehandleren retter sagens titel til "Enkeltydelse til tandlæge"
    Så er sagens titel "Enkeltydelse til tandlæge"
    Og det, systemet sendte, bar et nyt token

  @id:sikkerhed-03 @skal:vilkår-sikkerhed @krav:vilkår-sikkerhed
  Scenarie: Hvert token bruges kun hos den tjeneste, det er udstedt til
    Beviser, at den, der får fat i ét token, ikke kan bruge det overalt.

    Givet at systemet læser FK Organisation igen
    Og at systemet læser FK Klassifikation igen
    Når sagsbehandleren "Jens Hagen" opretter sagen "Revalidering" for borgeren "Signe Krogh" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.28"
    Så er intet token brugt hos en anden tjeneste end den, det er udstedt til

  @id:sikkerhed-04 @skal:vilkår-sikkerhed @krav:vilkår-sikkerhed
  Scenarie: Uden serviceaftale sendes intet
    Beviser, at et nej fra STS'en er et nej, og at intet går tabt imens.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Ledsageordning" for borgeren "Inger Vang" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.45.04"
    Og at kommunens serviceaftale med systemet er ophørt
    Og at systemets tokens er udløbet
    Når sagsbehandleren forsøger at rette sagens titel til "Ledsageordning, forlænget"
    Og kommunens serviceaftale med systemet gælder igen
    Og sagsbehandleren afslutter sagen
    Så har STS'en sagt nej til systemet
    Og systemet har intet sendt, mens aftalen manglede
    Og det, systemet svarede var udført, er i indekset
    Og sagens tilstand er "Afsluttet"

  @id:sikkerhed-05 @skal:vilkår-sikkerhed @krav:vilkår-sikkerhed
  Scenarie: Et forvansket svar bruges ikke
    Beviser, at systemet selv ser efter underskriften, før det tror på et svar.

    Givet at svarene fra FK Organisation bliver forvansket undervejs
    Når systemet forsøger at læse FK Organisation igen
    Og sagsbehandleren "Aksel Ravn" forsøger at oprette sagen "Husdyrtilladelse" for borgeren "Poul Ankersen" i enheden "Byggesagsteamet" med KLE-nummeret "02.34.02"
    Og svarene fra FK Organisation igen er, som de blev underskrevet
    Og sagsbehandleren "Aksel Ravn" opretter sagen "Nedrivning" for borgeren "Godtfred Lund" i enheden "Byggesagsteamet" med KLE-nummeret "02.34.02"
    Så indgår intet af det forvanskede i det, systemet sender
