package stage

import (
	"context"
	"io"
	"sync"

	"klarmeld/internal/capture"
	"klarmeld/internal/delivery"
)

// DeliveryJudge judges the files of a delivery by an Examiner, on so many workers, and tells of
// them in their order. What it tells is the same on any number of workers, and what it
// holds does not grow with the number of files.
type DeliveryJudge struct {
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
func (d *DeliveryJudge) Read(ctx context.Context, r delivery.Reader, paths []string, in io.Reader) (files int, err error) {
	f := &flow{DeliveryJudge: d, free: make(chan []byte, 4*batchFiles)}
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

// How many files, or bytes of them, a worker takes at once: so many that the taking costs
// nothing. It takes what there is, and waits for no more.
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

// flow is a delivery on its way.
type flow struct {
	*DeliveryJudge
	files int
	queue *queue // nil on one worker
	free  chan []byte
	err   error // of Tell, on one worker
}

// parallel judges on several workers. The reader is ahead of them by no more than the
// queue holds.
func (f *flow) parallel(read func() error) error {
	f.queue = newQueue(2 * batchFiles * f.Workers)
	var all sync.WaitGroup
	for range f.Workers {
		all.Go(func() {
			for b := f.queue.take(); b != nil; b = f.queue.take() {
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
	all.Go(func() {
		readErr = read()
		f.queue.close(nil)
	})
	for b := f.queue.next(); b != nil; b = f.queue.next() {
		<-b.done
		for _, x := range b.items {
			if f.err == nil {
				if f.err = f.Tell(x.file.Name, x.is); f.err != nil {
					f.queue.close(f.err)
				}
			}
			f.release(x.file.Body)
		}
		f.queue.told(b)
	}
	all.Wait()
	if f.err != nil {
		return f.err
	}
	return readErr
}

// put judges a file, or lets it be judged in its turn.
func (f *flow) put(x item) error {
	if f.queue != nil {
		return f.queue.put(x)
	}
	if f.err == nil {
		if !x.ready {
			x.is = f.File(x.file)
		}
		f.err = f.Tell(x.file.Name, x.is)
		f.release(x.file.Body)
	}
	return f.err
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
