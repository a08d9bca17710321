package judge

import (
	"slices"
	"strings"
	"testing"
)

func TestUUIDsIn(t *testing.T) {
	const a, b = "4eba8818-da19-4e37-b3e1-b9b6be2f2f13", "4DA28AC8-FBB4-4F04-A81D-0AF336EAB752"
	for text, want := range map[string][]string{
		"":                                 nil,
		a:                                  {a},
		"<x>" + a + "</x><x>" + b + "</x>": {a, b},
		a + b:                              {a, b},
		a + "-" + b:                        {a, b},
		a[1:]:                              nil,
		a[:35]:                             nil,
		"ff" + a + "ff":                    {a},
		"2026-01-01 - " + a:                {a},
		strings.Replace(a, "b3", "g3", 1):  nil,
		strings.Repeat("-", 80):            nil,
	} {
		var got []string
		uuidsIn([]byte(text), func(id string) { got = append(got, id) })
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestObjectsIn(t *testing.T) {
	const a, b, c = "4eba8818-da19-4e37-b3e1-b9b6be2f2f13", "4DA28AC8-FBB4-4F04-A81D-0AF336EAB752", "15b97b4f-08c6-42fc-9a37-3ec048d8d01b"
	shown := func(id, mentioned string) string {
		return "<x:ObjektType><y:UUIDIdentifikator>" + id + "</y:UUIDIdentifikator></x:ObjektType><z>" + mentioned + "</z>"
	}
	for text, want := range map[string][]string{
		"": nil,
		"<IdListe><UUIDIdentifikator>" + a + "</UUIDIdentifikator></IdListe>": nil,
		shown(a, c):               {a},
		shown(a, c) + shown(b, c): {a, b},
		"<ObjektType>":            nil,
		strings.ReplaceAll(shown(a, c)+shown(b, c), "ObjektType", "ObjektID"): {a, b}, // a class
	} {
		var got []string
		objectsIn([]byte(text), func(id string) { got = append(got, id) })
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
