package simulated

// Deviation is one thing that a system does wrong.
type Deviation string

// The deviations that can be switched on, by the capability that shows them.
const (
	// Sag
	LeavesOutPart         Deviation = "uden-primaer-part"                // a new case is sent without its part
	KeepsTitle            Deviation = "retter-ikke-titel"                // a corrected title is sent as it was
	NeverCloses           Deviation = "lukker-ikke"                      // a closing stays in the system
	PassiveWithoutHistory Deviation = "passiv-uden-historik"             // a closed case is sent with its last state only
	SkipsStates           Deviation = "springer-tilstande-over"          // a state between the first and the last is not sent as a state
	MergesChanges         Deviation = "samler-til-en"                    // of the changes held back only the last is sent
	GapBetweenUnits       Deviation = "hul-ved-enhedsskift"              // the new unit begins a day after the old one ended
	GapBetweenCaseworkers Deviation = "hul-ved-overdragelse"             // the new caseworker begins a day after the old one ended
	PartAsPrimary         Deviation = "part-som-primaer"                 // a secondary part is sent as the primary one
	KeepsPart             Deviation = "afslutter-ikke-part"              // a part that has ended is not ended
	EndsInsteadOfDeleting Deviation = "afslutter-i-stedet-for-at-slette" // a part that was a mistake is ended and stays
	ShowsClosedTitle      Deviation = "aabner-lukket-titel"              // the title that not everybody may see is sent as the one they may
	KeepsSensitivity      Deviation = "haever-ikke-foelsomhed"           // a case keeps its sensitivity
	ReversesOversag       Deviation = "vender-oversag-om"                // the case above is sent as the one below
	KeepsOwner            Deviation = "skifter-ikke-ejer"                // a case keeps its municipality
	CompanyByName         Deviation = "virksomhed-uden-cvr"              // a company is referred to by name, though its number is known
	LeavesOutAccess       Deviation = "uden-adgangsbegraensning"         // access is limited in the system only
	LeavesOutVisibility   Deviation = "uden-visningsklasse"              // a case is hidden in the system only
	SendsLate             Deviation = "sender-for-sent"                  // a corrected title waits for an hour
	LosesCases            Deviation = "bestand-med-huller"               // every fourth case is left behind
	// Journalnotat
	CutsNote        Deviation = "notat-afkortet"            // a note is cut after thirty characters
	SameIndex       Deviation = "notat-samme-indeks"        // every note of a case has the index 1
	AddsCorrection  Deviation = "notat-rettes-ved-siden-af" // a corrected note is sent as one more
	SendsLargeNote  Deviation = "stort-notat-sendes"        // a note is sent whatever its size
	LeavesOutReason Deviation = "uden-begrundelse"          // why a document is filed stays in the system
	NoteReplacesKLE Deviation = "notat-erstatter-kle"       // a note update brings a KLE number that is not the UUID's
	NoteTitlePrefix Deviation = "notat-titel-praefiks"      // a prefix in the note's title hints at a document
	// Dokument
	NeverFiles                Deviation = "dokument-uden-henvisning"    // a document is sent and no case refers to it
	LetterWithoutDate         Deviation = "brev-uden-dato"              // an incoming letter has no BrevDato
	SendingWithoutDate        Deviation = "afsendelse-uden-dato"        // a letter gets no BrevDato when it is sent
	InternalAsLetter          Deviation = "internt-notat-som-brev"      // an internal note is sent as a letter
	RevisionWithoutRelation   Deviation = "revision-uden-henvisning"    // a revision is a document of its own that nothing ties to the first
	AttachmentWithoutRelation Deviation = "bilag-uden-henvisning"       // an attachment is a document of its own that nothing ties to the letter
	SameTitleEverywhere       Deviation = "samme-titel-paa-begge-sager" // a document has one title, on every case
	ExemptWithoutTitle        Deviation = "undtaget-uden-lukket-titel"  // an exempt document has only the title that everybody may see
	KeepsDraft                Deviation = "udkast-bliver-udkast"        // the state of a document is never sent again
	LeavesBothCases           Deviation = "tages-af-begge-sager"        // a document that leaves one case leaves both
	KeepsDocument             Deviation = "dokument-slettes-ikke"       // a deleted document leaves its case and stays
	// Læs Organisation
	TypesUsers               Deviation = "indtaster-brugere"           // users are typed in, not read
	NeverRereadsOrganisation Deviation = "genlaeser-ikke-organisation" // says it has read, and has not
	KeepsUnitNames           Deviation = "beholder-enhedsnavne"        // a unit keeps the name it was first read with
	ReadsNewUnitsOnly        Deviation = "laeser-kun-nye-enheder"      // units that are known are not read again
	KeepsCaseworker          Deviation = "skifter-ikke-sagsbehandler"  // a case keeps the caseworker it began with
	KeepsUnit                Deviation = "skifter-ikke-enhed"          // a case keeps the unit it began with
	OneUnitForAll            Deviation = "en-enhed-til-alt"            // one UUID is used for every unit
	TypesUnits               Deviation = "indtaster-enheder"           // units and users are typed in, not read
	// Læs Klassifikation
	WrongFacet       Deviation = "forkert-facet"                 // the facet is another than the one asked for
	NeverRereadsKLE  Deviation = "genlaeser-ikke-klassifikation" // says it has read, and has not
	KeepsEndedClass  Deviation = "beholder-udgaaet-emne"         // a new number is sent with the UUID of its group
	KeepsClassTitles Deviation = "beholder-emnetitler"           // a class keeps the title it was first read with
	OneClassForAll   Deviation = "en-klasse-til-alt"             // every number is sent with the first class's UUID
	// Fjern entiteter
	ForgetsCase               Deviation = "glemmer-en-sag"                // the newest case is not removed
	LeavesDocuments           Deviation = "efterlader-dokumenter"         // removal leaves the documents behind
	SearchesTooWide           Deviation = "soeger-for-bredt"              // a removal by search finds every case of the municipality
	TakesDocuments            Deviation = "tager-dokumenterne-med"        // removal takes the documents though they were to stay
	SearchesEveryMunicipality Deviation = "soeger-i-alle-kommuner"        // a removal by search finds the cases of every customer
	LeavesReference           Deviation = "efterlader-henvisning"         // a deleted case is still referred to
	EmptySearchRemovesAll     Deviation = "tom-fjernelse-fjerner-alt"     // a second removal has nothing to name and removes everything
	ClosesInsteadOfRemoving   Deviation = "lukker-i-stedet-for-at-fjerne" // removal closes the cases
)
