package across_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"klarmeld/internal/across"
	"klarmeld/internal/capture"
	"klarmeld/internal/conformant"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/services"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

var deliveries = flag.Int("across.deliveries", 40, "how many random deliveries are judged in both ways")

func checks(t *testing.T, n int) {
	t.Helper()
	set := map[string]string{"rapid.checks": strconv.Itoa(n), "rapid.nofailfile": "true", "rapid.shrinktime": "5s"}
	if flag.Lookup("rapid.seed").Value.String() == "0" {
		set["rapid.seed"] = "1470"
	}
	for name, value := range set {
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
}

// drawn is a delivery of several senders' conversations, dealt together.
func drawn(r *rapid.T, g conformant.Ground, random *rand.Rand) []conformant.Delivery {
	set := conformant.Settings{}
	var hands [][]conformant.Delivery
	for i := range 1 + random.IntN(3) {
		c := conformant.Conversations(g, set).Draw(r, fmt.Sprintf("conversation %d", i)).Clone()
		hands = append(hands, slices.DeleteFunc(c.Deliveries, func(d conformant.Delivery) bool { return d.Message.Operation == conformant.Laes }))
	}
	var out []conformant.Delivery
	for len(hands) > 0 {
		i := random.IntN(len(hands))
		if len(hands[i]) == 0 {
			hands = slices.Delete(hands, i, i+1)
			continue
		}
		out, hands[i] = append(out, hands[i][0]), hands[i][1:]
	}
	return out
}

// plant makes a mistake of a kind in a delivery, where there is something to make it of.
type plant func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery

func another(random *rand.Rand) string {
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", random.Uint32(), random.Uint64()>>16)
}

// objects are those of the messages of an operation.
func objects(all []conformant.Delivery, op conformant.Operation) []*conformant.Object {
	var out []*conformant.Object
	for i := range all {
		if all[i].Message.Operation == op {
			for n := range all[i].Message.Objects {
				out = append(out, &all[i].Message.Objects[n])
			}
		}
	}
	return out
}

func some[T any](random *rand.Rand, all []T) (x T, ok bool) {
	if len(all) == 0 {
		return x, false
	}
	return all[random.IntN(len(all))], true
}

// texts are the elements of an object's egenskaber with a name.
func texts(o *conformant.Object, name string) []*conformant.Element {
	var out []*conformant.Element
	for _, r := range o.Registrations {
		for _, p := range r.Parts {
			for _, e := range p.Rest {
				if p.Rolle == "" && e.Name == name {
					out = append(out, e)
				}
			}
		}
	}
	return out
}

func masters(o *conformant.Object, do func(*conformant.Part)) {
	for i := range o.Registrations {
		for n := range o.Registrations[i].Parts {
			if p := &o.Registrations[i].Parts[n]; p.Rolle == "Master" {
				do(p)
			}
		}
	}
}

// plants are the mistakes, by what they are.
var plants = map[string]plant{
	"a dangling reference": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		for _, o := range objects(all, conformant.Importer) {
			for i := range o.Registrations {
				for n := range o.Registrations[i].Parts {
					p := &o.Registrations[i].Parts[n]
					if slices.Contains([]string{"Journalpost", "Sagsrelation", "Dokumentrelation"}, p.Name) && p.Ref.UUID != "" && random.IntN(2) == 0 {
						p.Ref.UUID = another(random)
					}
				}
			}
		}
		return all
	},
	"a message is missing": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		i := random.IntN(len(all))
		return slices.Delete(all, i, i+1)
	},
	"a UUID twice": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		a, ok := some(random, objects(all, conformant.Importer))
		b, _ := some(random, objects(all, conformant.Importer))
		if ok && a != b {
			a.UUID = b.UUID
		}
		return all
	},
	"the same again": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		i := random.IntN(len(all))
		return slices.Insert(all, i+random.IntN(len(all)-i), all[i])
	},
	"nearly the same again": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		i := random.IntN(len(all))
		c := conformant.Conversation{Deliveries: []conformant.Delivery{all[i]}}.Clone().Deliveries[0]
		for n := range c.Message.Objects {
			for _, e := range texts(&c.Message.Objects[n], "Titel") {
				e.Text = "Byggesag om noget andet"
			}
		}
		return slices.Insert(all, i+random.IntN(len(all)-i), c)
	},
	"a key twice": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		a, ok := some(random, objects(all, conformant.Importer))
		if !ok {
			return all
		}
		b, ok := some(random, slices.DeleteFunc(objects(all, conformant.Importer), func(o *conformant.Object) bool { return o == a || o.Type != a.Type }))
		if !ok {
			return all
		}
		if keys := texts(b, "BrugervendtNoegle"); len(keys) > 0 {
			for _, name := range []string{"BrugervendtNoegle", "Sagsnummer"} {
				for _, e := range texts(a, name) {
					e.Text = keys[random.IntN(len(keys))].Text
				}
			}
		}
		return all
	},
	"the wrong order": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		return all
	},
	"two are turned": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		i, j := random.IntN(len(all)), random.IntN(len(all))
		all[i], all[j] = all[j], all[i]
		return all
	},
	"two Masters": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		from, ok := some(random, objects(all, conformant.Importer))
		if !ok {
			return all
		}
		var second conformant.Part
		masters(from, func(p *conformant.Part) { second = *p })
		second.Ref = conformant.Ref{UUID: another(random)}
		for _, o := range objects(all, conformant.Opdater) {
			if o.UUID == from.UUID && random.IntN(2) == 0 {
				r := &o.Registrations[0]
				r.Parts = append(r.Parts, second)
			}
		}
		return all
	},
	"a second import with another Master": func(all []conformant.Delivery, random *rand.Rand) []conformant.Delivery {
		i := random.IntN(len(all))
		c := conformant.Conversation{Deliveries: []conformant.Delivery{all[i]}}.Clone().Deliveries[0]
		for n := range c.Message.Objects {
			masters(&c.Message.Objects[n], func(p *conformant.Part) { p.Ref = conformant.Ref{UUID: another(random)} })
		}
		return append(all, c)
	},
}

// told is what a finding says, but for where it is in the tree of its message and what
// could be done about it there, which the facts do not hold.
func told(name string, f verdict.Finding) string {
	return fmt.Sprintf("%s %s %s linje %d\n  %s\n  %s\n  %s\n  %s\n  %s", name, f.Rule, f.Outcome, f.Line, f.Message, f.Expected, f.Actual, f.Fix, f.Source)
}

// head is what is found where, without the words.
func head(told string) string {
	first, _, _ := strings.Cut(told, "\n")
	return first
}

// compared reports whether a finding is of a rule that both ways try. What the contract
// refuses is told of the message itself, and what the other services refuse is theirs.
func compared(f verdict.Finding) bool {
	if f.Rule == judge.RuleRefused.ID && f.Source != judge.RuleRefused.Source {
		return false
	}
	return slices.Contains(across.Rules(), f.Rule) && (!strings.HasSuffix(f.Actual, "statuskode 40") || strings.Contains(f.Message, "Master"))
}

// judgedAcross is what is found across the messages, and what the rules that are compared
// find in each alone.
func judgedAcross(t interface{ Fatal(...any) }, by judge.Beside, messages []string, small int) (together, alone []string, removes bool) {
	d := across.NewWith(small)
	defer d.Close()
	for i, m := range messages {
		var facts judge.Facts
		by.Across = func(f judge.Facts) { facts = f }
		name := strconv.Itoa(i + 1)
		for _, f := range by.Check(name, []byte(m)) {
			if compared(f) {
				alone = append(alone, told(name, f))
			}
		}
		if err := d.Add(name, facts); err != nil {
			t.Fatal(err)
		}
	}
	_, removes = d.Removes()
	if err := d.Judge(func(f verdict.Finding) error {
		together = append(together, told(f.File, f))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return together, alone, removes
}

// planting makes some mistakes in the n'th delivery, and says which.
func planting(all []conformant.Delivery, random *rand.Rand, n int) (out []conformant.Delivery, planted string) {
	names := slices.Sorted(maps.Keys(plants))
	for i := range random.IntN(5) {
		name := names[random.IntN(len(names))]
		if i == 0 {
			name = names[n%len(names)] // every kind, however few deliveries
		}
		if len(all) > 1 {
			all = plants[name](all, random)
			planted += name + "; "
		}
	}
	return all, planted
}

// TestAsAConversation: what is found across a delivery is what the judge of a conversation
// finds by the same rules, whatever mistakes are in it. What a message shows by itself is
// told of it by itself, and what a removal may explain is not told.
func TestAsAConversation(t *testing.T) {
	roles, rolesJSON := municipalitytest.Roles(t)
	g := conformant.Ground{Register: municipalitytest.Korsbaek(t), Roles: roles}
	ground := services.Ground{Registers: g.Register, Roles: roles, RolesJSON: rolesJSON}
	seen, count := map[string]int{}, 0
	checks(t, *deliveries)
	rapid.Check(t, func(r *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(r, "seed"), 22))
		all := drawn(r, g, random)
		all, planted := planting(all, random, count)
		var traffic capture.Traffic
		var messages []string
		for i, d := range all {
			messages = append(messages, d.Write())
			traffic.Messages = append(traffic.Messages, capture.Message{Name: strconv.Itoa(i + 1), Body: []byte(messages[i])})
		}
		c, err := stage.Captured(ground, traffic, "", "", trial.Lists{})
		if err != nil {
			r.Fatal(err)
		}
		together, alone, removes := judgedAcross(r, judge.Beside{Roles: roles}, messages, 4)
		for _, f := range c.Findings {
			if !compared(f) {
				continue
			}
			seen[f.Rule]++
			said := told(f.File, f)
			if i := slices.Index(together, said); i >= 0 {
				together = slices.Delete(together, i, i+1)
			} else if i := slices.IndexFunc(alone, func(a string) bool { return head(a) == head(said) }); i >= 0 {
				alone = slices.Delete(alone, i, i+1) // it names another of those that it clashes with: one of the message
			} else if !removes {
				r.Fatalf("planted: %s\nonly the conversation tells\n%s\nof\n%s", planted, said, strings.Join(messages, "\n---\n"))
			}
		}
		if len(together) > 0 {
			r.Fatalf("planted: %s\nthe conversation does not tell\n%s\nof\n%s", planted, strings.Join(together, "\n"), strings.Join(messages, "\n---\n"))
		}
		count++
	})
	t.Logf("%d deliveries, findings of the conversation by rule: %v", count, seen)
	for _, rule := range across.Rules() {
		if seen[rule] == 0 && *deliveries >= 40 {
			t.Errorf("no delivery broke %s", rule)
		}
	}
}
