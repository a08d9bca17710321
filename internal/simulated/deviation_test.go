package simulated_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"klarmeld/internal/simulated"
)

// deviations are where in the script each deviation first shows: what a system
// that is right sends or answers there and this one does not, and the other way
// round. "" is nothing: what is not sent is all the difference, or what is sent
// besides.
var deviations = []struct {
	deviation        simulated.Flaw
	at, lost, gained string
}{
	{simulated.LeavesOutPart, "opret", "Rolle=Primær part", ""},
	{simulated.KeepsTitle, "titel", "Titel=Aftale om besøg", "Titel=Aftale om forebyggende hjemmebesøg"},
	{simulated.NeverCloses, "luk", "FremdriftStatusKode=Afsluttet", ""},
	{simulated.PassiveWithoutHistory, "passiv", "FremdriftStatusKode=Opstaaet", "Egenskaber: FraTidspunkt=2020-03-01T00:00:00"},
	{simulated.SkipsStates, "tilstand", "FremdriftStatusKode=Oplyst", "Titel=Aftale om besøg"},
	{simulated.MergesChanges, "samlet", "Titel=Bageri", ""},
	{simulated.GapBetweenUnits, "enhed", "FraTidspunkt=2026-06-05T08:00:00 TilTidspunkt=true", "FraTidspunkt=2026-06-06T08:00:00 TilTidspunkt=true"},
	{simulated.GapBetweenCaseworkers, "behandler", "FraTidspunkt=2026-06-06T08:00:00 TilTidspunkt=true", "FraTidspunkt=2026-06-07T08:00:00 TilTidspunkt=true"},
	{simulated.PartAsPrimary, "part", "Rolle=Sekundær part Type=Person Indeks=1", "Rolle=Primær part Type=Person ReferenceID=urn:oio:cpr-nr:0199990001"},
	{simulated.KeepsPart, "part slut", "TilTidspunkt=2026-06-08T08:00:00", "Titel=Aftale om besøg"},
	{simulated.EndsInsteadOfDeleting, "part slettet", "sagindeks/KasserInput/Kasser/ObjektType", "TilTidspunkt=2026-06-09T08:00:00"},
	{simulated.ShowsClosedTitle, "undtag", "TitelAlternativTekst=Aftale om besøg", "Titel=Aftale om besøg"},
	{simulated.KeepsSensitivity, "følsomhed", "Foelsomhed=VIP_SAGER", "Titel=Sag"},
	{simulated.ReversesOversag, "oversag", "Rolle=Oversag", "Rolle=Oversag"},
	{simulated.KeepsOwner, "ejer", "FuldtNavn=Nordbæk Kommune CVR-Nummer=22222222", "Titel=Aftale om forebyggende hjemmebesøg"},
	{simulated.CompanyByName, "opret virksomhed", "ReferenceID=urn:oio:cvr-nr:99999999", "ReferenceID=urn:oio:fuldtnavn:Bageriet på Torvet"},
	{simulated.LeavesOutAccess, "beskyt", "Sikkerhedsprofil: ", "Titel=Sag"},
	{simulated.LeavesOutVisibility, "skjul", "Rolle=Visningsklasse", "Titel=Sag"},
	{simulated.SendsLate, "titel", "Titel=Aftale om besøg", "sagdokumentindeks efter 1h0m0s/"},
	{simulated.LosesCases, "bestand", "Titel=Aftale om forebyggende hjemmebesøg 4", ""},

	{simulated.CutsNote, "notat", "Notat=Borgeren er ringet op og vil gerne have besøg. ", "Notat=Borgeren er ringet op og vil g "},
	{simulated.SameIndex, "andet notat", "Indeks=2", "Indeks=1"},
	{simulated.AddsCorrection, "ret notat", "Indeks=2", "Indeks=3"},
	{simulated.SendsLargeNote, "stort notat", "Notat=Dette Journalnotat er for stort", "Notat=æææ"},
	{simulated.LeavesOutReason, "brev", "Notat=Bilag til afgørelsen", "Rolle=Tilakteret"},
	{simulated.NoteReplacesKLE, "notat", "", "BrugervendtNoegle=15.20.00"},
	{simulated.NoteTitlePrefix, "notat", "Titel=Samtale", "Titel=[Dokument] Samtale"},

	{simulated.NeverFiles, "brev", "Rolle=Tilakteret", ""},
	{simulated.LetterWithoutDate, "brev", "BrevDato=2026-05-01", "Titel=Brev fra borgeren Dokumentnummer="},
	{simulated.SendingWithoutDate, "afsend", "BrevDato=2026-05-02", "Titel=Svar Dokumentnummer="},
	{simulated.InternalAsLetter, "internt", "Type=Internt Notat", "Type=Brev, udgaaende"},
	{simulated.RevisionWithoutRelation, "revision", "Rolle=NyRevision", ""},
	{simulated.AttachmentWithoutRelation, "bilag", "Rolle=Bilag", ""},
	{simulated.SameTitleEverywhere, "også på", "Dokumenttitel=Brev om bageriet", "Rolle=Tilakteret"},
	{simulated.ExemptWithoutTitle, "undtaget dokument", "TitelAlternativTekst=Rapport om Godtfred Lund", "Titel=Rapport Dokumentnummer="},
	{simulated.KeepsDraft, "færdigt", "FremdriftStatusKode=Endeligt", ""},
	{simulated.LeavesBothCases, "tag af", "", "TilTidspunkt=2026-07-06T08:00:00"},
	{simulated.KeepsDocument, "slet dokument", "dokumentindeks/FjernInput/UUIDIdentifikator=", ""},

	{simulated.TypesUsers, "opret", "bruger/SoegInput/", "ReferenceID=" + id("indtastet/Laura Sand")},
	{simulated.NeverRereadsOrganisation, "læs organisation", "organisationenhed/SoegInput/", ""},
	{simulated.KeepsUnitNames, "omdøbt enhed", "FuldtNavn=Borgerservice og bibliotek CVR-Nummer=", "FuldtNavn=Borgerservice CVR-Nummer="},
	{simulated.ReadsNewUnitsOnly, "læs organisation", "organisationenhed/ListInput/UUIDIdentifikator=" + id("organisationenhed/4000"), ""},
	{simulated.KeepsCaseworker, "behandler", "ReferenceID=" + id("bruger/kbk0002"), "Titel=Aftale om besøg"},
	{simulated.KeepsUnit, "enhed", "ReferenceID=" + id("organisationenhed/4000"), "Titel=Aftale om besøg"},
	{simulated.OneUnitForAll, "enhed", "ReferenceID=" + id("organisationenhed/4000"), "ReferenceID=" + id("organisationenhed/3100")},
	{simulated.TypesUnits, "opret", "organisationenhed/SoegInput/", "ReferenceID=" + id("indtastet/Forebyggelsesteamet")},

	{simulated.WrongFacet, "opret", "Klassetitel=Tilsyn BrugervendtNoegle=G01", "Klassetitel=Generelt BrugervendtNoegle=A00"},
	{simulated.NeverRereadsKLE, "læs klassifikation", "klasse/SoegInput/", ""},
	{simulated.KeepsEndedClass, "nyt emne", "ReferenceID=" + id("klasse/27.35.99"),
		"ReferenceID=" + id("klasse/27.35") + " Klassetitel=Nyt emne BrugervendtNoegle=27.35.99"},
	{simulated.KeepsClassTitles, "omdøbt emne", "Klassetitel=Forebyggende besøg i hjemmet", "Klassetitel=Forebyggende hjemmebesøg"},
	{simulated.OneClassForAll, "opret virksomhed", "ReferenceID=" + id("klasse/32.30.04"),
		"ReferenceID=" + id("klasse/27.35.04") + " Klassetitel=Sygedagpenge BrugervendtNoegle=32.30.04"},

	{simulated.ForgetsCase, "fjern ved navn", "/SagUuid/UUIDIdentifikator=", ""},
	{simulated.LeavesDocuments, "fjern ved navn", "EfterladSagsloeseDokumenter=false", "EfterladSagsloeseDokumenter=true"},
	{simulated.SearchesTooWide, "fjern ved søgning", "SagsitsystemRelation: Rolle=Master ReferenceID=" + itSystem, ""},
	{simulated.TakesDocuments, "fjern ved søgning", "EfterladSagsloeseDokumenter=true", "EfterladSagsloeseDokumenter=false"},
	{simulated.SearchesEveryMunicipality, "fjern ved søgning", "Sagsaktoer: Rolle=Ejer ReferenceID=" + id("organisation/"+names[korsbaek]), ""},
	{simulated.LeavesReference, "slet sag", "sagindeks/KasserInput/Kasser/ObjektType", ""},
	{simulated.EmptySearchRemovesAll, "fjern igen", "", "Sagsaktoer: Rolle=Ejer"},
	{simulated.ClosesInsteadOfRemoving, "fjern ved søgning", "/FjernSagDokumentIndeksInput/", "FremdriftStatusKode=Afsluttet"},
}

// TestDeviations: each deviation changes what its system sends, by just what
// it says, and nothing before there is an occasion for it.
func TestDeviations(t *testing.T) {
	right, tried := play(t, reference()), map[string]bool{}
	for _, c := range deviations {
		tried[string(c.deviation)] = true
		t.Run(string(c.deviation), func(t *testing.T) {
			got := play(t, reference(c.deviation))
			for _, step := range script {
				lost, gained := without(right[step.name], got[step.name]), without(got[step.name], right[step.name])
				if len(lost)+len(gained) == 0 && step.name != c.at {
					continue
				}
				if step.name != c.at {
					t.Fatalf("it shows at %q, want %q", step.name, c.at)
				}
				expect(t, "lost", c.lost, lost)
				expect(t, "gained", c.gained, gained)
				return
			}
			t.Errorf("there is no step %q", c.at)
		})
	}
	for _, d := range constants(t, "deviation.go") {
		if !tried[d] {
			t.Errorf("the deviation %q is not tried", d)
		}
	}
}

// expect wants a line with that text among the lines, or none at all.
func expect(t *testing.T, what, text string, lines []string) {
	t.Helper()
	has := func(line string) bool { return strings.Contains(line, text) }
	if text == "" && len(lines) > 0 || text != "" && !slices.ContainsFunc(lines, has) {
		t.Errorf("%s %q, want %q", what, lines, text)
	}
}

// TestScript: the script asks for every action that there is, and a system
// that is right performs all of it.
func TestScript(t *testing.T) {
	asked, answers := map[string]bool{}, play(t, reference())
	for _, step := range script {
		asked[string(step.Kind)] = true
		if lines := answers[step.name]; !strings.HasPrefix(lines[len(lines)-1], "svar udfoert  ") {
			t.Errorf("%s: %s", step.name, lines[len(lines)-1])
		}
	}
	for _, kind := range constants(t, "../action/kind.go") {
		if !asked[kind] {
			t.Errorf("the script never asks for %s", kind)
		}
	}
}

// constants reads the string constants of a file, so that a new one is not
// forgotten.
func constants(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		for _, spec := range gen.Specs {
			value, err := strconv.Unquote(spec.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, value)
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s declares no constants", path)
	}
	return out
}

// without is what stands in a and not in b, as often as it does.
func without(a, b []string) []string {
	left := slices.Clone(b)
	var out []string
	for _, line := range a {
		if i := slices.Index(left, line); i >= 0 {
			left = slices.Delete(left, i, i+1)
			continue
		}
		out = append(out, line)
	}
	return out
}
