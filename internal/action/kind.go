package action

// Kind is what the system is asked to do.
type Kind string

// The actions (schema: fixtures/schemas/handling.schema.json).
const (
	OpretSag              Kind = "opret-sag"
	OverfoerPassivSag     Kind = "overfoer-passiv-sag"
	OverfoerBestand       Kind = "overfoer-bestand"
	RetSagstitel          Kind = "ret-sagstitel"
	SkiftTilstand         Kind = "skift-tilstand"
	LukSag                Kind = "luk-sag"
	SkiftEnhed            Kind = "skift-enhed"
	SkiftSagsbehandler    Kind = "skift-sagsbehandler"
	SkiftEjer             Kind = "skift-ejer"
	TilfoejPart           Kind = "tilfoej-part"
	AfslutPart            Kind = "afslut-part"
	SletPart              Kind = "slet-part"
	UndtagSag             Kind = "undtag-sag"
	SkiftFoelsomhed       Kind = "skift-foelsomhed"
	KnytOversag           Kind = "knyt-oversag"
	BeskytSag             Kind = "beskyt-sag"
	SkjulSag              Kind = "skjul-sag"
	SletSag               Kind = "slet-sag"
	HoldTilbage           Kind = "hold-tilbage"
	SendSamlet            Kind = "send-samlet"
	OpretJournalnotat     Kind = "opret-journalnotat"
	RetJournalnotat       Kind = "ret-journalnotat"
	TilfoejDokument       Kind = "tilfoej-dokument"
	SendDokument          Kind = "send-dokument"
	SkiftDokumenttilstand Kind = "skift-dokumenttilstand"
	NyRevision            Kind = "ny-revision"
	TilfoejBilag          Kind = "tilfoej-bilag"
	JournaliserDokument   Kind = "journaliser-dokument"
	TagDokumentAfSag      Kind = "tag-dokument-af-sag"
	SletDokument          Kind = "slet-dokument"
	LaesOrganisation      Kind = "laes-organisation"
	LaesKlassifikation    Kind = "laes-klassifikation"
	FjernAlt              Kind = "fjern-alt"
	OvertagSag            Kind = "overtag-sag"
)

// Reads reports whether the action is to read a register.
func (k Kind) Reads() bool { return k == LaesOrganisation || k == LaesKlassifikation }

// Known reports whether it is one of the actions.
func (k Kind) Known() bool {
	_, ok := names[k]
	return ok
}

// Name is the action in plain Danish, as it stands in a sentence: "at lukke
// sagen".
func (k Kind) Name() string {
	if n, ok := names[k]; ok {
		return n
	}
	return string(k)
}

var names = map[Kind]string{
	OpretSag:              "at oprette sagen",
	OverfoerPassivSag:     "at overføre den passive sag",
	OverfoerBestand:       "at overføre sin bestand af sager",
	RetSagstitel:          "at rette sagens titel",
	SkiftTilstand:         "at give sagen en ny tilstand",
	LukSag:                "at afslutte sagen",
	SkiftEnhed:            "at flytte sagen til en anden enhed",
	SkiftSagsbehandler:    "at give sagen en anden sagsbehandler",
	SkiftEjer:             "at overdrage sagen til en anden kommune",
	TilfoejPart:           "at tilføje en sekundær part",
	AfslutPart:            "at afslutte en parts forhold til sagen",
	SletPart:              "at slette en part, der aldrig har været det",
	UndtagSag:             "at undtage sagen fra offentlighed",
	SkiftFoelsomhed:       "at ændre sagens følsomhed",
	KnytOversag:           "at knytte sagen til en oversag",
	BeskytSag:             "at begrænse adgangen til sagen",
	SkjulSag:              "at skjule sagen for borgeren",
	SletSag:               "at slette sagen",
	HoldTilbage:           "at holde sine leverancer tilbage",
	SendSamlet:            "at sende det tilbageholdte i én leverance",
	OpretJournalnotat:     "at skrive journalnotatet",
	RetJournalnotat:       "at rette journalnotatet",
	TilfoejDokument:       "at tilføje dokumentet",
	SendDokument:          "at afsende dokumentet",
	SkiftDokumenttilstand: "at give dokumentet en ny tilstand",
	NyRevision:            "at lave en ny revision af dokumentet",
	TilfoejBilag:          "at tilføje et bilag til dokumentet",
	JournaliserDokument:   "at lægge dokumentet på endnu en sag",
	TagDokumentAfSag:      "at tage dokumentet af sagen",
	SletDokument:          "at slette dokumentet",
	LaesOrganisation:      "at læse FK Organisation igen",
	LaesKlassifikation:    "at læse FK Klassifikation igen",
	FjernAlt:              "at fjerne alle sine data",
	OvertagSag:            "at overtage en anden leverandørs sag",
}
