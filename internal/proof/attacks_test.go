package proof

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"klarmeld/fixtures"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// securedTown is the services behind an STS, with a recording of what they are sent.
type securedTown struct {
	client *http.Client
	tape   *recording.Tape
}

func openTown(t testing.TB, mode security.Mode) *securedTown {
	t.Helper()
	raw, err := fixtures.Files.ReadFile("relationsklasser.json")
	if err != nil {
		t.Fatal(err)
	}
	roles, err := municipality.LoadRelationsklasser(raw)
	if err != nil {
		t.Fatal(err)
	}
	registers, err := municipality.LoadFS(fixtures.Files, "korsbaek")
	if err != nil {
		t.Fatal(err)
	}
	tape := recording.NewTape(noonNow)
	open, _, err := services.Open(services.Ground{Registers: registers, Roles: roles, RolesJSON: raw, Secured: locks().secured(mode)},
		recording.Run{System: "angreb"}, tape, noonNow)
	if err != nil {
		t.Fatal(err)
	}
	tape.Scope(scenario, "")
	r := road.NewProcess()
	if _, err := r.Open(base, open); err != nil {
		t.Fatal(err)
	}
	return &securedTown{client: &http.Client{Transport: r}, tape: tape}
}

// judged are the rules that the judge finds broken in what was sent since. None of them
// carries a suggestion: what would mend a signed message is to sign it anew, and only its
// sender has the key.
func (w *securedTown) judged(t testing.TB) []string {
	t.Helper()
	j := judge.New(map[string]verdict.CapabilityID{scenario: verdict.Sag})
	for _, e := range w.tape.Since(0) {
		if err := j.Take(e); err != nil {
			t.Fatal(err)
		}
	}
	j.Settle(scenario)
	var out []string
	for _, f := range j.Notes(scenario).Findings {
		if f.Capability != verdict.Sikkerhed && security.RuleID(f.Rule).Known() {
			t.Errorf("%s counts in %q", f.Rule, f.Capability)
		}
		if f.Suggestion != "" {
			t.Errorf("%s suggests %s", f.Rule, f.Suggestion)
		}
		out = append(out, f.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var faultCode = regexp.MustCompile(`<kode>([^<]*)</kode>`)

// code is the code of a Fault; "" when the reply is none.
func code(reply []byte) string {
	if m := faultCode.FindSubmatch(reply); m != nil {
		return string(m[1])
	}
	return ""
}

// read are attacks that are turned away by who reads the message, and the one that
// another rule than the secured wire's finds: they are refused in either mode.
func readerMistakes() []mistake {
	bytesOf := func(rule, name string, change func(string) string) mistake {
		return to(security.RuleID(rule), name, sealedThen(func(l *letter) { l.raw = func(b []byte) []byte { return []byte(change(string(b))) } }))
	}
	doctype := func(declaration string) func(string) string {
		return func(s string) string { return declaration + s }
	}
	return []mistake{
		bytesOf("xml.doctype", "an entity", doctype(`<!DOCTYPE x [<!ENTITY e "y">]>`)),
		bytesOf("xml.doctype", "an external entity", doctype(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>`)),
		bytesOf("xml.doctype", "attributes by default", doctype(`<!DOCTYPE x [<!ATTLIST Body Id ID #IMPLIED>]>`)),
		bytesOf("soap.pi", "a processing instruction in Body", func(s string) string { return strings.Replace(s, "<o:SoegInput", "<?x y?><o:SoegInput", 1) }),
		bytesOf("soap.pi", "a processing instruction in the token's NameID", func(s string) string { return strings.Replace(s, "CN=system", "CN=sys<?x y?>tem", 1) }),
		bytesOf("soap.body", "two elements in Body", func(s string) string { return strings.Replace(s, "<o:SoegInput", "<x xmlns=''/><o:SoegInput", 1) }),
		bytesOf("soap.body", "two Bodies", func(s string) string { return strings.Replace(s, "</s:Body>", "</s:Body><s:Body/>", 1) }),
		bytesOf("soap.opbygning", "two Headers", func(s string) string { return strings.Replace(s, "<s:Header", "<s:Header/><s:Header", 1) }),
	}
}

// TestAttacks: every mistake and attack is refused in enforce, by a Fault of its own
// rule; in observe it is answered, and the judge finds that rule and no other.
func TestAttacks(t *testing.T) {
	l := locks()
	refuse, observe := openTown(t, security.Enforce), 0
	tried := map[string]int{}
	all := append(mistakes(), readerMistakes()...)
	all = append(all, to(soap.CodeAddressedTo, "wsa:Action of another operation", func(l *letter) { l.m.Action += "-andet" }))
	names := map[string]bool{}
	for _, m := range all {
		if where := m.path + " " + m.name + " " + string(m.rule); names[where] && m.rule != security.BadDigest {
			t.Errorf("twice: %s", where)
		} else {
			names[where] = true
		}
		tried[string(m.rule)]++
		t.Run(string(m.rule)+" "+m.name, func(t *testing.T) {
			if m.again {
				refuse = openTown(t, security.Enforce) // where the first of the two is the first
			}
			turns := m.turns(l)
			for i, s := range turns {
				status, reply, err := s.Letter.post(refuse.client)
				if err != nil {
					t.Fatal(err)
				}
				if last := i == len(turns)-1; last != (status != http.StatusOK) || last && code(reply) != string(m.rule) {
					t.Errorf("enforce: HTTP %d, %q, want %s\n%s", status, code(reply), m.rule, reply)
				}
			}
			w := openTown(t, security.Observe)
			for _, s := range turns {
				status, reply, err := s.Letter.post(w.client)
				if err != nil {
					t.Fatal(err)
				}
				if answered := status == http.StatusOK; answered {
					observe++
				} else if code(reply) != string(m.rule) || !cannot(m) {
					t.Errorf("observe: HTTP %d, %q\n%s", status, code(reply), reply)
				}
			}
			if got := w.judged(t); len(got) != 1 || got[0] != string(m.rule) {
				t.Errorf("observe: the judge finds %v, want %s alone", got, m.rule)
			}
		})
	}
	for _, e := range security.Rules() {
		if tried[e.ID] == 0 {
			t.Errorf("nothing breaks %s", e.ID)
		}
	}
	if len(all) < 150 {
		t.Errorf("only %d attacks", len(all))
	}
	t.Logf("%d attacks and mistakes on %d rules; %d messages were answered in observe", len(all), len(tried), observe)
}

// cannot reports whether nobody can answer a message, whatever the mode: it cannot be
// read, or there is nothing to issue a token for.
func cannot(m mistake) bool {
	return m.path == security.STSPath || !m.rule.Known()
}

// TestLetters: what keeps every rule is answered in enforce, and nothing is found.
func TestLetters(t *testing.T) {
	for _, path := range []string{searchPath, security.STSPath} {
		w := openTown(t, security.Enforce)
		status, reply, err := locks().letter(path).turn().Letter.post(w.client)
		if err != nil || status != http.StatusOK {
			t.Errorf("%s: HTTP %d, %v: %s", path, status, err, reply)
		}
		if got := w.judged(t); len(got) > 0 {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func noonNow() time.Time { return noon }

// TestRefusedIsNotUsed: whoever was refused may send again under the same MessageID, and
// nobody can use up another's by sending what is refused.
func TestRefusedIsNotUsed(t *testing.T) {
	for _, path := range []string{searchPath, security.STSPath} {
		w := openTown(t, security.Enforce)
		bad := locks().letter(path).seal()
		bad.resign(locks().stranger)
		for i, l := range []*letter{bad, locks().letter(path)} {
			status, reply, err := l.turn().Letter.post(w.client)
			if err != nil || (status == http.StatusOK) != (i == 1) {
				t.Errorf("%s, message %d: HTTP %d, %v: %s", path, i, status, err, reply)
			}
		}
		if got := w.judged(t); !slices.Equal(got, []string{string(security.BadSignature)}) {
			t.Errorf("%s: the judge finds %v", path, got)
		}
	}
}
