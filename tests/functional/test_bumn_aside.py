# SPDX-License-Identifier: Apache-2.0
"""A ticket that a state enterprise's system never manages to answer for: it is
set aside, the coordinator is told, all other news goes on, and what was said
about it comes when it can be read again.  A system that is down altogether is
no such ticket."""
import json
import time

import pytest

from hub import INSTITUTIONS, Hub
from peers import Peer
from redmine_desk import MAP, SECTION
from redmine_liar import JSON, SETTINGS, Bed, Desk
from wires import DEADLINE, wait_for

HOUR = 3600
LIES = {
    "a gateway": (502, b"", JSON),
    "an error": (500, b"{}", f"{JSON}\r\nRetry-After: 1"),
    "a page for people": (200, b"<html>Masuk</html>",
                          "Content-Type: text/html"),
    "half of an answer": (200, b'{"issue": {"id": 4', JSON),
}


def told(bed, case):
    return wait_for("the coordinator to be told", lambda: [
        text for event, text in bed.said(case)
        if event == "comment" and "tidak dapat dibaca" in text], 3 * DEADLINE)


def heard(bed, case, text):
    wait_for(text, lambda: ("progress", text) in bed.said(case), 3 * DEADLINE)


@pytest.fixture
def redmine():
    desk, hub = Desk(), Hub()
    hub.secret("redmine.key", "5" * 40 + "\n")
    hub.institutions = INSTITUTIONS + SECTION.format(
        port=desk.peer.port, map=MAP, settings=SETTINGS).replace(
            "concurrency = 2", "concurrency = 2 failures = 1000")
    try:
        with hub:
            yield Bed(hub, desk)
    finally:
        desk.peer.__exit__()


class Clock:
    """The hub's, which a test moves."""

    def __init__(self, bed):
        self.bed, self.ahead = bed, 0

    def forward(self, seconds):
        if not self.bed.hub.ask("clock", forward_ms=seconds * 1000)["good"]:
            pytest.skip("this build's clock cannot be moved")
        self.ahead += seconds
        for caller in self.bed.hub.callers:
            caller.close()

    def now(self):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ",
                             time.gmtime(time.time() + self.ahead))


def issue(number, handoff, at, *notes):
    return {"id": number, "updated_on": at,
            "custom_fields": [{"id": 5, "value": handoff}],
            "journals": [{"id": number * 100 + i, "created_on": at,
                          "user": {"name": "Ani"}, "notes": note}
                         for i, note in enumerate(notes)]}


@pytest.mark.parametrize("lie", LIES)
def test_a_ticket_that_is_never_answered_keeps_no_other_news(redmine, lie):
    bed, clock, cases = redmine, Clock(redmine), []
    for _ in range(2):
        case, handoff = bed.hand_over("phones")
        wait_for("it to arrive", lambda: bed.handoff(
            case, handoff)["delivery"]["state"] == "delivered")
        cases.append((case, handoff, int(bed.handoff(
            case, handoff)["delivery"]["remote_ref"])))
    (bad, bad_handoff, bad_number), (good, good_handoff, number) = cases
    bed.desk.lie, bed.desk.on = LIES[lie], f"GET /issues/{bad_number}.json"
    at = clock.now()
    bed.desk.listed = [issue(bad_number, bad_handoff, at, "Dulu."),
                       issue(number, good_handoff, at, "Satu.")]
    heard(bed, good, "Satu.")
    assert len(told(bed, bad)) == 1
    assert f"ALERT telkom: /issues/{bad_number}.json" in bed.hub.tail(500)
    wait_for("the operator to see it", lambda: "set aside" in
             bed.row().get("poll_problem", ""))

    clock.forward(HOUR + 60)
    later = clock.now()
    bed.desk.listed = [bed.desk.listed[0],
                       issue(number, good_handoff, later, "Satu.", "Dua.")]
    heard(bed, good, "Dua.")

    clock.forward(HOUR + 60)
    bed.desk.lie = None
    heard(bed, bad, "Dulu.")
    assert bed.said(bad).count(("progress", "Dulu.")) == 1
    assert bed.said(good).count(("progress", "Satu.")) == 1
    assert len(told(bed, bad)) == 1
    wait_for("nothing to be wrong",
             lambda: not bed.row().get("poll_problem"), 2 * DEADLINE)


def test_a_ticket_is_still_aside_for_a_hub_that_starts_again(redmine):
    bed, clock = redmine, Clock(redmine)
    case, handoff = bed.hand_over("phones")
    wait_for("it to arrive", lambda: bed.handoff(
        case, handoff)["delivery"]["state"] == "delivered")
    number = int(bed.handoff(case, handoff)["delivery"]["remote_ref"])
    bed.desk.lie, bed.desk.on = LIES["a gateway"], "GET /issues/"
    bed.desk.listed = [issue(number, handoff, clock.now(), "Dulu.")]
    assert len(told(bed, case)) == 1
    wait_for("the round to end", lambda: "set aside" in
             bed.row().get("poll_problem", ""))
    bed.hub.kill()
    bed.desk.listed, bed.desk.lie = [], None    # it does not change again
    kept = issue(number, handoff, "2026-02-02T03:00:00Z", "Dulu.")
    kept["journals"][0]["created_on"] = clock.now()
    found = bed.desk.answer
    bed.desk.answer = lambda line, body: (200, {"issue": kept}) \
        if line.startswith(f"GET /issues/{number}.json") \
        else found(line, body)
    polled = bed.desk.polls()
    bed.hub.start()
    bed.lapor = bed.hub.caller("source", "lapor")
    bed.coordinator = bed.hub.caller("coordinator", "inspektorat")
    wait_for("the new hub to ask for news",
             lambda: bed.desk.polls() > polled, 3 * DEADLINE)
    clock.forward(HOUR + 60)
    heard(bed, case, "Dulu.")


# A system without a list, asked about one open ticket after the other: the
# first question is about a ticket.
FIRST = """
def compose: {method: "POST", path: "/tickets", body: {ref: .handoff.id}};
def poll: if .at.remote_ref == null then {method: "GET", path: "/end"}
  else {method: "GET", path: ["tickets", .at.remote_ref]} end;
def ask: .at.remote_ref as $ref
  | if $ref == null then {kind: "cursor", carry: {}}
    elif .status == 502 then [{kind: "comment", audience: "coordinator",
      remote_ref: $ref, their_id: "unread-\\($ref)",
      text: "Tiket ini tidak dapat dibaca."},
      {kind: "next_step", remote_ref: $ref, carry: {}}]
    elif .status >= 500 then {kind: "deferred", after: 1}
    elif .status != 200 then malformed("ticket: expected 200")
    else [.body.notes[] | {kind: "progress", remote_ref: $ref,
      their_id: "note-\\(.)", text: .}]
      + [{kind: "next_step", remote_ref: $ref, carry: {}}] end;
def conclude: if .at.purpose == "poll" then ask
  else {kind: "delivered", remote_ref: must_id($__loc__; "body.id")} end;
"""
TICKETS = """
institution "telkom" {{
  name = "PT Telkom"
  plugin = "bumn"
  url = "http://127.0.0.1:{port}"
  poll = "1s"
  limits {{ timeout = "5s" failures = 1000 }}
  options {{ map = "@FOLDER@/first.jq" }}
}}
route "phones" {{ category = {{ "phones" }} to = "telkom" }}
"""


class Tickets:
    """Their notes, and what cannot be asked for."""

    def __init__(self):
        self.notes, self.broken, self.failed = {}, (), 0
        self.peer = Peer(self.serve)

    def serve(self, conn):
        while request := conn.request():
            line = request[0].split(b"\r\n")[0].decode()
            path = line.split()[1]
            if any(path.startswith(b) for b in self.broken):
                self.failed += 1
                conn.answer(502, b"", JSON)
            elif line.startswith("POST"):
                self.notes[f"t{len(self.notes) + 1}"] = []
                conn.answer(201, json.dumps(
                    {"id": f"t{len(self.notes)}"}).encode(), JSON)
            else:
                conn.answer(200, json.dumps({"notes": self.notes.get(
                    path.rpartition("/")[2], [])}).encode(), JSON)


@pytest.fixture
def tickets():
    desk, hub = Tickets(), Hub()
    hub.secret("first.jq", FIRST)
    hub.institutions = INSTITUTIONS + TICKETS.format(port=desk.peer.port)
    try:
        with hub:
            bed = Bed(hub, desk)
            bed.cases = []
            for _ in range(3):
                case, handoff = bed.hand_over("phones")
                wait_for("it to arrive", lambda: bed.handoff(
                    case, handoff)["delivery"]["state"] == "delivered")
                bed.cases.append(case)
            yield bed
    finally:
        desk.peer.__exit__()


@pytest.mark.parametrize("broken", [1, 2])
def test_the_first_question_of_a_round_counts_too(tickets, broken):
    bed = tickets
    bed.desk.broken = [f"/tickets/t{n + 1}" for n in range(broken)]
    for number in range(3):
        bed.desk.notes[f"t{number + 1}"].append(f"Kabar {number}.")
    heard(bed, bed.cases[2], "Kabar 2.")
    for case in bed.cases[:broken]:
        assert len(told(bed, case)) == 1
    bed.desk.broken = ()
    for number in range(3):
        heard(bed, bed.cases[number], f"Kabar {number}.")


def test_a_system_that_is_down_is_no_ticket_that_cannot_be_read(tickets):
    bed = tickets
    bed.desk.broken = ["/"]
    bed.desk.notes["t1"].append("Kabar.")
    failed = bed.desk.failed
    wait_for("many rounds", lambda: bed.desk.failed >= failed + 7,
             4 * DEADLINE)
    bed.desk.broken = ()
    heard(bed, bed.cases[0], "Kabar.")
    for case in bed.cases:
        assert not [t for e, t in bed.said(case) if e == "comment"]
    assert "set aside" not in bed.hub.tail(500)
