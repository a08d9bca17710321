package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"klarmeld/fixtures"
	"klarmeld/internal/config"
	"klarmeld/internal/driver"
	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/schema"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
)

func simulatedSubject(p simulated.Profile) stage.Subject {
	return stage.Subject{Name: p.Name, Title: p.Title, ItSystem: p.ItSystem, Deadline: p.Deadline(), Simulated: &p, Declared: p.Declared}
}

// subjects are the systems that are tested: a real one when a driver is given,
// else simulated ones.
func (o runOptions) subjects() ([]stage.Subject, error) {
	if o.driver != "" {
		return o.real()
	}
	if len(o.variant) > 0 {
		return o.varied()
	}
	names := fixtures.Names("vendors")
	if o.system != "" {
		if !slices.Contains(names, o.system) {
			return nil, usage("systemet %q kendes ikke; vælg et af: %s", o.system, strings.Join(names, ", "))
		}
		names = []string{o.system}
	}
	var out []stage.Subject
	for _, name := range names {
		raw, err := config.Vendor(name)
		if err != nil {
			return nil, harness(err)
		}
		profile, err := simulated.ParseProfile(raw)
		if err != nil {
			return nil, harness(err)
		}
		sub := simulatedSubject(profile)
		sub.Nonce = o.nonce
		out = append(out, sub)
	}
	return out, nil
}

// real is the system behind a driver.
func (o runOptions) real() ([]stage.Subject, error) {
	s := stage.Subject{Name: o.system, Title: o.title, ItSystem: o.itSystem, RunID: o.runID, Nonce: o.nonce, Deadline: o.deadline, Addr: o.addr,
		Declared: o.declared, Senders: o.senders}
	if s.Name == "" {
		s.Name = "leverandoer"
	}
	if s.Title == "" {
		s.Title = s.Name
	}
	if !o.patient {
		s.Silence = mostSilent
	}
	limit := o.adapterLimit
	if limit <= 0 {
		limit = max(time.Minute, o.deadline)
	}
	line, isProgram := strings.CutPrefix(o.driver, "exec:")
	switch {
	case o.driver == "person":
		person := driver.NewPerson(o.in, o.screen)
		// Who types a CPR number must see it; a pipe or a log must not.
		person.ShowCPR = onScreen(o.screen)
		s.Driver = person
	case isProgram:
		command, err := driver.Command(line)
		if err != nil {
			return nil, usage("--driver %q: %w", o.driver, err)
		}
		s.Driver = driver.NewExec(command, schema.Validate, limit, o.passedOver())
	case isAddress(o.driver):
		s.Driver = driver.NewHTTP(o.driver, http.DefaultTransport, schema.Validate, limit)
	default:
		return nil, noDriver(o.driver)
	}
	return []stage.Subject{s}, nil
}

func isAddress(driver string) bool {
	return strings.HasPrefix(driver, "http://") || strings.HasPrefix(driver, "https://")
}

// noDriver is said of what can be no driver.
func noDriver(driver string) error {
	return usage("--driver %q: skriv adressen på jeres adapter (http://127.0.0.1:9000/handling), exec:PROGRAM, eller person", privacy.Address(driver))
}

// passedOver tells of lines of the adapter's that are no answers: of the first
// ones, for a program may write thousands.
func (o runOptions) passedOver() func(string) {
	const most = 3
	told := 0
	return func(line string) {
		if told++; told > most {
			return
		}
		fmt.Fprintf(o.screen, "Adapteren skrev en linje, der ikke er et svar; den er sprunget over: %s\n", line)
		if told == most {
			fmt.Fprintln(o.screen, "Flere af den slags nævnes ikke. Adapterens egne meddelelser hører til på standard error.")
		}
	}
}

var runIDs = lazyregexp.New(`^[a-z0-9]{1,20}$`)

// identified gives the run an ID: a system that has been through a run before
// must not take this one's actions for those that it has performed.
func (o *runOptions) identified() error {
	if o.nonce != "" || o.said != nil && o.said("nonce") {
		if err := recording.CheckNonce(o.nonce); err != nil {
			return usage("--nonce: %w", err)
		}
	}
	switch {
	case o.runID != "" && !runIDs.MatchString(o.runID):
		return usage("--koersel %q: brug 1 til 20 af tegnene a-z og 0-9", o.runID)
	case o.runID != "" && o.driver == "":
		return usage("--koersel er for rigtige systemer (--driver); de simulerede husker ingen tidligere kørsel")
	case o.runID != "" && o.resume:
		return usage("--continue fortsætter under det navn, kørslen har; udelad --koersel")
	case o.runID == "" && o.driver != "":
		o.runID = "k" + strings.ToLower(rand.Text())[:7] // base32: a-z and 2-7; a letter first, so that it is no number
	}
	return nil
}

// fromProfile takes what the profile says where no flag says something else.
func (o *runOptions) fromProfile(given func(flag string) bool) error {
	o.said = given
	if o.profile == "" {
		return nil
	}
	p, err := config.ReadProfile(o.profile)
	if err != nil {
		return usage("%w", err)
	}
	for _, v := range []struct {
		flag  string
		to    *string
		value string
	}{
		{"system", &o.system, p.System.Name}, {"titel", &o.title, strings.TrimSpace(p.System.Title + " " + p.System.Version)},
		{"itsystem", &o.itSystem, p.System.ItSystem}, {"driver", &o.driver, p.Driver}, {"addr", &o.addr, p.Addr}, {"policy", &o.policy, p.Policy},
		{"kommune", &o.municipality, p.Registers}, {"relationsklasser", &o.roles, p.Roles}, {"kendte", &o.known, p.Known},
		{"klarmelding", &o.promise.criteria, p.Criteria}, {"indtil", &o.promise.meanwhile, p.Meanwhile},
		{"borgerblik", &o.citizens, p.Citizens}, {"noegler", &o.secure.keys, p.Keys}, {"sikkerhed", &o.secure.mode, p.Security},
		{"ordliste", &o.lists.words, p.Words}, {"omraader", &o.lists.areas, p.Areas}, {"kle15", &o.lists.kle15, p.KLE15}, {"kle", &o.lists.kle, p.KLE},
	} {
		if v.value != "" && !given(v.flag) {
			*v.to = v.value
		}
	}
	if o.patient = o.patient || p.Wait == "ja" && !given("vent"); !given("adapterfrist") {
		if o.adapterLimit, err = p.AdapterLimit(); err != nil {
			return usage("%w", err)
		}
	}
	if !given("frist") {
		if o.deadline, err = p.Limit(); err != nil {
			return usage("%w", err)
		}
	}
	o.lists.forAreas = p.For
	profiled := map[string]bool{"frist": p.Deadline != "", "policy": p.Policy != ""}
	o.said = func(flag string) bool { return given(flag) || profiled[flag] }
	if o.parts, o.senders, o.entities = p.Cast, p.Senders, p.Entities; p.OrganisationBy == "graphql" {
		o.otherRoads = []verdict.CapabilityID{verdict.Organisation}
	}
	if len(p.Declared) > 0 {
		if o.declared, err = json.Marshal(p.Declared); err != nil {
			return harness(err)
		}
	}
	return nil
}
