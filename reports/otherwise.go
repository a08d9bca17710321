package reports

import "klarmeld/internal/verdict"

// otherwise says what klarmeld's other policies come to, a line each.
func (l Language) otherwise(s verdict.SystemResult) []string {
	var out []string
	for _, o := range s.OtherVerdicts {
		word := l.text(o.Verdict.Name())
		switch o.Scenarios {
		case 0:
			out = append(out, l.t("Efter politikken %v: %v. Den dømmer alle scenarier som her.", o.Policy, word))
		case 1:
			out = append(out, l.t("Efter politikken %v: %v. Den dømmer ét scenarie anderledes.", o.Policy, word))
		default:
			out = append(out, l.t("Efter politikken %v: %v. Den dømmer %d scenarier anderledes.", o.Policy, word, o.Scenarios))
		}
	}
	return out
}

// unhindered says of a system between which and an approval nothing stands, how much it does
// not offer all the same, and who would refuse it.
func (l Language) unhindered(s verdict.SystemResult, remarks bool) []string {
	n, refusing := s.Lacking(), s.Refusing()
	var out []string
	switch {
	case n.Scenarios == 0 && len(refusing) == 0 && remarks:
		return []string{l.t("Ingenting: bemærkningerne nedenfor hindrer ikke en godkendelse.")}
	case n.Scenarios == 0 && len(refusing) == 0:
		return []string{l.t("Ingenting.")}
	case n.Scenarios > 0 && n.Scenarios == n.LeftOpen:
		out = append(out, l.t("Systemet tilbyder ikke %d af %d scenarier. De er valgfri.", n.Scenarios, n.Of))
	case n.Scenarios > 0:
		out = append(out, l.t("Systemet tilbyder ikke %d af %d scenarier. %d af dem skal ethvert system kunne.", n.Scenarios, n.Of, n.Scenarios-n.LeftOpen))
	}
	out = append(out, l.t("Politikken %v lader det passere som bemærkninger; de står nedenfor.", s.Policy))
	for _, o := range refusing {
		out = append(out, l.t("Politikken %v gør ikke: efter den er systemet %v.", o.Policy, l.t("ikke godkendt")))
	}
	return out
}
