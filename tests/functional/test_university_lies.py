# SPDX-License-Identifier: Apache-2.0
"""What a university tells that is wrong about one request harms no other, and
each of its words counts for the request that it is about."""
import json

import pytest

from campus import campuses
from wires import wait_for


@pytest.fixture(scope="module")
def link():
    with campuses() as link:
        yield link


@pytest.fixture
def peer(link):
    """One whose updates are what a test says, until its end."""
    yield link.sides["unud"]
    link.sides["unud"].ask("lie", {})


def tell(peer, *rows):
    peer.ask("lie", {"servicerequestupdates": {
        "status": 200, "body": json.dumps(rows)}})


def asked(link, peer):
    """A case there: case, handoff and their number."""
    case, handoff = link.hand_over("unud")
    return case, handoff, peer.request(handoff)["service_request_id"]


@pytest.mark.parametrize("lie", [
    {"status": "in\x9bprogress"}, {"update_id": "a\x85"},
    {"service_request_id": "1\x80"}, {"status": "x" * 63 + "\u00e9"},
    {"status": "rejected", "description": "[target: a\x85] x"},
    {"description": "[" * 64000}],
    ids=["a status", "an id", "a request", "a long word", "a target",
         "brackets"])
def test_one_bad_word_stops_no_other(link, peer, lie):
    case, handoff, number = asked(link, peer)
    bad = {"service_request_id": "nobody", "status": "closed",
           "description": "x", **lie}
    tell(peer, *[bad] * 10, {"service_request_id": number,
                             "status": "closed", "description": "Beres."})
    link.wait(case, handoff, "answered")


def test_updates_may_be_counted_anew_for_each_request(link, peer):
    cases = [asked(link, peer) for _ in range(2)]
    tell(peer, *[{"service_request_id": number, "update_id": "1",
                  "status": "closed", "description": f"Beres {number}."}
                 for _, _, number in cases])
    for case, handoff, number in cases:
        link.wait(case, handoff, "answered")
        assert link.said(case)["answered"] == f"Beres {number}."


def test_what_they_called_wrong_is_taken_back_by_its_id(link, peer):
    case, handoff, number = asked(link, peer)
    wrong = {"service_request_id": number, "update_id": "7",
             "status": "closed", "description": "Salah."}
    tell(peer, wrong)
    link.wait(case, handoff, "answered")
    tell(peer, wrong, {"service_request_id": number, "update_id": "8",
                       "status": "correction",
                       "description": "[corrects: 7] Belum selesai."})
    wait_for("the answer to be taken back", lambda: link.handoff(
        case, handoff)["state"] != "answered")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_case_for_another_jurisdiction_is_not_taken(link, form):
    campus = link.campus("unud", form == "xml")
    case = {"service_code": "L1", "description": f"Padam {form}."}
    status, rows = campus.call("POST", "requests", {
        "jurisdiction_id": "lain.ac.id", **case})
    assert status == 404 and "jurisdiction_id" in rows[0]["description"]
    assert campus.call("POST", "requests", {
        "jurisdiction_id": "unud.ac.id", **case})[0] == 201
