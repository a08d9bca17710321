package across

import (
	"bufio"
	"encoding/binary"
	"io"

	"klarmeld/internal/spool"
)

// names are what messages are called, on the disk: written in the order of the messages,
// and asked for in that order.
type names struct {
	file *spool.File
	from *bufio.Reader
	seq  uint64 // of the name that was read last
	name string
}

func (n *names) add(seq uint64, name string) error {
	var err error
	if n.file == nil {
		if n.file, err = spool.New(); err != nil {
			return err
		}
	}
	head := binary.AppendUvarint(binary.AppendUvarint(nil, seq), uint64(len(name)))
	if _, err = n.file.Write(head); err == nil {
		_, err = n.file.WriteString(name)
	}
	return err
}

// of is what a message is called. Nobody asks for one before the one asked for last.
func (n *names) of(seq uint64) (string, error) {
	if n.file == nil {
		return "", errRecord
	}
	var err error
	if n.from == nil {
		if n.from, err = n.file.Reader(); err != nil {
			return "", err
		}
	}
	for n.seq < seq {
		var size uint64
		if n.seq, err = binary.ReadUvarint(n.from); err == nil {
			size, err = binary.ReadUvarint(n.from)
		}
		if err != nil {
			return "", err
		}
		b := make([]byte, size)
		if _, err := io.ReadFull(n.from, b); err != nil {
			return "", err
		}
		n.name = string(b)
	}
	return n.name, nil
}

func (n *names) close() error {
	if n.file == nil {
		return nil
	}
	return n.file.Close()
}
