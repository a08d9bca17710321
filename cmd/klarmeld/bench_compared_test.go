package main

import (
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"klarmeld/internal/official"
)

// How much is compared, as make bench says it.
var (
	comparedRounds  = flag.Int("compared.rounds", 5, "how many rounds the comparison has; in each, everybody has a turn")
	comparedTime    = flag.Duration("compared.time", 3*time.Second, "how long a service is sent messages in its turn")
	comparedSenders = flag.Int("compared.senders", 8, "how many senders a service has for each processor")
	comparedFiles   = flag.Int("compared.files", 10000, "how many files a delivery has")
	comparedCSV     = flag.String("compared.csv", "", "a file for what each turn took; none when empty")
)

// contender does work that others do too.
type contender interface {
	// start makes it ready and warm, until the benchmark ends. An error of type absent
	// says what it needs and this machine has not.
	start(b *testing.B) error
	// turn does the work once.
	turn(b *testing.B) took
}

// took is what a turn came to.
type took struct {
	messages  int
	wall, cpu time.Duration // cpu is the processor time of the contender's own process
}

// absent is something that is not on this machine.
type absent struct {
	what   string // by its name in KLARMELD_REQUIRE
	reason string
}

func (a absent) Error() string { return a.reason }

// row is a contender in the table.
type row struct {
	name, does string
	by         contender
	turns      []took
	missing    error // why it has none
}

// line is a contender's row, before it has had a turn.
func line(name, does string, by contender) *row { return &row{name: name, does: does, by: by} }

// section are contenders that do the same work.
type section struct {
	name  string
	title string
	alone bool // what one message takes is told, and not how many there are in a second
	rows  []*row
}

// bound is what is asked of the figures. It is told of and fails nothing: a machine on
// which others work too decides nothing.
type bound struct {
	says    string
	of      string        // a row's name
	against string        // that of another, whose messages a second it is held against; "": what one message takes is asked for
	least   float64       // of the other's
	below   time.Duration // for one message
}

// bounds are what klarmeld is to keep.
func bounds() []bound {
	return []bound{
		{says: "serve, recorded, of parsing alone", of: "serve", against: "parse", least: 0.4},
		{says: "serve, recorded and judged, of parsing alone", of: "judged", against: "parse", least: 0.3},
		{says: "serve, recorded, of WireMock", of: "serve", against: "wiremock", least: 3},
		{says: "check on one core, of parsing alone on one", of: "check-1", against: "etree-1", least: 0.8},
		{says: "check on two cores, of check on one", of: "check-2", against: "check-1", least: 1.8},
		{says: "klarmeld run, three systems, all reports", of: "run", below: time.Second},
		{says: "klarmeld check of one message, a process", of: "check-one", below: 15 * time.Millisecond},
	}
}

// compared is everybody, by what they do.
func compared() []section {
	return []section{servicesCompared(), longServicesCompared(), filesCompared(), processesCompared()}
}

// BenchmarkCompared lets everybody take turns, A B C A B C, so that what disturbs the
// machine disturbs all alike, and prints what that came to. Whoever is not on this
// machine is left out, and the table says why.
func BenchmarkCompared(b *testing.B) {
	sections := compared()
	var present []*row
	for _, s := range sections {
		for _, r := range s.rows {
			fmt.Fprintf(os.Stderr, "making ready: %s\n", r.does)
			if r.missing = r.by.start(b); r.missing == nil {
				present = append(present, r)
			} else if !errors.As(r.missing, &absent{}) {
				b.Fatalf("%s: %v", r.does, r.missing)
			}
		}
	}
	for i := range *comparedRounds {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", i+1, *comparedRounds)
		for _, r := range present {
			r.turns = append(r.turns, r.by.turn(b))
		}
	}
	printCompared(os.Stdout, sections, bounds())
	if err := writeTurns(*comparedCSV, sections); err != nil {
		b.Error(err)
	}
	demanded(b, sections)
}

// demanded ends as official.Required has it for whoever was left out.
func demanded(b *testing.B, sections []section) {
	for _, s := range sections {
		for _, r := range s.rows {
			if a := (absent{}); errors.As(r.missing, &a) {
				b.Run(r.name, func(b *testing.B) { official.Required(b, a.what, a.reason) })
			}
		}
	}
}

// writeTurns writes every turn to a file as CSV, seconds as decimals; none when it has
// no name.
func writeTurns(file string, sections []section) error {
	if file == "" {
		return nil
	}
	out := [][]string{{"section", "contender", "round", "messages", "seconds", "processor_seconds"}}
	seconds := func(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 6, 64) }
	for _, s := range sections {
		for _, r := range s.rows {
			for i, t := range r.turns {
				out = append(out, []string{s.name, r.name, strconv.Itoa(i + 1), strconv.Itoa(t.messages), seconds(t.wall), seconds(t.cpu)})
			}
		}
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(csv.NewWriter(f).WriteAll(out), f.Close())
}
