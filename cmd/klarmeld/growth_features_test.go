package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/steps"
)

// growthOfFeatures is what a folder of scenarios costs to read, and to play.
func growthOfFeatures() []grown {
	const ask = "    Når sagsbehandleren \"Karla Bruun\" opretter sagen \"%s\" for borgeren \"Tage Holm\" i enheden \"Borgerservice\" med " +
		"KLE-nummeret \"00.01.00\"\n"
	const claim = "    Så er sagens ansvarlige enhed \"Borgerservice\", læst i FK Organisation, før den blev brugt\n"
	one := func(i int, name, title string) string {
		return fmt.Sprintf("\n  @id:egen-%d\n  Scenarie: %s %d\n    Beviser noget.\n\n", i, name, i) + fmt.Sprintf(ask, title) + claim
	}
	return []grown{
		{"features: scenarios", 250, featured(true, func(n int) string { return eachText(n, func(i int) string { return one(i, "Nr.", "A") }) })},
		{"features: scenarios that are cut by --only", 250,
			featured(true, func(n int) string { return eachText(n, func(i int) string { return one(i, "Nr.", "A") }) }, "egen-1")},
		{"features: steps", 1000, featured(true, func(n int) string { return one(1, "Nr.", "A") + strings.Repeat(claim, n) })},
		{"features: a long name", 2500, featured(true, func(n int) string { return one(1, repeat(n, "æ "), "A") })},
		{"features: a long name in one word", 3500, featured(true, func(n int) string { return one(1, repeat(n, "æ"), "A") })},
		{"features: a long value", 2500, featured(true, func(n int) string { return one(1, "Nr.", repeat(n, "æ ")) })},
		{"features: a long description", 500, featured(true, func(n int) string {
			return strings.Replace(one(1, "Nr.", "A"), "Beviser noget.\n", "Beviser noget,\n"+repeat(n, "    og noget mere til\n"), 1)
		})},
		{"features: a table", 2000, featured(true, func(n int) string {
			return strings.Replace(one(1, "<titel>", "<titel>"), "Scenarie:", "Abstrakt Scenario:", 1) + "\n    Eksempler:\n" +
				"      | titel |\n" + each(n, "      | t%d |\n")
		})},
		{"features: a wide table", 100, featured(true, func(n int) string {
			return strings.Replace(one(1, "x", each(n, "<t%d>")), "Scenarie:", "Abstrakt Scenario:", 1) + "\n    Eksempler:\n      |" + each(n, " t%d |") + "\n      |" +
				repeat(n, " x |") + "\n"
		})},
		{"features: unknown tags", 2000, featured(false, func(n int) string {
			return strings.Replace(one(1, "Nr.", "A"), "  @id", "  "+each(n, "@m%d ")+"@id", 1)
		})},
		{"features: comments", 8000, featured(true, func(n int) string { return repeat(n, "# når noget\n") + one(1, "Nr.", "A") })},
		{"features: one ID again and again", 50, featured(false, func(n int) string { return eachText(n, func(int) string { return one(1, "Nr.", "A") }) })},
		{"features: unknown sentences", 50, featured(false, func(n int) string { return one(1, "Nr.", "A") + each(n, "    Og sker der noget andet, nummer %d\n") })},
		{"features: a long unknown sentence", 5000, featured(false, func(n int) string { return one(1, "Nr.", "A") + "    Og " + repeat(n/5, "sker ") + "\n" })},
		{"features: misspelt keywords", 50, featured(false, func(n int) string {
			return one(1, "Nr.", "A") + repeat(n, "%s", strings.Replace(fmt.Sprintf(ask, "A"), "Når", "Nåar", 1))
		})},
		{"features: misspelt titles", 1000, featured(false, func(n int) string { return one(1, "Nr.", "A") + each(n, "  Scenaire: x%d\n") })},
		{"features: prose among the steps", 250, featured(false, func(n int) string { return one(1, "Nr.", "A") + each(n, "    her står bare noget %d\n") })},
		{"features: a long line of prose", 7000, featured(false, func(n int) string { return one(1, "Nr.", "A") + "    " + repeat(n, "x") + "\n" })},
		{"features: files", 100, manyFiles(one)},
		{"features: scenarios that are played", 5, playing(func(n int) string { return eachText(n, func(i int) string { return one(i, "Nr.", "A") }) })},
		{"features: steps that are played", 500, playing(func(n int) string { return one(1, "Nr.", "A") + strings.Repeat(claim, n) })},
	}
}

const featureHead = "# language: da\n@organisation\nEgenskab: Egne\n  Noget.\n"

// featured reads a folder with one file, which is to be right or full of mistakes:
// a file that is refused for another reason would measure nothing.
func featured(right bool, of func(n int) string, only ...string) func(testing.TB, int) func() {
	return func(t testing.TB, n int) func() {
		return readingOf(t, right, map[string]string{"e.feature": featureHead + of(n)}, only...)
	}
}

func manyFiles(one func(i int, name, title string) string) func(testing.TB, int) func() {
	return func(t testing.TB, n int) func() {
		files := map[string]string{}
		for i := range n {
			files[fmt.Sprintf("e%d.feature", i)] = featureHead + one(i, "Nr.", "A")
		}
		return readingOf(t, true, files)
	}
}

func readingOf(t testing.TB, right bool, files map[string]string, only ...string) func() {
	dir := featureFolder(t, files)
	return func() {
		_, err := newScript(dir, only, nil, false)
		if wrong := (steps.Mistakes{}); right != (err == nil) || !right && !errors.As(err, &wrong) {
			t.Fatalf("%.500v", err)
		}
	}
}

func featureFolder(t testing.TB, files map[string]string) string {
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// playing plays them too, on the reference system.
func playing(of func(n int) string) func(testing.TB, int) func() {
	return func(t testing.TB, n int) func() {
		dir := featureFolder(t, map[string]string{"e.feature": featureHead + of(n)})
		return exitsWith(t, 30, "run", "--system", "reference", "--features", dir, "--out", filepath.Join(t.TempDir(), "ud"))
	}
}
