package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"klarmeld/features"
	"klarmeld/fixtures"
	"klarmeld/internal/config"
	"klarmeld/internal/foreign"
	"klarmeld/internal/recording"
	"klarmeld/internal/schema"
	"klarmeld/internal/services"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
	"klarmeld/steps"
)

// runOptions are the flags of klarmeld run.
type runOptions struct {
	system, policy, out string
	municipality, roles string
	fixtures, wsdl      string
	json, wire          bool
	driver, itSystem    string // of a real system
	runID               string // "": names without one, as a system of ours has them
	nonce               string // "": a new one, or of a system of ours always the same
	title, addr         string
	deadline            time.Duration
	adapterLimit        time.Duration // 0: a minute, or the deadline when that is longer
	patient             bool          // the run goes on though nothing comes
	features            string
	only, forms         []string
	variant             []string // of the reference system, which are played together
	language            reports.Language
	since               string
	pdf                 bool
	resume              bool
	known               string
	accepted            []verdict.Known // what is in it
	citizens            string          // the file that says how the municipality shows cases to citizens
	lists               listFlags
	given               trial.Lists // what is in them
	promise             promiseOptions
	profile             string
	secure              secureOptions
	opened              runKeys
	entities            []string               // that the profile says the system asks for tokens for
	said                func(flag string) bool // on the line, or in the profile
	parts               map[string]string
	senders             []string // the system's own addresses; empty: whoever sends is it
	script              *steps.Script
	declared            []byte
	otherRoads          []verdict.CapabilityID // which cannot be tried: the system reads by one that klarmeld does not serve
	in                  io.Reader              // the person's, when a person moves the system
	screen              io.Writer
}

// defaultItSystem is the key of a real system's IT system where nothing is said.
const defaultItSystem = "it-reference"

func runCommand() *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Kør compliancetesten og skriv rapporten",
		Long: `Kører compliancetesten og skriver rapporten.

Uden --system køres de tre simulerede systemer, og exitkoden er 0. For ét system
er exitkoden 0 godkendt, 10 godkendt med bemærkninger, 20 ikke godkendt,
30 ufuldstændig, 64 forkert brug, 70 fejl i klarmeld selv, 75 fejl i adapteren. Den,
der afbryder, får 129, 130 eller 143. Med --loefte er den også 20, når et løfte er
forfaldent og ikke holdt.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.refuse(cmd); err != nil {
				return err
			}
			if slices.Equal(o.variant, []string{variantList}) {
				return listVariants(cmd.OutOrStdout())
			}
			people := cmd.OutOrStdout()
			if o.json {
				people = cmd.ErrOrStderr() // standard output is the result's alone
			}
			o.in, o.screen = cmd.InOrStdin(), &screen{to: people}
			return runAll(cmd.Context(), o, cmd.OutOrStdout())
		},
	}
	o.flags(cmd)
	return cmd
}

// refuse reads all that the flags and the profile name, before anything is opened
// or moved, and refuses what cannot be.
func (o *runOptions) refuse(cmd *cobra.Command) error {
	if err := o.fromProfile(cmd.Flags().Changed); err != nil {
		return err
	}
	if o.deadline <= 0 {
		return usage("--frist er %s; skriv en tid efter nul, fx 30s, 5m eller 1h", o.deadline)
	}
	if err := o.identified(); err != nil {
		return err
	}
	if err := o.openKeys(); err != nil {
		return err
	}
	var err error // what is played is read before anything is opened or moved
	if o.script, err = newScript(o.features, o.only, o.parts, o.secured()); err != nil {
		return err
	}
	return o.ready(cmd.Context(), cmd.OutOrStdout())
}

// flags are those of klarmeld run.
func (o *runOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.system, "system", "", "kør kun dette system: "+strings.Join(fixtures.Names("vendors"), ", "))
	f.StringSliceVar(&o.variant, "variant", nil,
		"kør en variant af referencesystemet, fx hele-sekunder, eller flere på én gang; --variant liste viser dem alle, tilladte og forkerte")
	f.StringVar(&o.policy, "policy", "pilot-2020", "godkendelsespolitik: "+strings.Join(fixtures.Names("policies"), ", ")+" eller en fil")
	f.StringVar(&o.out, "out", "klarmeld-rapport", "mappe til rapporten")
	registerFlags(cmd, &o.municipality, &o.fixtures)
	f.StringVar(&o.roles, "relationsklasser", "", "egen liste over relationsklasser")
	contractsFlag(cmd, &o.wsdl)
	f.BoolVar(&o.json, "json", false, "skriv hele resultatet som JSON på standard output")
	f.StringVar(&o.profile, "profile", "", "jeres klarmeld.yaml; flag på linjen går forud for den")
	f.StringVar(&o.driver, "driver", "", "prøv et rigtigt system: adressen på dets adapter (http://…), exec:PROGRAM, eller person (en, der sidder ved systemet)")
	f.StringVar(&o.addr, "addr", "127.0.0.1:8470", "hvor klarmelds services svarer det rigtige system")
	secureFlags(cmd, &o.secure)
	f.StringVar(&o.title, "titel", "", "det rigtige systems navn, som det står i rapporten")
	f.StringVar(&o.itSystem, "itsystem", defaultItSystem, "nøglen på det rigtige systems IT-system i kommunens registre")
	f.StringVar(&o.runID, "koersel", "", "kørslens eget navn (1-20 af a-z og 0-9), som alle handlingers og sagers navne begynder med; ellers et tilfældigt")
	f.StringVar(&o.nonce, "nonce", "",
		"kørslens nonce, som optagelsens kæde begynder med (32-64 af 0-9 og a-f); en tester kan give den, så kørslen ikke kan være lavet før; ellers en tilfældig")
	f.DurationVar(&o.deadline, "frist", 5*time.Minute, "hvor længe en ændring må være undervejs til indekset")
	f.DurationVar(&o.adapterLimit, "adapterfrist", 0, "hvor længe adapteren må være om at svare på én handling; ellers 1m, eller --frist, når den er længere")
	f.BoolVar(&o.patient, "vent", false,
		fmt.Sprintf("kør videre, selv om systemet intet sender (det sender fx først om natten); ellers stopper kørslen efter %d ventetider i træk", mostSilent))
	f.StringVar(&o.features, "features", "", "egne scenarier: en mappe med .feature-filer")
	f.StringSliceVar(&o.only, "only", nil, "kun disse funktionsområder (sag), scenarier (sag-07) eller krav (krav:AM-02)")
	f.StringSliceVar(&o.forms, "form", nil, "skriv også rapporten på disse former: "+strings.Join(reports.FormNames(), ", "))
	o.lists.flags(cmd, insteadOfOurs)
	languageFlag(cmd, &o.language)
	pdfFlag(cmd, &o.pdf)
	f.StringVar(&o.since, "siden", "", "en tidligere rapports mappe, som rapporten sammenlignes med; ellers den seneste i --out")
	f.StringVar(&o.known, "kendte", "", "en fil med kendte fund; kørslen siger, hvad der er nyt")
	citizensFlag(cmd, &o.citizens)
	promiseFlags(cmd, &o.promise)
	f.BoolVar(&o.resume, "continue", false, "fortsæt en kørsel, der blev afbrudt")
	f.BoolVar(&o.wire, "wire", false, "brug rigtig HTTP på 127.0.0.1 i stedet for transporten i processen")
}

func runAll(ctx context.Context, o runOptions, out io.Writer) error {
	if err := o.accept(); err != nil {
		return err
	}
	setting, err := o.setting()
	if err != nil {
		return err
	}
	subjects, err := o.subjects()
	if err != nil {
		return err
	}
	if err := o.promises(subjects); err != nil {
		return err
	}
	setting.Meanwhile = o.promise.until
	folder, err := o.folder(ctx, subjects)
	if err != nil {
		return err
	}
	ground, err := setting.Ground()
	if err != nil {
		return usage("%w", err)
	}
	if err := o.script.On(ground.Registers); err != nil {
		return usage("%w", err)
	}
	if err := o.continued(subjects); err != nil {
		return err
	}
	o.tell(&setting, out)
	o.overTLS(&setting)
	all, err := stage.Run(ctx, setting, subjects, o.script, folder)
	if err != nil {
		return o.interrupted(staged(err), subjects)
	}
	if err := show(o, all, out); err != nil {
		return harness(err)
	}
	o.sayStopped(all)
	return outcome(o, all)
}

// accept reads the findings that somebody has accepted, and the lists that are given.
func (o *runOptions) accept() (err error) {
	if o.given, err = o.lists.begins(); err != nil || o.known == "" {
		return err
	}
	if o.accepted, err = config.Known(o.known); err != nil {
		return usage("%w", err)
	}
	return nil
}

// mostSilent is after how many waits in a row without any traffic a run is
// stopped.
const mostSilent = 3

// sayStopped says why a run was stopped before its end, and how to go on.
func (o runOptions) sayStopped(all verdict.RunResult) {
	for _, s := range all.Systems {
		switch s.StoppedBy() {
		case verdict.GapSilence:
			fmt.Fprintf(o.screen, `
Kørslen blev stoppet: %d gange i træk svarede systemet, at det var gjort, og der kom ingen trafik overhovedet.
  Sender det et andet sted hen, så sæt det op til http://%s, og kør igen (klarmeld preflight --besked ser efter).
  Sender det først senere, fx om natten, så giv det tid med --frist, eller prøv alligevel resten: samme kommando
  med --continue --vent går videre herfra. I profilen hedder det vent: ja.
`, mostSilent, o.addr)
		case verdict.GapAdapter:
			fmt.Fprint(o.screen, "\nKørslen blev stoppet: adapteren fejlede igen og igen. Ret den, og kør igen; rapporten siger, hvad den svarede.\n")
		}
	}
}

// tell lets a run say where its services answer, and how far it is.
func (o runOptions) tell(setting *stage.Setting, out io.Writer) {
	if !o.json {
		setting.Answers = func(url string) { say(out, "klarmelds services svarer på %s\n", url) }
	}
	if o.driver != "" {
		person := o.driver == "person" // the dialogue and a bar would write over each other
		l := lifeOf(o.screen, o.script.Played(), onScreen(o.screen) && !person, setting.Now)
		setting.Follow = func(t *trial.Trial) func() { return l.follow(t) }
	}
}

// setting is what the run is made on.
func (o runOptions) setting() (stage.Setting, error) {
	var none stage.Setting
	policy, err := config.Policy(o.policy)
	if err != nil {
		return none, usage("%w", err)
	}
	if o.municipality, err = registersAt(o.municipality, o.fixtures); err != nil {
		return none, err
	}
	raw, err := config.Neighbour()
	if err != nil {
		return none, harness(err)
	}
	neighbour, err := simulated.ParseProfile(raw)
	if err != nil {
		return none, harness(err)
	}
	contracts, err := offering(services.Ground{}, o.wsdl)
	if err != nil {
		return none, usage("%w", err)
	}
	own, err := builtIn()
	if err != nil {
		return none, err
	}
	citizens, err := citizensIn(o.citizens)
	if err != nil {
		return none, err
	}
	ground := func() (services.Ground, error) {
		g, err := groundOf(o.municipality, o.roles)
		if g.Contracts = contracts.Contracts; err != nil {
			return g, err
		}
		return o.opened.ground(g)
	}
	signer, err := o.opened.signer()
	if err != nil {
		return none, usage("%w", err)
	}
	return stage.Setting{Program: version(), Policy: policy, Ground: ground, Signer: signer, Fictive: o.municipality == "",
		Neighbour: neighbour, Validate: schema.Validate, Only: o.only, Parts: o.parts, OtherRoads: o.otherRoads, Known: o.accepted, Citizens: citizens,
		Lists: o.given, BuiltIn: own, Dir: o.out, TCP: o.wire, Resume: o.resume, Now: danishNow()}, nil
}

// folder is where the reports are written, when all that was asked of them can
// be had.
func (o runOptions) folder(ctx context.Context, subjects []stage.Subject) (reports.Folder, error) {
	var none reports.Folder
	forms, err := chosen(o.forms)
	if err != nil {
		return none, err
	}
	if o.pdf {
		if _, err := browser(); err != nil {
			return none, err
		}
	}
	var since *reports.Document
	for _, sub := range subjects {
		if since, err = sinceOf(o.since, sub.Name); err != nil {
			return none, err
		}
	}
	return reportFolder(ctx, o.out, forms, o.language, since, o.pdf), nil
}

// interrupted says how a run goes on that was ended before its end.
func (o runOptions) interrupted(err error, subjects []stage.Subject) error {
	if why := (stage.Unrecorded{}); errors.As(err, &why) {
		return unrecorded(err, why, true)
	}
	if why := (recording.Unwritten{}); errors.As(err, &why) && !errors.As(err, &stage.Mistake{}) {
		return unopened(err)
	}
	if !errors.Is(err, stage.ErrInterrupted) {
		return err
	}
	kept := filepath.Join(o.out, subjects[0].Name, recording.Subfolder)
	if len(subjects) > 1 {
		kept = o.out
	}
	return fmt.Errorf("%w. Det, der er optaget, ligger i %s; samme kommando med --continue fortsætter derfra", err, kept)
}

// outcome is the exit code: a failure of ours always counts, a verdict only
// when one system was asked for.
func outcome(o runOptions, all verdict.RunResult) error {
	several := o.system == "" && o.driver == "" && len(o.variant) == 0
	for _, s := range all.Systems {
		if s.Verdict == verdict.HarnessFailed || several && s.HarnessFailed() {
			return harness(fmt.Errorf("klarmeld fejlede selv i prøven af %s; se rapporten. Dommen regnes ikke systemet til last", s.Name))
		}
	}
	if several {
		return nil
	}
	if all.Systems[0].Verdict == verdict.AdapterFailed {
		return exit{exitAdapter,
			fmt.Errorf("adapteren fejlede i prøven af %s; se rapporten. Dommen regnes hverken systemet eller klarmeld til last", all.Systems[0].Name)}
	}
	if err := o.promise.broken(all.Systems[0]); err != nil {
		return err
	}
	if code := all.Systems[0].Verdict.ExitCode(); code != 0 {
		return exit{code: code}
	}
	return nil
}

// newScript reads the scenarios that are played: klarmeld's own, or a folder's. Those of
// the secured wire are among them only where messages are secured.
func newScript(folder string, only []string, parts map[string]string, secured bool) (*steps.Script, error) {
	from := fs.FS(features.Files)
	if secured {
		from = features.Secured
	}
	if folder != "" {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return nil, usage("--features %s er ingen mappe; nævn den mappe, jeres .feature-filer ligger i", folder)
		}
		from = foreign.FS(folder, foreign.Medium)
	}
	s, err := steps.NewScript(from, only, parts)
	if err != nil && folder != "" {
		return nil, usage("%s: %w", folder, err)
	}
	if err != nil && !secured {
		if _, other := steps.NewScript(features.Secured, only, parts); other == nil {
			return nil, usage("--only: scenarierne til %s spilles kun, når kørslen er sikret; kør med --sikkerhed observe eller enforce", verdict.Sikkerhed)
		}
	}
	if err != nil {
		return nil, usage("%w", err)
	}
	if !secured && s.Secured() {
		return nil, usage("%s: scenarierne til @%s kan kun spilles, når kørslen er sikret; "+
			"kør med --sikkerhed observe eller enforce, eller læg dem i en mappe for sig", folder, verdict.Sikkerhed)
	}
	return s, nil
}
