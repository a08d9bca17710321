package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"

	"klarmeld/internal/verdict"
)

// sweepBar shows how far a delivery has been read, how fast, how long is left, and what
// has been found so far. A nil one shows nothing, as a pipe or a log wants it.
type sweepBar struct {
	bar   *progressbar.ProgressBar
	read  atomic.Int64 // bytes
	begun time.Time
	shown time.Time
	over  atomic.Bool
}

// newSweepBar shows a bar, where somebody sees it. How much there is to read is found out
// while the reading goes on.
func newSweepBar(out io.Writer, files []string) *sweepBar {
	if out == nil || !onScreen(out) {
		return nil
	}
	b := &sweepBar{begun: wallClock()}
	b.bar = progressbar.NewOptions64(-1, progressbar.OptionSetWriter(bare(out)), progressbar.OptionSetWidth(20), progressbar.OptionShowBytes(true),
		progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionUseANSICodes(true),
		progressbar.OptionThrottle(100*time.Millisecond))
	go b.measure(files)
	return b
}

// measure finds out how many bytes there are; of standard input nobody knows.
func (b *sweepBar) measure(files []string) {
	var all int64
	for _, f := range files {
		if f == "-" {
			return
		}
		_ = filepath.WalkDir(f, func(_ string, d fs.DirEntry, err error) error {
			if b.over.Load() {
				return fs.SkipAll
			}
			if err == nil && d.Type().IsRegular() {
				if info, err := d.Info(); err == nil {
					all += info.Size()
				}
			} else if info, err := os.Stat(f); err == nil && info.Mode().IsRegular() {
				all += info.Size() // a link that was named
			}
			return nil
		})
	}
	if !b.over.Load() && all > 0 {
		b.bar.ChangeMax64(all)
	}
}

// came counts what is read; nil: nobody counts.
func (b *sweepBar) came() func(int64) {
	if b == nil {
		return nil
	}
	return func(n int64) { b.read.Add(n) }
}

// show shows how far it is, some times a second.
func (b *sweepBar) show(s *sweep) {
	if b == nil {
		return
	}
	now := wallClock()
	if now.Sub(b.shown) < 200*time.Millisecond {
		return
	}
	b.shown = now
	b.bar.Describe(soFar(s.counts.Messages, now.Sub(b.begun), &s.found))
	_ = b.bar.Set64(b.read.Load())
}

// soFar says how many messages were judged, how many a second, and what was found.
func soFar(messages int, in time.Duration, found *verdict.ByRule) string {
	rate := 0
	if in > 0 {
		rate = int(float64(messages) / in.Seconds())
	}
	return fmt.Sprintf("%s, %d/s: %d fejl, %d bemærkninger", messagesCounted(messages), rate, found.Count(verdict.Fail), found.Count(verdict.Remark))
}

// end takes the bar away.
func (b *sweepBar) end() {
	if b != nil && !b.over.Swap(true) {
		_ = b.bar.Clear()
	}
}
