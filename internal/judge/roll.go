package judge

// roll is a set of names in the order in which they came. It adds and removes at
// the same cost however long it is: of a citizen's cases, or of those that refer
// to one, there may be as many as there are messages.
type roll struct {
	at    map[string]int
	names []string // "" where one was removed
}

func newRoll() *roll { return &roll{at: map[string]int{}} }

func (r *roll) add(name string) {
	if _, there := r.at[name]; !there {
		r.at[name] = len(r.names)
		r.names = append(r.names, name)
	}
}

func (r *roll) remove(name string) {
	i, there := r.at[name]
	if !there {
		return
	}
	r.names[i] = ""
	delete(r.at, name)
	if len(r.names) > 2*len(r.at)+16 {
		r.names = r.oldest(len(r.at))
		for i, n := range r.names {
			r.at[n] = i
		}
	}
}

// oldest are so many of the names that came first, in their order; nil of a nil
// roll.
func (r *roll) oldest(most int) []string {
	if r == nil {
		return nil
	}
	out := make([]string, 0, min(most, len(r.at)))
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
	return r.oldest(len(r.at))
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
		if had.remove(name); len(had.at) == 0 {
			delete(r, of)
		}
	}
}
