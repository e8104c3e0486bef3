# SPDX-License-Identifier: Apache-2.0
"""A campus reads its own cases and what was said about them by windows of
time, page by page, in JSON and in XML: nothing is missing, nothing comes twice,
and nothing is another's."""
import re
import time
import urllib.parse
from pathlib import Path

import pytest

from campus import NUMBERS, campuses
from wires import wait_for

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def link():
    with campuses() as link:
        yield link


@pytest.fixture(params=[False, True], ids=["json", "xml"])
def campus(request, link):
    return link.campus("unud", request.param)


def instant(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def hand_in(campus):
    """A case of the campus, by its id."""
    status, rows = campus.call("POST", "requests", {
        "service_code": "L1", "description": "Listrik padam.",
        "service_request_id_ext": f"K-{next(NUMBERS)}"})
    assert status == 201, rows
    return rows[0]["service_request_id"]


def answer(link, handoff, text):
    for word, body in (("accept", {}), ("progress", {"text": "Dicek."}),
                       ("answer", {"text": text})):
        said = link.pln.post(f"/v1/handoffs/{handoff}/{word}", body)
        assert said.status == 200, said


def pages(campus, service, query):
    """Every record, from link to link."""
    found = []
    while query is not None:
        status, rows = campus.call("GET", service, query=query)
        assert status == 200, rows
        assert len(rows) <= int(query.get("page_size", 200))
        found.extend(rows)
        onward = re.fullmatch(r'<([a-z]+)\.(?:json|xml)\?(.*)>; rel="next"',
                              campus.headers.get("Link", ""))
        query = dict(urllib.parse.parse_qsl(onward[2])) if onward else None
        assert onward is None or onward[1] == service
    return found


def test_what_is_new_is_read_by_time(link, campus):
    begin = time.time()
    handoffs = [hand_in(campus) for _ in range(3)]
    for number, handoff in enumerate(handoffs):
        answer(link, handoff, f"Menyala {number}.")
    query = {"start_date": instant(begin - 1)}
    whole = pages(campus, "servicerequestupdates", query)
    ours = [r for r in whole if r["service_request_id"] in handoffs]
    assert [(r["service_request_id"], r["status"]) for r in ours
            if r["status"] != "comment"] == [
        (h, s) for h in handoffs
        for s in ("accepted", "in_progress", "answered")]
    assert [r["update_id"] for r in whole] == \
        sorted({r["update_id"] for r in whole})
    for size in ("1", "2", "7"):
        assert pages(campus, "servicerequestupdates",
                     {**query, "page_size": size}) == whole
    only = pages(campus, "servicerequestupdates",
                 {**query, "status": "answered", "page_size": "3"})
    assert only == [r for r in whole if r["status"] == "answered"]


def test_who_goes_on_from_the_last_update_misses_none(link, campus):
    begin = instant(time.time() - 1)
    seen, start = {}, begin
    handoffs = [hand_in(campus) for _ in range(2)]
    for handoff in handoffs:
        answer(link, handoff, "Menyala.")
        status, rows = campus.call("GET", "servicerequestupdates",
                                   query={"start_date": start})
        assert status == 200
        seen.update({r["update_id"]: r for r in rows})
        start = rows[-1]["updated_datetime"]
    assert list(seen.values()) == pages(
        campus, "servicerequestupdates", {"start_date": begin})


def test_an_end_is_kept_to_and_lies_inside(link, campus):
    handoff = hand_in(campus)
    answer(link, handoff, "Menyala.")
    status, rows = campus.call("GET", "servicerequestupdates",
                               query={"service_request_id": handoff})
    assert status == 200
    last = rows[-1]
    at = time.strptime(last["updated_datetime"], "%Y-%m-%dT%H:%M:%SZ")
    for end, expected in ((last["updated_datetime"], True),
                          ("2020-01-01T00:00:00Z", False),
                          ("9999-12-31T23:59:59Z", True)):
        for query in ({}, {"service_request_id": handoff}):
            found = pages(campus, "servicerequestupdates", {
                "start_date": "2019-12-01T00:00:00Z", "end_date": end,
                **query})
            assert (last in found) is expected, (end, query)
    assert at.tm_year >= 2020


def test_requests_are_listed_page_by_page(campus):
    begin = instant(time.time() - 1)
    handoffs = [hand_in(campus) for _ in range(5)]
    whole = pages(campus, "requests", {"start_date": begin})
    assert [r["service_request_id"] for r in whole][:5] == handoffs[::-1]
    for size in ("1", "3"):
        assert pages(campus, "requests", {
            "start_date": begin, "page_size": size}) == whole
    assert pages(campus, "requests", {
        "start_date": begin, "page_size": "1", "service_code": "J1"}) == []


def test_what_was_adopted_is_heard_when_it_was(link, campus):
    """An answer that came too late counts from when somebody let it count."""
    handoff = hand_in(campus)
    status, rows = campus.call("POST", "servicerequestupdates", {
        "service_request_id": handoff, "status": "cancelled"})
    assert status == 200, rows
    text = f"Terlambat menyala, {handoff}."
    late = link.pln.post(f"/v1/handoffs/{handoff}/answer", {"text": text})
    assert late.status in (200, 409), late
    said = time.time()
    seen = pages(campus, "servicerequestupdates", {})
    assert text not in [r["description"] for r in seen]
    wait_for("the next second", lambda: instant(time.time()) > instant(said))
    start = instant(time.time())
    case = next(h["case"] for h in link.coordinator.get(
        "/v1/handoffs").body["items"] if h["id"] == handoff)
    adopted = link.coordinator.post(f"/v1/cases/{case}/adopt",
                                    {"text": "Pekerjaannya selesai."})
    assert adopted.status == 200, adopted
    found = [r for r in pages(campus, "servicerequestupdates",
                              {"start_date": start, "page_size": "1"})
             if r["description"] == text]
    assert len(found) == 1 and found[0]["updated_datetime"] >= start


def test_long_texts_come_on_more_pages(link, campus):
    """A page ends by its bytes, too, however they are escaped."""
    begin, long = instant(time.time() - 1), '&<"' * 20000
    handoffs = []
    for i in range(14):
        status, rows = campus.call("POST", "requests", {
            "service_code": "L1", "description": f"{i} {long}",
            "service_request_id_ext": f"L-{next(NUMBERS)}"})
        assert status == 201, rows
        handoffs.append(rows[0]["service_request_id"])
        answer(link, handoffs[-1], f"{i} {long}")
    found = pages(campus, "requests", {"start_date": begin})
    ours = [r["service_request_id"] for r in found
            if r["service_request_id"] in handoffs]
    assert ours == handoffs[::-1]
    found = pages(campus, "servicerequestupdates", {"start_date": begin})
    assert [r["description"] for r in found if r["status"] == "answered"
            and r["service_request_id"] in handoffs] == \
        [f"{i} {long}" for i in range(14)]
    status, rows = campus.call("GET", "servicerequestupdates", query={
        "service_request_id": ",".join(handoffs)})
    assert status == 200
    assert [r["service_request_id"] for r in rows
            if r["status"] == "answered"] == handoffs


def test_a_portal_that_holds_nothing_reads_what_it_handed_in(link):
    portal = link.campus("portal", True)
    status, rows = portal.call("POST", "requests", {
        "service_code": "electricity", "description": "Listrik padam."})
    assert status == 201, rows
    handoff = rows[0]["service_request_id"]
    answer(link, handoff, "Menyala.")
    for service in ("requests", "servicerequestupdates"):
        found = pages(portal, service, {})
        assert {r["service_request_id"] for r in found} == {handoff}, service


def test_nobody_hears_what_is_said_to_another(link):
    other = link.campus("undiksha", True)
    handoff = hand_in(link.campus("unud", False))
    answer(link, handoff, "Rahasia kampus lain.")
    for service in ("servicerequestupdates", "requests"):
        for row in pages(other, service, {}):
            assert row["service_request_id"] != handoff
            assert "Rahasia" not in str(row)
    status, rows = other.call("GET", "servicerequestupdates",
                              query={"service_request_id": handoff})
    assert (status, rows[0]["code"]) == (403, "403")


def test_a_refusal_is_read_with_its_reason_and_target(link, campus):
    begin = instant(time.time() - 1)
    handoff = hand_in(campus)
    said = link.pln.post(f"/v1/handoffs/{handoff}/refuse", {
        "reason": "wrong_region", "text": "Bukan wilayah kami.",
        "target": "pdam"})
    assert said.status == 200, said
    found = pages(campus, "servicerequestupdates", {"start_date": begin})
    assert ("not_our_responsibility",
            "[reason: wrong_region] [target: pdam] Bukan wilayah kami.") in \
        [(r["status"], r["description"]) for r in found
         if r["service_request_id"] == handoff]


@pytest.mark.parametrize("query", [
    {"start_date": "kemarin"}, {"end_date": "2026-02-30T00:00:00Z"},
    {"start_date": "2026-02-02"}, {"start_date": "2026-02-02T00:00:00"},
    {"end_date": "10000-01-01T00:00:00Z"}, {"page_size": "0"},
    {"page_size": "-1"}, {"page_size": "banyak"}, {"page": "2"},
    {"page": "../.."}, {"status": "x" * 500},
    {"service_request_id": "," * 40}])
def test_what_cannot_be_asked_is_told(campus, query):
    for service in ("servicerequestupdates", "requests"):
        status, rows = campus.call("GET", service, query=query)
        assert (status, rows[0]["code"]) == (400, "400"), rows


@pytest.mark.parametrize("page", ["docs/simpul-university.7",
                                  "plugins/university/README.md"])
def test_the_papers_name_every_status_and_every_code(page):
    text = (TOP / page).read_text()
    words = re.findall(r'^\t\{ "([a-z_]+)", HUB_EV_', (
        TOP / "plugins/university/uni_word.c").read_text(), re.M)
    codes = re.findall(r'\[HUB_REASON_[A-Z_]+\] = "([a-z_]+)"', (
        TOP / "core/hub_word.c").read_text())
    assert len(words) > 30 and len(codes) == 14
    brackets = re.findall(r'^\t\{ "([a-z]+)", take_', (
        TOP / "plugins/university/uni_note.c").read_text(), re.M)
    assert len(brackets) == 6
    for word in words + codes + brackets:
        assert re.search(rf"\b{word}\b", text), word
