package recording

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"

	"klarmeld/internal/lazyregexp"
)

// nonces are what a nonce may be: enough of it that nobody guesses it, and no
// more than the digests that it is made of by those who derive it.
var nonces = lazyregexp.New(`^[0-9a-f]{32,64}$`)

// NewNonce is a nonce that nobody has known before: 32 hexadecimal digits.
func NewNonce() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails (package crypto/rand)
	return hex.EncodeToString(b[:])
}

// NonceOf is the nonce that a name always has: for a run that must be the same to
// the byte each time, such as that of a system that klarmeld plays itself.
func NonceOf(name string) string {
	sum := sha256.Sum256([]byte("klarmeld nonce: " + name))
	return hex.EncodeToString(sum[:16])
}

// CheckNonce says in Danish what is wrong with a nonce.
func CheckNonce(nonce string) error {
	if !nonces.MatchString(nonce) {
		return fmt.Errorf("en nonce er 32 til 64 af tegnene 0-9 og a-f; %q er det ikke", nonce)
	}
	return nil
}

// newThings are the UUIDs of what comes into being in replies.
var newThings = uuid.MustParse("6f0c6a4e-8a3b-5e0a-9d52-0b8b8f0f6a17")

// NewID is the UUID of something that is new in the reply to the message that
// came as the number. Who has the recording computes it again.
func NewID(nonce string, number int, what string) string {
	return uuid.NewSHA1(newThings, fmt.Appendf(nil, "%s/%d/%s", nonce, number, what)).String()
}
