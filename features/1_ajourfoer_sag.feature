# language: da
@sag
Egenskab: Ajourfør Sag
  Borgeren ser sine sager på borger.dk, og sagsbehandleren ser dem i SAPA.
  Det, de ser, er det, fagsystemet har sendt til indekset.

  @id:sag-01 @skal:vilkår-fuldstændighed @krav:sag-3.1 @krav:sag-3.2 @krav:sag-3.3 @krav:sag-3.6/ejer @krav:sag-3.6/ansvarlig @krav:sag-3.7/primær-part @krav:sag-3.8/primær-klasse @krav:sag-3.12/master @krav:sag-3.12/afsender
  Scenarie: En ny sag sendes til indekset
    Beviser, at borgeren kan se sin nye sag, med rette titel, tilstand og emne.

    Når sagsbehandleren "Laura Sand" opretter sagen "Aftale om forebyggende hjemmebesøg" for borgeren "Godtfred Lund" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.35.04"
    Så findes sagen i indekset
    Og sagens titel er "Aftale om forebyggende hjemmebesøg"
    Og sagens tilstand er "Opstaaet"
    Og sagens primære part er "Godtfred Lund"
    Og sagens KLE-nummer er "27.35.04"

  @id:sag-02 @skal:sag-3.3 @krav:sag-3.3
  Scenarie: En sags titel rettes
    Beviser, at en rettet titel afløser den gamle.

    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "Kontanthjælp" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Når sagsbehandleren retter sagens titel til "Kontanthjælp fra januar"
    Så er sagens titel "Kontanthjælp fra januar"
    Og sagens tilstand er "Opstaaet"

  @id:sag-03 @skal:sag-3.4 @krav:sag-3.4
  Scenarie: En sag afsluttes
    Beviser, at borgeren kan se, at sagen er færdig.

    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Poul Ankersen" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Når sagsbehandleren afslutter sagen
    Så er sagens tilstand "Afsluttet"
    Og sagens historik begynder med "Opstaaet" og ender med "Afsluttet"

  @id:sag-04 @skal:vilkår-passive-sager @krav:sag-3.4 @krav:AM-01 @krav:vilkår-passive-sager
  Scenarie: En sag, der allerede er afsluttet, overføres med hele sin historik
    Beviser, at afsluttede sager også findes, og at man kan se deres forløb.

    Når systemet overfører den passive sag "Revalidering" for borgeren "Inger Vang" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.08", oprettet den 2018-03-01 og afsluttet den 2019-02-28
    Så findes sagen i indekset
    Og sagens tilstand er "Afsluttet"
    Og sagens historik begynder med "Opstaaet" og ender med "Afsluttet"
    Og sagens forløb er fra 2018-03-01 til 2019-02-28

  @id:sag-05 @valgfri:sag-3.4 @krav:sag-3.4
  Scenarie: Hver ny tilstand sendes, fra sagen opstår, til den er afsluttet
    Beviser, at tidslinjen er hel: ingen tilstand mangler, og ingen tid imellem dem.

    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "Uddannelseshjælp" for borgeren "Signe Krogh" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.32"
    Når sagsbehandleren giver sagen tilstanden "Oplyst"
    Og sagsbehandleren giver sagen tilstanden "Afgjort"
    Og sagsbehandleren giver sagen tilstanden "Afsluttet"
    Så er sagens tilstande "Opstaaet, Oplyst, Afgjort, Afsluttet", uden ophold imellem

  @id:sag-06 @valgfri:vilkår-samlet-leverance @krav:sag-3.2 @krav:vilkår-samlet-leverance
  Scenarie: Flere ændringer sendes i én leverance
    Beviser, at intet går tabt, når systemet har været uden forbindelse.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Enkeltydelse" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.21.12"
    Og at systemet holder sine leverancer tilbage
    Og at sagsbehandleren retter sagens titel til "Enkeltydelse til tandlæge"
    Og at sagsbehandleren giver sagen tilstanden "Oplyst"
    Når systemet sender det tilbageholdte i én leverance
    Så er sagens titel "Enkeltydelse til tandlæge"
    Og sagens tilstande er "Opstaaet, Oplyst", uden ophold imellem
    Og hver af de 2 ændringer har sit eget tidspunkt

  @id:sag-07 @skal:sag-3.6/ansvarlig @krav:sag-3.6/ansvarlig @krav:AM-04
  Scenarie: En anden enhed får ansvaret for sagen
    Beviser, at sagen til enhver tid har netop én ansvarlig enhed.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Støtte i eget hjem" for borgeren "Tage Holm" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.45.04"
    Når sagen flyttes til enheden "Handicap og Psykiatri"
    Så har sagen haft 2 relationer som "Ansvarlig" efter hinanden, uden ophold

  @id:sag-08 @valgfri:sag-3.6/primær-behandler @krav:sag-3.6/primær-behandler @krav:AM-04
  Scenarie: En anden sagsbehandler overtager sagen
    Beviser, at den gamle sagsbehandler slipper sagen i det øjeblik, den nye får den.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Kontanthjælp" for borgeren "Poul Ankersen" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Når sagen overtages af sagsbehandleren "Viggo Lyng"
    Så har sagen haft 2 relationer som "Primær behandler" efter hinanden, uden ophold

  @id:sag-09 @valgfri:sag-3.7/sekundær-part @krav:sag-3.7/sekundær-part @krav:sag-3.7/primær-part
  Scenarie: Sagen får en sekundær part
    Beviser, at en ny part ikke fortrænger den, sagen handler om.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Hjælp til personlig pleje" for borgeren "Karen Bech" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.36.04"
    Når sagsbehandleren tilføjer "Poul Ankersen" som sekundær part
    Så er "Poul Ankersen" sekundær part i sagen
    Og sagens primære part er "Karen Bech"

  @id:sag-10 @valgfri:sag-3.7/sekundær-part @krav:sag-3.7/sekundær-part @krav:AM-02
  Scenarie: En sekundær part er ikke længere part
    Beviser, at en part, der ikke er det længere, står med en slutdato.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Hjælp til rengøring" for borgeren "Inger Vang" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.36.06"
    Og at sagsbehandleren tilføjer "Tage Holm" som sekundær part
    Når sagsbehandleren afslutter "Tage Holm" som sekundær part
    Så er "Tage Holm" ikke længere sekundær part, men har været det
    Og sagens primære part er "Inger Vang"

  @id:sag-11 @valgfri:sag-3.7/sekundær-part @krav:sag-3.7/sekundær-part @krav:AM-03
  Scenarie: En part, der aldrig skulle have været på sagen, slettes fysisk
    Beviser, at en fejl om en anden borger kan fjernes helt.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Støtte i eget hjem" for borgeren "Godtfred Lund" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.45.04"
    Og at sagsbehandleren tilføjer "Signe Krogh" som sekundær part
    Når sagsbehandleren sletter "Signe Krogh" som sekundær part
    Så står "Signe Krogh" slet ikke på sagen
    Og sagens primære part er "Godtfred Lund"

  @id:sag-12 @valgfri:sag-3.3/offentlighed @krav:sag-3.3 @krav:sag-3.3/offentlighed
  Scenarie: En sag undtages fra offentlighed og får to titler
    Beviser, at den titel, alle må se, ikke røber det, de ikke må se.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Bekymring for et barn" for borgeren "Inger Vang" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.00.00"
    Når sagsbehandleren undtager sagen fra offentlighed med hjemlen "LBK nr 145 af 2020 § 30" og den åbne titel "Personsag"
    Så er sagens titel "Personsag"
    Og sagens lukkede titel er "Bekymring for et barn"
    Og sagens hjemmel for undtagelsen er "LBK nr 145 af 2020 § 30"

  @id:sag-13 @valgfri:sag-3.5 @krav:sag-3.5
  Scenarie: En sags følsomhed hæves
    Beviser, at kun de rette sagsbehandlere kan se sagen, når den bliver følsom.

    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Tage Holm" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Når sagsbehandleren ændrer sagens følsomhed til "VIP_SAGER"
    Så er sagens følsomhed "VIP_SAGER"

  @id:sag-14 @valgfri:sag-3.9/oversag @krav:sag-3.9/oversag
  Scenarie: En sag knyttes til en oversag
    Beviser, at sager, der hører sammen, kan findes sammen.

    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "Ressourceforløb" for borgeren "Karen Bech" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.28"
    Og at sagsbehandleren "Jens Hagen" har oprettet sagen "Mentorstøtte" for borgeren "Karen Bech" i enheden "Jobcenter Korsbæk" med KLE-nummeret "15.20.00"
    Når sagsbehandleren knytter sagen til den forrige sag som oversag
    Så er den forrige sag sagens oversag

  @id:sag-15 @valgfri:sag-3.6/ejer @krav:sag-3.6/ejer @krav:AM-04
  Scenarie: En anden kommune bliver ejer af sagen
    Beviser, at sagen til enhver tid har netop én kommune som ejer, også når borgeren flytter.

    Givet at sagsbehandleren "Karla Bruun" har oprettet sagen "Boligindskudslån" for borgeren "Tage Holm" i enheden "Borgerservice" med KLE-nummeret "00.01.00"
    Når sagen overgår til kommunen "Nordbæk Kommune"
    Så er sagens ejer "Nordbæk Kommune"
    Og sagen har haft 2 relationer som "Ejer" efter hinanden, uden ophold

  @id:sag-16 @valgfri:sag-3.7/primær-part @krav:sag-3.7/primær-part
  Scenarie: En sag handler om en virksomhed, ikke om en borger
    Beviser, at en sag kan findes på sit CVR-nummer.

    Når sagsbehandleren "Aksel Ravn" opretter sagen "Byggetilladelse til udstue" for virksomheden "Bageriet på Torvet" i enheden "Byggesagsteamet" med KLE-nummeret "02.34.02"
    Så findes sagen i indekset
    Og sagens primære part er virksomheden "Bageriet på Torvet"

  @id:sag-17 @valgfri:sag-3.13/adgang @krav:sag-3.13/adgang
  Scenarie: Kun én enhed har adgang til sagen
    Beviser, at en beskyttet sag er beskyttet, også når den ses andre steder.

    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Underretning" for borgeren "Signe Krogh" i enheden "Handicap og Psykiatri" med KLE-nummeret "27.00.00"
    Når sagsbehandleren giver kun sagens egen enhed, "Handicap og Psykiatri", adgang til sagen
    Så har kun sagens ansvarlige enhed adgang til sagen

  @id:sag-18 @valgfri:sag-3.8/visningsklasse @krav:sag-3.8/visningsklasse
  Scenarie: En sag skjules for borgeren
    Beviser, at en sag, borgeren ikke må se, ikke vises på borger.dk.

    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Kontrol af udbetaling" for borgeren "Poul Ankersen" i enheden "Ydelseskontoret" med KLE-nummeret "32.30.06"
    Når sagsbehandleren skjuler sagen for borgeren
    Så har sagen visningsklassen "Visning undtaget for borger"
    Og sagens KLE-nummer er fortsat "32.30.06"

  @id:sag-19 @skal:vilkår-rettidighed @krav:vilkår-rettidighed
  Scenarie: En ændring når indekset inden for få minutter
    Beviser, at det, borgeren ser, er det, der gælder nu.

    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Enkeltydelse til medicin" for borgeren "Godtfred Lund" i enheden "Ydelseskontoret" med KLE-nummeret "32.21.16"
    Når sagsbehandleren retter sagens titel til "Enkeltydelse til medicin i maj"
    Så er ændringen nået indekset inden for fristen

  @id:sag-20 @skal:vilkår-fuldstændighed @krav:vilkår-fuldstændighed @krav:vilkår-passive-sager
  Scenarie: Hele bestanden overføres, når systemet tilsluttes
    Beviser, at ingen borger mangler: lige så mange sager i indekset som i systemet.

    Når systemet overfører sin bestand på 12 sager for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Så findes hver af de 12 sager netop én gang i indekset
