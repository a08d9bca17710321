package index

import (
	"crypto/sha256"

	"klarmeld/internal/packed"
)

// uuidOf is what an object is known by. What is no UUID with small letters has the number
// of its digest; the index has none such.
func uuidOf(s string) packed.UUID {
	id, ok := packed.UUIDIn(s)
	if !ok {
		sum := sha256.Sum256([]byte(s))
		id = packed.UUID(sum[:16])
	}
	return id
}
