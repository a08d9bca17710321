package index

import "iter"

// Objects is where a Store looks up what it has. Neither method hands out
// anything that changes afterwards.
type Objects interface {
	// Get returns the object with the UUID, as it was last put.
	Get(uuid string) (Stored, bool)
	// All ranges over the objects in the order they were first put. Nothing is
	// put or deleted while it does.
	All() iter.Seq[Stored]
}

// Keeper is where a Store leaves what it has.
type Keeper interface {
	// Put keeps the object, in the place of the one with the same UUID if there
	// is one. What was put is never changed by the one who put it.
	Put(Stored)
	// Delete lets go of the object with the UUID. If it is put again, that is
	// the first time.
	Delete(uuid string)
}

// State is what a Store stands on. The Store holds a lock whenever it calls one:
// Get and All may be called by many at once, Put and Delete by one alone.
type State interface {
	Objects
	Keeper
}

// tidier is a State that may be tidied: it keeps what it has, in less room. That takes a
// while, in which it may be used; so the Store holds no lock.
type tidier interface{ Tidy() }

func tidy(s State) {
	if t, ok := s.(tidier); ok {
		t.Tidy()
	}
}
