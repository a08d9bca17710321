package verdict

// OwnKind is a kind of thing that a run stands on. The value is its stable ID in
// rapport.json.
type OwnKind string

// The kinds.
const (
	OwnPolicy    OwnKind = "politik"
	OwnRoles     OwnKind = "relationsklasser"
	OwnRegisters OwnKind = "registre"
	OwnCast      OwnKind = "medvirkende"
	OwnScenarios OwnKind = "scenarier"
	OwnWords     OwnKind = "ordliste"
	OwnAreas     OwnKind = "omraader"
)

// Own is something that a run stands on and that is not klarmeld's: whoever reads
// the verdict must know that it rests on somebody else's.
type Own struct {
	Kind   OwnKind `json:"kind"`
	Title  string  `json:"title"`  // what it calls itself, or what it holds
	SHA256 string  `json:"sha256"` // of its content as it is in the recording, in hexadecimal
}
