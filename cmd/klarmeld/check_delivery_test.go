package main

import (
	"archive/tar"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/config"
	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

// aDelivery is a folder of messages, with something wrong in some of them and between some.
func aDelivery(t *testing.T, messages int) string {
	t.Helper()
	good, err := os.ReadFile("testdata/messages/god.xml")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "sager")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range messages {
		raw := bytes.ReplaceAll(good, []byte("41ac9245-d933-5858-a0cc-565ce7d0bac5"), fmt.Appendf(nil, "41ac9245-0000-4000-8000-%012x", i-i%9/8))
		raw = bytes.ReplaceAll(raw, []byte("2026-000001"), fmt.Appendf(nil, "2026-%06d", i-i%7/6))
		if i%5 == 0 {
			raw = bytes.ReplaceAll(raw, []byte("27.35.04"), []byte("=27.35"))
		}
		if i%11 == 0 {
			raw = raw[:len(raw)/2]
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.xml", i)), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// writtenOf is all that check writes of a delivery on so many workers: the screen, the CSV
// and the SARIF file.
func writtenOf(t *testing.T, path string, workers int, change func(*checkOptions)) (parts [3]string, err error) {
	t.Helper()
	roles, _, err := config.Roles("")
	if err != nil {
		t.Fatal(err)
	}
	to := t.TempDir()
	o := checkOptions{delivery: deliveryFlags{csv: filepath.Join(to, "fund.csv"), sarif: filepath.Join(to, "fund.sarif"), every: 1, workers: workers}}
	if change != nil {
		change(&o)
	}
	var out bytes.Buffer
	err = checkDelivery(t.Context(), o, judge.Beside{Roles: roles}, []string{path}, nil, &out, true)
	parts[0] = out.String()
	for i, name := range []string{o.delivery.csv, o.delivery.sarif} {
		raw, failed := os.ReadFile(name)
		if failed != nil {
			t.Fatal(failed)
		}
		parts[i+1] = string(raw)
	}
	return parts, err
}

// TestDeliveryOnOneCoreAndMany: every byte that is written is the same, however many judge,
// and whether all is shown or what each rule found.
func TestDeliveryOnOneCoreAndMany(t *testing.T) {
	t.Parallel()
	dir := aDelivery(t, 90)
	for name, change := range map[string]func(*checkOptions){
		"folded": func(*checkOptions) {},
		"all":    func(o *checkOptions) { o.delivery.all = true },
		"JSON":   func(o *checkOptions) { o.json = true },
	} {
		one, err := writtenOf(t, dir, 1, change)
		if code := exitCodeOf(err); code != 20 {
			t.Fatalf("%s: exit code %d: %v", name, code, err)
		}
		for _, workers := range []int{2, 5} {
			if many, again := writtenOf(t, dir, workers, change); many != one || exitCodeOf(again) != 20 {
				t.Errorf("%s: %d workers write something else", name, workers)
			}
		}
	}
}

func exitCodeOf(err error) int {
	if e := (exit{}); errors.As(err, &e) {
		return e.code
	}
	return 0
}

// TestDeliveryInEveryForm: all forms tell of the same findings, as many as there are, and
// each form keeps its own standard.
func TestDeliveryInEveryForm(t *testing.T) {
	t.Parallel()
	dir := aDelivery(t, 60)
	as, _ := writtenOf(t, dir, 2, func(o *checkOptions) { o.json = true })
	var told struct {
		Findings []verdict.Finding
		Rules    []verdict.RuleFold
		Traffic  summary
	}
	if err := json.Unmarshal([]byte(as[0]), &told); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(as[1], "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := sarif.FromString(as[2])
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(); err != nil {
		t.Error(err)
	}
	results := doc.Runs[0].Results
	if n := len(told.Findings); n < 20 || len(rows)-1 != n || len(results) != n || told.Traffic.Messages != 60 || !told.Traffic.Across {
		t.Fatalf("%d findings in JSON, %d in CSV, %d in SARIF; %+v", n, len(rows)-1, len(results), told.Traffic)
	}
	sum, rules := 0, map[string]int{}
	for i, f := range told.Findings {
		rules[f.Rule]++
		if row := rows[i+1]; row[3] != f.Rule || row[9] != f.File || *results[i].RuleID != f.Rule ||
			*doc.Runs[0].Tool.Driver.Rules[results[i].RuleIndex].ID != f.Rule {
			t.Fatalf("finding %d: %s in %s, row %q, result %s", i, f.Rule, f.File, row, *results[i].RuleID)
		}
		for _, cell := range rows[i+1] {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("a spreadsheet would reckon %q", cell)
			}
		}
	}
	for _, x := range told.Rules {
		sum += x.Findings
		if x.Findings != rules[x.Rule] || len(x.Examples) == 0 || len(x.Examples) > verdict.Examples {
			t.Errorf("%s: %d findings, %d examples; want %d", x.Rule, x.Findings, len(x.Examples), rules[x.Rule])
		}
	}
	if sum != len(told.Findings) || rules[judge.RuleRefused.ID] == 0 || rules[anvisning.RuleKey.ID] == 0 {
		t.Errorf("%d folded, %d findings: %v", sum, len(told.Findings), rules)
	}
}

// TestDeliveryInterrupted: what was found until then is shown, the files that were asked
// for are whole, and the exit code says that it is not all. Nothing is left on the disk.
func TestDeliveryInterrupted(t *testing.T) {
	t.Parallel()
	for _, s := range stopping {
		t.Run(s.name, func(t *testing.T) {
			p := startedAs(t, "klarmeld", "check", "--alle", "--csv", "fund.csv", "--sarif", "fund.sarif", "-")
			raw, err := os.ReadFile("testdata/messages/titler.xml")
			if err != nil {
				t.Fatal(err)
			}
			w := tar.NewWriter(p.in)
			for i := range 3 {
				if err := w.WriteHeader(&tar.Header{Name: fmt.Sprintf("%d.xml", i), Mode: 0o600, Size: int64(len(raw)), Typeflag: tar.TypeReg}); err != nil {
					t.Fatal(err)
				}
				if _, err := w.Write(raw); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			p.until("1.xml") // it waits for more
			code, out, errs := p.stop(s.signal)
			if code != s.code || !strings.Contains(out, "Afbrudt: ") || !strings.Contains(errs, "klarmeld: afbrudt ("+s.name+"): ") ||
				!strings.Contains(errs, "resten er ikke læst") || strings.Contains(out+errs, "context canceled") {
				t.Errorf("exit code %d: %s\n%s", code, out, errs)
			}
			whole, err := os.ReadFile(filepath.Join(p.cmd.Dir, "fund.sarif"))
			if err != nil {
				t.Fatal(err)
			}
			if doc, err := sarif.FromBytes(whole); err != nil || doc.Validate() != nil || len(doc.Runs[0].Results) < 4 {
				t.Errorf("SARIF: %v\n%s", err, whole)
			}
			if rows, err := os.ReadFile(filepath.Join(p.cmd.Dir, "fund.csv")); err != nil || !bytes.HasSuffix(rows, []byte("\r\n")) ||
				bytes.Count(rows, []byte("titel.ord")) < 2 {
				t.Errorf("CSV: %v\n%s", err, rows)
			}
			left, err := filepath.Glob(filepath.Join(os.TempDir(), fmt.Sprintf("klarmeld-*%d*", p.cmd.Process.Pid)))
			if err != nil || len(left) != 0 {
				t.Errorf("left behind: %q, %v", left, err)
			}
		})
	}
}
