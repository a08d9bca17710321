# language: da
@sag
Egenskab: Ajourfør Sag
  Borgeren ser sine sager på borger.dk, og sagsbehandleren ser dem i SAPA.
  Det, de ser, er det, fagsystemet har sendt til indekset.

  @id:sag-01 @krav:sag-3.1 @krav:sag-3.2 @krav:sag-3.3 @krav:sag-3.6 @krav:sag-3.8 @krav:sag-3.12
  Scenarie: En ny sag sendes til indekset
    Når sagsbehandleren "Laura Sand" opretter sagen "Aftale om forebyggende hjemmebesøg" for borgeren "Godtfred Lund" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.35.04"
    Så findes sagen i indekset
    Og sagens titel er "Aftale om forebyggende hjemmebesøg"
    Og sagens tilstand er "Opstaaet"
    Og sagens primære part er "Godtfred Lund"
    Og sagens KLE-nummer er "27.35.04"

  @id:sag-02 @krav:sag-3.3
  Scenarie: En sags titel rettes
    Givet at sagsbehandleren "Jens Hagen" har oprettet sagen "Kontanthjælp" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Når sagsbehandleren retter sagens titel til "Kontanthjælp fra januar"
    Så er sagens titel "Kontanthjælp fra januar"
    Og sagens tilstand er "Opstaaet"

  @id:sag-03 @krav:sag-3.4
  Scenarie: En sag afsluttes
    Givet at sagsbehandleren "Viggo Lyng" har oprettet sagen "Sygedagpenge" for borgeren "Poul Ankersen" i enheden "Sygedagpengeteamet" med KLE-nummeret "32.30.04"
    Når sagsbehandleren afslutter sagen
    Så er sagens tilstand "Afsluttet"
    Og sagens historik begynder med "Opstaaet" og ender med "Afsluttet"

  @id:sag-04 @krav:sag-3.4 @krav:AM-01 @krav:vilkår-passive-sager
  Scenarie: En sag, der allerede er afsluttet, overføres med hele sin historik
    Når systemet overfører den passive sag "Revalidering" for borgeren "Inger Vang" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.08", oprettet den 2018-03-01 og afsluttet den 2019-02-28
    Så findes sagen i indekset
    Og sagens tilstand er "Afsluttet"
    Og sagens historik begynder med "Opstaaet" og ender med "Afsluttet"
