package main

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/verdict"
)

// otherwise is a road on which the reference system's messages become those of a
// system that does it otherwise. Each message is taken there as it would be sent, with
// the way to send it, or something in its place.
type otherwise func(m message, send func(message) *http.Response) *http.Response

// message is one to be sent: its service and operation, and the XML.
type message struct {
	*http.Request
	raw []byte
}

// RoundTrip is the road.
func (o otherwise) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var failed error
	resp := o(message{r, raw}, func(m message) *http.Response {
		again := m.Request.Clone(m.Request.Context())
		again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(m.raw)), int64(len(m.raw))
		resp, err := http.DefaultTransport.RoundTrip(again)
		if err != nil {
			failed = err
			return nil
		}
		return resp
	})
	if failed != nil {
		return nil, failed
	}
	return resp, nil
}

// toIndex reports whether the message goes to the index, and not to a register.
func (m message) toIndex() bool { return strings.Contains(m.URL.Path, "sts-soap-sagdok") }

// is reports whether it is one of the operations.
func (m message) is(operations ...string) bool {
	if !m.toIndex() {
		return false
	}
	body := m.body().Tag
	for _, o := range operations {
		if strings.HasPrefix(body, o) {
			return true
		}
	}
	return false
}

// body is what the message says.
func (m message) body() *etree.Element {
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(m.raw); err != nil {
		panic(err)
	}
	return doc.FindElement("//Body").ChildElements()[0]
}

// changed is the message with its XML changed.
func (m message) changed(change func(body *etree.Element)) message {
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(m.raw); err != nil {
		panic(err)
	}
	change(doc.FindElement("//Body").ChildElements()[0])
	raw, err := doc.WriteToBytes()
	if err != nil {
		panic(err)
	}
	return message{m.Request, raw}
}

// to is the message as one to another service of the index.
func (m message) to(service, operation string) message {
	r := m.Request.Clone(m.Request.Context())
	r.URL.Path = "/sts-soap-sagdok/" + service + "/6"
	action := "http://kombit.dk/sts/" + service + "/" + operation
	if r.Header.Get("SOAPAction") != "" {
		r.Header.Set("SOAPAction", `"`+action+`"`)
	} else {
		r.Header.Set("Content-Type", `application/soap+xml; charset=utf-8; action="`+action+`"`)
	}
	return message{r, m.raw}
}

// plays lets a system that does it otherwise play, over HTTP.
func (o otherwise) plays(t *testing.T, only ...string) verdict.SystemResult {
	t.Helper()
	return adapterBy(t, o).judgedBy(time.Minute, only...)
}

// spoken are the rules by which something is wrong in a result, or remarked upon, in
// their order, each once.
func spoken(r verdict.SystemResult) []string {
	var out []string
	for _, f := range r.Findings() {
		if f.Outcome > verdict.Pass {
			out = append(out, f.Rule)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// spokenOnly demands that a result has something wrong, or remarked upon, by these rules and
// by no others.
func spokenOnly(t *testing.T, r verdict.SystemResult, rules ...string) {
	t.Helper()
	if got := spoken(r); !slices.Equal(got, rules) {
		t.Errorf("spoken is %q, want %q", got, rules)
		for _, f := range r.Findings() {
			if f.Outcome > verdict.Pass && !slices.Contains(rules, f.Rule) {
				t.Errorf("%s %s %s: %s (%s; %s)", f.Scenario, f.Outcome, f.Rule, f.Message, f.Expected, f.Actual)
			}
		}
	}
	for _, f := range r.Findings() {
		if f.Outcome > verdict.Pass && (f.Expected == "" || strings.Contains(f.Expected, "»«") || strings.HasSuffix(f.Expected, " ")) {
			t.Errorf("%s expects nothing: %q", f.Rule, f.Expected)
		}
	}
}

// eachChanged sends every message to the index with its XML changed.
func eachChanged(change func(body *etree.Element)) otherwise {
	return func(m message, send func(message) *http.Response) *http.Response {
		if m.toIndex() {
			m = m.changed(change)
		}
		return send(m)
	}
}
