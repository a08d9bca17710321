package conformant

// sagChanges are the things that can happen to a Sag.
func (s *subjectState) sagChanges(to *known) []func() []Part {
	return append(s.replacements(), s.additions(to)...)
}

// replacements take the place of what a Sag has, each from now on.
func (s *subjectState) replacements() []func() []Part {
	now := span{fra: s.now}
	return []func() []Part{
		func() []Part { // a new title; the key is told again
			old, ok := s.last(sagEgenskaber, "")
			if !ok {
				return nil
			}
			noegle := old.text("BrugervendtNoegle")
			if s.rarely() {
				noegle = s.numbered()
			}
			return s.succeeds(sagEgenskaber, "", s.sagEgenskaber(noegle, s.line(255), now))
		},
		func() []Part {
			old, ok := s.last(sagFremdrift, "")
			if !ok {
				return nil
			}
			next := map[string][]string{"Opstaaet": {"Oplyst", "Afgjort", "Afsluttet"}, "Oplyst": {"Afgjort", "Afsluttet"}, "Afgjort": {"Afsluttet"},
				"Afsluttet": {"Oplyst"}}[old.text("FremdriftStatusKode")]
			return s.succeeds(sagFremdrift, "", s.fremdrift(pick(s.source, next), now))
		},
		func() []Part { return s.succeeds(sagIndeks, "", s.sagIndeks(pick(s.source, foelsomhed), now)) },
		func() []Part { // AM-04
			if s.foreign() {
				return nil
			}
			return s.succeeds("Sagsaktoer", "Primær behandler", s.aktoer("Primær behandler", s.handler(), now))
		},
		func() []Part {
			return s.succeeds("Sagsaktoer", "Ansvarlig", s.aktoer("Ansvarlig", s.ownUnit(), now))
		},
		func() []Part {
			k := pick(s.source, s.emner)
			return s.succeeds("Sagsklasse", "Primær klasse", s.klasse("Primær klasse", Ref{UUID: k.uuid}, k, "KL emneplan", now))
		},
		func() []Part {
			k := pick(s.source, s.handlinger)
			return s.succeeds("Sagsklasse", "Handlingsklasse", s.klasse("Handlingsklasse", Ref{UUID: k.uuid}, k, "KLE - Handlingsfacet", now))
		},
	}
}

// additions are relations that begin, and those that end.
func (s *subjectState) additions(to *known) []func() []Part {
	now := span{fra: s.now}
	return []func() []Part{
		func() []Part { return []Part{s.journalnotat(now)} },
		func() []Part {
			if who, ok := s.someone(); ok {
				return []Part{s.part("Sekundær part", who, now)}
			}
			return nil
		},
		func() []Part {
			if s.foreign() {
				return nil
			}
			return []Part{s.aktoer("Andre behandlere", s.handler(), now)}
		},
		func() []Part { return s.over("Sagspart", "Sekundær part") },
		func() []Part { return s.over("Sagsaktoer", "Andre behandlere") },
		func() []Part { return s.over("Journalpost", "Journalnotat") },
		func() []Part { return s.over("Journalpost", "Tilakteret") },
		func() []Part {
			for _, id := range to.dokumenter {
				if s.fresh(id) {
					return []Part{s.enclosed("Tilakteret", id, to.exempt[id])}
				}
			}
			return nil
		},
		func() []Part {
			for _, id := range to.sager {
				if id != s.id && s.fresh(id) {
					return []Part{s.relation("Sagsrelation", "Andre sager", "Sag", Ref{UUID: id}, now, nil)}
				}
			}
			return nil
		},
	}
}

// dokChanges are the things that can happen to a Dokument.
func (s *subjectState) dokChanges(to *known) []func() []Part {
	now := span{fra: s.now}
	return []func() []Part{
		func() []Part {
			old, ok := s.last(dokEgenskaber, "")
			if !ok {
				return nil
			}
			typ := old.text("Type")
			if s.seldom() {
				typ = pick(s.source, dokumentTypes)
			}
			return s.succeeds(dokEgenskaber, "", s.dokEgenskaber(old.text("BrugervendtNoegle"), s.line(255), s.sensitivity(), typ, now))
		},
		func() []Part {
			old, ok := s.last(dokFremdrift, "")
			if !ok {
				return nil
			}
			for i, kode := range dokumentStates[:len(dokumentStates)-1] {
				if kode == old.text("FremdriftStatusKode") {
					return s.succeeds(dokFremdrift, "", s.fremdrift(dokumentStates[i+1], now))
				}
			}
			return nil
		},
		func() []Part {
			return s.succeeds("Dokumentaktoer", "Ansvarlig", s.aktoer("Ansvarlig", s.ownUnit(), now))
		},
		func() []Part {
			if s.foreign() {
				return nil
			}
			return s.succeeds("Dokumentaktoer", "Primær behandler", s.aktoer("Primær behandler", s.handler(), now))
		},
		func() []Part {
			k := pick(s.source, s.emner)
			return s.succeeds("Dokumentklasse", "Primær klasse", s.klasse("Primær klasse", Ref{UUID: k.uuid}, k, "", now))
		},
		func() []Part {
			if who, ok := s.someone(); ok {
				return []Part{s.part("Parter", who, now)}
			}
			return nil
		},
		func() []Part { return s.over("Dokumentpart", "Parter") },
		func() []Part {
			for _, id := range to.dokumenter {
				if id != s.id && s.fresh(id) {
					return []Part{s.relation("Dokumentrelation", "Andre dokumenter", "Dokument", Ref{UUID: id}, now, nil)}
				}
			}
			return nil
		},
	}
}

// over ends a relation that may end (AM-02): it is told again, with an end.
func (s *subjectState) over(name, rolle string) []Part {
	p, ok := s.last(name, rolle)
	if !ok || !p.Virkning.Fra.Before(s.now) {
		return nil
	}
	p.Virkning.Til, p.Virkning.Af = s.now, s.registrar
	return []Part{p}
}

// shred removes a relation physically (AM-03), one that need not be there.
func (s *subjectState) shred() (Message, bool) {
	for _, of := range [][2]string{{"Sagspart", "Sekundær part"}, {"Sagsaktoer", "Andre behandlere"}, {"Journalpost", "Journalnotat"}} {
		p, ok := s.last(of[0], of[1])
		if !ok {
			continue
		}
		for i := range s.parts {
			if s.parts[i].key() == p.key() {
				s.parts[i].Rolle += " (væk)"
			}
		}
		return Message{Operation: Kasser, Objects: []Object{{Type: Sag, UUID: s.id, Registrations: []Registration{{At: s.now, Parts: []Part{p}}}}}}, true
	}
	return Message{}, false
}

// foreign reports whether the object has been given away to the neighbour.
func (s *subjectState) foreign() bool {
	name := "Sagsaktoer"
	if s.object == Dokument {
		name = "Dokumentaktoer"
	}
	p, ok := s.last(name, "Ejer")
	return ok && p.Ref == s.neighbour.ref
}

// ownUnit is a unit of whoever owns the object now.
func (s *subjectState) ownUnit() party {
	if s.foreign() {
		return s.strange[0]
	}
	return pick(s.source, s.units)
}
