# SPDX-License-Identifier: Apache-2.0
"""The Ombudsman over signed SOAP 1.1 and 1.2: a service on spyne behind a door
that checks and signs with libxmlsec, and zeep as client that signs with its own
WS-Security and judges the hub's replies with it."""
import itertools
import ssl
import sys
import threading
from pathlib import Path

import pytest
import requests

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "peers"))

import zeep
from lxml import etree
from zeep.wsse.signature import BinarySignature, Signature

import ombudsman
from hub import INSTITUTIONS, Hub
from ombudsman_seal import Door, caller_seal
from signer import Signer
from soap import PERSON
from wires import wait_for

NUMBERS = itertools.count(1)
TEXT = "Baris 1\n  baris 2 & <b>\"tebal\"</b>\n ]]> \u00e9 \U0001f600\n"
SECTION = """
institution "{name}" {{
  name = "Ombudsman RI {name}"
  plugin = "ombudsman"
  url = "https://localhost:{port}"
  source = true
  tls {{ ca = "@FOLDER@/cert.pem" }}
  auth {{ kind = "wss-x509" cert = "@FOLDER@/ours.pem"
         key = "@FOLDER@/ours.key" }}
  auth_in {{ kind = "wss-x509" trust = "@FOLDER@/theirs.pem" }}
  limits {{ rate = 10000 }}
  requires = {{ "identity", "prior_complaint", "consent" }}
  agreement {{ number = "NK-7/2026" until = "2090-12-31"
              basis = "UU 37/2008 pasal 24" }}
  disclose = {{ "name", "birth_place", "birth_date", "marital_status",
               "occupation", "address" }}
  options {{ soap = "{soap}" path = "{path}"
            address = "https://localhost:{port}{path}"
            endpoint = "https://localhost:{hub}/in/{name}" }}
}}
route "{name}" {{ category = {{ "omb-{name}" }} to = "{name}" }}
route "{name}-pln" {{ category = {{ "omb-{name}" }} to = "pln" }}
"""
SIDES = {"sebelas": ("1.1", "/soap11"), "duabelas": ("1.2", "/soap")}


class Link:
    def __init__(self):
        self.hub = Hub()
        self.ours, self.theirs = Signer("RS256"), Signer("RS256")
        self.desk = ombudsman.Desk()
        inner = ombudsman.Door(self.desk)
        self.door = Door(inner, self.ours, self.theirs)
        self.hub.secret("ours.pem", self.ours.cert)
        self.hub.secret("ours.key", self.ours.pem)
        self.hub.secret("theirs.pem", self.theirs.cert)
        self.hub.secret("theirs.key", self.theirs.pem)
        self.server = ombudsman.Server(("127.0.0.1", 0), ombudsman.Quiet)
        self.server.set_app(self.door)
        self.hub.institutions = INSTITUTIONS + "".join(
            SECTION.format(name=name, soap=soap, path=path,
                           port=self.server.server_address[1],
                           hub=self.hub.port)
            for name, (soap, path) in SIDES.items())

    def open(self):
        """Answers with the hub's own certificate, which the test trusts."""
        self.server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.server.tls.load_cert_chain(self.hub.folder / "cert.pem",
                                        self.hub.folder / "key.pem")
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()
        self.lapor = self.hub.caller("source", "lapor")
        self.coordinator = self.hub.caller("coordinator", "inspektorat")

    def seal(self, kind):
        """zeep's signature under their key."""
        folder = self.hub.folder
        return caller_seal((folder / "theirs.key", folder / "theirs.pem"),
                           folder / "ours.pem", kind)

    def zeep(self, side, kind=BinarySignature, signed=True):
        session = requests.Session()
        session.trust_env = False
        session.verify = str(self.hub.folder / "cert.pem")
        client = zeep.Client(
            f"https://localhost:{self.hub.port}/in/{side}?wsdl",
            port_name="Soap" + SIDES[side][0].replace(".", ""),
            transport=zeep.Transport(session=session),
            wsse=self.seal(kind) if signed else None)
        return client.service

    def post(self, side, body, kind):
        """Bytes that somebody has kept, once more."""
        answer = requests.post(
            f"https://localhost:{self.hub.port}/in/{side}", body,
            verify=str(self.hub.folder / "cert.pem"),
            headers={"Content-Type": kind})
        return answer.status_code, etree.fromstring(answer.content)

    def kept(self, side, word, **said):
        """A signed call, the bytes that left for it, and what came of it."""
        service, sent = self.zeep(side), []
        post = service._client.transport.session.post

        def listening(url, data=None, headers=None, **more):
            sent.append((data, headers["Content-Type"]))
            return post(url, data=data, headers=headers, **more)
        service._client.transport.session.post = listening
        try:
            answer = getattr(service, word)(**said)
        except zeep.exceptions.Fault as fault:
            answer = fault
        return *sent[-1], answer

    def begin_again(self):
        """Another life, after a power cut."""
        self.hub.kill()
        self.hub.start()
        self.lapor = self.hub.caller("source", "lapor")
        self.coordinator = self.hub.caller("coordinator", "inspektorat")

    def hand_over(self, side):
        answer = self.lapor.post("/v1/cases", {
            "narrative": TEXT, "category": f"omb-{side}",
            "tracking_id": f"S-{next(NUMBERS)}",
            "prior_complaint": "PTSP-778", "complainant": PERSON,
            "consent": "Saya setuju laporan ini disampaikan."})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def handoff(self, case, handoff):
        body = self.coordinator.get(f"/v1/cases/{case}").body
        return next(h for h in body["handoffs"] if h["id"] == handoff)

    def delivered(self, case, handoff):
        wait_for("it is delivered", lambda: self.handoff(
            case, handoff)["delivery"]["state"] == "delivered")


@pytest.fixture(scope="module")
def link():
    link = Link()
    with link.hub:
        link.open()
        try:
            yield link
        finally:
            link.server.shutdown()
            link.server.server_close()


@pytest.fixture(params=SIDES)
def side(request):
    return request.param


def test_a_signed_case_is_taken_and_answered(link, side):
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    assert link.desk.cases[handoff]["narrative"] == TEXT
    assert set(link.door.covered[-1]) >= {
        "Body", "Timestamp", "Action", "MessageID", "To", "ReplyTo",
        "Simpul-Checkpoint"}
    service = link.zeep(side)
    answer = service.Accept(handoff=handoff, officer="Ratna")
    assert (answer.result, answer.state) == ("applied", "accepted")
    answer = link.zeep(side, Signature).Answer(handoff=handoff, text=TEXT)
    assert answer.state == "answered"


def test_a_signed_fault_of_the_service_is_a_refusal(link, side):
    link.desk.mode = {"fault": "RefusedFault", "decision": "pending",
                      "detail": {"reason": "outside_authority",
                                 "text": "Bukan wewenang kami."}}
    try:
        case, handoff = link.hand_over(side)
        wait_for("it is refused", lambda: link.handoff(
            case, handoff)["state"] == "refused")
    finally:
        link.desk.mode = {"decision": "pending"}


def test_an_unsigned_call_is_a_fault(link, side):
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    with pytest.raises(zeep.exceptions.Fault) as caught:
        link.zeep(side, signed=False).Accept(handoff=handoff)
    assert caught.value.message.startswith("signature missing: ")
    assert link.handoff(case, handoff)["state"] == "offered"


def faulted(root):
    return "".join(root.find(".//{*}Fault").itertext())


def test_a_signed_message_counts_once_also_after_a_power_cut(link, side):
    """What was done is answered as done; what was turned down, and what was
    asked, is refused: somebody else may have kept it."""
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    asked = link.kept(side, "GetStatus", handoff=handoff)
    assert asked[2].handoff == handoff
    turned_down = link.kept(side, "Return", handoff=handoff,
                            reason="wrong_address", text="Salah alamat.")
    assert "NotPossibleFault" in turned_down[2].detail[0].tag
    done = link.kept(side, "Accept", handoff=handoff)
    assert done[2].result == "applied"
    for body, kind, _ in asked, turned_down, done:
        assert "signature replayed" in faulted(link.post(side, body, kind)[1])

    link.begin_again()
    status, root = link.post(side, *done[:2])
    assert (status, root.findtext(".//{*}result")) == (200, "duplicate")
    for body, kind, _ in asked, turned_down:
        status, root = link.post(side, body, kind)
        assert status in (400, 500)
        assert "signature replayed" in faulted(root), faulted(root)
    assert link.handoff(case, handoff)["state"] == "accepted"
    again = link.kept(side, "Return", handoff=handoff, reason="wrong_address",
                      text="Salah alamat.")
    assert again[2].result == "applied"
