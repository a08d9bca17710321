package trial

import (
	"slices"
	"strings"

	"klarmeld/internal/action"
	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
)

// affected is what an action is about, as the index has it now.
type affected struct {
	*Scene
	data     action.Data
	sag, dok index.Stored
	forrige  string // UUID of the case before the newest
}

// outcomes say what an action should have led to in the index. That it has is what
// klarmeld waits for, and no more than that: what is found wrong is found by the
// scenario's sentences and the rules. An action that is not here is over when what
// could have done it has come.
var outcomes = map[action.Kind]func(affected) bool{
	action.RetSagstitel:  func(x affected) bool { return Latest(x.sag, oio.DelEgenskaber, "Titel") == x.data.Titel },
	action.LukSag:        func(x affected) bool { return x.state(x.sag, "Afsluttet") },
	action.SkiftTilstand: func(x affected) bool { return x.state(x.sag, x.data.Tilstand) },
	action.SkiftEnhed:    func(x affected) bool { return x.succeeded("Ansvarlig", municipality.OrganisationEnhed, x.data.Enhed) },
	action.SkiftEjer:     affected.owned,
	action.TilfoejPart:   func(x affected) bool { return len(Holding(x.parts())) > 0 },
	action.AfslutPart:    func(x affected) bool { return len(x.parts()) > 0 && len(Holding(x.parts())) == 0 },
	action.SletPart:      func(x affected) bool { return len(x.parts()) == 0 },
	action.KnytOversag: func(x affected) bool {
		return oio.SameUUID(x.Role(x.sag, "Sagsrelation", "Oversag").Reference.UUID, x.forrige)
	},
	action.BeskytSag:    func(x affected) bool { return len(x.sag.Af("Sikkerhedsprofil")) > 0 },
	action.SkjulSag:     func(x affected) bool { return len(x.Roles(x.sag, "Sagsklasse", "Visningsklasse")) > 0 },
	action.UndtagSag:    func(x affected) bool { return x.exempt() && Latest(x.sag, oio.DelEgenskaber, "Titel") == x.data.Titel },
	action.SletSag:      func(x affected) bool { return !x.there(x.sag) },
	action.SletDokument: func(x affected) bool { return !x.there(x.dok) && len(Holding(Refers(x.sag, x.DokumentUUID()))) == 0 },
	action.SkiftFoelsomhed: func(x affected) bool {
		return Latest(x.sag, "SagIndeksEgenskaber", "Foelsomhed") == x.data.Foelsomhed
	},
	action.SkiftSagsbehandler: func(x affected) bool {
		return x.succeeded("Primær behandler", municipality.Bruger, x.data.Sagsbehandler)
	},
	action.SendDokument: func(x affected) bool {
		return Latest(x.dok, oio.DelEgenskaber, "BrevDato") == x.data.Brevdato && x.state(x.dok, "Endeligt")
	},
	action.SkiftDokumenttilstand: func(x affected) bool { return x.state(x.dok, x.data.Tilstand) },
	action.JournaliserDokument:   func(x affected) bool { return len(Holding(Refers(x.sag, x.DokumentUUID()))) > 0 },
	action.TagDokumentAfSag:      func(x affected) bool { return len(Holding(Refers(x.sag, x.DokumentUUID()))) == 0 },
	action.OpretJournalnotat:     affected.noted,
}

// state reports whether the object's newest state is the one.
func (x affected) state(o index.Stored, kode string) bool {
	return Latest(o, oio.DelFremdrift, "FremdriftStatusKode") == kode
}

func (x affected) there(o index.Stored) bool {
	_, ok := x.trial.judge.Store().Get(o.UUID)
	return ok
}

// succeeded reports whether one of a role has taken another's place: it is the one
// that was named, and none of those before it holds still. Who is referred to by
// another name than a UUID is anybody, as long as it is somebody new.
func (x affected) succeeded(rolle string, kind municipality.ObjektKind, navn string) bool {
	all := x.Roles(x.sag, "Sagsaktoer", rolle)
	holding := Holding(all)
	if len(holding) != 1 {
		return false
	}
	o, known := x.Registers().ByName(kind, navn)
	if ref := holding[0].Reference; ref.UUID != "" && known {
		return oio.SameUUID(ref.UUID, o.UUID)
	}
	return len(all) > 1
}

// owned reports whether another municipality owns the case alone.
func (x affected) owned() bool {
	holding := Holding(x.Roles(x.sag, "Sagsaktoer", "Ejer"))
	owner, _ := x.Registers().Owner()
	return len(holding) == 1 && !oio.SameUUID(holding[0].Reference.UUID, owner.UUID) && !strings.EqualFold(holding[0].Reference.URN, cvrURN(x.Registers().CVR()))
}

// parts are the relations by which the citizen of the action is a part of the case
// besides the primary one.
func (x affected) parts() []oio.Del {
	primary, _ := x.trial.judge.Roles().ByName(string(oio.Sag), "Sagspart", "Rolle", "Primær part")
	var out []oio.Del
	for _, d := range x.sag.Af("Sagspart") {
		if x.data.Borger != nil && d.Reference.URN == cprURN(x.data.Borger.CPR) && !oio.SameUUID(d.Rolle.UUID, primary.UUID) {
			out = append(out, d)
		}
	}
	return out
}

func cprURN(cpr string) string { return "urn:oio:cpr-nr:" + cpr }

func (x affected) exempt() bool {
	return Latest(x.sag, oio.DelEgenskaber, "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst") == x.data.Hjemmel
}

// noted reports whether the case has a note of that title. The system may add to it.
func (x affected) noted() bool {
	return slices.ContainsFunc(x.sag.Af("Journalpost"), func(d oio.Del) bool {
		titel := oio.Text(oio.Path(d.El, "JournalpostEgenskaber", "JournalnotatEgenskaber", "Titel"))
		return strings.Contains(oio.Composed(titel), oio.Composed(x.data.Titel))
	})
}

// outcome is what an action about the scene's newest case and document should lead
// to; nil when nothing is known of it.
func (s *Scene) outcome(a action.Request) func() bool {
	return s.outcomeOf(a, newest(s.sager), newest(s.dokumenter))
}

func (s *Scene) outcomeOf(a action.Request, sag, dokument string) func() bool {
	led, ok := outcomes[a.Kind]
	if !ok {
		return nil
	}
	previous := s.PreviousSag()
	return func() bool {
		x := affected{Scene: s, data: a.Data, forrige: previous}
		x.sag, _ = s.trial.judge.Store().Get(sag)
		x.dok, _ = s.trial.judge.Store().Get(dokument)
		x.sag.UUID, x.dok.UUID = sag, dokument
		return led(x)
	}
}

// removed is the outcome of removing all: nothing that the system has sent and that
// is the municipality's still is in the index. It goes on from where it last found
// something, for each that is gone is gone.
func (s *Scene) removed(a action.Request) func() bool {
	left, at := s.trial.judge.Imported(recording.SenderSystem), 0
	return func() bool {
		for ; at < len(left); at++ {
			o := left[at]
			if o.Type == oio.Dokument && a.Data.EfterladDokumenter {
				continue
			}
			if s.Left(o.UUID) {
				return false
			}
		}
		return true
	}
}

// Left reports whether an object that the system has sent is in the index and is to
// be removed when the municipality changes vendor: nobody else has taken it over,
// and it is the municipality's now.
func (s *Scene) Left(uuid string) bool {
	o, there := s.trial.judge.Store().Get(uuid)
	return there && !s.TakenOver(uuid) && !s.trial.judge.StaysElsewhere(o)
}

// read is the outcome of reading a register: what has come or changed there during the
// scene has been read since. Of what has ended no reply need tell.
func (s *Scene) read(kind action.Kind) func() bool {
	return func() bool {
		for uuid := range s.altered {
			o, ok := s.Registers().Get(uuid)
			ours := (o.Kind == municipality.Klasse) == (kind == action.LaesKlassifikation)
			if ok && ours && !o.Ended() && !s.ReadSince(uuid) {
				return false
			}
		}
		return true
	}
}
