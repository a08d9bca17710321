# language: da
@organisation
Egenskab: Læs Organisation
  Kommunens enheder og brugere står i FK Organisation. Et system, der læser dem
  der, følger med, når en enhed kommer til. Et, der gør det i hånden, gør ikke.

  @id:organisation-01 @skal:vilkår-organisation @krav:vilkår-organisation
  Scenarie: Kommune, enheder og brugere læses, før de bruges
    Beviser, at systemet kender kommunen, enheden og brugeren fra FK Organisation.

    Givet at systemet læser FK Organisation igen
    Når sagsbehandleren "Karla Bruun" opretter sagen "Aktindsigt" for borgeren "Tage Holm" i enheden "Borgerservice" med KLE-nummeret "00.01.00"
    Så er sagens ejer kommunen, læst i FK Organisation
    Og sagens ansvarlige enhed er "Borgerservice", læst i FK Organisation, før den blev brugt
    Og brugeren "Karla Bruun" er læst i FK Organisation

  @id:organisation-02 @skal:vilkår-organisation @krav:vilkår-organisation
  Scenarie: En enhed, der oprettes under prøven, tages i brug
    Beviser, at systemet følger med: ingen kunne kende enhedens UUID på forhånd.

    Givet at kommunen opretter enheden "Ungeenheden" under "Jobcenter Korsbæk"
    Og at systemet læser FK Organisation igen
    Når sagsbehandleren "Jens Hagen" opretter sagen "Uddannelseshjælp" for borgeren "Signe Krogh" i enheden "Ungeenheden" med KLE-nummeret "32.24.32"
    Så er sagens ansvarlige enhed "Ungeenheden", læst i FK Organisation, før den blev brugt

  @id:organisation-03 @skal:vilkår-organisation @krav:vilkår-organisation
  Scenarie: En enhed, der skifter navn under prøven, sendes med sit nye navn
    Beviser, at det nye navn når frem, også til den, der læser sagen.

    Givet at kommunen omdøber enheden "Hjælpemiddeldepotet" til "Hjælpemiddelcentret"
    Og at systemet læser FK Organisation igen
    Når sagsbehandleren "Laura Sand" opretter sagen "Hjælpemidler" for borgeren "Tage Holm" i enheden "Hjælpemiddelcentret" med KLE-nummeret "27.60.04"
    Så er sagens ansvarlige enhed "Hjælpemiddelcentret", læst i FK Organisation, før den blev brugt
    Og den ansvarlige enheds navn er "Hjælpemiddelcentret"

  @id:organisation-04 @skal:vilkår-organisation @krav:vilkår-organisation
  Scenarie: En enhed, der flyttes under prøven, læses på sin nye plads
    Beviser, at systemet opdager, at en enhed har fået en ny plads.

    Givet at sagsbehandleren "Karla Bruun" har oprettet sagen "Flytning" for borgeren "Tage Holm" i enheden "Erhvervsteamet" med KLE-nummeret "00.01.00"
    Og at kommunen flytter enheden "Erhvervsteamet" til "Teknik og Miljø"
    Når systemet læser FK Organisation igen
    Så har systemet læst enheden "Erhvervsteamet", efter at den blev ændret
    Og sagens ansvarlige enhed er "Erhvervsteamet", læst i FK Organisation, før den blev brugt

  @id:organisation-05 @skal:vilkår-organisation @valgfri:skift-sagsbehandler @krav:vilkår-organisation
  Scenarie: En sagsbehandler forlader kommunen, og sagen får en anden
    Beviser, at sagen ikke bliver hængende hos en, der er rejst.

    Givet at sagsbehandleren "Anna Abild" har oprettet sagen "Boligstøtte" for borgeren "Signe Krogh" i enheden "Borgerservice" med KLE-nummeret "00.01.00"
    Og at brugeren "Anna Abild" forlader kommunen
    Og at systemet læser FK Organisation igen
    Når sagen overtages af sagsbehandleren "Bent Brandt"
    Så er sagens sagsbehandler "Bent Brandt", læst i FK Organisation

  @id:organisation-06 @skal:vilkår-organisation @krav:vilkår-organisation @krav:sag-3.6/ansvarlig
  Scenarie: En enhed nedlægges under prøven, og dens sag får en anden enhed
    Beviser, at sagen ikke bliver stående hos en enhed, der ikke findes.

    Givet at kommunen opretter enheden "Projektkontoret" under "Teknik og Miljø"
    Og at systemet læser FK Organisation igen
    Og at sagsbehandleren "Aksel Ravn" har oprettet sagen "Byfornyelse" for borgeren "Godtfred Lund" i enheden "Projektkontoret" med KLE-nummeret "02.34.02"
    Og at kommunen nedlægger enheden "Projektkontoret"
    Og at systemet læser FK Organisation igen
    Når sagen flyttes til enheden "Byggesagsteamet"
    Så er sagens ansvarlige enhed "Byggesagsteamet", læst i FK Organisation

  @id:organisation-07 @skal:vilkår-organisation @krav:vilkår-organisation @krav:sag-3.6/ansvarlig
  Scenarie: To enheder har hver sin UUID
    Beviser, at systemet ikke bruger én fast UUID til det hele.

    Givet at systemet læser FK Organisation igen
    Og at sagsbehandleren "Jens Hagen" har oprettet sagen "Ledighedsydelse" for borgeren "Karen Bech" i enheden "Jobcenter Korsbæk" med KLE-nummeret "32.24.12"
    Når sagsbehandleren "Karla Bruun" opretter sagen "Adresseændring" for borgeren "Karen Bech" i enheden "Borgerservice" med KLE-nummeret "00.01.00"
    Så har de to sager hver sin ansvarlige enhed, "Jobcenter Korsbæk" og "Borgerservice"

  @id:organisation-08 @skal:vilkår-organisation @krav:vilkår-organisation
  Scenarie: UUID'erne er læst, ikke skrevet ind i hånden
    Beviser, at ingen skal huske at rette en UUID, næste gang kommunen flytter rundt på sine enheder.

    Når sagsbehandleren "Ellen Møller" opretter sagen "Fripladstilskud" for borgeren "Inger Vang" i enheden "Ydelseskontoret" med KLE-nummeret "00.01.00"
    Så er hver UUID på sagens aktører læst i FK Organisation
