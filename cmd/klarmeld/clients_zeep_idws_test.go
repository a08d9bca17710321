package main

import (
	"os/exec"
	"testing"

	"klarmeld/internal/official"
	"klarmeld/internal/recording"
)

// TestZeepIDWS lets zeep walk the whole road behind the STS, with a WSSE plugin over
// lxml and xmlsec that signs as KOMBIT's .NET library does; and reject a reply that
// was changed after it was signed.
func TestZeepIDWS(t *testing.T) {
	t.Parallel()
	folder := official.Folder(t)
	if out, err := exec.Command(python, "-c", "import zeep, lxml, xmlsec").CombinedOutput(); err != nil {
		official.Required(t, "zeep-idws", "no zeep, lxml or xmlsec for "+python+" (Debian: python3-zeep, python3-lxml, python3-xmlsec): "+string(out))
	}
	for _, version := range []string{"1.1", "1.2"} {
		client := func(base, keys string) *exec.Cmd {
			// Nothing is written beside the sources.
			return exec.Command(python, "-B", "testdata/clients/zeep/road.py", folder, base, version, "../../fixtures/relationsklasser.json", keys)
		}
		t.Run("SOAP "+version, func(t *testing.T) { walkedSecured(t, roadOfIndex, client) })
		for _, s := range []recording.ServiceID{recording.Virksomhed, recording.SagDokumentIndeks} {
			t.Run("SOAP "+version+", tampered "+string(s), func(t *testing.T) { tampered(t, s, "idws.Rejected: signaturen holder ikke", client) })
		}
	}
}
