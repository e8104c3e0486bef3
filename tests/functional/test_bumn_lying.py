# SPDX-License-Identifier: Apache-2.0
"""A state enterprise whose Redmine says what no Redmine should: nothing of it
is taken for a delivery or for news of somebody else's case, it is told in a
sentence, and once the system is sane again everything arrives, once."""
import json
import time

import pytest

from hub import INSTITUTIONS, Hub
from redmine_desk import MAP, SECTION
from redmine_liar import JSON, SETTINGS, Bed, Desk
from wires import DEADLINE, wait_for

HTML = b"<html><title>Masuk</title></html>"
# What is answered in place of the right thing: status, body, headers.
LIES = {
    "an error in a good answer": (200, b'{"errors": ["Rahasia salah"]}', JSON),
    "a page for people": (200, HTML, "Content-Type: text/html"),
    "a way elsewhere": (302, b"", "Location: https://example.com/masuk"),
    "half of an answer": (201, b'{"issue": {"id": 4', JSON),
    "another kind": (201, b"[[[[1]]]]", JSON),
    "an id that is none": (201, b'{"issue": {"id": {"a": "Rahasia"}}}', JSON),
    "too much": (201, b'{"issue": "%s"}' % (b"x" * 2_000_000), JSON),
    "nothing": (201, b"", JSON),
}


@pytest.fixture(scope="module")
def bed():
    desk, hub = Desk(), Hub()
    hub.secret("redmine.key", "5" * 40 + "\n")
    hub.institutions = INSTITUTIONS + SECTION.format(
        port=desk.peer.port, map=MAP, settings=SETTINGS)
    try:
        with hub:
            yield Bed(hub, desk)
    finally:
        desk.peer.__exit__()


@pytest.fixture(autouse=True)
def sane(bed):
    yield
    bed.desk.lie, bed.desk.listed = None, []


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_is_taken_for_a_delivery(bed, lie):
    bed.desk.lie, bed.desk.on = LIES[lie], "POST /issues"
    seen = len(bed.desk.peer.seen)
    case, handoff = bed.hand_over("phones")
    wait_for("the lie to be told", lambda: any(
        head.startswith(b"POST /issues")
        for head, _ in bed.desk.peer.seen[seen:]))
    wait_for("it to be judged", lambda: bed.handoff(
        case, handoff)["delivery"]["state"] in ("waiting", "unknown"))
    assert "remote_ref" not in bed.handoff(case, handoff)["delivery"]
    bed.desk.lie = None
    wait_for("it to arrive", lambda: bed.handoff(
        case, handoff)["delivery"]["state"] == "delivered", 2 * DEADLINE)
    assert [i["custom_fields"][0]["value"]
            for i in bed.desk.issues.values()].count(handoff) == 1
    assert "Rahasia" not in bed.hub.tail(500)


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_is_taken_for_news(bed, lie):
    """Who lies to a question for news is asked again, with pauses, and the
    operator reads why there are none."""
    bed.desk.lie, bed.desk.on = LIES[lie], "GET /issues.json"
    wait_for("a sentence", lambda: bed.row().get("poll_problem"))
    assert "Rahasia" not in json.dumps(bed.row())
    bed.desk.lie = None
    wait_for("news again", lambda: not bed.row().get("poll_problem"),
             2 * DEADLINE)


def test_news_of_somebody_else_s_case_is_no_news(bed):
    case, handoff = bed.hand_over("electricity")
    bed.desk.listed = [{
        "id": 900, "updated_on": "2026-02-02T03:00:00Z",
        "custom_fields": [{"id": 5, "value": handoff}],
        "journals": [{"id": 7000, "created_on": "2099-02-02T03:00:00Z",
                      "user": {"name": "Ani"}, "notes": "Milik kami."}]}]
    wait_for("an alarm", lambda: "ALERT telkom spoke of a handoff to which it "
             "is no party" in bed.hub.tail(500))
    assert bed.handoff(case, handoff)["state"] == "offered"
    assert ("progress", "Milik kami.") not in bed.said(case)


def test_a_list_that_never_gets_further_is_asked_at_its_pace(bed):
    case, handoff = bed.hand_over("phones")
    wait_for("it to arrive", lambda: bed.handoff(
        case, handoff)["delivery"]["state"] == "delivered")
    number = bed.handoff(case, handoff)["delivery"]["remote_ref"]
    bed.desk.listed = [{
        "id": int(number), "updated_on": "2099-02-02T03:00:00Z",
        "custom_fields": [{"id": 5, "value": handoff}],
        "journals": [{"id": 8000, "created_on": "2099-02-02T03:00:00Z",
                      "user": {"name": "Ani"}, "notes": "Selalu baru."}]}]
    wait_for("the note", lambda: ("progress", "Selalu baru.") in
             bed.said(case))
    began, polls = time.monotonic(), bed.desk.polls()
    wait_for("three more rounds", lambda: bed.desk.polls() >= polls + 3)
    assert time.monotonic() - began > 1.5       # one a second
    assert bed.said(case).count(("progress", "Selalu baru.")) == 1
    # Their clock is decades ahead; what is of today is heard all the same.
    bed.desk.listed = [{
        **bed.desk.listed[0], "updated_on": "2026-11-22T03:00:00Z",
        "journals": [{"id": 8001, "created_on": time.strftime(
            "%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "user": {"name": "Ani"},
            "notes": "Hari ini."}]}]
    wait_for("today's", lambda: ("progress", "Hari ini.") in bed.said(case))


def test_a_note_dated_ahead_is_told_once_however_long_it_comes(bed):
    """It is new at each question for ever; what was said is known for seven
    days after it was said last."""
    case, handoff = bed.hand_over("phones")
    wait_for("it to arrive", lambda: bed.handoff(
        case, handoff)["delivery"]["state"] == "delivered")
    bed.desk.listed = [{
        "id": int(bed.handoff(case, handoff)["delivery"]["remote_ref"]),
        "updated_on": "2099-02-02T03:00:00Z",
        "custom_fields": [{"id": 5, "value": handoff}],
        "journals": [{"id": 9000, "created_on": "2099-02-02T03:00:00Z",
                      "user": {"name": "Ani"}, "notes": "Dari esok."}]}]
    wait_for("the note", lambda: ("progress", "Dari esok.") in bed.said(case))
    for _ in range(10):
        if not bed.hub.ask("clock", forward_ms=86400 * 1000)["good"]:
            pytest.skip("this build's clock cannot be moved")
        read = bed.desk.read
        wait_for("it to be read again", lambda: bed.desk.read >= read + 2)
    for caller in bed.hub.callers:      # theirs have been idle for a day
        caller.close()
    assert bed.said(case).count(("progress", "Dari esok.")) == 1
