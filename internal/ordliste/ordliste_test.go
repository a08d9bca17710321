package ordliste_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"klarmeld/fixtures"
	"klarmeld/internal/ordliste"
	"klarmeld/internal/schema"
)

// TestOurOwn: the built-in list keeps its schema, and is the one that is in force.
func TestOurOwn(t *testing.T) {
	raw, err := fixtures.Files.ReadFile(ordliste.File)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(schema.Words, raw); err != nil {
		t.Error(err)
	}
	if got := ordliste.Default(); got.Titel == "" || !got.Generic("Sag") || !got.Empty("(Uden titel)") || got.Empty("Uden titel endnu") {
		t.Errorf("%+v", got)
	}
}

const list = `{"titel": "Prøve", "tilladte": ["Test af hørelse, BT"], "ord": [
	{"ord": "demens", "slags": "diagnose", "begyndelse": true, "skriv": "støtte"},
	{"ord": "BT", "slags": "forkortelse", "somSkrevet": true},
	{"ord": "ring til", "slags": "intern-kode"}, {"ord": "ring til mor", "slags": "andet"},
	{"ord": "F32.1", "slags": "diagnose"}, {"ord": "Å-sag", "slags": "andet"}, {"ord": "Mc", "slags": "andet", "begyndelse": true, "somSkrevet": true}]}`

// TestFind: a word is found as a word, whatever stands around it, and near ones are not.
func TestFind(t *testing.T) {
	l, err := ordliste.Parse([]byte(list))
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{
		"Udredning for demens": "demens", "DEMENS, udredning": "DEMENS", "Demensudredning": "Demensudredning", "Ikke-demens": "demens", "Vidensdemenser": "",
		"Samtale (BT)": "BT", "Samtale bt": "", "BTX": "", "Å-sag om vand": "Å sag", "A\u030a-sag om vand": "Å sag", "å sag": "å sag", "Åsag": "",
		"Ring til borgeren": "Ring til", "ring til mor": "ring til|ring til mor", "Ringetil": "", "f32.1 igen": "f32 1", "F32.10": "",
		"McNulty": "McNulty", "mcnulty": "",
		"Demens og demens, BT": "Demens|BT", "Test af hørelse,  bt": "", "": "", "…": "",
	} {
		var found []string
		for _, h := range l.Find(title) {
			found = append(found, h.Found)
		}
		if got := strings.Join(found, "|"); got != want {
			t.Errorf("%q has %q, want %q", title, got, want)
		}
	}
	if !l.Allowed("Test af hørelse, BT.") || l.Allowed("Test af hørelse") {
		t.Error("allowed titles are whole ones")
	}
}

// TestRefused: what cannot be found is not taken.
func TestRefused(t *testing.T) {
	for entry, want := range map[string]string{
		`{"ord": "…", "slags": "andet"}`:                          "ord.0: \"…\" har intet ord",
		`{"ord": "to ord", "slags": "andet", "begyndelse": true}`: "ord.0: \"to ord\" er flere ord",
		`7`: "kan ikke læses",
	} {
		if _, err := ordliste.Parse([]byte(`{"titel": "x", "ord": [` + entry + `]}`)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", entry, err)
		}
	}
}

// TestOfTheTitlesLength: what is looked at for one title does not follow from how many
// words the list has, be they all alike in their beginning.
func TestOfTheTitlesLength(t *testing.T) {
	looked := func(n int) float64 {
		var f struct {
			Titel string          `json:"titel"`
			Ord   []ordliste.Word `json:"ord"`
		}
		for i := range n {
			f.Ord = append(f.Ord, ordliste.Word{Text: fmt.Sprintf("borger har %d", i), Kind: ordliste.Other},
				ordliste.Word{Text: fmt.Sprintf("diagnose%d", i), Kind: ordliste.Diagnosis, Prefix: true})
		}
		raw, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		l, err := ordliste.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if hits := l.Find("borger har 7 diagnoser"); len(hits) != 1 {
			t.Fatalf("%+v", hits)
		}
		return testing.AllocsPerRun(20, func() { l.Find("En borger har flere diagnoser og en sag om en borger") })
	}
	if few, many := looked(10), looked(10_000); many > few+8 {
		t.Errorf("a title costs %.0f allocations by 20 words, and %.0f by 20,000", few, many)
	}
}
