package steps

import (
	"context"
	"fmt"
	"slices"

	"klarmeld/internal/action"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
)

// sikkerhedSentences are those of the secured wire. Only a run whose messages are
// secured has anything to say them of.
var sikkerhedSentences = []sentence{
	says(`systemets tokens er udløbet`, "klarmeld venter, til intet token, systemet har fået, gælder mere. I en prøve gælder de i fem minutter.",
		func(ctx context.Context) error { return scene(ctx).OutliveTokens(ctx) }),
	says(`kommunens serviceaftale med systemet er ophørt`, "STS'en siger nu nej (101), når systemet beder om et token til kommunen.",
		func(ctx context.Context) error { return scene(ctx).EndAgreement() }),
	says(`kommunens serviceaftale med systemet gælder igen`, "STS'en udsteder igen tokens til kommunen.",
		func(ctx context.Context) error { return scene(ctx).RenewAgreement() }),
	says(`sagsbehandleren forsøger at rette sagens titel til "([^"]*)"`,
		"Systemet bedes om det, mens det ikke kan sende. Det må gerne svare fejl, eller sende det, når det kan igen.",
		func(ctx context.Context, titel string) error {
			return scene(ctx).AttemptChange(ctx, action.RetSagstitel, action.Data{Titel: titel})
		}),
	says(`svarene fra FK Organisation bliver forvansket undervejs`, "klarmeld skifter en UUID i hvert svar ud med ingens, efter at svaret er underskrevet.",
		func(ctx context.Context) error { return scene(ctx).Tamper(recording.RegisterOrganisation) }),
	says(`svarene fra FK Organisation igen er, som de blev underskrevet`, "Intet svar ændres mere.",
		func(ctx context.Context) error { return scene(ctx).TamperNoMore() }),
	says(`systemet forsøger at læse FK Organisation igen`, "Systemet bedes læse, mens svarene ikke er til at stole på. Det må gerne svare fejl.",
		func(ctx context.Context) error {
			return scene(ctx).AttemptReading(ctx, action.LaesOrganisation, recording.RegisterOrganisation)
		}),
	says(`sagsbehandleren "(?P<bruger>[^"]*)" forsøger at oprette sagen "([^"]*)" for borgeren "(?P<borger>[^"]*)"`+place,
		"Som at oprette den, men systemet må gerne svare fejl, for det kan ikke slå op.",
		func(ctx context.Context, bruger, titel, borger, enhed, kle string) error {
			d, err := caseData(scene(ctx), bruger, titel, borger, enhed, kle)
			if err != nil {
				return err
			}
			return scene(ctx).AttemptCase(ctx, d)
		}),
	claims(`har hvert kald et token, som STS'en har udstedt til systemet`, "Hvert kald i scenariet, også opslagene.",
		func(ctx context.Context) error { return eachHasToken(scene(ctx)) }, ruleHarToken),
	claims(`intet kald er uden underskrift`, "Hvert kald i scenariet er underskrevet med den nøgle, tokenet er udstedt til.",
		func(ctx context.Context) error { return eachSigned(scene(ctx)) }, ruleUnderskrift),
	claims(`det, systemet sendte, bar et nyt token`, "Hvad der blev sendt i den seneste handling, bar tokens, som gjaldt, og som ikke var brugt før den.",
		func(ctx context.Context) error { return renewed(scene(ctx)) }, ruleFornyet),
	claims(`er intet token brugt hos en anden tjeneste end den, det er udstedt til`, "Hvert kalds token er udstedt til netop den tjeneste, det blev sendt til.",
		func(ctx context.Context) error { return eachAudience(scene(ctx)) }, ruleTokenTjeneste),
	claims(`har STS'en sagt nej til systemet`, "Systemet har bedt om et token, mens aftalen manglede, og fået fejlkode 101.",
		func(ctx context.Context) error { return saidNo(scene(ctx)) }, ruleSagtNej),
	claims(`systemet har intet sendt, mens aftalen manglede`, "Intet kald til nogen tjeneste, med eller uden token.",
		func(ctx context.Context) error { return nothingUnagreed(scene(ctx)) }, ruleUdenAftale),
	claims(`det, systemet svarede var udført, er i indekset`, "Har systemet svaret udført på det, det ikke kunne sende, skal det have sendt det siden.",
		func(ctx context.Context) error {
			return scene(ctx).Claim(scene(ctx).Kept(), ruleMeldtUdfoert,
				"Systemet svarede, at det var gjort, men det kunne ikke sendes, og det er heller ikke sendt siden.",
				"fejl, eller en ændring, der sendes, når det kan lade sig gøre", "udført, og intet i indekset")
		}, ruleMeldtUdfoert),
	claims(`indgår intet af det forvanskede i det, systemet sender`, "Den UUID, klarmeld satte ind, er ikke i noget kald derefter, heller ikke et opslag.",
		func(ctx context.Context) error { return nothingForged(scene(ctx)) }, ruleForvansket, ruleIntetForvansket),
}

// eachHasToken claims that every call of the scene bears a token that the STS gave the
// system.
func eachHasToken(s *trial.Scene) error {
	for _, c := range s.Calls() {
		_, issued := s.Issued(c.Token)
		err := s.Past(func() error {
			return s.Claim(issued, ruleHarToken, fmt.Sprintf("Et kald til %s har intet token, som STS'en har udstedt til systemet.", c.Service),
				"et token, hentet hos STS'en i denne kørsel", shownToken(c.Token))
		})
		if err != nil {
			return err
		}
	}
	return s.Claim(len(s.Calls()) > 0, ruleHarToken, "Systemet kaldte ingen tjeneste.", "kald med token", "ingen kald")
}

// eachSigned claims that every call of the scene is signed by the token's holder.
func eachSigned(s *trial.Scene) error {
	for _, c := range s.Calls() {
		err := s.Past(func() error {
			return s.Claim(c.Signed(), ruleUnderskrift, fmt.Sprintf("Et kald til %s er ikke underskrevet, så nogen kan have ændret det.", c.Service),
				"Body underskrevet med tokenets nøgle", "ingen underskrift, der holder")
		})
		if err != nil {
			return err
		}
	}
	return s.Claim(len(s.Calls()) > 0, ruleUnderskrift, "Systemet kaldte ingen tjeneste.", "kald med underskrift", "ingen kald")
}

// renewed claims that what the newest action brought bears tokens that are good, and that
// no message before it bore.
func renewed(s *trial.Scene) error {
	before, sent := map[string]bool{}, 0
	for _, c := range s.Judge().Calls() {
		if c.Action != s.LastAction() {
			before[c.Token] = true
			continue
		}
		sent++
		err := s.Past(func() error {
			return s.Claim(c.Token != "" && !before[c.Token] && c.At.Before(c.Until), ruleFornyet, "Systemet brugte ikke et nyt token, da det gamle var udløbet.",
				"et token, der er hentet siden", shownToken(c.Token))
		})
		if err != nil {
			return err
		}
	}
	return s.Claim(sent > 0, ruleFornyet, "Systemet kaldte ingen tjeneste.", "kald med et nyt token", "ingen kald")
}

// eachAudience claims that each token is used where it is for.
func eachAudience(s *trial.Scene) error {
	for _, c := range s.Calls() {
		a, issued := s.Issued(c.Token)
		err := s.Past(func() error {
			return s.Claim(issued && a.Audience == c.Audience, ruleTokenTjeneste, fmt.Sprintf("Et kald til %s bærer et token, der ikke er udstedt til den.", c.Service),
				c.Audience, shownAudience(a.Audience))
		})
		if err != nil {
			return err
		}
	}
	return s.Claim(len(s.Calls()) > 0, ruleTokenTjeneste, "Systemet kaldte ingen tjeneste.", "kald med token", "ingen kald")
}

func shownToken(id string) string {
	if id == "" {
		return "intet token"
	}
	return "tokenet " + id
}

func shownAudience(entity string) string {
	if entity == "" {
		return "intet token fra STS'en"
	}
	return entity
}

// saidNo claims that the STS has refused the system a token for want of an agreement.
func saidNo(s *trial.Scene) error {
	return s.Claim(slices.ContainsFunc(s.Asked(), judge.Asked.Refused), ruleSagtNej,
		"Systemet bad ikke om et token, mens aftalen manglede, så det kan ikke ses, hvad det gør ved et nej.", "en forespørgsel til STS, som svarer 101", "ingen")
}

// nothingUnagreed claims that the system called no service while it had no agreement.
func nothingUnagreed(s *trial.Scene) error {
	for _, c := range s.Calls() {
		err := s.Past(func() error {
			return s.Claim(!c.Unagreed, ruleUdenAftale, fmt.Sprintf("Systemet kaldte %s, skønt STS'en ikke gav det noget token.", c.Service),
				"intet kald, før aftalen gælder igen", shownToken(c.Token))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// nothingForged claims that the system has sent none of the UUIDs that klarmeld put into
// the replies that it got.
func nothingForged(s *trial.Scene) error {
	all := s.Forgeries()
	for _, f := range all {
		err := s.Past(func() error {
			return s.Claim(s.Judge().ActedOn(f.UUID) == 0, ruleForvansket, "Systemet brugte en UUID fra et svar, hvis underskrift ikke holder.",
				"et svar, der ikke bruges", "UUID'en "+f.UUID+" i det, systemet sendte derefter")
		})
		if err != nil {
			return err
		}
	}
	return s.Claim(len(all) > 0, ruleIntetForvansket,
		"Systemet læste intet i FK Organisation, mens svarene var forvanskede, så det kan ikke ses, om det ser efter underskriften.",
		"en læsning, hvis svar er forvansket", "ingen")
}
