package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"

	"klarmeld/internal/across"
	"klarmeld/internal/capture"
	input "klarmeld/internal/delivery"
	"klarmeld/internal/judge"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
)

// fewFiles is how many files may be named for each finding to be shown in full: more are a
// delivery.
const fewFiles = 50

// deliveryFlags are the flags of check over a delivery.
type deliveryFlags struct {
	fold, all  bool
	csv, sarif string
	every      int
	errOut     io.Writer
	workers    int // 0: as many as there are cores
}

// isDelivery reports whether what is named is a delivery: a folder, an archive, or more
// than a few files. What standard input begins with is looked at, and given back.
func isDelivery(files []string, in io.Reader) (bool, io.Reader) {
	if len(files) > fewFiles || slices.ContainsFunc(files, input.Packed) {
		return true, in
	}
	if !slices.Contains(files, "-") {
		return false, in
	}
	const header = 512 // of tar, the longest by which something packed is known
	b := bufio.NewReaderSize(in, 64<<10)
	head, _ := b.Peek(header) // what is wrong with it, its reader says
	return input.PackedHead(head), b
}

// sweep is a delivery being judged.
type sweep struct {
	o       checkOptions
	found   verdict.ByRule
	counts  counts
	aside   capture.Counts
	unread  []error // the first of them
	more    int     // beside those
	across  *across.DeliveryFacts
	to      *findingsOut
	bar     *sweepBar
	stopped bool // before its end
	files   int  // that were read
}

// maxUnread is how many files that cannot be read are named.
const maxUnread = 20

// checkDelivery judges a delivery. together: by the rules across its messages, too, and
// folded by rule unless all findings are asked for.
func checkDelivery(ctx context.Context, o checkOptions, by judge.Beside, files []string, in io.Reader, out io.Writer, together bool) (err error) {
	s := &sweep{o: o, aside: capture.Counts{}}
	by.Unmended = together && !o.delivery.all // nobody reads a change for each of so many
	if s.to, err = o.findingsOut(out, together && !o.delivery.all); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.to.abandon()) }()
	if together && o.delivery.every == 1 {
		s.across = across.New()
		defer func() { err = errors.Join(err, s.across.Close()) }()
	}
	if err := s.read(ctx, by, files, in); err != nil {
		return err
	}
	if s.across != nil {
		if err := s.across.Judge(func(f verdict.Finding) error { return s.tell(f) }); err != nil {
			return harness(err)
		}
	}
	s.bar.end()
	if err := s.to.finish(s); err != nil {
		return harness(err)
	}
	return s.outcome()
}

// read reads and judges the messages, as far as nobody interrupts.
func (s *sweep) read(ctx context.Context, by judge.Beside, files []string, in io.Reader) error {
	s.bar = newSweepBar(s.o.delivery.errOut, files)
	defer s.bar.end()
	ground := func() (services.Ground, error) { return groundOf(s.o.municipality, s.o.roles) }
	workers := s.o.delivery.workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	d := stage.DeliveryJudge{Workers: workers, Every: s.o.delivery.every, Tell: s.take,
		Examiner: &stage.Examiner{By: by, Ground: ground, Held: s.o.held(), Across: s.across != nil}}
	r := input.Reader{Bounds: input.Bounds{File: soap.MaxBytes, Nested: input.Nested}, Came: s.bar.came()}
	var err error
	s.files, err = d.Read(ctx, r, files, in)
	if err != nil && ctx.Err() != nil {
		s.stopped = true
		return nil
	}
	return err
}

// take takes what became of a file.
func (s *sweep) take(name string, e stage.Examination) error {
	missing := e.Err != nil
	if e.Err != nil {
		if len(s.unread) < maxUnread {
			s.unread = append(s.unread, fmt.Errorf("%s: %w", name, e.Err))
		} else {
			s.more++
		}
	}
	for _, a := range e.Aside {
		s.aside[a.Why]++
		s.counts.Aside++
		missing = missing || slices.Contains([]capture.Reason{capture.Locked, capture.TooLarge}, a.Why)
	}
	if missing && s.across != nil {
		s.across.Missing()
	}
	s.counts.Retries += e.Retries
	for _, m := range e.Messages {
		if err := s.message(m); err != nil {
			return harness(err)
		}
	}
	s.bar.show(s)
	return nil
}

func (s *sweep) message(m stage.Examined) error {
	if s.counts.Messages++; m.Lost {
		s.counts.Messages--
		s.counts.Lost++
	}
	if s.across != nil {
		if m.Lost {
			s.across.Missing()
		}
		if err := s.across.Add(m.Name, m.Facts); err != nil {
			return err
		}
	}
	return s.tell(m.Findings...)
}

// tell tells what was found in a message.
func (s *sweep) tell(findings ...verdict.Finding) error {
	s.found.Add(findings...)
	return s.to.add(findings)
}

// outcome is the exit code: what could not be read is the user's to mend.
func (s *sweep) outcome() error {
	nothing := s.counts.Messages+s.counts.Lost == 0
	switch {
	case s.stopped:
		return fmt.Errorf("%s er bedømt, og resten er ikke læst", messagesCounted(s.counts.Messages))
	case len(s.unread) > 0:
		all := s.unread
		if s.more > 0 {
			all = append(all, fmt.Errorf("og %d til", s.more))
		}
		return usage("%w", errors.Join(all...))
	case nothing:
		return usage("%w", s.aside.Nothing())
	}
	return exitOf(s.found.Outcomes()...)
}

func messagesCounted(n int) string {
	if n == 1 {
		return "1 meddelelse"
	}
	return fmt.Sprintf("%d meddelelser", n)
}

// told says in Danish what was judged, and what was not.
func (s *sweep) told() []string {
	out := s.counts.told(s.aside.Told())
	if n := len(s.unread) + s.more; n > 0 {
		out = append(out, fmt.Sprintf("Kunne ikke læses: %d.", n))
	}
	if s.stopped {
		out = append(out, fmt.Sprintf("Afbrudt: %s er bedømt, og resten er ikke læst.", messagesCounted(s.counts.Messages)))
	}
	switch every := s.o.delivery.every; {
	case every > 1:
		out = append(out,
			fmt.Sprintf("Stikprøve: kun hver %d. fil er bedømt, af %d. Reglerne på tværs af meddelelserne er ikke prøvet, for de kræver dem alle.", every, s.files))
	case s.across != nil:
		out = append(out, "På tværs af meddelelserne er prøvet: referencer, entydighed, Master og rækkefølge. Hele forløbet prøves med --samtale.")
		if file, removes := s.across.Removes(); removes {
			out = append(out, fmt.Sprintf("Fra %s fjernes noget fra indekset: på tværs er derfra kun sagt det, ingen fjernelse kan forklare.", file))
		}
	}
	return out
}

// summary is the same for tools.
type summary struct {
	counts
	Files       int  `json:"files"` // read, of which the sample is judged
	Unread      int  `json:"unread"`
	Every       int  `json:"every"`  // every how many'th file was judged
	Across      bool `json:"across"` // the rules across messages were tried
	Removals    bool `json:"removals"`
	Interrupted bool `json:"interrupted"`
}

func (s *sweep) summary() summary {
	t := summary{counts: s.counts, Files: s.files, Unread: len(s.unread) + s.more, Every: s.o.delivery.every, Across: s.across != nil, Interrupted: s.stopped}
	t.Reasons = map[string]int{}
	for why, n := range s.aside {
		t.Reasons[string(why)] = n
	}
	if s.across != nil {
		_, t.Removals = s.across.Removes()
	}
	return t
}

// asked reports whether anything was asked for that only a delivery has.
func (f deliveryFlags) asked() bool {
	return f.fold || f.all || f.csv != "" || f.sarif != "" || f.every > 1
}
