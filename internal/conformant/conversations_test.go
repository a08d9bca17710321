package conformant_test

import (
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"klarmeld/internal/conformant"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

var conversations = flag.Int("conformant.conversations", 8, "how many conformant conversations are judged")

const (
	baseURL  = "http://klarmeld.invalid"
	scenario = "samtale"
)

// failer is what a test and a draw of one have in common.
type failer interface {
	Fatalf(format string, args ...any)
}

// judged is what the judge finds in a conversation, when it is over.
func judged(t failer, g conformant.Ground, rolesJSON []byte, c conformant.Conversation) []verdict.Finding {
	now := func() time.Time { return time.Date(2026, time.December, 1, 12, 0, 0, 0, time.UTC) }
	tape, system := recording.NewTape(now), road.NewProcess()
	all, _, err := services.Open(services.Ground{Registers: g.Register, Roles: g.Roles, RolesJSON: rolesJSON}, recording.Run{System: "prøve"}, tape, now)
	if err != nil {
		t.Fatalf("%v", err)
	}
	tape.Scope(scenario, "")
	if _, err := system.Open(baseURL, all); err != nil {
		t.Fatalf("%v", err)
	}
	for i, d := range c.Deliveries {
		post(t, all, system, i, d.Write())
	}
	j := judge.New(map[string]verdict.CapabilityID{scenario: verdict.Sag}).Undated().WithoutSuggestions()
	if !c.Registered {
		j = j.WithoutRegisters()
	}
	for _, e := range tape.Since(0) {
		if err := j.Take(e); err != nil {
			t.Fatalf("%v", err)
		}
	}
	j.Settle(scenario)
	return j.Notes(scenario).Findings
}

// post sends one message where it belongs, as a client that keeps the WSDL does.
func post(t failer, all *services.Services, system *road.Process, i int, message string) {
	env, p := soap.Read([]byte(message))
	if p != nil {
		t.Fatalf("message %d: %v\n%s", i, p, message)
	}
	name := xml.Name{Space: env.Body.NamespaceURI(), Local: env.Body.Tag}
	path := all.PathFor("", name)
	kind := "text/xml; charset=utf-8"
	if strings.Contains(message, "http://www.w3.org/2003/05/soap-envelope") {
		kind = "application/soap+xml; charset=utf-8; action=\"" + all.ActionFor(path, name) + `"`
	}
	r, err := http.NewRequest(http.MethodPost, baseURL+path, strings.NewReader(message))
	if err != nil {
		t.Fatalf("%v", err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("SOAPAction", `"`+all.ActionFor(path, name)+`"`)
	resp, err := (&http.Client{Transport: system}).Do(r)
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if reply, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("message %d: %d %s %v\n%s", i, resp.StatusCode, reply, err, message)
	}
}

// spelled are a conversation's messages one after the other.
func spelled(c conformant.Conversation) string {
	out := ""
	for i, d := range c.Deliveries {
		out += fmt.Sprintf("\n--- %d\n%s", i+1, d.Write())
	}
	return out
}

// TestConversationsAreClean: what is told of an object later is clean, too, each
// message alone and all of them together.
func TestConversationsAreClean(t *testing.T) {
	g := ground(t)
	_, rolesJSON := municipalitytest.Roles(t)
	for _, registered := range []bool{false, true} {
		t.Run(fmt.Sprintf("registre=%v", registered), func(t *testing.T) {
			checks(t, *conversations)
			rapid.Check(t, func(r *rapid.T) {
				c := conformant.Conversations(g, conformant.Settings{Registered: registered}).Draw(r, "conversation")
				for i, d := range c.Deliveries {
					if d.Message.Operation == conformant.Laes {
						continue // a message to FK Organisation says nothing alone
					}
					if bad := worse(judge.CheckMessage("meddelelse.xml", []byte(d.Write()), g.Roles, nil)); bad != "" {
						r.Fatalf("message %d alone:%s\n%s", i+1, bad, d.Write())
					}
				}
				if bad := worse(judged(r, g, rolesJSON, c)); bad != "" {
					r.Fatalf("together:%s%s", bad, spelled(c))
				}
			})
		})
	}
}
