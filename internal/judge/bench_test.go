package judge_test

import (
	"slices"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/conformant"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// benchmarked are messages of about 13 kB, each of other objects. Those that are not
// broken are as nearly all of a delivery are: nothing in them is to be mended. The broken
// have a mistake each.
func benchmarked(b *testing.B, broken bool) (all [][]byte, bytes int64) {
	b.Helper()
	const many, least, most = 60, 11_000, 15_000
	roles, _ := municipalitytest.Roles(b)
	by := judge.Beside{Roles: roles}
	imports := conformant.Imports(conformant.Ground{Register: municipalitytest.Korsbaek(b), Roles: roles}, conformant.Settings{})
	for seed := 0; len(all) < many; seed++ {
		d := imports.Example(seed)
		d.Form = conformant.Plain
		filled(d.Message)
		if raw := []byte(d.Write()); len(raw) < least || len(raw) > most || slices.ContainsFunc(by.Check("", raw), mended) {
			continue
		}
		if broken {
			c, _ := conformant.Broken(conformant.Conversation{Deliveries: []conformant.Delivery{d}}, uint64(seed))
			d = c.Deliveries[0]
		}
		raw := []byte(d.Write())
		all, bytes = append(all, raw), bytes+int64(len(raw))
	}
	return all, bytes / many
}

func mended(f verdict.Finding) bool { return f.Suggestion != "" }

// filled leaves out the elements of a message that hold nothing: they are allowed, and
// each is told.
func filled(m conformant.Message) {
	var leaveOut func(all []*conformant.Element) []*conformant.Element
	leaveOut = func(all []*conformant.Element) []*conformant.Element {
		return slices.DeleteFunc(all, func(e *conformant.Element) bool {
			e.Kids = leaveOut(e.Kids)
			return len(e.Kids) == 0 && e.Text == "" && e.At.IsZero()
		})
	}
	for _, o := range m.Objects {
		for _, r := range o.Registrations {
			for i := range r.Parts {
				r.Parts[i].Rest = leaveOut(r.Parts[i].Rest)
			}
		}
	}
}

// each does something to one message after the other.
func each(b *testing.B, broken bool, do func(raw []byte)) {
	all, bytes := benchmarked(b, broken)
	b.SetBytes(bytes)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		do(all[i%len(all)])
		i++
	}
}

// BenchmarkParsed reads a message into elements with etree: what the others are held
// against.
func BenchmarkParsed(b *testing.B) {
	each(b, false, func(raw []byte) {
		if err := etree.NewDocument().ReadFromBytes(raw); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkRead reads a message strictly, as an envelope or bare.
func BenchmarkRead(b *testing.B) {
	each(b, false, func(raw []byte) {
		if _, p := soap.ReadDocument(raw); p != nil {
			b.Fatal(p)
		}
	})
}

// BenchmarkCheck judges a message by all that one message can tell.
func BenchmarkCheck(b *testing.B) { benchCheck(b, false, judge.Beside{}) }

// BenchmarkCheckRegisters does so with the registers at hand.
func BenchmarkCheckRegisters(b *testing.B) {
	benchCheck(b, false, judge.Beside{Registers: municipalitytest.Korsbaek(b)})
}

// BenchmarkCheckBroken judges messages that each have a mistake, and finds how to mend it;
// BenchmarkCheckUnmended leaves that be.
func BenchmarkCheckBroken(b *testing.B)   { benchCheck(b, true, judge.Beside{}) }
func BenchmarkCheckUnmended(b *testing.B) { benchCheck(b, true, judge.Beside{Unmended: true}) }

func benchCheck(b *testing.B, broken bool, by judge.Beside) {
	by.Roles, _ = municipalitytest.Roles(b)
	found := 0
	each(b, broken, func(raw []byte) { found += len(by.Check("meddelelse.xml", raw)) })
	b.ReportMetric(float64(found)/float64(b.N), "findings/op")
}
