package stage

import (
	"context"
	"io"
	"sync"

	"klarmeld/internal/capture"
	"klarmeld/internal/delivery"
)

// Delivery judges the files of a delivery by an Examiner, on so many workers, and tells of
// them in their order. What it tells is the same on any number of workers, and what it
// holds does not grow with the number of files.
type Delivery struct {
	*Examiner
	Workers int
	Every   int // every how many'th file is judged, from the first; 1 for all
	// Tell is told what became of a file, or of what could not be read or is none: name
	// is what it is called. Its error ends it all.
	Tell func(name string, e Examination) error
}

// Read judges what is read at the paths; "-" is what in gives. It ends when ctx does, with
// that error, when all has been told that was read until then. files is how many files were
// read, judged or not.
func (d *Delivery) Read(ctx context.Context, r delivery.Reader, paths []string, in io.Reader) (files int, err error) {
	f := &flow{Delivery: d, free: make(chan []byte, 4*batchFiles)}
	r.To = f
	read := func() error {
		for _, p := range paths {
			if err := r.Read(ctx, p, p, in); err != nil {
				return err
			}
		}
		return nil
	}
	if d.Workers < 2 {
		err = read()
	} else {
		err = f.parallel(read)
	}
	return f.files, err
}

// How many files, or bytes of them, go from hand to hand at once: few enough that little
// waits, and so many that the handing over costs nothing.
const (
	batchFiles = 32
	batchBytes = 512 << 10
	// reusable is how large a buffer is kept for the next file.
	reusable = 1 << 20
)

// item is a file, or something that is none.
type item struct {
	file  delivery.File
	ready bool // nobody has to judge it
	is    Examination
}

// batch are items that one worker judges.
type batch struct {
	items []item
	bytes int
	done  chan struct{}
}

// flow is a delivery on its way.
type flow struct {
	*Delivery
	files       int
	now         *batch
	order, work chan *batch // nil on one worker
	free        chan []byte
	stopped     chan struct{} // closed when nothing more is to be told
	err         error         // of Tell; for the reader when stopped is closed
}

// parallel judges on several workers. The reader reads ahead of them no further than the
// queues are long.
func (f *flow) parallel(read func() error) error {
	f.order, f.work = make(chan *batch, 2*f.Workers), make(chan *batch, 2*f.Workers)
	f.stopped = make(chan struct{})
	var workers sync.WaitGroup
	for range f.Workers {
		workers.Go(func() {
			for b := range f.work {
				for i := range b.items {
					if x := &b.items[i]; !x.ready {
						x.is = f.File(x.file)
					}
				}
				close(b.done)
			}
		})
	}
	var readErr error
	workers.Go(func() {
		readErr = read()
		f.pass()
		close(f.work)
		close(f.order)
	})
	f.told()
	workers.Wait()
	if f.err != nil {
		return f.err
	}
	return readErr
}

// told tells of the batches in their order.
func (f *flow) told() {
	for b := range f.order {
		<-b.done
		for _, x := range b.items {
			if f.err == nil {
				if err := f.Tell(x.file.Name, x.is); err != nil {
					f.err = err
					close(f.stopped)
				}
			}
			f.release(x.file.Body)
		}
	}
}

// pass hands the batch on that is at hand.
func (f *flow) pass() {
	if f.now != nil {
		f.order <- f.now
		f.work <- f.now
		f.now = nil
	}
}

// put judges a file, or lets it be judged in its turn.
func (f *flow) put(x item) error {
	if f.order == nil {
		if f.err == nil {
			if !x.ready {
				x.is = f.File(x.file)
			}
			f.err = f.Tell(x.file.Name, x.is)
			f.release(x.file.Body)
		}
		return f.err
	}
	select {
	case <-f.stopped:
		return f.err
	default:
	}
	if f.now == nil {
		f.now = &batch{done: make(chan struct{})}
	}
	f.now.items = append(f.now.items, x)
	// Where somebody waits for work, nothing waits for more of it.
	if f.now.bytes += len(x.file.Body); len(f.now.items) >= batchFiles || f.now.bytes >= batchBytes || len(f.work) == 0 {
		f.pass()
	}
	return nil
}

// Buffer is one that nobody needs any more; nil: there is none.
func (f *flow) Buffer() []byte {
	select {
	case b := <-f.free:
		return b
	default:
		return nil
	}
}

func (f *flow) release(b []byte) {
	if b == nil || cap(b) > reusable {
		return
	}
	select {
	case f.free <- b[:0]:
	default:
	}
}

// Take takes a file, when it is of the sample.
func (f *flow) Take(x delivery.File) error {
	f.files++
	if f.Every > 1 && (f.files-1)%f.Every != 0 {
		f.release(x.Body)
		return nil
	}
	return f.put(item{file: x})
}

// Aside takes what is not read. Whether something is wrong, Take says.
func (f *flow) Aside(name string, why capture.Reason) {
	_ = f.put(item{file: delivery.File{Name: name}, ready: true, is: Examination{Aside: []capture.Aside{{Name: name, Why: why}}}})
}

// Unread takes what could not be read. The rest is judged all the same.
func (f *flow) Unread(name string, err error) error {
	return f.put(item{file: delivery.File{Name: name}, ready: true, is: Examination{Err: err}})
}
