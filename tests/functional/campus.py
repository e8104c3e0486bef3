# SPDX-License-Identifier: Apache-2.0
"""Universities as programs of their own, linked to a hub over TLS, and a campus
that only calls: the scene of all tests of Open311."""
import base64
import contextlib
import http.client
import itertools
import json
import signal
import ssl
import subprocess
import sys
from pathlib import Path

import open311_form
from hub import INSTITUTIONS, Hub
from wires import DEADLINE, wait_for

PEERS = Path(__file__).resolve().parent.parent / "peers"
sys.path.insert(0, str(PEERS))
import open311  # noqa: E402

SECTION = """
institution "{name}" {{
  name = "Universitas {name}"
  plugin = "university"
  url = "https://localhost:{port}"
  poll = "1s"
  source = true
  tls {{ ca = "{folder}/o311.pem" }}
  auth {{ kind = "api-key" header = "api_key"
         secret_file = "{folder}/o311.key-out" }}
  auth_in {{ kind = "api-key" header = "api_key"
            secret_file = "{folder}/o311.key-in" }}
  limits {{ rate = 10000 answer = "8M" }}
  options {{ format = "{form}" api_key = "api_key"{more}
            token_wait = 1 catalogue = 1 jurisdiction = "{name}.ac.id"
            default_address = "Kampus {name}"
            contact = "lapor@hub.example"
            endpoint = "https://hub.example/in/{name}"
            services = "{folder}/services.txt" }}
}}
route "{name}" {{ category = {{ "campus-{name}" }} to = "{name}" }}
route "{name}-pln" {{ category = {{ "campus-{name}" }} to = "pln" }}
"""
CALLER = """
institution "undhira" {{
  name = "Universitas yang hanya memanggil"
  plugin = "university"
  source = true
  auth_in {{ kind = "api-key" header = "api_key"
            secret_file = "{folder}/o311.key-in" }}
  limits {{ rate = 10000 }}
}}
route "undhira" {{ category = {{ "campus-undhira" }} to = "undhira" }}
"""
BUSY = CALLER.replace("undhira", "ramai").replace("rate = 10000",
                                                  'rate = 1 body = "20K"')
# Hands cases in and holds none.
PORTAL = CALLER.partition("route")[0].replace("undhira", "portal").replace(
    "source = true", "source = true holds = false")
NUMBERS = itertools.count(1)


class University:
    """The program, for the length of a with block."""

    def __init__(self, folder, name, form):
        self.folder, self.name, self.form = Path(folder), name, form
        self.process = self.port = None

    def __enter__(self):
        file = self.folder / f"{self.name}.port"
        self.process = subprocess.Popen(
            [sys.executable, "-B", PEERS / "open311.py", "--port-file", file,
             "--cert", self.folder / "o311.pem",
             "--key", self.folder / "o311.pem-key", "--api-key", "k-out",
             *(["--key-in-form"] if self.form == "xml" else [])])
        wait_for("the university listens", file.exists)
        self.port = int(file.read_text())
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(DEADLINE) == 0

    def section(self):
        more = " key_in_form = true" if self.form == "xml" else ""
        return SECTION.format(name=self.name, port=self.port, form=self.form,
                              folder=self.folder, more=more)

    def ask(self, name, body=None):
        wire = http.client.HTTPSConnection(
            "localhost", self.port, timeout=DEADLINE,
            context=ssl.create_default_context(
                cafile=self.folder / "o311.pem"))
        try:
            wire.request("POST", f"/control/{name}", json.dumps(body or {}))
            return json.loads(wire.getresponse().read())
        finally:
            wire.close()

    def request(self, handoff):
        """What it has of a handoff, or None."""
        found = [r for r in self.ask("requests")["requests"].values()
                 if r["attributes"].get("simpul") == handoff]
        assert len(found) <= 1, f"{handoff} was taken twice"
        return found[0] if found else None

    def client(self, xml):
        """A client of its own endpoint, with the hub's key."""
        context = ssl.create_default_context(cafile=self.folder / "o311.pem")
        return Link.judged(open311.Client(self.port, "", "k-out", context,
                                          xml))

    def forms(self):
        """What the hub posted: service, media type, query, fields."""
        return self.ask("requests")["forms"]

    def say(self, handoff, status, text=""):
        self.ask("update", {
            "id": self.request(handoff)["service_request_id"],
            "status": status, "description": text})


class Link:
    def __init__(self, hub, sides):
        self.hub, self.sides = hub, sides
        self.lapor = hub.caller("source", "lapor")
        self.pln = hub.caller("institution", "pln")
        self.coordinator = hub.caller("coordinator", "inspektorat")

    def hand_over(self, side):
        """A case for a university: case, handoff, once it is there."""
        answer = self.lapor.post("/v1/cases", {
            "narrative": "Lampu ruang kuliah mati & gelap.",
            "category": f"campus-{side}", "tracking_id": f"T-{next(NUMBERS)}"})
        assert answer.status == 201, answer
        case, handoff = answer.body["case"], answer.body["handoff"]
        wait_for(f"{side} to have {handoff}",
                 lambda: self.handoff(case, handoff)["delivery"]["state"] ==
                 "delivered")
        return case, handoff

    def upload(self, name, kind, content):
        """An attachment by tus, in pieces of a megabyte; its id."""
        meta = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}"
            for key, value in (("filename", name), ("filetype", kind)))
        tus = {"Tus-Resumable": "1.0.0"}
        place = self.lapor.post("/v1/attachments", headers={
            **tus, "Upload-Length": str(len(content)),
            "Upload-Metadata": meta}).headers["Location"]
        for at in range(0, max(len(content), 1), 1 << 20):
            answer = self.lapor.call(
                "PATCH", place, content[at:at + (1 << 20)], headers={
                    **tus, "Upload-Offset": str(at),
                    "Content-Type": "application/offset+octet-stream"})
            assert answer.status == 204, answer
        return place.rsplit("/", 1)[1]

    def case(self, case):
        answer = self.coordinator.get(f"/v1/cases/{case}")
        assert answer.status == 200, answer
        return answer.body

    def handoff(self, case, handoff):
        return next(h for h in self.case(case)["handoffs"]
                    if h["id"] == handoff)

    def wait(self, case, handoff, state):
        wait_for(f"{handoff} to be {state}",
                 lambda: self.handoff(case, handoff)["state"] == state)

    def said(self, case):
        items = self.coordinator.get(f"/v1/cases/{case}/timeline").body
        return {i["event"]: i.get("text", "") for i in items["items"]
                if i["type"] == "said"}

    def campus(self, side, xml, key="k-in"):
        return self.judged(open311.Client(
            self.hub.port, f"/in/{side}", key, self.hub.tls(), xml))

    @staticmethod
    def judged(client):
        client.judge = open311_form.check
        return client


@contextlib.contextmanager
def campuses(links=False, more="", settings=""):
    """The hub with two universities, one in JSON, the other in XML; links: it
    is told how others name it, so that files go as links.  more: sections;
    settings: of the hub."""
    hub = Hub(settings=settings)
    if links:
        hub.settings += f' public_url = "https://localhost:{hub.port}/"'
    folder = Path(hub.folder)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", folder / "o311.pem-key", "-out", folder / "o311.pem"],
        check=True, stderr=subprocess.DEVNULL)
    for name, text in (("o311.key-out", "k-out"), ("o311.key-in", "k-in")):
        (folder / name).touch(mode=0o600)
        (folder / name).write_text(text + "\n")
    (folder / "services.txt").write_text(
        "J1 | campus-unud\nX1 | campus-undiksha\nL1 | electricity | Listrik\n")
    with University(folder, "unud", "json") as one, \
            University(folder, "undiksha", "xml") as two:
        hub.institutions = INSTITUTIONS + one.section() + two.section() + \
            CALLER.format(folder=folder) + BUSY.format(folder=folder) + \
            PORTAL.format(folder=folder) + more
        with hub:
            yield Link(hub, {"unud": one, "undiksha": two})
