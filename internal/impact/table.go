package impact

import "klarmeld/internal/verdict"

type row struct{ begins, hits, how string }

func (r row) impact() verdict.Impact { return verdict.Impact{Hits: r.hits, Consequence: r.how} }

// otherwise is the impact of what no row knows.
var otherwise = row{"", Kommune, "Kommunen kan ikke stole på, at sagen eller dokumentet står rigtigt i indekset."}

// table is by rule ID, of which a row names the beginning. How a break is seen
// follows from what the index is read for: borger.dk shows citizens their own
// cases by KLE, title and state, if the municipality shows that KLE, and only to
// the primary party; other systems show caseworkers all cases of a citizen
// (SF1470, vilkår for afsendere; Borgerblikket).
var table = []row{
	{"sag", Sagsbehandler, "Sagen står forkert eller mangelfuldt, når en sagsbehandler slår den op i et andet system."},
	{"sag.id", Kommune, "Sagen kan ikke kendes igen, så senere ændringer rammer ved siden af."},
	{"sag.registrering", Kommune, "Det kan ikke ses, hvem der har ændret sagen, eller hvornår."},
	{"sag.egenskaber", Sagsbehandler, "Sagens stamdata er forkerte eller mangler, når sagen søges frem."},
	{"sag.egenskaber.titel", Borger, "Borgeren kan ikke se på borger.dk, hvad sagen handler om."},
	{"sag.egenskaber.titelalternativtekst", Borger, "Sagens lukkede titel kan blive vist, eller den åbne titel mangler."},
	{"sag.egenskaber.offentlighedundtaget", Borger, "Det fremgår ikke rigtigt, om sagen er undtaget fra offentlighed."},
	{"sag.egenskaber.sagsnummer", Sagsbehandler, "Sagen kan ikke findes på sit nummer."},
	{"sag.egenskaber.brugervendtnoegle", Sagsbehandler, "Sagen kan ikke findes på sit nummer."},
	{"sag.egenskaber.noegle-lig-sagsnummer", Sagsbehandler, "Sagen har to forskellige numre, og en søgning på det ene finder den ikke."},
	{"sag.egenskaber.kassationskode", Kommune, "Kommunen kan ikke se, hvornår sagen skal kasseres eller bevares."},
	{"sag.tilstand", Borger, "Borgeren ser en forkert status på sin sag, fx at den stadig er i gang."},
	{"sag.indeksegenskaber", Sagsbehandler, "Sagens kategori, status eller følsomhed vises forkert for sagsbehandlere i andre systemer."},
	{"sag.indeksegenskaber.foelsomhed", Borger, "Oplysninger om borgeren kan blive vist for flere, end de må."},
	{"sag.sagsaktoer", Sagsbehandler, "Det kan ikke ses, hvem der har med sagen at gøre."},
	{"sag.sagsaktoer.ejer", Kommune, "Sagen står som en anden myndigheds, eller som ingens."},
	{"sag.sagsaktoer.ansvarlig", Sagsbehandler, "Det kan ikke ses, hvilken enhed der har ansvaret for sagen."},
	{"sag.sagsaktoer.primaer-behandler", Sagsbehandler, "Kolleger kan ikke se, hvem der behandler sagen."},
	{"sag.sagspart", Borger, "Sagen står ikke på den borger eller virksomhed, den handler om."},
	{"sag.sagspart.primaer-part", Borger, "Borgeren finder ikke sin sag på borger.dk, eller en anden borger ser den."},
	{"sag.sagsklasse", Sagsbehandler, "Sagen er sat i en forkert klasse og kommer ikke frem, hvor man leder efter den."},
	{"sag.sagsklasse.primaer-klasse", Borger, "Borgeren ser sin sag under et forkert emne (KLE) på borger.dk, eller ser den slet ikke."},
	{"sag.sagsklasse.visningsklasse", Borger, "En sag, der skal holdes skjult, kan blive vist på borger.dk, eller omvendt."},
	{"sag.sagsrelation", Sagsbehandler, "Sager, der hører sammen, kan ikke følges fra den ene til den anden."},
	{"sag.sagsgenstande", Sagsbehandler, "Det kan ikke ses, hvilken ejendom eller ting sagen drejer sig om."},
	{"sag.journalpost", Sagsbehandler, "Journalen er ikke til at stole på: noget mangler eller står forkert på sagen."},
	{"sag.journalpost.journalnotat", Sagsbehandler, "Et notat mangler eller står forkert, når en anden sagsbehandler læser sagen."},
	{"sag.journalpost.dokument-findes", Borger, "Sagen henviser til et dokument, som ingen kan finde."},
	{"sag.sagsitsystemrelation", Kommune, "Det kan ikke ses, hvilket system sagen ligger i, og ved et systemskifte kan den ikke flyttes eller ryddes."},
	{"sag.it-system", Kommune, "Det kan ikke ses, hvilket system sagen ligger i, og ved et systemskifte kan den ikke flyttes eller ryddes."},
	{"sag.sikkerhedsprofil", Borger, "Sagen kan blive set af medarbejdere, der ikke må se den, eller være skjult for dem, der skal."},

	{"dokument", Sagsbehandler, "Dokumentet står forkert eller mangelfuldt, når en sagsbehandler slår det op i et andet system."},
	{"dokument.id", Kommune, "Dokumentet kan ikke kendes igen, så senere ændringer rammer ved siden af."},
	{"dokument.registrering", Kommune, "Det kan ikke ses, hvem der har ændret dokumentet, eller hvornår."},
	{"dokument.egenskaber.titel", Borger, "Borgeren kan ikke se, hvad brevet handler om."},
	{"dokument.egenskaber.brevdato", Sagsbehandler, "Det kan ikke ses, hvornår brevet er sendt eller modtaget."},
	{"dokument.egenskaber.type", Borger, "Et internt papir kan blive vist for borgeren som et brev, eller et brev kan mangle."},
	{"dokument.egenskaber.foelsomhed", Borger, "Oplysninger om borgeren kan blive vist for flere, end de må."},
	{"dokument.egenskaber.offentlighedundtaget", Borger, "Det fremgår ikke rigtigt, om dokumentet er undtaget fra offentlighed."},
	{"dokument.tilstand", Sagsbehandler, "Det kan ikke ses, om dokumentet er et udkast eller er sendt."},
	{"dokument.dokumentpart", Borger, "Dokumentet står ikke på den borger eller virksomhed, det er til eller fra."},
	{"dokument.dokumentitsystemrelation", Kommune, "Det kan ikke ses, hvilket system dokumentet ligger i, så det kan ikke hentes eller ryddes."},
	{"dokument.it-system", Kommune, "Det kan ikke ses, hvilket system dokumentet ligger i, så det kan ikke hentes eller ryddes."},
	{"dokument.dokumentrelation", Sagsbehandler, "Bilag, svar og nye udgaver kan ikke findes fra dokumentet."},
	{"dokument.sikkerhedsprofil", Borger, "Dokumentet kan blive set af medarbejdere, der ikke må se det, eller være skjult for dem, der skal."},

	{"identitet", Borger, "To sager eller dokumenter blandes sammen, og borgeren kan få vist en fremmeds."},
	{"vilkaar.fysisk-fjernelse", Borger, "Noget, der er slettet i systemet, står stadig i indekset og på borger.dk."},
	{"ob1.fjernet", Sagsbehandler, "En oplysning, som sagen ikke kan undvære, forsvinder ved en ændring."},
	{"virkning", Sagsbehandler, "Historikken hænger ikke sammen: det kan ikke ses, hvad der gjaldt, og hvornår."},
	{"relation", Sagsbehandler, "Sagens forbindelser er ikke til at stole på og kan ikke ændres eller afsluttes siden."},
	{"relation.master-uaendret", Kommune, "Det kan ikke ses, hvilket system sagen ligger i, og ved et systemskifte kan den ikke flyttes eller ryddes."},
	{"part.type-og-urn", Borger, "Parten kan ikke genkendes, så borgeren finder ikke sin sag."},
	{"am-02", Sagsbehandler, "Noget, der er ophørt, står stadig som gældende på sagen."},
	{"am-04", Sagsbehandler, "Den samme person eller enhed står to gange på sagen."},
	{"reference", Sagsbehandler, "En henvisning fører ingen steder hen eller til noget forkert."},
	{"klasse.uuid-og-nummer", Borger, "Sagen har to emner (KLE), der ikke er det samme, og borgeren kan se den under det forkerte på borger.dk, eller slet ikke."},
	{"fjern", Kommune, "Efter et systemskifte står der rester, som henviser til noget, der er væk."},

	{"kontrakt", Kommune, "Det rigtige indeks kan afvise beskeden, og så mangler sagen eller ændringen helt."},
	{"xml", Kommune, "Det rigtige indeks kan afvise beskeden, og så mangler sagen eller ændringen helt."},
	{"soap", Kommune, "Det rigtige indeks kan afvise beskeden, og så mangler sagen eller ændringen helt."},
	{"http", Kommune, "Beskeden når ikke frem, og så mangler sagen eller ændringen helt."},
	{"indeks.afvist", Borger, "Indekset tog ikke imod det, så borgeren ser det ikke på borger.dk."},
	{"indeks.findes", Borger, "Det er ikke i indekset, så borgeren ser det ikke på borger.dk."},
	{"handling", Kommune, "Kommunen kan ikke regne med, at det, medarbejderne gør i systemet, når indekset."},

	{"scenarie.sag", Sagsbehandler, "Sagen ser anderledes ud i indekset end i systemet."},
	{"scenarie.sag.titel", Borger, "Borgeren ser en forkert titel på sin sag."},
	{"scenarie.sag.lukket-titel", Borger, "Sagens lukkede titel kan blive vist, eller den åbne titel mangler."},
	{"scenarie.sag.hjemmel", Borger, "Det fremgår ikke, hvorfor sagen er undtaget fra offentlighed."},
	{"scenarie.sag.foelsomhed", Borger, "Oplysninger om borgeren kan blive vist for flere, end de må."},
	{"scenarie.sag.adgang", Borger, "Sagen kan blive set af medarbejdere, der ikke må se den."},
	{"scenarie.sag.tilstand", Borger, "Borgeren ser en forkert status på sin sag, fx at den stadig er i gang."},
	{"scenarie.sag.historik", Borger, "Borgeren ser en forkert status på sin sag, fx at den stadig er i gang."},
	{"scenarie.sag.registreringer", Sagsbehandler, "Det kan ikke ses, hvad der skete med sagen, og hvornår."},
	{"scenarie.sag.ejer", Kommune, "Sagen står som en anden myndigheds."},
	{"scenarie.sag.primaer-part", Borger, "Borgeren finder ikke sin sag på borger.dk, eller en anden borger ser den."},
	{"scenarie.sag.sekundaer-part", Sagsbehandler, "Det kan ikke ses, hvem der også er part i sagen."},
	{"scenarie.sag.part-afsluttet", Sagsbehandler, "En borger, der ikke længere er part i sagen, står stadig som part."},
	{"scenarie.sag.part-slettet", Borger, "En borger, der aldrig skulle have været på sagen, står stadig på den."},
	{"scenarie.sag.kle", Borger, "Borgeren ser sin sag under et forkert emne (KLE) på borger.dk, eller ser den slet ikke."},
	{"scenarie.sag.visningsklasse", Borger, "En sag, der skal holdes skjult, kan blive vist på borger.dk."},
	{"scenarie.sag.bestand", Borger, "Nogle borgeres sager mangler på borger.dk, fra den dag, systemet tilsluttes."},
	{"scenarie.sag.fuldstaendig", Borger, "Nogle borgeres sager mangler på borger.dk, fra den dag, systemet tilsluttes."},
	{"scenarie.sag.slettet", Borger, "En sag, der er slettet i systemet, står stadig i indekset og på borger.dk."},
	{"scenarie.frist", Borger, "Borgeren og andre sagsbehandlere ser en gammel udgave af sagen, længe efter at den er ændret."},
	{"scenarie.journalnotat", Sagsbehandler, "Et notat mangler eller står forkert, når en anden sagsbehandler læser sagen."},
	{"scenarie.dokument", Sagsbehandler, "Et brev kan ikke findes på sin sag, eller det står forkert."},
	{"scenarie.dokument.slettet", Borger, "Et brev, der er slettet i systemet, står stadig i indekset."},
	{"scenarie.dokument.taget-af", Borger, "Et brev står stadig på en sag, det er taget af, og kan ses af en forkert borger."},
	{"scenarie.laest", Kommune, "Enheder, medarbejdere og emner i systemet følger ikke med, når kommunen ændrer dem."},
	{"scenarie.fjern", Kommune, "Når kommunen skifter system, bliver der gamle sager tilbage, eller andres forsvinder."},
	{"scenarie.fjern.kun-egne", Borger, "Sager, der ikke er systemets egne, kan forsvinde fra borger.dk."},
}

// missing is by scenario or by column.
var missing = []row{
	{"sag", Borger, "Borgeren ser ikke sin sag, eller ser den, som den var engang."},
	{"sag-03", Borger, "Borgeren ser en afsluttet sag, som om den stadig er i gang."},
	{"sag-04", Borger, "Borgeren kan ikke se de sager på borger.dk, der allerede var afsluttet, da systemet blev tilsluttet."},
	{"sag-11", Borger, "En borger, der aldrig skulle have været på sagen, står stadig på den."},
	{"sag-13", Borger, "Oplysninger om borgeren kan blive vist for flere, end de må."},
	{"sag-17", Borger, "Sagen kan blive set af medarbejdere, der ikke må se den."},
	{"sag-18", Borger, "En sag, der skal holdes skjult, kan blive vist på borger.dk."},
	{"sag-20", Borger, "Nogle borgeres sager mangler på borger.dk, fra den dag, systemet tilsluttes."},
	{"journalnotat", Sagsbehandler, "Sagsbehandlere i andre systemer kan ikke se, hvad der er noteret på sagen."},
	{"dokument", Borger, "Breve og andre dokumenter kan ikke ses sammen med sagen."},
	{"organisation", Kommune, "Nogen skal taste enheder og medarbejdere ind i hånden, og igen, hver gang kommunen ændrer dem."},
	{"klassifikation", Kommune, "Nogen skal taste emnenumrene (KLE) ind i hånden, og sager får et forkert emne, når de glemmer det."},
	{"fjern", Kommune, "Når kommunen skifter system, bliver de gamle sager stående, og borgeren ser dem dobbelt."},
}
