"""An adapter between klarmeld and a case system, in Python's standard library.

usage: adapter.py [PORT]   (0 takes a free one; the address is printed first)

KLARMELD_URL is where klarmeld's services answer. Put your own system in the
place of Cases: what klarmeld judges is what your system sends, not this file.
KLE and organisation are typed in here, which klarmeld will remark: a real
system reads them in FK Klassifikation and FK Organisation.
"""
import json
import os
import sys
import urllib.request
import uuid
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

URL = os.environ.get("KLARMELD_URL", "http://127.0.0.1:8470") + "/sagdokumentindeks/6"
CONFIG = json.load(open(os.environ["KLARMELD_CONFIG"], encoding="utf-8"))  # UUIDs that the municipality gave


def template(name, **values):
    text = open(os.path.join(os.environ["KLARMELD_MESSAGES"], name), encoding="utf-8").read()
    for key, value in {**CONFIG, **values}.items():
        text = text.replace("{{" + key + "}}", value.replace("&", "&amp;").replace("<", "&lt;"))
    return text


def send(operation, message):
    """Sends a message to the index, and complains unless every object is accepted."""
    request = urllib.request.Request(URL, message.encode(), {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": f'"http://kombit.dk/sts/sagdokumentindeks/{operation}"'})
    reply = urllib.request.urlopen(request, timeout=30).read().decode()
    if "StatusKode>20<" not in reply:
        raise RuntimeError("indekset svarede: " + reply)


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Cases:
    """The case system: a dictionary, by klarmeld's names."""

    def __init__(self):
        self.known = {}

    def create(self, action):
        data, case = action["data"], {"uuid": str(uuid.uuid4()), "nummer": f"2026-{len(self.known) + 1}", "tid": now()}
        case.update(titel=data["titel"], navn=data["borger"]["navn"], cpr=data["borger"]["cpr"], kle=data["kle"], enhed=data["enhed"], bruger=data["sagsbehandler"])
        for name, of in (("kleUUID", "kle " + case["kle"]), ("enhedUUID", "enhed " + case["enhed"]), ("brugerUUID", "bruger " + case["bruger"])):
            case[name] = CONFIG[of]
        send("importer", template("importer.xml", besked=str(uuid.uuid4()), **case))
        self.known[action["sag"]] = case

    def rename(self, action):
        case = self.known[action["sag"]]
        case["titel"] = action["data"]["titel"]
        self.update(case, "egenskaber.xml")

    def close(self, action):
        self.update(self.known[action["sag"]], "afslut.xml")

    def update(self, case, name):
        send("opdater", template(name, besked=str(uuid.uuid4()), **{**case, "tid": now()}))


SYSTEM, ANSWERS = Cases(), {}
ACTS = {"opret-sag": SYSTEM.create, "ret-sagstitel": SYSTEM.rename, "luk-sag": SYSTEM.close}


def perform(action):
    """An action is performed once: who asks again gets the same answer."""
    if action["id"] in ANSWERS:
        return ANSWERS[action["id"]]
    answer = {"id": action["id"], "status": "udfoert"}
    if action["handling"] not in ACTS:
        answer.update(status="ikke_tilbudt", begrundelse="eksemplet kan kun oprette, rette og lukke sager")
    else:
        try:
            ACTS[action["handling"]](action)
        except Exception as problem:
            answer.update(status="fejl", begrundelse=str(problem) or repr(problem))
    return ANSWERS.setdefault(action["id"], answer)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        answer = json.dumps(perform(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(answer)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 9000), Handler)
    print(f"http://127.0.0.1:{server.server_port}/handling", flush=True)
    server.serve_forever()
