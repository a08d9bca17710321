package index

import (
	"fmt"
	"math/rand"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// objects are more than are held whole.
const objects = 3 * mostRecent

// TestTidied: what is packed while others put, get and delete, as a State is used, is what
// was put last, in the order in which it was put first. -race watches.
func TestTidied(t *testing.T) {
	const puts = 12 * mostRecent
	for seed := range int64(3) {
		m := NewMemory().(*memory)
		id := func(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }
		over := make(chan struct{})
		var putting sync.RWMutex
		beside := looking(t, m, &putting, id, over)
		r := rand.New(rand.NewSource(seed))
		var order []string
		newest := map[string]string{}
		for n := range puts {
			one := id(r.Intn(objects))
			_, there := newest[one]
			putting.Lock()
			if there && r.Intn(4) == 0 {
				m.Delete(one)
				delete(newest, one)
				order = slices.DeleteFunc(order, func(other string) bool { return other == one })
			} else {
				newest[one] = strconv.Itoa(n)
				m.Put(registered(one, newest[one]))
				if !there {
					order = append(order, one)
				}
			}
			putting.Unlock()
		}
		close(over)
		beside.Wait()
		m.Tidy()
		var got, want []string
		for o := range m.All() {
			got = append(got, o.UUID+" "+o.Tidspunkt)
		}
		for _, one := range order {
			want = append(want, one+" "+newest[one])
		}
		if !slices.Equal(got, want) {
			t.Errorf("seed %d: %d objects, want %d, or they differ", seed, len(got), len(want))
		}
		if whole := m.whole(); whole > mostRecent || len(got) <= mostRecent {
			t.Errorf("seed %d: %d of %d objects are not packed", seed, whole, len(got))
		}
	}
}

// TestPutWhilePacked: an object that is put again while the old one is being packed is the
// new one, however many came after it; and one that was deleted stays so.
func TestPutWhilePacked(t *testing.T) {
	for _, again := range []bool{true, false} {
		m := NewMemory().(*memory)
		put := func(id, at string) { m.put(registered(id, at)) }
		others := func(from int) {
			for n := range mostRecent {
				put(fmt.Sprintf("00000000-0000-4000-8000-%012d", from+n), "1")
			}
		}
		const one = "ffffffff-0000-4000-8000-000000000000"
		put(one, "old")
		others(0)
		was, waits := m.unpacked(uuidOf(one))
		if !waits {
			t.Fatal("the object does not wait to be packed")
		}
		data := was.whole.pack(m.box)
		if m.Delete(one); again {
			put(one, "new")
		}
		others(mostRecent)
		m.keep(uuidOf(one), was, data)
		if o, there := m.Get(one); there != again || again && o.Tidspunkt != "new" {
			t.Errorf("put again (%t): %q, %t", again, o.Tidspunkt, there)
		}
	}
}

// looking lets some tidy and get, until it is over.
func looking(t *testing.T, m *memory, putting *sync.RWMutex, id func(int) string, over <-chan struct{}) *sync.WaitGroup {
	var all sync.WaitGroup
	for k := range int64(2) {
		all.Go(func() {
			for r := rand.New(rand.NewSource(k)); ; {
				select {
				case <-over:
					return
				default:
				}
				m.Tidy()
				one := id(r.Intn(objects))
				putting.RLock()
				o, there := m.Get(one)
				putting.RUnlock()
				if there && (o.UUID != one || o.Registrations != 1) {
					t.Errorf("%s is %+v", one, o)
				}
			}
		})
	}
	return &all
}

// registered is an object with one registration.
func registered(id, at string) Stored {
	o := Stored{UUID: id}
	o.take(registration{at: at})
	o.show()
	return o
}

// whole is how many objects are not packed.
func (m *memory) whole() (n int) {
	for _, p := range m.order {
		if p.whole != nil {
			n++
		}
	}
	return n
}
