# SPDX-License-Identifier: Apache-2.0
"""What gets lost on the way to and from a university: an answer after a POST,
the POST itself, and nothing of a list of updates, however long."""
import contextlib
import http.client

import pytest

from campus import NUMBERS, campuses
from wires import wait_for

LONG = 300              # seconds: a machine may be as slow as it likes
MANY = 5100


@pytest.fixture(scope="module")
def link():
    with campuses() as link:
        yield link


def in_time(what, link, condition, forward_ms=0):
    """Waits; the hub's clock may go on meanwhile, so that kept connections
    end."""
    def look():
        with contextlib.suppress(OSError, http.client.HTTPException):
            found = condition()
            if found:
                return found
        if forward_ms:
            link.hub.ask("clock", forward_ms=forward_ms)
            for caller in link.hub.callers:
                caller.close()
        return None
    return wait_for(what, look, LONG)


def hand_in(link, side):
    answer = link.lapor.post("/v1/cases", {
        "narrative": "Lampu mati.", "category": f"campus-{side}",
        "tracking_id": f"H-{next(NUMBERS)}"})
    assert answer.status == 201, answer
    return answer.body["case"], answer.body["handoff"]


def history(link, case):
    """What the audit log tells of it."""
    items = link.coordinator.get(
        f"/v1/cases/{case}/timeline?limit=200").body["items"]
    return [i["type"] for i in items]


@pytest.mark.parametrize("side", ["unud", "undiksha"])
@pytest.mark.parametrize("mute", ["after", "before"])
def test_an_answer_that_got_lost_is_asked_after_and_nothing_is_there_twice(
        link, side, mute):
    peer = link.sides[side]
    assert peer.ask("mode", {"mute": mute})
    case, handoff = hand_in(link, side)
    in_time("the delivery", link, lambda: link.handoff(
        case, handoff)["delivery"]["state"] == "delivered", 1000)
    # A POST that was taken is found; one that was not goes once more.
    posts = [f for f in peer.forms() if f[0] == "requests"
             and f[3].get("attribute[simpul]") == handoff]
    assert len(posts) == (1 if mute == "after" else 2)
    assert link.handoff(case, handoff)["delivery"]["remote_ref"] == \
        peer.request(handoff)["service_request_id"]
    assert "handoff.unknown" in history(link, case)
    # The reference that the probe found serves what follows.
    peer.say(handoff, "closed", "Beres.")
    in_time("the answer", link, lambda: link.handoff(case, handoff)["state"] ==
            "answered")


def words(link, case):
    """Every follow-up that the case has."""
    found, query = [], ""
    while query is not None:
        page = link.coordinator.get(
            f"/v1/cases/{case}/timeline?limit=200{query}").body
        found += [i["text"] for i in page["items"]
                  if i["type"] == "said" and i["event"] == "progress"]
        query = f"&cursor={page['next']}" if page.get("next") else None
    return found


def test_of_a_list_of_five_thousand_updates_none_is_lost(link):
    peer = link.sides["unud"]
    case, handoff = link.hand_over("unud")
    peer.say(handoff, "accepted")
    peer.ask("flood", {"id": peer.request(handoff)["service_request_id"],
                       "count": MANY})
    peer.say(handoff, "closed", "Akhirnya beres.")
    in_time("the answer", link, lambda: link.handoff(case, handoff)["state"] ==
            "answered")
    assert words(link, case) == [f"Langkah {i}." for i in range(MANY)]
