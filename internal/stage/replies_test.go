package stage_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/stage"
)

// honest sees that a recording's replies can be computed again, and returns how many
// were.
func honest(t *testing.T, from recording.Reader) int {
	t.Helper()
	r, err := stage.Recompute(from)
	if err != nil || r.Computed == 0 || len(r.Differences) > 0 {
		t.Errorf("%d computed, %d left, %d other: %.1000s, %v", r.Computed, r.Left, len(r.Differences), fmt.Sprint(r.Differences), err)
	}
	return r.Computed
}

func folderOf(s stage.Setting, sub stage.Subject) recording.Dir {
	return recording.Dir(filepath.Join(s.Dir, sub.Name, recording.Subfolder))
}

// TestRecompute: what each of the simulated systems was answered can be computed
// again, in the process and over sockets.
func TestRecompute(t *testing.T) {
	for _, file := range []string{"vendors/reference.json", "vendors/fasit-2020.json", "vendors/momentum-2020.json"} {
		for _, tcp := range []bool{false, true} {
			s, p := setting(t), profile(t, file)
			s.Dir, s.TCP = t.TempDir(), tcp
			sub := stage.Subject{Name: p.Name, Title: p.Title, ItSystem: p.ItSystem, Deadline: p.Deadline(), Simulated: &p}
			play(t, s, sub, script{})
			if n := honest(t, folderOf(s, sub)); n < 5 {
				t.Errorf("%s: %d exchanges", p.Name, n)
			}
			if c, err := recording.ChainOf(string(folderOf(s, sub))); err != nil || !c.Closed || c.Nonce != recording.NonceOf(p.Name) {
				t.Errorf("%s: %+v, %v", p.Name, c, err)
			}
		}
	}
}

// TestRecomputeContinued: a run that was cut off twice and went on has one chain, and
// replies that can be computed again; what was sent again and answered from memory
// is on record once.
func TestRecomputeContinued(t *testing.T) {
	sub, m := realSystem(t)
	s := setting(t)
	s.Dir = t.TempDir()
	for _, at := range []string{first + "/1", second + "/4"} {
		ctx, cancel := context.WithCancel(t.Context())
		m.before = func(ctx context.Context, a action.Request) error {
			if a.ID != at {
				return nil
			}
			m.system.Do(a) // its messages are on record, and its answer is not
			cancel()
			return ctx.Err()
		}
		if _, err := stage.Run(ctx, s, []stage.Subject{sub}, script{}, &writer{}); !errors.Is(err, stage.ErrInterrupted) {
			t.Fatal(err)
		}
		if c, err := recording.ChainOf(string(folderOf(s, sub))); err != nil || c.Closed {
			t.Errorf("cut off: %+v, %v", c, err)
		}
		s.Resume = true
	}
	m.before = nil
	for range 2 { // the second time the run is over, and nothing is added
		if _, err := stage.Run(t.Context(), s, []stage.Subject{sub}, script{}, &writer{}); err != nil {
			t.Fatal(err)
		}
	}
	c, err := recording.ChainOf(string(folderOf(s, sub)))
	if err != nil || !c.Closed || recording.CheckNonce(c.Nonce) != nil || c.Nonce == recording.NonceOf(sub.Name) {
		t.Errorf("%+v, %v", c, err)
	}
	honest(t, folderOf(s, sub))
	resumed, numbers := 0, map[int]bool{}
	for _, e := range recorded(t, s.Dir, sub.Name) {
		if e.Kind == recording.KindResumed {
			resumed++
		}
		if e.Exchange != nil {
			if n := e.Exchange.Number; n == 0 || numbers[n] {
				t.Errorf("entry %d came as %d", e.Seq, n)
			}
			numbers[e.Exchange.Number] = true
		}
	}
	if resumed != 2 {
		t.Errorf("it went on %d times", resumed)
	}
}

// travelled are messages that a system has sent, as it sent them, and some that are
// addressed, or are no messages at all.
func travelled(t *testing.T) []recording.Exchange {
	t.Helper()
	s := setting(t)
	s.Dir = t.TempDir()
	play(t, s, reference(t), script{})
	var out []recording.Exchange
	for _, e := range recorded(t, s.Dir, "fagsystem") {
		if e.Kind != recording.KindExchange {
			continue
		}
		addressed := *e.Exchange
		addressed.Request = []byte(strings.Replace(string(e.Exchange.Request), "<soap:Header>",
			`<soap:Header><a:MessageID xmlns:a="http://www.w3.org/2005/08/addressing">urn:x</a:MessageID>`, 1))
		unnamed := *e.Exchange
		unnamed.Request = []byte(strings.Replace(string(e.Exchange.Request), "TransactionUUID>", "Andet>", 2))
		out = append(out, *e.Exchange, addressed, unnamed)
	}
	return append(out, []recording.Exchange{
		{Method: "GET", Path: "/sagdokumentindeks/6"}, {Method: "POST", Path: "/findes/ikke?token=abc"},
		{Method: "POST", Path: "/sagdokumentindeks/6", Request: []byte("<a")}, {Method: "POST", Path: "//dobbelt/%2F?x"}, {Method: "HEAD", Path: "/klasse/7?wsdl"},
		{Method: "POST", Path: "/klasse/7", Request: []byte("x"), Header: map[string][]string{"Content-Type": {"text/plain"}}},
		{Method: "POST", Path: "/eyJhbGciOiJIUzI1NiJ9.eyJhbGciOiJIUzI1NiJ9.x"},
	}...)
}

func deliver(h http.Handler, x recording.Exchange) *httptest.ResponseRecorder {
	r := httptest.NewRequest(x.Method, "/", strings.NewReader(string(x.Request)))
	r.URL.Path, r.URL.RawPath, r.URL.RawQuery = "", "", ""
	if u, err := r.URL.Parse(x.Path); err == nil && !strings.HasPrefix(x.Path, "//") {
		r.URL = u
	} else {
		r.URL.Path = x.Path
	}
	maps.Copy(r.Header, x.Header)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestRecomputeSideBySide: many send at once, the same messages and searches for what
// others change, while the registers change too; the recording is in the order in
// which all of it took effect, and so can be computed again.
func TestRecomputeSideBySide(t *testing.T) {
	messages := travelled(t)
	for _, seed := range []uint64{1, 2} {
		dir := filepath.Join(t.TempDir(), "o")
		folder, err := recording.NewFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		g, stream := ground(t), recording.NewStream(time.Now, folder)
		open, _, err := services.Open(g, recording.Run{System: "serve", Nonce: recording.NonceOf("serve")}, stream, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for caller := range 6 {
			all.Go(func() {
				r := rand.New(rand.NewPCG(seed, uint64(caller)))
				for _, i := range r.Perm(len(messages)) {
					deliver(open, messages[i])
				}
			})
		}
		all.Go(func() {
			o, _ := g.Registers.First(municipality.OrganisationEnhed)
			for i := range 40 {
				if err := open.Change(municipality.Event{UUID: o.UUID, NewName: fmt.Sprintf("Enhed %d", i), Fra: noon()}); err != nil {
					t.Error(err)
				}
			}
		})
		all.Wait()
		if err := errors.Join(open.Err(), stream.Finish(), folder.Close()); err != nil {
			t.Fatal(err)
		}
		if n := honest(t, recording.Dir(dir)); n != 6*(len(messages)-1) { // but for the contract
			t.Errorf("%d of %d were computed again", n, 6*len(messages))
		}
	}
}

// forgeries are what somebody may do to a recording who then makes the digests and
// the chain anew; part is what it is found by.
var forgeries = []struct {
	name  string
	forge func([]recording.Entry) []recording.Entry
	part  stage.Recomputed
}{
	{"a reply of the index", in("importer", func(x *recording.Exchange) { x.Reply = replaced(x.Reply, ">20<", ">49<") }), stage.PartBody},
	{"a reply of a register", in("soeg", func(x *recording.Exchange) { x.Reply = append(x.Reply, ' ') }), stage.PartBody},
	{"no reply at all", in("importer", func(x *recording.Exchange) { x.Reply = nil }), stage.PartBody},
	{"a status", in("importer", func(x *recording.Exchange) { x.Status = 500 }), stage.PartStatus},
	{"a header of the reply", in("importer", func(x *recording.Exchange) { x.ReplyHeader = map[string][]string{"X": {"y"}} }), stage.PartHeader},
	{"no header of the reply", in("importer", func(x *recording.Exchange) { x.ReplyHeader = nil }), stage.PartHeader},
	{"an operation", in("importer", func(x *recording.Exchange) { x.Operation = "fremsoeg" }), stage.PartOperation},
	{"a note", in("importer", func(x *recording.Exchange) { x.Notes = []recording.Note{{Code: "soap.action", Text: "x"}} }), stage.PartNotes},
	{"a note that is not made", in("importer", func(x *recording.Exchange) { x.Header = map[string][]string{"Content-Type": {"text/xml"}} }), stage.PartNotes},
	{"a service", in("importer", func(x *recording.Exchange) { x.ServiceID = recording.DokumentIndeks }), stage.PartService},
	{"a service's name", in("importer", func(x *recording.Exchange) { x.Service = "Et andet" }), stage.PartService},
	{"a path", in("importer", func(x *recording.Exchange) { x.Path = "/klasse/7" }), stage.PartService},
	{"a message that says another thing",
		in("importer", func(x *recording.Exchange) { x.Request = replaced(x.Request, "UUIDIdentifikator>", "Forkert>") }), stage.PartBody},
	{"a message that did not come whole", in("importer", func(x *recording.Exchange) { x.Cut = true }), stage.PartStatus},
	{"a sender", in("importer", func(x *recording.Exchange) { x.Sender = recording.SenderForeign }), stage.PartSender},
	{"a message that was too large", in("importer", func(x *recording.Exchange) { x.Truncated = true }), stage.PartTruncated},
	{"an import that is made a question for a contract", in("importer", func(x *recording.Exchange) { x.Method, x.Path = "GET", x.Path+"?wsdl" }),
		stage.PartOperation},
	{"an import that is left out", leaveOut, stage.PartBody},
	{"an import that is there twice", func(all []recording.Entry) []recording.Entry {
		i := slices.IndexFunc(all, called("importer"))
		return slices.Insert(all, i, all[i])
	}, stage.PartBody},
	{"two that are swapped", func(all []recording.Entry) []recording.Entry {
		i, k := slices.IndexFunc(all, called("importer")), slices.IndexFunc(all, called("opdater"))
		all[i], all[k] = all[k], all[i]
		return all
	}, stage.PartBody},
	{"a case that the registers did not have", func(all []recording.Entry) []recording.Entry {
		run := *all[0].Run
		run.Initial = replaced(run.Initial, "Forebyggelsesteamet", "Forebyggelsesteamed")
		all[0].Run = &run
		return all
	}, stage.PartBody},
}

// in forges the first exchange of an operation.
func in(operation string, forge func(*recording.Exchange)) func([]recording.Entry) []recording.Entry {
	return func(all []recording.Entry) []recording.Entry {
		i := slices.IndexFunc(all, called(operation))
		x := *all[i].Exchange
		forge(&x)
		all[i].Exchange = &x
		return all
	}
}

func called(operation string) func(recording.Entry) bool {
	return func(e recording.Entry) bool {
		return e.Kind == recording.KindExchange && e.Exchange.Operation == operation
	}
}

// leaveOut leaves out the import of the case that is changed later.
func leaveOut(all []recording.Entry) []recording.Entry {
	i := slices.IndexFunc(all, func(e recording.Entry) bool { return called("importer")(e) && e.Action == second+"/1" })
	return slices.Delete(all, i, i+1)
}

func replaced(b []byte, old, with string) []byte {
	if !strings.Contains(string(b), old) {
		panic("there is no " + old)
	}
	return []byte(strings.ReplaceAll(string(b), old, with))
}

// TestForgedReplies: replies and what the services noticed cannot be forged, also
// with all digests and the chain made anew; nothing else of the recording is told
// to be other than it is.
func TestForgedReplies(t *testing.T) {
	s := setting(t)
	s.Dir = t.TempDir()
	play(t, s, reference(t), script{})
	was := recorded(t, s.Dir, "fagsystem")
	for _, c := range forgeries {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "o")
			written(t, dir, c.forge(slices.Clone(was)))
			if chain, err := recording.ChainOf(dir); err != nil || !chain.Closed {
				t.Fatalf("the forger's chain does not hold: %+v, %v", chain, err)
			}
			r, err := stage.Recompute(recording.Dir(dir))
			if err != nil ||
				!slices.ContainsFunc(r.Differences, func(d stage.Divergence) bool { return d.Part == c.part && d.Recorded != d.Computed && d.Exchange > 1 }) {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
}

// written writes entries to a new folder, with digests and a chain of their own.
func written(t *testing.T, dir string, entries []recording.Entry) {
	t.Helper()
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	tape := recording.NewTape(noon, folder)
	for _, e := range entries {
		if e.Exchange != nil {
			x := *e.Exchange
			e.Exchange = &x
		}
		if _, err := tape.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestForgedNames: what is new in a reply follows from the run's nonce and the
// number that the message came as; neither can be another.
func TestForgedNames(t *testing.T) {
	tape := recording.NewTape(noon)
	open, _, err := services.Open(ground(t), recording.Run{System: "serve", Nonce: recording.NonceOf("serve")}, tape, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range travelled(t) {
		deliver(open, x)
	}
	all := tape.Since(0)
	honest(t, recording.Slice(all))
	named := func(e recording.Entry) bool {
		return e.Exchange != nil && strings.Contains(string(e.Exchange.Reply), "<MessageID")
	}
	i := slices.IndexFunc(all, named)
	run, x := *all[0].Run, *all[i].Exchange
	run.Nonce = recording.NewNonce()
	x.Number++
	for _, forged := range []recording.Slice{
		slices.Concat([]recording.Entry{{Seq: 1, Kind: recording.KindRun, Run: &run}}, all[1:]),
		slices.Concat(all[:i], []recording.Entry{{Seq: i + 1, Kind: recording.KindExchange, Exchange: &x}}, all[i+1:]),
	} {
		r, err := stage.Recompute(forged)
		if err != nil || len(r.Differences) == 0 || r.Differences[0].Part != stage.PartBody || r.Differences[0].Exchange > i+1 {
			t.Errorf("%+v, %v", r.Differences, err)
		}
	}
}

// TestNotRecomputed: a recording without a chain is not computed again, and says so;
// one that is no recording is the user's to mend.
func TestNotRecomputed(t *testing.T) {
	tape := recording.NewTape(noon)
	if _, _, err := services.Open(ground(t), recording.Run{System: "serve", Nonce: recording.NonceOf("serve")}, tape, noon); err != nil {
		t.Fatal(err)
	}
	run := *tape.Since(0)[0].Run
	old := run
	old.Nonce = ""
	if _, err := stage.Recompute(recording.Slice{{Seq: 1, Kind: recording.KindRun, Run: &old}}); !errors.Is(err, stage.ErrUnchained) {
		t.Errorf("unchained: %v", err)
	}
	begun := recording.Entry{Seq: 1, Kind: recording.KindRun, Run: &run}
	broken := run
	broken.Initial = []byte("[]")
	for name, from := range map[string]recording.Slice{
		"empty": {}, "no run": {{Seq: 1, Kind: recording.KindWaited}}, "registers that are none": {{Seq: 1, Kind: recording.KindRun, Run: &broken}},
		"a change that is none": {begun, {Seq: 2, Kind: recording.KindChange, Change: &recording.Change{Data: []byte(`{}`)}}},
		"a path that is none":   {begun, {Seq: 2, Kind: recording.KindExchange, Exchange: &recording.Exchange{Method: "POST", Path: "ingen sti"}}},
	} {
		var mistake stage.Mistake
		if _, err := stage.Recompute(from); !errors.As(err, &mistake) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
