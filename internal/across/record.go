package across

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/google/uuid"

	"klarmeld/internal/judge"
	"klarmeld/internal/oio"
)

// What is known of an object or a reference to one stands in a record, a text of bytes
// whose order is the order in which records are looked at: by UUID, then by message, then
// objects before references, then by their places in the message.

// class says what a record is of.
type class byte

const (
	anObject    class = 0
	aReference  class = 1
	uuidBytes         = 16
	placeBytes        = 8 + 1 + 4 + 4
	headerBytes       = uuidBytes + placeBytes
)

// place is where in a delivery something stands.
type place struct {
	seq    uint64 // of the message
	class  class
	object uint32 // of the message's objects
	part   uint32
}

func (p place) append(to []byte) []byte {
	to = binary.BigEndian.AppendUint64(to, p.seq)
	to = append(to, byte(p.class))
	to = binary.BigEndian.AppendUint32(to, p.object)
	return binary.BigEndian.AppendUint32(to, p.part)
}

func readPlace(b string) place {
	raw := []byte(b[:placeBytes])
	return place{binary.BigEndian.Uint64(raw), class(raw[8]), binary.BigEndian.Uint32(raw[9:]), binary.BigEndian.Uint32(raw[13:])}
}

// header begins a record of a UUID.
func header(id string, p place) []byte {
	u, err := uuid.Parse(id)
	if err != nil {
		u = uuid.UUID{} // whoever asks has seen that it is one
	}
	return p.append(append(make([]byte, 0, 2*headerBytes), u[:]...))
}

// out writes a record.
type out struct{ b []byte }

func (o *out) number(n int)  { o.b = binary.AppendVarint(o.b, int64(n)) }
func (o *out) text(s string) { o.number(len(s)); o.b = append(o.b, s...) }

func (o *out) flags(all ...bool) {
	n := 0
	for i, f := range all {
		if f {
			n |= 1 << i
		}
	}
	o.number(n)
}

func (o *out) period(v oio.Virkning) {
	for _, t := range []oio.Tidspunkt{v.Fra, v.Til} {
		o.flags(t.Ok, t.Uendelig)
		if t.Ok && !t.Uendelig {
			o.b = binary.AppendVarint(o.b, t.Time.Unix())
			o.number(t.Time.Nanosecond())
		}
	}
}

// errRecord is a record that does not hold what was written.
var errRecord = errors.New("en midlertidig fil er ændret, mens den blev læst")

// in reads a record. What is wrong with it stands in err.
type in struct {
	b   string
	err error
}

func (r *in) long() int64 {
	var buffer [binary.MaxVarintLen64]byte
	n, size := binary.Varint(buffer[:copy(buffer[:], r.b)])
	if size <= 0 {
		r.err, r.b = errRecord, ""
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *in) digest() uint64 {
	const size = 8
	if len(r.b) < size {
		r.err, r.b = errRecord, ""
		return 0
	}
	n := binary.BigEndian.Uint64([]byte(r.b[:size]))
	r.b = r.b[size:]
	return n
}

func (r *in) number() int { return int(r.long()) }

// many is how many things follow, each of a byte at least.
func (r *in) many() int {
	n := r.number()
	if n < 0 || n > len(r.b) {
		r.err = errRecord
		return 0
	}
	return n
}

func (r *in) text() string {
	n := r.many()
	s := r.b[:n]
	r.b = r.b[n:]
	return s
}

func (r *in) flags(all ...*bool) {
	n := r.number()
	for i, f := range all {
		*f = n>>i&1 == 1
	}
}

func (r *in) period() oio.Virkning {
	var v oio.Virkning
	for _, t := range []*oio.Tidspunkt{&v.Fra, &v.Til} {
		r.flags(&t.Ok, &t.Uendelig)
		if t.Ok && !t.Uendelig {
			sec := r.long()
			t.Time = time.Unix(sec, r.long()).UTC()
		}
	}
	return v
}

// objectRecord is one of an object.
func objectRecord(seq uint64, n int, x *judge.ObjectFacts) string {
	o := out{header(x.UUID, place{seq, anObject, uint32(n), 0})}
	o.flags(x.Type == oio.Sag, x.Opdatering, x.Refused, x.UUIDTold, x.MasterTold)
	o.number(x.Line)
	o.b = binary.BigEndian.AppendUint64(o.b, x.Said)
	o.number(len(x.Parts))
	for _, p := range x.Parts {
		o.b = append(o.b, byte(p.Kind))
		o.text(p.Key)
		o.period(p.Virkning)
		o.text(p.Value)
		o.text(p.URN)
		o.number(p.Line)
		o.number(p.Registration)
		o.flags(p.Told)
	}
	return string(o.b)
}

func readObject(id, record string) (judge.ObjectFacts, error) {
	r, x := in{b: record}, judge.ObjectFacts{UUID: id, Type: oio.Dokument}
	sag := false
	r.flags(&sag, &x.Opdatering, &x.Refused, &x.UUIDTold, &x.MasterTold)
	if sag {
		x.Type = oio.Sag
	}
	x.Line, x.Said = r.number(), r.digest()
	for range r.many() {
		var p judge.PartFacts
		if len(r.b) == 0 {
			return x, errRecord
		}
		p.Kind, r.b = judge.PartKind(r.b[0]), r.b[1:]
		p.Key, p.Virkning, p.Value, p.URN, p.Line, p.Registration = r.text(), r.period(), r.text(), r.text(), r.number(), r.number()
		r.flags(&p.Told)
		x.Parts = append(x.Parts, p)
	}
	return x, r.err
}

// referenceRecord is one of a reference, by what it refers to.
func referenceRecord(seq uint64, object, n int, f judge.Reference) string {
	o := out{header(f.UUID, place{seq, aReference, uint32(object), uint32(n)})}
	o.text(f.Kind)
	o.number(f.Line)
	return string(o.b)
}
