package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/proof"
	"klarmeld/reports"
)

// selfcheckCommand proves every rule.
func selfcheckCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "selfcheck [REGEL…]",
		Short: "Bevis, at hver regel finder det, den skal, og kun det",
		Long: `For hver regel afspilles samtaler, der overholder den, og samtaler, der bryder den,
over de samme services og den samme dommer som i en kørsel. Et brud er dræbt, når
reglen selv finder det, og ingen uvedkommende regel siger noget. Exitkoden er 0,
når alle er dræbt af den rette grund, ellers 70: så er fejlen klarmelds.
Med REGEL afprøves kun de regler.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			cases, stage, err := proofCases()
			if err != nil {
				return harness(err)
			}
			if cases, err = only(cases, args); err != nil {
				return err
			}
			r, err := stage.Prove(cmd.Context(), cases)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				r.Unproven = proof.Unproven(r)
			}
			if asJSON {
				err = writeJSON(cmd.OutOrStdout(), r)
			} else {
				err = reports.ProofConsole(cmd.OutOrStdout(), proofTable(r))
			}
			if err != nil {
				return harness(err)
			}
			if !r.Sound() {
				return harness(fmt.Errorf("regelsættet %s er ikke bevist: %d af %d brud er dræbt af den rette grund", r.Ruleset, r.Killed, r.Cases))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "skriv hele drabsmatricen som JSON")
	return cmd
}

// only keeps the cases of some rules; none named keeps them all.
func only(cases []proof.Case, rules []string) ([]proof.Case, error) {
	if len(rules) == 0 {
		return cases, nil
	}
	var out []proof.Case
	for _, id := range rules {
		n := len(out)
		for _, c := range cases {
			if c.Rule == id || c.Row == id {
				out = append(out, c)
			}
		}
		if len(out) == n {
			return nil, usage("der er intet at afprøve for %q.%s", id, near(anvisning.List(), id))
		}
	}
	return out, nil
}
