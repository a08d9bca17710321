package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"klarmeld/internal/config"
	"klarmeld/internal/idws"
	"klarmeld/internal/keys"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
	"klarmeld/internal/xmldsig"
	"klarmeld/reports"
)

// minted are keys of the time that the tests play at.
var minted = sync.OnceValues(func() (keys.Set, error) { return keys.Mint(keys.Wish{Now: clock()}) })

// secured plays the scenarios on a simulated system whose messages are secured.
func secured(t *testing.T, mode security.Mode, o runOptions, p simulated.Profile) verdict.SystemResult {
	t.Helper()
	set, err := minted()
	if err != nil {
		t.Fatal(err)
	}
	o.opened = runKeys{&set, mode}
	return played(t, o, p)
}

// core are the cells that the verdict rests on.
func core(r verdict.SystemResult) string {
	var out []string
	for _, c := range r.Capabilities {
		if c.Class == verdict.Core {
			out = append(out, fmt.Sprintf("%s: %s, %s", c.ID, c.Outcome, c.Reason))
		}
	}
	return strings.Join(out, "\n")
}

// TestSecuredTable: each of the three systems gets the row and the verdict that it gets
// in the clear, and a column more, whatever is done about what is wrong.
func TestSecuredTable(t *testing.T) {
	t.Parallel()
	for _, name := range table {
		want := wholeOf(t, name)
		if _, there := column(want, verdict.Sikkerhed); there {
			t.Errorf("%s has the column without being secured", name)
		}
		for _, mode := range []security.Mode{security.Observe, security.Enforce} {
			t.Run(name+" "+string(mode), func(t *testing.T) {
				t.Parallel()
				got := secured(t, mode, runOptions{}, profile(t, name))
				if got.Verdict != want.Verdict || core(got) != core(want) {
					t.Errorf("%s\n%s\nand in the clear %s\n%s", got.Verdict, core(got), want.Verdict, core(want))
				}
				c, there := column(got, verdict.Sikkerhed)
				if !there || c.Class != verdict.Supplementary || len(c.Scenarios) != 5 {
					t.Fatalf("the column: %t %+v", there, c)
				}
				for _, f := range c.Findings() {
					if f.Outcome != verdict.Information {
						t.Errorf("%+v", f)
					}
				}
				if name == "reference" && c.Outcome != verdict.Pass {
					t.Errorf("%s: %s", c.Outcome, c.Reason)
				}
			})
		}
	}
}

func column(r verdict.SystemResult, id verdict.CapabilityID) (verdict.CapabilityResult, bool) {
	i := slices.IndexFunc(r.Capabilities, func(c verdict.CapabilityResult) bool { return c.ID == id })
	if i < 0 {
		return verdict.CapabilityResult{}, false
	}
	return r.Capabilities[i], true
}

// TestSecuredVariants: what a system does wrong of OIO IDWS is found by its rule in its
// scenario, and in no other column, and changes no verdict.
func TestSecuredVariants(t *testing.T) {
	t.Parallel()
	all, err := config.SecuredVariants()
	if err != nil || len(all) < 6 {
		t.Fatalf("%d variants: %v", len(all), err)
	}
	town, only := smallTown(t), append([]string{string(verdict.Sikkerhed)}, sample...)
	plain := played(t, runOptions{municipality: town, only: sample}, profile(t, "reference"))
	for _, v := range all {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			p, err := profile(t, "reference").Vary(v)
			if err != nil {
				t.Fatal(err)
			}
			r := secured(t, security.Observe, runOptions{municipality: town, only: only}, p)
			if core(r) != core(plain) || r.Verdict != plain.Verdict {
				t.Errorf("the other columns are\n%s\nand without it\n%s", core(r), core(plain))
			}
			s := scenario(r, v.Scenario)
			if s.Outcome != verdict.Fail || !slices.ContainsFunc(s.Findings, func(f verdict.Finding) bool { return f.Rule == v.Rule }) {
				t.Errorf("%s is %s: %s; want a finding by %s", s.ID, s.Outcome, s.Reason, v.Rule)
			}
			for _, f := range r.Findings() {
				if f.Capability != verdict.Sikkerhed && f.Outcome != verdict.Information {
					t.Errorf("%s: %s counts in %s", f.Scenario, f.Rule, f.Capability)
				}
			}
		})
	}
}

// TestSecuredOtherwise: who may do it otherwise may do so secured too; who answers first
// keeps what the STS gives no token for, and sends it then.
func TestSecuredOtherwise(t *testing.T) {
	t.Parallel()
	all, town := variants(t, simulated.Allowed), smallTown(t)
	for _, name := range []string{"soap-1-1", "standardnavnerum", "utf-16", "adressering", "korte-stier", "gensender", "svarer-foerst", "slaar-op-ved-behov"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(all, func(v simulated.Variant) bool { return v.Name == name })
			p, err := profile(t, "reference").Vary(all[i])
			if err != nil {
				t.Fatal(err)
			}
			r := secured(t, security.Enforce, runOptions{municipality: town, only: []string{"sikkerhed", "sag-02"}}, p)
			for _, id := range []string{"sikkerhed-01", "sikkerhed-02", "sikkerhed-03", "sikkerhed-04", "sikkerhed-05", "sag-02"} {
				if s := scenario(r, id); s.Outcome != verdict.Pass {
					t.Errorf("%s is %s: %s", id, s.Outcome, s.Reason)
				}
			}
		})
	}
}

// TestSecuredRecomputed: what was signed is computed again of the recording, and a reply
// that was changed afterwards, wherever in it, is not what was signed.
func TestSecuredRecomputed(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	secured(t, security.Enforce, runOptions{out: out, only: []string{"sikkerhed", "sag-01"}}, profile(t, "reference"))
	all := recordedBy(t, out, "reference")
	whole, err := stage.Recompute(recording.Slice(all))
	if err != nil || len(whole.Differences) > 0 || whole.Computed < 20 {
		t.Fatalf("%d computed: %v, %v", whole.Computed, whole.Differences, err)
	}
	changes := []struct {
		what string
		of   recording.ServiceID
		from string
	}{
		{"a status", recording.SagDokumentIndeks, ">20<"}, {"the signature", recording.SagDokumentIndeks, "SignatureValue>"},
		{"the time of the signature", recording.SagDokumentIndeks, "Created>2"}, {"the token's municipality", recording.STS, "AttributeValue>"},
		{"the token's audience", recording.STS, "Audience>http"},
		{"the token's key", recording.STS, "X509Certificate>"},
	}
	for _, c := range changes {
		i := slices.IndexFunc(all, func(e recording.Entry) bool {
			return e.Exchange != nil && e.Exchange.ServiceID == c.of && bytes.Contains(e.Exchange.Reply, []byte(c.from))
		})
		if i < 0 {
			t.Errorf("%s: no reply has %q", c.what, c.from)
			continue
		}
		forged, x := slices.Clone(all), *all[i].Exchange
		x.Reply = slices.Clone(x.Reply)
		x.Reply[bytes.Index(x.Reply, []byte(c.from))+len(c.from)] ^= 1
		if c.from == ">20<" {
			x.Reply = bytes.Replace(all[i].Exchange.Reply, []byte(">20<"), []byte(">44<"), 1)
		}
		forged[i].Exchange = &x
		r, err := stage.Recompute(recording.Slice(forged))
		if err != nil || r.Differing() != 1 || r.Differences[0].Exchange != all[i].Seq {
			t.Errorf("%s: %+v, %v", c.what, r.Differences, err)
		}
	}
}

// TestSecuredContinued: a secured run that is killed goes on with its keys, and comes to
// what an undisturbed run does; without them, or with others, it does not go on.
func TestSecuredContinued(t *testing.T) {
	t.Parallel()
	set, err := keys.Mint(keys.Wish{Now: time.Date(2026, time.June, 1, 10, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "noegler")
	if _, err := set.Write(dir); err != nil {
		t.Fatal(err)
	}
	more := []string{"--sikkerhed", "enforce", "--noegler", dir, "--only", "sikkerhed,sag-02,organisation-02"}
	whole := filepath.Join(t.TempDir(), "rapport")
	wholeSecured(t, whole, more...)
	want := outcomesOf(t, whole)
	if !strings.Contains(want, "sikkerhed-05 bestaaet") {
		t.Fatal(want)
	}
	opening, size := openingSize(t, whole), indexSize(whole, "reference")
	for _, share := range []float64{0, 0.9, rand.New(rand.NewSource(20)).Float64()} {
		at := opening + int64(share*float64(size-opening))
		out := filepath.Join(t.TempDir(), "rapport")
		if !killed(t, at, "reference", out, more...) {
			continue // it was over before it was killed
		}
		for wrong, told := range map[string]string{"none": "--sikkerhed observe eller enforce", "enforce": "--noegler"} {
			cmd := simulatedRun("reference", out, "--sikkerhed", wrong, "--only", more[5], "--continue")
			if said, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != exitUsage || !strings.Contains(string(said), told) {
				t.Errorf("%s without keys: %d %s", wrong, cmd.ProcessState.ExitCode(), said)
			}
		}
		wholeSecured(t, out, append(slices.Clone(more), "--continue")...)
		if got := outcomesOf(t, out); got != want {
			t.Errorf("killed at %d of %d:\n%s\nwant\n%s", at, size, got, want)
		}
		if code, said := program("verify", filepath.Join(out, "reference")); code != 0 {
			t.Errorf("verify: %d %s", code, said)
		}
	}
}

// openingSize is how many bytes a recording has before its first message. A run that is
// killed within them has not begun: there is nothing to go on with, and no keys to miss.
func openingSize(t *testing.T, out string) int64 {
	t.Helper()
	index, err := textOf(filepath.Join(out, "reference", recording.Subfolder, recording.IndexFile))
	if err != nil {
		t.Fatal(err)
	}
	return int64(bytes.IndexByte(index, '\n')) + 1
}

// wholeSecured plays a part of the scenarios to its end, which is no whole verdict.
func wholeSecured(t *testing.T, out string, more ...string) {
	t.Helper()
	cmd := simulatedRun("reference", out, more...)
	if said, _ := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != verdict.Incomplete.ExitCode() {
		t.Fatalf("%d\n%s", cmd.ProcessState.ExitCode(), said)
	}
}

// outcomesOf are the scenarios of a report with what they came to.
func outcomesOf(t *testing.T, out string) string {
	t.Helper()
	r, _, err := reports.ReadReport(filepath.Join(out, "reference"))
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			text += fmt.Sprintf("%s %s %d\n", s.ID, s.Outcome, len(s.Findings))
		}
	}
	return text
}

// leaping is a clock that goes on, and leaps when somebody waits for nothing else than
// time: nobody waits six minutes for a token to expire.
type leaping struct {
	mu   sync.Mutex
	leap time.Duration
}

func (l *leaping) Now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Now().Add(l.leap)
}

// Wait lets time pass.
func (l *leaping) Wait(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.leap += d
}

// Await is trial.Patience.
func (l *leaping) Await(ctx context.Context, seen <-chan struct{}, atMost time.Duration) {
	if seen == nil {
		l.Wait(atMost)
		return
	}
	trial.RealPatience{}.Await(ctx, seen, atMost)
}

// TestSecuredReal: a real system, over TLS and by its own client of OIO IDWS, with keys
// of a folder: all five scenarios, enforced.
func TestSecuredReal(t *testing.T) {
	t.Parallel()
	dir, set := keyFolder(t)
	services, now := freeAddress(t), &leaping{}
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	way := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: set.Roots(), Certificates: shownBy(set.Vendor)}}
	t.Cleanup(way.CloseIdleConnections)
	entities := map[string]string{"/klasse/": security.EntityKlassifikation, "/organisation/": security.EntityOrganisation,
		"/sts-soap-sagdok/": security.EntityIndex}
	sender := &idws.Transport{By: xmldsig.Pair{Key: set.Vendor.Key, Cert: set.Vendor.Certificate}, STS: set.STS.Certificate, Service: set.Service.Certificate,
		CVR:  ground.Registers.CVR(),
		Road: way, Now: now.Now, NewID: uuid.NewString, Margin: 10 * time.Second, Audience: func(path string) string {
			for begins, entity := range entities {
				if strings.HasPrefix(path, begins) {
					return entity
				}
			}
			return ""
		}}
	system, err := stage.Install(profile(t, "reference"), ground, stage.Site{Base: "https://" + services, Road: sender, Clock: now})
	if err != nil {
		t.Fatal(err)
	}
	adapter := httptest.NewServer(system)
	t.Cleanup(adapter.Close)
	o := runOptions{driver: adapter.URL, addr: services, itSystem: defaultItSystem, runID: "k", deadline: time.Minute, out: t.TempDir(),
		only:   []string{"sikkerhed", "organisation-01"},
		secure: secureOptions{mode: "enforce", keys: dir}, screen: io.Discard}
	if err := o.openKeys(); err != nil {
		t.Fatal(err)
	}
	subjects, err := o.real()
	if err != nil {
		t.Fatal(err)
	}
	r := triedBy(t, "pilot-2020", o, subjects[0], now.Now, now)
	for _, id := range []string{"sikkerhed-01", "sikkerhed-02", "sikkerhed-03", "sikkerhed-04", "sikkerhed-05", "organisation-01"} {
		if s := scenario(r, id); s.Outcome != verdict.Pass {
			t.Errorf("%s is %s: %s %+v", id, s.Outcome, s.Reason, s.Findings)
		}
	}
	if whole, err := stage.Recompute(recording.Dir(filepath.Join(o.out, "leverandoer", recording.Subfolder))); err != nil || len(whole.Differences) > 0 {
		t.Errorf("%v, %v", whole.Differences, err)
	}
}

// TestSecuredProfile: the profile says how much is asked, and a flag goes before it.
func TestSecuredProfile(t *testing.T) {
	t.Parallel()
	dir, _ := keyFolder(t)
	for _, c := range []struct {
		lines string
		flag  string
		want  security.Mode
	}{
		{"noegler: " + dir + "\n", "", security.Observe}, {"noegler: " + dir + "\nsikkerhed: enforce\n", "", security.Enforce},
		{"noegler: " + dir + "\nsikkerhed: enforce\n", "none", security.None}, {"", "", security.None},
	} {
		file := filepath.Join(t.TempDir(), "klarmeld.yaml")
		if err := os.WriteFile(file, []byte("system: {navn: x, titel: X}\ndriver: person\n"+c.lines), 0o600); err != nil {
			t.Fatal(err)
		}
		o := runOptions{profile: file, secure: secureOptions{mode: c.flag}}
		err := o.fromProfile(func(flag string) bool { return flag == "sikkerhed" && c.flag != "" })
		if err == nil {
			err = o.openKeys()
		}
		if err != nil || o.opened.mode != c.want || (o.opened.set != nil) != (c.lines != "") {
			t.Errorf("%q with --sikkerhed %q: %s, %v; want %s", c.lines, c.flag, o.opened.mode, err, c.want)
		}
	}
}
