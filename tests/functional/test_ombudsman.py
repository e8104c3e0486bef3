# SPDX-License-Identifier: Apache-2.0
"""The Ombudsman over SOAP 1.1 and 1.2: a service on spyne, a program of its
own over TLS, that the hub hands cases over to; and zeep as client of the hub's
service, from the WSDL that the hub serves."""
import http.client
import itertools
import json
import signal
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

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
"""
PERSON = {"name": "Ni Made Uji", "birth_place": "Denpasar",
          "birth_date": "1990-01-01", "marital_status": "kawin",
          "occupation": "guru", "address": "Jl. Satu, Denpasar"}
NUMBERS = itertools.count(1)


class Ombudsman:
    """The program, for the length of a with block."""

    def __init__(self, folder, name, soap):
        self.folder, self.name, self.soap = Path(folder), name, soap
        self.process = self.port = None

    def __enter__(self):
        file = self.folder / f"{self.name}.port"
        self.process = subprocess.Popen(
            ["/usr/bin/python3", "-B", PEERS / "ombudsman.py",
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


class Link:
    def __init__(self, hub, sides):
        self.hub, self.sides = hub, sides
        self.lapor = hub.caller("source", "lapor")
        self.coordinator = hub.caller("coordinator", "inspektorat")
        self.clients = {}

    def hand_over(self, side, **members):
        """A case for an Ombudsman: case, handoff, once it is there."""
        answer = self.lapor.post("/v1/cases", {
            "narrative": "Izin usaha tidak diproses.",
            "category": f"omb-{side}", "tracking_id": f"T-{next(NUMBERS)}",
            "prior_complaint": "PTSP-778", "complainant": PERSON,
            "consent": "Saya setuju laporan ini disampaikan ke Ombudsman.",
            **members})
        assert answer.status == 201, answer
        case, handoff = answer.body["case"], answer.body["handoff"]
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

    def said(self, case):
        items = self.coordinator.get(f"/v1/cases/{case}/timeline").body
        return {i["event"]: i.get("text", "") for i in items["items"]
                if i["type"] == "said"}

    def zeep(self, side):
        """zeep for the hub's service of one Ombudsman."""
        if side not in self.clients:
            self.clients[side] = ombudsman.call_hub(
                f"https://localhost:{self.hub.port}/in/{side}",
                self.hub.folder / "cert.pem", "k-in",
                "11" if side == "sebelas" else "12")
        return self.clients[side]


@pytest.fixture(scope="module")
def link():
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


@pytest.fixture(params=["sebelas", "duabelas"])
def side(request):
    return request.param


def test_a_case_is_taken_worked_on_and_answered(link, side):
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    taken = link.sides[side].case(handoff)
    assert taken["narrative"] == "Izin usaha tidak diproses."
    assert taken["petition"]["priorComplaint"] == "PTSP-778"
    assert taken["petition"]["occupation"] == "guru"
    assert link.handoff(case, handoff)["delivery"]["remote_ref"] == \
        taken["number"]
    service = link.zeep(side)
    answer = service.Accept(handoff=handoff, officer="Ratna")
    assert (answer.result, answer.state) == ("applied", "accepted")
    link.wait(case, handoff, "accepted")
    assert link.case(case)["holder"] == side
