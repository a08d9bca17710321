package trial

import (
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
)

// SentBefore are the objects that the system had imported when it was asked to remove
// all; those of the whole run when it was not. What others make in it while it removes,
// and after that, nobody has asked it to remove.
func (s *Scene) SentBefore() []oio.Objekt {
	var out []oio.Objekt
	for _, x := range s.trial.judge.Seen() {
		if s.removal != "" && x.Entry.Action == s.removal {
			break
		}
		if x.Entry.Exchange.Sender != recording.SenderSystem {
			continue
		}
		for i, o := range x.Brought() {
			if !o.Opdatering && x.Statuses[i].Kode == index.StatusOK {
				out = append(out, o)
			}
		}
	}
	return out
}
