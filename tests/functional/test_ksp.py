# SPDX-License-Identifier: Apache-2.0
"""A whole conversation with a KSP, a program of its own over TLS: handed
over, refused, accepted, asked, answered, handed in; signatures that do not
hold, bodies that do not read, and a KSP that fails in every way."""
import itertools
import json

import pytest

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import wait_for

ROUTES = """
route "to-ksp" { category = { "roads", "fuel" } to = "ksp" }
route "programme" { priority_program = { "PP-01" } to = "ksp" }
route "fuel" { category = { "fuel" } to = "pln" }
"""
NUMBERS = itertools.count(1)
NARRATIVE = "Jalan di depan sekolah rusak sejak dua bulan, mohon diperbaiki."


class Link:
    """The hub, its KSP, and those who speak for others."""

    def __init__(self, hub, ksp):
        self.hub, self.ksp = hub, ksp
        self.lapor = hub.caller("source", "lapor")
        self.pdam = hub.caller("institution", "pdam")
        self.coordinator = hub.caller("coordinator", "inspektorat")

    def hand_over(self, **members):
        """A case for KSP unless the members say another: case, handoff."""
        answer = self.lapor.post("/v1/cases", {
            "narrative": NARRATIVE, "category": "roads",
            "tracking_id": f"T-{next(NUMBERS)}", **members})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def case(self, case):
        answer = self.coordinator.get(f"/v1/cases/{case}")
        assert answer.status == 200, answer
        return answer.body

    def handoff(self, case, handoff):
        return next(h for h in self.case(case)["handoffs"]
                    if h["id"] == handoff)

    def wait(self, case, handoff, *states):
        """Until the handoff is in one of the states; the case."""
        wait_for(f"{handoff} to be {' or '.join(states)}",
                 lambda: self.handoff(case, handoff)["state"] in states)
        return self.case(case)

    def said(self, case):
        items = self.coordinator.get(f"/v1/cases/{case}/timeline").body
        return [i["event"] for i in items["items"] if i["type"] == "said"]

    def delivered(self, case, handoff):
        wait_for(f"{handoff} to be delivered", lambda: self.handoff(
            case, handoff)["delivery"]["state"] == "delivered")
        return self.handoff(case, handoff)["delivery"]

    def taken(self):
        """A handoff that KSP has and has not decided: case, handoff."""
        self.ksp.mode(decide=False)
        case, handoff = self.hand_over()
        self.delivered(case, handoff)
        self.ksp.mode(decide=True)
        return case, handoff


@pytest.fixture(scope="module")
def link():
    hub = Hub()
    with Ksp(hub.folder, hub.port, options=["--target", "fuel=pln"],
             timeout="2s") as ksp:
        hub.institutions = INSTITUTIONS + ROUTES + ksp.section()
        with hub:
            yield Link(hub, ksp)


@pytest.fixture(autouse=True)
def well(link):
    """Each test begins with a KSP that does not fail."""
    link.ksp.mode(fail="", times=0, decide=True, clock=0, seconds=0)


def test_a_case_is_taken_accepted_and_answered(link):
    case, handoff = link.hand_over(subject="Jalan rusak")
    link.wait(case, handoff, "answered", "working", "returned")
    wait_for("KSP to have said all",
             lambda: link.ksp.ask("counts")["waiting"] == 0)
    taken = link.ksp.case(handoff)
    assert link.handoff(case, handoff)["delivery"]["remote_ref"] == \
        taken["reference"]
    assert taken["said"][0] in ("opened", "accepted")
    assert link.said(case) == [w for w in taken["said"] if w != "opened"]


def test_the_event_goes_once_with_its_key_as_a_cloudevent(link):
    case, handoff = link.taken()
    posts = [p for p in link.ksp.posts() if p["key"].startswith(handoff)]
    assert [(p["key"], p["path"], p["type"]) for p in posts] == \
        [(f"{handoff}.0", "/events", "application/cloudevents+json")]
    assert link.case(case)["holder"] == "inspektorat"


def test_nothing_of_the_complainant_is_said_before_acceptance(link):
    case, handoff = link.hand_over(complainant={"name": "Ni Luh Contoh"})
    link.delivered(case, handoff)
    taken = link.ksp.case(handoff)
    assert taken["complainant"] == {}
    assert "Contoh" not in json.dumps(taken)


def test_a_refusal_goes_to_whom_they_propose_and_somebody_holds_it(link):
    case, handoff = link.hand_over(category="fuel")
    link.wait(case, handoff, "refused")
    body = link.case(case)
    first, second = sorted(body["handoffs"], key=lambda h: h["hop"])
    assert (first["reason"], second["receiver"], second["parent"]) == \
        ("state_enterprise", "pln", handoff)
    assert second["hop"] == 2 and second["state"] == "offered"
    assert body["holder"] == "inspektorat"


def test_an_answer_that_accepts_at_once_is_an_acceptance(link):
    case, handoff = link.hand_over(priority_program_id="PP-01", category="x")
    link.wait(case, handoff, "accepted", "working", "answered")
    assert "accepted" in link.ksp.case(handoff)["said"]
    assert link.case(case)["holder"] == "ksp"
    assert not [e for e in link.ksp.log("said")
                if e["handoff"] == handoff and e["word"] == "accepted"]


def test_too_short_a_complaint_is_asked_about(link):
    case, handoff = link.hand_over(narrative="Jalan rusak")
    wait_for("the question", lambda: "needs_info" in link.said(case))
    assert link.case(case)["state"] == "needs_info"
    assert link.case(case)["holder"] == "ksp"


# Handed in by KSP.

def test_ksp_hands_a_case_in_and_hears_what_becomes_of_it(link):
    tracking = f"KSP-{next(NUMBERS)}"
    status, body = link.ksp.hand_in({
        "tracking_id": tracking, "narrative": NARRATIVE, "target": "pdam",
        "complainant": {"name": "Made"}, "anonymous": True})
    assert status == 200 and body["result"] == "applied", body
    assert body["holder"] in ("ksp", "inspektorat")
    handoff = body["handoff"]
    answer = link.pdam.post(f"/v1/handoffs/{handoff}/accept", {})
    assert answer.status == 200, answer
    answer = link.pdam.post(f"/v1/handoffs/{handoff}/answer",
                            {"text": "Sudah kami perbaiki."})
    assert answer.status == 200, answer
    words = wait_for("KSP to hear all", lambda: (
        lambda heard: len(heard) >= 3 and heard)(
            link.ksp.ask("handed")[tracking]))
    assert [w["word"] for w in words] == ["comment", "accepted", "answered"]
    assert "telah kami terima" in words[0]["text"]
    assert words[2]["text"] == "Sudah kami perbaiki."
    assert words[2]["case"] == body["case"]


def test_a_question_to_ksp_reaches_it_and_its_answer_comes_back(link):
    tracking = f"KSP-{next(NUMBERS)}"
    _, body = link.ksp.hand_in({"tracking_id": tracking, "target": "pdam",
                                "narrative": NARRATIVE})
    handoff, case = body["handoff"], body["case"]
    answer = link.pdam.post(f"/v1/handoffs/{handoff}/accept", {})
    assert answer.status == 200, answer
    answer = link.pdam.post(f"/v1/handoffs/{handoff}/ask", {
        "text": "Di jalan mana?", "asked": "complainant"})
    assert answer.status == 200, answer
    wait_for("KSP to hear the question", lambda: [
        w for w in link.ksp.ask("handed")[tracking]
        if w["word"] == "needs_info" and w["text"] == "Di jalan mana?"])
    status, body = link.ksp.tell("supplement", {
        "handoff": handoff, "text": "Jalan Kenari."})
    assert status == 200 and body["result"] == "applied", body
    assert "supplement" in link.said(case)
    assert link.case(case)["state"] == "in_progress"


def test_a_handoff_that_is_taken_back_is_told_to_ksp(link):
    case, handoff = link.taken()
    answer = link.coordinator.post(f"/v1/handoffs/{handoff}/cancel", {})
    assert answer.status == 200, answer
    wait_for("KSP to hear it",
             lambda: link.ksp.case(handoff)["state"] == "cancelled")
    assert link.handoff(case, handoff)["state"] == "cancelled"
    status, body = link.ksp.tell("accepted", {"handoff": handoff})
    assert (status, body["result"]) == (200, "late"), body
    assert link.case(case)["holder"] == "inspektorat"


def test_the_same_case_handed_in_again_is_the_same_case(link):
    data = {"tracking_id": f"KSP-{next(NUMBERS)}", "narrative": NARRATIVE,
            "target": "pdam"}
    first = link.ksp.hand_in(data)
    again = link.ksp.hand_in(data)
    assert (first[0], first[1]["result"]) == (200, "applied")
    assert (again[0], again[1]["result"]) == (200, "duplicate")
    assert first[1]["case"] == again[1]["case"]


def test_ksp_asks_after_its_own_cases(link):
    case, handoff = link.taken()
    found = link.ksp.send(method="GET", path=f"/handoffs/{handoff}")
    assert found[0] == 200 and found[1]["case"] == case, found
    assert found[1]["state"] == "offered"
    by_ref = link.ksp.send(
        method="GET", path="/handoffs?reference="
        + link.ksp.case(handoff)["reference"])
    assert by_ref[1]["handoff"] == handoff
    window = link.ksp.send(
        method="GET", path="/handoffs?since=2020-01-01T00:00:00Z&limit=5")
    assert window[0] == 200, window
    assert handoff in [h["handoff"] for h in window[1]["handoffs"]]
    assert link.ksp.send(method="GET", path="/handoffs/0000000000000")[0] \
        == 404


# What is not theirs to say, or not now.

def test_what_is_said_twice_is_done_once(link):
    _, handoff = link.taken()
    first = link.ksp.tell("accepted", {"handoff": handoff}, id="twice-1")
    again = link.ksp.tell("accepted", {"handoff": handoff}, id="twice-1")
    other = link.ksp.tell("accepted", {"handoff": handoff}, id="twice-2")
    assert [a[0] for a in (first, again, other)] in ([200, 200, 200],
                                                     [200, 422, 200])
    assert first[1]["result"] == "applied"
    assert other[1]["result"] == "duplicate"


def test_a_step_that_is_not_possible_names_those_that_are(link):
    case, handoff = link.taken()
    status, body = link.ksp.tell("returned", {
        "handoff": handoff, "reason": "duplicate", "text": "Kembali."})
    assert status == 409, body
    assert "id.go.ksp.handoff.accepted.v1" in body["allowed"]
    assert body["state"] == "offered" and body["title"] and body["title_en"]
    assert link.handoff(case, handoff)["state"] == "offered"


def test_anothers_handoff_is_forbidden_and_unchanged(link):
    answer = link.lapor.post("/v1/cases", {"narrative": NARRATIVE,
                                           "target": "pdam"})
    handoff = answer.body["handoff"]
    status, body = link.ksp.tell("accepted", {"handoff": handoff})
    assert status == 403, body
    assert "case" not in body and "holder" not in body
    assert link.handoff(answer.body["case"], handoff)["state"] == "offered"
    assert link.ksp.send(method="GET", path=f"/handoffs/{handoff}")[0] == 403


def test_a_type_that_nobody_mapped_is_kept_for_the_coordinator(link):
    case, handoff = link.taken()
    status, _ = link.ksp.tell("disposisi", {"handoff": handoff,
                                            "text": "Ke deputi II."})
    assert status == 200
    assert "comment" in link.said(case)
    assert link.handoff(case, handoff)["state"] == "offered"


SIGNATURES = [
    ({"secret": "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}, "does not fit"),
    ({"signature": "v1,AAAA"}, "expected v1,"),
    ({"signature": ""}, "found no webhook-signature"),
    ({"stamp": 1000}, "behind the hub's clock"),
    ({"stamp": 99999999999}, "ahead of the hub's clock"),
    ({"stamp": "kemarin"}, "seconds since 1970"),
]


@pytest.mark.parametrize("sign,words", SIGNATURES)
def test_a_signature_that_does_not_hold_changes_nothing(link, sign, words):
    case, handoff = link.taken()
    status, body = link.ksp.tell("accepted", {"handoff": handoff}, sign=sign)
    assert status == 401 and words in body["detail"], body
    assert link.handoff(case, handoff)["state"] == "offered"


def test_a_message_id_with_other_bytes_is_refused(link):
    _, handoff = link.taken()
    first = link.ksp.tell("opened", {"handoff": handoff}, id="reused-1")
    other = link.ksp.tell("accepted", {"handoff": handoff}, id="reused-1")
    assert (first[0], other[0]) == (200, 422), (first, other)


BODIES = [
    ("", 400, "empty body"),
    ("{", 400, "line 1"),
    ('{"specversion":"1.0"}', 400, "id: found none"),
    ('{"a":1,"a":2}', 400, "before"),
    ("[" * 40, 400, "JSON"),
    ("<xml/>", 400, "JSON"),
]


@pytest.mark.parametrize("body,status,words", BODIES)
def test_a_body_that_does_not_read_gets_a_sentence(link, body, status, words):
    answer = link.ksp.send(body=body, id=f"bad-{next(NUMBERS)}", headers={
        "Content-Type": "application/cloudevents+json"})
    assert answer[0] == status and words in answer[1]["detail"], answer


def test_paths_and_methods_that_are_none(link):
    assert link.ksp.send(method="GET", path="/nothing")[0] == 404
    assert link.ksp.send(method="GET", path="/events")[0] == 405


# A KSP that fails.

@pytest.mark.parametrize("fail", [
    "500", "429", "503", "409", "html", "error", "other", "empty",
    "400", "truncated", "close", "early", "silent", "slow"])
def test_whatever_goes_wrong_once_it_arrives_once(link, fail):
    link.ksp.mode(fail=fail, times=1, decide=False,
                  seconds=3 if fail == "silent" else 1)
    case, handoff = link.hand_over()
    delivery = link.delivered(case, handoff)
    taken = link.ksp.case(handoff)
    assert taken["reference"] == delivery["remote_ref"]
    assert link.case(case)["holder"] == "inspektorat"
    if fail in ("truncated", "close"):
        assert any(handoff in g["path"] for g in link.ksp.log("get")), \
            "an outcome that nobody knows was not asked after"
        assert len([p for p in link.ksp.posts()
                    if p["key"] == f"{handoff}.0"]) == 1


def test_one_stuck_case_does_not_hold_up_another(link):
    before = link.hub.institutions
    link.hub.configure(before.replace('timeout = "2s"', 'timeout = "2m"'))
    assert link.hub.ask("reload")["good"]
    try:
        link.ksp.mode(fail="silent", times=1, decide=False, seconds=120)
        first = link.hand_over()
        wait_for("the first to be stuck", lambda: [
            p for p in link.ksp.posts() if p["key"].startswith(first[1])])
        second = link.hand_over()
        link.delivered(*second)
        assert link.handoff(*first)["delivery"]["state"] != "delivered"
        link.ksp.mode(fail="", times=0)
        link.delivered(*first)
    finally:
        link.hub.configure(before)
        assert link.hub.ask("reload")["good"]


def test_an_institution_that_pushes_too_fast_is_told_to_slow_down(link):
    before = link.hub.institutions
    link.hub.configure(before.replace("rate = 10000", "rate = 1"))
    assert link.hub.ask("reload")["good"]
    try:
        statuses = [link.ksp.tell("opened", {"handoff": "0000000000000"})[0]
                    for _ in range(40)]
    finally:
        link.hub.configure(before)
        assert link.hub.ask("reload")["good"]
    assert 429 in statuses and set(statuses) <= {404, 429}


def test_a_second_institution_is_one_file_and_a_reload(link):
    with Ksp(link.hub.folder, link.hub.port, name="kemendagri",
             types="id.go.kemendagri") as other:
        link.hub.configure(link.hub.institutions + other.section())
        answer = link.hub.ask("reload")
        assert answer["good"], answer
        case, handoff = link.hand_over(target="kemendagri")
        link.wait(case, handoff, "accepted", "working", "answered",
                  "returned", "refused")
        assert other.case(handoff)["reference"]
        assert link.ksp.case(handoff) is None
        link.delivered(*link.hand_over())
        wait_for("the other to have said all",
                 lambda: other.ask("counts")["waiting"] == 0)


OPTIONS = [
    ('types = "ID.go.ksp"', "types is 'ID.go.ksp', expected"),
    ('types = "id.go.ksp."', "expected lower-case words"),
    ('events = "events"', "expected a path such as /events"),
    ('events = "/a?b"', "expected a path such as /events"),
    ('handoffs = "/x/"', "expected a path such as /handoffs"),
    ('path = "/x"', "path"),
]


@pytest.mark.parametrize("option,words", OPTIONS)
def test_an_option_that_cannot_be_is_told_before_it_is_used(
        link, option, words):
    before = link.hub.institutions
    link.hub.configure(before.replace('types = "id.go.ksp"', option))
    try:
        status, text = link.hub.ctl("check")
    finally:
        link.hub.configure(before)
    assert status == 1 and words in text, text


def test_refused_access_pauses_the_link_and_loses_nothing(link):
    link.ksp.mode(fail="401", times=1, decide=False)
    first = link.hand_over()
    wait_for("KSP to refuse", lambda: [
        p for p in link.ksp.posts() if p["fail"] == "401"
        and p["key"].startswith(first[1])])
    wait_for("the link to be paused", lambda: [
        i for i in link.coordinator.get("/v1/institutions").body["items"]
        if i["id"] == "ksp" and "paused" in json.dumps(i)])
    second = link.hand_over()
    assert link.handoff(*second)["delivery"]["state"] != "delivered"
    assert link.handoff(*first)["delivery"]["state"] != "delivered"
