# language: da
@organisation
Egenskab: Læs Organisation
  Kommunens enheder og brugere står i FK Organisation. Et system, der læser dem
  der, følger med, når en enhed kommer til. Et, der gør det i hånden, gør ikke.

  @id:organisation-01 @krav:sag-3.6 @krav:vilkår-organisation
  Scenarie: Kommune, enheder og brugere læses, før de bruges
    Givet at systemet læser FK Organisation igen
    Når sagsbehandleren "Karla Bruun" opretter sagen "Aktindsigt" for borgeren "Tage Holm" i enheden "Borgerservice" med KLE-nummeret "00.01.00"
    Så er sagens ejer kommunen, læst i FK Organisation
    Og sagens ansvarlige enhed er "Borgerservice", læst i FK Organisation, før den blev brugt
    Og brugeren "Karla Bruun" er læst i FK Organisation

  @id:organisation-02 @krav:sag-3.6 @krav:vilkår-organisation
  Scenarie: En enhed, der oprettes under prøven, tages i brug
    Givet at kommunen opretter enheden "Ungeenheden" under "Jobcenter Korsbæk"
    Og at systemet læser FK Organisation igen
    Når sagsbehandleren "Jens Hagen" opretter sagen "Uddannelseshjælp" for borgeren "Signe Krogh" i enheden "Ungeenheden" med KLE-nummeret "32.24.32"
    Så er sagens ansvarlige enhed "Ungeenheden", læst i FK Organisation, før den blev brugt

  @id:organisation-03 @krav:sag-3.6 @krav:vilkår-organisation
  Scenarie: En enhed, der skifter navn under prøven, sendes med sit nye navn
    Givet at kommunen omdøber enheden "Handicap og Psykiatri" til "Voksenstøtten"
    Og at systemet læser FK Organisation igen
    Når sagsbehandleren "Laura Sand" opretter sagen "Socialpædagogisk støtte" for borgeren "Tage Holm" i enheden "Voksenstøtten" med KLE-nummeret "27.45.04"
    Så er sagens ansvarlige enhed "Voksenstøtten", læst i FK Organisation, før den blev brugt
    Og den ansvarlige enheds navn er "Voksenstøtten"

  @id:organisation-04 @krav:sag-3.6 @krav:vilkår-organisation
  Scenarie: En enhed, der flyttes under prøven, læses på sin nye plads
    Givet at sagsbehandleren "Karla Bruun" har oprettet sagen "Flytning" for borgeren "Tage Holm" i enheden "Erhvervsteamet" med KLE-nummeret "00.01.00"
    Og at kommunen flytter enheden "Erhvervsteamet" til "Teknik og Miljø"
    Når systemet læser FK Organisation igen
    Så har systemet læst enheden "Erhvervsteamet", efter at den blev ændret
    Og sagens ansvarlige enhed er "Erhvervsteamet", læst i FK Organisation, før den blev brugt

  @id:organisation-05 @krav:sag-3.6 @krav:vilkår-organisation
  Scenarie: En sagsbehandler forlader kommunen, og sagen får en anden
    Givet at sagsbehandleren "Anna Abild" har oprettet sagen "Boligstøtte" for borgeren "Signe Krogh" i enheden "Borgerservice" med KLE-nummeret "00.01.00"
    Og at brugeren "Anna Abild" forlader kommunen
    Og at systemet læser FK Organisation igen
    Når sagen overtages af sagsbehandleren "Bent Brandt"
    Så er sagens sagsbehandler "Bent Brandt", læst i FK Organisation
