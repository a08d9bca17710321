# language: da
@dokument
Egenskab: Ajourfør Dokument
  Et dokument findes i indekset for sig selv og knyttes så til sin sag. En sag,
  der henviser til et dokument, som ikke findes, viser borgeren en tom linje.

  @id:dokument-01 @krav:dokument-3.1 @krav:dokument-3.3 @krav:sag-3.11
  Scenarie: Et udgående brev knyttes til sin sag
    Givet at sagsbehandleren "Laura Sand" har oprettet sagen "Aftale om forebyggende hjemmebesøg" for borgeren "Godtfred Lund" i enheden "Forebyggelsesteamet" med KLE-nummeret "27.35.04"
    Når sagsbehandleren tilføjer dokumentet "Afgørelse om hjemmebesøg" af typen "Brev, udgaaende"
    Så findes dokumentet i indekset
    Og dokumentets titel er "Afgørelse om hjemmebesøg"
    Og sagen henviser til dokumentet
    Og dokumentet fandtes, før sagen henviste til det

  @id:dokument-02 @krav:dokument-3.3
  Scenarie: Et indgående brev har sin brevdato
    Givet at sagsbehandleren "Ellen Møller" har oprettet sagen "Kontanthjælp" for borgeren "Karen Bech" i enheden "Ydelseskontoret" med KLE-nummeret "32.24.04"
    Når sagsbehandleren tilføjer dokumentet "Ansøgning om kontanthjælp" af typen "Brev, indgaaende" med brevdatoen 2026-01-12
    Så findes dokumentet i indekset
    Og dokumentets brevdato er 2026-01-12
    Og sagen henviser til dokumentet
