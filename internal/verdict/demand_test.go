package verdict_test

import (
	"testing"

	"klarmeld/internal/verdict"
)

// TestOptional: what it costs not to offer what the rows leave open is what the policy
// says; one that does not say it makes no difference.
func TestOptional(t *testing.T) {
	of := func(optional string) verdict.Policy {
		p, err := verdict.ParsePolicy([]byte(`{"id": "p", "titel": "P", "kerne": ["sag"], "ikkeTilbudt": {"kerne": "fejl", "oevrige": "fejl"` + optional + `}}`))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	optional, partly := verdict.Demand{Kind: verdict.Optional}, verdict.Demand{Kind: verdict.Demanded, OptionalActions: []string{"knyt-oversag"}}
	for _, c := range []struct {
		policy  string
		demand  verdict.Demand
		refused string
		want    verdict.Outcome
		open    bool
	}{
		{"", verdict.Demand{}, "skift-ejer", verdict.Fail, false},
		{"", optional, "skift-ejer", verdict.Fail, false},
		{`, "valgfri": "bemaerkning"`, verdict.Demand{}, "skift-ejer", verdict.Fail, false},
		{`, "valgfri": "bemaerkning"`, verdict.Demand{Kind: verdict.Demanded}, "skift-ejer", verdict.Fail, false},
		{`, "valgfri": "bemaerkning"`, optional, "skift-ejer", verdict.Remark, true},
		{`, "valgfri": "bemaerkning"`, partly, "skift-ejer", verdict.Fail, false},
		{`, "valgfri": "bemaerkning"`, partly, "knyt-oversag", verdict.Remark, true},
		{`, "valgfri": "bemaerkning"`, partly, "", verdict.Fail, false},
		{`, "valgfri": "fejl"`, optional, "skift-ejer", verdict.Fail, true},
	} {
		for _, column := range []verdict.CapabilityID{verdict.Sag, verdict.Fjern} {
			o := verdict.Observed{ID: "a", Capability: column, Checks: 1, Exchanges: []int{1}, NotOffered: "nej", Refused: c.refused, Demand: c.demand}
			r := verdict.Fold([]verdict.Observed{o}, map[verdict.CapabilityID]int{column: 1}, of(c.policy))
			for _, cr := range r.Capabilities {
				for _, s := range cr.Scenarios {
					if s.NotOfferedAs != c.want || s.LeftOpen != c.open || s.Refused != c.refused || s.Kind != c.demand.Kind {
						t.Errorf("%+v in %s: %s, left open: %t", c, column, s.NotOfferedAs, s.LeftOpen)
					}
				}
			}
		}
	}
	if _, err := verdict.ParsePolicy(
		[]byte(`{"id": "p", "titel": "P", "kerne": ["sag"], "ikkeTilbudt": {"kerne": "fejl", "oevrige": "fejl", "valgfri": "harnessfejl"}}`)); err == nil {
		t.Error("a policy holds klarmeld's own failures against the vendor")
	}
}
