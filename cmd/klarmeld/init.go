package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"text/template"

	"github.com/spf13/cobra"
)

// question is one that init asks, with what an empty line means.
type question struct{ key, text, answer string }

var questions = []question{
	{"navn", "Systemets korte navn (a-z, 0-9 og bindestreg; rapportens mappe hedder det)", "vores-system"},
	{"titel", "Systemets navn, som det skal stå i rapporten", "Vores system"},
	{"version", "Version", "1.0"},
	{"leverandoer", "Leverandør", "Vores firma"},
	{"driver", "Adapteren: en adresse (http://…), exec:PROGRAM, eller person", "http://127.0.0.1:9000/handling"},
	{"adresse", "Hvor klarmelds services skal svare jeres system", "127.0.0.1:8470"},
	{"frist", "Hvor længe en ændring må være undervejs til indekset", "5m"},
}

var profileText = template.Must(template.New("klarmeld.yaml").Parse(`# Profilen af det system, der prøves: klarmeld run --profile klarmeld.yaml
# Efterprøv den først: klarmeld preflight
system:
  navn: {{printf "%q" .navn}}
  titel: {{printf "%q" .titel}}
  version: {{printf "%q" .version}}
  leverandoer: {{printf "%q" .leverandoer}}
  # Nøglen på systemets IT-system i kommunens registre.
  itsystem: it-reference

# Sådan bedes systemet om at handle (docs/adapter.md).
driver: {{printf "%q" .driver}}

# Hvor klarmelds services svarer; sæt jeres system op til at sende hertil.
adresse: {{printf "%q" .adresse}}

# Hvor længe en ændring må være undervejs til indekset.
frist: {{printf "%q" .frist}}

# pilot-2020: det, der ikke tilbydes uden for Ajourfør Sag, er en bemærkning.
# klarmelding: det er en fejl.
politik: pilot-2020

# Jeres egen testkommune i stedet for Korsbæk (schema: kommune.schema.json).
# registre: kommune.json

# De rigtige UUID'er på roller; ellers bruges klarmelds pladsholdere.
# relationsklasser: roller.json

# Hvem i jeres testmiljø der spiller scenariernes borgere, enheder og brugere.
# De skal stå i registrene ovenfor.
# medvirkende:
#   Godtfred Lund: Test Testesen
#   Forebyggelsesteamet: Team Nord
#   Laura Sand: Sagsbehandler 1

# Hvad I selv erklærer, at systemet kan.
klarmelding:
  sag: {tilbydes: ja}
  journalnotat: {tilbydes: ja}
  dokument: {tilbydes: ja}
  organisation: {tilbydes: ja}
  klassifikation: {tilbydes: ja}
  fjern: {tilbydes: ja}

# Fund, som kommunen har accepteret for en tid.
# kendteFund: kendte.json
`))

func initCommand() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "init [FIL]",
		Short: "Skriv en profil (klarmeld.yaml) ved at spørge",
		Long: `Spørger, hvad der skal prøves, og skriver det i en profil med forklaringer. En tom
linje er det, der står i parentes. Uden FIL skrives klarmeld.yaml; en fil, der er
der allerede, røres ikke.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			file := append(args, "klarmeld.yaml")[0]
			in := cmd.InOrStdin()
			if all {
				in = strings.NewReader("")
			}
			return writeProfile(file, in, cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&all, "ja", false, "spørg ikke; tag det, der står i parentes")
	return cmd
}

func writeProfile(file string, in io.Reader, out io.Writer) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return usage("%s findes allerede; flyt den, eller nævn en anden fil", file)
	}
	if err != nil {
		return usage("%s kan ikke skrives: %w", file, err)
	}
	answers, err := asked(in, out)
	if err != nil {
		// The file was nobody's but ours, and is empty: the next try must find none.
		return errors.Join(err, f.Close(), os.Remove(file))
	}
	if err := errors.Join(profileText.Execute(f, answers), f.Close()); err != nil {
		return usage("%s kan ikke skrives: %w", file, err)
	}
	say(out, "%s er skrevet. Nu: klarmeld preflight --profile %s\n", file, file)
	return nil
}

// asked asks the questions. The end of the input answers the rest as an empty
// line does.
func asked(in io.Reader, out io.Writer) (map[string]string, error) {
	lines, answers := bufio.NewScanner(in), map[string]string{}
	for _, q := range questions {
		say(out, "%s [%s]: ", q.text, q.answer)
		answers[q.key] = q.answer
		if lines.Scan() && strings.TrimSpace(lines.Text()) != "" {
			answers[q.key] = strings.TrimSpace(lines.Text())
		}
		fmt.Fprintln(out)
		if err := lines.Err(); err != nil {
			return nil, usage("svaret kan ikke læses: %w", err)
		}
	}
	return answers, nil
}
