package simulated_test

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/simulated"

	"github.com/beevik/etree"
)

// step is one action of the script, with what happens in the registers before.
type step struct {
	name   string
	before func(*world)
	action.Request
}

// do makes a step that is about a case, a document or both: "hjemmebesøg/brev".
func do(name string, kind action.Kind, about string, d action.Data) step {
	sag, dokument, _ := strings.Cut(about, "/")
	return step{name: name, Request: action.Request{Kind: kind, Sag: sag, Dokument: dokument, Data: d}}
}

func create(name, sag, kle string) step {
	s := do(name, action.OpretSag, sag, newCase(sag).Data)
	s.Data.KLE = kle
	return s
}

func company() step {
	s := create("opret virksomhed", "bageri", "32.30.04")
	s.Data.Borger, s.Data.Virksomhed = nil, &action.Virksomhed{Navn: "Bageriet på Torvet", CVR: "99999999"}
	return s
}

func stock() step {
	s := create("bestand", "bestand", "27.35.04")
	s.Kind, s.Data.Antal = action.OverfoerBestand, 5
	return s
}

func passive() step {
	s := create("passiv", "gammel", "27.35.04")
	s.Kind, s.Data.Oprettet, s.Data.Afsluttet = action.OverfoerPassivSag, "2020-01-01", "2020-03-01"
	return s
}

func takeover() step {
	s := create("overtag", "overtaget", "27.35.04")
	s.Kind, s.Data.UUID, s.Data.Sagsnummer = action.OvertagSag, id("overtaget"), "ANDEN-7"
	return s
}

var bente = &action.Borger{Navn: "Bente Lund", CPR: "0199990001"}

// script is a working life: every action that a system knows, so that every
// deviation has an occasion. A step is done a day after the one before it, and
// so none shows only because another came earlier or later.
var script = slices.Concat(
	[]step{
		create("opret", "besøg", "27.35.04"),
		company(),
		do("titel", action.RetSagstitel, "besøg", action.Data{Titel: "Aftale om besøg"}),
		do("tilstand", action.SkiftTilstand, "besøg", action.Data{Tilstand: "Oplyst"}),
		do("enhed", action.SkiftEnhed, "besøg", action.Data{Enhed: "Borgerservice"}),
		do("behandler", action.SkiftSagsbehandler, "besøg", action.Data{Sagsbehandler: "Karl Berg"}),
		do("part", action.TilfoejPart, "besøg", action.Data{Borger: bente}),
		do("part slut", action.AfslutPart, "besøg", action.Data{Borger: bente}),
		do("part slettet", action.SletPart, "besøg", action.Data{Borger: bente}),
		do("undtag", action.UndtagSag, "besøg", action.Data{Titel: "Sag", Hjemmel: "Offentlighedsloven § 30"}),
		do("følsomhed", action.SkiftFoelsomhed, "besøg", action.Data{Foelsomhed: "VIP_SAGER"}),
		do("oversag", action.KnytOversag, "besøg", action.Data{Oversag: "bageri"}),
		do("beskyt", action.BeskytSag, "besøg", action.Data{Enhed: "Forebyggelsesteamet"}),
		do("skjul", action.SkjulSag, "besøg", action.Data{Visning: "VIS-1"}),
		do("ejer", action.SkiftEjer, "bageri", action.Data{Kommune: &action.Virksomhed{Navn: names[nordbaek], CVR: nordbaek}}),
		do("hold", action.HoldTilbage, "", action.Data{}),
		do("holdt titel", action.RetSagstitel, "bageri", action.Data{Titel: "Bageri"}),
		do("holdt tilstand", action.SkiftTilstand, "bageri", action.Data{Tilstand: "Afgjort"}),
		do("samlet", action.SendSamlet, "", action.Data{}),
		do("luk", action.LukSag, "bageri", action.Data{}),
		stock(),
		passive(),
	},
	documents,
	[]step{
		{"læs organisation", func(w *world) {
			w.units = []object{{"Borgerservice og bibliotek", "4000"}, w.units[0], {"Nyt team", "5000"}}
		}, action.Request{Kind: action.LaesOrganisation}},
		do("ny enhed", action.SkiftEnhed, "besøg", action.Data{Enhed: "Nyt team"}),
		do("omdøbt enhed", action.SkiftEnhed, "besøg", action.Data{Enhed: "Borgerservice og bibliotek"}),
		{"læs klassifikation", func(w *world) {
			w.classes = append(slices.Clone(w.classes), object{"Nyt emne", "27.35.99"})
			w.classes[2].name = "Forebyggende besøg i hjemmet"
		}, action.Request{Kind: action.LaesKlassifikation}},
		create("nyt emne", "nyt emne", "27.35.99"),
		create("omdøbt emne", "omdøbt emne", "27.35.04"),
		do("slet sag", action.SletSag, "bageri", action.Data{}),
		takeover(),
		do("fjern ved søgning", action.FjernAlt, "", action.Data{Metode: action.MedSoegning, EfterladDokumenter: true}),
		do("fjern igen", action.FjernAlt, "", action.Data{Metode: action.MedUUID}),
		create("første", "første", "27.35.04"),
		create("anden", "anden", "27.35.04"),
		do("fjern ved navn", action.FjernAlt, "", action.Data{Metode: action.MedUUID}),
	},
)

// documents are the notes and documents of the script.
var documents = []step{
	do("notat", action.OpretJournalnotat, "besøg", action.Data{Titel: "Samtale", Tekst: "Borgeren er ringet op og vil gerne have besøg."}),
	do("andet notat", action.OpretJournalnotat, "besøg", action.Data{Titel: "Besøg", Tekst: "Aflyst."}),
	do("ret notat", action.RetJournalnotat, "besøg", action.Data{Titel: "Besøg", Tekst: "Flyttet."}),
	do("stort notat", action.OpretJournalnotat, "besøg", action.Data{Titel: "Udskrift", Tekst: strings.Repeat("æ", 51_201)}),
	do("brev", action.TilfoejDokument, "besøg/brev",
		action.Data{Titel: "Brev fra borgeren", Dokumenttype: "Brev, indgaaende", Brevdato: "2026-05-01", Begrundelse: "Bilag til afgørelsen, som den er."}),
	do("udkast", action.TilfoejDokument, "besøg/svar", action.Data{Titel: "Svar", Dokumenttype: "Brev, udgaaende", Tilstand: "Underudarbejdelse"}),
	do("afsend", action.SendDokument, "/svar", action.Data{Brevdato: "2026-05-02"}),
	do("internt", action.TilfoejDokument, "besøg/notits", action.Data{Titel: "Notits", Dokumenttype: "Internt Notat", Tilstand: "Underudarbejdelse"}),
	do("færdigt", action.SkiftDokumenttilstand, "/notits", action.Data{Tilstand: "Endeligt"}),
	do("undtaget dokument", action.TilfoejDokument, "besøg/lukket",
		action.Data{Titel: "Rapport", LukketTitel: "Rapport om Godtfred Lund", Dokumenttype: "Rapport", Hjemmel: "Offentlighedsloven § 30"}),
	do("revision", action.NyRevision, "/notits", action.Data{Titel: "Notits, anden udgave", Bilag: "notits 2"}),
	do("bilag", action.TilfoejBilag, "/svar", action.Data{Titel: "Skema", Dokumenttype: "Andet", Bilag: "skema"}),
	do("også på", action.JournaliserDokument, "bageri/brev", action.Data{Titel: "Brev om bageriet"}),
	do("tag af", action.TagDokumentAfSag, "bageri/brev", action.Data{}),
	do("slet dokument", action.SletDokument, "/lukket", action.Data{}),
}

// play performs the script by a system and gives, step by step, what was sent
// and answered, a line for each part of a message.
func play(t *testing.T, p simulated.Profile) map[string][]string {
	t.Helper()
	w := newWorld(t)
	s, out := w.install(p), map[string][]string{}
	for i, step := range script {
		w.now = morning.AddDate(0, 0, i)
		if step.before != nil {
			step.before(w)
		}
		step.ID = step.name
		from, begun := len(w.sent), w.now
		ans := s.Do(step.Request)
		var lines []string
		for _, r := range w.sent[from:] {
			place := r.service()
			if late := r.at.Sub(begun); late >= time.Hour {
				place += " efter " + late.Truncate(time.Minute).String()
			}
			lines = append(lines, parts(r.body, place)...)
		}
		lines = append(lines, fmt.Sprintf("svar %s %s %s", ans.Status, ans.Reason, ans.Sagsnumre))
		out[step.name] = lines
	}
	return out
}

// parts are the parts of a message: what stands in a list is one line, with
// all that it says, and so is every other value.
func parts(el *etree.Element, place string) []string {
	place += "/" + el.Tag
	if len(el.ChildElements()) == 0 {
		return []string{place + "=" + value(el)}
	}
	if list := el.Parent().Tag; strings.HasSuffix(list, "Liste") && el.Tag != "LokalUdvidelseListe" {
		return []string{place + ": " + strings.Join(values(el), " ")}
	}
	var out []string
	for _, c := range el.ChildElements() {
		out = append(out, parts(c, place)...)
	}
	return out
}

// values are all that an element says. What stands in an element for the kind
// of its value (a UUID, a time) goes by the name of the one above it.
func values(el *etree.Element) []string {
	if len(el.ChildElements()) == 0 {
		name := el.Tag
		if slices.Contains([]string{"UUIDIdentifikator", "URNIdentifikator", "TidsstempelDatoTid", "GraenseIndikator"}, name) {
			name = el.Parent().Tag
		}
		return []string{name + "=" + value(el)}
	}
	var out []string
	for _, c := range el.ChildElements() {
		out = append(out, values(c)...)
	}
	return out
}

// millisecond tells changes of one step apart: which has which depends on how
// many there were.
var millisecond = regexp.MustCompile(`\.\d{3}\+02:00$`)

// value is the text of an element: a time to the second, a note as it was
// before it became base64.
func value(el *etree.Element) string {
	if el.Tag != "Notat" {
		return millisecond.ReplaceAllString(el.Text(), "")
	}
	raw, err := base64.StdEncoding.DecodeString(el.Text())
	if err != nil {
		return "ikke base64: " + el.Text()
	}
	return string(raw)
}
