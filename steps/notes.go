package steps

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/action"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/notat"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/verdict"
)

// note is a note as the index has it, read.
type note struct {
	oio.Del
	titel  string
	text   string
	looks  notat.Format // what its bytes look like
	format notat.Format // what it says that it is
	named  string       // the UUID by which it says so
	err    error        // why it cannot be read
}

// titled reports whether the title holds the words of the caseworker.
func (n note) titled(titel string) bool {
	return titel != "" && strings.Contains(oio.Composed(n.titel), oio.Composed(titel))
}

// inForce reports whether it holds still.
func (n note) inForce() bool { return n.Virkning.Til.Uendelig }

func inForce(all []note) []note {
	return slices.DeleteFunc(slices.Clone(all), func(n note) bool { return !n.inForce() })
}

func titles(all []note) []string {
	var out []string
	for _, n := range all {
		out = append(out, n.titel)
	}
	return out
}

// counted is how many notes there are, and what they are called when that is some.
func counted(all []note) string {
	if len(all) == 0 {
		return "0"
	}
	return fmt.Sprintf("%d: %s", len(all), list(titles(all)))
}

// asked is a note that the scenario asked for: what it is called, and each of the
// texts that it has been given.
type asked struct {
	titel string
	texts []string
}

// called reports whether it has just that title.
func (a asked) called(titel string) bool { return oio.Composed(a.titel) == oio.Composed(titel) }

func (a asked) large() bool { return len(a.texts[len(a.texts)-1]) > largestNote }

// largestNote is how much of a note the index takes, in bytes (3.11, Notat).
const largestNote = 100 << 10

// worded reports whether the note says what was asked for, in one of its versions.
func (a asked) worded(n note) bool {
	if n.err != nil {
		return false
	}
	if a.large() && n.titled(a.titel) && notat.Begins(n.text, tooLarge) {
		return true
	}
	return slices.ContainsFunc(a.texts, func(t string) bool { return notat.Compare(t, n.text) != notat.Different })
}

// likeness is how much a note looks like the one that was asked for; 0 not at all.
func (a asked) likeness(n note) int {
	like := 0
	if a.worded(n) {
		like += 2
	}
	if n.titled(a.titel) {
		like++
	}
	return like
}

// notes are those of a case: the scenario's, by what they say, and the others, which
// the system has written by itself. newest is the one that the scenario asked for
// last, nil when the index has it not.
type notes struct {
	ours, others []note
	newest       *note
}

// ofNotes makes a claim about the notes of the scene's newest case. What was passed
// over is told.
func ofNotes(ctx context.Context, do func(*view, notes) error) error {
	return ofCase(ctx, func(s *view) error {
		n := sorted(s.notesOf(s.roles(s.sag, "Journalpost", "Journalnotat")), s.asked())
		s.passedOver(inForce(n.others))
		return do(s, n)
	})
}

// asked are the notes that the scenario has asked for on its newest case; one that
// was corrected is the last that has its title, and goes to the end.
func (s *view) asked() []asked {
	var out []asked
	for _, a := range s.AskedOfCase(action.OpretJournalnotat, action.RetJournalnotat) {
		one := asked{titel: a.Data.Titel}
		for i := len(out) - 1; i >= 0 && a.Kind == action.RetJournalnotat; i-- {
			if out[i].called(a.Data.Titel) {
				one = out[i]
				out = slices.Delete(out, i, i+1)
				break
			}
		}
		one.texts = append(one.texts, a.Data.Tekst)
		out = append(out, one)
	}
	return out
}

// sorted tells the scenario's notes from the others. A note is the one that it looks
// most like. Where one says what was asked for, another that has the title's words
// among its own and says something else is another note ("Notatet Opfølgning er
// oprettet"). A scenario that asked for none means all there are.
func sorted(all []note, wanted []asked) notes {
	if len(wanted) == 0 {
		return notes{ours: all, newest: best(all, asked{texts: []string{""}})}
	}
	of, said := make([]int, len(all)), make([]bool, len(wanted))
	for i, n := range all {
		of[i] = -1
		most := 0
		for w, a := range wanted {
			// The later of two that are as like: a correction may have its namesake's words.
			if like := a.likeness(n); like > 0 && like >= most {
				of[i], most = w, like
			}
		}
		if most >= 2 {
			said[of[i]] = true
		}
	}
	var out notes
	var last []note
	for i, n := range all {
		w := of[i]
		if w < 0 || said[w] && !wanted[w].worded(n) && !wanted[w].called(n.titel) {
			out.others = append(out.others, n)
			continue
		}
		out.ours = append(out.ours, n)
		if w == len(wanted)-1 {
			last = append(last, n)
		}
	}
	out.newest = best(last, wanted[len(wanted)-1])
	return out
}

// best is the newest of some notes, in their order: one that holds before one that
// does not, and of those that began at the same time one that says what was asked for.
func best(all []note, a asked) *note {
	var out *note
	for i := range all {
		n := &all[i]
		switch {
		case out == nil, n.inForce() && !out.inForce():
			out = n
		case n.inForce() != out.inForce():
		case !n.Virkning.Fra.Time.Equal(out.Virkning.Fra.Time) || a.now(*n) || !a.now(*out):
			out = n
		}
	}
	return out
}

// now reports whether the note says the newest text.
func (a asked) now(n note) bool {
	return n.err == nil && notat.Compare(n.text, a.texts[len(a.texts)-1]) != notat.Different
}

// passedOver tells how many of the case's notes are none of the scenario's.
func (s *view) passedOver(others []note) {
	if len(others) == 0 {
		s.Aside(ruleAndreNotat.ID, verdict.Finding{})
		return
	}
	s.Aside(ruleAndreNotat.ID, ruleAndreNotat.Finding("Sagen har også journalnotater, som scenariet ikke bad om; de er ikke talt med, og er bedømt som alt andet.",
		"scenariets egne notater", counted(others)))
}

// reasons are the notes on what refers to the scene's newest document.
func (s *view) reasons() []note {
	return slices.DeleteFunc(s.notesOf(s.refers(s.sag, s.DokumentUUID())), func(n note) bool {
		return oio.Path(n.El, "JournalpostEgenskaber", "JournalnotatEgenskaber", "Notat") == nil
	})
}

// notesOf reads the notes of Journalposter.
func (s *view) notesOf(posts []oio.Del) []note {
	var out []note
	for _, d := range posts {
		field := func(name string) string {
			return oio.Text(oio.Path(d.El, "JournalpostEgenskaber", "JournalnotatEgenskaber", name))
		}
		n := note{Del: d, titel: field("Titel"), named: oio.Trim(field("Format"))}
		n.format = s.formatOf(n.named)
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(field("Notat")), ""))
		if err != nil {
			n.err = errNoBase64
		} else {
			n.looks = notat.Looks(raw)
			n.text, n.err = notat.Read(raw, n.format)
		}
		out = append(out, n)
	}
	return out
}

var errNoBase64 = errors.New("notatet er ikke base64")

// formatOf is the format that a UUID stands for. One that is on no list may be FK
// Klassifikation's own for any of them.
func (s *view) formatOf(uuid string) notat.Format {
	k, ok := s.Judge().Roles().ByUUID(string(oio.Sag), "Journalpost", municipality.ArtFormat, uuid)
	if !ok {
		return notat.Unknown
	}
	for _, f := range []notat.Format{notat.Plain, notat.RTF, notat.OOXML} {
		if strings.EqualFold(string(f), k.Navn) {
			return f
		}
	}
	return notat.Format(k.Navn)
}

// says claims that a note says a text. n is nil when there is no such note; others
// are what there is instead, if anything.
func (s *view) says(rule anvisning.Listed, subject, expected string, n *note, others string) error {
	unseen := rule.ID + "/" + expected
	s.Aside(unseen, verdict.Finding{})
	message := subject + " i indekset stemmer ikke med scenariet."
	if n == nil {
		shown, _ := apart(expected, "")
		actual := "ingenting"
		if others != "" && others != list(nil) {
			actual = "intet sådant notat; de andre er " + others
		}
		return s.Claim(false, rule, message, shown, actual)
	}
	if err := s.readable(*n, expected); err != nil {
		return err
	}
	shown, actual := apart(expected, n.text)
	like := notat.Compare(expected, n.text)
	if like == notat.AlikeToTheEye {
		s.Aside(unseen, ruleUsynlige.Finding(subject+" ser ud som scenariets, men har andre mellemrum, eller tegn, som ingen kan se.", shown, actual))
	}
	if n.looks != notat.Unknown && n.looks != n.format && n.format != notat.Unknown {
		actual += fmt.Sprintf("; Format siger %s, men notatet er %s", n.format, n.looks)
	}
	return s.Claim(like != notat.Different, rule, message, shown, actual)
}

// readable claims that a note can be read. In a format that klarmeld does not know
// it is not tried; in one that it is not, it is wrong.
func (s *view) readable(n note, expected string) error {
	if n.err == nil {
		return nil
	}
	shown, _ := apart(expected, "")
	actual := n.err.Error()
	if n.looks != notat.Unknown && n.looks != n.format {
		actual += fmt.Sprintf("; det ligner %s", n.looks)
	}
	actual += "; Format er " + cmp.Or(string(n.format), n.named, "intet")
	if errors.Is(n.err, notat.ErrFormat) {
		return s.Claim(false, ruleNotatFormat, "Notatet er i et format, som klarmeld ikke kan læse; hvad det siger, er ikke prøvet.", shown, actual)
	}
	return s.Claim(false, ruleNotatLaeses, "Notatet kan ikke læses: en kollega ser ikke, hvad der står.", shown, actual)
}

// refersToSystem claims that the note says that it must be read elsewhere.
func (s *view) refersToSystem(n notes) error {
	const message = "Et notat, der er for stort, er ikke afløst af en henvisning til systemet."
	expected := "»" + tooLarge + " …«"
	if n.newest == nil {
		return s.Claim(false, ruleForStort, message, expected, "intet sådant notat")
	}
	if err := s.readable(*n.newest, tooLarge+" …"); err != nil {
		return err
	}
	text := n.newest.text
	return s.Claim(notat.Begins(text, tooLarge), ruleForStort, message, expected, fmt.Sprintf("%d bytes, der begynder »%s«", len(text), privacy.Cut(text, 40)))
}
