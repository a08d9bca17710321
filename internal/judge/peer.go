package judge

import (
	"cmp"
	"maps"
	"slices"

	"klarmeld/internal/recording"
)

// Peer is who sent messages: an address, and whom it was taken for.
type Peer struct {
	Address string           `json:"adresse"` // IP address; "" in the process, and in old recordings
	Sender  recording.Sender `json:"afsender"`
}

// Sent is how many messages came from a peer.
type Sent struct {
	Peer
	Exchanges int `json:"udvekslinger"`
}

// Peers are all who have sent anything, in the order of their addresses.
func (j *Judge) Peers() []Sent {
	var out []Sent
	for _, p := range slices.SortedFunc(maps.Keys(j.peers), func(a, b Peer) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Sender, b.Sender))
	}) {
		out = append(out, Sent{p, j.peers[p]})
	}
	return out
}
