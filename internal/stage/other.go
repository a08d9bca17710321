package stage

import (
	"fmt"
	"time"

	"klarmeld/internal/capture"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// OtherService judges a message that is for another of the services than
// SagDokumentIndeks, as that service takes it; false when it is for none of them.
func OtherService(g services.Ground, file string, raw []byte) ([]verdict.Finding, bool, error) {
	open, _, err := services.Open(g, recording.Run{}, recording.Discard{}, time.Now)
	if err != nil {
		return nil, false, err
	}
	m := capture.Message{Name: file, Body: raw}
	service, ok := open.ServiceFor(m.Element())
	if !ok || service.ID == recording.SagDokumentIndeks {
		return nil, false, nil
	}
	c, err := Captured(g, capture.Traffic{Messages: []capture.Message{m}}, "", "", trial.Lists{})
	if err != nil {
		return nil, false, err
	}
	told := RuleOtherService.Finding(fmt.Sprintf("Meddelelsen er til %s. "+
		"Kaldet er læst, som tjenesten læser det; hvad systemet bruger svaret til, ses kun sammen med det, det sender.", service.Name),
		"en meddelelse til SagDokumentIndeks", "et kald af "+service.Name)
	return append(c.Findings, ofFile(file, told)), true, nil
}
