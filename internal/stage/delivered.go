package stage

import (
	"bytes"
	"encoding/xml"
	"strings"
	"sync"
	"time"

	"klarmeld/internal/capture"
	"klarmeld/internal/delivery"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// Examiner judges each file of a delivery by itself: which messages are in it, and what is
// wrong with each. It is safe for concurrent use.
type Examiner struct {
	By judge.Beside
	// Ground is what the services stand on that a message of another one is sent to. It is
	// asked for when there is such a message.
	Ground func() (services.Ground, error)
	Held   string // which registers references are held against, in Danish; "" for none
	Across bool   // what messages say that others are held against is asked for

	others sync.Mutex // held while a message of another service is judged
	ground services.Ground
	known  *services.Services // nil until asked for
}

// Examined is a message that has been judged, or could not be.
type Examined struct {
	Name     string
	Findings []verdict.Finding
	Facts    judge.Facts
	Lost     bool // too little of it is there
}

// Examination is what there is to say of a file.
type Examination struct {
	Messages []Examined
	Aside    []capture.Aside
	Retries  int
	Err      error // why it could not be read; it is Danish
}

// IsOurs reports whether the local name of an element is that of a message to
// SagDokumentIndeks: no other service has one of its name.
func IsOurs(local string) bool { return strings.HasSuffix(local, "SagDokumentIndeksInput") }

// File judges what a file holds.
func (x *Examiner) File(f delivery.File) Examination {
	if look, local := capture.Look(f.Body); look == capture.One && IsOurs(local) {
		return Examination{Messages: []Examined{x.message(f.Name, f.Body)}}
	}
	if len(f.Body) > soap.MaxBytes {
		if start := bytes.TrimLeft(f.Body[:min(len(f.Body), 1024)], " \t\r\n\ufeff"); bytes.HasPrefix(start, []byte("<")) {
			return Examination{Messages: []Examined{x.message(f.Name, f.Body)}}
		}
		return Examination{Aside: []capture.Aside{{Name: f.Name, Why: capture.TooLarge}}}
	}
	return x.read(f)
}

// read judges what a file holds that is not one message to the index at the first look.
func (x *Examiner) read(f delivery.File) Examination {
	t, err := capture.Of(f.Body, f.Name, f.Name)
	if err != nil {
		return Examination{Err: err}
	}
	known, err := x.services()
	if err != nil {
		return Examination{Err: err}
	}
	t = t.Select(known)
	out := Examination{Aside: t.Aside, Retries: t.Retries}
	for _, m := range t.Messages {
		switch el := m.Element(); {
		case m.Loss == capture.LeftOut && m.Name == f.Name:
			out.Messages = append(out.Messages, x.message(m.Name, m.Body)) // the file is empty
		case m.Loss != capture.NoLoss:
			out.Messages = append(out.Messages, Examined{Name: m.Name, Findings: []verdict.Finding{lost(m)}, Lost: true})
		default:
			e, err := x.any(known, m, el)
			if err != nil {
				return Examination{Err: err}
			}
			out.Messages = append(out.Messages, e)
		}
	}
	return out
}

// any judges a message, by the service that it is for.
func (x *Examiner) any(known *services.Services, m capture.Message, el xml.Name) (Examined, error) {
	service, ok := known.ServiceFor(el)
	if !ok || service.ID == recording.SagDokumentIndeks {
		return x.message(m.Name, m.Body), nil
	}
	x.others.Lock()
	defer x.others.Unlock()
	found, _, err := OtherService(x.ground, m.Name, m.Body)
	return Examined{Name: m.Name, Findings: found, Facts: judge.Facts{Removes: judge.Removes(el)}}, err
}

// message judges a message to the index.
func (x *Examiner) message(name string, raw []byte) Examined {
	out, by := Examined{Name: name}, x.By
	if x.Across {
		by.Across = func(f judge.Facts) { out.Facts = f }
	}
	out.Findings = by.Check(name, raw)
	if by.Registers != nil {
		out.Findings = NameRegisters(out.Findings, x.Held)
	}
	return out
}

// services are the services that say which messages are theirs.
func (x *Examiner) services() (*services.Services, error) {
	x.others.Lock()
	defer x.others.Unlock()
	if x.known != nil {
		return x.known, nil
	}
	g, err := x.Ground()
	if err != nil {
		return nil, err
	}
	open, _, err := services.Open(g, recording.Run{}, recording.Discard{}, time.Now)
	if err != nil {
		return nil, err
	}
	x.ground, x.known = g, open
	return open, nil
}
