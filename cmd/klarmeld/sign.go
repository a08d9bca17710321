package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/foreign"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/seal"
	"klarmeld/internal/textfile"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// signOptions are the flags of klarmeld sign.
type signOptions struct {
	name, key, newKey, comment, commentFile, features, decision string
}

func signCommand() *cobra.Command {
	var o signOptions
	cmd := &cobra.Command{
		Use:   "sign MAPPE",
		Short: "Underskriv en rapport",
		Long: `Underskriver en rapport: testerens navn, bemærkninger og en Ed25519-nøgle sættes på
rapporten, som den er. MAPPE er den, rapport.json ligger i. Først efterprøves den
som med klarmeld verify; en rapport, der ikke holder, kan ikke underskrives.
Underskriften står i underskrift-N.json ved siden af rapporten; flere kan skrive under.

Med --afgoerelse FIL siger underskriveren også, hvad der er besluttet: godkendt med
forbehold, med betingelser og frister; bemærkninger til scenarier; udfald, der gøres om.
Maskinens dom og udfald står uændret ved siden af. Næste rapport siger, hvordan det er
gået med betingelserne. Skemaet er afgoerelse.schema.json.

En nøgle laves én gang: klarmeld sign --ny-noegle FIL. FIL er hemmelig; FIL.pub er
den, andre efterprøver underskriften med.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			out := cmd.OutOrStdout()
			switch {
			case o.newKey != "" && len(args) == 0:
				return makeKey(o.newKey, out)
			case len(args) == 0:
				return usage("sig, hvilken rapport der skal underskrives, eller lav en nøgle med --ny-noegle FIL")
			}
			return o.sign(cmd.Context(), args[0], out)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.name, "navn", "", "navnet på den, der skriver under")
	f.StringVar(&o.key, "noegle", "", "fil med den private nøgle (Ed25519, PEM, PKCS #8)")
	f.StringVar(&o.comment, "kommentar", "", "bemærkninger til rapporten")
	f.StringVar(&o.commentFile, "kommentarfil", "", "en fil med bemærkninger til rapporten")
	f.StringVar(&o.decision, "afgoerelse", "", "en fil med en afgørelse: godkendt med forbehold, bemærkninger til scenarier, omgjorte udfald")
	f.StringVar(&o.features, "features", "", "de egne scenarier, der blev kørt")
	f.StringVar(&o.newKey, "ny-noegle", "", "lav en ny nøgle i denne fil, og den offentlige i FIL.pub")
	return cmd
}

// textOf reads a text file as people's tools write it.
func textOf(file string) ([]byte, error) {
	raw, err := foreign.ReadNamed(file, foreign.Small)
	if err != nil {
		return nil, err
	}
	text, err := textfile.Text(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return text, nil
}

func makeKey(path string, out io.Writer) error {
	print, err := seal.NewKey(path)
	if err != nil {
		return usage("%w", err)
	}
	say(out, "Nøglen står i %s (hemmelig) og %s.pub. Fingeraftryk: %s\n", path, path, print)
	tellGuard(out, "den hemmelige nøgle")
	return nil
}

func (o signOptions) sign(ctx context.Context, dir string, out io.Writer) error {
	if strings.TrimSpace(o.name) == "" || o.key == "" {
		return usage("en underskrift skal have --navn og --noegle")
	}
	if o.comment != "" && o.commentFile != "" {
		return usage("vælg --kommentar eller --kommentarfil")
	}
	comment := o.comment
	if o.commentFile != "" {
		raw, err := textOf(o.commentFile)
		if err != nil {
			return usage("kommentaren kan ikke læses: %w", err)
		}
		comment = string(raw)
	}
	raw, err := textOf(o.key)
	if err != nil {
		return usage("nøglen kan ikke læses: %w", err)
	}
	key, err := seal.ReadKey(raw)
	if err != nil {
		return usage("%s: %w", o.key, err)
	}
	// What is not there, verify tells of.
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		held, err := recording.Hold(dir)
		if err != nil {
			return usage("%w", err)
		}
		defer held.Release()
	}
	r, err := verification{features: o.features, out: out}.report(ctx, dir)
	if err != nil {
		return err
	}
	now := danishNow()()
	statement := seal.Statement{Name: privacy.Mask(strings.TrimSpace(o.name)), Comment: privacy.Mask(strings.TrimSpace(comment)), Signed: now.Format(time.RFC3339)}
	if statement.Decision, err = o.decided(r.System, now.Format(time.DateOnly)); err != nil {
		return err
	}
	file, err := reports.Sign(dir, r, statement, key)
	if err != nil {
		return usage("rapporten kan ikke underskrives: %w", err)
	}
	say(out, "✓ Underskrevet: %s\n", filepath.ToSlash(filepath.Join(dir, file)))
	return o.show(dir, out)
}

// decided reads the decision that is signed, as it fits the result; nil: there is
// none.
func (o signOptions) decided(s verdict.SystemResult, day string) (*verdict.Decision, error) {
	if o.decision == "" {
		return nil, nil
	}
	d, err := config.Decision(o.decision)
	if err != nil {
		return nil, usage("%w", err)
	}
	if wrong := d.Wrong(s, day); len(wrong) > 0 {
		return nil, usage("afgørelsen i %s passer ikke til rapporten:\n  %s", o.decision, strings.Join(wrong, "\n  "))
	}
	d = d.Resolved(s)
	return &d, nil
}

// show lets the table that the report stands in show the signature too, when it lies
// beside it, and says which page does not.
func (o signOptions) show(dir string, out io.Writer) error {
	if _, err := os.Stat(filepath.Join(dir, reports.PDFFile)); err == nil {
		say(out, "  %s er skrevet før underskriften og viser den ikke.\n", reports.PDFFile)
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return usage("%w", err)
	}
	run := filepath.Dir(whole)
	names, _, err := recording.Listed(run)
	if err != nil || !slices.Contains(names, filepath.Base(whole)+"/"+recording.ManifestFile) {
		return nil //nolint:nilerr // a report that lies alone is signed alone
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == reports.MatrixFile })
	for i, n := range names {
		names[i] = strings.TrimSuffix(n, "/"+recording.ManifestFile)
	}
	if err := reports.WriteMatrix(run, names); err != nil {
		return usage("rapporten er underskrevet, men oversigten kan ikke skrives om: %w", err)
	}
	return nil
}
