// An adapter between klarmeld and a case system: go run . [ADDRESS]
//
// Put your own system in the place of this one: klarmeld judges what your system
// sends. UUIDs are typed in here; a real system reads them in the registers.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

type action struct {
	ID, Handling, Sag string
	Data              struct {
		Titel, KLE, Enhed, Sagsbehandler string
		Borger                           struct{ Navn, CPR string }
	}
}

var (
	mu      sync.Mutex
	cases   = map[string]map[string]string{} // the case system, by klarmeld's names
	answers = map[string]map[string]string{} // an action is performed once
	config  = map[string]string{}            // what the municipality told
)

// send fills a message in and sends it; every object must be accepted.
func send(operation, name string, values map[string]string) error {
	text, err := os.ReadFile(filepath.Join(os.Getenv("KLARMELD_MESSAGES"), name))
	message, escape := string(text), strings.NewReplacer("&", "&amp;", "<", "&lt;")
	for _, m := range []map[string]string{{"besked": uuid.NewString(), "tid": time.Now().UTC().Format("2006-01-02T15:04:05.000Z")}, values, config} {
		for key, value := range m {
			message = strings.ReplaceAll(message, "{{"+key+"}}", escape.Replace(value))
		}
	}
	req, _ := http.NewRequest("POST", os.Getenv("KLARMELD_URL")+"/sagdokumentindeks/6", strings.NewReader(message))
	req.Header = http.Header{"Content-Type": {"text/xml; charset=utf-8"}, "Soapaction": {`"http://kombit.dk/sts/sagdokumentindeks/` + operation + `"`}}
	resp, sent := http.DefaultClient.Do(req)
	if err != nil || sent != nil {
		return fmt.Errorf("beskeden blev ikke sendt: %v %v", err, sent)
	}
	defer resp.Body.Close()
	if reply, _ := io.ReadAll(resp.Body); !bytes.Contains(reply, []byte("StatusKode>20<")) {
		return fmt.Errorf("indekset svarede: %s", reply)
	}
	return nil
}

func perform(a action) error {
	switch d := a.Data; a.Handling {
	case "opret-sag":
		cases[a.Sag] = map[string]string{"uuid": uuid.NewString(), "nummer": fmt.Sprintf("2026-%d", len(cases)+1), "titel": d.Titel,
			"navn": d.Borger.Navn, "cpr": d.Borger.CPR, "kle": d.KLE, "kleUUID": config["kle "+d.KLE], "enhed": d.Enhed,
			"enhedUUID": config["enhed "+d.Enhed], "bruger": d.Sagsbehandler, "brugerUUID": config["bruger "+d.Sagsbehandler]}
		return send("importer", "importer.xml", cases[a.Sag])
	case "ret-sagstitel":
		cases[a.Sag]["titel"] = d.Titel
		return send("opdater", "egenskaber.xml", cases[a.Sag])
	}
	return send("opdater", "afslut.xml", cases[a.Sag])
}

func handle(w http.ResponseWriter, r *http.Request) {
	mu.Lock()
	defer mu.Unlock()
	var a action
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	} else if answers[a.ID] == nil {
		answers[a.ID] = map[string]string{"id": a.ID, "status": "udfoert"}
		if offered := map[string]bool{"opret-sag": true, "ret-sagstitel": true, "luk-sag": true}; !offered[a.Handling] {
			answers[a.ID] = map[string]string{"id": a.ID, "status": "ikke_tilbudt", "begrundelse": "eksemplet kan kun oprette, rette og lukke sager"}
		} else if err := perform(a); err != nil {
			answers[a.ID] = map[string]string{"id": a.ID, "status": "fejl", "begrundelse": err.Error()}
		}
	}
	_ = json.NewEncoder(w).Encode(answers[a.ID]) // who has gone away asks again
}

func main() {
	raw, err := os.ReadFile(os.Getenv("KLARMELD_CONFIG"))
	l, listening := net.Listen("tcp", append(os.Args, "127.0.0.1:9000")[1])
	if err != nil || listening != nil || json.Unmarshal(raw, &config) != nil {
		log.Fatal(err, listening)
	}
	fmt.Printf("http://%s/handling\n", l.Addr())
	log.Fatal(http.Serve(l, http.HandlerFunc(handle)))
}
