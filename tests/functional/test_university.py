# SPDX-License-Identifier: Apache-2.0
"""Universities over Open311, each a program of its own over TLS, in JSON and
in XML: cases handed over, accepted, answered, refused with a target; and a
campus that hands a case in and reads its answer."""
import pytest

from campus import NUMBERS, campuses, open311
from wires import wait_for


@pytest.fixture(scope="module")
def link():
    with campuses() as link:
        yield link


@pytest.fixture(params=["unud", "undiksha"])
def side(request):
    return request.param


def test_a_case_is_taken_worked_on_and_answered(link, side):
    peer = link.sides[side]
    case, handoff = link.hand_over(side)
    taken = peer.request(handoff)
    assert taken["description"] == "Lampu ruang kuliah mati & gelap."
    assert link.handoff(case, handoff)["delivery"]["remote_ref"] == \
        taken["service_request_id"]
    assert link.case(case)["holder"] == "inspektorat"
    peer.say(handoff, "Accepted")
    link.wait(case, handoff, "accepted")
    assert link.case(case)["holder"] == side
    peer.say(handoff, "in_progress", "Teknisi datang.")
    link.wait(case, handoff, "working")
    peer.say(handoff, "closed", "Lampu sudah diganti.")
    link.wait(case, handoff, "answered")
    assert link.said(case)["answered"] == "Lampu sudah diganti."
    assert link.said(case)["progress"] == "Teknisi datang."


def test_a_refusal_names_a_reason_and_who_takes_it(link, side):
    case, handoff = link.hand_over(side)
    link.sides[side].say(handoff, "not_our_responsibility",
                         "[reason: state_enterprise] [target: pln] Milik PLN.")
    link.wait(case, handoff, "refused")
    assert link.said(case)["refused"] == "Milik PLN."
    first, second = sorted(link.case(case)["handoffs"],
                           key=lambda h: h["hop"])
    assert (first["reason"], second["receiver"]) == ("state_enterprise", "pln")


def test_what_was_accepted_is_returned_by_the_same_word(link, side):
    case, handoff = link.hand_over(side)
    link.sides[side].say(handoff, "accepted")
    link.wait(case, handoff, "accepted")
    link.sides[side].say(handoff, "not_our_responsibility",
                         "[reason: wrong_address] Salah alamat.")
    link.wait(case, handoff, "returned")


def test_a_look_at_the_link_does_not_blame_a_key_that_it_did_not_show(
        link, side):
    status, said = link.hub.ctl("probe", side)
    assert status == 0, said
    assert "not tried: credentials go within messages" in said, said


def test_why_a_case_cannot_be_said_there_is_logged(link):
    answer = link.lapor.post("/v1/cases", {
        "narrative": "Lampu mati.", "category": "campus-unud/gedung",
        "tracking_id": f"T-{next(NUMBERS)}"})
    handoff = answer.body["handoff"]
    told = (f"delivery {handoff} cannot be said to unud: no service stands"
            " for this category")
    wait_for("it to be told", lambda: told in link.hub.log.read_text())


def test_a_token_is_asked_after_until_there_is_an_id(link, side):
    peer = link.sides[side]
    peer.ask("mode", {"token": True})
    case, handoff = link.hand_over(side)
    peer.ask("mode", {"token": False})
    assert link.handoff(case, handoff)["delivery"]["remote_ref"] == \
        peer.request(handoff)["service_request_id"]


def test_a_campus_hands_a_case_in_and_reads_its_answer(link, side):
    campus = link.campus(side, side == "undiksha")
    number = f"KAMPUS-{next(NUMBERS)}"
    status, rows = campus.call("POST", "requests", {
        "service_code": "L1", "description": "Listrik padam & gelap.",
        "address_string": "Gedung C", "service_request_id_ext": number})
    assert status == 201, rows
    handoff = rows[0]["service_request_id"]
    status, rows = campus.call("GET", f"requests/{handoff}")
    assert status == 200 and rows[0]["description"] == "Listrik padam & gelap."
    for word, body in (("accept", {}), ("answer", {"text": "Sudah menyala."})):
        answer = link.pln.post(f"/v1/handoffs/{handoff}/{word}", body)
        assert answer.status == 200, answer
    status, rows = link.campus(side, True).call("GET", f"requests/{handoff}")
    assert (status, rows[0]["status"], rows[0]["status_notes"]) == \
        (200, "answered", "Sudah menyala.")
    assert rows[0]["service_request_id_ext"] == number
    assert rows[0]["agency_responsible"] == "pln"
    status, rows = campus.call("GET", "servicerequestupdates",
                               query={"service_request_id": handoff})
    assert status == 200
    assert ("answered", "Sudah menyala.") in \
        [(r["status"], r["description"]) for r in rows]
    status, rows = campus.call("GET", "requests",
                               query={"status": "closed"})
    assert handoff in [r["service_request_id"] for r in rows]


def test_nobody_reads_the_case_of_another(link):
    _, handoff = link.hand_over("unud")
    status, rows = link.campus("undiksha", True).call(
        "GET", f"requests/{handoff}")
    assert (status, rows[0]["code"]) == (403, "403")
    status, rows = link.campus("undiksha", False).call("GET", "requests/nada")
    assert (status, rows[0]["code"]) == (404, "404")


def test_what_their_list_of_services_says_else_is_shown_and_not_used(
        link, side):
    peer, code = link.sides[side], {"unud": "J1", "undiksha": "X1"}[side]

    def words():
        return {w["word"]: w["count"] for w in
                link.hub.ask("words", institution=side)["words"]}
    gone = "services/L1: is not in their list; cases go there all the same"
    peer.ask("mode", {"services": {code: ["Kampus lama", []]}})
    wait_for("what is missing to be told", lambda: gone in words())
    peer.ask("mode", {"services": {}})
    wait_for("the empty list to be told",
             lambda: "services: their list is empty" in words())
    peer.ask("mode", {"services": {
        "P9": ["Parkir", []], code: ["Kampus baru", ["nim"]]}})
    told = [f"services/{code}: is now called: Kampus baru",
            f"services/{code}: requires attributes: nim",
            "services/P9: is new: Parkir", gone]
    wait_for("the changes to be told", lambda: set(told) <= set(words()))
    link.hand_over(side)
    assert [words()[w] for w in told] == [1, 1, 1, 1]
    row = next(r for r in link.hub.ask("institutions")["institutions"]
               if r["institution"] == side)
    assert row["covered_until"] and not row["poll_problem"]
    peer.ask("mode", {"services": open311.SERVICES})


def test_a_campus_that_is_never_called_reads_its_cases_and_acts(link):
    campus = link.campus("undhira", True)
    answer = link.lapor.post("/v1/cases", {
        "narrative": "Lampu mati.", "category": "campus-undhira"})
    assert answer.status == 201, answer
    case, handoff = answer.body["case"], answer.body["handoff"]
    status, rows = campus.call("GET", "requests")
    assert status == 200
    assert handoff in [r["service_request_id"] for r in rows]
    for word, text in (("accepted", ""), ("closed", "Sudah menyala.")):
        status, rows = campus.call("POST", "servicerequestupdates", {
            "service_request_id": handoff, "status": word,
            "description": text})
        assert status == 200, rows
    link.wait(case, handoff, "answered")
    assert link.handoff(case, handoff).get("delivery") is None
    assert link.hub.ask("queue", institution="undhira")["queue"] == []


def test_the_peer_answers_as_the_standard_has_it_too(link, side):
    peer = link.sides[side]
    _, handoff = link.hand_over(side)
    peer.say(handoff, "closed", "Beres.")
    client = peer.client(peer.form == "xml")
    for service in ("services", "requests", "servicerequestupdates"):
        status, rows = client.call("GET", service)
        assert status == 200 and rows, service
    assert client.call("GET", "requests/nada")[0] == 404


def test_services_are_told_in_both_formats(link):
    for xml in (False, True):
        status, rows = link.campus("unud", xml).call("GET", "services")
        assert status == 200
        assert [r["service_code"] for r in rows] == ["J1", "X1", "L1"]
