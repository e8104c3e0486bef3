# SPDX-License-Identifier: Apache-2.0
"""A hub and a partner that sign their SOAP messages, over real sockets and
through a worker: requests, answers, what is pushed and what is replied; what
bears no signature decides nothing, and nothing counts twice."""
import itertools
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "peers"))

xmlsec = pytest.importorskip("xmlsec")

from lxml import etree

import wss
from hub import INSTITUTIONS, Hub
from peers import Peer
from signer import Signer
from wires import wait_for
from wss import SOAP11, SOAP12, WSSE

TOP = Path(__file__).resolve().parents[2]
NUMBERS = itertools.count(1)
SECTION = """
institution "ombudsman-uji" {{
  name = "Ombudsman"
  plugin = "bumn"
  url = "http://127.0.0.1:{port}"
  auth {{ kind = "wss-x509" cert = "{folder}/ours.pem"
         key = "{folder}/ours.key" }}
  auth_in {{ kind = "wss-x509" trust = "{folder}/theirs.pem" }}
  limits {{ timeout = "5s" failures = 100 }}
  options {{ map = "{top}/tests/plugins/bumn/soap.jq" }}
}}
route "law" {{ category = {{ "law" }} to = "ombudsman-uji" }}
"""


class Desk:
    def __init__(self, kind):
        self.hub = Hub()
        self.ours, self.theirs = Signer(kind), Signer(kind)
        self.stranger = Signer(kind)
        self.plan = []          # how the next answers are given
        self.peer = Peer(self.answer)
        self.hub.secret("ours.pem", self.ours.cert)
        self.hub.secret("ours.key", self.ours.pem)
        self.hub.secret("theirs.pem", self.theirs.cert)
        self.hub.institutions = INSTITUTIONS + SECTION.format(
            port=self.peer.port, folder=self.hub.folder, top=TOP)

    def answer(self, conn):
        while conn.request() is not None:
            how = self.plan.pop(0) if self.plan else self.taken
            status, root = how()
            conn.answer(status, wss.text(root), "Content-Type: text/xml")

    def taken(self, signer=None):
        """They have it."""
        root = wss.envelope(
            f"<Diterima>OMB-{next(NUMBERS)}</Diterima>")
        return 200, wss.sign(root, signer or self.theirs, int(time.time()))

    def taken_unsigned(self):
        return 200, wss.envelope(f"<Diterima>OMB-{next(NUMBERS)}</Diterima>")

    def fault(self, status=500):
        """A fault that says, in its detail, that they refuse."""
        return status, wss.envelope(
            f'<s:Fault xmlns:s="{SOAP11}"><faultcode>s:Server</faultcode>'
            '<faultstring>sibuk</faultstring><detail><Ditolak/></detail>'
            '</s:Fault>')

    def signed_fault(self):
        status, root = self.fault()
        return status, wss.sign(root, self.theirs, int(time.time()))

    def hand_over(self, *plan):
        self.plan = list(plan)
        answer = self.hub.lapor.post("/v1/cases", {
            "narrative": "Izin tidak terbit \u2013 <lama> & mahal.",
            "category": "law", "tracking_id": f"W-{next(NUMBERS)}"})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def handoff(self, case):
        return self.hub.coordinator.get(
            f"/v1/cases/{case}").body["handoffs"][0]

    def delivery(self, case):
        return self.handoff(case)["delivery"]

    def wait(self, case, state):
        wait_for(f"the delivery is {state}",
                 lambda: self.delivery(case)["state"] == state)

    def sent(self, handoff):
        return [etree.fromstring(body) for _, body in self.peer.seen
                if handoff.encode() in body]

    def push(self, root, kind="text/xml"):
        body = root if isinstance(root, bytes) else wss.text(root)
        caller = self.hub.caller_with("")
        try:
            answer = caller.post("/in/ombudsman-uji/soap", body,
                                 headers={"Content-Type": kind})
        finally:
            caller.close()
        return answer.status, etree.fromstring(answer.body)

    def note(self, handoff, signer=None, number=None, message_id=None,
             soap=SOAP11):
        """A note of theirs about a handoff, signed."""
        number = number or next(NUMBERS)
        root = wss.envelope(
            f"<Catatan><Nomor>{handoff}</Nomor><Nota>{number}</Nota>"
            f"<Isi>Diperiksa {number}</Isi></Catatan>", soap,
            message_id=message_id or f"urn:uuid:{number}")
        return wss.sign(root, signer or self.theirs, int(time.time()))

    def said(self, case):
        items = self.hub.coordinator.get(
            f"/v1/cases/{case}/timeline").body["items"]
        return [i.get("text", "") for i in items if i["type"] == "said"
                and i["event"] in ("progress", "refused")]


@pytest.fixture(scope="module", params=["RS256", "ES256"])
def desk(request):
    desk = Desk(request.param)
    with desk.peer, desk.hub:
        desk.hub.lapor = desk.hub.caller("source", "lapor")
        desk.hub.coordinator = desk.hub.caller("coordinator", "inspektorat")
        yield desk


@pytest.fixture(scope="module")
def open_case(desk):
    case, handoff = desk.hand_over()
    desk.wait(case, "delivered")
    return case, handoff


def test_what_goes_out_is_signed_and_the_signed_answer_is_believed(desk):
    case, handoff = desk.hand_over()
    desk.wait(case, "delivered")
    root, = desk.sent(handoff)
    assert wss.verify(root, desk.ours) == ["Body", "Timestamp", "MessageID"]
    assert desk.delivery(case)["remote_ref"].startswith("OMB-")
    assert root.findtext(".//Isi") == "Izin tidak terbit \u2013 <lama> & mahal."


def test_each_attempt_is_signed_anew_and_says_the_same(desk):
    case, handoff = desk.hand_over(lambda: (503, wss.envelope("<a/>")))
    desk.wait(case, "delivered")
    first, second = desk.sent(handoff)
    for root in first, second:
        wss.verify(root, desk.ours)
    assert wss.part(first, "MessageID").text == \
        wss.part(second, "MessageID").text


def test_an_answer_without_a_signature_is_not_believed(desk):
    case, handoff = desk.hand_over(desk.taken_unsigned)
    wait_for("another attempt", lambda: len(desk.sent(handoff)) > 1)
    desk.wait(case, "delivered")


def test_an_answer_of_a_stranger_is_not_believed(desk):
    case, handoff = desk.hand_over(lambda: desk.taken(desk.stranger))
    wait_for("another attempt", lambda: len(desk.sent(handoff)) > 1)
    desk.wait(case, "delivered")


def test_an_unsigned_fault_is_a_fault_and_no_fact(desk):
    case, handoff = desk.hand_over(desk.fault)
    wait_for("another attempt", lambda: len(desk.sent(handoff)) > 1)
    desk.wait(case, "delivered")
    assert desk.handoff(case)["state"] != "refused"


def test_a_signed_fault_is_a_fact(desk):
    case, handoff = desk.hand_over(desk.signed_fault)
    wait_for("they refuse", lambda: desk.handoff(case)["state"] == "refused")
    assert len(desk.sent(handoff)) == 1


@pytest.mark.parametrize("soap,kind", [
    (SOAP11, "text/xml; charset=utf-8"),
    (SOAP12, 'application/soap+xml; charset=utf-8; action="a"')],
    ids=["1.1", "1.2"])
def test_what_they_sign_counts_and_the_reply_is_signed(
        desk, open_case, soap, kind):
    case, handoff = open_case
    number = next(NUMBERS)
    status, reply = desk.push(
        desk.note(handoff, number=number, soap=soap), kind)
    assert (status, reply.findtext(".//Hasil")) == (200, "applied")
    assert wss.verify(reply, desk.ours)[:2] == ["Body", "Timestamp"]
    assert f"Diperiksa {number}" in desk.said(case)


def faulted(status, root):
    """The subcode and sentence of a fault."""
    if wss.soap_of(root) == SOAP11:
        assert status == 500
        return root.findtext(".//faultcode"), root.findtext(".//faultstring")
    assert status == 400
    values = root.findall(f".//{{{SOAP12}}}Value")
    return values[1].text, root.findtext(f".//{{{SOAP12}}}Text")


def test_the_same_message_again_is_replayed(desk, open_case):
    _, handoff = open_case
    root = desk.note(handoff)
    assert desk.push(root)[0] == 200
    code, why = faulted(*desk.push(root))
    assert code == "wsse:InvalidSecurity"
    assert why.startswith("signature replayed: "), why


def test_the_same_id_signed_anew_is_a_repetition(desk, open_case):
    _, handoff = open_case
    number = next(NUMBERS)
    root = desk.note(handoff, number=number)
    assert desk.push(root)[1].findtext(".//Hasil") == "applied"

    def another_second():
        again = desk.note(handoff, number=number)
        return [again] if part(again) != part(root) else []

    def part(message):
        return wss.part(message, "Timestamp")[0].text
    again, = wait_for("another second", another_second)
    status, reply = desk.push(again)
    assert (status, reply.findtext(".//Hasil")) == (200, "duplicate")


CODES = {
    "missing": "wsse:InvalidSecurity",
    "signer": "wsse:FailedAuthentication",
    "wrong": "wsse:FailedCheck",
    "expired": "wsu:MessageExpired",
}


def attack(desk, handoff, name, soap):
    if name == "missing":
        return wss.envelope(f"<Nomor>{handoff}</Nomor>", soap)
    if name == "signer":
        return desk.note(handoff, desk.stranger, soap=soap)
    if name == "wrong":
        root = desk.note(handoff, soap=soap)
        root.find(".//Isi").text = "palsu"
        return root
    root = wss.envelope(f"<Nomor>{handoff}</Nomor>", soap)
    return wss.sign(root, desk.theirs, int(time.time()) - 1000)


@pytest.mark.parametrize("soap,kind", [
    (SOAP11, "text/xml"), (SOAP12, "application/soap+xml")],
    ids=["1.1", "1.2"])
@pytest.mark.parametrize("name", CODES)
def test_a_refusal_is_a_fault_with_a_name(desk, open_case, name, soap, kind):
    case, handoff = open_case
    before = desk.said(case)
    code, why = faulted(*desk.push(
        attack(desk, handoff, name, soap), kind))
    assert code == CODES[name]
    assert why.startswith(f"signature {name}: "), why
    assert f"signature {name}: " in desk.hub.tail()
    assert desk.said(case) == before


def test_a_question_without_a_body_is_answered_unsigned(desk):
    caller = desk.hub.caller_with("")
    try:
        answer = caller.get("/in/ombudsman-uji/soap?wsdl")
    finally:
        caller.close()
    assert (answer.status, answer.body) == (200, {"wsdl": True})
