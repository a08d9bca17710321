package main

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// TestRedirectsAreNotFollowed: where an adapter says that it is instead, nobody
// goes: not for an action, and not to see whether it answers.
func TestRedirectsAreNotFollowed(t *testing.T) {
	var elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	for _, status := range []int{300, 301, 302, 303, 305, 307, 308} {
		for n, to := range []string{other.URL + "/handling", "//" + strings.TrimPrefix(other.URL, "http://") + "/x", "/ny", "?igen", "file:///etc/passwd",
			"javascript:alert(1)", "", "\u202e", "http://bruger:kodeord@" + strings.TrimPrefix(other.URL, "http://")} {
			if n > 2 && status != 307 {
				continue // what differs by the address does not by the status
			}
			t.Run(fmt.Sprint(status, " ", n), func(t *testing.T) {
				t.Parallel()
				var asked, followed atomic.Int64
				adapter := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.RequestURI() != "/handling" {
						followed.Add(1)
					}
					if asked.Add(1); r.Method != http.MethodOptions {
						w.Header().Set("Location", to)
						w.WriteHeader(status)
					}
				}))
				defer adapter.Close()
				dir := t.TempDir()
				code, said := ended(t, dir, []string{"run", "--driver", adapter.URL + "/handling", "--addr", "127.0.0.1:0", "--only", "sag-01", "--out", "{}/ud"})
				if code != exitAdapter || asked.Load() == 0 || followed.Load() > 0 || elsewhere.Load() > 0 {
					t.Errorf("exit code %d, %s: asked %d times, followed %d times, and elsewhere %d times: %s", code, to, asked.Load(), followed.Load(),
						elsewhere.Load(), said)
				}
				if at := holding(t, dir, said, "kodeord"); at != "" {
					t.Errorf("the password stands in %s", at)
				}
			})
		}
	}
}

// holding is where a word stands: in what was said, or in a file of a folder.
func holding(t *testing.T, dir, said, word string) string {
	t.Helper()
	if strings.Contains(said, word) {
		return "what was said: " + said
	}
	at := ""
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "klarmeld.yaml") {
			return err
		}
		raw, err := os.ReadFile(path)
		if strings.Contains(string(raw), word) {
			at = path
		}
		return err
	}))
	return at
}

// TestDoorsOfTheAdapter: the name, the password and the token in an adapter's
// address reach the adapter, and stand nowhere else: not in errors, preflight,
// the recording or any form of the report.
func TestDoorsOfTheAdapter(t *testing.T) {
	t.Parallel()
	type adapter func(w http.ResponseWriter, r *http.Request)
	answers := map[string]adapter{
		"500": func(w http.ResponseWriter, r *http.Request) { http.Error(w, "nej: http://"+r.Host+r.URL.Path, 500) },
		"401 that tells": func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "http://bruger:kodeord@"+r.Host+r.URL.Path, http.StatusUnauthorized)
		},
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://bruger:kodeord@"+r.Host+"/y", http.StatusTemporaryRedirect)
		},
		"cut off": func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) },
		"no answer": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "http://bruger:kodeord@x/")
		},
		"failed": func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, `{"id": "x", "status": "fejlet", "begrundelse": "http://bruger:kodeord@x/"}`)
		},
	}
	for name, answer := range answers {
		var known atomic.Bool
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if user, password, ok := r.BasicAuth(); ok && user == "bruger" && password == "kodeord" && r.URL.Query().Get("token") == "hemmeligt" {
				known.Store(true)
			}
			answer(w, r)
		}))
		address := "http://bruger:kodeord@" + strings.TrimPrefix(srv.URL, "http://") + "/handling?token=hemmeligt"
		dir := t.TempDir()
		put(t, dir, "klarmeld.yaml", fmt.Sprintf("system: {navn: leverandoer, titel: x}\ndriver: %q\nadresse: \"127.0.0.1:0\"\n", address))
		all := ""
		for _, command := range [][]string{
			{"run", "--driver", address, "--addr", "127.0.0.1:0", "--only", "sag-01", "--out", "{}/ud", "--form", "sarif,markdown,csv,junit"},
			{"run", "--profile", "{}/klarmeld.yaml", "--only", "sag-01", "--out", "{}/ud2"}, {"preflight", "--profile", "{}/klarmeld.yaml"},
			{"explain", "--rapport", "{}/ud", "adapter"}, {"replay", "{}/ud/leverandoer"},
		} {
			_, said := ended(t, dir, command)
			all += said
		}
		srv.Close()
		_, said := ended(t, dir, []string{"preflight", "--profile", "{}/klarmeld.yaml"}) // nobody answers there now
		if all += said; !known.Load() {
			t.Errorf("%s: the adapter was not told who asks", name)
		}
		for _, word := range []string{"kodeord", "hemmeligt", "bruger:"} {
			if at := holding(t, dir, all, word); at != "" {
				t.Errorf("%s: %q stands in %s", name, word, at)
			}
		}
	}
}

// TestDoorsInMistakes: an address that cannot be used is told of without what
// opens doors.
func TestDoorsInMistakes(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"http://bruger:kodeord@", "http://bruger:kodeord@:x/", "http://bruger:kode%zzord-kodeord@h/", "http://bruger:kode/ord-kodeord@h/",
		"http://bruger:kode ord-kodeord@h/", "ftp://bruger:kodeord@h/", "http://bruger:kodeord@h:99999999/", "http://bruger:12kodeord@h/", "https://kodeord@h:1/",
		"http://bruger:kode@ord-kodeord@127.0.0.1:1/", "ws://bruger:kode#kodeord@h", "http:\\/\\/bruger:kodeord@h", "http://bruger:kodeord@[::1/",
	} {
		dir := t.TempDir()
		put(t, dir, "klarmeld.yaml", fmt.Sprintf("system: {navn: leverandoer, titel: x}\ndriver: %q\nadresse: \"127.0.0.1:0\"\nforkert: 1\n", address))
		for _, command := range [][]string{{"run", "--driver", address, "--addr", "127.0.0.1:0", "--only", "sag-01", "--out", "{}/ud"},
			{"preflight", "--profile", "{}/klarmeld.yaml"}} {
			code, said := ended(t, dir, command)
			if at := holding(t, dir, said, "kodeord"); code == 0 || at != "" {
				t.Errorf("%s, %s: exit code %d; the password stands in %s", command[0], address, code, at)
			}
		}
	}
}
