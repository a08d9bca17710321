package verdict

// OtherVerdict is what another policy than the run's own comes to, of the same run.
type OtherVerdict struct {
	Policy  string  `json:"policy"`
	Title   string  `json:"policyTitle"`
	Verdict Verdict `json:"verdict"`
	// Scenarios is how many scenarios it judges otherwise.
	Scenarios int `json:"scenarios"`
}

// ByOthers lets the result say what other policies come to, of what was seen. One with the
// ID of the result's own is that.
func (s *SystemResult) ByOthers(observed []Observed, expected map[CapabilityID]int, policies []Policy) {
	Capabilities().ByOthers(s, observed, expected, policies)
}

// ByOthers is that of SystemResult, for other columns than those of the published test.
func (all Columns) ByOthers(s *SystemResult, observed []Observed, expected map[CapabilityID]int, policies []Policy) {
	own := map[string]Outcome{}
	for _, c := range s.Capabilities {
		for _, x := range c.Scenarios {
			own[x.ID] = x.Outcome
		}
	}
	for _, p := range policies {
		if p.ID == s.Policy {
			continue
		}
		r := all.Fold(observed, expected, p)
		other := OtherVerdict{Policy: p.ID, Title: p.Title, Verdict: r.Verdict}
		for _, c := range r.Capabilities {
			for _, x := range c.Scenarios {
				if x.Outcome != own[x.ID] {
					other.Scenarios++
				}
			}
		}
		s.OtherVerdicts = append(s.OtherVerdicts, other)
	}
}

// Lacking is how much of the core columns a system does not offer.
type Lacking struct {
	Scenarios int // how many of them it does not offer
	LeftOpen  int // how many of those are optional
	Of        int // how many there are
}

// Lacking counts what the system does not offer.
func (s SystemResult) Lacking() Lacking {
	var out Lacking
	for _, c := range s.Capabilities {
		if c.Class == Supplementary {
			continue
		}
		for _, x := range c.Scenarios {
			if out.Of++; x.Offered() {
				continue
			}
			if out.Scenarios++; x.leavesOpen(x.Refused) {
				out.LeftOpen++
			}
		}
	}
	return out
}

// Refusing are the other policies by which the system is not approved, when it is by its
// own.
func (s SystemResult) Refusing() []OtherVerdict {
	if s.Verdict != Approved && s.Verdict != ApprovedWithRemarks {
		return nil
	}
	var out []OtherVerdict
	for _, o := range s.OtherVerdicts {
		if o.Verdict == NotApproved {
			out = append(out, o)
		}
	}
	return out
}

// Later is something that was given when a recording was judged again, and does not stand
// in it. The value is its stable ID in rapport.json.
type Later string

// What can be given later. No verdict rests on any of it.
const (
	LaterCriteria  Later = "klarmelding"
	LaterMeanwhile Later = "indtil"
)
