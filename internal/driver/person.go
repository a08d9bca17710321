package driver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/privacy"
	"klarmeld/internal/textfile"
)

// Person is a driver that is a human being: told on a terminal what to do in
// the vendor's own screens, and asked how it went.
type Person struct {
	// ShowCPR shows CPR numbers whole: to the one who is to type them, on a
	// screen that nobody keeps.
	ShowCPR bool
	out     io.Writer
	lines   chan string // what is typed; closed at the end of the input
}

// NewPerson returns a driver for whoever reads out and types on in. It reads in
// for as long as the program runs, so that no line is lost between two actions.
func NewPerson(in io.Reader, out io.Writer) *Person {
	p := &Person{out: out, lines: make(chan string)}
	go func() {
		defer close(p.lines)
		for s := bufio.NewScanner(in); s.Scan(); {
			p.lines <- strings.TrimSpace(string(textfile.Unmarked(s.Bytes()))) // a pipe of PowerShell begins with a mark
		}
	}()
	return p
}

// screen is where the person reads.
func (p *Person) screen() io.Writer {
	if p.ShowCPR {
		return p.out
	}
	return privacy.Writer(p.out)
}

// ByHand says that a person is asked.
func (p *Person) ByHand() {}

// errGone says that nobody is there any more.
var errGone = errors.New("ingen svarer: der er ikke mere på standard input")

// Perform tells the person what to do and waits for an answer, or for the
// traffic that shows that it was done.
func (p *Person) Perform(ctx context.Context, a action.Request) (action.Answer, error) {
	e, _ := Expected(ctx)
	p.tell(a, e)
	for {
		fmt.Fprint(p.screen(), "> ")
		select {
		case <-ctx.Done():
			return action.Answer{}, ctx.Err()
		case <-e.Seen:
			fmt.Fprintf(p.screen(), "\n✓ Set: %s.\n", e.What)
			return p.done(ctx, a, "")
		case text, ok := <-p.lines:
			if !ok {
				return action.Answer{}, errGone
			}
			answer, err := p.answer(ctx, a, e, text)
			if answer.Status != "" || err != nil {
				return answer, err
			}
		}
	}
}

// tell says what to do, with the values to type.
func (p *Person) tell(a action.Request, e Expectation) {
	fmt.Fprintf(p.screen(), "\nDin tur (%s)\n%s\n", a.ID, instructions[a.Kind])
	for _, v := range values(a) {
		fmt.Fprintf(p.screen(), "  %-28s %s\n", v[0]+":", v[1])
	}
	if e.What != "" {
		fmt.Fprintf(p.screen(), "klarmeld venter på %s, højst %s.\n", e.What, minutes(e.Limit))
	}
	fmt.Fprintln(p.screen(), "Svar: "+keys(a)+", p = prøv igen (vis det igen)")
}

// keys are the answers to an action. Only what is read can be read when it is
// needed.
func keys(a action.Request) string {
	text := "u = udført, n = understøttes ikke, s = spring over"
	if a.Kind.Reads() {
		text += ", b = læser det ved behov"
	}
	return text
}

// answer reads what was typed. A zero answer means that the person is asked
// again.
func (p *Person) answer(ctx context.Context, a action.Request, e Expectation, text string) (action.Answer, error) {
	answer := strings.ToLower(text)
	if answer == "b" && a.Kind.Reads() {
		return action.Answer{ID: a.ID, Status: action.OnDemand}, nil
	}
	return p.common(ctx, a, e, answer, text)
}

// common reads the answers that every action has.
func (p *Person) common(ctx context.Context, a action.Request, e Expectation, answer, text string) (action.Answer, error) {
	switch answer {
	case "u", "udført":
		if seen(e) || e.What == "" {
			return p.done(ctx, a, "")
		}
		fmt.Fprintf(p.screen(), "klarmeld har ikke set %s endnu. Vent lidt, eller skriv u! og hvorfor det alligevel er udført.\n", e.What)
	case "u!":
		why, err := p.ask(ctx, "Hvorfor er det udført, når klarmeld ikke har set det?")
		if err != nil {
			return action.Answer{}, err
		}
		return p.done(ctx, a, why)
	case "n", "understøttes ikke":
		why, err := p.ask(ctx, "Hvorfor understøttes det ikke?")
		return action.Answer{ID: a.ID, Status: action.NotOffered, Reason: why}, err
	case "s", "spring over":
		why, err := p.ask(ctx, "Hvorfor springes det over?")
		return action.Answer{ID: a.ID, Status: action.Skipped, Reason: why}, err
	case "p", "prøv igen":
		p.tell(a, e)
	default:
		fmt.Fprintf(p.screen(), "%q er ikke et af svarene: %s, p.\n", text, keys(a))
	}
	return action.Answer{}, nil
}

// done is the answer that it was done; note is why it is believed unseen.
func (p *Person) done(ctx context.Context, a action.Request, note string) (action.Answer, error) {
	answer := action.Answer{ID: a.ID, Status: action.Done, Note: note}
	if a.Kind != action.OverfoerBestand {
		return answer, nil
	}
	numbers, err := p.ask(ctx, "Hvilke sagsnumre har de sager, systemet sendte? (adskilt af komma)")
	for _, n := range strings.Split(numbers, ",") {
		answer.Sagsnumre = append(answer.Sagsnumre, strings.TrimSpace(n))
	}
	return answer, err
}

// ask asks for a text until there is one.
func (p *Person) ask(ctx context.Context, question string) (string, error) {
	for {
		fmt.Fprintf(p.screen(), "%s\n> ", question)
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case text, ok := <-p.lines:
			if !ok {
				return "", errGone
			}
			if text != "" {
				return text, nil
			}
		}
	}
}

func seen(e Expectation) bool {
	select {
	case <-e.Seen:
		return true
	default:
		return false
	}
}

// minutes is a length of time as people say it.
func minutes(d time.Duration) string {
	if d >= time.Minute {
		return fmt.Sprintf("%d minutter", int(d.Round(time.Minute)/time.Minute))
	}
	return fmt.Sprintf("%d sekunder", int(d.Round(time.Second)/time.Second))
}
