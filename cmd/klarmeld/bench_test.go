package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/config"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/verdict"
)

var (
	betweenTags = regexp.MustCompile(`>\s+<`)
	relations   = regexp.MustCompile(`(?s)<sag:RelationListe>.*</sag:RelationListe>`)
)

// goodMessage is an import of 13 kB that keeps every rule.
const goodMessage = "testdata/messages/god.xml"

// benchmarked is an import of 3.5 kB, of another case for each number.
func benchmarked(b testing.TB) func(n int64) []byte {
	b.Helper()
	raw, err := os.ReadFile(goodMessage)
	if err != nil {
		b.Fatal(err)
	}
	raw = betweenTags.ReplaceAll(raw, []byte("><"))
	// The owner is the only relation that stays: 3.5 kB is what a short import
	// of a case weighs.
	list := relations.Find(raw)
	first := list[:bytes.Index(list, []byte("</sag:Sagsaktoer>"))+len("</sag:Sagsaktoer>")]
	raw = bytes.Replace(raw, list, append(bytes.Clone(first), "</sag:RelationListe>"...), 1)
	const id = "41ac9245-d933-5858-a0cc-565ce7d0bac5"
	if n := len(raw); n < 3000 || n > 4500 || bytes.Count(raw, []byte(id)) != 1 {
		b.Fatalf("the import has %d bytes, and its UUID %d times", n, bytes.Count(raw, []byte(id)))
	}
	return func(n int64) []byte {
		numbered := bytes.Replace(raw, []byte(id), fmt.Appendf(nil, "41ac9245-d933-5858-a0cc-%012x", n), 1)
		return bytes.ReplaceAll(numbered, []byte("2026-000001"), fmt.Appendf(nil, "2026-%06d", n))
	}
}

// hammer sends the import again and again from as many senders as there are
// processors.
func hammer(b *testing.B, h http.Handler) {
	message := benchmarked(b)
	srv := httptest.NewServer(h)
	defer srv.Close()
	var n atomic.Int64
	b.SetBytes(int64(len(message(0))))
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		client := &http.Client{Transport: &http.Transport{}}
		for pb.Next() {
			resp, err := client.Post(srv.URL+"/sagdokumentindeks/6", "application/soap+xml", bytes.NewReader(message(n.Add(1))))
			if err != nil {
				b.Error(err)
				return
			}
			if _, err := io.Copy(io.Discard, resp.Body); err != nil {
				b.Error(err)
			}
			resp.Body.Close()
			if resp.StatusCode != 200 {
				b.Errorf("HTTP %d", resp.StatusCode)
				return
			}
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}

// readBare reads the message and answers nothing: what net/http costs.
func readBare(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }

// parseBody reads the message into a tree of elements and answers nothing: what nobody
// who looks at XML by that library can be quicker than.
func parseBody(w http.ResponseWriter, r *http.Request) {
	if _, err := etree.NewDocument().ReadFrom(r.Body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

// BenchmarkBare lets net/http read alone.
func BenchmarkBare(b *testing.B) { hammer(b, http.HandlerFunc(readBare)) }

// BenchmarkParse lets etree parse.
func BenchmarkParse(b *testing.B) { hammer(b, http.HandlerFunc(parseBody)) }

// BenchmarkServe answers as klarmeld serve does, recording to disk.
func BenchmarkServe(b *testing.B) { benchServe(b, false) }

// BenchmarkServeJudged records and judges each message too.
func BenchmarkServeJudged(b *testing.B) { benchServe(b, true) }

// BenchmarkCheck judges a message of a delivery by itself, as klarmeld check does.
func BenchmarkCheck(b *testing.B) {
	message, err := longImport()
	if err != nil {
		b.Fatal(err)
	}
	roles, _, err := config.Roles("")
	if err != nil {
		b.Fatal(err)
	}
	by, n, found := judge.Beside{Roles: roles}, int64(0), int64(0)
	b.SetBytes(int64(len(message(0))))
	b.ReportAllocs()
	for b.Loop() {
		n++
		found += int64(len(by.Check("", message(n))))
	}
	if found != n/mistakeEvery {
		b.Fatalf("%d findings in %d messages", found, n)
	}
}

func benchServe(b *testing.B, judged bool) {
	r, err := recordedTo(filepath.Join(b.TempDir(), "optagelse"), judged)
	if err != nil {
		b.Fatal(err)
	}
	hammer(b, r.open)
	if err := r.close(); err != nil {
		b.Fatal(err)
	}
}

// recorded are services whose traffic is recorded to a folder.
type recorded struct {
	open   *services.Services
	log    *recording.Stream
	folder *recording.Folder
	judge  *judge.Judge // that reads each entry when it has been written; nil: none does
	judged *following
}

// close ends the recording, when all of it has been judged.
func (r recorded) close() error {
	err := r.folder.Close()
	if r.judged != nil {
		err = errors.Join(err, r.judged.end())
	}
	return err
}

func recordedTo(dir string, judged bool) (r recorded, err error) {
	ground, err := groundOf("", "")
	if err != nil {
		return r, err
	}
	if r.folder, err = recording.NewGathered(dir); err != nil {
		return r, err
	}
	now := danishNow()
	var to recording.Log = r.folder
	if judged {
		r.judge = judge.New(map[string]verdict.CapabilityID{}).WithoutSuggestions()
		r.judged = follow(r.judge, r.folder)
		to = r.judged
	}
	r.log = recording.NewStream(now, to)
	r.open, _, err = services.Open(ground, recording.Run{System: "bench", Nonce: recording.NonceOf("bench")}, r.log, now)
	return r, err
}

// following is a log that lets a judge read each entry when it has been written, beside
// what else goes on: as a run's judge reads its tape. It is never further behind than a
// few entries.
type following struct {
	to      recording.Log
	written chan recording.Entry
	over    chan error
}

const mostBehind = 64

func follow(j *judge.Judge, to recording.Log) *following {
	f := &following{to: to, written: make(chan recording.Entry, mostBehind), over: make(chan error, 1)}
	go func() {
		var err error
		for e := range f.written {
			if err == nil {
				err = j.Take(e)
			}
		}
		f.over <- err
	}()
	return f
}

func (f *following) Append(e recording.Entry) (recording.Entry, error) {
	e, err := f.to.Append(e)
	if err == nil {
		f.written <- e
	}
	return e, err
}

// end waits until all has been judged.
func (f *following) end() error {
	close(f.written)
	return <-f.over
}

// judging is a log that lets a judge read each entry before it is written.
type judging struct {
	judge *judge.Judge
	to    recording.Log
}

func (j judging) Append(e recording.Entry) (recording.Entry, error) {
	if err := j.judge.Take(e); err != nil {
		return e, err
	}
	return j.to.Append(e)
}
