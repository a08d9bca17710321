package recording_test

import (
	"os"
	"path/filepath"
	"testing"

	"klarmeld/internal/recording"
)

// FuzzReader: whatever stands in a recording's list, it is read or refused; what
// is read has its numbers, and what its kind must have.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{"", "{}\n",
		`{"nr":1,"art":"koersel","koersel":{"system":"x"}}` + "\n" + `{"nr":2,"art":"handling","udfoert":{"anmodning":{}}}` + "\n",
		`{"nr":1,"art":"udveksling","udveksling":{"anmodningsfil":"../x","noter":["a: b"]}}` + "\n", "null\n", "{\"nr\":1,\"art\":\"ventet\"}\n\xff\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, list []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, recording.IndexFile), list, 0o600); err != nil {
			t.Fatal(err)
		}
		n := 0
		for e, err := range recording.Dir(dir).All() {
			if err != nil {
				if err.Error() == "" {
					t.Error("refused without a word")
				}
				return
			}
			if n++; e.Seq != n {
				t.Errorf("entry %d has the number %d", n, e.Seq)
			}
			switch {
			case e.Kind == recording.KindRun && e.Run == nil, e.Kind == recording.KindAction && e.Act == nil, e.Kind == recording.KindExchange && e.Exchange == nil:
				t.Errorf("an entry of the kind %s has nothing", e.Kind)
			}
			_, _ = recording.Dir(dir).Load(e) // its file is not there
		}
	})
}
