package steps

import (
	"context"
	"fmt"

	"klarmeld/internal/action"
	"klarmeld/internal/judge"
	"klarmeld/internal/trial"
)

var fjernSentences = []sentence{
	says(`et andet fagsystem i kommunen har sendt en sag`, "klarmeld spiller et nabosystem, der sender sin egen sag.",
		func(ctx context.Context) error {
			d, err := caseData(scene(ctx), "Aksel Ravn", "Byggetilladelse til carport", "Tage Holm", "Byggesagsteamet", "02.34.02")
			if err != nil {
				return err
			}
			return scene(ctx).Neighbour(ctx, d)
		}),
	says(`kommunen "([^"]*)" har sendt en sag fra det samme fagsystem`, "klarmeld spiller det samme fagsystem hos en anden kommune: samme Master, en anden ejer.",
		func(ctx context.Context, _ string) error {
			d, err := caseData(scene(ctx), "Viggo Lyng", "Sygedagpenge", "Karen Bech", "Sygedagpenge Nordbæk", "32.30.04")
			if err != nil {
				return err
			}
			return scene(ctx).Elsewhere(ctx, d)
		}),
	says(`kommunen skifter leverandør, og systemet fjerner sine data|systemet har fjernet sine data`,
		"Alt, hvad systemet har sendt, og kommunen ejer nu, også dokumenterne.",
		func(ctx context.Context) error { return removal(ctx, action.Data{Metode: action.MedUUID}) }),
	says(`kommunen skifter leverandør, og systemet fjerner sine data ved søgning`, "Som før, men med ét SoegUdtryk i stedet for sag for sag.",
		func(ctx context.Context) error { return removal(ctx, action.Data{Metode: action.MedSoegning}) }),
	says(`kommunen skifter leverandør, og systemet fjerner sine sager, men lader dokumenterne blive`, "EfterladSagsloeseDokumenter er true.",
		func(ctx context.Context) error {
			return removal(ctx, action.Data{Metode: action.MedUUID, EfterladDokumenter: true})
		}),
	says(`systemet fjerner sine data en gang til`, "Der er intet tilbage at fjerne. Systemet må gerne spørge igen.",
		func(ctx context.Context) error {
			return scene(ctx).Ask(ctx, action.FjernAlt, action.Data{Metode: action.MedUUID})
		}),
	says(`sagsbehandleren sletter den forrige sag`, "Den næstnyeste sag findes ikke længere i systemet.",
		func(ctx context.Context) error { return scene(ctx).AskRemovalOfPrevious(ctx, action.SletSag) }),
	says(`efterfølgeren sender den samme sag med sig selv som Master`, "klarmeld spiller det nye system, der importerer sagen med dens UUID.",
		func(ctx context.Context) error {
			d, err := caseData(scene(ctx), "Viggo Lyng", "Sygedagpenge", "Godtfred Lund", "Sygedagpengeteamet", "32.30.04")
			if err != nil {
				return err
			}
			return scene(ctx).Successor(ctx, d)
		}),
	claims(`er intet af det, systemet har sendt, tilbage i indekset`,
		"Hverken fra dette scenarie eller fra de tidligere. Det, en anden kommune er blevet ejer af, er dens og bliver.",
		func(ctx context.Context) error { return nothingLeft(scene(ctx)) }, ruleIntetTilbage),
	claims(`det andet fagsystems sag findes stadig i indekset`, "Nabosystemets sag er urørt.",
		func(ctx context.Context) error { return untouched(scene(ctx), "et andet fagsystem") }, judge.RuleOnlyOwn),
	claims(`den anden kommunes sag findes stadig i indekset`, "Den anden kommunes sag er urørt, skønt Master er den samme.",
		func(ctx context.Context) error {
			return untouched(scene(ctx), "det samme fagsystem hos en anden kommune")
		}, judge.RuleOnlyOwn),
	claims(`findes sagen ikke i indekset`, "Den er fjernet fysisk.",
		func(ctx context.Context) error { return gone(ctx, ruleSagSlettet, "Sagen", scene(ctx).SagUUID()) }, ruleSagSlettet),
	claims(`findes den forrige sag ikke i indekset`, "Den er fjernet fysisk.",
		func(ctx context.Context) error {
			return gone(ctx, ruleSagSlettet, "Den forrige sag", scene(ctx).PreviousSag())
		}, ruleSagSlettet),
	claims(`intet i indekset henviser til sagen`, "Ingen relation, der stadig gælder.",
		func(ctx context.Context) error { return unreferred(ctx, "sagen", scene(ctx).SagUUID()) }, ruleHenvisning),
	claims(`intet i indekset henviser til den forrige sag`, "Ingen relation, der stadig gælder.",
		func(ctx context.Context) error { return unreferred(ctx, "den forrige sag", scene(ctx).PreviousSag()) }, ruleHenvisning),
	claims(`tager indekset imod efterfølgerens sag`, "Sagen lå der ikke i forvejen.",
		func(ctx context.Context) error {
			answer := scene(ctx).SuccessorSaid()
			return scene(ctx).Claim(answer.Status == action.Done, ruleEfterfoelger, "Efterfølgeren kan ikke sende sagen: den ligger der stadig.",
				"statuskode 20", answer.Reason)
		}, ruleEfterfoelger),
	claims(`sagens Master er efterfølgeren`, "Det nye system kan nu ajourføre den.",
		func(ctx context.Context) error {
			return ofCase(ctx, func(s *view) error {
				return s.Claim(s.role(s.sag, "SagsitsystemRelation", "Master").Reference.UUID == s.SuccessorSystem(), ruleFjernMaster,
					"Sagens Master er ikke efterfølgeren.", s.SuccessorSystem(),
					s.role(s.sag, "SagsitsystemRelation", "Master").Reference.String())
			})
		}, ruleFjernMaster),
}

func removal(ctx context.Context, d action.Data) error {
	return scene(ctx).AskRemovalOfAll(ctx, d)
}

// nothingLeft claims that the index has none of what the system has sent, except
// what another system has since taken over, and what is another municipality's now:
// who changes system removes what is his.
func nothingLeft(s *trial.Scene) error {
	left, first := 0, ""
	for _, o := range s.SentBefore() {
		if s.Left(o.UUID) {
			if left++; first == "" {
				first = fmt.Sprintf("%s %s", o.Type, o.UUID)
			}
		}
	}
	return s.Claim(left == 0, ruleIntetTilbage, "Noget af det, systemet har sendt, er stadig i indekset.", "intet tilbage",
		fmt.Sprintf("%d objekter tilbage, det første: %s", left, first))
}

// untouched claims that what others have sent is still there.
func untouched(s *trial.Scene, whose string) error {
	for _, id := range s.NeighbourCases() {
		_, ok := s.Judge().Store().Get(id)
		if err := s.Claim(ok, judge.RuleOnlyOwn, "Systemet fjernede en sag, som "+whose+" havde sendt.", "kun systemets egne data for kommunen fjernes",
			"sagen "+id+" er væk"); err != nil {
			return err
		}
	}
	return nil
}
