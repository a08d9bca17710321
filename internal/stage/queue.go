package stage

import "sync"

// batch are items that one worker judges.
type batch struct {
	items []item
	bytes int
	done  chan struct{} // closed when they are judged
}

// queue is between who reads, who judges, and who tells of it in the order in which it was
// read. It holds a bounded number of items, and of bytes but for those of one item.
type queue struct {
	mu                    sync.Mutex
	room, work, something *sync.Cond // for the reader, the workers, and the teller
	most                  int
	waiting               []item   // to be judged
	taken                 []*batch // in their order, not yet told
	items, bytes          int      // of both
	closed                bool     // nothing more comes
	err                   error    // why nothing more is to come; nil: there is no more
}

func newQueue(most int) *queue {
	q := &queue{most: most}
	q.room, q.work, q.something = sync.NewCond(&q.mu), sync.NewCond(&q.mu), sync.NewCond(&q.mu)
	return q
}

// put adds an item when there is room, and says why nothing more is to come.
func (q *queue) put(x item) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.items > 0 && (q.items >= q.most || q.bytes >= q.most*batchBytes/batchFiles) && !q.closed {
		q.room.Wait()
	}
	if q.closed {
		return q.err
	}
	q.waiting = append(q.waiting, x)
	q.items, q.bytes = q.items+1, q.bytes+len(x.file.Body)
	q.work.Signal()
	return nil
}

// take is what a worker judges next: what there is of it, and not too much; nil when there
// is nothing more.
func (q *queue) take() *batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.waiting) == 0 {
		if q.closed {
			q.something.Signal()
			return nil
		}
		q.work.Wait()
	}
	b := &batch{done: make(chan struct{})}
	n := 0
	for n < len(q.waiting) && n < batchFiles && b.bytes < batchBytes {
		b.bytes += len(q.waiting[n].file.Body)
		n++
	}
	b.items = append(b.items, q.waiting[:n]...)
	q.waiting = q.waiting[:copy(q.waiting, q.waiting[n:])]
	q.taken = append(q.taken, b)
	q.something.Signal()
	return b
}

// next is the batch to be told next; nil when there is none any more.
func (q *queue) next() *batch {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.taken) == 0 {
		if q.closed && len(q.waiting) == 0 {
			return nil
		}
		q.something.Wait()
	}
	b := q.taken[0]
	q.taken = q.taken[:copy(q.taken, q.taken[1:])]
	return b
}

// told makes room for more than a batch that has been told.
func (q *queue) told(b *batch) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items, q.bytes = q.items-len(b.items), q.bytes-b.bytes
	q.room.Signal()
}

// close says that nothing more comes; with an error, that nothing more is to come.
func (q *queue) close(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil {
		q.err = err
	}
	q.closed = true
	q.room.Broadcast()
	q.work.Broadcast()
	q.something.Broadcast()
}
