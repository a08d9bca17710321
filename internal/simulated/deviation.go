package simulated

// Flaw is one thing that a system does wrong.
type Flaw string

// The deviations that can be switched on, by the capability that shows them.
const (
	// Sag
	LeavesOutPart         Flaw = "uden-primaer-part"                // a new case is sent without its part
	KeepsTitle            Flaw = "retter-ikke-titel"                // a corrected title is sent as it was
	NeverCloses           Flaw = "lukker-ikke"                      // a closing stays in the system
	PassiveWithoutHistory Flaw = "passiv-uden-historik"             // a closed case is sent with its last state only
	SkipsStates           Flaw = "springer-tilstande-over"          // a state between the first and the last is not sent as a state
	MergesChanges         Flaw = "samler-til-en"                    // of the changes held back only the last is sent
	GapBetweenUnits       Flaw = "hul-ved-enhedsskift"              // the new unit begins a day after the old one ended
	GapBetweenCaseworkers Flaw = "hul-ved-overdragelse"             // the new caseworker begins a day after the old one ended
	PartAsPrimary         Flaw = "part-som-primaer"                 // a secondary part is sent as the primary one
	KeepsPart             Flaw = "afslutter-ikke-part"              // a part that has ended is not ended
	EndsInsteadOfDeleting Flaw = "afslutter-i-stedet-for-at-slette" // a part that was a mistake is ended and stays
	ShowsClosedTitle      Flaw = "aabner-lukket-titel"              // the title that not everybody may see is sent as the one they may
	KeepsSensitivity      Flaw = "haever-ikke-foelsomhed"           // a case keeps its sensitivity
	ReversesOversag       Flaw = "vender-oversag-om"                // the case above is sent as the one below
	KeepsOwner            Flaw = "skifter-ikke-ejer"                // a case keeps its municipality
	CompanyByName         Flaw = "virksomhed-uden-cvr"              // a company is referred to by name, though its number is known
	LeavesOutAccess       Flaw = "uden-adgangsbegraensning"         // access is limited in the system only
	LeavesOutVisibility   Flaw = "uden-visningsklasse"              // a case is hidden in the system only
	SendsLate             Flaw = "sender-for-sent"                  // a corrected title waits for an hour
	LosesCases            Flaw = "bestand-med-huller"               // every fourth case is left behind
	// Journalnotat
	CutsNote        Flaw = "notat-afkortet"            // a note is cut after thirty characters
	SameIndex       Flaw = "notat-samme-indeks"        // every note of a case has the index 1
	AddsCorrection  Flaw = "notat-rettes-ved-siden-af" // a corrected note is sent as one more
	SendsLargeNote  Flaw = "stort-notat-sendes"        // a note is sent whatever its size
	LeavesOutReason Flaw = "uden-begrundelse"          // why a document is filed stays in the system
	NoteReplacesKLE Flaw = "notat-erstatter-kle"       // a note update brings a KLE number that is not the UUID's
	NoteTitlePrefix Flaw = "notat-titel-praefiks"      // a prefix in the note's title hints at a document
	// Dokument
	NeverFiles                Flaw = "dokument-uden-henvisning"    // a document is sent and no case refers to it
	LetterWithoutDate         Flaw = "brev-uden-dato"              // an incoming letter has no BrevDato
	SendingWithoutDate        Flaw = "afsendelse-uden-dato"        // a letter gets no BrevDato when it is sent
	InternalAsLetter          Flaw = "internt-notat-som-brev"      // an internal note is sent as a letter
	RevisionWithoutRelation   Flaw = "revision-uden-henvisning"    // a revision is a document of its own that nothing ties to the first
	AttachmentWithoutRelation Flaw = "bilag-uden-henvisning"       // an attachment is a document of its own that nothing ties to the letter
	SameTitleEverywhere       Flaw = "samme-titel-paa-begge-sager" // a document has one title, on every case
	ExemptWithoutTitle        Flaw = "undtaget-uden-lukket-titel"  // an exempt document has only the title that everybody may see
	KeepsDraft                Flaw = "udkast-bliver-udkast"        // the state of a document is never sent again
	LeavesBothCases           Flaw = "tages-af-begge-sager"        // a document that leaves one case leaves both
	KeepsDocument             Flaw = "dokument-slettes-ikke"       // a deleted document leaves its case and stays
	// Læs Organisation
	TypesUsers               Flaw = "indtaster-brugere"           // users are typed in, not read
	NeverRereadsOrganisation Flaw = "genlaeser-ikke-organisation" // says it has read, and has not
	KeepsUnitNames           Flaw = "beholder-enhedsnavne"        // a unit keeps the name it was first read with
	ReadsNewUnitsOnly        Flaw = "laeser-kun-nye-enheder"      // units that are known are not read again
	KeepsCaseworker          Flaw = "skifter-ikke-sagsbehandler"  // a case keeps the caseworker it began with
	KeepsUnit                Flaw = "skifter-ikke-enhed"          // a case keeps the unit it began with
	OneUnitForAll            Flaw = "en-enhed-til-alt"            // one UUID is used for every unit
	TypesUnits               Flaw = "indtaster-enheder"           // units and users are typed in, not read
	// Læs Klassifikation
	WrongFacet       Flaw = "forkert-facet"                 // the facet is another than the one asked for
	NeverRereadsKLE  Flaw = "genlaeser-ikke-klassifikation" // says it has read, and has not
	KeepsEndedClass  Flaw = "beholder-udgaaet-emne"         // a new number is sent with the UUID of its group
	KeepsClassTitles Flaw = "beholder-emnetitler"           // a class keeps the title it was first read with
	OneClassForAll   Flaw = "en-klasse-til-alt"             // every number is sent with the first class's UUID
	// Fjern entiteter
	ForgetsCase               Flaw = "glemmer-en-sag"                // the newest case is not removed
	LeavesDocuments           Flaw = "efterlader-dokumenter"         // removal leaves the documents behind
	SearchesTooWide           Flaw = "soeger-for-bredt"              // a removal by search finds every case of the municipality
	TakesDocuments            Flaw = "tager-dokumenterne-med"        // removal takes the documents though they were to stay
	SearchesEveryMunicipality Flaw = "soeger-i-alle-kommuner"        // a removal by search finds the cases of every customer
	LeavesReference           Flaw = "efterlader-henvisning"         // a deleted case is still referred to
	EmptySearchRemovesAll     Flaw = "tom-fjernelse-fjerner-alt"     // a second removal has nothing to name and removes everything
	ClosesInsteadOfRemoving   Flaw = "lukker-i-stedet-for-at-fjerne" // removal closes the cases
)
