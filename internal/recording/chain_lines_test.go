package recording_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/recording"
)

// lines are what is done to the lines of a recording, and what is said of it.
var lines = []struct {
	name   string
	change func(l []string) []string
	says   string
}{
	{"a byte of the first line", at(0, "prøve", "prøvf"), "linje 1 er ændret"},
	{"the nonce", at(0, nonce, strings.Repeat("0", 32)), "linje 1 er ændret: den begynder ikke med kørslens nonce"},
	{"a nonce that is none", at(0, nonce, "00"), "linje 1 er ændret: en nonce er"},
	{"an action", at(1, `"a1"`, `"a2"`), "linje 2 er ændret"},
	{"a status", at(2, `"status":200`, `"status":500`), "linje 3 er ændret"},
	{"a header", at(2, "text/xml", "text/xm"), "linje 3 er ændret"},
	{"a time", at(2, "12:00:00", "12:00:01"), "linje 3 er ændret"},
	{"a sender", at(2, `"afsender":"system"`, `"afsender":"nabo"`), "linje 3 er ændret"},
	{"a note", at(2, "soap.action", "soap.actior"), "linje 3 er ændret"},
	{"a digest of bytes", at(2, `"anmodning_sha256":"`, `"anmodning_sha256":"0`), "linje 3 er ændret"},
	{"a space that means nothing", at(2, `"status":200`, `"status": 200`), "linje 3 er ændret"},
	{"a letter that is written otherwise", at(0, `"system":"pr`, `"system":"\u0070r`), "linje 1 er ændret"},
	{"a member of nobody's", at(3, `{`, `{"x":1,`), "linje 4 er ændret"},
	{"the name of a file, moved", at(2, `"anmodningsfil":"0003-request.xml","svarfil":"0003-reply.xml",`,
		`"svarfil":"0003-reply.xml","anmodningsfil":"0003-request.xml",`), "linje 3 er ændret: navnene på dens filer"},
	{"the name of a file, gone", at(2, `"svarfil":"0003-reply.xml",`, ``), "linje 3 er ændret: den nævner ikke sine filer"},
	{"another's file", at(4, "0005-request.xml", "0003-request.xml"), "linje 5 nævner filen 0003-request.xml, som er linje 3's: to linjer har samme fil"},
	{"a file out of the folder", at(4, "0005-request.xml", "../x.xml"), "linje 5 er ændret: den nævner filen ../x.xml"},
	{"a line without its chain", func(l []string) []string {
		l[3] = regexp.MustCompile(`"forrige":"[0-9a-f]+",`).ReplaceAllString(l[3], "")
		return l
	}, "linje 4 er ikke kædet til linjen før den"},
	{"all lines but the first without a chain", func(l []string) []string {
		for i := range l[1:] {
			l[i+1] = regexp.MustCompile(`"forrige":"[0-9a-f]+",`).ReplaceAllString(l[i+1], "")
		}
		return l
	}, "linje 2 er ikke kædet"},
	{"the time of the last line", at(5, "12:00:00", "12:00:01"), "linje 6 er ændret: den passer ikke med sin egen SHA-256"},
	{"a byte of the last line's digest", at(5, `"sum":"`, `"sum":"0`), "linje 6 er ændret"},
	{"the number of entries", at(5, `"poster":6`, `"poster":5`), "linje 6 er ændret"},
	{"the end taken out of the last line", func(l []string) []string {
		l[5] = regexp.MustCompile(`,"slut":.*\}\}`).ReplaceAllString(l[5], "}")
		return l
	}, "linje 6 er ændret"},
	{"a line removed", func(l []string) []string { return slices.Delete(l, 2, 3) }, "linje 3 har nummer 4; der mangler en linje"},
	{"a line removed, the others counted anew", func(l []string) []string { return counted(slices.Delete(l, 2, 3)) },
		"linje 2 er ændret: linje 3 har en anden SHA-256 af den"},
	{"a line without a file removed, the others counted anew", func(l []string) []string { return renamed(counted(slices.Delete(l, 3, 4))) },
		"linje 3 er ændret: linje 4 har en anden SHA-256 af den"},
	{"a line doubled", func(l []string) []string { return slices.Insert(l, 3, l[2]) }, "linje 4 har nummer 3, som linjen før har; den står der to gange"},
	{"a line doubled, counted anew", func(l []string) []string { return renamed(counted(slices.Insert(l, 3, l[2]))) },
		"linje 3 er sat ind: linje 4 er kædet til linje 2"},
	{"an exchange inserted, counted anew", func(l []string) []string { return counted(slices.Insert(l, 4, l[2])) },
		"linje 5 nævner filen 0003-request.xml, som er linje 3's"},
	{"a wait inserted, counted anew", func(l []string) []string { return renamed(counted(slices.Insert(l, 4, l[3]))) },
		"linje 4 er sat ind: linje 5 er kædet til linje 3"},
	{"two lines swapped", func(l []string) []string { l[1], l[3] = l[3], l[1]; return l },
		"linje 2 har nummer 4; der mangler en linje, eller linjer er byttet om"},
	{"two lines swapped, counted anew", func(l []string) []string { l[1], l[3] = l[3], l[1]; return counted(l) },
		"linje 1 er ændret: linje 2 har en anden SHA-256 af den"},
	{"the first line removed", func(l []string) []string { return l[1:] }, "linje 1 har nummer 2"},
	{"the first line removed, counted anew", func(l []string) []string { return counted(l[1:]) }, "linje 1 er af en optagelse med kæde"},
	{"something after the last", func(l []string) []string { return append(l, "x") }, "linje 7 er sat ind: optagelsen blev afsluttet i linje 6"},
	{"a line after the last", func(l []string) []string { return append(l, `{"nr":7,"art":"ventet"}`+"\n") }, "linje 7 er ikke kædet"},
	{"an empty line", func(l []string) []string { return append(l, "\n") }, "linje 7 kan ikke læses"},
	{"a number below one", at(3, `"nr":4`, `"nr":-4`), "linje 4 har intet nummer"},
}

// at changes a line.
func at(i int, old, with string) func([]string) []string {
	return func(l []string) []string {
		if !strings.Contains(l[i], old) {
			panic(l[i] + " has no " + old)
		}
		l[i] = strings.Replace(l[i], old, with, 1)
		return l
	}
}

// counted gives the lines the numbers that they have come to have.
func counted(l []string) []string {
	for i := range l {
		l[i] = regexp.MustCompile(`^\{"nr":\d+`).ReplaceAllString(l[i], fmt.Sprintf(`{"nr":%d`, i+1))
	}
	return l
}

// renamed gives the lines' files the names that go with their numbers.
func renamed(l []string) []string {
	for i := range l {
		if i > 1 { // the action names one as a vendor may
			l[i] = regexp.MustCompile(`"\d{4}-(request|reply)\.xml"`).ReplaceAllString(l[i], fmt.Sprintf(`"%04d-$1.xml"`, i+1))
		}
	}
	return l
}

// TestLinesTamperedWith: what has been done to the lines is found, with the line
// and in words.
func TestLinesTamperedWith(t *testing.T) {
	for _, c := range lines {
		t.Run(c.name, func(t *testing.T) {
			dir := chained(t)
			tamper(t, dir, c.change)
			if got, err := recording.ChainOf(dir); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%+v, %v; want %q", got, err, c.says)
			}
			if _, err := recording.ReadFolder(dir); err == nil {
				t.Error("a reader is told nothing")
			}
		})
	}
}

func tamper(t *testing.T, dir string, change func([]string) []string) {
	t.Helper()
	index := filepath.Join(dir, recording.IndexFile)
	raw, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	l := strings.SplitAfter(string(raw), "\n")
	write(t, index, strings.Join(change(l[:len(l)-1]), ""))
}
