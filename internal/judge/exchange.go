package judge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// exchange reads one exchange, applies it to the index as the index did, and
// tries every rule that bears on it. What klarmeld itself sent is applied but
// not judged.
func (j *Judge) exchange(e recording.Entry) {
	x := e.Exchange
	s := Seen{Entry: e}
	env, problem := soap.Of(x, contentType(x.Header))
	var done applied
	if problem == nil {
		s.Envelope = env
		done = j.apply(&s)
	}
	kept := j.kept(s)
	j.seen = append(j.seen, kept)
	if x.Sender == recording.SenderSystem && e.Action != "" {
		j.byAction[e.Action] = append(j.byAction[e.Action], kept)
	}
	if x.Sender != recording.SenderSystem {
		return
	}
	n := j.notes(e.Scenario)
	n.turn(j.keeping.box)
	n.Exchanges = append(n.Exchanges, e.Seq)
	if x.Method != "" && x.Method != "POST" {
		return // asking for the WSDL, or looking in with a browser, is no message
	}
	if x.ServiceID != recording.STS && !isIndex(x.ServiceID) {
		j.remember(e)
	} else if isIndex(x.ServiceID) && !slices.Contains(reading, x.Operation) && !s.again() {
		n.Message = e.Seq
	}
	if problem != nil && !slices.ContainsFunc(x.Notes, carrier) {
		n.Checks++
		j.problem(e, problem)
		return
	}
	if problem == nil && env.Notice != nil {
		j.problem(e, env.Notice)
	}
	if problem == nil {
		j.security(e, env)
	}
	begun := len(n.Findings)
	j.service(s)
	if problem != nil {
		n.Checks++
		return
	}
	if x.ServiceID == recording.SagDokumentIndeks && x.Operation != "" {
		j.message(s, done, begun)
	}
	if t, ok := index.TypeOf(x.ServiceID); ok && x.Operation != "" {
		n.Checks++
		j.lifecycle(s, t)
		j.discarding(s, t, done)
	}
}

// contentType is the header of that name, which says what the bytes are in. A
// capture may have it in any case.
func contentType(header map[string][]string) string {
	for _, name := range slices.Sorted(maps.Keys(header)) {
		if v := header[name]; strings.EqualFold(name, "Content-Type") && len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// carrier reports whether a note is of how the message came by HTTP: then its bytes
// are not what is wrong.
func carrier(n recording.Note) bool {
	return n.Code == soap.CodeMediaType || n.Code == soap.CodeCoding || n.Code == soap.CodeMTOM
}

// reading are the index's operations that change nothing.
var reading = []string{"fremsoeg", "laes", "list"}

// Reads reports whether an exchange asked for what is there, got it, and changed
// nothing: a register was read, or the index searched.
func Reads(x recording.Exchange) bool {
	return x.Status == 200 && x.Operation != "" && (!isIndex(x.ServiceID) || slices.Contains(reading, x.Operation))
}

// isIndex reports whether a service is one of the index's.
func isIndex(service recording.ServiceID) bool {
	_, ok := index.TypeOf(service)
	return ok || service == recording.SagDokumentIndeks
}

// apply changes the judge's index as the message changed the real one.
func (j *Judge) apply(s *Seen) applied {
	x := s.Entry.Exchange
	if !isIndex(x.ServiceID) || x.Status != 200 {
		return applied{}
	}
	if t, ok := index.TypeOf(x.ServiceID); ok {
		return j.operation(s, t)
	}
	switch x.Operation {
	case "importer", "opdater":
		done := j.applyMessage(s.Envelope, oio.FormatTime(x.Begun), x.Sender)
		s.Objekter, s.Statuses = done.objekter, done.statuses
		if !j.undated {
			done.came = x.Begun
		}
		return done
	case "fjern":
		j.removal(s)
	}
	return applied{}
}

// remember notes the UUIDs that a register told the system, and that it has
// read the register at all.
func (j *Judge) remember(e recording.Entry) {
	if e.Exchange.Status != 200 {
		return
	}
	j.readRegisters[e.Exchange.ServiceID.Register()] = true
	uuidsIn(e.Exchange.Reply, func(id string) {
		id = strings.ToLower(id)
		if _, ok := j.read[id]; !ok {
			j.read[id] = e.Seq
		}
	})
	objectsIn(e.Exchange.Reply, func(id string) { j.reread[strings.ToLower(id)] = e.Seq })
}

// outcome is how much weight a problem has.
func outcome(p *soap.Problem) verdict.Outcome {
	if p.Remark {
		return verdict.Remark
	}
	return verdict.Fail
}

func (j *Judge) problem(e recording.Entry, p *soap.Problem) {
	if e.Exchange.Truncated {
		p = soap.TooLarge()
	}
	j.Found(e.Scenario, verdict.Finding{
		Rule: p.Code, Outcome: outcome(p), Source: p.Source(), Message: p.Message, Expected: p.Expected, Actual: p.Actual, Fix: p.Fix,
		File: file(e), Line: p.Line, Exchange: e.Seq,
	})
}

// service judges how the service was called and how it answered.
func (j *Judge) service(s Seen) {
	e, x := s.Entry, s.Entry.Exchange
	_, inferred := index.TypeOf(x.ServiceID)
	line := 0
	if s.Envelope != nil {
		line = s.Envelope.Line(s.Envelope.Body)
	}
	for _, note := range x.Notes {
		if security.RuleID(note.Code).Known() {
			continue // what the guard refused is found in the message itself
		}
		f, ok := calling(note, x.Service, inferred)
		if !ok {
			f = verdict.Finding{Rule: note.Code, Outcome: verdict.Fail, Source: "WSDL for " + x.Service, Message: note.Text,
				Expected: "et kald, som tjenesten kan udføre",
				Actual:   fmt.Sprintf("HTTP %d på %s", x.Status, x.Path), Fix: turnedAway(note.Code)}
		}
		f.File, f.Line, f.Exchange = file(e), line, e.Seq
		j.Found(e.Scenario, f)
	}
	if s.Envelope != nil {
		j.tellAgain(s)
	}
	shown := newViews()
	for i, st := range s.Statuses {
		if st.Kode != index.StatusOK && !st.Cause.Again() {
			j.Found(e.Scenario, refusal(s, i, shown))
		}
	}
}

// refusal is what the index said no to: an object, or a whole search.
func refusal(s Seen, i int, shown *views) verdict.Finding {
	e, x, st := s.Entry, s.Entry.Exchange, s.Statuses[i]
	f := Refused(st)
	f.Source, f.File, f.Line, f.Exchange = x.Service+", StatusKode", file(e), s.Envelope.Line(s.Envelope.Body), e.Seq
	if i < len(s.Objekter) {
		f.Line, f.Path = s.Envelope.Line(s.Objekter[i].El), shown.path(s.Objekter[i].El)
	}
	if st.UUID != "" || x.Operation != "fjern" {
		return f
	}
	el := asking(s.Envelope.Body)("")
	f.Line, f.Path, f.Message, f.Fix = s.Envelope.Line(el), shown.path(el), fmt.Sprintf("Indekset afviste %s med statuskode %d: %s.", x.Operation, st.Kode,
		strings.TrimSuffix(st.Tekst, ".")), "Læs statuskoden i svaret, og ret søgningen, så den siger det, der menes."
	switch {
	case st.Cause == index.CauseUnbound:
		f.Expected, f.Fix = "en SagUuid, eller et SoegUdtryk, der udvælger det, der skal fjernes",
			"Nævn det, der skal fjernes, ved dets SagUuid, eller giv SoegUdtryk mindst ét kriterium for det."
	case st.Kode == index.StatusNotFound:
		// Who removes page by page comes to the end so. What should have been
		// found and was not is seen where the scenario looks for it.
		f.Outcome = verdict.Information
	case st.Cause == index.CauseUnsupported:
		// What we do not support is not the vendor's fault.
		f.Outcome, f.Fix = verdict.NotTried, "Fjern på SagUuid eller med et enklere SoegUdtryk i denne prøve."
	}
	return f
}

// Refused is the finding of what the index said no to. Where it is, stands elsewhere.
func Refused(st index.Retur) verdict.Finding {
	return RuleRefused.Finding(fmt.Sprintf("Indekset afviste %s med statuskode %d: %s.", strings.TrimSpace(strings.ToLower(string(st.Type))+" "+st.UUID), st.Kode,
		strings.TrimSuffix(st.Tekst, ".")),
		"statuskode 20", fmt.Sprintf("statuskode %d", st.Kode))
}

// message tries the contract and the anvisninger on a message. The scenario's findings
// since begun are of the same exchange: how the index answered.
func (j *Judge) message(s Seen, done applied, begun int) {
	at := newPlace(file(s.Entry), s.Envelope.Document, s.Entry.Seq)
	n := j.notes(s.Entry.Scenario)
	n.Checks++
	mend := newMender(s.Envelope, len(s.Entry.Exchange.Request), j.roles, j.held())
	if j.unmended {
		mend.left = 0
	}
	deviations := outside(s.Envelope, s.Objekter)
	for i, o := range s.Objekter {
		if s.Statuses[i].Cause.Again() {
			continue
		}
		tally := anvisning.Check(o, j.surroundings(done, i))
		n.Checks += tally.Checks
		deviations = slices.Grow(deviations, len(tally.Deviations))
		for k := range tally.Deviations {
			deviations = append(deviations, lone{Deviation: &tally.Deviations[k], objekt: o, before: done.before[i]})
		}
	}
	mend.know(deviations)
	all := structure(s.Envelope)
	found := j.answered(s, at, n.Findings[begun:], len(all)+len(deviations))
	tool := toolOn(s.Envelope, all)
	column, _ := verdict.CapabilityOf(j.columns[s.Entry.Scenario])
	for _, v := range unsaid(unlessAgain(all, s), deviations) {
		f := mend.violation(v).on(mend.agreed(at.violation(v), v))
		f.Capability, f.Tool = j.columns[s.Entry.Scenario], tool.violation(v)
		found = append(found, newSaid(f, toldElsewhere, j.roles))
	}
	for i := range deviations {
		d := &deviations[i]
		f := mend.deviation(d.Deviation).on(at.deviation(d.Deviation))
		f.Capability, f.Tool = column.ID, tool.deviation(d.Deviation)
		if column.ReadingOnly && d.objekt.El != nil {
			f.Capability = Home(d.objekt, d.Del, j.roles)
		}
		found = append(found, newSaid(f, d, j.roles))
	}
	attribute(found)
	n.Findings = n.Findings[:begun]
	for i := range found {
		f := &found[i]
		if f.d.Standing {
			j.standing = append(j.standing, standing{scenario: s.Entry.Scenario, objekt: f.d.objekt, before: f.d.before, finding: f.Finding})
			continue
		}
		j.Found(s.Entry.Scenario, f.Finding)
	}
}

// answered are the findings of how the index answered a message, so placed that they may
// follow from what is wrong with it; with room for so many more.
func (j *Judge) answered(s Seen, at place, findings []verdict.Finding, more int) []said {
	broken := map[string]bool{} // objects that the index refused for their form
	for i, st := range s.Statuses {
		if st.Kode == index.StatusBadInput && i < len(s.Objekter) {
			broken[at.path(s.Objekter[i].El)] = true
		}
	}
	out := make([]said, 0, len(findings)+more)
	for _, f := range findings {
		x := newSaid(f, toldElsewhere, j.roles)
		x.badForm = f.Rule == RuleRefused.ID && broken[f.Path]
		out = append(out, x)
	}
	return out
}

func file(e recording.Entry) string { return "optagelse/" + e.Exchange.RequestFile }
