package soap

import "sync"

// kept is what functions of a document have come to. The document is never changed, and
// so they are asked once however many want to know: the service that answers it and the
// judge of the very same elements.
type kept struct {
	mu    sync.Mutex
	found map[any]any
}

// Once is what compute makes of the document, which is kept under a key. It rests on
// nothing but the document, and nobody changes it.
func (d *Document) Once(key any, compute func() any) any {
	d.kept.mu.Lock()
	found, ok := d.kept.found[key]
	d.kept.mu.Unlock()
	if ok {
		return found
	}
	found = compute() // two may do it at once, and come to the same
	d.kept.mu.Lock()
	defer d.kept.mu.Unlock()
	if d.kept.found == nil {
		d.kept.found = map[any]any{}
	}
	d.kept.found[key] = found
	return found
}
