package capture_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/capture"
)

func escaped(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.String()
}

func quoted(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(raw)
}

// plainJSON writes a string as tools do that escape no more than they must.
func plainJSON(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err)
	}
	return strings.TrimSpace(b.String())
}

// shapes are how logs and traces hold an envelope. head and foot stand once,
// around all.
var shapes = []struct {
	name, head, foot string
	hide             func(i int, message string) string
}{
	{"as it is, in a line", "start\n", "slut\n", func(i int, m string) string { return fmt.Sprintf("2026-11-24 03:%02d:00 INFO sender %s ok\n", i, m) }},
	{"CXF", "", "", func(i int, m string) string {
		return fmt.Sprintf("INFO: Outbound Message\n---------------------------\nID: %d\nAddress: https://indeks.example/6\nEncoding: UTF-8\nHttp-Method: POST\n"+
			"Content-Type: text/xml\nHeaders: {Accept=[*/*], SOAPAction=[\"x\"]}\nPayload: %s\n--------------------------------------\n", i, m)
	}},
	{"CXF with a declaration", "", "", func(i int, m string) string {
		return "Payload: <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + m + "\n--------\nINFO: Inbound Message\n" +
			"Payload: " + envelope("ImporterOutput", "svar") + "\n"
	}},
	{"escaped in XML", "<log>", "</log>", func(i int, m string) string { return "<besked nr='1'>" + escaped(m) + "</besked>\n" }},
	{"escaped twice", "<log>", "</log>", func(i int, m string) string { return "<b>" + escaped(escaped(m)) + "</b>" }},
	{"CDATA", "<log>", "</log>", func(i int, m string) string {
		return "<b><![CDATA[" + strings.ReplaceAll(m, "]]>", "]]]]><![CDATA[>") + "]]></b>"
	}},
	{"JSON lines", "", "", func(i int, m string) string {
		return fmt.Sprintf("{\"t\":%d,\"besked\":%s,\"ok\":true}\n", i, plainJSON(m))
	}},
	{"JSON of Go and .NET", "[", "{}]", func(i int, m string) string { return "{\"besked\":" + quoted(m) + "},\n" }},
	{"JSON in JSON", "", "", func(i int, m string) string {
		return "{\"linje\":" + plainJSON("{\"besked\":"+plainJSON(m)+"}") + "}\n"
	}},
	{"character references", "<log>", "</log>", func(i int, m string) string {
		return "<b>" + strings.NewReplacer("<", "&#60;", ">", "&#62;", "&", "&#38;", `"`, "&#x22;").Replace(m) + "</b>"
	}},
	{"in a URL", "", "", func(i int, m string) string { return "POST /x?besked=" + url.QueryEscape(m) + "&n=1\n" }},
	{"WCF", "", "", func(i int, m string) string {
		return `<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><System>` +
			`<EventID>0</EventID></System><ApplicationData><TraceData><DataItem><MessageLogTraceRecord Time="2026-11-24T03:00:00" Source="TransportSend" Type="x">` + m +
			`</MessageLogTraceRecord></DataItem></TraceData></ApplicationData></E2ETraceEvent>`
	}},
	{"Apache's wire log", "", "", func(i int, m string) string {
		var b strings.Builder
		for line := range strings.Lines("POST /x HTTP/1.1\r\n\r\n" + m) {
			b.WriteString(`2026-11-24 03:00 DEBUG org.apache.http.wire - http-outgoing-0 >> "`)
			for _, c := range []byte(line) {
				switch {
				case c == '\n':
					b.WriteString(`[\n]`)
				case c == '\r':
					b.WriteString(`[\r]`)
				case c < ' ' || c > '~':
					fmt.Fprintf(&b, "[0x%x]", c)
				default:
					b.WriteByte(c)
				}
			}
			b.WriteString("\"\n")
		}
		return b.String()
	}},
	{"a SoapUI project", `<?xml version="1.0"?><con:soapui-project xmlns:con="http://eviware.com/soapui/config">`, "</con:soapui-project>",
		func(i int, m string) string {
			return "<con:call name='1'><con:endpoint>https://x</con:endpoint><con:request><![CDATA[" + m + "]]></con:request></con:call>\n"
		}},
}

// messages makes envelopes as different senders write them, with what is hard to
// carry through a log in their texts.
func messages(r *rand.Rand, n int) []string {
	texts := []string{"", "æøå", "a &lt;b&gt; &amp; c", "tyve % og 1+1", `en \n og en \" i teksten`, "linje\nto", "\ttabulator", "&quot;citat&quot; og 'apostrof'",
		"&#10;", "{\"a\":1}", "&lt;s:Envelope&gt; i en tekst", "😀"}
	prefixes := []string{"s", "soap", "SOAP-ENV", "soapenv", "S", "env", ""}
	spaces := []string{soap11, "http://www.w3.org/2003/05/soap-envelope"}
	var out []string
	for range n {
		p, declared := prefixes[r.IntN(len(prefixes))], "xmlns"
		if p != "" {
			p, declared = p+":", "xmlns:"+p
		}
		gap := []string{"", "\n", "\n  ", "\r\n\t"}[r.IntN(4)]
		quote := []string{`"`, `'`}[r.IntN(2)]
		attributes := declared + "=" + quote + spaces[r.IntN(2)] + quote
		if r.IntN(2) == 0 {
			attributes = "xmlns:xsi=" + quote + "http://www.w3.org/2001/XMLSchema-instance" + quote + []string{" ", "\n   "}[r.IntN(2)] + attributes
		}
		out = append(out, fmt.Sprintf(`<%[1]sEnvelope %[2]s>%[3]s<%[1]sBody>%[3]s<i:ImporterInput `+
			`xmlns:i=%[4]surn:indeks%[4]s>%[5]s-%[6]d</i:ImporterInput>%[3]s</%[1]sBody>%[3]s</%[1]sEnvelope>`,
			p, attributes, gap, quote, texts[r.IntN(len(texts))], r.IntN(1_000_000)))
	}
	return out
}

// TestHiddenEnvelopes: whatever a log does to messages, all of them come back, in
// order, as they were sent.
func TestHiddenEnvelopes(t *testing.T) {
	tried := 0
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 16))
		for _, s := range shapes {
			want := messages(r, 1+r.IntN(5))
			if len(want) == 1 {
				want = append(want, messages(r, 1)...)
			}
			tried += len(want)
			var b strings.Builder
			b.WriteString(s.head)
			for i, m := range want {
				b.WriteString(s.hide(i, m))
			}
			b.WriteString(s.foot)
			got := fromText(t, b.String())
			if !slices.Equal(bodies(got), want) || len(got.Lost()) > 0 {
				t.Fatalf("%s, seed %d: %d of %d\n%.3000s\n\n%q\nwant\n%q", s.name, seed, len(got.Messages), len(want), b.String(), bodies(got), want)
			}
		}
	}
	t.Logf("%d envelopes in %d shapes", tried, len(shapes))
}

func fromText(t testing.TB, text string) capture.Traffic {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fil.log")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := capture.Read(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return all.Select(index{})
}

// TestLines: a message is named by the line on which it begins.
func TestLines(t *testing.T) {
	message := envelope("ImporterInput", "x")
	got := fromText(t, "en\nto\nPayload: "+message+"\nfire\n\n"+message)
	if want := []string{"fil.log, linje 3", "fil.log, linje 6"}; !slices.Equal(names(got), want) {
		t.Errorf("%q, want %q", names(got), want)
	}
}

// TestCutInALog: a message whose end a log left out is lost, and those after it
// are not.
func TestCutInALog(t *testing.T) {
	one, two := envelope("ImporterInput", "1"), envelope("ImporterInput", "2")
	got := fromText(t, "Payload: "+one[:120]+"...\n(message truncated)\nPayload: "+two+"\nPayload: "+two+"\n")
	if lost := got.Lost(); len(got.Messages) != 3 || len(lost) != 1 || lost[0].Name != "fil.log, linje 1" || lost[0].Loss != capture.CutShort ||
		string(got.Messages[1].Body) != two {
		t.Errorf("%+v", got)
	}
}

// TestBothLevels: with both of WCF's switches on each message is logged twice.
func TestBothLevels(t *testing.T) {
	record := func(source, m string) string {
		return `<E2ETraceEvent xmlns="x"><ApplicationData><MessageLogTraceRecord Time="t" Source="` + source + `" Type="y">` + m +
			`</MessageLogTraceRecord></ApplicationData></E2ETraceEvent>`
	}
	message := envelope("ImporterInput", "x")
	got := fromText(t, record("ServiceLevelSendRequest", envelope("ImporterInput", "uden hoved"))+record("TransportSend", message)+
		record("TransportReceive", envelope("ImporterOutput", ""))+record("ServiceLevelReceiveReply", envelope("ImporterOutput", "")))
	if !slices.Equal(bodies(got), []string{message}) || reasons(got)[capture.Doubled] != 2 || reasons(got)[capture.IsReply] != 1 {
		t.Errorf("%q, %v", bodies(got), reasons(got))
	}
	alone := fromText(t, record("ServiceLevelSendRequest", message)+record("ServiceLevelSendRequest", envelope("ImporterInput", "y")))
	if len(alone.Messages) != 2 {
		t.Errorf("%q", bodies(alone))
	}
}

// TestRefusedInALog: a log says too that a message did not come through.
func TestRefusedInALog(t *testing.T) {
	message := envelope("ImporterInput", "x")
	for _, c := range []struct {
		between string
		want    int
	}{
		{"INFO: Inbound Message\nResponse-Code: 503\nContent-Type: text/html\n", 1}, {"HTTP/1.1 502 Bad Gateway\n", 1},
		{"<HttpResponse><StatusCode>ServiceUnavailable</StatusCode></HttpResponse>", 1}, {"Response-Code: 200\n", 2}, {"HTTP/1.1 200 OK\n", 2}, {"", 2},
		{"Response-Code: 500\nPayload: " + envelope("ImporterOutput", ""), 1},
	} {
		got := fromText(t, "Payload: "+message+"\n"+c.between+"\nPayload: "+message+"\nResponse-Code: 200\n")
		if len(got.Messages) != c.want || got.Retries != 2-c.want {
			t.Errorf("%q: %d messages, %d retries", c.between, len(got.Messages), got.Retries)
		}
	}
}

// FuzzText: no text makes the reader fall, and what it finds is accounted for.
func FuzzText(f *testing.F) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, s := range shapes {
		f.Add([]byte(s.head + s.hide(1, messages(r, 1)[0]) + s.foot))
	}
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xff\xfe<"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		all, err := capture.Read(t.Context(), path, nil)
		if err != nil {
			return
		}
		kept := all.Select(index{})
		if len(all.Messages)+len(all.Aside) == 0 && !bytes.Contains(raw, []byte("log")) && !bytes.HasPrefix(raw, []byte("PK")) {
			t.Error("a file that is nothing at all")
		}
		if n := len(kept.Messages) + len(kept.Aside) + kept.Retries; n != len(all.Messages)+len(all.Aside) {
			t.Errorf("%d of %d are accounted for", n, len(all.Messages)+len(all.Aside))
		}
	})
}
