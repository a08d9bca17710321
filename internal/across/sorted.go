package across

import (
	"context"
	"fmt"
	"iter"
	"os"

	"github.com/lanrat/extsort"
)

// chunk is how many records are in memory before they are put on the disk in order.
const chunk = 1 << 15

// sorted are records in their order. Those that memory is not to hold are in a temporary
// file of the user's own, which has no name where a system lets it be without one.
type sorted struct {
	ctx  context.Context
	to   chan string
	from <-chan string
	errs <-chan error
}

// newSorted begins to sort. When ctx ends, what there is of it goes.
func newSorted(ctx context.Context, chunk int) *sorted {
	s := &sorted{ctx: ctx, to: make(chan string, 256)}
	config := &extsort.Config{ChunkSize: chunk, NumWorkers: 1, ChanBuffSize: 0, SortedChanBuffSize: 256, TempFilesDir: os.TempDir()}
	sorter, from, errs := extsort.Strings(s.to, config)
	s.from, s.errs = from, errs
	go sorter.Sort(ctx)
	return s
}

// add takes a record.
func (s *sorted) add(record string) error {
	select {
	case s.to <- record:
		return nil
	case <-s.ctx.Done():
		return s.ctx.Err()
	case err := <-s.errs:
		return unsorted(err)
	}
}

// all are the records in their order. Nothing can be added any more.
func (s *sorted) all() iter.Seq2[string, error] {
	close(s.to)
	return func(yield func(string, error) bool) {
		for record := range s.from {
			if !yield(record, nil) {
				return
			}
		}
		if err := <-s.errs; err != nil {
			yield("", unsorted(err))
		}
	}
}

func unsorted(err error) error {
	return fmt.Errorf("det, der skal holdes op mod hinanden, kan ikke lægges i en midlertidig fil i %s: %w", os.TempDir(), err)
}
