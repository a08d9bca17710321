package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"klarmeld/internal/capture"
	"klarmeld/internal/recording"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// checkWhole judges captured traffic, each folder or file as one conversation.
func checkWhole(ctx context.Context, o checkOptions, paths []string, in io.Reader, out io.Writer) error {
	var all stage.JudgedConversation
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := conversationOf(ctx, o, p, in)
		if err != nil {
			return err
		}
		for i, f := range c.Findings {
			// Of several, each names its messages from 1.
			if len(paths) > 1 && f.File != p {
				c.Findings[i].File = p + ", " + f.File
			}
		}
		all = joined(all, c)
	}
	if len(paths) > 1 {
		all.Coverage = nil // several conversations may be of several systems
	}
	return showConversation(all, o.json, out)
}

// joined is one conversation behind another. Each has been judged alone.
func joined(a, b stage.JudgedConversation) stage.JudgedConversation {
	a.Coverage = b.Coverage
	a.Findings = append(a.Findings, b.Findings...)
	a.Traffic.Add(b.Traffic)
	return a
}

// showConversation writes what was found, and is the exit code of it.
func showConversation(c stage.JudgedConversation, asJSON bool, out io.Writer) error {
	if err := writeConversation(c, asJSON, out); err != nil {
		return harness(err)
	}
	return checkOutcome(c.Findings)
}

// conversation judges what stands at a path: a recording of klarmeld's own, or
// traffic that was captured elsewhere.
func conversation(o checkOptions, path string) (stage.JudgedConversation, error) {
	return conversationOf(context.Background(), o, path, nil)
}

// conversationOf is conversation, also of what in gives where the path is "-".
func conversationOf(ctx context.Context, o checkOptions, path string, in io.Reader) (stage.JudgedConversation, error) {
	var none stage.JudgedConversation
	if folder, _ := recordingIn(path); isRecording(folder) {
		c, err := stage.Recorded(recording.Dir(folder), o.given)
		if err != nil {
			return none, staged(fmt.Errorf("%s: %w", path, err))
		}
		return c, refuseNothing(path, c.Traffic)
	}
	t, err := capture.Read(ctx, path, in)
	if err != nil {
		return none, usage("%w", err)
	}
	ground, err := groundOf(o.municipality, o.roles)
	if err != nil {
		return none, usage("%w", err)
	}
	held := o.held()
	c, err := stage.Captured(ground, t, version(), held, o.given)
	if err != nil {
		return none, staged(fmt.Errorf("%s: %w", path, err))
	}
	if held == "" && c.Objects {
		c.Findings = append(c.Findings, stage.NoRegisters(path))
	}
	return c, refuseNothing(path, c.Traffic)
}

// refuseNothing refuses what holds no message.
func refuseNothing(path string, t capture.Traffic) error {
	if err := t.Nothing(); err != nil {
		return usage("%s: %w", path, err)
	}
	return nil
}

func isRecording(folder string) bool {
	info, err := os.Stat(filepath.Join(folder, recording.IndexFile))
	return err == nil && info.Mode().IsRegular()
}

// held says which registers the flags name, for people; "" when they name none.
func (o checkOptions) held() string {
	switch {
	case o.municipality != "":
		return "registrene i " + o.municipality
	case o.lookUp:
		return "klarmelds egen kommune, Korsbæk"
	}
	return ""
}

// counts are what became of what was captured.
type counts struct {
	Messages int            `json:"messages"` // judged
	Lost     int            `json:"lost"`     // could not be judged
	Retries  int            `json:"retries"`  // counted as one with what they repeat
	Untimed  int            `json:"untimed"`  // without a time
	Aside    int            `json:"aside"`    // no messages to the services
	Reasons  map[string]int `json:"asideReasons,omitempty"`
}

func countsOf(t capture.Traffic) counts {
	lost := len(t.Lost())
	c := counts{Messages: len(t.Messages) - lost, Lost: lost, Retries: t.Retries, Untimed: t.Untimed, Aside: len(t.Aside), Reasons: map[string]int{}}
	for _, a := range t.Aside {
		c.Reasons[string(a.Why)]++
	}
	return c
}

// writeConversation writes the findings, and what was judged and what was not.
func writeConversation(c stage.JudgedConversation, asJSON bool, out io.Writer) error {
	n := countsOf(c.Traffic)
	if c.Findings == nil {
		c.Findings = []verdict.Finding{}
	}
	if asJSON {
		return reports.FindingsJSON(out, c.Findings, n)
	}
	// That nothing was looked up is said once, in words, and not as a thing to do.
	unheld := func(f verdict.Finding) bool { return f.Rule == stage.RuleNoRegisters.ID }
	told := slices.DeleteFunc(slices.Clone(c.Findings), unheld)
	if len(told) == 0 {
		fmt.Fprintf(out, "Ingen fund i %d meddelelse(r).\n", n.Messages)
	} else if err := reports.FindingsConsole(out, told); err != nil {
		return err
	}
	if i := slices.IndexFunc(c.Findings, unheld); i >= 0 {
		fmt.Fprintln(out, c.Findings[i].Message, c.Findings[i].Fix)
	}
	for _, line := range slices.Concat(n.told(c.Traffic.Told()), reports.CoverageBrief(c.Coverage, reports.Danish)) {
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}

// told are the counts in Danish. What is nought is not said.
func (n counts) told(aside string) []string {
	out := []string{fmt.Sprintf("Bedømt: %d meddelelse(r).", n.Messages)}
	if n.Lost > 0 {
		out = append(out, fmt.Sprintf("Ikke afprøvet, fordi kroppen mangler: %d.", n.Lost))
	}
	if n.Retries > 0 {
		out = append(out, fmt.Sprintf("Sendt igen, fordi de ikke kom igennem: %d; de regnes som én med den, de gentager.", n.Retries))
	}
	if n.Aside > 0 {
		out = append(out, fmt.Sprintf("Lagt til side: %s.", aside))
	}
	if n.Untimed > 0 {
		out = append(out, fmt.Sprintf("Uden tidspunkt: %d; de er læst, hvor de står.", n.Untimed))
	}
	return out
}
