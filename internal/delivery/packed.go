package delivery

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// pack is how bytes are packed.
type pack int

const (
	plain pack = iota
	zipped
	gzipped
	zstandard
	tarred
)

// headSize is how much of a file is read before it is known how it is packed. Most
// messages are shorter.
const headSize = 64 << 10

// headerSize is how much of it shows that: tar has the longest header.
const headerSize = 512

// packOf tells by the beginning of a file how it is packed.
func packOf(head []byte) pack {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipped
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return gzipped
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		return zstandard
	case isTar(head):
		return tarred
	}
	return plain
}

// isTar reports whether bytes are a header of tar: those of POSIX and GNU say so, and of
// the older ones the checksum is right.
func isTar(head []byte) bool {
	const size, sumAt, magicAt = headerSize, 148, 257
	if len(head) < size || head[0] == '<' {
		return false
	}
	if bytes.HasPrefix(head[magicAt:], []byte("ustar")) {
		return true
	}
	want, err := strconv.ParseInt(strings.Trim(string(head[sumAt:sumAt+8]), " \x00"), 8, 64)
	sum := int64(8 * ' ')
	for i, c := range head[:size] {
		if i < sumAt || i >= sumAt+8 {
			sum += int64(c)
		}
	}
	return err == nil && sum == want && head[0] != 0
}

func unreadable(err error) error { return fmt.Errorf("filen kan ikke læses: %w", err) }

// head reads the beginning of a file into a buffer of the taker's.
func (r *Reader) head(from io.Reader, most int64) ([]byte, error) {
	return r.more(r.To.Buffer()[:0], from, most)
}

// more reads so much more of a file, or what there is of it.
func (r *Reader) more(body []byte, from io.Reader, most int64) ([]byte, error) {
	for end := int64(len(body)) + most; int64(len(body)) < end; {
		if len(body) == cap(body) {
			// A file says how long it is, and a stream doubles.
			body = slices.Grow(body, int(max(headerSize, min(end-int64(len(body)), max(int64(len(body)), headSize)))))
		}
		n, err := from.Read(body[len(body):min(int64(cap(body)), end)])
		body = body[:len(body)+n]
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return body, unreadable(err)
		}
	}
	return body, nil
}

// stream reads a file from wherever it is.
func (r *Reader) stream(from io.Reader, name string, nested int) error {
	// No more than it takes to know: who writes may wait for what is made of that.
	body, err := r.head(from, headerSize)
	if err != nil {
		return err
	}
	if pack := packOf(body); pack != plain {
		return r.unpack(pack, io.MultiReader(bytes.NewReader(body), from), name, nested)
	}
	if len(body) == headerSize {
		if body, err = r.more(body, from, int64(r.File)+1-headerSize); err != nil {
			return err
		}
	}
	return r.take(File{name, body})
}

// unpack reads what is packed. What packs one file is no archive, and a tar in it is the
// first.
func (r *Reader) unpack(how pack, from io.Reader, name string, nested int) error {
	if nested >= r.Nested {
		r.To.Aside(name, TooLarge)
		return nil
	}
	switch how {
	case gzipped:
		z, err := gzip.NewReader(from)
		if err != nil {
			r.To.Aside(name, Binary)
			return nil
		}
		return r.packedStream(z, name, nested)
	case zstandard:
		z, err := zstd.NewReader(from, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(128<<20))
		if err != nil {
			return unreadable(err)
		}
		defer z.Close()
		return r.packedStream(z, name, nested)
	case tarred:
		return r.tar(from, name, nested+1)
	}
	return r.spooled(from, name, nested+1)
}

// packedStream reads what one file was packed into.
func (r *Reader) packedStream(from io.Reader, name string, nested int) error {
	buffered := bufio.NewReaderSize(from, headSize)
	head, err := buffered.Peek(headerSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("den pakkede fil er beskadiget: %w", err)
	}
	if isTar(head) {
		return r.unpack(tarred, buffered, name, nested)
	}
	return r.stream(buffered, name, nested+1)
}

// longest is how many bytes an entry may have that is passed over: what follows it is
// found by unpacking all of it.
const longest = 1 << 30

// tar reads the files of a tar, in the order in which they stand there.
func (r *Reader) tar(from io.Reader, name string, nested int) error {
	t, skip := tar.NewReader(from), aboard{}
	for {
		if err := r.end(); err != nil {
			return err
		}
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("tar-arkivet er beskadiget: %w", err)
		}
		clean := path.Clean(strings.TrimPrefix(h.Name, "./"))
		called := within(name, printable(clean))
		switch why, ok := skip[clean]; {
		case h.Typeflag == tar.TypeDir, slices.ContainsFunc(strings.Split(clean, "/"), systems):
		case h.Typeflag != tar.TypeReg:
			r.To.Aside(called, NoFile)
		case ok:
			r.To.Aside(called, why)
		case isList(clean):
			err = skip.lines(t, path.Dir(clean))
		case h.Size > longest:
			r.To.Aside(called, TooLarge)
			return fmt.Errorf("%s er på mere end %d MB, og det, der følger efter den, er ikke læst", printable(clean), longest>>20)
		default:
			entry := &noted{Reader: t}
			if err = r.stream(entry, called, nested); entry.err != nil {
				return fmt.Errorf("tar-arkivet er beskadiget ved %s: %w", printable(clean), entry.err) // and so is what follows
			}
			err = r.failed(called, err)
		}
		if err != nil {
			return err
		}
	}
}

// noted remembers why it could not be read.
type noted struct {
	io.Reader
	err error
}

// Read reads once.
func (n *noted) Read(p []byte) (int, error) {
	k, err := n.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		n.err = err
	}
	return k, err
}
