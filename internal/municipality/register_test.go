package municipality_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"klarmeld/internal/municipality"
)

const (
	unit = "aaaaaaaa-0000-4000-8000-000000000001"
	user = "aaaaaaaa-0000-4000-8000-000000000002"
	body = "aaaaaaaa-0000-4000-8000-000000000003"
	none = "00000000-0000-4000-8000-000000000000"
)

var (
	start = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)
	may   = time.Date(2026, time.May, 1, 0, 0, 0, 0, time.UTC)
	june  = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)
)

// small is a municipality of one organisation, one unit and one user.
func small(t *testing.T) *municipality.Register {
	t.Helper()
	r, err := municipality.Load([]byte(`{"navn": "Korsbæk Kommune", "cvr": "11111111", "borgere": [{"navn": "Godtfred Lund", "cpr": "0123456789"}], "objekter": [
		{"art": "Organisation", "uuid": "` + body + `", "versioner": [{"fra": "2020-01-01T00:00:00Z", "noegle": "O", "navn": "Kommunen"}]},
		{"art": "OrganisationEnhed", "uuid": "` + strings.ToUpper(unit) + `", "versioner": [{"fra": "2020-01-01T00:00:00Z", "noegle": "E1", "navn": ` +
		`"Teamet", "relationer": {"Tilhoerer": ["` + body + `"], "Overordnet": ["` + body + `"]}}]},
		{"art": "Bruger", "uuid": "` + user + `", "versioner": [{"fra": "2020-01-01T00:00:00Z", "noegle": "B1", "navn": "Laura Sand"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestLoad: what cannot be a municipality is refused with a Danish reason.
func TestLoad(t *testing.T) {
	object := func(id, versions string) string {
		return `{"art": "Bruger", "uuid": "` + id + `", "versioner": [` + versions + `]}`
	}
	const version = `{"fra": "2020-01-01T00:00:00Z", "noegle": "B1", "navn": "Laura Sand"}`
	for _, c := range []struct{ name, file, want string }{
		{"nothing in it", `{}`, ""},
		{"no JSON", `{`, "kan ikke læses"},
		{"an object without versions", `{"objekter": [` + object(user, "") + `]}`, "har ingen versioner"},
		{"a UUID twice", `{"objekter": [` + object(user, version) + `, ` + object(user, version) + `]}`, "er brugt to gange"},
		{"a UUID twice, in other letters", `{"objekter": [` + object(user, version) + `, ` + object(strings.ToUpper(user), version) + `]}`, "er brugt to gange"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := municipality.Load([]byte(c.file))
			if got := fmt.Sprint(err); c.want == "" && err != nil || !strings.Contains(got, c.want) {
				t.Errorf("%s, want %q", got, c.want)
			}
		})
	}
}

// TestLoadFS: the JSON files of one folder are one municipality; an error names
// the file, and a folder without any is no empty municipality.
func TestLoadFS(t *testing.T) {
	const head = `{"navn": "Korsbæk Kommune", "cvr": "11111111"}`
	object := fmt.Sprintf(`{"objekter": [{"art": "Bruger", "uuid": %q, `+
		`"versioner": [{"fra": "2020-01-01T00:00:00Z", "noegle": "B1", "navn": "Laura Sand"}]}]}`, user)
	from := fstest.MapFS{}
	for name, text := range map[string]string{"by/a.json": head, "by/b.json": object, "by/laes.txt": "ikke JSON", "by/mere/c.json": "{", "to/a.json": object,
		"to/b.json": object} {
		from[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := municipality.LoadFS(from, "by")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := r.Get(user); !ok || r.Navn() != "Korsbæk Kommune" {
		t.Errorf("%s, user %v", r.Navn(), ok)
	}
	for folder, want := range map[string]string{"to": "to/b.json, objekter.0", "tom": "tom har ingen filer", "by/mere": "by/mere/c.json kan ikke læses"} {
		if _, err := municipality.LoadFS(from, folder); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

// TestLookUp: objects are found by UUID in any letter case, by kind, and by
// name or key; what is given away is a copy.
func TestLookUp(t *testing.T) {
	r := small(t)
	if r.Navn() != "Korsbæk Kommune" || r.CVR() != "11111111" {
		t.Errorf("%s, %s", r.Navn(), r.CVR())
	}
	for _, id := range []string{unit, strings.ToUpper(unit)} {
		if o, ok := r.Get(id); !ok || o.UUID != unit {
			t.Errorf("Get(%s): %q, %t", id, o.UUID, ok)
		}
	}
	if _, ok := r.Get(none); ok {
		t.Error("what is not there was found")
	}
	for _, c := range []struct {
		kind municipality.ObjektKind
		name string
		ok   bool
	}{
		{municipality.OrganisationEnhed, "Teamet", true},
		{municipality.OrganisationEnhed, "E1", true},
		{municipality.Bruger, "Teamet", false},
		{municipality.OrganisationEnhed, "teamet", false},
		{municipality.Klasse, "", false},
	} {
		if _, ok := r.ByName(c.kind, c.name); ok != c.ok {
			t.Errorf("ByName(%s, %q): %t", c.kind, c.name, ok)
		}
	}
	if o, ok := r.Owner(); !ok || o.UUID != body {
		t.Errorf("the owner: %q, %t", o.UUID, ok)
	}
	if b, ok := r.Borger("Godtfred Lund"); !ok || b.CPR != "0123456789" || len(r.Borgere()) != 1 {
		t.Errorf("the citizen: %t", ok)
	}
	if _, ok := r.Borger("Ingen"); ok {
		t.Error("nobody is a citizen")
	}
	o, _ := r.Get(unit)
	o.Versions[0].Navn, o.Versions[0].Relationer[municipality.RelTilhoerer][0] = "Andet", none
	r.All(municipality.OrganisationEnhed)[0].Versions[0].Noegle = "X"
	if again, _ := r.Get(unit); again.Latest().Navn != "Teamet" || again.Latest().Noegle != "E1" ||
		again.Latest().Relationer[municipality.RelTilhoerer][0] != body {
		t.Errorf("a copy changed the register: %+v", again.Latest())
	}
	empty, err := municipality.Load([]byte(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := empty.Owner(); ok {
		t.Error("a municipality without an organisation has an owner")
	}
}

// TestVersions: a version holds from its beginning to just before its end.
func TestVersions(t *testing.T) {
	r := small(t)
	for _, c := range []municipality.Event{{UUID: strings.ToUpper(unit), NewName: "Holdet", Fra: may}, {UUID: unit, Ended: true, Fra: june}} {
		if err := r.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	o, _ := r.Get(unit)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{start.Add(-time.Nanosecond), ""}, {start, "Teamet"}, {may.Add(-time.Nanosecond), "Teamet"}, {may, "Holdet"},
		{june.Add(-time.Nanosecond), "Holdet"}, {june, ""},
	} {
		if v, ok := o.At(c.at); v.Navn != c.want || ok != (c.want != "") {
			t.Errorf("at %s: %q, %t, want %q", c.at, v.Navn, ok, c.want)
		}
	}
	if !o.Ended() || o.Latest().Noegle != "E1" || strings.Join(o.Latest().RelationNames(), ",") != "Overordnet,Tilhoerer" {
		t.Errorf("ended %t; what the name did not change: %+v", o.Ended(), o.Latest())
	}
}

// TestMove: the relation that is named points elsewhere from then on, and the
// others, the name and what was before stay as they were.
func TestMove(t *testing.T) {
	r := small(t)
	before, _ := r.Get(unit)
	if err := r.Apply(municipality.Event{UUID: unit, Relationer: map[string][]string{municipality.RelOverordnet: {none}}, Fra: may}); err != nil {
		t.Fatal(err)
	}
	o, _ := r.Get(unit)
	old, _ := o.At(may.Add(-time.Nanosecond))
	now, _ := o.At(may)
	for _, c := range []struct {
		what      string
		got, want []string
	}{
		{"where it was", old.Relationer[municipality.RelOverordnet], before.Latest().Relationer[municipality.RelOverordnet]},
		{"where it is", now.Relationer[municipality.RelOverordnet], []string{none}},
		{"whose it is", now.Relationer[municipality.RelTilhoerer], before.Latest().Relationer[municipality.RelTilhoerer]},
		{"its name", []string{now.Navn}, []string{before.Latest().Navn}},
	} {
		if len(c.want) == 0 || strings.Join(c.got, ",") != strings.Join(c.want, ",") {
			t.Errorf("%s: %v, want %v", c.what, c.got, c.want)
		}
	}
}

// TestChange: a change that cannot be is refused, and changes nothing.
func TestChange(t *testing.T) {
	fresh := &municipality.Objekt{Kind: municipality.Bruger, UUID: none, Versions: []municipality.Version{{Fra: may, Noegle: "B2", Navn: "Jens Hagen"}}}
	for _, c := range []struct {
		name   string
		change municipality.Event
		want   string
	}{
		{"new", municipality.Event{New: fresh}, ""},
		{"renamed", municipality.Event{UUID: unit, NewName: "Holdet", Fra: may}, ""},
		{"moved", municipality.Event{UUID: unit, Relationer: map[string][]string{municipality.RelOverordnet: {none}}, Fra: may}, ""},
		{"ended", municipality.Event{UUID: unit, Ended: true, Fra: may}, ""},
		{"moved and renamed",
			municipality.Event{UUID: unit, Relationer: map[string][]string{municipality.RelOverordnet: {none}}, NewName: "Holdet", Fra: may}, "netop én"},
		{"new with a UUID that is used",
			municipality.Event{New: &municipality.Objekt{Kind: municipality.Bruger, UUID: strings.ToUpper(user), Versions: fresh.Versions}}, "er brugt to gange"},
		{"new without versions", municipality.Event{New: &municipality.Objekt{Kind: municipality.Bruger, UUID: none}}, "har ingen versioner"},
		{"of nobody", municipality.Event{UUID: none, Ended: true, Fra: may}, "ikke findes"},
		{"neither new, renamed nor ended", municipality.Event{UUID: unit, Fra: may}, "netop én"},
		{"renamed and ended", municipality.Event{UUID: unit, NewName: "Holdet", Ended: true, Fra: may}, "netop én"},
		{"new and ended", municipality.Event{New: fresh, Ended: true, Fra: may}, "netop én"},
		{"at no time", municipality.Event{UUID: unit, Ended: true}, "før"},
		{"before it began", municipality.Event{UUID: unit, NewName: "Holdet", Fra: start.Add(-time.Hour)}, "før"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := small(t)
			before, err := r.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			refused := r.Apply(c.change)
			after, err := r.Snapshot()
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(refused); c.want == "" && refused != nil || !strings.Contains(got, c.want) {
				t.Errorf("%s, want %q", got, c.want)
			}
			if changed := string(before) != string(after); changed != (c.want == "") {
				t.Errorf("the register changed: %t", changed)
			}
		})
	}
}

// TestEndedTwice: what has ended neither ends again nor is renamed.
func TestEndedTwice(t *testing.T) {
	r := small(t)
	if err := r.Apply(municipality.Event{UUID: unit, Ended: true, Fra: may}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []municipality.Event{{UUID: unit, Ended: true, Fra: june}, {UUID: unit, NewName: "Holdet", Fra: june}} {
		if err := r.Apply(c); err == nil || !strings.Contains(err.Error(), "allerede ophørt") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// TestReplay: a snapshot and the changes that followed it, as a recording
// holds them, give the same register elsewhere.
func TestReplay(t *testing.T) {
	here := small(t)
	first, err := here.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	there, err := municipality.Load(first)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []municipality.Event{
		{New: &municipality.Objekt{Kind: municipality.Klasse, UUID: none, Versions: []municipality.Version{{Fra: may, Noegle: "27.99.99", Navn: "Nyt emne"}}}},
		{UUID: unit, NewName: "Holdet", Fra: may}, {UUID: unit, Ended: true, Fra: june},
	} {
		written, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var read municipality.Event
		if err := json.Unmarshal(written, &read); err != nil {
			t.Fatal(err)
		}
		if a, b := here.Apply(c), there.Apply(read); a != nil || b != nil {
			t.Fatalf("%s: %v, %v", written, a, b)
		}
	}
	a, errA := here.Snapshot()
	b, errB := there.Snapshot()
	if errA != nil || errB != nil || string(a) != string(b) {
		t.Errorf("%v, %v\n%s\n%s", errA, errB, a, b)
	}
}

// TestAtOnce: the register is read while it changes; -race watches.
func TestAtOnce(t *testing.T) {
	r := small(t)
	var all sync.WaitGroup
	for i := range 20 {
		all.Add(2)
		go func() {
			defer all.Done()
			o := municipality.Objekt{Kind: municipality.Bruger, UUID: fmt.Sprintf("bbbbbbbb-0000-4000-8000-%012d", i),
				Versions: []municipality.Version{{Fra: may, Noegle: "B", Navn: "Ny"}}}
			if err := r.Apply(municipality.Event{New: &o}); err != nil {
				t.Error(err)
			}
		}()
		go func() {
			defer all.Done()
			if len(r.All(municipality.Bruger)) < 1 {
				t.Error("the user that was there is not")
			}
		}()
	}
	all.Wait()
	if n := len(r.All(municipality.Bruger)); n != 21 {
		t.Errorf("%d users", n)
	}
}
