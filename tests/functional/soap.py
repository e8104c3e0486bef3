# SPDX-License-Identifier: Apache-2.0
"""Two Ombudsmen, one for each SOAP, and a hub between them, for tests."""
import base64
import contextlib
import hashlib
import http.client
import itertools
import json
import signal
import ssl
import subprocess
import sys
from pathlib import Path

from lxml import etree

from hub import INSTITUTIONS, Hub
from wires import DEADLINE, wait_for

PEERS = Path(__file__).resolve().parent.parent / "peers"
sys.path.insert(0, str(PEERS))
import ombudsman  # noqa: E402

SECTION = """
institution "{name}" {{
  name = "Ombudsman RI {name}"
  plugin = "ombudsman"
  url = "https://localhost:{port}"
  poll = "1s"
  source = true
  tls {{ ca = "{folder}/omb.pem" }}
  auth_in {{ kind = "api-key" header = "X-Kunci"
            secret_file = "{folder}/omb.key-in" }}
  limits {{ rate = 10000 body = "16M" }}
  requires = {{ "identity", "prior_complaint", "consent" }}
  agreement {{ number = "NK-7/2026" until = "2090-12-31"
              basis = "UU 37/2008 pasal 24" }}
  disclose = {{ "name", "birth_place", "birth_date", "marital_status",
               "occupation", "address" }}
  options {{ soap = "{soap}" path = "{path}"
            address = "https://localhost:{port}{path}"
            endpoint = "https://localhost:@PORT@/in/{name}" }}
}}
route "{name}" {{ category = {{ "omb-{name}" }} to = "{name}" }}
route "{name}-pln" {{ category = {{ "omb-{name}" }} to = "pln" }}
"""
PERSON = {"name": "Ni Made Uji", "birth_place": "Denpasar",
          "birth_date": "1990-01-01", "marital_status": "kawin",
          "occupation": "guru", "address": "Jl. Satu, Denpasar"}
NUMBERS = itertools.count(1)


def envelope(payload, old=False, header=""):
    """A SOAP message as bytes."""
    ns = "http://schemas.xmlsoap.org/soap/envelope/" if old else \
        "http://www.w3.org/2003/05/soap-envelope"
    return (f"<s:Envelope xmlns:s='{ns}'><s:Header>{header}</s:Header>"
            f"<s:Body>{payload}</s:Body></s:Envelope>").encode()


class Ombudsman:
    """The program, for the length of a with block."""

    def __init__(self, folder, name, soap):
        self.folder, self.name, self.soap = Path(folder), name, soap
        self.process = self.port = None

    def __enter__(self):
        file = self.folder / f"{self.name}.port"
        self.process = subprocess.Popen(
            [sys.executable, "-B", PEERS / "ombudsman.py",
             "--port-file", file, "--cert", self.folder / "omb.pem",
             "--key", self.folder / "omb.pem-key"])
        wait_for("the Ombudsman listens", file.exists)
        self.port = int(file.read_text())
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(DEADLINE) == 0

    def section(self):
        return SECTION.format(
            name=self.name, port=self.port, soap=self.soap,
            path="/soap11" if self.soap == "1.1" else "/soap",
            folder=self.folder)

    def ask(self, name, body=None):
        wire = http.client.HTTPSConnection(
            "localhost", self.port, timeout=DEADLINE,
            context=ssl.create_default_context(
                cafile=self.folder / "omb.pem"))
        try:
            wire.request("POST", f"/control/{name}", json.dumps(body or {}))
            return json.loads(wire.getresponse().read())
        finally:
            wire.close()

    def case(self, handoff):
        """What it has of a handoff, or None."""
        return self.ask("seen")["cases"].get(handoff)


def peak(hub):
    """The most memory that a hub has had, in bytes."""
    status = Path(f"/proc/{hub.process.pid}/status").read_text()
    line, = (x for x in status.splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) << 10


class Link:
    def finished(self, root):
        """An envelope as it is sent."""
        return root

    def __init__(self, hub, sides):
        self.hub, self.sides = hub, sides
        self.lapor = hub.caller("source", "lapor")
        self.coordinator = hub.caller("coordinator", "inspektorat")
        self.clients, self.small = {}, peak(hub)

    def hand_over(self, side, **members):
        """A case for an Ombudsman: case, handoff, once it is there."""
        answer = self.lapor.post("/v1/cases", {
            "narrative": "Izin usaha tidak diproses.",
            "category": f"omb-{side}", "tracking_id": f"T-{next(NUMBERS)}",
            "prior_complaint": "PTSP-778", "complainant": PERSON,
            "consent": "Saya setuju laporan ini disampaikan ke Ombudsman.",
            **members})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def upload(self, name, kind, content):
        """An attachment by tus; its id."""
        meta = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}"
            for key, value in (("filename", name), ("filetype", kind)))
        tus = {"Tus-Resumable": "1.0.0"}
        place = self.lapor.post("/v1/attachments", headers={
            **tus, "Upload-Length": str(len(content)),
            "Upload-Metadata": meta}).headers["Location"]
        for at in range(0, len(content), 1 << 20):
            answer = self.lapor.call(
                "PATCH", place, content[at:at + (1 << 20)], headers={
                    **tus, "Upload-Offset": str(at),
                    "Content-Type": "application/offset+octet-stream"})
            assert answer.status == 204, answer
        return place.rsplit("/", 1)[1]

    def download(self, file, step=4 << 20):
        """An attachment's bytes, by ranges."""
        return b"".join(self.coordinator.get(
            f"/v1/attachments/{file['id']}",
            headers={"Range": f"bytes={at}-{at + step - 1}"}).body
            for at in range(0, file["size"], step))

    def sanitized(self):
        """Whether sanitizers look at every byte, and keep what was freed."""
        maps = Path(f"/proc/{self.hub.process.pid}/maps")
        return "libasan" in maps.read_text()

    def grown(self):
        """Bytes by which the hub has grown since it was ready, at most; 0
        where nobody can tell."""
        return 0 if self.sanitized() else peak(self.hub) - self.small

    def contract(self, side, query):
        """What the hub serves of its contract."""
        wire = http.client.HTTPSConnection(
            "localhost", self.hub.port, timeout=DEADLINE,
            context=self.hub.tls())
        try:
            wire.request("GET", f"/in/{side}?{query}",
                         headers={"X-Kunci": "k-in"})
            answer = wire.getresponse()
            assert answer.status == 200
            return answer.read()
        finally:
            wire.close()

    def taken(self, side, **members):
        """The same, once it is there and accepted."""
        case, handoff = self.hand_over(side, **members)
        self.delivered(case, handoff)
        assert self.zeep(side).Accept(handoff=handoff).result == "applied"
        return case, handoff

    def delivered(self, case, handoff):
        wait_for(f"{handoff} to be delivered",
                 lambda: self.handoff(case, handoff)["delivery"]["state"] ==
                 "delivered")

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

    def heard(self, side, handoff, word):
        """What an Ombudsman heard of that word, once it has."""
        return wait_for(f"{side} to hear {word}", lambda: [
            w for w in self.sides[side].ask("seen")["words"]
            if w["word"] == word and w["handoff"] == handoff])[0]

    def said(self, case):
        items = self.coordinator.get(f"/v1/cases/{case}/timeline").body
        return {i["event"]: i.get("text", "") for i in items["items"]
                if i["type"] == "said"}

    def post(self, side, body, kind, **headers):
        """Bytes to the hub's service of one Ombudsman: status and the answer's
        root, or its text where it is no XML."""
        wire = http.client.HTTPSConnection(
            "localhost", self.hub.port, timeout=DEADLINE,
            context=self.hub.tls())
        try:
            wire.request("POST", f"/in/{side}", body, {
                "X-Kunci": "k-in", "Content-Type": kind, **headers})
            answer = wire.getresponse()
            raw = answer.read()
        finally:
            wire.close()
        xml = "xml" in (answer.getheader("Content-Type") or "")
        return answer.status, etree.fromstring(raw) if xml else raw.decode()

    def post_mtom(self, side, files):
        """A case with files by MTOM."""
        body, kind = self.mtom(side, files)
        return self.post(side, body, kind,
                         SOAPAction=f'"{ombudsman.NS}:Handoff"')

    def mtom(self, side, files):
        """Such a message and its type, under a boundary and Content-IDs that
        need care."""
        old = side == "sebelas"
        boundary = "=_'()+_,-./:=?42"
        parts = "".join(
            f"<attachment><name>{name}</name><type>{kind}</type><sha256>"
            f"{hashlib.sha256(data).hexdigest()}</sha256><content>"
            '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" '
            f'href="cid:file%2B{i}%40ombudsman.example"/></content>'
            "</attachment>" for i, (name, kind, data) in enumerate(files))
        root = envelope(f"<Handoff xmlns='{ombudsman.NS}'><receiver>pln"
                        f"</receiver><trackingId>M-{next(NUMBERS)}"
                        "</trackingId><narrative>Dengan berkas.</narrative>"
                        f"{parts}</Handoff>", old)
        media = "text/xml" if old else "application/soap+xml"
        pieces = [
            (f'application/xop+xml; charset=UTF-8; type="{media}"',
             "<SOAP-ENV:Envelope>", self.finished(root))] + [
            (kind, f"<file+{i}@ombudsman.example>", data)
            for i, (_, kind, data) in enumerate(files)]
        body = b"".join(
            f"--{boundary}\r\nContent-Type: {kind}\r\n"
            "Content-Transfer-Encoding: binary\r\n"
            f"Content-ID: {place}\r\n\r\n".encode() + data + b"\r\n"
            for kind, place, data in pieces) + f"--{boundary}--\r\n".encode()
        return body, (f'multipart/related; boundary="{boundary}"; '
                      'type="application/xop+xml"; '
                      'start="<SOAP-ENV:Envelope>"; '
                      f'start-info="{media}"')

    def again(self, **env):
        """Another life of the hub, after its end."""
        self.hub.kill()
        self.hub.env = env
        self.hub.start()
        self.lapor = self.hub.caller("source", "lapor")
        self.coordinator = self.hub.caller("coordinator", "inspektorat")

    def zeep(self, side):
        """zeep for the hub's service of one Ombudsman."""
        if side not in self.clients:
            self.clients[side] = ombudsman.call_hub(
                f"https://localhost:{self.hub.port}/in/{side}",
                self.hub.folder / "cert.pem", "k-in",
                "11" if side == "sebelas" else "12")
        return self.clients[side]


@contextlib.contextmanager
def linked():
    """Hub and both, for the length of a with block."""
    hub = Hub()
    folder = Path(hub.folder)
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", folder / "omb.pem-key", "-out", folder / "omb.pem"],
        check=True, stderr=subprocess.DEVNULL)
    hub.secret("omb.key-in", "k-in\n")
    with Ombudsman(folder, "sebelas", "1.1") as one, \
            Ombudsman(folder, "duabelas", "1.2") as two:
        hub.institutions = INSTITUTIONS + "".join(
            s.section() for s in (one, two)).replace("@PORT@", str(hub.port))
        with hub:
            yield Link(hub, {"sebelas": one, "duabelas": two})
