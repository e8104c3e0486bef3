# SPDX-License-Identifier: Apache-2.0
"""What falls due at a running hub, whose clock goes forward by days: limits
that pass at a KSP over its own wire, silence that means something, outages."""
import datetime
import itertools
import json

import pytest

from hub import INSTITUTIONS, Hub
from ksp import Ksp
from wires import wait_for

ROUTES = """
route "roads" { category = { "roads" } to = "ksp" }
route "fuel" { category = { "fuel" } to = "mendagri" }
"""
DEEMED = 'agreement { number = "PKS/7/2026" deemed = true }'
NUMBERS = itertools.count(1)
HOUR, DAY = 3600, 86400


class Days:
    """The hub, two KSPs that decide on nothing, and time that passes."""

    def __init__(self, hub, ksp, mendagri):
        self.hub = hub
        self.peers = {"roads": ksp, "fuel": mendagri}
        self.lapor = hub.caller("source", "lapor")
        self.pdam = hub.caller("institution", "pdam")
        self.coordinator = hub.caller("coordinator", "inspektorat")

    def hand_over(self, category):
        answer = self.lapor.post("/v1/cases", {
            "narrative": "Jalan di depan sekolah rusak.",
            "category": category, "tracking_id": f"T-{next(NUMBERS)}"})
        assert answer.status == 201, answer
        return answer.body["case"], answer.body["handoff"]

    def taken(self, category):
        """A handoff that its KSP has: case, handoff."""
        case, handoff = self.hand_over(category)
        wait_for("the handoff to be delivered", lambda: self.handoff(
            case, handoff)["delivery"]["state"] == "delivered")
        return case, handoff

    def case(self, case):
        answer = self.coordinator.get(f"/v1/cases/{case}")
        assert answer.status == 200, answer
        return answer.body

    def handoff(self, case, handoff):
        return next(h for h in self.case(case)["handoffs"]
                    if h["id"] == handoff)

    def due(self, case, handoff):
        return datetime.datetime.fromisoformat(
            self.handoff(case, handoff)["due_at"].replace("Z", "+00:00"))

    def now(self):
        return self.forward(0)

    def forward(self, seconds):
        """Time passes; what the hub's clock says then."""
        for caller in self.hub.callers:
            caller.close()
        answer = self.hub.ask("clock", forward_ms=int(seconds * 1000))
        if "knows no command" in answer.get("error", ""):
            pytest.skip("built without --enable-faults: no test clock")
        assert answer["good"], answer
        return datetime.datetime.fromisoformat(
            answer["now"].replace("Z", "+00:00"))

    def until(self, moment):
        self.forward(max(0, (moment - self.now()).total_seconds()) + 2)

    def days_until(self, what, condition, most, least=1):
        """So many days pass at once, then one by one, until something is so;
        how many."""
        for day in range(least, most + 1):
            self.forward(DAY * (least if day == least else 1))
            looked = self.looks()
            wait_for("the hub to look", lambda: self.looks() > looked)
            if condition():
                return day
        raise AssertionError(f"{most} days, and not {what}")

    def looks(self):
        """Jobs of the ledger: each look what is due is one."""
        return self.hub.metrics()["simpul_ledger_jobs_total"]

    def heard(self, category, handoff):
        """Words that the KSP has heard about a handoff."""
        return [t["word"] for t in
                self.peers[category].case(handoff)["told"]]

    def said(self, case, kind):
        items = self.coordinator.get(f"/v1/cases/{case}/timeline").body
        return [i for i in items["items"]
                if i["type"] == "said" and i["event"] == kind]


@pytest.fixture(scope="module")
def days():
    hub = Hub()
    with Ksp(hub.folder, hub.port) as ksp, \
            Ksp(hub.folder, hub.port, name="mendagri", more=DEEMED) as other:
        hub.institutions = (INSTITUTIONS + ROUTES + ksp.section()
                            + other.section())
        with hub:
            for peer in (ksp, other):
                peer.mode(decide=False)
            yield Days(hub, ksp, other)


def test_a_silent_receiver_is_reminded_told_of_and_relieved(days):
    case, handoff = days.taken("roads")
    days.until(days.due(case, handoff) - datetime.timedelta(days=1))
    wait_for("the reminder", lambda: days.heard("roads", handoff) ==
             ["reminder"])
    days.until(days.due(case, handoff))
    wait_for("the coordinator to be told",
             lambda: len(days.said(case, "comment")) == 1)
    assert days.handoff(case, handoff)["state"] == "offered"
    days.days_until("expired", lambda: days.handoff(
        case, handoff)["state"] == "expired", 12)
    assert days.case(case)["state"] == "disputed"
    wait_for("the cancellation", lambda: days.heard("roads", handoff) ==
             ["reminder", "cancelled"])


def test_silence_is_acceptance_by_agreement(days):
    case, handoff = days.taken("fuel")
    days.days_until("accepted", lambda: days.handoff(
        case, handoff)["state"] == "accepted", 21)
    assert days.case(case)["holder"] == "mendagri"
    wait_for("the KSP to hear of it", lambda: days.heard(
        "fuel", handoff).count("reminder") == 2)


def test_silence_after_the_answer_completes_the_case(days):
    case, handoff = days.hand_over("water")
    for act in ("accept", "answer"):
        answer = days.pdam.post(f"/v1/handoffs/{handoff}/{act}",
                                {"text": "Pipa sudah diperbaiki."})
        assert answer.status == 200, answer
    passed = days.days_until(
        "completed", lambda: days.case(case)["state"] == "completed", 40,
        least=11)
    assert passed >= 12     # ten working days
    assert days.handoff(case, handoff)["state"] == "closed"


def test_nothing_expires_while_an_institution_is_out_of_reach(days):
    case, handoff = days.taken("roads")
    status, said = days.hub.ctl("outage", "ksp", "--reason",
                                "Listrik padam", "--by", "Ketut")
    assert status == 0 and "batas waktunya berhenti" in said, said
    days.forward(20 * DAY)
    wait_for("the notice", lambda: len(days.said(case, "comment")) == 1)
    days.forward(5 * DAY)
    assert days.handoff(case, handoff)["state"] == "offered"
    assert days.heard("roads", handoff) == []
    status, said = days.hub.ctl("outages")
    assert status == 0 and "Listrik padam" in said, said
    for line in ("terjangkau kembali", "tidak ada yang diubah"):
        status, said = days.hub.ctl("outage", "--over", "--by", "Ketut", "ksp")
        assert status == 0 and line in said, said
    days.days_until("expired", lambda: days.handoff(
        case, handoff)["state"] == "expired", 21, least=5)
    assert ["terganggu" in i["text"] for i in
            days.said(case, "comment")].count(True) == 1


def ago(days, count):
    """So many days before the hub's now; behind it where count is negative."""
    status, said = days.hub.ctl("--json", "outages")
    assert status == 0, said
    now = datetime.datetime.fromisoformat(
        json.loads(said)["now"].replace("Z", "+00:00"))
    return (now - datetime.timedelta(days=count)).strftime(
        "%Y-%m-%dT%H:%M:%SZ")


def test_whoever_is_in_reach_again_has_no_other_outage(days):
    said = ("pln", "--reason", "Banjir", "--by", "Ketut")
    for more in ((), ("--since", ago(days, 30))):
        assert days.hub.ctl("outage", *said, *more)[0] == 0
    for line in ("terjangkau kembali", "tidak ada yang diubah"):
        status, said = days.hub.ctl("outage", "--over", "--by", "Ketut", "pln")
        assert status == 0 and line in said, said


def test_an_outage_that_is_to_come_is_told_as_such(days):
    status, said = days.hub.ctl("outage", "mendagri", "--reason", "Migrasi",
                                "--by", "Ketut", "--since", ago(days, -3))
    assert status == 0, said
    assert "tidak terjangkau mulai" in said and "berhenti" in said, said
    assert "stand still from then" in said, said


@pytest.mark.parametrize("words,why", [
    (("nobody", "--reason", "x", "--by", "y"), 'no institution "nobody"'),
    (("ksp", "--by", "y"), "--reason is missing"),
    (("ksp", "--reason", "x"), "--by is missing"),
    (("ksp", "--reason", "x", "--by", "y", "--since", "1/2/2026"),
     'since: found "1/2/2026", expected a time with its zone'),
    (("ksp", "--reason", "x", "--by", "y", "--until",
      "2020-01-01T00:00:00Z"), "until: expected a time after since"),
    (("ksp", "--reason", "x", "--by", "y", "--until",
      "9999-01-01T00:00:00Z"), "until: expected a time within 400 days"),
    (("ksp", "--reason", "x\ny", "--by", "y"),
     "reason: found a control character"),
    (("ksp", "--reason", "x", "--by", "a\x1b[2J"),
     "by: found a control character"),
])
def test_an_outage_that_is_said_wrongly_is_told(days, words, why):
    status, said = days.hub.ctl("outage", *words)
    assert status != 0 and why in said, said
