package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/textfile"
)

// question is one that init asks, with what an empty line means and what an
// answer must be.
type question struct{ key, text, answer, wants string }

var questions = []question{
	{"navn", "Systemets korte navn (a-z, 0-9 og bindestreg; rapportens mappe hedder det)", "vores-system", "skriv det med a-z, 0-9 og bindestreg"},
	{"titel", "Systemets navn, som det skal stå i rapporten", "Vores system", "skriv et navn"},
	{"version", "Version", "1.0", "skriv en version"},
	{"leverandoer", "Leverandør", "Vores firma", "skriv et navn"},
	{"driver", "Adapteren: en adresse (http://…), exec:PROGRAM, eller person", "http://127.0.0.1:9000/handling",
		"skriv en adresse (http://…), exec:PROGRAM, eller person"},
	{"adresse", "Hvor klarmelds services skal svare jeres system", "127.0.0.1:8470", "skriv vært og port, fx 127.0.0.1:8470"},
	{"frist", "Hvor længe en ændring må være undervejs til indekset", "5m", "skriv en tid efter nul, fx 30s, 5m eller 1h"},
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

# Hvor længe adapteren må være om at svare på én handling; ellers 1m, eller fristen.
# adapterfrist: 2m

# De adresser, systemet selv sender fra; beskeder fra andre afvises og bedømmes ikke.
# Uden listen regnes alle for systemet.
# afsenderadresser: [10.1.2.3, 10.1.0.0/16]

# Sender systemet først senere, fx om natten? Ellers stopper kørslen efter tre
# ventetider uden trafik.
# vent: ja

# Læser systemet FK Organisation ad KOMBITs GraphQL? Det svarer klarmeld ikke på
# endnu, og Læs Organisation bliver ikke afprøvet.
# organisationVia: graphql

# Taler systemet OIO IDWS? Lav nøgler med klarmeld certs noegler; services svarer da på https.
# noegler: noegler

# De EntityID'er, det beder STS'en om tokens til; klarmeld preflight efterprøver dem.
# entityId:
#   - http://entityid.kombit.dk/service/sdi/sagdokumentindeks/6
#   - http://entityid.kombit.dk/service/klassifikation/7
#   - http://stoettesystemerne.dk/service/organisation/3

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

# Hvad I selv erklærer, at systemet kan, og hvornår: {tilbydes: ja, lovet: 2027-03-01}.
# Ét scenarie kan skille sig ud: sag-04: {tilbydes: nej, begrundelse: …}.
klarmelding:
  sag: {tilbydes: ja}
  journalnotat: {tilbydes: ja}
  dokument: {tilbydes: ja}
  organisation: {tilbydes: ja}
  klassifikation: {tilbydes: ja}
  fjern: {tilbydes: ja}

# Fund, som kommunen har accepteret for en tid.
# kendteFund: kendte.json
# borgerblik: borgerblik.json

# Kommunens ordliste: ord, som titler ikke skal have (schema: ordliste.schema.json).
# ordliste: ordliste.json

# De områder, systemet er til: grupper (trin-1, kle-15, kle-27, udbetaling-danmark) eller
# KLE-numre; de andre regnes da ikke for jeres.
# systemetErTil: [trin-1]

# Jeres afbildning fra sagens slags til KLE (schema: kle15.schema.json), og kommunens
# emneplan fra KL som XML.
# kle15: kle15.json
# kle: emneplan.xml

# Klarmeldingen kriterium for kriterium, fx efter SKI 02.19, i stedet for områderne ovenfor.
# kriterier: kriterier.json

# Hvordan kommunen klarer sig, til en mangel er rettet.
# indtil: indtil.json
`))

func initCommand() *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "init [FIL]",
		Short: "Skriv en profil (klarmeld.yaml) ved at spørge",
		Long: `Spørger, hvad der skal prøves, og skriver det i en profil med forklaringer. En tom
linje er det, der står i parentes, og et svar, som en profil ikke kan have, spørges
der om igen. Uden FIL skrives klarmeld.yaml; en fil, der er der allerede, røres ikke.`,
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
	if _, err := os.Lstat(file); err == nil {
		return taken(file)
	}
	// Nobody answers seven questions for nothing.
	if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
		return usage("mappen %s er der ikke; opret den, eller nævn en fil et andet sted", filepath.Dir(file))
	}
	answers, err := asked(in, out)
	if err != nil {
		return err
	}
	text, err := profileOf(answers)
	if err != nil {
		return harness(err)
	}
	if err := config.CheckProfile(file, text); err != nil {
		return usage("%w", err)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return taken(file)
	}
	if err != nil {
		return usage("%s kan ikke skrives: %w", file, err)
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Close()); err != nil {
		// Half a profile is none, and the next try must find nothing.
		return usage("%s kan ikke skrives: %w", file, errors.Join(err, os.Remove(file)))
	}
	say(out, "%s er skrevet. Nu: klarmeld preflight --profile %s\n", file, file)
	return nil
}

func taken(file string) error {
	return usage("%s findes allerede; flyt den, eller nævn en anden fil", file)
}

func profileOf(answers map[string]string) ([]byte, error) {
	var b bytes.Buffer
	err := profileText.Execute(&b, answers)
	return b.Bytes(), err
}

// asked asks the questions, and again where the answer is none that a profile may
// have. The end of the input answers the rest as an empty line does.
func asked(in io.Reader, out io.Writer) (map[string]string, error) {
	lines, answers := bufio.NewScanner(in), map[string]string{}
	for _, q := range questions {
		answers[q.key] = q.answer
	}
	for _, q := range questions {
		for refused := error(nil); ; {
			fmt.Fprintf(out, "%s [%s]: ", q.text, q.answer)
			more := lines.Scan()
			fmt.Fprintln(out)
			if err := lines.Err(); err != nil {
				return nil, usage("svaret kan ikke læses: %w", err)
			}
			if !more && refused != nil {
				return nil, usage("intet er skrevet: %w", refused)
			}
			answer := strings.TrimSpace(string(textfile.Unmarked(lines.Bytes())))
			if answer == "" {
				break
			}
			if refused = q.refuses(answers, answer); refused == nil {
				answers[q.key] = answer
				break
			}
			fmt.Fprintln(out, refused)
		}
	}
	return answers, nil
}

// refuses says why an answer cannot stand in a profile; nil when it can.
func (q question) refuses(answers map[string]string, answer string) error {
	if _, err := textfile.Text([]byte(answer)); err != nil {
		return fmt.Errorf("%s: svaret er ikke UTF-8", q.key)
	}
	tried := maps.Clone(answers)
	tried[q.key] = answer
	text, err := profileOf(tried)
	if err == nil {
		err = config.CheckProfile("klarmeld.yaml", text)
	}
	if err != nil {
		return fmt.Errorf("%s kan ikke være %q: %s", q.key, answer, q.wants)
	}
	return nil
}
