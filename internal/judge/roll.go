package judge

import "slices"

// roll is a set of names in the order in which they came. It adds and removes at
// the same cost however long it is: of a citizen's cases, or of those that refer
// to one, there may be as many as there are messages. Most have one or two, and are
// looked through.
type roll struct {
	names []string       // "" where one was removed
	at    map[string]int // where in names each is; nil of a short roll
	size  int
}

// longRoll is how many names are not looked through.
const longRoll = 16

func newRoll() *roll { return &roll{} }

func (r *roll) find(name string) (int, bool) {
	if r.at != nil {
		i, there := r.at[name]
		return i, there
	}
	i := slices.Index(r.names, name)
	return i, i >= 0
}

func (r *roll) add(name string) {
	if _, there := r.find(name); there || name == "" { // which is nobody's
		return
	}
	r.names = append(r.names, name)
	switch r.size++; {
	case r.at != nil:
		r.at[name] = len(r.names) - 1
	case len(r.names) > longRoll:
		r.number()
	}
}

// number notes where each name is, and lets go of the places of those that were removed.
func (r *roll) number() {
	r.names, r.at = r.oldest(r.size), make(map[string]int, r.size)
	for i, n := range r.names {
		r.at[n] = i
	}
}

func (r *roll) remove(name string) {
	i, there := r.find(name)
	if !there {
		return
	}
	r.size--
	if r.at == nil {
		r.names = slices.Delete(r.names, i, i+1)
		return
	}
	r.names[i] = ""
	delete(r.at, name)
	if len(r.names) > 2*r.size+16 {
		r.number()
	}
}

// oldest are so many of the names that came first, in their order; nil of a nil
// roll.
func (r *roll) oldest(most int) []string {
	if r == nil {
		return nil
	}
	out := make([]string, 0, min(most, r.size))
	for _, n := range r.names {
		if len(out) == most {
			break
		}
		if n != "" {
			out = append(out, n)
		}
	}
	return out
}

// all are all the names, oldest first.
func (r *roll) all() []string {
	if r == nil {
		return nil
	}
	return r.oldest(r.size)
}

// rolls are the rolls by what they are of.
type rolls map[string]*roll

func (r rolls) add(of, name string) {
	if r[of] == nil {
		r[of] = newRoll()
	}
	r[of].add(name)
}

func (r rolls) remove(of, name string) {
	if had := r[of]; had != nil {
		if had.remove(name); had.size == 0 {
			delete(r, of)
		}
	}
}
