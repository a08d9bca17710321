package privacy

import (
	"testing"

	"pgregory.net/rapid"
)

// TestDoor: a name that opens a door is known, however it is written; door and the
// pattern agree on all names.
func TestDoor(t *testing.T) {
	for name, want := range map[string]bool{
		"Authorization": true, "Proxy-Authorization": true, "X-Authorization": false, "Authorization2": false, "Set-Cookie": true, "X-API_KEY": true,
		"X-Api-_Key": true, "X-Api__Key": false, "X-ſession": true, "Content-Type": false, "User-Agent": false, "": false, "authorization\n": false,
	} {
		if door(name) != want || doors.MatchString(name) != want {
			t.Errorf("%q: %v, and the pattern %v", name, door(name), doors.MatchString(name))
		}
	}
	part := rapid.OneOf(rapid.SampledFrom(append(doorWords, "authorization", "proxy-", "api", "key", "-", "_", "\n", "ſ", "K")), rapid.StringN(0, 3, -1))
	rapid.Check(t, func(t *rapid.T) {
		name := ""
		for _, p := range rapid.SliceOfN(part, 0, 4).Draw(t, "parts") {
			name += p
		}
		if door(name) != doors.MatchString(name) {
			t.Fatalf("%q: %v", name, door(name))
		}
	})
}
