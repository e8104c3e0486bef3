# SPDX-License-Identifier: Apache-2.0
"""The Ombudsman over signed SOAP 1.1 and 1.2, through real workers."""
import hashlib
import os

import pytest
import zeep
from lxml import etree
from zeep.wsse.signature import Signature

import soap
from soap_sealed import SIDES, Link
from wires import wait_for

TEXT = "Baris 1\n  baris 2 & <b>\"tebal\"</b>\n ]]> \u00e9 \U0001f600\n"


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
    case, handoff = link.hand_over(side, narrative=TEXT)
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
        assert "signature replayed" in faulted(link.repeat(side, body, kind)[1])

    link.again()
    status, root = link.repeat(side, *done[:2])
    assert (status, root.findtext(".//{*}result")) == (200, "duplicate")
    for body, kind, _ in asked, turned_down:
        status, root = link.repeat(side, body, kind)
        assert status in (400, 500)
        assert "signature replayed" in faulted(root), faulted(root)
    assert link.handoff(case, handoff)["state"] == "accepted"
    again = link.kept(side, "Return", handoff=handoff, reason="wrong_address",
                      text="Salah alamat.")
    assert again[2].result == "applied"


def test_all_that_is_said_about_a_case_is_signed(link, side):
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    service = link.zeep(side)
    assert service.Accept(handoff=handoff).result == "applied"
    service.Ask(handoff=handoff, asked="complainant", text="Kapan?")
    answer = link.lapor.post(f"/v1/cases/{case}/supplement",
                             {"text": "Bulan Januari."})
    assert answer.status == 200, answer
    assert link.heard(side, handoff, "Supplement")["text"] == \
        "Bulan Januari."
    answer = link.coordinator.post(f"/v1/cases/{case}/decide", {
        "decision": "to", "target": side, "text": "Wewenang Ombudsman."})
    assert answer.status == 200, answer
    assert link.heard(side, handoff, "Decide")["decision"] == "to"

    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    service.Refuse(handoff=handoff, reason="state_enterprise",
                   text="Milik PLN.", target="pln")
    first, second = sorted(link.case(case)["handoffs"],
                           key=lambda h: h["hop"])
    assert (first["state"], second["receiver"]) == ("refused", "pln")

    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    answer = link.coordinator.post(f"/v1/handoffs/{handoff}/cancel", {})
    assert answer.status == 200, answer
    link.heard(side, handoff, "Cancel")
    assert all("Body" in covered for covered in link.door.covered)


def test_a_signed_case_is_handed_in_with_its_files(link, side):
    photo = os.urandom(5000)
    taken = link.zeep(side).Handoff(
        trackingId=f"LS-{side}-{next(soap.NUMBERS)}", narrative=TEXT,
        receiver="pln", attachment=[{
            "name": "foto.jpg", "type": "image/jpeg", "content": photo}])
    assert taken.result == "applied"
    case = link.coordinator.get(f"/v1/cases/{taken.case}").body
    assert case["narrative"] == TEXT
    assert [link.download(f) for f in case["attachments"]] == [photo]


def test_ten_megabytes_are_signed_both_ways(link, side):
    photo = os.urandom(10 << 20)
    file = link.upload("foto.jpg", "image/jpeg", photo)
    case, handoff = link.hand_over(side, attachments=[file])
    link.delivered(case, handoff)
    told, = link.desk.cases[handoff]["attachment"]
    assert told["content"] == told["sha256"] == \
        hashlib.sha256(photo).hexdigest()
    status, answer = link.post_mtom(
        side, [("foto.jpg", "image/jpeg", photo)])
    assert status == 200, "".join(answer.itertext())
    files = link.coordinator.get(
        f"/v1/cases/{answer.findtext('.//{*}case')}").body["attachments"]
    assert [link.download(f) for f in files] == [photo]
    assert link.grown() < 48 << 20


def test_a_file_that_no_signature_covers_is_not_taken(link, side):
    photo, forged = b"gambar" * 20000, b"palsu!" * 20000
    finished = link.finished
    try:
        link.finished = lambda root: finished(root.replace(
            hashlib.sha256(forged).hexdigest().encode(),
            hashlib.sha256(photo).hexdigest().encode()))
        status, answer = link.post_mtom(
            side, [("foto.jpg", "image/jpeg", forged)])
    finally:
        del link.finished
    assert status in (400, 500)
    assert "no part has the Content-ID" in "".join(answer.itertext())


def test_files_under_each_others_name_are_not_taken(link, side):
    """Both are covered, but not as whose content they come."""
    body, kind = link.mtom(side, [("a.jpg", "image/jpeg", b"a" * 5000),
                                  ("b.jpg", "image/jpeg", b"b" * 5000)])
    for old, new in (b"0", b"x"), (b"1", b"0"), (b"x", b"1"):
        body = body.replace(b"<file+%b@" % old, b"<file+%b@" % new)
    status, answer = link.post(side, body, kind,
                               SOAPAction=f'"{soap.ombudsman.NS}:Handoff"')
    assert status in (400, 500)
    assert "is not what sha256 says" in "".join(answer.itertext())


@pytest.fixture
def nameless(link):
    """The next answer does not say to which message it is, though it is
    signed; what it said, and how often a case was handed over."""
    sign, take, seen = link.door.sign, link.desk.take, {"taken": []}

    def forget(root):
        named = root.findall(f".//{{{soap.ombudsman.NS}}}handoff")
        if named and "left" not in seen:
            for element in named:
                element.getparent().remove(element)
            seen["left"] = etree.tostring(root)
            link.desk.mode = {"decision": "pending"}
        return sign(root)

    def taken(case):
        seen["taken"].append(case.handoff)
        return take(case)
    link.door.sign, link.desk.take = forget, taken
    yield seen
    link.door.sign = sign
    del link.desk.take
    link.desk.mode = {"decision": "pending"}


def test_a_signed_answer_to_nobody_knows_what_is_asked_after(
        link, side, nameless):
    """It may be one to somebody else's message: it accepts nothing, and the
    case is asked after, not handed over again."""
    link.desk.mode = {"decision": "accepted", "officer": "Penipu"}
    case, handoff = link.hand_over(side)
    wait_for("an answer", lambda: "left" in nameless)
    assert b"accepted" in nameless["left"]
    link.delivered(case, handoff)
    assert link.handoff(case, handoff)["state"] == "offered"
    assert nameless["taken"] == [handoff]


def test_a_signed_fault_to_nobody_knows_what_refuses_nothing(
        link, side, nameless):
    link.desk.mode = {"fault": "RefusedFault", "decision": "pending",
                      "detail": {"reason": "campus", "text": "Salinan."}}
    case, handoff = link.hand_over(side)
    wait_for("a fault", lambda: "left" in nameless)
    assert b"Salinan." in nameless["left"]
    link.delivered(case, handoff)
    assert link.handoff(case, handoff)["state"] == "offered"


@pytest.fixture
def unsigned(link):
    """The next answer leaves without a signature, and what it was."""
    sign, left = link.door.sign, []

    def forget(root):
        if left:
            return sign(root)
        left.append(root)
        link.desk.mode = {"decision": "pending"}
        return etree.tostring(root)
    link.door.sign = forget
    yield left
    link.door.sign = sign
    link.desk.mode = {"decision": "pending"}


def test_an_unsigned_answer_decides_nothing(link, side, unsigned):
    link.desk.mode = {"decision": "accepted", "officer": "Penipu"}
    case, handoff = link.hand_over(side)
    wait_for("an answer", lambda: unsigned)
    link.delivered(case, handoff)
    assert link.handoff(case, handoff)["state"] == "offered"


def test_an_unsigned_fault_is_no_refusal(link, side, unsigned):
    link.desk.mode = {"fault": "RefusedFault", "decision": "pending",
                      "detail": {"reason": "campus", "text": "Palsu."}}
    case, handoff = link.hand_over(side)
    wait_for("a fault", lambda: unsigned)
    link.delivered(case, handoff)
    assert link.handoff(case, handoff)["state"] == "offered"
