# SPDX-License-Identifier: Apache-2.0
"""What the hub says over Open311, held against schemas of the published
description: what it posts, urlencoded and in parts, with the key in the query
and in the form, and what it tells of itself and its services."""
import hashlib

import pytest

import open311_form
from campus import NUMBERS, campuses
from wires import wait_for

LONG = "Atap bocor & lantai licin. " * 200


@pytest.fixture(scope="module")
def link():
    with campuses() as link:
        yield link


@pytest.fixture(params=["unud", "undiksha"])
def side(request):
    return request.param


def form_of(peer, service, handoff):
    """The one form about a handoff, once it came."""
    name = "attribute[simpul]" if service == "requests" \
        else "service_request_id_ext"
    found = wait_for(f"{service} about {handoff}", lambda: [
        f for f in peer.forms() if f[0] == service
        and f[3].get(name) == handoff])
    assert len(found) == 1, found
    return found[0]


def hand_over(link, side, **members):
    answer = link.lapor.post("/v1/cases", {
        "narrative": "Lampu mati.", "category": f"campus-{side}",
        "tracking_id": f"F-{next(NUMBERS)}", **members})
    assert answer.status == 201, answer
    case, handoff = answer.body["case"], answer.body["handoff"]
    wait_for(f"{side} to have {handoff}",
             lambda: link.handoff(case, handoff)["delivery"]["state"] ==
             "delivered")
    return case, handoff


def test_what_is_posted_is_of_the_standard(link, side):
    peer = link.sides[side]
    case, handoff = hand_over(link, side)
    service, media, query, fields = form_of(peer, "requests", handoff)
    open311_form.check_post(service, media, query, fields)
    assert media == open311_form.URLENCODED
    assert fields["jurisdiction_id"] == f"{side}.ac.id"
    assert fields["address_string"] == f"Kampus {side}"
    assert ("api_key" in fields) == (side == "undiksha")
    peer.say(handoff, "accepted")
    link.wait(case, handoff, "accepted")
    asked = link.coordinator.post(f"/v1/cases/{case}/remind", {
        "text": "Mohon segera."})
    assert asked.status == 200, asked
    service, media, query, fields = form_of(
        peer, "servicerequestupdates", handoff)
    open311_form.check_post(service, media, query, fields)
    assert fields["status"] == "reminder"
    assert fields["service_request_id"] == \
        peer.request(handoff)["service_request_id"]


def test_a_point_goes_as_numbers(link, side):
    _, handoff = hand_over(link, side, location="-8.79, 115.17")
    service, media, query, fields = form_of(link.sides[side], "requests",
                                            handoff)
    open311_form.check_post(service, media, query, fields)
    assert (fields["lat"], fields["long"]) == ("-8.79", "115.17")
    assert "address_string" not in fields


def test_a_long_text_goes_in_parts_with_the_key_where_it_belongs(link, side):
    peer = link.sides[side]
    case, handoff = hand_over(link, side, narrative=LONG)
    service, media, query, fields = form_of(peer, "requests", handoff)
    open311_form.check_post(service, media, query, fields)
    assert media.startswith("multipart/form-data; boundary=")
    assert fields["file:uraian.txt"] == LONG
    assert fields["description"].startswith(LONG[:3900])
    assert ("api_key" in fields) == (side == "undiksha")
    if side == "undiksha":
        assert list(fields)[-1] == "api_key"
    # The answer to a form in parts is read as every other.
    assert link.handoff(case, handoff)["delivery"]["remote_ref"] == \
        peer.request(handoff)["service_request_id"]
    peer.say(handoff, "accepted")
    peer.say(handoff, "closed", "Atap diganti.")
    link.wait(case, handoff, "answered")


def test_a_photo_goes_as_a_part_byte_for_byte(link, side):
    photo = bytes(range(256)) * 3
    sha = hashlib.sha256(photo).hexdigest()
    _, handoff = hand_over(link, side, attachments=[
        link.upload("foto.jpg", "image/jpeg", photo)])
    service, media, query, fields = form_of(link.sides[side], "requests",
                                            handoff)
    open311_form.check_post(service, media, query, fields)
    assert hashlib.sha256(
        fields["file:foto.jpg"].encode("latin-1")).hexdigest() == sha


@pytest.mark.parametrize("xml", [False, True], ids=["json", "xml"])
def test_what_the_hub_tells_of_itself_is_of_the_standard(link, side, xml):
    campus = link.campus(side, xml)
    status, rows = campus.call("GET", "discovery")
    assert status == 200 and rows
    status, _ = campus.call("GET", "services/L1")
    assert status == 200
    status, rows = campus.call("GET", "services/tidak-ada")
    assert (status, rows[0]["code"]) == (404, "404")
    status, rows = campus.call("GET", "services", query={
        "jurisdiction_id": "lain.ac.id"})
    assert (status, rows[0]["description"]) == \
        (404, "jurisdiction_id was not found")


def test_the_university_defines_its_services_as_the_standard_has_it(link,
                                                                    side):
    peer = link.sides[side]
    for xml in (False, True):
        client = peer.client(xml)
        for code in ("J1", "X1"):
            assert client.call("GET", f"services/{code}")[0] == 200
