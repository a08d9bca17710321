package services

import (
	"encoding/json"
	"strings"
	"testing"

	"klarmeld/internal/index"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
)

// TestServicesHaveIDs: every service has an ID of its own, which says what it
// reads from; a recording of yesterday that has only its name is read as its.
func TestServicesHaveIDs(t *testing.T) {
	ground := Ground{Registers: municipalitytest.Korsbaek(t)}
	ground.Roles, ground.RolesJSON = municipalitytest.Roles(t)
	names := map[recording.ServiceID]string{}
	for path, s := range all(index.NewStore(), ground) {
		if was, ok := names[s.ID]; s.ID == "" || ok && was != s.Name {
			t.Errorf("%s: the ID of %s is %q, as that of %q", path, s.Name, s.ID, was)
		}
		names[s.ID] = s.Name
		old, err := json.Marshal(map[string]string{"service": s.Name})
		if err != nil {
			t.Fatal(err)
		}
		var x recording.Exchange
		if err := json.Unmarshal(old, &x); err != nil || x.ServiceID != s.ID {
			t.Errorf("%s: yesterday's %q is read as %q, %v", path, s.Name, x.ServiceID, err)
		}
		want := recording.NoRegister
		switch {
		case strings.HasPrefix(path, "/organisation/"), strings.HasPrefix(path, "/sts-soap-organisation/"):
			want = recording.RegisterOrganisation
		case strings.HasPrefix(path, "/kl"), strings.HasPrefix(path, "/facet/"):
			want = recording.RegisterKlassifikation
		}
		if s.ID.Register() != want {
			t.Errorf("%s reads from %q, want %q", path, s.ID.Register(), want)
		}
	}
	if len(names) < 19 {
		t.Errorf("%d services", len(names))
	}
}
