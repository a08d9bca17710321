package main

import (
	"archive/zip"
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestWhatVendorsHave: one message, as the tools that vendors have at hand keep
// it, is the same message.
func TestWhatVendorsHave(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/messages/ukendt-ejer.xml")
	if err != nil {
		t.Fatal(err)
	}
	message := strings.Replace(string(raw), "LivscyklusKode>Importeret<", "LivscyklusKode>Slettet<", 1)
	body := strings.TrimPrefix(message, `<?xml version="1.0" encoding="UTF-8"?>`)
	line, err := json.Marshal(map[string]string{"besked": message})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"besked.xml": message, "cxf.log": "INFO: Outbound Message\nAddress: https://x\nPayload: " + message + "\n----\n", "linjer.json": string(line) + "\n",
		"escapet.log": "sendt: " + html.EscapeString(message) + "\nsvar: 200\n",
		"spor.svclog": `<E2ETraceEvent xmlns="http://schemas.microsoft.com/2004/06/E2ETraceEvent"><ApplicationData><MessageLogTraceRecord Source="TransportSend">` +
			body + `</MessageLogTraceRecord></ApplicationData></E2ETraceEvent>`,
		"projekt.xml": `<con:soapui-project xmlns:con="http://eviware.com/soapui/config"><con:request><![CDATA[` + message +
			`]]></con:request></con:soapui-project>`,
		"mappe/1.txt":  message,
		"mappe/2.json": "{}",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	request := "POST https://indeks.example/sagdokumentindeks/6 HTTP/1.1\r\nHost: indeks.example\r\nContent-Type: text/xml\r\nContent-Length: "
	zipped(t, filepath.Join(dir, "trafik.saz"),
		map[string]string{"raw/1_c.txt": request + strconv.Itoa(len(message)) + "\r\n\r\n" + message, "raw/1_s.txt": "HTTP/1.1 200 OK\r\n\r\n"})
	zipped(t, filepath.Join(dir, "alt.zip"), map[string]string{"cxf.log": "Payload: " + message})
	for _, name := range []string{"besked.xml", "cxf.log", "linjer.json", "escapet.log", "spor.svclog", "projekt.xml", "mappe", "trafik.saz", "alt.zip"} {
		code, said := program("check", "--samtale", filepath.Join(dir, name))
		if code != 20 || !strings.Contains(said, "sag.registrering.livscykluskode") || !strings.Contains(said, "Bedømt: 1 meddelelse(r).") ||
			strings.Contains(said, "kontrakt.") {
			t.Errorf("%s: exit code %d: %s", name, code, said)
		}
	}
}

// zipped makes an archive of files.
func zipped(t *testing.T, path string, files map[string]string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}
