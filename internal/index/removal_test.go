package index_test

import (
	"slices"
	"strings"
	"testing"
)

// TestRemoval: what fjern removes, and what it leaves, by the documents that
// the cases have and the flag that lets them stay.
func TestRemoval(t *testing.T) {
	post := func(dok, indeks, til string) string { return relation("sag:Journalpost", filed, indeks, dok, t1, til) }
	withPosts := func(id string, posts ...string) string {
		return sag(id, lists("sag", titled(t1, "", "Aftale"), "", strings.Join(posts, "")))
	}
	unflagged := func(id string) string { return ref("sdi:SagUuid", id) }
	written := strings.Replace(relation("sag:Journalpost", note, "1", sagA, t1, ""), "<sd:UUIDIdentifikator>"+sagA+"</sd:UUIDIdentifikator>",
		"<sd:URNIdentifikator>URN:Empty</sd:URNIdentifikator>", 1)
	for _, c := range []struct {
		name, before, remove string
		codes                string
		left                 []string
	}{
		{"two documents, both its own", withPosts(sagA, post(dokA, "1", ""), post(dokB, "2", "")), fjern("false", sagA), "20,20,20", nil},
		{"the flag is left out", withPosts(sagA, post(dokA, "1", "")), unflagged(sagA), "20,20", []string{dokB}},
		{"they are to be left", withPosts(sagA, post(dokA, "1", ""), post(dokB, "2", "")), fjern("true", sagA), "20", []string{dokA, dokB}},
		{"one is another case's too", withPosts(sagA, post(dokA, "1", ""), post(dokB, "2", "")) + withPosts(sagB, post(dokA, "1", "")), fjern("false", sagA), "20,20",
			[]string{dokA, sagB}},
		{"the same document twice", withPosts(sagA, post(dokA, "1", ""), post(dokA, "2", "")), fjern("false", sagA), "20,20", []string{dokB}},
		{"no document of its own", withPosts(sagA), fjern("false", sagA), "20", []string{dokA, dokB}},
		{"a journal note is no document", withPosts(sagA, written), fjern("false", sagA), "20", []string{dokA, dokB}},
		{"named twice", withPosts(sagA), fjern("true", sagA, sagA), "20,44", []string{dokA, dokB}},
		{"in other letters", withPosts(sagA), fjern("true", strings.ToUpper(sagA)), "20", []string{dokA, dokB}},
		{"a document by a case's UUID", withPosts(sagA), fjern("false", dokA), "44", []string{dokA, dokB, sagA}},
		{"one that is there and one that is not", withPosts(sagA), fjern("false", sagB, sagA), "44,20", []string{dokA, dokB}},
		{"one that is no UUID", withPosts(sagA), ref("sdi:SagUuid", "x") + ref("sdi:SagUuid", sagA), "", []string{dokA, dokB, sagA}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newReader(t)
			if sent := r.sdi("Importer", dokument(dokA)+dokument(dokB)+c.before); strings.Trim(texts(sent, "//StatusKode"), "20,") != "" {
				t.Fatal(texts(sent, "//FejlbeskedTekst"))
			}
			reply := r.sdi("Fjern", c.remove)
			if got := texts(reply, "//StatusKode"); got != c.codes {
				t.Errorf("status %s, want %s: %s", got, c.codes, texts(reply, "//FejlbeskedTekst")+texts(reply, "//faultstring"))
			}
			var left []string
			for _, o := range r.store.All() {
				left = append(left, o.UUID)
			}
			slices.Sort(left)
			slices.Sort(c.left)
			if !slices.Equal(left, c.left) {
				t.Errorf("left %v, want %v", left, c.left)
			}
			for _, id := range []string{sagA, sagB} {
				want := "44"
				if slices.Contains(left, id) {
					want = "20"
				}
				if got := texts(r.sdi("Fremsoeg", fremsoeg(id)), "//StatusKode"); got != want {
					t.Errorf("fremsoeg of %s: %s, want %s", id, got, want)
				}
			}
			r.check()
		})
	}
}

// TestNothingRemembered: what was removed may be imported anew, and has nothing
// of what it was; what others said of it is gone with it.
func TestNothingRemembered(t *testing.T) {
	r := newReader(t)
	sent := r.sdi("Importer", sag(sagA, lists("sag", titled(t1, "", "Gammel"), "", relation("sag:Sagsaktoer", owner, "", sagC, t1, "")))+
		sag(sagB, lists("sag", titled(t1, "", "Aftale"), "",
			relation("sag:Sagsaktoer", owner, "", sagC, t1, "")+relation("sag:Sagsrelation", owner, "", sagA, t1, ""))))
	if got := texts(sent, "//StatusKode"); got != "20,20" {
		t.Fatalf("status %s: %s", got, texts(sent, "//FejlbeskedTekst"))
	}
	r.sdi("Opdater", opdater(sagA, newTitle("Også gammel")))
	r.sdi("Fjern", fjern("false", sagA))
	other := r.sdi("Fremsoeg", fremsoeg(sagB))
	if got := texts(other, "//Sagsrelation/ReferenceID/UUIDIdentifikator") + "," + texts(other, "//Sagsaktoer/ReferenceID/UUIDIdentifikator"); got != ","+sagC {
		t.Errorf("the other case's relations: %q", got)
	}
	if got := texts(r.sdi("Importer", plain(sagA)), "//StatusKode"); got != "20" {
		t.Errorf("imported anew: %s", got)
	}
	again := r.sdi("Fremsoeg", fremsoeg(sagA))
	if got := texts(again, "//Titel") + "," + texts(again, "//Sagsaktoer/ReferenceID/UUIDIdentifikator"); got != "Aftale," {
		t.Errorf("the new one: %q", got)
	}
	if o, _ := r.store.Get(sagA); o.Registrations != 1 {
		t.Errorf("%d registrations", o.Registrations)
	}
	r.check()
}

// TestRemovalByOwner: a search that asks for an owner finds what he owns at the time of
// the search: not what he has given away, nor what he is to have. An owner by URN is
// asked for by URN.
func TestRemovalByOwner(t *testing.T) {
	const ahead = "2999-01-01T12:00:00.000+01:00"
	byURN := func(relation string) string {
		return strings.Replace(relation, "<sd:UUIDIdentifikator>"+sagC+"</sd:UUIDIdentifikator>",
			"<sd:URNIdentifikator>urn:oio:cvr-nr:11111111</sd:URNIdentifikator>", 1)
	}
	owned := func(parts ...string) string {
		return sag(sagA, lists("sag", titled(t1, "", "Aftale"), "", strings.Join(parts, "")))
	}
	by := func(who, fra, til string) string { return relation("sag:Sagsaktoer", owner, "", who, fra, til) }
	asked := udtryk("", soegSag("", "", "", "<sag:Sagsaktoer>"+ref("gd:Rolle", owner)+ref("gd:ReferenceID", sagC)+"</sag:Sagsaktoer>"))
	for _, c := range []struct {
		name, before, asked string
		found               bool
	}{
		{"his", owned(by(sagC, t1, "")), asked, true},
		{"given away", owned(by(sagC, t1, t2), by(sagB, t2, "")), asked, false},
		{"given to him", owned(by(sagB, t1, t2), by(sagC, t2, "")), asked, true},
		{"given away and back", owned(by(sagC, t1, t2), by(sagB, t2, t3), by(sagC, t3, "")), asked, true},
		{"to be given away", owned(by(sagC, t1, ahead), by(sagB, ahead, "")), asked, true},
		{"to be given to him", owned(by(sagB, t1, ahead), by(sagC, ahead, "")), asked, false},
		{"his by URN", owned(byURN(by(sagC, t1, ""))), byURN(asked), true},
		{"given away by URN", owned(byURN(by(sagC, t1, t2)), by(sagB, t2, "")), byURN(asked), false},
		{"his by URN, asked for by UUID", owned(byURN(by(sagC, t1, ""))), asked, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newReader(t)
			if got := texts(r.sdi("Importer", c.before), "//StatusKode"); got != "20" {
				t.Fatal(got)
			}
			reply := r.sdi("Fjern", c.asked)
			if _, left := r.store.Get(sagA); left == c.found {
				t.Errorf("left %t: %s %s", left, texts(reply, "//StatusKode"), texts(reply, "//FejlbeskedTekst")+texts(reply, "//faultstring"))
			}
			r.check()
		})
	}
}
