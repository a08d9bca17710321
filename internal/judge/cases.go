package judge

import (
	"klarmeld/internal/index"
	"klarmeld/internal/kle"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/omraader"
	"klarmeld/internal/recording"
)

// WithKLE lets the numbers of cases be held against an edition of KLE, whatever the
// recording has of one; nil: as the recording has.
func (j *Judge) WithKLE(e *kle.Edition) *Judge {
	if e != nil {
		j.edition = e
	}
	return j
}

// Cases are the cases that the system under test has sent and the index has taken, in the
// order they came: each with every pair of KLE number and facet that it has had.
func (j *Judge) Cases() []omraader.Sag {
	var out []omraader.Sag
	now, told := map[string]omraader.Sag{}, map[omraader.Sag]bool{}
	for _, s := range j.seen {
		if s.Entry.Exchange.Sender != recording.SenderSystem {
			continue
		}
		for i, o := range s.Brought() {
			if o.Type != oio.Sag || i >= len(s.Statuses) || s.Statuses[i].Kode != index.StatusOK {
				continue
			}
			c := j.classed(o, now[o.UUID])
			if now[o.UUID] = c; !told[c] && (c.KLE != "" || !o.Opdatering) {
				told[c] = true
				out = append(out, c)
			}
		}
	}
	return out
}

// classed is a case as a message leaves it.
func (j *Judge) classed(o oio.Objekt, c omraader.Sag) omraader.Sag {
	c.UUID = o.UUID
	for _, d := range o.Dele() {
		switch d.Kind {
		case oio.DelEgenskaber:
			if number := oio.Trim(oio.Text(oio.Child(d.El, "Sagsnummer"))); number != "" && c.Number == "" {
				c.Number = number
			}
		case "Sagsklasse":
			if d.Virkning.Til.Ok && !d.Virkning.Til.Uendelig {
				continue // it has ended
			}
			switch key := oio.Trim(d.Local("BrugervendtNoegle")); {
			case j.bears(d, "Primær klasse"):
				c.KLE = key
			case j.bears(d, "Handlingsklasse"):
				c.Facet = key
			}
		}
	}
	return c
}

// bears reports whether a part of a case has the role of a name.
func (j *Judge) bears(d oio.Del, role string) bool {
	k, known := j.roles.ByName(string(oio.Sag), d.Kind, municipality.ArtRolle, role)
	return known && oio.SameUUID(k.UUID, d.Rolle.UUID)
}
