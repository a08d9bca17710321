package reports_test

import (
	"html"
	"io"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// TestNothingStandsBetween: that nothing stands between a system and an approval is only
// said of one that offers all, and that no policy of ours refuses.
func TestNothingStandsBetween(t *testing.T) {
	optional := notOffered(scenario("dokument-02", verdict.Dokument, "Valgfrit"), "nej")
	optional.Kind = verdict.Optional
	lacking := notOffered(scenario("dokument-01", verdict.Dokument, "Kræves"), "nej")
	should := scenario("sag-02", verdict.Sag, "Bør", finding(verdict.Remark, verdict.Sag, "relation.rolle-ukendt", "Ukendt rolle."))
	refused := []verdict.OtherVerdict{{Policy: "klarmelding", Title: "x", Verdict: verdict.NotApproved, Scenarios: 1}}
	const nothing, remarks = "Ingenting.", "Ingenting: bemærkningerne nedenfor hindrer ikke en godkendelse."
	const alleged = "Politikken klarmelding gør ikke: efter den er systemet ikke godkendt."
	for _, c := range []struct {
		name   string
		of     []verdict.Observed
		others []verdict.OtherVerdict
		said   []string
		unsaid []string
	}{
		{"all is right", nil, nil, []string{nothing}, []string{remarks, alleged, "tilbyder ikke"}},
		{"a should is broken", []verdict.Observed{should}, nil, []string{remarks}, []string{nothing, alleged, "tilbyder ikke"}},
		{"only the optional is not offered", []verdict.Observed{optional}, nil,
			[]string{"Systemet tilbyder ikke 1 af 7 scenarier. De er valgfri.", "Politikken pilot-2020 lader det passere"}, []string{"Ingenting", alleged}},
		{"something demanded is not offered", []verdict.Observed{optional, lacking}, refused,
			[]string{"Systemet tilbyder ikke 2 af 8 scenarier. 1 af dem skal ethvert system kunne.", alleged}, []string{"Ingenting"}},
		{"another policy refuses what is offered", []verdict.Observed{should}, refused, []string{alleged}, []string{"Ingenting", "Systemet tilbyder ikke"}},
	} {
		s := system(t, "et", "Et", append(good(), c.of...), nil)
		s.OtherVerdicts = c.others
		page := html.UnescapeString(written(t, func(w io.Writer) error { return reports.HTML(w, reports.Report{System: s}) }))
		_, said, _ := strings.Cut(page, `<h2 id="fund">`)
		said, _, _ = strings.Cut(said, "</section>")
		for _, x := range c.said {
			if !strings.Contains(said, x) {
				t.Errorf("%s: it does not say %q:\n%s", c.name, x, said)
			}
		}
		for _, x := range c.unsaid {
			if strings.Contains(said, x) {
				t.Errorf("%s: it says %q:\n%s", c.name, x, said)
			}
		}
	}
}
