# SPDX-License-Identifier: Apache-2.0
"""The Ombudsman over SOAP 1.1 and 1.2: a service on spyne, a program of its
own over TLS, that the hub hands cases over to; and zeep as client of the hub's
service, from the WSDL that the hub serves."""
import hashlib
import json
import os
from pathlib import Path

import pytest
import zeep
from lxml import etree

import soap
from wires import wait_for

COMPLAINTS = Path(__file__).resolve().parents[2] / \
    "scripts/demo-data/complaints.jsonl"
PLUGIN = COMPLAINTS.parents[2] / "plugins/ombudsman"
TRICKY = "Baris 1\n  baris 2 & <b>\"tebal\"</b>\n\n" \
    "]]> \u00e9 \U0001f600 &amp;\n"


@pytest.fixture(scope="module")
def link():
    with soap.linked() as link:
        yield link


@pytest.fixture(params=["sebelas", "duabelas"])
def side(request):
    return request.param


@pytest.fixture(autouse=True)
def well(link):
    for peer in link.sides.values():
        peer.ask("mode")


def test_the_contract_is_served_whole_with_the_own_address(link, side):
    root = etree.fromstring(link.contract(side, "wsdl"))
    assert root.findall(".//{*}import") == []
    assert {a.get("location") for a in root.iterfind(".//{*}address")} == \
        {f"https://localhost:{link.hub.port}/in/{side}"}
    names = [[o.get("name") for o in part.findall("{*}operation")
              if o.get("name")] for part in root
             if part.tag.endswith(("}portType", "}binding"))]
    assert len(names) == 3 and names[0] == names[1] == names[2]
    assert set(names[0]) == {*soap.ombudsman.WORDS}
    assert link.contract(side, "xsd") == (PLUGIN / "ombudsman.xsd").read_bytes()
    zeep.Client(str(PLUGIN / "ombudsman.wsdl"))


def test_a_case_is_taken_worked_on_and_answered(link, side):
    case, handoff = link.hand_over(side, narrative=TRICKY)
    link.delivered(case, handoff)
    taken = link.sides[side].case(handoff)
    assert taken["narrative"] == TRICKY
    assert taken["petition"]["priorComplaint"] == "PTSP-778"
    assert taken["petition"]["occupation"] == "guru"
    assert link.handoff(case, handoff)["delivery"]["remote_ref"] == \
        taken["number"]
    service = link.zeep(side)
    answer = service.Accept(handoff=handoff, officer="Ratna")
    assert (answer.result, answer.state) == ("applied", "accepted")
    assert link.case(case)["holder"] == side
    assert service.Progress(handoff=handoff, text="Kami periksa.").state == \
        "working"
    assert service.Answer(reference=taken["number"], text=TRICKY).state == \
        "answered"
    assert link.said(case)["answered"] == TRICKY
    assert link.said(case)["progress"] == "Kami periksa."


def test_a_refusal_names_a_reason_and_who_takes_it(link, side):
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    link.zeep(side).Refuse(handoff=handoff, reason="state_enterprise",
                           text="Milik PLN.", target="pln")
    first, second = sorted(link.case(case)["handoffs"],
                           key=lambda h: h["hop"])
    assert (first["state"], first["reason"]) == \
        ("refused", "state_enterprise")
    assert second["receiver"] == "pln"
    assert link.said(case)["refused"] == "Milik PLN."


def test_what_was_accepted_is_returned(link, side):
    case, handoff = link.taken(side)
    link.zeep(side).Return(handoff=handoff, reason="wrong_address",
                           text="Salah alamat.")
    assert link.handoff(case, handoff)["state"] == "returned"


def test_an_answer_that_decides_at_once_is_a_decision(link, side):
    peer = link.sides[side]
    peer.ask("mode", {"decision": "accepted", "officer": "Ratna"})
    case, handoff = link.hand_over(side)
    link.wait(case, handoff, "accepted")
    peer.ask("mode", {"decision": "refused", "reason": "wrong_region",
                      "text": "Bukan Bali."})
    case, handoff = link.hand_over(side)
    link.wait(case, handoff, "refused")
    assert link.said(case)["refused"] == "Bukan Bali."


def test_a_refusal_may_be_a_fault(link, side):
    link.sides[side].ask("mode", {"fault": "RefusedFault", "detail": {
        "reason": "outside_authority", "text": "Bukan wewenang kami."}})
    case, handoff = link.hand_over(side)
    link.wait(case, handoff, "refused")
    assert link.said(case)["refused"] == "Bukan wewenang kami."


def test_a_fault_of_theirs_is_tried_again_and_one_of_ours_is_not(link, side):
    peer = link.sides[side]
    peer.ask("mode", {"fault": "BusyFault", "code": "Server",
                      "detail": {"retryAfter": "1"}})
    case, handoff = link.hand_over(side)
    wait_for("a first try", lambda: handoff in peer.ask("seen")["refused"])
    peer.ask("mode")
    link.delivered(case, handoff)
    peer.ask("mode", {"fault": "InvalidFault", "detail": {
        "detail": "subjek kosong"}})
    case, handoff = link.hand_over(side)
    link.wait(case, handoff, "failed")


def test_a_question_is_asked_and_its_answer_comes_back(link, side):
    case, handoff = link.taken(side)
    service = link.zeep(side)
    service.Ask(handoff=handoff, asked="complainant", text="Kapan?")
    assert link.case(case)["state"] == "needs_info"
    answer = link.lapor.post(f"/v1/cases/{case}/supplement",
                             {"text": "Bulan Januari."})
    assert answer.status == 200, answer
    assert link.heard(side, handoff, "Supplement")["text"] == \
        "Bulan Januari."


def test_a_decision_is_told_and_binds(link, side):
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    answer = link.coordinator.post(f"/v1/cases/{case}/decide", {
        "decision": "to", "target": side, "text": "Wewenang Ombudsman."})
    assert answer.status == 200, answer
    told = link.heard(side, handoff, "Decide")
    assert (told["decision"], told["text"]) == ("to", "Wewenang Ombudsman.")


def test_a_handoff_that_is_taken_back_is_told(link, side):
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    answer = link.coordinator.post(f"/v1/handoffs/{handoff}/cancel", {})
    assert answer.status == 200, answer
    link.heard(side, handoff, "Cancel")
    answer = link.zeep(side).Accept(handoff=handoff)
    assert answer.result == "late"
    assert link.case(case)["holder"] == "inspektorat"


def test_an_ombudsman_hands_a_case_in_and_hears_what_becomes_of_it(
        link, side):
    service, number = link.zeep(side), f"LM-{side}-{next(soap.NUMBERS)}"
    photo = os.urandom(5000)
    given = {"trackingId": number, "narrative": TRICKY, "receiver": "pln",
             "region": "51.71", "complainant": {"name": "Made"},
             "attachment": [{"name": "foto.jpg", "type": "image/jpeg",
                             "content": photo}]}
    taken = service.Handoff(**given)
    assert (taken.result, taken.reference) == ("applied", taken.handoff)
    again = service.Handoff(**given)
    assert (again.result, again.case) == ("duplicate", taken.case)
    pln = link.hub.caller("institution", "pln")
    case = pln.get(f"/v1/cases/{taken.case}").body
    assert case["narrative"] == TRICKY
    file, = case["attachments"]
    assert pln.get(f"/v1/attachments/{file['id']}").body == photo
    for word, body in (("accept", {}), ("answer", {"text": TRICKY})):
        answer = pln.post(f"/v1/handoffs/{taken.handoff}/{word}", body)
        assert answer.status == 200, answer
    assert link.heard(side, taken.handoff, "Answer")["text"] == TRICKY
    status = service.GetStatus(handoff=taken.handoff)
    assert (status.state, status.holder) == ("answered", "pln")
    assert status.item[0].Handoff.narrative == TRICKY
    assert [i.Answer.text for i in status.item if i.Answer] == [TRICKY]
    inbox = service.GetInbox(limit=200)
    assert taken.handoff in [i.Handoff.handoff for i in inbox.item]


def test_what_is_wrong_is_a_fault_that_says_what(link, side):
    service = link.zeep(side)
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    other = link.zeep({"sebelas": "duabelas", "duabelas": "sebelas"}[side])
    for call, word, says in (
            (lambda: service.Accept(handoff="nada"), "UnknownFault", ""),
            (lambda: other.Accept(handoff=handoff), "ForbiddenFault", ""),
            (lambda: service.Return(handoff=handoff, reason="campus",
                                    text="x"), "NotPossibleFault", "Accept"),
            (lambda: service.Handoff(narrative="x"), "InvalidFault",
             "trackingId: found none")):
        with pytest.raises(zeep.exceptions.Fault) as raised:
            call()
        detail = raised.value.detail
        assert word in detail[0].tag
        assert says in "".join(detail[0].itertext())


def test_what_they_keep_for_the_hub_is_asked_for(link, side):
    case, handoff = link.hand_over(side)
    link.delivered(case, handoff)
    peer = link.sides[side]
    for word, text in (("Accept", "Kami terima."),
                       ("Progress", "Diperiksa."), ("Answer", "Selesai.")):
        peer.ask("news", {"word": word, "handoff": handoff, "text": text,
                          "event": f"{handoff}-{word}"})
    link.wait(case, handoff, "answered")
    assert link.said(case)["answered"] == "Selesai."


def test_no_case_goes_without_its_petition(link, side):
    case, handoff = link.hand_over(side, consent="", prior_complaint="")
    asked = link.case(case)
    assert not [h for h in asked["handoffs"] if h["receiver"] == side]
    assert link.sides[side].case(handoff) is None


def test_files_of_ten_megabytes_are_streamed_to_them(link, side):
    photo = os.urandom(10 << 20)
    ids = [link.upload("foto.jpg", "image/jpeg", photo),
           link.upload("a.txt", "text/plain", b"\r\n--\nteks")]
    case, handoff = link.hand_over(side, attachments=ids)
    link.delivered(case, handoff)
    taken = link.sides[side].case(handoff)["attachment"]
    assert [(a["name"], a["content"]) for a in taken] == [
        ("foto.jpg", hashlib.sha256(photo).hexdigest()),
        ("a.txt", hashlib.sha256(b"\r\n--\nteks").hexdigest())]
    assert link.grown() < 16 << 20


def test_files_of_ten_megabytes_come_by_mtom(link, side):
    photo = os.urandom(10 << 20)
    status, answer = link.post_mtom(side, [
        ("foto.jpg", "image/jpeg", photo),
        ("b.txt", "text/plain", b"\r\n--x\nteks\r\n")])
    assert status == 200, answer
    case = answer.findtext(".//{*}case")
    files = link.coordinator.get(f"/v1/cases/{case}").body["attachments"]
    assert [link.download(f) for f in files] == \
        [photo, b"\r\n--x\nteks\r\n"]
    assert link.grown() < 48 << 20


def test_a_hundred_complaints_go_there_and_back_byte_for_byte(link, side):
    rows = [json.loads(line) for line in
            COMPLAINTS.read_text().splitlines()][:100]
    cases = [link.hand_over(
        side, narrative=row["narrative"], subject=row["subject"],
        location=row.get("location", "")) for row in rows]
    for (case, handoff), row in zip(cases, rows):
        link.delivered(case, handoff)
    seen = link.sides[side].ask("seen")["cases"]
    service = link.zeep(side)
    for (case, handoff), row in zip(cases, rows):
        for member in ("narrative", "subject", "location"):
            assert seen[handoff].get(member, "") == row.get(member, "")
        service.Answer(handoff=handoff, text=seen[handoff]["narrative"])
        assert link.said(case)["answered"] == row["narrative"]
