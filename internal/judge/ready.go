package judge

import (
	"slices"

	"klarmeld/internal/contract"
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// Ready does of an exchange what it alone decides, before it has its turn: its request is
// read, and held against the contract. Take then finds it done, and finds the same
// without. It may be done on any core (recording.Ahead).
func Ready(x *recording.Exchange) {
	how := contentType(x.Header)
	soap.ReadAhead(x, how)
	env, p := soap.Of(x, how)
	if p != nil || x.ServiceID != recording.SagDokumentIndeks || x.Operation == "" {
		return
	}
	contract.CheckOnce(env, env.Body)
	if h := oio.Child(env.Header, "RequestHeader"); h != nil {
		contract.CheckOnce(env, h)
	}
	if slices.Contains(bringing, x.Operation) {
		index.Objekter(env)
	}
}

// bringing are the index's operations that bring objects.
var bringing = []string{"importer", "opdater"}
